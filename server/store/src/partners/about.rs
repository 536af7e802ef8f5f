//! What the page of one organisation tells of other things: the customers it has, what is said of its deals, what it took of
//! collateral, and when anything happened last. Each within the reader's scope for that very thing.

use crate::db::Read;
use crate::error::StoreError;
use crate::statements;
use crate::value::word;
use domain::access::{CommentInternally, Permit, Scope};
use domain::id::{AccountId, AssetId, DealId, PartnerId};
use domain::time::Instant;

statements! {
    // The newest deals bound it: an organisation with very many is not read through for a page.
    ACCOUNTS = "SELECT a.id, a.legal_name, COUNT(*) AS deals FROM (SELECT account_id FROM deals
        WHERE partner_id = $1 AND account_id IS NOT NULL ORDER BY id DESC LIMIT 500) d JOIN accounts a ON a.id = d.account_id
        GROUP BY a.id, a.legal_name ORDER BY COUNT(*) DESC, a.legal_name, a.id LIMIT 10";
    COMMENTS = scoped("SELECT e.at, e.person_name, e.body, e.internal, d.id AS deal_id, d.customer_name
        FROM (SELECT d.id, d.customer_name FROM deals d WHERE", "d.partner_id", "AND d.partner_id = $2
        AND ($3 = 'partner' OR d.submitted_at IS NOT NULL) ORDER BY d.id DESC LIMIT 200) d
        JOIN deal_entries e ON e.deal_id = d.id WHERE e.kind = 'comment' AND ($4 OR NOT e.internal) ORDER BY e.id DESC LIMIT 5");
    DOWNLOADS = scoped("SELECT l.at, l.cobranded, p.name AS person_name, a.id AS asset_id, a.title FROM downloads l
        JOIN people p ON p.id = l.person_id JOIN assets a ON a.id = l.asset_id WHERE", "l.partner_id",
        "AND l.partner_id = $2 ORDER BY l.id DESC LIMIT 5");
    LINKS = scoped("SELECT COUNT(*) AS links, CAST(COALESCE(SUM(s.takes), 0) AS BIGINT) AS takes FROM shares s WHERE", "s.partner_id",
        "AND s.partner_id = $2 AND s.revoked_at IS NULL AND s.expires_at > $3");
    LAST = scoped("SELECT a.at, a.person_name FROM audit a WHERE", "a.partner_id", "AND a.partner_id = $2 ORDER BY a.id DESC LIMIT 1");
}

/// A customer account of the organisation: which, its name, and how many of the newest deals are with it. For those of the vendor's people
/// who may read the organisation and accounts.
pub async fn accounts(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
) -> Result<Vec<(AccountId, String, i64)>, StoreError> {
    if matches!(scope, Scope::Partner(_) | Scope::Nobody)
        || crate::partners::find(read, scope, partner).await?.is_none()
    {
        return Ok(Vec::new());
    }
    let rows = read.all(ACCOUNTS, vec![word(partner)]).await?;
    rows.iter().map(|row| Ok((row.word("id")?, row.text("legal_name")?, row.int("deals")?))).collect()
}

/// Something that was said of one of its deals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// When.
    pub at: Instant,
    /// By whom.
    pub person: String,
    /// What.
    pub body: String,
    /// Whether only the vendor's people read it.
    pub internal: bool,
    /// Of which deal, and its customer.
    pub deal: (DealId, String),
}

/// What was said last of its newest deals; internal entries with the permit for them.
pub async fn comments(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
    internal: Option<&Permit<CommentInternally>>,
) -> Result<Vec<Said>, StoreError> {
    let (statement, first) = COMMENTS.within(scope);
    let reader = if matches!(scope, Scope::Partner(_)) { "partner" } else { "vendor" };
    let args = vec![first, word(partner), reader.into(), internal.is_some().into()];
    let rows = read.all(statement, args).await?;
    rows.iter()
        .map(|row| {
            Ok(Said {
                at: row.at("at")?,
                person: row.text("person_name")?,
                body: row.text("body")?,
                internal: row.flag("internal")?,
                deal: (row.word("deal_id")?, row.text("customer_name")?),
            })
        })
        .collect()
}

/// Collateral that one of its people took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// When.
    pub at: Instant,
    /// By whom.
    pub person: String,
    /// What, and what it is called.
    pub asset: (AssetId, String),
    /// Whether with the organisation's brand.
    pub cobranded: bool,
}

/// What its people took last.
pub async fn downloads(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
) -> Result<Vec<Taken>, StoreError> {
    let (statement, first) = DOWNLOADS.within(scope);
    let rows = read.all(statement, vec![first, word(partner)]).await?;
    rows.iter()
        .map(|row| {
            Ok(Taken {
                at: row.at("at")?,
                person: row.text("person_name")?,
                asset: (row.word("asset_id")?, row.text("title")?),
                cobranded: row.flag("cobranded")?,
            })
        })
        .collect()
}

/// How many links of its people lead somewhere now, and how often files were taken by them.
pub async fn links(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
    now: Instant,
) -> Result<(i64, i64), StoreError> {
    let (statement, first) = LINKS.within(scope);
    let row = read.one(statement, vec![first, word(partner), now.into()]).await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.int("links")?, row.int("takes")?)))
}

/// When somebody changed anything of the organisation's last, and who.
pub async fn last_change(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
) -> Result<Option<(Instant, String)>, StoreError> {
    let (statement, first) = LAST.within(scope);
    let row = read.one(statement, vec![first, word(partner)]).await?;
    row.map(|row| Ok((row.at("at")?, row.text("person_name")?))).transpose()
}
