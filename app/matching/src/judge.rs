//! What likeness means for a registration. What each case comes to is a rule, not a weight.

use crate::compare::{Explained, Likeness};
use crate::tree::{Node, Saying};
use serde::{Deserialize, Serialize};

/// What the engine says; an approver decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// Nothing stands in the way.
    Clear,
    /// Something might.
    Possible,
    /// Somebody has it.
    Blocked,
}

/// What is known of how two accounts belong together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// Nothing.
    #[default]
    None,
    /// One is the other's parent.
    ParentAndSubsidiary,
    /// Both have the same parent.
    SameParent,
}

/// How it stands with the other registration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Window {
    /// There is none, only an account.
    #[default]
    None,
    /// It waits for a decision.
    Waiting,
    /// It is approved and protects.
    Open,
    /// It is over.
    Over,
}

/// Whom an account is named for, whatever is registered on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Named {
    /// Nobody.
    #[default]
    Nobody,
    /// Who asks.
    Caller,
    /// Somebody else, or the vendor itself.
    Another,
}

/// What else counts beside who the company is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Situation {
    /// How the accounts belong together, where it is known.
    pub relation: Relation,
    /// Product families in common.
    pub shared_families: u16,
    /// The other registration.
    pub window: Window,
    /// Whom the other account is named for.
    pub named: Named,
    /// The other registration is of who asks.
    pub own: bool,
}

/// A verdict with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// How sure it is that both are one company, of a hundred.
    pub score: u8,
    /// Why.
    pub tree: Node,
}

/// Judges a candidate.
///
/// 1. Another company, and of no group that is known: clear.
/// 2. An account that is named for somebody else needs no registration to stand in the way.
/// 3. Otherwise there has to be a registration that waits or protects, with a product family in common.
/// 4. It blocks when the company is surely the same, the window is open and the registration somebody else's. Parent and subsidiary are two
///    companies: they never block each other, but somebody should look.
pub fn judge(explained: Explained, situation: &Situation) -> Judgement {
    let Explained { likeness, reasons } = explained;
    let verdict = verdict(&likeness, situation);
    let company = if likeness.sure() {
        Saying::SameCompany(likeness.score)
    } else if likeness.possible() {
        Saying::MaybeSameCompany(likeness.score)
    } else {
        Saying::OtherCompany(likeness.score)
    };
    let points = (likeness.odds * 10.0).round().clamp(-999.0, 999.0) as i16;
    let company = Node { saying: company, points, under: reasons };
    let facts = facts(situation).into_iter().map(|saying| Node::leaf(saying, 0)).collect();
    let situation = Node { saying: Saying::Situation, points: 0, under: facts };
    let saying = match verdict {
        Verdict::Clear => Saying::Clear,
        Verdict::Possible => Saying::Possible,
        Verdict::Blocked => Saying::Blocked,
    };
    Judgement {
        verdict,
        score: likeness.score,
        tree: Node { saying, points: 0, under: vec![company, situation] },
    }
}

fn verdict(likeness: &Likeness, situation: &Situation) -> Verdict {
    let related = situation.relation != Relation::None;
    if !likeness.possible() && !related {
        return Verdict::Clear;
    }
    if situation.named == Named::Another && !related {
        return if likeness.sure() { Verdict::Blocked } else { Verdict::Possible };
    }
    let live = matches!(situation.window, Window::Waiting | Window::Open);
    let named = situation.named == Named::Another;
    if !named && (!live || situation.shared_families == 0) {
        return Verdict::Clear;
    }
    let blocks = likeness.sure() && situation.window == Window::Open && !situation.own && !related;
    if blocks { Verdict::Blocked } else { Verdict::Possible }
}

fn facts(situation: &Situation) -> Vec<Saying> {
    let mut facts = Vec::new();
    match situation.relation {
        Relation::None => {}
        Relation::ParentAndSubsidiary => facts.push(Saying::ParentAndSubsidiary),
        Relation::SameParent => facts.push(Saying::SameParent),
    }
    match situation.named {
        Named::Nobody => {}
        Named::Caller => facts.push(Saying::NamedForCaller),
        Named::Another => facts.push(Saying::NamedForAnother),
    }
    facts.push(match situation.window {
        Window::None => Saying::NoRegistration,
        Window::Waiting => Saying::WindowWaiting,
        Window::Open => Saying::WindowOpen,
        Window::Over => Saying::WindowOver,
    });
    if situation.window != Window::None {
        facts.push(match situation.shared_families {
            0 => Saying::NoSharedFamily,
            n => Saying::SharedFamilies(n),
        });
    }
    if situation.own {
        facts.push(Saying::Own);
    }
    facts
}
