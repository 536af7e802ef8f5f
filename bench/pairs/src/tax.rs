//! Tax numbers with the check digits of their countries, written as offices there write them.

use crate::rng::Rng;

/// A number of the country; empty where the generator knows none.
pub fn number(country: &str, rng: &mut Rng) -> String {
    let first = char::from(b'1' + rng.below(8) as u8);
    let mut body = |n: usize| format!("{first}{}", rng.digits(n - 1));
    match country {
        "DE" => with(body(8), "DE", mod_11_10),
        "IT" => with(body(10), "IT", luhn),
        "SE" => format!("SE{}01", with(body(9), "", luhn)),
        "FR" => with(body(8), "", luhn),
        "PL" => weighted_until(
            || rng_digits(rng, 9),
            &[6, 5, 7, 2, 3, 4, 5, 6, 7],
            |sum| (sum % 11 < 10).then_some(sum % 11),
            "PL",
        ),
        "BE" => {
            let head = format!("0{}", &body(7)[..7]);
            let rest = 97 - head.parse::<u64>().unwrap_or(0) % 97;
            format!("BE{head}{rest:02}")
        }
        "DK" => weighted_whole(rng, &[2, 7, 6, 5, 4, 3, 2, 1], 11, "DK"),
        "NO" => weighted_until(
            || rng_digits(rng, 8),
            &[3, 2, 7, 6, 5, 4, 3, 2],
            |sum| match 11 - sum % 11 {
                11 => Some(0),
                10 => None,
                digit => Some(digit),
            },
            "",
        ),
        "RU" => weighted_until(
            || rng_digits(rng, 9),
            &[2, 4, 10, 3, 5, 9, 4, 6, 8],
            |sum| Some(sum % 11 % 10),
            "",
        ),
        "PT" => weighted_until(
            || format!("5{}", rng_digits(rng, 7)),
            &[9, 8, 7, 6, 5, 4, 3, 2],
            |sum| Some(if sum % 11 < 2 { 0 } else { 11 - sum % 11 }),
            "PT",
        ),
        "BR" => cnpj(rng),
        "GB" => {
            let head = body(7);
            let sum: u64 = digits(&head).zip(2..=8).map(|(digit, weight)| digit * (10 - weight)).sum();
            format!("GB{head}{:02}", 97 - sum % 97)
        }
        "US" => format!("{}-{}", body(2), rng.digits(7)),
        "IN" | "CN" | "JP" | "KR" | "TR" => String::new(),
        _ => String::new(),
    }
}

fn rng_digits(rng: &mut Rng, n: usize) -> String {
    format!("{}{}", 1 + rng.below(8), rng.digits(n - 1))
}

fn digits(text: &str) -> impl DoubleEndedIterator<Item = u64> {
    text.bytes().map(|byte| u64::from(byte - b'0'))
}

fn with(body: String, prefix: &str, check: fn(&str) -> u64) -> String {
    let digit = check(&body);
    format!("{prefix}{body}{digit}")
}

fn luhn(body: &str) -> u64 {
    let sum: u64 = digits(body)
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum();
    (10 - sum % 10) % 10
}

fn mod_11_10(body: &str) -> u64 {
    let mut product = 10;
    for digit in digits(body) {
        let sum = (digit + product) % 10;
        product = if sum == 0 { 10 } else { sum } * 2 % 11;
    }
    (11 - product) % 10
}

fn weighted_until(
    mut body: impl FnMut() -> String,
    weights: &[u64],
    check: impl Fn(u64) -> Option<u64>,
    prefix: &str,
) -> String {
    loop {
        let body = body();
        let sum: u64 = digits(&body).zip(weights).map(|(digit, weight)| digit * weight).sum();
        if let Some(digit) = check(sum) {
            return format!("{prefix}{body}{digit}");
        }
    }
}

fn weighted_whole(rng: &mut Rng, weights: &[u64], modulus: u64, prefix: &str) -> String {
    loop {
        let body = rng_digits(rng, weights.len());
        if digits(&body).zip(weights).map(|(digit, weight)| digit * weight).sum::<u64>() % modulus == 0 {
            return format!("{prefix}{body}");
        }
    }
}

fn cnpj(rng: &mut Rng) -> String {
    let mut number = format!("{}0001", rng_digits(rng, 8));
    for _ in 0..2 {
        let sum: u64 = digits(&number).rev().zip((2..=9).cycle()).map(|(digit, weight)| digit * weight).sum();
        let digit = if sum % 11 < 2 { 0 } else { 11 - sum % 11 };
        number.push_str(&digit.to_string());
    }
    format!("{}.{}.{}/{}-{}", &number[..2], &number[2..5], &number[5..8], &number[8..12], &number[12..])
}
