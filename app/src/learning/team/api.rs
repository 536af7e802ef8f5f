//! What the pages of an organisation's learning ask.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::certifications::coverage::{Coverage, Requirement, RequirementsForm};
use domain::id::PartnerId;
use domain::learning::assignments::{AssignForm, Assignment, AssignmentState};
use domain::page::Page;
use domain::partners::Tier;
use domain::time::Day;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    domain::access::{AssignLearning, Permit, RequireCertifications, Scope, Subject},
    domain::form::{Fault, Faults},
    store::StoreError,
    store::certifications::coverage,
    store::learning::assignments,
};

const STAFF: Gate = Gate::Roles(&[Role::Administrator, Role::ChannelManager, Role::Education]);
const ASSIGNERS: Gate =
    Gate::Roles(&[Role::Administrator, Role::ChannelManager, Role::Education, Role::PartnerAdministrator]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/learning/team", ASSIGNERS),
    ("/api/learning/team/organisations", STAFF),
    ("/api/learning/team/assign", ASSIGNERS),
    ("/api/learning/team/remind", ASSIGNERS),
    ("/api/learning/team/withdraw", ASSIGNERS),
    ("/api/learning/requirements", STAFF),
    ("/api/learning/requirements/save", STAFF),
];

/// One of the organisation's people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The person, by id and name.
    pub person: (String, String),
    /// Courses begun and not passed yet.
    pub begun: i64,
    /// Courses passed.
    pub passed: i64,
    /// Valid certificates.
    pub certificates: i64,
}

/// An assignment on its organisation's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The assignment.
    pub assignment: Assignment,
    /// Where it stands today.
    pub state: AssignmentState,
    /// Whether its person may be reminded today.
    pub may_remind: bool,
}

/// An organisation's learning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The organisation.
    pub partner: PartnerId,
    /// Its name.
    pub name: String,
    /// Its people.
    pub people: Vec<Member>,
    /// What it needs and has.
    pub coverage: Vec<Coverage>,
    /// What they are asked to complete.
    pub assigned: Vec<Asked>,
    /// Courses that can be assigned, by id and title.
    pub courses: Vec<(String, String)>,
    /// Certifications that can be assigned.
    pub certifications: Vec<(String, String)>,
    /// The day it is.
    pub today: Day,
}

/// The organisation with this id within the caller's reach, its name, and the permit to assign there.
#[cfg(feature = "ssr")]
async fn reached(
    desk: &Desk,
    read: &mut store::Read,
    partner: &str,
) -> Result<(Scope, String, Permit<AssignLearning>), ApiError> {
    let partner: PartnerId = partner.parse()?;
    let scope = desk.actor.scope(Subject::Learning);
    let name = assignments::organisation(read, &scope, &partner).await?.ok_or(ApiError::Missing)?;
    Ok((scope, name, desk.actor.permit(AssignLearning { partner })?))
}

/// The learning of an organisation; without an id, of the caller's own.
#[server(endpoint = "learning/team", input = GetUrl, output = Rows)]
pub async fn find_team(partner: Option<String>) -> Result<Team, ApiError> {
    let desk = Desk::open().await?;
    let own = || desk.profile().partner_id().map(ToString::to_string);
    let asked = partner.or_else(own).ok_or(ApiError::Missing)?;
    let mut read = desk.read().await?;
    let (scope, name, permit) = reached(&desk, &mut read, &asked).await?;
    let (partner, today) = (permit.act().partner.clone(), desk.now().day());
    let people = assignments::team(&mut read, &scope, &partner, today).await?;
    let [courses, certifications] = assignments::choices(&mut read, &permit).await?;
    let asked = |assignment: Assignment| Asked {
        state: assignment.state(today),
        may_remind: assignment.may_remind(today),
        assignment,
    };
    Ok(Team {
        people: people
            .into_iter()
            .map(|one| Member {
                person: (one.person.to_string(), one.name),
                begun: one.begun,
                passed: one.passed,
                certificates: one.certificates,
            })
            .collect(),
        coverage: coverage::of_partner(&mut read, &scope, &partner, today).await?,
        assigned: assignments::of_partner(&mut read, &scope, &partner)
            .await?
            .into_iter()
            .map(asked)
            .collect(),
        partner,
        name,
        courses,
        certifications,
        today,
    })
}

/// An organisation in the list, with what it needs and has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The organisation.
    pub partner: PartnerId,
    /// Its name.
    pub name: String,
    /// Its tier.
    pub tier: Tier,
    /// Each certification that something is required of.
    pub coverage: Vec<Coverage>,
}

/// The organisations in the caller's reach, by name, after the cursor.
#[server(endpoint = "learning/team/organisations", input = GetUrl, output = Rows)]
pub async fn list_coverage(after: Option<String>) -> Result<Page<Organisation>, ApiError> {
    let desk = Desk::open().await?;
    desk.actor.permit(RequireCertifications)?;
    let (scope, today) = (desk.actor.scope(Subject::Learning), desk.now().day());
    let mut read = desk.read().await?;
    let page = coverage::organisations(&mut read, &scope, after.as_deref(), today).await?;
    let rows = page.rows.into_iter().map(|one| Organisation {
        partner: one.partner,
        name: one.name,
        tier: one.tier,
        coverage: one.coverage,
    });
    Ok(Page { rows: rows.collect(), next: page.next })
}

/// Asks people to complete something.
#[server(endpoint = "learning/team/assign", output = Rows)]
pub async fn assign_to_people(#[server(flatten)] form: AssignForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check(desk.now().day());
    let mut tx = desk.begin().await?;
    let (_, _, permit) = reached(&desk, &mut tx, &form.partner).await?;
    match assignments::assign(&mut tx, &permit, &new?).await {
        Err(StoreError::Stale) => return Err(Faults::of("assigned", Fault::Unknown).into()),
        other => other?,
    };
    tx.commit().await?;
    leptos_axum::redirect(&format!("/learning/team/{}?saved=", permit.act().partner));
    Ok(())
}

/// Reminds somebody of what is open.
#[server(endpoint = "learning/team/remind", output = Rows)]
pub async fn remind_of_learning(partner: String, assignment: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let mut tx = desk.begin().await?;
    let (scope, _, permit) = reached(&desk, &mut tx, &partner).await?;
    let found = assignments::find(&mut tx, &scope, &permit.act().partner, &assignment.parse()?).await?;
    assignments::remind(&mut tx, &permit, &found.ok_or(ApiError::Missing)?).await?;
    Ok(tx.commit().await?)
}

/// Takes an assignment back.
#[server(endpoint = "learning/team/withdraw", output = Rows)]
pub async fn withdraw_assignment(partner: String, assignment: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let mut tx = desk.begin().await?;
    let (scope, _, permit) = reached(&desk, &mut tx, &partner).await?;
    let found = assignments::find(&mut tx, &scope, &permit.act().partner, &assignment.parse()?).await?;
    assignments::withdraw(&mut tx, &permit, &found.ok_or(ApiError::Missing)?).await?;
    Ok(tx.commit().await?)
}

/// What each certification requires of organisations.
#[server(endpoint = "learning/requirements", input = GetUrl, output = Rows)]
pub async fn list_requirements() -> Result<Vec<Requirement>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(RequireCertifications)?;
    let mut read = desk.read().await?;
    Ok(coverage::requirements(&mut read, &permit).await?)
}

/// Sets what certifications require.
#[server(endpoint = "learning/requirements/save", output = Rows)]
pub async fn save_requirements(#[server(flatten)] form: RequirementsForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let all = form.check()?;
    let permit = desk.actor.permit(RequireCertifications)?;
    let mut tx = desk.begin().await?;
    for (id, numbers) in &all {
        coverage::require(&mut tx, &permit, id, numbers).await?.ok_or(ApiError::Missing)?;
    }
    tx.commit().await?;
    leptos_axum::redirect("/learning/requirements?saved=");
    Ok(())
}
