//! HTML that the server has drawn and a page shows as it is. In the first document it stands where it is shown, so it does not come a
//! second time in the value of the page's record: there only its mark travels, and the browser takes it from the document.

use crate::erase::Erase;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A drawing in an answer is this, its mark, [`END`] and its HTML. Both are for private use in Unicode: whoever types them at the
/// beginning of a text, with a mark between them, gets to see less of that text.
const BEGIN: char = '\u{e000}';
const END: char = '\u{e001}';

/// HTML from the server. A page that is asked for with it shows it from the beginning: what is not in the document cannot be taken from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing(String);

impl Drawing {
    /// What the server has drawn.
    #[cfg(feature = "ssr")]
    pub fn new(html: &str) -> Self {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let mut mark = DefaultHasher::new();
        html.hash(&mut mark);
        Self(format!("{BEGIN}{:08x}{END}{html}", mark.finish() >> 32))
    }

    /// Its mark, and its HTML where it came along.
    fn parts(&self) -> (&str, &str) {
        self.0.strip_prefix(BEGIN).and_then(|rest| rest.split_once(END)).unwrap_or(("", ""))
    }

    /// The drawing in an element of this class.
    pub fn shown(&self, class: &'static str) -> AnyView {
        let (mark, html) = self.parts();
        let html = if html.is_empty() { in_document(mark) } else { html.to_owned() };
        view! { <div class=class data-drawing=mark.to_owned() inner_html=html></div> }.erase()
    }
}

/// What the document shows under this mark.
#[cfg(feature = "hydrate")]
fn in_document(mark: &str) -> String {
    let found = document().query_selector(&format!("[data-drawing='{mark}']")).ok().flatten();
    found.map(|element| element.inner_html()).unwrap_or_default()
}

#[cfg(not(feature = "hydrate"))]
fn in_document(_: &str) -> String {
    String::new()
}

/// An answer as it travels in the document that shows its drawings: with their marks alone.
#[cfg(feature = "ssr")]
pub(crate) fn without_drawings(answer: &str) -> String {
    let mut left = String::with_capacity(answer.len());
    let mut rest = answer;
    let begins = format!("\"{BEGIN}");
    while let Some((before, drawing)) = rest.split_once(&begins) {
        left.push_str(before);
        left.push_str(&begins);
        rest = drawing;
        // Within a text that is an answer itself ([`crate::api::rows::Apart`]) it stays whole.
        let is_own = !before.ends_with('\\');
        let found = drawing.split_once(END).filter(|(mark, _)| is_own && is_mark(mark));
        let Some((mark, html)) = found else { continue };
        left.push_str(mark);
        left.push(END);
        rest = &html[end_of_text(html)..];
    }
    left.push_str(rest);
    left
}

#[cfg(feature = "ssr")]
fn is_mark(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Where a text of an answer ends: a quote of its own has a stroke before it.
#[cfg(feature = "ssr")]
fn end_of_text(text: &str) -> usize {
    let mut escaped = false;
    let end = text.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::api::rows;

    #[test]
    fn a_drawing_travels_in_its_document_once() {
        let html = r#"<p class="a">\ "quoted" \\</p>"#;
        let answer = (7, Drawing::new(html), "tail".to_owned(), Drawing::new(""), Drawing::new("<b>x</b>"));
        let written = rows::write(&answer).unwrap();
        let left = without_drawings(&written);
        assert!(!left.contains("quoted") && !left.contains("x</b"), "{left}");
        let read: (i32, Drawing, String, Drawing, Drawing) = rows::read(&left).unwrap();
        assert_eq!((read.0, read.2.as_str()), (7, "tail"));
        for (read, whole) in [(&read.1, &answer.1), (&read.3, &answer.3), (&read.4, &answer.4)] {
            assert_eq!((read.parts().0, read.parts().1), (whole.parts().0, ""));
        }
        assert_eq!(answer.1.parts().1, html);
        assert!(answer.1.shown("drawn").to_html().contains(html));
    }

    #[test]
    fn an_answer_without_a_drawing_travels_as_it_is() {
        for text in [
            "\" \\",
            "\u{e000}",
            "\u{e000}\u{e001}x",
            "\u{e000}0123456\u{e001}x",
            "a\u{e000}01234567\u{e001}x",
        ] {
            let written = rows::write(&(text, vec!["<"])).unwrap();
            assert_eq!(without_drawings(&written), written);
        }
    }
}
