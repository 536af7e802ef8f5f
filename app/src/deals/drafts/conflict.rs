//! What is told of conflicts while a registration is typed: the own claims by the rule in the browser, everybody's by one
//! word from the server.

use super::api::conflict_verdict;
use crate::api::ApiError;
use crate::texts::text;
use crate::ui::{Notice, Tone};
use domain::deals::{Claim, Verdict};
use leptos::prelude::*;
use std::time::Duration;

/// How long typing has to rest before the server is asked.
const REST: Duration = Duration::from_millis(900);

/// What is typed of the claim.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typed {
    pub name: RwSignal<String>,
    pub domain: RwSignal<String>,
    pub families: RwSignal<Vec<String>>,
}

impl Typed {
    fn claim(self) -> Claim {
        let domain = self.domain.with(|domain| domain::accounts::optional_domain(domain)).unwrap_or_default();
        let families = self.families.with(|all| all.iter().filter_map(|id| id.parse().ok()).collect());
        self.name.with(|name| Claim::of(name, &domain, families))
    }
}

/// The verdict under the customer's fields.
#[component]
pub(super) fn ConflictNotice(typed: Typed, own: Vec<Claim>, verdict: Option<Verdict>) -> impl IntoView {
    let told = RwSignal::new(verdict.map(Ok::<_, ApiError>));
    ask_when_typing_rests(typed, told);
    let own_too = move || typed.claim().verdict(&own) == Verdict::PossibleConflict;
    let others = move || {
        match told.get() {
        Some(Ok(Verdict::Clear)) => view! { <Notice tone=Tone::Positive title=text::deals::clear()/> }.into_any(),
        Some(Ok(Verdict::PossibleConflict)) => {
            view! { <Notice tone=Tone::Caution title=text::deals::possible()>{text::deals::possible_help()}</Notice> }
                .into_any()
        }
        Some(Err(ApiError::TooOften)) => view! { <Notice title=text::deals::asked_often()/> }.into_any(),
        Some(Err(_)) | None => ().into_any(),
    }
    };
    view! {
        <div role="status">
            {move || own_too().then(|| view! { <Notice tone=Tone::Caution title=text::deals::own_conflict()/> })}
            {others}
        </div>
    }
    .into_any()
}

/// Asks the server once per pause; an answer to an older question is dropped.
fn ask_when_typing_rests(typed: Typed, told: RwSignal<Option<Result<Verdict, ApiError>>>) {
    let asked = StoredValue::new(0_u32);
    Effect::new(move |before: Option<Claim>| {
        let claim = typed.claim();
        // The first run is the form as it came, with its verdict.
        if before.as_ref().is_none_or(|before| *before == claim) {
            return claim;
        }
        told.set(None);
        let turn = asked.with_value(|turn| turn + 1);
        asked.set_value(turn);
        if claim.company.name.is_empty() || claim.families.is_empty() {
            return claim;
        }
        set_timeout(
            move || {
                // The page may be gone by now, with its signals.
                if asked.try_with_value(|now| *now == turn) != Some(true) {
                    return;
                }
                let (name, domain) = (typed.name.get_untracked(), typed.domain.get_untracked());
                let families = typed.families.get_untracked();
                leptos::task::spawn_local(async move {
                    let answer = conflict_verdict(name, domain, families).await;
                    if asked.try_with_value(|now| *now == turn) == Some(true) {
                        told.set(answer.transpose());
                    }
                });
            },
            REST,
        );
        claim
    });
}
