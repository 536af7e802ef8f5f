//! Rules of logos and of text on collateral: whether what a partner brings can be read, printed and told apart. What is
//! measured comes from whoever has looked at the page; what follows from it is decided here.

use super::{Zone, ZoneKind, filled};
use crate::partners::Partner;
use serde::{Deserialize, Serialize};

/// Pixels an inch that print needs.
const PRINT_DPI: f64 = 300.0;
/// Points an inch.
const POINTS: f64 = 72.0;
/// A logo is printed at least so wide: 20 mm, in points.
const LEAST_WIDTH_POINTS: f64 = 56.7;
/// On a picture for screens at least so many pixels wide.
const LEAST_WIDTH_PIXELS: f64 = 70.0;
/// Contrast that a logo needs against its ground (WCAG 2.2, 1.4.11) and text against its own (1.4.3), in tenths.
const LOGO_CONTRAST: u32 = 30;
const TEXT_CONTRAST: u32 = 45;
/// A ground whose lightness varies more than this is a picture and no ground.
const RESTLESS: u32 = 40;

/// What is behind a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// The mean colour.
    pub colour: [u8; 3],
    /// How much its lightness varies: the standard deviation, from 0 to 127.
    pub unrest: u32,
}

/// What a logo is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogoFacts {
    /// Pixels across.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// The mean colour of what is not clear.
    pub colour: [u8; 3],
    /// Whether it brings its own ground.
    pub is_opaque: bool,
}

/// What a copy is for: each has its own measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// Pages, which are printed.
    Print,
    /// A picture in pixels.
    Screen,
}

/// One thing that is wrong with a zone of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The zone, counted from 0.
    pub zone: usize,
    /// Its page, counted from 0.
    pub page: u32,
    /// What.
    pub what: Problem,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// The logo has fewer pixels than its place needs; it would be enlarged.
    FewPixels {
        /// Pixels across that it has.
        has: u32,
        /// Pixels across that its place wants.
        wants: u32,
    },
    /// The logo becomes smaller than it can be told apart.
    SmallLogo,
    /// The logo is hardly seen on its ground; the contrast in tenths.
    LogoContrast {
        /// What it is.
        tenths: u32,
    },
    /// The logo stands on a picture.
    RestlessGround,
    /// Something is nearer to the logo than half its height.
    NoClearSpace,
    /// The text is hardly read on its ground; the contrast in tenths.
    TextContrast {
        /// What it is.
        tenths: u32,
    },
    /// What has to be there is not: the organisation has no logo, name or contact.
    Missing {
        /// The kind of the zone.
        kind: ZoneKind,
    },
}

impl Problem {
    /// Whether a copy is made of it on an asset that is strict: what is missing where it is required never is.
    pub fn blocks(&self, strict: bool) -> bool {
        strict || matches!(self, Self::Missing { .. })
    }
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let [r, g, b] = colour.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast of two colours in tenths, from 10 to 210 (WCAG 2.2).
pub fn contrast_tenths(one: [u8; 3], other: [u8; 3]) -> u32 {
    let (one, other) = (luminance(one), luminance(other));
    let (light, dark) = (one.max(other), one.min(other));
    ((light + 0.05) / (dark + 0.05) * 10.0).floor() as u32
}

/// A box in points: left, top, width, height.
type Box = (f64, f64, f64, f64);

/// Where a logo of these proportions stands in its zone: as large as fits, in the middle, never stretched.
fn placed(zone: &Zone, logo: &LogoFacts) -> Box {
    let room = zone.look.padding.points();
    let (x, y) = (zone.x.points() + room, zone.y.points() + room);
    let (width, height) = (zone.width.points() - 2.0 * room, zone.height.points() - 2.0 * room);
    let scale = (width / f64::from(logo.width.max(1))).min(height / f64::from(logo.height.max(1)));
    let (wide, high) = (f64::from(logo.width) * scale, f64::from(logo.height) * scale);
    (x + (width - wide) / 2.0, y + (height - high) / 2.0, wide, high)
}

fn overlap(one: Box, other: Box) -> bool {
    one.0 < other.0 + other.2
        && other.0 < one.0 + one.2
        && one.1 < other.1 + other.3
        && other.1 < one.1 + one.3
}

/// Everything that is wrong with a copy for this partner. `grounds` are those of the zones, in their order; a zone without
/// one is judged by what is known.
pub fn findings(
    zones: &[Zone],
    grounds: &[Ground],
    logo: Option<&LogoFacts>,
    partner: &Partner,
    medium: Medium,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for (n, zone) in zones.iter().enumerate() {
        let problems = match (zone.kind, logo) {
            (ZoneKind::Logo, Some(logo)) => of_logo(n, zones, grounds.get(n), logo, medium),
            (ZoneKind::Logo, None) => missing(zone, true),
            (ZoneKind::Name, _) => of_text(zone, &partner.name, grounds.get(n)),
            (ZoneKind::Contact, _) => of_text(zone, &partner.contact.lines().join("\n"), grounds.get(n)),
            (ZoneKind::Text, _) => of_text(zone, &filled(&zone.look.text, partner), grounds.get(n)),
        };
        found.extend(problems.into_iter().map(|what| Finding { zone: n, page: zone.page, what }));
    }
    found
}

fn missing(zone: &Zone, is_missing: bool) -> Vec<Problem> {
    let told = is_missing && zone.look.required;
    told.then_some(Problem::Missing { kind: zone.kind }).into_iter().collect()
}

fn of_text(zone: &Zone, text: &str, ground: Option<&Ground>) -> Vec<Problem> {
    let mut problems = missing(zone, text.trim().is_empty());
    if let Some(ground) = ground {
        let tenths = contrast_tenths(zone.look.ink.rgb(), ground.colour);
        if tenths < TEXT_CONTRAST {
            problems.push(Problem::TextContrast { tenths });
        }
    }
    problems
}

fn of_logo(
    n: usize,
    zones: &[Zone],
    ground: Option<&Ground>,
    logo: &LogoFacts,
    medium: Medium,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let zone = &zones[n];
    let (x, y, width, height) = placed(zone, logo);
    let (wants, least) = match medium {
        Medium::Print => (width / POINTS * PRINT_DPI, LEAST_WIDTH_POINTS),
        Medium::Screen => (width, LEAST_WIDTH_PIXELS),
    };
    let wants = wants.ceil() as u32;
    if logo.width < wants {
        problems.push(Problem::FewPixels { has: logo.width, wants });
    }
    if width < least {
        problems.push(Problem::SmallLogo);
    }
    if let Some(ground) = ground.filter(|_| !logo.is_opaque) {
        let tenths = contrast_tenths(logo.colour, ground.colour);
        if tenths < LOGO_CONTRAST {
            problems.push(Problem::LogoContrast { tenths });
        }
        if ground.unrest > RESTLESS {
            problems.push(Problem::RestlessGround);
        }
    }
    let clear = height / 2.0;
    let around = (x - clear, y - clear, width + 2.0 * clear, height + 2.0 * clear);
    let others = zones.iter().enumerate().filter(|(m, other)| *m != n && other.page == zone.page);
    let boxed = |zone: &Zone| (zone.x.points(), zone.y.points(), zone.width.points(), zone.height.points());
    if others.into_iter().any(|(_, other)| overlap(around, boxed(other))) {
        problems.push(Problem::NoClearSpace);
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::{Ink, Length, PageSize};
    use super::*;
    use crate::id::PartnerId;
    use crate::partners::{Contact, Region, Tier};
    use crate::time::Instant;

    const WHITE: Ground = Ground { colour: [255, 255, 255], unrest: 0 };

    fn partner(name: &str) -> Partner {
        Partner {
            id: PartnerId::new(Instant::from_millis(1), [3; 10]),
            name: name.into(),
            domains: vec![],
            types: vec![],
            tier: Tier::Gold,
            region: Region::Emea,
            parent: None,
            manager: None,
            contact: Contact::default(),
            logo: None,
            version: 1,
        }
    }

    fn zone(kind: ZoneKind, x: f64, y: f64, width: f64, height: f64) -> Zone {
        let points = Length::from_points;
        let page = PageSize { width: points(595.0), height: points(842.0) };
        let zone = Zone::around(0, kind, (points(0.0), points(0.0)), page);
        Zone { x: points(x), y: points(y), width: points(width), height: points(height), ..zone }
    }

    const DARK: LogoFacts = LogoFacts { width: 1200, height: 400, colour: [20, 20, 60], is_opaque: false };

    fn problems(zones: &[Zone], grounds: &[Ground], logo: &LogoFacts, medium: Medium) -> Vec<Problem> {
        let found = findings(zones, grounds, Some(logo), &partner("Nordwind"), medium);
        found.into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert_eq!(contrast_tenths([0, 0, 0], [255, 255, 255]), 210);
        assert_eq!(contrast_tenths([255, 255, 255], [255, 255, 255]), 10);
        // #767676 on white is the grey that just passes 4.5 to 1.
        assert_eq!(contrast_tenths([0x76, 0x76, 0x76], [255, 255, 255]), 45);
        assert_eq!(contrast_tenths([0x77, 0x77, 0x77], [255, 255, 255]), 44);
    }

    #[test]
    fn a_logo_is_never_enlarged_beyond_what_print_needs() {
        // 150 points across are 625 pixels at 300 to the inch.
        let logo_zone = [zone(ZoneKind::Logo, 50.0, 50.0, 150.0, 50.0)];
        let small = LogoFacts { width: 180, height: 60, ..DARK };
        assert_eq!(
            problems(&logo_zone, &[WHITE], &small, Medium::Print),
            [Problem::FewPixels { has: 180, wants: 625 }]
        );
        assert!(problems(&logo_zone, &[WHITE], &DARK, Medium::Print).is_empty());
        assert!(
            problems(&logo_zone, &[WHITE], &small, Medium::Screen).is_empty(),
            "a pixel is a pixel there"
        );
        // A tall one is as wide as its height lets it be, and no wider is asked for.
        let tall = LogoFacts { width: 60, height: 240, ..DARK };
        assert_eq!(
            problems(&logo_zone, &[WHITE], &tall, Medium::Print),
            [Problem::SmallLogo],
            "12.5 points need 53 pixels"
        );
    }

    #[test]
    fn a_logo_has_to_be_seen_on_its_ground() {
        let logo_zone = [zone(ZoneKind::Logo, 50.0, 50.0, 150.0, 50.0)];
        let navy = Ground { colour: [10, 20, 70], unrest: 3 };
        assert!(matches!(
            problems(&logo_zone, &[navy], &DARK, Medium::Print)[..],
            [Problem::LogoContrast { tenths: 10..=12 }]
        ));
        let photo = Ground { colour: [250, 250, 250], unrest: 80 };
        assert_eq!(problems(&logo_zone, &[photo], &DARK, Medium::Print), [Problem::RestlessGround]);
        let boxed = LogoFacts { is_opaque: true, ..DARK };
        assert!(problems(&logo_zone, &[navy], &boxed, Medium::Print).is_empty(), "it brings its own ground");
    }

    #[test]
    fn nothing_stands_nearer_to_a_logo_than_half_its_height() {
        let logo = zone(ZoneKind::Logo, 50.0, 50.0, 150.0, 50.0);
        let near = zone(ZoneKind::Name, 220.0, 50.0, 100.0, 20.0);
        let far = zone(ZoneKind::Name, 226.0, 50.0, 100.0, 20.0);
        assert_eq!(
            problems(&[logo.clone(), near.clone()], &[WHITE, WHITE], &DARK, Medium::Print),
            [Problem::NoClearSpace]
        );
        assert!(problems(&[logo.clone(), far], &[WHITE, WHITE], &DARK, Medium::Print).is_empty());
        let other_page = Zone { page: 1, ..near };
        assert!(problems(&[logo, other_page], &[WHITE, WHITE], &DARK, Medium::Print).is_empty());
    }

    #[test]
    fn what_is_required_and_missing_is_told_and_never_made() {
        let mut zones =
            [zone(ZoneKind::Logo, 0.0, 0.0, 90.0, 30.0), zone(ZoneKind::Contact, 0.0, 100.0, 90.0, 30.0)];
        let none = |zones: &[Zone]| findings(zones, &[], None, &partner("N"), Medium::Print);
        assert!(none(&zones).is_empty(), "nothing is required");
        for zone in &mut zones {
            zone.look.required = true;
        }
        let found = none(&zones);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|finding| finding.what.blocks(false)));
        assert!(!Problem::SmallLogo.blocks(false) && Problem::SmallLogo.blocks(true));
    }

    #[test]
    fn text_is_read_on_its_ground() {
        let mut text = zone(ZoneKind::Name, 0.0, 0.0, 90.0, 30.0);
        let dark = Ground { colour: [30, 30, 30], unrest: 0 };
        let found =
            |zone: &Zone| findings(std::slice::from_ref(zone), &[dark], None, &partner("N"), Medium::Print);
        assert!(matches!(found(&text)[0].what, Problem::TextContrast { .. }));
        text.look.ink = Ink::White;
        assert!(found(&text).is_empty());
    }
}
