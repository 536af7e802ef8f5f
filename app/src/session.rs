//! Who is looking, and whose portal it is: handed from the server to the browser with the document.
//!
//! Signing in and out load a new document, so this never changes under a page.

use crate::api::read;
#[cfg(feature = "ssr")]
use crate::api::rows;
use domain::access::Profile;
use domain::deals::Protection;
use domain::id::FileId;
use domain::language::Language;
use domain::looks::Term;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What every page knows without asking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// Who is signed in.
    pub profile: Option<Profile>,
    /// The vendor's name.
    pub vendor: String,
    /// The portal's own address, without a slash at the end.
    pub origin: String,
    /// The vendor's logo, if there is one.
    pub logo: Option<FileId>,
    /// What the vendor calls terms of the programme otherwise, in the language of the page.
    pub words: Vec<(Term, String)>,
    /// Hue of the vendor's accent in degrees (OKLCH).
    pub hue: u16,
    /// How long an approval protects a deal.
    pub protection: Protection,
    /// The language of the page.
    pub language: Language,
    /// Whether the portal sends mail.
    pub mails: bool,
    /// How many notices wait for whoever is signed in, as of when the document was made.
    pub unread: u32,
}

/// Takes the surroundings over from the document. Called once, by the app.
pub fn take_over() {
    let around = taken_over::<Surroundings>().unwrap_or_default();
    provide_context(around.language);
    provide_context(OwnWords(around.words.clone().into()));
    provide_context(around);
}

/// What the server put into the context of this document, there and in the browser; `None` on pages that are opened later.
pub fn taken_over<T>() -> Option<T>
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    shared(use_context::<T>)
}

/// What the server makes for this document, as the browser reads it there. As text, so that it is read as answers are.
pub fn shared<T: Serialize + DeserializeOwned>(make: impl FnOnce() -> Option<T>) -> Option<T> {
    #[cfg(feature = "ssr")]
    let text = move || make().and_then(|made| rows::write(&made).ok()).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    let text = move || {
        drop(make);
        String::new()
    };
    read(&SharedValue::new_str(text).into_inner()).ok()
}

/// The surroundings of this page.
pub fn surroundings() -> Surroundings {
    use_context().unwrap_or_default()
}

/// What the vendor calls terms otherwise; apart from the surroundings, since a list of partners asks for every row.
#[derive(Debug, Clone)]
struct OwnWords(std::sync::Arc<[(Term, String)]>);

/// What the vendor calls this, if otherwise.
pub fn own_word(term: Term) -> Option<String> {
    let said =
        |words: &[(Term, String)]| words.iter().find(|(own, _)| *own == term).map(|(_, words)| words.clone());
    match use_context() {
        Some(OwnWords(words)) => said(&words),
        // Answers are made without a page around them.
        #[cfg(feature = "ssr")]
        None => said(&use_context::<Surroundings>()?.words),
        #[cfg(not(feature = "ssr"))]
        None => None,
    }
}

/// Who is signed in.
pub fn profile() -> Option<Profile> {
    surroundings().profile
}

/// Server functions whose answer a browser without scripts gets on the next page: what must not stand in an address,
/// where histories and logs would keep it.
pub const HANDED_OVER: &[&str] = &["/api/deals/answer_several", "/api/people/invite", "/api/shares/make"];

/// What such a function answered, for one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// The path it was sent to.
    pub path: String,
    /// The answer, as rows.
    pub answer: String,
}

/// Takes what the function of this path answered, if the page is made because of it.
pub fn handed<T: DeserializeOwned>(path: &str) -> Option<T> {
    let kept = taken_over::<Handed>();
    kept.filter(|handed| handed.path == path).and_then(|handed| read(&handed.answer).ok())
}
