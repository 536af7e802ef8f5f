//! Deal registrations as they are read, within the caller's scope and as of a moment: an approval whose window has ended
//! reads as expired before the job has written it.
//!
//! What waits for an answer, one after another, is in [`inbox`]. Writing is in [`drafts`] (what partners type and hand in),
//! [`decide`] (what approvers do), [`steps`] (where several have to agree), [`split`] (where several partners take part), [`question`] (what they want to know first), [`extension`] (more time) and
//! [`life`] (what happens afterwards); what is said of a deal in [`timeline`]; whose claims meet in [`matching`].

use crate::db::Read;
use crate::error::StoreError;
use crate::orders::Ordered;
use crate::row::Row;
use crate::value::word;
use crate::{args, orders, statements};
use domain::access::Scope;
use domain::deals::{Contact, Customer, Deal, Evidence, State, Under};
use domain::id::{AccountId, DealId, FamilyId, PartnerId, PersonId};
use domain::lists::{List, View};
use domain::money::Money;
use domain::programmes::Rules;
use domain::time::{Day, Instant};

pub mod board;
pub mod calendar;
pub mod clear;
pub mod decide;
pub mod drafts;
pub mod extension;
pub mod inbox;
pub mod life;
pub mod matching;
pub mod mentions;
pub mod pipeline;
pub mod promises;
pub mod question;
pub mod silence;
pub mod split;
pub mod steps;
pub mod tallies;
pub mod timeline;
pub mod transfer;

/// The state as of the moment `$2`.
macro_rules! state_now {
    () => {
        "CASE WHEN d.state = 'approved' AND d.protected_until_at <= $2 THEN 'expired' ELSE d.state END"
    };
}
pub(crate) use state_now;

/// Whether it waits for an answer of the vendor, as `State::waits` has it; in the words of the index `deals_waiting`.
macro_rules! waiting {
    () => {
        "CASE WHEN d.state IN ('submitted', 'in_review', 'extension_pending') THEN 1 ELSE 0 END = 1"
    };
}

/// Whether a claim is open as of this parameter: it waits, or protects.
macro_rules! open_at {
    ($now:literal) => {
        concat!(
            "(",
            $crate::deals::waiting!(),
            " OR d.state = 'action_required' OR (d.state = 'approved' AND d.protected_until_at > ",
            $now,
            "))"
        )
    };
}
pub(crate) use {open_at, waiting};

macro_rules! columns {
    () => {
        concat!(
            "d.id, d.number, d.partner_id, o.name AS partner_name, p.name AS person_name, ",
            state_now!(),
            " AS state, d.customer_name, d.amount, d.currency, d.close_on, d.submitted_at, d.decide_by_at, d.protected_until_at"
        )
    };
}

macro_rules! from {
    () => {
        "FROM deals d JOIN partners o ON o.id = d.partner_id JOIN people p ON p.id = d.person_id"
    };
}

pub(crate) use {columns, from};

macro_rules! line {
    () => {
        concat!("SELECT ", columns!(), " ", from!(), " WHERE ")
    };
}

macro_rules! narrowed {
    () => {
        concat!("AND ($4 = '' OR ", state_now!(), " = $4 OR ($4 = 'waiting' AND ", waiting!(), ")
            OR ($4 = 'appealed' AND d.appealed_at IS NOT NULL AND d.state IN ('rejected', 'revoked'))) AND ($5 = '' OR d.search LIKE ($5 || '') ESCAPE '\\')")
    };
}

/// The orders of deals that are in this list.
macro_rules! deal_orders {
    ($(#[$doc:meta])* $name:ident = $narrow:expr) => {
        orders! {
            $(#[$doc])* $name = (columns!(), from!(), "d.partner_id", $narrow, "d.id", "$6", "$7", "$8"):
            "newest" text "d.id";
            "customer" text "d.customer_name";
            "partner" text "o.name";
            "number" text "COALESCE(d.number, '')";
            "amount" number "COALESCE(d.amount, 0)";
            "person" text "p.name";
            "close_on" text "COALESCE(d.close_on, '')";
            "submitted" number "COALESCE(d.submitted_at, 0)";
            "decide_by" number "COALESCE(d.decide_by_at, 0)";
            "protected" number "COALESCE(d.protected_until_at, 0)";
        }
    };
}

/// What was never submitted is its partner's own, withdrawn or not.
macro_rules! for_reader {
    ($after:expr) => {
        concat!("AND ($3 = 'partner' OR d.submitted_at IS NOT NULL) ", $after)
    };
}

statements! {
    FIND = scoped(concat!("SELECT d.id, d.number, d.partner_id, o.name AS partner_name, p.name AS person_name, ", state_now!(),
        " AS state, d.customer_name, d.customer_domain, d.customer_country, d.account_id, a.legal_name, d.contact_name,
        d.contact_role, d.contact_email, d.need, d.amount, d.currency, d.close_on, d.draft, d.reason, d.reason_note, d.submitted_at,
        d.decide_by_at, d.question, d.asked_at, d.decided_at, d.protected_until_at, d.extended_at, d.appealed_at, d.version, d.own, d.discount, d.programme_version_id, v.number AS programme_number, v.rules, g.name AS programme_name
        FROM deals d JOIN partners o ON o.id = d.partner_id JOIN people p ON p.id = d.person_id
        LEFT JOIN accounts a ON a.id = d.account_id LEFT JOIN programme_versions v ON v.id = d.programme_version_id
        LEFT JOIN programmes g ON g.id = v.programme_id WHERE"), "d.partner_id", for_reader!("AND d.id = $4"));
    FAMILIES = "SELECT f.id, f.name FROM deal_families df JOIN families f ON f.id = df.family_id WHERE df.deal_id = $1 ORDER BY f.name";
    // The decision clock orders the queue; nobody's deal overtakes another by being touched.
    QUEUE = scoped(line!(), "d.partner_id",
        concat!("AND CAST($2 AS BIGINT) IS NOT NULL AND ", waiting!(), " ORDER BY d.decide_by_at, d.id LIMIT $3"));
    // Ages are told of the front of the queue: it ends where nobody would count any more.
    AGES = scoped("SELECT COUNT(*) AS waiting, CAST(COALESCE(SUM(CASE WHEN w.decide_by_at < $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS overdue,
        CAST(COALESCE(SUM(CASE WHEN w.decide_by_at >= $2 AND w.decide_by_at < $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS today,
        MIN(w.submitted_at) AS oldest_at
        FROM (SELECT d.decide_by_at, d.submitted_at FROM deals d WHERE", "d.partner_id",
        concat!("AND ", waiting!(), " ORDER BY d.decide_by_at, d.id LIMIT 1000) w"));
    ENDING = scoped(line!(), "d.partner_id",
        "AND d.state = 'approved' AND d.protected_until_at > $2 AND d.protected_until_at <= $3 AND ($4 = '' OR d.person_id = $4)
        ORDER BY d.protected_until_at, d.id LIMIT 10");
    // What the vendor wants to know, the longest asked first.
    ASKED = scoped(line!(), "d.partner_id",
        "AND CAST($2 AS BIGINT) IS NOT NULL AND d.state = 'action_required' AND ($3 = '' OR d.person_id = $3)
        ORDER BY d.asked_at, d.id LIMIT 10");
    DECIDED = scoped(line!(), "d.partner_id",
        "AND d.state IN ('approved', 'rejected') AND d.decided_at > $3 AND ($4 = '' OR d.person_id = $4)
        ORDER BY d.decided_at DESC, d.id LIMIT 10");
    LATEST = scoped(line!(), "d.partner_id", for_reader!("AND CAST($2 AS BIGINT) IS NOT NULL AND d.partner_id = $4 ORDER BY d.id DESC LIMIT 5"));
    ON_ACCOUNT = scoped(line!(), "d.partner_id", for_reader!("AND CAST($2 AS BIGINT) IS NOT NULL AND d.account_id = $4 ORDER BY d.id DESC LIMIT 50"));
    EVIDENCE = "SELECT f.id, f.name, f.bytes, f.kind, df.shows FROM deal_files df JOIN files f ON f.id = df.file_id WHERE df.deal_id = $1 ORDER BY f.id";
    LAST = "SELECT currency, customer_country FROM deals WHERE person_id = $1 AND state <> 'draft' AND submitted_at IS NOT NULL
        ORDER BY id DESC LIMIT 1";
    CUSTOMERS = "SELECT DISTINCT customer_name, customer_domain, customer_country FROM deals
        WHERE partner_id = $1 AND state <> 'draft' AND customer_name <> '' ORDER BY customer_name LIMIT 200";
}

deal_orders! {
    /// What was never submitted is its partner's own.
    ORDERS = for_reader!(narrowed!())
}

deal_orders! {
    /// What waits for a decision.
    QUEUE_ORDERS = for_reader!(concat!("AND ", waiting!(), " ", narrowed!()))
}

/// A deal in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealRow {
    /// Which.
    pub id: DealId,
    /// Its number, once submitted.
    pub number: Option<String>,
    /// Whose it is.
    pub partner: (PartnerId, String),
    /// Who registered it.
    pub person: String,
    /// Where it stands as of the reading.
    pub state: State,
    /// The customer's name as the partner wrote it.
    pub customer: String,
    /// What it is worth.
    pub amount: Option<Money>,
    /// When it is expected to close.
    pub close_on: Option<Day>,
    /// When it was submitted.
    pub submitted_at: Option<Instant>,
    /// By when the vendor answers.
    pub decide_by_at: Option<Instant>,
    /// How long its approval protects it.
    pub protected_until_at: Option<Instant>,
}

fn money(row: &Row) -> Result<Option<Money>, StoreError> {
    let currency = row.text("currency")?;
    Ok(row.maybe_int("amount")?.map(|minor| Money { minor, currency }))
}

fn line(row: &Row) -> Result<DealRow, StoreError> {
    Ok(DealRow {
        id: row.word("id")?,
        number: row.maybe_text("number")?,
        partner: (row.word("partner_id")?, row.text("partner_name")?),
        person: row.text("person_name")?,
        state: row.word("state")?,
        customer: row.text("customer_name")?,
        amount: money(row)?,
        close_on: row.maybe_on("close_on")?,
        submitted_at: row.maybe_at("submitted_at")?,
        decide_by_at: row.maybe_at("decide_by_at")?,
        protected_until_at: row.maybe_at("protected_until_at")?,
    })
}

/// Whether the scope is a partner's own, which sees its drafts.
fn reader(scope: &Scope) -> &'static str {
    if matches!(scope, Scope::Partner(_)) { "partner" } else { "vendor" }
}

/// A deal within the scope as of `now`.
pub async fn find(
    read: &mut Read,
    scope: &Scope,
    id: &DealId,
    now: Instant,
) -> Result<Option<Deal>, StoreError> {
    let (statement, first) = FIND.within(scope);
    let args = vec![first, now.into(), reader(scope).into(), word(id)];
    let Some(row) = read.one(statement, args).await? else { return Ok(None) };
    let families = read.all(FAMILIES, args![word(id)]).await?;
    let families: Result<Vec<(FamilyId, String)>, StoreError> =
        families.iter().map(|row| Ok((row.word("id")?, row.text("name")?))).collect();
    let account = match row.maybe_word("account_id")? {
        Some(id) => Some((id, row.text("legal_name")?)),
        None => None,
    };
    let draft = row.text("draft")?;
    let programme = match row.maybe_word("programme_version_id")? {
        Some(version) => {
            let rules: Rules = row.json("rules")?;
            Some(Under {
                version,
                number: row.int("programme_number")?,
                name: row.text("programme_name")?,
                window_days: rules.window.days(),
                extension_days: rules.extension_days.into(),
            })
        }
        None => None,
    };
    Ok(Some(Deal {
        id: row.word("id")?,
        number: row.maybe_text("number")?,
        partner: (row.word("partner_id")?, row.text("partner_name")?),
        person: row.text("person_name")?,
        state: row.word("state")?,
        customer: Customer {
            name: row.text("customer_name")?,
            domain: row.text("customer_domain")?,
            country: row.text("customer_country")?,
        },
        account,
        families: families?,
        contact: Contact {
            name: row.text("contact_name")?,
            role: row.text("contact_role")?,
            email: row.text("contact_email")?,
        },
        need: row.text("need")?,
        amount: money(&row)?,
        close_on: row.maybe_on("close_on")?,
        programme,
        own: row.json("own")?,
        discount: row.maybe_int("discount")?,
        draft: if draft.is_empty() { None } else { Some(row.json("draft")?) },
        reason: row.maybe_word("reason")?,
        reason_note: row.text("reason_note")?,
        submitted_at: row.maybe_at("submitted_at")?,
        decide_by_at: row.maybe_at("decide_by_at")?,
        question: match row.maybe_text("question")? {
            Some(_) => Some(row.json("question")?),
            None => None,
        },
        asked_at: row.maybe_at("asked_at")?,
        decided_at: row.maybe_at("decided_at")?,
        protected_until_at: row.maybe_at("protected_until_at")?,
        extended_at: row.maybe_at("extended_at")?,
        appealed_at: row.maybe_at("appealed_at")?,
        version: row.int("version")?,
    }))
}

/// One page of deals within the scope as a view of them shows it, as of `now`: of all, or of what waits for a decision.
pub async fn list(
    read: &mut Read,
    scope: &Scope,
    view: &View,
    now: Instant,
) -> Result<Ordered<DealRow>, StoreError> {
    let orders = if view.list == List::Queue { QUEUE_ORDERS } else { ORDERS };
    let narrow = args![now, reader(scope), view.filter("state"), crate::sql::like(&view.search)];
    orders::page(read, orders, scope, view, narrow, line).await
}

pub(crate) async fn lines(
    read: &mut Read,
    (statement, first): (crate::sql::Statement, crate::value::Value),
    rest: Vec<crate::value::Value>,
) -> Result<Vec<DealRow>, StoreError> {
    let args = std::iter::once(first).chain(rest).collect();
    read.all(statement, args).await?.iter().map(line).collect()
}

/// The first of what waits for a decision, by its clock.
pub async fn queue(
    read: &mut Read,
    scope: &Scope,
    now: Instant,
    most: i64,
) -> Result<Vec<DealRow>, StoreError> {
    lines(read, QUEUE.within(scope), args![now, most]).await
}

/// How long the front of the queue has waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ages {
    /// How many were looked at: everything that waits, or the first thousand.
    pub waiting: i64,
    /// Those whose clock has run out.
    pub overdue: i64,
    /// Those whose clock runs out within a day.
    pub today: i64,
    /// When the oldest was submitted.
    pub oldest_at: Option<Instant>,
}

/// How long the front of the queue has waited as of `now`.
pub async fn ages(read: &mut Read, scope: &Scope, now: Instant) -> Result<Ages, StoreError> {
    let (statement, first) = AGES.within(scope);
    let rows = read.all(statement, vec![first, now.into(), now.plus_days(1).into()]).await?;
    let none = Ages { waiting: 0, overdue: 0, today: 0, oldest_at: None };
    rows.first().map_or(Ok(none), |row| {
        Ok(Ages {
            waiting: row.int("waiting")?,
            overdue: row.int("overdue")?,
            today: row.int("today")?,
            oldest_at: row.maybe_at("oldest_at")?,
        })
    })
}

/// Approvals whose window ends before `until`, the next first; of this person alone where one is named.
pub async fn ending(
    read: &mut Read,
    scope: &Scope,
    person: Option<&PersonId>,
    now: Instant,
    until: Instant,
) -> Result<Vec<DealRow>, StoreError> {
    let person = person.map_or("", PersonId::as_str);
    lines(read, ENDING.within(scope), args![now, until, person]).await
}

/// What the vendor asked and got no answer to, the longest first; of this person alone where one is named.
pub async fn asked(
    read: &mut Read,
    scope: &Scope,
    person: Option<&PersonId>,
    now: Instant,
) -> Result<Vec<DealRow>, StoreError> {
    let person = person.map_or("", PersonId::as_str);
    lines(read, ASKED.within(scope), args![now, person]).await
}

/// Currency and country of what this person handed in last: what the next registration begins with.
pub async fn last_values(read: &mut Read, person: &PersonId) -> Result<(String, String), StoreError> {
    match read.one(LAST, args![word(person)]).await? {
        Some(row) => Ok((row.text("currency")?, row.text("customer_country")?)),
        None => Ok(("EUR".to_owned(), String::new())),
    }
}

/// What was decided after `since`, the latest first; of this person alone where one is named.
pub async fn decided(
    read: &mut Read,
    scope: &Scope,
    person: Option<&PersonId>,
    now: Instant,
    since: Instant,
) -> Result<Vec<DealRow>, StoreError> {
    let person = person.map_or("", PersonId::as_str);
    lines(read, DECIDED.within(scope), args![now, since, person]).await
}

/// The newest deals of one organisation, within the scope.
pub async fn latest(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
    now: Instant,
) -> Result<Vec<DealRow>, StoreError> {
    lines(read, LATEST.within(scope), args![now, reader(scope), word(partner)]).await
}

/// The newest deals on one customer account, within the scope.
pub async fn on_account(
    read: &mut Read,
    scope: &Scope,
    account: &AccountId,
    now: Instant,
) -> Result<Vec<DealRow>, StoreError> {
    lines(read, ON_ACCOUNT.within(scope), args![now, reader(scope), word(account)]).await
}

/// How many deals stand where.
pub async fn counts(read: &mut Read, scope: &Scope, now: Instant) -> Result<Vec<(State, i64)>, StoreError> {
    let mut counts: Vec<(State, i64)> = Vec::new();
    for tally in tallies::tallies(read, scope, None, now).await? {
        match counts.iter_mut().find(|(state, _)| *state == tally.state) {
            Some((_, count)) => *count += tally.deals,
            None => counts.push((tally.state, tally.deals)),
        }
    }
    Ok(counts)
}

/// The evidence of a deal that the caller has found within its scope.
pub async fn evidence(read: &mut Read, deal: &Deal) -> Result<Vec<Evidence>, StoreError> {
    read.all(EVIDENCE, args![word(&deal.id)])
        .await?
        .iter()
        .map(|row| {
            Ok(Evidence {
                id: row.word("id")?,
                name: row.text("name")?,
                bytes: row.int("bytes")?,
                kind: row.text("kind")?,
                shows: row.word("shows")?,
            })
        })
        .collect()
}

/// The customers that a partner has named before; for its own people only.
pub async fn customers(read: &mut Read, scope: &Scope) -> Result<Vec<Customer>, StoreError> {
    let Scope::Partner(own) = scope else { return Ok(Vec::new()) };
    read.all(CUSTOMERS, args![word(own)])
        .await?
        .iter()
        .map(|row| {
            Ok(Customer {
                name: row.text("customer_name")?,
                domain: row.text("customer_domain")?,
                country: row.text("customer_country")?,
            })
        })
        .collect()
}
