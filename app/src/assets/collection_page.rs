//! A collection as a partner sees it: what it reaches of it, and the way to take all of that at once.

use super::api::{CollectionCard, FindCollection, ShelfLine};
use super::icon_of;
use super::tile::{IN_SIGHT, tile};
use crate::erase::{Erase, EraseAll};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonKind, ButtonLink, PageHeader, Tile};
use domain::sizes::bytes_in_words;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A collection.
#[component]
pub fn CollectionPage() -> impl IntoView {
    let params = use_params_map();
    load(record(move || FindCollection { id: params.with(|p| p.get("id").unwrap_or_default()) }), page)
}

fn page(card: CollectionCard) -> AnyView {
    let lead = match card.description.as_str() {
        "" => text::library::files(card.assets.len() as i64),
        text => text.to_owned(),
    };
    let bytes: i64 = card.assets.iter().map(|line| line.bytes).sum();
    view! {
        <PageTitle title=card.name.clone()/>
        <PageHeader title=card.name lead back=("/assets".to_owned(), text::assets::title().to_owned())>
            <ButtonLink
                href=format!("/assets/collections/{}/zip", card.id)
                kind=ButtonKind::Primary
                icon="download"
                download=true
            >
                {text::library::take_all(bytes_in_words(bytes))}
            </ButtonLink>
        </PageHeader>
        <div class="tiles">{card.assets.into_iter().enumerate().map(|(n, line)| tile(line, n < IN_SIGHT)).erase_all()}</div>
    }
    .erase()
}

/// A collection as a tile; `in_sight` when its page opens.
pub fn shelf(line: ShelfLine, in_sight: bool) -> AnyView {
    let (cover, version, media) = line.cover;
    let picture = line.is_pictured.then(|| format!("/assets/{cover}/thumbnail?v={version}"));
    view! {
        <Tile
            href=format!("/assets/collections/{}", line.id)
            title=line.name
            picture=picture.unwrap_or_default()
            icon=icon_of(media)
            in_sight
            kind=text::library::collection()
        >
            <span class="aside">{text::library::files(line.assets)}</span>
        </Tile>
    }
    .erase()
}
