//! Places where a test can end the program at once, as a failing machine would. Not there in a release.
//!
//! `TANDEM_FAULT=committed:3` aborts the process at the third time that it comes by the point `committed`.

/// Every point there is, so that tests walk all of them.
pub const POINTS: [&str; 9] = [
    "committing",
    "committed",
    "migrating",
    "backing_up",
    "receiving",
    "shelved",
    "handled",
    "mailing",
    "mailed",
];

/// Ends the program here, if a test wants that.
#[inline]
pub fn point(name: &'static str) {
    debug_assert!(POINTS.contains(&name), "{name} is no point");
    #[cfg(debug_assertions)]
    wanted::end_at(name);
}

#[cfg(debug_assertions)]
mod wanted {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    static WANTED: LazyLock<Option<(String, AtomicU32)>> = LazyLock::new(|| {
        let told = std::env::var("TANDEM_FAULT").ok()?;
        let (name, times) = told.split_once(':').unwrap_or((told.as_str(), "1"));
        Some((name.to_owned(), AtomicU32::new(times.parse().ok()?)))
    });

    pub(super) fn end_at(name: &str) {
        if let Some((wanted, left)) = &*WANTED
            && wanted == name
            && left.fetch_sub(1, Ordering::SeqCst) == 1
        {
            eprintln!("tandem: ended at {name}");
            std::process::abort();
        }
    }
}
