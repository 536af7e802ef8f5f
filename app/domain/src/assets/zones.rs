//! Where a partner's brand goes on the pages of a PDF: boxes in points from the top left corner of the page as it is
//! shown.
//!
//! Lengths are kept in hundredths of a point (a point is 1/72 inch), so that what was typed comes back as it was typed.

use crate::form::{Fault, Faults};
use serde::{Deserialize, Serialize};

pub use look::{Alignment, Font, Ink, Look, PLACES, TEXT_MOST, filled};
pub use snap::Guide;

mod look;
mod snap;

/// Zones one asset may have.
pub const ZONES_MOST: u32 = 60;
/// The smallest side of a zone: less holds neither a logo nor a readable line.
const LEAST_SIDE: Length = Length(800);
/// The shorter side of a sheet of A4 (210 mm, ISO 216).
const A4_WIDTH: Length = Length(59_528);
/// Longer than any page of a PDF can be (14,400 points, ISO 32000-1 annex C).
const LONGEST: i64 = 1_440_000;

/// A length on a page, in hundredths of a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Length(i64);

impl Length {
    /// From hundredths of a point.
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// From points, rounded to hundredths; what is not a number becomes nothing.
    pub fn from_points(points: f64) -> Self {
        // A cast from a float saturates, and takes NaN for zero.
        Self(((points * 100.0).round() as i64).clamp(-LONGEST, LONGEST))
    }

    /// Hundredths of a point.
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// Points.
    pub fn points(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// Reads points with up to two decimals, after a dot or a comma.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::Missing);
        }
        let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 6 || fraction.len() > 2 || !digits(whole) || !digits(fraction) {
            return Err(Fault::NotALength);
        }
        let read = |part: &str| part.parse::<i64>().map_err(|_| Fault::NotALength);
        let length = read(whole)? * 100 + read(&format!("{fraction:0<2}"))?;
        if length > LONGEST { Err(Fault::TooLarge) } else { Ok(Self(length)) }
    }
}

impl std::fmt::Display for Length {
    /// Points, with as many decimals as there are: `120`, `120.5`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            tens if tens % 10 == 0 => write!(f, "{sign}{whole}.{}", tens / 10),
            rest => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

/// The size of a page as it is shown: cropped and turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageSize {
    /// From left to right.
    pub width: Length,
    /// From top to bottom.
    pub height: Length,
}

crate::text_enum! {
    /// What goes into a zone.
    pub enum ZoneKind {
        /// The partner's logo.
        Logo = "logo",
        /// The partner's name.
        Name = "name",
        /// The partner's contact block.
        Contact = "contact",
        /// A text that marketing has locked, with places for what the partner is.
        Text = "text",
    }
}

/// A box on a page that the partner's brand fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Counted from 0.
    pub page: u32,
    /// What goes in.
    pub kind: ZoneKind,
    /// From the left edge of the page.
    pub x: Length,
    /// From the top edge of the page.
    pub y: Length,
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
    /// How what goes in looks.
    pub look: Look,
}

impl ZoneKind {
    /// The size that suits what goes in, until somebody says otherwise: on A4 a logo is 120 points wide, and on other pages
    /// everything is as much smaller or larger as their shorter side is.
    fn usual_size(self, page: PageSize) -> (Length, Length) {
        let (width, height) = match self {
            Self::Logo => (12_000, 6_000),
            Self::Name => (18_000, 2_400),
            Self::Contact | Self::Text => (18_000, 4_800),
        };
        let shorter = page.width.min(page.height).0;
        // In whole points, as somebody would type them.
        let scaled = |length: i64, side: Length| {
            let points = (length * shorter / A4_WIDTH.0 + 50) / 100;
            Length((points * 100).max(LEAST_SIDE.0)).min(side)
        };
        (scaled(width, page.width), scaled(height, page.height))
    }
}

impl Zone {
    /// A zone of the usual size around a point, as far as the page allows.
    pub fn around(page: u32, kind: ZoneKind, middle: (Length, Length), size: PageSize) -> Self {
        let (width, height) = kind.usual_size(size);
        let look = Look::usual(kind);
        let at_middle = Self { page, kind, x: middle.0, y: middle.1, width, height, look };
        at_middle.moved(Length(-width.0 / 2), Length(-height.0 / 2), size)
    }

    /// The zone between two corners, as far as its page and the smallest size allow.
    pub fn between(
        page: u32,
        kind: ZoneKind,
        one: (Length, Length),
        other: (Length, Length),
        size: PageSize,
    ) -> Self {
        let side = |one: Length, other: Length, room: Length| {
            let (one, other) = (one.0.clamp(0, room.0), other.0.clamp(0, room.0));
            let length = (one - other).abs().max(LEAST_SIDE.0);
            (Length(one.min(other).min(room.0 - length).max(0)), Length(length))
        };
        let (x, width) = side(one.0, other.0, size.width);
        let (y, height) = side(one.1, other.1, size.height);
        Self { page, kind, x, y, width, height, look: Look::usual(kind) }
    }

    /// Whether the whole zone is on its page.
    pub fn fits(&self, pages: &[PageSize]) -> bool {
        let right = self.x.0.saturating_add(self.width.0);
        let bottom = self.y.0.saturating_add(self.height.0);
        pages.get(self.page as usize).is_some_and(|size| {
            self.x.0 >= 0 && self.y.0 >= 0 && right <= size.width.0 && bottom <= size.height.0
        })
    }

    /// The zone moved by so much, as far as its page allows.
    #[must_use]
    pub fn moved(&self, by_x: Length, by_y: Length, size: PageSize) -> Self {
        let place = |at: Length, by: Length, side: Length, room: Length| {
            Length((at.0 + by.0).clamp(0, (room.0 - side.0).max(0)))
        };
        let x = place(self.x, by_x, self.width, size.width);
        let y = place(self.y, by_y, self.height, size.height);
        Self { x, y, ..self.clone() }
    }

    /// The zone made wider and higher by so much, as far as its page and the smallest size allow.
    #[must_use]
    pub fn resized(&self, by_width: Length, by_height: Length, size: PageSize) -> Self {
        let side = |side: Length, by: Length, at: Length, room: Length| {
            Length((side.0 + by.0).clamp(LEAST_SIDE.0, (room.0 - at.0).max(LEAST_SIDE.0)))
        };
        let width = side(self.width, by_width, self.x, size.width);
        let height = side(self.height, by_height, self.y, size.height);
        Self { width, height, ..self.clone() }
    }
}

/// One zone as it is typed. Without a kind it is an empty line of the form and counts for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ZoneForm {
    /// Counted from 1, as people count pages.
    pub page: String,
    /// What goes in; empty for no zone.
    pub kind: String,
    /// Points from the left edge.
    pub x: String,
    /// Points from the top edge.
    pub y: String,
    /// Points.
    pub width: String,
    /// Points.
    pub height: String,
    /// The locked text of a text zone.
    pub text: String,
    /// The face; empty for the usual one, as all that follows.
    pub font: String,
    /// The colour.
    pub ink: String,
    /// Where it stands.
    pub align: String,
    /// Points between the edge and what is in it.
    pub padding: String,
    /// Points of the largest size.
    pub largest: String,
    /// Points of the least.
    pub least: String,
    /// Characters that are shown at most.
    pub characters: String,
    /// `true` where there is no copy without it.
    pub required: String,
}

impl From<&Zone> for ZoneForm {
    fn from(zone: &Zone) -> Self {
        Self {
            page: (zone.page + 1).to_string(),
            kind: zone.kind.to_string(),
            x: zone.x.to_string(),
            y: zone.y.to_string(),
            width: zone.width.to_string(),
            height: zone.height.to_string(),
            text: zone.look.text.clone(),
            font: zone.look.font.to_string(),
            ink: zone.look.ink.to_string(),
            align: zone.look.align.to_string(),
            padding: zone.look.padding.to_string(),
            largest: zone.look.largest.to_string(),
            least: zone.look.least.to_string(),
            characters: zone.look.characters.map(|most| most.to_string()).unwrap_or_default(),
            required: if zone.look.required { "true".into() } else { String::new() },
        }
    }
}

impl ZoneForm {
    /// An empty line.
    pub fn empty() -> Self {
        Self { page: "1".into(), ..Self::default() }
    }

    /// Checks one zone against the pages; faults are told at `zones[n][field]`.
    fn check(&self, n: usize, pages: &[PageSize], faults: &mut Faults) -> Option<Zone> {
        let at = |field: &str| format!("zones[{n}][{field}]");
        let page = crate::text::number(&self.page, 1, pages.len() as i64).map(|page| page as u32 - 1);
        let page = faults.keep(&at("page"), page);
        let kind = faults.keep(&at("kind"), self.kind.parse::<ZoneKind>().map_err(|_| Fault::Unknown));
        let x = faults.keep(&at("x"), Length::read(&self.x));
        let y = faults.keep(&at("y"), Length::read(&self.y));
        let width = faults.keep(&at("width"), side(&self.width));
        let height = faults.keep(&at("height"), side(&self.height));
        let look = kind.and_then(|kind| self.look(kind, at, faults));
        let (page, kind, look) = (page?, kind?, look?);
        let zone = Zone { page, kind, x: x?, y: y?, width: width?, height: height?, look };
        let size = pages.get(zone.page as usize)?;
        if zone.x.0 + zone.width.0 > size.width.0 {
            faults.add(at("width"), Fault::OutsidePage { most: size.width.to_string() });
        }
        if zone.look.padding.0 * 2 >= zone.width.0.min(zone.height.0) {
            faults.add(at("padding"), Fault::TooLarge);
        }
        if zone.y.0 + zone.height.0 > size.height.0 {
            faults.add(at("height"), Fault::OutsidePage { most: size.height.to_string() });
        }
        Some(zone)
    }
}

fn side(text: &str) -> Result<Length, Fault> {
    let side = Length::read(text)?;
    if side < LEAST_SIDE { Err(Fault::TooSmall { least: LEAST_SIDE.to_string() }) } else { Ok(side) }
}

/// All zones of an asset: what is sent replaces what was there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ZonesForm {
    /// The asset.
    pub id: String,
    /// The version the form was made from.
    pub version: String,
    /// The zones.
    pub zones: Vec<ZoneForm>,
    /// `true` where no copy is made that breaks the rules of logos.
    pub strict: String,
}

impl ZonesForm {
    /// Checks the form against the pages of the asset's PDF.
    pub fn check(&self, pages: &[PageSize]) -> Result<Vec<Zone>, Faults> {
        let mut faults = Faults::new();
        let filled = self.zones.iter().enumerate().filter(|(_, zone)| !zone.kind.trim().is_empty());
        let zones: Vec<Zone> = filled.filter_map(|(n, zone)| zone.check(n, pages, &mut faults)).collect();
        if zones.len() > ZONES_MOST as usize {
            faults.add("zones", Fault::TooMany { most: ZONES_MOST });
        }
        faults.or(Some(zones))
    }
}
