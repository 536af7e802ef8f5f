//! Words for topics, states and days of learning.

use crate::erase::Erase;
use crate::texts::text::learning;
use crate::ui::{Badge, Tone};
use domain::learning::assignments::AssignmentState;
use domain::learning::{CertificateState, CourseState, Topic};
use domain::time::Day;
use leptos::prelude::*;

/// A topic.
pub fn topic(topic: Topic) -> &'static str {
    match topic {
        Topic::Sales => learning::sales(),
        Topic::Technical => learning::technical(),
        Topic::Marketing => learning::marketing(),
    }
}

/// Where a course stands.
pub fn course_state(state: CourseState) -> AnyView {
    let (tone, words) = course_state_word(state);
    view! { <Badge tone>{words}</Badge> }.erase()
}

/// The same as a tone and a word.
pub fn course_state_word(state: CourseState) -> (Tone, &'static str) {
    match state {
        CourseState::Draft => (Tone::Caution, learning::draft()),
        CourseState::Published => (Tone::Positive, learning::published()),
        CourseState::Retired => (Tone::Neutral, learning::retired()),
    }
}

/// What a certificate is worth.
pub fn certificate_state(state: CertificateState) -> AnyView {
    let (tone, words) = match state {
        CertificateState::Valid => (Tone::Positive, learning::valid().to_owned()),
        CertificateState::Due { days } => (Tone::Caution, learning::expires_in(days)),
        CertificateState::Grace { days } => (Tone::Caution, learning::grace_left(days)),
        CertificateState::Revoked => (Tone::Negative, learning::revoked().to_owned()),
        CertificateState::Expired => (Tone::Negative, learning::expired().to_owned()),
    };
    view! { <Badge tone>{words}</Badge> }.erase()
}

/// Where an assignment stands.
pub fn assignment_state(state: AssignmentState) -> AnyView {
    let (tone, words) = match state {
        AssignmentState::Open => (Tone::Accent, learning::to_do().to_owned()),
        AssignmentState::Due { on } => (Tone::Accent, learning::due_by(crate::words::day(on))),
        AssignmentState::Overdue { on } => (Tone::Negative, learning::overdue(crate::words::day(on))),
        AssignmentState::Done => (Tone::Positive, learning::done().to_owned()),
    };
    view! { <Badge tone>{words}</Badge> }.erase()
}

/// The last day of a certificate.
pub fn until(expires_on: Option<Day>) -> String {
    expires_on.map_or_else(|| learning::for_good().to_owned(), crate::words::day)
}
