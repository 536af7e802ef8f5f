//! Partner organisations: what they are to the programme and what they say of themselves.

use crate::access::Role;
use crate::form::{Fault, Faults};
use crate::id::{FileId, PartnerId, PersonId};
use crate::text;
use serde::{Deserialize, Serialize};

/// Characters an organisation's name may have.
pub const NAME_MOST: u32 = 120;
/// E-mail domains one organisation may have.
pub const DOMAINS_MOST: u32 = 20;

crate::text_enum! {
    /// The level a partner has reached.
    pub enum Tier {
        /// Joined.
        Registered = "registered",
        /// First level.
        Silver = "silver",
        /// Second level.
        Gold = "gold",
        /// Highest level.
        Platinum = "platinum",
    }
}

crate::text_enum! {
    /// How a partner goes to market; one may have several.
    pub enum PartnerType {
        /// Sells on.
        Reseller = "reseller",
        /// Sells to resellers.
        Distributor = "distributor",
        /// Builds solutions from it.
        Integrator = "integrator",
        /// Runs it for customers.
        ServiceProvider = "service_provider",
        /// Builds software on it.
        SoftwareVendor = "software_vendor",
    }
}

crate::text_enum! {
    /// Where a partner sells.
    pub enum Region {
        /// Europe, Middle East and Africa.
        Emea = "emea",
        /// North and South America.
        Americas = "americas",
        /// Asia and the Pacific.
        AsiaPacific = "asia_pacific",
    }
}

/// What collateral and pages show of a partner to get in touch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Person or team.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Telephone number as people write it.
    pub phone: String,
    /// Web address without scheme.
    pub website: String,
    /// Postal address, in lines.
    pub address: String,
}

impl Contact {
    /// The non-empty lines as they are printed on collateral.
    pub fn lines(&self) -> Vec<String> {
        [&self.name, &self.email, &self.phone, &self.website]
            .into_iter()
            .cloned()
            .chain(self.address.lines().map(str::to_owned))
            .filter(|line| !line.is_empty())
            .collect()
    }
}

/// A partner organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Which.
    pub id: PartnerId,
    /// Name.
    pub name: String,
    /// E-mail domains that belong to it.
    pub domains: Vec<String>,
    /// Types.
    pub types: Vec<PartnerType>,
    /// Tier.
    pub tier: Tier,
    /// Region.
    pub region: Region,
    /// The distributor it buys from.
    pub parent: Option<(PartnerId, String)>,
    /// The channel manager that looks after it.
    pub manager: Option<(PersonId, String)>,
    /// Contact block.
    pub contact: Contact,
    /// The logo as a PNG file.
    pub logo: Option<FileId>,
    /// Counts changes, so that a form made from an older state is noticed.
    pub version: i64,
}

/// The administrator's form for a partner organisation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartnerForm {
    /// The organisation that is changed; empty for a new one.
    pub id: String,
    /// The version the form was made from.
    pub version: String,
    /// Name.
    pub name: String,
    /// E-mail domains, separated by spaces, commas or line ends.
    pub domains: String,
    /// Types.
    pub types: Vec<String>,
    /// Tier.
    pub tier: String,
    /// Region.
    pub region: String,
    /// Parent organisation.
    pub parent: String,
    /// Channel manager.
    pub manager: String,
}

/// A checked partner organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewPartner {
    /// Name.
    pub name: String,
    /// E-mail domains.
    pub domains: Vec<String>,
    /// Types.
    pub types: Vec<PartnerType>,
    /// Tier.
    pub tier: Tier,
    /// Region.
    pub region: Region,
    /// Parent organisation.
    pub parent: Option<PartnerId>,
    /// Channel manager.
    pub manager: Option<PersonId>,
}

impl PartnerForm {
    /// Checks the form.
    pub fn check(&self) -> Result<NewPartner, Faults> {
        let mut faults = Faults::new();
        let name = faults.keep("name", text::line(&self.name, NAME_MOST));
        let domains = faults.keep("domains", domains(&self.domains));
        let types: Result<Vec<PartnerType>, _> = self.types.iter().map(|t| t.parse()).collect();
        let types = faults.keep("types", types.map_err(|_| Fault::Unknown).and_then(at_least_one));
        let tier = faults.keep("tier", self.tier.parse::<Tier>().map_err(|_| Fault::Unknown));
        let region = faults.keep("region", self.region.parse::<Region>().map_err(|_| Fault::Unknown));
        let parent = faults.keep("parent", optional(&self.parent));
        let manager = faults.keep("manager", optional(&self.manager));
        let made = match (name, domains, types, tier, region, parent, manager) {
            (
                Some(name),
                Some(domains),
                Some(types),
                Some(tier),
                Some(region),
                Some(parent),
                Some(manager),
            ) => Some(NewPartner { name, domains, types, tier, region, parent, manager }),
            _ => None,
        };
        faults.or(made)
    }
}

/// An organisation that was chosen as a parent, or one that it buys from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Above {
    /// Which.
    pub id: PartnerId,
    /// Its types.
    pub types: Vec<PartnerType>,
}

/// Whether an organisation may have this parent: a distributor that does not buy, over however many others, from this
/// very organisation. `chain` is the chosen one and those above it, nearest first; empty when it does not exist.
pub fn parent_fits(own: Option<&PartnerId>, chain: &[Above]) -> Result<(), Fault> {
    let Some(chosen) = chain.first() else { return Err(Fault::Unknown) };
    if own.is_some_and(|own| chain.iter().any(|above| above.id == *own)) {
        return Err(Fault::Circle);
    }
    if chosen.types.contains(&PartnerType::Distributor) { Ok(()) } else { Err(Fault::NotADistributor) }
}

/// Whether an organisation may be of these types: one that others buy from stays a distributor.
pub fn types_fit(types: &[PartnerType], has_buyers: bool) -> Result<(), Fault> {
    if has_buyers && !types.contains(&PartnerType::Distributor) { Err(Fault::HasBuyers) } else { Ok(()) }
}

/// Whether somebody can look after partners: `found` is the person's role and whether the account is open.
pub fn manager_fits(found: Option<(Role, bool)>) -> Result<(), Fault> {
    match found {
        Some((Role::ChannelManager, true)) => Ok(()),
        Some(_) => Err(Fault::NotAChannelManager),
        None => Err(Fault::Unknown),
    }
}

fn at_least_one<T: Ord>(mut list: Vec<T>) -> Result<Vec<T>, Fault> {
    list.sort();
    list.dedup();
    if list.is_empty() { Err(Fault::Missing) } else { Ok(list) }
}

/// An id that may be left empty.
pub fn optional<T: std::str::FromStr>(text: &str) -> Result<Option<T>, Fault> {
    match text.trim() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Fault::Unknown),
    }
}

fn domains(text: &str) -> Result<Vec<String>, Fault> {
    let mut list: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c == ',' || c == ';')
        .filter(|part| !part.is_empty())
        .map(text::ascii_domain)
        .collect::<Result<_, _>>()?;
    list.sort();
    list.dedup();
    if list.len() > DOMAINS_MOST as usize { Err(Fault::TooMany { most: DOMAINS_MOST }) } else { Ok(list) }
}

/// The partner administrator's form for the contact block.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    /// The organisation.
    pub partner: String,
    /// The version the form was made from.
    pub version: String,
    /// Person or team.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// Web address.
    pub website: String,
    /// Postal address.
    pub address: String,
}

impl ContactForm {
    /// Checks the form; every field may be left empty.
    pub fn check(&self) -> Result<Contact, Faults> {
        let mut faults = Faults::new();
        let or_empty = |text: &str, read: fn(&str) -> Result<String, Fault>| {
            if text.trim().is_empty() { Ok(String::new()) } else { read(text) }
        };
        let contact = Contact {
            name: faults.take("name", text::optional_line(&self.name, 80)),
            email: faults.take("email", or_empty(&self.email, text::email)),
            phone: faults.take("phone", text::optional_line(&self.phone, 40)),
            website: faults.take("website", or_empty(&self.website, text::domain)),
            address: faults.take("address", text::optional_lines(&self.address, 200)),
        };
        faults.or(Some(contact))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    fn form() -> PartnerForm {
        PartnerForm {
            name: "Nordwind Systems".into(),
            domains: "nordwind.example, nordwind.test\nNordwind.example".into(),
            types: vec!["reseller".into(), "integrator".into(), "reseller".into()],
            tier: "gold".into(),
            region: "emea".into(),
            ..PartnerForm::default()
        }
    }

    #[test]
    fn lists_are_sorted_and_without_doubles() {
        let new = form().check().unwrap();
        assert_eq!(new.domains, ["nordwind.example", "nordwind.test"]);
        assert_eq!(new.types, [PartnerType::Reseller, PartnerType::Integrator]);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults =
            PartnerForm { domains: "not a domain".into(), ..PartnerForm::default() }.check().unwrap_err();
        for field in ["name", "domains", "types", "tier", "region"] {
            assert!(faults.on(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_contact_prints_only_what_is_there() {
        let contact = Contact { name: "Ana".into(), address: "Street 1\nTown".into(), ..Contact::default() };
        assert_eq!(contact.lines(), ["Ana", "Street 1", "Town"]);
    }

    #[test]
    fn a_parent_is_a_distributor_and_never_buys_from_its_own_child() {
        let [one, two, three] = [1, 2, 3].map(|n| PartnerId::new(Instant::from_millis(1), [n; 10]));
        let above = |id: &PartnerId, kind| Above { id: id.clone(), types: vec![kind] };
        let distributor = PartnerType::Distributor;
        assert_eq!(parent_fits(None, &[above(&two, distributor)]), Ok(()));
        assert_eq!(parent_fits(Some(&one), &[above(&two, distributor), above(&three, distributor)]), Ok(()));
        assert_eq!(
            parent_fits(Some(&one), &[above(&two, PartnerType::Reseller)]),
            Err(Fault::NotADistributor)
        );
        assert_eq!(parent_fits(Some(&one), &[above(&one, distributor)]), Err(Fault::Circle));
        let over_another = [above(&two, distributor), above(&one, distributor)];
        assert_eq!(parent_fits(Some(&one), &over_another), Err(Fault::Circle));
        assert_eq!(parent_fits(Some(&one), &[]), Err(Fault::Unknown));
    }

    #[test]
    fn who_sells_to_others_stays_a_distributor() {
        assert_eq!(types_fit(&[PartnerType::Reseller], true), Err(Fault::HasBuyers));
        assert_eq!(types_fit(&[PartnerType::Reseller], false), Ok(()));
        assert_eq!(types_fit(&[PartnerType::Reseller, PartnerType::Distributor], true), Ok(()));
    }

    #[test]
    fn a_manager_is_an_active_channel_manager() {
        assert_eq!(manager_fits(Some((Role::ChannelManager, true))), Ok(()));
        assert_eq!(manager_fits(Some((Role::ChannelManager, false))), Err(Fault::NotAChannelManager));
        assert_eq!(manager_fits(Some((Role::Approver, true))), Err(Fault::NotAChannelManager));
        assert_eq!(manager_fits(None), Err(Fault::Unknown));
    }

    #[test]
    fn a_domain_is_written_as_sign_ins_compare_it() {
        let form = PartnerForm { domains: "bücher.example".into(), ..form() };
        assert_eq!(form.check().unwrap_err().on("domains"), Some(&Fault::NotAscii));
    }
}
