//! The steps of one registration's approval: whose turn it is, and how far it has come.
//!
//! Which steps there are say the rules it was handed in under ([`crate::programmes::ApprovalStep`]). A step is **open** when
//! every step of an earlier turn is decided. Nobody decides two steps of one registration, unless the rules say that one person
//! may; an administrator can decide in the place of whoever should, so that nothing waits for somebody who has left.

use super::{Deal, NewDeal};
use crate::access::Role;
use crate::id::PersonId;
use crate::programmes::{DecidedBy, Meaning};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// Where a step stands.
    pub enum StepState {
        /// Earlier ones come first.
        Waits = "waits",
        /// It can be decided.
        Open = "open",
        /// Somebody has agreed.
        Approved = "approved",
    }
}

/// A step of one registration's approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewStep {
    /// Its place among the steps of the rules.
    pub position: i64,
    /// Its turn.
    pub turn: i64,
    /// What the vendor's people read.
    pub name: String,
    /// What partners read; may be empty.
    pub public_name: String,
    /// What it is about.
    pub meaning: Meaning,
    /// Who decides it.
    pub decided_by: DecidedBy,
    /// Who is named.
    pub people: Vec<(PersonId, String)>,
    /// Whether it may be decided by somebody who has decided another one.
    pub same_person: bool,
    /// Who agreed, and when.
    pub agreed: Option<Agreed>,
}

/// Who agreed to a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// Who.
    pub person: PersonId,
    /// Their name then.
    pub name: String,
    /// When.
    pub at: Instant,
}

/// Somebody who wants to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// Who.
    pub person: PersonId,
    /// Their role.
    pub role: Role,
    /// Whether they are the channel manager of the registration's partner.
    pub manages: bool,
}

/// What somebody may decide of a registration now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    /// All that is left: where there are no steps, or where each of them is decided.
    Whole,
    /// One step.
    Step {
        /// Which, by its position.
        position: i64,
        /// Whether the registration is approved with it.
        last: bool,
    },
    /// Nothing.
    #[default]
    Nothing,
}

/// How far a review has come, as its partner may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The number of the step that it is at.
    pub at: i64,
    /// How many there are.
    pub of: i64,
    /// What the open ones are called for partners; those without a name are left out.
    pub names: Vec<String>,
}

/// All steps of one registration, in the order of their turns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Chain(pub Vec<ReviewStep>);

impl Chain {
    /// Whether there are steps.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where a step stands.
    pub fn state(&self, step: &ReviewStep) -> StepState {
        match &step.agreed {
            Some(_) => StepState::Approved,
            None if self.0.iter().any(|other| other.agreed.is_none() && other.turn < step.turn) => {
                StepState::Waits
            }
            None => StepState::Open,
        }
    }

    /// The steps that can be decided.
    pub fn open(&self) -> impl Iterator<Item = &ReviewStep> {
        self.0.iter().filter(|step| self.state(step) == StepState::Open)
    }

    /// Whether everybody has agreed as soon as this step is decided.
    fn ends_with(&self, step: &ReviewStep) -> bool {
        self.0.iter().all(|other| other.agreed.is_some() || other.position == step.position)
    }

    /// What somebody may decide now: of several steps that are theirs the first. A channel manager agrees, and leaves the
    /// account and the approval itself to those who see everybody's registrations.
    pub fn turn(&self, who: &Approver) -> Turn {
        let decides = matches!(who.role, Role::Administrator | Role::Approver);
        if self.open().next().is_none() {
            return if decides { Turn::Whole } else { Turn::Nothing };
        }
        match self.open().find(|step| self.is_theirs(step, who)) {
            Some(step) => Turn::Step { position: step.position, last: decides && self.ends_with(step) },
            None => Turn::Nothing,
        }
    }

    fn is_theirs(&self, step: &ReviewStep, who: &Approver) -> bool {
        let may = match (who.role, step.decided_by) {
            (Role::Administrator, _) | (Role::Approver, DecidedBy::Approver) => true,
            (Role::ChannelManager, DecidedBy::ChannelManager) => who.manages,
            (Role::Approver | Role::ChannelManager, DecidedBy::Named) => {
                step.people.iter().any(|(person, _)| *person == who.person)
            }
            _ => false,
        };
        let again = self.0.iter().filter_map(|one| one.agreed.as_ref()).any(|one| one.person == who.person);
        may && (step.same_person || !again)
    }

    /// How far it has come; nothing where there are no steps.
    pub fn progress(&self) -> Option<Progress> {
        let of = self.0.len() as i64;
        let done = self.0.iter().filter(|step| step.agreed.is_some()).count() as i64;
        let names = self.open().map(|step| step.public_name.clone()).filter(|name| !name.is_empty());
        (of > 0).then(|| Progress { at: (done + 1).min(of), of, names: names.collect() })
    }
}

impl Deal {
    /// Whether an answer claims something that nobody has agreed to: another customer, another currency, more money, or a
    /// further family. What was agreed to before does not hold for that.
    pub fn claims_more(&self, new: &NewDeal) -> bool {
        let amount = self
            .amount
            .as_ref()
            .is_none_or(|known| known.currency != new.amount.currency || known.minor < new.amount.minor);
        let families = new.families.iter().any(|one| self.families.iter().all(|(known, _)| known != one));
        amount || families || self.customer != new.customer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: u8) -> PersonId {
        PersonId::new(Instant::from_millis(1), [n; 10])
    }

    fn step(position: i64, turn: i64, decided_by: DecidedBy) -> ReviewStep {
        ReviewStep {
            position,
            turn,
            name: format!("Step {position}"),
            public_name: if position == 2 { String::new() } else { format!("Public {position}") },
            meaning: Meaning::Business,
            decided_by,
            people: Vec::new(),
            same_person: false,
            agreed: None,
        }
    }

    fn agreed(n: u8) -> Option<Agreed> {
        Some(Agreed { person: person(n), name: format!("Person {n}"), at: Instant::from_millis(5) })
    }

    fn who(n: u8, role: Role) -> Approver {
        Approver { person: person(n), role, manages: false }
    }

    fn chain() -> Chain {
        Chain(vec![
            step(1, 1, DecidedBy::Approver),
            step(2, 1, DecidedBy::ChannelManager),
            ReviewStep { people: vec![(person(4), "Nadia".into())], ..step(3, 2, DecidedBy::Named) },
        ])
    }

    #[test]
    fn a_turn_waits_for_all_earlier_ones() {
        let mut chain = chain();
        let states = |chain: &Chain| chain.0.iter().map(|step| chain.state(step)).collect::<Vec<_>>();
        assert_eq!(states(&chain), [StepState::Open, StepState::Open, StepState::Waits]);
        chain.0[1].agreed = agreed(9);
        assert_eq!(states(&chain), [StepState::Open, StepState::Approved, StepState::Waits]);
        chain.0[0].agreed = agreed(1);
        assert_eq!(states(&chain), [StepState::Approved, StepState::Approved, StepState::Open]);
    }

    #[test]
    fn each_decides_what_is_theirs() {
        let mut chain = chain();
        let first = Turn::Step { position: 1, last: false };
        assert_eq!(chain.turn(&who(1, Role::Approver)), first);
        assert_eq!(chain.turn(&who(2, Role::Administrator)), first, "in the place of whoever should");
        let manager = who(3, Role::ChannelManager);
        assert_eq!(chain.turn(&manager), Turn::Nothing, "of another partner");
        let own = Approver { manages: true, ..manager };
        assert_eq!(chain.turn(&own), Turn::Step { position: 2, last: false });
        assert_eq!(chain.turn(&who(4, Role::Approver)), first, "who is named is an approver besides");
        for role in [Role::Marketing, Role::Education, Role::PartnerAdministrator, Role::PartnerUser] {
            assert_eq!(chain.turn(&who(4, role)), Turn::Nothing, "{role}");
        }
        (chain.0[0].agreed, chain.0[1].agreed) = (agreed(1), agreed(3));
        assert_eq!(chain.turn(&who(5, Role::Approver)), Turn::Nothing, "not named");
        assert_eq!(chain.turn(&who(4, Role::Approver)), Turn::Step { position: 3, last: true });
        assert_eq!(
            chain.turn(&who(4, Role::ChannelManager)),
            Turn::Step { position: 3, last: false },
            "the approval itself is left to those who see everybody's"
        );
        chain.0[2].agreed = agreed(4);
        assert_eq!(chain.turn(&who(4, Role::ChannelManager)), Turn::Nothing);
        assert_eq!(chain.turn(&who(1, Role::Approver)), Turn::Whole);
        assert_eq!(Chain::default().turn(&who(1, Role::Approver)), Turn::Whole);
    }

    #[test]
    fn nobody_decides_two_steps_unless_the_rules_say_so() {
        let mut chain = Chain(vec![step(1, 1, DecidedBy::Approver), step(2, 2, DecidedBy::Approver)]);
        chain.0[0].agreed = agreed(1);
        assert_eq!(chain.turn(&who(1, Role::Approver)), Turn::Nothing);
        assert_eq!(chain.turn(&who(1, Role::Administrator)), Turn::Nothing, "whatever they are");
        assert_eq!(chain.turn(&who(2, Role::Approver)), Turn::Step { position: 2, last: true });
        chain.0[1].same_person = true;
        assert_eq!(chain.turn(&who(1, Role::Approver)), Turn::Step { position: 2, last: true });
    }

    #[test]
    fn a_partner_knows_how_far_it_is_and_no_more() {
        let mut chain = chain();
        let told = |chain: &Chain| chain.progress().map(|told| (told.at, told.of, told.names));
        assert_eq!(told(&chain), Some((1, 3, vec!["Public 1".into()])), "one without a name is not told");
        (chain.0[0].agreed, chain.0[1].agreed) = (agreed(1), agreed(3));
        assert_eq!(told(&chain), Some((3, 3, vec!["Public 3".into()])));
        chain.0[2].agreed = agreed(4);
        assert_eq!(told(&chain), Some((3, 3, vec![])));
        assert_eq!(told(&Chain::default()), None);
    }
}
