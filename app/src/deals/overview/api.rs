//! What the calendar and the board ask.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::deals::api::READERS;
use domain::deals::State;
use domain::id::DealId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use crate::deals::clock;
use crate::drawing::Drawing;
#[cfg(feature = "ssr")]
use crate::texts::{language, text};
#[cfg(feature = "ssr")]
use crate::words;
#[cfg(feature = "ssr")]
use domain::access::Subject;
#[cfg(feature = "ssr")]
use domain::deals::Month;
#[cfg(feature = "ssr")]
use domain::deals::calendar::Occasion;
#[cfg(feature = "ssr")]
use domain::money::Money;
#[cfg(feature = "ssr")]
use store::deals::board::{self, CardRow};
#[cfg(feature = "ssr")]
use store::deals::{calendar, tallies};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[("/api/deals/calendar", READERS), ("/api/deals/board", READERS)];

/// Occasions of one sort that a month shows.
#[cfg(feature = "ssr")]
const OCCASIONS: i64 = 300;
/// Cards that a column of the board shows.
#[cfg(feature = "ssr")]
const CARDS: i64 = 20;
/// Days after its end that a deal stays on the board.
pub(super) const ENDED_DAYS: i64 = 90;

/// A month, drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Which, in words.
    pub title: String,
    /// The month before.
    pub earlier: String,
    /// The month behind.
    pub later: String,
    /// Its days, as HTML.
    pub days: Drawing,
}

/// A month within the caller's scope; the one that is now where none is named that there is.
#[server(endpoint = "deals/calendar", input = GetUrl, output = Rows)]
pub async fn show_calendar(month: Option<String>) -> Result<Calendar, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Deals);
    let month = month.and_then(|month| Month::read(&month)).unwrap_or_else(|| Month::of(desk.now()));
    let partner = desk.profile().role.is_partner();
    let mut read = desk.read().await?;
    let (mut lines, mut cut) = (Vec::new(), false);
    for occasion in Occasion::ALL.into_iter().filter(|occasion| occasion.is_for(partner)) {
        let of_sort = calendar::month(&mut read, &scope, month, occasion, OCCASIONS).await?;
        cut |= of_sort.len() as i64 == OCCASIONS;
        lines.extend(of_sort);
    }
    let (_, name) = language().month(month.first_day());
    let drawn = super::drawing::month(month, lines, cut.then_some(OCCASIONS), desk.now().day(), partner);
    Ok(Calendar {
        title: text::calendar::title_of(name),
        earlier: month.earlier(1).to_string(),
        later: month.later().to_string(),
        days: Drawing::new(&drawn.to_html()),
    })
}

/// The columns that the board has, in the order of a deal's life.
#[cfg(feature = "ssr")]
const COLUMNS: [State; 7] = [
    State::Submitted,
    State::InReview,
    State::ActionRequired,
    State::Approved,
    State::ExtensionPending,
    State::Won,
    State::Lost,
];

/// Deals that stand in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Which.
    pub state: State,
    /// How many there are, as the page's language writes it.
    pub count: String,
    /// What they are worth, an amount and its currency each.
    pub worth: Vec<(String, String)>,
    /// The newest of them.
    pub cards: Vec<BoardCard>,
}

/// A deal on the board, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardCard {
    /// Which.
    pub id: DealId,
    /// The version that was read.
    pub version: i64,
    /// The customer as the partner wrote it.
    pub customer: String,
    /// Whose it is; nothing for its partner.
    pub partner: Option<String>,
    /// How long its clock runs, in words.
    pub clock: String,
    /// What it is worth, with its currency.
    pub amount: Option<(String, String)>,
}

/// The board within the caller's scope.
#[server(endpoint = "deals/board", input = GetUrl, output = Rows)]
pub async fn show_board() -> Result<Vec<Column>, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Deals);
    let now = desk.now();
    let mut read = desk.read().await?;
    let tallies = tallies::tallies(&mut read, &scope, None, now).await?;
    let since = now.plus_days(-ENDED_DAYS);
    let mut columns = Vec::new();
    for state in COLUMNS {
        let ended = matches!(state, State::Won | State::Lost);
        let (worth, rows) = if ended {
            (
                board::closed_worth(&mut read, &scope, state, since).await?,
                board::closed(&mut read, &scope, state, since, now, CARDS).await?,
            )
        } else {
            let standing = tallies.iter().filter(|tally| tally.state == state);
            (
                standing.map(|tally| (tally.deals, tally.worth.clone())).collect(),
                board::newest(&mut read, &scope, state, now, CARDS).await?,
            )
        };
        let count = worth.iter().map(|(deals, _)| deals).sum();
        columns.push(Column {
            state,
            count: language().number(count),
            worth: worth
                .iter()
                .filter(|(_, worth)| worth.minor != 0)
                .map(|(_, worth)| whole(worth))
                .collect(),
            cards: rows.into_iter().map(|row| card(row, &desk)).collect(),
        });
    }
    Ok(columns)
}

/// A sum without its minor units, and its currency.
#[cfg(feature = "ssr")]
fn whole(worth: &Money) -> (String, String) {
    (language().number(worth.major()), worth.currency.clone())
}

#[cfg(feature = "ssr")]
fn card(CardRow { line, version }: CardRow, desk: &Desk) -> BoardCard {
    BoardCard {
        clock: clock(line.state, line.decide_by_at, line.protected_until_at, desk.now()),
        id: line.id,
        version,
        customer: line.customer,
        partner: (!desk.profile().role.is_partner()).then_some(line.partner.1),
        amount: line.amount.map(|money| (words::amount(&money), money.currency)),
    }
}
