//! How often somebody may try: per address of the account, so that passwords cannot be guessed in bulk.

use crate::limits::Limit;
use std::num::NonZeroU32;
use std::sync::LazyLock;

const BURST: NonZeroU32 = NonZeroU32::new(10).unwrap();
const PER_MINUTE: NonZeroU32 = NonZeroU32::new(5).unwrap();

static TRIES: LazyLock<Limit> = LazyLock::new(|| Limit::new(BURST, PER_MINUTE));

/// Whether this account may be tried now: ten tries at once, then five a minute.
pub fn may_try(account: &str) -> bool {
    TRIES.allows(account)
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
