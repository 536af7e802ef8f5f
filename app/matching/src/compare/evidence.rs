//! What speaks for and against.

use super::align::{Alignment, Forms, Match, total, weight};
use crate::company::Company;
use crate::name::{Class, Token};

macro_rules! evidence {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A piece of evidence. Most are between 0 and 1.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Evidence { $($(#[$doc])* $name,)* }

        impl Evidence {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

evidence! {
    /// Always 1: how seldom two that share a key are the same.
    Start,
    /// The names are the same but for form and spaces, and have a word of their own.
    SameName,
    /// The names are the same but for form and spaces, of common words alone.
    SameCommonName,
    /// The share of both names that is matched, squared.
    Coverage,
    /// Words of the name itself are alike, not the same.
    Slips,
    /// Such a word is short, so that a letter makes another word of it.
    ShortSlip,
    /// A letter stands in the place of another one. Hands lose, double and exchange letters; another letter is rather another name.
    Replaced,
    /// Words sound the same and come from another script.
    SameSound,
    /// Both names have words that the other has not.
    Clash,
    /// Only one has another word of the name itself.
    OnlyOneCore,
    /// Only one says what it does.
    OnlyOneTrade,
    /// Only one says where it is.
    OnlyOnePlace,
    /// Both have numbers, and others.
    OtherNumbers,
    /// Only one has a number.
    OnlyOneNumber,
    /// Both have first names, and others.
    OtherPersons,
    /// Both say what they do, and something else.
    OtherTrades,
    /// Both say where they are, and somewhere else.
    OtherPlaces,
    /// What is matched is a name that many have.
    CommonOnly,
    /// What is matched is no name at all: trade, place.
    NoCore,
    /// One is made of the other's first letters.
    Initials,
    /// Letters in a row, beyond four fifths (Jaro-Winkler).
    Letters,
    /// The same legal form.
    SameForm,
    /// Other legal forms.
    OtherForm,
    /// The same domain.
    SameDomain,
    /// The same domain under names that clash: a group.
    SameDomainClash,
    /// The same domain, and nothing of the names is the same.
    SameDomainOtherName,
    /// The same label under another suffix.
    SameLabel,
    /// Other domains.
    OtherDomain,
    /// Other domains under the same name.
    OtherDomainSameName,
    /// The domain of one is the name of the other.
    DomainIsName,
    /// The same number.
    SameTax,
    /// Other numbers of one country.
    OtherTax,
    /// The same house.
    SameHouse,
    /// The same house under names that clash: neighbours.
    SameHouseClash,
    /// Other houses.
    OtherHouse,
    /// The same city.
    SameCity,
    /// Other cities.
    OtherCity,
    /// The same country.
    SameCountry,
    /// Other countries.
    OtherCountry,
    /// Other countries, and a name that many have or that clashes.
    OtherCountryWeakName,
    /// Nothing but a name on either side.
    NameAlone,
}

/// The value of each, in order of [`Evidence::ALL`].
pub fn values(one: &Company, other: &Company, names: &Alignment<'_>) -> [f32; Evidence::ALL.len()] {
    let mut values = [0.0; Evidence::ALL.len()];
    let mut set = |evidence: Evidence, value: f32| values[evidence as usize] = value;
    let yes = |is: bool| if is { 1.0 } else { 0.0 };
    set(Evidence::Start, 1.0);
    of_names(names, &mut set);
    let coverage = names.coverage();
    let clash = names.clash().min(1.0);
    if let (Some(a), Some(b)) = (&one.domain, &other.domain) {
        let same = a.registrable == b.registrable;
        set(Evidence::SameDomain, yes(same));
        // A group shares the name and the domain; who is called otherwise altogether has been renamed.
        let named = names.matches.iter().any(|m| matches!(m.one.class, Class::Core | Class::Common));
        set(Evidence::SameDomainClash, if same && named { clash } else { 0.0 });
        set(Evidence::SameDomainOtherName, if same && !named { 1.0 - coverage } else { 0.0 });
        set(Evidence::SameLabel, yes(!same && a.label == b.label));
        set(Evidence::OtherDomain, yes(!same && a.label != b.label));
        set(Evidence::OtherDomainSameName, yes(!same && a.label != b.label && coverage > 0.97));
    } else {
        set(Evidence::DomainIsName, yes(domain_is_name(one, other) || domain_is_name(other, one)));
    }
    if let (Some(a), Some(b)) = (&one.tax, &other.tax) {
        set(Evidence::SameTax, yes(a.same(b)));
        set(Evidence::OtherTax, yes(!a.same(b) && a.comparable(b) && a.checked == b.checked));
    }
    let house = one.address.same_house(&other.address);
    set(Evidence::SameHouse, yes(house));
    set(Evidence::SameHouseClash, if house { clash } else { 0.0 });
    set(Evidence::OtherHouse, yes(one.address.other_house(&other.address)));
    set(Evidence::SameCity, yes(one.address.same_city(&other.address)));
    set(Evidence::OtherCity, yes(one.address.other_city(&other.address)));
    if !one.country.is_empty() && !other.country.is_empty() {
        let same = one.country == other.country;
        set(Evidence::SameCountry, yes(same));
        set(Evidence::OtherCountry, yes(!same));
        set(
            Evidence::OtherCountryWeakName,
            if same { 0.0 } else { (1.0 - coverage).max(yes(common_only(names))) },
        );
    }
    let bare = |company: &Company| {
        company.domain.is_none() && company.tax.is_none() && company.address.house.is_empty()
    };
    set(Evidence::NameAlone, yes(bare(one) || bare(other)));
    values
}

fn of_names(names: &Alignment<'_>, set: &mut impl FnMut(Evidence, f32)) {
    let yes = |is: bool| if is { 1.0 } else { 0.0 };
    let core = |token: &Token| token.class == Class::Core && !token.aside;
    let has_core = names.matches.iter().any(|m| core(m.one) || core(m.other));
    let exact = names.same || names.coverage() > 0.97;
    set(Evidence::SameName, yes(exact && has_core));
    set(Evidence::SameCommonName, yes(exact && !has_core));
    set(Evidence::Coverage, names.coverage().powi(2));
    let slips: f32 =
        names.matches.iter().filter(|m| !m.by_sound).map(|m| (1.0 - m.likeness) * weight(m.one)).sum();
    set(Evidence::Slips, if names.same { 0.0 } else { (slips * 4.0).min(2.0) });
    let short = |token: &Token| token.text.chars().count() < 6;
    let short_slip =
        names.matches.iter().any(|m| m.likeness < 0.95 && core(m.one) && (short(m.one) || short(m.other)));
    set(Evidence::ShortSlip, yes(short_slip && !names.same));
    let replaced = |one: &str, other: &str| {
        one.chars().count() == other.chars().count() && strsim::hamming(one, other).is_ok_and(|n| n == 1)
    };
    let slipped = |m: &Match<'_>| m.likeness < 0.95 && !m.by_sound && core(m.one);
    let letter = names.matches.iter().any(|m| slipped(m) && replaced(&m.one.text, &m.other.text));
    set(Evidence::Replaced, yes(letter && !names.same));
    set(
        Evidence::SameSound,
        yes(names.matches.iter().any(|m| m.by_sound && core(m.one) && (m.one.foreign || m.other.foreign))),
    );
    set(Evidence::Clash, names.clash().min(2.0));
    let of = |tokens: &[&Token], classes: &[Class]| -> f32 {
        let some: Vec<&Token> =
            tokens.iter().copied().filter(|token| !token.aside && classes.contains(&token.class)).collect();
        total(&some)
    };
    let one_sided = |classes: &[Class]| (of(&names.left, classes) - of(&names.right, classes)).abs().min(2.0);
    set(Evidence::OnlyOneCore, one_sided(&[Class::Core, Class::Common, Class::First]));
    set(Evidence::OnlyOneTrade, one_sided(&[Class::Trade]));
    set(Evidence::OnlyOnePlace, one_sided(&[Class::Place]));
    let has = |tokens: &[&Token], class: Class| tokens.iter().any(|token| token.class == class);
    let both = |class: Class| yes(has(&names.left, class) && has(&names.right, class));
    set(Evidence::OtherNumbers, both(Class::Number));
    set(Evidence::OnlyOneNumber, yes(has(&names.left, Class::Number) != has(&names.right, Class::Number)));
    set(Evidence::OtherPersons, both(Class::First));
    set(Evidence::OtherTrades, both(Class::Trade));
    set(Evidence::OtherPlaces, both(Class::Place));
    set(Evidence::CommonOnly, yes(common_only(names)));
    set(
        Evidence::NoCore,
        yes(!has_core && !names.matches.iter().any(|m| matches!(m.one.class, Class::Common | Class::First))),
    );
    set(Evidence::Initials, yes(names.initials && !names.same));
    set(Evidence::Letters, (names.string - 0.8).max(0.0) * 5.0);
    set(Evidence::SameForm, yes(names.forms == Forms::Same));
    set(Evidence::OtherForm, yes(names.forms == Forms::Other));
}

/// Whether what both names share is nothing but names that many have.
fn common_only(names: &Alignment<'_>) -> bool {
    let named = |class: Class| matches!(class, Class::Common | Class::First);
    names.matches.iter().any(|m| named(m.one.class))
        && !names.matches.iter().any(|m| m.one.class == Class::Core)
}

fn domain_is_name(one: &Company, other: &Company) -> bool {
    let Some(domain) = &one.domain else { return false };
    if other.domain.is_some() {
        return false;
    }
    domain.stem.len() >= 3
        && other.names.iter().any(|name| name.compact() == domain.stem || name.core() == domain.stem)
}
