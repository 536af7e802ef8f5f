//! How what goes into a zone looks: a small set of faces and colours, sizes with a floor, and text that marketing has locked.

use super::{Length, ZoneForm, ZoneKind};
use crate::form::{Fault, Faults};
use crate::partners::Partner;
use crate::text;
use serde::{Deserialize, Serialize};

/// Characters a locked text may have.
pub const TEXT_MOST: u32 = 500;
/// Characters that a zone can be told to show at most.
const CHARACTERS_MOST: i64 = 500;
/// Text is set no larger and no smaller than this: less is illegible in print.
const LARGEST: Length = Length::from_hundredths(20_000);
const LEAST: Length = Length::from_hundredths(500);

crate::text_enum! {
    /// The typefaces that come with the portal.
    pub enum Font {
        /// Inter.
        Text = "text",
        /// Inter SemiBold.
        Strong = "strong",
        /// EB Garamond.
        Display = "display",
    }
}

crate::text_enum! {
    /// The colours of text.
    pub enum Ink {
        /// Near black.
        Black = "black",
        /// Dark grey.
        Grey = "grey",
        /// White.
        White = "white",
        /// Blue.
        Blue = "blue",
        /// Green.
        Green = "green",
        /// Red.
        Red = "red",
    }
}

impl Ink {
    /// Red, green and blue.
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Self::Black => [0x1b, 0x1f, 0x24],
            Self::Grey => [0x4a, 0x52, 0x5c],
            Self::White => [0xff, 0xff, 0xff],
            Self::Blue => [0x1f, 0x4f, 0xa8],
            Self::Green => [0x0f, 0x5c, 0x3f],
            Self::Red => [0x9b, 0x1c, 0x1c],
        }
    }
}

crate::text_enum! {
    /// Where a text stands in its zone.
    pub enum Alignment {
        /// At the left.
        Left = "left",
        /// In the middle.
        Centre = "centre",
        /// At the right.
        Right = "right",
    }
}

/// How what goes into a zone looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// The face.
    pub font: Font,
    /// The colour.
    pub ink: Ink,
    /// Where it stands.
    pub align: Alignment,
    /// Room between the zone's edge and what is in it.
    pub padding: Length,
    /// The size of the text where there is room.
    pub largest: Length,
    /// As small as it becomes where there isn't; then it is cut.
    pub least: Length,
    /// Characters that are shown at most.
    pub characters: Option<u32>,
    /// Whether there is no copy without it.
    pub required: bool,
    /// What stands there, with places for what the partner is: locked by marketing. For text zones only.
    pub text: String,
}

impl Look {
    /// The look that suits what goes in, until somebody says otherwise.
    pub fn usual(kind: ZoneKind) -> Self {
        let (font, largest) = match kind {
            ZoneKind::Logo | ZoneKind::Name => (Font::Strong, Length::from_hundredths(4_800)),
            ZoneKind::Contact | ZoneKind::Text => (Font::Text, Length::from_hundredths(1_100)),
        };
        Self {
            font,
            ink: Ink::Black,
            align: Alignment::Left,
            padding: Length::from_hundredths(0),
            largest,
            least: LEAST,
            characters: None,
            required: false,
            text: String::new(),
        }
    }
}

/// The places that a locked text may have, and what comes there.
pub const PLACES: [&str; 6] =
    ["partner.name", "contact.name", "contact.email", "contact.phone", "contact.website", "contact.address"];

/// What a text becomes for a partner; a line with nothing but empty places is left out.
pub fn filled(text: &str, partner: &Partner) -> String {
    let contact = &partner.contact;
    let address = contact.address.replace('\n', ", ");
    let values = [&partner.name, &contact.name, &contact.email, &contact.phone, &contact.website, &address];
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut filled = line.to_owned();
        let (mut places, mut empty) = (0, 0);
        for (place, value) in PLACES.iter().zip(values) {
            let name = format!("{{{place}}}");
            if filled.contains(&name) {
                places += 1;
                empty += usize::from(value.is_empty());
                filled = filled.replace(&name, value);
            }
        }
        if places == 0 || empty < places {
            lines.push(filled);
        }
    }
    lines.join("\n")
}

/// Whether every place in the text is a known one.
fn places_are_known(text: &str) -> bool {
    text.split('{').skip(1).all(|rest| rest.split_once('}').is_some_and(|(name, _)| PLACES.contains(&name)))
}

impl ZoneForm {
    /// Checks the look; what is empty is as it usually is.
    pub(super) fn look(
        &self,
        kind: ZoneKind,
        at: impl Fn(&str) -> String,
        faults: &mut Faults,
    ) -> Option<Look> {
        let usual = Look::usual(kind);
        fn word<T: std::str::FromStr>(text: &str, usual: T) -> Result<T, Fault> {
            if text.is_empty() { Ok(usual) } else { text.parse().map_err(|_| Fault::Unknown) }
        }
        let length = |text: &str, usual: Length, least: Length, most: Length| match text.trim() {
            "" => Ok(usual),
            text => match Length::read(text)? {
                short if short < least => Err(Fault::TooSmall { least: least.to_string() }),
                long if long > most => Err(Fault::TooLarge),
                length => Ok(length),
            },
        };
        let font = faults.keep(&at("font"), word(&self.font, usual.font));
        let ink = faults.keep(&at("ink"), word(&self.ink, usual.ink));
        let align = faults.keep(&at("align"), word(&self.align, usual.align));
        let nothing = Length::from_hundredths(0);
        let padding = faults.keep(&at("padding"), length(&self.padding, nothing, nothing, LARGEST));
        let largest = faults.keep(&at("largest"), length(&self.largest, usual.largest, LEAST, LARGEST));
        let most = largest.unwrap_or(LARGEST);
        let least = faults.keep(&at("least"), length(&self.least, usual.least.min(most), LEAST, most));
        let characters = match self.characters.trim() {
            "" => Some(None),
            typed => faults
                .keep(&at("characters"), text::number(typed, 1, CHARACTERS_MOST))
                .map(|number| u32::try_from(number).ok()),
        };
        let text = match kind {
            ZoneKind::Text => text::lines(&self.text, TEXT_MOST)
                .and_then(|text| if places_are_known(&text) { Ok(text) } else { Err(Fault::Unknown) }),
            ZoneKind::Logo | ZoneKind::Name | ZoneKind::Contact => Ok(String::new()),
        };
        let text = faults.keep(&at("text"), text);
        Some(Look {
            font: font?,
            ink: ink?,
            align: align?,
            padding: padding?,
            largest: largest?,
            least: least?,
            characters: characters?,
            required: self.required == "true",
            text: text?,
        })
    }
}
