//! What administrators see of the portal's own work: whether it is well, what waits, what it takes, and what could not be
//! worked off.

mod api;
mod condition;
mod mails;
mod page;

pub use api::GATES;
pub use condition::GATES as CONDITION_GATES;
pub use mails::GATES as MAIL_GATES;
pub use page::OperatePage;

use crate::erase::Erase;
use crate::forms::{FormState, SendForm};
use crate::texts::text;
use crate::ui::{ButtonKind, Hidden, SubmitButton};
use leptos::prelude::*;

/// What can become of something that was given up.
fn fates(id: &str, again: &FormState, gone: &FormState) -> AnyView {
    let fate = |form: &FormState, kind: ButtonKind, words: &'static str| {
        let (sending, pending, id) = (form.sending(), form.pending(), id.to_owned());
        view! {
            <SendForm sending=sending>
                <Hidden name="id" value=id/>
                <SubmitButton kind=kind pending=pending>{words}</SubmitButton>
            </SendForm>
        }
        .erase()
    };
    let first = fate(again, ButtonKind::Secondary, text::operate::again());
    let second = fate(gone, ButtonKind::Quiet, text::operate::let_go());
    view! { <div class="fates">{first} {second}</div> }.erase()
}
