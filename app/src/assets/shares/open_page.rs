//! Where a link leads whoever has it, signed in or not: what it is, and the way to take it.

use super::api::{OpenShare, Opened, SharedAsset};
use crate::assets::language_name;
use crate::erase::Erase;
use crate::forms::FieldFaults;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ErrorSummary, Field, Icon, SubmitButton};
use crate::words;
use domain::sizes::bytes_in_words;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A shared asset.
#[component]
pub fn SharedPage() -> impl IntoView {
    let params = use_params_map();
    let token = move || params.with(|p| p.get("token").unwrap_or_default());
    load(record(move || OpenShare { token: token() }), move |opened| page(opened, untrack(token)))
}

fn page(opened: Opened, token: String) -> AnyView {
    match opened {
        Opened::Gone => gone(text::shares::gone(), text::shares::gone_help()),
        Opened::UsedUp => gone(text::shares::all_taken(), text::shares::all_taken_help()),
        Opened::Locked => locked(&token),
        Opened::Open(asset) => open(*asset, &token),
    }
}

/// Says so in words, and to machines.
fn gone(title: &'static str, help: &'static str) -> AnyView {
    crate::loading::gone();
    view! {
        <PageTitle title/>
        <h1>{title}</h1>
        <p>{help}</p>
    }
    .erase()
}

fn locked(token: &str) -> AnyView {
    let action = format!("/s/{token}/unlock");
    let refused = FieldFaults::refused(&action);
    view! {
        <PageTitle title=text::shares::locked()/>
        <h1>{text::shares::locked()}</h1>
        <p>{text::shares::locked_help()}</p>
        <form method="post" action=action class="form">
            <ErrorSummary title=text::errors::summary() faults=refused.all()/>
            <Field
                name="password"
                kind="password"
                label=text::shares::password()
                autocomplete="off"
                required=true
                fault=refused.fault("password")
            />
            <SubmitButton>{text::shares::unlock()}</SubmitButton>
        </form>
    }
    .erase()
}

fn open(asset: SharedAsset, token: &str) -> AnyView {
    let picture = asset.is_pictured.then(|| {
        let alt = text::assets::picture_of(&asset.title);
        view! { <img class="page-picture" src=format!("/s/{token}/preview") alt=alt/> }.erase()
    });
    let about = [
        words::asset_kind(asset.kind).to_owned(),
        language_name(&asset.language),
        bytes_in_words(asset.bytes),
    ]
    .join(" · ");
    view! {
        <PageTitle title=asset.title.clone()/>
        <h1>{asset.title}</h1>
        <p class="lead">{text::shares::from(asset.from)}</p>
        {picture}
        {(!asset.description.is_empty()).then(|| view! { <p class="as-written">{asset.description}</p> }.erase())}
        <p class="aside">{about}</p>
        // A form and not a link: what looks at links in mails before people do follows links only, and takes nothing.
        <form method="post" action=format!("/s/{token}/take")>
            <button type="submit" class="button button-primary"><Icon name="download"/>{text::assets::take()}</button>
        </form>
        <p class="aside">{text::shares::good_until(words::day(asset.expires_at.day()))}</p>
    }
    .erase()
}
