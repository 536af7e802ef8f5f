//! A forgotten password: asking for a link, and setting a new one by it.

use super::faults_on;
use crate::api::ApiError;
use crate::erase::Erase;
use crate::forms::{Flash, flash, summary};
use crate::live::Live;
use crate::loading::PageTitle;
use crate::texts::text;
use crate::ui::{ButtonKind, ButtonLink, ErrorSummary, Field, Hidden, Notice, SubmitButton, Tone};
use domain::form::Faults;
use domain::mail::PASSWORD_LINK_MINUTES;
use domain::people::PASSWORD_LEAST;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// Why the form before was refused, and the faults of its fields.
fn refused(kept: Option<Flash>) -> (Option<ApiError>, Option<Faults>) {
    let error = kept.map(|kept| kept.error);
    let faults = match &error {
        Some(ApiError::Invalid(faults)) => Some(faults.clone()),
        _ => None,
    };
    (error, faults)
}

/// Asks for the address. What it answers says nothing about who has an account.
#[component]
pub fn ForgottenPage() -> impl IntoView {
    let sent = use_query_map().with_untracked(|q| q.get("sent").is_some());
    let (error, faults) = refused(flash("/auth/forgotten"));
    if sent {
        return view! {
            <PageTitle title=text::sign_in::forgotten_title()/>
            <h1>{text::sign_in::forgotten_title()}</h1>
            <Notice tone=Tone::Positive title=text::sign_in::forgotten_sent(PASSWORD_LINK_MINUTES)/>
            <ButtonLink href="/sign-in?password=1" kind=ButtonKind::Secondary>{text::sign_in::again()}</ButtonLink>
        }
        .erase();
    }
    view! {
        <PageTitle title=text::sign_in::forgotten_title()/>
        <h1>{text::sign_in::forgotten_title()}</h1>
        <p>{text::sign_in::forgotten_lead()}</p>
        <ErrorSummary title=text::errors::summary() faults=summary(Live::from(error))/>
        <form method="post" action="/auth/forgotten" class="form">
            <Field
                name="email"
                label=text::sign_in::email()
                kind="email"
                autocomplete="username"
                required=true
                fault=faults_on(faults.as_ref(), "email")
            />
            <SubmitButton>{text::sign_in::forgotten_send()}</SubmitButton>
        </form>
        <p class="aside"><a href="/sign-in?password=1" rel="external">{text::sign_in::again()}</a></p>
    }
    .erase()
}

/// Sets a new password by the link of a mail.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|p| p.get("token").unwrap_or_default());
    let (error, faults) = refused(flash("/auth/new-password"));
    let over = faults.as_ref().is_some_and(|faults| faults.on("").is_some());
    view! {
        <PageTitle title=text::sign_in::new_password_title()/>
        <h1>{text::sign_in::new_password_title()}</h1>
        <ErrorSummary title=text::errors::summary() faults=summary(Live::from(error))/>
        {over
            .then(|| {
                view! { <p><a href="/sign-in/forgotten" rel="external">{text::sign_in::forgotten_again()}</a></p> }.erase()
            })}
        <form method="post" action="/auth/new-password" class="form">
            <Hidden name="token" value=token/>
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
            <SubmitButton>{text::sign_in::new_password_set()}</SubmitButton>
        </form>
    }
    .erase()
}
