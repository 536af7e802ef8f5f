//! The whole of a certification for those who write it: its path, when it is offered, and who holds it.

use super::api::{
    FindPlan, PlanRecord, PublishCertification, RetireCertification, RevokeCertificate, StepInPath,
};
use crate::certifications::path_page::facts;
use crate::erase::{Erase, EraseAll};
use crate::forms::{FormState, SendForm, use_form};
use crate::learning;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{self, certifications, courses};
use crate::ui::{
    Button, ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, ErrorSummary, Fact, Facts, Field, Head,
    Hidden, Icon, Notice, PageHeader, Row, Section, Select, SubmitButton, Tone,
};
use crate::words;
use domain::certifications::publishing::Lack;
use domain::certifications::{PATH_MOST, PathLine, PathStep, Plan, REASON_MOST, RevokeForm};
use domain::learning::{Certificate, CertificateState, CourseState};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A certification as it is written.
#[component]
pub fn PlanPage() -> impl IntoView {
    let params = use_params_map();
    load(record(move || FindPlan { id: params.with(|p| p.get("id").unwrap_or_default()) }), page)
}

fn page(record: PlanRecord) -> AnyView {
    let PlanRecord { plan, lacks, others, holders } = record;
    let certification = plan.certification.clone();
    let (id, version, state) =
        (certification.id.to_string(), certification.version.to_string(), certification.state);
    let (publish, retire) = (use_form::<PublishCertification>(), use_form::<RetireCertification>());
    let faults = [publish.faults(), retire.faults()];
    let faults = crate::live::Live::new(move || faults.iter().flat_map(|one| one.get()).collect::<Vec<_>>());
    let complete = lacks.is_empty();
    let step = |state: FormState, label: &'static str, kind: ButtonKind| {
        let (id, version) = (id.clone(), version.clone());
        view! {
            <SendForm sending=state.sending()>
                <Hidden name="id" value=id/>
                <Hidden name="from" value=version/>
                <SubmitButton kind pending=state.pending()>{label}</SubmitButton>
            </SendForm>
        }
        .erase()
    };
    let again = if state == CourseState::Retired { courses::publish_again() } else { courses::publish() };
    let publish =
        (state != CourseState::Published && complete).then(|| step(publish, again, ButtonKind::Primary));
    let retire =
        (state == CourseState::Published).then(|| step(retire, courses::retire(), ButtonKind::Destructive));
    let details = certification.details;
    let (audience, path, people) = (audience(&plan), path(&plan, others), people(&id, holders));
    view! {
        <PageTitle title=details.title.clone()/>
        <PageHeader
            title=details.title.clone()
            lead=details.summary.clone()
            back=("/certifications/manage".to_owned(), certifications::manage_title().to_owned())
            status=move || learning::course_state(state)
        >
            <ButtonLink href=format!("/certifications/{id}") icon="eye">{courses::see_as_reader()}</ButtonLink>
            <ButtonLink href=format!("/certifications/manage/{id}/edit") icon="pencil">{courses::edit()}</ButtonLink>
            {retire}
            {publish}
        </PageHeader>
        <ErrorSummary title=text::errors::summary() faults/>
        {(!complete).then(|| missing(lacks))}
        <div class="record">
            <div class="record-story">{path} {people}</div>
            <aside class="record-facts">{facts(&details)} {audience}</aside>
        </div>
    }
    .erase()
}

fn missing(lacks: Vec<Lack>) -> AnyView {
    let lines = lacks
        .into_iter()
        .map(|lack| match lack {
            Lack::Courses => certifications::lacks_courses(),
            Lack::Enough => certifications::lacks_enough(),
            Lack::Published => certifications::lacks_published(),
            Lack::LevelBelow => certifications::lacks_level(),
        })
        .map(|words| view! { <li>{words}</li> }.erase())
        .erase_all();
    view! { <Notice tone=Tone::Info title=certifications::lacks()><ul>{lines}</ul></Notice> }.erase()
}

fn audience(plan: &Plan) -> AnyView {
    let or = |list: Vec<String>| {
        if list.is_empty() { courses::everybody().to_owned() } else { list.join(", ") }
    };
    let tiers = or(plan.tiers.iter().map(|tier| words::tier(*tier)).collect());
    let types = or(plan.types.iter().map(|kind| words::partner_type(*kind)).collect());
    view! {
        <Card title=courses::audience()>
            <Facts>
                <Fact label=courses::tiers()>{tiers}</Fact>
                <Fact label=courses::types()>{types}</Fact>
            </Facts>
        </Card>
    }
    .erase()
}

fn path(plan: &Plan, others: Vec<PathLine>) -> AnyView {
    let state = use_form::<StepInPath>();
    let (id, version) = (plan.certification.id.to_string(), plan.certification.version.to_string());
    let last = plan.path.len().saturating_sub(1);
    let lines = plan
        .path
        .iter()
        .enumerate()
        .map(|(n, line)| member(&state, (&id, &version), line, n, n == last))
        .erase_all();
    let list = if lines.is_empty() {
        view! { <p>{certifications::no_courses()}</p> }.erase()
    } else {
        view! { <ol class="members">{lines}</ol> }.erase()
    };
    let is_full = plan.path.len() >= PATH_MOST as usize;
    let options = others
        .into_iter()
        .map(|line| {
            let title = match line.state {
                CourseState::Published => line.title,
                _ => certifications::course_not_published(&line.title),
            };
            (line.course.to_string(), title)
        })
        .collect::<Vec<_>>();
    let (sending, pending, fault) = (state.sending(), state.pending(), state.fault("course"));
    let adding = (!is_full && !options.is_empty()).then(|| {
        view! {
            <SendForm sending class="search-line" novalidate=true>
                <Hidden name="id" value=id/>
                <Hidden name="from" value=version/>
                <Hidden name="step" value=PathStep::Add.as_str()/>
                <Select
                    name="course"
                    label=certifications::add_course()
                    options
                    prompt=certifications::choose_course()
                    fault
                />
                <SubmitButton kind=ButtonKind::Secondary icon="plus" pending>{certifications::put_in()}</SubmitButton>
            </SendForm>
        }
        .erase()
    });
    view! {
        <Card title=certifications::path()>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            {list}
            {adding}
        </Card>
    }
    .erase()
}

fn member(
    state: &FormState,
    (id, version): (&str, &str),
    line: &PathLine,
    n: usize,
    is_last: bool,
) -> AnyView {
    let title = line.title.clone();
    let button = |step: PathStep, icon: &'static str, name: String, disabled: bool| {
        if disabled {
            return view! { <Button kind=ButtonKind::Quiet icon name disabled=true/> }.erase();
        }
        view! {
            <button type="submit" name="step" value=step.as_str() class="button button-quiet button-icon" aria-label=name.clone() title=name>
                <Icon name=icon/>
            </button>
        }
        .erase()
    };
    let (id, version, course) = (id.to_owned(), version.to_owned(), line.course.to_string());
    let (sending, href) = (state.sending(), format!("/learning/manage/{course}"));
    let not_offered = (line.state != CourseState::Published).then(|| learning::course_state(line.state));
    view! {
        <li class="member">
            <span aria-hidden="true">{n + 1}</span>
            <span class="member-title"><a href=href>{title.clone()}</a> " " {not_offered}</span>
            <SendForm sending class="member-steps">
                <Hidden name="id" value=id/>
                <Hidden name="from" value=version/>
                <Hidden name="course" value=course/>
                {button(PathStep::Up, "arrow-up", courses::earlier_of(&title), n == 0)}
                {button(PathStep::Down, "arrow-down", courses::later_of(&title), is_last)}
                {button(PathStep::Remove, "x", courses::remove_of(&title), false)}
            </SendForm>
        </li>
    }
    .erase()
}

fn people(id: &str, holders: Vec<(Certificate, CertificateState)>) -> AnyView {
    if holders.is_empty() {
        return view! {
            <Section title=certifications::holders()><p>{certifications::no_holders()}</p></Section>
        }
        .erase();
    }
    let options: Vec<_> = holders
        .iter()
        .filter(|(_, state)| *state != CertificateState::Revoked)
        .map(|(one, _)| (one.id.to_string(), format!("{}, {}", one.person_name, one.partner_name)))
        .collect();
    let rows = holders
        .into_iter()
        .map(|(one, state)| {
            view! {
                <Row>
                    <Cell kind=CellKind::Lead>{one.person_name}</Cell>
                    <Cell label=text::learning::organisation()>{one.partner_name}</Cell>
                    <Cell kind=CellKind::Status>{learning::certificate_state(state)}</Cell>
                    <Cell label=text::learning::issued() kind=CellKind::Short>{words::day(one.term.issued_on)}</Cell>
                    <Cell label=text::learning::expires() kind=CellKind::Short>{learning::until(one.term.expires_on)}</Cell>
                </Row>
            }
        })
        .erase_all();
    let revoking = (!options.is_empty()).then(|| revoking(id.to_owned(), options));
    view! {
        <Section title=certifications::holders()>
            <Card flush=true>
                <DataTable
                    caption=certifications::holders()
                    head=vec![
                        Head::new(text::learning::person()),
                        Head::new(text::learning::organisation()),
                        Head::new(text::learning::state()),
                        Head::new(text::learning::issued()),
                        Head::new(text::learning::expires()),
                    ]
                >
                    {rows}
                </DataTable>
            </Card>
            {revoking}
        </Section>
    }
    .erase()
}

/// Taking a certificate back. Rare and for good, so it is not a button beside each name.
fn revoking(id: String, options: Vec<(String, String)>) -> AnyView {
    let state = use_form::<RevokeCertificate>();
    let form: RevokeForm = state.values(RevokeForm { certification: id, ..RevokeForm::default() });
    view! {
        <Card title=certifications::revoke_title()>
            <SendForm sending=state.sending() class="form" novalidate=true>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="certification" value=form.certification/>
                <Select
                    name="certificate"
                    label=certifications::revoke_whose()
                    options
                    value=form.certificate
                    prompt=certifications::revoke_choose()
                    fault=state.fault("certificate")
                />
                <Field
                    name="reason"
                    label=certifications::reason()
                    help=certifications::reason_help()
                    value=form.reason
                    maxlength=REASON_MOST
                    fault=state.fault("reason")
                />
                <div class="form-actions">
                    <SubmitButton kind=ButtonKind::Destructive pending=state.pending()>{certifications::revoke()}</SubmitButton>
                </div>
            </SendForm>
        </Card>
    }
    .erase()
}
