//! The learning of one organisation: coverage, people, what they are asked to complete, and asking for more.

use super::api::{Asked, AssignToPeople, FindTeam, Member, RemindOfLearning, Team, WithdrawAssignment};
use super::coverage_state;
use super::organisations_page::organisations;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SavedNotice, SendForm, Sending, use_form};
use crate::learning::assignment_state;
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text::{self, team};
use crate::ui::{
    ButtonKind, Card, Cell, CellKind, Checkbox, CheckboxGroup, DataTable, EmptyState, ErrorSummary, Field,
    Head, Hidden, PageHeader, Row, Section, Select, SubmitButton, Width,
};
use crate::words;
use domain::certifications::coverage::Coverage;
use domain::learning::assignments::{AssignForm, AssignmentState};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The own organisation's learning; for staff, the organisations to choose from.
#[component]
pub fn TeamPage() -> impl IntoView {
    if session::profile().is_some_and(|who| who.role.is_partner()) {
        one(|| FindTeam { partner: None })
    } else {
        organisations()
    }
}

/// The learning of the organisation in the address.
#[component]
pub fn PartnerTeamPage() -> impl IntoView {
    let params = use_params_map();
    one(move || FindTeam { partner: params.with(|p| p.get("partner")) })
}

fn one(asked: impl Fn() -> FindTeam + Copy + Send + Sync + 'static) -> AnyView {
    let (remind, withdraw) = (use_form::<RemindOfLearning>(), use_form::<WithdrawAssignment>());
    let all = [remind.faults(), withdraw.faults()];
    let faults = Live::new(move || all.iter().flat_map(|faults| faults.get()).collect::<Vec<_>>());
    let (remind, withdraw) = (remind.sending(), withdraw.sending());
    view! {
        <ErrorSummary title=text::errors::summary() faults/>
        {load(record(asked), move |team| page(team, remind.clone(), withdraw.clone()))}
    }
    .erase()
}

fn page(team: Team, remind: Sending, withdraw: Sending) -> AnyView {
    let Team { partner, name, people, coverage, assigned, courses, certifications, today } = team;
    let own = session::profile().is_some_and(|who| who.role.is_partner());
    let back = if own {
        ("/learning".to_owned(), text::learning::title().to_owned())
    } else {
        ("/learning/team".to_owned(), team::organisations().to_owned())
    };
    let named = people.iter().map(|one| one.person.clone()).collect();
    let id = partner.to_string();
    let asking = asking(id.clone(), named, courses, certifications, today.to_string());
    view! {
        <PageTitle title=team::title_of(&name)/>
        <PageHeader title=team::title_of(&name) lead=team::lead() back/>
        <SavedNotice title=team::assigned_now()/>
        {(!coverage.is_empty()).then(|| covering(coverage))}
        <Section title=team::assignments()>{assignments(&id, assigned, &remind, &withdraw)}</Section>
        <Section title=team::assign_title()>{asking}</Section>
        <Section title=team::people()>{members(people)}</Section>
    }
    .erase()
}

fn covering(coverage: Vec<Coverage>) -> AnyView {
    let rows = coverage
        .into_iter()
        .map(|one| {
            let state = coverage_state(&one);
            view! {
                <Row>
                    <Cell kind=CellKind::Lead>
                        <a href=format!("/certifications/{}", one.certification)>{one.title}</a>
                    </Cell>
                    <Cell kind=CellKind::Number>{team::of_required(one.required, one.held)}</Cell>
                    <Cell kind=CellKind::Status>{state}</Cell>
                </Row>
            }
        })
        .erase_all();
    let head =
        vec![Head::new(team::certification()), Head::number(team::certified()), Head::new(team::state())];
    view! {
        <Section title=team::coverage() lead=team::coverage_help()>
            <Card flush=true><DataTable caption=team::coverage() head>{rows}</DataTable></Card>
        </Section>
    }
    .erase()
}

fn assignments(partner: &str, assigned: Vec<Asked>, remind: &Sending, withdraw: &Sending) -> AnyView {
    if assigned.is_empty() {
        return view! { <EmptyState icon="inbox" title=team::none() text=team::none_help()/> }.erase();
    }
    let rows = assigned.into_iter().map(|one| row(partner, one, remind, withdraw)).erase_all();
    let head = vec![
        Head::new(team::person()),
        Head::new(team::what()),
        Head::new(team::state()),
        Head::new(team::by()),
        Head::hidden(team::actions()),
    ];
    view! { <Card flush=true><DataTable caption=team::assignments() head>{rows}</DataTable></Card> }.erase()
}

fn row(partner: &str, one: Asked, remind: &Sending, withdraw: &Sending) -> AnyView {
    let Asked { assignment, state, may_remind } = one;
    let (id, partner) = (assignment.id.to_string(), partner.to_owned());
    let ids = move || {
        let (partner, id) = (partner.clone(), id.clone());
        view! {
            <Hidden name="partner" value=partner/>
            <Hidden name="assignment" value=id/>
        }
        .erase()
    };
    let (name, title) = (assignment.person_name.clone(), assignment.title.clone());
    let (remind_of, withdraw_of) = (team::remind_of(&name, &title), team::withdraw_of(&name, &title));
    let (ids, ids_too) = (ids.clone(), ids);
    let reminding = may_remind.then(|| {
        view! {
            <SendForm sending=remind.clone()>
                {ids()}
                <button type="submit" class="button button-secondary" aria-label=remind_of>
                    {team::remind()}
                </button>
            </SendForm>
        }
        .erase()
    });
    let told = assignment.reminded_on.filter(|_| !may_remind).map(|on| team::reminded(words::day(on)));
    let withdrawing = (state != AssignmentState::Done).then(|| {
        view! {
            <SendForm sending=withdraw.clone()>
                {ids_too()}
                <button type="submit" class="button button-quiet" aria-label=withdraw_of>
                    {team::withdraw()}
                </button>
            </SendForm>
        }
        .erase()
    });
    view! {
        <Row>
            <Cell kind=CellKind::Lead>{assignment.person_name}</Cell>
            <Cell label=team::what()><a href=assignment.of.path()>{assignment.title}</a></Cell>
            <Cell kind=CellKind::Status>{assignment_state(state)}</Cell>
            <Cell label=team::by()>{assignment.by_name}</Cell>
            <Cell kind=CellKind::Action><div class="button-row">{told}{reminding}{withdrawing}</div></Cell>
        </Row>
    }
    .erase()
}

fn asking(
    partner: String,
    people: Vec<(String, String)>,
    courses: Vec<(String, String)>,
    certifications: Vec<(String, String)>,
    today: String,
) -> AnyView {
    let state = use_form::<AssignToPeople>();
    let form: AssignForm = state.values(AssignForm { partner, ..AssignForm::default() });
    let options = certifications
        .into_iter()
        .map(|(id, title)| (id, team::certification_named(&title)))
        .chain(courses)
        .collect::<Vec<_>>();
    view! {
        <Card>
            <SendForm sending=state.sending() class="form" novalidate=true>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="partner" value=form.partner/>
                <Select
                    name="assigned"
                    label=team::what()
                    options
                    value=form.assigned
                    prompt=team::choose()
                    fault=state.fault("assigned")
                />
                <Checkbox name="everybody" label=team::everybody() checked=form.everybody == "true"/>
                <CheckboxGroup
                    name="people"
                    legend=team::these()
                    options=people
                    checked=form.people
                    fault=state.fault("people")
                />
                <Field
                    name="due_on"
                    kind="date"
                    label=team::due_on()
                    note=team::optional().to_owned()
                    value=form.due_on
                    min=today
                    width=Width::Short
                    fault=state.fault("due_on")
                />
                <div class="form-actions">
                    <SubmitButton kind=ButtonKind::Primary pending=state.pending()>{team::assign()}</SubmitButton>
                </div>
            </SendForm>
        </Card>
    }
    .erase()
}

fn members(people: Vec<Member>) -> AnyView {
    let rows = people
        .into_iter()
        .map(|one| {
            view! {
                <Row>
                    <Cell kind=CellKind::Lead>{one.person.1}</Cell>
                    <Cell label=team::begun()>{one.begun}</Cell>
                    <Cell label=team::passed()>{one.passed}</Cell>
                    <Cell label=team::certificates()>{one.certificates}</Cell>
                </Row>
            }
        })
        .erase_all();
    let head = vec![
        Head::new(team::person()),
        Head::new(team::begun()),
        Head::new(team::passed()),
        Head::new(team::certificates()),
    ];
    view! { <Card flush=true><DataTable caption=team::people() head>{rows}</DataTable></Card> }.erase()
}
