//! Words for where somebody stands.

use crate::erase::Erase;
use crate::texts::text::{certifications, learning};
use crate::ui::{Badge, Tone};
use domain::certifications::Standing;
use leptos::prelude::*;

/// Where somebody stands.
pub fn standing(standing: Standing) -> AnyView {
    let (tone, words) = match standing {
        Standing::NotStarted => (Tone::Neutral, certifications::not_started().to_owned()),
        Standing::InProgress => (Tone::Accent, certifications::in_progress().to_owned()),
        Standing::Certified => (Tone::Positive, certifications::certified().to_owned()),
        Standing::Due { days } => (Tone::Caution, certifications::due(days)),
        Standing::Grace { days } => (Tone::Caution, learning::grace_left(days)),
        Standing::Expired => (Tone::Negative, learning::expired().to_owned()),
        Standing::Revoked => (Tone::Negative, learning::revoked().to_owned()),
    };
    view! { <Badge tone>{words}</Badge> }.erase()
}
