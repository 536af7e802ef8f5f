//! What the inbox asks.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::deals::api::DealRecord;
use domain::access::Role;
use domain::id::DealId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use crate::deals::{api::deal_record, until, urgency};
#[cfg(feature = "ssr")]
use crate::texts::text;
#[cfg(feature = "ssr")]
use crate::words;
#[cfg(feature = "ssr")]
use domain::access::{Scope, Subject};
#[cfg(feature = "ssr")]
use store::Read;
#[cfg(feature = "ssr")]
use store::deals::{self, DealRow, inbox, steps};

/// Who may ask.
pub const GATES: &[(&str, Gate)] =
    &[("/api/deals/inbox", Gate::Roles(&[Role::Administrator, Role::Approver, Role::ChannelManager]))];

/// Cases that the inbox lists at once: more than anybody clears in one go.
#[cfg(feature = "ssr")]
const MOST: i64 = 100;

/// What waits, and one case of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inbox {
    /// The first of what waits for the reader, by the decision clock.
    pub waiting: Vec<InboxLine>,
    /// How many wait, in words.
    pub count: String,
    /// That more wait than are listed, in words.
    pub cut: Option<String>,
    /// What became of the case before, in words.
    pub said: Option<String>,
    /// Whether the address names the case; otherwise it is the first one.
    pub chosen: bool,
    /// The case; none where nothing waits and none was named.
    pub case: Option<DealRecord>,
}

/// A case in the list, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxLine {
    /// Which.
    pub id: DealId,
    /// The customer as the partner wrote it.
    pub customer: String,
    /// Whose it is.
    pub partner: String,
    /// Where it stands, in words.
    pub state: String,
    /// How long the answer may take, in words.
    pub left: String,
    /// How urgent that is (`Tone`).
    pub tone: u8,
    /// What it is worth, as the page's language writes it, and in which currency.
    pub amount: Option<(String, String)>,
}

/// What waits within the caller's scope, with the case that is named or the first one; `of` is the case before it.
#[server(endpoint = "deals/inbox", input = GetUrl, output = Rows)]
pub async fn show_inbox(
    case: Option<String>,
    accounts: Option<String>,
    of: Option<String>,
) -> Result<Inbox, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Deals);
    let mut read = desk.read().await?;
    let waiting = inbox::waiting(&mut read, &scope, desk.profile(), desk.now(), MOST).await?;
    let open = count(&desk, &mut read, &scope).await?;
    let count = text::deals::queue_count(open);
    let cut = (open > MOST).then(|| text::inbox::cut(MOST));
    let named = case.filter(|case| !case.is_empty());
    let chosen = named.is_some();
    let id = match named {
        Some(named) => Some(named.parse()?),
        None => waiting.first().map(|line| line.id.clone()),
    };
    let case = match id {
        Some(id) => Some(deal_record(&desk, &mut read, &id, &accounts.unwrap_or_default()).await?),
        None => None,
    };
    let said = match of {
        Some(of) => said(&desk, &mut read, &scope, &of, &count).await?,
        None => None,
    };
    let waiting = waiting.into_iter().map(|row| line(row, &desk)).collect();
    Ok(Inbox { waiting, count, cut, said, chosen, case })
}

/// How many cases wait for the reader. Most have no steps, and are counted already.
#[cfg(feature = "ssr")]
async fn count(desk: &Desk, read: &mut Read, scope: &Scope) -> Result<i64, ApiError> {
    let at_steps = inbox::at_steps(read, scope, desk.profile()).await?;
    if desk.profile().role == Role::ChannelManager {
        return Ok(at_steps.theirs);
    }
    let counts = deals::counts(read, scope, desk.now()).await?;
    let open: i64 = counts.iter().filter(|(state, _)| state.waits()).map(|(_, count)| count).sum();
    Ok(open - at_steps.others)
}

/// What became of a case: as it stands now, whatever the address says.
#[cfg(feature = "ssr")]
async fn said(
    desk: &Desk,
    read: &mut Read,
    scope: &Scope,
    of: &str,
    count: &str,
) -> Result<Option<String>, ApiError> {
    let Ok(id) = of.parse() else { return Ok(None) };
    let Some(deal) = deals::find(read, scope, &id, desk.now()).await? else { return Ok(None) };
    // Who has agreed to a step has answered, though others have still to.
    let own = &desk.profile().person;
    let steps = steps::of(read, &deal.id).await?;
    let agreed = steps.0.iter().filter_map(|step| step.agreed.as_ref()).any(|agreed| agreed.person == *own);
    let answered = (agreed || !deal.state.waits()).then_some(deal);
    Ok(answered.map(|deal| text::inbox::said(&deal.customer.name, words::deal_state(deal.state), count)))
}

#[cfg(feature = "ssr")]
fn line(row: DealRow, desk: &Desk) -> InboxLine {
    let now = desk.now();
    InboxLine {
        id: row.id,
        customer: row.customer,
        partner: row.partner.1,
        state: words::deal_state(row.state).to_owned(),
        left: row.decide_by_at.map(|at| until(now, at)).unwrap_or_default(),
        tone: row.decide_by_at.map_or(0, |at| urgency(now, at) as u8),
        amount: row.amount.map(|money| (words::amount(&money), money.currency)),
    }
}
