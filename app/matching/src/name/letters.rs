//! Letters apart from their marks, and letters of compatibility as what they stand for.
//!
//! On the server by the Unicode normalisation forms (UAX 15). Their tables are too large for the browser: it has the letters of European
//! languages and Vietnamese in a short one.

#[cfg(feature = "full")]
pub use unicode_normalization::char::is_combining_mark as is_mark;

/// Characters in the form NFKC.
#[cfg(feature = "full")]
pub fn composed(text: impl Iterator<Item = char>) -> Vec<char> {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().collect()
}

/// A lower-case text without the marks on its letters.
#[cfg(feature = "full")]
pub fn bare(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().filter(|c| !is_mark(*c)).collect()
}

/// Whether a character is a mark on the letter before it.
#[cfg(not(feature = "full"))]
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{3099}' | '\u{309a}')
}

/// Wide and narrow letters as the usual ones.
#[cfg(not(feature = "full"))]
pub fn composed(text: impl Iterator<Item = char>) -> Vec<char> {
    let usual = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{2000}'..='\u{200a}' => ' ',
        c => c,
    };
    text.map(usual).collect()
}

/// A lower-case text without the marks on its letters.
#[cfg(not(feature = "full"))]
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !is_mark(*c)).map(letter).collect()
}

#[cfg(not(feature = "full"))]
fn letter(c: char) -> char {
    const LETTERS: &[(char, &str)] = &[
        ('a', "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
        ('b', "ḃḅḇ"),
        ('c', "çćĉċčḉ"),
        ('d', "ďḋḍḏḑḓ"),
        ('e', "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
        ('f', "ḟ"),
        ('g', "ĝğġģǧǵḡ"),
        ('h', "ĥȟḣḥḧḩḫẖ"),
        ('i', "ìíîïĩīĭįǐȉȋḭḯỉị"),
        ('j', "ĵǰ"),
        ('k', "ķǩḱḳḵ"),
        ('l', "ĺļľḷḹḻḽ"),
        ('m', "ḿṁṃ"),
        ('n', "ñńņňǹṅṇṉṋ"),
        ('o', "òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"),
        ('p', "ṕṗ"),
        ('r', "ŕŗřȑȓṙṛṝṟ"),
        ('s', "śŝşšșṡṣṥṧṩ"),
        ('t', "ţťțṫṭṯṱẗ"),
        ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
        ('v', "ṽṿ"),
        ('w', "ŵẁẃẅẇẉẘ"),
        ('x', "ẋẍ"),
        ('y', "ýÿŷȳẏẙỳỵỷỹ"),
        ('z', "źżžẑẓẕ"),
    ];
    if c.is_ascii() {
        return c;
    }
    LETTERS.iter().find(|(_, marked)| marked.contains(c)).map_or(c, |(bare, _)| *bare)
}
