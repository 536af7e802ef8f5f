//! Who is named in what somebody wrote: an `@` and the whole name, as the page offers it.

/// People one comment may name.
pub const MENTIONS_MOST: usize = 20;

/// Which of these names stand behind an `@` in the text, in their order. Of two names that fit one place the longer counts.
pub fn mentioned(text: &str, names: &[&str]) -> Vec<usize> {
    let text = text.to_lowercase();
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let mut found: Vec<usize> = Vec::new();
    for (at, _) in text.match_indices('@') {
        // An address of mail is nobody's name.
        if text[..at].chars().next_back().is_some_and(char::is_alphanumeric) {
            continue;
        }
        let rest = &text[at + 1..];
        let fits = |name: &String| {
            !name.is_empty()
                && rest
                    .strip_prefix(name.as_str())
                    .is_some_and(|after| !after.chars().next().is_some_and(char::is_alphanumeric))
        };
        let Some(longest) = lower.iter().filter(|name| fits(name)).map(String::len).max() else { continue };
        // Two people with one name are both meant: nobody can tell which.
        let here = lower.iter().enumerate().filter(|(_, name)| name.len() == longest && fits(name));
        found.extend(here.map(|(index, _)| index));
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(MENTIONS_MOST);
    found
}

#[cfg(test)]
mod tests {
    use super::mentioned;

    #[test]
    fn a_whole_name_behind_an_at_is_meant() {
        let names = ["Petra Novak", "Petra", "Carl Okafor", "ليلى حداد"];
        assert_eq!(mentioned("@Petra Novak, can you look?", &names), [0]);
        assert_eq!(mentioned("Ask @petra or @CARL OKAFOR.", &names), [1, 2]);
        assert_eq!(mentioned("(@ليلى حداد)", &names), [3]);
        assert_eq!(mentioned("@Petra Novaková", &names), [1], "the longer name is another one");
    }

    #[test]
    fn an_address_or_part_of_a_name_is_nobody() {
        let names = ["example", "Ana Sousa", ""];
        for nobody in ["ana@example.org", "@Ana", "@", "@@", "Ana Sousa", "@AnaSousa"] {
            assert!(mentioned(nobody, &names).is_empty(), "{nobody}");
        }
    }

    #[test]
    fn two_people_with_one_name_are_both_meant() {
        assert_eq!(mentioned("@Sam Lee", &["Sam Lee", "Sam Lee"]), [0, 1]);
    }
}
