//! Password hashing: argon2id on a bounded pool of its own, so that a rush of sign-ins cannot take the server down.

use app::api::{ApiError, HashPassword};
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Memory in KiB, passes and lanes: the first choice of OWASP's password storage guidance for argon2id.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// How many hashes may be worked on at once, and how long one waits for its turn.
const AT_ONCE: usize = 2;
const PATIENCE: Duration = Duration::from_secs(3);

/// The pool is full; try again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many sign-ins at once")]
pub struct Busy;

/// Hashes and checks passwords. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

fn argon2() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

impl Passwords {
    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(Busy) };
        // The place is given back by the work itself: who hangs up meanwhile does not stop it.
        let work = move || {
            let _turn = turn;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Busy)
    }

    /// The PHC string of a new password.
    pub async fn hash(&self, password: String) -> Result<String, Busy> {
        self.work(move || argon2().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
            .await?
            .map_err(|_| Busy)
    }

    /// The same for server functions, which know nothing of the pool.
    pub fn for_forms(&self) -> HashPassword {
        let passwords = self.clone();
        Arc::new(move |password| {
            let passwords = passwords.clone();
            Box::pin(async move { passwords.hash(password).await.map_err(|_| ApiError::Busy) })
        })
    }

    /// Whether the password is the one of this hash. Without a hash the same time is spent, so that an answer does not
    /// tell whether an account exists.
    pub async fn check(&self, password: String, hash: Option<String>) -> Result<bool, Busy> {
        self.work(move || match hash {
            Some(hash) => argon2::PasswordHash::new(&hash)
                .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok()),
            None => {
                let _ = argon2().hash_password(password.as_bytes());
                false
            }
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse battery".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.check("correct horse battery".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.check("correct horse batterz".into(), Some(hash)).await.unwrap());
        assert!(!passwords.check("anything".into(), None).await.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_pool_says_so_instead_of_queueing_for_ever() {
        let passwords = Passwords::default();
        let _turns = passwords.turns.clone().acquire_many_owned(AT_ONCE as u32).await.unwrap();
        assert_eq!(passwords.check("x".into(), None).await, Err(Busy));
    }

    #[tokio::test]
    async fn who_hangs_up_keeps_the_place_until_the_work_ends() {
        let passwords = Passwords::default();
        let (begun, begins) = tokio::sync::oneshot::channel();
        let (end, ends) = std::sync::mpsc::channel::<()>();
        let pool = passwords.clone();
        let hanging = tokio::spawn(async move {
            let work = move || {
                let _ = begun.send(());
                let _ = ends.recv();
            };
            pool.work(work).await
        });
        begins.await.unwrap();
        hanging.abort();
        assert!(hanging.await.unwrap_err().is_cancelled());
        assert_eq!(passwords.turns.available_permits(), AT_ONCE - 1);
        end.send(()).unwrap();
        let _all = passwords.turns.acquire_many(AT_ONCE as u32).await.unwrap();
    }
}
