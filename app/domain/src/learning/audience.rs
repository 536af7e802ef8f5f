//! Who sees which course.

use super::{Course, CourseState};
use crate::access::{Actor, Membership, Permit, TakeCourses, WriteCourses};
use crate::id::PartnerId;

/// What somebody may see of the catalogue. Made from a verified person or a permit only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience(Reach);

/// How far an audience sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Every course in every state: those who write them.
    Everything,
    /// Every published course: the rest of the staff.
    Published,
    /// What is published for this partner's tier and types.
    Partner(PartnerId),
    /// Nothing.
    Nothing,
}

impl Audience {
    /// The audience that this person belongs to.
    pub fn of(actor: &Actor) -> Self {
        let who = actor.profile();
        Self(match who.partner_id() {
            Some(partner) if who.role.is_partner() => Reach::Partner(partner.clone()),
            _ if who.role.is_partner() => Reach::Nothing,
            _ if who.may(&WriteCourses) => Reach::Everything,
            _ => Reach::Published,
        })
    }

    /// The audience of a partner's people who take courses.
    pub fn of_takers(permit: &Permit<TakeCourses>) -> Self {
        Self(Reach::Partner(permit.act().partner.clone()))
    }

    /// How far it sees.
    pub fn reach(&self) -> &Reach {
        &self.0
    }
}

/// Whether a course is offered to this partner: published, and for its tier and one of its types. A course that names
/// no tier is for every tier, one that names no type for every type.
pub fn is_offered_to(course: &Course, partner: &Membership) -> bool {
    let details = &course.details;
    course.state == CourseState::Published
        && (details.tiers.is_empty() || details.tiers.contains(&partner.tier))
        && (details.types.is_empty() || details.types.iter().any(|kind| partner.types.contains(kind)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Profile, Role};
    use crate::id::{CourseId, PersonId};
    use crate::learning::CourseDetails;
    use crate::partners::{PartnerType, Tier};
    use crate::time::Instant;

    const NOW: Instant = Instant::from_millis(1);

    fn course(tiers: &[Tier], types: &[PartnerType], state: CourseState) -> Course {
        let details =
            CourseDetails { tiers: tiers.to_vec(), types: types.to_vec(), ..CourseDetails::sample() };
        Course { id: CourseId::new(NOW, [1; 10]), details, state, version: 1 }
    }

    fn partner() -> Membership {
        Membership {
            id: PartnerId::new(NOW, [1; 10]),
            name: "Nordwind".into(),
            tier: Tier::Gold,
            types: vec![PartnerType::Reseller, PartnerType::Integrator],
            has_logo: false,
        }
    }

    #[test]
    fn a_course_is_for_its_tiers_and_types_and_none_means_everybody() {
        use CourseState::{Draft, Published, Retired};
        let offered = |tiers: &[Tier], types: &[PartnerType], state| {
            is_offered_to(&course(tiers, types, state), &partner())
        };
        assert!(offered(&[], &[], Published));
        assert!(offered(&[Tier::Gold], &[PartnerType::Integrator], Published));
        assert!(!offered(&[Tier::Silver], &[], Published));
        assert!(!offered(&[Tier::Gold], &[PartnerType::Distributor], Published));
        assert!(!offered(&[], &[], Draft) && !offered(&[], &[], Retired));
    }

    #[test]
    fn staff_who_write_see_everything_and_partners_only_theirs() {
        let reach = |role: Role, partner: Option<Membership>| {
            let person = PersonId::new(NOW, [2; 10]);
            let profile = Profile {
                person,
                name: "A".into(),
                email: "a@b.example".into(),
                role,
                partner,
                language: None,
            };
            Audience::of(&Actor::vouch(profile)).reach().clone()
        };
        assert_eq!(reach(Role::Education, None), Reach::Everything);
        assert_eq!(reach(Role::Approver, None), Reach::Published);
        assert_eq!(reach(Role::PartnerUser, Some(partner())), Reach::Partner(partner().id));
        assert_eq!(reach(Role::PartnerUser, None), Reach::Nothing);
    }
}
