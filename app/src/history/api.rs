//! What the page of a record's history asks.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::drawing::Drawing;
use domain::access::Role;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::{drawn, facts},
    crate::api::{Desk, ticket},
    domain::access::{ManageProgrammes, ReadHistory, Subject},
    domain::accounts::{Account, NewAccount},
    domain::history::{self, Line},
    domain::time::{Day, Instant},
    facts::Fact,
    serde_json::Value,
    store::audit,
};

/// Who may ask. Whoever may not see the record itself is told that there is none.
pub const GATES: &[(&str, Gate)] =
    &[("/api/history", Gate::Roles(&[Role::Administrator, Role::Approver, Role::ChannelManager]))];

/// A record on a day, and what was done to it until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The address of this page.
    pub path: String,
    /// What the record is called.
    pub name: String,
    /// Its own page.
    pub back: String,
    /// The day, as a field begins with it.
    pub on: String,
    /// What it was and what was done, drawn.
    pub html: Drawing,
}

/// A record as it is now.
#[cfg(feature = "ssr")]
struct Now {
    name: String,
    value: Value,
    facts: fn(Value, &facts::Names) -> Result<Vec<Fact>, serde_json::Error>,
    names: facts::Names,
}

/// The history of a record of a sort (`deals`, `accounts`, `programmes`) until the end of a day (UTC), today where none is named that
/// there is.
#[server(endpoint = "history", input = GetUrl, output = Rows)]
pub async fn show_history(sort: String, id: String, on: Option<String>) -> Result<History, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ReadHistory)?;
    let mut read = desk.read().await?;
    let (kind, now) = match sort.as_str() {
        "deals" => ("deal", deal(&desk, &mut read, &id).await?),
        "accounts" => ("account", account(&desk, &mut read, &id).await?),
        "programmes" => ("programme", programme(&desk, &mut read, &id).await?),
        _ => return Err(ApiError::Missing),
    };
    let lines = audit::of_record(&mut read, &permit, kind, &id).await?;
    let lines: Vec<Line> = lines.into_iter().map(line).collect();
    let today = desk.now().day();
    let day = on.and_then(|on| on.parse::<Day>().ok()).map_or(today, |day| day.min(today));
    let known = history::known(&lines, end_of(day));
    let states: Vec<Value> = history::states(now.value, &lines).into_iter().take(known + 1).collect();
    let mut names = now.names;
    for id in states.iter().flat_map(facts::ids) {
        if let Some(name) = audit::called(&mut read, &permit, &id).await? {
            names.called.insert(id, name);
        }
    }
    let states: Vec<Vec<Fact>> = states
        .into_iter()
        .map(|state| (now.facts)(state, &names))
        .collect::<Result<_, _>>()
        .map_err(|error| ApiError::Broken { ticket: ticket(&error) })?;
    Ok(History {
        path: format!("/history/{sort}/{id}"),
        name: now.name,
        back: format!("/{sort}/{id}"),
        on: day.to_string(),
        html: Drawing::new(&drawn::history(day, &lines[..known], &states)),
    })
}

#[cfg(feature = "ssr")]
fn end_of(day: Day) -> Instant {
    Instant::from_millis(day.plus_days(1).start().millis() - 1)
}

#[cfg(feature = "ssr")]
fn line(line: audit::Line) -> Line {
    let before = line.before.and_then(|text| serde_json::from_str(&text).ok());
    Line { at: line.at, person: line.person, act: line.act, before }
}

#[cfg(feature = "ssr")]
fn value(of: &impl Serialize) -> Result<Value, ApiError> {
    serde_json::to_value(of).map_err(|error| ApiError::Broken { ticket: ticket(&error) })
}

#[cfg(feature = "ssr")]
async fn deal(desk: &Desk, read: &mut store::Read, id: &str) -> Result<Now, ApiError> {
    let scope = desk.actor.scope(Subject::Deals);
    let found = store::deals::find(read, &scope, &id.parse()?, desk.now()).await?;
    let deal = found.ok_or(ApiError::Missing)?;
    let name = deal.number.clone().unwrap_or_else(|| deal.customer.name.clone());
    Ok(Now { name, value: value(&deal)?, facts: facts::of_deal, names: facts::Names::default() })
}

#[cfg(feature = "ssr")]
async fn account(desk: &Desk, read: &mut store::Read, id: &str) -> Result<Now, ApiError> {
    let scope = desk.actor.scope(Subject::Accounts);
    let found = store::accounts::record::find(read, &scope, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    let Account { legal_name, domain, country, .. } = found.account;
    let account = NewAccount { legal_name, domain, country, details: found.details };
    Ok(Now {
        name: account.legal_name.clone(),
        value: value(&account)?,
        facts: facts::of_account,
        names: facts::Names::default(),
    })
}

#[cfg(feature = "ssr")]
async fn programme(desk: &Desk, read: &mut store::Read, id: &str) -> Result<Now, ApiError> {
    let permit = desk.actor.permit(ManageProgrammes)?;
    let programme = store::programmes::find(read, &permit, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    let families = store::accounts::active_families(read, &desk.actor).await?;
    let deciders = store::people::deciders(read, &permit).await?;
    let names = facts::Names { families, deciders, ..facts::Names::default() };
    Ok(Now { name: programme.name.clone(), value: value(&programme)?, facts: facts::of_programme, names })
}
