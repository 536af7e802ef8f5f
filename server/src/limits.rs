//! How often somebody may do what could be used to find things out by trying: token buckets (GCRA) by key.

use app::api::AskLimit;
use governor::clock::DefaultClock;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Keys that are remembered before those that are at rest are forgotten.
const MOST_KEYS: usize = 10_000;

const VERDICTS_A_MINUTE: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// A bucket for each key.
#[derive(Debug)]
pub struct Limit(RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock>);

impl Limit {
    /// So many at once, then so many a minute.
    pub fn new(burst: NonZeroU32, per_minute: NonZeroU32) -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(per_minute).allow_burst(burst)))
    }

    /// Whether this key may go on now.
    pub fn allows(&self, key: &str) -> bool {
        if self.0.len() > MOST_KEYS {
            self.0.retain_recent();
        }
        self.0.check_key(&key.to_owned()).is_ok()
    }
}

/// Verdicts over everybody's claims, by person: enough to type a form, too few to list the vendor's customers.
pub fn verdicts() -> AskLimit {
    let limit = Limit::new(VERDICTS_A_MINUTE, VERDICTS_A_MINUTE);
    Arc::new(move |person| limit.allows(person.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_who_asks_too_often_waits_and_others_do_not() {
        let limit = Limit::new(NonZeroU32::new(3).unwrap(), NonZeroU32::new(1).unwrap());
        assert!((0..3).all(|_| limit.allows("ana")));
        assert!(!limit.allows("ana"));
        assert!(limit.allows("ben"));
    }
}
