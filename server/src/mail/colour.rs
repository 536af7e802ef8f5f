//! The vendor's hue as mail programs take it: sRGB, from OKLCH (CSS Color 4, 10.2), which they do not know.

/// The colour of this lightness and hue, as saturated as a screen can show it up to `chroma`.
pub fn of_hue(lightness: f64, chroma: f64, hue: u16) -> String {
    let steps = (0..=20).map(|step| chroma * (1.0 - f64::from(step) / 20.0));
    let mut colours = steps.map(|chroma| linear(lightness, chroma, f64::from(hue).to_radians()));
    let inside = |colour: &[f64; 3]| colour.iter().all(|share| (-0.0001..=1.0001).contains(share));
    let [red, green, blue] = colours.find(inside).unwrap_or([lightness; 3]).map(encoded);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Red, green and blue without the curve of screens.
fn linear(lightness: f64, chroma: f64, hue: f64) -> [f64; 3] {
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let long = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let medium = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let short = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
        -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
        -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701_0 * short,
    ]
}

fn encoded(share: f64) -> u8 {
    let share = share.clamp(0.0, 1.0);
    let curved = if share <= 0.003_130_8 { 12.92 * share } else { 1.055 * share.powf(1.0 / 2.4) - 0.055 };
    (curved * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast_with_white(colour: &str) -> f64 {
        let channel = |at: usize| {
            let share = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        1.05 / (0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5) + 0.05)
    }

    #[test]
    fn known_colours_come_out_as_they_are() {
        assert_eq!(of_hue(1.0, 0.0, 0), "#ffffff");
        assert_eq!(of_hue(0.0, 0.0, 0), "#000000");
        // Red of sRGB is oklch(0.628 0.2577 29.23): close to it, none of the others has a share to speak of.
        let red = of_hue(0.628, 0.2577, 29);
        let share = |at: usize| u8::from_str_radix(&red[at..at + 2], 16).unwrap();
        assert!(share(1) > 245 && share(3) < 45 && share(5) < 45, "{red}");
    }

    #[test]
    fn white_is_read_on_the_accent_whatever_the_hue() {
        for hue in (0..=360).step_by(5) {
            let colour = of_hue(0.5, 0.16, hue);
            assert!(contrast_with_white(&colour) >= 4.5, "{hue}: {colour}");
        }
    }
}
