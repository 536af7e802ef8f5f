//! The vendor's look as every page needs it: read once in a while, not once a page.

use super::Portal;
use domain::looks::Look;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How old what is kept may be: another server's change is seen after so long.
const FRESH: Duration = Duration::from_secs(2);

/// What was read, and when. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct KeptLook(Arc<RwLock<Option<(Instant, Look)>>>);

impl KeptLook {
    fn kept(&self) -> Option<(Instant, Look)> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, look: Option<(Instant, Look)>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = look;
    }

    /// After a change: the next page reads it anew.
    pub fn forget(&self) {
        self.keep(None);
    }
}

impl Portal {
    /// The vendor's look: what an administrator has set, else what the configuration says. A database that can't be asked
    /// changes no page's look.
    pub async fn look(&self) -> Look {
        let kept = self.kept_look.kept();
        if let Some((at, look)) = &kept
            && at.elapsed() < FRESH
        {
            return look.clone();
        }
        let read = async {
            let mut read = self.store.read().await?;
            store::looks::look(&mut read).await
        };
        match read.await {
            Ok(set) => {
                let look = set.unwrap_or_else(|| self.configured_look());
                self.kept_look.keep(Some((Instant::now(), look.clone())));
                look
            }
            Err(error) => {
                tracing::warn!(%error, "the look stays as it was");
                kept.map_or_else(|| self.configured_look(), |(_, look)| look)
            }
        }
    }

    /// The look of a portal whose administrator has set none.
    pub fn configured_look(&self) -> Look {
        Look { name: self.vendor.name.clone(), hue: self.vendor.hue, ..Look::default() }
    }
}
