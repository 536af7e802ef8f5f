//! What the pipeline asks, and what partners say of an opportunity.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::deals::api::READERS;
use domain::deals::{OpportunityForm, Stage};
use domain::id::DealId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    crate::deals::clock,
    crate::deals::drafts::own_permit,
    crate::texts::{language, text},
    crate::words,
    domain::access::Subject,
    domain::deals::Month,
    domain::money::Money,
    std::collections::BTreeMap,
    store::deals::pipeline::{self, Expected, OpportunityRow},
};

/// Who may ask.
pub const GATES: &[(&str, Gate)] =
    &[("/api/deals/pipeline", READERS), ("/api/deals/progress", Gate::Partner)];

/// Cards that a stage shows.
#[cfg(feature = "ssr")]
const CARDS: i64 = 30;
/// Months that a forecast tells one by one, from this one on.
#[cfg(feature = "ssr")]
const MONTHS: i64 = 6;

/// Amounts, each with its currency, as the page's language writes them.
pub(super) type Worth = Vec<(String, String)>;

/// The pipeline, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pipeline {
    /// What is expected to come in, by month.
    pub forecast: Vec<ForecastLine>,
    /// The stages in their order.
    pub stages: Vec<StageColumn>,
}

/// What is expected in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastLine {
    /// Which, in words; what was due before and what comes later are lines of their own.
    pub month: String,
    /// How many deals.
    pub deals: String,
    /// What they are worth.
    pub worth: Worth,
    /// The same weighed by how likely each is.
    pub weighted: Worth,
}

/// Deals of one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageColumn {
    /// Which.
    pub stage: Stage,
    /// How many there are.
    pub count: String,
    /// How many of them are not shown.
    pub more: i64,
    /// What they are worth.
    pub worth: Worth,
    /// Those that are expected to close soonest.
    pub cards: Vec<OpportunityCard>,
}

/// A deal of the pipeline, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpportunityCard {
    /// Which.
    pub id: DealId,
    /// The version that was read.
    pub version: i64,
    /// The customer as the partner wrote it.
    pub customer: String,
    /// Whose it is, for the vendor; when its protection ends; when it is expected to close.
    pub aside: String,
    /// What it is worth, with its currency.
    pub amount: Option<(String, String)>,
    /// What is done next.
    pub next_step: String,
    /// The day of that, as a form sends it and in words.
    pub next_on: Option<(String, String)>,
    /// Whether that day has passed.
    pub is_late: bool,
}

/// The pipeline within the caller's scope.
#[server(endpoint = "deals/pipeline", input = GetUrl, output = Rows)]
pub async fn show_pipeline() -> Result<Pipeline, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Deals);
    let now = desk.now();
    let mut read = desk.read().await?;
    let expected = pipeline::expected(&mut read, &scope, now).await?;
    let mut stages = Vec::new();
    for stage in Stage::ALL.iter().copied() {
        let rows = pipeline::in_stage(&mut read, &scope, stage, now, CARDS).await?;
        let own = expected.iter().filter(|one| one.stage == stage);
        let count: i64 = own.clone().map(|one| one.deals).sum();
        stages.push(StageColumn {
            stage,
            count: language().number(count),
            more: count.saturating_sub(rows.len() as i64).max(0),
            worth: worth(own.map(|one| one.worth.clone())),
            cards: rows.into_iter().map(|row| card(row, &desk)).collect(),
        });
    }
    Ok(Pipeline { forecast: forecast(&expected, Month::of(now)), stages })
}

/// What comes in by month: what was due before this one first, what comes behind the last one at the end.
#[cfg(feature = "ssr")]
fn forecast(expected: &[Expected], this: Month) -> Vec<ForecastLine> {
    let last = this.number() + MONTHS;
    let mut months: BTreeMap<i64, Vec<&Expected>> = BTreeMap::new();
    for one in expected {
        let number = one.month.map_or(last, Month::number).clamp(this.number() - 1, last);
        months.entry(number).or_default().push(one);
    }
    let line = |(number, all): (i64, Vec<&Expected>)| ForecastLine {
        month: match number {
            late if late < this.number() => text::pipeline::overdue().to_owned(),
            far if far == last => text::pipeline::later().to_owned(),
            _ => language().month(Month::numbered(number).first_day()).1,
        },
        deals: language().number(all.iter().map(|one| one.deals).sum()),
        worth: worth(all.iter().map(|one| one.worth.clone())),
        weighted: worth(all.iter().map(|one| one.stage.weighted(&one.worth))),
    };
    months.into_iter().map(line).collect()
}

/// Sums by currency, without minor units.
#[cfg(feature = "ssr")]
fn worth(all: impl Iterator<Item = Money>) -> Worth {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for money in all {
        let sum = sums.entry(money.currency).or_default();
        *sum = sum.saturating_add(money.minor);
    }
    let said = |(currency, minor)| {
        let money = Money { minor, currency };
        (language().number(money.major()), money.currency)
    };
    sums.into_iter().filter(|(_, minor)| *minor != 0).map(said).collect()
}

#[cfg(feature = "ssr")]
fn card(row: OpportunityRow, desk: &Desk) -> OpportunityCard {
    let (line, version) = (row.card.line, row.card.version);
    let staff = !desk.profile().role.is_partner();
    let close = line.close_on.map(|day| text::pipeline::closes(words::day(day)));
    let aside = [
        staff.then_some(line.partner.1),
        close,
        Some(clock(line.state, line.decide_by_at, line.protected_until_at, desk.now())),
    ];
    let aside = words::beside(aside.into_iter().flatten());
    OpportunityCard {
        id: line.id,
        version,
        customer: line.customer,
        aside,
        amount: line.amount.map(|money| (words::amount(&money), money.currency)),
        next_step: row.next_step,
        is_late: row.next_on.is_some_and(|day| day < desk.now().day()),
        next_on: row.next_on.map(|day| (day.to_string(), words::day(day))),
    }
}

/// Says how far a deal is and what is done next.
#[server(endpoint = "deals/progress", output = Rows)]
pub async fn progress_deal(
    #[server(flatten)] form: OpportunityForm,
    pipeline: Option<String>,
) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = own_permit(&desk)?;
    let progress = form.check()?;
    let scope = desk.actor.scope(Subject::Deals);
    let version = form.version.parse().map_err(|_| ApiError::Conflict)?;
    let mut tx = desk.begin().await?;
    let deal =
        store::deals::find(&mut tx, &scope, &form.id.parse()?, desk.now()).await?.ok_or(ApiError::Missing)?;
    pipeline::progress(&mut tx, &permit, &deal, version, &progress).await?;
    tx.commit().await?;
    let back = pipeline.map_or_else(|| format!("/deals/{}", deal.id), |_| "/deals/pipeline".to_owned());
    leptos_axum::redirect(&back);
    Ok(())
}
