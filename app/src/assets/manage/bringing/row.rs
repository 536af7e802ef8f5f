//! A file on its way, as a line: where it stands, what can be done about it, and the words of the draft that it became.

use super::api::{Draft, NameAsset};
use super::queue::{Line, Queue, Stage, Wish};
use super::sender::{can_go_on, heed};
use crate::api::{ApiError, ask};
use crate::assets::kind_choices;
use crate::erase::{Erase, changing};
use crate::forms::summary;
use crate::live::{Live, Source};
use crate::texts::text;
use crate::ui::{ErrorSummary, Field, Icon, Progress, Select};
use domain::assets::TITLE_MOST;
use domain::sizes::bytes_in_words;
use domain::uploads::percent;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// The line of a file.
pub(super) fn row(queue: &Queue, line: &Line) -> AnyView {
    let (queue, line) = (queue.clone(), line.clone());
    let (bar, below) = (line.clone(), line.clone());
    let (name, title) = (line.name.clone(), line.name.clone());
    let size = bytes_in_words(line.bytes);
    let icon = line.clone();
    view! {
        <li class="upload">
            {changing(move || view! { <Icon name=icon_of(&icon.stage.get())/> }.erase())}
            <span class="upload-name" title=title>{name} " " <span class="aside">{size}</span></span>
            {changing(move || buttons(&queue, &line))}
            {changing(move || progress(&bar))}
            {changing(move || outcome(&below))}
        </li>
    }
    .erase()
}

fn icon_of(stage: &Stage) -> &'static str {
    match stage {
        Stage::Drafted(_) => "circle-check",
        Stage::Refused(_) => "circle-alert",
        Stage::Left | Stage::Cut | Stage::SignedOut => "triangle-alert",
        Stage::Waiting | Stage::Held => "clock",
        Stage::Going | Stage::Checking => "upload",
    }
}

/// What can be done about it now.
fn buttons(queue: &Queue, line: &Line) -> AnyView {
    let button = |words: &'static str, name: String, wish: Wish| {
        let (queue, line) = (queue.clone(), line.clone());
        let press = move |_| heed(&queue, &line, wish);
        // The words are seen by all; which file they are about is only heard.
        view! {
            <button type="button" class="button button-quiet" aria-label=name on:click=press>{words}</button>
        }
        .erase()
    };
    let name = &line.name;
    let hold = || button(text::uploads::hold(), text::uploads::hold_file(name), Wish::Hold);
    let go_on = || button(text::uploads::go_on(), text::uploads::go_on_file(name), Wish::GoOn);
    let again = || button(text::uploads::again(), text::uploads::again_file(name), Wish::GoOn);
    let remove = || button(text::uploads::remove(), text::uploads::remove_file(name), Wish::Remove);
    let found = match line.stage.get() {
        Stage::Waiting | Stage::Going | Stage::Cut => vec![hold(), remove()],
        Stage::Held | Stage::SignedOut => vec![go_on(), remove()],
        Stage::Refused(_) if can_go_on(line) => vec![again(), remove()],
        Stage::Refused(_) | Stage::Left => vec![remove()],
        Stage::Checking | Stage::Drafted(_) => Vec::new(),
    };
    view! { <span class="upload-steps">{found}</span> }.erase()
}

/// How far it is, in a bar and in words.
fn progress(line: &Line) -> AnyView {
    if line.stage.with(Stage::is_over) {
        return ().into_any();
    }
    let (sent, bytes) = (line.sent.clone(), line.bytes);
    let value = {
        let sent = sent.clone();
        Live::new(move || percent(sent.get(), bytes) as i64)
    };
    let stage = line.stage.clone();
    let label = Live::new(move || {
        let percent = percent(sent.get(), bytes) as i64;
        match stage.get() {
            Stage::Left => text::uploads::left(percent),
            Stage::Waiting => text::uploads::waiting().to_owned(),
            Stage::Cut => text::uploads::cut(percent),
            Stage::Held => text::uploads::held(percent),
            Stage::Checking => text::uploads::checking().to_owned(),
            Stage::SignedOut => text::uploads::signed_out().to_owned(),
            Stage::Going | Stage::Drafted(_) | Stage::Refused(_) => text::uploads::going(percent),
        }
    });
    view! { <Progress value label/> }.erase()
}

/// Why it was not taken, or what it became.
fn outcome(line: &Line) -> AnyView {
    match line.stage.get() {
        Stage::Refused(why) => view! { <p class="fault">{why}</p> }.erase(),
        Stage::Drafted(draft) => words_of(line.n, draft),
        _ => ().into_any(),
    }
}

/// The draft's own words, which can be changed at once.
fn words_of(n: usize, draft: Draft) -> AnyView {
    let (version, answer) = (Source::new(draft.version), Source::new(None::<Result<(), ApiError>>));
    let (title, kind) = (Source::new(draft.title.clone()), Source::new(draft.kind.to_string()));
    let id = draft.id.to_string();
    let refused = {
        let answer = answer.clone();
        summary(Live::new(move || answer.get().and_then(Result::err)))
    };
    let said = answer.clone();
    let (typed, chosen) = (title.clone(), kind.clone());
    let page = format!("/assets/manage/{}", draft.id);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let question = NameAsset {
            id: id.clone(),
            version: version.peek().to_string(),
            title: title.peek(),
            kind: kind.peek(),
        };
        let (version, answer) = (version.clone(), answer.clone());
        leptos::task::spawn_local(async move {
            let answered = ask(question).await;
            if let Ok(new) = &answered {
                version.set(*new);
            }
            answer.set(Some(answered.map(drop)));
        });
    };
    let kept = move || match said.get() {
        Some(Ok(())) => text::uploads::kept(),
        _ => "",
    };
    view! {
        <form class="upload-words" on:submit=save>
            <ErrorSummary title=text::errors::summary() faults=refused/>
            <Field
                name=format!("title-{n}")
                label=text::assets::name()
                value=draft.title
                maxlength=TITLE_MOST
                on_input=Callback::new(move |text| typed.set(text))
            />
            <Select
                name=format!("kind-{n}")
                label=text::assets::kind()
                options=kind_choices()
                value=draft.kind.to_string()
                on_change=Callback::new(move |kind| chosen.set(kind))
            />
            <div class="button-row">
                <button type="submit" class="button">{text::assets::save()}</button>
                <a class="button button-quiet" href=page>{text::uploads::open()}</a>
                <span role="status" class="aside">{kept}</span>
            </div>
        </form>
    }
    .erase()
}
