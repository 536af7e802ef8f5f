//! Every route of the server, and the layers that each request goes through.

use crate::state::State;
use crate::{
    broken, caller, figures, guard, headers, origin, owners, requests, routes, session, sorry, wire,
};
use app::forms::Flash;
use app::session::{Handed, Surroundings};
use app::{App, shell};
use axum::Extension;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::request::Parts;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{LeptosRoutes as _, generate_route_list_with_exclusions, handle_server_fns_with_context};
use metrics_exporter_prometheus::PrometheusHandle;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

/// What pages and server functions find in their context.
fn context(state: State) -> impl Fn() + Clone + Send + 'static {
    move || {
        provide_context(state.portal.clone());
        let parts: Option<Parts> = use_context();
        if let Some(parts) = parts {
            if let Some(around) = parts.extensions.get::<Surroundings>() {
                provide_context(around.language);
                provide_context(around.clone());
            }
            if let Some(flash) = parts.extensions.get::<Flash>() {
                provide_context(flash.clone());
            }
            if let Some(handed) = parts.extensions.get::<Handed>() {
                provide_context(handed.clone());
            }
        }
    }
}

/// The portal.
pub fn router(state: State, figures: Option<PrometheusHandle>) -> Router {
    let (assets, site) = (state.assets.clone(), state.site.clone());
    // Leptos would serve the server functions with the pages, past the guard of calls.
    let calls_apart = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let page_routes = generate_route_list_with_exclusions(App, Some(calls_apart));
    let pages = Router::new()
        .leptos_routes_with_context(&state, page_routes, context(state.clone()), move || {
            shell(&site.of_page(&assets))
        })
        .layer(from_fn(guard::pages))
        .layer(CompressionLayer::new());

    let calling = state.clone();
    let calls = Router::new()
        .route(
            "/api/{*function}",
            any(move |request: Request<Body>| async move {
                let response: Response =
                    handle_server_fns_with_context(context(calling), request).await.into_response();
                response
            }),
        )
        .layer(DefaultBodyLimit::max(guard::FORM_BYTES))
        .layer(from_fn_with_state(state.clone(), guard::calls))
        .layer(CompressionLayer::new());

    let known = Router::new()
        .merge(pages)
        .merge(calls)
        .layer(from_fn(owners::apart))
        .merge(routes::router(&state, routes::every()))
        .layer(from_fn_with_state(state.clone(), caller::introduce))
        .layer(session::layer(&state));

    // Fonts are packed already.
    let packed = DefaultPredicate::new().and(NotForContentType::const_new("font/"));
    let fixed = state.site.router().layer(CompressionLayer::new().compress_when(packed));

    let machines = routes::router(&state, routes::for_machines()).layer(Extension(figures));

    Router::new()
        .merge(known)
        .merge(fixed)
        .merge(machines)
        .layer(from_fn_with_state(state.clone(), origin::same_site_only))
        .layer(from_fn(sorry::told))
        .layer(from_fn(broken::caught))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(from_fn(figures::count))
        .layer(from_fn(requests::named))
        .layer(from_fn(wire::from_disk))
        .with_state(state)
}
