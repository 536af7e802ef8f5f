//! Lengths of files as people say them.

/// Bytes in words, by powers of thousand and never more than there are: `1.5 GB`. What is less than nothing is nothing.
pub fn bytes_in_words(bytes: impl TryInto<u64>) -> String {
    let bytes = bytes.try_into().unwrap_or_default();
    let steps = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match steps.into_iter().find(|(size, _)| bytes >= *size) {
        // Of a hundred and more nobody wants tenths.
        Some((size, unit)) if bytes / size >= 100 => format!("{} {unit}", bytes / size),
        Some((size, unit)) => format!("{}.{} {unit}", bytes / size, bytes % size * 10 / size),
        None => format!("{bytes} B"),
    }
}

#[cfg(test)]
mod tests {
    use super::bytes_in_words;

    #[test]
    fn bytes_are_said_in_the_unit_that_fits() {
        assert_eq!(
            [0_u64, 999, 1_000, 99_999, 100_000, 2_560_000, 1_500_000_000].map(bytes_in_words),
            ["0 B", "999 B", "1.0 kB", "99.9 kB", "100 kB", "2.5 MB", "1.5 GB"]
        );
        assert_eq!(bytes_in_words(-1_i64), "0 B");
    }
}
