//! What there is to say of a deal, an account or a programme, as label and value: the same facts of every state of a record, so that
//! two of them can be held against each other.

use crate::programmes::text_of;
use crate::texts::text;
use crate::words;
use domain::accounts::{Family, NewAccount};
use domain::deals::{Deal, State};
use domain::programmes::Programme;
use serde_json::Value;
use std::collections::BTreeMap;
use store::people::Decider;

/// A label with its value; an empty value where there is none.
pub type Fact = (String, String);

/// What ids are called that a record says.
#[derive(Debug, Default)]
pub struct Names {
    /// Of accounts and partners, by their id.
    pub called: BTreeMap<String, String>,
    /// Product families.
    pub families: Vec<Family>,
    /// People who may decide.
    pub deciders: Vec<Decider>,
}

/// The ids in a record that are shown by their names.
pub fn ids(record: &Value) -> Vec<String> {
    let details = &record["details"];
    ["parent", "named_for"].iter().filter_map(|name| details[name].as_str()).map(str::to_owned).collect()
}

fn maybe<T>(value: Option<T>, words: impl FnOnce(T) -> String) -> String {
    value.map(words).unwrap_or_default()
}

fn labelled<const N: usize>(facts: [(&str, String); N]) -> Vec<Fact> {
    facts.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
}

/// Of a deal.
pub fn of_deal(deal: Value, _: &Names) -> Result<Vec<Fact>, serde_json::Error> {
    use text::deals as t;
    let deal: Deal = serde_json::from_value(deal)?;
    if deal.state == State::Draft {
        // What a partner typed before it handed the deal in is nobody else's, and not what it says now.
        let drafted =
            [(t::state(), words::deal_state(deal.state).to_owned()), (t::partner(), deal.partner.1)];
        return Ok(labelled(drafted));
    }
    let families: Vec<&str> = deal.families.iter().map(|(_, name)| name.as_str()).collect();
    let percent = |hundredths: i64| {
        text::home::percent_of(domain::programmes::percent(u16::try_from(hundredths).unwrap_or_default()))
    };
    let mut facts = labelled([
        (t::state(), words::deal_state(deal.state).to_owned()),
        (t::number(), deal.number.unwrap_or_default()),
        (t::partner(), deal.partner.1),
        (t::registered_by(), deal.person),
        (t::customer_name(), deal.customer.name),
        (t::customer_domain(), deal.customer.domain),
        (t::customer_country(), words::country(&deal.customer.country)),
        (t::account(), maybe(deal.account, |(_, name)| name)),
        (t::families(), words::listed(&families)),
        (t::amount(), maybe(deal.amount, |money| format!("{} {}", money.currency, words::amount(&money)))),
        (t::close_on(), maybe(deal.close_on, words::day)),
        (t::need(), deal.need),
        (t::contact(), words::beside([&deal.contact.name, &deal.contact.role, &deal.contact.email])),
        (
            text::programmes::name(),
            maybe(deal.programme, |under| t::programme_version(&under.name, under.number)),
        ),
        (t::discount(), maybe(deal.discount.filter(|discount| *discount > 0), percent)),
        (t::reason(), maybe(deal.reason, |reason| words::deal_reason(reason).to_owned())),
        (t::reason_note(), deal.reason_note),
        (t::submitted_at(), maybe(deal.submitted_at, words::at)),
        (text::history::decide_by(), maybe(deal.decide_by_at, words::at)),
        (text::history::decided_at(), maybe(deal.decided_at, words::at)),
        (text::history::protected_until(), maybe(deal.protected_until_at, words::at)),
    ]);
    facts.extend(deal.own);
    Ok(facts)
}

/// Of a customer account.
pub fn of_account(account: Value, names: &Names) -> Result<Vec<Fact>, serde_json::Error> {
    use text::accounts as t;
    let NewAccount { legal_name, domain, country, details } = serde_json::from_value(account)?;
    let called = |id: String| names.called.get(&id).cloned().unwrap_or(id);
    Ok(labelled([
        (t::legal_name(), legal_name),
        (t::domain(), domain),
        (t::more_domains(), words::listed(&details.more_domains)),
        (t::country(), words::country(&country)),
        (t::trading_names(), words::listed(&details.trading_names)),
        (t::tax_number(), details.tax_number),
        (t::street(), details.street),
        (t::postcode(), details.postcode),
        (t::city(), details.city),
        (t::segment(), maybe(details.segment, |segment| words::segment(segment).to_owned())),
        (t::parent(), maybe(details.parent, |id| called(id.to_string()))),
        (t::named_for(), maybe(details.named_for, |id| called(id.to_string()))),
    ]))
}

/// Of a programme: the lines of its text, by the names that they have there.
pub fn of_programme(programme: Value, names: &Names) -> Result<Vec<Fact>, serde_json::Error> {
    let programme: Programme = serde_json::from_value(programme)?;
    let number = programme.rules.number.to_string();
    let mut facts = vec![(text::programmes::version().to_owned(), number)];
    let text = text_of(&programme, &names.families, &names.deciders)
        .map_err(<serde_json::Error as serde::ser::Error>::custom)?;
    facts.extend(lines(&text));
    Ok(facts)
}

/// The assignments of a text in TOML, in their tables; a list over several lines is one.
fn lines(text: &str) -> Vec<Fact> {
    let (mut table, mut steps, mut facts) = (String::new(), 0, Vec::<Fact>::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix("[[").and_then(|line| line.strip_suffix("]]")) {
            steps += 1;
            table = format!("{name} {steps}: ");
        } else if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'))
            && !line.contains('=')
            && facts.last().is_none_or(|(_, value)| !value.ends_with('[') && !value.ends_with(','))
        {
            table = format!("{name}: ");
        } else if let Some((name, value)) = line.split_once(" = ") {
            // What is empty in the text is nothing here.
            let value = if matches!(value, "[]" | "\"\"") { "" } else { value };
            facts.push((format!("{table}{name}"), value.to_owned()));
        } else if let Some((_, value)) = facts.last_mut() {
            value.push(' ');
            value.push_str(line);
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_text_are_facts() {
        let text = "name = \"Deals\"\nholidays = [\n    \"2026-12-24\",\n    \"2026-12-25\",\n]\n\n[fields]\nneed = \"required\"\n\n[[steps]]\nname = \"One\"\n\n[[steps]]\nname = \"Two\"\n";
        let facts = lines(text);
        let read: Vec<(&str, &str)> =
            facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(
            read,
            [
                ("name", "\"Deals\""),
                ("holidays", "[ \"2026-12-24\", \"2026-12-25\", ]"),
                ("fields: need", "\"required\""),
                ("steps 1: name", "\"One\""),
                ("steps 2: name", "\"Two\""),
            ]
        );
    }
}
