//! Keys: whoever might be the same company shares one. A store keeps them in a B-tree and looks them up for equality.
//!
//! A key is found by its number ([`Key::number`]), which is small and the same on every machine.

use crate::company::Company;
use crate::name::{Class, Name, Token};

/// What a key is made of. Earlier kinds say more: a store that may not look at everything begins with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The tax number.
    Number,
    /// The registrable domain.
    Domain,
    /// The name without spaces and form.
    Name,
    /// The name itself without trade and place.
    Core,
    /// The domain without its suffix: `acme` of `acme.com` and `acme.de`.
    Label,
    /// Two words that stand together.
    Pair,
    /// A word that few names have.
    Word,
    /// The word with a letter away, for slips of the hand.
    Slip,
    /// The first letters of its words.
    Initials,
}

/// A key of a company.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What it is made of.
    pub kind: Kind,
    /// Its value.
    pub value: String,
}

/// The rules by which keys are made. Stored keys of other rules find nothing that is made by these, so whoever keeps keys makes them anew when
/// this changes; it changes with everything that makes another key of the same name.
pub const RULES: i64 = 1;

/// Letters of a word in which a slip is looked for; one behind them leaves its keys as they are.
const SLIP_LETTERS: usize = 8;
/// Words of which keys are made, and pairs of them.
const WORDS: usize = 3;

impl Key {
    fn new(kind: Kind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into() }
    }

    /// The number under which it is kept: FNV-1a of 64 bits over kind and value. Two keys with one number cost a look at a candidate
    /// that is none, nothing else.
    pub fn number(&self) -> i64 {
        let bytes = [self.kind as u8].into_iter().chain(self.value.bytes());
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        hash.cast_signed()
    }
}

impl Company {
    /// The keys under which the company is kept, each once, those that say most first.
    pub fn keys(&self) -> Vec<Key> {
        let mut keys = Vec::new();
        if let Some(tax) = &self.tax {
            keys.push(Key::new(Kind::Number, &tax.number));
        }
        if let Some(domain) = &self.domain {
            keys.push(Key::new(Kind::Domain, &domain.registrable));
            if domain.stem.chars().count() >= 3 {
                keys.push(Key::new(Kind::Label, &domain.stem));
            }
        }
        for name in &self.names {
            of_name(name, &mut keys);
        }
        keys.sort();
        keys.dedup();
        keys
    }

    /// The keys under which others are looked for that may be the same: its own, but a name of several words is looked for as the
    /// short name that its first letters make, and a short name as first letters. So a look-up for a long name does not find all
    /// other long names that have the same first letters.
    pub fn lookups(&self) -> Vec<Key> {
        let mut keys = self.keys();
        for key in &mut keys {
            if key.kind == Kind::Initials {
                key.kind = Kind::Label;
            }
        }
        for name in &self.names {
            let compact = name.compact();
            if (2..=6).contains(&compact.chars().count()) {
                keys.push(Key::new(Kind::Initials, compact));
            }
        }
        keys.sort();
        keys.dedup();
        keys
    }
}

fn of_name(name: &Name, keys: &mut Vec<Key>) {
    let compact = name.compact();
    if compact.is_empty() {
        return;
    }
    let core = name.core();
    // A name is often the label of the domain: they find each other in one kind.
    if core.chars().count() >= 3 {
        keys.push(Key::new(Kind::Label, core));
    }
    keys.push(Key::new(Kind::Label, compact));
    let says = |token: &&Token| !token.aside && !matches!(token.class, Class::Structure | Class::Branch);
    let words: Vec<&Token> = name.tokens.iter().filter(says).collect();
    let rare: Vec<&Token> = words.iter().copied().filter(|token| token.class == Class::Core).collect();
    keys.push(Key::new(Kind::Name, sorted(words.iter().map(|token| value(token)))));
    keys.push(Key::new(Kind::Name, compact));
    if !core.is_empty() {
        let named =
            words.iter().filter(|token| matches!(token.class, Class::Core | Class::Common | Class::First));
        keys.push(Key::new(Kind::Core, sorted(named.map(|token| value(token)))));
    }
    for token in rare.iter().take(WORDS) {
        keys.push(Key::new(Kind::Word, &token.sound));
    }
    for (at, one) in words.iter().enumerate().take(WORDS) {
        for other in words.iter().skip(at + 1).take(WORDS - 1) {
            keys.push(Key::new(Kind::Pair, sorted([value(one), value(other)].into_iter())));
        }
    }
    if let [only] = rare.as_slice() {
        slips(&only.text, keys);
    }
    keys.extend(name.initials.iter().map(|initials| Key::new(Kind::Initials, initials)));
}

/// What of a word goes into a key.
fn value(token: &Token) -> &str {
    if token.class == Class::Core { &token.sound } else { &token.meaning }
}

fn sorted<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut values: Vec<&str> = values.collect();
    values.sort_unstable();
    values.join(" ")
}

/// The word and the word without each of its letters: two that differ by one letter, or by two that changed places, share one.
fn slips(text: &str, keys: &mut Vec<Key>) {
    let letters: Vec<char> = text.chars().take(SLIP_LETTERS).collect();
    if letters.len() < 4 {
        return;
    }
    keys.push(Key::new(Kind::Slip, letters.iter().collect::<String>()));
    for away in 0..letters.len() {
        let rest = letters.iter().enumerate().filter(|(at, _)| *at != away).map(|(_, letter)| letter);
        keys.push(Key::new(Kind::Slip, rest.collect::<String>()));
    }
}
