//! How a word roughly sounds, so that the ways in which one name is transliterated come out the same.

use std::sync::LazyLock;

/// Letters that are written for one sound, longest first.
const SOUNDS: &[(&str, &str)] = &[
    ("shch", "s"),
    ("tsch", "h"),
    ("sch", "s"),
    ("sht", "s"),
    ("tch", "h"),
    ("sh", "s"),
    ("zh", "z"),
    ("kh", "h"),
    ("ch", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("qu", "k"),
    ("ks", "x"),
    ("ts", "z"),
    ("tz", "z"),
    ("ou", "u"),
    ("oi", "i"),
    ("ei", "e"),
    ("ey", "e"),
    ("ai", "e"),
    ("ay", "e"),
    ("yi", "i"),
    ("iy", "i"),
    ("ij", "i"),
    ("ya", "a"),
    ("ia", "a"),
    ("ja", "a"),
    ("yu", "u"),
    ("iu", "u"),
    ("ju", "u"),
    ("yo", "o"),
    ("ye", "e"),
    ("je", "e"),
    ("y", "i"),
    ("j", "i"),
    ("w", "v"),
    ("c", "k"),
    ("q", "k"),
];

/// The sound of a folded word; the word itself when it is short or has other letters than Latin ones.
pub fn sound(text: &str) -> String {
    if text.len() < 4 || !text.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let (sound, length) = BY_LETTER[usize::from(first - b'a')]
            .iter()
            .find(|(letters, _)| rest.starts_with(letters))
            .map_or((&rest[..1], 1), |(letters, sound)| (*sound, letters.len()));
        if !out.ends_with(sound) {
            out.push_str(sound);
        }
        rest = &rest[length..];
    }
    out
}

/// [`SOUNDS`] by their first letter, each list in the same order.
static BY_LETTER: LazyLock<[Vec<(&str, &str)>; 26]> = LazyLock::new(|| {
    std::array::from_fn(|at| {
        let begins = |letters: &str| letters.bytes().next().map(usize::from) == Some(usize::from(b'a') + at);
        SOUNDS.iter().copied().filter(|(letters, _)| begins(letters)).collect()
    })
});
