//! The providers of the configuration, and for whom each of them speaks.

use crate::config;
use domain::access::Role;
use domain::id::PartnerId;
use oidc::{Connection, Http, Settings, email_domain};
use std::sync::Arc;
use store::{Read, Store, StoreError};

/// A provider with what it is for.
#[derive(Debug, Clone)]
pub struct Way {
    /// The provider.
    pub connection: Connection,
    /// What people read.
    pub name: String,
    /// The partner organisation that it speaks for, as the configuration names it; `None` for the vendor.
    pub partner: Option<String>,
    /// Role of people who come for the first time.
    pub role: Role,
    /// Domains of the configuration.
    domains: Vec<String>,
}

/// Every provider.
#[derive(Debug, Clone, Default)]
pub struct Ways(Arc<[Way]>);

impl Ways {
    /// The providers of the configuration, for a portal at this address.
    pub fn of(connections: &[config::Connection], origin: &str) -> Result<Self, reqwest::Error> {
        let http = Http::new()?;
        let way = |one: &config::Connection| Way {
            connection: Connection::new(
                Settings {
                    key: one.key.clone(),
                    issuer: one.issuer.clone(),
                    client_id: one.client_id.clone(),
                    client_secret: one.client_secret.clone(),
                    redirect_url: format!("{origin}/sign-in/{}/callback", one.key),
                },
                http.clone(),
            ),
            name: one.name.clone(),
            partner: (!one.is_vendors()).then(|| one.organisation.clone()),
            role: one.role,
            domains: one.domains.iter().map(|domain| domain.to_lowercase()).collect(),
        };
        Ok(Self(connections.iter().map(way).collect()))
    }

    /// All of them, as configured.
    pub fn every(&self) -> &[Way] {
        &self.0
    }

    /// The provider with this short name.
    pub fn by_key(&self, key: &str) -> Option<&Way> {
        self.0.iter().find(|way| way.connection.key() == key)
    }

    /// The provider that speaks for the address's domain.
    pub async fn of_email(&self, store: &Store, email: &str) -> Result<Option<Way>, StoreError> {
        let Some(domain) = email_domain(email) else { return Ok(None) };
        for way in self.0.iter() {
            if self.reach(store, way).await?.0.contains(&domain) {
                return Ok(Some(way.clone()));
            }
        }
        Ok(None)
    }

    /// The domains that a provider may assert, and the organisation of its people. A partner's provider never reaches
    /// further than the domains of its organisation, whatever the configuration says.
    pub async fn reach(
        &self,
        store: &Store,
        way: &Way,
    ) -> Result<(Vec<String>, Option<PartnerId>), StoreError> {
        let Some(named) = &way.partner else { return Ok((way.domains.clone(), None)) };
        let mut read = store.read().await?;
        let Some(id) = organisation(&mut read, named).await? else {
            tracing::warn!(
                connection = way.connection.key(),
                named,
                "names no organisation, or more than one"
            );
            return Ok((Vec::new(), None));
        };
        let mut domains = store::partners::domains(&mut read, &id).await?;
        if !way.domains.is_empty() {
            domains.retain(|domain| way.domains.contains(domain));
        }
        Ok((domains, Some(id)))
    }
}

/// The organisation that a configuration names: by its id, by one of its domains, or by its name when only one has it.
/// A name can be changed and taken by another organisation, so the two others come first.
async fn organisation(read: &mut Read, named: &str) -> Result<Option<PartnerId>, StoreError> {
    if let Ok(id) = named.parse::<PartnerId>() {
        return Ok(store::partners::exists(read, &id).await?.then_some(id));
    }
    if let Ok(domain) = domain::text::ascii_domain(named)
        && let Some(id) = store::partners::by_domain(read, &domain).await?
    {
        return Ok(Some(id));
    }
    store::partners::by_name(read, named).await
}
