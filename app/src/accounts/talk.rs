//! What is said of one customer account, at the end of its page.

mod api;

pub use api::GATES;

use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::loading::load;
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    ErrorSummary, FormFoot, Hidden, Section, SubmitButton, TextArea, Timeline, TimelineItem, Tone,
};
use crate::words;
use api::{AccountTalk, CommentAccount, Talk};
use domain::accounts::{AccountCommentForm, COMMENT_MOST};
use leptos::prelude::*;

/// What was said, and the form for more.
pub(super) fn talk(id: String) -> AnyView {
    load(record(move || AccountTalk { id: id.clone() }), shown)
}

fn shown(talk: Talk) -> AnyView {
    let state = use_form::<CommentAccount>();
    let form = state.values(AccountCommentForm { id: talk.id, key: talk.key, body: String::new() });
    let items = talk
        .said
        .into_iter()
        .map(|one| {
            let (when, who, body) = (words::at(one.at), one.person, one.body);
            view! {
                <TimelineItem tone=Tone::Neutral when who what=text::accounts::said().to_owned()>
                    <p class="as-written">{body}</p>
                </TimelineItem>
            }
        })
        .erase_all();
    view! {
        <Section title=text::accounts::talk() lead=text::accounts::talk_lead()>
            <Timeline>{items}</Timeline>
            <SendForm sending=state.sending() class="form">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=form.id/>
                <Hidden name="key" value=form.key/>
                <TextArea
                    name="body"
                    label=text::accounts::comment()
                    help=text::accounts::comment_help()
                    value=form.body
                    maxlength=COMMENT_MOST
                    rows=3
                    fault=state.fault("body")
                />
                <FormFoot><SubmitButton icon="send" pending=state.pending()>{text::accounts::send()}</SubmitButton></FormFoot>
            </SendForm>
        </Section>
    }
    .erase()
}
