//! The public check of a certificate: anybody who has the number sees what it stands for.

use super::api::{Verified, verify_certificate};
use super::words;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::learning;
use crate::ui::{ButtonKind, Fact, Facts, Field, Notice, SubmitButton, Tone};
use domain::learning::CertificateState;
use leptos::prelude::*;
use leptos_meta::Meta;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The check of the number in the address, or the question for one.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let number = Memo::new(move |_| {
        let asked = params.with(|p| p.get("number")).or_else(|| query.with(|q| q.get("number")));
        asked.map(|number| number.trim().to_owned()).filter(|number| !number.is_empty())
    });
    let found = record(
        move || number.get(),
        |number| async move {
            match number {
                Some(number) => verify_certificate(number.clone()).await.map(|found| Some((number, found))),
                None => Ok(None),
            }
        },
    );
    view! {
        <PageTitle title=learning::verify_title()/>
        <Meta name="robots" content="noindex"/>
        <h1>{learning::verify_title()}</h1>
        {load(found, |asked| {
            let answer = asked.as_ref().map(|(_, found)| answer(found.clone()));
            let again = matches!(asked, None | Some((_, None)));
            let value = asked.map(|(number, _)| number).unwrap_or_default();
            view! { {answer} {again.then(|| question(value))} }
        })}
    }
    .into_any()
}

fn question(value: String) -> AnyView {
    view! {
        <p class="lead">{learning::verify_lead()}</p>
        <form method="get" action="/verify" class="form">
            <Field name="number" label=learning::verify_number() value maxlength=40_u32 autocomplete="off"/>
            <SubmitButton kind=ButtonKind::Primary>{learning::verify_check()}</SubmitButton>
        </form>
    }
    .into_any()
}

fn answer(found: Option<Verified>) -> AnyView {
    let Some(one) = found else {
        return view! {
            <Notice tone=Tone::Negative title=learning::verify_unknown()>
                <p>{learning::verify_unknown_text()}</p>
            </Notice>
        }
        .into_any();
    };
    let (tone, title) = match one.state {
        CertificateState::Expired => (Tone::Caution, learning::verify_expired()),
        CertificateState::Valid | CertificateState::Due { .. } => (Tone::Positive, learning::verify_valid()),
    };
    view! {
        <Notice tone title/>
        <Facts>
            <Fact label=learning::person()>{one.person}</Fact>
            <Fact label=learning::organisation()>{one.organisation}</Fact>
            <Fact label=learning::course()>{one.course}</Fact>
            <Fact label=learning::issued()>{one.issued_on.words()}</Fact>
            <Fact label=learning::expires()>{words::until(one.expires_on)}</Fact>
            <Fact label=learning::number()><span class="certificate-number">{one.number}</span></Fact>
        </Facts>
    }
    .into_any()
}
