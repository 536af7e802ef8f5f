//! What happened to a deal, in its order, and what is said of it.

use super::api::CommentDeal;
use super::decide::Place;
use crate::drawing::Drawing;
use crate::erase::Erase;
#[cfg(feature = "ssr")]
use crate::erase::EraseAll;
use crate::forms::{SendForm, use_form_about};
use crate::session;
use crate::texts::text;
use crate::ui::{ButtonKind, Checkbox, ErrorSummary, FormFoot, Hidden, Section, SubmitButton, TextArea};
#[cfg(feature = "ssr")]
use crate::ui::{Timeline, TimelineItem, Tone};
#[cfg(feature = "ssr")]
use crate::words;
use domain::access::CommentInternally;
use domain::deals::{CommentForm, Deal, NEED_MOST};
#[cfg(feature = "ssr")]
use domain::deals::{Entry, EntryKind};
use leptos::prelude::*;

/// The story as the server has drawn it, and the form for what is said next.
pub(super) fn story(deal: &Deal, drawn: &Drawing, key: String, place: Place) -> AnyView {
    let (comment, story) = (comment_form(deal, key, place), drawn.shown("drawn"));
    view! {
        <Section title=text::deals::story()>
            {story}
            {comment}
        </Section>
    }
    .erase()
}

/// What happened, drawn.
#[cfg(feature = "ssr")]
pub(super) fn entries(entries: Vec<Entry>) -> String {
    let items = entries
        .into_iter()
        .map(|entry| {
            let tone = match entry.kind {
                EntryKind::Approved | EntryKind::Won | EntryKind::Extended => Tone::Positive,
                EntryKind::Rejected | EntryKind::Lost | EntryKind::Revoked => Tone::Negative,
                _ => Tone::Neutral,
            };
            let what = words::deal_entry(entry.kind);
            let body = match (entry.kind, entry.body.parse()) {
                (EntryKind::Progressed, Ok(stage)) => words::stage(stage).to_owned(),
                _ => entry.body,
            };
            let said = !body.is_empty();
            let item = move |internal: Option<String>| {
                let (when, who) = (words::at(entry.at), entry.person);
                match (internal, said) {
                    (Some(internal), _) => {
                        view! { <TimelineItem tone when who what internal><p class="as-written">{body}</p></TimelineItem> }
                            .erase()
                    }
                    (None, true) => {
                        view! { <TimelineItem tone when who what><p class="as-written">{body}</p></TimelineItem> }.erase()
                    }
                    (None, false) => view! { <TimelineItem tone when who what/> }.erase(),
                }
            };
            item(entry.internal.then(|| text::deals::internal().to_owned()))
        })
        .erase_all();
    view! { <Timeline>{items}</Timeline> }.erase().to_html()
}

fn comment_form(deal: &Deal, key: String, place: Place) -> AnyView {
    let partner = deal.partner.0.clone();
    let internal = session::profile().is_some_and(|who| who.may(&CommentInternally { partner }));
    let state = use_form_about::<CommentDeal>(deal.id.as_str());
    let form: CommentForm =
        state.values(CommentForm { id: deal.id.to_string(), key, ..CommentForm::default() });
    view! {
        <SendForm sending=state.sending() class="form">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=form.id/>
            <Hidden name="key" value=form.key/>
            {place.field()}
            <TextArea name="body" label=text::deals::comment() help=text::deals::comment_help() value=form.body maxlength=NEED_MOST rows=3 fault=state.fault("body")/>
            {internal
                .then(|| {
                    view! { <Checkbox name="internal" label=text::deals::comment_internal() checked=form.internal == "true"/> }.erase()
                })}
            <FormFoot>
                <SubmitButton kind=ButtonKind::Secondary icon="send" pending=state.pending()>{text::deals::send_comment()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}
