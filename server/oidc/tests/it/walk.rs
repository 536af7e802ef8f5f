//! A provider, a connection to it, and a person who presses the button.

use oidc::{Asserted, Callback, Connection, Http, Pending, Refusal, Settings};
use provider::{Client, Person, Provider};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use url::Url;

/// A difference between two clocks that is tolerated, in seconds.
pub const NOW_SKEW: i64 = 300;

const REDIRECT: &str = "http://portal.example/sign-in/partner/callback";

pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64
}

pub fn connection(issuer: &str) -> Connection {
    let settings = Settings {
        key: "partner".into(),
        issuer: issuer.into(),
        client_id: "tandem".into(),
        client_secret: Some("secret with spaces & signs".into()),
        redirect_url: REDIRECT.into(),
    };
    Connection::new(settings, Http::new().unwrap())
}

pub struct Setting {
    pub provider: Provider,
    pub connection: Connection,
}

impl Setting {
    pub async fn new() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let ana =
            Person { sub: "ana".into(), email: "Ana@Northwind.example".into(), name: "Ana Sousa".into() };
        let client = Client {
            id: "tandem".into(),
            secret: "secret with spaces & signs".into(),
            redirect_uri: REDIRECT.into(),
            post_logout: "http://portal.example/sign-in".into(),
        };
        let provider = Provider::start(listener, vec![ana], client).unwrap();
        let connection = connection(&provider.issuer);
        Self { provider, connection }
    }

    pub async fn sign_in(&self, sub: &str) -> Result<Asserted, Refusal> {
        self.sign_in_at(sub, now()).await
    }

    pub async fn sign_in_at(&self, sub: &str, now: i64) -> Result<Asserted, Refusal> {
        let (url, pending) = self.connection.begin("ana@northwind.example", now).await?;
        let callback = self.press(&url, sub).await;
        self.connection.finish(pending, callback, now).await
    }

    /// Presses the person's button on the page behind the address; answers what the provider sends back.
    pub async fn press(&self, url: &Url, sub: &str) -> Callback {
        let body: String = url::form_urlencoded::Serializer::new(url.query().unwrap().to_owned())
            .append_pair("sub", sub)
            .finish();
        let host = self.provider.issuer.strip_prefix("http://").unwrap();
        let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
        let request = format!(
            "POST /sign-in HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).expect("a redirect");
        let pairs: std::collections::HashMap<String, String> =
            Url::parse(location.trim()).unwrap().query_pairs().into_owned().collect();
        Callback {
            code: pairs.get("code").cloned(),
            state: pairs.get("state").cloned(),
            error: None,
            iss: pairs.get("iss").cloned(),
        }
    }

    /// What only the portal's session knows of a sign-in, read back from how it is kept there.
    pub fn state_of(&self, pending: &Pending) -> String {
        serde_json::to_value(pending).unwrap()["state"].as_str().unwrap().to_owned()
    }
}
