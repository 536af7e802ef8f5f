//! How long it takes to find out whether somebody else claims a company, among very many accounts and registrations, against the bare
//! look-ups of the same keys in the same tables.

use crate::methods::company;
use anyhow::{Context, Result, ensure};
use bench::database::Database;
use domain::access::{DecideDeal, Permit, RegisterDeal};
use domain::deals::Claim;
use domain::id::PartnerId;
use domain::time::Instant as Moment;
use matching::RULES;
use pairs::Record;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use store::sql::Statement;
use store::value::Value;
use store::{Read, Store};

/// Companies that are looked for.
const LOOKED_FOR: usize = 600;
/// The first ones are not counted: connections, plans and caches.
const WARM: usize = 100;
/// Rows of one statement.
const AT_ONCE: usize = 500;
/// Keys that one look-up asks for, as the store has it.
const ASKED: usize = 32;

/// Where it is measured.
pub struct Place {
    /// Address of an empty database.
    pub url: String,
    /// How many accounts.
    pub accounts: usize,
    /// How many registrations, all of them open.
    pub registrations: usize,
}

/// Makes an empty database of this name: a file of a folder, or on a server.
pub async fn made(address: &str, name: &str) -> Result<String> {
    let server = address.starts_with("postgres").then(|| address.to_owned());
    let place = bench::database::Place { server, folder: address.into() };
    place.make(name).await?;
    Ok(place.url(name))
}

/// What was measured, in milliseconds.
struct Measured {
    verdict: Vec<f64>,
    verdict_bare: Vec<f64>,
    accounts: Vec<f64>,
    accounts_bare: Vec<f64>,
}

/// Fills both databases and measures in them, a look-up of each kind in turns.
pub async fn run(few: Place, many: Place) -> Result<()> {
    println!("| accounts | registrations | what | median ms | of 100 the 95th | bare median | times |");
    println!("| ---: | ---: | --- | ---: | ---: | ---: | ---: |");
    let mut medians = Vec::new();
    for place in [few, many] {
        let began = Instant::now();
        fill(&place).await?;
        eprintln!("{} accounts: filled in {:.0} s", place.accounts, began.elapsed().as_secs_f64());
        let measured = measure(&place).await?;
        let mut row = |what: &str, whole: &[f64], bare: &[f64]| {
            let (middle, floor) = (at(whole, 50), at(bare, 50));
            println!(
                "| {} | {} | {what} | {middle:.2} | {:.2} | {floor:.2} | {:.2} |",
                place.accounts,
                place.registrations,
                at(whole, 95),
                middle / floor
            );
            medians.push(middle);
        };
        row("the verdict of a partner", &measured.verdict, &measured.verdict_bare);
        row("accounts for an approver", &measured.accounts, &measured.accounts_bare);
    }
    if let [verdict, accounts, later_verdict, later_accounts] = medians[..] {
        println!(
            "\nFrom few to many: verdict {:.2} times, accounts {:.2} times",
            later_verdict / verdict,
            later_accounts / accounts
        );
    }
    Ok(())
}

fn at(sample: &[f64], share: usize) -> f64 {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get((sorted.len().saturating_sub(1)) * share / 100).copied().unwrap_or_default()
}

async fn measure(place: &Place) -> Result<Measured> {
    let store = Store::connect(&place.url).await?;
    let partner: PartnerId = "pa_00000000000000000000000001".parse().context("an id")?;
    let asking = Permit::of_the_portal(RegisterDeal { partner: partner.clone() });
    let deciding = Permit::of_the_portal(DecideDeal { partner });
    let (accounts, deals) = (bare("account"), bare("deal"));
    let mut read = store.read().await?;
    let mut measured = Measured {
        verdict: Vec::new(),
        verdict_bare: Vec::new(),
        accounts: Vec::new(),
        accounts_bare: Vec::new(),
    };
    // One that is there and one that is not in turns.
    let there = pairs::companies(1).step_by((place.accounts / LOOKED_FOR).max(1));
    let claims = there.zip(pairs::companies(2)).flat_map(|(one, other)| [one, other]);
    for (n, record) in claims.take(LOOKED_FOR).enumerate() {
        let claim = Claim::of(&record.name, &record.domain, Vec::new()).in_country(&record.country);
        let asked = claim.customer.company();
        let keys = keys(&asked.lookups().iter().map(matching::Key::number).collect::<Vec<_>>());
        let bare_deals = timed(read.all(deals, keys.clone())).await?;
        let bare_accounts = timed(read.all(accounts, keys)).await?;
        let verdict = timed(store::deals::matching::verdict(&mut read, &asking, &claim, now())).await?;
        let found = timed(store::accounts::like_this(&mut read, &deciding, &asked)).await?;
        if n >= WARM {
            measured.verdict.push(verdict);
            measured.verdict_bare.push(bare_deals + bare_accounts);
            measured.accounts.push(found);
            measured.accounts_bare.push(bare_accounts);
        }
    }
    ensure!(is_found(&mut read, &asking, place).await?, "nothing that is there was found");
    Ok(measured)
}

/// Whether a registration that is there stands in the way of the same one: what finds nothing is fast.
async fn is_found(read: &mut Read, asking: &Permit<RegisterDeal>, place: &Place) -> Result<bool> {
    let Some(record) = pairs::companies(1).nth(place.registrations / 2) else { return Ok(false) };
    let family = "fa_00000000000000000000000001".parse().context("an id")?;
    let claim = Claim::of(&record.name, &record.domain, vec![family]).in_country(&record.country);
    let verdict = store::deals::matching::verdict(read, asking, &claim, now()).await?;
    Ok(verdict != domain::deals::Verdict::Clear)
}

async fn timed<T, E: std::error::Error + Send + Sync + 'static>(
    asked: impl Future<Output = std::result::Result<T, E>>,
) -> Result<f64> {
    let began = Instant::now();
    asked.await?;
    Ok(millis(began.elapsed()))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn now() -> Moment {
    Moment::from_millis(1_790_000_000_000)
}

fn keys(numbers: &[i64]) -> Vec<Value> {
    let some = numbers.iter().copied().take(ASKED);
    let rest = std::iter::repeat_n(0, ASKED.saturating_sub(numbers.len()));
    some.chain(rest).map(Value::from).collect()
}

/// The records under so many keys, and nothing else.
fn bare(kind: &str) -> Statement {
    let arm = |n: usize| {
        format!(
            "SELECT id FROM (SELECT {kind}_id AS id FROM search_{kind}_keys WHERE key = ${n} LIMIT 40) AS k{n}"
        )
    };
    let arms = (1..=ASKED).map(arm).collect::<Vec<_>>().join(" UNION ALL ");
    // Once for each kind and place.
    Statement::new(Box::leak(arms.into_boxed_str()))
}

async fn fill(place: &Place) -> Result<()> {
    Store::open(&place.url).await?.close().await;
    let database = Database::open(&place.url).await?;
    owners(&database).await?;
    let mut account_keys: Vec<(i64, usize)> = Vec::new();
    let mut deal_keys: Vec<(i64, usize)> = Vec::new();
    let mut some: Vec<(usize, Record)> = Vec::new();
    for (n, record) in pairs::companies(1).take(place.accounts).enumerate() {
        let numbers: Vec<i64> = company(&record).keys().iter().map(matching::Key::number).collect();
        account_keys.extend(numbers.iter().map(|key| (*key, n)));
        if n < place.registrations {
            // A partner knows less of a customer than its account says.
            let claim = Claim::of(&record.name, &record.domain, Vec::new()).in_country(&record.country);
            deal_keys.extend(claim.customer.company().keys().iter().map(|key| (key.number(), n)));
        }
        some.push((n, record));
        if some.len() == AT_ONCE {
            records(&database, &some, place.registrations).await?;
            some.clear();
        }
    }
    records(&database, &some, place.registrations).await?;
    for (kind, prefix, keys) in [("account", "ac", account_keys), ("deal", "dl", deal_keys)] {
        index(&database, kind, prefix, keys).await?;
    }
    if place.url.starts_with("postgres") {
        database.run("VACUUM ANALYZE").await?;
    }
    database.close().await;
    Ok(())
}

async fn owners(database: &Database) -> Result<()> {
    database
        .run(
            "INSERT INTO partners (id, name, tier, region, contact_name, contact_email, contact_phone, contact_website, contact_address,
                 created_at, version) VALUES ('pa_00000000000000000000000002', 'Rival', 'gold', 'emea', '', '', '', '', '', 1, 1);
             INSERT INTO people (id, email, name, role, partner_id, active, created_at, version) VALUES
                 ('pe_00000000000000000000000002', 'rival@rival.example', 'Rival', 'partner_user', 'pa_00000000000000000000000002', TRUE, 1, 1);
             INSERT INTO families (id, name, active, created_at, version) VALUES ('fa_00000000000000000000000001', 'Storage', TRUE, 1, 1)",
        )
        .await
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Accounts, and for the first of them registrations that are open: one in four waits, the others are protected.
async fn records(database: &Database, some: &[(usize, Record)], registrations: usize) -> Result<()> {
    let (mut accounts, mut deals) = (String::new(), String::new());
    let (mut families, mut keyed) = (String::new(), String::new());
    for (n, record) in some {
        let separator = if accounts.is_empty() { "" } else { ", " };
        let cells = [
            &record.name,
            &record.domain,
            &record.country,
            &record.tax,
            &record.street,
            &record.postcode,
            &record.city,
        ]
        .map(|cell| quoted(cell))
        .join(", ");
        let search = quoted(&record.name.to_lowercase());
        let _ = write!(accounts, "{separator}('ac_{n:026}', {cells}, '', '', {search}, TRUE, 1, 1)");
        let _ = write!(keyed, "{separator}('ac_{n:026}', {RULES})");
        if *n < registrations {
            let state = if n % 4 == 0 {
                "'submitted', NULL, NULL".to_owned()
            } else {
                format!("'approved', 4000000000000, 'ac_{n:026}'")
            };
            let separator = if deals.is_empty() { "" } else { ", " };
            let cells = [&record.name, &record.domain, &record.country].map(|cell| quoted(cell)).join(", ");
            let _ = write!(
                deals,
                "{separator}('dl_{n:026}', 'B-{n}', 'pa_00000000000000000000000002', 'pe_00000000000000000000000002', {state}, {cells}, \
                 {search}, '', '', '', '', 'EUR', '', '', '[]', 'b{n}', 1, 1, 4000000000000, 1)"
            );
            let _ = write!(families, "{separator}('dl_{n:026}', 'fa_00000000000000000000000001', FALSE)");
            let _ = write!(keyed, ", ('dl_{n:026}', {RULES})");
        }
    }
    let mut all = Vec::new();
    if !accounts.is_empty() {
        all.push(format!(
            "INSERT INTO accounts (id, legal_name, domain, country, tax_number, street, postcode, city, more_domains, trading_names, search,
             paired, created_at, version) VALUES {accounts}"
        ));
        all.push(format!("INSERT INTO search_keyed (record_id, rules) VALUES {keyed}"));
    }
    if !deals.is_empty() {
        all.push(format!(
            "INSERT INTO deals (id, number, partner_id, person_id, state, protected_until_at, account_id, customer_name, customer_domain, customer_country,
             search, contact_name, contact_role, contact_email, need, currency, draft, reason_note, own, idempotency_key, created_at,
             submitted_at, decide_by_at, version) VALUES {deals}"
        ));
        all.push(format!("INSERT INTO deal_families (deal_id, family_id, live) VALUES {families}"));
    }
    together(database, &all).await
}

/// The keys in their order: trees grow at their end.
async fn index(database: &Database, kind: &str, prefix: &str, mut keys: Vec<(i64, usize)>) -> Result<()> {
    keys.sort_unstable();
    keys.dedup();
    for some in keys.chunks(AT_ONCE * 40) {
        let mut all = Vec::new();
        for some in some.chunks(AT_ONCE) {
            let rows = some.iter().map(|(key, n)| format!("({key}, '{prefix}_{n:026}')")).collect::<Vec<_>>();
            all.push(format!("INSERT INTO search_{kind}_keys (key, {kind}_id) VALUES {}", rows.join(", ")));
        }
        together(database, &all).await?;
    }
    Ok(())
}

async fn together(database: &Database, statements: &[String]) -> Result<()> {
    if statements.is_empty() {
        return Ok(());
    }
    database.run(&format!("BEGIN; {}; COMMIT", statements.join("; "))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_measured_can_be_filled_and_asked() {
        let folder = tempfile::tempdir().unwrap();
        let mut places = Vec::new();
        for (name, accounts) in [("few", 600), ("many", 1200)] {
            let url = made(folder.path().to_str().unwrap(), name).await.unwrap();
            places.push(Place { url, accounts, registrations: accounts / 5 });
        }
        let [few, many] = <[Place; 2]>::try_from(places).unwrap_or_else(|_| panic!("two places"));
        run(few, many).await.unwrap();
    }
}
