//! A claim is good as long as its server renews it. What a server had in hand that is gone, another one takes over.

use crate::state::State;
use std::time::{Duration, Instant};
use store::StoreError;
use store::outbox::{self, CLAIM_SECONDS};

/// How often a server says that it still works on what it has claimed.
const RENEWED: Duration = Duration::from_secs(CLAIM_SECONDS.unsigned_abs() / 3);
/// How often claims are looked at that nobody has renewed.
const LOOKED: Duration = Duration::from_secs(5);

/// Works on something that is claimed, and renews the claim until it is done.
pub async fn holding<T, R>(work: impl Future<Output = T>, renew: impl Fn() -> R) -> T
where
    R: Future<Output = Result<(), StoreError>>,
{
    let renewing = async {
        loop {
            tokio::time::sleep(RENEWED).await;
            if let Err(error) = renew().await {
                tracing::warn!(%error, "a claim cannot be renewed");
            }
        }
    };
    tokio::select! {
        done = work => done,
        never = renewing => never,
    }
}

/// Since when the database has answered without a break: while it was away nobody could renew anything, and whoever has
/// sent a mail meanwhile has to have a chance to say so first.
#[derive(Debug)]
pub(super) struct Watch {
    well_since: Instant,
    looked: Instant,
}

impl Watch {
    pub(super) fn begun() -> Self {
        let now = Instant::now();
        Self { well_since: now, looked: now }
    }

    /// Whether it is time to look for what others have left; asking begins the next wait.
    pub(super) fn is_due(&mut self) -> bool {
        let due = self.well_since.elapsed().as_secs() >= CLAIM_SECONDS.unsigned_abs()
            && self.looked.elapsed() >= LOOKED;
        if due {
            self.looked = Instant::now();
        }
        due
    }
}

/// Gives back what servers had in hand that have not renewed it; answers how much that was.
pub async fn take_over(state: &State) -> Result<u64, StoreError> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    let back = outbox::recover(&mut tx).await? + store::mail::recover(&mut tx).await?;
    tx.commit().await?;
    if back > 0 {
        tracing::info!(back, "taken over from a server that is gone");
    }
    Ok(back)
}
