//! The page's picture with the zones on it: a new one is drawn by dragging over an empty place; boxes are dragged by
//! pointer and resized by their corners, drawn to edges and middles, and moved and resized by the arrow keys.

use super::line::{FIELDS, Line, Lines};
use super::sheet::Sheet;
use crate::erase::{Erase, EraseAll};
use crate::live::Live;
use crate::texts::text;
use crate::words;
use domain::assets::{Guide, Length, Zone, ZoneKind};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::{html, prelude::*};
use leptos_router::location::Url;
use std::sync::Arc;

/// Points by which a key moves a zone, and with Shift; with Ctrl it changes the size.
const KEY_STEP: f64 = 1.0;
const KEY_LEAP: f64 = 10.0;
/// The side of the handles at a zone's corners, in pixels of the window.
const HANDLE: f64 = 11.0;
/// The height of the letters of a zone's name, in pixels of the window.
const NAME: f64 = 12.0;
/// Pixels that a pointer has to go before it draws: less is a click.
const DRAWN_FROM: f64 = 6.0;
/// Pixels within which an edge is drawn to a line.
const SNAP: f64 = 6.0;
/// Pixels that the picture is wide as long as nobody has measured it.
const USUAL_WIDTH: f64 = 700.0;

/// A corner by which a zone is held: whether it is the right one, and whether the lower one.
type Corner = (bool, bool);
const CORNERS: [Corner; 4] = [(false, false), (true, false), (false, true), (true, true)];

/// What the pointer does.
#[derive(Debug, Clone, PartialEq)]
enum Hold {
    /// Moves the zone of a line, or resizes it by a corner.
    Grip { n: usize, corner: Option<Corner>, was: Zone },
    /// Has gone down on an empty place, from which a zone may be drawn.
    Empty,
    /// Draws the zone of a line.
    Draws { n: usize },
}

/// What is held, since where.
#[derive(Debug, Clone, PartialEq)]
struct Held {
    hold: Hold,
    /// Where the pointer went down, in pixels of the window.
    from: (f64, f64),
}

/// The sheet under somebody's hands.
#[derive(Debug, Clone, Copy)]
struct Play {
    sheet: Sheet,
    area: NodeRef<html::Div>,
    held: StoredValue<Option<Held>>,
    guides: RwSignal<Vec<Guide>>,
    /// How many points a pixel is, for handles that look the same on every page.
    scale: RwSignal<f64>,
}

impl Play {
    fn of(sheet: Sheet) -> Self {
        let width = sheet.size_now().width.points();
        Self {
            sheet,
            area: NodeRef::new(),
            held: StoredValue::new(None),
            guides: RwSignal::new(Vec::new()),
            scale: RwSignal::new(width / USUAL_WIDTH),
        }
    }

    fn pressed(&self, event: &PointerEvent, hold: Hold) {
        event.prevent_default();
        event.stop_propagation();
        // However fast the pointer goes, and wherever: the rest of the way is told to the sheet.
        self.capture(event);
        self.sheet.remember();
        if let Some(scale) = self.points_per_pixel() {
            self.scale.set(scale);
        }
        self.held.set_value(Some(Held { hold, from: place(event) }));
    }

    fn let_go(&self) {
        self.held.set_value(None);
        self.guides.set(Vec::new());
    }

    /// The zones of the other lines.
    fn others(&self, lines: &[Line], n: usize) -> Vec<Zone> {
        let others = lines.iter().enumerate().filter(|(m, _)| *m != n);
        untrack(|| others.filter_map(|(_, line)| line.zone()).collect())
    }

    fn moving(&self, event: &PointerEvent, lines: &[Line]) {
        let Some(held) = self.held.get_value() else { return };
        let Some(scale) = self.points_per_pixel() else { return };
        let (at, size) = (place(event), self.sheet.size_now());
        let (right, down) = (at.0 - held.from.0, at.1 - held.from.1);
        // With Alt nothing is drawn to anything.
        let snap = Length::from_points(if event.alt_key() { 0.0 } else { SNAP * scale });
        match held.hold {
            Hold::Grip { n, corner, was } => {
                let by = |pixels: f64| Length::from_points(pixels * scale);
                let Some(line) = lines.get(n) else { return };
                let others = self.others(lines, n);
                let (zone, guides) = match corner {
                    None => was.moved(by(right), by(down), size).snapped(&others, size, snap),
                    Some((true, true)) => {
                        was.resized(by(right), by(down), size).size_snapped(&others, size, snap)
                    }
                    Some((is_right, is_lower)) => {
                        let points = |length: Length| length.points();
                        let x = points(was.x) + if is_right { points(was.width) } else { 0.0 };
                        let y = points(was.y) + if is_lower { points(was.height) } else { 0.0 };
                        let fixed_x = points(was.x) + if is_right { 0.0 } else { points(was.width) };
                        let fixed_y = points(was.y) + if is_lower { 0.0 } else { points(was.height) };
                        let length = Length::from_points;
                        let one = (length(fixed_x), length(fixed_y));
                        let other = (length(x + right * scale), length(y + down * scale));
                        (Zone::between(was.page, was.kind, one, other, size), Vec::new())
                    }
                };
                line.take(&zone);
                self.guides.set(guides);
            }
            Hold::Empty if right.abs().max(down.abs()) >= DRAWN_FROM => {
                let spare = lines.iter().position(|line| untrack(|| line.is_spare()));
                if let Some(n) = spare {
                    lines[n].field("kind").set(self.next_kind(lines).to_string());
                    self.held.set_value(Some(Held { hold: Hold::Draws { n }, from: held.from }));
                }
            }
            Hold::Empty => {}
            Hold::Draws { n } => {
                let kind =
                    lines.get(n).and_then(|line| line.field("kind").with_untracked(|kind| kind.parse()).ok());
                if let (Some(line), Some(kind), Some(one), Some(other)) =
                    (lines.get(n), kind, self.on_page(held.from, scale), self.on_page(at, scale))
                {
                    let page = self.sheet.shown.get_untracked() as u32;
                    let drawn = Zone::between(page, kind, one, other, size);
                    let (drawn, guides) = drawn.size_snapped(&self.others(lines, n), size, snap);
                    line.take(&drawn);
                    self.guides.set(guides);
                }
            }
        }
    }

    /// What the shown page lacks first.
    fn next_kind(&self, lines: &[Line]) -> ZoneKind {
        let page = self.sheet.shown.get_untracked() as u32;
        let there: Vec<ZoneKind> = lines
            .iter()
            .filter_map(|line| untrack(|| line.zone()))
            .filter(|zone| zone.page == page)
            .map(|zone| zone.kind)
            .collect();
        let brand = [ZoneKind::Logo, ZoneKind::Name, ZoneKind::Contact];
        brand.into_iter().find(|kind| !there.contains(kind)).unwrap_or(ZoneKind::Logo)
    }

    /// How many points a pixel of the shown picture is.
    fn points_per_pixel(&self) -> Option<f64> {
        let width = self.area.get_untracked()?.get_bounding_client_rect().width();
        (width > 0.0).then(|| self.sheet.size_now().width.points() / width)
    }

    /// A place in the window as one on the page.
    fn on_page(&self, at: (f64, f64), scale: f64) -> Option<(Length, Length)> {
        let shown = self.area.get_untracked()?.get_bounding_client_rect();
        let points = |pixels: f64| Length::from_points(pixels * scale);
        Some((points(at.0 - shown.left()), points(at.1 - shown.top())))
    }

    fn capture(&self, event: &PointerEvent) {
        if let Some(area) = self.area.get_untracked() {
            // A pointer that is gone already has nothing more to tell.
            let _ = area.set_pointer_capture(event.pointer_id());
        }
    }
}

fn place(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// The zones as the form would send them, for the address of a sample.
fn as_sent(lines: &[Line]) -> String {
    let mut sent = String::new();
    for (n, line) in lines.iter().enumerate().filter(|(_, line)| line.zone().is_some()) {
        for (name, value) in FIELDS.iter().zip(line.followed()).filter(|(_, value)| !value.is_empty()) {
            sent.push_str(&format!("&zones[{n}][{name}]={}", Url::escape(&value)));
        }
    }
    sent
}

/// Waits until nobody has changed anything for a moment: each picture is work for the server.
fn settled(now: impl Fn() -> String + Send + Sync + 'static) -> RwSignal<String> {
    let settled = RwSignal::new(String::new());
    let count = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let text = now();
        let mine = count.try_update_value(|count| {
            *count += 1;
            *count
        });
        set_timeout(
            move || {
                if count.try_get_value() == mine && settled.try_get_untracked().is_some_and(|old| old != text)
                {
                    settled.set(text);
                }
            },
            std::time::Duration::from_millis(350),
        );
    });
    settled
}

/// The pages to choose from, and the chosen one with its zones.
pub fn stage(id: String, version: i64, sheet: Sheet, lines: Lines) -> AnyView {
    let (shown, play) = (sheet.shown, Play::of(sheet));
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
    let ends = move |_: PointerEvent| play.let_go();
    let boxes = lines.iter().enumerate().map(|(n, line)| zone_box(n, *line, play)).collect::<Vec<_>>();
    let drawn = {
        let lines: Arc<[Line]> = lines.clone();
        settled(move || if sheet.sample.with(String::is_empty) { String::new() } else { as_sent(&lines) })
    };
    let src = move || {
        let page = shown.get() + 1;
        sheet.sample.with(|sample| match sample.as_str() {
            "" => format!("/assets/{id}/pages/{page}?v={version}"),
            sample => {
                format!("/assets/manage/{id}/sample?sample={sample}&shown={page}{}", drawn.get())
            }
        })
    };
    let guides = move || {
        let size = sheet.size();
        let line = |guide: Guide| {
            let (x1, y1, x2, y2) = match guide {
                Guide::Upright(x) => (x, Length::default(), x, size.height),
                Guide::Level(y) => (Length::default(), y, size.width, y),
            };
            view! {
                <line class="zone-guide" x1=x1.to_string() y1=y1.to_string() x2=x2.to_string() y2=y2.to_string()></line>
            }
            .into_any()
        };
        play.guides.get().into_iter().map(line).collect::<Vec<_>>()
    };
    view! {
        <div>
            {(count > 1).then(|| view! { <div class="chips">{buttons}</div> }.erase())}
            <div
                class="zone-stage"
                class:zone-stage-sample=move || sheet.sample.with(|sample| !sample.is_empty())
                node_ref=play.area
                on:pointerdown=move |event: PointerEvent| {
                    // A finger on an empty place scrolls.
                    if event.button() == 0 && event.pointer_type() != "touch" {
                        play.pressed(&event, Hold::Empty);
                    }
                }
                on:pointermove=move |event| play.moving(&event, &lines)
                on:pointerup=ends
                on:pointercancel=ends
                on:lostpointercapture=ends
            >
                <img src=src alt=move || text::assets::page_number(shown.get() + 1) draggable="false"/>
                <svg
                    viewBox=move || {
                        let size = sheet.size();
                        format!("0 0 {} {}", size.width, size.height)
                    }
                    aria-label=text::assets::zones()
                    role="group"
                >
                    {boxes}
                    <g aria-hidden="true">{guides}</g>
                </svg>
            </div>
        </div>
    }
    .erase()
}

fn zone_box(n: usize, line: Line, play: Play) -> AnyView {
    let sheet = play.sheet;
    let zone = Memo::new(move |_| line.zone().filter(|zone| zone.page as usize == sheet.shown.get()));
    let grip = move |corner: Option<Corner>| {
        move |event: PointerEvent| {
            if let Some(was) = zone.get_untracked().filter(|_| event.button() == 0) {
                play.pressed(&event, Hold::Grip { n, corner, was });
            }
        }
    };
    let key = move |event: KeyboardEvent| {
        let chosen = event.ctrl_key() || event.meta_key();
        let step = if event.shift_key() { KEY_LEAP } else { KEY_STEP };
        let (right, down) = match event.key().as_str() {
            "ArrowLeft" => (-step, 0.0),
            "ArrowRight" => (step, 0.0),
            "ArrowUp" => (0.0, -step),
            "ArrowDown" => (0.0, step),
            "Delete" | "Backspace" => {
                event.prevent_default();
                sheet.remember();
                return line.clear();
            }
            "z" if chosen => {
                event.prevent_default();
                return sheet.undo();
            }
            _ => return,
        };
        event.prevent_default();
        let (right, down) = (Length::from_points(right), Length::from_points(down));
        if let Some(zone) = zone.get_untracked() {
            sheet.remember();
            let change = if chosen { Zone::resized } else { Zone::moved };
            line.take(&change(&zone, right, down, sheet.size_now()));
        }
    };
    // The box stays the same element while it moves, or it would lose the focus that the keys go by.
    let points = move |of: fn(&Zone) -> i64| {
        Length::from_hundredths(zone.with(|zone| zone.as_ref().map_or(0, of))).to_string()
    };
    // Its name stands beside the handle of the first corner, on every page.
    let written = move |of: fn(&Zone) -> Length, pixels: f64| {
        let from = zone.with(|zone| zone.as_ref().map_or(0.0, |zone| of(zone).points()));
        (from + pixels * play.scale.get()).to_string()
    };
    let name = Live::new(move || {
        zone.with(|zone| zone.as_ref().map(|zone| zone_name(n, zone.kind))).unwrap_or_default()
    });
    let is_faulty = Memo::new(move |_| {
        let size = sheet.size();
        zone.with(|zone| zone.as_ref().is_some_and(|zone| !Zone { page: 0, ..zone.clone() }.fits(&[size])))
    });
    let is_there = Memo::new(move |_| zone.with(Option::is_some));
    let handle = move |(is_right, is_lower): Corner| {
        // As large on every page as a finger or a pointer needs it.
        let side = move || HANDLE * play.scale.get();
        let at = move |of: fn(&Zone) -> (Length, Length), far: bool| {
            let (from, length) = zone.with(|zone| zone.as_ref().map_or(Default::default(), of));
            let corner = from.points() + if far { length.points() } else { 0.0 };
            (corner - side() / 2.0).to_string()
        };
        let class = if is_right == is_lower { "zone-handle" } else { "zone-handle zone-handle-other" };
        view! {
            <rect
                class=class
                x=move || at(|zone| (zone.x, zone.width), is_right)
                y=move || at(|zone| (zone.y, zone.height), is_lower)
                width=move || side().to_string()
                height=move || side().to_string()
                on:pointerdown=grip(Some((is_right, is_lower)))
            ></rect>
        }
        .into_any()
    };
    let marks = move || {
        let (label, words) = (name.clone(), name.clone());
        let handles = CORNERS.into_iter().map(handle).collect::<Vec<_>>();
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
                on:pointerdown=grip(None)
                on:keydown=key
            ></rect>
            <text
                class="zone-name"
                x=move || written(|zone| zone.x, HANDLE)
                y=move || written(|zone| zone.y, NAME + 4.0)
                font-size=move || (NAME * play.scale.get()).to_string()
            >
                {move || words.get()}
            </text>
            {handles}
        }
        .erase()
    };
    view! { <g class="zone-marks">{move || is_there.get().then(&marks).into_any()}</g> }.erase()
}

fn zone_name(n: usize, kind: ZoneKind) -> String {
    format!("{} · {}", n + 1, words::zone_kind(kind))
}
