//! Tables of accounts and of partners of record that somebody brought. They stand here from the upload until long after they were applied;
//! the worker looks at them and applies them part by part, each part in one transaction that also writes how far it came. So nothing is
//! claimed that could be left behind: a server that dies takes nothing with it but the part in hand, which has not happened.

pub mod rows;

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{ManageAccounts, Permit};
use domain::id::{AccountImportId, PersonId};
use domain::imports::{Columns, Failure, LongImport, Outcome, Sort, Stage};

/// Days that a table is kept, with what became of its rows.
const DAYS: i64 = 30;
/// Seconds after which a table whose rows have not all come has been cut off.
const SECONDS_TO_READ: i64 = 30 * 60;

macro_rules! columns {
    () => {
        "id, sort, file_name, stage, failure, row_count, handled, made_count, changed_count, unchanged_count, alike_count, refused_count,
        with_alike, created_at, applied_at"
    };
}

statements! {
    INSERT = "INSERT INTO account_imports (id, person_id, sort, file_name, headings, stage, row_count, at_line, handled, tries,
        made_count, changed_count, unchanged_count, alike_count, refused_count, with_alike, created_at, moved_at)
        VALUES ($1, $2, $3, $4, $5, 'reading', 0, 0, 0, 0, 0, 0, 0, 0, 0, FALSE, $6, $6)";
    READ_IN = "UPDATE account_imports SET stage = 'looking', row_count = $2, moved_at = $3 WHERE id = $1 AND stage = 'reading'";
    FIND = (concat!("SELECT ", columns!(), ", headings FROM account_imports WHERE id = $1 AND person_id = $2"));
    LATEST = (concat!("SELECT ", columns!(), " FROM account_imports WHERE person_id = $1 ORDER BY id DESC LIMIT 10"));
    APPLY = "UPDATE account_imports SET stage = 'applying', at_line = 0, handled = 0, tries = 0, with_alike = $3, moved_at = $4
        WHERE id = $1 AND person_id = $2 AND stage = 'looked'";
    // Changes nothing, but takes the row until the part is done: another server waits here, and goes on where this one has come to.
    TAKE = "UPDATE account_imports SET tries = tries WHERE id = (SELECT id FROM account_imports WHERE stage IN ('looking', 'applying')
        ORDER BY moved_at, id LIMIT 1) AND stage IN ('looking', 'applying')
        RETURNING id, person_id, sort, file_name, headings, stage, at_line, tries, with_alike, created_at";
    MOVE = "UPDATE account_imports SET at_line = $2, handled = handled + $3, tries = 0, moved_at = $4, made_count = made_count + $5,
        changed_count = changed_count + $6, unchanged_count = unchanged_count + $7, alike_count = alike_count + $8,
        refused_count = refused_count + $9 WHERE id = $1";
    LOOKED = "UPDATE account_imports SET stage = 'looked', moved_at = $2 WHERE id = $1 AND stage = 'looking'";
    DONE = "UPDATE account_imports SET stage = 'done', moved_at = $2, applied_at = $2 WHERE id = $1 AND stage = 'applying'";
    FAIL = "UPDATE account_imports SET stage = 'failed', failure = $2, moved_at = $3 WHERE id = $1 AND stage IN ('reading', 'looking', 'applying')";
    TRIED = "UPDATE account_imports SET tries = tries + 1, moved_at = $2 WHERE id = $1 AND stage IN ('looking', 'applying') RETURNING tries";
    CUT = "UPDATE account_imports SET stage = 'failed', failure = 'cut', moved_at = $2 WHERE stage = 'reading' AND moved_at < $1";
    OLD = "SELECT id FROM account_imports WHERE moved_at < $1 AND stage IN ('looked', 'done', 'failed') ORDER BY id LIMIT 1";
    FORGET = "DELETE FROM account_imports WHERE id = $1";
}

fn own(permit: &Permit<ManageAccounts>) -> Result<&PersonId, StoreError> {
    permit.who().person.as_ref().ok_or(StoreError::Stale)
}

fn import(row: &Row) -> Result<LongImport, StoreError> {
    Ok(LongImport {
        id: row.word("id")?,
        sort: row.word("sort")?,
        file: row.text("file_name")?,
        stage: row.word("stage")?,
        failure: row.maybe_word("failure")?,
        rows: row.int("row_count")?,
        handled: row.int("handled")?,
        outcome: Outcome {
            new: row.int("made_count")?,
            changed: row.int("changed_count")?,
            unchanged: row.int("unchanged_count")?,
            refused: row.int("refused_count")?,
            alike: row.int("alike_count")?,
        },
        with_alike: row.flag("with_alike")?,
        at: row.at("created_at")?,
        applied_at: row.maybe_at("applied_at")?,
    })
}

/// Begins to keep a table for the person who brings it; its rows come next ([`rows::add`]).
pub async fn begin(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    file: &str,
    columns: &Columns,
) -> Result<AccountImportId, StoreError> {
    let (id, now) = (tx.fresh::<AccountImportId>(), tx.now());
    let headings = rows::json("headings", columns)?;
    tx.run(INSERT, args![word(&id), word(own(permit)?), columns.sort.as_str(), file, headings, now]).await?;
    Ok(id)
}

/// All rows are there: it can be looked at.
pub async fn read_in(tx: &mut Tx, id: &AccountImportId, rows: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(READ_IN, args![word(id), rows, now]).await
}

/// A table that this very person brought, with its columns.
pub async fn find(
    read: &mut Read,
    permit: &Permit<ManageAccounts>,
    id: &AccountImportId,
) -> Result<Option<(LongImport, Columns)>, StoreError> {
    let found = read.one(FIND, args![word(id), word(own(permit)?)]).await?;
    found.map(|row| Ok((import(&row)?, row.json("headings")?))).transpose()
}

/// The latest tables that this person brought.
pub async fn latest(read: &mut Read, permit: &Permit<ManageAccounts>) -> Result<Vec<LongImport>, StoreError> {
    read.all(LATEST, args![word(own(permit)?)]).await?.iter().map(import).collect()
}

/// The word that applies a table. Twice is once; before it was looked at to its end, it is stale.
pub async fn apply(
    tx: &mut Tx,
    permit: &Permit<ManageAccounts>,
    import: &LongImport,
    with_alike: bool,
) -> Result<(), StoreError> {
    if matches!(import.stage, Stage::Applying | Stage::Done) {
        return Ok(());
    }
    let now = tx.now();
    tx.run_one(APPLY, args![word(&import.id), word(own(permit)?), with_alike, now]).await?;
    tx.changed(permit, Change::of("account_import", import.id.as_str()).after(&import.outcome)).await
}

/// A table in the worker's hands, until the transaction ends.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Which.
    pub id: AccountImportId,
    /// Whose: what is done to it is done by them, as far as they may today.
    pub person: PersonId,
    /// The file's name.
    pub file: String,
    /// What stands over its columns.
    pub columns: Columns,
    /// Looking or applying.
    pub stage: Stage,
    /// The last line that was dealt with.
    pub at_line: i64,
    /// How often the rows behind it have failed.
    pub tries: i64,
    /// Whether rows are made that may be there already.
    pub with_alike: bool,
    /// The day on which it was brought.
    pub day: domain::time::Day,
}

impl Taken {
    /// What it is of.
    pub fn sort(&self) -> Sort {
        self.columns.sort
    }
}

/// Takes the table that has waited longest for its next part, if one waits.
pub async fn take(tx: &mut Tx) -> Result<Option<Taken>, StoreError> {
    let Some(row) = tx.one(TAKE, args![]).await? else { return Ok(None) };
    Ok(Some(Taken {
        id: row.word("id")?,
        person: row.word("person_id")?,
        file: row.text("file_name")?,
        columns: row.json("headings")?,
        stage: row.word("stage")?,
        at_line: row.int("at_line")?,
        tries: row.int("tries")?,
        with_alike: row.flag("with_alike")?,
        day: row.at("created_at")?.day(),
    }))
}

/// So many rows up to this line are dealt with, which changed the counts by this much.
pub async fn moved(
    tx: &mut Tx,
    id: &AccountImportId,
    (at_line, handled): (i64, i64),
    by: Outcome,
) -> Result<(), StoreError> {
    let now = tx.now();
    let Outcome { new, changed, unchanged, alike, refused } = by;
    tx.run_one(MOVE, args![word(id), at_line, handled, now, new, changed, unchanged, alike, refused]).await
}

/// No row is left in this stage.
pub async fn ended(tx: &mut Tx, permit: &Permit<ManageAccounts>, taken: &Taken) -> Result<(), StoreError> {
    let now = tx.now();
    let statement = if taken.stage == Stage::Looking { LOOKED } else { DONE };
    tx.run_one(statement, args![word(&taken.id), now]).await?;
    if taken.stage == Stage::Applying
        && let Some((import, _)) = find(tx, permit, &taken.id).await?
    {
        let change = Change::of("account_import", taken.id.as_str()).after(&import.outcome);
        tx.changed(permit, change).await?;
    }
    Ok(())
}

/// It comes to an end here; what was applied stays.
pub async fn fail(tx: &mut Tx, id: &AccountImportId, why: Failure) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(FAIL, args![word(id), maybe(Some(&why)), now]).await.map(drop)
}

/// Its next rows failed once more; answers how often.
pub async fn tried(tx: &mut Tx, id: &AccountImportId) -> Result<i64, StoreError> {
    let now = tx.now();
    tx.one(TRIED, args![word(id), now]).await?.map_or(Ok(0), |row| row.int("tries"))
}

/// Ends what was cut off, and takes away marks that nobody needs any more and what was brought long ago, `most` rows at a time; answers
/// how many.
pub async fn sweep(tx: &mut Tx, most: i64) -> Result<u64, StoreError> {
    let now = tx.now();
    let cut = now.plus_seconds(-SECONDS_TO_READ);
    tx.run(CUT, args![cut, now]).await?;
    let mut swept = rows::drop_marks(tx, most).await?;
    if swept == 0
        && let Some(row) = tx.one(OLD, args![now.plus_days(-DAYS)]).await?
    {
        let id: AccountImportId = row.word("id")?;
        swept += discard(tx, &id, most).await?.max(1);
    }
    Ok(swept)
}

/// Takes away a table, `most` of its rows at a time; answers how many, and with the last of them the table is gone. Its marks went before.
pub async fn discard(tx: &mut Tx, id: &AccountImportId, most: i64) -> Result<u64, StoreError> {
    let gone = rows::drop_some(tx, id, most).await?;
    if gone == 0 {
        tx.run(FORGET, args![word(id)]).await?;
    }
    Ok(gone)
}
