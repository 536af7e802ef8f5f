//! People: who is there, and what they sign in with.

pub mod changes;
pub mod identities;
pub mod invitations;

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::orders::Ordered;
use crate::row::Row;
use crate::sessions;
use crate::value::{maybe, word};
use crate::{args, orders, statements};
use domain::access::{
    KeepOwnAccount, ManagePartners, ManagePeople, ManageProgrammes, Membership, Permit, Profile, Role, Scope,
};
use domain::id::{PartnerId, PersonId};
use domain::language::Language;
use domain::lists::View;
use domain::people::PersonLine;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

statements! {
    PROFILE = "SELECT p.id, p.name, p.email, p.role, p.partner_id, p.language, o.name AS partner_name, o.tier, o.logo_id, t.type
        FROM people p LEFT JOIN partners o ON o.id = p.partner_id LEFT JOIN partner_types t ON t.partner_id = o.id
        WHERE p.id = $1 AND p.active ORDER BY t.type";
    BY_EMAIL = "SELECT id, password_hash FROM people WHERE email = $1 AND active";
    EMAIL_TAKEN = "SELECT id FROM people WHERE email = $1";
    INSERT = "INSERT INTO people (id, name, email, role, partner_id, password_hash, active, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, TRUE, 1, $7)";
    LIST = scoped("SELECT p.id, p.name, p.email, p.role, p.partner_id, o.name AS partner_name, p.active, p.created_at, p.version
        FROM people p LEFT JOIN partners o ON o.id = p.partner_id WHERE", "p.partner_id",
        "AND ($2 = '' OR p.partner_id = $2) ORDER BY p.name, p.id LIMIT 500");
    ONE = scoped("SELECT p.id, p.name, p.email, p.role, p.partner_id, o.name AS partner_name, p.active, p.created_at, p.version
        FROM people p LEFT JOIN partners o ON o.id = p.partner_id WHERE", "p.partner_id", "AND p.id = $2");
    OF_EMAIL = "SELECT p.id, p.name, p.email, p.role, p.partner_id, o.name AS partner_name, p.active, p.created_at, p.version
        FROM people p LEFT JOIN partners o ON o.id = p.partner_id WHERE p.email = $1";
    STANDING = "SELECT role, active FROM people WHERE id = $1";
    STAFF = "SELECT id, name FROM people WHERE role = $1 AND active ORDER BY name, id LIMIT 500";
    SET_PASSWORD = "UPDATE people SET password_hash = $2, version = version + 1 WHERE id = $1";
    CHOOSE_LANGUAGE = "UPDATE people SET language = $2, version = version + 1 WHERE id = $1";
    DECIDERS = "SELECT id, name, email FROM people WHERE role IN ('administrator', 'approver', 'channel_manager') AND active
        ORDER BY name, id LIMIT 500";
    ANYBODY = "SELECT id FROM people LIMIT 1";
}

orders! {
    ORDERS = ("p.id, p.name, p.email, p.role, p.partner_id, o.name AS partner_name, p.active, p.created_at, p.version",
        "FROM people p LEFT JOIN partners o ON o.id = p.partner_id", "p.partner_id",
        "AND ($2 = '' OR LOWER(p.name) LIKE ($2 || '') ESCAPE '\\' OR p.email LIKE ($2 || '') ESCAPE '\\') AND ($3 = '' OR p.role = $3)
        AND ($4 = '' OR p.active = ($4 = 'yes'))", "p.id", "$5", "$6", "$7"):
    "name" text "p.name";
    "email" text "p.email";
    "organisation" text "COALESCE(o.name, '')";
    "role" text "p.role";
    "joined" number "p.created_at";
}

/// SHA-256 of a secret in lower-case hex: what is kept of links and session cookies.
pub fn secret_hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The profile of a person who may sign in.
pub async fn profile(read: &mut Read, person: &PersonId) -> Result<Option<Profile>, StoreError> {
    let rows = read.all(PROFILE, args![word(person)]).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let partner = match first.maybe_word::<PartnerId>("partner_id")? {
        None => None,
        Some(id) => {
            let types =
                rows.iter().filter_map(|row| row.maybe_word("type").transpose()).collect::<Result<_, _>>()?;
            let has_logo = first.maybe_text("logo_id")?.is_some();
            Some(Membership {
                id,
                name: first.text("partner_name")?,
                tier: first.word("tier")?,
                types,
                has_logo,
            })
        }
    };
    let (name, email) = (first.text("name")?, first.text("email")?);
    let language = first.maybe_word("language")?;
    Ok(Some(Profile { person: person.clone(), name, email, role: first.word("role")?, partner, language }))
}

/// What a local sign-in is checked against.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Who.
    pub person: PersonId,
    /// PHC string; `None` for people who only come by single sign-on.
    pub password_hash: Option<String>,
}

/// The active person with this address.
pub async fn credentials(read: &mut Read, email: &str) -> Result<Option<Credentials>, StoreError> {
    read.one(BY_EMAIL, args![email])
        .await?
        .map(|row| {
            Ok(Credentials { person: row.word("id")?, password_hash: row.maybe_text("password_hash")? })
        })
        .transpose()
}

/// Whether an account, active or not, has this address.
pub async fn email_is_taken(read: &mut Read, email: &str) -> Result<bool, StoreError> {
    Ok(read.one(EMAIL_TAKEN, args![email]).await?.is_some())
}

/// A person about to be made.
#[derive(Debug, Clone, Serialize)]
pub struct NewPerson {
    /// Full name.
    pub name: String,
    /// E-mail address, checked.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Organisation, for partner roles.
    pub partner: Option<PartnerId>,
    /// PHC string of the password, for local accounts.
    #[serde(skip)]
    pub password_hash: Option<String>,
}

/// Makes a person.
pub async fn make(
    tx: &mut Tx,
    permit: &Permit<ManagePeople>,
    new: &NewPerson,
) -> Result<PersonId, StoreError> {
    let id = insert(tx, new).await?;
    tx.changed(permit, of_person(&id, new.partner.as_ref()).after(new).event("person.joined")).await?;
    Ok(id)
}

fn of_person<'a>(id: &'a PersonId, partner: Option<&'a PartnerId>) -> Change<'a> {
    let change = Change::of("person", id.as_str());
    match partner {
        Some(partner) => change.partner(partner),
        None => change,
    }
}

async fn insert(tx: &mut Tx, new: &NewPerson) -> Result<PersonId, StoreError> {
    let id: PersonId = tx.fresh();
    let now = tx.now();
    tx.run(
        INSERT,
        args![
            word(&id),
            &new.name,
            &new.email,
            new.role.as_str(),
            maybe(new.partner.as_ref()),
            new.password_hash.clone(),
            now
        ],
    )
    .await?;
    Ok(id)
}

fn line(row: &Row) -> Result<PersonLine, StoreError> {
    let partner = match row.maybe_word::<PartnerId>("partner_id")? {
        Some(id) => Some((id, row.text("partner_name")?)),
        None => None,
    };
    Ok(PersonLine {
        id: row.word("id")?,
        name: row.text("name")?,
        email: row.text("email")?,
        role: row.word("role")?,
        partner,
        active: row.flag("active")?,
        created_at: row.at("created_at")?,
        version: row.int("version")?,
    })
}

/// People within the scope, by name; of one partner, or of all.
pub async fn list(
    read: &mut Read,
    scope: &Scope,
    partner: Option<&PartnerId>,
) -> Result<Vec<PersonLine>, StoreError> {
    let (statement, first) = LIST.within(scope);
    let partner = partner.map_or(String::new(), ToString::to_string);
    read.all(statement, vec![first, partner.into()]).await?.iter().map(line).collect()
}

/// One page of people within the scope as a view of them shows it.
pub async fn page(read: &mut Read, scope: &Scope, view: &View) -> Result<Ordered<PersonLine>, StoreError> {
    let narrow = args![crate::sql::like(&view.search), view.filter("role"), view.filter("open")];
    orders::page(read, ORDERS, scope, view, narrow, line).await
}

/// A person within the scope.
pub async fn find(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
) -> Result<Option<PersonLine>, StoreError> {
    let (statement, first) = ONE.within(scope);
    read.one(statement, vec![first, word(person)]).await?.as_ref().map(line).transpose()
}

/// The person with this address, whoever it is, active or not.
pub async fn by_email(
    read: &mut Read,
    _permit: &Permit<ManagePeople>,
    email: &str,
) -> Result<Option<PersonLine>, StoreError> {
    read.one(OF_EMAIL, args![email]).await?.as_ref().map(line).transpose()
}

/// Somebody's role, and whether the account is open.
pub async fn standing(
    read: &mut Read,
    _permit: &Permit<ManagePartners>,
    person: &PersonId,
) -> Result<Option<(Role, bool)>, StoreError> {
    read.one(STANDING, args![word(person)])
        .await?
        .map(|row| Ok((row.word("role")?, row.flag("active")?)))
        .transpose()
}

/// Active people of one role, for a choice in a form.
pub async fn with_role(
    read: &mut Read,
    _permit: &Permit<ManagePartners>,
    role: Role,
) -> Result<Vec<(PersonId, String)>, StoreError> {
    read.all(STAFF, args![role.as_str()])
        .await?
        .iter()
        .map(|row| Ok((row.word("id")?, row.text("name")?)))
        .collect()
}

/// Somebody who can be named for a step of an approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decider {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// Active people who can be named for a step of an approval.
pub async fn deciders(
    read: &mut Read,
    _permit: &Permit<ManageProgrammes>,
) -> Result<Vec<Decider>, StoreError> {
    let rows = read.all(DECIDERS, args![]).await?;
    rows.iter()
        .map(|row| Ok(Decider { id: row.word("id")?, name: row.text("name")?, email: row.text("email")? }))
        .collect()
}

/// Sets the own password; every session ends, the caller starts a new one.
pub async fn set_password(
    tx: &mut Tx,
    permit: &Permit<KeepOwnAccount>,
    person: &PersonId,
    hash: &str,
) -> Result<(), StoreError> {
    tx.run_one(SET_PASSWORD, args![word(person), hash]).await?;
    sessions::end_all(tx, person).await?;
    tx.changed(permit, Change::of("person", person.as_str()).event("person.password_changed")).await
}

/// Chooses the language that the person's pages and mail have.
pub async fn choose_language(
    tx: &mut Tx,
    permit: &Permit<KeepOwnAccount>,
    person: &PersonId,
    language: Language,
) -> Result<(), StoreError> {
    tx.run_one(CHOOSE_LANGUAGE, args![word(person), language.as_str()]).await?;
    let change = Change::of("person", person.as_str()).after(&language);
    tx.changed(permit, change.event("person.language_chosen")).await
}

/// Whether the portal has nobody yet.
pub async fn nobody_yet(read: &mut Read) -> Result<bool, StoreError> {
    Ok(read.one(ANYBODY, args![]).await?.is_none())
}

/// Ends all own sessions; answers how many.
pub async fn sign_out_everywhere(
    tx: &mut Tx,
    permit: &Permit<KeepOwnAccount>,
    person: &PersonId,
) -> Result<u64, StoreError> {
    let ended = sessions::end_all(tx, person).await?;
    tx.changed(permit, Change::of("person", person.as_str()).event("person.signed_out")).await?;
    Ok(ended)
}
