//! An asset as a tile, in the library and on the home page.

use super::api::AssetLine;
use super::{icon_of, language_name};
use crate::erase::Erase;
use crate::texts::text;
use crate::ui::{Badge, Tile, Tone};
use crate::words;
use domain::sizes::bytes_in_words;
use leptos::prelude::*;

/// How many tiles of a row are in sight on a phone when their page opens.
pub const IN_SIGHT: usize = 2;

/// An asset as a tile; `in_sight` when its page opens.
pub fn tile(line: AssetLine, in_sight: bool) -> AnyView {
    let picture = line.is_pictured.then(|| format!("/assets/{}/thumbnail?v={}", line.id, line.version));
    let kind = format!("{} · {}", words::asset_kind(line.kind), language_name(&line.language));
    view! {
        <Tile
            href=format!("/assets/{}", line.id)
            title=line.title
            picture=picture.unwrap_or_default()
            icon=icon_of(line.media)
            in_sight
            kind
        >
            {line.takes_a_brand.then(|| view! { <Badge tone=Tone::Accent>{text::assets::own_brand()}</Badge> }.erase())}
            {line.expire_on.map(|day| view! { <span class="aside">{text::assets::until(words::day(day.plus_days(-1)))}</span> }.erase())}
            <span class="aside">{bytes_in_words(line.bytes)}</span>
        </Tile>
    }
    .erase()
}
