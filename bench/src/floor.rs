//! The floor: the same statements on the same rows by sqlx alone, written into a page by hand.

use crate::recorded::{Arg, Recorded, Step};
use anyhow::Result;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use axum::serve::ListenerExt as _;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Column as _, Executor as _, Row as _, TypeInfo as _, ValueRef as _};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::net::TcpListener;

/// Connected as the portal is: the same pool sizes and the same durability.
#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

struct Floor {
    pool: Pool,
    pages: HashMap<String, Page>,
    /// Makes what has to be another one each time.
    count: AtomicU64,
}

/// The floor on a free port; it serves until the task that polls this is dropped.
pub async fn serve(
    database: &str,
    recorded: Vec<Recorded>,
) -> Result<(String, impl Future<Output = Result<()>> + use<>)> {
    let pool = if database.starts_with("postgres") {
        Pool::Postgres(PgPoolOptions::new().max_connections(16).connect(database).await?)
    } else {
        let options = SqliteConnectOptions::from_str(database)?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(std::time::Duration::from_secs(5));
        Pool::Sqlite(SqlitePoolOptions::new().max_connections(8).connect_with(options).await?)
    };
    let pages = recorded.iter().map(|one| (one.name.clone(), Page::of(one))).collect();
    let floor = Arc::new(Floor { pool, pages, count: AtomicU64::new(0) });
    let app = Router::new().route("/{page}", any(answer)).with_state(floor);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        // Without it small answers wait for acknowledgements.
        let _ = stream.set_nodelay(true);
    });
    Ok((origin, async move { Ok(axum::serve(listener, app).await?) }))
}

async fn answer(State(floor): State<Arc<Floor>>, Path(name): Path<String>) -> Response {
    let Some(page) = floor.pages.get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    match floor.made(page).await {
        Ok(html) => ([(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// What is done for a page.
struct Page {
    steps: Vec<Asked>,
    bytes: usize,
}

struct Asked {
    sql: String,
    args: Vec<Given>,
}

/// Numbers that people say begin here on the floor: those of the recorded rows are below.
const NUMBERS_FROM: u64 = 500_000;

/// A parameter: as it was recorded, or made anew for each request.
enum Given {
    Recorded(Arg),
    /// What stays of it, how many digits come after that, and where they begin.
    Made(String, usize, u64),
}

impl Page {
    fn of(recorded: &Recorded) -> Self {
        let made = made_in(&recorded.steps);
        let given = |arg: &Arg| match arg.text() {
            Some(text) if made.iter().any(|one| one == text) => {
                // The characters before them tell ids of one transaction apart.
                let (digits, from) = if text.len() > 20 { (12, 0) } else { (6, NUMBERS_FROM) };
                Given::Made(text[..text.len() - digits].to_owned(), digits, from)
            }
            _ => Given::Recorded(arg.clone()),
        };
        let asked =
            |step: &Step| Asked { sql: step.sql.clone(), args: step.args.iter().map(given).collect() };
        Self { steps: recorded.steps.iter().map(asked).collect(), bytes: recorded.bytes }
    }
}

/// What the request itself has made, and another one has to make differently: ids of the rows it puts in, the key of its
/// form, the number that people say.
fn made_in(steps: &[Step]) -> Vec<String> {
    let mut made: Vec<String> = Vec::new();
    for step in steps {
        let inserts = step.sql.trim_start().starts_with("INSERT");
        let first = step.args.first().and_then(Arg::text).filter(|_| inserts);
        made.extend(first.filter(|id| id.len() >= 26 && id.is_ascii()).map(str::to_owned));
        let own = step
            .args
            .iter()
            .filter_map(Arg::text)
            .filter(|text| text.starts_with("bench-key-") || text.len() == 8 && text.starts_with("D-"));
        made.extend(own.map(str::to_owned));
    }
    // What others refer to by the same statement is not made here: the row that it belongs to was there before.
    made.retain(|id| !read_before(steps, id));
    made
}

/// Whether a statement that reads has asked for this before anything put it in.
fn read_before(steps: &[Step], id: &str) -> bool {
    let first = steps.iter().find(|step| step.args.iter().any(|arg| arg.text() == Some(id)));
    let reads = |step: &Step| step.sql.trim_start().starts_with("SELECT");
    !id.starts_with("bench-key-") && first.is_some_and(reads)
}

impl Floor {
    async fn made(&self, page: &Page) -> Result<String> {
        let n = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let mut html = String::with_capacity(page.bytes + 1024);
        html.push_str(
            "<!doctype html><html lang=\"en\"><head><title>Floor</title></head><body><main><table>",
        );
        match &self.pool {
            Pool::Sqlite(pool) => sqlite(pool, page, n, &mut html).await?,
            Pool::Postgres(pool) => postgres(pool, page, n, &mut html).await?,
        }
        html.push_str("</table>");
        // The frame around the rows, as long as the portal's.
        while html.len() + END.len() < page.bytes {
            let missing = (page.bytes - html.len() - END.len()).min(FILLING.len());
            html.push_str(&FILLING[..missing]);
        }
        html.push_str(END);
        Ok(html)
    }
}

const END: &str = "</main></body></html>";
const FILLING: &str =
    "<p>The frame of a page: navigation, headings, forms, icons, and what the browser needs to know. ";

/// Binds, asks, and writes rows as cells, every column once: what a page does with them, at its plainest.
macro_rules! ask {
    ($link:expr, $step:expr, $n:expr, $html:expr) => {{
        let mut query = sqlx::query(AssertSqlSafe($step.sql.as_str()));
        for arg in &$step.args {
            query = match arg {
                Given::Recorded(Arg::Text(text)) => query.bind(text.as_deref()),
                Given::Recorded(Arg::Int(number)) => query.bind(*number),
                Given::Recorded(Arg::Flag(flag)) => query.bind(*flag),
                Given::Made(kept, digits, from) => query.bind(format!("{kept}{:0digits$}", from + $n)),
            };
        }
        for row in query.fetch_all(&mut *$link).await? {
            $html.push_str("<tr>");
            for (at, column) in row.columns().iter().enumerate() {
                let _ = write!($html, "<td class=\"{}\">", column.name());
                let raw = row.try_get_raw(at)?;
                if !raw.is_null() {
                    let kind = raw.type_info();
                    match kind.name() {
                        "TEXT" | "VARCHAR" => escape(row.try_get::<&str, _>(at)?, $html),
                        "BOOL" | "BOOLEAN" => {
                            let _ = write!($html, "{}", row.try_get::<bool, _>(at)?);
                        }
                        "INT4" => {
                            let _ = write!($html, "{}", row.try_get::<i32, _>(at)?);
                        }
                        _ => {
                            let _ = write!($html, "{}", row.try_get::<i64, _>(at)?);
                        }
                    }
                }
                $html.push_str("</td>");
            }
            $html.push_str("</tr>");
        }
    }};
}

async fn sqlite(pool: &SqlitePool, page: &Page, n: u64, html: &mut String) -> Result<()> {
    let mut link = pool.acquire().await?;
    for step in &page.steps {
        match step.sql.as_str() {
            "BEGIN" => {
                (&mut *link).execute("BEGIN IMMEDIATE").await?;
            }
            "COMMIT" => {
                (&mut *link).execute("COMMIT").await?;
            }
            _ => ask!(link, step, n, html),
        }
    }
    Ok(())
}

async fn postgres(pool: &PgPool, page: &Page, n: u64, html: &mut String) -> Result<()> {
    let mut link = pool.acquire().await?;
    for step in &page.steps {
        match step.sql.as_str() {
            "BEGIN" => {
                (&mut *link).execute("BEGIN").await?;
            }
            "COMMIT" => {
                (&mut *link).execute("COMMIT").await?;
            }
            _ => ask!(link, step, n, html),
        }
    }
    Ok(())
}

fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '<' => into.push_str("&lt;"),
            '&' => into.push_str("&amp;"),
            '"' => into.push_str("&quot;"),
            other => into.push(other),
        }
    }
}
