//! Trees in plain English, for tests: the portal says them in its own texts.

use matching::{Node, Oddity, Saying};

/// A tree as indented sentences.
pub fn read(tree: &Node) -> String {
    let mut text = String::new();
    write(tree, 0, &mut text);
    text
}

fn write(node: &Node, depth: usize, text: &mut String) {
    text.push_str(&"  ".repeat(depth));
    text.push_str(&sentence(&node.saying));
    text.push('\n');
    for under in &node.under {
        write(under, depth + 1, text);
    }
}

fn sentence(saying: &Saying) -> String {
    match saying {
        Saying::Blocked => "Somebody has this registration.".into(),
        Saying::Possible => "Something may stand in the way.".into(),
        Saying::Clear => "Nothing stands in the way.".into(),
        Saying::SameCompany(score) => format!("Both are the same company ({score} of 100)."),
        Saying::MaybeSameCompany(score) => format!("Both may be the same company ({score} of 100)."),
        Saying::OtherCompany(score) => format!("They are two companies ({score} of 100)."),
        Saying::Names => "What the names say:".into(),
        Saying::SameName(name) => format!("Both are called \"{name}\"."),
        Saying::CommonName(name) => format!("Many companies are called \"{name}\"."),
        Saying::AlikeNames(share) => format!("{share} of 100 parts of the names are the same."),
        Saying::Spelling(one, other) => {
            format!("\"{one}\" and \"{other}\" may be one word, written wrongly once.")
        }
        Saying::Script(one, other) => format!("\"{one}\" and \"{other}\" sound the same in two scripts."),
        Saying::Initials => "One name is made of the first letters of the other.".into(),
        Saying::Clash(one, other) => format!("One is \"{one}\" where the other one is \"{other}\"."),
        Saying::OnlyOne(words) => format!("Only one name has \"{words}\"."),
        Saying::OtherNumbers(one, other) => format!("One is number {one}, the other one number {other}."),
        Saying::OtherPersons(one, other) => format!("One is {one}, the other one {other}."),
        Saying::NoName => "They share what they do or where they are, but no name.".into(),
        Saying::SameForm(form) => format!("Both are a {form}."),
        Saying::OtherForm(one, other) => format!("One is a {one}, the other one a {other}."),
        Saying::SameDomain(domain) => format!("Both have the domain {domain}."),
        Saying::GroupDomain(domain) => format!("Both have the domain {domain}, as companies of a group do."),
        Saying::SameLabel(one, other) => {
            format!("Their domains {one} and {other} differ in the ending only.")
        }
        Saying::OtherDomain(one, other) => format!("One has the domain {one}, the other one {other}."),
        Saying::DomainIsName(domain) => format!("The domain {domain} is the other's name."),
        Saying::SameTax(number) => format!("Both have the tax number {number}."),
        Saying::OtherTax => "Their tax numbers differ.".into(),
        Saying::SameHouse => "They are in the same house.".into(),
        Saying::Neighbours => "They are in the same house, as neighbours are.".into(),
        Saying::OtherHouse => "They are in different houses.".into(),
        Saying::SameCity => "They are in the same city.".into(),
        Saying::OtherCity => "They are in different cities.".into(),
        Saying::SameCountry(country) => format!("Both are in {country}."),
        Saying::OtherCountry(one, other) => format!("One is in {one}, the other one in {other}."),
        Saying::NameAlone => "There is only the name to judge by.".into(),
        Saying::Odd(Oddity::Turned) => "A name is shown from right to left by a hidden mark.".into(),
        Saying::Odd(Oddity::Hidden) => "A name has characters that nobody sees.".into(),
        Saying::Odd(Oddity::Mixed) => "A name mixes letters of several scripts that look alike.".into(),
        Saying::Odd(Oddity::Long) => "A name is too long to be read to its end.".into(),
        Saying::Situation => "How it stands:".into(),
        Saying::SharedFamilies(n) => format!("{n} product families in common."),
        Saying::NoSharedFamily => "No product family in common.".into(),
        Saying::WindowOpen => "The other registration is approved and protected.".into(),
        Saying::WindowWaiting => "The other registration waits for a decision.".into(),
        Saying::WindowOver => "The other registration is over.".into(),
        Saying::NoRegistration => "Nobody has registered it.".into(),
        Saying::NamedForAnother => "The account is named for somebody else.".into(),
        Saying::NamedForCaller => "The account is named for you.".into(),
        Saying::ParentAndSubsidiary => "One is the parent of the other.".into(),
        Saying::SameParent => "Both have the same parent.".into(),
        Saying::Own => "It is your own.".into(),
        other => panic!("no sentence for {other:?}"),
    }
}
