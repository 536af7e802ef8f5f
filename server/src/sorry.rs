//! What is answered when the portal can't: a page in words for people, data for scripts, never an empty answer that a
//! browser shows as a fault of its own.

use crate::caller::wants_html;
use crate::guard::as_rows;
use crate::languages;
use app::api::ApiError;
use app::texts::speaking;
use app::texts::text::errors;
use app::words;
use axum::body::HttpBody as _;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::language::Language;

/// The database can't be asked; nothing was begun. A form that was `sent` is still with the browser, which sends it again
/// when the answer to it is loaded again; going back would ask for its page, which can't be had either.
pub fn busy(language: Language, html: bool, sent: bool) -> Response {
    let lines = || {
        let mut lines = vec![words::error(&ApiError::Busy)];
        if sent {
            lines.push(errors::send_again().to_owned());
        }
        lines
    };
    if html {
        later(page(StatusCode::SERVICE_UNAVAILABLE, language, lines))
    } else {
        later(as_rows(&ApiError::Busy))
    }
}

/// Something broke; its ticket is in the log. Nothing of the pages' own code is used, which may be what broke.
pub fn broken(error: &ApiError, language: Language, html: bool) -> Response {
    if html {
        page(StatusCode::INTERNAL_SERVER_ERROR, language, || vec![words::error(error)])
    } else {
        as_rows(error)
    }
}

/// A form was refused, and what was typed can't be kept for the page it came from: the reason is told here.
pub fn not_kept(error: &ApiError, language: Language) -> Response {
    let lines = || {
        let mut lines = vec![words::error(error)];
        if let ApiError::Invalid(faults) = error {
            lines.extend(faults.iter().map(|(_, fault)| words::fault(fault)));
        }
        lines.push(errors::not_kept().to_owned());
        lines
    };
    later(page(StatusCode::SERVICE_UNAVAILABLE, language, lines))
}

/// Gives an empty answer that means "can't" its words: such come from below, where a session couldn't be written.
pub async fn told(request: Request, next: Next) -> Response {
    let (html, language) =
        (wants_html(&request), languages::of_browser(request.headers()).unwrap_or_default());
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_server_error() || response.body().size_hint().exact() != Some(0) {
        return response;
    }
    if html {
        later(page(status, language, || vec![errors::away().to_owned()]))
    } else {
        later((status, as_rows(&ApiError::Busy)).into_response())
    }
}

fn page(status: StatusCode, language: Language, lines: impl FnOnce() -> Vec<String>) -> Response {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let (title, lines) = speaking(language, || (escape(errors::title_other()), lines()));
    let lines: String = lines.iter().map(|line| format!("<p>{}</p>", escape(line))).collect();
    let body = format!(
        "<!doctype html><html lang=\"{}\" dir=\"{}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><h1>{title}</h1>{lines}</html>",
        language,
        language.direction()
    );
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
}

fn later(mut response: Response) -> Response {
    response.headers_mut().insert(RETRY_AFTER, axum::http::HeaderValue::from_static("5"));
    response
}
