//! What home asks.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::drawing::Drawing;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::api::Desk;

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[("/api/home", Gate::SignedIn)];

/// What the caller's home page shows, drawn.
#[server(endpoint = "home", input = GetUrl, output = Rows)]
pub async fn show_home() -> Result<Drawing, ApiError> {
    let desk = Desk::open().await?;
    let mut read = desk.read().await?;
    Ok(Drawing::new(&super::blocks::drawn(&desk, &mut read).await?))
}
