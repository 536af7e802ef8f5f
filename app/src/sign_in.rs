//! Getting in: by the organisation's provider, by a local password, by an invitation.
//!
//! These forms go to plain routes of the server, because who is signed in changes with the answer and a new document
//! has to follow. What was refused comes back by [`crate::forms::Flash`].

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::erase::Erase;
use crate::forms::{flash, summary, typed};
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonKind, ButtonLink, ErrorSummary, Field, Hidden, Notice, SubmitButton, Tone};
use crate::words;
use domain::form::Faults;
use domain::people::{JoinForm, PASSWORD_LEAST, SignInForm};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::{Deserialize, Serialize};

mod forgotten;

pub use forgotten::{ForgottenPage, NewPasswordPage};

/// What anybody may ask before being signed in.
pub const GATES: &[(&str, Gate)] = &[("/api/sign-in/invitation", Gate::Anyone)];

fn faults_on(faults: Option<&Faults>, field: &str) -> Live<Option<String>> {
    Live::from(faults.and_then(|faults| faults.on(field)).map(words::fault))
}

/// Asks for the address first and finds the organisation's provider by it; a local password is the second way.
#[component]
pub fn SignInPage() -> impl IntoView {
    let query = use_query_map();
    let next = query.with_untracked(|q| q.get("next").unwrap_or_default());
    let ended = query.with_untracked(|q| q.get("ended").is_some());
    let with_password = query.with_untracked(|q| q.get("password").is_some());
    let kept = flash("/auth/sign-in").or_else(|| flash("/auth/find"));
    let local = with_password || kept.as_ref().is_some_and(|kept| kept.path == "/auth/sign-in");
    let form = typed(kept.as_ref(), SignInForm { next, ..SignInForm::default() });
    let error = kept.map(|kept| kept.error);
    let faults = match &error {
        Some(ApiError::Invalid(faults)) => Some(faults.clone()),
        _ => None,
    };
    let (email, next) = (form.email, form.next);
    let other = {
        let target = if local { "/sign-in" } else { "/sign-in?password=1" };
        let mark = if local { "?" } else { "&" };
        if next.is_empty() {
            target.to_owned()
        } else {
            format!("{target}{mark}next={}", domain::people::escape(&next))
        }
    };
    view! {
        <PageTitle title=text::sign_in::title()/>
        <h1>{text::sign_in::title()}</h1>
        {ended.then(|| view! { <Notice tone=Tone::Positive title=text::sign_in::ended()/> }.erase())}
        <ErrorSummary title=text::errors::summary() faults=summary(Live::from(error))/>
        <form method="post" action=if local { "/auth/sign-in" } else { "/auth/find" } class="form">
            <Hidden name="next" value=next/>
            <Field
                name="email"
                label=text::sign_in::email()
                help=if local { "" } else { text::sign_in::email_help() }
                kind="email"
                value=email
                autocomplete="username"
                required=true
                fault=faults_on(faults.as_ref(), "email")
            />
            {local
                .then(|| {
                    view! {
                        <Field
                            name="password"
                            label=text::sign_in::password()
                            kind="password"
                            autocomplete="current-password"
                            required=true
                            fault=faults_on(faults.as_ref(), "password")
                        />
                    }.erase()
                })}
            {(local && crate::session::surroundings().mails)
                .then(|| {
                    view! { <p><a href="/sign-in/forgotten" rel="external">{text::sign_in::forgotten()}</a></p> }.erase()
                })}
            <SubmitButton>{if local { text::sign_in::enter() } else { text::sign_in::go_on() }}</SubmitButton>
        </form>
        <p class="aside">
            <a href=other rel="external">
                {if local { text::sign_in::by_organisation() } else { text::sign_in::by_password() }}
            </a>
        </p>
    }
    .erase()
}

/// Why a sign-in at a provider led nowhere, in words that help: never an account by accident.
#[component]
pub fn UnknownPage() -> impl IntoView {
    let why = use_query_map().with_untracked(|q| q.get("why").unwrap_or_default());
    let (title, words) = match why.as_str() {
        "no-provider" => (text::sign_in::no_provider_title(), text::sign_in::no_provider()),
        "domain" => (text::sign_in::domain_title(), text::sign_in::domain()),
        "unverified" => (text::sign_in::unverified_title(), text::sign_in::unverified()),
        "taken" => (text::sign_in::taken_title(), text::sign_in::taken()),
        "linked" => (text::sign_in::linked_title(), text::sign_in::linked()),
        "left" => (text::sign_in::left_title(), text::sign_in::left()),
        "organisation" => (text::sign_in::organisation_title(), text::sign_in::organisation()),
        "address" => (text::sign_in::address_title(), text::sign_in::address()),
        "silent" => (text::sign_in::silent_title(), text::sign_in::silent()),
        "cancelled" => (text::sign_in::cancelled_title(), text::sign_in::cancelled()),
        _ => (text::sign_in::refused_title(), text::sign_in::refused()),
    };
    view! {
        <PageTitle title/>
        <h1>{title}</h1>
        <p>{words}</p>
        <ButtonLink href="/sign-in" kind=ButtonKind::Primary>{text::sign_in::again()}</ButtonLink>
    }
    .erase()
}

/// What the page of an invitation shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationCard {
    /// The organisation; `None` for the vendor's own staff.
    pub partner: Option<String>,
    /// Whom it names; the first administrator's link names nobody.
    pub email: Option<String>,
    /// The role it gives, in words.
    pub role: domain::access::Role,
}

/// The invitation behind a link.
#[server(endpoint = "sign-in/invitation", output = Rows)]
pub async fn invitation(token: String) -> Result<InvitationCard, ApiError> {
    let portal = crate::api::Desk::portal()?;
    let mut read = portal.store.read().await?;
    let found = store::people::invitations::invitation(&mut read, &token, (portal.clock)())
        .await?
        .ok_or(ApiError::Missing)?;
    Ok(InvitationCard { partner: found.partner.map(|(_, name)| name), email: found.email, role: found.role })
}

/// Takes an invitation: name and password.
#[component]
pub fn JoinPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|p| p.get("token").unwrap_or_default());
    let asked = token.clone();
    let card = record(move || Invitation { token: asked.clone() });
    load(card, move |card| join_form(token.clone(), card))
}

fn join_form(token: String, card: InvitationCard) -> AnyView {
    let kept = flash("/auth/join");
    let form = typed(kept.as_ref(), JoinForm::default());
    let error = kept.map(|kept| kept.error);
    let faults = match &error {
        Some(ApiError::Invalid(faults)) => Some(faults.clone()),
        _ => None,
    };
    let into = card.partner.unwrap_or_else(|| crate::session::surroundings().vendor);
    view! {
        <PageTitle title=text::sign_in::join_title()/>
        <h1>{text::sign_in::join_title()}</h1>
        <p>{text::sign_in::join_lead(into, words::role(card.role))}</p>
        <ErrorSummary title=text::errors::summary() faults=summary(Live::from(error))/>
        <form method="post" action="/auth/join" class="form">
            <Hidden name="token" value=token/>
            <Field
                name="name"
                label=text::sign_in::name()
                value=form.name
                autocomplete="name"
                maxlength=domain::people::NAME_MOST
                required=true
                fault=faults_on(faults.as_ref(), "name")
            />
            {match card.email {
                Some(email) => view! { <p class="aside">{text::sign_in::joins_as(email)}</p> }.erase(),
                None => {
                    view! {
                        <Field
                            name="email"
                            label=text::sign_in::email()
                            kind="email"
                            value=form.email
                            autocomplete="username"
                            required=true
                            fault=faults_on(faults.as_ref(), "email")
                        />
                    }
                        .erase()
                }
            }}
            <Field
                name="password"
                label=text::sign_in::password()
                help=text::sign_in::password_help(PASSWORD_LEAST)
                kind="password"
                autocomplete="new-password"
                required=true
                fault=faults_on(faults.as_ref(), "password")
            />
            <Field
                name="again"
                label=text::sign_in::password_again()
                kind="password"
                autocomplete="new-password"
                required=true
                fault=faults_on(faults.as_ref(), "again")
            />
            <SubmitButton>{text::sign_in::join()}</SubmitButton>
        </form>
    }
    .erase()
}
