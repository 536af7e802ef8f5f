//! Icons: one sprite, referred to by name; always beside a word or inside something that has an accessible name.

use crate::erase::Erase;
use leptos::prelude::*;

/// A picture of 16 px (or 20 with `large`) in the colour of the text around it, silent for assistive technology.
#[component]
pub fn Icon(
    /// The symbol's name in `public/icons.svg`.
    #[prop(into)]
    name: String,
    #[prop(optional)] large: bool,
) -> impl IntoView {
    let class = if large { "icon icon-large" } else { "icon" };
    view! {
        <svg class=class aria-hidden="true" focusable="false">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
    .erase()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    /// What stands between `before` and the next quotation mark, everywhere in the text; nothing is no name.
    fn quoted<'a>(text: &'a str, before: &str) -> impl Iterator<Item = &'a str> {
        text.split(before).skip(1).filter_map(|rest| rest.split('"').next()).filter(|name| !name.is_empty())
    }

    fn sources(folder: &Path, found: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                sources(&entry.path(), found);
            } else if entry.path().extension().is_some_and(|kind| kind == "rs") {
                found.push_str(&std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }

    #[test]
    fn every_icon_that_pages_name_is_in_the_sprite_and_no_other() {
        let sprite = include_str!("../../../public/icons.svg");
        let there: BTreeSet<&str> = quoted(sprite, "<symbol id=\"").collect();
        let mut pages = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut pages);
        // Written apart, or these lines would be found too.
        let ways = [concat!("<Icon name", "=\""), concat!(" icon", "=\"")];
        let named: BTreeSet<&str> = ways.iter().flat_map(|way| quoted(&pages, way)).collect();
        assert!(named.len() > 20, "{named:?}");
        assert_eq!(named.difference(&there).collect::<Vec<_>>(), Vec::<&&str>::new(), "named, and not there");
        let spare: Vec<&&str> = there.iter().filter(|name| !pages.contains(&format!("\"{name}\""))).collect();
        assert_eq!(spare, Vec::<&&str>::new(), "there, and not named");
    }
}
