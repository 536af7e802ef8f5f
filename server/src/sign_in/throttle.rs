//! How often somebody may try: by the account, so that one password cannot be guessed in bulk; by the address that the
//! tries come from, so that one password cannot be tried on every account; and apart from both for the own password, so
//! that a stranger who guesses does not lock the owner out of changing it.

use crate::limits::Limit;
use crate::wire::Peer;
use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use domain::id::{PersonId, ShareId};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Once;

const ACCOUNT: (NonZeroU32, NonZeroU32) = (NonZeroU32::new(10).unwrap(), NonZeroU32::new(5).unwrap());
/// Passwords of links: of one link by whoever tries, and of any link by one address.
const LINK: (NonZeroU32, NonZeroU32) = (NonZeroU32::new(30).unwrap(), NonZeroU32::new(20).unwrap());
const PEER_OF_LINKS: (NonZeroU32, NonZeroU32) = (NonZeroU32::new(10).unwrap(), NonZeroU32::new(5).unwrap());
const FORGOTTEN: (NonZeroU32, NonZeroU32) = (NonZeroU32::new(3).unwrap(), NonZeroU32::new(1).unwrap());
const PEER: (NonZeroU32, NonZeroU32) = (NonZeroU32::new(30).unwrap(), NonZeroU32::new(20).unwrap());

/// The buckets.
#[derive(Debug)]
pub struct Throttle {
    accounts: Limit,
    peers: Limit,
    own: Limit,
    links: Limit,
    peers_of_links: Limit,
    forgotten: Limit,
    trusted: Vec<IpAddr>,
}

impl Throttle {
    /// Full buckets; `trusted` are proxies that are believed to say whom they speak for.
    pub fn new(trusted: Vec<IpAddr>) -> Self {
        let limit = |(burst, per_minute)| Limit::new(burst, per_minute);
        Self {
            accounts: limit(ACCOUNT),
            peers: limit(PEER),
            own: limit(ACCOUNT),
            links: limit(LINK),
            peers_of_links: limit(PEER_OF_LINKS),
            forgotten: limit(FORGOTTEN),
            trusted,
        }
    }

    /// Whether this account may be tried now: ten tries at once, then five a minute.
    pub fn account(&self, email: &str) -> bool {
        self.accounts.allows(email)
    }

    /// Whether a link to a new password may be written for this account now: three at once, then one a minute. Apart from
    /// the tries at the password, which a stranger could use up this way.
    pub fn forgotten(&self, email: &str) -> bool {
        self.forgotten.allows(email)
    }

    /// As [`Throttle::account`], for the current password of somebody who is signed in.
    pub fn own_password(&self, person: &PersonId) -> bool {
        self.own.allows(person.as_str())
    }

    /// Whether the address that this request comes from may try now: thirty tries at once, then twenty a minute.
    pub fn peer(&self, parts: &Parts) -> bool {
        let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<Peer>>() else { return true };
        self.peers.allows(&network(self.client(peer.addr.ip(), &parts.headers)))
    }

    /// Whether a password of this link may be tried now, whoever tries: thirty at once, then twenty a minute.
    pub fn link(&self, share: &ShareId) -> bool {
        self.links.allows(share.as_str())
    }

    /// Whether the address that this request comes from may try a password of a link now: ten at once, then five a minute.
    pub fn peer_of_links(&self, parts: &Parts) -> bool {
        let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<Peer>>() else { return true };
        self.peers_of_links.allows(&network(self.client(peer.addr.ip(), &parts.headers)))
    }

    /// Behind trusted proxies the nearest address that is none of them; a header of anybody else is not read.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let values = headers.get_all("x-forwarded-for");
        if !self.trusted.contains(&peer) {
            if values.iter().next().is_some() {
                static TOLD: Once = Once::new();
                TOLD.call_once(|| {
                    tracing::warn!(%peer, "X-Forwarded-For is ignored: name the proxy with --trusted-proxy");
                });
            }
            return peer;
        }
        let hops: Vec<&str> = values
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        let mut client = peer;
        for hop in hops.iter().rev() {
            let Ok(hop) = hop.trim().parse() else { break };
            client = hop;
            if !self.trusted.contains(&client) {
                break;
            }
        }
        client
    }
}

/// One customer of an IPv6 network has at least a /64.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_eleventh_try_at_once_is_refused_for_that_account_only() {
        let throttle = Throttle::new(Vec::new());
        assert!((0..10).all(|_| throttle.account("guessed@example.org")));
        assert!(!throttle.account("guessed@example.org"));
        assert!(throttle.account("other@example.org"));
    }

    fn client(throttle: &Throttle, peer: &str, forwarded: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        throttle.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_forwarded_address_is_believed_from_a_trusted_proxy_only() {
        let throttle = Throttle::new(vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()]);
        assert_eq!(client(&throttle, "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client(&throttle, "10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        // What the client wrote itself stands before what the proxy added.
        assert_eq!(client(&throttle, "10.0.0.1", &["1.1.1.1, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(client(&throttle, "10.0.0.1", &["1.1.1.1", "198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(client(&throttle, "10.0.0.1", &["198.51.100.1, nonsense"]), "10.0.0.1");
        assert_eq!(client(&throttle, "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn a_whole_network_of_ipv6_is_one_address() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
