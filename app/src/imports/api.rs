//! What the pages of an import ask. To look is to do it in a transaction that is dropped, so that what is shown is what
//! would be done; to apply is to do it once more, and to keep it if it came out the same.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::drawing::Drawing;
use domain::access::Role;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::{drawn, run},
    crate::api::Desk,
    domain::access::ManagePeople,
    domain::imports::Outcome,
    store::imports::{self, Import},
};

const ADMINISTRATORS: Gate = Gate::Roles(&[Role::Administrator]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] =
    &[("/api/imports/show", ADMINISTRATORS), ("/api/imports/apply", ADMINISTRATORS)];

/// A table and what it would do, or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportShown {
    /// Which.
    pub id: String,
    /// Its rows with their fates, or what became of it, drawn.
    pub html: Drawing,
    /// What applying would do, in words; none when there is nothing to apply.
    pub word: Option<String>,
    /// What was looked at: only this is applied.
    pub seal: String,
}

/// What a table would do to the portal as it is.
#[server(endpoint = "imports/show", input = GetUrl, output = Rows)]
pub async fn show_import(id: String) -> Result<ImportShown, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManagePeople)?;
    let mut tx = desk.begin().await?;
    let import = imports::find(&mut tx, &permit, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    let sheet = match import {
        Import::Open(sheet) => sheet,
        Import::Applied(at, outcome) => {
            return Ok(ImportShown {
                id,
                html: Drawing::new(&drawn::applied(at, outcome)),
                word: None,
                seal: String::new(),
            });
        }
    };
    let lines = run::run(&desk, &mut tx, &sheet).await?;
    // Nothing of it has happened.
    drop(tx);
    let outcome = Outcome::of(&lines);
    let word = outcome.does_something().then(|| drawn::word(outcome));
    Ok(ImportShown {
        id,
        seal: run::seal(&lines),
        html: Drawing::new(&drawn::lines(&sheet, &lines, outcome)),
        word,
    })
}

/// Applies a table, if it still does what was shown. Twice is once.
#[server(endpoint = "imports/apply", output = Rows)]
pub async fn apply_import(id: String, seal: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManagePeople)?;
    let import = id.parse()?;
    let mut tx = desk.begin().await?;
    if let Import::Open(sheet) = imports::find(&mut tx, &permit, &import).await?.ok_or(ApiError::Missing)? {
        let lines = run::run(&desk, &mut tx, &sheet).await?;
        if run::seal(&lines) != seal {
            return Err(ApiError::Conflict);
        }
        imports::close(&mut tx, &permit, &import, &Outcome::of(&lines)).await?;
        tx.commit().await?;
    }
    leptos_axum::redirect(&format!("/partners/import/{import}"));
    Ok(())
}
