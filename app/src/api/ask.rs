//! Asking a server function. In the browser it is done by one piece of code for all of them: a path, fields as a form
//! would send them, and rows that are read where they are shown. The clients that the macro makes would bring the whole
//! way from arguments to answer once more for each function.

use super::{ApiError, rows};
use leptos::server_fn::codec::Encoding;
use leptos::server_fn::{Http, ServerFn};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The header in which a browser says of which build its page is.
pub const BUILD: &str = "tandem-build";
/// The status that tells it that the portal is of another one (412 Precondition Failed; RFC 9110, 15.5.13).
pub const ANOTHER_BUILD: u16 = 412;

/// Asks and reads the answer.
///
/// # Errors
///
/// What the function refuses with; [`ApiError::Unreachable`] when there is no answer, or none that can be read.
pub async fn ask<F, I, O>(question: F) -> Result<F::Output, ApiError>
where
    F: ServerFn<Error = ApiError, Protocol = Http<I, O>> + Serialize,
    F::Output: DeserializeOwned,
    I: Encoding,
{
    #[cfg(feature = "ssr")]
    return question.run_body().await;
    #[cfg(not(feature = "ssr"))]
    return read(&send(Question::of(&question)).await?);
}

/// A question on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The path of the server function.
    pub path: &'static str,
    /// What a form with these fields would send (`application/x-www-form-urlencoded`).
    pub fields: String,
    /// Whether it is only read, so that the fields stand in the address.
    pub get: bool,
}

impl Question {
    /// As the function takes it.
    pub fn of<F, I, O>(question: &F) -> Self
    where
        F: ServerFn<Error = ApiError, Protocol = Http<I, O>> + Serialize,
        I: Encoding,
    {
        // Functions that are asked take plain words and numbers; a field of any other kind would show in the first test.
        let fields = serde_urlencoded::to_string(question).unwrap_or_default();
        Self { path: F::PATH, fields, get: I::METHOD.as_str() == "GET" }
    }

    /// To the function of this path, with the fields of a form in their order.
    pub fn posted(path: &'static str, fields: &[(&str, String)]) -> Self {
        Self { path, fields: serde_urlencoded::to_string(fields).unwrap_or_default(), get: false }
    }
}

/// Reads an answer.
///
/// # Errors
///
/// [`ApiError::Unreachable`] when it is not what was asked for: it came from another build, or from something between.
pub fn read<T: DeserializeOwned>(answer: &str) -> Result<T, ApiError> {
    rows::read(answer).map_err(|_| ApiError::Unreachable)
}

/// Reads why something was refused.
pub fn refusal(answer: &str) -> ApiError {
    read(answer).unwrap_or_else(|unreadable| unreadable)
}

/// Sends a question to its function; hands back the answer, not yet read.
///
/// # Errors
///
/// As [`ask`].
#[cfg(feature = "hydrate")]
pub async fn send(question: Question) -> Result<String, ApiError> {
    let answer = fetch(&question).await.map_err(|_| ApiError::Unreachable)?;
    match answer {
        (true, text) => Ok(text),
        (false, text) => Err(refusal(&text)),
    }
}

#[cfg(feature = "hydrate")]
async fn fetch(question: &Question) -> Result<(bool, String), wasm_bindgen::JsValue> {
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen_futures::JsFuture;

    let root = leptos::prelude::document().document_element();
    let headers = web_sys::Headers::new()?;
    // Rows are read by those who were built with whoever wrote them.
    if let Some(build) = root.and_then(|root| root.get_attribute("data-build")) {
        headers.set(BUILD, &build)?;
    }
    headers.set("Accept", rows::ROWS)?;
    let request = web_sys::RequestInit::new();
    let mut address = question.path.to_owned();
    if question.get {
        address.push('?');
        address.push_str(&question.fields);
    } else {
        headers.set("Content-Type", "application/x-www-form-urlencoded")?;
        request.set_method("POST");
        request.set_body(&question.fields.as_str().into());
    }
    request.set_headers(&headers);
    let answer =
        JsFuture::from(leptos::prelude::window().fetch_with_str_and_init(&address, &request)).await?;
    let answer: web_sys::Response = answer.unchecked_into();
    if answer.status() == ANOTHER_BUILD {
        // The portal was renewed under this page: it comes again, with the program that belongs to it.
        leptos::prelude::window().location().reload()?;
    }
    let text = JsFuture::from(answer.text()?).await?;
    Ok((answer.ok(), text.as_string().unwrap_or_default()))
}

/// Without a browser nothing is sent.
#[cfg(not(feature = "hydrate"))]
pub async fn send(_question: Question) -> Result<String, ApiError> {
    Err(ApiError::Unreachable)
}
