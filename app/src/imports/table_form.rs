//! The form by which a table comes: its sort, a file, or what is pasted.

use super::ACCEPTED;
use crate::erase::Erase;
use crate::forms::{flash, summary};
use crate::live::Live;
use crate::texts::text;
use crate::ui::{ErrorSummary, FileField, FormFoot, RadioGroup, SubmitButton, TextArea};
use domain::imports::Sort;
use leptos::prelude::*;

/// The form for tables of these sorts, the first of which is chosen; `columns` says what they may have, and `beside` stands below the file.
pub(super) fn table_form(
    action: &'static str,
    sorts: [(Sort, &'static str); 2],
    (columns, note): (&'static str, &'static str),
    beside: Option<AnyView>,
) -> AnyView {
    let refused = flash(action).map(|kept| kept.error);
    let first = sorts[0].0.to_string();
    let sorts =
        sorts.into_iter().map(|(sort, words)| (sort.to_string(), words.to_owned())).collect::<Vec<_>>();
    view! {
        <form method="post" action=action enctype="multipart/form-data" class="form">
            <ErrorSummary title=text::errors::summary() faults=summary(Live::from(refused))/>
            <RadioGroup name="sort" legend=text::imports::sort() options=sorts value=first/>
            <FileField
                name="file"
                label=text::imports::file()
                prompt=text::imports::prompt()
                help=columns
                accept=ACCEPTED
            />
            {beside.map(|beside| view! { <div class="button-row">{beside}</div> }.erase())}
            <TextArea name="text" label=text::imports::paste() help=text::imports::paste_help()/>
            <FormFoot note=note><SubmitButton>{text::imports::look()}</SubmitButton></FormFoot>
        </form>
    }
    .erase()
}
