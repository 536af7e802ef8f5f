//! The catalogue of courses: the own ones on top, then all of them by search and topic.

use super::api::{FindCourses, Shelf};
use super::words;
use crate::erase::{Erase, EraseAll};
use crate::forms::SearchForm;
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text::{certifications, learning};
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Chip, EmptyState, Field, Hidden, PageHeader, Pager, Progress, Section,
    SubmitButton, Tile, Tone,
};
use domain::access::{AssignLearning, RequireCertifications, WriteCourses};
use domain::learning::assignments::AssignmentState;
use domain::learning::{CourseCard, CourseState, Topic};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

/// The catalogue.
#[component]
pub fn CataloguePage() -> impl IntoView {
    let query = use_query_map();
    let asked = move || {
        query.with(|q| FindCourses {
            search: q.get("q").unwrap_or_default(),
            topic: q.get("topic").unwrap_or_default(),
            after: q.get("after"),
        })
    };
    load(record(asked), move |shelf| page(shelf, untrack(asked)))
}

fn page(shelf: Shelf, FindCourses { search, topic, after }: FindCourses) -> AnyView {
    let who = session::profile();
    let writes = who.as_ref().is_some_and(|who| who.may(&WriteCourses));
    let manages = who.as_ref().is_some_and(|who| {
        let partner = who.partner_id().cloned();
        who.may(&RequireCertifications) || partner.is_some_and(|partner| who.may(&AssignLearning { partner }))
    });
    let takes = who.as_ref().is_some_and(|who| who.role.is_partner());
    let query = |topic: &str| format!("/learning?q={}&topic={}", Url::escape(&search), Url::escape(topic));
    let chips = [("", learning::any_topic())]
        .into_iter()
        .chain(Topic::ALL.iter().map(|topic| (topic.as_str(), words::topic(*topic))))
        .map(|(value, label)| {
            let current = value == topic;
            view! { <Chip href=query(value) label current=Live::from(current)/> }
        })
        .erase_all();
    let asked = !search.is_empty() || !topic.is_empty() || after.is_some();
    let older =
        shelf.page.next.as_deref().map(|next| format!("{}&after={}", query(&topic), Url::escape(next)));
    let newer = after.map(|_| query(&topic));
    let empty = shelf.page.rows.is_empty();
    let nothing_own = shelf.mine.is_empty() && shelf.assigned.is_empty();
    let mine = (!asked && !nothing_own).then(|| {
        let assigned = shelf.assigned.into_iter().map(assigned).erase_all();
        let tiles = shelf.mine.into_iter().map(tile).erase_all();
        view! { <Section title=learning::mine()><div class="tiles">{assigned}{tiles}</div></Section> }.erase()
    });
    view! {
        <PageTitle title=learning::title()/>
        <PageHeader title=learning::title() lead=learning::lead()>
            <ButtonLink href="/certifications" icon="graduation-cap">{certifications::title()}</ButtonLink>
            {takes
                .then(|| view! { <ButtonLink href="/certificates" icon="award">{learning::your_certificates()}</ButtonLink> }.erase())}
            {manages
                .then(|| view! { <ButtonLink href="/learning/team" icon="users">{learning::team()}</ButtonLink> }.erase())}
            {writes
                .then(|| {
                    view! {
                        <ButtonLink href="/learning/manage" kind=ButtonKind::Primary icon="pencil">{learning::manage()}</ButtonLink>
                    }.erase()
                })}
        </PageHeader>
        <SearchForm action="/learning">
            <Field name="q" kind="search" label=learning::search() value=search.clone()/>
            <Hidden name="topic" value=topic/>
            <SubmitButton kind=ButtonKind::Secondary>{learning::find()}</SubmitButton>
        </SearchForm>
        <nav class="chips" aria-label=learning::topics()>{chips}</nav>
        {mine}
        <Section title=learning::all()>
            {if empty {
                view! { <EmptyState icon="graduation-cap" title=learning::none() text=learning::none_help()/> }.erase()
            } else {
                let tiles = shelf.page.rows.into_iter().map(tile).erase_all();
                view! { <div class="tiles">{tiles}</div> }.erase()
            }}
            <Pager
                label=learning::all()
                newer_label=learning::first_page()
                older_label=learning::next_page()
                newer
                older
            />
        </Section>
    }
    .erase()
}

/// What somebody is asked to complete, as a tile.
pub fn assigned((href, title, topic, state): (String, String, Topic, AssignmentState)) -> AnyView {
    view! {
        <Tile href title icon="clock" cover=topic.as_str() kind=learning::assigned()>
            {words::assignment_state(state)}
        </Tile>
    }
    .erase()
}

/// A course as a tile.
pub fn tile(card: CourseCard) -> AnyView {
    let state = if card.state != CourseState::Published {
        Some(words::course_state(card.state))
    } else if card.offered {
        None
    } else {
        Some(view! { <Badge>{learning::not_offered()}</Badge> }.erase())
    };
    let progress = if card.completed {
        Some(view! { <Badge tone=Tone::Positive>{learning::passed()}</Badge> }.erase())
    } else if card.enrolled {
        let label = learning::progress(card.lessons, card.read);
        let (value, max) = (Live::from(card.read), card.lessons.max(1));
        Some(view! { <Progress value max label=Live::from(label)/> }.erase())
    } else {
        None
    };
    let kind = learning::card(words::topic(card.topic), card.minutes);
    let icon = match card.topic {
        Topic::Sales => "handshake",
        Topic::Technical => "settings",
        Topic::Marketing => "presentation",
    };
    view! {
        <Tile href=format!("/learning/{}", card.id) title=card.title icon cover=card.topic.as_str() kind>
            {state}
            {progress}
        </Tile>
    }
    .erase()
}
