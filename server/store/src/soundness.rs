//! Whether the database itself is whole, how large it is and what time it has. Each engine tells in its own way.

use crate::args;
use crate::db::{Any, Read};
use crate::error::StoreError;
use crate::sql::Statement;
use domain::access::{Operate, Permit};
use domain::time::Instant;

/// How many faults are told of at most.
const MOST: usize = 20;

const SQLITE_PAGES: Statement = Statement::new("PRAGMA integrity_check(20)");
const SQLITE_KEYS: Statement =
    Statement::new("SELECT \"table\" AS tab, parent FROM pragma_foreign_key_check LIMIT 20");
const SQLITE_BYTES: Statement =
    Statement::new("SELECT c.page_count * s.page_size AS bytes FROM pragma_page_count c, pragma_page_size s");
const SQLITE_CLOCK: Statement = Statement::new("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now");
const POSTGRES_REFERENCES: Statement = Statement::new(
    "SELECT c.conrelid::regclass::text AS tab, c.confrelid::regclass::text AS parent,
        string_agg(format('p.%I = c.%I', q.attname, a.attname), ' AND ' ORDER BY k.place) AS same,
        string_agg(format('c.%I IS NOT NULL', a.attname), ' AND ' ORDER BY k.place) AS there
     FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (own, theirs, place)
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
     JOIN pg_attribute q ON q.attrelid = c.confrelid AND q.attnum = k.theirs
     WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace
     GROUP BY c.oid, c.conrelid, c.confrelid ORDER BY 1, 2",
);
const POSTGRES_KEYS: Statement = Statement::new(
    "SELECT conrelid::regclass::text AS tab, conname::text AS what FROM pg_constraint
     WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
     UNION ALL SELECT x.indrelid::regclass::text, i.relname::text FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
     WHERE NOT x.indisvalid AND i.relnamespace = current_schema()::regnamespace LIMIT 20",
);
const POSTGRES_BYTES: Statement = Statement::new("SELECT pg_database_size(current_database()) AS bytes");
const POSTGRES_CLOCK: Statement =
    Statement::new("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint AS now");

/// What is wrong with rows, indexes and keys; empty when nothing is.
pub async fn faults(read: &mut Read, _permit: &Permit<Operate>) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    match read.any() {
        Any::Sqlite(_) => {
            for row in read.all(SQLITE_PAGES, args![]).await? {
                faults.push(row.text("integrity_check")?);
            }
            faults.retain(|said| said != "ok");
            for row in read.all(SQLITE_KEYS, args![]).await? {
                faults.push(format!(
                    "{} names a row of {} that is not there",
                    row.text("tab")?,
                    row.text("parent")?
                ));
            }
        }
        Any::Postgres(_) => {
            for row in read.all(POSTGRES_KEYS, args![]).await? {
                faults.push(format!("{} of {} is not valid", row.text("what")?, row.text("tab")?));
            }
            // The engine looks at them when rows are written only: not when triggers were off, or a disk failed.
            for row in read.all(POSTGRES_REFERENCES, args![]).await? {
                let (table, parent) = (row.text("tab")?, row.text("parent")?);
                let text = format!(
                    "SELECT 1 FROM {table} c WHERE {} AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE {}) LIMIT 1",
                    row.text("there")?,
                    row.text("same")?
                );
                let mut broken = false;
                let take = |_| {
                    broken = true;
                    Ok::<_, StoreError>(())
                };
                read.each(text, take).await?;
                if broken {
                    faults.push(format!("{table} names a row of {parent} that is not there"));
                }
            }
        }
    }
    faults.truncate(MOST);
    Ok(faults)
}

/// Bytes that the database takes on its disk.
pub async fn bytes(read: &mut Read, _permit: &Permit<Operate>) -> Result<u64, StoreError> {
    let question = match read.any() {
        Any::Sqlite(_) => SQLITE_BYTES,
        Any::Postgres(_) => POSTGRES_BYTES,
    };
    let row = read.one(question, args![]).await?;
    row.map_or(Ok(0), |row| Ok(row.int("bytes")?.unsigned_abs()))
}

/// The time that the database has.
pub async fn clock(read: &mut Read) -> Result<Option<Instant>, StoreError> {
    let question = match read.any() {
        Any::Sqlite(_) => SQLITE_CLOCK,
        Any::Postgres(_) => POSTGRES_CLOCK,
    };
    read.one(question, args![]).await?.map(|row| row.at("now")).transpose()
}
