//! People and organisations as a small round picture, or their initials where there is none.

use crate::erase::Erase;
use leptos::prelude::*;

/// A person's or organisation's picture; its name must stand beside it, so it is silent itself.
#[component]
pub fn Avatar(
    #[prop(into)] name: String,
    #[prop(optional, into)] picture: Option<String>,
    #[prop(optional)] large: bool,
) -> impl IntoView {
    let class = if large { "avatar avatar-large" } else { "avatar" };
    let inside = match picture {
        Some(src) => view! { <img src=src alt="" loading="lazy"/> }.erase(),
        None => initials(&name).into_any(),
    };
    view! { <span class=class aria-hidden="true">{inside}</span> }.erase()
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut letters =
        name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = letters.next();
    let last = letters.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Ana Maria da Silva"), "AS");
        assert_eq!(initials("cher"), "C");
        assert_eq!(initials("(Acme) ölwerk"), "AÖ");
        assert_eq!(initials(" "), "");
    }
}
