//! Co-branding: a partner's logo, name and contact laid over the pages of a vendor's PDF.

use crate::kind::MediaKind;
use crate::links;
use crate::picture;
use crate::refusal::Refusal;
use crate::source::{self, PageSize};
use crate::text::{Line, Typesetter, Voice};
use hayro::hayro_syntax::PdfVersion as SourceVersion;
use krilla::Document;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{ConfigurationBuilder, PdfVersion};
use krilla::geom::{PathBuilder, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::pdf::PdfDocument;
use krilla::surface::Surface;
use serde::{Deserialize, Serialize};

/// Text in a zone is set no larger than this, in points, however high the zone is.
const NAME_SIZE: f32 = 48.0;
const CONTACT_SIZE: f32 = 11.0;
/// Below this, print is illegible: the text is cut instead.
const SMALLEST_SIZE: f32 = 5.0;
const LINE_HEIGHT: f32 = 1.35;
/// The height of a capital letter, for centring, in units of the size.
const CAP_HEIGHT: f32 = 0.727;
const MAX_LINES: usize = 12;

/// What goes into a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    Logo,
    PartnerName,
    Contact,
    /// The zone's own text.
    Text,
}

/// The face that a text is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Font {
    Text,
    Strong,
    Display,
}

impl Font {
    fn voice(self) -> Voice {
        match self {
            Self::Text => Voice::Text,
            Self::Strong => Voice::Strong,
            Self::Display => Voice::Display,
        }
    }
}

/// Where text stands in its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// A box on a page that the partner's brand fills: points, from the top left corner of the page as shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    /// Counted from 0.
    pub page: u32,
    pub kind: ZoneKind,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    /// The colour of text, as red, green and blue.
    #[serde(default = "near_black")]
    pub ink: [u8; 3],
    #[serde(default)]
    pub align: Align,
    /// The face; what suits the kind where none is said.
    #[serde(default)]
    pub font: Option<Font>,
    /// The size of text where there is room, in points.
    #[serde(default)]
    pub largest: Option<f32>,
    /// As small as text becomes before it is cut.
    #[serde(default)]
    pub least: Option<f32>,
    /// Room between the edge and what is in the zone.
    #[serde(default)]
    pub padding: f32,
    /// Characters of each line that are shown at most.
    #[serde(default)]
    pub characters: Option<u32>,
    /// What stands in a zone for text.
    #[serde(default)]
    pub text: String,
}

fn near_black() -> [u8; 3] {
    [0x1b, 0x1f, 0x24]
}

impl Zone {
    /// A zone with dark text at the left.
    pub fn new(page: u32, kind: ZoneKind, x: f32, y: f32, width: f32, height: f32) -> Self {
        Self {
            page,
            kind,
            x,
            y,
            width,
            height,
            ink: near_black(),
            align: Align::Left,
            font: None,
            largest: None,
            least: None,
            padding: 0.0,
            characters: None,
            text: String::new(),
        }
    }

    /// The zone without its padding: what is in it stays off the edges.
    fn inner(&self) -> Self {
        let room = self.padding.max(0.0).min((self.width.min(self.height) - 1.0).max(0.0) / 2.0);
        Self {
            x: self.x + room,
            y: self.y + room,
            width: self.width - 2.0 * room,
            height: self.height - 2.0 * room,
            padding: 0.0,
            ..self.clone()
        }
    }

    fn smallest(&self) -> f32 {
        self.least.unwrap_or(SMALLEST_SIZE).max(SMALLEST_SIZE)
    }

    /// As much of a line as may be shown.
    fn shown(&self, line: &str) -> String {
        match self.characters {
            Some(most) if line.chars().count() > most as usize => {
                let kept: String = line.chars().take((most as usize).saturating_sub(1)).collect();
                format!("{}…", kept.trim_end())
            }
            _ => line.to_owned(),
        }
    }

    fn is_on(&self, page: PageSize) -> bool {
        let numbers = [self.x, self.y, self.width, self.height];
        numbers.iter().chain(&[self.padding]).all(|number| number.is_finite())
            && self.width >= 1.0
            && self.height >= 1.0
            && self.x < page.width
            && self.y < page.height
            && self.x + self.width > 0.0
            && self.y + self.height > 0.0
    }
}

/// Who the copy is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Brand {
    pub name: String,
    /// One entry a line: a person, a telephone number, a mail address, a web address.
    pub contact: Vec<String>,
    /// A PNG, as [`normalise_logo`](crate::normalise_logo) makes it; without one the logo's zones stay empty.
    #[serde(skip)]
    pub logo: Option<Vec<u8>>,
}

/// Lays the brand over the document. All pages keep their size and look; of what pages can do, links to the web are
/// kept, and scripts, forms, attachments and everything that acts on opening are left behind.
pub fn merge(pdf: Vec<u8>, zones: &[Zone], brand: &Brand) -> Result<Vec<u8>, Refusal> {
    let source = source::open(pdf)?;
    let sizes: Vec<PageSize> = source.pages().iter().map(source::page_size).collect::<Result<_, _>>()?;
    for zone in zones {
        let page = zone.page.saturating_add(1);
        let size = sizes.get(zone.page as usize).ok_or(Refusal::NoSuchPage { page })?;
        if !zone.is_on(*size) {
            return Err(Refusal::ZoneOutside { page });
        }
    }

    let version =
        if source.version() == SourceVersion::Pdf20 { PdfVersion::Pdf20 } else { PdfVersion::Pdf17 };
    let configuration =
        ConfigurationBuilder::new().with_version(version).finish().map_err(|_| Refusal::Unavailable)?;
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let overlay = Overlay::new(brand)?;
    let embedded = PdfDocument::new(source.clone());
    for (index, (page, size)) in source.pages().iter().zip(&sizes).enumerate() {
        let settings = PageSettings::from_wh(size.width, size.height).ok_or(Refusal::Broken)?;
        let whole = Size::from_wh(size.width, size.height).ok_or(Refusal::Broken)?;
        let mut merged = document.start_page_with(settings);
        let mut surface = merged.surface();
        surface.draw_pdf_page(&embedded, whole, index);
        for zone in zones.iter().filter(|zone| zone.page as usize == index) {
            overlay.draw(&mut surface, zone);
        }
        surface.finish();
        for link in links::web_links(page) {
            merged.add_annotation(link);
        }
        merged.finish();
    }
    document.finish().map_err(|_| Refusal::Broken)
}

/// The brand, ready to be drawn many times.
pub(crate) struct Overlay<'a> {
    typesetter: Typesetter,
    brand: &'a Brand,
    logo: Option<Image>,
}

impl<'a> Overlay<'a> {
    pub(crate) fn new(brand: &'a Brand) -> Result<Self, Refusal> {
        let logo = brand.logo.as_deref().map(|png| {
            let pixels = picture::decode(png, MediaKind::Png, picture::MAX_MEGAPIXELS)?.into_rgba8();
            let (width, height) = pixels.dimensions();
            Ok(Image::from_rgba8(pixels.into_raw(), width, height))
        });
        Ok(Self { typesetter: Typesetter::new()?, brand, logo: logo.transpose()? })
    }

    pub(crate) fn draw(&self, surface: &mut Surface<'_>, zone: &Zone) {
        let zone = &zone.inner();
        let mut outline = PathBuilder::new();
        let Some(rect) = Rect::from_xywh(zone.x, zone.y, zone.width, zone.height) else { return };
        outline.push_rect(rect);
        let Some(outline) = outline.finish() else { return };
        surface.push_clip_path(&outline, &FillRule::NonZero);
        surface.set_fill(Some(ink(zone.ink)));
        match zone.kind {
            ZoneKind::Logo => self.draw_logo(surface, zone),
            ZoneKind::PartnerName => self.draw_name(surface, zone),
            ZoneKind::Contact => {
                let lines = self.brand.contact.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
                self.draw_lines(surface, zone, &lines.collect::<Vec<_>>());
            }
            ZoneKind::Text => self.draw_lines(surface, zone, &zone.text.lines().collect::<Vec<_>>()),
        }
        surface.pop();
    }

    fn draw_logo(&self, surface: &mut Surface<'_>, zone: &Zone) {
        let Some(logo) = &self.logo else { return };
        let (width, height) = (logo.size().0 as f32, logo.size().1 as f32);
        let scale = (zone.width / width).min(zone.height / height);
        let Some(size) = Size::from_wh(width * scale, height * scale) else { return };
        let x = zone.x + (zone.width - size.width()) / 2.0;
        let y = zone.y + (zone.height - size.height()) / 2.0;
        surface.push_transform(&Transform::from_translate(x, y));
        surface.draw_image(logo.clone(), size);
        surface.pop();
    }

    fn draw_name(&self, surface: &mut Surface<'_>, zone: &Zone) {
        let size = (zone.height * 0.68).min(zone.largest.unwrap_or(NAME_SIZE));
        let voice = zone.font.map_or(Voice::Strong, Font::voice);
        let name = zone.shown(&self.brand.name);
        let (line, size) = self.typesetter.fit(voice, &name, zone.width, size, zone.smallest());
        let baseline = zone.y + (zone.height + size * CAP_HEIGHT) / 2.0;
        line.draw(surface, start_of(&line, size, zone), baseline, size);
    }

    /// All lines share one size: what the longest of them and the height of the zone allow.
    fn draw_lines(&self, surface: &mut Surface<'_>, zone: &Zone, lines: &[&str]) {
        let lines: Vec<String> = lines.iter().take(MAX_LINES).map(|line| zone.shown(line)).collect();
        if lines.is_empty() {
            return;
        }
        let by_height =
            (zone.height / (lines.len() as f32 * LINE_HEIGHT)).min(zone.largest.unwrap_or(CONTACT_SIZE));
        let voice = zone.font.map_or(Voice::Text, Font::voice);
        let fit = |text: &str, size: f32| self.typesetter.fit(voice, text, zone.width, size, zone.smallest());
        let size =
            lines.iter().map(|line| fit(line, by_height).1).fold(by_height, f32::min).max(zone.smallest());

        let room = ((zone.height / (size * LINE_HEIGHT)) as usize).max(1);
        for (index, text) in lines.iter().take(room).enumerate() {
            let is_cut = index + 1 == room && room < lines.len();
            let text = if is_cut { format!("{text} …") } else { text.clone() };
            let (line, size) = fit(&text, size);
            let baseline = zone.y + size * (LINE_HEIGHT * index as f32 + (LINE_HEIGHT + CAP_HEIGHT) / 2.0);
            line.draw(surface, start_of(&line, size, zone), baseline, size);
        }
    }
}

fn start_of(line: &Line, size: f32, zone: &Zone) -> f32 {
    let spare = (zone.width - line.width(size)).max(0.0);
    match zone.align {
        Align::Left => zone.x,
        Align::Centre => zone.x + spare / 2.0,
        Align::Right => zone.x + spare,
    }
}

pub(crate) fn ink([red, green, blue]: [u8; 3]) -> Fill {
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}
