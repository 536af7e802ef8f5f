//! The list of people, with their roles.

use super::api::{ChangeRole, SetActive, list_people};
use crate::forms::use_form;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, ErrorSummary, Head, Hidden, PageHeader,
    Row, Select, SubmitButton, Tone,
};
use crate::words;
use domain::access::{ManagePeople, Role};
use domain::people::PersonLine;
use leptos::prelude::*;

/// People of the portal, or of the own organisation.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let role = use_form::<ChangeRole>();
    let active = use_form::<SetActive>();
    let people = record(|| (), |()| list_people());
    let faults = role.faults();
    let (role, active) = (role.action, active.action);
    view! {
        <ErrorSummary title=text::errors::summary() faults/>
        {load(people, move |people| page(people, role, active))}
    }
}

fn page(people: Vec<PersonLine>, role: ServerAction<ChangeRole>, active: ServerAction<SetActive>) -> AnyView {
    let may_manage = session::profile().is_some_and(|who| who.may(&ManagePeople));
    let count = people.len() as i64;
    let rows = people.into_iter().map(|person| row(person, may_manage, role, active)).collect_view();
    let mut head = vec![
        Head::new(text::people::name()),
        Head::new(text::people::email()),
        Head::new(text::people::organisation()),
        Head::new(text::people::role()),
    ];
    if may_manage {
        head.push(Head::hidden(text::people::change()));
    }
    view! {
        <PageTitle title=text::people::title()/>
        <PageHeader title=text::people::title() lead=text::people::count(count)>
            <ButtonLink href="/people/invite" kind=ButtonKind::Primary icon="user-plus">{text::people::invite()}</ButtonLink>
        </PageHeader>
        <Card flush=true>
            <DataTable caption=text::people::title() head>{rows}</DataTable>
        </Card>
    }
    .into_any()
}

fn row(
    person: PersonLine,
    may_manage: bool,
    role: ServerAction<ChangeRole>,
    active: ServerAction<SetActive>,
) -> AnyView {
    let organisation =
        person.partner.clone().map_or_else(|| session::surroundings().vendor, |(_, name)| name);
    let id = person.id.to_string();
    let side = person.role.is_partner();
    let options = Role::ALL
        .iter()
        .filter(|role| role.is_partner() == side)
        .map(|role| (role.to_string(), words::role(*role).to_owned()))
        .collect();
    let shown = words::role(person.role);
    let (value, is_active) = (person.role.to_string(), person.active);
    let role_of = text::people::role_of(&person.name);
    let change = may_manage.then(|| {
        let own = id.clone();
        view! {
            <Cell kind=CellKind::Action>
                <details class="row-menu">
                    <summary class="button button-quiet">{text::people::change()}</summary>
                    <div class="row-menu-body">
                        <ActionForm action=role attr:class="form">
                            <Hidden name="person" value=own/>
                            <Select name="role" label=role_of options value/>
                            <SubmitButton kind=ButtonKind::Secondary>{text::people::set_role()}</SubmitButton>
                        </ActionForm>
                        <ActionForm action=active>
                            <Hidden name="person" value=id/>
                            <Hidden name="active" value=(!is_active).to_string()/>
                            <SubmitButton kind=ButtonKind::Destructive>
                                {if is_active { text::people::close() } else { text::people::open() }}
                            </SubmitButton>
                        </ActionForm>
                    </div>
                </details>
            </Cell>
        }
    });
    view! {
        <Row>
            <Cell kind=CellKind::Lead>
                {person.name}
                {(!is_active).then(|| view! { " " <Badge tone=Tone::Caution>{text::people::closed()}</Badge> })}
            </Cell>
            <Cell label=text::people::email()>{person.email}</Cell>
            <Cell label=text::people::organisation()>{organisation}</Cell>
            <Cell label=text::people::role()>{shown}</Cell>
            {change}
        </Row>
    }
    .into_any()
}
