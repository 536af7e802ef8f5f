//! The list of people, with their roles, and of those who are invited.

use super::api::{ChangeRole, ListPeople, PeopleList, SetActive};
use super::invitations::Withdraw;
use crate::deals::HandOverAllDeals;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, Sending, use_form};
use crate::lists::draw;
use crate::live::Live;
use crate::loading::load;
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, Card, Cell, CellKind, DataTable, ErrorSummary, Head, Hidden, Row, Section, Select,
    SubmitButton, Tone,
};
use crate::words;
use domain::access::{HandOverDeals, ManagePeople, Role};
use domain::people::{OpenInvitation, PersonLine};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::sync::Arc;

/// What can be done to the people of the list.
#[derive(Clone)]
struct Actions {
    role: Sending,
    active: Sending,
    withdraw: Sending,
    hand_over: Sending,
}

/// People of the portal, or of the own organisation.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let (role, active, withdraw) =
        (use_form::<ChangeRole>(), use_form::<SetActive>(), use_form::<Withdraw>());
    let hand_over = use_form::<HandOverAllDeals>();
    let all = [role.faults(), active.faults(), withdraw.faults(), hand_over.faults()];
    let faults = Live::new(move || all.iter().flat_map(|faults| faults.get()).collect::<Vec<_>>());
    let actions = Actions {
        role: role.sending(),
        active: active.sending(),
        withdraw: withdraw.sending(),
        hand_over: hand_over.sending(),
    };
    let query = use_location().search;
    let people = record(move || ListPeople { query: query.get() });
    view! {
        <ErrorSummary title=text::errors::summary() faults/>
        {load(people, move |list| page(list, actions.clone()))}
    }
    .erase()
}

fn page(list: PeopleList, actions: Actions) -> AnyView {
    let people = list.people;
    let withdraw = actions.withdraw.clone();
    let change = move |id: &str| {
        let person = people.iter().find(|person| person.id.as_str() == id);
        person.map(|person| change(person, &people, &actions)).into_any()
    };
    view! {
        {draw(list.listing, Some(Arc::new(change)), None)}
        {(!list.invited.is_empty()).then(|| invitations(list.invited, withdraw))}
    }
    .erase()
}

fn organisation(partner: Option<String>) -> String {
    partner.unwrap_or_else(|| session::surroundings().vendor)
}

fn invitations(invited: Vec<OpenInvitation>, withdraw: Sending) -> AnyView {
    let rows = invited
        .into_iter()
        .map(|one| {
            let withdraw = withdraw.clone();
            view! {
                <Row>
                    <Cell kind=CellKind::Lead>{one.email}</Cell>
                    <Cell label=text::people::organisation()>{organisation(one.partner.map(|(_, name)| name))}</Cell>
                    <Cell label=text::people::role()>{words::role(one.role)}</Cell>
                    <Cell label=text::people::invited_by()>{one.invited_by}</Cell>
                    <Cell label=text::people::until()>{words::day(one.expires_at.day())}</Cell>
                    <Cell kind=CellKind::Action>
                        <SendForm sending=withdraw>
                            <Hidden name="invitation" value=one.id.to_string()/>
                            <SubmitButton kind=ButtonKind::Quiet>{text::people::withdraw()}</SubmitButton>
                        </SendForm>
                    </Cell>
                </Row>
            }
        })
        .erase_all();
    let head = vec![
        Head::new(text::people::email()),
        Head::new(text::people::organisation()),
        Head::new(text::people::role()),
        Head::new(text::people::invited_by()),
        Head::new(text::people::until()),
        Head::hidden(text::people::change()),
    ];
    view! {
        <Section title=text::people::open_invitations()>
            <Card flush=true>
                <DataTable caption=text::people::open_invitations() head>{rows}</DataTable>
            </Card>
        </Section>
    }
    .erase()
}

fn change(person: &PersonLine, people: &[PersonLine], actions: &Actions) -> AnyView {
    let own = session::profile();
    // Administrators may give up their role to others; nobody else changes the own account here.
    let is_own = own.as_ref().is_some_and(|who| who.person == person.id);
    let may_change = !is_own || own.is_some_and(|who| who.may(&ManagePeople));
    let (id, version) = (person.id.to_string(), person.version.to_string());
    let side = person.role.is_partner();
    let options = Role::ALL
        .iter()
        .filter(|role| role.is_partner() == side)
        .map(|role| (role.to_string(), words::role(*role).to_owned()))
        .collect();
    let (value, is_active) = (person.role.to_string(), person.active);
    let role_of = text::people::role_of(&person.name);
    let close = (!is_own).then(|| {
        let (id, version) = (id.clone(), version.clone());
        view! {
            <SendForm sending=actions.active.clone()>
                <Hidden name="person" value=id/>
                <Hidden name="version" value=version/>
                <Hidden name="active" value=(!is_active).to_string()/>
                <SubmitButton kind=ButtonKind::Destructive>
                    {if is_active { text::people::close() } else { text::people::open() }}
                </SubmitButton>
            </SendForm>
        }
        .erase()
    });
    let closed =
        (!is_active).then(|| view! { <Badge tone=Tone::Caution>{text::people::closed()}</Badge> }.erase());
    let hand_over = hand_over(person, people, actions);
    let menu = may_change.then(|| {
        view! {
            <details class="row-menu">
                <summary class="button button-quiet">{text::people::change()}</summary>
                <div class="row-menu-body">
                    <SendForm sending=actions.role.clone() class="form">
                        <Hidden name="person" value=id/>
                        <Hidden name="version" value=version/>
                        <Select name="role" label=role_of options value/>
                        <SubmitButton kind=ButtonKind::Secondary>{text::people::set_role()}</SubmitButton>
                    </SendForm>
                    {hand_over}
                    {close}
                </div>
            </details>
        }
        .erase()
    });
    view! { {closed} {menu} }.erase()
}

/// To whom of the same partner's people somebody's open deals can go.
fn hand_over(person: &PersonLine, people: &[PersonLine], actions: &Actions) -> Option<AnyView> {
    let partner = person.partner.as_ref()?;
    let may = session::profile().is_some_and(|who| who.may(&HandOverDeals { partner: partner.0.clone() }));
    let colleagues: Vec<_> = people
        .iter()
        .filter(|one| may && one.active && one.id != person.id && one.partner.as_ref() == Some(partner))
        .map(|one| (one.id.to_string(), one.name.clone()))
        .collect();
    let (sending, id) = (actions.hand_over.clone(), person.id.to_string());
    (!colleagues.is_empty()).then(|| {
        view! {
            <SendForm sending class="form">
                <Hidden name="person" value=id/>
                <Select name="to" label=text::deals::hand_over_all() options=colleagues prompt=text::deals::choose()/>
                <SubmitButton kind=ButtonKind::Secondary>{text::deals::hand_over_title()}</SubmitButton>
            </SendForm>
        }
        .erase()
    })
}
