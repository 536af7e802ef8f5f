//! Who else claims the customer of a deal, and why it is taken for the same company; drawn by the server.

use super::api::CandidateLine;
use crate::deals::tone;
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Badge, Card, Cell, CellKind, DataTable, Head, Icon, Row, Tone};
use crate::words::{self, Told};
use leptos::prelude::*;
use matching::Verdict;

fn said(verdict: Verdict) -> (Tone, &'static str) {
    match verdict {
        Verdict::Blocked => (Tone::Negative, text::matching::blocked()),
        Verdict::Possible => (Tone::Caution, text::matching::possible()),
        Verdict::Clear => (Tone::Neutral, text::matching::clear()),
    }
}

/// What is said of the case as a whole, by the gravest of the others: they come in that order.
pub(super) fn verdict(found: &[CandidateLine]) -> String {
    let Some(gravest) = found.first() else {
        return view! {
            <section class="verdict" data-tone=Tone::Positive.name()>
                <h3 class="verdict-title"><Icon name="circle-check" large=true/>{text::matching::clear()}</h3>
                <p>{text::deals::no_others()}</p>
            </section>
        }
        .erase()
        .to_html();
    };
    let (tone, verdict) = said(gravest.verdict);
    let icon = if tone == Tone::Neutral { "info" } else { "triangle-alert" };
    let href = format!("/deals/{}", gravest.id);
    let whose = words::listed(&[gravest.partner.clone(), text::matching::score(gravest.score)]);
    view! {
        <section class="verdict" data-tone=tone.name()>
            <h3 class="verdict-title"><Icon name=icon large=true/>{verdict}</h3>
            <p><a href=href>{gravest.customer.clone()}</a> " · " {whose}</p>
            <div class="reasons">{reasons(gravest.reasons.clone())}</div>
        </section>
    }
    .erase()
    .to_html()
}

/// All of them as a table, each with its reasons folded up.
pub(super) fn candidates(found: Vec<CandidateLine>) -> String {
    if found.is_empty() {
        return view! { <Card title=text::deals::others()><p>{text::deals::no_others()}</p></Card> }
            .erase()
            .to_html();
    }
    let rows = found
        .into_iter()
        .map(|line| {
            let (grave, verdict) = said(line.verdict);
            let families = if line.shared.is_empty() {
                text::deals::no_family_shared().to_owned()
            } else {
                text::deals::families_shared(words::listed(&line.shared))
            };
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href=format!("/deals/{}", line.id)>{line.customer}</Cell>
                    <Cell kind=CellKind::Status label=text::deals::state()>
                        <Badge tone=tone(line.state)>{words::deal_state(line.state)}</Badge>
                    </Cell>
                    <Cell label=text::deals::partner()>{line.partner}</Cell>
                    <Cell label=text::deals::submitted_at()>{line.submitted_at.map(words::at)}</Cell>
                    <Cell label=text::deals::why()>
                        <Badge tone=grave>{verdict}</Badge>
                        " "
                        {words::listed(&[text::matching::score(line.score), families])}
                        <details class="reasons">
                            <summary>{text::matching::reasons()}</summary>
                            {reasons(line.reasons)}
                        </details>
                    </Cell>
                </Row>
            }
        })
        .erase_all();
    view! {
        <Card title=text::deals::others() flush=true>
            <DataTable
                caption=text::deals::others()
                head=vec![
                    Head::new(text::deals::customer()),
                    Head::new(text::deals::state()),
                    Head::new(text::deals::partner()),
                    Head::new(text::deals::submitted_at()),
                    Head::new(text::deals::why()),
                ]
            >
                {rows}
            </DataTable>
        </Card>
    }
    .erase()
    .to_html()
}

/// Reasons as a list, with what each is made of below it.
fn reasons(told: Vec<Told>) -> AnyView {
    if told.is_empty() {
        return ().into_any();
    }
    let items =
        told.into_iter().map(|told| view! { <li>{told.said} {reasons(told.under)}</li> }.erase()).erase_all();
    view! { <ul>{items}</ul> }.erase()
}
