//! What a provider says of a person.

use crate::refusal::Refusal;

/// A person as a provider asserts it; the token behind it was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asserted {
    /// The provider.
    pub issuer: String,
    /// The person at the provider: never used for anybody else there (OpenID Connect Core 1.0, section 2).
    pub subject: String,
    /// The address, lower case.
    pub email: String,
    /// Whether the provider has verified it.
    pub email_verified: bool,
    /// The name, if it tells one.
    pub name: Option<String>,
    /// The token itself, as a hint when signing out.
    pub id_token: String,
}

impl Asserted {
    /// Whether the provider may assert this address: verified, and of a domain that the provider speaks for.
    pub fn may_be(&self, domains: &[String]) -> Result<(), Refusal> {
        if !self.email_verified {
            return Err(Refusal::Unverified);
        }
        match email_domain(&self.email) {
            Some(domain) if domains.iter().any(|known| known.eq_ignore_ascii_case(&domain)) => Ok(()),
            _ => Err(Refusal::ForeignDomain),
        }
    }
}

/// The domain of an address, lower case: what follows the last `@`.
pub fn email_domain(email: &str) -> Option<String> {
    let (local, domain) = email.trim().rsplit_once('@')?;
    (!local.is_empty() && !domain.is_empty()).then(|| domain.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asserted(email: &str, email_verified: bool) -> Asserted {
        Asserted {
            issuer: "https://id.example".into(),
            subject: "1".into(),
            email: email.into(),
            email_verified,
            name: None,
            id_token: String::new(),
        }
    }

    #[test]
    fn only_verified_addresses_of_the_own_domains_are_believed() {
        let own = ["northwind.example".to_owned()];
        assert_eq!(asserted("ana@Northwind.example", true).may_be(&own), Ok(()));
        assert_eq!(asserted("ana@northwind.example", false).may_be(&own), Err(Refusal::Unverified));
        for foreign in [
            "ana@rival.example",
            "ana@northwind.example.rival.example",
            "ana@sub.northwind.example",
            "x",
            "@northwind.example",
        ] {
            assert_eq!(asserted(foreign, true).may_be(&own), Err(Refusal::ForeignDomain), "{foreign}");
        }
        assert_eq!(
            asserted("\"ana@northwind.example\"@rival.example", true).may_be(&own),
            Err(Refusal::ForeignDomain)
        );
        assert_eq!(asserted("ana@northwind.example", true).may_be(&[]), Err(Refusal::ForeignDomain));
    }
}
