//! Password hashing: argon2id on a bounded pool of its own, so that a rush of sign-ins cannot take the server down.

use app::api::{ApiError, HashPassword};
use argon2::password_hash::PasswordHasher as _;
use argon2::password_hash::phc::Output;
use argon2::{Algorithm, Argon2, Block, Params, PasswordHash, Version};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Memory in KiB, passes and lanes: the first choice of OWASP's password storage guidance for argon2id.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// How many hashes may be worked on at once, and how long one waits for its turn.
const AT_ONCE: usize = 2;
const PATIENCE: Duration = Duration::from_secs(3);
/// How long memory is kept that nobody needs.
const QUIET: Duration = Duration::from_secs(60);

/// The pool is full; try again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many sign-ins at once")]
pub struct Busy;

/// Hashes and checks passwords. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    kept: Arc<Kept>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), kept: Arc::default() }
    }
}

/// The memory of checks, from one to the next: to have it from the system anew, page by page, takes a third of the time of
/// the check itself.
#[derive(Default)]
struct Kept {
    memory: Mutex<Vec<Vec<Block>>>,
    checks: AtomicU64,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Kept")
    }
}

impl Kept {
    fn with<T>(&self, work: impl FnOnce(&mut Vec<Block>) -> T) -> T {
        let spare = || self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let mut memory = spare().pop().unwrap_or_default();
        let done = work(&mut memory);
        spare().push(memory);
        done
    }

    /// Gives it back to the system once there was no other check for a while.
    fn forget_later(self: Arc<Self>, check: u64) {
        tokio::spawn(async move {
            tokio::time::sleep(QUIET).await;
            if self.checks.load(Ordering::Relaxed) == check {
                self.memory.lock().unwrap_or_else(PoisonError::into_inner).clear();
            }
        });
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
        let kept = self.kept.clone();
        let check = kept.checks.fetch_add(1, Ordering::Relaxed) + 1;
        let done = self.work(move || {
            kept.with(|memory| match hash {
                Some(hash) => fits(&password, &hash, memory).unwrap_or(false),
                None => {
                    let _ = derive(argon2(), &password, &[0; 16], &mut [0; 32], memory);
                    false
                }
            })
        });
        let done = done.await;
        self.kept.clone().forget_later(check);
        done
    }
}

/// Derives the key of a password into `key`.
fn derive(
    argon2: Argon2<'_>,
    password: &str,
    salt: &[u8],
    key: &mut [u8],
    memory: &mut Vec<Block>,
) -> Option<()> {
    let blocks = argon2.params().block_count();
    if memory.len() < blocks {
        memory.resize(blocks, Block::new());
    }
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, key, memory.as_mut_slice()).ok()
}

/// Whether the password is the one of this PHC string; `None` when it is none.
fn fits(password: &str, hash: &str, memory: &mut Vec<Block>) -> Option<bool> {
    let hash = PasswordHash::new(hash).ok()?;
    let (salt, known) = (hash.salt.as_ref()?, hash.hash.as_ref()?);
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
    let version = Version::try_from(hash.version?).ok()?;
    let argon2 = Argon2::new(algorithm, version, Params::try_from(&hash).ok()?);
    let mut key = [0; Output::MAX_LENGTH];
    let key = key.get_mut(..known.len())?;
    derive(argon2, password, salt, key, memory)?;
    // In a time that does not tell where they differ.
    Some(Output::new(key).ok()? == *known)
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

    #[tokio::test]
    async fn hashes_of_other_costs_and_shapes_are_checked_by_their_own_and_nonsense_fits_nothing() {
        let passwords = Passwords::default();
        for (memory, passes, lanes, length) in [(64, 1, 1, 16), (32 * 1024, 1, 2, 32), (8, 3, 1, 48)] {
            let params = Params::new(memory, passes, lanes, Some(length)).unwrap();
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            let hash = argon2.hash_password(b"correct horse battery").unwrap().to_string();
            assert!(
                passwords.check("correct horse battery".into(), Some(hash.clone())).await.unwrap(),
                "{hash}"
            );
            assert!(!passwords.check("correct horse".into(), Some(hash)).await.unwrap());
        }
        for nonsense in [
            "",
            "plain",
            "$argon2id$v=19$m=8,t=1,p=1",
            "$2b$12$abcdefghijklmnopqrstuv",
            "$argon2id$v=19$m=1,t=0,p=0$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert!(!passwords.check(String::new(), Some(nonsense.into())).await.unwrap(), "{nonsense}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn memory_is_used_again_and_given_back_once_nobody_signs_in() {
        let passwords = Passwords::default();
        let kept = || passwords.kept.memory.lock().unwrap().len();
        for _ in 0..3 {
            passwords.check("x".into(), None).await.unwrap();
            assert_eq!(kept(), 1);
        }
        tokio::time::sleep(QUIET * 2).await;
        assert_eq!(kept(), 0);
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
