//! A domain in ASCII: by UTS 46 on the server; in the browser, which has no table for that, by RFC 3492 alone.

#[cfg(feature = "full")]
pub fn ascii(host: &str) -> Option<String> {
    idna::domain_to_ascii(host).ok()
}

#[cfg(feature = "full")]
pub fn unicode(ascii: &str) -> String {
    idna::domain_to_unicode(ascii).0
}

#[cfg(not(feature = "full"))]
pub fn ascii(host: &str) -> Option<String> {
    let host: String = crate::name::composed(host.to_lowercase().chars()).into_iter().collect();
    let labels: Option<Vec<String>> = host.split('.').map(label).collect();
    labels.map(|labels| labels.join("."))
}

#[cfg(not(feature = "full"))]
fn label(label: &str) -> Option<String> {
    if label.is_ascii() {
        let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let bad = label.is_empty()
            || label.starts_with('-')
            || label.strip_prefix("xn--").is_some_and(|code| punycode::decode(code).is_none());
        return (plain && !bad).then(|| label.to_owned());
    }
    let letters = label.chars().all(|c| is_letter(c) || c == '-');
    letters.then(|| format!("xn--{}", punycode::encode(label)))
}

/// What a label may have beside hyphens.
#[cfg(not(feature = "full"))]
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || crate::name::is_mark(c)
}

#[cfg(not(feature = "full"))]
pub fn unicode(ascii: &str) -> String {
    let label = |label: &str| {
        label.strip_prefix("xn--").and_then(punycode::decode).unwrap_or_else(|| label.to_owned())
    };
    ascii.split('.').map(label).collect::<Vec<_>>().join(".")
}

#[cfg(not(feature = "full"))]
mod punycode {
    //! RFC 3492 with its parameters of section 5.

    const BASE: u32 = 36;
    const TMIN: u32 = 1;
    const TMAX: u32 = 26;
    const LONGEST: usize = 63;

    fn adapt(delta: u32, count: u32, first: bool) -> u32 {
        let mut delta = if first { delta / 700 } else { delta / 2 };
        delta += delta / count;
        let mut k = 0;
        while delta > ((BASE - TMIN) * TMAX) / 2 {
            delta /= BASE - TMIN;
            k += BASE;
        }
        k + (BASE - TMIN + 1) * delta / (delta + 38)
    }

    fn threshold(k: u32, bias: u32) -> u32 {
        k.saturating_sub(bias).clamp(TMIN, TMAX)
    }

    pub fn encode(label: &str) -> String {
        let letters: Vec<u32> = label.chars().take(LONGEST).map(u32::from).collect();
        let mut out: String = label.chars().take(LONGEST).filter(char::is_ascii).collect();
        let basic = out.len() as u32;
        let mut handled = basic;
        if basic > 0 {
            out.push('-');
        }
        let (mut n, mut delta, mut bias) = (128, 0_u32, 72);
        while (handled as usize) < letters.len() {
            let Some(next) = letters.iter().copied().filter(|c| *c >= n).min() else { break };
            delta = delta.wrapping_add((next - n).wrapping_mul(handled + 1));
            n = next;
            for c in &letters {
                if *c < n {
                    delta = delta.wrapping_add(1);
                }
                if *c == n {
                    let (mut q, mut k) = (delta, BASE);
                    loop {
                        let t = threshold(k, bias);
                        if q < t {
                            break;
                        }
                        out.push(digit(t + (q - t) % (BASE - t)));
                        q = (q - t) / (BASE - t);
                        k += BASE;
                    }
                    out.push(digit(q));
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled += 1;
                }
            }
            delta = delta.wrapping_add(1);
            n += 1;
        }
        out
    }

    fn digit(value: u32) -> char {
        char::from_digit(value, BASE).map_or('a', |_| {
            char::from(if value < 26 { b'a' + value as u8 } else { b'0' + (value - 26) as u8 })
        })
    }

    pub fn decode(code: &str) -> Option<String> {
        let (basic, rest) = code.rsplit_once('-').unwrap_or(("", code));
        let mut out: Vec<char> = basic.chars().collect();
        let (mut n, mut i, mut bias) = (128_u32, 0_u32, 72);
        let mut digits = rest.bytes().peekable();
        digits.peek()?;
        while digits.peek().is_some() {
            let (before, mut weight, mut k) = (i, 1_u32, BASE);
            loop {
                let value = match digits.next()? {
                    byte @ b'a'..=b'z' => u32::from(byte - b'a'),
                    byte @ b'0'..=b'9' => u32::from(byte - b'0') + 26,
                    _ => return None,
                };
                i = i.checked_add(value.checked_mul(weight)?)?;
                let t = threshold(k, bias);
                if value < t {
                    break;
                }
                weight = weight.checked_mul(BASE - t)?;
                k += BASE;
            }
            let count = out.len() as u32 + 1;
            bias = adapt(i - before, count, before == 0);
            n = n.checked_add(i / count)?;
            i %= count;
            if out.len() >= LONGEST {
                return None;
            }
            out.insert(i as usize, char::from_u32(n).filter(|c| super::is_letter(*c))?);
            i += 1;
        }
        Some(out.into_iter().collect())
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn samples_of_the_rfc_go_both_ways() {
            // Section 7.1: (B) Chinese, (H) Russian without its capitals, and a German name.
            for (label, code) in [
                ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
                ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
                ("müller", "mller-kva"),
            ] {
                assert_eq!(super::encode(label), code);
                assert_eq!(super::decode(code).as_deref(), Some(label));
            }
        }
    }
}
