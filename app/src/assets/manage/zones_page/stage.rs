//! The page's picture with the zones on it: a new one is drawn by dragging over an empty place; boxes are dragged by
//! pointer, and moved and resized by the arrow keys.

use super::{Line, Lines};
use crate::erase::{Erase, EraseAll};
use crate::live::Live;
use crate::texts::text;
use crate::words;
use domain::assets::{Length, PageSize, Zone, ZoneKind};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::{html, prelude::*};

/// Points by which a key moves a zone; with Shift it changes the size.
const KEY_STEP: f64 = 4.0;
/// The side of the handle at a zone's corner, in points.
const HANDLE: &str = "12";
/// Half of it, in hundredths of a point.
const HALF_HANDLE: i64 = 600;
/// Pixels that a pointer has to go before it draws: less is a click.
const DRAWN_FROM: f64 = 6.0;
/// Points by which boxes that nobody has placed yet stand apart, so that none hides another.
const APART: f64 = 12.0;

/// What the pointer does.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Hold {
    /// Moves or resizes the zone of a line.
    Grip { n: usize, resizes: bool },
    /// Has gone down on an empty place, from which a zone may be drawn.
    Empty,
    /// Draws the zone of a line.
    Draws { n: usize },
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Held {
    hold: Hold,
    /// Where the pointer was last, or where a drawn zone begins, in pixels of the window.
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
        self.page.set((zone.page + 1).to_string());
        self.kind.set(zone.kind.to_string());
        self.x.set(zone.x.to_string());
        self.y.set(zone.y.to_string());
        self.width.set(zone.width.to_string());
        self.height.set(zone.height.to_string());
    }
}

/// The page that is shown.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    pages: StoredValue<Vec<PageSize>>,
    shown: RwSignal<usize>,
    area: NodeRef<html::Div>,
    held: RwSignal<Option<Held>>,
}

impl Sheet {
    /// The first of these pages.
    pub fn new(pages: Vec<PageSize>) -> Self {
        Self {
            pages: StoredValue::new(pages),
            shown: RwSignal::new(0),
            area: NodeRef::new(),
            held: RwSignal::new(None),
        }
    }

    fn size(&self) -> PageSize {
        let none = PageSize { width: Length::from_points(1.0), height: Length::from_points(1.0) };
        self.pages.with_value(|pages| pages.get(self.shown.get()).copied()).unwrap_or(none)
    }

    /// Gives a line that has a kind and no numbers yet a box on the shown page, where it can be seen.
    pub fn begin(&self, n: usize, line: Line) {
        untrack(|| {
            let (Ok(kind), true) = (line.kind.get().parse(), line.is_blank()) else { return };
            let size = self.size();
            let (top, bottom) = self.visible().unwrap_or((0.0, size.height.points()));
            let apart = APART * (n % 6) as f64;
            let middle = (size.width.points() / 2.0 + apart, (top + bottom) / 2.0 + apart);
            let middle = (Length::from_points(middle.0), Length::from_points(middle.1));
            line.take(&Zone::around(self.shown.get() as u32, kind, middle, size));
        });
    }

    fn pressed(&self, event: &PointerEvent, hold: Hold) {
        event.prevent_default();
        event.stop_propagation();
        // However fast the pointer goes, and wherever: the rest of the way is told to the sheet.
        self.capture(event);
        self.held.set(Some(Held { hold, from: place(event) }));
    }

    fn moving(&self, event: &PointerEvent, lines: &[Line]) {
        let Some(held) = self.held.get_untracked() else { return };
        let Some(scale) = self.points_per_pixel() else { return };
        let (at, size) = (place(event), untrack(|| self.size()));
        let (right, down) = (at.0 - held.from.0, at.1 - held.from.1);
        match held.hold {
            Hold::Grip { n, resizes } => {
                let by = |pixels: f64| Length::from_points(pixels * scale);
                if let Some((line, zone)) =
                    lines.get(n).and_then(|line| Some((line, untrack(|| line.zone())?)))
                {
                    let (right, down) = (by(right), by(down));
                    let change = if resizes { Zone::resized } else { Zone::moved };
                    line.take(&change(&zone, right, down, size));
                }
                self.held.set(Some(Held { from: at, ..held }));
            }
            Hold::Empty if right.abs().max(down.abs()) >= DRAWN_FROM => {
                let spare = lines.iter().position(|line| untrack(|| line.is_spare()));
                if let Some(n) = spare {
                    lines[n].kind.set(self.next_kind(lines).to_string());
                    self.held.set(Some(Held { hold: Hold::Draws { n }, ..held }));
                }
            }
            Hold::Empty => {}
            Hold::Draws { n } => {
                let kind = lines.get(n).and_then(|line| line.kind.with_untracked(|kind| kind.parse()).ok());
                if let (Some(line), Some(kind), Some(one), Some(other)) =
                    (lines.get(n), kind, self.on_page(held.from, scale), self.on_page(at, scale))
                {
                    let page = self.shown.get_untracked() as u32;
                    line.take(&Zone::between(page, kind, one, other, size));
                }
            }
        }
    }

    /// What the shown page lacks first.
    fn next_kind(&self, lines: &[Line]) -> ZoneKind {
        let page = self.shown.get_untracked() as u32;
        let there: Vec<ZoneKind> = lines
            .iter()
            .filter_map(|line| untrack(|| line.zone()))
            .filter(|zone| zone.page == page)
            .map(|zone| zone.kind)
            .collect();
        ZoneKind::ALL.iter().copied().find(|kind| !there.contains(kind)).unwrap_or(ZoneKind::Logo)
    }
}

fn place(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

#[cfg(feature = "hydrate")]
impl Sheet {
    /// How many points a pixel of the shown picture is.
    fn points_per_pixel(&self) -> Option<f64> {
        let width = self.area.get_untracked()?.get_bounding_client_rect().width();
        (width > 0.0).then(|| untrack(|| self.size()).width.points() / width)
    }

    /// A place in the window as one on the page.
    fn on_page(&self, at: (f64, f64), scale: f64) -> Option<(Length, Length)> {
        let shown = self.area.get_untracked()?.get_bounding_client_rect();
        let points = |pixels: f64| Length::from_points(pixels * scale);
        Some((points(at.0 - shown.left()), points(at.1 - shown.top())))
    }

    /// From where to where the page is in sight, in points from its top.
    fn visible(&self) -> Option<(f64, f64)> {
        let shown = self.area.get_untracked()?.get_bounding_client_rect();
        let window = web_sys::window()?.inner_height().ok()?.as_f64()?;
        let scale = self.points_per_pixel()?;
        let (top, bottom) = (shown.top().max(0.0), shown.bottom().min(window));
        (top < bottom).then(|| ((top - shown.top()) * scale, (bottom - shown.top()) * scale))
    }

    fn capture(&self, event: &PointerEvent) {
        if let Some(area) = self.area.get_untracked() {
            // A pointer that is gone already has nothing more to tell.
            let _ = area.set_pointer_capture(event.pointer_id());
        }
    }
}

#[cfg(not(feature = "hydrate"))]
impl Sheet {
    // The server draws pages; only browsers measure them.
    fn points_per_pixel(&self) -> Option<f64> {
        None
    }

    fn on_page(&self, _at: (f64, f64), _scale: f64) -> Option<(Length, Length)> {
        None
    }

    fn visible(&self) -> Option<(f64, f64)> {
        None
    }

    fn capture(&self, _event: &PointerEvent) {}
}

/// The pages to choose from, and the chosen one with its zones.
#[component]
pub fn Stage(id: String, version: i64, sheet: Sheet, lines: Lines) -> impl IntoView {
    let shown = sheet.shown;
    let count = sheet.pages.with_value(Vec::len);
    let buttons = (0..count)
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
        .erase_all();
    let ends = move |_: PointerEvent| sheet.held.set(None);
    let boxes = lines.iter().enumerate().map(|(n, line)| zone_box(n, *line, sheet)).collect::<Vec<_>>();
    view! {
        <div>
            {(count > 1).then(|| view! { <div class="chips">{buttons}</div> }.erase())}
            <div
                class="zone-stage"
                node_ref=sheet.area
                on:pointerdown=move |event: PointerEvent| {
                    // A finger on an empty place scrolls.
                    if event.button() == 0 && event.pointer_type() != "touch" {
                        sheet.pressed(&event, Hold::Empty);
                    }
                }
                on:pointermove=move |event| sheet.moving(&event, &lines)
                on:pointerup=ends
                on:pointercancel=ends
                on:lostpointercapture=ends
            >
                <img
                    src=move || format!("/assets/{id}/pages/{}?v={version}", shown.get() + 1)
                    alt=move || text::assets::page_number(shown.get() + 1)
                    draggable="false"
                />
                <svg
                    viewBox=move || {
                        let size = sheet.size();
                        format!("0 0 {} {}", size.width, size.height)
                    }
                    aria-label=text::assets::zones()
                    role="group"
                >
                    {boxes}
                </svg>
            </div>
        </div>
    }
    .erase()
}

fn zone_box(n: usize, line: Line, sheet: Sheet) -> AnyView {
    let zone = Memo::new(move |_| line.zone().filter(|zone| zone.page as usize == sheet.shown.get()));
    let grip = move |resizes: bool| {
        move |event: PointerEvent| {
            if event.button() == 0 {
                sheet.pressed(&event, Hold::Grip { n, resizes });
            }
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
            let change = if event.shift_key() { Zone::resized } else { Zone::moved };
            line.take(&change(&zone, right, down, untrack(|| sheet.size())));
        }
    };
    // The box stays the same element while it moves, or it would lose the focus that the keys go by.
    let points = move |of: fn(&Zone) -> i64| {
        Length::from_hundredths(zone.with(|zone| zone.as_ref().map_or(0, of))).to_string()
    };
    let name = Live::new(move || {
        zone.with(|zone| zone.as_ref().map(|zone| zone_name(n, zone.kind))).unwrap_or_default()
    });
    let is_faulty = Memo::new(move |_| {
        let size = sheet.size();
        zone.with(|zone| zone.as_ref().is_some_and(|zone| !Zone { page: 0, ..zone.clone() }.fits(&[size])))
    });
    let is_there = Memo::new(move |_| zone.with(Option::is_some));
    let marks = move || {
        let (label, words) = (name.clone(), name.clone());
        view! {
            <rect
                class="zone"
                class:zone-faulty=move || is_faulty.get()
                x=move || points(|zone| zone.x.hundredths())
                y=move || points(|zone| zone.y.hundredths())
                width=move || points(|zone| zone.width.hundredths())
                height=move || points(|zone| zone.height.hundredths())
                tabindex="0"
                role="img"
                aria-label=move || label.get()
                on:pointerdown=grip(false)
                on:keydown=key
            ></rect>
            <text
                class="zone-name"
                x=move || points(|zone| zone.x.hundredths() + 400)
                y=move || points(|zone| zone.y.hundredths() + 1200)
                font-size="10"
            >
                {move || words.get()}
            </text>
            <rect
                class="zone-handle"
                x=move || points(|zone| zone.x.hundredths() + zone.width.hundredths() - HALF_HANDLE)
                y=move || points(|zone| zone.y.hundredths() + zone.height.hundredths() - HALF_HANDLE)
                width=HANDLE
                height=HANDLE
                on:pointerdown=grip(true)
            ></rect>
        }
        .erase()
    };
    view! { <g class="zone-marks">{move || is_there.get().then(&marks).into_any()}</g> }.erase()
}

fn zone_name(n: usize, kind: ZoneKind) -> String {
    format!("{} · {}", n + 1, words::zone_kind(kind))
}
