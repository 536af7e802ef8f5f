//! Keeps the draft while it is typed, so that a closed laptop loses nothing.

use super::api::keep_draft;
use crate::api::ApiError;
use crate::texts::text;
use domain::deals::DealForm;
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;

/// How long typing has to rest before the draft is kept.
const REST: Duration = Duration::from_millis(1500);

/// Where the draft is, and whether it is safe.
#[derive(Clone, Copy)]
pub(super) struct Keeping {
    /// Its id, once it is kept.
    pub id: RwSignal<String>,
    /// The version that the next sending has to name.
    pub version: RwSignal<String>,
    kept: RwSignal<Option<bool>>,
    turn: StoredValue<u32>,
    busy: StoredValue<bool>,
}

impl Keeping {
    pub(super) fn new(form: &DealForm) -> Self {
        Self {
            id: RwSignal::new(form.id.clone()),
            version: RwSignal::new(form.version.clone()),
            kept: RwSignal::new(None),
            turn: StoredValue::new(0),
            busy: StoredValue::new(false),
        }
    }

    /// What is told of it.
    pub(super) fn words(self) -> &'static str {
        match self.kept.get() {
            None => "",
            Some(true) => text::deals::kept(),
            Some(false) => text::deals::not_kept(),
        }
    }

    /// Something was typed: keep it after a pause, unless more is typed or the form is being sent.
    pub(super) fn typed(self, area: NodeRef<html::Div>, sending: Signal<bool>) {
        let turn = self.turn.with_value(|turn| turn + 1);
        self.turn.set_value(turn);
        if self.kept.get_untracked() == Some(true) {
            self.kept.set(None);
        }
        set_timeout(
            move || {
                // The page may be gone by now, with its signals; what was typed since has a turn of its own, and what is on
                // its way looks after itself when it is back.
                let current = self.turn.try_with_value(|now| *now == turn) == Some(true);
                if !current || self.busy.get_value() || sending.get_untracked() {
                    return;
                }
                let Some(form) = read(area) else { return };
                self.busy.set_value(true);
                leptos::task::spawn_local(async move {
                    let answer = keep_draft(form).await;
                    if self.busy.try_set_value(false).is_some() {
                        return;
                    }
                    if let Ok(draft) = &answer {
                        self.id.set(draft.id.clone());
                        self.version.set(draft.version.clone());
                    }
                    let newest = self.turn.with_value(|now| *now == turn);
                    self.kept.set((newest || answer.is_err()).then_some(answer.is_ok()));
                    let again = matches!(answer, Err(ApiError::Unreachable | ApiError::Busy));
                    if !newest || again {
                        self.typed(area, sending);
                    }
                });
            },
            REST,
        );
    }
}

#[cfg(feature = "hydrate")]
fn read(area: NodeRef<html::Div>) -> Option<DealForm> {
    use wasm_bindgen::JsCast as _;
    let form = area.get_untracked()?.query_selector("form").ok()??;
    let data = web_sys::FormData::new_with_form(form.unchecked_ref()).ok()?;
    DealForm::from_form_data(&data).ok()
}

#[cfg(not(feature = "hydrate"))]
fn read(_area: NodeRef<html::Div>) -> Option<DealForm> {
    None
}
