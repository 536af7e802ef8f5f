//! Evidence beside a deal: brought by its partner, read by whoever may see the deal.

use super::{FIELD, answer, cut, file};
use crate::deliver::{Delivery, Use, deliver};
use crate::files::Received;
use crate::state::State;
use app::api::ApiError;
use app::texts::text;
use axum::Extension;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::{Multipart, Path};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use documents::{MediaKind, sniff};
use domain::access::{Actor, RegisterDeal, Subject};
use domain::assets::saved_name;
use domain::deals::{Deal, EVIDENCE_MOST, EVIDENCE_MOST_BYTES, EvidenceKind};
use domain::form::{Fault, Faults};
use domain::id::DealId;
use store::deals::drafts::{Added, add_evidence};
use store::files::NewFile;
use store::{Read, deals};
use tower_sessions::Session;

/// The kinds that are taken, with the word that is recorded.
const KINDS: [(MediaKind, &str); 3] =
    [(MediaKind::Pdf, "pdf"), (MediaKind::Png, "png"), (MediaKind::Jpeg, "jpeg")];

/// The name of the field that says what a file shows; it stands before the file.
const SHOWS: &str = "shows";

/// Takes a file.
pub async fn upload(
    axum::extract::State(state): axum::extract::State<State>,
    Path(deal): Path<String>,
    actor: Option<Extension<Actor>>,
    session: Session,
    (headers, uri): (HeaderMap, Uri),
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let done = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let form = form.map_err(|_| ApiError::Invalid(Faults::new()))?;
        keep(&state, &actor, &deal, form).await
    };
    answer(&session, &headers, uri.path(), done.await).await
}

async fn find(state: &State, actor: &Actor, read: &mut Read, id: &str) -> Result<Deal, ApiError> {
    let id: DealId = id.parse()?;
    let scope = actor.scope(Subject::Deals);
    deals::find(read, &scope, &id, state.now()).await?.ok_or(ApiError::Missing)
}

async fn keep(state: &State, actor: &Actor, id: &str, mut form: Multipart) -> Result<String, ApiError> {
    let mut read = state.portal.store.read().await?;
    let deal = find(state, actor, &mut read, id).await?;
    drop(read);
    let permit = actor.permit(RegisterDeal { partner: deal.partner.0.clone() })?;
    if !deal.state.takes_evidence() {
        return Err(ApiError::Conflict);
    }
    let first = form.next_field().await.map_err(|error| cut(&error))?;
    let (shows, (name, received)) = match first {
        Some(field) if field.name() == Some(SHOWS) => {
            let shows = said(field).await?;
            (shows, received(state, file(&mut form).await?).await?)
        }
        Some(field) if field.name() == Some(FIELD) => (EvidenceKind::Other, received(state, field).await?),
        _ => return Err(Faults::of(FIELD, Fault::Missing).into()),
    };
    let kind = kind_of(&received.head)?;
    let new = NewFile {
        sha256: received.sha256.clone(),
        bytes: i64::try_from(received.bytes).unwrap_or(i64::MAX),
        kind: kind.to_owned(),
        name: if name.is_empty() { format!("file.{kind}") } else { name },
    };
    let back = if deal.state == domain::deals::State::Draft { "/edit" } else { "" };
    let next = format!("/deals/{}{back}", deal.id);
    let portal = state.portal.clone();
    let written = async move {
        let mut tx = portal.store.begin((portal.clock)()).await?;
        match add_evidence(&mut tx, &permit, &deal, (&new, shows)).await? {
            Added::File(_) => Ok(tx.commit().await?),
            Added::TooMany => {
                Err(ApiError::from(Faults::of(FIELD, Fault::TooManyFiles { most: EVIDENCE_MOST as u32 })))
            }
        }
    };
    state.files.keep_with(&state.portal.store, received, written).await?;
    Ok(next)
}

/// What the file shows, as its partner says.
async fn said(field: Field<'_>) -> Result<EvidenceKind, ApiError> {
    let word = field.text().await.map_err(|error| cut(&error))?;
    word.parse().map_err(|_| Faults::of(SHOWS, Fault::Unknown).into())
}

/// The file with its name.
async fn received(state: &State, field: Field<'_>) -> Result<(String, Received), ApiError> {
    let name = domain::text::optional_line(field.file_name().unwrap_or_default(), 200).unwrap_or_default();
    let received = state.files.receive(field, |head| kind_of(head).map(|_| EVIDENCE_MOST_BYTES)).await?;
    Ok((name, received))
}

/// The word for what begins like this, if it is taken.
fn kind_of(head: &[u8]) -> Result<&'static str, ApiError> {
    if head.is_empty() {
        return Err(Faults::of(FIELD, Fault::Missing).into());
    }
    let found = sniff(head);
    KINDS.iter().find(|(known, _)| *known == found).map(|(_, word)| *word).ok_or_else(|| {
        let reason = text::deals::evidence_kind().to_owned();
        Faults::of(FIELD, Fault::BadFile { reason }).into()
    })
}

/// Sends a file of a deal that the caller may see.
pub async fn show(
    axum::extract::State(state): axum::extract::State<State>,
    Path((deal, file)): Path<(String, String)>,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let found = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let mut read = state.portal.store.read().await?;
        let deal = find(&state, &actor, &mut read, &deal).await?;
        let known = deals::evidence(&mut read, &deal).await?;
        let known = known.into_iter().find(|known| known.id.as_str() == file).ok_or(ApiError::Missing)?;
        store::files::find(&mut read, &known.id).await?.ok_or(ApiError::Missing)
    };
    match found.await {
        Ok(file) => {
            let kind = KINDS
                .iter()
                .find(|(_, word)| *word == file.kind)
                .map_or(MediaKind::Unknown, |(kind, _)| *kind);
            let kept = state.files.kept(&file.sha256);
            // Its sender's name may end in what another machine runs.
            let name = saved_name(&file.name, kind.extension());
            let sent = Delivery { file: &kept, media_type: kind.media_type(), as_: Use::Save, name: &name };
            deliver(&state.files, &method, &headers, sent).await
        }
        Err(error) => StatusCode::from_u16(error.status()).unwrap_or(StatusCode::NOT_FOUND).into_response(),
    }
}
