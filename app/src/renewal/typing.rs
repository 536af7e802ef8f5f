//! What is typed while a page renews itself goes on into the new page.
//!
//! The fields of a form that was taken begin anew with what was sent. Whatever differs from its beginning when the page
//! is made anew was typed since, or into another form, and no answer knows of it. Where a page says what it is about
//! (`data-about`), words stay with that: what was meant for one deal is not carried to the next.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

/// A field for text.
enum Writing {
    Line(HtmlInputElement),
    Lines(HtmlTextAreaElement),
}

impl Writing {
    fn of(element: Element) -> Option<Self> {
        match element.dyn_into::<HtmlTextAreaElement>() {
            Ok(lines) => Some(Self::Lines(lines)),
            Err(other) => {
                let line: HtmlInputElement = other.dyn_into().ok()?;
                // Secrets are typed anew, and what is no text has no words to keep.
                let is_text = !matches!(
                    line.type_().as_str(),
                    "hidden" | "password" | "checkbox" | "radio" | "file" | "range" | "color"
                );
                is_text.then_some(Self::Line(line))
            }
        }
    }

    fn all(within: &Element) -> Vec<Self> {
        let Ok(found) = within.query_selector_all("input[id], textarea[id]") else { return Vec::new() };
        let elements = (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok());
        elements.filter_map(Self::of).collect()
    }

    fn id(&self) -> String {
        match self {
            Self::Line(line) => line.id(),
            Self::Lines(lines) => lines.id(),
        }
    }

    fn value(&self) -> String {
        match self {
            Self::Line(line) => line.value(),
            Self::Lines(lines) => lines.value(),
        }
    }

    fn beginning(&self) -> String {
        match self {
            Self::Line(line) => line.default_value(),
            Self::Lines(lines) => lines.default_value().unwrap_or_default(),
        }
    }

    fn begin_with(&self, value: &str) {
        match self {
            Self::Line(line) => line.set_default_value(value),
            // It refuses nothing: the result is the binding's.
            Self::Lines(lines) => drop(lines.set_default_value(value)),
        }
    }

    /// As if it were typed: who listens hears it.
    fn write(&self, value: &str) {
        let field: &Element = match self {
            Self::Line(line) => {
                line.set_value(value);
                line
            }
            Self::Lines(lines) => {
                lines.set_value(value);
                lines
            }
        };
        let how = web_sys::EventInit::new();
        how.set_bubbles(true);
        if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &how) {
            // Whether somebody cancelled it changes nothing.
            let _ = field.dispatch_event(&event);
        }
    }
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

/// What was typed on the page that is about to be replaced, and where.
pub struct Typed {
    words: Vec<(String, String)>,
    focus: Option<String>,
    about: Option<String>,
}

/// What the page that is shown is about, where it says so.
fn about() -> Option<String> {
    document().query_selector("#main [data-about]").ok().flatten()?.get_attribute("data-about")
}

impl Typed {
    /// Of the page that is shown.
    pub fn of_page() -> Option<Self> {
        let main = document().get_element_by_id("main")?;
        let typed = |field: &Writing| field.value() != field.beginning();
        let words = Writing::all(&main).into_iter().filter(typed).map(|field| (field.id(), field.value()));
        let active = document().active_element().filter(|active| main.contains(Some(active)));
        let focus = active.and_then(Writing::of).map(|field| field.id());
        Some(Self { words: words.collect(), focus, about: about() })
    }

    /// Onto the page that is shown now, as far as it has the same fields.
    pub fn goes_on(self) {
        if self.about != about() {
            return;
        }
        let field = |id: &str| document().get_element_by_id(id);
        for (id, words) in self.words {
            if let Some(writing) = field(&id).and_then(Writing::of) {
                writing.write(&words);
            }
        }
        let focused = self.focus.and_then(|id| field(&id)?.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(focused) = focused {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            // A field that can't take the focus leaves it where it is.
            let _ = focused.focus_with_options(&options);
        }
    }
}
