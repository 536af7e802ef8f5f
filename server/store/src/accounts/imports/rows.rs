//! The rows of such a table, and the marks by which a row is met by those behind it.

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::id::AccountImportId;
use domain::imports::{Fate, FateKind, Planned, Record};

/// Rows that one statement writes, and marks.
const WRITTEN: usize = 8;
/// Rows with one mark that are told of.
const MET_MOST: i64 = 20;

/// The rows under one mark that stand before the row: at most 40 of them, for a word of very many names tells nothing.
macro_rules! under {
    ($n:literal) => {
        concat!(
            "SELECT line FROM (SELECT line FROM account_import_marks WHERE import_id = $1 AND mark = $",
            $n,
            " AND line < $2 ORDER BY line LIMIT 40) AS m",
            $n
        )
    };
}

statements! {
    // Values that fill it up are the last one again.
    ADD = "INSERT INTO account_import_rows (import_id, line, cells, fate, said, stands, plan) VALUES ($1, $2, $3, '', '', '', ''),
        ($1, $4, $5, '', '', '', ''), ($1, $6, $7, '', '', '', ''), ($1, $8, $9, '', '', '', ''), ($1, $10, $11, '', '', '', ''),
        ($1, $12, $13, '', '', '', ''), ($1, $14, $15, '', '', '', ''), ($1, $16, $17, '', '', '', '') ON CONFLICT DO NOTHING";
    NEXT = "SELECT line, cells, fate, stands, plan FROM account_import_rows WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3";
    SETTLE = "UPDATE account_import_rows SET fate = $3, said = $4, stands = $5, plan = $6 WHERE import_id = $1 AND line = $2";
    BECAME = "UPDATE account_import_rows SET fate = $3, said = $4 WHERE import_id = $1 AND line = $2";
    PAGE = "SELECT line, cells, said FROM account_import_rows WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3";
    PAGE_OF_FATE = "SELECT line, cells, said FROM account_import_rows WHERE import_id = $1 AND fate = $4 AND line > $2
        ORDER BY line LIMIT $3";
    MARK = "INSERT INTO account_import_marks (import_id, line, mark) VALUES ($1, $2, $3), ($1, $2, $4), ($1, $2, $5), ($1, $2, $6),
        ($1, $2, $7), ($1, $2, $8), ($1, $2, $9), ($1, $2, $10) ON CONFLICT DO NOTHING";
    // The plans by themselves: joined, SQLite would rather begin with every row of the table.
    MET = (concat!("SELECT near.line, (SELECT r.plan FROM account_import_rows r WHERE r.import_id = $1 AND r.line = near.line) AS plan
        FROM (SELECT line, COUNT(*) AS marks FROM (",
        under!("3"), " UNION ALL ", under!("4"), " UNION ALL ", under!("5"), " UNION ALL ", under!("6"), " UNION ALL ",
        under!("7"), " UNION ALL ", under!("8"), " UNION ALL ", under!("9"), " UNION ALL ", under!("10"),
        ") AS found GROUP BY line ORDER BY marks DESC, line LIMIT $11) AS near ORDER BY near.line"));
    // Of one table at a time: asked for of all, SQLite reads the marks of those that are in hand first, again and again.
    DROP_MARKS = "DELETE FROM account_import_marks WHERE (import_id, mark, line) IN (SELECT m.import_id, m.mark, m.line
        FROM account_import_marks m WHERE m.import_id = (SELECT i.id FROM account_imports i WHERE i.stage NOT IN ('reading', 'looking')
        AND EXISTS (SELECT 1 FROM account_import_marks k WHERE k.import_id = i.id) ORDER BY i.id LIMIT 1) LIMIT $1)";
    DROP_ROWS = "DELETE FROM account_import_rows WHERE import_id = $1 AND line IN (
        SELECT line FROM account_import_rows WHERE import_id = $1 ORDER BY line LIMIT $2)";
}

/// A row as the worker gets it.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// As it was read.
    pub record: Record,
    /// What the look has found; none before.
    pub fate: Option<FateKind>,
    /// The record that it is about, as it stood then.
    pub stands: String,
    /// What the look made of it.
    pub plan: Planned,
}

impl Waiting {
    /// Its line, as the database counts.
    pub fn line(&self) -> i64 {
        self.record.0.cast_signed()
    }
}

/// A row as its bringer sees it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// As it was read.
    pub record: Record,
    /// What becomes of it; none before it was looked at.
    pub fate: Option<Fate>,
}

/// Keeps rows.
pub async fn add(tx: &mut Tx, id: &AccountImportId, records: &[Record]) -> Result<(), StoreError> {
    for some in records.chunks(WRITTEN) {
        let mut args = args![word(id)];
        for at in 0..WRITTEN {
            let Some((line, cells)) = some.get(at).or(some.last()) else { continue };
            args.extend(args![line.cast_signed(), json("cells", cells)?]);
        }
        tx.run(ADD, args).await?;
    }
    Ok(())
}

/// The next rows behind a line.
pub async fn next(
    read: &mut Read,
    id: &AccountImportId,
    behind: i64,
    most: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let waiting = |row: &Row| {
        Ok(Waiting {
            record: record(row)?,
            fate: Some(row.text("fate")?).filter(|fate| !fate.is_empty()).and_then(|fate| fate.parse().ok()),
            stands: row.text("stands")?,
            plan: planned(row)?,
        })
    };
    read.all(NEXT, args![word(id), behind, most]).await?.iter().map(waiting).collect()
}

/// Nothing is written before the look.
fn planned(row: &Row) -> Result<Planned, StoreError> {
    if row.text("plan")?.is_empty() { Ok(Planned::Nothing) } else { row.json("plan") }
}

fn record(row: &Row) -> Result<Record, StoreError> {
    Ok((row.int("line")?.cast_unsigned(), row.json("cells")?))
}

/// Writes what the look has found.
pub async fn settle(
    tx: &mut Tx,
    id: &AccountImportId,
    line: i64,
    fate: &Fate,
    (stands, plan): (&str, &Planned),
) -> Result<(), StoreError> {
    let args = args![word(id), line, fate.kind().as_str(), json("said", fate)?, stands, json("plan", plan)?];
    tx.run_one(SETTLE, args).await
}

/// Writes what became of a row when it was applied, where that is not what the look has found.
pub async fn became(tx: &mut Tx, id: &AccountImportId, line: i64, fate: &Fate) -> Result<(), StoreError> {
    tx.run_one(BECAME, args![word(id), line, fate.kind().as_str(), json("said", fate)?]).await
}

/// A page of rows behind a line, of one fate or of any. Whose table it is was asked before ([`super::find`]).
pub async fn page(
    read: &mut Read,
    id: &AccountImportId,
    fate: Option<FateKind>,
    behind: i64,
    most: i64,
) -> Result<Vec<Shown>, StoreError> {
    let rows = match fate {
        None => read.all(PAGE, args![word(id), behind, most]).await?,
        Some(fate) => read.all(PAGE_OF_FATE, args![word(id), behind, most, fate.as_str()]).await?,
    };
    let shown = |row: &Row| {
        let said = row.text("said")?;
        let fate = if said.is_empty() { None } else { Some(row.json("said")?) };
        Ok(Shown { record: record(row)?, fate })
    };
    rows.iter().map(shown).collect()
}

/// Marks a row, so that those behind it meet it.
pub async fn mark(tx: &mut Tx, id: &AccountImportId, line: i64, marks: &[String]) -> Result<(), StoreError> {
    for some in marks.chunks(WRITTEN) {
        let mut args = args![word(id), line];
        args.extend(filled(some));
        tx.run(MARK, args).await?;
    }
    Ok(())
}

/// The rows before a line that have one of these marks, with what the look made of them.
pub async fn met(
    read: &mut Read,
    id: &AccountImportId,
    before: i64,
    marks: &[String],
) -> Result<Vec<(i64, Planned)>, StoreError> {
    let mut found = Vec::new();
    for some in marks.chunks(WRITTEN) {
        let mut args = args![word(id), before];
        // A mark that is asked for twice counts twice, so what is left over asks for nothing.
        args.extend((0..WRITTEN).map(|at| some.get(at).map_or("", String::as_str)).map(Value::from));
        args.push(MET_MOST.into());
        for row in read.all(MET, args).await? {
            found.push((row.int("line")?, planned(&row)?));
        }
    }
    found.sort_by_key(|(line, _)| *line);
    found.dedup_by_key(|(line, _)| *line);
    Ok(found)
}

fn filled(marks: &[String]) -> impl Iterator<Item = Value> {
    (0..WRITTEN).filter_map(|at| marks.get(at).or(marks.last())).map(Value::from)
}

pub(super) async fn drop_marks(tx: &mut Tx, most: i64) -> Result<u64, StoreError> {
    tx.run(DROP_MARKS, args![most]).await
}

pub(super) async fn drop_some(tx: &mut Tx, id: &AccountImportId, most: i64) -> Result<u64, StoreError> {
    tx.run(DROP_ROWS, args![word(id), most]).await
}

pub(super) fn json(column: &str, value: &(impl serde::Serialize + ?Sized)) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|e| StoreError::Corrupt { column: column.into(), cause: e.to_string() })
}
