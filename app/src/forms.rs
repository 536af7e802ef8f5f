//! Forms that work before WebAssembly arrives, without it, and better with it.
//!
//! A form is a server function that takes one form struct, flattened into plain field names. With WebAssembly it is
//! sent in the background and faults appear beside the fields. Without, the browser posts it; when it is refused, the
//! server keeps what was typed and why in the session for one page ([`Flash`]) and sends the browser back to the form,
//! so that nothing typed is lost.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::erase::{Erase, changing};
use crate::live::{Live, Source};
use crate::loading::announce;
use crate::renewal::{asking, note_refusal, refused, renew, renewed_by};
use crate::session::{shared, taken_over};
use crate::texts::text;
use crate::ui::{Notice, Tone};
use crate::words;
use domain::form::Faults;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::{use_location, use_query_map};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

mod searching;
mod sending;

pub use searching::SearchForm;
pub use sending::{SendForm, Sending};
#[cfg(feature = "hydrate")]
pub use sending::{data_of, fields};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[("/api/forms/key", Gate::SignedIn)];

/// A key that tells one sending of a form from the next: the same form sent twice counts once.
#[server(endpoint = "forms/key", output = Rows)]
pub async fn fresh_key() -> Result<String, ApiError> {
    Ok(store::db::random().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A refused form of a browser without WebAssembly, for the next page only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The path it was sent to.
    pub path: String,
    /// What was typed, as `application/x-www-form-urlencoded`, without secrets.
    pub body: String,
    /// Why it was refused.
    pub error: ApiError,
}

/// Takes the refused form of this path, if the page is made because of one.
pub fn flash(path: &str) -> Option<Flash> {
    let kept = taken_over::<Flash>();
    kept.filter(|flash| flash.path == path)
}

/// What was typed, read back into its form; falls back to `initial`. The server reads it for both sides.
pub fn typed<F: Serialize + DeserializeOwned>(flash: Option<&Flash>, initial: F) -> F {
    let Some(flash) = flash else { return initial };
    shared(|| read_back(flash)).unwrap_or(initial)
}

#[cfg(feature = "ssr")]
fn read_back<F: DeserializeOwned>(flash: &Flash) -> Option<F> {
    serde_qs::Config::new(5, false).deserialize_str(&flash.body).ok()
}

#[cfg(not(feature = "ssr"))]
fn read_back<F>(_flash: &Flash) -> Option<F> {
    None
}

/// A form on a page: where it is on its way, and what is wrong.
#[derive(Debug, Clone)]
pub struct FormState {
    sending: Sending,
    /// The refused form of the page before.
    pub flash: Option<Flash>,
    error: Live<Option<ApiError>>,
}

impl FormState {
    /// What sends it.
    pub fn sending(&self) -> Sending {
        self.sending.clone()
    }

    /// What was typed before the form was refused, or `initial`.
    pub fn values<F: Serialize + DeserializeOwned>(&self, initial: F) -> F {
        typed(self.flash.as_ref(), initial)
    }

    /// The message beside a field.
    pub fn fault(&self, field: &'static str) -> Live<Option<String>> {
        self.fields().fault(field)
    }

    /// What is wrong with its fields, for forms in several sections.
    pub fn fields(&self) -> FieldFaults {
        FieldFaults(self.error.clone())
    }

    /// All faults for the summary: field and message.
    pub fn faults(&self) -> Live<Vec<(String, String)>> {
        summary(self.error.clone())
    }

    /// Whether the page is shown because it was taken, as far as this document knows.
    pub fn taken(&self) -> bool {
        renewed_by(self.sending.path)
    }

    /// Whether it is on its way.
    pub fn pending(&self) -> Live<bool> {
        (&self.sending.pending).into()
    }
}

/// What is wrong with the fields of a form.
#[derive(Debug, Clone)]
pub struct FieldFaults(Live<Option<ApiError>>);

impl FieldFaults {
    /// Of a form that no script sends: what it was refused for on the page before.
    pub fn refused(path: &str) -> Self {
        Self(Live::from(flash(path).map(|kept| kept.error)))
    }

    /// All of them for the summary: field and message.
    pub fn all(&self) -> Live<Vec<(String, String)>> {
        summary(self.0.clone())
    }

    /// The message beside a field.
    pub fn fault(&self, field: &'static str) -> Live<Option<String>> {
        self.named(field.to_owned())
    }

    /// The message beside a field whose name is made, as those of lists are.
    pub fn named(&self, field: String) -> Live<Option<String>> {
        let error = self.0.clone();
        Live::new(move || match error.get() {
            Some(ApiError::Invalid(faults)) => faults.on(&field).map(words::fault),
            _ => None,
        })
    }
}

/// What an error summary shows: faults with their fields, any other refusal as one line without a field.
pub fn summary(error: Live<Option<ApiError>>) -> Live<Vec<(String, String)>> {
    Live::new(move || match error.get() {
        None => Vec::new(),
        Some(ApiError::Invalid(faults)) if !faults.is_empty() => lines(&faults),
        Some(ApiError::Invalid(_)) => vec![(String::new(), text::errors::unreadable().to_owned())],
        Some(other) => vec![(String::new(), words::error(&other))],
    })
}

fn lines(faults: &Faults) -> Vec<(String, String)> {
    faults
        .iter()
        .map(|(field, fault)| {
            let told = words::fault(fault);
            let told = match faults.label_of(field) {
                Some(label) => text::faults::of_field(label, told),
                None => told,
            };
            (field.to_owned(), told)
        })
        .collect()
}

/// Says that something was saved, on the page that the answer to its form leads to.
#[component]
pub fn SavedNotice(#[prop(into)] title: String) -> impl IntoView {
    let query = use_query_map();
    // Asked for as it changes: a page that stays may be made anew before its address is.
    changing(move || {
        let saved = query.with(|query| query.get("saved").is_some());
        (saved && !refused())
            .then(|| view! { <Notice tone=Tone::Positive title=title.clone()/> }.erase())
            .into_any()
    })
}

/// A form for the server function `S`. Only its path is needed here: the browser sends the fields as they are, so that
/// nothing of the function itself is part of the program.
pub fn use_form<S: ServerFn>() -> FormState {
    FormState::of(S::PATH)
}

/// The same for a page that may be of another record by the time a refused form comes back to it: what was refused for
/// that one is not shown at this one.
pub fn use_form_about<S: ServerFn>(id: &str) -> FormState {
    let field = format!("id={id}");
    let is_of_it = |flash: &Flash| flash.body.split('&').any(|pair| pair == field);
    FormState::with(S::PATH, flash(S::PATH).filter(is_of_it))
}

impl FormState {
    pub(crate) fn of(path: &'static str) -> Self {
        Self::with(path, flash(path))
    }

    fn with(path: &'static str, flash: Option<Flash>) -> Self {
        let sending = Sending { path, pending: Source::new(false), answer: Source::new(None) };
        let before = flash.as_ref().map(|flash| flash.error.clone());
        renew_when_taken(&sending);
        let answer = sending.answer.clone();
        let error = Live::new(move || match answer.get() {
            Some(Err(error)) => Some(error),
            Some(Ok(_)) => None,
            None => before.clone(),
        });
        Self { sending, flash, error }
    }
}

/// Shows what a form has changed, unless it led to another page. The form stays on its way until that is shown: pressed
/// once more before, it would send what the page knew before, and be refused as somebody else's change.
fn renew_when_taken(sending: &Sending) {
    let Sending { path: form, pending, answer } = sending.clone();
    let path = use_location().pathname;
    let shown = path.get_untracked();
    let (asking, renewing) = (asking(), Source::new(false));
    let (begun, released) = (renewing.clone(), pending.clone());
    let release = move || {
        if begun.peek() {
            begun.set(false);
            released.set(false);
        }
    };
    let (asked, at_last) = (asking.clone(), release.clone());
    Effect::new(move |_| {
        if asked.get() == 0 {
            at_last();
        }
    });
    Effect::new(move |_| {
        let taken = answer.with(|answer| answer.as_ref().map(Result::is_ok));
        if let Some(taken) = taken {
            note_refusal(!taken);
        }
        if taken == Some(true) && path.with_untracked(|path| *path == shown) {
            pending.set(true);
            renewing.set(true);
            renew(form);
            announce(text::frame::done());
            // A page that asks for nothing has nothing to wait for.
            let (asking, release) = (asking.clone(), release.clone());
            request_animation_frame(move || {
                if asking.peek() == 0 {
                    release();
                }
            });
        }
    });
}
