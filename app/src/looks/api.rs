//! What the pages of the look ask and change.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::looks::{Look, LookForm, WordsForm};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{Permit, SetLooks};
#[cfg(feature = "ssr")]
use store::Tx;

const ADMINISTRATORS: Gate = Gate::Roles(&[Role::Administrator]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/looks/now", ADMINISTRATORS),
    ("/api/looks/change", ADMINISTRATORS),
    ("/api/looks/words", ADMINISTRATORS),
    ("/api/looks/remove-logo", ADMINISTRATORS),
];

/// The look as it is.
#[server(endpoint = "looks/now", input = GetUrl, output = Rows)]
pub async fn look_now() -> Result<Look, ApiError> {
    let desk = Desk::open().await?;
    desk.actor.permit(SetLooks)?;
    let mut read = desk.read().await?;
    desk.look(&mut read).await
}

/// Whoever changes the look, as far as the version that was seen is the one there is.
#[cfg(feature = "ssr")]
async fn begin(desk: &Desk, version: &str) -> Result<(Permit<SetLooks>, Tx, Look), ApiError> {
    let permit = desk.actor.permit(SetLooks)?;
    let mut tx = desk.begin().await?;
    let before = desk.look(&mut tx).await?;
    let seen: i64 = version.parse().map_err(|_| ApiError::Conflict)?;
    if seen == before.version { Ok((permit, tx, before)) } else { Err(ApiError::Conflict) }
}

/// Changes name and colour.
#[server(endpoint = "looks/change", output = Rows)]
pub async fn change_look(#[server(flatten)] form: LookForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let (permit, mut tx, before) = begin(&desk, &form.version).await?;
    store::looks::change(&mut tx, &permit, &before, &new).await?;
    desk.look_changes(tx).await
}

/// Says the own words of a language anew.
#[server(endpoint = "looks/words", output = Rows)]
pub async fn change_words(#[server(flatten)] form: WordsForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let (language, words) = form.check()?;
    let (permit, mut tx, before) = begin(&desk, &form.version).await?;
    store::looks::change_words(&mut tx, &permit, &before, language, &words).await?;
    desk.look_changes(tx).await
}

/// Takes the logo away.
#[server(endpoint = "looks/remove-logo", output = Rows)]
pub async fn remove_logo(version: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let (permit, mut tx, before) = begin(&desk, &version).await?;
    store::looks::change_logo(&mut tx, &permit, &before, None).await?;
    desk.look_changes(tx).await
}
