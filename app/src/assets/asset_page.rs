//! One asset as a partner sees it: with the own brand on its pages, and the way to take it.

use super::api::{AssetCard, FindAsset};
use super::findings::findings_list;
use super::shares::{made_before, share_card};
use super::{icon_of, language_name};
use crate::erase::{Erase, EraseAll};
use crate::live::Source;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{Badge, ButtonKind, ButtonLink, Card, EmptyState, Fact, Facts, Notice, PageHeader, Tone};
use crate::words;
use domain::assets::Media;
use domain::sizes::bytes_in_words;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Pages that are shown before the download; the rest is in the file.
const SHOWN_PAGES: usize = 6;

/// An asset.
#[component]
pub fn AssetPage() -> impl IntoView {
    let params = use_params_map();
    let card = record(move || FindAsset { id: params.with(|p| p.get("id").unwrap_or_default()) });
    let made = made_before();
    load(card, move |card| page(card, made.clone()))
}

fn page(card: AssetCard, made: Source<Option<String>>) -> AnyView {
    let take = if card.takes_a_brand { text::assets::take_branded() } else { text::assets::take() };
    let download = format!("/assets/{}/download", card.id);
    let lacks = card.brand_lacks;
    let missing = match (lacks.logo, lacks.contact) {
        (true, true) => Some(text::assets::lacks_both()),
        (true, false) => Some(text::assets::lacks_logo()),
        (false, true) => Some(text::assets::lacks_contact()),
        (false, false) => None,
    };
    view! {
        <PageTitle title=card.title.clone()/>
        <PageHeader
            title=card.title.clone()
            back=("/assets".to_owned(), text::assets::title().to_owned())
            status=move || { view! { <Badge>{words::asset_kind(card.kind)}</Badge> }.erase() }
        >
            {(!card.is_blocked)
                .then(|| view! { <ButtonLink href=download kind=ButtonKind::Primary icon="download" download=true>{take}</ButtonLink> }.erase())}
        </PageHeader>
        {judged(&card)}
        {missing
            .map(|words| {
                view! {
                    <Notice tone=Tone::Caution title=words>
                        <a href="/organisation">{text::assets::to_brand()}</a>
                    </Notice>
                }.erase()
            })}
        <div class="record">
            <div class="record-story">
                {(!card.description.is_empty())
                    .then(|| view! { <p class="as-written">{card.description.clone()}</p> }.erase())}
                {preview(&card)}
            </div>
            <aside class="record-facts">
                <Card title=text::assets::facts()>
                    <Facts>
                        <Fact label=text::assets::language()>{language_name(&card.language)}</Fact>
                        <Fact label=text::assets::size()>{bytes_in_words(card.bytes)}</Fact>
                        {(card.media == Media::Pdf).then(|| view! { <Fact label=text::assets::pages()>{card.pages}</Fact> }.erase())}
                        {(!card.tags.is_empty())
                            .then(|| view! { <Fact label=text::assets::tags()>{words::listed(&card.tags)}</Fact> }.erase())}
                        {card
                            .expire_on
                            .map(|day| view! { <Fact label=text::assets::last_day()>{words::day(day.plus_days(-1))}</Fact> }.erase())}
                    </Facts>
                </Card>
                {share_card(&card.id, card.takes_a_brand, card.shares.clone(), made)}
            </aside>
        </div>
    }
    .erase()
}

/// What is wrong with the own copy, before it is taken.
fn judged(card: &AssetCard) -> Option<AnyView> {
    let (tone, title) = match card.is_blocked {
        true => (Tone::Negative, text::rules::blocked()),
        false => (Tone::Caution, text::rules::look_at_it()),
    };
    let list = findings_list(&card.findings);
    (!card.findings.is_empty()).then(|| {
        view! {
            <Notice tone=tone title=title>
                {list}
                <a href="/organisation">{text::assets::to_brand()}</a>
            </Notice>
        }
        .erase()
    })
}

fn preview(card: &AssetCard) -> AnyView {
    if card.pages == 0 && !card.is_pictured {
        return view! { <EmptyState icon=icon_of(card.media) title=text::assets::no_preview()/> }.erase();
    }
    if card.pages == 0 {
        let src = format!("/assets/{}/thumbnail?v={}", card.id, card.shown);
        return view! { <img class="page-picture" src=src alt=text::assets::picture_of(&card.title)/> }
            .erase();
    }
    let pages = (1..=card.pages.min(SHOWN_PAGES))
        .map(|n| {
            let src = format!("/assets/{}/pages/{n}?v={}", card.id, card.shown);
            view! { <img class="page-picture" src=src alt=text::assets::page_alt(n, &card.title) loading="lazy"/> }
        })
        .erase_all();
    view! { <div class="page-pictures">{pages}</div> }.erase()
}
