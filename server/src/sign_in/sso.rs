//! Single sign-on: leaving for the provider of an organisation, and coming back as a person of the portal.
//!
//! A person is (issuer, subject). An account is never found by its address: an address that an account has already is
//! told to its owner, who links the two from inside.

use super::Sent;
use crate::session::{self, Left};
use crate::sso::Way;
use crate::state::State;
use app::api::ApiError;
use axum::Extension;
use axum::extract::{Path, Query, Request};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Actor, KeepOwnAccount, ManagePeople, Permit, Who};
use domain::form::Faults;
use domain::id::PartnerId;
use domain::people::{SignInForm, safe_next};
use domain::text;
use oidc::{Asserted, Callback, Pending, Refusal};
use serde::{Deserialize, Serialize};
use store::people::NewPerson;
use store::people::identities::{Identity, Known, by_identity, link as keep_link};
use store::{Change, StoreError};
use tower_sessions::Session;

/// Session key of the sign-ins that were begun.
const BEGUN: &str = "sso";
/// How many of them one browser may have open, in several tabs; the oldest gives way.
const BEGUN_MOST: usize = 5;

/// A sign-in that was begun, and what for.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Begun {
    pending: Pending,
    next: String,
    /// Whether the identity is to be linked to the account that is signed in.
    link: bool,
}

/// Why a sign-in led nowhere: for the person's page and for the audit.
#[derive(Debug)]
enum Failed {
    Refused(Refusal),
    /// The address has an account already.
    Taken,
    /// The identity is another account's.
    LinkedElsewhere,
    /// The account was closed.
    Left,
    /// The account is of another organisation than the provider.
    OtherOrganisation,
    /// The provider asserts another address than that of the account.
    OtherAddress,
    /// The connection's organisation is not there.
    NoOrganisation,
    Api(ApiError),
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ApiError> for Failed {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Api(error.into())
    }
}

impl Failed {
    fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Taken => "taken",
            Self::LinkedElsewhere => "linked_elsewhere",
            Self::Left => "left",
            Self::OtherOrganisation => "other_organisation",
            Self::OtherAddress => "other_address",
            Self::NoOrganisation => "no_organisation",
            Self::Api(_) => "unavailable",
        }
    }

    /// What exactly, for the log.
    fn detail(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.to_string(),
            Self::Api(error) => error.to_string(),
            Self::Taken
            | Self::LinkedElsewhere
            | Self::Left
            | Self::OtherOrganisation
            | Self::OtherAddress
            | Self::NoOrganisation => String::new(),
        }
    }

    /// The page that tells it.
    fn page(&self) -> &'static str {
        match self {
            Self::Refused(Refusal::Silent(_)) | Self::Api(_) => "/sign-in/unknown?why=silent",
            Self::Refused(Refusal::Denied(_)) => "/sign-in/unknown?why=cancelled",
            Self::Refused(Refusal::Unverified) => "/sign-in/unknown?why=unverified",
            Self::Refused(Refusal::ForeignDomain) | Self::NoOrganisation => "/sign-in/unknown?why=domain",
            Self::Refused(_) => "/sign-in/unknown?why=refused",
            Self::Taken => "/sign-in/unknown?why=taken",
            Self::LinkedElsewhere => "/sign-in/unknown?why=linked",
            Self::Left => "/sign-in/unknown?why=left",
            Self::OtherOrganisation => "/sign-in/unknown?why=organisation",
            Self::OtherAddress => "/sign-in/unknown?why=address",
        }
    }
}

/// Finds the provider of an address by its domain, and leaves for it.
pub async fn find(
    axum::extract::State(state): axum::extract::State<State>,
    session: Session,
    request: Request,
) -> Response {
    let sent = Sent::<SignInForm>::read(session, request).await;
    if !state.throttle.peer(&sent.parts) {
        return sent.refuse(ApiError::TooOften).await;
    }
    let email = match text::email(&sent.form.email) {
        Ok(email) => email,
        Err(fault) => return sent.refuse(Faults::of("email", fault)).await,
    };
    let found = match state.ways.of_email(&state.portal.store, &email).await {
        Ok(found) => found,
        Err(error) => return sent.refuse(ApiError::from(error)).await,
    };
    let Some(way) = found else { return Redirect::to("/sign-in/unknown?why=no-provider").into_response() };
    let next = safe_next(&sent.form.next).to_owned();
    leave(&state, &sent.session, &way, &email, next, false).await
}

/// Leaves for the provider of the own organisation, to link what it says to the account that is signed in.
pub async fn link(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    session: Session,
) -> Response {
    let Some(Extension(actor)) = actor else { return Redirect::to("/sign-in").into_response() };
    let email = actor.profile().email.clone();
    match state.ways.of_email(&state.portal.store, &email).await {
        Ok(Some(way)) => leave(&state, &session, &way, &email, "/account".into(), true).await,
        Ok(None) => Redirect::to("/sign-in/unknown?why=no-provider").into_response(),
        Err(error) => {
            tracing::warn!(%error, "no provider could be looked for");
            Redirect::to("/account").into_response()
        }
    }
}

async fn leave(
    state: &State,
    session: &Session,
    way: &Way,
    email: &str,
    next: String,
    link: bool,
) -> Response {
    let begun = way.connection.begin(email, state.now().millis() / 1000).await;
    let kept = match begun {
        Ok((url, pending)) => {
            let mut all: Vec<Begun> = session.get(BEGUN).await.ok().flatten().unwrap_or_default();
            all.push(Begun { pending, next, link });
            all.drain(..all.len().saturating_sub(BEGUN_MOST));
            session.insert(BEGUN, all).await.map(|()| onward(url.as_str(), &way.name))
        }
        Err(refusal) => {
            tracing::warn!(connection = way.connection.key(), %refusal, "a provider can't be reached");
            return Redirect::to(Failed::Refused(refusal).page()).into_response();
        }
    };
    kept.unwrap_or_else(|error| {
        tracing::warn!(%error, "a sign-in could not be kept");
        Redirect::to("/sign-in/unknown?why=silent").into_response()
    })
}

/// A page that goes on by itself: browsers hold redirects of a form to the page's own `form-action`, which names nobody
/// else (CSP level 3, section 6.4.1).
pub(super) fn onward(url: &str, name: &str) -> Response {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let (url, words) = (escape(url), escape(&app::texts::text::sign_in::onward(name)));
    let body = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta http-equiv=\"refresh\" content=\"0;url={url}\"><title>{words}</title><p><a href=\"{url}\">{words}</a></p></html>"
    );
    let policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, policy)], body).into_response()
}

/// Takes the sign-in out that this answer belongs to: an answer that is brought twice finds nothing the second time, and
/// those of other tabs stay.
async fn take(session: &Session, key: &str, callback: &Callback) -> Option<Begun> {
    let mut all: Vec<Begun> = session.get(BEGUN).await.ok().flatten()?;
    let state = callback.state.as_deref()?;
    let at = all.iter().position(|begun| begun.pending.connection == key && begun.pending.is_of(state))?;
    let begun = all.remove(at);
    session.insert(BEGUN, all).await.ok()?;
    Some(begun)
}

/// The person is back.
pub async fn callback(
    axum::extract::State(state): axum::extract::State<State>,
    Path(key): Path<String>,
    actor: Option<Extension<Actor>>,
    session: Session,
    Query(callback): Query<Callback>,
) -> Response {
    let begun = take(&session, &key, &callback).await;
    let actor = actor.map(|Extension(actor)| actor);
    // Signing in ends what other tabs had begun: who comes back in one of them is in already.
    if begun.is_none() && actor.is_some() {
        return Redirect::to("/").into_response();
    }
    // Anybody can ask for this address: only what was begun here is worth a line in the audit.
    let (Some(begun), Some(way)) = (begun, state.ways.by_key(&key)) else {
        return Redirect::to(Failed::Refused(Refusal::WrongState).page()).into_response();
    };
    let now = state.now().millis() / 1000;
    let asserted = match way.connection.finish(begun.pending.clone(), callback, now).await {
        Ok(asserted) => asserted,
        Err(refusal) => return refuse(&state, way, None, &refusal.into()).await,
    };
    match arrive(&state, &session, way, &begun, &asserted, actor).await {
        Ok(()) => Redirect::to(&begun.next).into_response(),
        Err(failed) => refuse(&state, way, Some(&asserted), &failed).await,
    }
}

async fn arrive(
    state: &State,
    session: &Session,
    way: &Way,
    begun: &Begun,
    asserted: &Asserted,
    actor: Option<Actor>,
) -> Result<(), Failed> {
    let (domains, partner) = state.ways.reach(&state.portal.store, way).await?;
    if way.partner.is_some() && partner.is_none() {
        return Err(Failed::NoOrganisation);
    }
    asserted.may_be(&domains)?;
    let email = text::email(&asserted.email).map_err(|_| Refusal::Unusable("no address of ours".into()))?;
    let identity =
        Identity { issuer: asserted.issuer.clone(), subject: asserted.subject.clone(), email: email.clone() };
    let mut read = state.portal.store.read().await?;
    let known = by_identity(&mut read, &identity.issuer, &identity.subject).await?;
    drop(read);
    if begun.link {
        let actor = actor.ok_or(Refusal::WrongState)?;
        return link_own(state, &actor, partner.as_ref(), &identity, known).await;
    }
    let person = match known {
        // A provider speaks for the people of its own organisation, also of those it has vouched for before.
        Known::Active(_, of) if of != partner => return Err(Failed::OtherOrganisation),
        Known::Active(person, _) => person,
        Known::Left => return Err(Failed::Left),
        Known::Nobody => {
            let name = name(asserted, &email);
            let new = NewPerson { name, email: email.clone(), role: way.role, partner, password_hash: None };
            first_sign_in(state, &new, &identity).await?
        }
    };
    let mut tx = state.portal.store.begin(state.now()).await?;
    let who = Who { person: Some(person.clone()), name: email };
    tx.noted(&who, "sign_in.sso", Change::of("person", person.as_str())).await?;
    tx.commit().await?;
    let left = Left { connection: way.connection.key().to_owned(), id_token: asserted.id_token.clone() };
    session::sign_in_from(session, &person, left, state.now()).await.map_err(|error| {
        tracing::warn!(%error, "a session could not be begun");
        ApiError::Busy.into()
    })
}

/// The name that a provider gives, or what stands before the address's `@`.
fn name(asserted: &Asserted, email: &str) -> String {
    let given = asserted.name.as_deref().unwrap_or_default();
    let short: String = given.chars().take(domain::people::NAME_MOST as usize).collect();
    let local = email.split('@').next().unwrap_or_default();
    text::line(&short, domain::people::NAME_MOST).unwrap_or_else(|_| local.to_owned())
}

async fn first_sign_in(
    state: &State,
    new: &NewPerson,
    identity: &Identity,
) -> Result<domain::id::PersonId, Failed> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    if store::people::email_is_taken(&mut tx, &new.email).await? {
        return Err(Failed::Taken);
    }
    let person = match store::people::make(&mut tx, &Permit::of_the_portal(ManagePeople), new).await {
        // The same person in another tab, a moment earlier.
        Err(StoreError::Duplicate { .. }) => return Err(Failed::Taken),
        other => other?,
    };
    keep_link(&mut tx, &Permit::of_the_portal(KeepOwnAccount), &person, identity).await?;
    tx.commit().await?;
    Ok(person)
}

/// Links from inside: what the own organisation's provider says of the very address of the account, and nothing else,
/// for it will open the account from then on.
async fn link_own(
    state: &State,
    actor: &Actor,
    partner: Option<&PartnerId>,
    identity: &Identity,
    known: Known,
) -> Result<(), Failed> {
    let own = &actor.profile().person;
    match known {
        Known::Active(person, _) if person == *own => return Ok(()),
        Known::Active(..) | Known::Left => return Err(Failed::LinkedElsewhere),
        Known::Nobody => {}
    }
    if actor.profile().partner_id() != partner {
        return Err(Failed::OtherOrganisation);
    }
    if actor.profile().email != identity.email {
        return Err(Failed::OtherAddress);
    }
    let permit = actor.permit(KeepOwnAccount).map_err(ApiError::from)?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    match keep_link(&mut tx, &permit, own, identity).await {
        Err(StoreError::Duplicate { .. }) => return Err(Failed::LinkedElsewhere),
        other => other?,
    }
    Ok(tx.commit().await?)
}

/// What was refused, as the audit keeps it.
#[derive(Serialize)]
struct Line<'a> {
    why: &'static str,
    issuer: Option<&'a str>,
    subject: Option<&'a str>,
    email: Option<&'a str>,
}

async fn refuse(state: &State, way: &Way, asserted: Option<&Asserted>, failed: &Failed) -> Response {
    let key = way.connection.key();
    tracing::warn!(connection = key, why = failed.code(), detail = failed.detail(), "a sign-in was refused");
    let line = Line {
        why: failed.code(),
        issuer: asserted.map(|who| who.issuer.as_str()),
        subject: asserted.map(|who| who.subject.as_str()),
        email: asserted.map(|who| who.email.as_str()),
    };
    let noted = async {
        let mut tx = state.portal.store.begin(state.now()).await?;
        let who = Who { person: None, name: way.name.clone() };
        tx.noted(&who, "sign_in.refused", Change::of("connection", key).after(&line)).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "a refusal could not be noted");
    }
    Redirect::to(failed.page()).into_response()
}
