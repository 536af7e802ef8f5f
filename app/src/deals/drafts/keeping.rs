//! Keeps the draft while it is typed, so that a closed laptop loses nothing.

use super::api::{KeepDraft, KeptDraft};
use crate::api::{ApiError, Question, read, send};
use crate::forms::Sending;
use crate::live::{Live, Source};
use crate::texts::text;
use domain::deals::DealForm;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::time::Duration;

/// How long typing has to rest before the draft is kept.
const REST: Duration = Duration::from_millis(1500);

/// How the draft is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// Nothing was typed since it was last told.
    Untold,
    /// The portal has it.
    Yes,
    /// It could not be kept just now.
    No,
    /// Somebody has changed it elsewhere.
    Elsewhere,
}

/// Where the draft is, and whether it is safe.
#[derive(Clone)]
pub(super) struct Keeping {
    /// Its id, once it is kept.
    pub id: Source<String>,
    /// The version that the next sending has to name.
    pub version: Source<String>,
    /// What happens once it is handed in, as the server draws it.
    pub ahead: Source<String>,
    kept: Source<Kept>,
    turn: Arc<AtomicU32>,
    busy: Arc<AtomicBool>,
}

impl Keeping {
    pub(super) fn new(form: &DealForm, ahead: String) -> Self {
        Self {
            id: Source::new(form.id.clone()),
            version: Source::new(form.version.clone()),
            ahead: Source::new(ahead),
            kept: Source::new(Kept::Untold),
            turn: Arc::default(),
            busy: Arc::default(),
        }
    }

    /// What is told of it.
    pub(super) fn words(&self) -> &'static str {
        match self.kept.get() {
            Kept::Untold => "",
            Kept::Yes => text::deals::kept(),
            Kept::No => text::deals::not_kept(),
            Kept::Elsewhere => text::deals::kept_elsewhere(),
        }
    }

    /// What `public/device.js` goes by: whether the form is on its way, was lost on it, or is the portal's.
    pub(super) fn state(&self, sending: &Sending) -> &'static str {
        let kept = self.kept.get();
        let lost = sending.answer.with(|answer| match answer {
            Some(Ok(_)) => Some("taken"),
            Some(Err(ApiError::Unreachable | ApiError::Busy)) => Some("lost"),
            _ => None,
        });
        match lost {
            _ if sending.pending.get() => "sending",
            Some(told) => told,
            None if kept == Kept::Yes => "kept",
            None => "",
        }
    }

    /// Something was typed: keep it after a pause, unless more is typed or the form is being sent.
    pub(super) fn typed(&self, area: NodeRef<html::Div>, sending: Live<bool>) {
        let turn = self.turn.fetch_add(1, Relaxed) + 1;
        let keeping = self.clone();
        if self.kept.peek() == Kept::Yes {
            self.kept.set(Kept::Untold);
        }
        set_timeout(
            move || {
                // What was typed since has a turn of its own, and what is on its way looks after itself when it is back.
                let current = keeping.turn.load(Relaxed) == turn;
                if !current || keeping.busy.load(Relaxed) || untrack(|| sending.get()) {
                    return;
                }
                // The page may be gone by now, with its form.
                let Some(fields) = fields(area) else { return };
                keeping.busy.store(true, Relaxed);
                leptos::task::spawn_local(async move {
                    let answer = keep(fields).await;
                    keeping.busy.store(false, Relaxed);
                    if let Ok(draft) = &answer {
                        keeping.id.set(draft.id.clone());
                        keeping.version.set(draft.version.clone());
                        keeping.ahead.set(draft.ahead.clone());
                    }
                    let newest = keeping.turn.load(Relaxed) == turn;
                    keeping.kept.set(match &answer {
                        Ok(_) if newest => Kept::Yes,
                        Ok(_) => Kept::Untold,
                        Err(ApiError::Conflict) => Kept::Elsewhere,
                        Err(_) => Kept::No,
                    });
                    let again = matches!(answer, Err(ApiError::Unreachable | ApiError::Busy));
                    if !newest || again {
                        keeping.typed(area, sending);
                    }
                });
            },
            REST,
        );
    }
}

async fn keep(fields: String) -> Result<KeptDraft, ApiError> {
    read(&send(Question { path: KeepDraft::PATH, fields, get: false }).await?)
}

/// What the form would send now.
#[cfg(feature = "hydrate")]
fn fields(area: NodeRef<html::Div>) -> Option<String> {
    use wasm_bindgen::JsCast as _;
    let form = area.get_untracked()?.query_selector("form").ok()??;
    crate::forms::fields(&web_sys::FormData::new_with_form(form.unchecked_ref()).ok()?)
}

#[cfg(not(feature = "hydrate"))]
fn fields(_area: NodeRef<html::Div>) -> Option<String> {
    None
}
