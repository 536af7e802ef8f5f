//! The lists that become files: who may read which rows, and what stands in their columns.

use crate::state::State;
use app::api::ApiError;
use app::texts::{speaking, text};
use app::words;
use domain::access::{Actor, ManagePartnerPeople, ManagePeople, Scope, Subject};
use domain::export::{Cell, or_empty};
use domain::language::Language;
use domain::page::Page;
use serde::{Deserialize, Serialize};
use store::StoreError;

/// What narrows a list, as the page of the list has it in its address.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words.
    q: String,
    /// A deal's state.
    state: String,
}

#[derive(Debug, Clone, Copy)]
enum Of {
    Deals,
    Partners,
    People,
}

/// A list, as far as its reader sees it.
#[derive(Debug, Clone)]
pub(super) struct List {
    of: Of,
    scope: Scope,
    /// What its file is called.
    pub(super) name: &'static str,
    /// What narrows it.
    pub(super) filter: Filter,
}

/// Rows of a list, and where the next ones begin.
pub(super) struct Batch {
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) next: Option<String>,
}

impl List {
    pub(super) fn deals(actor: &Actor, filter: Filter) -> Result<Self, ApiError> {
        Ok(Self::of(Of::Deals, "deals", actor.scope(Subject::Deals), filter))
    }

    pub(super) fn partners(actor: &Actor, filter: Filter) -> Result<Self, ApiError> {
        Ok(Self::of(Of::Partners, "partners", actor.scope(Subject::Partners), filter))
    }

    /// Everybody for those who manage everybody, the own organisation's for its administrators.
    pub(super) fn people(actor: &Actor, filter: Filter) -> Result<Self, ApiError> {
        let scope = match actor.permit(ManagePeople) {
            Ok(_) => actor.scope(Subject::Partners),
            Err(_) => {
                let partner = actor.profile().partner_id().cloned().ok_or(ApiError::Denied)?;
                let permit = actor.permit(ManagePartnerPeople { partner })?;
                Scope::Partner(permit.act().partner.clone())
            }
        };
        Ok(Self::of(Of::People, "people", scope, filter))
    }

    fn of(of: Of, name: &'static str, scope: Scope, filter: Filter) -> Self {
        let short = |text: &str| domain::text::optional_line(text, 100).unwrap_or_default();
        let filter = Filter { q: short(&filter.q), state: short(&filter.state) };
        Self { of, scope, name, filter }
    }

    /// What the columns are called.
    pub(super) fn heads(&self, language: Language) -> Vec<String> {
        use text::{deals as d, exports, partners as o, people as p};
        let heads = || match self.of {
            Of::Deals => vec![
                d::number(),
                d::customer(),
                d::partner(),
                exports::person(),
                d::state(),
                d::amount(),
                d::currency(),
                d::close_on(),
                exports::submitted(),
                exports::decide_by(),
                exports::protected(),
            ],
            Of::Partners => vec![o::name(), o::tier(), o::region(), o::manager(), o::people()],
            Of::People => {
                vec![p::name(), p::email(), p::organisation(), p::role(), exports::open(), exports::joined()]
            }
        };
        speaking(language, heads).into_iter().map(str::to_owned).collect()
    }

    /// The rows after the cursor.
    pub(super) async fn batch(
        &self,
        state: &State,
        language: Language,
        after: Option<&str>,
    ) -> Result<Batch, StoreError> {
        let mut read = state.portal.store.read().await?;
        let Filter { q, state: standing } = &self.filter;
        match self.of {
            Of::Deals => {
                let standing = standing.parse().ok();
                let page =
                    store::deals::list(&mut read, &self.scope, q, standing, after, state.now()).await?;
                Ok(batch(page, |row| speaking(language, || deal(row))))
            }
            Of::Partners => {
                let page = store::partners::list(&mut read, &self.scope, q, after).await?;
                Ok(batch(page, |row| speaking(language, || partner(row))))
            }
            Of::People => {
                let page = store::people::page(&mut read, &self.scope, after).await?;
                Ok(batch(page, |row| speaking(language, || person(row))))
            }
        }
    }
}

fn batch<T>(page: Page<T>, cells: impl Fn(T) -> Vec<Cell>) -> Batch {
    Batch { rows: page.rows.into_iter().map(cells).collect(), next: page.next }
}

fn word(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn deal(row: store::deals::DealRow) -> Vec<Cell> {
    let currency = or_empty(row.amount.as_ref(), |money| word(money.currency.clone()));
    vec![
        or_empty(row.number, Cell::Text),
        word(row.customer),
        word(row.partner.1),
        word(row.person),
        word(words::deal_state(row.state)),
        or_empty(row.amount, Cell::Amount),
        currency,
        or_empty(row.close_on, Cell::Day),
        or_empty(row.submitted_at, Cell::At),
        or_empty(row.decide_by_at, Cell::At),
        or_empty(row.protected_until_at, Cell::At),
    ]
}

fn partner(row: store::partners::PartnerRow) -> Vec<Cell> {
    vec![
        word(row.name),
        word(words::tier(row.tier)),
        word(words::region(row.region)),
        or_empty(row.manager, Cell::Text),
        Cell::Number(row.people),
    ]
}

fn person(row: domain::people::PersonLine) -> Vec<Cell> {
    let open = if row.active { text::exports::yes() } else { text::exports::no() };
    vec![
        word(row.name),
        word(row.email),
        or_empty(row.partner, |(_, name)| Cell::Text(name)),
        word(words::role(row.role)),
        word(open),
        Cell::Day(row.created_at.day()),
    ]
}
