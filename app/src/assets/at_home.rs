//! Collateral on the home page.

use super::api::{AssetLine, NewestAssets};

use super::manage::{self, MarketingDesk};
use super::tile::tile;
use crate::erase::{Erase, EraseAll};
use crate::loading::load;
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonKind, ButtonLink, Card, EmptyState, Figure, Figures, Section};
use crate::words;
use leptos::prelude::*;

/// The newest collateral for the own organisation.
#[component]
pub fn AssetsAtHome() -> impl IntoView {
    let newest = record(|| NewestAssets {});
    load(newest, partner)
}

fn partner(newest: Vec<AssetLine>) -> AnyView {
    view! {
        <Section
            title=text::assets::newest()
            action=|| { view! { <a href="/assets">{text::assets::to_library()}</a> }.erase() }
        >
            {if newest.is_empty() {
                view! { <EmptyState icon="folder-open" title=text::assets::none() text=text::assets::none_yet()/> }.erase()
            } else {
                view! { <div class="tiles tiles-small">{newest.into_iter().map(tile).erase_all()}</div> }.erase()
            }}
        </Section>
    }
    .erase()
}

/// What waits for marketing.
#[component]
pub fn MarketingAtHome() -> impl IntoView {
    let desk = record(|| manage::MarketingAtHome {});
    load(desk, marketing)
}

fn marketing(desk: MarketingDesk) -> AnyView {
    let expiring = desk
        .expiring
        .into_iter()
        .map(|line| {
            let day = line.expire_on.map(|day| text::assets::until(words::day(day.plus_days(-1))));
            view! { <li><a href=format!("/assets/manage/{}", line.id)>{line.title}</a> " " <span class="aside">{day}</span></li> }
        })
        .erase_all();
    let drafts = desk
        .drafts
        .into_iter()
        .map(|line| view! { <li><a href=format!("/assets/manage/{}", line.id)>{line.title}</a></li> }.erase())
        .erase_all();
    view! {
        <Section
            title=text::assets::title()
            action=|| {
                view! {
                    <ButtonLink href="/assets/manage/new" kind=ButtonKind::Primary icon="upload">{text::assets::upload()}</ButtonLink>
                }.erase()
            }
        >
            <Figures>
                <Figure label=text::assets::published() value=desk.published.to_string()/>
                <Figure label=text::assets::drafts() value=desk.in_draft.to_string()/>
            </Figures>
            <div class="card-pair">
                <Card title=text::assets::expiring()>
                    {if desk.published == 0 || expiring.is_empty() {
                        view! { <p>{text::assets::nothing_expires()}</p> }.erase()
                    } else {
                        view! { <ul class="lines">{expiring}</ul> }.erase()
                    }}
                </Card>
                <Card title=text::assets::drafts()>
                    {if drafts.is_empty() {
                        view! { <p>{text::assets::no_drafts()}</p> }.erase()
                    } else {
                        view! { <ul class="lines">{drafts}</ul> }.erase()
                    }}
                </Card>
            </div>
        </Section>
    }
    .erase()
}
