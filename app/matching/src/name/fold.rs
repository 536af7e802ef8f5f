//! Letters without case and accents, in Latin script where a table knows how.

use super::letters::bare;
use super::scripts;

/// A word in lower-case letters without accents; Cyrillic and Greek in Latin letters.
///
/// `ä`, `ae` and `a` come out the same, as do the pairs of other vowels that are written for one: Germans and Danes write
/// them in turns.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return vowels(word.to_ascii_lowercase());
    }
    let latin = scripts::latin(&word.to_lowercase());
    let mut folded = String::with_capacity(latin.len());
    for c in bare(&latin).chars() {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push('a'),
            'œ' | 'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ŋ' => folded.push('n'),
            'ə' => folded.push('a'),
            c => folded.push(c),
        }
    }
    vowels(folded)
}

fn vowels(text: String) -> String {
    let is_pair = |one: char, next: char| matches!((one, next), ('a' | 'o' | 'u', 'e') | ('a', 'a'));
    if !text.as_bytes().windows(2).any(|two| is_pair(two[0].into(), two[1].into())) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        out.push(c);
        let pair = letters.peek().is_some_and(|next| is_pair(c, *next));
        // The pair at the end of a short word is a word of its own: "blue", "Joe".
        if pair && letters.clone().nth(1).is_some() {
            letters.next();
        }
    }
    out
}
