//! The certifications that are offered, track by track, with where the reader stands.

use super::api::{CertificationCard, ListCertifications};
use super::words;
use crate::erase::{Erase, EraseAll};
use crate::learning;
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::texts::text::certifications;
use crate::ui::{ButtonKind, ButtonLink, EmptyState, PageHeader, Progress, Section, Tile};
use domain::access::WriteCourses;
use domain::certifications::Standing;
use domain::learning::Topic;
use leptos::prelude::*;

/// The certifications.
#[component]
pub fn CertificationsPage() -> impl IntoView {
    load(record(|| ListCertifications {}), page)
}

fn page(mut cards: Vec<CertificationCard>) -> AnyView {
    let who = session::profile();
    let takes = who.as_ref().is_some_and(|who| who.role.is_partner());
    let writes = who.as_ref().is_some_and(|who| who.may(&WriteCourses));
    let none = cards.is_empty();
    let tracks = Topic::ALL
        .iter()
        .filter_map(|track| {
            let (own, others) = cards.drain(..).partition(|card| card.certification.details.track == *track);
            cards = others;
            track_section(*track, own, takes)
        })
        .erase_all();
    view! {
        <PageTitle title=certifications::title()/>
        <PageHeader
            title=certifications::title()
            lead=certifications::lead()
            back=("/learning".to_owned(), text::learning::title().to_owned())
        >
            {takes
                .then(|| view! { <ButtonLink href="/certificates" icon="award">{text::learning::your_certificates()}</ButtonLink> }.erase())}
            {writes
                .then(|| {
                    view! {
                        <ButtonLink href="/certifications/manage" kind=ButtonKind::Primary icon="pencil">{certifications::manage()}</ButtonLink>
                    }.erase()
                })}
        </PageHeader>
        {none
            .then(|| view! { <EmptyState icon="award" title=certifications::none() text=certifications::none_help()/> }.erase())}
        {tracks}
    }
    .erase()
}

fn track_section(track: Topic, cards: Vec<CertificationCard>, takes: bool) -> Option<AnyView> {
    if cards.is_empty() {
        return None;
    }
    let tiles = cards.into_iter().map(|card| tile(card, takes)).erase_all();
    Some(view! { <Section title=learning::topic(track)><div class="tiles">{tiles}</div></Section> }.erase())
}

fn tile(card: CertificationCard, takes: bool) -> AnyView {
    let CertificationCard { certification, standing, done, needed } = card;
    let details = certification.details;
    // Whoever holds a good one has nothing to do.
    let progress = (takes && !matches!(standing, Standing::NotStarted | Standing::Certified)).then(|| {
        let label = Live::from(certifications::progress(needed, done));
        view! { <Progress value=Live::from(done) max=needed.max(1) label/> }.erase()
    });
    let kind = certifications::level(details.level);
    view! {
        <Tile
            href=format!("/certifications/{}", certification.id)
            title=details.title
            icon="award"
            cover=details.track.as_str()
            kind
        >
            {takes.then(|| words::standing(standing))}
            {progress}
        </Tile>
    }
    .erase()
}
