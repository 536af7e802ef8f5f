//! The vendor's look and own words.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::maybe;
use crate::{args, statements};
use domain::access::{Permit, SetLooks};
use domain::id::FileId;
use domain::language::Language;
use domain::looks::{Look, NewLook, OwnWord};
use serde::Serialize;

statements! {
    LOOK = "SELECT name, hue, logo_id, version FROM looks WHERE id = 'vendor'";
    WORDS = "SELECT term, language, words FROM own_words ORDER BY language, term";
    INSERT = "INSERT INTO looks (id, name, hue, logo_id, version) VALUES ('vendor', $1, $2, $3, 1)";
    CHANGE = "UPDATE looks SET name = $2, hue = $3, logo_id = $4, version = version + 1 WHERE id = 'vendor' AND version = $1";
    FORGET_WORDS = "DELETE FROM own_words WHERE language = $1";
    SAY = "INSERT INTO own_words (term, language, words) VALUES ($1, $2, $3)";
}

/// The look, or `None` while the configuration says it.
pub async fn look(read: &mut Read) -> Result<Option<Look>, StoreError> {
    let Some(row) = read.one(LOOK, args![]).await? else { return Ok(None) };
    let words = read.all(WORDS, args![]).await?.iter().filter_map(own_word).collect();
    let hue = u16::try_from(row.int("hue")?).unwrap_or_default();
    Ok(Some(Look {
        name: row.text("name")?,
        hue,
        logo: row.maybe_word("logo_id")?,
        words,
        version: row.int("version")?,
    }))
}

/// A word whose term or language the portal doesn't know any more is none.
fn own_word(row: &Row) -> Option<OwnWord> {
    Some(OwnWord {
        term: row.word("term").ok()?,
        language: row.word("language").ok()?,
        words: row.text("words").ok()?,
    })
}

/// What the audit keeps of a look.
#[derive(Debug, Serialize)]
struct Audited<'a> {
    name: &'a str,
    hue: u16,
    logo: Option<&'a FileId>,
}

fn audited(look: &Look) -> Audited<'_> {
    Audited { name: &look.name, hue: look.hue, logo: look.logo.as_ref() }
}

/// Changes name and colour of the look as it was read; stale when somebody was faster.
pub async fn change(
    tx: &mut Tx,
    permit: &Permit<SetLooks>,
    before: &Look,
    new: &NewLook,
) -> Result<(), StoreError> {
    let after = Look { name: new.name.clone(), hue: new.hue, ..before.clone() };
    write(tx, before, &after).await?;
    let change = Change::of("look", "vendor").before(&audited(before)).after(&audited(&after));
    tx.changed(permit, change.event("look.changed")).await
}

/// Changes the logo, or takes it away.
pub async fn change_logo(
    tx: &mut Tx,
    permit: &Permit<SetLooks>,
    before: &Look,
    logo: Option<FileId>,
) -> Result<(), StoreError> {
    let after = Look { logo, ..before.clone() };
    write(tx, before, &after).await?;
    let change = Change::of("look", "vendor").before(&audited(before)).after(&audited(&after));
    tx.changed(permit, change.event("look.changed")).await
}

/// Says the own words of one language anew.
pub async fn change_words(
    tx: &mut Tx,
    permit: &Permit<SetLooks>,
    before: &Look,
    language: Language,
    words: &[OwnWord],
) -> Result<(), StoreError> {
    write(tx, before, before).await?;
    tx.run(FORGET_WORDS, args![language.as_str()]).await?;
    for own in words {
        tx.run(SAY, args![own.term.as_str(), language.as_str(), &own.words]).await?;
    }
    let former: Vec<&OwnWord> = before.words.iter().filter(|own| own.language == language).collect();
    let change = Change::of("look", "vendor").before(&former).after(&words);
    tx.changed(permit, change.event("look.changed")).await
}

async fn write(tx: &mut Tx, before: &Look, after: &Look) -> Result<(), StoreError> {
    let hue = i64::from(after.hue);
    if before.version == 0 {
        tx.run(INSERT, args![&after.name, hue, maybe(after.logo.as_ref())]).await?;
        return Ok(());
    }
    tx.run_one(CHANGE, args![before.version, &after.name, hue, maybe(after.logo.as_ref())]).await
}
