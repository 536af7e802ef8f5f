//! Lists as files: what a list shows its reader, in rows and columns, within the reader's own scope. Each file that is
//! asked for leaves a line in the audit. Values are sent while they are read; a workbook is made of at most
//! [`ROWS_MOST`] rows.

mod lists;
mod workbook;

use crate::deliver::{Use, disposition};
use crate::languages;
use crate::state::State;
use app::api::{ApiError, ticket};
use app::texts::{speaking, text};
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::access::Actor;
use domain::export::{Cell, Format, ROWS_MOST};
use domain::language::Language;
use domain::lists::List;
use lists::File;
use serde::Serialize;
use store::Change;

type Asked = (axum::extract::State<State>, Path<String>, RawQuery, Option<Extension<Actor>>, HeaderMap);

macro_rules! files {
    ($($(#[$doc:meta])* $name:ident: $list:expr;)*) => {$(
        $(#[$doc])*
        pub async fn $name(
            state: axum::extract::State<State>,
            format: Path<String>,
            query: RawQuery,
            actor: Option<Extension<Actor>>,
            headers: HeaderMap,
        ) -> Response {
            answer((state, format, query, actor, headers), $list).await
        }
    )*};
}

files! {
    /// Deals as the list of deals shows them.
    deals: List::Deals;
    /// What waits for a decision.
    queue: List::Queue;
    /// Partner organisations.
    partners: List::Partners;
    /// People whom the reader looks after.
    people: List::People;
    /// Customer accounts.
    accounts: List::Accounts;
    /// Renewals that come up.
    renewals: List::Renewals;
    /// Courses, for those who write them.
    courses: List::Courses;
    /// Collateral, for marketing.
    assets: List::Assets;
}

async fn answer(
    (axum::extract::State(state), Path(format), RawQuery(query), actor, headers): Asked,
    list: List,
) -> Response {
    let language = languages::of(&state, actor.as_ref().map(|one| one.profile()), &headers);
    let made = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let format: Format = format.parse().map_err(|_| ApiError::Missing)?;
        let file = File::of(&actor, list, &query.unwrap_or_default())?;
        note(&state, &actor, &file, format).await?;
        let name = format!("{}-{}.{}", file.name(), state.now().day(), format.ending());
        let body = match format {
            Format::Csv => values(state, file, language, ""),
            Format::ExcelCsv => values(state, file, language, "\u{feff}"),
            Format::Xlsx => Body::from(book(&state, file, language).await?),
        };
        let headers = [
            (CONTENT_TYPE, format.media_type().to_owned()),
            (CONTENT_DISPOSITION, disposition(Use::Save, &name)),
            (CACHE_CONTROL, "private, no-store".to_owned()),
        ];
        Ok::<_, ApiError>((headers, body).into_response())
    };
    made.await.unwrap_or_else(|error| {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, speaking(language, || app::words::error(&error))).into_response()
    })
}

/// What the audit says of a file.
#[derive(Serialize)]
struct Exported {
    format: Format,
    query: String,
}

async fn note(state: &State, actor: &Actor, file: &File, format: Format) -> Result<(), ApiError> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    let after = Exported { format, query: file.view.query() };
    let change = Change::of("list", file.name()).after(&after);
    let change = match actor.profile().partner_id() {
        Some(partner) => change.partner(partner),
        None => change,
    };
    tx.noted(&actor.who(), "list.exported", change).await?;
    Ok(tx.commit().await?)
}

/// Where the reading of a list is.
enum Place {
    Start,
    After((String, String)),
    End,
}

/// Values page by page; nothing is held but the page that is on its way.
fn values(state: State, file: File, language: Language, mark: &'static str) -> Body {
    let begin = (Place::Start, 0_usize);
    Body::from_stream(futures::stream::try_unfold(begin, move |(place, count)| {
        let (state, file) = (state.clone(), file.clone());
        async move {
            let after = match place {
                Place::Start => None,
                Place::After(cursor) => Some(cursor),
                Place::End => return Ok(None),
            };
            let mut text = if after.is_none() { mark.as_bytes().to_vec() } else { Vec::new() };
            let first = after.is_none();
            let batch = file.batch(&state, language, after).await;
            let mut batch = batch.map_err(|error| std::io::Error::other(ticket(&error)))?;
            let room = ROWS_MOST - count;
            let cut = batch.rows.len() > room || (batch.rows.len() == room && batch.next.is_some());
            batch.rows.truncate(room);
            let mut to = csv::WriterBuilder::new()
                .terminator(csv::Terminator::CRLF)
                .flexible(true)
                .from_writer(&mut text);
            if first {
                to.write_record(file.heads(language))?;
            }
            for row in &batch.rows {
                to.write_record(row.iter().map(Cell::plain))?;
            }
            if cut {
                to.write_record([first_only(language)])?;
            }
            to.flush()?;
            drop(to);
            let next = match batch.next {
                Some(cursor) if !cut => Place::After(cursor),
                _ => Place::End,
            };
            Ok::<_, std::io::Error>(Some((bytes::Bytes::from(text), (next, count + batch.rows.len()))))
        }
    }))
}

fn first_only(language: Language) -> String {
    speaking(language, || text::exports::first_only(ROWS_MOST))
}

/// Lines of a file of values with the mark by which Excel knows its encoding, in front of its heads.
pub(crate) fn marked(heads: Option<Vec<String>>, lines: Vec<Vec<Cell>>) -> std::io::Result<Vec<u8>> {
    let mut text = if heads.is_some() { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let mut to =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(&mut text);
    if let Some(heads) = heads {
        to.write_record(heads.into_iter().map(|head| Cell::Text(head).plain()))?;
    }
    for line in lines {
        to.write_record(line.iter().map(Cell::plain))?;
    }
    to.flush()?;
    drop(to);
    Ok(text)
}

/// A workbook that has heads only.
pub(crate) fn empty_book(name: &str, heads: &[String]) -> Result<Vec<u8>, ApiError> {
    workbook::make(name, heads, &[], None).map_err(|error| ApiError::Broken { ticket: ticket(&error) })
}

async fn book(state: &State, file: File, language: Language) -> Result<Vec<u8>, ApiError> {
    let (mut rows, mut after) = (Vec::new(), None);
    let cut = loop {
        let batch = file.batch(state, language, after.take()).await?;
        rows.extend(batch.rows);
        if rows.len() > ROWS_MOST || (rows.len() == ROWS_MOST && batch.next.is_some()) {
            rows.truncate(ROWS_MOST);
            break true;
        }
        match batch.next {
            Some(cursor) => after = Some(cursor),
            None => break false,
        }
    };
    let heads = file.heads(language);
    let note = cut.then(|| first_only(language));
    let made =
        tokio::task::spawn_blocking(move || workbook::make(file.name(), &heads, &rows, note.as_deref()));
    let made: Result<Vec<u8>, _> = made.await.map_err(|error| ApiError::Broken { ticket: ticket(&error) })?;
    made.map_err(|error| ApiError::Broken { ticket: ticket(&error) })
}
