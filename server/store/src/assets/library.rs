//! Lists of collateral: a partner's library, marketing's list, and how many would be left by each further filter.
//!
//! What is looked for is understood in one place, the `found!` text: each word has to be somewhere in the title, a tag, the
//! description or the words on the pages.

use super::{AssetRow, as_row, partner_of, rows};
use crate::db::Read;
use crate::error::StoreError;
use crate::orders::Ordered;
use crate::value::{Value, word};
use crate::{args, orders, statements};
use domain::access::{ManageAssets, Permit, Scope};
use domain::assets::{AssetFilter, AssetQuery, AssetSort, AssetState, NEW_DAYS, SOON_DAYS, WORDS_MOST};
use domain::id::CollectionId;
use domain::lists::View;
use domain::page::{PAGE_ROWS, Page};
use domain::time::Day;

/// The words `$3` to `$6`, as patterns; an empty one is in everything.
macro_rules! found {
    () => {
        " ($3 = '' OR a.search LIKE ($3 || '') ESCAPE '\\' OR a.words LIKE ($3 || '') ESCAPE '\\')
        AND ($4 = '' OR a.search LIKE ($4 || '') ESCAPE '\\' OR a.words LIKE ($4 || '') ESCAPE '\\')
        AND ($5 = '' OR a.search LIKE ($5 || '') ESCAPE '\\' OR a.words LIKE ($5 || '') ESCAPE '\\')
        AND ($6 = '' OR a.search LIKE ($6 || '') ESCAPE '\\' OR a.words LIKE ($6 || '') ESCAPE '\\') "
    };
}

/// Each filter as a condition; empty means any. `$13` and `$14` bound what is new and what is gone soon.
macro_rules! fits {
    (kind) => {
        " ($7 = '' OR a.kind = $7) "
    };
    (language) => {
        " ($8 = '' OR a.language = $8) "
    };
    (tag) => {
        " ($9 = '' OR EXISTS (SELECT 1 FROM asset_tags g WHERE g.asset_id = a.id AND g.tag = $9)) "
    };
    (collection) => {
        " ($10 = '' OR EXISTS (SELECT 1 FROM collection_assets c WHERE c.asset_id = a.id AND c.collection_id = $10)) "
    };
    (brand) => {
        " ($11 = '' OR EXISTS (SELECT 1 FROM asset_zones z WHERE z.asset_id = a.id)) "
    };
    (new) => {
        " (a.publish_on > $13 AND a.publish_on <= $2) "
    };
    (soon) => {
        " (a.expire_on > $2 AND a.expire_on <= $14) "
    };
    (age) => {
        concat!(" ($12 = '' OR ($12 = 'new' AND ", fits!(new), ") OR ($12 = 'expiring' AND ", fits!(soon), ")) ")
    };
}

/// Words and all filters together.
macro_rules! filtered {
    ($after:expr) => {
        concat!(
            " AND ",
            found!(),
            " AND ",
            fits!(kind),
            " AND ",
            fits!(language),
            " AND ",
            fits!(tag),
            " AND ",
            fits!(collection),
            " AND ",
            fits!(brand),
            " AND ",
            fits!(age),
            $after
        )
    };
}

/// What the counts of marketing's list are narrowed to: the state `$1`.
macro_rules! in_state {
    () => {
        "($1 = '' OR a.state = $1)"
    };
}

/// A truth as a number, which both engines count alike.
macro_rules! flag {
    ($condition:expr, $name:literal) => {
        concat!("CASE WHEN ", $condition, " THEN 1 ELSE 0 END AS ", $name)
    };
}

/// How many assets each further choice would leave: of what is within reach and has the words, each line counts those
/// that fit all filters but its own.
macro_rules! facets {
    ($within:expr, $state:expr) => {
        concat!(
            "WITH seen AS (SELECT a.id, a.kind, a.language, a.state, ",
            flag!($state, "in_state"), ", ",
            flag!(fits!(kind), "in_kind"), ", ",
            flag!(fits!(language), "in_language"), ", ",
            flag!(fits!(tag), "in_tag"), ", ",
            flag!(fits!(collection), "in_collection"), ", ",
            flag!(fits!(brand), "in_brand"), ", ",
            flag!(fits!(age), "in_age"), ", ",
            flag!(fits!(new), "is_new"), ", ",
            flag!(fits!(soon), "is_soon"), ", ",
            flag!("EXISTS (SELECT 1 FROM asset_zones z WHERE z.asset_id = a.id)", "takes_brand"),
            " FROM assets a WHERE ", $within, " AND ", found!(), ")
            SELECT 'all' AS facet, '' AS value, '' AS label, COUNT(*) AS assets FROM seen
                WHERE in_state + in_kind + in_language + in_tag + in_collection + in_brand + in_age = 7
            UNION ALL SELECT 'state', state, '', COUNT(*) FROM seen
                WHERE in_kind + in_language + in_tag + in_collection + in_brand + in_age = 6 GROUP BY state
            UNION ALL SELECT 'kind', kind, '', COUNT(*) FROM seen
                WHERE in_state + in_language + in_tag + in_collection + in_brand + in_age = 6 GROUP BY kind
            UNION ALL SELECT 'language', language, '', COUNT(*) FROM seen
                WHERE in_state + in_kind + in_tag + in_collection + in_brand + in_age = 6 GROUP BY language
            UNION ALL SELECT 'tag', g.tag, '', COUNT(*) FROM seen JOIN asset_tags g ON g.asset_id = seen.id
                WHERE in_state + in_kind + in_language + in_collection + in_brand + in_age = 6 GROUP BY g.tag
            UNION ALL SELECT 'collection', x.id, x.name, COUNT(*) FROM seen
                JOIN collection_assets c ON c.asset_id = seen.id JOIN collections x ON x.id = c.collection_id
                WHERE in_state + in_kind + in_language + in_tag + in_brand + in_age = 6 GROUP BY x.id, x.name
            UNION ALL SELECT 'brand', 'yes', '', COUNT(*) FROM seen
                WHERE in_state + in_kind + in_language + in_tag + in_collection + in_age + takes_brand = 7
            UNION ALL SELECT 'age', 'new', '', COUNT(*) FROM seen
                WHERE in_state + in_kind + in_language + in_tag + in_collection + in_brand + is_new = 7
            UNION ALL SELECT 'age', 'expiring', '', COUNT(*) FROM seen
                WHERE in_state + in_kind + in_language + in_tag + in_collection + in_brand + is_soon = 7"
        )
    };
}

/// How often an asset was taken.
macro_rules! taken {
    () => {
        "(SELECT COUNT(*) FROM downloads k WHERE k.asset_id = a.id)"
    };
}

/// The three orders, each after the cursor `$15`, `$16`.
macro_rules! newest {
    () => {
        " AND ($16 = '' OR (a.publish_on, a.id) < ($15, $16)) ORDER BY a.publish_on DESC, a.id DESC LIMIT $17"
    };
}
macro_rules! by_title {
    () => {
        " AND ($16 = '' OR (LOWER(a.title), a.id) > (LOWER($15), $16)) ORDER BY LOWER(a.title), a.id LIMIT $17"
    };
}
macro_rules! most_taken {
    () => {
        concat!(
            " AND ($16 = '' OR (",
            taken!(),
            ", a.id) < ($15, $16)) ORDER BY downloads DESC, a.id DESC LIMIT $17"
        )
    };
}

statements! {
    LIBRARY = (line!(reachable!(filtered!(newest!()))));
    LIBRARY_BY_TITLE = (line!(reachable!(filtered!(by_title!()))));
    LIBRARY_MOST_TAKEN = (line!(reachable!(filtered!(most_taken!()))));
    LIBRARY_FACETS = (facets!(reachable!(""), "1 = 1"));
    EVERYTHING_FACETS = (facets!("1 = 1", in_state!()));
    BY_STATE = "SELECT state, COUNT(*) AS assets FROM assets GROUP BY state";
    DRAFTS = (line!("a.state = 'draft' ORDER BY a.id DESC LIMIT $1"));
    EXPIRING = (line!("a.state = 'published' AND $1 < a.expire_on AND a.expire_on <= $2 ORDER BY a.expire_on, a.id LIMIT $3"));
}

orders! {
    ORDERS = (line_columns!(), "FROM assets a JOIN files f ON f.id = a.file_id",
        // Marketing's list is no partner's.
        "NULL", concat!("AND ($15 = '' OR a.state = $15)", filtered!("")), "a.id", "$16", "$17", "$18"):
    // Ids sort by the time of the upload.
    "newest" text "a.id";
    "title" text "LOWER(a.title)";
    "state" text "a.state";
    "kind" text "a.kind";
    "language" text "a.language";
    "taken" number taken!();
    "bytes" number "f.bytes";
    "publish_on" text "COALESCE(a.publish_on, '')";
    // What has no end comes after everything that has one.
    "expire_on" text "COALESCE(a.expire_on, '9999-12-31')";
    "uploaded" number "a.created_at";
}

/// One choice of a filter, and how many assets it would leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetRow {
    /// Which filter: `all` for the whole list.
    pub facet: String,
    /// What is chosen.
    pub value: String,
    /// What it is called, where the value is an id.
    pub label: String,
    /// How many are left.
    pub assets: i64,
}

fn filter_args(filter: &AssetFilter, today: Day) -> Vec<Value> {
    let mut args: Vec<Value> = (0..WORDS_MOST)
        .map(|n| Value::from(filter.words.get(n).map_or(String::new(), |word| crate::sql::like(word))))
        .collect();
    args.extend(args![
        filter.kind.map_or("", |kind| kind.as_str()),
        &filter.language,
        &filter.tag,
        filter.collection.as_ref().map_or(String::new(), CollectionId::to_string),
        if filter.branded { "yes" } else { "" },
        filter.age.map_or("", |age| age.as_str()),
        today.plus_days(-NEW_DAYS),
        today.plus_days(SOON_DAYS)
    ]);
    args
}

fn state_arg(filter: &AssetFilter) -> Value {
    filter.state.map_or("", |state| state.as_str()).into()
}

/// The cursor: the last row's key and id. Titles may have any sign in them, ids have not.
fn cursor(sort: AssetSort, after: Option<&str>) -> Vec<Value> {
    let (key, id) = after.and_then(|cursor| cursor.rsplit_once('~')).unwrap_or_default();
    let key = match sort {
        AssetSort::Taken => Value::from(key.parse().unwrap_or(0_i64)),
        AssetSort::Newest | AssetSort::Title => Value::from(key),
    };
    vec![key, id.into()]
}

fn cut(found: Vec<AssetRow>, key: impl Fn(&AssetRow) -> String) -> Page<AssetRow> {
    Page::cut(found, |row| format!("{}~{}", key(row), row.id))
}

/// The partner's library today, after the cursor.
pub async fn library(
    read: &mut Read,
    scope: &Scope,
    filter: &AssetFilter,
    sort: AssetSort,
    after: Option<&str>,
    today: Day,
) -> Result<Page<AssetRow>, StoreError> {
    let Some(partner) = partner_of(scope) else { return Ok(Page { rows: Vec::new(), next: None }) };
    let statement = match sort {
        AssetSort::Newest => LIBRARY,
        AssetSort::Title => LIBRARY_BY_TITLE,
        AssetSort::Taken => LIBRARY_MOST_TAKEN,
    };
    let mut args = args![word(partner), today];
    args.extend(filter_args(filter, today));
    args.extend(cursor(sort, after));
    args.push((PAGE_ROWS as i64 + 1).into());
    let found = rows(read, statement, args).await?;
    Ok(match sort {
        AssetSort::Newest => cut(found, |row| row.publish_on.map(|day| day.to_string()).unwrap_or_default()),
        AssetSort::Title => cut(found, |row| row.title.clone()),
        AssetSort::Taken => cut(found, |row| row.downloads.to_string()),
    })
}

/// How many assets each choice of each filter leaves within the scope: of a partner those that it reaches today.
pub async fn facets(
    read: &mut Read,
    scope: &Scope,
    filter: &AssetFilter,
    today: Day,
) -> Result<Vec<FacetRow>, StoreError> {
    let (statement, first) = match (scope, partner_of(scope)) {
        (Scope::All, _) => (EVERYTHING_FACETS, state_arg(filter)),
        (_, Some(partner)) => (LIBRARY_FACETS, word(partner)),
        (_, None) => return Ok(Vec::new()),
    };
    let mut args = vec![first, today.into()];
    args.extend(filter_args(filter, today));
    let found = read.all(statement, args).await?;
    found
        .iter()
        .map(|row| {
            Ok(FacetRow {
                facet: row.text("facet")?,
                value: row.text("value")?,
                label: row.text("label")?,
                assets: row.int("assets")?,
            })
        })
        .collect()
}

/// The newest assets of the partner's library today.
pub async fn newest(
    read: &mut Read,
    scope: &Scope,
    today: Day,
    most: i64,
) -> Result<Vec<AssetRow>, StoreError> {
    let Some(partner) = partner_of(scope) else { return Ok(Vec::new()) };
    let mut args = args![word(partner), today];
    args.extend(filter_args(&AssetFilter::default(), today));
    args.extend(args!["", "", most]);
    rows(read, LIBRARY, args).await
}

/// One page of marketing's list; newest means the newest upload.
pub async fn page(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    view: &View,
    today: Day,
) -> Result<Ordered<AssetRow>, StoreError> {
    let filter = AssetQuery::from(view).filter();
    let mut narrow = args![today];
    narrow.extend(filter_args(&filter, today));
    narrow.push(state_arg(&filter));
    orders::page(read, ORDERS, &Scope::All, view, narrow, as_row).await
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
