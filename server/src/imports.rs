//! A table that somebody brings: uploaded or pasted, read into rows, and kept until its bringer has looked at it.

mod reading;

use crate::state::State;
use crate::uploads::{self, FIELD};
use app::api::ApiError;
use app::texts::text::imports;
use app::words;
use axum::Extension;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use domain::access::{Actor, ManagePeople};
use domain::form::{Fault, Faults};
use domain::imports::{BYTES_MOST, NoSheet, ROWS_MOST, Sheet, Sort};
use tower_sessions::Session;

/// Most bytes of the form: the table, and what a form puts around it.
pub const FORM_BYTES: usize = BYTES_MOST + 64 * 1024;

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

async fn kept(state: &State, actor: &Actor, mut form: Multipart) -> Result<String, ApiError> {
    let permit = actor.permit(ManagePeople)?;
    let (mut sort, mut table) = (None, Vec::new());
    while let Some(mut field) = form.next_field().await.map_err(|error| uploads::cut(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|error| uploads::cut(&error))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > BYTES_MOST {
                return Err(Faults::of(FIELD, Fault::TooLarge).into());
            }
        }
        match name.as_str() {
            "sort" => sort = String::from_utf8_lossy(&bytes).parse::<Sort>().ok(),
            // What was uploaded counts, and what was pasted where nothing was.
            "file" | "text" if !bytes.is_empty() && (table.is_empty() || name == "file") => table = bytes,
            _ => {}
        }
    }
    let sort = sort.ok_or_else(|| Faults::of("sort", Fault::Missing))?;
    if table.iter().all(u8::is_ascii_whitespace) {
        return Err(Faults::of(FIELD, Fault::Missing).into());
    }
    let sheet = reading::records(sort, &table).ok_or_else(|| bad(imports::unreadable().to_owned()))?;
    let sheet = Sheet::of(sort, sheet).map_err(|why| bad(said(&why)))?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    let id = store::imports::keep(&mut tx, &permit, &sheet).await?;
    tx.commit().await?;
    Ok(format!("/partners/import/{id}"))
}

fn bad(reason: String) -> Faults {
    Faults::of(FIELD, Fault::BadFile { reason })
}

fn said(why: &NoSheet) -> String {
    let field = |name: &str| words::field(name).unwrap_or_else(|| name.to_owned());
    match why {
        NoSheet::Empty => imports::no_rows().to_owned(),
        NoSheet::TooMany => imports::too_many(ROWS_MOST),
        NoSheet::NoColumn(name) => imports::no_column(field(name)),
        NoSheet::TwoColumns(name) => imports::two_columns(field(name)),
    }
}
