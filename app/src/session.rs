//! Who is looking, and whose portal it is: handed from the server to the browser with the document.
//!
//! Signing in and out load a new document, so this never changes under a page.

use domain::access::Profile;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What every page knows without asking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// Who is signed in.
    pub profile: Option<Profile>,
    /// The vendor's name.
    pub vendor: String,
    /// The portal's own address, without a slash at the end.
    pub origin: String,
    /// Hue of the vendor's accent in degrees (OKLCH).
    pub hue: u16,
}

/// Takes the surroundings over from the document. Called once, by the app.
pub fn take_over() {
    let around = SharedValue::new(|| use_context::<Surroundings>().unwrap_or_default()).into_inner();
    provide_context(around);
}

/// The surroundings of this page.
pub fn surroundings() -> Surroundings {
    use_context().unwrap_or_default()
}

/// Who is signed in.
pub fn profile() -> Option<Profile> {
    surroundings().profile
}

/// Server functions whose answer a browser without scripts gets on the next page: what must not stand in an address,
/// where histories and logs would keep it.
pub const HANDED_OVER: &[&str] = &["/api/people/invite"];

/// What such a function answered, for one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// The path it was sent to.
    pub path: String,
    /// The answer, as JSON.
    pub answer: String,
}

/// Takes what the function of this path answered, if the page is made because of it.
pub fn handed<T: DeserializeOwned>(path: &str) -> Option<T> {
    let kept = SharedValue::new(use_context::<Handed>).into_inner();
    kept.filter(|handed| handed.path == path).and_then(|handed| serde_json::from_str(&handed.answer).ok())
}
