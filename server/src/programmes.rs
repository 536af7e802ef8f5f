//! A programme of registration as one text, to keep beside other configuration or to bring to another portal.

use crate::deliver::{Use, disposition};
use crate::state::State;
use app::api::ApiError;
use axum::Extension;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use domain::access::Actor;

/// The text of this programme, TOML.
pub async fn text(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
) -> Response {
    let made = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let mut read = state.portal.store.read().await?;
        app::programmes::export(&actor, &mut read, &id).await
    };
    match made.await {
        Ok((name, text)) => {
            let headers = [
                (CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
                (CONTENT_DISPOSITION, disposition(Use::Save, &format!("{name}.toml"))),
                (CACHE_CONTROL, "private, no-store".to_owned()),
            ];
            (headers, text).into_response()
        }
        Err(error) => crate::assets::refused(&error),
    }
}
