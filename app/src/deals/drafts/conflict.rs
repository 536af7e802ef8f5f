//! What is told of conflicts while a registration is typed: the own claims by the rule in the browser, everybody's by one
//! word from the server.

use super::api::ConflictVerdict;
use crate::api::{ApiError, Question, read, send};
use crate::erase::Erase;
use crate::live::Source;
use crate::session::shared;
use crate::texts::text;
use crate::ui::{Notice, Tone};
use domain::deals::{Claim, Verdict};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

/// How long typing has to rest before the server is asked.
const REST: Duration = Duration::from_millis(900);

/// What is typed of the claim.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub name: Source<String>,
    pub domain: Source<String>,
    pub country: Source<String>,
    pub families: Source<Vec<String>>,
}

/// The claim as it stands: name, domain, families, country.
type Words = (String, String, Vec<String>, String);

impl Typed {
    fn words(&self) -> Words {
        let plain = |text: &Source<String>| text.with(|text| text.trim().to_owned());
        (plain(&self.name), plain(&self.domain), self.families.get(), self.country.get())
    }
}

/// Whether what is typed stands in the way of an own claim: the rule of the domain, with those tables of the engine that a browser
/// has. A file of its own, for it brings them and the letters of all scripts, and nobody has typed yet when the page opens.
#[lazy]
fn weigh(words: Words, own: Vec<Claim>) -> bool {
    stands_in_the_way(&words, &own)
}

fn stands_in_the_way((name, domain, families, country): &Words, own: &[Claim]) -> bool {
    let domain = domain::accounts::optional_domain(domain).unwrap_or_default();
    let families = families.iter().filter_map(|id| id.parse().ok()).collect();
    Claim::of(name, &domain, families).in_country(country).verdict(own) == Verdict::PossibleConflict
}

/// The verdict under the customer's fields.
#[component]
pub(super) fn ConflictNotice(typed: Typed, own: Vec<Claim>, verdict: Option<Verdict>) -> impl IntoView {
    // The server weighs the form as it comes with a document; on a page that was opened later the browser does.
    let weighed = shared(|| Some(stands_in_the_way(&typed.words(), &own)));
    let own_too = Source::new(weighed.unwrap_or_default());
    let told = Source::new(verdict.map(Ok::<_, ApiError>));
    judge_what_is_typed(typed, own, own_too.clone(), told.clone());
    let others = move || {
        match told.get() {
        Some(Ok(Verdict::Clear)) => view! { <Notice tone=Tone::Positive title=text::deals::clear()/> }.erase(),
        Some(Ok(Verdict::PossibleConflict)) => {
            view! { <Notice tone=Tone::Caution title=text::deals::possible()>{text::deals::possible_help()}</Notice> }
                .erase()
        }
        Some(Err(ApiError::TooOften)) => view! { <Notice title=text::deals::asked_often()/> }.erase(),
        Some(Err(_)) | None => ().into_any(),
    }
    };
    view! {
        <div role="status">
            {move || {
                own_too
                    .get()
                    .then(|| view! { <Notice tone=Tone::Caution title=text::deals::own_conflict()/> }.erase())
                    .into_any()
            }}
            {move || others()}
        </div>
    }
    .erase()
}

async fn ask_verdict((name, domain, families, country): Words) -> Result<Option<Verdict>, ApiError> {
    let mut fields = vec![("name", name), ("domain", domain), ("country", country)];
    fields.extend(families.into_iter().map(|family| ("families[]", family)));
    read(&send(Question::posted(ConflictVerdict::PATH, &fields)).await?)
}

/// Weighs what is typed at once, and asks the server once per pause; an answer to an older question is dropped.
fn judge_what_is_typed(
    typed: Typed,
    own: Vec<Claim>,
    own_too: Source<bool>,
    told: Source<Option<Result<Verdict, ApiError>>>,
) {
    let asked = Arc::new(AtomicU32::new(0));
    Effect::new(move |before: Option<Words>| {
        let words = typed.words();
        if before.as_ref() == Some(&words) {
            return words;
        }
        let turn = asked.fetch_add(1, Relaxed) + 1;
        if !own.is_empty() {
            let (weighed, own) = (words.clone(), own.clone());
            let (newest, own_too) = (asked.clone(), own_too.clone());
            leptos::task::spawn_local(async move {
                let conflicts = weigh(weighed, own).await;
                if newest.load(Relaxed) == turn {
                    own_too.set(conflicts);
                }
            });
        }
        // The first run is the form as it came, with its verdict over everybody's.
        if before.is_none() {
            return words;
        }
        told.set(None);
        if words.0.is_empty() || words.2.is_empty() {
            return words;
        }
        let (question, told, asked) = (words.clone(), told.clone(), asked.clone());
        set_timeout(
            move || {
                if asked.load(Relaxed) != turn {
                    return;
                }
                leptos::task::spawn_local(async move {
                    let answer = ask_verdict(question).await;
                    if asked.load(Relaxed) == turn {
                        told.set(answer.transpose());
                    }
                });
            },
            REST,
        );
        words
    });
}
