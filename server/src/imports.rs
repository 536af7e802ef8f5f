//! A table that somebody brings: uploaded or pasted, read into rows, and kept until its bringer has looked at it. What is short is looked at
//! whole; accounts and who is on record for them may be many, are kept row by row, and dealt with in the background ([`working`]).

mod long;
mod reading;
pub mod working;

pub use long::{LONG_FORM_BYTES, bring_accounts, rows, template};

use crate::files::{PutError, Received};
use crate::state::State;
use crate::uploads::{self, FIELD};
use app::api::{ApiError, ticket};
use app::texts::text::imports;
use app::words;
use axum::Extension;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use documents::{Source, TableMost};
use domain::access::{Actor, ManagePeople};
use domain::form::{Fault, Faults};
use domain::imports::{BYTES_MOST, CELL_MOST, COLUMNS_MOST, NoSheet, Sheet, Sort};
use reading::Records;
use tower_sessions::Session;

/// Most bytes of the form: the table, and what a form puts around it.
pub const FORM_BYTES: usize = BYTES_MOST + 64 * 1024;
/// What a workbook begins with, as every archive of this kind does.
const ARCHIVE: &[u8] = b"PK\x03\x04";
/// Characters of a file's name that are kept.
const FILE_NAME_MOST: u32 = 120;
/// Characters of the word that says what a table is of.
const SORT_MOST: u32 = 40;

/// Takes a table and leads to the look at it.
pub async fn bring(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    session: Session,
    (headers, uri): (HeaderMap, Uri),
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let done = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let form = form.map_err(|_| ApiError::Invalid(Faults::new()))?;
        kept(&state, &actor, form).await
    };
    uploads::answer(&session, &headers, uri.path(), done.await).await
}

async fn kept(state: &State, actor: &Actor, form: Multipart) -> Result<String, ApiError> {
    let permit = actor.permit(ManagePeople)?;
    let brought = brought(state, form, &Sort::SHORT, BYTES_MOST).await?;
    let (sort, records) = (brought.sort, records(state, &brought).await?);
    let sheet = blocking(move || Sheet::of(sort, records)).await?.map_err(|why| bad(said(&why)))?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    let id = store::imports::keep(&mut tx, &permit, &sheet).await?;
    tx.commit().await?;
    Ok(format!("/partners/import/{id}"))
}

/// A table that has come, and is on disk.
struct Brought {
    sort: Sort,
    /// The file's name; empty when it was pasted.
    name: String,
    bytes: Received,
}

/// Receives a form with a table of one of these sorts.
async fn brought(
    state: &State,
    mut form: Multipart,
    sorts: &[Sort],
    most: usize,
) -> Result<Brought, ApiError> {
    let sort = uploads::text_field(&mut form, "sort", SORT_MOST).await?;
    let sort = sort.parse::<Sort>().ok().filter(|sort| sorts.contains(sort));
    let sort = sort.ok_or_else(|| Faults::of("sort", Fault::Missing))?;
    let mut table: Option<(String, Received)> = None;
    while let Some(field) = form.next_field().await.map_err(|error| uploads::cut(&error))? {
        let is_file = field.name() == Some("file");
        if !is_file && field.name() != Some("text") {
            continue;
        }
        let name = field.file_name().unwrap_or_default();
        let name: String = name.chars().take(FILE_NAME_MOST as usize).collect();
        let name = domain::text::optional_line(&name, FILE_NAME_MOST).unwrap_or_default();
        let bytes = state.files.receive(field, |_| Ok::<_, PutError>(most as u64)).await?;
        // What was uploaded counts, and what was pasted where nothing was.
        let is_blank =
            bytes.bytes as usize <= bytes.head.len() && bytes.head.iter().all(u8::is_ascii_whitespace);
        if !is_blank && (table.is_none() || is_file) {
            table = Some((if is_file { name } else { String::new() }, bytes));
        }
    }
    let (name, bytes) = table.ok_or_else(|| Faults::of(FIELD, Fault::Missing))?;
    Ok(Brought { sort, name, bytes })
}

/// The records of a table that has come, whether it is a workbook or a text.
async fn records(state: &State, brought: &Brought) -> Result<Records, ApiError> {
    let (sort, path) = (brought.sort, brought.bytes.path().to_owned());
    if !brought.bytes.head.starts_with(ARCHIVE) {
        let read = blocking(move || reading::of_text(sort, &path)).await?;
        return read.map_err(broken)?.ok_or_else(|| bad(imports::unreadable().to_owned()).into());
    }
    let folder = path.parent().unwrap_or(&path).to_owned();
    let lines = blocking(move || tempfile::tempfile_in(folder)).await?.map_err(broken)?;
    let mut to = tokio::fs::File::from_std(lines);
    // Its headings, as many rows as are read, and one more, so that it is noticed.
    let most = TableMost { rows: sort.rows_most() + 2, columns: COLUMNS_MOST as u32, cell: CELL_MOST as u32 };
    let read = state.workshop.table(Source::File(&path), most, &mut to).await;
    read.map_err(|refusal| match refusal {
        documents::Refusal::Broken => bad(imports::unreadable().to_owned()).into(),
        other => uploads::refused(other),
    })?;
    let lines = to.into_std().await;
    blocking(move || reading::of_lines(lines)).await?.map_err(broken)
}

/// Does what waits for a disk where nobody else waits for it.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ApiError::Broken { ticket: ticket(&error) })
}

fn broken(error: std::io::Error) -> ApiError {
    ApiError::Broken { ticket: ticket(&error) }
}

fn bad(reason: String) -> Faults {
    Faults::of(FIELD, Fault::BadFile { reason })
}

fn said(why: &NoSheet) -> String {
    let field = |name: &str| words::field(name).unwrap_or_else(|| name.to_owned());
    match why {
        NoSheet::Empty => imports::no_rows().to_owned(),
        NoSheet::TooMany(most) => imports::too_many(app::texts::language().number((*most).into())),
        NoSheet::NoColumn(name) => imports::no_column(field(name)),
        NoSheet::TwoColumns(name) => imports::two_columns(field(name)),
    }
}
