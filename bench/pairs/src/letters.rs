//! Letters as people without the right keys type them.

use crate::rng::Rng;

/// Without accents; `digraphs` says whether `ü` becomes `ue`, as Germans type it.
pub fn plain(text: &str, digraphs: bool) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        let digraph = match c {
            'ä' => "ae",
            'ö' | 'ø' => "oe",
            'ü' => "ue",
            'å' => "aa",
            'Ä' => "Ae",
            'Ö' | 'Ø' => "Oe",
            'Ü' => "Ue",
            'Å' => "Aa",
            _ => "",
        };
        if digraphs && !digraph.is_empty() {
            plain.push_str(digraph);
        } else {
            plain.push_str(&letter(c));
        }
    }
    plain
}

fn letter(c: char) -> String {
    let groups: &[(&str, &str)] = &[
        ("áàâãäåăąā", "a"),
        ("ÁÀÂÃÄÅĂĄ", "A"),
        ("çćč", "c"),
        ("ÇĆČ", "C"),
        ("ďđ", "d"),
        ("éèêëęěė", "e"),
        ("ÉÈÊËĘĚ", "E"),
        ("ğ", "g"),
        ("íìîïı", "i"),
        ("İÍÎ", "I"),
        ("łľ", "l"),
        ("ŁĽ", "L"),
        ("ñńň", "n"),
        ("óòôõöøő", "o"),
        ("ÓÖØŐ", "O"),
        ("řŕ", "r"),
        ("śšşș", "s"),
        ("ŚŠŞȘ", "S"),
        ("ťțţ", "t"),
        ("ŤȚ", "T"),
        ("úùûüůűū", "u"),
        ("ÚÜ", "U"),
        ("ý", "y"),
        ("źżž", "z"),
        ("ŹŻŽ", "Z"),
        ("æ", "ae"),
        ("ß", "ss"),
    ];
    groups.iter().find(|(from, _)| from.contains(c)).map_or_else(|| c.to_string(), |(_, to)| (*to).to_owned())
}

/// One slip of the hand: two letters exchanged, one lost, doubled, or another in its place.
pub fn slip(word: &str, rng: &mut Rng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 {
        return word.to_owned();
    }
    let at = 1 + rng.below(letters.len() - 2);
    match rng.below(4) {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, letters[at]),
        _ if letters[at].is_ascii_lowercase() => {
            letters[at] = *rng.of(&['a', 'e', 'i', 'o', 'n', 'r', 's', 't'])
        }
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

/// Another name that is near: one of its letters is one that sounds otherwise.
pub fn near(word: &str, rng: &mut Rng) -> String {
    let letters: Vec<char> = word.chars().collect();
    let places: Vec<usize> = (0..letters.len())
        .filter(|at| letters[*at].is_alphabetic() && (*at > 0 || letters.len() < 3))
        .collect();
    let Some(at) = (!places.is_empty()).then(|| *rng.of(&places)) else { return format!("{word}a") };
    let mut near = letters.clone();
    let vowels = ['a', 'e', 'i', 'o', 'u'];
    let consonants = ['b', 'd', 'k', 'l', 'm', 'r', 't', 'v'];
    let pool: &[char] = if vowels.contains(&letters[at]) { &vowels } else { &consonants };
    while near == letters {
        near[at] = *rng.of(pool);
    }
    near.into_iter().collect()
}
