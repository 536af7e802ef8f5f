//! Collateral on the home page.

use super::api::AssetLine;
use super::tile::tile;
use crate::api::{ApiError, Desk};
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{ButtonKind, ButtonLink, Card, EmptyState, Figure, Figures, Section};
use crate::words;
use domain::access::{ManageAssets, Subject};
use domain::assets::AssetState;
use leptos::prelude::*;
use store::Read;

/// How many of the newest stand on a partner's home.
const NEWEST: i64 = 4;
/// How many lines the lists of marketing's home have.
const LINES: i64 = 5;

/// The newest collateral for the own organisation.
pub(crate) async fn newest_at_home(desk: &Desk, read: &mut Read) -> Result<AnyView, ApiError> {
    let scope = desk.actor.scope(Subject::Assets);
    let rows = store::assets::newest(read, &scope, desk.now().day(), NEWEST).await?;
    Ok(partner(rows.into_iter().map(AssetLine::from).collect()))
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
                view! { <div class="tiles tiles-small">{newest.into_iter().map(|line| tile(line, false)).erase_all()}</div> }.erase()
            }}
        </Section>
    }
    .erase()
}

/// What waits for marketing.
pub(crate) async fn marketing_at_home(desk: &Desk, read: &mut Read) -> Result<AnyView, ApiError> {
    let permit = desk.actor.permit(ManageAssets)?;
    let counts = store::assets::counts(read, &permit).await?;
    let count = |state| counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count);
    let (published, in_draft) = (count(AssetState::Published), count(AssetState::Draft));
    let drafts = store::assets::drafts(read, &permit, LINES).await?;
    let expiring = store::assets::expiring(read, &permit, desk.now().day(), LINES).await?;
    let expiring = expiring
        .into_iter()
        .map(|line| {
            let day = line.expire_on.map(|day| text::assets::until(words::day(day.plus_days(-1))));
            view! { <li><a href=format!("/assets/manage/{}", line.id)>{line.title}</a> " " <span class="aside">{day}</span></li> }
        })
        .erase_all();
    let drafts = drafts
        .into_iter()
        .map(|line| view! { <li><a href=format!("/assets/manage/{}", line.id)>{line.title}</a></li> }.erase())
        .erase_all();
    Ok(view! {
        <Section
            title=text::assets::title()
            action=|| {
                view! {
                    <ButtonLink href="/assets/manage/new" kind=ButtonKind::Primary icon="upload">{text::assets::upload()}</ButtonLink>
                }.erase()
            }
        >
            <Figures>
                <Figure label=text::assets::published() value=published.to_string()/>
                <Figure label=text::assets::drafts() value=in_draft.to_string()/>
            </Figures>
            <div class="card-pair">
                <Card title=text::assets::expiring()>
                    {if published == 0 || expiring.is_empty() {
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
    .erase())
}
