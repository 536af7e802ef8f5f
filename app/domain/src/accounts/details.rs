//! What more is known of a customer account than who it is: by which names, domains and numbers it is found, where it is, to whom it
//! belongs, and for which partner it is named.

use super::{AccountForm, optional_domain};
use crate::form::{Fault, Faults};
use crate::id::{AccountId, PartnerId};
use crate::partners::optional;
use crate::text;
use serde::{Deserialize, Serialize};

/// Other names and further domains that one account may have of each.
pub const ALSO_MOST: u32 = 10;
/// Characters of a street or a city.
pub const PLACE_MOST: u32 = 120;
/// Characters of a postcode.
pub const POSTCODE_MOST: u32 = 16;
/// Characters of a tax number.
pub const TAX_MOST: u32 = 40;
/// Accounts above one another that are followed; more are taken for a circle.
pub const ABOVE_MOST: usize = 20;

crate::text_enum! {
    /// How the vendor sells to an account.
    pub enum Segment {
        /// Large companies that are looked after by name.
        Enterprise = "enterprise",
        /// Companies in between.
        MidMarket = "mid_market",
        /// Small companies.
        Small = "small",
        /// States, cities, schools, hospitals.
        Public = "public",
    }
}

/// What more is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Other names that people use for it.
    pub trading_names: Vec<String>,
    /// Domains beside the first one, lower case.
    pub more_domains: Vec<String>,
    /// A tax or register number as it was written.
    pub tax_number: String,
    /// Street and house.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
    /// How the vendor sells to it, where somebody has said.
    pub segment: Option<Segment>,
    /// The account that it belongs to.
    pub parent: Option<AccountId>,
    /// The partner that it is named for: others' registrations on it stand in that partner's way.
    pub named_for: Option<PartnerId>,
}

impl AccountForm {
    /// Checks what is in it of the details, but for the parent.
    pub(super) fn details(&self, faults: &mut Faults) -> Details {
        let place = |text: &str| text::optional_line(text, PLACE_MOST);
        Details {
            trading_names: faults.take("trading_names", each(&self.trading_names, trading_name)),
            more_domains: faults.take("more_domains", each(&self.more_domains, optional_domain)),
            tax_number: faults.take("tax_number", text::optional_line(&self.tax_number, TAX_MOST)),
            street: faults.take("street", place(&self.street)),
            postcode: faults.take("postcode", text::optional_line(&self.postcode, POSTCODE_MOST)),
            city: faults.take("city", place(&self.city)),
            segment: faults.take("segment", optional(&self.segment)),
            parent: None,
            named_for: faults.take("named_for", optional(&self.named_for)),
        }
    }
}

fn trading_name(text: &str) -> Result<String, Fault> {
    text::optional_line(text, super::NAME_MOST)
}

/// Each line once, in its order.
fn each(lines: &str, check: fn(&str) -> Result<String, Fault>) -> Result<Vec<String>, Fault> {
    let mut all: Vec<String> = Vec::new();
    for line in lines.lines() {
        let line = check(line)?;
        if !line.is_empty() && !all.contains(&line) {
            all.push(line);
        }
    }
    if all.len() > ALSO_MOST as usize { Err(Fault::TooMany { most: ALSO_MOST }) } else { Ok(all) }
}

/// Whether an account may have this parent: `chain` is the chosen one and those above it, nearest first; empty when it does not exist.
pub fn account_parent_fits(own: Option<&AccountId>, chain: &[AccountId]) -> Result<(), Fault> {
    if chain.is_empty() {
        return Err(Fault::Unknown);
    }
    let circle = chain.len() > ABOVE_MOST || own.is_some_and(|own| chain.contains(own));
    if circle { Err(Fault::AccountCircle) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    fn account(n: u8) -> AccountId {
        AccountId::new(Instant::from_millis(1), [n; 10])
    }

    #[test]
    fn lines_become_names_and_domains_each_once() {
        let mut faults = Faults::new();
        let form = AccountForm {
            trading_names: " Acme \n\nACME Tools\nAcme".into(),
            more_domains: "https://www.acme.example/about\nacme.test\nacme.example".into(),
            segment: "public".into(),
            ..AccountForm::default()
        };
        let details = form.details(&mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(details.trading_names, ["Acme", "ACME Tools"]);
        assert_eq!(details.more_domains, ["acme.example", "acme.test"]);
        assert_eq!(details.segment, Some(Segment::Public));
    }

    #[test]
    fn every_fault_is_told_of_at_once() {
        let mut faults = Faults::new();
        let form = AccountForm {
            trading_names: (0..=ALSO_MOST).map(|n| format!("Name {n}\n")).collect(),
            more_domains: "no domain".into(),
            segment: "huge".into(),
            named_for: "nobody".into(),
            tax_number: "1".repeat(TAX_MOST as usize + 1),
            ..AccountForm::default()
        };
        form.details(&mut faults);
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["trading_names", "more_domains", "tax_number", "segment", "named_for"]);
    }

    #[test]
    fn no_account_belongs_to_itself_over_however_many_others() {
        let [one, two, three] = [1, 2, 3].map(account);
        assert_eq!(account_parent_fits(None, std::slice::from_ref(&two)), Ok(()));
        assert_eq!(account_parent_fits(Some(&one), &[two.clone(), three.clone()]), Ok(()));
        assert_eq!(account_parent_fits(Some(&one), std::slice::from_ref(&one)), Err(Fault::AccountCircle));
        assert_eq!(account_parent_fits(Some(&one), &[two.clone(), one.clone()]), Err(Fault::AccountCircle));
        assert_eq!(account_parent_fits(Some(&one), &[]), Err(Fault::Unknown));
        let endless = vec![two; ABOVE_MOST + 1];
        assert_eq!(account_parent_fits(Some(&three), &endless), Err(Fault::AccountCircle));
    }
}
