//! A form on its way. It posts by itself without scripts; with them it is sent in the background, field by field as the
//! browser would, by one function for all forms.

use crate::api::ApiError;
use crate::erase::Erase;
use crate::live::Source;
use crate::ui::FormName;
use leptos::context::Provider;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// Where a form goes, and what came back.
#[derive(Debug, Clone)]
pub struct Sending {
    /// The path of its server function.
    pub path: &'static str,
    /// Whether it is on its way.
    pub pending: Source<bool>,
    /// What came back last: the function's answer as rows, or why not.
    pub answer: Source<Option<Result<String, ApiError>>>,
}

/// A form that is sent to its server function.
#[component]
pub fn SendForm(
    sending: Sending,
    #[prop(optional, into)] class: Option<String>,
    /// Tells its fields apart from those of other forms on the page that are called the same.
    #[prop(optional)]
    name: Option<&'static str>,
    /// Leaves the checking to us: every fault is told at once and in the same words.
    #[prop(optional)]
    novalidate: bool,
    children: Children,
) -> impl IntoView {
    let path = sending.path;
    let submit = move |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        // A second press while the first one is on its way is the same press.
        if !sending.pending.peek() {
            send(&event, sending.clone());
        }
    };
    let fields = match name {
        Some(name) => view! { <Provider value=FormName(name)>{children()}</Provider> }.into_any(),
        None => children(),
    };
    view! {
        <form method="post" action=path class=class novalidate=novalidate on:submit=submit>
            {fields}
        </form>
    }
    .erase()
}

#[cfg(not(feature = "hydrate"))]
fn send(_event: &SubmitEvent, _sending: Sending) {
    // The server renders forms; only browsers send them.
}

#[cfg(feature = "hydrate")]
fn send(event: &SubmitEvent, sending: Sending) {
    use leptos::server_fn::redirect::call_redirect_hook;
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::closure::Closure;

    let begun = (|| {
        let data = data_of(event)?;
        let pressed = event.submitter().and_then(|by| by.dyn_into::<web_sys::HtmlButtonElement>().ok());
        if let Some(button) = pressed.filter(|button| !button.name().is_empty()) {
            data.append_with_str(&button.name(), &button.value()).ok()?;
        }
        let fields = fields(&data)?;
        let request = web_sys::XmlHttpRequest::new().ok()?;
        request.open("POST", sending.path).ok()?;
        request.set_request_header("Accept", crate::api::rows::ROWS).ok()?;
        request.set_request_header("Content-Type", "application/x-www-form-urlencoded").ok()?;
        let (answered, sending) = (request.clone(), sending.clone());
        let form = event.target()?;
        let done = Closure::once(move || {
            let answer = answer(&answered);
            if answer.is_ok() {
                crate::renewal::tell(&form, "taken");
            }
            if answer.is_ok()
                && let Ok(Some(place)) = answered.get_response_header("location")
            {
                call_redirect_hook(&place);
            }
            sending.pending.set(false);
            sending.answer.set(Some(answer));
        });
        request.set_onloadend(Some(done.as_ref().unchecked_ref()));
        request.send_with_opt_str(Some(&fields)).ok()?;
        // The browser calls it after this returns.
        done.forget();
        Some(())
    })();
    match begun {
        Some(()) => sending.pending.set(true),
        None => sending.answer.set(Some(Err(ApiError::Unreachable))),
    }
}

/// What stands in the form that is being sent.
#[cfg(feature = "hydrate")]
pub fn data_of(event: &SubmitEvent) -> Option<web_sys::FormData> {
    use wasm_bindgen::JsCast as _;
    web_sys::FormData::new_with_form(event.target()?.unchecked_ref()).ok()
}

/// Fields as a browser sends them (`application/x-www-form-urlencoded`).
#[cfg(feature = "hydrate")]
pub fn fields(data: &web_sys::FormData) -> Option<String> {
    web_sys::UrlSearchParams::new_with_str_sequence_sequence(data).ok()?.to_string().as_string()
}

#[cfg(feature = "hydrate")]
fn answer(request: &web_sys::XmlHttpRequest) -> Result<String, ApiError> {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status().unwrap_or_default() {
        200..=299 => Ok(text),
        _ => Err(crate::api::refusal(&text)),
    }
}
