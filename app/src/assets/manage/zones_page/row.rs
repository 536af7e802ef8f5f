//! The numbers of one zone, and how what goes in looks. Names are those of a list of structs in the form encoding.

use super::line::Line;
use super::sheet::Sheet;
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Button, ButtonKind, Card};
use crate::words;
use domain::assets::{Alignment, Font, Ink, PLACES, TEXT_MOST, ZoneKind};
use leptos::prelude::*;

fn id(n: usize, field: &str) -> String {
    format!("field-zones[{n}][{field}]")
}

fn name(n: usize, field: &str) -> String {
    format!("zones[{n}][{field}]")
}

fn number(n: usize, line: Line, sheet: Sheet, field: &'static str, label: &'static str) -> AnyView {
    let value = line.field(field);
    view! {
        <div class="field">
            <label class="label" for=id(n, field)>{label}</label>
            <input
                class="input"
                type="text"
                inputmode="decimal"
                id=id(n, field)
                name=name(n, field)
                value=value.get_untracked()
                prop:value=move || value.get()
                on:focus=move |_| sheet.remember()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
    .erase()
}

fn choice(
    n: usize,
    line: Line,
    sheet: Sheet,
    (field, label): (&'static str, &'static str),
    prompt: &'static str,
    options: Vec<(String, &'static str)>,
) -> AnyView {
    let value = line.field(field);
    let options = options
        .into_iter()
        .map(|(word, label)| {
            let chosen = value.with_untracked(|now| *now == word);
            view! { <option value=word selected=chosen>{label}</option> }
        })
        .erase_all();
    view! {
        <div class="field">
            <label class="label" for=id(n, field)>{label}</label>
            <select
                class="input select"
                id=id(n, field)
                name=name(n, field)
                prop:value=move || value.get()
                on:change=move |event| {
                    sheet.remember();
                    value.set(event_target_value(&event));
                    sheet.begin(n, line);
                }
            >
                <option value="">{prompt}</option>
                {options}
            </select>
        </div>
    }
    .erase()
}

/// The fields of one zone.
pub fn zone_row(n: usize, line: Line, sheet: Sheet, unit: String) -> AnyView {
    let kinds = ZoneKind::ALL.iter().map(|kind| (kind.to_string(), words::zone_kind(*kind))).collect();
    let what = choice(n, line, sheet, ("kind", text::assets::what()), text::assets::no_zone(), kinds);
    let remove = Callback::new(move |_| {
        sheet.remember();
        line.clear();
    });
    let remove_name = text::assets::remove_zone(n + 1);
    view! {
        <Card
            title=text::assets::zone_number(n + 1)
            action=move || {
                view! { <Button kind=ButtonKind::Quiet icon="trash-2" name=remove_name on_press=remove/> }.erase()
            }
        >
            <div class="zone-numbers">
                {what}
                {number(n, line, sheet, "page", text::assets::page())}
                {number(n, line, sheet, "x", text::assets::from_left())}
                {number(n, line, sheet, "y", text::assets::from_top())}
                {number(n, line, sheet, "width", text::assets::width())}
                {number(n, line, sheet, "height", text::assets::height())}
            </div>
            <p class="help">{unit}</p>
            {locked_text(n, line, sheet)}
            {look(n, line, sheet)}
        </Card>
    }
    .erase()
}

/// The text that marketing locks; there only where the zone is for one.
fn locked_text(n: usize, line: Line, sheet: Sheet) -> AnyView {
    let (kind, value) = (line.field("kind"), line.field("text"));
    let places = PLACES.map(|place| format!("{{{place}}}")).join(" ");
    let help = format!("help-{}", name(n, "text"));
    view! {
        <div class="field" hidden=move || kind.with(|kind| kind != ZoneKind::Text.as_str())>
            <label class="label" for=id(n, "text")>{text::assets::locked_text()}</label>
            <p class="help" id=help.clone()>{text::assets::places(places)}</p>
            <textarea
                class="input textarea"
                rows="3"
                id=id(n, "text")
                name=name(n, "text")
                maxlength=TEXT_MOST.to_string()
                aria-describedby=help
                prop:value=move || value.get()
                on:focus=move |_| sheet.remember()
                on:input=move |event| value.set(event_target_value(&event))
            >
                {value.get_untracked()}
            </textarea>
        </div>
    }
    .erase()
}

fn look(n: usize, line: Line, sheet: Sheet) -> AnyView {
    let fonts = Font::ALL
        .iter()
        .map(|font| {
            let label = match font {
                Font::Text => text::assets::font_text(),
                Font::Strong => text::assets::font_strong(),
                Font::Display => text::assets::font_display(),
            };
            (font.to_string(), label)
        })
        .collect();
    let inks = Ink::ALL
        .iter()
        .map(|ink| {
            let label = match ink {
                Ink::Black => text::assets::ink_black(),
                Ink::Grey => text::assets::ink_grey(),
                Ink::White => text::assets::ink_white(),
                Ink::Blue => text::assets::ink_blue(),
                Ink::Green => text::assets::ink_green(),
                Ink::Red => text::assets::ink_red(),
            };
            (ink.to_string(), label)
        })
        .collect();
    let aligns = Alignment::ALL
        .iter()
        .map(|align| {
            let label = match align {
                Alignment::Left => text::assets::align_left(),
                Alignment::Centre => text::assets::align_centre(),
                Alignment::Right => text::assets::align_right(),
            };
            (align.to_string(), label)
        })
        .collect();
    let usual = text::assets::usual();
    let required = line.field("required");
    view! {
        <details class="zone-look">
            <summary>{text::assets::look()}</summary>
            <div class="zone-numbers">
                {choice(n, line, sheet, ("font", text::assets::font()), usual, fonts)}
                {choice(n, line, sheet, ("ink", text::assets::ink()), usual, inks)}
                {choice(n, line, sheet, ("align", text::assets::align()), usual, aligns)}
                {number(n, line, sheet, "padding", text::assets::padding())}
                {number(n, line, sheet, "largest", text::assets::largest())}
                {number(n, line, sheet, "least", text::assets::least())}
                {number(n, line, sheet, "characters", text::assets::characters())}
            </div>
            <label class="choice">
                <input
                    type="checkbox"
                    class="check"
                    id=id(n, "required")
                    name=name(n, "required")
                    value="true"
                    checked=required.with_untracked(|now| now == "true")
                    prop:checked=move || required.with(|now| now == "true")
                    on:change=move |event| {
                        sheet.remember();
                        required.set(if event_target_checked(&event) { "true".to_owned() } else { String::new() });
                    }
                />
                <span>{text::assets::required()}</span>
            </label>
        </details>
    }
    .erase()
}
