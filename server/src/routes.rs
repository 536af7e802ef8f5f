//! The routes that are neither pages nor server functions. Each is declared with its gate, the router is made of the
//! declarations, and a test walks them: a route without a gate cannot be written.

use crate::state::State;
use crate::uploads::resumable;
use crate::{
    assets, certificates, exports, guard, health, imports, installed, languages, lessons, mail, mentions,
    notices, programmes, shares, sign_in, uploads,
};
use app::api::access::{Gate, STAFF};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodFilter, MethodRouter, on};
use domain::access::Role;
use http::Method;

/// Most bytes of a form about signing in.
const SMALL_FORM_BYTES: usize = 64 * 1024;

const EDITORS_OF_PARTNERS: Gate = Gate::Roles(&[Role::Administrator, Role::PartnerAdministrator]);
const ADMINISTRATORS: Gate = Gate::Roles(&[Role::Administrator]);
const DECIDERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);
const QUEUE: Gate = Gate::Roles(&[Role::Administrator, Role::Approver, Role::ChannelManager]);
const MANAGERS: Gate = Gate::Roles(&[Role::Administrator, Role::ChannelManager]);
const EDUCATION: Gate = Gate::Roles(&[Role::Administrator, Role::Education]);
const MARKETING: Gate = Gate::Roles(&[Role::Administrator, Role::Marketing]);
const READERS_OF_ASSETS: Gate =
    Gate::Roles(&[Role::Administrator, Role::Marketing, Role::PartnerAdministrator, Role::PartnerUser]);
const READERS_OF_DEALS: Gate = Gate::Roles(&[
    Role::Administrator,
    Role::ChannelManager,
    Role::Approver,
    Role::PartnerAdministrator,
    Role::PartnerUser,
]);

/// A route with who gets through. Inside, a permit or a scope decides on the very record.
#[derive(Debug)]
pub struct Route {
    /// As HTTP names it.
    pub method: Method,
    /// As axum writes it.
    pub path: &'static str,
    /// Who gets through at all.
    pub gate: Gate,
    handler: MethodRouter<State>,
}

fn show<H: Handler<T, State>, T: 'static>(path: &'static str, gate: Gate, handler: H) -> Route {
    Route { method: Method::GET, path, gate, handler: on(MethodFilter::GET, handler) }
}

/// A step of a resumable upload: what it sends is counted and bounded by itself.
fn step<H: Handler<T, State>, T: 'static>(
    method: (Method, MethodFilter),
    path: &'static str,
    handler: H,
) -> Route {
    let handler = on(method.1, handler).layer(DefaultBodyLimit::disable());
    let handler = handler.layer(from_fn(uploads::rest::read_to_the_end));
    Route { method: method.0, path, gate: MARKETING, handler }
}

/// `most`: bytes of the body.
fn take<H: Handler<T, State>, T: 'static>(path: &'static str, gate: Gate, most: usize, handler: H) -> Route {
    let handler = on(MethodFilter::POST, handler).layer(DefaultBodyLimit::max(most));
    Route { method: Method::POST, path, gate, handler }
}

/// As [`take`], for files: what is refused is read to its end before that is told.
fn upload<H: Handler<T, State>, T: 'static>(
    path: &'static str,
    gate: Gate,
    most: usize,
    handler: H,
) -> Route {
    let route = take(path, gate, most, handler);
    Route { handler: route.handler.layer(from_fn(uploads::rest::read_to_the_end)), ..route }
}

/// Every route that knows who calls.
pub fn every() -> Vec<Route> {
    vec![
        take("/auth/find", Gate::Anyone, SMALL_FORM_BYTES, sign_in::find),
        take("/auth/link", Gate::SignedIn, SMALL_FORM_BYTES, sign_in::link),
        show("/sign-in/{key}/callback", Gate::Anyone, sign_in::callback),
        take("/auth/sign-in", Gate::Anyone, SMALL_FORM_BYTES, sign_in::local),
        take("/auth/sign-out", Gate::Anyone, SMALL_FORM_BYTES, sign_in::out),
        take("/auth/sign-out-everywhere", Gate::SignedIn, SMALL_FORM_BYTES, sign_in::out_everywhere),
        take("/auth/join", Gate::Anyone, SMALL_FORM_BYTES, sign_in::join),
        take("/auth/language", Gate::Anyone, SMALL_FORM_BYTES, languages::choose),
        take("/auth/password", Gate::SignedIn, SMALL_FORM_BYTES, sign_in::password),
        take("/auth/forgotten", Gate::Anyone, SMALL_FORM_BYTES, sign_in::forgotten),
        take("/auth/new-password", Gate::Anyone, SMALL_FORM_BYTES, sign_in::new_password),
        take("/mail/leave/{person}/{what}/{signature}", Gate::Anyone, SMALL_FORM_BYTES, mail::leave),
        show("/mail/leave/{person}/{what}/{signature}", Gate::Anyone, mail::show),
        upload("/uploads/logo/{partner}", EDITORS_OF_PARTNERS, uploads::FORM_BYTES, uploads::logo::upload),
        upload("/uploads/evidence/{deal}", Gate::Partner, uploads::FORM_BYTES, uploads::evidence::upload),
        upload("/uploads/asset", MARKETING, assets::MOST_FORM_BYTES, assets::upload),
        upload("/uploads/asset/{id}/file", MARKETING, assets::MOST_FORM_BYTES, assets::replace),
        upload("/uploads/look", ADMINISTRATORS, uploads::FORM_BYTES, uploads::look::upload),
        upload("/imports", ADMINISTRATORS, imports::FORM_BYTES, imports::bring),
        upload("/imports/accounts", DECIDERS, imports::LONG_FORM_BYTES, imports::bring_accounts),
        show("/imports/template/{sort}", DECIDERS, imports::template),
        show("/accounts/import/{id}/rows/{fate}", DECIDERS, imports::rows),
        step((Method::OPTIONS, MethodFilter::OPTIONS), "/uploads", resumable::options),
        step((Method::POST, MethodFilter::POST), "/uploads", resumable::create),
        step((Method::HEAD, MethodFilter::HEAD), "/uploads/{id}", resumable::head),
        step((Method::PATCH, MethodFilter::PATCH), "/uploads/{id}", resumable::patch),
        step((Method::DELETE, MethodFilter::DELETE), "/uploads/{id}", resumable::terminate),
        step((Method::POST, MethodFilter::POST), "/uploads/{id}", resumable::overridden),
        take("/uploads/{id}/asset", MARKETING, SMALL_FORM_BYTES, assets::arrived),
        upload("/uploads/lesson/{course}/{lesson}", EDUCATION, lessons::MEDIUM_FORM_BYTES, lessons::bring),
        upload(
            "/uploads/captions/{course}/{lesson}",
            EDUCATION,
            lessons::CAPTIONS_FORM_BYTES,
            lessons::caption,
        ),
        show("/lessons/{course}/{lesson}/file", Gate::SignedIn, lessons::file),
        show("/lessons/{course}/{lesson}/captions/{language}", Gate::SignedIn, lessons::captions),
        show("/lessons/{course}/{lesson}/pages/{number}", Gate::SignedIn, lessons::page),
        show("/files/look/{id}", Gate::Anyone, uploads::look::show),
        show("/files/logo/{partner}", Gate::SignedIn, uploads::logo::show),
        show("/deals/{deal}/evidence/{file}", READERS_OF_DEALS, uploads::evidence::show),
        show("/assets/{id}/download", READERS_OF_ASSETS, assets::download),
        show("/assets/{id}/pages/{number}", READERS_OF_ASSETS, assets::page),
        show("/assets/manage/{id}/sample", MARKETING, assets::sample),
        show("/assets/manage/{id}/versions/{number}", MARKETING, assets::version),
        show("/assets/{id}/thumbnail", READERS_OF_ASSETS, assets::thumbnail),
        show("/deals/{deal}/people", READERS_OF_DEALS, mentions::of_deal),
        show("/accounts/{account}/people", DECIDERS, mentions::of_account),
        show("/notices/stream", Gate::SignedIn, notices::stream),
        show("/assets/collections/{id}/zip", READERS_OF_ASSETS, assets::collection),
        take("/s/{token}/unlock", Gate::Anyone, SMALL_FORM_BYTES, shares::unlock),
        take("/s/{token}/take", Gate::Anyone, SMALL_FORM_BYTES, shares::take),
        show("/s/{token}/file", Gate::Anyone, shares::file),
        show("/s/{token}/preview", Gate::Anyone, shares::preview),
        show("/exports/deals/{format}", READERS_OF_DEALS, exports::deals),
        show("/exports/partners/{format}", STAFF, exports::partners),
        show("/exports/queue/{format}", QUEUE, exports::queue),
        show("/exports/accounts/{format}", DECIDERS, exports::accounts),
        show("/exports/renewals/{format}", READERS_OF_DEALS, exports::renewals),
        show("/exports/courses/{format}", EDUCATION, exports::courses),
        show("/exports/assets/{format}", MARKETING, exports::assets),
        show("/programmes/{id}/text", MANAGERS, programmes::text),
        show("/exports/people/{format}", EDITORS_OF_PARTNERS, exports::people),
        show("/certificates/{id}/pdf", Gate::SignedIn, certificates::pdf),
    ]
}

/// What machines ask; without sessions.
pub fn for_machines() -> Vec<Route> {
    vec![
        show("/manifest.webmanifest", Gate::Anyone, installed::manifest),
        show("/healthz", Gate::Anyone, health::alive),
        show("/readyz", Gate::Anyone, health::ready),
        show("/metrics", Gate::Anyone, health::metrics),
    ]
}

/// The router of these routes.
pub fn router(state: &State, routes: Vec<Route>) -> Router<State> {
    routes.into_iter().fold(Router::new(), |router, Route { path, gate, handler, .. }| {
        router.route(path, handler.layer(from_fn_with_state((state.clone(), gate), guard::routes)))
    })
}
