//! Check digits by country. Sources: the European Commission's descriptions of VAT numbers (VIES), and the tax offices' own.

/// What a check says.
pub enum Check {
    /// It is right; this is the part that is the company's.
    Right(String),
    /// It is wrong, or the number has another length than the country's.
    Wrong,
    /// The country's numbers have no check digit, or it is not known here.
    None,
}

/// Looks at a number without its country.
pub fn company(country: &str, text: &str) -> Check {
    let sure = |right: bool, number: &str| if right { Check::Right(number.to_owned()) } else { Check::Wrong };
    let numeric = digits(text);
    let n = numeric.as_deref().unwrap_or_default();
    match (country, n.len()) {
        ("AT", 8) => sure(austrian(n), text),
        ("AU", 11) => sure(australian(n), text),
        ("AU", 9) => sure((10 - weighted(&n[..8], &[8, 7, 6, 5, 4, 3, 2, 1]) % 10) % 10 == n[8], text),
        ("BE", 10) => sure(97 - value(&n[..8]) % 97 == value(&n[8..]), text),
        ("BE", 9) => sure(97 - value(&n[..7]) % 97 == value(&n[7..]), &format!("0{text}")),
        // The first eight digits are the company's, the next four its branch's.
        ("BR", 14) => sure(brazilian(n), &text[..8]),
        ("CA", 9) => sure(luhn(n), text),
        ("CH", 9) => sure(swiss(n), text),
        ("CZ" | "SK", 8) if country == "CZ" => sure(czech(n), text),
        ("SK", 10) => sure(value(n).is_multiple_of(11), text),
        ("DE", 9) => sure(mod_11_10(n), text),
        ("DK", 8) => sure(weighted(n, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11), text),
        ("EE", 9) => sure((10 - weighted(&n[..8], &[3, 7, 1, 3, 7, 1, 3, 7]) % 10) % 10 == n[8], text),
        ("FI", 8) => sure(weighted(n, &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11), text),
        // SIREN, SIRET and VAT number are of one company.
        ("FR", 9) => sure(luhn(n), text),
        ("FR", 14) => sure(luhn(&n[..9]), &text[..9]),
        ("FR", 11) => {
            sure(luhn(&n[2..]) && (12 + 3 * (value(&n[2..]) % 97)) % 97 == value(&n[..2]), &text[2..])
        }
        ("GB", 9 | 12) => sure(british(&n[..9]), &text[..9]),
        ("GR", 9) => sure(weighted(&n[..8], &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == n[8], text),
        ("HR", 11) => sure(mod_11_10(n), text),
        ("HU", 8 | 11) => {
            sure((10 - weighted(&n[..7], &[9, 7, 3, 1, 9, 7, 3]) % 10) % 10 == n[7], &text[..8])
        }
        ("IT", 11) => sure(luhn(n), text),
        ("JP", 13) => sure(japanese(n), text),
        ("JP", 12) => Check::None,
        ("KR", 10) => sure(korean(n), text),
        ("LU", 8) => sure(value(&n[..6]) % 89 == value(&n[6..]), text),
        ("NO", 9) => sure(check_11(&n[..8], &[3, 2, 7, 6, 5, 4, 3, 2]) == Some(n[8]), text),
        ("PL", 10) => sure(weighted(&n[..9], &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == n[9], text),
        ("PT", 9) => sure(portuguese(n), text),
        ("RO", 2..=10) => sure(romanian(n), text),
        ("RU", 10) => sure(weighted(&n[..9], &[2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == n[9], text),
        // The last two digits of the VAT number are the same for all.
        ("SE", 10) => sure(luhn(n), text),
        ("SE", 12) => sure(luhn(&n[..10]), &text[..10]),
        ("SI", 8) => sure(check_11(&n[..7], &[8, 7, 6, 5, 4, 3, 2]) == Some(n[7]), text),
        ("TR", 10) => sure(turkish(n), text),
        ("IN", _) if text.len() == 15 => sure(indian(text), &text[2..12]),
        ("CN", _) if text.len() == 18 => sure(chinese(text), text),
        ("ES", _) if text.len() == 9 => sure(spanish(text), text),
        ("NL", _) if text.len() == 12 => dutch(text),
        ("NL", 9) => sure(weighted(&n[..8], &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == n[8], text),
        ("CH", 0) if text.len() > 9 => {
            digits(&text[..9]).map_or(Check::Wrong, |n| sure(swiss(&n), &text[..9]))
        }
        (
            "AT" | "AU" | "BE" | "BR" | "DE" | "DK" | "FI" | "FR" | "IT" | "NO" | "PL" | "PT" | "CN" | "ES",
            _,
        ) => Check::Wrong,
        _ => Check::None,
    }
}

fn digits(text: &str) -> Option<Vec<u64>> {
    text.bytes().map(|byte| byte.is_ascii_digit().then(|| u64::from(byte - b'0'))).collect()
}

fn value(digits: &[u64]) -> u64 {
    digits.iter().fold(0, |value, digit| value * 10 + digit)
}

fn weighted(digits: &[u64], weights: &[u64]) -> u64 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The digit that makes a weighted sum divisible by 11; none when that would be 10.
fn check_11(digits: &[u64], weights: &[u64]) -> Option<u64> {
    match 11 - weighted(digits, weights) % 11 {
        11 => Some(0),
        10 => None,
        digit => Some(digit),
    }
}

/// ISO/IEC 7812-1 annex B.
fn luhn(digits: &[u64]) -> bool {
    let sum: u64 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
        .sum();
    sum.is_multiple_of(10)
}

/// ISO/IEC 7064, MOD 11,10.
fn mod_11_10(digits: &[u64]) -> bool {
    let Some((check, body)) = digits.split_last() else { return false };
    let product = body.iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == *check
}

fn austrian(n: &[u64]) -> bool {
    let sum: u64 = n[..7]
        .iter()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
        .sum();
    (96 - sum) % 10 == n[7]
}

fn australian(n: &[u64]) -> bool {
    n[0] > 0 && (weighted(n, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10).is_multiple_of(89)
}

fn brazilian(n: &[u64]) -> bool {
    let check = |body: &[u64]| {
        let sum: u64 = body.iter().rev().zip((2..=9).cycle()).map(|(digit, weight)| digit * weight).sum();
        if sum % 11 < 2 { 0 } else { 11 - sum % 11 }
    };
    check(&n[..12]) == n[12] && check(&n[..13]) == n[13]
}

fn swiss(n: &[u64]) -> bool {
    check_11(&n[..8], &[5, 4, 3, 2, 7, 6, 5, 4]) == Some(n[8])
}

fn czech(n: &[u64]) -> bool {
    let check = match 11 - weighted(&n[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11 {
        10 => 0,
        11 => 1,
        digit => digit,
    };
    check == n[7]
}

fn british(n: &[u64]) -> bool {
    let sum = weighted(&n[..7], &[8, 7, 6, 5, 4, 3, 2]) + value(&n[7..]);
    sum.is_multiple_of(97) || (sum + 55).is_multiple_of(97)
}

fn japanese(n: &[u64]) -> bool {
    let sum: u64 =
        n[1..].iter().rev().enumerate().map(|(at, digit)| if at % 2 == 0 { *digit } else { digit * 2 }).sum();
    9 - sum % 9 == n[0]
}

fn korean(n: &[u64]) -> bool {
    let sum = weighted(&n[..9], &[1, 3, 7, 1, 3, 7, 1, 3, 5]) + n[8] * 5 / 10;
    (10 - sum % 10) % 10 == n[9]
}

fn portuguese(n: &[u64]) -> bool {
    let left = weighted(&n[..8], &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    (if left < 2 { 0 } else { 11 - left }) == n[8]
}

fn romanian(n: &[u64]) -> bool {
    const WEIGHTS: [u64; 9] = [7, 5, 3, 2, 1, 7, 5, 3, 2];
    let Some((check, body)) = n.split_last() else { return false };
    weighted(body, &WEIGHTS[WEIGHTS.len() - body.len()..]) * 10 % 11 % 10 == *check
}

fn turkish(n: &[u64]) -> bool {
    let sum: u64 = (0..9)
        .map(|at| {
            let one = (n[at] + 9 - at as u64) % 10;
            let two = one * (1 << (9 - at)) % 9;
            if one != 0 && two == 0 { 9 } else { two }
        })
        .sum();
    (10 - sum % 10) % 10 == n[9]
}

fn letter_value(byte: u8, letters: &[u8]) -> Option<u64> {
    letters.iter().position(|letter| *letter == byte).map(|at| at as u64)
}

/// GSTIN: state, PAN, number of the registration, Z, check. The PAN is the company's.
fn indian(text: &str) -> bool {
    const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let values: Option<Vec<u64>> = text.bytes().map(|byte| letter_value(byte, LETTERS)).collect();
    values.is_some_and(|values| {
        let sum: u64 = values[..14]
            .iter()
            .enumerate()
            .map(|(at, value)| value * (1 + at as u64 % 2))
            .map(|v| v / 36 + v % 36)
            .sum();
        (36 - sum % 36) % 36 == values[14]
    })
}

/// GB 32100: the unified social credit code.
fn chinese(text: &str) -> bool {
    const LETTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [u64; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let values: Option<Vec<u64>> = text.bytes().map(|byte| letter_value(byte, LETTERS)).collect();
    values.is_some_and(|values| (31 - weighted(&values[..17], &WEIGHTS) % 31) % 31 == values[17])
}

/// The CIF of companies, the NIF and NIE of persons in business.
fn spanish(text: &str) -> bool {
    const PERSONS: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let (first, last) = (text.as_bytes()[0], text.as_bytes()[8]);
    if first.is_ascii_digit() || matches!(first, b'X' | b'Y' | b'Z') {
        let lead = match first {
            b'X' => 0,
            b'Y' => 1,
            b'Z' => 2,
            digit => u64::from(digit - b'0'),
        };
        return digits(&text[1..8])
            .is_some_and(|n| PERSONS[((lead * 10_000_000 + value(&n)) % 23) as usize] == last);
    }
    let Some(n) = digits(&text[1..8]) else { return false };
    let sum: u64 = n
        .iter()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
        .sum();
    let check = (10 - sum % 10) % 10;
    last == b'0' + check as u8 || last == b"JABCDEFGHI"[check as usize]
}

/// With `B` and the number of the registration behind it; numbers given out since 2020 have another check over the whole (MOD 97-10).
fn dutch(text: &str) -> Check {
    let Some(n) = digits(&text[..9]) else { return Check::Wrong };
    if text.as_bytes()[9] != b'B' || digits(&text[10..]).is_none() {
        return Check::Wrong;
    }
    let old = weighted(&n[..8], &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == n[8];
    let whole = format!("NL{text}").bytes().fold(0_u64, |left, byte| {
        if byte.is_ascii_digit() {
            (left * 10 + u64::from(byte - b'0')) % 97
        } else {
            (left * 100 + u64::from(byte - b'A') + 10) % 97
        }
    });
    if old || whole == 1 { Check::Right(text[..9].to_owned()) } else { Check::Wrong }
}
