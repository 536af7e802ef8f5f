//! Where the stage stands: the first page with its zones as they are kept, drawn by the server, until the program that moves
//! them is there. That one is a file of its own: the numbers beside it can be typed meanwhile.

use super::line::Lines;
use super::sheet::Sheet;
use crate::assets::manage::api::ZonedAsset;
use leptos::{html, prelude::*};

/// The room, with the still picture.
pub fn room(asset: &ZonedAsset, sheet: Sheet, lines: Lines) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    furnished::soon(place, asset.id.to_string(), asset.version, sheet, lines);
    #[cfg(not(feature = "hydrate"))]
    let _ = (sheet, lines);
    view! { <div node_ref=place inner_html=still(asset)></div> }.into_any()
}

/// The first page and its zones. Nothing in it was typed by anybody.
#[cfg(feature = "ssr")]
fn still(asset: &ZonedAsset) -> String {
    use std::fmt::Write as _;
    let Some(size) = asset.pages.first() else { return String::new() };
    let mut zones = String::new();
    for zone in asset.zones.iter().filter(|zone| zone.page == 0) {
        let (x, y, width, height) = (zone.x, zone.y, zone.width, zone.height);
        let _ = write!(
            zones,
            r#"<rect class="zone-still" x="{x}" y="{y}" width="{width}" height="{height}"></rect>"#
        );
    }
    format!(
        r#"<div class="zone-stage"><img src="/assets/{}/pages/1?v={}" alt="{}"/><svg viewBox="0 0 {} {}" aria-hidden="true">{zones}</svg></div>"#,
        asset.id,
        asset.version,
        crate::texts::text::assets::page_number(1),
        size.width,
        size.height
    )
}

/// What the document brought stays until the stage is there.
#[cfg(not(feature = "ssr"))]
fn still(_asset: &ZonedAsset) -> String {
    String::new()
}

#[cfg(feature = "hydrate")]
mod furnished {
    use crate::assets::manage::zones_page::line::Lines;
    use crate::assets::manage::zones_page::sheet::Sheet;
    use crate::assets::manage::zones_page::stage::stage;
    use leptos::{html, prelude::*};
    use web_sys::HtmlDivElement;

    /// Fetches the stage once the place for it is in the document.
    pub fn soon(place: NodeRef<html::Div>, id: String, version: i64, sheet: Sheet, lines: Lines) {
        let owner = Owner::current();
        Effect::new(move |_| {
            let (Some(place), Some(owner)) = (place.get(), owner.clone()) else { return };
            let (id, lines) = (id.clone(), lines.clone());
            leptos::task::spawn_local(async move {
                staging(owner, place, id, version, sheet, lines).await;
            });
        });
    }

    #[lazy]
    fn staging(owner: Owner, place: HtmlDivElement, id: String, version: i64, sheet: Sheet, lines: Lines) {
        // The page may have been left meanwhile.
        if sheet.is_there() {
            owner.with(|| {
                let mut stage = stage(id, version, sheet, lines).build();
                place.set_inner_html("");
                stage.mount(&place, None);
                // It goes with the page.
                StoredValue::new_local(stage);
            });
        }
    }
}
