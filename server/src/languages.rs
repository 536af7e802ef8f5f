//! Which language somebody reads: the one that the person chose, else the one chosen on this device, else what the browser
//! wants most of those there are, else the vendor's.

use crate::guard::referer;
use crate::sign_in::Sent;
use crate::state::State;
use app::api::ApiError;
use axum::Extension;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, SET_COOKIE};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Actor, KeepOwnAccount, Profile};
use domain::form::{Fault, Faults};
use domain::language::Language;
use serde::Deserialize;
use tower_sessions::Session;

/// Keeps the choice on a device, also of people who are not signed in. It says nothing about anybody.
const NAME: &str = "language";

/// A year.
const KEPT_SECONDS: u32 = 365 * 24 * 3600;

/// The language of the answer to this request.
pub fn of(state: &State, who: Option<&Profile>, headers: &HeaderMap) -> Language {
    who.and_then(|who| who.language).or_else(|| of_browser(headers)).unwrap_or(state.portal.vendor.language)
}

/// The language chosen on this device, or the one that the browser wants.
pub fn of_browser(headers: &HeaderMap) -> Option<Language> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let chosen = pairs.filter(|(name, _)| *name == NAME).find_map(|(_, tag)| tag.parse().ok());
    chosen.or_else(|| Language::wanted(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?))
}

/// The choice as the form sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LanguageForm {
    /// BCP 47 tag.
    language: String,
}

/// Keeps the choice with the person, and on the device; back to the page that it was made on.
pub async fn choose(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    session: Session,
    request: Request,
) -> Response {
    let sent = Sent::<LanguageForm>::read(session, request).await;
    let actor = actor.map(|Extension(actor)| actor);
    match keep(&state, actor.as_ref(), &sent.form.language).await {
        Ok(language) => {
            let cookie = format!("{NAME}={language}; Path=/; Max-Age={KEPT_SECONDS}; SameSite=Lax; HttpOnly");
            ([(SET_COOKIE, cookie)], Redirect::to(&referer(&sent.parts.headers))).into_response()
        }
        Err(error) => sent.refuse(error).await,
    }
}

async fn keep(state: &State, actor: Option<&Actor>, tag: &str) -> Result<Language, ApiError> {
    let language = tag.parse().map_err(|_| Faults::of("language", Fault::Unknown))?;
    if let Some(actor) = actor.filter(|actor| actor.profile().language != Some(language)) {
        let permit = actor.permit(KeepOwnAccount)?;
        let mut tx = state.portal.store.begin(state.now()).await?;
        store::people::choose_language(&mut tx, &permit, &actor.profile().person, language).await?;
        tx.commit().await?;
    }
    Ok(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(pairs: &[(&'static str, &'static str)]) -> Option<Language> {
        of_browser(
            &pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect(),
        )
    }

    #[test]
    fn what_was_chosen_on_the_device_goes_before_what_the_browser_wants() {
        assert_eq!(wanted(&[]), None);
        assert_eq!(wanted(&[("accept-language", "fr, de;q=0.5")]), Some(Language::German));
        let both = [("cookie", "id=1; language=ar"), ("accept-language", "de")];
        assert_eq!(wanted(&both), Some(Language::Arabic));
        let nonsense = [("cookie", "language=../../x; language"), ("accept-language", "de")];
        assert_eq!(wanted(&nonsense), Some(Language::German));
    }
}
