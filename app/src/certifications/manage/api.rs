//! What the pages for writing certifications ask.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::certifications::publishing::Lack;
use domain::certifications::{CertificationForm, CertificationTally, PathLine, Plan, RevokeForm};
use domain::learning::{Certificate, CertificateState};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    crate::forms::fresh_key,
    crate::learning::checked_key,
    domain::access::{Permit, WriteCourses},
    domain::certifications::PathStep,
    domain::certifications::publishing::lacks,
    domain::form::{Fault, Faults},
    domain::id::CourseId,
    store::certifications::{awards, plans},
};

const WRITERS: Gate = Gate::Roles(&[Role::Administrator, Role::Education]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/certifications/manage/list", WRITERS),
    ("/api/certifications/manage/plan", WRITERS),
    ("/api/certifications/manage/details", WRITERS),
    ("/api/certifications/manage/save", WRITERS),
    ("/api/certifications/manage/step", WRITERS),
    ("/api/certifications/manage/publish", WRITERS),
    ("/api/certifications/manage/retire", WRITERS),
    ("/api/certifications/manage/revoke", WRITERS),
];

#[cfg(feature = "ssr")]
async fn whole(read: &mut store::Read, permit: &Permit<WriteCourses>, id: &str) -> Result<Plan, ApiError> {
    plans::find(read, permit, &id.parse()?).await?.ok_or(ApiError::Missing)
}

#[cfg(feature = "ssr")]
fn version(text: &str) -> Result<i64, ApiError> {
    text.parse().map_err(|_| ApiError::Conflict)
}

/// Every certification, by track and level.
#[server(endpoint = "certifications/manage/list", input = GetUrl, output = Rows)]
pub async fn list_plans() -> Result<Vec<CertificationTally>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut read = desk.read().await?;
    Ok(plans::list(&mut read, &permit, desk.now().day()).await?)
}

/// A certification with all that its writers know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRecord {
    /// The certification.
    pub plan: Plan,
    /// What it lacks.
    pub lacks: Vec<Lack>,
    /// Courses that could be put into the path.
    pub others: Vec<PathLine>,
    /// Who holds or held it: the newest certificate of each, and what it is worth today.
    pub holders: Vec<(Certificate, CertificateState)>,
}

/// One certification for its writers.
#[server(endpoint = "certifications/manage/plan", input = GetUrl, output = Rows)]
pub async fn find_plan(id: String) -> Result<PlanRecord, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut read = desk.read().await?;
    let plan = whole(&mut read, &permit, &id).await?;
    let others = plans::others(&mut read, &permit, &plan.certification.id).await?;
    let holders = awards::holders(&mut read, &permit, &plan.certification.id).await?;
    let today = desk.now().day();
    let holders = holders.into_iter().map(|one| (one.clone(), one.state(today))).collect();
    Ok(PlanRecord { lacks: lacks(&plan), plan, others, holders })
}

/// The certification whose details are changed, if one is, and a key for a new one.
#[server(endpoint = "certifications/manage/details", input = GetUrl, output = Rows)]
pub async fn certification_details(id: Option<String>) -> Result<(Option<Plan>, String), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut read = desk.read().await?;
    let found = match id {
        Some(id) => Some(whole(&mut read, &permit, &id).await?),
        None => None,
    };
    Ok((found, fresh_key().await?))
}

/// Makes a draft, or changes the details of a certification.
#[server(endpoint = "certifications/manage/save", output = Rows)]
pub async fn save_certification(#[server(flatten)] form: CertificationForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let id = if form.certification.is_empty() {
        plans::make(&mut tx, &permit, &new, checked_key(&form.key)?).await?
    } else {
        let before = whole(&mut tx, &permit, &form.certification).await?;
        plans::change(&mut tx, &permit, &before, version(&form.version)?, &new).await?;
        before.certification.id
    };
    tx.commit().await?;
    leptos_axum::redirect(&format!("/certifications/manage/{id}"));
    Ok(())
}

/// Puts a course into the path, takes it out or moves it.
#[server(endpoint = "certifications/manage/step", output = Rows)]
pub async fn step_in_path(id: String, from: String, course: String, step: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let course: CourseId = course.parse().map_err(|_| Faults::of("course", Fault::Missing))?;
    let step: PathStep = step.parse().map_err(|_| Faults::new())?;
    let mut tx = desk.begin().await?;
    let before = whole(&mut tx, &permit, &id).await?;
    store::learning::manuscripts::find(&mut tx, &permit, &course).await?.ok_or(ApiError::Missing)?;
    let path: Vec<CourseId> = before.path.iter().map(|line| line.course.clone()).collect();
    let path = step.order(&path, &course)?;
    plans::set_path(&mut tx, &permit, &before, version(&from)?, &path).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/certifications/manage/{id}"));
    Ok(())
}

/// Offers a certification.
#[server(endpoint = "certifications/manage/publish", output = Rows)]
pub async fn publish_certification(id: String, from: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let before = whole(&mut tx, &permit, &id).await?;
    plans::publish(&mut tx, &permit, &before, version(&from)?).await?;
    Ok(tx.commit().await?)
}

/// Takes a certification out of the catalogue.
#[server(endpoint = "certifications/manage/retire", output = Rows)]
pub async fn retire_certification(id: String, from: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(WriteCourses)?;
    let mut tx = desk.begin().await?;
    let before = whole(&mut tx, &permit, &id).await?;
    plans::retire(&mut tx, &permit, &before, version(&from)?).await?;
    Ok(tx.commit().await?)
}

/// Takes a certificate back.
#[server(endpoint = "certifications/manage/revoke", output = Rows)]
pub async fn revoke_certificate(#[server(flatten)] form: RevokeForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let reason = form.check()?;
    let permit = desk.actor.permit(WriteCourses)?;
    let (of, one) = (form.certification.parse()?, form.certificate.parse()?);
    let mut tx = desk.begin().await?;
    let before = awards::find(&mut tx, &permit, &of, &one).await?.ok_or(ApiError::Missing)?;
    awards::revoke(&mut tx, &permit, &before, &reason).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/certifications/manage/{of}"));
    Ok(())
}
