//! Cyrillic and Greek in Latin letters, as passports have them: ICAO Doc 9303, ISO 843.

/// A lower-case word in Latin letters; letters of other scripts stay.
pub fn latin(word: &str) -> String {
    if !word.chars().any(|c| matches!(c, '\u{370}'..='\u{52f}' | '\u{1f00}'..='\u{1fff}')) {
        return word.to_owned();
    }
    if word.chars().any(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')) {
        return greek(word);
    }
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::new();
    for (at, c) in letters.iter().enumerate() {
        // Between consonants it is a vowel, and the word Bulgarian.
        let vowel = *c == 'ъ' && letters.get(at + 1).is_some_and(|next| !"аеёиоуэюяі".contains(*next));
        match cyrillic(*c) {
            _ if vowel => out.push('a'),
            Some(latin) => out.push_str(latin),
            None => out.push(*c),
        }
    }
    out
}

fn cyrillic(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'ђ' => "dj",
        'ѓ' => "gj",
        'е' | 'э' => "e",
        'ё' => "e",
        'є' => "ye",
        'ж' => "zh",
        'з' => "z",
        'ѕ' => "dz",
        'и' | 'і' => "i",
        'ї' => "yi",
        'й' | 'ы' => "y",
        'ј' => "j",
        'к' => "k",
        'ќ' => "kj",
        'л' => "l",
        'љ' => "lj",
        'м' => "m",
        'н' => "n",
        'њ' => "nj",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'ћ' => "c",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'џ' => "dz",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

/// Greek letter by letter, with the pairs that are one sound.
fn greek(word: &str) -> String {
    let letters: Vec<char> = word.chars().map(plain_greek).collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        let voiced = letters.get(at + 2).is_some_and(|c| !"θκξπσςτφχψ".contains(*c));
        let pair = match (c, next) {
            ('ο', Some('υ')) => "ou",
            ('α', Some('υ')) => {
                if voiced {
                    "av"
                } else {
                    "af"
                }
            }
            ('ε', Some('υ')) => {
                if voiced {
                    "ev"
                } else {
                    "ef"
                }
            }
            ('α', Some('ι')) => "ai",
            ('ε', Some('ι')) => "ei",
            ('ο', Some('ι')) => "oi",
            ('μ', Some('π')) => {
                if at == 0 {
                    "b"
                } else {
                    "mp"
                }
            }
            ('ν', Some('τ')) => {
                if at == 0 {
                    "d"
                } else {
                    "nt"
                }
            }
            ('γ', Some('κ')) => {
                if at == 0 {
                    "g"
                } else {
                    "gk"
                }
            }
            ('γ', Some('γ')) => "ng",
            ('γ', Some('χ')) => "nch",
            _ => "",
        };
        if !pair.is_empty() {
            out.push_str(pair);
            at += 2;
            continue;
        }
        match single_greek(c) {
            Some(latin) => out.push_str(latin),
            None => out.push(c),
        }
        at += 1;
    }
    out
}

fn plain_greek(c: char) -> char {
    match c {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        c => c,
    }
}

fn single_greek(c: char) -> Option<&'static str> {
    Some(match c {
        'α' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' => "e",
        'ζ' => "z",
        'η' | 'ι' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ω' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' => "y",
        'φ' => "f",
        'χ' => "ch",
        'ψ' => "ps",
        _ => return None,
    })
}
