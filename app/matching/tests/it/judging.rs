//! What likeness comes to.

use super::english;
use matching::{Company, Explained, Named, Relation, Situation, Verdict, Window, Written, explain, judge};

fn company(name: &str, tax: &str) -> Company {
    Company::of(&Written { name, tax, country: "DE", domain: "siemens.com", ..Written::default() })
}

fn sure() -> Explained {
    let explained = explain(&company("Siemens AG", "DE129273398"), &company("Siemens", "129273398"));
    assert!(explained.likeness.sure());
    explained
}

fn other() -> Explained {
    let name = |name| Company::of(&Written { name, ..Written::default() });
    explain(&name("Delta Air Lines"), &name("Delta Faucet"))
}

fn open() -> Situation {
    Situation { shared_families: 1, window: Window::Open, ..Situation::default() }
}

fn verdict(explained: Explained, situation: Situation) -> Verdict {
    judge(explained, &situation).verdict
}

#[test]
fn a_protected_registration_of_the_same_company_blocks() {
    assert_eq!(verdict(sure(), open()), Verdict::Blocked);
    assert_eq!(verdict(other(), open()), Verdict::Clear);
}

#[test]
fn no_family_in_common_is_clear() {
    assert_eq!(verdict(sure(), Situation { shared_families: 0, ..open() }), Verdict::Clear);
}

#[test]
fn only_an_open_window_blocks() {
    assert_eq!(verdict(sure(), Situation { window: Window::Waiting, ..open() }), Verdict::Possible);
    assert_eq!(verdict(sure(), Situation { window: Window::Over, ..open() }), Verdict::Clear);
    assert_eq!(verdict(sure(), Situation { window: Window::None, ..open() }), Verdict::Clear);
}

#[test]
fn an_account_named_for_somebody_else_needs_no_registration() {
    let named = Situation { named: Named::Another, ..Situation::default() };
    assert_eq!(verdict(sure(), named), Verdict::Blocked);
    assert_eq!(verdict(other(), named), Verdict::Clear);
    assert_eq!(verdict(sure(), Situation { named: Named::Caller, ..Situation::default() }), Verdict::Clear);
}

#[test]
fn a_group_never_blocks_itself_but_is_worth_a_look() {
    for relation in [Relation::ParentAndSubsidiary, Relation::SameParent] {
        assert_eq!(verdict(sure(), Situation { relation, ..open() }), Verdict::Possible);
        assert_eq!(verdict(other(), Situation { relation, ..open() }), Verdict::Possible);
        assert_eq!(verdict(other(), Situation { relation, shared_families: 0, ..open() }), Verdict::Clear);
    }
}

#[test]
fn ones_own_registration_does_not_block() {
    assert_eq!(verdict(sure(), Situation { own: true, ..open() }), Verdict::Possible);
}

#[test]
fn the_tree_reads_as_sentences() {
    let text = english::read(&judge(sure(), &open()).tree);
    for sentence in [
        "Somebody has this registration.\n",
        "  Both are the same company (",
        "Both have the tax number 129273398.",
        "Both are called \"siemens\".",
        "  How it stands:\n    The other registration is approved and protected.\n    1 product families in common.\n",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
    let text = english::read(&judge(other(), &open()).tree);
    assert!(text.contains("One is \"air lines\" where the other one is \"faucet\"."), "{text}");
    let name = |name| Company::of(&Written { name, ..Written::default() });
    let text = english::read(&judge(explain(&name("Siemens AG"), &name("Siemens Energy AG")), &open()).tree);
    assert!(text.contains("Only one name has \"energy\"."), "{text}");
}
