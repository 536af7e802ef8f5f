//! One zone of the form as it stands: all texts, as they are typed.

#[cfg(feature = "hydrate")]
use domain::assets::{Length, Look};
use domain::assets::{Zone, ZoneForm};
use leptos::prelude::*;
use std::sync::Arc;

/// The fields of a zone by the names under which they are sent.
pub const FIELDS: [&str; 15] = [
    "kind",
    "page",
    "x",
    "y",
    "width",
    "height",
    "text",
    "font",
    "ink",
    "align",
    "padding",
    "largest",
    "least",
    "characters",
    "required",
];
/// Those that say what and where it is; the others say how it looks.
const PLACE: usize = 6;

/// One zone of the form.
#[derive(Debug, Clone, Copy)]
pub struct Line([RwSignal<String>; 15]);

/// The lines of the form, used or not.
pub type Lines = Arc<[Line]>;

/// What stands in a line.
pub type Written = [String; 15];

impl Line {
    pub fn of(form: &ZoneForm) -> Self {
        let form = form.clone();
        Self(
            [
                form.kind,
                form.page,
                form.x,
                form.y,
                form.width,
                form.height,
                form.text,
                form.font,
                form.ink,
                form.align,
                form.padding,
                form.largest,
                form.least,
                form.characters,
                form.required,
            ]
            .map(RwSignal::new),
        )
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> RwSignal<String> {
        let at = FIELDS.iter().position(|known| *known == name).unwrap_or_default();
        self.0[at]
    }

    /// What stands in it, without following it.
    pub fn written(&self) -> Written {
        self.0.map(|text| text.get_untracked())
    }

    /// The same, followed.
    #[cfg(feature = "hydrate")]
    pub fn followed(&self) -> Written {
        self.0.map(|text| text.get())
    }

    /// Puts back what stood in it.
    pub fn write(&self, written: &Written) {
        for (text, was) in self.0.iter().zip(written) {
            if text.with_untracked(|now| now != was) {
                text.set(was.clone());
            }
        }
    }

    /// Makes it an empty line.
    pub fn clear(&self) {
        for (n, text) in self.0.iter().enumerate() {
            text.set(if n == 1 { "1".to_owned() } else { String::new() });
        }
    }

    /// Whether nothing but a page is in it yet.
    pub fn is_blank(&self) -> bool {
        self.0[2..PLACE].iter().all(|text| text.with(|text| text.trim().is_empty()))
    }

    /// Whether a new zone can take it.
    pub fn is_spare(&self) -> bool {
        self.0[0].with(String::is_empty) && self.is_blank()
    }

    /// The zone as far as what is typed makes one; how it looks is for the server to draw.
    #[cfg(feature = "hydrate")]
    pub fn zone(&self) -> Option<Zone> {
        let length = |n: usize| self.0[n].with(|text| Length::read(text)).ok();
        let kind = self.0[0].with(|kind| kind.parse()).ok()?;
        Some(Zone {
            page: self.0[1].with(|page| page.trim().parse::<u32>()).ok()?.checked_sub(1)?,
            kind,
            x: length(2)?,
            y: length(3)?,
            width: length(4)?,
            height: length(5)?,
            look: Look::usual(kind),
        })
    }

    /// Takes what and where a zone is; how it looks stays.
    pub fn take(&self, zone: &Zone) {
        let said = [
            zone.kind.to_string(),
            (zone.page + 1).to_string(),
            zone.x.to_string(),
            zone.y.to_string(),
            zone.width.to_string(),
            zone.height.to_string(),
        ];
        for (text, said) in self.0.iter().zip(said) {
            if text.with_untracked(|now| *now != said) {
                text.set(said);
            }
        }
    }
}
