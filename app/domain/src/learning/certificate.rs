//! The number of a certificate, and how long it is valid.

use crate::time::Day;

/// Crockford's Base32: no letter that is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS: usize = 16;

/// A number of 80 random bits in four groups, `7K2M-9QXT-0BVD-H4ZR`: nobody guesses another one.
pub fn fresh_number(random: [u8; 10]) -> String {
    let bits = random.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let characters: Vec<char> =
        (0..CHARACTERS).rev().map(|n| char::from(ALPHABET[((bits >> (5 * n)) & 31) as usize])).collect();
    characters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A number as people type it off paper: any case, any separators, O for 0, I and L for 1.
pub fn read_number(text: &str) -> Option<String> {
    let mut characters = String::new();
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !c.is_ascii() || !ALPHABET.contains(&(c as u8)) {
            return None;
        }
        characters.push(c);
    }
    if characters.len() != CHARACTERS {
        return None;
    }
    let groups: Vec<&str> = (0..4).map(|n| &characters[4 * n..4 * n + 4]).collect();
    Some(groups.join("-"))
}

/// How a certificate stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Valid.
    Valid,
    /// Valid, and it expires within the next weeks.
    ExpiresSoon,
    /// Not valid any more.
    Expired,
}

impl Standing {
    /// By the first day on which it isn't valid any more.
    pub fn of(expires_on: Option<Day>, today: Day) -> Self {
        match expires_on {
            Some(end) if end <= today => Self::Expired,
            Some(end) if end.since(today) <= super::SOON_DAYS => Self::ExpiresSoon,
            _ => Self::Valid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_however_it_is_typed() {
        let number = fresh_number([0xff, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(number.len(), 19);
        assert_eq!(read_number(&number), Some(number.clone()));
        assert_eq!(read_number(&number.to_lowercase().replace('-', " ")), Some(number));
        assert_eq!(read_number("OOOO-IIII-LLLL-0000").as_deref(), Some("0000-1111-1111-0000"));
        for bad in ["", "7K2M", "7K2M-9QXT-0BVD-H4ZU", "7K2M-9QXT-0BVD-H4ZR-1", "ééééééééééééééé1"]
        {
            assert_eq!(read_number(bad), None, "{bad}");
        }
    }

    #[test]
    fn numbers_of_different_bits_differ() {
        assert_ne!(fresh_number([0; 10]), fresh_number([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]));
        assert_eq!(fresh_number([0xff; 10]), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    }

    #[test]
    fn a_certificate_ends_on_its_day() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let end = Some(day("2027-01-31"));
        assert_eq!(Standing::of(end, day("2026-11-24")), Standing::Valid);
        assert_eq!(Standing::of(end, day("2027-01-30")), Standing::ExpiresSoon);
        assert_eq!(Standing::of(end, day("2027-01-31")), Standing::Expired);
        assert_eq!(Standing::of(None, day("2999-01-01")), Standing::Valid);
    }
}
