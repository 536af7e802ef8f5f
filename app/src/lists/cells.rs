//! What stands in the cells of each list, for its page and for its files alike.

use crate::api::ApiError;
use crate::assets::{language_name, standing};
use crate::deals::tone;
use crate::texts::{speaking, text};
use crate::ui::Tone;
use crate::words;
use domain::access::{
    Actor, ManageAccounts, ManageAssets, ManagePartnerPeople, ManagePeople, Scope, Subject, WriteCourses,
};
use domain::accounts::Renewal;
use domain::deals::State;
use domain::language::Language;
use domain::learning::{CourseState, CourseTally, Topic};
use domain::lists::{List, View};
use domain::money::Money;
use domain::people::PersonLine;
use domain::time::{Day, Instant};
use store::Read;
use store::assets::AssetRow;
use store::deals::DealRow;
use store::orders::Ordered;
use store::partners::PartnerRow;

/// A value in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Text that somebody typed, or a word of ours.
    Text(String),
    /// A state, with what it means for the reader.
    State(Tone, String),
    /// A count.
    Number(i64),
    /// A length of a file.
    Bytes(i64),
    /// An amount.
    Money(Money),
    /// A day.
    Day(Day),
    /// A point in time.
    At(Instant),
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its own page, if it has one.
    pub href: Option<String>,
    /// Its values in the columns of the view.
    pub values: Vec<Value>,
}

/// Rows, and the key behind which the next ones are.
pub type Batch = Ordered<Line>;

/// One page of a list for its reader, in the columns of the view. `vendor` is what the vendor is called; words are in the
/// language of the page around, or in this one.
///
/// # Errors
///
/// [`ApiError::Denied`] when the reader does not have the list.
pub async fn batch(
    read: &mut Read,
    actor: &Actor,
    view: &View,
    now: Instant,
    vendor: &str,
    language: Option<Language>,
) -> Result<Batch, ApiError> {
    if !view.list.is_for(actor.profile().role) {
        return Err(ApiError::Denied);
    }
    Ok(match view.list {
        List::Deals | List::Queue => {
            let scope = actor.scope(Subject::Deals);
            let found = store::deals::list(read, &scope, view, now).await?;
            made(
                found,
                (view, language),
                |row| (&row.id, Some(deal_path(row))),
                |row, name| deal(row, name, now),
            )
        }
        List::Partners => {
            let found = store::partners::list(read, &actor.scope(Subject::Partners), view).await?;
            made(found, (view, language), |row| (&row.id, Some(format!("/partners/{}", row.id))), partner)
        }
        List::People => {
            let found = store::people::page(read, &people_scope(actor)?, view).await?;
            made(found, (view, language), |row| (&row.id, None), |row, name| person(row, name, vendor))
        }
        List::Accounts => {
            let permit = actor.permit(ManageAccounts)?;
            let found = store::accounts::list(read, &permit, view).await?;
            made(
                found,
                (view, language),
                |(row, _)| (&row.id, Some(format!("/accounts/{}", row.id))),
                account,
            )
        }
        List::Renewals => {
            let scope = actor.scope(Subject::Accounts);
            let found = store::accounts::installs::renewals(read, &scope, view, now.day()).await?;
            // The page of an account is the vendor's.
            let href = |row: &Renewal| {
                let staff = !matches!(scope, Scope::Partner(_));
                staff.then(|| format!("/accounts/{}", row.account.0))
            };
            made(found, (view, language), |row| (&row.id, href(row)), renewal)
        }
        List::Assets => {
            let (permit, today) = (actor.permit(ManageAssets)?, now.day());
            let found = store::assets::page(read, &permit, view, today).await?;
            made(
                found,
                (view, language),
                |row| (&row.id, Some(format!("/assets/manage/{}", row.id))),
                |row, name| asset(row, name, today),
            )
        }
        List::Courses => {
            let permit = actor.permit(WriteCourses)?;
            let found = store::learning::manuscripts::page(read, &permit, view).await?;
            made(
                found,
                (view, language),
                |(row, _)| (&row.id, Some(format!("/learning/manage/{}", row.id))),
                course,
            )
        }
    })
}

/// Everybody for those who manage everybody, the own organisation's people for its administrators.
pub(super) fn people_scope(actor: &Actor) -> Result<Scope, ApiError> {
    if actor.permit(ManagePeople).is_ok() {
        return Ok(actor.scope(Subject::Partners));
    }
    let partner = actor.profile().partner_id().cloned().ok_or(ApiError::Denied)?;
    let permit = actor.permit(ManagePartnerPeople { partner })?;
    Ok(Scope::Partner(permit.act().partner.clone()))
}

fn made<T, I: ToString + 'static>(
    (rows, next): Ordered<T>,
    (view, language): (&View, Option<Language>),
    of: impl Fn(&T) -> (&I, Option<String>),
    cell: impl Fn(&T, &str) -> Value,
) -> Batch {
    let line = |row: &T| {
        let (id, href) = of(row);
        let values = || view.columns().iter().map(|column| cell(row, column.name)).collect();
        let values = match language {
            Some(language) => speaking(language, values),
            None => values(),
        };
        Line { id: id.to_string(), href, values }
    };
    (rows.iter().map(line).collect(), next)
}

fn words_of(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn or_empty<T>(value: Option<T>, made: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Empty, made)
}

fn deal_path(row: &DealRow) -> String {
    let edit = if row.state == State::Draft { "/edit" } else { "" };
    format!("/deals/{}{edit}", row.id)
}

fn deal(row: &DealRow, name: &str, now: Instant) -> Value {
    match name {
        "customer" if row.customer.is_empty() => words_of(text::deals::unnamed()),
        "customer" => words_of(&row.customer),
        "state" => Value::State(tone(row.state), words::deal_state(row.state).to_owned()),
        "partner" => words_of(&row.partner.1),
        "number" => or_empty(row.number.clone(), Value::Text),
        "clock" => words_of(crate::deals::clock(row.state, row.decide_by_at, row.protected_until_at, now)),
        "amount" => or_empty(row.amount.clone(), Value::Money),
        "person" => words_of(&row.person),
        "close_on" => or_empty(row.close_on, Value::Day),
        "submitted" => or_empty(row.submitted_at, Value::At),
        "decide_by" => or_empty(row.decide_by_at, Value::At),
        "protected" => or_empty(row.protected_until_at, Value::At),
        _ => Value::Empty,
    }
}

fn partner(row: &PartnerRow, name: &str) -> Value {
    match name {
        "name" => words_of(&row.name),
        "tier" => words_of(words::tier(row.tier)),
        "region" => words_of(words::region(row.region)),
        "manager" => words_of(row.manager.as_deref().unwrap_or(text::partners::nobody())),
        "people" => Value::Number(row.people),
        "joined" => Value::Day(row.created_at.day()),
        _ => Value::Empty,
    }
}

fn person(row: &PersonLine, name: &str, vendor: &str) -> Value {
    match name {
        "name" => words_of(&row.name),
        "email" => words_of(&row.email),
        "organisation" => words_of(row.partner.as_ref().map_or(vendor, |(_, name)| name)),
        "role" => words_of(words::role(row.role)),
        "open" => words_of(if row.active { text::exports::yes() } else { text::exports::no() }),
        "joined" => Value::Day(row.created_at.day()),
        _ => Value::Empty,
    }
}

fn account((row, made): &(domain::accounts::Account, Instant), name: &str) -> Value {
    match name {
        "legal_name" => words_of(&row.legal_name),
        "domain" => words_of(&row.domain),
        "country" => words_of(crate::words::country(&row.country)),
        "made" => Value::Day(made.day()),
        _ => Value::Empty,
    }
}

fn renewal(row: &Renewal, name: &str) -> Value {
    match name {
        "customer" => words_of(&row.account.1),
        "family" => words_of(&row.family),
        "quantity" => Value::Number(row.quantity),
        "renews" => Value::Day(row.renews),
        "partner" => words_of(row.partner.as_ref().map_or(text::accounts::no_partner(), |(_, name)| name)),
        _ => Value::Empty,
    }
}

fn asset(row: &AssetRow, name: &str, today: Day) -> Value {
    match name {
        "title" => words_of(&row.title),
        "state" => {
            let (tone, words) = standing(row.state, row.publish_on, row.expire_on, today);
            Value::State(tone, words)
        }
        "kind" => words_of(words::asset_kind(row.kind)),
        "language" => words_of(language_name(&row.language)),
        "taken" => Value::Number(row.downloads),
        "file" => words_of(row.media.as_str().to_uppercase()),
        "bytes" => Value::Bytes(row.bytes),
        "publish_on" => or_empty(row.publish_on, Value::Day),
        "expire_on" => or_empty(row.expire_on, Value::Day),
        "uploaded" => Value::Day(row.created_at.day()),
        _ => Value::Empty,
    }
}

fn course((row, topic): &(CourseTally, String), name: &str) -> Value {
    match name {
        "title" => words_of(&row.title),
        "state" => {
            let (tone, words) = course_state(row.state);
            Value::State(tone, words.to_owned())
        }
        "lessons" => Value::Number(row.lessons),
        "questions" => Value::Number(row.questions),
        "enrolled" => Value::Number(row.enrolled),
        "passed" => Value::Number(row.passed),
        "topic" => or_empty(topic.parse::<Topic>().ok(), |topic| words_of(crate::learning::topic(topic))),
        _ => Value::Empty,
    }
}

fn course_state(state: CourseState) -> (Tone, &'static str) {
    crate::learning::course_state_word(state)
}

/// What a column is called.
pub fn label(list: List, name: &str) -> &'static str {
    use text::{accounts, assets, courses, deals, exports, lists, partners, people};
    match (list, name) {
        (List::Deals | List::Queue, "newest") => lists::newest(),
        (List::Deals | List::Queue, "customer") => deals::customer(),
        (List::Deals | List::Queue, "partner") => deals::partner(),
        (List::Deals | List::Queue, "number") => deals::number(),
        (List::Deals | List::Queue, "clock") => deals::clock(),
        (List::Deals | List::Queue, "amount") => deals::amount(),
        (List::Deals | List::Queue, "person") => exports::person(),
        (List::Deals | List::Queue, "close_on") => deals::close_on(),
        (List::Deals | List::Queue, "submitted") => exports::submitted(),
        (List::Deals | List::Queue, "decide_by") => exports::decide_by(),
        (List::Deals | List::Queue, "protected") => exports::protected(),
        (List::Assets, "newest") => lists::newest(),
        (List::Assets, "title") => assets::name(),
        (List::Assets, "state") => assets::state(),
        (_, "kind") => assets::kind(),
        (_, "language") => assets::language(),
        (_, "taken") => assets::downloads(),
        (_, "file") => assets::file(),
        (_, "bytes") => assets::size(),
        (_, "publish_on") => assets::publish_on(),
        (_, "expire_on") => assets::expire_on(),
        (_, "uploaded") => lists::uploaded(),
        (List::Partners, "name") => partners::name(),
        (_, "tier") => partners::tier(),
        (_, "region") => partners::region(),
        (_, "manager") => partners::manager(),
        (_, "people") => partners::people(),
        (_, "joined") => exports::joined(),
        (List::People, "name") => people::name(),
        (_, "email") => people::email(),
        (_, "organisation") => people::organisation(),
        (_, "role") => people::role(),
        (_, "open") => exports::open(),
        (_, "legal_name") => accounts::legal_name(),
        (_, "domain") => accounts::domain(),
        (_, "country") => accounts::country(),
        (_, "customer") => accounts::customer(),
        (_, "partner") => accounts::partner(),
        (_, "family") => accounts::family(),
        (_, "quantity") => accounts::quantity(),
        (_, "renews") => accounts::renews_on(),
        (_, "within") => accounts::within(),
        (_, "made") => lists::made(),
        (_, "title") => courses::name(),
        (_, "lessons") => courses::lessons(),
        (_, "questions") => courses::questions(),
        (_, "enrolled") => courses::enrolled(),
        (_, "passed") => courses::passed(),
        (_, "topic") => courses::topic(),
        _ => deals::state(),
    }
}
