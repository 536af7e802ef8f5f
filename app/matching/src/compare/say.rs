//! The evidence, said.

use super::Evidence as E;
use super::align::Alignment;
use super::weights::WEIGHTS;
use crate::company::Company;
use crate::name::{Class, Token};
use crate::tree::{Node, Saying};

/// Points less than this are not worth a sentence, unless they say what somebody would look for.
const LEAST: i16 = 2;

/// The reasons, the heaviest first. What is said of the names stands under one of them.
pub fn reasons(one: &Company, other: &Company, names: &Alignment<'_>, values: &[f32]) -> Vec<Node> {
    let points = |pieces: &[E]| -> i16 {
        let odds: f32 = pieces.iter().map(|piece| values[*piece as usize] * WEIGHTS[*piece as usize]).sum();
        (odds * 10.0).round().clamp(-999.0, 999.0) as i16
    };
    let is = |piece: E| values[piece as usize] > 0.0;
    let mut reasons = Vec::new();
    let under = of_names(names, &points, &is);
    let sum = under.iter().map(|node| node.points).sum();
    reasons.push(Node { saying: Saying::Names, points: sum, under });
    let mut say = |saying: Saying, pieces: &[E]| reasons.push(Node::leaf(saying, points(pieces)));
    if let (Some(a), Some(b)) = (&one.domain, &other.domain) {
        let (a, b) = (a.registrable.clone(), b.registrable.clone());
        let same = [E::SameDomain, E::SameDomainClash, E::SameDomainOtherName];
        if is(E::SameDomainClash) {
            say(Saying::GroupDomain(a), &same);
        } else if is(E::SameDomain) {
            say(Saying::SameDomain(a), &same);
        } else if is(E::SameLabel) {
            say(Saying::SameLabel(a, b), &[E::SameLabel]);
        } else {
            say(Saying::OtherDomain(a, b), &[E::OtherDomain, E::OtherDomainSameName]);
        }
    } else if let (true, Some(domain)) = (is(E::DomainIsName), one.domain.as_ref().or(other.domain.as_ref()))
    {
        say(Saying::DomainIsName(domain.registrable.clone()), &[E::DomainIsName]);
    }
    match &one.tax {
        Some(tax) if is(E::SameTax) => say(Saying::SameTax(tax.number.clone()), &[E::SameTax]),
        Some(_) if is(E::OtherTax) => say(Saying::OtherTax, &[E::OtherTax]),
        _ => {}
    }
    if is(E::SameHouse) {
        let saying = if is(E::SameHouseClash) { Saying::Neighbours } else { Saying::SameHouse };
        say(saying, &[E::SameHouse, E::SameHouseClash]);
    }
    for (piece, saying) in [
        (E::OtherHouse, Saying::OtherHouse),
        (E::SameCity, Saying::SameCity),
        (E::OtherCity, Saying::OtherCity),
    ] {
        if is(piece) {
            say(saying, &[piece]);
        }
    }
    if is(E::SameCountry) {
        say(Saying::SameCountry(one.country.clone()), &[E::SameCountry]);
    }
    if is(E::OtherCountry) {
        say(
            Saying::OtherCountry(one.country.clone(), other.country.clone()),
            &[E::OtherCountry, E::OtherCountryWeakName],
        );
    }
    if is(E::NameAlone) {
        say(Saying::NameAlone, &[E::NameAlone]);
    }
    for oddity in one.oddities.iter().chain(&other.oddities) {
        say(Saying::Odd(*oddity), &[]);
    }
    reasons
        .retain(|node| node.points.abs() >= LEAST || matches!(node.saying, Saying::Odd(_) | Saying::Names));
    heaviest_first(&mut reasons);
    reasons
}

fn of_names(names: &Alignment<'_>, points: &dyn Fn(&[E]) -> i16, is: &dyn Fn(E) -> bool) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut say = |saying: Saying, pieces: &[E]| nodes.push(Node::leaf(saying, points(pieces)));
    let matched = names.matches.iter().map(|m| m.one.text.as_str()).collect::<Vec<_>>().join(" ");
    if is(E::SameName) {
        say(Saying::SameName(matched), &[E::SameName, E::Coverage, E::Letters]);
    } else if is(E::SameCommonName) {
        say(
            Saying::CommonName(matched),
            &[E::SameCommonName, E::Coverage, E::Letters, E::CommonOnly, E::NoCore],
        );
    } else {
        let share = (names.coverage() * 100.0).round().clamp(0.0, 100.0) as u8;
        say(Saying::AlikeNames(share), &[E::Coverage, E::Letters]);
        if is(E::CommonOnly) {
            say(Saying::CommonName(matched), &[E::CommonOnly]);
        }
        if is(E::NoCore) {
            say(Saying::NoName, &[E::NoCore]);
        }
    }
    let slip = names.matches.iter().find(|m| m.likeness < 0.95 && !m.by_sound);
    if let (Some(slip), true) = (slip, is(E::Slips)) {
        say(
            Saying::Spelling(slip.one.text.clone(), slip.other.text.clone()),
            &[E::Slips, E::ShortSlip, E::Replaced],
        );
    }
    if let (Some(script), true) = (names.matches.iter().find(|m| m.by_sound), is(E::SameSound)) {
        say(Saying::Script(script.one.text.clone(), script.other.text.clone()), &[E::SameSound]);
    }
    if is(E::Initials) {
        say(Saying::Initials, &[E::Initials]);
    }
    let of = |tokens: &[&Token], class: Option<Class>| -> String {
        let some = tokens.iter().filter(|token| class.is_none_or(|class| token.class == class));
        some.map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
    };
    if is(E::OtherNumbers) {
        let class = Some(Class::Number);
        say(Saying::OtherNumbers(of(&names.left, class), of(&names.right, class)), &[E::OtherNumbers]);
    }
    if is(E::OtherPersons) {
        let class = Some(Class::First);
        say(Saying::OtherPersons(of(&names.left, class), of(&names.right, class)), &[E::OtherPersons]);
    }
    if is(E::Clash) {
        let saying = Saying::Clash(of(&names.left, None), of(&names.right, None));
        say(
            saying,
            &[
                E::Clash,
                E::OtherTrades,
                E::OtherPlaces,
                E::OnlyOneCore,
                E::OnlyOneTrade,
                E::OnlyOnePlace,
                E::OnlyOneNumber,
            ],
        );
    } else {
        let only = if names.left.is_empty() { &names.right } else { &names.left };
        if !only.is_empty() {
            say(
                Saying::OnlyOne(of(only, None)),
                &[E::OnlyOneCore, E::OnlyOneTrade, E::OnlyOnePlace, E::OnlyOneNumber],
            );
        }
    }
    let form = |forms: &[String]| forms.first().cloned().unwrap_or_default();
    if is(E::SameForm) || is(E::OtherForm) {
        let (one, other) = (form(names.one_forms), form(names.other_forms));
        let saying = if is(E::SameForm) { Saying::SameForm(one) } else { Saying::OtherForm(one, other) };
        say(saying, &[E::SameForm, E::OtherForm]);
    }
    nodes.retain(|node| node.points != 0 || matches!(node.saying, Saying::Clash(..) | Saying::OnlyOne(_)));
    heaviest_first(&mut nodes);
    nodes
}

fn heaviest_first(nodes: &mut [Node]) {
    nodes.sort_by_key(|node| std::cmp::Reverse(node.points.abs()));
}
