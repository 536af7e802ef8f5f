//! Keeps the draft while it is typed, so that a closed laptop loses nothing.

use super::keep_draft;
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
        set_timeout(
            move || {
                let current = self.turn.try_with_value(|now| *now == turn) == Some(true);
                if !current || self.busy.get_value() || sending.get_untracked() {
                    return;
                }
                let Some(form) = read(area) else { return };
                self.busy.set_value(true);
                leptos::task::spawn_local(async move {
                    let answer = keep_draft(form).await;
                    // The page may be gone by now, with its signals.
                    let _ = self.busy.try_update_value(|busy| *busy = false);
                    if let Ok(draft) = &answer {
                        self.id.try_set(draft.id.clone());
                        self.version.try_set(draft.version.clone());
                    }
                    self.kept.try_set(Some(answer.is_ok()));
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
