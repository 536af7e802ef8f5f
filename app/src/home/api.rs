//! What home asks.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::api::Desk;

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[("/api/home", Gate::SignedIn)];

/// What the caller's home page shows, drawn.
#[server(endpoint = "home", input = GetUrl, output = Rows)]
pub async fn show_home() -> Result<String, ApiError> {
    let desk = Desk::open().await?;
    let mut read = desk.read().await?;
    super::blocks::drawn(&desk, &mut read).await
}
