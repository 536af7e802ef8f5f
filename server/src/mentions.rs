//! The people whom a comment may name, for the list that the page offers after an `@`.

use crate::guard::as_rows;
use crate::state::State;
use app::api::ApiError;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use domain::access::{Actor, CommentOnAccount, ManageAccounts, Subject};
use store::accounts;
use store::deals::{self, mentions};

/// Names, with whether each is of the vendor.
pub async fn of_deal(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    Path(id): Path<String>,
) -> Response {
    let Some(Extension(actor)) = actor else { return as_rows(&ApiError::SignIn) };
    match names(&state, &actor, &id).await {
        Ok(names) => Json(names).into_response(),
        Err(error) => as_rows(&error),
    }
}

async fn names(state: &State, actor: &Actor, id: &str) -> Result<Vec<(String, bool)>, ApiError> {
    let mut read = state.portal.store.read().await?;
    let scope = actor.scope(Subject::Deals);
    let deal = deals::find(&mut read, &scope, &id.parse()?, state.now()).await?.ok_or(ApiError::Missing)?;
    let people = mentions::nameable(&mut read, &deal, actor.profile()).await?;
    Ok(people.into_iter().map(|one| (one.name, one.staff)).collect())
}

/// The same for a comment on a customer account: those who keep accounts.
pub async fn of_account(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    Path(id): Path<String>,
) -> Response {
    let Some(Extension(actor)) = actor else { return as_rows(&ApiError::SignIn) };
    let names = async {
        let permit = actor.permit(CommentOnAccount)?;
        let keeper = actor.permit(ManageAccounts)?;
        let mut read = state.portal.store.read().await?;
        accounts::find(&mut read, &keeper, &id.parse()?).await?.ok_or(ApiError::Missing)?;
        let readers = accounts::comments::readers(&mut read, &permit).await?;
        let others = readers.into_iter().filter(|(person, _)| *person != actor.profile().person);
        Ok::<Vec<(String, bool)>, ApiError>(others.map(|(_, name)| (name, true)).collect())
    };
    match names.await {
        Ok(names) => Json(names).into_response(),
        Err(error) => as_rows(&error),
    }
}
