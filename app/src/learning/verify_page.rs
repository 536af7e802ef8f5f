//! The public page that tells whether a certificate is genuine.

use super::api::{Verified, verify_certificate};
use crate::loading::{PageTitle, load};
use crate::texts::text;
use crate::ui::{Fact, Facts, Notice, Tone};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A certificate by its number.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let params = use_params_map();
    let found =
        Resource::new(move || params.with(|p| p.get("number").unwrap_or_default()), verify_certificate);
    view! {
        <leptos_meta::Meta name="robots" content="noindex"/>
        {load(found, page)}
    }
}

fn page(found: Option<Verified>) -> AnyView {
    let Some(known) = found else {
        return view! {
            <PageTitle title=text::learning::verify_title()/>
            <h1>{text::learning::verify_title()}</h1>
            <Notice tone=Tone::Negative title=text::learning::unknown_number()>{text::learning::unknown_number_help()}</Notice>
        }
        .into_any();
    };
    let (tone, words) = if known.valid {
        (Tone::Positive, text::learning::genuine())
    } else {
        (Tone::Caution, text::learning::genuine_expired())
    };
    let until = known
        .expires_on
        .map_or_else(|| text::learning::for_good().to_owned(), |day| day.plus_days(-1).words());
    view! {
        <PageTitle title=text::learning::verify_title()/>
        <h1>{text::learning::verify_title()}</h1>
        <Notice tone title=words/>
        <Facts>
            <Fact label=text::learning::person()>{known.person}</Fact>
            <Fact label=text::learning::organisation()>{known.partner}</Fact>
            <Fact label=text::learning::course()>{known.course}</Fact>
            <Fact label=text::learning::issued()>{known.issued_on.words()}</Fact>
            <Fact label=text::learning::valid_until()>{until}</Fact>
            <Fact label=text::learning::number()>{known.number}</Fact>
        </Facts>
    }
    .into_any()
}
