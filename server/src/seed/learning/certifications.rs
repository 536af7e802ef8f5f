//! Certifications of the demo programme: three offered, one being written. Who holds them follows from the courses passed.

use super::writer;
use crate::state::State;
use domain::certifications::{CertificationDetails, NewCertification, RenewalMode};
use domain::id::{CertificationId, CourseId};
use domain::learning::Topic;
use store::StoreError;
use store::certifications::plans;

/// A certification of the programme.
struct Planned {
    track: Topic,
    level: i64,
    title: &'static str,
    summary: &'static str,
    validity_months: i64,
    mode: RenewalMode,
    /// Its courses, by their place in the programme.
    path: &'static [usize],
    published: bool,
}

const PLANNED: [Planned; 4] = [
    Planned {
        track: Topic::Sales,
        level: 1,
        title: "Storage sales associate",
        summary: "Finds the customers who need storage that lasts, and says why in their words.",
        validity_months: 12,
        mode: RenewalMode::PreviousExpiry,
        path: &[0],
        published: true,
    },
    Planned {
        track: Topic::Sales,
        level: 2,
        title: "Storage sales professional",
        summary: "Leads a sale from the first talk to a campaign of one's own.",
        validity_months: 12,
        mode: RenewalMode::Completion,
        path: &[0, 1, 2],
        published: true,
    },
    Planned {
        track: Topic::Technical,
        level: 1,
        title: "Storage rack engineer",
        summary: "Sizes a rack that still has room in its third year.",
        validity_months: 24,
        mode: RenewalMode::PreviousExpiry,
        path: &[1],
        published: true,
    },
    Planned {
        track: Topic::Technical,
        level: 2,
        title: "Storage architect",
        summary: "Plans storage for trades that have to keep things unchanged.",
        validity_months: 24,
        mode: RenewalMode::PreviousExpiry,
        path: &[1, 3],
        published: false,
    },
];

/// Makes the certifications, as old as the courses; answers the first of them.
pub(super) async fn plant(
    state: &State,
    courses: &[CourseId],
) -> Result<Option<CertificationId>, StoreError> {
    let mut first = None;
    let mut tx = state.portal.store.begin(state.now().plus_days(-420)).await?;
    for (index, planned) in PLANNED.iter().enumerate() {
        let new = NewCertification {
            details: CertificationDetails {
                track: planned.track,
                level: planned.level,
                title: planned.title.into(),
                summary: planned.summary.into(),
                validity_months: planned.validity_months,
                window_days: 90,
                grace_days: 30,
                mode: planned.mode,
                needed: 0,
            },
            tiers: Vec::new(),
            types: Vec::new(),
        };
        let id = plans::make(&mut tx, &writer(), &new, &format!("demo-{index}")).await?;
        first.get_or_insert_with(|| id.clone());
        let path: Vec<CourseId> =
            planned.path.iter().filter_map(|place| courses.get(*place).cloned()).collect();
        let plan = plans::find(&mut tx, &writer(), &id).await?.ok_or(StoreError::Stale)?;
        plans::set_path(&mut tx, &writer(), &plan, plan.certification.version, &path).await?;
        if planned.published {
            let plan = plans::find(&mut tx, &writer(), &id).await?.ok_or(StoreError::Stale)?;
            plans::publish(&mut tx, &writer(), &plan, plan.certification.version).await?;
        }
    }
    tx.commit().await?;
    Ok(first)
}
