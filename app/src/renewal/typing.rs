//! What is typed, ticked, chosen and folded out while a page renews itself goes on into the new page.
//!
//! The fields of a form that was taken begin anew with what was sent. Whatever differs from its beginning when the page
//! is made anew was typed since, or into another form, and no answer knows of it. Where a page says what it is about
//! (`data-about`), words stay with that: what was meant for one deal is not carried to the next.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement, HtmlOptionElement, HtmlSelectElement, HtmlTextAreaElement};

/// A field for text, a box to tick, or a choice.
enum Writing {
    Line(HtmlInputElement),
    Lines(HtmlTextAreaElement),
    Tick(HtmlInputElement),
    Choice(HtmlSelectElement),
}

/// What a box says that is ticked; one that isn't says nothing.
const TICKED: &str = "on";

impl Writing {
    fn of(element: Element) -> Option<Self> {
        let other = match element.dyn_into::<HtmlTextAreaElement>() {
            Ok(lines) => return Some(Self::Lines(lines)),
            Err(other) => other,
        };
        let line = match other.dyn_into::<HtmlInputElement>() {
            Ok(line) => line,
            Err(other) => return other.dyn_into().ok().map(Self::Choice),
        };
        match line.type_().as_str() {
            "checkbox" | "radio" => Some(Self::Tick(line)),
            // Secrets are typed anew, and the rest has no words to keep.
            "hidden" | "password" | "file" | "range" | "color" => None,
            _ => Some(Self::Line(line)),
        }
    }

    fn all(within: &Element) -> Vec<Self> {
        let Ok(found) = within.query_selector_all("input[id], input[name], textarea[id], select[id]") else {
            return Vec::new();
        };
        let elements = (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok());
        elements.filter_map(Self::of).filter(|field| !field.id().is_empty()).collect()
    }

    /// What tells it from the others of its page.
    fn id(&self) -> String {
        match self {
            Self::Line(line) => line.id(),
            Self::Lines(lines) => lines.id(),
            // Boxes of one name go by what they stand for.
            Self::Tick(tick) => format!("{} {}", tick.name(), tick.value()),
            Self::Choice(choice) => choice.id(),
        }
    }

    fn value(&self) -> String {
        match self {
            Self::Line(line) => line.value(),
            Self::Lines(lines) => lines.value(),
            Self::Tick(tick) => said(tick.checked()),
            Self::Choice(choice) => choice.value(),
        }
    }

    fn beginning(&self) -> String {
        match self {
            Self::Line(line) => line.default_value(),
            Self::Lines(lines) => lines.default_value().unwrap_or_default(),
            Self::Tick(tick) => said(tick.default_checked()),
            Self::Choice(choice) => {
                // Where none is the first choice, a browser shows the first of all.
                let begins = options(choice).find(HtmlOptionElement::default_selected);
                begins.or_else(|| options(choice).next()).map(|option| option.value()).unwrap_or_default()
            }
        }
    }

    fn begin_with(&self, value: &str) {
        match self {
            Self::Line(line) => line.set_default_value(value),
            // It refuses nothing: the result is the binding's.
            Self::Lines(lines) => drop(lines.set_default_value(value)),
            Self::Tick(tick) => tick.set_default_checked(value == TICKED),
            Self::Choice(choice) => {
                options(choice).for_each(|option| option.set_default_selected(option.value() == value));
            }
        }
    }

    fn element(&self) -> &Element {
        match self {
            Self::Line(line) | Self::Tick(line) => line,
            Self::Lines(lines) => lines,
            Self::Choice(choice) => choice,
        }
    }

    /// One of several boxes of which one can be ticked, and not that one.
    fn is_out_of_many(&self) -> bool {
        matches!(self, Self::Tick(tick) if tick.type_() == "radio" && !tick.checked())
    }

    /// As if it were typed: who listens hears it.
    fn write(&self, value: &str) {
        match self {
            Self::Line(line) => line.set_value(value),
            Self::Lines(lines) => lines.set_value(value),
            Self::Tick(tick) => tick.set_checked(value == TICKED),
            // What is offered no longer can't be chosen again.
            Self::Choice(choice) if options(choice).all(|option| option.value() != value) => return,
            Self::Choice(choice) => choice.set_value(value),
        }
        let how = web_sys::EventInit::new();
        how.set_bubbles(true);
        let heard: &[&str] = match self {
            Self::Line(_) | Self::Lines(_) => &["input"],
            Self::Tick(_) | Self::Choice(_) => &["input", "change"],
        };
        for name in heard {
            if let Ok(event) = web_sys::Event::new_with_event_init_dict(name, &how) {
                // Whether somebody cancelled it changes nothing.
                let _ = self.element().dispatch_event(&event);
            }
        }
    }
}

fn said(ticked: bool) -> String {
    if ticked { TICKED.to_owned() } else { String::new() }
}

fn options(choice: &HtmlSelectElement) -> impl Iterator<Item = HtmlOptionElement> {
    let options = choice.options();
    (0..options.length()).filter_map(move |index| options.item(index)?.dyn_into().ok())
}

/// What stands in the fields of a form at the moment in which it is sent.
pub struct Sent(Vec<(Writing, String)>);

impl Sent {
    /// Of this form.
    pub fn of(form: &Element) -> Self {
        let with_value = |field: Writing| {
            let value = field.value();
            (field, value)
        };
        Self(Writing::all(form).into_iter().map(with_value).collect())
    }

    /// The form was taken: from here on its fields differ by what was typed since.
    pub fn was_taken(self) {
        for (field, value) in self.0 {
            field.begin_with(&value);
        }
    }
}

/// What was typed on the page that is about to be replaced, where, and what was folded out on it.
pub struct Typed {
    words: Vec<(String, String)>,
    focus: Option<String>,
    folds: Vec<String>,
    about: Option<String>,
}

/// What the page that is shown is about, where it says so.
fn about() -> Option<String> {
    document().query_selector("#main [data-about]").ok().flatten()?.get_attribute("data-about")
}

fn main() -> Option<Element> {
    document().get_element_by_id("main")
}

impl Typed {
    /// Of the page that is shown. What is folded out stays so if no form led to the renewal: one that was taken has folded its
    /// own away.
    pub fn of_page(by_a_form: bool) -> Option<Self> {
        let main = main()?;
        let fields = alone(Writing::all(&main), Writing::id);
        // Of boxes of which one is ticked, the others follow.
        let typed = |field: &&Writing| field.value() != field.beginning() && !field.is_out_of_many();
        let words = fields.iter().filter(typed).map(|field| (field.id(), field.value())).collect();
        let active = document().active_element().filter(|active| main.contains(Some(active)));
        let focus = active.and_then(Writing::of).map(|field| field.id());
        let open = |fold: &Element| fold.has_attribute("open");
        let folds = if by_a_form { Vec::new() } else { folds(&main) };
        let folds = folds.into_iter().filter(open).map(|fold| called(&fold)).collect();
        Some(Self { words, focus, folds, about: about() })
    }

    /// Onto the page that is shown now, as far as it has the same fields.
    pub fn goes_on(self) {
        let Some(main) = main().filter(|_| self.about == about()) else { return };
        for fold in folds(&main).into_iter().filter(|fold| self.folds.contains(&called(fold))) {
            // An attribute of this name is one.
            let _ = fold.set_attribute("open", "");
        }
        let fields = alone(Writing::all(&main), Writing::id);
        for (id, words) in self.words {
            if let Some(field) = fields.iter().find(|field| field.id() == id) {
                field.write(&words);
            }
        }
        let focused = self.focus.and_then(|id| fields.iter().find(|field| field.id() == id));
        if let Some(focused) = focused {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            // A field that can't take the focus leaves it where it is.
            let _ = focused.element().unchecked_ref::<web_sys::HtmlElement>().focus_with_options(&options);
        }
    }
}

/// What folds out on a page, each by a name of its own.
fn folds(main: &Element) -> Vec<Element> {
    let Ok(found) = main.query_selector_all("details") else { return Vec::new() };
    let folds = (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok());
    alone(folds.collect(), called)
}

/// What a fold is called.
fn called(fold: &Element) -> String {
    let summary = fold.query_selector("summary").ok().flatten();
    summary.and_then(|summary| summary.text_content()).unwrap_or_default()
}

/// Those whose name is no other's: of two that are called alike nobody knows which is meant.
fn alone<T>(those: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    let names: Vec<String> = those.iter().map(name).collect();
    let is_alone = |name: &String| names.iter().filter(|other| *other == name).count() == 1;
    those.into_iter().zip(&names).filter(|(_, name)| is_alone(name)).map(|(one, _)| one).collect()
}
