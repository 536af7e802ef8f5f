//! What a page shows is asked for again once something on it was done.
//!
//! Without scripts every form answers with a new document. With them the router keeps the page when a form leads back to
//! the address that is shown already, so the page itself has to ask again: what it shows comes from a [`record`], and a
//! form that was taken renews every record that is still shown. What is typed meanwhile goes on into the new page, of which
//! `public/renewal.js` takes care.

use crate::api::rows::{self, Unreadable};
use crate::api::{ApiError, Question};
use crate::live::Source;
use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Encoding;
use leptos::server_fn::{Http, ServerFn};
use serde::Serialize;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

#[derive(Clone)]
struct Renewals {
    count: Source<u32>,
    /// The form that led to the last one, until another page is opened.
    by: Source<Option<&'static str>>,
    /// How many records are being asked for.
    asking: Source<u32>,
    /// Whether the last form on this page was refused.
    refused: Source<bool>,
}

/// Makes room for what is counted. Called once, by the app.
pub fn provide_renewals() {
    provide_context(Renewals {
        count: Source::new(0),
        by: Source::new(None),
        asking: Source::new(0),
        refused: Source::new(false),
    });
}

/// Asks again for everything that is shown whenever news of it comes from elsewhere: `public/live.js` says when.
pub fn follow_news() {
    #[cfg(feature = "hydrate")]
    if let Some(renewals) = use_context::<Renewals>() {
        // For as long as the document lives.
        let _ = window_event_listener_untyped("news", move |_| {
            // No form led to it: no page says that something was saved.
            renewals.by.set(None);
            renewals.count.update(|count| *count += 1);
        });
    }
}

/// Says to `public/renewal.js` what is about to happen, or has happened to this form.
#[cfg(feature = "hydrate")]
pub fn tell(target: &web_sys::EventTarget, what: &str) {
    if let Ok(event) = web_sys::Event::new(what) {
        // Whether somebody cancelled it changes nothing.
        let _ = target.dispatch_event(&event);
    }
}

/// Asks again for everything that is shown, because the form of this path was taken.
pub fn renew(by: &'static str) {
    if let Some(renewals) = use_context::<Renewals>() {
        renewals.by.set(Some(by));
        renewals.count.update(|count| *count += 1);
    }
}

/// How many records of what is shown are on their way.
pub fn asking() -> Source<u32> {
    use_context::<Renewals>().map_or_else(|| Source::new(0), |renewals| renewals.asking)
}

/// Whether what is shown now came of the form of this path, so that the new page can say so.
pub fn renewed_by(path: &str) -> bool {
    use_context::<Renewals>().is_some_and(|renewals| renewals.by.peek() == Some(path))
}

/// Another page is opened.
pub fn forget() {
    if let Some(renewals) = use_context::<Renewals>() {
        renewals.by.set(None);
        renewals.refused.set(false);
    }
}

/// A form on this page was refused, or another one taken: what the page says of a former one is said no more.
pub fn note_refusal(refused: bool) {
    if let Some(renewals) = use_context::<Renewals>() {
        renewals.refused.set(refused);
    }
}

/// Whether the last form on this page was refused, followed.
pub fn refused() -> bool {
    use_context::<Renewals>().is_some_and(|renewals| renewals.refused.get())
}

/// How often everything was asked for again.
pub fn renewals() -> u32 {
    use_context::<Renewals>().map_or(0, |renewals| renewals.count.peek())
}

/// What a page shows, or why not: rows that the page reads when it shows them. Until then they are a text like any other,
/// and one resource serves all pages.
#[derive(Debug)]
pub struct Record<T> {
    text: Resource<Text, AsText>,
    shows: PhantomData<fn() -> T>,
}

impl<T> Clone for Record<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Record<T> {}

impl<T> Record<T> {
    /// The answer, not yet read.
    pub fn text(self) -> Resource<Text, AsText> {
        self.text
    }
}

/// The answer of a server function as rows, or its refusal.
pub type Text = Result<String, ApiError>;

/// How a [`Text`] travels in the page.
#[derive(Debug)]
pub struct AsText;

impl Encoder<Text> for AsText {
    type Error = Unreadable;
    type Encoded = String;

    fn encode(text: &Text) -> Result<String, Self::Error> {
        match text {
            #[cfg(feature = "ssr")]
            Ok(answer) => Ok(format!("+{}", crate::drawing::without_drawings(answer))),
            #[cfg(not(feature = "ssr"))]
            Ok(answer) => Ok(format!("+{answer}")),
            Err(refusal) => rows::write(refusal),
        }
    }
}

impl Decoder<Text> for AsText {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<Text, Self::Error> {
        match text.strip_prefix('+') {
            Some(answer) => Ok(Ok(answer.to_owned())),
            None => rows::read(text).map(Err),
        }
    }
}

/// The data of a page: asked for when the page is opened, when the question changes, and when it is renewed.
pub fn record<F, I, O>(question: impl Fn() -> F + Send + Sync + 'static) -> Record<F::Output>
where
    F: ServerFn<Error = ApiError, Protocol = Http<I, O>> + Serialize + 'static,
    F::Output: Serialize,
    I: Encoding,
{
    #[cfg(feature = "ssr")]
    let text = {
        let question = Arc::new(question);
        let asked = question.clone();
        let ask = move |_| {
            let question = untrack(|| asked());
            Box::pin(async move {
                let answer = question.run_body().await?;
                Ok(rows::write(&answer).unwrap_or_default())
            }) as Answering
        };
        text_of(Arc::new(move || Question::of(&question())), Arc::new(ask))
    };
    #[cfg(not(feature = "ssr"))]
    let text = text_of(Arc::new(move || Question::of(&question())), Arc::new(sent));
    Record { text, shows: PhantomData }
}

type Answering = Pin<Box<dyn Future<Output = Text> + Send>>;

#[cfg(feature = "hydrate")]
fn sent(question: Question) -> Answering {
    // A browser has one thread.
    Box::pin(send_wrapper::SendWrapper::new(crate::api::send(question)))
}

#[cfg(not(any(feature = "hydrate", feature = "ssr")))]
fn sent(question: Question) -> Answering {
    Box::pin(crate::api::send(question))
}

fn text_of(
    question: Arc<dyn Fn() -> Question + Send + Sync>,
    ask: Arc<dyn Fn(Question) -> Answering + Send + Sync>,
) -> Resource<Text, AsText> {
    let renewals = use_context::<Renewals>();
    let asking = renewals.as_ref().map(|renewals| renewals.asking.clone());
    let renewed = move || renewals.as_ref().map_or(0, |renewals| renewals.count.get());
    let ask = move |(_, question)| {
        let asked = ask(question);
        // The server asks once and shows it.
        if cfg!(feature = "ssr") {
            return asked;
        }
        let under_way = asking.clone().map(UnderWay::begin);
        Box::pin(async move {
            let answer = asked.await;
            drop(under_way);
            answer
        })
    };
    Resource::new_with_options(move || (renewed(), question()), ask, false)
}

/// A record that is being asked for, until it came or nobody waits for it any more.
struct UnderWay(Source<u32>);

impl UnderWay {
    fn begin(asking: Source<u32>) -> Self {
        asking.update(|count| *count += 1);
        Self(asking)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.update(|count| *count -= 1);
    }
}
