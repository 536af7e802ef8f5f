//! Collateral as it is read: by marketing everything, by a partner what is published for it today.
//!
//! State, days and audience are part of the `WHERE` of everything that a partner reads; the partner's tier and types are
//! taken from its own row, not from what the caller says. Lists are in [`library`], changes in [`changes`], the files that
//! it had in [`versions`], pictures of films in [`stills`], who took what in [`downloads`].

use crate::db::Read;
use crate::error::StoreError;
use crate::row::Row;
use crate::sql::Statement;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::access::{ManageAssets, Permit, Scope};
use domain::assets::{Asset, AssetFile, AssetKind, AssetState, Length, Look, Media, PageSize, Zone};
use domain::id::{AssetId, PartnerId, PersonId};
use domain::time::{Day, Instant};

/// The columns of an asset with its file.
macro_rules! asset {
    ($after:expr) => {
        concat!(
            "SELECT a.id, a.title, a.description, a.kind, a.language, a.state, a.publish_on, a.expire_on, a.pages, a.strict, a.version, a.file_id,
            (SELECT COUNT(*) FROM stills s WHERE s.film_id = a.file_id AND s.picture_id IS NOT NULL) AS stills,
            f.sha256, f.bytes, f.kind AS media, f.name AS file_name
            FROM assets a JOIN files f ON f.id = a.file_id WHERE ",
            $after
        )
    };
}

/// The columns of a line in a list.
macro_rules! line_columns {
    () => {
        "a.id, a.title, a.kind, a.language, a.state, a.publish_on, a.expire_on, a.version, a.created_at, f.bytes, f.kind AS media,
            (SELECT COUNT(*) FROM asset_zones z WHERE z.asset_id = a.id) AS zones,
            (SELECT COUNT(*) FROM downloads d WHERE d.asset_id = a.id) AS downloads,
            (SELECT COUNT(*) FROM stills s WHERE s.film_id = a.file_id AND s.picture_id IS NOT NULL) AS stills"
    };
}

/// A line in a list.
macro_rules! line {
    ($after:expr) => {
        concat!("SELECT ", line_columns!(), " FROM assets a JOIN files f ON f.id = a.file_id WHERE ", $after)
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
pub(crate) use reachable;

pub mod changes;
pub mod collections;
pub mod downloads;
pub mod library;
pub mod shares;
pub mod stills;
pub mod versions;

pub use library::{counts, drafts, expiring, facets, library, newest, page};

statements! {
    FIND_ANY = (asset!("a.id = $1"));
    FIND_REACHABLE = (asset!(reachable!("AND a.id = $3")));
    TAGS = "SELECT tag FROM asset_tags WHERE asset_id = $1 ORDER BY tag";
    TIERS = "SELECT tier FROM asset_tiers WHERE asset_id = $1";
    TYPES = "SELECT type FROM asset_types WHERE asset_id = $1";
    ZONES = "SELECT page, kind, x, y, width, height, look FROM asset_zones WHERE asset_id = $1 ORDER BY page, id";
    BY_KEY = "SELECT id FROM assets WHERE idempotency_key = $1";
    AUDIENCE = (concat!("SELECT p.id FROM people p JOIN assets a ON a.id = $1 WHERE p.active AND p.id > $3 AND ",
        reachable!("p.partner_id", "ORDER BY p.id LIMIT $4")));
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
    /// Whether a film has a still.
    pub has_still: bool,
    /// Whether a brand can be put on it.
    pub takes_a_brand: bool,
    /// How often it was taken.
    pub downloads: i64,
    /// When it was uploaded.
    pub created_at: Instant,
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
        has_still: row.int("stills")? > 0,
        takes_a_brand: row.int("zones")? > 0,
        downloads: row.int("downloads")?,
        created_at: row.at("created_at")?,
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
        description: row.text("description")?,
        kind: row.word("kind")?,
        language: row.text("language")?,
        tags: tags.iter().map(|row| row.text("tag")).collect::<Result<_, _>>()?,
        tiers: tiers.iter().map(|row| row.word("tier")).collect::<Result<_, _>>()?,
        types: types.iter().map(|row| row.word("type")).collect::<Result<_, _>>()?,
        state: row.word("state")?,
        publish_on: row.maybe_on("publish_on")?,
        expire_on: row.maybe_on("expire_on")?,
        file: file_of(&row)?,
        has_still: row.int("stills")? > 0,
        pages: row.json::<Vec<PageSize>>("pages")?,
        zones: zones(read, id).await?,
        strict: row.flag("strict")?,
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
            let kind = row.word("kind")?;
            let look = match row.text("look")?.as_str() {
                "" => Look::usual(kind),
                _ => row.json("look")?,
            };
            Ok(Zone {
                look,
                page: row.int("page")?.try_into().unwrap_or(u32::MAX),
                kind,
                x: length(row, "x")?,
                y: length(row, "y")?,
                width: length(row, "width")?,
                height: length(row, "height")?,
            })
        })
        .collect()
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

/// The file of an asset, or of one of its versions.
fn file_of(row: &Row) -> Result<AssetFile, StoreError> {
    Ok(AssetFile {
        id: row.word("file_id")?,
        sha256: row.text("sha256")?,
        bytes: row.int("bytes")?,
        media: row.word("media")?,
        name: row.text("file_name")?,
    })
}
