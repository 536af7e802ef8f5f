//! A table of many accounts: from the file to every row's fate, and from there to the accounts, with somebody reading pages
//! meanwhile.

use crate::cpu::Group;
use crate::database::Database;
use crate::load::quantile;
use crate::pages::Costs;
use crate::portal::Portal;
use crate::report::{Section, number};
use crate::rows::{Scale, customer};
use anyhow::{Context, Result, ensure};
use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION};
use reqwest::{Client, StatusCode};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// What an import leaves behind, row by row.
const LEFT: [&str; 7] = [
    "accounts",
    "search_account_keys",
    "search_keyed",
    "audit",
    "outbox",
    "account_import_rows",
    "account_import_marks",
];
/// How often the page is read that somebody has open meanwhile.
const READ_EVERY: Duration = Duration::from_millis(100);
/// How long a table may take.
const PATIENCE: Duration = Duration::from_secs(1800);
/// How much dearer a row may be among ten times as many.
const TIMES_MOST: f64 = 1.5;
/// Of a hundred rows one names a country that there is not.
const BROKEN_EVERY: usize = 100;

/// Who is asked, and what is looked at.
pub struct Importing<'a> {
    /// The portal.
    pub portal: &'a Portal,
    /// Its processes.
    pub costs: Costs,
    /// Its database.
    pub database: &'a Database,
    /// Who asks.
    pub client: &'a Client,
    /// Whoever brings the table.
    pub approver: &'a str,
    /// Whoever reads pages meanwhile.
    pub reader: &'a str,
}

/// What a table took.
struct Taken {
    looked: Duration,
    applied: Duration,
    /// Until its last event was dealt with.
    told: Duration,
    /// Processor time of a row in milliseconds.
    look_ms: f64,
    /// The same, with what its events cost.
    apply_ms: f64,
    /// Times of the page that was read meanwhile.
    read: Vec<Duration>,
    /// How many rows it left in all tables.
    left: i64,
}

/// Imports a table of a tenth of the rows and one of all; and writes as many rows as were left with nothing around them.
pub async fn measure(importing: &Importing<'_>, scale: Scale) -> Result<Section> {
    // A table has a hundred thousand rows at most.
    let most = scale.0.max(1000).saturating_mul(10).min(100_000);
    let mut section = Section::new(
        "Import of accounts",
        "A table of values with as many rows, one in a hundred of them broken: read and looked at (every row has its fate), then applied \
         (accounts with their keys, audit and events). Processor time of a row, server and database together; the times of a partner's \
         home page, asked for ten times a second meanwhile. The floor writes as many rows as the import leaves in all its tables, one by \
         one, a thousand in a transaction.",
        &[
            "",
            "looked at s",
            "applied s",
            "and events s",
            "ms a row, looking",
            "applying",
            "page p50 ms",
            "page p99 ms",
            "floor ms a row",
            "times the floor",
        ],
    );
    let mut each = Vec::new();
    for rows in [most / 10, most] {
        println!("   {rows} rows");
        let taken = importing.table(rows).await?;
        let floor = importing.bare(taken.left).await? / rows as f64;
        let together = taken.look_ms + taken.apply_ms;
        let p = |share: f64| quantile(&taken.read, share).as_secs_f64() * 1000.0;
        section.rows.push(vec![
            format!("{rows} rows"),
            number(taken.looked.as_secs_f64()),
            number(taken.applied.as_secs_f64()),
            number(taken.told.as_secs_f64()),
            number(taken.look_ms),
            number(taken.apply_ms),
            number(p(0.5)),
            number(p(0.99)),
            number(floor),
            number(together / floor),
        ]);
        for (name, value) in [
            ("looked_s", taken.looked.as_secs_f64()),
            ("applied_s", taken.applied.as_secs_f64()),
            ("told_s", taken.told.as_secs_f64()),
            ("look_ms", taken.look_ms),
            ("apply_ms", taken.apply_ms),
            ("page.p50_ms", p(0.5)),
            ("page.p99_ms", p(0.99)),
            ("floor_ms", floor),
        ] {
            section.figure(format!("{rows}.{name}"), value);
        }
        each.push(together);
    }
    section.at_most(
        "a row among ten times as many",
        each[1] / each[0],
        TIMES_MOST,
        " times",
        "each row is held against the accounts that are there by keys, and those are ten times as many at its end".to_owned(),
    );
    Ok(section)
}

impl Importing<'_> {
    async fn table(&self, rows: usize) -> Result<Taken> {
        let before = self.left().await?;
        let (began, used) = (Instant::now(), self.costs.together()?);
        let id = self.bring(rows).await?;
        let mut read = self.until(&id, "looked").await?;
        let (looked, look) = (began.elapsed(), self.costs.together()? - used);
        let (began, used) = (Instant::now(), self.costs.together()?);
        self.apply(&id).await?;
        read.extend(self.until(&id, "done").await?);
        let applied = began.elapsed();
        // What follows from it belongs to it: an event for each account.
        self.database.settled(PATIENCE).await?;
        let (told, apply) = (began.elapsed(), self.costs.together()? - used);
        let left = self.left().await? - before;
        let made = format!("SELECT CAST(made_count AS TEXT) FROM account_imports WHERE id = '{id}'");
        let made: usize = self.one(&made).await?.parse()?;
        ensure!(made > rows / 2, "of {rows} rows {made} were made: not what is to be measured");
        let ms = |used: Duration| used.as_secs_f64() * 1000.0 / rows as f64;
        read.sort_unstable();
        Ok(Taken { looked, applied, told, look_ms: ms(look), apply_ms: ms(apply), read, left })
    }

    /// Sends the table; its id.
    async fn bring(&self, rows: usize) -> Result<String> {
        let mut body = String::from(
            "--x\r\nContent-Disposition: form-data; name=\"sort\"\r\n\r\naccounts\r\n--x\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"accounts.csv\"\r\nContent-Type: text/csv\r\n\r\nName,Country,Website,Postcode\n",
        );
        for n in 0..rows {
            let country = if n % BROKEN_EVERY == 0 { "Atlantis" } else { "DE" };
            writeln!(body, "{} {rows},{country},a{n}-{rows}.example,{:05}", customer(n), n % 100_000)?;
        }
        body.push_str("\r\n--x--\r\n");
        let to = self.send("/imports/accounts", "multipart/form-data; boundary=x", body).await?;
        to.rsplit_once('/').map(|(_, id)| id.to_owned()).context("no table")
    }

    async fn apply(&self, id: &str) -> Result<()> {
        let form = format!("id={id}&with_alike=true");
        self.send("/api/accounts/imports/apply", "application/x-www-form-urlencoded", form).await?;
        Ok(())
    }

    /// Sends a form as a browser without scripts does; where it leads.
    async fn send(&self, path: &str, sort: &str, body: String) -> Result<String> {
        let request = self.client.post(format!("{}{path}", self.portal.origin)).header(COOKIE, self.approver);
        let request = request.header(ACCEPT, "text/html").header("sec-fetch-site", "same-origin");
        let answer = request.header(CONTENT_TYPE, sort).body(body).send().await?;
        let to =
            answer.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
        ensure!(answer.status() == StatusCode::SEE_OTHER && to.contains("/ai_"), "{path} led to {to}");
        Ok(to)
    }

    /// Reads a page again and again until the table has come so far; the times of the page.
    async fn until(&self, id: &str, stage: &str) -> Result<Vec<Duration>> {
        let (began, mut times) = (Instant::now(), Vec::new());
        let asked = format!("SELECT stage FROM account_imports WHERE id = '{id}'");
        loop {
            let stands = self.one(&asked).await?;
            if stands == stage {
                return Ok(times);
            }
            ensure!(stands != "failed" && began.elapsed() < PATIENCE, "the table is {stands}");
            let due = Instant::now();
            let page = self.client.get(format!("{}/", self.portal.origin)).header(COOKIE, self.reader);
            let answer = page.header(ACCEPT, "text/html").send().await?;
            ensure!(answer.status() == StatusCode::OK, "home answered {}", answer.status());
            answer.bytes().await?;
            times.push(due.elapsed());
            tokio::time::sleep(READ_EVERY.saturating_sub(due.elapsed())).await;
        }
    }

    async fn left(&self) -> Result<i64> {
        let counts = LEFT.map(|table| format!("(SELECT COUNT(*) FROM {table})")).join(" + ");
        Ok(self.one(&format!("SELECT CAST({counts} AS TEXT)")).await?.parse()?)
    }

    async fn one(&self, sql: &str) -> Result<String> {
        let rows = self.database.texts(sql).await?;
        rows.into_iter().flatten().next().with_context(|| format!("nothing for {sql}"))
    }

    /// Writes so many rows with nothing around them; milliseconds of processor time.
    async fn bare(&self, rows: i64) -> Result<f64> {
        self.database
            .run("CREATE TABLE bench_bare (id TEXT PRIMARY KEY, name TEXT NOT NULL, said TEXT NOT NULL)")
            .await?;
        let own = Group::of(&[std::process::id()]);
        let used = || anyhow::Ok(own.used()? + self.costs.of_database()?);
        let statement = "INSERT INTO bench_bare (id, name, said) VALUES ($1, $2, $3)";
        let row = |n| [format!("bare_{n:024}"), format!("Row {n}"), "x".repeat(120)];
        let all: Vec<_> = (0..rows).map(row).collect();
        let before = used()?;
        for part in all.chunks(1000) {
            self.database.each(statement, part).await?;
        }
        let spent = used()? - before;
        self.database.run("DROP TABLE bench_bare").await?;
        Ok(spent.as_secs_f64() * 1000.0)
    }
}
