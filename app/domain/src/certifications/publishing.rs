//! When a certification may be offered.

use super::Plan;
use crate::learning::CourseState;
use serde::{Deserialize, Serialize};

/// What a certification lacks before it can be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Lack {
    /// Something to pass.
    #[error("no course")]
    Courses,
    /// Enough courses for what it asks for.
    #[error("fewer courses than it needs")]
    Enough,
    /// A course that can be taken.
    #[error("a course that is not published")]
    Published,
    /// A level to come from.
    #[error("no published certification of the level below")]
    LevelBelow,
}

/// Everything that a certification lacks; nothing when it can be published.
pub fn lacks(plan: &Plan) -> Vec<Lack> {
    let courses = plan.path.len() as i64;
    let is = [
        (Lack::Courses, courses == 0),
        (Lack::Enough, courses > 0 && plan.certification.details.needed > courses),
        (Lack::Published, plan.path.iter().any(|line| line.state != CourseState::Published)),
        (Lack::LevelBelow, !plan.has_level_below),
    ];
    is.into_iter().filter_map(|(lack, is)| is.then_some(lack)).collect()
}

/// Whether the certification may be published now: complete, and not published already.
pub fn may_publish(plan: &Plan) -> bool {
    plan.certification.state != CourseState::Published && lacks(plan).is_empty()
}

/// Whether the path may become this long: one that is offered keeps what it needs.
pub fn may_have(plan: &Plan, courses: usize) -> bool {
    let least = plan.certification.details.needed.max(1);
    plan.certification.state != CourseState::Published || courses as i64 >= least
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certifications::{Certification, CertificationDetails, PathLine, RenewalMode};
    use crate::id::{CertificationId, CourseId};
    use crate::learning::Topic;
    use crate::time::Instant;

    const NOW: Instant = Instant::from_millis(1);

    fn plan(needed: i64, states: &[CourseState]) -> Plan {
        let details = CertificationDetails {
            track: Topic::Sales,
            level: 1,
            title: "T".into(),
            summary: "S".into(),
            validity_months: 12,
            window_days: 90,
            grace_days: 0,
            mode: RenewalMode::Completion,
            needed,
        };
        let path = (1..).zip(states).map(|(n, state)| PathLine {
            course: CourseId::new(NOW, [n; 10]),
            title: n.to_string(),
            state: *state,
        });
        Plan {
            certification: Certification {
                id: CertificationId::new(NOW, [1; 10]),
                details,
                state: CourseState::Draft,
                version: 1,
            },
            tiers: vec![],
            types: vec![],
            path: path.collect(),
            has_level_below: true,
        }
    }

    #[test]
    fn a_certification_says_everything_that_it_lacks() {
        use CourseState::{Published, Retired};
        assert_eq!(lacks(&plan(0, &[])), [Lack::Courses]);
        assert_eq!(lacks(&plan(3, &[Published, Retired])), [Lack::Enough, Lack::Published]);
        let mut without = plan(0, &[Published]);
        assert!(may_publish(&without));
        without.has_level_below = false;
        assert_eq!(lacks(&without), [Lack::LevelBelow]);
        without.has_level_below = true;
        without.certification.state = Published;
        assert!(!may_publish(&without));
    }

    #[test]
    fn what_is_offered_keeps_as_many_courses_as_it_needs() {
        let mut offered = plan(2, &[CourseState::Published; 3]);
        assert!(may_have(&offered, 0));
        offered.certification.state = CourseState::Published;
        assert!(may_have(&offered, 2) && !may_have(&offered, 1));
    }
}
