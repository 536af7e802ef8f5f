//! People: vendor staff and partner users, how they are invited and how they sign in.

use crate::access::Role;
use crate::form::{Fault, Faults};
use crate::id::{PartnerId, PersonId};
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

/// Checks a new password: its length only, every character counts, nothing is trimmed.
pub fn password(text: &str) -> Result<String, Fault> {
    match text.chars().count() as u32 {
        0 => Err(Fault::Missing),
        n if n < PASSWORD_LEAST => Err(Fault::TooShort { least: PASSWORD_LEAST }),
        n if n > PASSWORD_MOST => Err(Fault::TooLong { most: PASSWORD_MOST }),
        _ => Ok(text.to_owned()),
    }
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
    fn joining_gathers_every_fault() {
        let faults = JoinForm { password: "short".into(), ..JoinForm::default() }.check(true).unwrap_err();
        assert_eq!(faults.on("name"), Some(&Fault::Missing));
        assert_eq!(faults.on("email"), Some(&Fault::Missing));
        assert_eq!(faults.on("password"), Some(&Fault::TooShort { least: PASSWORD_LEAST }));
    }
}
