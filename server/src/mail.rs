//! Mail: what is written in the store becomes letters and goes to the configured server.

pub mod colour;
mod compose;
pub mod digest;
pub mod letter;
pub mod post;
mod unsubscribe;

pub use unsubscribe::{leave, show};

use crate::config::{self, ConfigError};
use jiff::tz::TimeZone;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use std::path::Path;
use std::time::Duration;
use tokio::sync::OnceCell;

/// How long one answer of the mail server may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The way to the mail server, and what letters say of the portal.
#[derive(Debug)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    reply_to: Option<Mailbox>,
    zone: TimeZone,
    digest_hour: u8,
    /// What links that end a subscription are signed with.
    key: OnceCell<String>,
}

impl Mailer {
    /// As configured; none where no server is named.
    ///
    /// # Errors
    ///
    /// What is wrong with the configuration, told at the start.
    pub fn of(mail: &config::Mail) -> Result<Option<Self>, ConfigError> {
        let wrong = |cause: String| ConfigError::Wrong { path: Path::new("mail").to_owned(), cause };
        let Some(smtp) = &mail.smtp else { return Ok(None) };
        is_safe(smtp).map_err(wrong)?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp)
            .map_err(|error| wrong(format!("smtp: {error}")))?
            .timeout(Some(PATIENCE));
        if let (Some(password), Ok(url)) = (&mail.password, reqwest::Url::parse(smtp)) {
            builder = builder.credentials(Credentials::new(decoded(url.username()), password.clone()));
        }
        let mailbox = |name: &str, text: &str| {
            text.parse::<Mailbox>().map_err(|error| wrong(format!("{name} {text}: {error}")))
        };
        let zone = TimeZone::get(mail.time_zone()).map_err(|error| wrong(format!("time_zone: {error}")))?;
        Ok(Some(Self {
            transport: builder.build(),
            from: mailbox("from", mail.from.as_deref().unwrap_or_default())?,
            reply_to: mail.reply_to.as_deref().map(|text| mailbox("reply_to", text)).transpose()?,
            zone,
            digest_hour: mail.digest_hour.unwrap_or(config::Mail::DIGEST_HOUR),
            key: OnceCell::new(),
        }))
    }
}

/// A user's name in an address, as it is said to the server (RFC 3986, 2.1).
fn decoded(name: &str) -> String {
    let mut pieces = name.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let code = piece.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.extend(code);
        bytes.extend(if code.is_some() { &piece.as_bytes()[2..] } else { piece.as_bytes() });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Letters and the password must not go in the clear, but to this machine.
fn is_safe(smtp: &str) -> Result<(), String> {
    let url = reqwest::Url::parse(smtp).map_err(|error| format!("smtp: {error}"))?;
    let encrypted = url.scheme() == "smtps"
        || (url.scheme() == "smtp"
            && url.query_pairs().any(|(key, value)| key == "tls" && value == "required"));
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match url.scheme() {
        "smtp" | "smtps" if encrypted || here => Ok(()),
        "smtp" => Err("smtp: say ?tls=required, or smtps://".to_owned()),
        other => Err(format!("smtp: {other} is neither smtp nor smtps")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(smtp: &str) -> config::Mail {
        config::Mail {
            smtp: Some(smtp.to_owned()),
            from: Some("Acme partners <partners@acme.example>".to_owned()),
            ..config::Mail::default()
        }
    }

    #[tokio::test]
    async fn mail_goes_in_the_clear_to_this_machine_only() {
        for good in [
            "smtps://u@mail.example",
            "smtp://mail.example:587?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://localhost",
        ] {
            assert!(Mailer::of(&mail(good)).unwrap().is_some(), "{good}");
        }
        for bad in [
            "smtp://mail.example",
            "smtp://mail.example?tls=opportunistic",
            "http://127.0.0.1",
            "mail.example",
        ] {
            assert!(Mailer::of(&mail(bad)).is_err(), "{bad}");
        }
        assert!(Mailer::of(&config::Mail::default()).unwrap().is_none(), "off unless it is configured");
    }

    #[tokio::test]
    async fn a_wrong_address_or_time_zone_is_told_at_the_start() {
        let from = config::Mail { from: Some("nobody".into()), ..mail("smtp://localhost") };
        assert!(Mailer::of(&from).is_err());
        let zone = config::Mail { time_zone: Some("Europe/Nowhere".into()), ..mail("smtp://localhost") };
        assert!(Mailer::of(&zone).is_err());
    }

    #[test]
    fn a_name_in_the_address_is_read_as_it_was_meant() {
        assert_eq!(decoded("portal%40acme.example"), "portal@acme.example");
        assert_eq!(decoded("a+b"), "a+b");
    }
}
