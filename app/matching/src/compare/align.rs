//! Which words of two names stand for each other.

use crate::name::{Class, Name, Token};
use strsim::{jaro_winkler, osa_distance};

/// Words that stand for each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<'a> {
    pub one: &'a Token,
    pub other: &'a Token,
    /// From 0 to 1.
    pub likeness: f32,
    /// They are the same only by sound.
    pub by_sound: bool,
}

/// Two names, word against word.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alignment<'a> {
    pub matches: Vec<Match<'a>>,
    /// Words that only the first has.
    pub left: Vec<&'a Token>,
    /// Words that only the second has.
    pub right: Vec<&'a Token>,
    /// One is made of the first letters of the other.
    pub initials: bool,
    /// The names are the same but for spaces and form.
    pub same: bool,
    /// Jaro-Winkler of both without spaces.
    pub string: f32,
    /// A form that both have; one of each that differ.
    pub forms: Forms,
    pub one_forms: &'a [String],
    pub other_forms: &'a [String],
}

/// How the legal forms stand to each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Forms {
    /// One of them, or both, has none.
    #[default]
    Unsaid,
    Same,
    Other,
}

/// How much a word counts here: what stands aside counts like a place.
pub fn weight(token: &Token) -> f32 {
    let weight = token.class.weight();
    if token.aside { weight.min(Class::Place.weight()) } else { weight }
}

pub fn total(tokens: &[&Token]) -> f32 {
    tokens.iter().map(|token| weight(token)).sum()
}

impl Alignment<'_> {
    /// The share of both names that is matched, from 0 to 1.
    pub fn coverage(&self) -> f32 {
        let matched: f32 = self.matches.iter().map(|m| (weight(m.one) + weight(m.other)) * m.likeness).sum();
        let all: f32 = self.matches.iter().map(|m| weight(m.one) + weight(m.other)).sum::<f32>()
            + self.only_one(&self.left)
            + self.only_one(&self.right);
        if all > 0.0 { matched / all } else { 0.0 }
    }

    /// What words count that only one has. What stands aside of one says nothing against the other, which may just not say it.
    fn only_one(&self, tokens: &[&Token]) -> f32 {
        let both = !self.left.is_empty() && !self.right.is_empty();
        tokens.iter().filter(|token| both || !token.aside).map(|token| weight(token)).sum()
    }

    /// What both names have that the other one has not: they can't both be right.
    pub fn clash(&self) -> f32 {
        total(&self.left).min(total(&self.right))
    }

    /// How well the readings fit, to choose among several.
    pub fn fit(&self) -> f32 {
        self.coverage() - 0.5 * self.clash() + if self.initials { 0.5 } else { 0.0 }
    }
}

/// Holds two names against each other.
pub fn align<'a>(one: &'a Name, other: &'a Name) -> Alignment<'a> {
    let (compact, second) = (one.compact(), other.compact());
    let same = !compact.is_empty() && compact == second;
    let string = jaro_winkler(compact, second) as f32;
    // What a form is called in another script is a matter of translation.
    let foreign = |name: &Name| name.tokens.iter().any(|token| token.foreign);
    let forms = match (one.forms.is_empty(), other.forms.is_empty()) {
        (false, false) if one.forms.iter().any(|form| other.forms.contains(form)) => Forms::Same,
        (false, false) if foreign(one) == foreign(other) => Forms::Other,
        _ => Forms::Unsaid,
    };
    let mut found: Vec<(usize, usize, f32, bool)> = Vec::new();
    for (i, a) in one.tokens.iter().enumerate() {
        for (j, b) in other.tokens.iter().enumerate() {
            let (likeness, by_sound) = likeness(a, b);
            if likeness > 0.0 {
                found.push((i, j, likeness, by_sound));
            }
        }
    }
    // The likest first; of equals those that stand at like places, so that it is the same from both sides.
    found.sort_by(|a, b| {
        b.2.total_cmp(&a.2)
            .then(a.0.abs_diff(a.1).cmp(&b.0.abs_diff(b.1)))
            .then((a.0 + a.1).cmp(&(b.0 + b.1)))
    });
    let (mut used, mut taken) = (vec![false; one.tokens.len()], vec![false; other.tokens.len()]);
    let mut matches = Vec::new();
    for (i, j, likeness, by_sound) in found {
        if !used[i] && !taken[j] {
            (used[i], taken[j]) = (true, true);
            matches.push(Match { one: &one.tokens[i], other: &other.tokens[j], likeness, by_sound });
        }
    }
    for (i, j) in together(&one.tokens, &mut used, &other.tokens, &mut taken) {
        matches.push(Match { one: &one.tokens[i], other: &other.tokens[j], likeness: 1.0, by_sound: false });
    }
    for (j, i) in together(&other.tokens, &mut taken, &one.tokens, &mut used) {
        matches.push(Match { one: &one.tokens[i], other: &other.tokens[j], likeness: 1.0, by_sound: false });
    }
    let rest = |tokens: &'a [Token], used: &[bool]| -> Vec<&'a Token> {
        tokens.iter().zip(used).filter(|(_, used)| !**used && !same).map(|(token, _)| token).collect()
    };
    let initials = are_initials(one, other) || are_initials(other, one);
    Alignment {
        left: rest(&one.tokens, &used),
        right: rest(&other.tokens, &taken),
        matches,
        initials,
        same,
        string,
        forms,
        one_forms: &one.forms,
        other_forms: &other.forms,
    }
}

/// How alike two words are, and whether it is only their sound.
fn likeness(a: &Token, b: &Token) -> (f32, bool) {
    if a.text == b.text {
        return (1.0, false);
    }
    if a.class == Class::Number || b.class == Class::Number {
        return (0.0, false);
    }
    if a.meaning == b.meaning {
        return (0.97, false);
    }
    let (short, long) = if a.text.len() < b.text.len() { (a, b) } else { (b, a) };
    let length = short.text.chars().count();
    if a.sound == b.sound && length >= 3 {
        return (if a.foreign || b.foreign { 0.97 } else { 0.9 }, true);
    }
    // A word cut short: "Elec.", "Inst.". Only of words that many have: a brand that begins like another is another.
    let cut = length >= 3
        && long.text.starts_with(&short.text)
        && matches!(long.class, Class::Trade | Class::Structure);
    if cut && short.class != Class::First {
        return (0.8, false);
    }
    // The first letter of a first name.
    if length == 1 && long.class == Class::First && long.text.starts_with(&short.text) {
        return (0.7, false);
    }
    let foreign = a.foreign || b.foreign;
    let most = match length {
        10.. if foreign => 3,
        9.. => 2,
        6.. if foreign => 2,
        4.. => 1,
        _ => return (0.0, false),
    };
    let mut distance = distance(&a.text, &b.text, most);
    if foreign {
        distance = distance.min(self::distance(&a.sound, &b.sound, most));
    }
    let likeness = match (distance, length) {
        (1, 8..) => 0.9,
        (1, 5..) => 0.85,
        (1, 4) => 0.7,
        (2, 9..) => 0.8,
        (2, 6..) if foreign => 0.8,
        (3, 10..) if foreign => 0.75,
        _ => 0.0,
    };
    (likeness, false)
}

/// How many slips of the hand lie between two words; some number above `most` when they are more than that. A slip brings in one letter,
/// takes one away, or both, so most words are told apart by which letters they have.
fn distance(one: &str, other: &str, most: usize) -> usize {
    let letters = |word: &str| word.chars().fold(0_u32, |letters, c| letters | 1 << (u32::from(c) % 32));
    let differ = (letters(one) ^ letters(other)).count_ones() as usize;
    if differ > 2 * most { most + 1 } else { osa_distance(one, other) }
}

/// Words of one that are several words of the other: "CocaCola", "Coca Cola". Marks them as used, and answers with the first of each.
fn together(
    whole: &[Token],
    whole_used: &mut [bool],
    parts: &[Token],
    parts_used: &mut [bool],
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (i, token) in whole.iter().enumerate() {
        if whole_used[i] || token.text.len() < 4 {
            continue;
        }
        let hit = (0..parts.len()).find_map(|from| {
            let mut joined = String::new();
            (from..parts.len().min(from + 4)).find_map(|to| {
                joined.push_str(&parts[to].text);
                let free = (from..=to).all(|at| !parts_used[at]);
                (to > from && free && joined == token.text).then_some((from, to))
            })
        });
        if let Some((from, to)) = hit {
            whole_used[i] = true;
            parts_used[from..=to].fill(true);
            found.push((i, from));
        }
    }
    found
}

/// Whether the first is one short word, made of the first letters of the second.
fn are_initials(short: &Name, long: &Name) -> bool {
    let words: Vec<&Token> =
        short.tokens.iter().filter(|token| token.class != Class::Structure && !token.aside).collect();
    let [only] = words.as_slice() else { return false };
    let length = only.text.chars().count();
    if !(2..=6).contains(&length) || only.class != Class::Core {
        return false;
    }
    long.initials.contains(&only.text)
}
