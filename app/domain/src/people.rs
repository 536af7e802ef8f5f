//! People: vendor staff and partner users, how they are invited and how they sign in.

use crate::access::Role;
use crate::form::{Fault, Faults};
use crate::id::{InvitationId, PartnerId, PersonId};
use crate::text;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Characters a person's name may have.
pub const NAME_MOST: u32 = 80;
/// Characters a password needs at least (OWASP ASVS 5.0, 6.2.1, asks for 8; we ask for more).
pub const PASSWORD_LEAST: u32 = 12;
/// Characters a password may have: longer ones only cost the server time.
pub const PASSWORD_MOST: u32 = 128;
/// Days an invitation link works.
pub const INVITATION_DAYS: i64 = 14;
/// Minutes after a sign-in within which an account without a password may be given one: nothing else proves that it is
/// still the owner who sits there.
pub const FIRST_PASSWORD_MINUTES: i64 = 10;

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLine {
    /// Who.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Role.
    pub role: Role,
    /// The partner, for partner roles.
    pub partner: Option<(PartnerId, String)>,
    /// Whether the person may still sign in.
    pub active: bool,
    /// When the person came.
    pub created_at: Instant,
    /// Counts changes, so that a change made from an older state is noticed.
    pub version: i64,
}

/// The local sign-in form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// Where to go afterwards: a path of this portal.
    pub next: String,
}

/// The invitation form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    /// The partner organisation; empty for vendor staff.
    pub partner: String,
    /// E-mail address of the invited.
    pub email: String,
    /// Role they get.
    pub role: String,
}

/// A checked invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewInvitation {
    /// The partner organisation; `None` for vendor staff.
    pub partner: Option<PartnerId>,
    /// E-mail address of the invited.
    pub email: String,
    /// Role they get.
    pub role: Role,
}

/// Whose an e-mail domain is, as far as the portal knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DomainOwner {
    /// Nobody's.
    Nobody,
    /// The vendor's: its single sign-on speaks for it.
    Vendor,
    /// A partner's.
    Partner(PartnerId),
}

impl NewInvitation {
    /// Whether this address may be invited. Nobody takes an address of one organisation into another one; who does not
    /// manage everybody (`manages_all`) invites addresses of the organisation's own domains only.
    pub fn address_fits(&self, owner: &DomainOwner, manages_all: bool) -> Result<(), Fault> {
        match (owner, &self.partner) {
            (DomainOwner::Partner(owner), Some(into)) if owner == into => Ok(()),
            (DomainOwner::Vendor, None) => Ok(()),
            (DomainOwner::Nobody, _) if manages_all => Ok(()),
            _ if manages_all => Err(Fault::OthersDomain),
            _ => Err(Fault::NotOwnDomain),
        }
    }
}

/// An invitation that nobody has taken yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInvitation {
    /// Which.
    pub id: InvitationId,
    /// The organisation it leads into; `None` for vendor staff.
    pub partner: Option<(PartnerId, String)>,
    /// Whom it names.
    pub email: String,
    /// The role it gives.
    pub role: Role,
    /// Who invited.
    pub invited_by: String,
    /// When it stops working.
    pub expires_at: Instant,
}

impl InviteForm {
    /// Checks the form.
    pub fn check(&self) -> Result<NewInvitation, Faults> {
        let mut faults = Faults::new();
        let email = faults.keep("email", text::email(&self.email));
        let role = faults.keep("role", self.role.parse::<Role>().map_err(|_| Fault::Unknown));
        let partner = match self.partner.trim() {
            "" => Some(None),
            id => faults.keep("partner", id.parse().map(Some).map_err(|_| Fault::Unknown)),
        };
        if let (Some(role), Some(partner)) = (role, &partner)
            && role.is_partner() != partner.is_some()
        {
            faults.add("role", Fault::Unknown);
        }
        let made = match (email, role, partner) {
            (Some(email), Some(role), Some(partner)) => Some(NewInvitation { partner, email, role }),
            _ => None,
        };
        faults.or(made)
    }
}

/// What somebody fills in who follows an invitation link.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    /// The secret of the link.
    pub token: String,
    /// Full name.
    pub name: String,
    /// E-mail address; asked for the first administrator only, whose link names nobody.
    pub email: String,
    /// Password.
    pub password: String,
    /// The password again.
    pub again: String,
}

/// A checked joining.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// Full name.
    pub name: String,
    /// E-mail address, where the form asked for one.
    pub email: Option<String>,
    /// Password.
    pub password: String,
}

impl JoinForm {
    /// Checks the form; `names_nobody` when the invitation has no address of its own.
    pub fn check(&self, names_nobody: bool) -> Result<Joining, Faults> {
        let mut faults = Faults::new();
        let name = faults.keep("name", text::line(&self.name, NAME_MOST));
        let email = if names_nobody { faults.keep("email", text::email(&self.email)) } else { None };
        let password = faults.keep("password", password(&self.password));
        if password.is_some() && self.password != self.again {
            faults.add("again", Fault::NotTheSame);
        }
        let made = match (name, password) {
            (Some(name), Some(password)) => Some(Joining { name, email, password }),
            _ => None,
        };
        faults.or(made)
    }
}

/// The form behind a link to a new password.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewPasswordForm {
    /// The secret of the link.
    pub token: String,
    /// Password.
    pub password: String,
    /// The password again.
    pub again: String,
}

impl NewPasswordForm {
    /// Checks the form: the new password.
    pub fn check(&self) -> Result<String, Faults> {
        let mut faults = Faults::new();
        let new = faults.keep("password", password(&self.password));
        if new.is_some() && self.password != self.again {
            faults.add("again", Fault::NotTheSame);
        }
        faults.or(new)
    }
}

/// Checks a new password: its length only, every character counts, nothing is trimmed.
pub fn password(text: &str) -> Result<String, Fault> {
    match text.chars().count() as u32 {
        0 => Err(Fault::Missing),
        n if n < PASSWORD_LEAST => Err(Fault::TooShort { least: PASSWORD_LEAST }),
        n if n > PASSWORD_MOST => Err(Fault::TooLong { most: PASSWORD_MOST }),
        _ => Ok(text.to_owned()),
    }
}

/// The sign-in page that leads on to this path of the portal.
pub fn sign_in_path(next: &str) -> String {
    match safe_next(next) {
        "/" => "/sign-in".to_owned(),
        next if next == "/sign-in" || next.starts_with("/sign-in?") => next.to_owned(),
        next => format!("/sign-in?next={}", escape(next)),
    }
}

/// A path as the value of a query.
pub fn escape(path: &str) -> String {
    path.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-_./~".contains(&b) {
                (b as char).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// A path of this portal that it is safe to go to after signing in; anything else becomes the home page.
pub fn safe_next(next: &str) -> &str {
    let plain = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.len() <= 500
        && next.bytes().all(|b| b.is_ascii_graphic());
    if plain { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_portal_are_followed() {
        assert_eq!(safe_next("/deals?state=open"), "/deals?state=open");
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "",
            "/a\nb",
            "/\tx",
        ] {
            assert_eq!(safe_next(bad), "/", "{bad}");
        }
    }

    #[test]
    fn the_sign_in_page_leads_on_to_where_somebody_was() {
        assert_eq!(sign_in_path("/deals/queue?x=1"), "/sign-in?next=/deals/queue%3Fx%3D1");
        assert_eq!(sign_in_path("https://evil.example"), "/sign-in");
        assert_eq!(
            sign_in_path("/sign-in?next=/deals"),
            "/sign-in?next=/deals",
            "not wrapped again and again"
        );
    }

    #[test]
    fn a_partner_role_needs_a_partner_and_a_vendor_role_none() {
        let form = |role: &str, partner: &str| InviteForm {
            partner: partner.into(),
            email: "ana@example.org".into(),
            role: role.into(),
        };
        let id = PartnerId::new(Instant::from_millis(1), [1; 10]).to_string();
        assert!(form("partner_user", &id).check().is_ok());
        assert!(form("approver", "").check().is_ok());
        assert!(form("approver", &id).check().is_err());
        assert!(form("partner_user", "").check().is_err());
        assert!(form("root", "").check().is_err());
    }

    #[test]
    fn nobody_invites_an_address_of_another_organisation() {
        let [own, rival] = [1, 2].map(|n| PartnerId::new(Instant::from_millis(1), [n; 10]));
        let invitation = |partner: Option<&PartnerId>| NewInvitation {
            partner: partner.cloned(),
            email: "ana@example.org".into(),
            role: Role::PartnerUser,
        };
        let (nobodys, vendors) = (DomainOwner::Nobody, DomainOwner::Vendor);
        let (owns, rivals) = (DomainOwner::Partner(own.clone()), DomainOwner::Partner(rival));
        let into_own = invitation(Some(&own));
        for (owner, by_partner, by_vendor) in [
            (&owns, Ok(()), Ok(())),
            (&nobodys, Err(Fault::NotOwnDomain), Ok(())),
            (&rivals, Err(Fault::NotOwnDomain), Err(Fault::OthersDomain)),
            (&vendors, Err(Fault::NotOwnDomain), Err(Fault::OthersDomain)),
        ] {
            assert_eq!(into_own.address_fits(owner, false), by_partner, "{owner:?}");
            assert_eq!(into_own.address_fits(owner, true), by_vendor, "{owner:?}");
        }
        let staff = invitation(None);
        assert_eq!(staff.address_fits(&vendors, true), Ok(()));
        assert_eq!(staff.address_fits(&nobodys, true), Ok(()));
        assert_eq!(staff.address_fits(&owns, true), Err(Fault::OthersDomain));
    }

    #[test]
    fn joining_gathers_every_fault() {
        let faults = JoinForm { password: "short".into(), ..JoinForm::default() }.check(true).unwrap_err();
        assert_eq!(faults.on("name"), Some(&Fault::Missing));
        assert_eq!(faults.on("email"), Some(&Fault::Missing));
        assert_eq!(faults.on("password"), Some(&Fault::TooShort { least: PASSWORD_LEAST }));
    }
}
