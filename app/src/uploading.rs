//! Forms with a file: plain forms to a route of the server; with WebAssembly they tell their progress and stay on the
//! page when they are refused.

use crate::api::ApiError;
#[cfg(feature = "hydrate")]
use crate::api::{read, refusal};
use crate::erase::Erase;
use crate::forms::{flash, summary};
use crate::live::{Live, Source};
use crate::texts::text;
use crate::ui::{ErrorSummary, Progress};
use leptos::ev;
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
use domain::form::{Fault, Faults};

/// The name of the field that holds the file.
#[cfg(feature = "hydrate")]
const FIELD: &str = "file";

/// A form that sends a file. Fields that the server needs before the file stand before it.
#[component]
pub fn UploadForm(
    /// The route that takes it.
    #[prop(into)]
    action: String,
    /// The most bytes of a file of this name: more is not even sent.
    most: fn(&str) -> u64,
    children: Children,
) -> impl IntoView {
    let refused = Source::new(flash(&action).map(|kept| kept.error));
    // Percent, while it is sent.
    let sent = Source::new(None::<i64>);
    let target = action.clone();
    let (under_way, faults) = (sent.clone(), summary((&refused).into()));
    let percent = {
        let sent = sent.clone();
        Live::new(move || sent.get().unwrap_or_default())
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if sent.look(Option::is_none) {
            refused.set(None);
            send(&event, &target, most, sent.clone(), refused.clone());
        }
    };
    view! {
        <form method="post" action=action enctype="multipart/form-data" class="form" on:submit=submit>
            <ErrorSummary title=text::errors::summary() faults/>
            {children()}
            <div role="status" hidden=move || under_way.with(Option::is_none)>
                <Progress value=percent label=text::frame::sending()/>
            </div>
        </form>
    }
    .erase()
}

#[cfg(not(feature = "hydrate"))]
fn send(
    _event: &ev::SubmitEvent,
    _target: &str,
    _most: fn(&str) -> u64,
    _sent: Source<Option<i64>>,
    _refused: Source<Option<ApiError>>,
) {
    // The server renders forms; only browsers send them.
}

#[cfg(feature = "hydrate")]
fn send(
    event: &ev::SubmitEvent,
    target: &str,
    most: fn(&str) -> u64,
    sent: Source<Option<i64>>,
    refused: Source<Option<ApiError>>,
) {
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::closure::Closure;

    let Some(data) = crate::forms::data_of(event) else {
        refused.set(Some(ApiError::Unreachable));
        return;
    };
    let is_too_large = |file: web_sys::File| file.size() > most(&file.name()) as f64;
    if data.get(FIELD).dyn_into::<web_sys::File>().is_ok_and(is_too_large) {
        refused.set(Some(Faults::of(FIELD, Fault::TooLarge).into()));
        return;
    }
    let begun = (|| {
        let request = web_sys::XmlHttpRequest::new().ok()?;
        request.open("POST", target).ok()?;
        request.set_request_header("Accept", crate::api::rows::ROWS).ok()?;
        let progress = {
            let sent = sent.clone();
            Closure::<dyn Fn(web_sys::ProgressEvent)>::new(move |event: web_sys::ProgressEvent| {
                if event.length_computable() && event.total() > 0.0 {
                    sent.set(Some((100.0 * event.loaded() / event.total()) as i64));
                }
            })
        };
        request.upload().ok()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        let (answered, sent, refused) = (request.clone(), sent.clone(), refused.clone());
        let done = Closure::once(move || {
            sent.set(None);
            match answer(&answered) {
                Ok(location) => {
                    if let Some(window) = web_sys::window() {
                        // A document that is going away can't be navigated; there is nobody to tell.
                        let _ = window.location().assign(&location);
                    }
                }
                Err(error) => refused.set(Some(error)),
            }
        });
        request.set_onloadend(Some(done.as_ref().unchecked_ref()));
        request.send_with_opt_form_data(Some(&data)).ok()?;
        // The browser calls them after this returns; one upload's worth of them is given away.
        progress.forget();
        done.forget();
        Some(())
    })();
    match begun {
        Some(()) => sent.set(Some(0)),
        None => refused.set(Some(ApiError::Unreachable)),
    }
}

#[cfg(feature = "hydrate")]
fn answer(request: &web_sys::XmlHttpRequest) -> Result<String, ApiError> {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status().unwrap_or_default() {
        200..=299 => read(&text),
        _ => Err(refusal(&text)),
    }
}
