//! What people see of the provider: one button for each of them.

use crate::keys::secret;
use crate::{Granted, Shared};
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use url::Url;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    client_id: String,
    redirect_uri: String,
    response_type: String,
    state: String,
    nonce: Option<String>,
    code_challenge: String,
    code_challenge_method: String,
    login_hint: String,
    /// Whom somebody pressed.
    sub: String,
}

impl Wanted {
    fn fits(&self, shared: &Shared) -> bool {
        self.client_id == shared.client.id
            && self.redirect_uri == shared.client.redirect_uri
            && self.response_type == "code"
            && self.code_challenge_method == "S256"
            && !self.code_challenge.is_empty()
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn document(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>body{{font:16px/1.5 system-ui;max-width:26rem;margin:10vh auto;padding:0 1rem}}\
         button{{font:inherit;display:block;width:100%;min-height:44px;margin:.5rem 0}}</style><h1>{title}</h1>{body}</html>"
    ))
}

pub(crate) async fn authorize(State(shared): State<Shared>, Query(wanted): Query<Wanted>) -> Response {
    if !wanted.fits(&shared) {
        return (StatusCode::BAD_REQUEST, document("Not a known client", "")).into_response();
    }
    let hidden = [
        ("client_id", wanted.client_id.as_str()),
        ("redirect_uri", &wanted.redirect_uri),
        ("response_type", &wanted.response_type),
        ("state", &wanted.state),
        ("nonce", wanted.nonce.as_deref().unwrap_or_default()),
        ("code_challenge", &wanted.code_challenge),
        ("code_challenge_method", &wanted.code_challenge_method),
    ];
    let mut form = String::from("<form method=\"post\" action=\"/sign-in\">");
    for (name, value) in hidden {
        form.push_str(&format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value)));
    }
    let mut people: Vec<_> = shared.people.iter().collect();
    people.sort_by_key(|person| person.email != wanted.login_hint);
    for person in people {
        form.push_str(&format!(
            "<button name=\"sub\" value=\"{}\">{} ({})</button>",
            escape(&person.sub),
            escape(&person.name),
            escape(&person.email)
        ));
    }
    form.push_str("</form>");
    document("Who are you?", &form).into_response()
}

pub(crate) async fn sign_in(State(shared): State<Shared>, Form(wanted): Form<Wanted>) -> Response {
    let person = shared.people.iter().find(|person| person.sub == wanted.sub).cloned();
    let back = Url::parse(&wanted.redirect_uri).ok();
    let (true, Some(person), Some(mut back)) = (wanted.fits(&shared), person, back) else {
        return (StatusCode::BAD_REQUEST, document("Not a known client", "")).into_response();
    };
    let code = secret();
    let nonce = wanted.nonce.filter(|nonce| !nonce.is_empty());
    let granted = Granted { person, nonce, challenge: wanted.code_challenge };
    shared.inside().granted.insert(code.clone(), granted);
    back.query_pairs_mut()
        .append_pair("code", &code)
        .append_pair("state", &wanted.state)
        .append_pair("iss", &shared.issuer);
    Redirect::to(back.as_str()).into_response()
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Leaving {
    post_logout_redirect_uri: String,
    id_token_hint: String,
}

pub(crate) async fn end(State(shared): State<Shared>, Query(leaving): Query<Leaving>) -> Response {
    let known =
        leaving.post_logout_redirect_uri == shared.client.post_logout && !leaving.id_token_hint.is_empty();
    if known {
        return Redirect::to(&leaving.post_logout_redirect_uri).into_response();
    }
    document("You are signed out", "").into_response()
}
