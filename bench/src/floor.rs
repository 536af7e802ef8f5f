//! The floor: the same statements on the same rows by sqlx alone, written into a page by hand.

use crate::recorded::{Recorded, Step};
use anyhow::Result;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use serde_json::Value as Json;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Column as _, Row as _};
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
    pages: HashMap<String, Recorded>,
    /// Makes what has to be another one each time.
    count: AtomicU64,
}

/// Serves until it is killed; says the address first.
pub async fn serve(database: &str, recorded: Vec<Recorded>) -> Result<()> {
    let pool = if database.starts_with("postgres") {
        Pool::Postgres(PgPoolOptions::new().max_connections(16).connect(database).await?)
    } else {
        let options = SqliteConnectOptions::from_str(database)?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        Pool::Sqlite(SqlitePoolOptions::new().max_connections(8).connect_with(options).await?)
    };
    let pages = recorded.into_iter().map(|page| (page.name.clone(), page)).collect();
    let floor = Arc::new(Floor { pool, pages, count: AtomicU64::new(0) });
    let app = Router::new().route("/{page}", any(answer)).with_state(floor);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
        // Without it small answers wait for acknowledgements.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, app).await?;
    Ok(())
}

async fn answer(State(floor): State<Arc<Floor>>, Path(name): Path<String>) -> Response {
    let Some(page) = floor.pages.get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    match floor.made(page).await {
        Ok(html) => ([(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

impl Floor {
    async fn made(&self, page: &Recorded) -> Result<String> {
        let n = self.count.fetch_add(1, Ordering::Relaxed);
        let mut html = String::with_capacity(page.bytes + 1024);
        html.push_str("<!doctype html><html lang=\"en\"><head><title>Floor</title></head><body><main>");
        let fresh = Fresh { n, steps: &page.steps };
        match &self.pool {
            Pool::Sqlite(pool) => sqlite(pool, &fresh, &mut html).await?,
            Pool::Postgres(pool) => postgres(pool, &fresh, &mut html).await?,
        }
        // The frame around the rows, as long as the portal's.
        while html.len() + 17 < page.bytes {
            let missing = (page.bytes - html.len() - 17).min(FILLING.len());
            html.push_str(&FILLING[..missing]);
        }
        html.push_str("</main></body></html>");
        Ok(html)
    }
}

const FILLING: &str = "<p>The frame of a page: navigation, headings, forms, icons, and what the browser needs to know. ";

/// The steps with what has to be another one each time: ids made in this request, keys and numbers.
struct Fresh<'a> {
    n: u64,
    steps: &'a [Step],
}

impl Fresh<'_> {
    fn args(&self, step: &Step) -> Vec<Json> {
        step.args.iter().map(|arg| self.arg(arg)).collect()
    }

    fn arg(&self, arg: &Json) -> Json {
        let Some(text) = arg.as_str() else { return arg.clone() };
        if !self.is_made_here(text) {
            return arg.clone();
        }
        // Of the same length, and another one each time: the tail of an id, a key or a number.
        let tail = format!("{:010}", self.n + 1);
        let kept = text.len().saturating_sub(tail.len());
        Json::from(format!("{}{tail}", &text[..kept]))
    }

    /// What this request puts in as the first column of a row is made in it.
    fn is_made_here(&self, text: &str) -> bool {
        text.len() >= 16
            && text.is_ascii()
            && self.steps.iter().any(|step| {
                step.sql.starts_with("INSERT") && step.args.first().and_then(Json::as_str) == Some(text)
                    || step.sql.starts_with("INSERT") && step.sql.contains("idempotency_key")
                        && step.args.iter().any(|arg| arg.as_str() == Some(text)) && text.starts_with("bench-")
            })
    }
}

/// Rows as cells, every column once: what a page does with them, at its plainest.
macro_rules! ask {
    ($link:expr, $step:expr, $args:expr, $html:expr) => {{
        let mut query = sqlx::query(sqlx::AssertSqlSafe($step.sql.as_str()));
        for arg in $args {
            query = match arg {
                Json::String(text) => query.bind(text),
                Json::Number(number) => query.bind(number.as_i64()),
                Json::Bool(flag) => query.bind(flag),
                _ => query.bind(None::<String>),
            };
        }
        for row in query.fetch_all(&mut *$link).await? {
            $html.push_str("<tr>");
            for at in 0..row.columns().len() {
                let name = row.columns()[at].name();
                let _ = write!($html, "<td class=\"{name}\">");
                if let Ok(text) = row.try_get::<Option<&str>, _>(at) {
                    escape(text.unwrap_or_default(), $html);
                } else if let Ok(number) = row.try_get::<Option<i64>, _>(at) {
                    let _ = write!($html, "{}", number.unwrap_or_default());
                } else if let Ok(flag) = row.try_get::<Option<bool>, _>(at) {
                    let _ = write!($html, "{}", flag.unwrap_or_default());
                }
                $html.push_str("</td>");
            }
            $html.push_str("</tr>");
        }
    }};
}

async fn sqlite(pool: &SqlitePool, fresh: &Fresh<'_>, html: &mut String) -> Result<()> {
    let mut tx = None;
    for step in fresh.steps {
        match step.sql.as_str() {
            "BEGIN" => tx = Some(pool.begin_with("BEGIN IMMEDIATE").await?),
            "COMMIT" => {
                if let Some(tx) = tx.take() {
                    tx.commit().await?;
                }
            }
            _ => match &mut tx {
                Some(tx) => ask!(*tx, step, fresh.args(step), html),
                None => {
                    let mut link = pool.acquire().await?;
                    ask!(link, step, fresh.args(step), html);
                }
            },
        }
    }
    Ok(())
}

async fn postgres(pool: &PgPool, fresh: &Fresh<'_>, html: &mut String) -> Result<()> {
    let mut tx = None;
    for step in fresh.steps {
        match step.sql.as_str() {
            "BEGIN" => tx = Some(pool.begin().await?),
            "COMMIT" => {
                if let Some(tx) = tx.take() {
                    tx.commit().await?;
                }
            }
            _ => match &mut tx {
                Some(tx) => ask!(*tx, step, fresh.args(step), html),
                None => {
                    let mut link = pool.acquire().await?;
                    ask!(link, step, fresh.args(step), html);
                }
            },
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
