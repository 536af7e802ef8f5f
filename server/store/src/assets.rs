//! Collateral as it is read: by marketing everything, by a partner what is published for it today.
//!
//! State, days and audience are part of the `WHERE` of everything that a partner reads; the partner's tier and types are
//! taken from its own row, not from what the caller says. Changes are in [`changes`], who took what in [`downloads`].

use crate::db::Read;
use crate::error::StoreError;
use crate::row::Row;
use crate::sql::Statement;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::access::{ManageAssets, Permit, Scope};
use domain::assets::{Asset, AssetFile, AssetKind, AssetState, Length, Media, PageSize, SOON_DAYS, Zone};
use domain::id::{AssetId, PartnerId, PersonId};
use domain::page::{PAGE_ROWS, Page};
use domain::time::Day;

pub mod changes;
pub mod downloads;

/// The columns of an asset with its file.
macro_rules! asset {
    ($after:expr) => {
        concat!(
            "SELECT a.id, a.title, a.kind, a.language, a.state, a.publish_on, a.expire_on, a.pages, a.version, a.file_id,
            f.sha256, f.bytes, f.kind AS media, f.name AS file_name
            FROM assets a JOIN files f ON f.id = a.file_id WHERE ",
            $after
        )
    };
}

/// The columns of a line in a list.
macro_rules! line {
    ($after:expr) => {
        concat!(
            "SELECT a.id, a.title, a.kind, a.language, a.state, a.publish_on, a.expire_on, a.version, f.bytes, f.kind AS media,
            (SELECT COUNT(*) FROM asset_zones z WHERE z.asset_id = a.id) AS zones,
            (SELECT COUNT(*) FROM downloads d WHERE d.asset_id = a.id) AS downloads
            FROM assets a JOIN files f ON f.id = a.file_id WHERE ",
            $after
        )
    };
}

/// What a partner (`$1`, or the column that is named) reaches on the day `$2`; the same rule as `Asset::is_reachable` and
/// `Asset::visible_to`.
macro_rules! reachable {
    ($after:expr) => {
        reachable!("$1", $after)
    };
    ($partner:literal, $after:expr) => {
        concat!(
            "a.state = 'published' AND a.publish_on <= $2 AND (a.expire_on IS NULL OR $2 < a.expire_on)
            AND EXISTS (SELECT 1 FROM partners o WHERE o.id = ",
            $partner,
            "
                AND (NOT EXISTS (SELECT 1 FROM asset_tiers t WHERE t.asset_id = a.id)
                    OR EXISTS (SELECT 1 FROM asset_tiers t WHERE t.asset_id = a.id AND t.tier = o.tier))
                AND (NOT EXISTS (SELECT 1 FROM asset_types k WHERE k.asset_id = a.id)
                    OR EXISTS (SELECT 1 FROM asset_types k JOIN partner_types p ON p.type = k.type
                        WHERE k.asset_id = a.id AND p.partner_id = o.id))) ",
            $after
        )
    };
}

/// Words, kind and language as they were asked for; empty means any.
macro_rules! filtered {
    ($after:expr) => {
        concat!(
            " AND ($3 = '' OR a.search LIKE $3 ESCAPE '\\') AND ($4 = '' OR a.kind = $4) AND ($5 = '' OR a.language = $5) ",
            $after
        )
    };
}

statements! {
    FIND_ANY = (asset!("a.id = $1"));
    FIND_REACHABLE = (asset!(reachable!("AND a.id = $3")));
    TAGS = "SELECT tag FROM asset_tags WHERE asset_id = $1 ORDER BY tag";
    TIERS = "SELECT tier FROM asset_tiers WHERE asset_id = $1";
    TYPES = "SELECT type FROM asset_types WHERE asset_id = $1";
    ZONES = "SELECT page, kind, x, y, width, height FROM asset_zones WHERE asset_id = $1 ORDER BY page, id";
    LIBRARY = (line!(reachable!(filtered!("AND ($6 = '' OR (a.publish_on, a.id) < ($6, $7)) ORDER BY a.publish_on DESC, a.id DESC LIMIT $8"))));
    LIBRARY_COUNT = (concat!("SELECT COUNT(*) AS assets FROM assets a WHERE ", reachable!(filtered!(""))));
    LIBRARY_LANGUAGES = (concat!("SELECT DISTINCT a.language FROM assets a WHERE ", reachable!("ORDER BY a.language")));
    // `$1` is the state here; `$2` is only there so that both lists are filtered by the same text.
    EVERYTHING = (line!(concat!(
        "($1 = '' OR a.state = $1) AND CAST($2 AS TEXT) IS NOT NULL",
        filtered!("AND ($6 = '' OR a.id < $6) ORDER BY a.id DESC LIMIT $7")
    )));
    BY_STATE = "SELECT state, COUNT(*) AS assets FROM assets GROUP BY state";
    DRAFTS = (line!("a.state = 'draft' ORDER BY a.id DESC LIMIT $1"));
    EXPIRING = (line!("a.state = 'published' AND $1 < a.expire_on AND a.expire_on <= $2 ORDER BY a.expire_on, a.id LIMIT $3"));
    BY_KEY = "SELECT id FROM assets WHERE idempotency_key = $1";
    AUDIENCE = (concat!("SELECT p.id FROM people p JOIN assets a ON a.id = $1 WHERE p.active AND p.id > $3 AND ",
        reachable!("p.partner_id", "ORDER BY p.id LIMIT $4")));
}

/// The cursor of the first page. No text is above every other in every collation, so the statements know it.
const TOP: &str = "";

/// What a list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssetFilter {
    /// Words of the title or a tag; empty for any.
    pub search: String,
    /// Kind.
    pub kind: Option<AssetKind>,
    /// BCP 47 tag; empty for any.
    pub language: String,
}

impl AssetFilter {
    fn args(&self) -> [Value; 3] {
        let like = crate::sql::like(&self.search);
        let kind = self.kind.map(AssetKind::as_str).unwrap_or_default();
        [Value::from(like), Value::from(kind), Value::from(&self.language)]
    }
}

/// An asset in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetRow {
    /// Which.
    pub id: AssetId,
    /// Title.
    pub title: String,
    /// What it is for.
    pub kind: AssetKind,
    /// BCP 47 tag.
    pub language: String,
    /// Where it stands.
    pub state: AssetState,
    /// First day for partners.
    pub publish_on: Option<Day>,
    /// First day on which it is gone.
    pub expire_on: Option<Day>,
    /// Counts changes.
    pub version: i64,
    /// Length of the file in bytes.
    pub bytes: i64,
    /// What the file is.
    pub media: Media,
    /// Whether a brand can be put on it.
    pub takes_a_brand: bool,
    /// How often it was taken.
    pub downloads: i64,
}

fn as_row(row: &Row) -> Result<AssetRow, StoreError> {
    Ok(AssetRow {
        id: row.word("id")?,
        title: row.text("title")?,
        kind: row.word("kind")?,
        language: row.text("language")?,
        state: row.word("state")?,
        publish_on: row.maybe_on("publish_on")?,
        expire_on: row.maybe_on("expire_on")?,
        version: row.int("version")?,
        bytes: row.int("bytes")?,
        media: row.word("media")?,
        takes_a_brand: row.int("zones")? > 0,
        downloads: row.int("downloads")?,
    })
}

async fn rows(read: &mut Read, statement: Statement, args: Vec<Value>) -> Result<Vec<AssetRow>, StoreError> {
    read.all(statement, args).await?.iter().map(as_row).collect()
}

/// The partner whose library it is; nobody else but marketing reads collateral.
fn partner_of(scope: &Scope) -> Option<&PartnerId> {
    match scope {
        Scope::Partner(partner) => Some(partner),
        Scope::All | Scope::Assigned(_) | Scope::Nobody => None,
    }
}

/// An asset within the scope: any for marketing, for a partner one that it reaches today.
pub async fn find(
    read: &mut Read,
    scope: &Scope,
    id: &AssetId,
    today: Day,
) -> Result<Option<Asset>, StoreError> {
    let row = match (scope, partner_of(scope)) {
        (Scope::All, _) => read.one(FIND_ANY, args![word(id)]).await?,
        (_, Some(partner)) => read.one(FIND_REACHABLE, args![word(partner), today, word(id)]).await?,
        (_, None) => None,
    };
    let Some(row) = row else { return Ok(None) };
    let tags = read.all(TAGS, args![word(id)]).await?;
    let tiers = read.all(TIERS, args![word(id)]).await?;
    let types = read.all(TYPES, args![word(id)]).await?;
    let mut asset = Asset {
        id: row.word("id")?,
        title: row.text("title")?,
        kind: row.word("kind")?,
        language: row.text("language")?,
        tags: tags.iter().map(|row| row.text("tag")).collect::<Result<_, _>>()?,
        tiers: tiers.iter().map(|row| row.word("tier")).collect::<Result<_, _>>()?,
        types: types.iter().map(|row| row.word("type")).collect::<Result<_, _>>()?,
        state: row.word("state")?,
        publish_on: row.maybe_on("publish_on")?,
        expire_on: row.maybe_on("expire_on")?,
        file: AssetFile {
            id: row.word("file_id")?,
            sha256: row.text("sha256")?,
            bytes: row.int("bytes")?,
            media: row.word("media")?,
            name: row.text("file_name")?,
        },
        pages: row.json::<Vec<PageSize>>("pages")?,
        zones: zones(read, id).await?,
        version: row.int("version")?,
    };
    asset.tiers.sort();
    asset.types.sort();
    Ok(Some(asset))
}

async fn zones(read: &mut Read, id: &AssetId) -> Result<Vec<Zone>, StoreError> {
    let length = |row: &Row, column: &str| row.int(column).map(Length::from_hundredths);
    read.all(ZONES, args![word(id)])
        .await?
        .iter()
        .map(|row| {
            Ok(Zone {
                page: row.int("page")?.try_into().unwrap_or(u32::MAX),
                kind: row.word("kind")?,
                x: length(row, "x")?,
                y: length(row, "y")?,
                width: length(row, "width")?,
                height: length(row, "height")?,
            })
        })
        .collect()
}

/// The partner's library today, newest first, after the cursor.
pub async fn library(
    read: &mut Read,
    scope: &Scope,
    filter: &AssetFilter,
    after: Option<&str>,
    today: Day,
) -> Result<Page<AssetRow>, StoreError> {
    let Some(partner) = partner_of(scope) else { return Ok(Page { rows: Vec::new(), next: None }) };
    let (on, id) = after.and_then(|cursor| cursor.split_once('~')).unwrap_or((TOP, TOP));
    let mut args = args![word(partner), today];
    args.extend(filter.args());
    args.extend(args![on, id, PAGE_ROWS as i64 + 1]);
    let rows = rows(read, LIBRARY, args).await?;
    Ok(Page::cut(rows, |row| {
        let on = row.publish_on.map(|day| day.to_string()).unwrap_or_default();
        format!("{on}~{}", row.id)
    }))
}

/// How many assets of the partner's library the filter leaves.
pub async fn library_count(
    read: &mut Read,
    scope: &Scope,
    filter: &AssetFilter,
    today: Day,
) -> Result<i64, StoreError> {
    let Some(partner) = partner_of(scope) else { return Ok(0) };
    let mut args = args![word(partner), today];
    args.extend(filter.args());
    read.one(LIBRARY_COUNT, args).await?.map_or(Ok(0), |row| row.int("assets"))
}

/// The languages that the partner's library has something in.
pub async fn library_languages(
    read: &mut Read,
    scope: &Scope,
    today: Day,
) -> Result<Vec<String>, StoreError> {
    let Some(partner) = partner_of(scope) else { return Ok(Vec::new()) };
    let found = read.all(LIBRARY_LANGUAGES, args![word(partner), today]).await?;
    found.iter().map(|row| row.text("language")).collect()
}

/// The newest assets of the partner's library today.
pub async fn newest(
    read: &mut Read,
    scope: &Scope,
    today: Day,
    most: i64,
) -> Result<Vec<AssetRow>, StoreError> {
    let Some(partner) = partner_of(scope) else { return Ok(Vec::new()) };
    rows(read, LIBRARY, args![word(partner), today, "", "", "", TOP, TOP, most]).await
}

/// Every asset, newest upload first, after the cursor; `state` narrows it.
pub async fn list(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    filter: &AssetFilter,
    state: Option<AssetState>,
    after: Option<&str>,
) -> Result<Page<AssetRow>, StoreError> {
    let mut args = args![state.map(AssetState::as_str).unwrap_or_default(), ""];
    args.extend(filter.args());
    args.extend(args![after.unwrap_or(TOP), PAGE_ROWS as i64 + 1]);
    Ok(Page::cut(rows(read, EVERYTHING, args).await?, |row| row.id.to_string()))
}

/// How many assets stand where.
pub async fn counts(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
) -> Result<Vec<(AssetState, i64)>, StoreError> {
    let rows = read.all(BY_STATE, args![]).await?;
    rows.iter().map(|row| Ok((row.word("state")?, row.int("assets")?))).collect()
}

/// The newest drafts.
pub async fn drafts(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    most: i64,
) -> Result<Vec<AssetRow>, StoreError> {
    rows(read, DRAFTS, args![most]).await
}

/// What expires soon, the next first.
pub async fn expiring(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    today: Day,
    most: i64,
) -> Result<Vec<AssetRow>, StoreError> {
    rows(read, EXPIRING, args![today, today.plus_days(SOON_DAYS), most]).await
}

/// The asset that was made from an upload with this key.
pub async fn by_key(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    key: &str,
) -> Result<Option<AssetId>, StoreError> {
    read.one(BY_KEY, args![key]).await?.map(|row| row.word("id")).transpose()
}

/// The next people after this one whose partner reaches the asset on this day.
pub(crate) async fn audience(
    read: &mut Read,
    asset: &str,
    on: Day,
    after: &str,
    most: i64,
) -> Result<Vec<PersonId>, StoreError> {
    read.all(AUDIENCE, args![asset, on, after, most]).await?.iter().map(|row| row.word("id")).collect()
}
