//! Searching everything at once: the index, and what a caller finds in it.
//!
//! A row of the index is written with the change of its record, in the same transaction: [`crate::Tx::changed`] calls
//! [`follow`], so that nobody has to remember. What a caller may see is part of the `WHERE`. The two engines keep words
//! in their own ways; all of what differs is in [`sqlite`] and [`postgres`].

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::learning::reach_args;
use crate::row::Row;
use crate::sql::Statement;
use crate::value::{Value, maybe, word};
use crate::{args, statements};
use domain::access::Scope;
use domain::id::PartnerId;
use domain::search::{COUNTED, Question, RULES, SearchKind, SearchReach, words};
use domain::time::Instant;

/// Records of a kind that are not in the index as today's rules would have them.
macro_rules! missing {
    ($table:literal, $kind:literal) => {
        concat!(
            "SELECT x.id FROM ",
            $table,
            " x WHERE NOT EXISTS (SELECT 1 FROM search_rows r WHERE r.kind = '",
            $kind,
            "' AND r.record_id = x.id AND r.rules = $1) ORDER BY x.id LIMIT $2"
        )
    };
}

/// How many candidates are looked at together, of whatever kinds: where more fit, each kind is asked for by itself.
const TOGETHER: i64 = 200;

/// Everything that fits, when it is not too much: `$candidates` are what fits `$3` and what fits `$4` in the title, one more
/// than [`TOGETHER`] of them at most. Answers the best `$5` of each kind, those with all words in the title first, the newest
/// first among them, and how many of the kind there are; in any case one row, which says how many candidates there were.
macro_rules! few {
    ($candidates:literal, $in_title:literal, $note:expr, $joined:literal, $allowed:expr) => {
        concat!(
            $candidates,
            " SELECT n.candidates, b.kind, b.record_id, b.title, b.detail, b.in_title, b.found, ",
            $note,
            " AS note FROM (SELECT COUNT(*) AS candidates FROM fitting) AS n LEFT JOIN (SELECT r.kind, r.record_id, r.title, r.detail,
            r.note, r.partner_id, ",
            $in_title,
            " AS in_title, ROW_NUMBER() OVER (PARTITION BY r.kind ORDER BY ",
            $in_title,
            " DESC, r.made_at DESC, r.record_id DESC) AS place, COUNT(*) OVER (PARTITION BY r.kind) AS found
            FROM fitting c CROSS JOIN search_rows r WHERE r.id = c.id AND (SELECT COUNT(*) FROM fitting) <= 200
            AND CAST($6 AS TEXT) IS NOT NULL AND CAST($7 AS TEXT) IS NOT NULL AND ",
            $allowed,
            ") AS b ON b.place <= $5 ",
            $joined,
            " ORDER BY b.kind, b.place"
        )
    };
}

/// The same of one kind, `$6`, of which very much fits: the newest that have all words in the title, and the newest at all.
/// The best `$5` of these are the best of everything, and no more than these are read. `$newest` are the newest rows that fit
/// a question, one more than [`COUNTED`] at most, of the partner `$7` alone unless it is empty.
macro_rules! many {
    ($newest:ident, $note:expr, $joined:literal, $allowed:expr) => {
        concat!(
            "SELECT b.kind, b.record_id, b.title, b.detail, b.in_title, b.found, ",
            $note,
            " AS note FROM (SELECT r.kind, r.record_id, r.title, r.detail, r.note, r.partner_id, x.in_title = 1 AS in_title,
            ROW_NUMBER() OVER (ORDER BY x.in_title DESC, r.made_at DESC, r.record_id DESC) AS place, COUNT(*) OVER () AS found
            FROM (SELECT u.id, MAX(u.in_title) AS in_title FROM (SELECT t.id, 1 AS in_title FROM (",
            $newest!("$4", $allowed),
            ") AS t UNION ALL SELECT a.id, 0 AS in_title FROM (",
            $newest!("$3", $allowed),
            ") AS a) AS u GROUP BY u.id) AS x JOIN search_rows r ON r.id = x.id) AS b ",
            $joined,
            " WHERE b.place <= $5 ORDER BY b.place"
        )
    };
}

/// The searches of one engine: its candidates, what is in the title among them, and how it finds the newest.
macro_rules! searches {
    ($candidates:literal, $in_title:literal; $newest:ident) => {
        $crate::statements! {
            OWN = ($crate::search::few!($candidates, $in_title, $crate::search::own_note!(), "LEFT JOIN partners o ON o.id = b.partner_id
                LEFT JOIN deals d ON b.kind = 'deal' AND d.id = b.record_id", $crate::search::own!()));
            MANY_OWN = ($crate::search::many!($newest, $crate::search::own_note!(), "LEFT JOIN partners o ON o.id = b.partner_id
                LEFT JOIN deals d ON b.kind = 'deal' AND d.id = b.record_id", $crate::search::own!()));
            ASSETS = ($crate::search::few!($candidates, $in_title, "b.note", "", $crate::search::any_asset!()));
            MANY_ASSETS = ($crate::search::many!($newest, "b.note", "", $crate::search::any_asset!()));
            ASSETS_IN_REACH = ($crate::search::few!($candidates, $in_title, "b.note", "", $crate::search::asset_in_reach!()));
            MANY_ASSETS_IN_REACH = ($crate::search::many!($newest, "b.note", "", $crate::search::asset_in_reach!()));
            COURSES = ($crate::search::few!($candidates, $in_title, "b.note", "", $crate::search::offered_course!()));
            MANY_COURSES = ($crate::search::many!($newest, "b.note", "", $crate::search::offered_course!()));
        }

        /// The searches, for [`super::find`].
        pub(super) const SEARCHES: super::Searches = super::Searches {
            own: super::Search { few: OWN, many: MANY_OWN },
            assets: super::Search { few: ASSETS, many: MANY_ASSETS },
            assets_in_reach: super::Search { few: ASSETS_IN_REACH, many: MANY_ASSETS_IN_REACH },
            courses: super::Search { few: COURSES, many: MANY_COURSES },
        };
    };
}

/// What a row says at its end, of those that are somebody's own.
macro_rules! own_note {
    () => {
        concat!(
            "b.partner_id, o.name AS partner_name, CASE WHEN d.id IS NOT NULL THEN ",
            $crate::deals::state_now!(),
            " ELSE b.note END"
        )
    };
}

/// Of whom the row is decides; `$1` narrows it to a kind.
macro_rules! own {
    () => {
        "($1 = '' OR r.kind = $1) AND (
            (r.kind = 'deal' AND ($8 = 'partner' AND r.partner_id = $9 OR r.shared AND ($8 = 'all'
                OR $8 = 'assigned' AND r.partner_id IN (SELECT id FROM partners WHERE manager_id = $9))))
            OR (r.kind IN ('partner', 'person') AND r.partner_id IS NOT NULL AND ($10 = 'all' OR $10 = 'partner' AND r.partner_id = $11
                OR $10 = 'assigned' AND r.partner_id IN (SELECT id FROM partners WHERE manager_id = $11)))
            OR (r.kind = 'person' AND r.partner_id IS NULL AND $12)
            OR (r.kind = 'account' AND $13))"
    };
}

/// `$1` and `$2` are there so that both searches for collateral take the same.
macro_rules! any_asset {
    () => {
        "r.kind = 'asset' AND CAST($1 AS TEXT) IS NOT NULL AND CAST($2 AS TEXT) IS NOT NULL"
    };
}

macro_rules! asset_in_reach {
    () => {
        concat!(
            "r.kind = 'asset' AND EXISTS (SELECT 1 FROM assets a WHERE a.id = r.record_id AND ",
            $crate::assets::reachable!("$1", ")")
        )
    };
}

macro_rules! offered_course {
    () => {
        concat!(
            "r.kind = 'course' AND EXISTS (SELECT 1 FROM courses c WHERE c.id = r.record_id AND ",
            $crate::learning::offered!("course", ")")
        )
    };
}
pub(crate) use {any_asset, asset_in_reach, few, many, offered_course, own, own_note};

pub mod postgres;
pub mod sqlite;

statements! {
    // What each kind is found by: the title before the rest.
    DEAL = "SELECT d.partner_id, d.customer_name AS title, COALESCE(d.number, '') AS detail, d.state AS note,
        d.submitted_at IS NOT NULL AS shared, d.created_at AS made_at,
        COALESCE(d.number, '') || ' ' || d.customer_domain || ' ' || d.contact_name || ' ' || d.contact_role || ' ' || d.contact_email
        || ' ' || p.name || ' ' || COALESCE((SELECT STRING_AGG(f.name, ' ') FROM deal_families df JOIN families f ON f.id = df.family_id
            WHERE df.deal_id = d.id), '') || ' ' || d.need AS body
        FROM deals d JOIN people p ON p.id = d.person_id WHERE d.id = $1";
    PARTNER = "SELECT o.id AS partner_id, o.name AS title, o.contact_website AS detail, o.tier AS note, TRUE AS shared,
        o.created_at AS made_at,
        COALESCE((SELECT STRING_AGG(m.domain, ' ') FROM partner_domains m WHERE m.partner_id = o.id), '') || ' '
        || o.contact_name || ' ' || o.contact_email || ' ' || o.contact_phone || ' ' || o.contact_website || ' '
        || o.contact_address AS body FROM partners o WHERE o.id = $1";
    PERSON = "SELECT p.partner_id, p.name AS title, p.email AS detail, p.role AS note, TRUE AS shared, p.created_at AS made_at,
        p.email AS body FROM people p WHERE p.id = $1";
    ACCOUNT = "SELECT CAST(NULL AS TEXT) AS partner_id, a.legal_name AS title, a.domain AS detail, a.country AS note, TRUE AS shared,
        a.created_at AS made_at, a.domain || ' ' || a.more_domains || ' ' || a.trading_names || ' ' || a.tax_number || ' ' || a.city AS body
        FROM accounts a WHERE a.id = $1 AND a.merged_into_id IS NULL";
    ASSET = "SELECT CAST(NULL AS TEXT) AS partner_id, a.title, a.language AS detail, a.kind AS note, TRUE AS shared,
        a.created_at AS made_at, a.description || ' ' || a.words || ' ' || f.name || ' ' || COALESCE((SELECT STRING_AGG(t.tag, ' ') FROM asset_tags t WHERE t.asset_id = a.id), '')
        AS body FROM assets a JOIN files f ON f.id = a.file_id WHERE a.id = $1";
    COURSE = "SELECT CAST(NULL AS TEXT) AS partner_id, c.title, '' AS detail, c.topic AS note, TRUE AS shared,
        c.created_at AS made_at, c.summary || ' '
        || COALESCE((SELECT STRING_AGG(l.title || ' ' || l.body, ' ') FROM lessons l WHERE l.course_id = c.id), '')
        AS body FROM courses c WHERE c.id = $1";
    COURSE_OF_LESSON = "SELECT course_id FROM lessons WHERE id = $1";
    // Nothing is touched when nothing has changed.
    PUT = "INSERT INTO search_rows (kind, record_id, partner_id, shared, title, detail, note, title_words, body_words, scope_words,
        rules, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (kind, record_id) DO UPDATE SET shared = excluded.shared, title = excluded.title, detail = excluded.detail,
        note = excluded.note, title_words = excluded.title_words, body_words = excluded.body_words,
        scope_words = excluded.scope_words, rules = excluded.rules
        WHERE search_rows.shared <> excluded.shared OR search_rows.title <> excluded.title OR search_rows.detail <> excluded.detail
        OR search_rows.note <> excluded.note OR search_rows.title_words <> excluded.title_words
        OR search_rows.body_words <> excluded.body_words OR search_rows.scope_words <> excluded.scope_words
        OR search_rows.rules <> excluded.rules";
    REMOVE = "DELETE FROM search_rows WHERE kind = $1 AND record_id = $2";
    MISSING_DEALS = (missing!("deals", "deal"));
    MISSING_PARTNERS = (missing!("partners", "partner"));
    MISSING_PEOPLE = (missing!("people", "person"));
    // What was merged into another account is found by the matching engine only.
    MISSING_ACCOUNTS = "SELECT x.id FROM accounts x WHERE x.merged_into_id IS NULL AND NOT EXISTS (SELECT 1 FROM search_rows r
        WHERE r.kind = 'account' AND r.record_id = x.id AND r.rules = $1) ORDER BY x.id LIMIT $2";
    MISSING_ASSETS = (missing!("assets", "asset"));
    MISSING_COURSES = (missing!("courses", "course"));
}

/// The record of a kind as it is indexed, and those of it that are not yet.
fn of_kind(kind: SearchKind) -> (Statement, Statement) {
    match kind {
        SearchKind::Deal => (DEAL, MISSING_DEALS),
        SearchKind::Partner => (PARTNER, MISSING_PARTNERS),
        SearchKind::Person => (PERSON, MISSING_PEOPLE),
        SearchKind::Account => (ACCOUNT, MISSING_ACCOUNTS),
        SearchKind::Asset => (ASSET, MISSING_ASSETS),
        SearchKind::Course => (COURSE, MISSING_COURSES),
    }
}

/// Writes what a change of this record makes of the index. Called for every change; most kinds of records are not found.
pub(crate) async fn follow(tx: &mut Tx, kind: &str, id: &str) -> Result<(), StoreError> {
    if let Ok(kind) = kind.parse() {
        return renew(tx, kind, id).await;
    }
    if kind == "lesson"
        && let Some(row) = tx.one(COURSE_OF_LESSON, args![id]).await?
    {
        return renew(tx, SearchKind::Course, &row.text("course_id")?).await;
    }
    Ok(())
}

/// Writes a record into the index as it is now, or takes it out when it is gone.
pub async fn renew(tx: &mut Tx, kind: SearchKind, id: &str) -> Result<(), StoreError> {
    let Some(row) = tx.one(of_kind(kind).0, args![id]).await? else {
        return tx.run(REMOVE, args![kind.as_str(), id]).await.map(drop);
    };
    let partner: Option<PartnerId> = row.maybe_word("partner_id")?;
    let title = row.text("title")?;
    let args = args![
        kind.as_str(),
        id,
        maybe(partner.as_ref()),
        row.flag("shared")?,
        &title,
        row.text("detail")?,
        row.text("note")?,
        words(&title),
        words(&row.text("body")?),
        scope_words(kind, partner.as_ref()),
        RULES,
        row.at("made_at")?
    ];
    tx.run(PUT, args).await.map(drop)
}

/// Indexes records that are not in the index, from before there was one or by older rules, `most` of each kind at most;
/// answers how many.
pub async fn fill(tx: &mut Tx, most: i64) -> Result<usize, StoreError> {
    let mut filled = 0;
    for kind in SearchKind::ALL {
        let missing = tx.all(of_kind(*kind).1, args![RULES, most]).await?;
        filled += missing.len();
        for row in missing {
            renew(tx, *kind, &row.text("id")?).await?;
        }
    }
    Ok(filled)
}

fn kind_word(kind: SearchKind) -> String {
    format!("kind{kind}")
}

/// Ids are letters and digits but for one sign.
fn partner_word(partner: &PartnerId) -> String {
    partner.as_str().chars().filter(char::is_ascii_alphanumeric).collect()
}

fn scope_words(kind: SearchKind, partner: Option<&PartnerId>) -> String {
    let partner = partner.map(partner_word).unwrap_or_default();
    format!("{} {partner}", kind_word(kind)).trim_end().to_owned()
}

/// The searches as one engine understands them.
pub(crate) struct Searches {
    own: Search,
    assets: Search,
    assets_in_reach: Search,
    courses: Search,
}

/// A search that is enough where not too much fits, and the one for a kind of which more does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Search {
    few: Statement,
    many: Statement,
}

/// What has to fit, as one engine writes it: everything, and the title alone.
struct Fit {
    all: String,
    title: String,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its id, of the kind of its group.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// A number, an address, a domain; may be empty.
    pub detail: String,
    /// The word of the enum that says most of this kind: a deal's state as of the search, a person's role, a partner's
    /// tier, an account's country, an asset's kind, a course's topic.
    pub note: String,
    /// The partner whose it is.
    pub partner: Option<(PartnerId, String)>,
    /// Whether all words are in its title.
    pub in_title: bool,
}

/// What was found of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Which kind.
    pub kind: SearchKind,
    /// How many there are; more than [`COUNTED`] stands for any number beyond.
    pub found: i64,
    /// The best of them.
    pub hits: Vec<Hit>,
}

/// The best `most` of each kind (up to [`COUNTED`]), or of this kind only, as far as the caller's search reaches; groups in
/// the order of [`SearchKind::ALL`], those that found nothing left out.
pub async fn find(
    read: &mut Read,
    reach: &SearchReach,
    question: &Question,
    kind: Option<SearchKind>,
    most: i64,
    now: Instant,
) -> Result<Vec<Group>, StoreError> {
    let engine = of_engine(read);
    let wanted = |one: SearchKind| kind.is_none_or(|kind| kind == one);
    let mut groups = Vec::new();
    let own = own_kinds(reach).filter(|one| wanted(*one)).collect::<Vec<_>>();
    // Whoever sees the rows of one partner only is spared those of all others before they are looked at.
    let only = match (&reach.deals, &reach.partners) {
        (Scope::Partner(own), Scope::Partner(same)) if own == same => Some(own),
        _ => None,
    };
    let kind = kind.map(SearchKind::as_str).unwrap_or_default();
    let mut narrow = scope_args(&reach.deals).to_vec();
    narrow.extend(scope_args(&reach.partners));
    narrow.extend(args![reach.staff, reach.accounts]);
    let asked = Asked { question, only, first: args![kind, now], most, narrow };
    asked.gather(read, engine.own, own, &mut groups).await?;

    let all_in_reach = match &reach.assets {
        Scope::All => Some((engine.assets, String::new())),
        Scope::Partner(partner) => Some((engine.assets_in_reach, partner.to_string())),
        Scope::Assigned(_) | Scope::Nobody => None,
    };
    if let Some((search, partner)) = all_in_reach.filter(|_| wanted(SearchKind::Asset)) {
        let asked =
            Asked { question, only: None, first: args![partner, now.day()], most, narrow: Vec::new() };
        asked.gather(read, search, vec![SearchKind::Asset], &mut groups).await?;
    }
    if wanted(SearchKind::Course) {
        let first = reach_args(&reach.courses).to_vec();
        let asked = Asked { question, only: None, first, most, narrow: Vec::new() };
        asked.gather(read, engine.courses, vec![SearchKind::Course], &mut groups).await?;
    }
    groups.sort_by_key(|group| group.kind as u8);
    Ok(groups)
}

/// Kinds that are somebody's own, as far as there is any to see; what there is most of first.
fn own_kinds(reach: &SearchReach) -> impl Iterator<Item = SearchKind> {
    let kinds = [
        (SearchKind::Deal, reach.deals != Scope::Nobody),
        (SearchKind::Partner, reach.partners != Scope::Nobody),
        (SearchKind::Person, reach.partners != Scope::Nobody || reach.staff),
        (SearchKind::Account, reach.accounts),
    ];
    kinds.into_iter().filter(|(_, any)| *any).map(|(kind, _)| kind)
}

/// What is asked of an index.
struct Asked<'a> {
    question: &'a Question,
    /// Rows of this partner alone.
    only: Option<&'a PartnerId>,
    /// `$1` and `$2`.
    first: Vec<Value>,
    most: i64,
    /// `$8` and so on.
    narrow: Vec<Value>,
}

impl Asked<'_> {
    /// Looks for these kinds together, and for one after the other where too much fits.
    async fn gather(
        &self,
        read: &mut Read,
        search: Search,
        mut kinds: Vec<SearchKind>,
        groups: &mut Vec<Group>,
    ) -> Result<(), StoreError> {
        while !kinds.is_empty() {
            let found = read.all(search.few, self.args(read, &kinds)).await?;
            let candidates = found.first().map_or(Ok(0), |row| row.int("candidates"))?;
            if candidates <= TOGETHER {
                return gather(found, groups);
            }
            let kind = kinds.remove(0);
            gather(read.all(search.many, self.args(read, &[kind])).await?, groups)?;
        }
        Ok(())
    }

    fn args(&self, read: &Read, kinds: &[SearchKind]) -> Vec<Value> {
        let newest_of = kinds.first().map(|kind| kind.as_str()).unwrap_or_default();
        let kinds: Vec<String> = kinds.iter().copied().map(kind_word).collect();
        let partner = self.only.map(partner_word);
        let write = if read.is_sqlite() { sqlite::fit } else { postgres::fit };
        let fit = write(self.question, &kinds, partner.as_deref());
        let mut args = self.first.clone();
        args.extend(args![fit.all, fit.title, self.most.min(COUNTED), newest_of]);
        args.push(self.only.map_or_else(|| "".into(), word));
        args.extend(self.narrow.iter().cloned());
        args
    }
}

fn of_engine(read: &Read) -> &'static Searches {
    if read.is_sqlite() { &sqlite::SEARCHES } else { &postgres::SEARCHES }
}

fn scope_args(scope: &Scope) -> [Value; 2] {
    match scope {
        Scope::All => ["all".into(), "".into()],
        Scope::Partner(partner) => ["partner".into(), word(partner)],
        Scope::Assigned(manager) => ["assigned".into(), word(manager)],
        Scope::Nobody => ["nobody".into(), "".into()],
    }
}

/// Rows are sorted by kind.
fn gather(rows: Vec<Row>, groups: &mut Vec<Group>) -> Result<(), StoreError> {
    for row in rows {
        // The one row of a search that found nothing.
        let Some(kind) = row.maybe_word::<SearchKind>("kind")? else { continue };
        // Collateral and courses are nobody's.
        let of_partner = !matches!(kind, SearchKind::Asset | SearchKind::Course);
        let partner = if of_partner { row.maybe_word("partner_id")? } else { None };
        let hit = Hit {
            id: row.text("record_id")?,
            title: row.text("title")?,
            detail: row.text("detail")?,
            note: row.text("note")?,
            partner: match partner {
                Some(id) => Some((id, row.text("partner_name")?)),
                None => None,
            },
            in_title: row.flag("in_title")?,
        };
        match groups.last_mut() {
            Some(group) if group.kind == kind => group.hits.push(hit),
            _ => groups.push(Group { kind, found: row.int("found")?, hits: vec![hit] }),
        }
    }
    Ok(())
}
