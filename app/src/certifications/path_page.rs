//! One certification: the courses on its path, how far the reader has come, what is next, and the certificate.

use super::api::{ClaimCertificate, FindPath, PathRecord};
use super::words;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::learning;
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::texts::text::certifications;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, ErrorSummary, Fact, Facts, Hidden, Icon, Notice, PageHeader,
    Progress, Section, SubmitButton, Tone,
};
use domain::access::WriteCourses;
use domain::certifications::{CertificationDetails, Item, RenewalMode, Standing};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One certification.
#[component]
pub fn CertificationPage() -> impl IntoView {
    let params = use_params_map();
    load(record(move || FindPath { id: params.with(|p| p.get("id").unwrap_or_default()) }), page)
}

fn page(record: PathRecord) -> AnyView {
    let who = session::profile();
    let takes = who.as_ref().is_some_and(|who| who.role.is_partner());
    let writes = who.as_ref().is_some_and(|who| who.may(&WriteCourses));
    let PathRecord { card, path, next, has_level_below, complete, earned, certificate, reason } = record;
    let (id, details, standing) = (card.certification.id, card.certification.details, card.standing);
    let next = usize::try_from(next.unwrap_or(-1)).ok();
    // What is held and cannot be renewed yet leaves nothing to go on with.
    let go_on =
        next.and_then(|at| path.get(at)).filter(|_| takes && !complete && standing != Standing::Certified);
    let go_on = go_on.map(|(item, _)| {
        let href = format!("/learning/{}", item.course);
        let label =
            if item.begun && item.pass.is_none() { certifications::go_on() } else { certifications::start() };
        view! {
            <Notice tone=Tone::Info title=certifications::next(&item.title)>
                <p><ButtonLink href kind=ButtonKind::Primary icon="play">{label}</ButtonLink></p>
            </Notice>
        }
        .erase()
    });
    let below = (takes && !has_level_below).then(|| {
        let words = certifications::needs_level(details.level - 1, learning::topic(details.track));
        view! {
            <Notice tone=Tone::Caution title=words>
                <p><a href="/certifications">{certifications::to_all()}</a></p>
            </Notice>
        }
        .erase()
    });
    let claim = (takes && earned).then(|| claim(id.to_string()));
    let revoked = reason.map(|reason| {
        view! {
            <Notice tone=Tone::Negative title=certifications::was_revoked()>
                <p>{reason}</p>
                <p>{certifications::revoked_help()}</p>
            </Notice>
        }
        .erase()
    });
    let edit = writes.then(|| {
        view! { <ButtonLink href=format!("/certifications/manage/{id}") icon="pencil">{certifications::edit()}</ButtonLink> }.erase()
    });
    let (done, needed) = (card.done, card.needed);
    let progress = takes.then(|| {
        let label = Live::from(certifications::progress(needed, done));
        view! { <Progress value=Live::from(done) max=needed.max(1) label/> }.erase()
    });
    let rule = match (details.needed, path.len() as i64) {
        (some, all) if some > 0 && some < all => certifications::some_needed(some, all),
        _ => certifications::all_needed().to_owned(),
    };
    let lines = path
        .into_iter()
        .enumerate()
        .map(|(at, (item, done))| line(item, done, takes, takes && next == Some(at)))
        .erase_all();
    let facts = facts(&details);
    view! {
        <PageTitle title=details.title.clone()/>
        <PageHeader
            title=details.title
            lead=details.summary
            back=("/certifications".to_owned(), certifications::title().to_owned())
            status=move || takes.then(|| words::standing(standing)).into_any()
        >
            {edit}
        </PageHeader>
        <div class="record">
            <div class="record-story">
                {revoked} {below} {claim} {go_on} {progress}
                <Section title=certifications::path()>
                    <p>{rule}</p>
                    <ol class="outline-list">{lines}</ol>
                </Section>
            </div>
            <aside class="record-facts">
                {facts}
                {certificate.map(|(one, state)| learning::certificate_card(one, state))}
            </aside>
        </div>
    }
    .erase()
}

fn line(item: Item, done: bool, takes: bool, is_next: bool) -> AnyView {
    let (icon, words) = if done {
        (view! { <Icon name="circle-check"/> }.erase(), text::learning::passed())
    } else {
        let ring = view! { <span class="outline-ring" aria-hidden="true"></span> }.erase();
        (ring, certifications::open())
    };
    let class = if done { "outline-link done" } else { "outline-link" };
    let spoken = takes.then(|| view! { <span class="visually-hidden">" (" {words} ")"</span> }.erase());
    let badge = is_next
        .then(|| view! { " " <Badge tone=Tone::Accent>{certifications::next_badge()}</Badge> }.erase());
    let minutes = text::learning::minutes(item.minutes);
    let mark = takes.then_some(icon);
    if !item.offered {
        return view! {
            <li>
                <span class=class>
                    {mark}
                    <span>{item.title} " · " {text::learning::not_offered()} {spoken}</span>
                </span>
            </li>
        }
        .erase();
    }
    let href = format!("/learning/{}", item.course);
    let current = is_next.then_some("step");
    view! {
        <li>
            <a class=class href=href aria-current=current>
                {mark}
                <span>{item.title} " · " {minutes} {badge} {spoken}</span>
            </a>
        </li>
    }
    .erase()
}

fn claim(id: String) -> AnyView {
    let state = use_form::<ClaimCertificate>();
    view! {
        <Notice tone=Tone::Positive title=certifications::earned()>
            <SendForm sending=state.sending()>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=id/>
                <SubmitButton icon="award" pending=state.pending()>{certifications::claim()}</SubmitButton>
            </SendForm>
        </Notice>
    }
    .erase()
}

/// What a certification asks for and is worth.
pub(super) fn facts(details: &CertificationDetails) -> AnyView {
    let validity = match details.validity_months {
        0 => text::learning::validity_for_good().to_owned(),
        n => text::learning::validity_months(n),
    };
    let ends = details.validity_months > 0;
    let mode = match details.mode {
        RenewalMode::Completion => certifications::mode_completion(),
        RenewalMode::PreviousExpiry => certifications::mode_previous(),
    };
    let (window, grace) = (details.window_days, details.grace_days);
    let renewal = ends.then(|| {
        view! {
            <Fact label=certifications::window()>{certifications::window_days(window)}</Fact>
            <Fact label=certifications::grace()>
                {if grace == 0 { certifications::no_grace().to_owned() } else { certifications::grace_days(grace) }}
            </Fact>
            <Fact label=certifications::mode()>{mode}</Fact>
        }
        .erase()
    });
    let (track, level) = (learning::topic(details.track), details.level);
    view! {
        <Card title=certifications::about()>
            <Facts>
                <Fact label=certifications::track()>{track}</Fact>
                <Fact label=certifications::level_label()>{level}</Fact>
                <Fact label=text::learning::validity()>{validity}</Fact>
                {renewal}
            </Facts>
        </Card>
    }
    .erase()
}
