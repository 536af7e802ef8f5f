//! Which parts of a text a question has found, so that a page can show them.

use super::Question;
use super::words::{folded, is_dense, is_of_a_word};

/// A text in parts, each with whether it is what was asked for.
pub type Marked = Vec<(String, bool)>;

/// Marks what the question finds in a text.
pub fn marked(text: &str, question: &Question) -> Marked {
    let signs: Vec<char> = text.chars().collect();
    let mut hits = vec![false; signs.len()];
    let mut at = 0;
    for part in signs.chunk_by(|a, b| class(*a) == class(*b)) {
        let here = &mut hits[at..at + part.len()];
        match class(part[0]) {
            Class::Between => {}
            Class::Dense => mark_dense(part, here, question),
            Class::Word => mark_word(part, here, question),
        }
        at += part.len();
    }
    let mut parts: Marked = Vec::new();
    for (sign, hit) in signs.into_iter().zip(hits) {
        match parts.last_mut() {
            Some((text, same)) if *same == hit => text.push(sign),
            _ => parts.push((sign.to_string(), hit)),
        }
    }
    parts
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Between,
    Dense,
    Word,
}

fn class(c: char) -> Class {
    match (is_of_a_word(c), is_dense(c)) {
        (false, _) => Class::Between,
        (true, true) => Class::Dense,
        (true, false) => Class::Word,
    }
}

fn mark_word(part: &[char], hits: &mut [bool], question: &Question) {
    let word = folded(&part.iter().collect::<String>());
    let beginning = question.beginning();
    if question.whole().contains(&word) || word.trim_start_matches('0') == beginning {
        hits.fill(true);
    } else if word.starts_with(beginning) {
        // Letters that fold to several, or marks that fold away, make it the whole word.
        let same = word.chars().count() == part.len();
        let until = if same { beginning.chars().count() } else { part.len() };
        hits[..until.min(part.len())].fill(true);
    }
}

fn mark_dense(part: &[char], hits: &mut [bool], question: &Question) {
    let asked = |text: &str| question.beginning() == text || question.whole().iter().any(|word| word == text);
    for at in 0..part.len() {
        let one = folded(&part[at..=at].iter().collect::<String>());
        if asked(&one) {
            hits[at] = true;
        }
        if at + 1 < part.len() && asked(&folded(&part[at..at + 2].iter().collect::<String>())) {
            hits[at..at + 2].fill(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, asked: &str) -> String {
        let question = Question::read(asked).unwrap();
        marked(text, &question)
            .into_iter()
            .map(|(part, hit)| if hit { format!("[{part}]") } else { part })
            .collect()
    }

    #[test]
    fn the_words_that_were_asked_for_are_marked_where_they_stand() {
        assert_eq!(shown("Nordwind Systems", "nordwind sys"), "[Nordwind] [Sys]tems");
        assert_eq!(shown("Café Müller", "cafe mull"), "[Café] [Müll]er");
        assert_eq!(shown("D-000123", "123"), "D-[000123]");
        assert_eq!(shown("東京大学", "京大"), "東[京大]学");
        assert_eq!(shown("<b>Nord</b>", "nord"), "<b>[Nord]</b>");
        assert_eq!(shown("nothing here", "else"), "nothing here");
    }
}
