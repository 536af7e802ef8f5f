//! The public check of a certificate: anybody who has the number sees what it stands for.

use super::api::{Verified, VerifyCertificate};
use super::words;
use crate::erase::Erase;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::learning;
use crate::ui::{ButtonKind, Fact, Facts, Field, Notice, SubmitButton, Tone};
use domain::learning::CertificateState;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The check of the number in the address, or the question for one.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = move || {
        let number = params.with(|p| p.get("number")).or_else(|| query.with(|q| q.get("number")));
        VerifyCertificate { number: number.unwrap_or_default().trim().to_owned() }
    };
    #[cfg(feature = "ssr")]
    keep_out_of_search_engines();
    view! {
        <PageTitle title=learning::verify_title()/>
        <h1>{learning::verify_title()}</h1>
        {load(record(asked), move |found| {
            let number = untrack(asked).number;
            let again = found.is_none();
            let answer = (!number.is_empty()).then(|| answer(found));
            view! { {answer} {again.then(|| question(number))} }.erase()
        })}
    }
    .erase()
}

/// Who holds which certificate is for those who were given the number.
#[cfg(feature = "ssr")]
fn keep_out_of_search_engines() {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        let name = http::HeaderName::from_static("x-robots-tag");
        response.insert_header(name, http::HeaderValue::from_static("noindex"));
    }
}

fn question(value: String) -> AnyView {
    view! {
        <p class="lead">{learning::verify_lead()}</p>
        <form method="get" action="/verify" class="form">
            <Field name="number" label=learning::verify_number() value maxlength=40_u32 autocomplete="off"/>
            <SubmitButton kind=ButtonKind::Primary>{learning::verify_check()}</SubmitButton>
        </form>
    }
    .erase()
}

fn answer(found: Option<Verified>) -> AnyView {
    let Some(one) = found else {
        return view! {
            <Notice tone=Tone::Negative title=learning::verify_unknown()>
                <p>{learning::verify_unknown_text()}</p>
            </Notice>
        }
        .erase();
    };
    let (tone, title) = match one.state {
        CertificateState::Expired => (Tone::Caution, learning::verify_expired()),
        CertificateState::Grace { .. } => (Tone::Caution, learning::verify_grace()),
        CertificateState::Revoked => (Tone::Negative, learning::verify_revoked()),
        CertificateState::Valid | CertificateState::Due { .. } => (Tone::Positive, learning::verify_valid()),
    };
    view! {
        <Notice tone title/>
        <Facts>
            <Fact label=learning::person()>{one.person}</Fact>
            <Fact label=learning::organisation()>{one.organisation}</Fact>
            <Fact label=learning::certificate_for()>{one.title}</Fact>
            <Fact label=learning::issued()>{crate::words::day(one.issued_on)}</Fact>
            <Fact label=learning::expires()>{words::until(one.expires_on)}</Fact>
            <Fact label=learning::number()><span class="certificate-number">{one.number}</span></Fact>
        </Facts>
    }
    .erase()
}
