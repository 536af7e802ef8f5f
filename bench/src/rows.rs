//! The demo programme multiplied: so many deals, half of them of one partner, the rest of as many partners as a tenth of
//! them, each with three people; every deal with its families, its story, its line in the audit and in the search.
//!
//! Rows are copies of the demo's with other ids, names and owners, table by table, with whatever columns the table has.

use crate::database::Database;
use anyhow::{Context, Result};
use domain::search::words;
use std::fmt::Write as _;

/// How many deals there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scale(pub usize);

impl std::str::FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "100" => Ok(Self(100)),
            "10k" => Ok(Self(10_000)),
            "100k" => Ok(Self(100_000)),
            other => Err(format!("`{other}` is none of 100, 10k, 100k")),
        }
    }
}

impl std::fmt::Display for Scale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            thousands if thousands >= 1000 => write!(f, "{}k", thousands / 1000),
            few => write!(f, "{few}"),
        }
    }
}

/// What customers are called: two of these, and a number.
const FIRST: [&str; 16] = [
    "Aster",
    "Nordlys",
    "Aurora",
    "Meridian",
    "Harbour",
    "Überland",
    "Živa",
    "Łąka",
    "Северный",
    "Ελληνική",
    "東京",
    "서울",
    "القدس",
    "דרום",
    "हिमालय",
    "ไทย",
];
const SECOND: [&str; 16] = [
    "Rail",
    "Foods",
    "Hospital",
    "Museum",
    "Bank",
    "Energie",
    "Shipping",
    "Aerospace",
    "Mining",
    "Water",
    "Systems",
    "Textile",
    "Optics",
    "Games",
    "Cement",
    "Paper",
];
/// Rows of one statement.
const AT_ONCE: usize = 500;

/// Digits in the place of an id's random part.
const DIGITS: &str = "substr(CAST(10000000000000000 + b.n AS TEXT), 2)";

fn id(of: &str) -> String {
    format!("substr({of}, 1, length({of}) - 16) || {DIGITS}")
}

/// The customer of the deal with this number.
pub fn customer(n: usize) -> String {
    format!("{} {} {n}", FIRST[n % FIRST.len()], SECOND[(n / FIRST.len()) % SECOND.len()])
}

/// Multiplies what is there to this scale.
pub async fn multiply(database: &Database, scale: Scale) -> Result<()> {
    let partners = (scale.0 / 10).max(1);
    let demo = Demo::find(database).await?;
    let sort = match database {
        Database::Sqlite(_) => "INTEGER",
        Database::Postgres(_) => "BIGINT",
    };
    database
        .run(&format!(
            "CREATE TABLE bench_rows (n {sort} PRIMARY KEY, sort TEXT, template TEXT, name TEXT, low TEXT, words TEXT,
             partner_id TEXT, person_id TEXT, scope TEXT)"
        ))
        .await?;
    let made = |of: &str, n: usize| format!("{}{n:016}", &of[..of.len() - 16]);
    let mut rows = Vec::new();
    for n in 0..partners {
        let name = format!("{} Partners {n}", FIRST[n % FIRST.len()]);
        rows.push(Line {
            sort: "partner",
            template: &demo.partner,
            name,
            owner: (made(&demo.partner, n), String::new()),
        });
    }
    plant(database, 0, &rows).await?;
    demo.partners(database).await?;
    let mut people = Vec::new();
    for n in 0..partners * 3 {
        let template = &demo.people[usize::from(n % 3 > 0)];
        let owner = (made(&demo.partner, n / 3), String::new());
        people.push(Line {
            sort: "person",
            template,
            name: format!("{} {n}", FIRST[n % FIRST.len()]),
            owner,
        });
    }
    database.run("DELETE FROM bench_rows").await?;
    plant(database, 0, &people).await?;
    demo.people(database).await?;
    let mut deals = Vec::new();
    for n in 0..scale.0 {
        let template = &demo.deals[n % demo.deals.len()];
        // Sixteen by sixteen, so that every name is on both sides.
        let owner = if (n / FIRST.len()).is_multiple_of(2) {
            (demo.partner.clone(), demo.people[0].clone())
        } else {
            let partner = n / 2 % partners;
            (made(&demo.partner, partner), made(&demo.people[0], partner * 3))
        };
        deals.push(Line { sort: "deal", template, name: customer(n), owner });
    }
    database.run("DELETE FROM bench_rows").await?;
    plant(database, 0, &deals).await?;
    demo.deals(database).await?;
    database.run("DROP TABLE bench_rows").await?;
    // The portal counts as it goes; these came past it.
    database.run(include_str!("../../migrations/0102_tallied.sql")).await?;
    database.run(include_str!("../../migrations/0121_promised.sql")).await?;
    match database {
        // What its own upkeep does within minutes; nobody does it for SQLite.
        Database::Postgres(_) => database.run("VACUUM ANALYZE").await,
        Database::Sqlite(_) => {
            database.texts("PRAGMA wal_checkpoint(TRUNCATE)").await.map(drop).or(anyhow::Ok(()))
        }
    }
}

struct Line<'a> {
    sort: &'static str,
    template: &'a str,
    name: String,
    owner: (String, String),
}

async fn plant(database: &Database, from: usize, lines: &[Line<'_>]) -> Result<()> {
    for (chunk, lines) in lines.chunks(AT_ONCE).enumerate() {
        let mut sql = "INSERT INTO bench_rows VALUES ".to_owned();
        for (at, line) in lines.iter().enumerate() {
            let n = from + chunk * AT_ONCE + at;
            let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
            let partner: String = line.owner.0.chars().filter(char::is_ascii_alphanumeric).collect();
            let cells = [
                line.sort,
                line.template,
                &line.name,
                &line.name.to_lowercase(),
                &words(&line.name),
                &line.owner.0,
                &line.owner.1,
                &format!("kind{} {partner}", line.sort),
            ];
            let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            let _ = write!(sql, "{}({n}, {})", if at > 0 { ", " } else { "" }, cells.join(", "));
        }
        database.run(&sql).await?;
    }
    Ok(())
}

/// What is copied.
struct Demo {
    partner: String,
    /// The partner's administrator, and another of its people.
    people: Vec<String>,
    deals: Vec<String>,
}

/// Copies rows of a table: `of` is the column that the template's id is in, `set` what is different, `but` what the
/// engine fills in itself.
struct Copy<'a> {
    table: &'a str,
    of: &'a str,
    set: &'a [(&'a str, &'a str)],
    but: &'a [&'a str],
}

impl Copy<'_> {
    async fn on(&self, database: &Database) -> Result<()> {
        let mut columns = database.columns(self.table).await?;
        columns.retain(|column| !self.but.contains(&column.as_str()));
        let value = |column: &String| {
            let set = self.set.iter().find(|(name, _)| name == column);
            set.map_or_else(|| format!("t.{column}"), |(_, value)| (*value).to_owned())
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        let sql = format!(
            "INSERT INTO {table} ({}) SELECT {} FROM bench_rows b JOIN {table} t ON t.{} = b.template ORDER BY b.n",
            columns.join(", "),
            values.join(", "),
            self.of,
            table = self.table
        );
        database.run(&sql).await.with_context(|| format!("multiplying {}", self.table))
    }
}

impl Demo {
    async fn find(database: &Database) -> Result<Self> {
        let one = |rows: Vec<Vec<String>>| -> Vec<String> { rows.into_iter().flatten().collect() };
        let people = one(database
            .texts("SELECT p.id FROM people p WHERE p.email IN ('ana@northwind.example', 'ben@northwind.example') ORDER BY p.email")
            .await?);
        let partner = one(database
            .texts("SELECT partner_id FROM people WHERE email = 'ana@northwind.example'")
            .await?);
        let partner = partner.into_iter().next().context("the demo programme is not there")?;
        let deals = one(database
            .texts(&format!(
                "SELECT id FROM deals WHERE partner_id = '{partner}' AND state <> 'draft' ORDER BY id"
            ))
            .await?);
        Ok(Self { partner, people, deals })
    }

    async fn partners(&self, database: &Database) -> Result<()> {
        let own = id("t.id");
        Copy {
            table: "partners",
            of: "id",
            set: &[("id", &own), ("name", "b.name"), ("logo_id", "NULL")],
            but: &[],
        }
        .on(database)
        .await?;
        let domain = "'p' || CAST(b.n AS TEXT) || '.example'";
        Copy {
            table: "partner_domains",
            of: "partner_id",
            set: &[("partner_id", "b.partner_id"), ("domain", domain)],
            but: &[],
        }
        .on(database)
        .await?;
        Copy { table: "partner_types", of: "partner_id", set: &[("partner_id", "b.partner_id")], but: &[] }
            .on(database)
            .await?;
        self.indexed(database, "").await
    }

    async fn people(&self, database: &Database) -> Result<()> {
        let own = id("t.id");
        let email = "'u' || CAST(b.n AS TEXT) || '@p' || CAST(b.n / 3 AS TEXT) || '.example'";
        let set =
            [("id", own.as_str()), ("name", "b.name"), ("email", email), ("partner_id", "b.partner_id")];
        Copy { table: "people", of: "id", set: &set, but: &[] }.on(database).await?;
        self.indexed(database, "").await
    }

    async fn deals(&self, database: &Database) -> Result<()> {
        let own = id("t.id");
        let of_deal = id("t.deal_id");
        let of_record = id("t.record_id");
        let number = "'M-' || substr(CAST(100000000 + b.n AS TEXT), 2)";
        let search = format!("b.low || ' ' || {number}");
        let key = format!("'bench-' || {DIGITS}");
        // Far enough from now that no clock strikes for them while anything is measured.
        let far = |column: &str| format!("t.{column} + 31536000000");
        // Answers take up to two days more than the demo's, spread evenly: otherwise all are of one hour.
        let submitted = "t.submitted_at - (b.n % 200) * 1000000";
        let (protected, decide) = (far("protected_until_at"), far("decide_by_at"));
        let set = [
            ("id", own.as_str()),
            ("number", number),
            ("partner_id", "b.partner_id"),
            ("person_id", "b.person_id"),
            ("customer_name", "b.name"),
            ("search", &search),
            ("idempotency_key", &key),
            ("submitted_at", submitted),
            ("protected_until_at", &protected),
            ("decide_by_at", &decide),
        ];
        Copy { table: "deals", of: "id", set: &set, but: &[] }.on(database).await?;
        // Live for the demo's own deal only: an account and a family have one live approval.
        let set = [("deal_id", of_deal.as_str()), ("live", "FALSE")];
        Copy { table: "deal_families", of: "deal_id", set: &set, but: &[] }.on(database).await?;
        // As many keys as other companies would have; the portal makes none of what it takes for keyed.
        let set = [("deal_id", of_deal.as_str()), ("key", "t.key + b.n")];
        Copy { table: "search_deal_keys", of: "deal_id", set: &set, but: &[] }.on(database).await?;
        let set = [("record_id", of_record.as_str())];
        Copy { table: "search_keyed", of: "record_id", set: &set, but: &[] }.on(database).await?;
        let entry = "substr(t.id, 1, length(t.id) - 9) || substr(CAST(1000000000 + b.n AS TEXT), 2)";
        let set = [("id", entry), ("deal_id", &of_deal), ("idempotency_key", "NULL")];
        Copy { table: "deal_entries", of: "deal_id", set: &set, but: &[] }.on(database).await?;
        let set = [("id", entry), ("record_id", &of_record), ("partner_id", "b.partner_id")];
        Copy { table: "audit", of: "record_id", set: &set, but: &[] }.on(database).await?;
        self.indexed(database, number).await
    }

    /// In the search; `detail` is an expression, empty for what the template has.
    async fn indexed(&self, database: &Database, detail: &str) -> Result<()> {
        let of_record = id("t.record_id");
        let detail = if detail.is_empty() { "t.detail" } else { detail };
        let set = [
            ("record_id", of_record.as_str()),
            ("partner_id", "b.partner_id"),
            ("title", "b.name"),
            ("title_words", "b.words"),
            ("scope_words", "b.scope"),
            ("detail", detail),
        ];
        Copy { table: "search_rows", of: "record_id", set: &set, but: &["id", "words"] }.on(database).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_read_as_they_are_written() {
        for text in ["100", "10k", "100k"] {
            assert_eq!(text.parse::<Scale>().unwrap().to_string(), text);
        }
        assert!("1k".parse::<Scale>().is_err());
    }

    #[test]
    fn one_customer_in_sixteen_is_found_by_the_word_that_is_searched_for() {
        let found = (0..1000).filter(|n| words(&customer(*n)).contains("aster")).count();
        assert_eq!(found, 1000_usize.div_ceil(16));
    }
}
