//! The words that a text is found by: without case and accents, letters and digits only.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Counts changes of these rules: what was indexed by older ones is indexed again.
pub const RULES: i64 = 1;

/// Characters of a word that count.
const WORD_MOST: usize = 40;
/// Different words of one text that count.
const INDEXED_MOST: usize = 2000;

/// The words that a text is found by, each once, as one line.
pub fn words(text: &str) -> String {
    let mut found = BTreeSet::new();
    let mut kept: Vec<String> = Vec::new();
    let mut keep = |word: String| {
        if kept.len() < INDEXED_MOST && found.insert(word.clone()) {
            kept.push(word);
        }
    };
    for run in runs(text) {
        for word in split(&folded(run), Ending::Kept) {
            let number = word.trim_start_matches('0');
            if number.len() < word.len() && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
                keep(number.to_owned());
            }
            keep(word);
        }
        // As people write who have no such key.
        let spelt = folded(&spelt_out(run));
        for word in split(&spelt, Ending::Kept) {
            keep(word);
        }
    }
    kept.join(" ")
}

/// The words of a question, in their order.
pub(super) fn asked(text: &str) -> Vec<String> {
    runs(text).flat_map(|run| split(&folded(run), Ending::Dropped)).collect()
}

/// Letters, digits and the marks that belong to them, without what is between.
pub(super) fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_of_a_word(c)).filter(|run| run.chars().any(char::is_alphanumeric))
}

pub(super) fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// In lower case and without accents; letters that only look like others by their width or ligature become those.
pub(super) fn folded(run: &str) -> String {
    run.nfkd()
        .filter(|c| !is_accent(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| !is_accent(*c))
        .map(plain)
        // Syllables of Korean were taken apart above.
        .nfc()
        .filter(|c| is_of_a_word(*c))
        .collect::<String>()
        .replace('ß', "ss")
        .replace('æ', "ae")
        .replace('œ', "oe")
}

/// Accents of Latin, Greek and Cyrillic, vowel points of Arabic and Hebrew. Signs of other scripts are letters of theirs.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')
}

/// Letters with a stroke or without a dot, which no accent makes.
fn plain(c: char) -> char {
    match c {
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ı' => 'i',
        'ŧ' => 't',
        'ς' => 'σ',
        other => other,
    }
}

/// As German and the Nordic languages write these letters without them.
fn spelt_out(run: &str) -> String {
    let mut spelt = String::new();
    for c in run.nfc().flat_map(char::to_lowercase) {
        match c {
            'ä' => spelt.push_str("ae"),
            'ö' | 'ø' => spelt.push_str("oe"),
            'ü' => spelt.push_str("ue"),
            'å' => spelt.push_str("aa"),
            other => spelt.push(other),
        }
    }
    spelt
}

/// Scripts that are written without spaces between words, and Korean, whose words carry endings.
pub(super) fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{30ff}' | '\u{3130}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

/// Whether the last sign of a dense script is a word by itself: in what is found it is, so that one sign finds it too.
#[derive(Clone, Copy, PartialEq)]
enum Ending {
    Kept,
    Dropped,
}

/// A run as words: as it is, or two by two where its script has no spaces.
fn split(run: &str, ending: Ending) -> Vec<String> {
    let mut words = Vec::new();
    let signs: Vec<char> = run.chars().collect();
    for part in signs.chunk_by(|a, b| is_dense(*a) == is_dense(*b)) {
        if !is_dense(part[0]) {
            words.push(part.iter().take(WORD_MOST).collect());
            continue;
        }
        words.extend(part.windows(2).map(|pair| pair.iter().collect::<String>()));
        if part.len() == 1 || ending == Ending::Kept {
            words.extend(part.last().map(char::to_string));
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_width_make_no_difference() {
        assert_eq!(words("Pražská ENERGETIKA"), "prazska energetika");
        assert_eq!(words("Müller"), "muller mueller");
        assert_eq!(words("Straße Łódź"), "strasse lodz");
        assert_eq!(words("ＡＢＣ ﬁne"), "abc fine");
        assert_eq!(words("ΔΈΛΤΑΣ"), words("δελτας"));
        assert_eq!(asked("İstanbul"), ["istanbul"]);
        assert_eq!(asked("Mu\u{308}ller"), ["muller"], "typed as two");
    }

    #[test]
    fn signs_part_words_and_numbers_are_found_without_their_zeros() {
        assert_eq!(words("ana@nordwind.example"), "ana nordwind example");
        assert_eq!(words("D-000123"), "d 123 000123");
        assert_eq!(words("000"), "000");
    }

    #[test]
    fn scripts_without_spaces_are_found_by_any_part() {
        assert_eq!(words("東京大学"), "東京 京大 大学 学");
        assert_eq!(asked("京大"), ["京大"]);
        assert_eq!(asked("東"), ["東"]);
        assert_eq!(words("한국어"), "한국 국어 어");
        assert_eq!(words("東京Tower"), "東京 京 tower");
    }

    #[test]
    fn points_of_arabic_make_no_difference_and_signs_of_hindi_stay() {
        assert_eq!(words("مُحَمَّد"), words("محمد"));
        assert_eq!(words("हिन्दी"), "हिन्दी");
    }

    #[test]
    fn a_text_of_any_length_makes_an_index_of_bounded_size() {
        let long: String = (0..100_000).map(|n| format!("w{n} ")).collect();
        assert_eq!(words(&long).split(' ').count(), INDEXED_MOST);
    }
}
