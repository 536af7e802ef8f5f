//! How SQLite finds what it is asked for. It knows nothing of how many rows share a value, so it chooses by the shape of a statement alone.

use crate::fixture;
use sqlx::Row as _;

/// Indexes that lists are sorted by: very many rows share a value in them.
const OF_LISTS: [&str; 3] = ["accounts_by_country", "accounts_by_made", "people_by_joined"];
/// Tables that a single import fills with rows by the hundred thousand.
const LONG: [&str; 3] = ["account_import_rows", "account_import_marks", "search_account_keys"];

#[tokio::test]
async fn no_statement_reads_what_very_many_rows_share() {
    let home = fixture::sqlite().await;
    let mut db = <sqlx::SqliteConnection as sqlx::Connection>::connect(&home.store.address()).await.unwrap();
    let mut found = Vec::new();
    let statements = store::every_statement().into_iter().chain(store::statements_of("sqlite"));
    for statement in statements {
        let text = statement.text();
        let explained = format!("EXPLAIN QUERY PLAN {text}");
        let query = sqlx::query(sqlx::AssertSqlSafe(explained));
        for row in query.fetch_all(&mut db).await.unwrap_or_else(|error| panic!("{error}: {text}")) {
            let step: String = row.get("detail");
            let table = step.split(' ').nth(1).unwrap_or_default();
            let scans = step.starts_with("SCAN")
                && LONG.iter().any(|long| *long == table || text.contains(&format!("{long} {table} ")));
            // A list goes on behind a place; here all of one value would be read.
            let shared =
                OF_LISTS.iter().any(|index| step.contains(&format!(" {index} (")) && step.contains("=?"));
            if scans || shared {
                found.push(format!("{step}: {text}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}
