//! Where the part of a registry ends: by the public suffix list, or by a short one in the browser.

#[cfg(feature = "full")]
pub fn registrable(ascii: &str) -> Option<String> {
    psl::domain_str(ascii).map(str::to_owned)
}

/// Labels under country domains that are registered under, as in `acme.co.uk`.
#[cfg(not(feature = "full"))]
const SECOND: &[&str] = &["ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"];

#[cfg(not(feature = "full"))]
pub fn registrable(ascii: &str) -> Option<String> {
    let labels: Vec<&str> = ascii.split('.').filter(|label| !label.is_empty()).collect();
    let country = labels.last().is_some_and(|top| top.len() == 2);
    let second = labels.len() > 1 && country && SECOND.contains(&labels[labels.len() - 2]);
    let kept = if second { 3 } else { 2 };
    (labels.len() >= kept).then(|| labels[labels.len() - kept..].join("."))
}
