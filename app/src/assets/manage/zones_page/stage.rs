//! The page's picture with the zones on it: dragged by pointer, moved and resized by the arrow keys.

use super::Line;
use crate::texts::text;
use crate::words;
use domain::assets::{Length, PageSize, Zone, ZoneKind};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::{html, prelude::*};

/// Points by which a key moves a zone; with Shift it changes the size.
const KEY_STEP: f64 = 4.0;
/// The side of the handle at a zone's corner, in points.
const HANDLE: f64 = 12.0;

/// What the pointer has hold of.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Held {
    n: usize,
    resizes: bool,
    from: (f64, f64),
}

impl Line {
    /// The zone as far as what is typed makes one.
    fn zone(&self) -> Option<Zone> {
        let length = |text: &RwSignal<String>| text.with(|text| Length::read(text)).ok();
        Some(Zone {
            page: self.page.with(|page| page.trim().parse::<u32>()).ok()?.checked_sub(1)?,
            kind: self.kind.with(|kind| kind.parse()).ok()?,
            x: length(&self.x)?,
            y: length(&self.y)?,
            width: length(&self.width)?,
            height: length(&self.height)?,
        })
    }

    fn take(&self, zone: &Zone) {
        self.x.set(zone.x.to_string());
        self.y.set(zone.y.to_string());
        self.width.set(zone.width.to_string());
        self.height.set(zone.height.to_string());
    }
}

/// The first page that the form speaks of, with its zones.
#[component]
pub fn Stage(id: String, version: i64, pages: Vec<PageSize>, lines: Vec<Line>) -> impl IntoView {
    let shown = RwSignal::new(0_usize);
    let buttons = (0..pages.len())
        .map(|n| {
            view! {
                <button
                    type="button"
                    class="chip"
                    aria-current=move || (shown.get() == n).then_some("true")
                    on:click=move |_| shown.set(n)
                >
                    {text::assets::page_number(n + 1)}
                </button>
            }
        })
        .collect_view();
    let many = pages.len() > 1;
    let picture = move || {
        let Some(size) = pages.get(shown.get()).copied() else { return ().into_any() };
        let src = format!("/assets/{id}/pages/{}?v={version}", shown.get() + 1);
        sheet(src, shown.get(), size, lines.clone())
    };
    view! {
        <div>
            {many.then(|| view! { <div class="chips">{buttons}</div> })}
            {picture}
        </div>
    }
    .into_any()
}

fn sheet(src: String, page: usize, size: PageSize, lines: Vec<Line>) -> AnyView {
    let area = NodeRef::<html::Div>::new();
    let held = RwSignal::new(None::<Held>);
    let all = lines.clone();
    let moving = move |event: PointerEvent| {
        let Some(now) = held.get_untracked() else { return };
        let (Some(line), Some(scale)) = (all.get(now.n), points_per_pixel(area, size)) else { return };
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        let by = |axis: f64| Length::from_points(axis * scale);
        let (right, down) = (by(at.0 - now.from.0), by(at.1 - now.from.1));
        if let Some(zone) = untrack(|| line.zone()) {
            line.take(&if now.resizes {
                zone.resized(right, down, size)
            } else {
                zone.moved(right, down, size)
            });
        }
        held.set(Some(Held { from: at, ..now }));
    };
    let boxes =
        lines.into_iter().enumerate().map(|(n, line)| zone_box(n, line, page, size, held)).collect_view();
    let view_box = format!("0 0 {} {}", size.width.points(), size.height.points());
    view! {
        <div
            class="zone-stage"
            node_ref=area
            on:pointermove=moving
            on:pointerup=move |_| held.set(None)
            on:pointerleave=move |_| held.set(None)
        >
            <img src=src alt=text::assets::page_number(page + 1) draggable="false"/>
            <svg viewBox=view_box aria-label=text::assets::zones() role="group">{boxes}</svg>
        </div>
    }
    .into_any()
}

fn zone_box(n: usize, line: Line, page: usize, size: PageSize, held: RwSignal<Option<Held>>) -> AnyView {
    let zone = Memo::new(move |_| line.zone().filter(|zone| zone.page as usize == page));
    let grip = move |resizes: bool| {
        move |event: PointerEvent| {
            event.prevent_default();
            event.stop_propagation();
            let from = (f64::from(event.client_x()), f64::from(event.client_y()));
            held.set(Some(Held { n, resizes, from }));
        }
    };
    let key = move |event: KeyboardEvent| {
        let (right, down) = match event.key().as_str() {
            "ArrowLeft" => (-KEY_STEP, 0.0),
            "ArrowRight" => (KEY_STEP, 0.0),
            "ArrowUp" => (0.0, -KEY_STEP),
            "ArrowDown" => (0.0, KEY_STEP),
            _ => return,
        };
        event.prevent_default();
        let (right, down) = (Length::from_points(right), Length::from_points(down));
        if let Some(zone) = zone.get_untracked() {
            let shift = event.shift_key();
            line.take(&if shift { zone.resized(right, down, size) } else { zone.moved(right, down, size) });
        }
    };
    let drawn = move || {
        let zone = zone.get()?;
        let (x, y) = (zone.x.points(), zone.y.points());
        let (width, height) = (zone.width.points(), zone.height.points());
        let faulty = x + width > size.width.points() || y + height > size.height.points();
        let name = zone_name(n, zone.kind);
        Some(view! {
            <rect
                class="zone"
                class:zone-faulty=faulty
                x=x
                y=y
                width=width
                height=height
                tabindex="0"
                role="img"
                aria-label=name.clone()
                on:pointerdown=grip(false)
                on:keydown=key
            ></rect>
            <text class="zone-name" x=x + 4.0 y=y + 12.0 font-size="10">{name.clone()}</text>
            <rect
                class="zone-handle"
                x=x + width - HANDLE / 2.0
                y=y + height - HANDLE / 2.0
                width=HANDLE
                height=HANDLE
                on:pointerdown=grip(true)
            ></rect>
        })
    };
    view! { <g>{drawn}</g> }.into_any()
}

fn zone_name(n: usize, kind: ZoneKind) -> String {
    format!("{} · {}", n + 1, words::zone_kind(kind))
}

/// How many points a pixel of the shown picture is.
#[cfg(feature = "hydrate")]
fn points_per_pixel(area: NodeRef<html::Div>, size: PageSize) -> Option<f64> {
    let width = area.get_untracked()?.get_bounding_client_rect().width();
    (width > 0.0).then(|| size.width.points() / width)
}

#[cfg(not(feature = "hydrate"))]
fn points_per_pixel(_area: NodeRef<html::Div>, _size: PageSize) -> Option<f64> {
    None
}
