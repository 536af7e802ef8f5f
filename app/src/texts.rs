//! The words of the portal: a typed catalogue made from `texts/<language>/*.txt` when the crate is built.
//!
//! `text::deals::title()` is a function, so a key that does not exist does not compile. What a language lacks is said in
//! English, and fails a test.

use domain::language::Language;

#[cfg(feature = "ssr")]
std::thread_local! {
    /// The language of [`speaking`].
    static SPOKEN: std::cell::Cell<Option<Language>> = const { std::cell::Cell::new(None) };
}

#[cfg(feature = "ssr")]
tokio::task_local! {
    /// The language of [`answering`].
    static ANSWERED: Language;
}

/// The language of the page that is being made, or of the request that is answered without one.
#[cfg(not(one_language))]
pub fn language() -> Language {
    #[cfg(feature = "ssr")]
    if let Some(spoken) = SPOKEN.get() {
        return spoken;
    }
    // A page asks for every word of it. Its request has the same language, and tells it without a search through all owners.
    #[cfg(feature = "ssr")]
    if let Ok(answered) = ANSWERED.try_with(|language| *language) {
        return answered;
    }
    leptos::prelude::use_context().unwrap_or(Language::FIRST)
}

/// The language of this client.
#[cfg(one_language)]
pub fn language() -> Language {
    Language::ALL[text::LANGUAGE]
}

/// Says in this language what has no page around it, such as a mail.
#[cfg(feature = "ssr")]
pub fn speaking<T>(language: Language, say: impl FnOnce() -> T) -> T {
    let before = SPOKEN.replace(Some(language));
    let said = say();
    SPOKEN.set(before);
    said
}

/// Answers a request in this language where no page around it has one: so do the routes that take and give files.
#[cfg(feature = "ssr")]
pub async fn answering<T>(language: Language, answer: impl Future<Output = T>) -> T {
    ANSWERED.scope(language, answer).await
}

/// The texts.
#[allow(clippy::all, missing_docs)]
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

#[cfg(test)]
mod tests;
