//! The typefaces that the portal prints with, built in so that every machine prints the same.

/// Inter, for text: Latin, Greek, Cyrillic.
pub(crate) const TEXT: &[u8] = include_bytes!("../fonts/Inter-Regular.ttf");
/// Inter SemiBold, for names and headings.
pub(crate) const STRONG: &[u8] = include_bytes!("../fonts/Inter-SemiBold.ttf");
/// EB Garamond, for what hangs on a wall.
pub(crate) const DISPLAY: &[u8] = include_bytes!("../fonts/EBGaramond-Medium.ttf");
const ARABIC: &[u8] = include_bytes!("../fonts/NotoSansArabic-Regular.ttf");
const HEBREW: &[u8] = include_bytes!("../fonts/NotoSansHebrew-Regular.ttf");
const THAI: &[u8] = include_bytes!("../fonts/NotoSansThai-Regular.ttf");

/// Asked in this order for letters that the wanted face does not have.
pub(crate) const FALLBACKS: [&[u8]; 4] = [TEXT, ARABIC, HEBREW, THAI];
pub(crate) const ALL: [&[u8]; 6] = [TEXT, STRONG, DISPLAY, ARABIC, HEBREW, THAI];
