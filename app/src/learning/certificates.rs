//! Certificates as blocks on other pages: the own account, the partner's record, a course.

use super::api::{self, Held};
use super::team::coverage_list;
use super::words;
use crate::erase::{Erase, EraseAll};
use crate::loading::load;
use crate::renewal::record;
use crate::texts::text::{learning, team};
use crate::ui::{
    ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Fact, Facts, Head, Icon, Row, Section,
};
use domain::id::{CertificateId, PartnerId};
use domain::learning::{Certificate, CertificateState};
use leptos::prelude::*;

/// The own certificates, on the account page.
#[component]
pub fn OwnCertificates() -> impl IntoView {
    let held = record(|| api::OwnCertificates {});
    load(held, |held| {
        view! {
            <Section
                title=learning::certificates()
                action=|| { view! { <a href="/certificates">{learning::all_certificates()}</a> }.erase() }
            >
                {own(held)}
            </Section>
        }
        .erase()
    })
}

/// The own certificates, or what to do to get one.
pub fn own(held: Held) -> AnyView {
    if held.is_empty() {
        return view! {
            <EmptyState icon="award" title=learning::no_certificates() text=learning::no_certificates_help()>
                <ButtonLink href="/learning">{learning::to_courses()}</ButtonLink>
            </EmptyState>
        }
        .erase();
    }
    let openable = held.iter().map(|(one, _)| one.id.clone()).collect();
    table(held, openable, false)
}

/// The certificates of a partner's people, on the partner's page.
#[component]
pub fn PartnerCertificates(partner: PartnerId) -> impl IntoView {
    let team = format!("/learning/team/{partner}");
    let found = record(move || api::PartnerCertificates { partner: partner.clone() });
    load(found, move |found| {
        // Whoever reads nobody's certificates is not told that there are none.
        let Some(found) = found else { return ().into_any() };
        let empty = found.held.is_empty();
        let link = found.team.then(|| {
            let href = team.clone();
            view! { <ButtonLink href icon="graduation-cap">{team::of_partner()}</ButtonLink> }.erase()
        });
        let coverage = (!found.coverage.is_empty() || found.team).then(|| {
            view! { <Section title=team::coverage() action=move || link.into_any()>{coverage_list(&found.coverage)}</Section> }
                .erase()
        });
        view! {
            {coverage}
            <Section title=learning::certificates()>
                {if empty {
                    view! { <p>{learning::no_partner_certificates()}</p> }.erase()
                } else {
                    table(found.held, found.openable, true)
                }}
            </Section>
        }
        .erase()
    })
}

fn table(held: Held, openable: Vec<CertificateId>, named: bool) -> AnyView {
    let rows = held
        .into_iter()
        .map(|(one, state)| {
            let pdf = openable.contains(&one.id).then(|| link_to_pdf(&one));
            let (lead, second) =
                if named { (one.person_name, Some(one.title)) } else { (one.title, None) };
            let public = format!("/verify/{}", one.number);
            view! {
                <Row>
                    <Cell kind=CellKind::Lead>{lead}</Cell>
                    {second.map(|title| view! { <Cell label=learning::course()>{title}</Cell> }.erase())}
                    <Cell kind=CellKind::Status>{words::certificate_state(state)}</Cell>
                    <Cell label=learning::issued() kind=CellKind::Short>{crate::words::day(one.term.issued_on)}</Cell>
                    <Cell label=learning::expires() kind=CellKind::Short>{words::until(one.term.expires_on)}</Cell>
                    <Cell label=learning::number()>
                        <a class="certificate-number" href=public rel="external">{one.number.to_string()}</a>
                    </Cell>
                    <Cell kind=CellKind::Action>{pdf}</Cell>
                </Row>
            }
        })
        .erase_all();
    let mut head = vec![Head::new(if named { learning::person() } else { learning::course() })];
    if named {
        head.push(Head::new(learning::course()));
    }
    head.extend([
        Head::new(learning::state()),
        Head::new(learning::issued()),
        Head::new(learning::expires()),
        Head::new(learning::number()),
        Head::hidden(learning::open_pdf()),
    ]);
    let caption = if named { learning::certificates_of_people() } else { learning::your_certificates() };
    view! {
        <Card flush=true>
            <DataTable caption head>{rows}</DataTable>
        </Card>
    }
    .erase()
}

fn link_to_pdf(one: &Certificate) -> AnyView {
    let href = format!("/certificates/{}/pdf", one.id);
    let name = learning::open_pdf_of(&one.title);
    view! {
        <a class="button button-quiet" href=href rel="external" aria-label=name>
            <Icon name="download"/>
            {learning::open_pdf()}
        </a>
    }
    .erase()
}

/// A certificate beside its course.
pub fn card(one: Certificate, state: CertificateState) -> AnyView {
    let number = one.number.to_string();
    let public = format!("/verify/{number}");
    let (issued, until, pdf) =
        (crate::words::day(one.term.issued_on), words::until(one.term.expires_on), link_to_pdf(&one));
    view! {
        <Card title=learning::certificate()>
            <Facts>
                <Fact label=learning::state()>{words::certificate_state(state)}</Fact>
                <Fact label=learning::issued()>{issued}</Fact>
                <Fact label=learning::expires()>{until}</Fact>
                <Fact label=learning::number()>
                    <a class="certificate-number" href=public rel="external">{number}</a>
                </Fact>
            </Facts>
            {pdf}
        </Card>
    }
    .erase()
}
