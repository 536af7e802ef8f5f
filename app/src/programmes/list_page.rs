//! The programmes, and the way to bring one as a text.

use super::api::{ImportProgramme, ListProgrammes};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, ErrorSummary, FormFoot, Head,
    PageHeader, Row, SubmitButton, TextArea, Tone,
};
use crate::words;
use domain::programmes::Programme;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Programmes.
#[component]
pub fn ProgrammesPage() -> impl IntoView {
    load(record(|| ListProgrammes {}), page)
}

fn page(programmes: Vec<Programme>) -> AnyView {
    let list = if programmes.is_empty() {
        view! { <EmptyState icon="handshake" title=text::programmes::none() text=text::programmes::none_help()/> }.erase()
    } else {
        let rows = programmes.into_iter().map(row).erase_all();
        let head = vec![
            Head::new(text::programmes::name()),
            Head::new(text::programmes::state()),
            Head::new(text::programmes::types()),
            Head::new(text::programmes::window()),
            Head::new(text::programmes::answer()),
            Head::new(text::programmes::counts_from()),
        ];
        view! { <Card flush=true><DataTable caption=text::programmes::title() head>{rows}</DataTable></Card> }
            .erase()
    };
    view! {
        <PageTitle title=text::programmes::title()/>
        <PageHeader title=text::programmes::title() lead=text::programmes::lead()>
            <ButtonLink href="/programmes/new" kind=ButtonKind::Primary icon="plus">{text::programmes::new()}</ButtonLink>
        </PageHeader>
        {list}
        {bringing()}
    }
    .erase()
}

fn row(programme: Programme) -> AnyView {
    let rules = &programme.rules.rules;
    let types: Vec<_> = rules.types.iter().map(|one| words::partner_type(*one)).collect();
    let types =
        if types.is_empty() { text::programmes::everybody().to_owned() } else { words::listed(&types) };
    let (tone, state) = match programme.active {
        true => (Tone::Positive, text::programmes::active()),
        false => (Tone::Neutral, text::programmes::inactive()),
    };
    let (window, answer) = (rules.window.days(), i64::from(rules.decision_days));
    let from = words::day(programme.rules.effective_on);
    view! {
        <Row>
            <Cell kind=CellKind::Lead href=format!("/programmes/{}", programme.id)>{programme.name}</Cell>
            <Cell kind=CellKind::Status label=text::programmes::state()><Badge tone>{state}</Badge></Cell>
            <Cell label=text::programmes::types()>{types}</Cell>
            <Cell label=text::programmes::window()>{text::programmes::days(window)}</Cell>
            <Cell label=text::programmes::answer()>{text::programmes::working_days(answer)}</Cell>
            <Cell label=text::programmes::counts_from()>{from}</Cell>
        </Row>
    }
    .erase()
}

/// A text as it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct TextForm {
    text: String,
}

fn bringing() -> AnyView {
    let state = use_form::<ImportProgramme>();
    let refused = state.flash.is_some();
    let form: TextForm = state.values(TextForm::default());
    view! {
        <div class="section">
            <details class="share-form" open=refused>
                <summary class="button">{text::programmes::bring()}</summary>
                <SendForm sending=state.sending() class="form">
                    <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                    <TextArea
                        name="text"
                        label=text::programmes::as_text()
                        help=text::programmes::bring_help()
                        value=form.text
                        rows=12
                        fault=state.fault("text")
                    />
                    <FormFoot>
                        <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{text::programmes::bring()}</SubmitButton>
                    </FormFoot>
                </SendForm>
            </details>
        </div>
    }
    .erase()
}
