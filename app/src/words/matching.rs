//! Words for why two companies are taken for the same. The server says them with the answer, so that no browser needs them.

use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::country;
#[cfg(feature = "ssr")]
use crate::texts::text::matching as t;
#[cfg(feature = "ssr")]
use matching::{Node, Oddity, Saying};

/// A reason in words, with those under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The sentence.
    pub said: String,
    /// What it is made of.
    pub under: Vec<Told>,
}

/// The tree of reasons in the reader's language.
#[cfg(feature = "ssr")]
pub fn told(node: &Node) -> Told {
    Told { said: sentence(&node.saying), under: node.under.iter().map(told).collect() }
}

#[cfg(feature = "ssr")]
fn sentence(saying: &Saying) -> String {
    match saying {
        Saying::Blocked => t::blocked().to_owned(),
        Saying::Possible => t::possible().to_owned(),
        Saying::Clear => t::clear().to_owned(),
        Saying::SameCompany(_) => t::same_company().to_owned(),
        Saying::MaybeSameCompany(_) => t::maybe_same_company().to_owned(),
        Saying::OtherCompany(_) => t::other_company().to_owned(),
        Saying::Situation => t::situation().to_owned(),
        Saying::SharedFamilies(n) => t::shared_families(i64::from(*n)),
        Saying::NoSharedFamily => t::no_shared_family().to_owned(),
        Saying::WindowOpen => t::window_open().to_owned(),
        Saying::WindowWaiting => t::window_waiting().to_owned(),
        Saying::WindowOver => t::window_over().to_owned(),
        Saying::NoRegistration => t::no_registration().to_owned(),
        Saying::NamedForAnother => t::named_for_another().to_owned(),
        Saying::NamedForCaller => t::named_for_caller().to_owned(),
        Saying::ParentAndSubsidiary => t::parent_and_subsidiary().to_owned(),
        Saying::SameParent => t::same_parent().to_owned(),
        Saying::Own => t::own().to_owned(),
        of_companies => of_company(of_companies),
    }
}

#[cfg(feature = "ssr")]
fn of_company(saying: &Saying) -> String {
    match saying {
        Saying::Names => t::names().to_owned(),
        Saying::SameName(name) => t::same_name(name),
        Saying::CommonName(name) => t::common_name(name),
        Saying::AlikeNames(share) => t::alike_names(share),
        Saying::Spelling(one, other) => t::spelling(one, other),
        Saying::Script(one, other) => t::script(one, other),
        Saying::Initials => t::initials().to_owned(),
        Saying::Clash(one, other) => t::clash(one, other),
        Saying::OnlyOne(words) => t::only_one(words),
        Saying::OtherNumbers(one, other) => t::other_numbers(one, other),
        Saying::OtherPersons(one, other) => t::other_persons(one, other),
        Saying::NoName => t::no_name().to_owned(),
        Saying::SameForm(form) => t::same_form(form),
        Saying::OtherForm(one, other) => t::other_form(one, other),
        Saying::SameDomain(domain) => t::same_domain(domain),
        Saying::GroupDomain(domain) => t::group_domain(domain),
        Saying::SameLabel(one, other) => t::same_label(one, other),
        Saying::OtherDomain(one, other) => t::other_domain(one, other),
        Saying::DomainIsName(domain) => t::domain_is_name(domain),
        Saying::SameTax(number) => t::same_tax(number),
        Saying::OtherTax => t::other_tax().to_owned(),
        Saying::SameHouse => t::same_house().to_owned(),
        Saying::Neighbours => t::neighbours().to_owned(),
        Saying::OtherHouse => t::other_house().to_owned(),
        Saying::SameCity => t::same_city().to_owned(),
        Saying::OtherCity => t::other_city().to_owned(),
        Saying::SameCountry(code) => t::same_country(country(code)),
        Saying::OtherCountry(one, other) => t::other_country(country(one), country(other)),
        Saying::NameAlone => t::name_alone().to_owned(),
        Saying::Odd(Oddity::Turned) => t::turned().to_owned(),
        Saying::Odd(Oddity::Hidden) => t::hidden().to_owned(),
        Saying::Odd(Oddity::Mixed) => t::mixed().to_owned(),
        Saying::Odd(Oddity::Long) => t::long().to_owned(),
        _ => String::new(),
    }
}
