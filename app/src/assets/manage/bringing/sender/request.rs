//! One request, its answer, and the pause before the next.

use super::with;
use crate::live::Source;
use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ProgressEvent, XmlHttpRequest};

/// A request of which nothing was sent for so long is cut: the way to the portal is gone, and nobody has told.
const STALLED_MS: f64 = 60_000.0;

/// What goes with a request.
pub(super) enum Body {
    None,
    Fields(String),
    /// Bytes of a file from there on; how many are on their way is told as they go.
    Piece {
        piece: web_sys::Blob,
        from: u64,
        sent: Source<u64>,
    },
}

/// An answer; of status zero when there was none.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) text: String,
    request: Option<XmlHttpRequest>,
}

impl Reply {
    pub(super) fn none() -> Self {
        Self { status: 0, text: String::new(), request: None }
    }

    /// Itself, if it says that it was done.
    pub(super) fn taken(self) -> Result<Self, Self> {
        if (200..300).contains(&self.status) { Ok(self) } else { Err(self) }
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.request.as_ref()?.get_response_header(name).ok()?
    }

    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.header(name)?.parse().ok()
    }
}

/// Asks, for a file that can cut it.
pub(super) async fn asked(
    n: Option<usize>,
    method: &str,
    path: &str,
    headers: &[(&str, String)],
    body: Body,
) -> Reply {
    let Some((request, ended, _heard)) = begun(method, path, headers, body) else { return Reply::none() };
    if let Some(n) = n {
        with(n, |hand| hand.request = Some(request.clone()));
    }
    // It ends, in whatever way: nothing else is told by the promise.
    let _ = JsFuture::from(ended).await;
    if let Some(n) = n {
        with(n, |hand| hand.request = None);
    }
    Reply {
        status: request.status().unwrap_or_default(),
        text: request.response_text().ok().flatten().unwrap_or_default(),
        request: Some(request),
    }
}

type Heard = Closure<dyn Fn(ProgressEvent)>;

fn begun(
    method: &str,
    path: &str,
    headers: &[(&str, String)],
    body: Body,
) -> Option<(XmlHttpRequest, Promise, Option<Heard>)> {
    let request = XmlHttpRequest::new().ok()?;
    request.open(method, path).ok()?;
    request.set_request_header("tus-resumable", "1.0.0").ok()?;
    for (name, value) in headers {
        request.set_request_header(name, value).ok()?;
    }
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    let heard = match &body {
        Body::Piece { from, sent, .. } => {
            let (timed, sent, from, since) = (request.clone(), sent.clone(), *from, js_sys::Date::now());
            request.set_timeout(STALLED_MS as u32);
            let heard = Heard::new(move |event: ProgressEvent| {
                sent.set(from + event.loaded() as u64);
                // As long as it moves, it has time.
                timed.set_timeout((js_sys::Date::now() - since + STALLED_MS) as u32);
            });
            request.upload().ok()?.set_onprogress(Some(heard.as_ref().unchecked_ref()));
            Some(heard)
        }
        Body::None | Body::Fields(_) => None,
    };
    match &body {
        Body::None => request.send(),
        Body::Fields(fields) => request.send_with_opt_str(Some(fields)),
        Body::Piece { piece, .. } => request.send_with_opt_blob(Some(piece)),
    }
    .ok()?;
    Some((request, ended, heard))
}

/// Waits so many seconds, or until there is a network again.
pub(super) async fn rest(seconds: u32) {
    let over = Promise::new(&mut |resolve, _| {
        let window = window();
        let ms = i32::try_from(seconds).unwrap_or(i32::MAX).saturating_mul(1000);
        // Without a clock or news of the network there is no pause.
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        let _ = window.add_event_listener_with_callback("online", &resolve);
    });
    let _ = JsFuture::from(over).await;
}
