//! Links to a new password: one use, half an hour, a few at a time, and no word to anybody about who has an account.

use super::write;
use crate::audit::Change;
use crate::db::Tx;
use crate::error::StoreError;
use crate::people::secret_hash;
use crate::value::word;
use crate::{args, sessions, statements};
use domain::access::Who;
use domain::id::{PasswordLinkId, PersonId};
use domain::mail::{MailKind, PASSWORD_LINK_MINUTES, PASSWORD_LINKS_MOST};

statements! {
    // Who comes by single sign-on only has no password that could be forgotten.
    OWNER = "SELECT id, name FROM people WHERE email = $1 AND active AND password_hash IS NOT NULL";
    OPEN = "SELECT COUNT(*) AS links FROM password_links WHERE person_id = $1 AND used_at IS NULL AND expires_at > $2";
    INSERT = "INSERT INTO password_links (id, person_id, expires_at, created_at) VALUES ($1, $2, $3, $4)";
    ARM = "UPDATE password_links SET token_hash = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $3";
    BY_SECRET = "SELECT l.id, l.person_id, p.name FROM password_links l JOIN people p ON p.id = l.person_id
        WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND p.active AND p.password_hash IS NOT NULL";
    USE_UP = "UPDATE password_links SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    // With one of them the others stop working.
    USE_UP_ALL = "UPDATE password_links SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL";
    SET = "UPDATE people SET password_hash = $2, version = version + 1 WHERE id = $1 AND active";
    PURGE = "DELETE FROM password_links WHERE expires_at < $1";
}

/// Writes the mail with a link to a new password, if somebody with this address has a password here. What is answered says
/// nothing about that.
pub async fn forgotten(tx: &mut Tx, email: &str) -> Result<(), StoreError> {
    let now = tx.now();
    let Some(owner) = tx.one(OWNER, args![email]).await? else { return Ok(()) };
    let person: PersonId = owner.word("id")?;
    let open = tx.one(OPEN, args![word(&person), now]).await?.map_or(Ok(0), |row| row.int("links"))?;
    if open >= PASSWORD_LINKS_MOST {
        return Ok(());
    }
    let id: PasswordLinkId = tx.fresh();
    tx.run(INSERT, args![word(&id), word(&person), now.plus_seconds(PASSWORD_LINK_MINUTES * 60), now])
        .await?;
    write(tx, MailKind::Password, Some(&person), id.as_str(), &format!("password {id}")).await?;
    let who = Who { person: None, name: email.to_owned() };
    tx.noted(&who, "password_forgotten", Change::of("person", person.as_str())).await
}

/// Gives the link its secret, just before it is mailed; false when it does not work any more. One that was mailed before
/// stops working.
pub async fn arm(tx: &mut Tx, link: &str, secret: &str) -> Result<bool, StoreError> {
    let now = tx.now();
    Ok(tx.run(ARM, args![link, secret_hash(secret), now]).await? == 1)
}

/// Whether this secret opens anything.
pub async fn opens(
    read: &mut crate::Read,
    secret: &str,
    now: domain::time::Instant,
) -> Result<bool, StoreError> {
    Ok(read.one(BY_SECRET, args![secret_hash(secret), now]).await?.is_some())
}

/// Sets a new password by the secret of a link, which is the proof; all sessions end, and other links stop working.
pub async fn renew(tx: &mut Tx, secret: &str, hash: &str) -> Result<PersonId, StoreError> {
    let now = tx.now();
    let row = tx.one(BY_SECRET, args![secret_hash(secret), now]).await?.ok_or(StoreError::Stale)?;
    let person: PersonId = row.word("person_id")?;
    tx.run_one(USE_UP, args![row.text("id")?, now]).await?;
    tx.run(USE_UP_ALL, args![word(&person), now]).await?;
    tx.run_one(SET, args![word(&person), hash]).await?;
    sessions::end_all(tx, &person).await?;
    let who = Who { person: Some(person.clone()), name: row.text("name")? };
    let change = Change::of("person", person.as_str()).event("person.password_changed");
    tx.noted(&who, "password_renewed", change).await?;
    Ok(person)
}

/// Forgets links that stopped working a while ago.
pub async fn purge(tx: &mut Tx) -> Result<u64, StoreError> {
    let before = tx.now().plus_days(-7);
    tx.run(PURGE, args![before]).await
}
