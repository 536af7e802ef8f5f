//! Certificates: the own ones, and those of an organisation's people.

use super::api::{Certificates, own_certificates, partner_certificates};
use crate::loading::{PageTitle, load};
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Head, PageHeader, Row,
    Section, Tone,
};
use domain::learning::{Certificate, Standing};
use domain::time::Day;
use leptos::prelude::*;

/// The own certificates.
#[component]
pub fn CertificatesPage() -> impl IntoView {
    let own = Resource::new(|| (), |()| own_certificates());
    load(own, page)
}

fn page(own: Certificates) -> AnyView {
    view! {
        <PageTitle title=text::learning::certificates()/>
        <PageHeader
            title=text::learning::certificates()
            back=("/learning".to_owned(), text::learning::title().to_owned())
        />
        {if own.list.is_empty() {
            view! {
                <EmptyState icon="award" title=text::learning::no_certificates() text=text::learning::no_certificates_help()>
                    <ButtonLink href="/learning" kind=ButtonKind::Primary>{text::learning::to_courses()}</ButtonLink>
                </EmptyState>
            }
                .into_any()
        } else {
            table(own, false)
        }}
    }
    .into_any()
}

/// The certificates of a partner's people, on the partner's page.
#[component]
pub fn PartnerCertificates(#[prop(into)] partner: String) -> impl IntoView {
    let list = Resource::new(move || partner.clone(), partner_certificates);
    view! {
        <Section title=text::learning::certificates()>
            {load(
                list,
                |list| {
                    if list.list.is_empty() {
                        view! { <Card><p>{text::learning::nobody_certified()}</p></Card> }.into_any()
                    } else {
                        table(list, true)
                    }
                },
            )}
        </Section>
    }
    .into_any()
}

/// How a certificate stands, in a badge.
fn standing(certificate: &Certificate, today: Day) -> AnyView {
    let (tone, words) = match certificate.standing(today) {
        Standing::Valid => (Tone::Positive, text::learning::valid()),
        Standing::ExpiresSoon => (Tone::Caution, text::learning::expires_soon()),
        Standing::Expired => (Tone::Negative, text::learning::expired()),
    };
    view! { <Badge tone>{words}</Badge> }.into_any()
}

fn table(list: Certificates, with_person: bool) -> AnyView {
    let today = list.today;
    let mut head = vec![Head::new(text::learning::course())];
    if with_person {
        head.push(Head::new(text::learning::person()));
    }
    head.extend([
        Head::new(text::learning::standing()),
        Head::new(text::learning::issued()),
        Head::new(text::learning::valid_until()),
        Head::hidden(text::learning::download_certificate()),
    ]);
    let rows = list
        .list
        .into_iter()
        .map(|one| {
            let badge = standing(&one, today);
            let until = one.expires_on.map_or_else(
                || text::learning::for_good().to_owned(),
                |day| day.plus_days(-1).words(),
            );
            let pdf = format!("/certificates/{}/pdf", one.id);
            view! {
                <Row>
                    <Cell kind=CellKind::Lead>{one.course_title}</Cell>
                    {with_person.then(|| view! { <Cell label=text::learning::person()>{one.person_name}</Cell> })}
                    <Cell kind=CellKind::Status label=text::learning::standing()>{badge}</Cell>
                    <Cell label=text::learning::issued()>{one.issued_on.words()}</Cell>
                    <Cell label=text::learning::valid_until()>{until}</Cell>
                    <Cell kind=CellKind::Action>
                        <ButtonLink href=pdf kind=ButtonKind::Quiet icon="download" download=true>{text::learning::pdf()}</ButtonLink>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <Card flush=true>
            <DataTable caption=text::learning::certificates() head>{rows}</DataTable>
        </Card>
    }
    .into_any()
}
