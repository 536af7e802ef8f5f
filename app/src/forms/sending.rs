//! A form on its way. It posts by itself without scripts; with them it is sent in the background, field by field as the
//! browser would, by one function for all forms.

use crate::api::ApiError;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

/// Where a form goes, and what came back.
#[derive(Debug, Clone, Copy)]
pub struct Sending {
    /// The path of its server function.
    pub path: &'static str,
    /// Whether it is on its way.
    pub pending: RwSignal<bool>,
    /// What came back last: the function's answer as JSON, or why not.
    pub answer: RwSignal<Option<Result<String, ApiError>>>,
}

/// A form that is sent to its server function.
#[component]
pub fn SendForm(
    sending: Sending,
    #[prop(optional, into)] class: Option<String>,
    /// Leaves the checking to us: every fault is told at once and in the same words.
    #[prop(optional)]
    novalidate: bool,
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let submit = move |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        // A second press while the first one is on its way is the same press.
        if !sending.pending.get_untracked() {
            send(form, &event, sending);
        }
    };
    view! {
        <form method="post" action=sending.path class=class novalidate=novalidate node_ref=form on:submit=submit>
            {children()}
        </form>
    }
    .into_any()
}

#[cfg(not(feature = "hydrate"))]
fn send(_form: NodeRef<html::Form>, _event: &SubmitEvent, _sending: Sending) {
    // The server renders forms; only browsers send them.
}

#[cfg(feature = "hydrate")]
fn send(form: NodeRef<html::Form>, event: &SubmitEvent, sending: Sending) {
    use leptos::server_fn::redirect::call_redirect_hook;
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::closure::Closure;

    let begun = (|| {
        let data = web_sys::FormData::new_with_form(&form.get_untracked()?).ok()?;
        let pressed = event.submitter().and_then(|by| by.dyn_into::<web_sys::HtmlButtonElement>().ok());
        if let Some(button) = pressed.filter(|button| !button.name().is_empty()) {
            data.append_with_str(&button.name(), &button.value()).ok()?;
        }
        let fields = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        let request = web_sys::XmlHttpRequest::new().ok()?;
        request.open("POST", sending.path).ok()?;
        request.set_request_header("Accept", "application/json").ok()?;
        request.set_request_header("Content-Type", "application/x-www-form-urlencoded").ok()?;
        let answered = request.clone();
        let done = Closure::once(move || {
            let answer = answer(&answered);
            if answer.is_ok()
                && let Ok(Some(place)) = answered.get_response_header("location")
            {
                call_redirect_hook(&place);
            }
            // The page may be gone by now, with its signals.
            sending.pending.try_set(false);
            sending.answer.try_set(Some(answer));
        });
        request.set_onloadend(Some(done.as_ref().unchecked_ref()));
        request.send_with_opt_str(fields.to_string().as_string().as_deref()).ok()?;
        // The browser calls it after this returns.
        done.forget();
        Some(())
    })();
    match begun {
        Some(()) => sending.pending.set(true),
        None => sending.answer.set(Some(Err(ApiError::Unreachable))),
    }
}

#[cfg(feature = "hydrate")]
fn answer(request: &web_sys::XmlHttpRequest) -> Result<String, ApiError> {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status().unwrap_or_default() {
        200..=299 => Ok(text),
        _ => Err(serde_json::from_str(&text).unwrap_or(ApiError::Unreachable)),
    }
}
