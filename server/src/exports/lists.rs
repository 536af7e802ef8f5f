//! The lists that become files: what their pages show, cell by cell, with what a table program reckons with as it is.

use crate::state::State;
use app::api::ApiError;
use app::lists::{Line, Value, batch, label};
use app::texts::{speaking, text};
use domain::access::Actor;
use domain::export::Cell;
use domain::language::Language;
use domain::lists::{List, View};

/// A list, as far as its reader sees it.
#[derive(Debug, Clone)]
pub(super) struct File {
    actor: Actor,
    /// What is shown of which list.
    pub(super) view: View,
}

/// Rows of a list, and behind which row the next ones are.
pub(super) struct Batch {
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) next: Option<(String, String)>,
}

impl File {
    pub(super) fn of(actor: &Actor, list: List, query: &str) -> Result<Self, ApiError> {
        let role = actor.profile().role;
        if !list.is_for(role) {
            return Err(ApiError::Denied);
        }
        Ok(Self { actor: actor.clone(), view: View::parse(list, query, !role.is_partner()).behind(None) })
    }

    /// What its file is called.
    pub(super) fn name(&self) -> &'static str {
        self.view.list.as_str()
    }

    /// What the columns are called; a currency has a column of its own beside its amount.
    pub(super) fn heads(&self, language: Language) -> Vec<String> {
        let head = |name: &str| {
            let currency = (name == "amount").then(text::deals::currency);
            std::iter::once(label(self.view.list, name)).chain(currency).map(str::to_owned)
        };
        let columns = self.view.columns().iter();
        speaking(language, || columns.flat_map(|column| head(column.name)).collect())
    }

    /// The rows behind this one.
    pub(super) async fn batch(
        &self,
        state: &State,
        language: Language,
        after: Option<(String, String)>,
    ) -> Result<Batch, ApiError> {
        let mut read = state.portal.store.read().await?;
        let view = self.view.behind(after);
        let vendor = state.portal.vendor.name.clone();
        let (lines, next) =
            batch(&mut read, &self.actor, &view, state.now(), &vendor, Some(language)).await?;
        let cells = |line: Line| {
            let named = view.columns().iter().zip(line.values);
            named.flat_map(|(column, value)| cells(column.name, value)).collect()
        };
        Ok(Batch { rows: lines.into_iter().map(cells).collect(), next })
    }
}

fn cells(column: &str, value: Value) -> Vec<Cell> {
    match value {
        Value::Empty if column == "amount" => vec![Cell::Empty, Cell::Empty],
        Value::Empty => vec![Cell::Empty],
        Value::Text(text) | Value::State(_, text) => vec![Cell::Text(text)],
        Value::Number(number) | Value::Bytes(number) => vec![Cell::Number(number)],
        Value::Money(money) => {
            let currency = Cell::Text(money.currency.clone());
            vec![Cell::Amount(money), currency]
        }
        Value::Day(day) => vec![Cell::Day(day)],
        Value::At(at) => vec![Cell::At(at)],
    }
}
