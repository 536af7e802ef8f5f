//! Invitations: links that carry a secret, of which only the SHA-256 is kept, and are as good as whoever made them.

use super::{NewPerson, make, profile, secret_hash};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::mail;
use crate::row::Row;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{InviteToPartner, ManagePeople, OverPeople, Permit, Role, Scope};
use domain::id::{InvitationId, PartnerId, PersonId};
use domain::mail::MailKind;
use domain::people::{INVITATION_DAYS, Joining, NewInvitation, OpenInvitation};
use domain::time::Instant;

statements! {
    INVITE = "INSERT INTO invitations (id, token_hash, partner_id, email, role, invited_by, expires_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    BY_SECRET = "SELECT i.id, i.partner_id, i.email, i.role, i.invited_by, o.name AS partner_name FROM invitations i
        LEFT JOIN partners o ON o.id = i.partner_id
        WHERE (i.token_hash = $1 OR i.mail_token_hash = $1) AND i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $2";
    USE_UP = "UPDATE invitations SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL";
    OPEN = scoped("SELECT i.id, i.partner_id, i.email, i.role, i.expires_at, o.name AS partner_name, b.name AS inviter
        FROM invitations i JOIN people b ON b.id = i.invited_by LEFT JOIN partners o ON o.id = i.partner_id WHERE", "i.partner_id",
        "AND ($2 = '' OR i.id = $2) AND i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $3 AND b.active
        ORDER BY i.id LIMIT 500");
    WITHDRAW = "UPDATE invitations SET withdrawn_at = $2 WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL";
    ARM_MAIL = "UPDATE invitations SET mail_token_hash = $2 WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL";
    FIRST_LINK_GONE = "DELETE FROM invitations WHERE email IS NULL AND used_at IS NULL";
    ADMINISTRATOR = "SELECT id FROM people WHERE role = 'administrator' AND active LIMIT 1";
}

/// Invites somebody into a partner organisation; the secret goes into the link and is not kept.
pub async fn invite_to_partner(
    tx: &mut Tx,
    permit: &Permit<InviteToPartner>,
    new: &NewInvitation,
    secret: &str,
) -> Result<InvitationId, StoreError> {
    let partner = &permit.act().partner;
    let after = NewInvitation { partner: Some(partner.clone()), ..new.clone() };
    let by = permit.who().person.as_ref();
    let id = insert(tx, Some(partner), Some(&new.email), new.role, by, secret).await?;
    tx.changed(permit, Change::of("invitation", id.as_str()).partner(partner).after(&after)).await?;
    Ok(id)
}

/// Invites vendor staff.
pub async fn invite_staff(
    tx: &mut Tx,
    permit: &Permit<ManagePeople>,
    new: &NewInvitation,
    secret: &str,
) -> Result<InvitationId, StoreError> {
    let after = NewInvitation { partner: None, ..new.clone() };
    let by = permit.who().person.as_ref();
    let id = insert(tx, None, Some(&new.email), new.role, by, secret).await?;
    tx.changed(permit, Change::of("invitation", id.as_str()).after(&after)).await?;
    Ok(id)
}

/// Writes the mail of an invitation.
pub async fn by_mail(tx: &mut Tx, invitation: &InvitationId) -> Result<(), StoreError> {
    let mark = format!("invitation {invitation}");
    mail::write(tx, MailKind::Invitation, None, invitation.as_str(), &mark).await.map(drop)
}

/// Gives the mailed link of an invitation its secret, just before it is sent; false when it does not work any more.
pub async fn arm_mail(tx: &mut Tx, invitation: &InvitationId, secret: &str) -> Result<bool, StoreError> {
    Ok(tx.run(ARM_MAIL, args![word(invitation), secret_hash(secret)]).await? == 1)
}

/// The link that makes the first administrator; older ones stop working.
pub async fn invite_first(
    tx: &mut Tx,
    permit: &Permit<ManagePeople>,
    secret: &str,
) -> Result<(), StoreError> {
    tx.run(FIRST_LINK_GONE, args![]).await?;
    let id = insert(tx, None, None, Role::Administrator, None, secret).await?;
    tx.changed(permit, Change::of("invitation", id.as_str()).after(&Role::Administrator)).await
}

/// Whether nobody can administer the portal: then the first link is due.
pub async fn no_administrator_yet(read: &mut Read) -> Result<bool, StoreError> {
    Ok(read.one(ADMINISTRATOR, args![]).await?.is_none())
}

async fn insert(
    tx: &mut Tx,
    partner: Option<&PartnerId>,
    email: Option<&String>,
    role: Role,
    by: Option<&PersonId>,
    secret: &str,
) -> Result<InvitationId, StoreError> {
    let id: InvitationId = tx.fresh();
    let now = tx.now();
    let expires = now.plus_days(INVITATION_DAYS);
    let hash = secret_hash(secret);
    tx.run(
        INVITE,
        args![word(&id), hash, maybe(partner), maybe(email), role.as_str(), maybe(by), expires, now],
    )
    .await?;
    Ok(id)
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

fn organisation(row: &Row) -> Result<Option<(PartnerId, String)>, StoreError> {
    match row.maybe_word::<PartnerId>("partner_id")? {
        Some(id) => Ok(Some((id, row.text("partner_name")?))),
        None => Ok(None),
    }
}

/// The open invitation of this secret, while somebody stands behind it.
pub async fn invitation(
    read: &mut Read,
    secret: &str,
    now: Instant,
) -> Result<Option<Invitation>, StoreError> {
    let Some(row) = read.one(BY_SECRET, args![secret_hash(secret), now]).await? else { return Ok(None) };
    let found = Invitation {
        id: row.word("id")?,
        partner: organisation(&row)?,
        email: row.maybe_text("email")?,
        role: row.word("role")?,
    };
    let inviter = row.maybe_word::<PersonId>("invited_by")?;
    Ok(is_vouched_for(read, &found, inviter.as_ref()).await?.then_some(found))
}

/// Whether the inviter could make this invitation today. Nobody stands behind the first link: it is good while nobody
/// else can administer the portal.
async fn is_vouched_for(
    read: &mut Read,
    invitation: &Invitation,
    inviter: Option<&PersonId>,
) -> Result<bool, StoreError> {
    let Some(inviter) = inviter else {
        return Ok(invitation.email.is_none() && no_administrator_yet(read).await?);
    };
    let Some(inviter) = profile(read, inviter).await? else { return Ok(false) };
    Ok(match &invitation.partner {
        Some((partner, _)) => {
            invitation.role.is_partner() && inviter.may(&InviteToPartner { partner: partner.clone() })
        }
        None => inviter.may(&ManagePeople),
    })
}

/// Uses an invitation up and makes the person it is for. The secret of the link is the proof; it is looked at in this
/// very transaction, so that whoever withdraws it meanwhile wins.
pub async fn join(
    tx: &mut Tx,
    secret: &str,
    joining: &Joining,
    password_hash: String,
) -> Result<PersonId, StoreError> {
    let now = tx.now();
    let invitation = invitation(tx, secret, now).await?.ok_or(StoreError::Stale)?;
    tx.run_one(USE_UP, args![word(&invitation.id), now]).await?;
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

fn line(row: &Row) -> Result<OpenInvitation, StoreError> {
    Ok(OpenInvitation {
        id: row.word("id")?,
        partner: organisation(row)?,
        email: row.text("email")?,
        role: row.word("role")?,
        invited_by: row.text("inviter")?,
        expires_at: row.at("expires_at")?,
    })
}

/// Invitations within the scope that nobody has taken yet, oldest first.
pub async fn open(read: &mut Read, scope: &Scope, now: Instant) -> Result<Vec<OpenInvitation>, StoreError> {
    let (statement, first) = OPEN.within(scope);
    read.all(statement, vec![first, "".into(), now.into()]).await?.iter().map(line).collect()
}

/// One of them.
pub async fn find_open(
    read: &mut Read,
    scope: &Scope,
    id: &InvitationId,
    now: Instant,
) -> Result<Option<OpenInvitation>, StoreError> {
    let (statement, first) = OPEN.within(scope);
    read.one(statement, vec![first, word(id), now.into()]).await?.as_ref().map(line).transpose()
}

/// Makes an open invitation worthless.
pub async fn withdraw<A: OverPeople>(
    tx: &mut Tx,
    permit: &Permit<A>,
    invitation: &OpenInvitation,
) -> Result<(), StoreError> {
    let partner = invitation.partner.as_ref().map(|(id, _)| id);
    if !permit.act().reaches(partner) {
        return Err(StoreError::Stale);
    }
    let now = tx.now();
    tx.run_one(WITHDRAW, args![word(&invitation.id), now]).await?;
    let change = Change::of("invitation", invitation.id.as_str()).before(invitation);
    let change = change.event("invitation.withdrawn");
    tx.changed(permit, partner.map_or(change.clone(), |partner| change.partner(partner))).await
}
