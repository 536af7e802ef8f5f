//! Collateral on the home page.

use super::api::{AssetLine, newest_assets};
use super::library_page::tile;
use super::manage::{MarketingDesk, marketing_at_home};
use crate::loading::load;
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonKind, ButtonLink, Card, EmptyState, Figure, Figures, Section};
use leptos::prelude::*;

/// The newest collateral for the own organisation.
#[component]
pub fn AssetsAtHome() -> impl IntoView {
    let newest = record(|| (), |()| newest_assets());
    load(newest, partner)
}

fn partner(newest: Vec<AssetLine>) -> AnyView {
    view! {
        <Section
            title=text::assets::newest()
            action=|| view! { <a href="/assets">{text::assets::to_library()}</a> }
        >
            {if newest.is_empty() {
                view! { <EmptyState icon="folder-open" title=text::assets::none() text=text::assets::none_yet()/> }.into_any()
            } else {
                view! { <div class="tiles tiles-small">{newest.into_iter().map(tile).collect_view()}</div> }.into_any()
            }}
        </Section>
    }
    .into_any()
}

/// What waits for marketing.
#[component]
pub fn MarketingAtHome() -> impl IntoView {
    let desk = record(|| (), |()| marketing_at_home());
    load(desk, marketing)
}

fn marketing(desk: MarketingDesk) -> AnyView {
    let expiring = desk
        .expiring
        .into_iter()
        .map(|line| {
            let day = line.expire_on.map(|day| text::assets::until(day.plus_days(-1).words()));
            view! { <li><a href=format!("/assets/manage/{}", line.id)>{line.title}</a> " " <span class="aside">{day}</span></li> }
        })
        .collect_view();
    let drafts = desk
        .drafts
        .into_iter()
        .map(|line| view! { <li><a href=format!("/assets/manage/{}", line.id)>{line.title}</a></li> })
        .collect_view();
    view! {
        <Section
            title=text::assets::title()
            action=|| {
                view! {
                    <ButtonLink href="/assets/manage/new" kind=ButtonKind::Primary icon="upload">{text::assets::upload()}</ButtonLink>
                }
            }
        >
            <Figures>
                <Figure label=text::assets::published() value=desk.published.to_string()/>
                <Figure label=text::assets::drafts() value=desk.in_draft.to_string()/>
            </Figures>
            <div class="card-pair">
                <Card title=text::assets::expiring()>
                    {if desk.published == 0 || expiring.is_empty() {
                        view! { <p>{text::assets::nothing_expires()}</p> }.into_any()
                    } else {
                        view! { <ul class="lines">{expiring}</ul> }.into_any()
                    }}
                </Card>
                <Card title=text::assets::drafts()>
                    {if drafts.is_empty() {
                        view! { <p>{text::assets::no_drafts()}</p> }.into_any()
                    } else {
                        view! { <ul class="lines">{drafts}</ul> }.into_any()
                    }}
                </Card>
            </div>
        </Section>
    }
    .into_any()
}
