//! Tables of many rows: their rows are kept as they are read, some at a time, and can be taken along with what becomes of them.

use super::{bad, brought, records, said};
use crate::deliver::{Use, disposition};
use crate::exports::{empty_book, marked};
use crate::languages;
use crate::state::State;
use crate::uploads;
use app::api::{ApiError, ticket};
use app::texts::{language, speaking, text};
use axum::Extension;
use axum::body::Body;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use domain::access::{Actor, ManageAccounts, Permit};
use domain::export::{Cell, Format};
use domain::id::AccountImportId;
use domain::imports::{Columns, FateKind, LONG_BYTES_MOST, NoSheet, Record, Sort, is_full};
use domain::language::Language;
use store::accounts::imports;
use store::accounts::imports::rows::{self, Shown};
use tokio::sync::mpsc;
use tower_sessions::Session;

/// Most bytes of the form.
pub const LONG_FORM_BYTES: usize = LONG_BYTES_MOST + 64 * 1024;
/// Rows that are kept in one transaction, and that are handed over at once.
const AT_ONCE: usize = 1000;

/// Takes a table of accounts or of named accounts and leads to its page.
pub async fn bring_accounts(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    session: Session,
    (headers, uri): (HeaderMap, Uri),
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let done = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let form = form.map_err(|_| ApiError::Invalid(domain::form::Faults::new()))?;
        let permit = actor.permit(ManageAccounts)?;
        let brought = brought(&state, form, &Sort::LONG, LONG_BYTES_MOST).await?;
        let mut records = records(&state, &brought).await?;
        let (to, from) = mpsc::channel(2);
        let reading = move || {
            let mut full = records.by_ref().filter(is_full);
            while let some @ [_, ..] = full.by_ref().take(AT_ONCE).collect::<Vec<Record>>().as_slice() {
                if to.blocking_send(some.to_vec()).is_err() {
                    return;
                }
            }
        };
        tokio::task::spawn_blocking(reading);
        // Whoever goes away meanwhile finds it among their tables.
        let spoken = language();
        let kept = async move { kept(&state, &permit, (brought.sort, &brought.name), from, spoken).await };
        let kept = tokio::spawn(kept).await;
        let id = kept.map_err(|error| ApiError::Broken { ticket: ticket(&error) })??;
        Ok(format!("/accounts/import/{id}"))
    };
    uploads::answer(&session, &headers, uri.path(), done.await).await
}

async fn kept(
    state: &State,
    permit: &Permit<ManageAccounts>,
    (sort, name): (Sort, &str),
    mut from: mpsc::Receiver<Vec<Record>>,
    spoken: Language,
) -> Result<AccountImportId, ApiError> {
    let refused = |why: &NoSheet| ApiError::from(bad(speaking(spoken, || said(why))));
    let mut first = from.recv().await.unwrap_or_default().into_iter();
    let headings = first.next().map(|(_, cells)| cells).ok_or_else(|| refused(&NoSheet::Empty))?;
    let columns = Columns::of(sort, headings).map_err(|why| refused(&why))?;
    let mut some: Vec<Record> = first.collect();
    if some.is_empty() {
        return Err(refused(&NoSheet::Empty));
    }
    let mut tx = state.portal.store.begin(state.now()).await?;
    let id = imports::begin(&mut tx, permit, name, &columns).await?;
    let mut count = 0;
    loop {
        count += some.len();
        if count > sort.rows_most() as usize {
            tx.commit().await?;
            discard(state, &id).await?;
            return Err(refused(&NoSheet::TooMany(sort.rows_most())));
        }
        rows::add(&mut tx, &id, &some).await?;
        tx.commit().await?;
        let next = from.recv().await;
        tx = state.portal.store.begin(state.now()).await?;
        match next {
            Some(more) => some = more,
            None => break,
        }
    }
    imports::read_in(&mut tx, &id, count as i64).await?;
    tx.commit().await?;
    Ok(id)
}

async fn discard(state: &State, id: &AccountImportId) -> Result<(), ApiError> {
    loop {
        let mut tx = state.portal.store.begin(state.now()).await?;
        let gone = imports::discard(&mut tx, id, AT_ONCE as i64).await?;
        tx.commit().await?;
        if gone == 0 {
            return Ok(());
        }
    }
}

type Asked<T> = (axum::extract::State<State>, Path<T>, Option<Extension<Actor>>, HeaderMap);

/// An empty workbook with the headings under which tables of a sort are read.
pub async fn template(
    axum::extract::State(state): axum::extract::State<State>,
    Path(sort): Path<String>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
) -> Response {
    let language = languages::of(&state, actor.as_ref().map(|one| one.profile()), &headers);
    let made = || {
        let sort = sort.parse::<Sort>().ok().filter(|sort| Sort::LONG.contains(sort));
        let sort = sort.ok_or(ApiError::Missing)?;
        let heads = speaking(language, || app::imports::template(sort));
        let book = empty_book(sort.as_str(), &heads)?;
        Ok(file(Format::Xlsx, &format!("{sort}.xlsx"), Body::from(book)))
    };
    answer(made(), language)
}

/// The rows of a table, of one fate or `all`, with what becomes of each: so that they can be mended and brought again.
pub async fn rows(
    axum::extract::State(state): axum::extract::State<State>,
    Path((id, fate)): Path<(String, String)>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
) -> Response {
    let language = languages::of(&state, actor.as_ref().map(|one| one.profile()), &headers);
    let asked: Asked<(String, String)> = (axum::extract::State(state), Path((id, fate)), actor, headers);
    answer(taken_along(asked, language).await, language)
}

async fn taken_along(
    (axum::extract::State(state), Path((id, fate)), actor, _): Asked<(String, String)>,
    language: Language,
) -> Result<Response, ApiError> {
    let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
    let permit = actor.permit(ManageAccounts)?;
    let fate = match fate.as_str() {
        "all" => None,
        other => Some(other.parse::<FateKind>().map_err(|_| ApiError::Missing)?),
    };
    let mut read = state.portal.store.read().await?;
    let found = imports::find(&mut read, &permit, &id.parse()?).await?;
    let (import, columns) = found.ok_or(ApiError::Missing)?;
    let mut heads = columns.headings.clone();
    heads.extend(speaking(language, || {
        [text::imports::line(), text::imports::fate(), text::imports::why()].map(str::to_owned)
    }));
    let begin = Some((0_i64, Some(heads)));
    let pages = futures::stream::try_unfold(begin, move |place| {
        let (store, id) = (state.portal.store.clone(), import.id.clone());
        let width = columns.headings.len();
        async move {
            let Some((behind, heads)) = place else { return Ok(None) };
            let page = async {
                let mut read = store.read().await?;
                rows::page(&mut read, &id, fate, behind, AT_ONCE as i64).await
            };
            let page = page.await.map_err(|error| std::io::Error::other(ticket(&error)))?;
            let lines = page.iter().map(|row| speaking(language, || cells(row, width))).collect();
            let text = marked(heads, lines)?;
            let next = page.last().filter(|_| page.len() == AT_ONCE);
            let next = next.map(|row| (row.record.0.cast_signed(), None));
            Ok::<_, std::io::Error>(Some((bytes::Bytes::from(text), next)))
        }
    });
    Ok(file(Format::ExcelCsv, &format!("{id}.csv"), Body::from_stream(pages)))
}

/// A row as it was brought, however short, with what becomes of it behind.
fn cells(row: &Shown, width: usize) -> Vec<Cell> {
    let text = |text: &str| Cell::Text(domain::imports::plain(text).to_owned());
    let (line, brought) = &row.record;
    let cells = (0..width).map(|at| text(brought.get(at).map_or("", String::as_str)));
    let (fate, why) = row.fate.as_ref().map(app::imports::told).unwrap_or_default();
    cells.chain([Cell::Number(line.cast_signed()), text(fate), text(&why)]).collect()
}

fn file(format: Format, name: &str, body: Body) -> Response {
    let headers = [
        (CONTENT_TYPE, format.media_type().to_owned()),
        (CONTENT_DISPOSITION, disposition(Use::Save, name)),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, body).into_response()
}

fn answer(made: Result<Response, ApiError>, language: Language) -> Response {
    made.unwrap_or_else(|error| {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, speaking(language, || app::words::error(&error))).into_response()
    })
}
