//! One at a time for everything of the same name.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::OwnedMutexGuard;

/// Names whose turns have ended are forgotten when so many are known.
const MOST_NAMES: usize = 256;

#[derive(Debug, Clone, Default)]
pub(super) struct Turns(Arc<Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>>);

impl Turns {
    /// Waits for everybody who came before under this name; the turn ends when it is dropped.
    pub(super) async fn take(&self, name: &str) -> OwnedMutexGuard<()> {
        self.of(name).lock_owned().await
    }

    fn of(&self, name: &str) -> Arc<tokio::sync::Mutex<()>> {
        // Nothing in here can panic half way.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > MOST_NAMES {
            known.retain(|_, turn| turn.strong_count() > 0);
        }
        if let Some(turn) = known.get(name).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::default();
        known.insert(name.to_owned(), Arc::downgrade(&turn));
        turn
    }
}
