//! The colours of a certificate, all from the vendor's one.

/// Text needs this contrast against the paper (WCAG 2.2, 1.4.3).
const READABLE: f64 = 4.5;

pub(super) struct Palette {
    pub(super) paper: [u8; 3],
    pub(super) ink: [u8; 3],
    pub(super) muted: [u8; 3],
    pub(super) line: [u8; 3],
    pub(super) accent: [u8; 3],
    /// The accent, as dark as reading needs.
    pub(super) accent_text: [u8; 3],
}

impl Palette {
    pub(super) fn of(accent: [u8; 3]) -> Self {
        let paper = [0xfd, 0xfc, 0xf9];
        let ink = [0x1b, 0x1f, 0x24];
        let steps = (0..=20).map(|step| mix(accent, ink, f64::from(step) / 20.0));
        let accent_text =
            steps.into_iter().find(|colour| contrast(*colour, paper) >= READABLE).unwrap_or(ink);
        Self { paper, ink, muted: [0x5b, 0x62, 0x6b], line: [0xd9, 0xd6, 0xce], accent, accent_text }
    }
}

fn mix(from: [u8; 3], to: [u8; 3], share: f64) -> [u8; 3] {
    std::array::from_fn(|i| (f64::from(from[i]) * (1.0 - share) + f64::from(to[i]) * share).round() as u8)
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_any_accent_can_be_read() {
        for accent in [[255, 230, 0], [255, 255, 255], [0, 0, 0], [0, 160, 255], [240, 240, 200]] {
            let palette = Palette::of(accent);
            assert!(contrast(palette.accent_text, palette.paper) >= READABLE, "{accent:?}");
        }
    }

    #[test]
    fn a_dark_accent_is_left_as_it_is() {
        assert_eq!(Palette::of([20, 40, 120]).accent_text, [20, 40, 120]);
    }
}
