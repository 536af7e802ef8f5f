//! Numbers in names.

/// The number that a word is: of figures, or Roman from II to XXX in capitals. One letter is a letter.
pub fn number(word: &str) -> Option<String> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let plain = word.trim_start_matches('0');
        return Some(if plain.is_empty() { "0" } else { plain }.to_owned());
    }
    if word.len() < 2 || !word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X')) {
        return None;
    }
    (2..=30).find(|n| roman(*n) == word).map(|n| n.to_string())
}

fn roman(n: usize) -> String {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    "X".repeat(n / 10) + ONES[n % 10]
}
