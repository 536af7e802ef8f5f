//! One part of a table: some rows are looked at, or applied. The transaction is the worker's, and what is written in it of the rows, their
//! accounts and how far the table is becomes true together, or not at all.

use super::named;
use crate::api::ApiError;
use domain::access::{Actor, ManageAccounts, Permit, Scope, Subject};
use domain::form::{Fault, Faults};
use domain::imports::{Fate, LongImport, Outcome, Planned, Sort, Stage};
use std::time::{Duration, Instant};
use store::Tx;
use store::accounts::imports::rows::{self, Waiting};
use store::accounts::imports::{self, Taken};

/// Rows of one part at most.
const LOOKED_AT_ONCE: i64 = 200;
const APPLIED_AT_ONCE: i64 = 100;
/// How long a part works before it ends with the row in hand: whoever else writes waits for it.
const A_PART: Duration = Duration::from_millis(200);

/// For whom, with what, and of which table rows are dealt with.
pub(super) struct Run<'a> {
    pub(super) permit: Permit<ManageAccounts>,
    pub(super) scope: Scope,
    pub(super) taken: &'a Taken,
    pub(super) named: Option<named::Known>,
}

/// What the look has found of a row.
pub(super) struct Found {
    pub(super) fate: Fate,
    /// The record that it is about, as it stands.
    pub(super) stands: String,
    /// What the row comes to.
    pub(super) plan: Planned,
    /// By what rows behind it meet it.
    pub(super) marks: Vec<String>,
}

impl Found {
    /// A row that is left out, which nobody behind it need know of.
    pub(super) fn refused(faults: Faults) -> Self {
        Self { fate: Fate::Refused(faults), stands: String::new(), plan: Planned::Nothing, marks: Vec::new() }
    }

    pub(super) fn fault(field: &'static str, fault: Fault) -> Self {
        Self::refused(Faults::of(field, fault))
    }
}

/// Deals with the next rows of a table for the person who brought it; where none is left, the stage ends. When it fails, so many tries
/// have failed before: then one row is tried by itself, so that those around it get through.
///
/// # Errors
///
/// Whatever is not the fault of a row. Nothing of the part may be kept then.
pub async fn part(tx: &mut Tx, actor: &Actor, taken: &Taken) -> Result<(), ApiError> {
    let permit = actor.permit(ManageAccounts)?;
    let most = match taken.stage {
        _ if taken.tries > 0 => 1,
        Stage::Looking => LOOKED_AT_ONCE,
        _ => APPLIED_AT_ONCE,
    };
    let waiting = rows::next(tx, &taken.id, taken.at_line, most).await?;
    if waiting.is_empty() {
        return Ok(imports::ended(tx, &permit, taken).await?);
    }
    let began = Instant::now();
    let known = match taken.sort() {
        Sort::NamedAccounts => Some(named::Known::of(tx, &permit).await?),
        _ => None,
    };
    let run = Run { permit, scope: actor.scope(Subject::Accounts), taken, named: known };
    let (mut by, mut handled, mut last) = (Outcome::default(), 0, taken.at_line);
    for row in &waiting {
        match taken.stage {
            Stage::Looking => run.look(tx, row, &mut by).await?,
            _ => run.apply(tx, row, &mut by).await?,
        }
        (handled, last) = (handled + 1, row.line());
        if began.elapsed() > A_PART {
            break;
        }
    }
    Ok(imports::moved(tx, &taken.id, (last, handled), by).await?)
}

impl Run<'_> {
    async fn look(&self, tx: &mut Tx, row: &Waiting, by: &mut Outcome) -> Result<(), ApiError> {
        let found = match &self.named {
            Some(known) => self.named_found(tx, known, row).await?,
            None => self.account_found(tx, row).await?,
        };
        *by.count(found.fate.kind()) += 1;
        rows::settle(tx, &self.taken.id, row.line(), &found.fate, (&found.stands, &found.plan)).await?;
        Ok(rows::mark(tx, &self.taken.id, row.line(), &found.marks).await?)
    }

    async fn apply(&self, tx: &mut Tx, row: &Waiting, by: &mut Outcome) -> Result<(), ApiError> {
        let Some(kind) = row.fate.filter(|kind| LongImport::applies(self.taken.with_alike, *kind)) else {
            return Ok(());
        };
        let became = match &self.named {
            Some(_) => self.named_applied(tx, row).await?,
            None => self.account_applied(tx, row, kind).await?,
        };
        // Nothing to say: it became what was shown.
        let Some(became) = became else { return Ok(()) };
        *by.count(kind) -= 1;
        *by.count(became.kind()) += 1;
        Ok(rows::became(tx, &self.taken.id, row.line(), &became).await?)
    }
}

/// What a row is left out for that was looked at when things were otherwise.
pub(super) fn meanwhile(field: &'static str) -> Option<Fate> {
    Some(Fate::Refused(Faults::of(field, Fault::Meanwhile)))
}

/// What is wrong with a row, apart from what is wrong with us.
pub(super) fn of_row<T>(done: Result<T, ApiError>) -> Result<Result<T, Faults>, ApiError> {
    match done {
        Ok(value) => Ok(Ok(value)),
        Err(ApiError::Invalid(faults)) => Ok(Err(faults)),
        Err(error) => Err(error),
    }
}
