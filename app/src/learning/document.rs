//! The document of a lesson: page by page as pictures, which any browser shows, and the whole to be saved.

use crate::erase::Erase;
use crate::texts::text::learning;
use crate::ui::{ButtonLink, Icon};
use leptos::prelude::*;

/// A page of the document of a lesson.
pub(super) fn document(course: &str, lesson: &str, title: &str, page: i64, pages: i64) -> AnyView {
    let files = format!("/lessons/{course}/{lesson}");
    let turn = |to: i64, label: &'static str| {
        let href = format!("/learning/{course}/lessons/{lesson}?page={to}");
        (1..=pages).contains(&to).then(|| view! { <ButtonLink href>{label}</ButtonLink> }.erase())
    };
    let (back, on) = (turn(page - 1, learning::page_before()), turn(page + 1, learning::page_after()));
    let place = learning::page_of(page, pages);
    let alt = learning::page_of_document(page, pages, title);
    let src = format!("{files}/pages/{page}");
    let save = format!("{files}/file");
    view! {
        <figure class="lesson-document">
            <nav class="lesson-pages" aria-label=learning::pages()>
                {back}
                <span aria-current="page">{place}</span>
                {on}
            </nav>
            <img src=src alt=alt/>
            <figcaption>
                <a href=save rel="external" download=""><Icon name="download"/> {learning::save_document()}</a>
            </figcaption>
        </figure>
    }
    .erase()
}
