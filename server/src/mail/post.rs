//! Sends what is written, one mail after the other: tries again what failed in a way that may pass, and puts aside what was
//! refused for good.

use super::Mailer;
use super::compose::{NoLetter, message};
use crate::jobs::holding;
use crate::state::State;
use futures::FutureExt as _;
use lettre::AsyncTransport as _;
use lettre::transport::smtp::Error as SmtpError;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use store::mail::{self, Claimed};
use store::{StoreError, fault};
use tokio::sync::watch;

/// How often mails are looked for when there were none.
const PAUSE: Duration = Duration::from_secs(1);
/// How long nothing is tried after the server could not be reached.
const AWAY: Duration = Duration::from_secs(15);
/// How often it is tried to keep that a mail was taken, before the claim is left to run out.
const KEEPING_TRIES: usize = 60;

/// What became of a look for mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worked {
    /// There was none.
    Nothing,
    /// One was dealt with.
    One,
    /// The server could not be reached.
    Away,
}

/// Sends until told to stop; ends the mail in hand first.
pub async fn run(state: State, mut stop: watch::Receiver<bool>) {
    let Some(mailer) = state.mail.clone() else { return };
    while !*stop.borrow() {
        let working = AssertUnwindSafe(next(&state, &mailer)).catch_unwind().await;
        let pause = match working {
            Ok(Ok(Worked::One)) => continue,
            Ok(Ok(Worked::Nothing)) => PAUSE,
            Ok(Ok(Worked::Away)) => AWAY,
            Ok(Err(error)) => {
                tracing::warn!(%error, "mails cannot be looked for");
                PAUSE
            }
            Err(_) => {
                tracing::error!("sending a mail panicked");
                metrics::counter!("tandem_worker_restarts_total").increment(1);
                AWAY
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Sends one mail, if one is due.
pub async fn next(state: &State, mailer: &Arc<Mailer>) -> Result<Worked, StoreError> {
    let Some(claimed) = mail::claim(&state.portal.store, state.now()).await? else {
        return Ok(Worked::Nothing);
    };
    let store = &state.portal.store;
    let sending = send(state, mailer, &claimed);
    let (outcome, worked) = holding(sending, || mail::hold(store, &claimed, state.now())).await?;
    let word = outcome.word();
    keep(state, &claimed, outcome).await?;
    metrics::counter!("tandem_mails_total", "kind" => claimed.kind.as_str(), "outcome" => word).increment(1);
    Ok(worked)
}

async fn send(
    state: &State,
    mailer: &Arc<Mailer>,
    claimed: &Claimed,
) -> Result<(Outcome, Worked), StoreError> {
    let message = match message(state, mailer, claimed).await {
        Err(NoLetter::Store(error)) => return Err(error),
        Err(NoLetter::Over(why)) => return Ok((Outcome::Over(why.to_owned()), Worked::One)),
        Err(NoLetter::Impossible(why)) => return Ok((Outcome::Refused(why), Worked::One)),
        Ok(message) => message,
    };
    fault::point("mailing");
    Ok(match mailer.transport.send(message).await {
        Ok(_) => {
            fault::point("mailed");
            (Outcome::Sent, Worked::One)
        }
        Err(error) if is_final(&error) => (Outcome::Refused(error.to_string()), Worked::One),
        Err(error) => {
            let worked = if error.status().is_none() { Worked::Away } else { Worked::One };
            (Outcome::Failed(error.to_string()), worked)
        }
    })
}

/// Whether the server will not have this mail, whenever it comes. That it does not know the portal is no fault of the
/// mail's (RFC 4954, 6).
fn is_final(error: &SmtpError) -> bool {
    let code = error.status().map(u16::from).unwrap_or_default();
    error.is_permanent() && !matches!(code, 530 | 534 | 535 | 538)
}

#[derive(Debug)]
enum Outcome {
    Sent,
    Over(String),
    Refused(String),
    Failed(String),
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Over(_) => "dropped",
            Self::Refused(_) => "refused",
            Self::Failed(_) => "failed",
        }
    }
}

/// Keeps what became of it. That a mail was taken is tried for a while, since it would be sent again otherwise.
async fn keep(state: &State, claimed: &Claimed, outcome: Outcome) -> Result<(), StoreError> {
    let tries = if matches!(outcome, Outcome::Sent) { KEEPING_TRIES } else { 1 };
    let mut kept = once(state, claimed, &outcome).await;
    for _ in 1..tries {
        match kept {
            Err(StoreError::Unavailable(_)) => {
                tokio::time::sleep(PAUSE).await;
                kept = once(state, claimed, &outcome).await;
            }
            other => return other,
        }
    }
    kept
}

async fn once(state: &State, claimed: &Claimed, outcome: &Outcome) -> Result<(), StoreError> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    let ended = match outcome {
        Outcome::Sent => mail::sent(&mut tx, claimed).await,
        Outcome::Over(why) => mail::dropped(&mut tx, claimed, why).await,
        Outcome::Refused(why) => {
            tracing::warn!(mail = %claimed.id, why, "a mail was refused");
            mail::refused(&mut tx, claimed, why).await
        }
        Outcome::Failed(why) => {
            tracing::warn!(mail = %claimed.id, attempt = claimed.attempt, why, "a mail could not be sent");
            mail::failed(&mut tx, claimed, why).await.map(drop)
        }
    };
    match ended {
        Ok(()) => tx.commit().await,
        // It took so long that it was given to another worker, whose word counts.
        Err(StoreError::Stale) => Ok(()),
        Err(error) => Err(error),
    }
}
