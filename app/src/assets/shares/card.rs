//! On an asset's page: the links that lead to it, and the form for another one.

use super::api::{MakeShare, RevokeShare, Shares};
use super::list_page::{how_it_stands, revoking};
use crate::api::read;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::live::Source;
use crate::session;
use crate::texts::text;
use crate::ui::{Badge, Card, Checkbox, ErrorSummary, Field, Hidden, Notice, SubmitButton, Tone, Width};
use crate::words;
use domain::assets::{SHARE_DAYS, ShareForm};
use domain::id::AssetId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// The link that was just made. It outlives the form, which is a new one once it was taken; without scripts the session
/// has handed it over.
pub fn made_before() -> Source<Option<String>> {
    Source::new(session::handed::<String>(MakeShare::PATH))
}

/// The links to this asset, and the form for another one.
pub fn share_card(asset: &AssetId, own_brand: bool, shares: Shares, made: Source<Option<String>>) -> AnyView {
    let state = use_form::<MakeShare>();
    let revoke = use_form::<RevokeShare>();
    let days = SHARE_DAYS.min(shares.days_most);
    let form = state.values(ShareForm {
        asset: asset.to_string(),
        days: days.to_string(),
        branded: own_brand.to_string(),
        ..ShareForm::default()
    });
    let (answer, link) = (state.sending().answer, made.clone());
    Effect::new(move |_| {
        if let Some(Ok(made)) = answer.get() {
            link.set(read::<String>(&made).ok());
        }
    });
    let lines = shares
        .lines
        .into_iter()
        .map(|line| {
            let (tone, stands) = how_it_stands(&line);
            let facts = super::list_page::facts(&line).join(" · ");
            view! {
                <li class="share">
                    <span><Badge tone>{stands}</Badge> " " {line.person.clone()}</span>
                    <span class="aside">{facts}</span>
                    {revoking(&line, revoke.sending())}
                </li>
            }
        })
        .erase_all();
    let brand = own_brand.then(|| {
        view! {
            <Checkbox
                name="branded"
                label=text::shares::with_own_brand()
                checked=form.branded == "true"
            />
        }
        .erase()
    });
    // Looked at once: a page that followed it would be made anew with each answer, and lose it.
    let is_refused = untrack(|| !state.faults().get().is_empty());
    view! {
        <Card title=text::shares::share()>
            {move || {
                made.get()
                    .map(|whole: String| {
                        let path = whole.trim_start_matches(&session::surroundings().origin).to_owned();
                        view! {
                            <Notice tone=Tone::Positive title=text::shares::made()>
                                <a class="copy-link" href=path rel="external">{whole}</a>
                            </Notice>
                        }.erase()
                    })
                    .into_any()
            }}
            {(!lines.is_empty()).then(|| view! { <ul class="lines">{lines}</ul> }.erase())}
            <details class="share-form" open=is_refused>
                <summary class="button">{text::shares::new()}</summary>
                <SendForm sending=state.sending() class="form" novalidate=true>
                    <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                    <Hidden name="asset" value=form.asset/>
                    <Field
                        name="days"
                        label=text::shares::days()
                        help=text::shares::days_help(shares.days_most)
                        inputmode="numeric"
                        width=Width::Short
                        value=form.days
                        fault=state.fault("days")
                    />
                    <Field
                        name="takes"
                        label=text::shares::takes()
                        help=text::shares::takes_help()
                        inputmode="numeric"
                        width=Width::Short
                        value=form.takes
                        fault=state.fault("takes")
                    />
                    <Field
                        name="password"
                        kind="password"
                        label=text::shares::password()
                        help=text::shares::password_help()
                        autocomplete="new-password"
                        fault=state.fault("password")
                    />
                    {brand}
                    <SubmitButton icon="link" pending=state.pending()>{text::shares::make()}</SubmitButton>
                </SendForm>
            </details>
        </Card>
    }
    .erase()
}

/// Until when a link is good.
pub(super) fn until(line: &super::api::ShareLine) -> String {
    text::shares::until(words::day(line.expires_at.day()))
}
