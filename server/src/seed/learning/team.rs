//! What people of the demo programme are asked to complete, and the certified people that their organisations need.

use super::taker;
use crate::state::State;
use domain::access::{AssignLearning, Permit, RequireCertifications};
use domain::id::{CertificationId, CourseId};
use domain::learning::Credential;
use domain::learning::assignments::NewAssignments;
use domain::partners::Tier;
use store::StoreError;
use store::certifications::coverage;
use store::learning::assignments;

/// Who is asked to complete the first course, and in how many days from today.
const ASKED: [(&str, i64); 2] = [("ben@northwind.example", 12), ("omar@alnoor.example", -2)];
/// People needed with the first certification.
const NEEDED: [(Tier, i64); 3] = [(Tier::Silver, 1), (Tier::Gold, 2), (Tier::Platinum, 3)];

/// Makes both.
pub(super) async fn plant(
    state: &State,
    course: Option<&CourseId>,
    certification: Option<&CertificationId>,
) -> Result<(), StoreError> {
    let mut tx = state.portal.store.begin(state.now().plus_days(-6)).await?;
    let permit = Permit::of_the_portal(RequireCertifications);
    if let Some(certification) = certification {
        coverage::require(&mut tx, &permit, certification, &NEEDED).await?;
    }
    for (email, days) in ASKED {
        let Some((person, known)) = taker(&mut tx, email).await? else { continue };
        let Some(course) = course else { continue };
        let permit = Permit::of_the_portal(AssignLearning { partner: known.act().partner.clone() });
        let new = NewAssignments {
            of: Credential::Course(course.clone()),
            people: Some(vec![person]),
            due_on: Some(state.now().plus_days(days).day()),
        };
        assignments::assign(&mut tx, &permit, &new).await?;
    }
    tx.commit().await
}
