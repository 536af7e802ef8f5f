//! The pipeline: a forecast by month, and a column for each stage.

use super::api::{ForecastLine, OpportunityCard, Pipeline, ProgressDeal, ShowPipeline, StageColumn, Worth};
use crate::erase::{Erase, EraseAll};
use crate::forms::{FormState, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{
    ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, ErrorSummary, Head, Hidden, Money,
    PageHeader, Row, SubmitButton, Tone,
};
use crate::words;
use domain::deals::Stage;
use leptos::prelude::*;

/// The partner pipeline.
#[component]
pub fn PipelinePage() -> impl IntoView {
    load(record(|| ShowPipeline {}), page)
}

fn page(Pipeline { forecast, stages }: Pipeline) -> AnyView {
    let own = session::profile().is_some_and(|who| who.role.is_partner());
    let state = use_form::<ProgressDeal>();
    let body = if forecast.is_empty() {
        let help = if own { text::pipeline::none_partner() } else { text::pipeline::none_staff() };
        view! { <EmptyState icon="chart-column" title=text::pipeline::none() text=help/> }.erase()
    } else {
        let form = own.then_some(&state);
        let columns = stages.into_iter().map(|one| column(one, form)).erase_all();
        view! {
            <div class="stack">{forecast_table(forecast)} <div class="board">{columns}</div></div>
        }
        .erase()
    };
    view! {
        <PageTitle title=text::pipeline::title()/>
        <PageHeader
            title=text::pipeline::title()
            lead=text::pipeline::lead()
            back=("/deals".to_owned(), text::deals::title().to_owned())
        >
            <ButtonLink href="/deals/board" icon="layout-grid">{text::board::title()}</ButtonLink>
        </PageHeader>
        <ErrorSummary title=text::errors::summary() faults=state.faults()/>
        {body}
    }
    .erase()
}

fn sums(worth: Worth) -> AnyView {
    worth
        .into_iter()
        .map(|(amount, currency)| view! { <span class="sum"><Money amount currency/></span> }.erase())
        .erase_all()
        .into_any()
}

fn forecast_table(lines: Vec<ForecastLine>) -> AnyView {
    let rows = lines
        .into_iter()
        .map(|line| {
            view! {
                <Row>
                    <Cell kind=CellKind::Lead>{line.month}</Cell>
                    <Cell kind=CellKind::Short label=text::pipeline::deals()>{line.deals}</Cell>
                    <Cell label=text::pipeline::worth()>{sums(line.worth)}</Cell>
                    <Cell kind=CellKind::Number label=text::pipeline::weighted()>{sums(line.weighted)}</Cell>
                </Row>
            }
        })
        .erase_all();
    let head = vec![
        Head::new(text::pipeline::month()),
        Head::new(text::pipeline::deals()),
        Head::new(text::pipeline::worth()),
        Head::number(text::pipeline::weighted()),
    ];
    view! {
        <Card title=text::pipeline::forecast() flush=true>
            <DataTable caption=text::pipeline::forecast() head>{rows}</DataTable>
        </Card>
    }
    .erase()
}

fn column(
    StageColumn { stage, count, more, worth, cards }: StageColumn,
    form: Option<&FormState>,
) -> AnyView {
    let title = format!("stage-{stage}");
    let labelled = title.clone();
    let none = cards.is_empty();
    let cards = cards.into_iter().map(|one| card(one, stage, form)).erase_all();
    let cut = (more > 0).then(|| view! { <p class="board-none">{text::pipeline::more(more)}</p> }.erase());
    view! {
        <section class="board-column" aria-labelledby=labelled>
            <header class="board-head">
                <h2 id=title>{words::stage(stage)} " " <span class="board-count">{count}</span></h2>
                <p class="board-worth">{sums(worth)}</p>
            </header>
            {none.then(|| view! { <p class="board-none">{text::deals::none()}</p> }.erase())}
            <ul class="board-cards">{cards}</ul>
            {cut}
        </section>
    }
    .erase()
}

fn card(card: OpportunityCard, stage: Stage, form: Option<&FormState>) -> AnyView {
    let moves = form.map(|form| moves(&card, stage, form));
    let href = format!("/deals/{}", card.id);
    let amount = card.amount.map(|(amount, currency)| view! { <Money amount currency/> }.erase());
    let tone = if card.is_late { Tone::Negative } else { Tone::Neutral }.name();
    let next = card.next_on.map(|(_, day)| day).into_iter().chain([card.next_step]);
    let next = next.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    let next = match next.is_empty() {
        true => text::pipeline::no_next_step().to_owned(),
        false => next,
    };
    view! {
        <li class="board-card">
            <a class="board-link" href=href dir="auto">{card.customer}</a>
            <p class="aside">{card.aside}</p>
            {amount}
            <p class="board-next" data-tone=tone dir="auto">{next}</p>
            {moves}
        </li>
    }
    .erase()
}

/// To another stage, folded up; what is done next stays.
fn moves(card: &OpportunityCard, stage: Stage, state: &FormState) -> AnyView {
    let (id, version) = (card.id.to_string(), card.version.to_string());
    let next_step = card.next_step.clone();
    let next_on = card.next_on.as_ref().map(|(day, _)| day.clone()).unwrap_or_default();
    let buttons = Stage::ALL
        .iter()
        .filter(|other| **other != stage)
        .map(|other| {
            view! {
                <SubmitButton name="stage" value=other.to_string() kind=ButtonKind::Secondary>
                    {words::stage(*other)}
                </SubmitButton>
            }
            .erase()
        })
        .erase_all();
    let sending = state.sending();
    view! {
        <details class="board-moves">
            <summary>{text::board::moves()} <span class="visually-hidden">": " {card.customer.clone()}</span></summary>
            <SendForm sending class="button-row">
                <Hidden name="id" value=id/>
                <Hidden name="version" value=version/>
                <Hidden name="next_step" value=next_step/>
                <Hidden name="next_on" value=next_on/>
                <Hidden name="pipeline" value="on"/>
                {buttons}
            </SendForm>
        </details>
    }
    .erase()
}
