//! The web links of a page: the only thing beside its appearance that a merged copy keeps.

use hayro::hayro_syntax::object::{Array, Dict, Name, Rect as PdfRect, String as PdfString};
use hayro::hayro_syntax::page::Page;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::geom::Rect;

/// More links than a page of text has room for.
const MAX_LINKS: usize = 500;

/// The links to web pages and mail addresses; everything else that an annotation could do is left behind.
pub(crate) fn web_links(page: &Page<'_>) -> Vec<Annotation> {
    let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else { return Vec::new() };
    annotations
        .iter::<Dict<'_>>()
        .filter_map(|annotation| web_link(page, &annotation))
        .take(MAX_LINKS)
        .collect()
}

fn web_link(page: &Page<'_>, annotation: &Dict<'_>) -> Option<Annotation> {
    let is =
        |dict: &Dict<'_>, key: &[u8], name: &[u8]| dict.get::<Name<'_>>(key).is_some_and(|n| &*n == name);
    let action = annotation.get::<Dict<'_>>(b"A")?;
    if !is(annotation, b"Subtype", b"Link") || !is(&action, b"S", b"URI") {
        return None;
    }
    let address = action.get::<PdfString<'_>>(b"URI")?;
    let address = std::str::from_utf8(address.as_bytes()).ok().filter(|address| is_web_address(address))?;
    let place = as_shown(page, annotation.get::<PdfRect>(b"Rect")?)?;
    let target = Target::Action(Action::Link(LinkAction::new(address.to_owned())));
    Some(Annotation::new_link(LinkAnnotation::new(place, target), None))
}

fn is_web_address(address: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// A rectangle of the page's own space, in points from the top left corner of the page as shown.
fn as_shown(page: &Page<'_>, rect: PdfRect) -> Option<Rect> {
    let [a, b, c, d, e, f] = page.initial_transform(true).as_coeffs();
    let corner = |x: f64, y: f64| ((a * x + c * y + e) as f32, (b * x + d * y + f) as f32);
    let ((x0, y0), (x1, y1)) = (corner(rect.x0, rect.y0), corner(rect.x1, rect.y1));
    Rect::from_ltrb(x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1))
}
