//! What partners write: drafts as they are typed, submissions, evidence.

use super::steps;
use super::tallies;
use super::timeline::{self, NewEntry};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::files::{self, NewFile};
use crate::keys;
use crate::programmes::{self, clock};
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{Permit, RegisterDeal};
use domain::deals::{Deal, DealForm, EVIDENCE_MOST, EntryKind, EvidenceKind, NewDeal, State, Step};
use domain::id::{DealId, FamilyId, FileId};
use domain::programmes::{Rules, RulesVersion};

statements! {
    INSERT = "INSERT INTO deals (id, partner_id, person_id, state, customer_name, customer_domain,
        customer_country, contact_name, contact_role, contact_email, need, currency, draft, reason_note, search, idempotency_key, version, created_at)
        VALUES ($1, $2, $3, 'draft', $4, '', '', '', '', '', '', '', $5, '', $8, $6, 1, $7)";
    // Under `$6` the version does not matter: nobody but this editor has written since.
    SAVE = "UPDATE deals SET customer_name = $3, draft = $4, idempotency_key = $5, search = $7, version = version + 1
        WHERE id = $1 AND (version = $2 OR idempotency_key = $6) AND state = 'draft' RETURNING version";
    BY_KEY = "SELECT id, version FROM deals WHERE idempotency_key = $1 AND partner_id = $2";
    SUBMIT = "UPDATE deals SET state = 'submitted', number = $3, customer_name = $4, customer_domain = $5,
        customer_country = $6, contact_name = $7, contact_role = $8, contact_email = $9, need = $10, amount = $11,
        currency = $12, close_on = $13, draft = '', submitted_at = $14, decide_by_at = $15, search = $16,
        programme_version_id = $17, own = $18, version = version + 1
        WHERE id = $1 AND version = $2 AND state = 'draft'";
    NEXT_NUMBER = "UPDATE counters SET value = value + 1 WHERE name = 'deal' RETURNING value";
    DROP_FAMILIES = "DELETE FROM deal_families WHERE deal_id = $1";
    ADD_FAMILY = "INSERT INTO deal_families (deal_id, family_id, live) SELECT $1, id, FALSE FROM families WHERE id = $2 AND active";
    ADD_FILE = "INSERT INTO deal_files (deal_id, file_id, shows) VALUES ($1, $2, $3)";
    // Nobody decides the deal, takes it back or adds another file until this one is in.
    LOCK_OPEN = "UPDATE deals SET version = version WHERE id = $1 AND state NOT IN ('withdrawn', 'expired', 'won', 'lost')";
    SAME_FILE = "SELECT f.id FROM deal_files d JOIN files f ON f.id = d.file_id
        WHERE d.deal_id = $1 AND f.sha256 = $2 AND f.name = $3";
    SHOWS = "UPDATE deal_files SET shows = $3 WHERE deal_id = $1 AND file_id = $2";
    COUNT_FILES = "SELECT COUNT(*) AS files FROM deal_files WHERE deal_id = $1";
}

/// A draft with the version that its next form has to name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Which.
    pub id: DealId,
    /// Its version now.
    pub version: i64,
}

/// A draft cannot be handed in.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// A family was taken out of the programme meanwhile, or never was in it.
    #[error("a family cannot be registered for")]
    Family,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who keeps a draft: a pause in typing, or the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    /// A pause; it may arrive late, so it never goes over something newer.
    Pause,
    /// The person, who goes over whatever this very editor kept meanwhile.
    Person,
}

/// The deal that this editor has written last.
pub async fn by_key(
    read: &mut Read,
    permit: &Permit<RegisterDeal>,
    key: &str,
) -> Result<Option<Saved>, StoreError> {
    read.one(BY_KEY, args![key, word(&permit.act().partner)])
        .await?
        .map(|row| Ok(Saved { id: row.word("id")?, version: row.int("version")? }))
        .transpose()
}

/// Begins a draft. The same form sent twice is one draft: look for its key first.
pub async fn begin(
    tx: &mut Tx,
    permit: &Permit<RegisterDeal>,
    form: &DealForm,
    key: &str,
) -> Result<Saved, StoreError> {
    let id: DealId = tx.fresh();
    let now = tx.now();
    let kept = form.kept();
    let partner = &permit.act().partner;
    let args = args![
        word(&id),
        word(partner),
        maybe(permit.who().person.as_ref()),
        &kept.customer_name,
        json(&kept)?,
        key,
        now,
        search(&kept.customer_name, None)
    ];
    tx.run(INSERT, args).await?;
    tallies::moved(tx, None, &id).await?;
    let entry = NewEntry { kind: EntryKind::Drafted, by_staff: false, internal: false, body: "", key: None };
    timeline::add(tx, &id, permit.who(), &entry).await?;
    tx.changed(permit, Change::of("deal", id.as_str()).partner(partner).after(&kept)).await?;
    Ok(Saved { id, version: 1 })
}

/// Keeps what was typed into a draft since, by the editor of this key. Somebody else's writing in between is stale.
pub async fn save(
    tx: &mut Tx,
    permit: &Permit<RegisterDeal>,
    before: &Deal,
    version: i64,
    form: &DealForm,
    (key, keeper): (&str, Keeper),
) -> Result<Saved, StoreError> {
    let kept = form.kept();
    let whatever = if keeper == Keeper::Person { key } else { "" };
    let search = search(&kept.customer_name, None);
    let args = args![word(&before.id), version, &kept.customer_name, json(&kept)?, key, whatever, search];
    let row = tx.one(SAVE, args).await?.ok_or(StoreError::Stale)?;
    let change = Change::of("deal", before.id.as_str()).partner(&before.partner.0);
    tx.changed(permit, change.before(&before.draft).after(&kept)).await?;
    Ok(Saved { id: before.id.clone(), version: row.int("version")? })
}

/// What lists are searched by.
pub(super) fn search(customer: &str, number: Option<&str>) -> String {
    format!("{customer} {}", number.unwrap_or_default()).to_lowercase()
}

/// By which rules a deal is handed in.
#[derive(Debug, Clone, Default)]
pub struct Registered<'a> {
    /// The version of a programme's rules; without one the usual rules count.
    pub version: Option<&'a RulesVersion>,
    /// What the programme's own fields say, as label and value.
    pub own: Vec<(String, String)>,
}

impl Registered<'_> {
    fn rules(&self) -> Rules {
        self.version.map(|version| version.rules.clone()).unwrap_or_default()
    }
}

fn own(values: &[(String, String)]) -> Result<String, StoreError> {
    serde_json::to_string(values)
        .map_err(|e| StoreError::Corrupt { column: "own".into(), cause: e.to_string() })
}

/// Hands a draft in by the usual rules.
pub async fn submit(
    tx: &mut Tx,
    permit: &Permit<RegisterDeal>,
    draft: &Saved,
    new: &NewDeal,
) -> Result<String, SubmitError> {
    submit_under(tx, permit, draft, new, &Registered::default()).await
}

/// Hands a draft in: it gets its number, its place among claims, and its decision clock.
pub async fn submit_under(
    tx: &mut Tx,
    permit: &Permit<RegisterDeal>,
    draft: &Saved,
    new: &NewDeal,
    under: &Registered<'_>,
) -> Result<String, SubmitError> {
    let now = tx.now();
    let (rules, partner) = (under.rules(), &permit.act().partner);
    let region = programmes::region(tx, partner).await?;
    let row = tx.one(NEXT_NUMBER, args![]).await?.ok_or(StoreError::Stale)?;
    let number = format!("D-{:06}", row.int("value")?);
    let args = args![
        word(&draft.id),
        draft.version,
        &number,
        &new.customer.name,
        &new.customer.domain,
        &new.customer.country,
        &new.contact.name,
        &new.contact.role,
        &new.contact.email,
        &new.need,
        new.amount.minor,
        &new.amount.currency,
        Some(new.close_on),
        now,
        clock::decide_by(&rules, region, now),
        search(&new.customer.name, Some(&number)),
        maybe(under.version.map(|version| &version.id)),
        own(&under.own)?
    ];
    let stood = tallies::standing(tx, &draft.id).await?;
    tx.run_one(SUBMIT, args).await?;
    keys::keep_deal(tx, &draft.id, None, &new.customer.company()).await?;
    tallies::moved(tx, stood, &draft.id).await?;
    claim(tx, &draft.id, &new.families).await?;
    steps::begin(tx, &draft.id, partner, &rules, (&new.amount, &new.families)).await?;
    let entry =
        NewEntry { kind: Step::Submit.entry(), by_staff: false, internal: false, body: "", key: None };
    timeline::add(tx, &draft.id, permit.who(), &entry).await?;
    let change = Change::of("deal", draft.id.as_str()).partner(partner).before(&State::Draft).after(new);
    tx.changed(permit, change.event("deal.submitted")).await?;
    Ok(number)
}

/// Claims these families, and no others; not yet for itself.
pub(super) async fn claim(tx: &mut Tx, id: &DealId, families: &[FamilyId]) -> Result<(), SubmitError> {
    tx.run(DROP_FAMILIES, args![word(id)]).await?;
    for family in families {
        if tx.run(ADD_FAMILY, args![word(id), word(family)]).await? == 0 {
            return Err(SubmitError::Family);
        }
    }
    Ok(())
}

/// What became of a file of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// It is beside the deal, now or by the same upload before.
    File(FileId),
    /// The deal has as many as it may have.
    TooMany,
}

/// Puts a file beside a deal that is not decided and not taken back; stale when it is. The same bytes under the same name
/// again answer the same file, which shows what is said of it last.
pub async fn add_evidence(
    tx: &mut Tx,
    permit: &Permit<RegisterDeal>,
    deal: &Deal,
    (file, shows): (&NewFile, EvidenceKind),
) -> Result<Added, StoreError> {
    tx.run_one(LOCK_OPEN, args![word(&deal.id)]).await?;
    if let Some(known) = tx.one(SAME_FILE, args![word(&deal.id), &file.sha256, &file.name]).await? {
        let id: FileId = known.word("id")?;
        tx.run(SHOWS, args![word(&deal.id), word(&id), shows.as_str()]).await?;
        return Ok(Added::File(id));
    }
    let count = tx.one(COUNT_FILES, args![word(&deal.id)]).await?.map_or(Ok(0), |row| row.int("files"))?;
    if count >= EVIDENCE_MOST as i64 {
        return Ok(Added::TooMany);
    }
    let id = files::record(tx, permit.who(), file).await?;
    tx.run(ADD_FILE, args![word(&deal.id), word(&id), shows.as_str()]).await?;
    let change = Change::of("deal", deal.id.as_str()).partner(&deal.partner.0).after(&file.sha256);
    tx.changed(permit, change.event("deal.evidence_added")).await?;
    Ok(Added::File(id))
}

fn json(form: &DealForm) -> Result<String, StoreError> {
    serde_json::to_string(form)
        .map_err(|e| StoreError::Corrupt { column: "draft".into(), cause: e.to_string() })
}
