//! People, their identities at providers, and invitations.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::sessions;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{
    InviteToPartner, KeepOwnAccount, ManagePeople, Membership, Permit, Profile, Role, Scope,
};
use domain::id::{InvitationId, PartnerId, PersonId};
use domain::people::{INVITATION_DAYS, Joining, NewInvitation, PersonLine};
use domain::time::Instant;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

statements! {
    PROFILE = "SELECT p.id, p.name, p.email, p.role, p.partner_id, o.name AS partner_name, o.tier, o.logo_id, t.type
        FROM people p LEFT JOIN partners o ON o.id = p.partner_id LEFT JOIN partner_types t ON t.partner_id = o.id
        WHERE p.id = $1 AND p.active ORDER BY t.type";
    BY_EMAIL = "SELECT id, password_hash FROM people WHERE email = $1 AND active";
    BY_IDENTITY = "SELECT p.id, p.active FROM identities i JOIN people p ON p.id = i.person_id WHERE i.issuer = $1 AND i.subject = $2";
    EMAIL_TAKEN = "SELECT id FROM people WHERE email = $1";
    INSERT = "INSERT INTO people (id, name, email, role, partner_id, password_hash, active, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, TRUE, 1, $7)";
    INSERT_IDENTITY = "INSERT INTO identities (issuer, subject, person_id, email, linked_at) VALUES ($1, $2, $3, $4, $5)";
    IDENTITIES = "SELECT issuer, email, linked_at FROM identities WHERE person_id = $1 ORDER BY issuer";
    LIST = scoped("SELECT p.id, p.name, p.email, p.role, p.partner_id, o.name AS partner_name, p.active, p.created_at
        FROM people p LEFT JOIN partners o ON o.id = p.partner_id WHERE", "p.partner_id",
        "AND ($2 = '' OR p.partner_id = $2) ORDER BY p.name, p.id LIMIT 500");
    ONE = "SELECT p.id, p.name, p.email, p.role, p.partner_id, o.name AS partner_name, p.active, p.created_at
        FROM people p LEFT JOIN partners o ON o.id = p.partner_id WHERE p.id = $1";
    STAFF = "SELECT id, name FROM people WHERE role = $1 AND active ORDER BY name, id LIMIT 500";
    SET_ROLE = "UPDATE people SET role = $2, version = version + 1 WHERE id = $1 AND (partner_id IS NULL) = $3";
    SET_ACTIVE = "UPDATE people SET active = $2, version = version + 1 WHERE id = $1";
    SET_PASSWORD = "UPDATE people SET password_hash = $2, version = version + 1 WHERE id = $1";
    INVITE = "INSERT INTO invitations (id, token_hash, partner_id, email, role, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    INVITATION = "SELECT i.id, i.partner_id, i.email, i.role, o.name AS partner_name FROM invitations i
        LEFT JOIN partners o ON o.id = i.partner_id WHERE i.token_hash = $1 AND i.used_at IS NULL AND i.expires_at > $2";
    USE_INVITATION = "UPDATE invitations SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    ANYBODY = "SELECT id FROM people LIMIT 1";
    FIRST_LINK_GONE = "DELETE FROM invitations WHERE email IS NULL AND used_at IS NULL";
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
    Ok(Some(Profile { person: person.clone(), name, email, role: first.word("role")?, partner }))
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

/// What is known of an identity that a provider asserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// A person who may sign in.
    Active(PersonId),
    /// A person who may not any more.
    Left,
    /// Nobody yet.
    Nobody,
}

/// Finds the person of an identity.
pub async fn by_identity(read: &mut Read, issuer: &str, subject: &str) -> Result<Known, StoreError> {
    match read.one(BY_IDENTITY, args![issuer, subject]).await? {
        None => Ok(Known::Nobody),
        Some(row) if row.flag("active")? => Ok(Known::Active(row.word("id")?)),
        Some(_) => Ok(Known::Left),
    }
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

/// An identity as a provider asserted it.
#[derive(Debug, Clone, Serialize)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// The person at the provider.
    pub subject: String,
    /// The address it asserted.
    pub email: String,
}

/// Links an identity to the account in whose session this happens, or to a person made in the same transaction.
pub async fn link(
    tx: &mut Tx,
    permit: &Permit<KeepOwnAccount>,
    person: &PersonId,
    identity: &Identity,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(INSERT_IDENTITY, args![&identity.issuer, &identity.subject, word(person), &identity.email, now])
        .await?;
    tx.changed(permit, Change::of("person", person.as_str()).after(identity).event("person.linked")).await
}

/// The identities of the account in whose session this happens: issuer, address, since when.
pub async fn identities(
    read: &mut Read,
    _permit: &Permit<KeepOwnAccount>,
    person: &PersonId,
) -> Result<Vec<(String, String, Instant)>, StoreError> {
    read.all(IDENTITIES, args![word(person)])
        .await?
        .iter()
        .map(|row| Ok((row.text("issuer")?, row.text("email")?, row.at("linked_at")?)))
        .collect()
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

/// A person, for those who manage people.
pub async fn find(
    read: &mut Read,
    _permit: &Permit<ManagePeople>,
    person: &PersonId,
) -> Result<Option<PersonLine>, StoreError> {
    read.one(ONE, args![word(person)]).await?.as_ref().map(line).transpose()
}

/// Active people of one role, for a choice in a form.
pub async fn with_role(
    read: &mut Read,
    _permit: &Permit<domain::access::ManagePartners>,
    role: Role,
) -> Result<Vec<(PersonId, String)>, StoreError> {
    read.all(STAFF, args![role.as_str()])
        .await?
        .iter()
        .map(|row| Ok((row.word("id")?, row.text("name")?)))
        .collect()
}

/// Gives a person another role on the same side, and ends the sessions that had the old one.
pub async fn change_role(
    tx: &mut Tx,
    permit: &Permit<ManagePeople>,
    person: &PersonLine,
    role: Role,
) -> Result<(), StoreError> {
    tx.run_one(SET_ROLE, args![word(&person.id), role.as_str(), !role.is_partner()]).await?;
    sessions::end_all(tx, &person.id).await?;
    let after = PersonLine { role, ..person.clone() };
    tx.changed(
        permit,
        Change::of("person", person.id.as_str()).before(person).after(&after).event("person.role_changed"),
    )
    .await
}

/// Lets a person in or keeps a person out; keeping out ends all sessions.
pub async fn set_active(
    tx: &mut Tx,
    permit: &Permit<ManagePeople>,
    person: &PersonLine,
    active: bool,
) -> Result<(), StoreError> {
    tx.run_one(SET_ACTIVE, args![word(&person.id), active]).await?;
    sessions::end_all(tx, &person.id).await?;
    let after = PersonLine { active, ..person.clone() };
    tx.changed(permit, Change::of("person", person.id.as_str()).before(person).after(&after)).await
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

/// Invites somebody into a partner organisation; the secret goes into the link and is not kept.
pub async fn invite_to_partner(
    tx: &mut Tx,
    permit: &Permit<InviteToPartner>,
    new: &NewInvitation,
    secret: &str,
) -> Result<InvitationId, StoreError> {
    let (id, after) =
        insert_invitation(tx, Some(&permit.act().partner), Some(&new.email), new.role, secret).await?;
    tx.changed(permit, Change::of("invitation", id.as_str()).partner(&permit.act().partner).after(&after))
        .await?;
    Ok(id)
}

/// Invites vendor staff.
pub async fn invite_staff(
    tx: &mut Tx,
    permit: &Permit<ManagePeople>,
    new: &NewInvitation,
    secret: &str,
) -> Result<InvitationId, StoreError> {
    let (id, after) = insert_invitation(tx, None, Some(&new.email), new.role, secret).await?;
    tx.changed(permit, Change::of("invitation", id.as_str()).after(&after)).await?;
    Ok(id)
}

/// The link that makes the first administrator of an empty portal; older ones stop working.
pub async fn invite_first(
    tx: &mut Tx,
    permit: &Permit<ManagePeople>,
    secret: &str,
) -> Result<(), StoreError> {
    tx.run(FIRST_LINK_GONE, args![]).await?;
    let (id, after) = insert_invitation(tx, None, None, Role::Administrator, secret).await?;
    tx.changed(permit, Change::of("invitation", id.as_str()).after(&after)).await
}

/// Whether the portal has nobody yet.
pub async fn nobody_yet(read: &mut Read) -> Result<bool, StoreError> {
    Ok(read.one(ANYBODY, args![]).await?.is_none())
}

async fn insert_invitation(
    tx: &mut Tx,
    partner: Option<&PartnerId>,
    email: Option<&String>,
    role: Role,
    secret: &str,
) -> Result<(InvitationId, NewInvitation), StoreError> {
    let id: InvitationId = tx.fresh();
    let now = tx.now();
    let expires = now.plus_days(INVITATION_DAYS);
    tx.run(
        INVITE,
        args![word(&id), secret_hash(secret), maybe(partner), maybe(email), role.as_str(), expires, now],
    )
    .await?;
    let email = email.cloned().unwrap_or_default();
    Ok((id, NewInvitation { partner: partner.cloned(), email, role }))
}

/// An invitation that still works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Which.
    pub id: InvitationId,
    /// The organisation it leads into.
    pub partner: Option<(PartnerId, String)>,
    /// Whom it names; the very first names nobody.
    pub email: Option<String>,
    /// The role it gives.
    pub role: Role,
}

/// The open invitation of this secret.
pub async fn invitation(
    read: &mut Read,
    secret: &str,
    now: Instant,
) -> Result<Option<Invitation>, StoreError> {
    let Some(row) = read.one(INVITATION, args![secret_hash(secret), now]).await? else { return Ok(None) };
    let partner = match row.maybe_word::<PartnerId>("partner_id")? {
        Some(id) => Some((id, row.text("partner_name")?)),
        None => None,
    };
    Ok(Some(Invitation {
        id: row.word("id")?,
        partner,
        email: row.maybe_text("email")?,
        role: row.word("role")?,
    }))
}

/// Uses an invitation up and makes the person it is for. The secret of the link is the proof.
pub async fn join(
    tx: &mut Tx,
    invitation: &Invitation,
    joining: &Joining,
    password_hash: String,
) -> Result<PersonId, StoreError> {
    let now = tx.now();
    tx.run_one(USE_INVITATION, args![word(&invitation.id), now]).await?;
    let email = invitation.email.clone().or_else(|| joining.email.clone()).unwrap_or_default();
    let new = NewPerson {
        name: joining.name.clone(),
        email,
        role: invitation.role,
        partner: invitation.partner.as_ref().map(|(id, _)| id.clone()),
        password_hash: Some(password_hash),
    };
    make(tx, &Permit::of_the_portal(ManagePeople), &new).await
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
