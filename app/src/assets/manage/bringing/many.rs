//! Many files at once: the field that takes them, what holds for all of them, and how far they are together.

use super::defaults::defaults;
use super::queue::{Queue, Stage, Totals, Wish};
use super::row::row;
use super::sender::{choose, heed, queue};
use super::{DEFAULTS, ONE};
use crate::erase::{Erase, EraseAll, changing};
use crate::live::Live;
use crate::texts::text;
use crate::ui::{Icon, Progress};
use domain::assets::Media;
use domain::uploads::Upload;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// The field that takes many.
const MANY: &str = "field-files";

/// The page with scripts, with what is left from before, and with what was chosen before they ran.
pub(super) fn begun(open: &[Upload]) -> AnyView {
    let queue = queue(open);
    let early = document().get_element_by_id(&format!("field-{ONE}"));
    if let Some(early) = early.and_then(|field| field.dyn_into().ok()) {
        choose(&queue, &early);
    }
    many(&queue)
}

/// As many files as are chosen, with what holds for all of them.
fn many(queue: &Queue) -> AnyView {
    let (chosen, listed, counted) = (queue.clone(), queue.clone(), queue.clone());
    let lines = move || {
        let lines = listed.lines.get();
        let rows = lines.iter().map(|line| row(&listed, line)).erase_all();
        (!lines.is_empty()).then(|| view! { <ul class="uploads">{rows}</ul> }.erase()).into_any()
    };
    view! {
        <div class="bringing">
            {defaults(DEFAULTS)}
            <div class="field">
                <label class="label" for=MANY>{text::uploads::files()}</label>
                <p class="help" id="help-files">{text::assets::upload_help()}</p>
                <div class="drop">
                    <Icon name="upload" large=true/>
                    <span class="drop-prompt">{text::uploads::prompt()}</span>
                    <input
                        type="file"
                        class="drop-input"
                        id=MANY
                        multiple=true
                        accept=Media::ACCEPT
                        aria-describedby="help-files"
                        on:change=move |event| choose(&chosen, &event_target(&event))
                    />
                </div>
            </div>
            {together(&counted)}
            {changing(lines)}
        </div>
    }
    .erase()
}

/// How far all of them are, and what can be done with all of them.
fn together(queue: &Queue) -> AnyView {
    let totals = {
        let queue = queue.clone();
        Live::new(move || queue.totals())
    };
    let of = |pick: fn(&Totals) -> i64| {
        let totals = totals.clone();
        Live::new(move || totals.with(pick))
    };
    let (percent, files) = (of(|totals| totals.percent), of(|totals| totals.files));
    let label = {
        let totals = totals.clone();
        Live::new(move || {
            totals.with(|totals| text::uploads::all_of_them(totals.drafted, totals.files, totals.percent))
        })
    };
    // Said when a file has become a draft, not at every percent.
    let told = {
        let totals = totals.clone();
        Memo::new(move |_| totals.with(|totals| (totals.drafted, totals.files)))
    };
    let (moves, held) = (totals.clone(), totals);
    let all = |wish: Wish, wanted: fn(&Stage) -> bool| {
        let queue = queue.clone();
        move |_: ev::MouseEvent| {
            for line in queue.lines.peek().iter().filter(|line| line.stage.look(wanted)) {
                heed(&queue, line, wish);
            }
        }
    };
    let hold = all(Wish::Hold, |stage| matches!(stage, Stage::Waiting | Stage::Going | Stage::Cut));
    let go_on = all(Wish::GoOn, |stage| matches!(stage, Stage::Held | Stage::SignedOut));
    view! {
        <section class="upload-all" aria-label=text::uploads::together() hidden=move || files.get() == 0>
            <Progress value=percent label/>
            <p class="visually-hidden" role="status">
                {move || {
                    let (drafted, files) = told.get();
                    (drafted > 0).then(|| text::uploads::told(drafted, files))
                }}
            </p>
            <div class="button-row">
                <button type="button" class="button" hidden=move || !moves.get().moves on:click=hold>
                    {text::uploads::hold_all()}
                </button>
                <button type="button" class="button" hidden=move || !held.get().held on:click=go_on>
                    {text::uploads::go_on_all()}
                </button>
            </div>
        </section>
    }
    .erase()
}
