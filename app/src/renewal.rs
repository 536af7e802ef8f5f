//! What a page shows is asked for again once something on it was done.
//!
//! Without scripts every form answers with a new document. With them the router keeps the page when a form leads back to
//! the address that is shown already, so the page itself has to ask again: what it shows comes from a [`record`], and a
//! form that was taken renews every record that is still shown.

use crate::api::ApiError;
use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;

#[derive(Clone, Copy)]
struct Renewals {
    count: RwSignal<u32>,
    /// The form that led to the last one, until another page is opened.
    by: RwSignal<Option<&'static str>>,
}

/// Makes room for what is counted. Called once, by the app.
pub fn provide_renewals() {
    provide_context(Renewals { count: RwSignal::new(0), by: RwSignal::new(None) });
}

/// Asks again for everything that is shown, because the form of this path was taken.
pub fn renew(by: &'static str) {
    if let Some(renewals) = use_context::<Renewals>() {
        renewals.by.set(Some(by));
        renewals.count.update(|count| *count += 1);
    }
}

/// Whether what is shown now came of the form of this path, so that the new page can say so.
pub fn renewed_by(path: &str) -> bool {
    use_context::<Renewals>().is_some_and(|renewals| renewals.by.get_untracked() == Some(path))
}

/// Another page is opened.
pub fn forget() {
    if let Some(renewals) = use_context::<Renewals>() {
        renewals.by.set(None);
    }
}

/// How often everything was asked for again.
pub fn renewals() -> u32 {
    use_context::<Renewals>().map_or(0, |renewals| renewals.count.get_untracked())
}

/// JSON that is read as bytes, as the answers of server functions are: one reader of each type in the browser, not two.
#[derive(Debug)]
pub struct AsBytes;

impl<T: Serialize> Encoder<T> for AsBytes {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for AsBytes {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// What a page shows, or why not.
pub type Record<T> = Resource<Result<T, ApiError>, AsBytes>;

/// The data of a page: asked for when the page is opened, when its source changes, and when it is renewed.
pub fn record<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(S) -> F + Send + Sync + 'static,
) -> Record<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    let renewals = use_context::<Renewals>();
    let renewed = move || renewals.map_or(0, |renewals| renewals.count.get());
    Resource::new_with_options(move || (renewed(), source()), move |(_, source)| ask(source), false)
}
