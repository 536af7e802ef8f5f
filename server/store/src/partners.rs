//! Partner organisations.

pub mod about;

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::orders::Ordered;
use crate::row::Row;
use crate::value::{maybe, word};
use crate::{args, orders, statements};
use domain::access::{EditPartner, ManagePartners, Permit, Scope};
use domain::id::{FileId, PartnerId};
use domain::lists::View;
use domain::partners::{Above, Contact, NewPartner, Partner, PartnerType};
use domain::time::Instant;

statements! {
    INSERT = "INSERT INTO partners (id, name, tier, region, parent_id, manager_id, contact_name, contact_email, contact_phone,
        contact_website, contact_address, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, '', '', '', '', '', 1, $7)";
    UPDATE = "UPDATE partners SET name = $3, tier = $4, region = $5, parent_id = $6, manager_id = $7, version = version + 1
        WHERE id = $1 AND version = $2";
    UPDATE_CONTACT = "UPDATE partners SET contact_name = $3, contact_email = $4, contact_phone = $5, contact_website = $6,
        contact_address = $7, version = version + 1 WHERE id = $1 AND version = $2";
    UPDATE_LOGO = "UPDATE partners SET logo_id = $2, version = version + 1 WHERE id = $1";
    INSERT_DOMAIN = "INSERT INTO partner_domains (domain, partner_id) VALUES ($1, $2)";
    DELETE_DOMAINS = "DELETE FROM partner_domains WHERE partner_id = $1";
    DOMAINS = "SELECT domain FROM partner_domains WHERE partner_id = $1 ORDER BY domain";
    INSERT_TYPE = "INSERT INTO partner_types (partner_id, type) VALUES ($1, $2)";
    DELETE_TYPES = "DELETE FROM partner_types WHERE partner_id = $1";
    TYPES = "SELECT type FROM partner_types WHERE partner_id = $1 ORDER BY type";
    BY_DOMAIN = "SELECT partner_id FROM partner_domains WHERE domain = $1";
    BY_NAME = "SELECT id FROM partners WHERE name = $1 LIMIT 2";
    FIND = scoped("SELECT o.id, o.name, o.tier, o.region, o.parent_id, d.name AS parent_name, o.manager_id, m.name AS manager_name,
        o.contact_name, o.contact_email, o.contact_phone, o.contact_website, o.contact_address, o.logo_id, o.version
        FROM partners o LEFT JOIN partners d ON d.id = o.parent_id LEFT JOIN people m ON m.id = o.manager_id WHERE", "o.id",
        "AND o.id = $2");
    COUNT = scoped("SELECT COUNT(*) AS partners FROM partners o WHERE", "o.id", "");
    CHOICES = "SELECT id, name FROM partners ORDER BY name, id LIMIT 1000";
    DISTRIBUTORS = "SELECT o.id, o.name FROM partners o JOIN partner_types t ON t.partner_id = o.id AND t.type = 'distributor'
        WHERE o.id <> $1 ORDER BY o.name, o.id LIMIT 1000";
    // Changes nothing, but takes the row: two organisations that become each other's parent at once meet here.
    HOLD = "UPDATE partners SET version = version WHERE id = $1";
    PARENT = "SELECT parent_id FROM partners WHERE id = $1";
    BUYER = "SELECT id FROM partners WHERE parent_id = $1 LIMIT 1";
    EXISTS = "SELECT id FROM partners WHERE id = $1";
}

orders! {
    ORDERS = ("o.id, o.name, o.tier, o.region, m.name AS manager_name, o.created_at,
        (SELECT COUNT(*) FROM people p WHERE p.partner_id = o.id AND p.active) AS people",
        "FROM partners o LEFT JOIN people m ON m.id = o.manager_id", "o.id",
        "AND ($2 = '' OR LOWER(o.name) LIKE ($2 || '') ESCAPE '\\') AND ($3 = '' OR o.tier = $3) AND ($4 = '' OR o.region = $4)",
        "o.id", "$5", "$6", "$7"):
    "name" text "o.name";
    // As they rank, not as they are spelled.
    "tier" number "CAST(CASE o.tier WHEN 'registered' THEN 1 WHEN 'silver' THEN 2 WHEN 'gold' THEN 3 ELSE 4 END AS BIGINT)";
    "region" text "o.region";
    "manager" text "COALESCE(m.name, '')";
    "people" number "(SELECT COUNT(*) FROM people p WHERE p.partner_id = o.id AND p.active)";
    "joined" number "o.created_at";
}

/// A partner in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerRow {
    /// Which.
    pub id: PartnerId,
    /// Name.
    pub name: String,
    /// Tier.
    pub tier: domain::partners::Tier,
    /// Region.
    pub region: domain::partners::Region,
    /// Channel manager.
    pub manager: Option<String>,
    /// Active people.
    pub people: i64,
    /// When it was made.
    pub created_at: Instant,
}

/// Makes a partner organisation.
pub async fn make(
    tx: &mut Tx,
    permit: &Permit<ManagePartners>,
    new: &NewPartner,
) -> Result<PartnerId, StoreError> {
    let id: PartnerId = tx.fresh();
    let now = tx.now();
    tx.run(
        INSERT,
        args![
            word(&id),
            &new.name,
            new.tier.as_str(),
            new.region.as_str(),
            maybe(new.parent.as_ref()),
            maybe(new.manager.as_ref()),
            now
        ],
    )
    .await?;
    lists(tx, &id, new).await?;
    tx.changed(permit, Change::of("partner", id.as_str()).partner(&id).after(new).event("partner.made"))
        .await?;
    Ok(id)
}

/// Changes a partner organisation that was read at `version`.
pub async fn change(
    tx: &mut Tx,
    permit: &Permit<ManagePartners>,
    before: &Partner,
    version: i64,
    new: &NewPartner,
) -> Result<(), StoreError> {
    tx.run_one(
        UPDATE,
        args![
            word(&before.id),
            version,
            &new.name,
            new.tier.as_str(),
            new.region.as_str(),
            maybe(new.parent.as_ref()),
            maybe(new.manager.as_ref())
        ],
    )
    .await?;
    tx.run(DELETE_DOMAINS, args![word(&before.id)]).await?;
    tx.run(DELETE_TYPES, args![word(&before.id)]).await?;
    lists(tx, &before.id, new).await?;
    let change = Change::of("partner", before.id.as_str()).partner(&before.id).before(before).after(new);
    tx.changed(permit, change.event("partner.changed")).await
}

async fn lists(tx: &mut Tx, id: &PartnerId, new: &NewPartner) -> Result<(), StoreError> {
    for domain in &new.domains {
        tx.run(INSERT_DOMAIN, args![domain, word(id)]).await?;
    }
    for kind in &new.types {
        tx.run(INSERT_TYPE, args![word(id), kind.as_str()]).await?;
    }
    Ok(())
}

/// Changes the contact block that was read at `version`.
pub async fn change_contact(
    tx: &mut Tx,
    permit: &Permit<EditPartner>,
    before: &Partner,
    version: i64,
    new: &Contact,
) -> Result<(), StoreError> {
    tx.run_one(
        UPDATE_CONTACT,
        args![word(&before.id), version, &new.name, &new.email, &new.phone, &new.website, &new.address],
    )
    .await?;
    let change =
        Change::of("partner", before.id.as_str()).partner(&before.id).before(&before.contact).after(new);
    tx.changed(permit, change.event("partner.contact_changed")).await
}

/// Sets the logo, a PNG that the portal made.
pub async fn change_logo(
    tx: &mut Tx,
    permit: &Permit<EditPartner>,
    before: &Partner,
    logo: &FileId,
) -> Result<(), StoreError> {
    tx.run_one(UPDATE_LOGO, args![word(&before.id), word(logo)]).await?;
    let change =
        Change::of("partner", before.id.as_str()).partner(&before.id).before(&before.logo).after(logo);
    tx.changed(permit, change.event("partner.logo_changed")).await
}

/// A partner within the scope.
pub async fn find(read: &mut Read, scope: &Scope, id: &PartnerId) -> Result<Option<Partner>, StoreError> {
    let (statement, first) = FIND.within(scope);
    let Some(row) = read.one(statement, vec![first, word(id)]).await? else { return Ok(None) };
    let domains = read.all(DOMAINS, args![word(id)]).await?;
    let types = read.all(TYPES, args![word(id)]).await?;
    Ok(Some(Partner {
        id: row.word("id")?,
        name: row.text("name")?,
        domains: domains.iter().map(|row| row.text("domain")).collect::<Result<_, _>>()?,
        types: types.iter().map(|row| row.word::<PartnerType>("type")).collect::<Result<_, _>>()?,
        tier: row.word("tier")?,
        region: row.word("region")?,
        parent: pair(&row, "parent_id", "parent_name")?,
        manager: pair(&row, "manager_id", "manager_name")?,
        contact: Contact {
            name: row.text("contact_name")?,
            email: row.text("contact_email")?,
            phone: row.text("contact_phone")?,
            website: row.text("contact_website")?,
            address: row.text("contact_address")?,
        },
        logo: row.maybe_word("logo_id")?,
        version: row.int("version")?,
    }))
}

fn pair<I: std::str::FromStr<Err: std::fmt::Display>>(
    row: &Row,
    id: &str,
    name: &str,
) -> Result<Option<(I, String)>, StoreError> {
    match row.maybe_word(id)? {
        Some(found) => Ok(Some((found, row.maybe_text(name)?.unwrap_or_default()))),
        None => Ok(None),
    }
}

/// One page of partners within the scope as a view of them shows it.
pub async fn list(read: &mut Read, scope: &Scope, view: &View) -> Result<Ordered<PartnerRow>, StoreError> {
    let narrow = args![crate::sql::like(&view.search), view.filter("tier"), view.filter("region")];
    let line = |row: &Row| {
        Ok(PartnerRow {
            id: row.word("id")?,
            name: row.text("name")?,
            tier: row.word("tier")?,
            region: row.word("region")?,
            manager: row.maybe_text("manager_name")?,
            people: row.int("people")?,
            created_at: row.at("created_at")?,
        })
    };
    orders::page(read, ORDERS, scope, view, narrow, line).await
}

/// How many partners are within the scope.
pub async fn count(read: &mut Read, scope: &Scope) -> Result<i64, StoreError> {
    let (statement, first) = COUNT.within(scope);
    read.one(statement, vec![first]).await?.map_or(Ok(0), |row| row.int("partners"))
}

/// Every partner's id and name, for a choice in a form.
pub async fn choices(
    read: &mut Read,
    _permit: &Permit<ManagePartners>,
) -> Result<Vec<(PartnerId, String)>, StoreError> {
    all_named(read).await
}

/// The same, for whoever has a permit of another sort.
pub(crate) async fn all_named(read: &mut Read) -> Result<Vec<(PartnerId, String)>, StoreError> {
    read.all(CHOICES, args![]).await?.iter().map(|row| Ok((row.word("id")?, row.text("name")?))).collect()
}

/// Distributors other than this one, for a choice in a form.
pub async fn distributors(
    read: &mut Read,
    _permit: &Permit<ManagePartners>,
    besides: Option<&PartnerId>,
) -> Result<Vec<(PartnerId, String)>, StoreError> {
    let besides = besides.map_or(String::new(), ToString::to_string);
    let rows = read.all(DISTRIBUTORS, args![besides]).await?;
    rows.iter().map(|row| Ok((row.word("id")?, row.text("name")?))).collect()
}

/// An organisation that was chosen as a parent and those that it buys from, nearest first; empty when it is not there.
pub async fn chain(
    tx: &mut Tx,
    _permit: &Permit<ManagePartners>,
    chosen: &PartnerId,
) -> Result<Vec<Above>, StoreError> {
    let mut chain: Vec<Above> = Vec::new();
    let mut next = Some(chosen.clone());
    while let Some(id) = next {
        if chain.iter().any(|above| above.id == id) {
            break;
        }
        tx.run(HOLD, args![word(&id)]).await?;
        let Some(row) = tx.one(PARENT, args![word(&id)]).await? else { break };
        next = row.maybe_word("parent_id")?;
        let types = tx.all(TYPES, args![word(&id)]).await?;
        let types = types.iter().map(|row| row.word("type")).collect::<Result<_, _>>()?;
        chain.push(Above { id, types });
    }
    Ok(chain)
}

/// Whether other organisations buy from this one. Its row is taken, so that nobody begins to while it changes.
pub async fn has_buyers(
    tx: &mut Tx,
    _permit: &Permit<ManagePartners>,
    id: &PartnerId,
) -> Result<bool, StoreError> {
    tx.run(HOLD, args![word(id)]).await?;
    Ok(tx.one(BUYER, args![word(id)]).await?.is_some())
}

/// Whether there is such an organisation: configuration may name one by its id.
pub async fn exists(read: &mut Read, id: &PartnerId) -> Result<bool, StoreError> {
    Ok(read.one(EXISTS, args![word(id)]).await?.is_some())
}

/// The organisation that an e-mail domain belongs to: sign-in finds the provider and the membership by it.
pub async fn by_domain(read: &mut Read, domain: &str) -> Result<Option<PartnerId>, StoreError> {
    read.one(BY_DOMAIN, args![domain]).await?.map(|row| row.word("partner_id")).transpose()
}

/// The e-mail domains of an organisation.
pub async fn domains(read: &mut Read, id: &PartnerId) -> Result<Vec<String>, StoreError> {
    read.all(DOMAINS, args![word(id)]).await?.iter().map(|row| row.text("domain")).collect()
}

/// Organisations of this name, two of them at most: one is known by its name as long as no other has it.
pub async fn named(
    read: &mut Read,
    _permit: &Permit<ManagePartners>,
    name: &str,
) -> Result<Vec<PartnerId>, StoreError> {
    read.all(BY_NAME, args![name]).await?.iter().map(|row| row.word("id")).collect()
}

/// The organisation of this name: configuration names organisations by it. Two of one name are none: nobody may come
/// into the wrong one.
pub async fn by_name(read: &mut Read, name: &str) -> Result<Option<PartnerId>, StoreError> {
    match read.all(BY_NAME, args![name]).await?.as_slice() {
        [only] => Ok(Some(only.word("id")?)),
        _ => Ok(None),
    }
}
