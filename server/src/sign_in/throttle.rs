//! How often somebody may try: per address of the account, so that passwords cannot be guessed in bulk.

use governor::clock::DefaultClock;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::LazyLock;

type Limiter = RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock>;

const BURST: NonZeroU32 = NonZeroU32::new(10).unwrap();
const PER_MINUTE: NonZeroU32 = NonZeroU32::new(5).unwrap();

static TRIES: LazyLock<Limiter> =
    LazyLock::new(|| RateLimiter::keyed(Quota::per_minute(PER_MINUTE).allow_burst(BURST)));

/// Whether this account may be tried now: ten tries at once, then five a minute.
pub fn may_try(account: &str) -> bool {
    if TRIES.len() > 10_000 {
        TRIES.retain_recent();
    }
    TRIES.check_key(&account.to_owned()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::may_try;

    #[test]
    fn the_eleventh_try_at_once_is_refused_for_that_account_only() {
        assert!((0..10).all(|_| may_try("guessed@example.org")));
        assert!(!may_try("guessed@example.org"));
        assert!(may_try("other@example.org"));
    }
}
