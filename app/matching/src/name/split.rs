//! A name cut into words.

use super::Token;
use super::fold::fold;
use super::letters::is_mark;
use super::roman::number;
use super::sound::sound;
use super::words::{Class, known};

/// Words that a name may have; more are not read.
const MOST: usize = 24;

/// The words of a name, with letters that stand alone put together: `S. p. A.` is one word.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut raw: Vec<Raw> = Vec::new();
    let mut word = String::new();
    let mut depth = 0_usize;
    for c in text.chars().chain([' ']) {
        match c {
            c if c.is_alphanumeric() || is_mark(c) => word.push(c),
            // An apostrophe joins: "Sainsbury's".
            '\'' | '’' | 'ʼ' | '`' | '´' => {}
            c => {
                push(&mut raw, &mut word, depth > 0);
                match c {
                    '(' | '[' => depth += 1,
                    ')' | ']' => depth = depth.saturating_sub(1),
                    '&' | '+' => raw.push(Raw { text: "&".to_owned(), aside: depth > 0 }),
                    _ => {}
                }
            }
        }
    }
    let raw = together(raw);
    let mut tokens: Vec<Token> = Vec::new();
    for word in raw.into_iter().take(MOST) {
        token(&word, &mut tokens);
    }
    tokens
}

struct Raw {
    text: String,
    aside: bool,
}

/// A letter of another script than Latin.
fn is_foreign(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

fn push(raw: &mut Vec<Raw>, word: &mut String, aside: bool) {
    if !word.is_empty() {
        raw.push(Raw { text: std::mem::take(word), aside });
    }
}

/// Puts letters together that stand alone, also over an `&`: `A T & T`, `H & M`.
fn together(raw: Vec<Raw>) -> Vec<Raw> {
    let single = |word: &Raw| {
        word.text.chars().count() == 1 && word.text != "&" && word.text.chars().all(char::is_alphabetic)
    };
    let mut out: Vec<Raw> = Vec::new();
    let mut growing = false;
    let mut rest = raw.into_iter().peekable();
    while let Some(word) = rest.next() {
        if single(&word) && !is_script_without_spaces(&word.text) {
            match out.last_mut().filter(|_| growing) {
                Some(last) => last.text.push_str(&word.text),
                None => out.push(word),
            }
            growing = true;
        } else if word.text == "&" && growing && rest.peek().is_some_and(single) {
            // Between two letters it is part of the word.
        } else {
            growing = false;
            out.push(word);
        }
    }
    out
}

fn is_script_without_spaces(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'))
}

fn token(word: &Raw, tokens: &mut Vec<Token>) {
    if word.text == "&" {
        tokens.push(plain("and", "and", Class::Structure, word.aside, false));
        return;
    }
    #[cfg(feature = "full")]
    if is_script_without_spaces(&word.text) {
        for part in super::cjk::parts(&word.text) {
            tokens.push(plain(&part.text, &part.meaning, part.class, word.aside, true));
        }
        return;
    }
    if let Some(number) = number(&word.text) {
        tokens.push(plain(&number, &number, Class::Number, word.aside, false));
        return;
    }
    let foreign = word.text.chars().any(is_foreign);
    #[cfg(feature = "full")]
    let text = super::cjk::latin(&fold(&word.text));
    #[cfg(not(feature = "full"))]
    let text = fold(&word.text);
    // No name begins with an "and" or a "the" of one letter: it is part of the name there, as in "E-Bay".
    let begins = tokens.is_empty() && text.chars().count() == 1;
    let (meaning, class) = known(&text)
        .filter(|_| !begins)
        .map_or((text.clone(), Class::Core), |(meaning, class)| (meaning.to_owned(), class));
    tokens.push(plain(&text, &meaning, class, word.aside, foreign));
}

fn plain(text: &str, meaning: &str, class: Class, aside: bool, foreign: bool) -> Token {
    Token { text: text.to_owned(), meaning: meaning.to_owned(), sound: sound(text), class, foreign, aside }
}
