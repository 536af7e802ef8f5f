//! Both engines end up with the schema that `migrations/schema.txt` shows, but for where the words of the search are.

use crate::fixture;
use sqlx::Row as _;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/schema.txt");

fn keep_or_compare(printed: &str) {
    if std::env::var_os("TANDEM_WRITE_SCHEMA").is_some() {
        std::fs::write(FILE, printed).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap_or_default();
    assert_eq!(kept, printed, "run with TANDEM_WRITE_SCHEMA=1 on SQLite and read the diff");
}

/// Table by table: its columns with their types and whether they may be null, then its unique and other indexes.
fn print(mut lines: Vec<String>) -> String {
    lines.sort();
    lines.join("\n") + "\n"
}

#[tokio::test]
async fn sqlite_has_the_schema_of_the_file() {
    let home = fixture::sqlite().await;
    let mut db = <sqlx::SqliteConnection as sqlx::Connection>::connect(&home.store.address()).await.unwrap();
    let mut lines = Vec::new();
    let columns = "SELECT m.name AS t, c.name AS c, c.type AS k, c.\"notnull\" = 0 AND c.pk = 0 AS n
        FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'search!_index%' ESCAPE '!'";
    for row in sqlx::query(columns).fetch_all(&mut db).await.unwrap() {
        let null = if row.get::<bool, _>("n") { " null" } else { "" };
        lines.push(format!(
            "{}.{} {}{null}",
            row.get::<String, _>("t"),
            row.get::<String, _>("c"),
            // Only what SQLite numbers rows by is written like that, and holds what a BIGINT does.
            row.get::<String, _>("k").to_lowercase().replace("integer", "bigint")
        ));
    }
    let indexes = "SELECT m.name AS t, i.name AS i, i.\"unique\" AS u, i.partial AS p FROM sqlite_master m
        JOIN pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin = 'c'";
    for row in sqlx::query(indexes).fetch_all(&mut db).await.unwrap() {
        lines.push(index_line(
            row.get("t"),
            row.get("i"),
            row.get::<i64, _>("u") == 1,
            row.get::<i64, _>("p") == 1,
        ));
    }
    keep_or_compare(&print(lines));
    let own = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'search_index' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%'";
    assert_eq!(
        sqlx::query_scalar::<_, i64>(own).fetch_one(&mut db).await.unwrap(),
        1,
        "what SQLite alone has"
    );
}

#[tokio::test]
async fn postgres_has_the_schema_of_the_file() {
    let home = fixture::postgres().await;
    let name = home.store.address();
    let server = std::env::var("TANDEM_TEST_POSTGRES").unwrap();
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    let mut db = <sqlx::PgConnection as sqlx::Connection>::connect(&url).await.unwrap();
    let mut lines = Vec::new();
    let columns = "SELECT table_name AS t, column_name AS c, data_type AS k, is_nullable = 'YES' AS n
        FROM information_schema.columns WHERE table_schema = 'public'";
    for row in sqlx::query(columns).fetch_all(&mut db).await.unwrap() {
        let null = if row.get::<bool, _>("n") { " null" } else { "" };
        lines.push(format!(
            "{}.{} {}{null}",
            row.get::<String, _>("t"),
            row.get::<String, _>("c"),
            row.get::<String, _>("k")
        ));
    }
    let indexes = "SELECT t.relname AS t, i.relname AS i, x.indisunique AS u, x.indpred IS NOT NULL AS p
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
        JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
        WHERE NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)";
    for row in sqlx::query(indexes).fetch_all(&mut db).await.unwrap() {
        lines.push(index_line(row.get("t"), row.get("i"), row.get("u"), row.get("p")));
    }
    let before = lines.len();
    lines.retain(|line| {
        ![
            "search_rows.words tsvector",
            "search_rows index search_rows_words",
            "search_rows index search_rows_newest",
            "search_rows index search_rows_newest_own",
        ]
        .contains(&line.as_str())
    });
    assert_eq!(before - lines.len(), 4, "what PostgreSQL alone has");
    assert_eq!(std::fs::read_to_string(FILE).unwrap_or_default(), print(lines));
}

fn index_line(table: String, index: String, unique: bool, partial: bool) -> String {
    let unique = if unique { " unique" } else { "" };
    let partial = if partial { " partial" } else { "" };
    format!("{table} index {index}{unique}{partial}")
}
