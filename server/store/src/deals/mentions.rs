//! Who is named in a comment, and who can be: people who may read the deal, and of what is internal the vendor's only.

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::notices::circles::reads_deal;
use crate::value::word;
use crate::{args, statements};
use domain::access::Profile;
use domain::deals::Deal;
use domain::id::{DealEntryId, PersonId};
use domain::notices::mentioned;

statements! {
    READERS = (concat!("SELECT p.id, p.name, p.partner_id FROM deals d, people p WHERE d.id = $1 AND ", reads_deal!(),
        " ORDER BY p.name, p.id LIMIT 500"));
    // Whom a partner's people know: each other, who looks after them, and whoever of the vendor has shown up here.
    KNOWN = (concat!("SELECT p.id, p.name, p.partner_id FROM deals d, people p WHERE d.id = $1 AND ", reads_deal!(), "
        AND (p.partner_id = d.partner_id
            OR EXISTS (SELECT 1 FROM partners o WHERE o.id = d.partner_id AND o.manager_id = p.id)
            OR EXISTS (SELECT 1 FROM deal_entries e WHERE e.deal_id = d.id AND e.person_id = p.id AND NOT e.internal))
        ORDER BY p.name, p.id LIMIT 500"));
    MENTION = "INSERT INTO mentions (entry_id, person_id) VALUES ($1, $2) ON CONFLICT (entry_id, person_id) DO NOTHING";
}

/// Keeps who is named in what was just said.
pub(super) async fn keep(
    tx: &mut Tx,
    deal: &Deal,
    entry: &DealEntryId,
    body: &str,
    internal: bool,
) -> Result<(), StoreError> {
    if !body.contains('@') {
        return Ok(());
    }
    let mut people: Vec<(PersonId, String)> = Vec::new();
    for row in tx.all(READERS, args![word(&deal.id)]).await? {
        if !internal || row.maybe_text("partner_id")?.is_none() {
            people.push((row.word("id")?, row.text("name")?));
        }
    }
    let names: Vec<&str> = people.iter().map(|(_, name)| name.as_str()).collect();
    for index in mentioned(body, &names) {
        if let Some((person, _)) = people.get(index) {
            tx.run(MENTION, args![word(entry), word(person)]).await?;
        }
    }
    Ok(())
}

/// Somebody who can be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nameable {
    /// Name.
    pub name: String,
    /// Whether of the vendor, and so also in what is internal.
    pub staff: bool,
}

/// Who can be named in a comment on a deal that the reader has found, as far as the reader may know of them.
pub async fn nameable(read: &mut Read, deal: &Deal, reader: &Profile) -> Result<Vec<Nameable>, StoreError> {
    let statement = if reader.role.is_partner() { KNOWN } else { READERS };
    let mut people = Vec::new();
    for row in read.all(statement, args![word(&deal.id)]).await? {
        if row.word::<PersonId>("id")? != reader.person {
            let staff = row.maybe_text("partner_id")?.is_none();
            people.push(Nameable { name: row.text("name")?, staff });
        }
    }
    Ok(people)
}
