//! One provider: what is known of it, leaving for it, and coming back.

use crate::asserted::Asserted;
use crate::http::Http;
use crate::pending::{Callback, PENDING_SECONDS, Pending};
use crate::refusal::Refusal;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreJwsSigningAlgorithm as Algorithm, CoreTokenResponse,
    CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl,
    RequestTokenError, Scope, SubjectIdentifier, TokenResponse as _, UserInfoError,
};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use url::Url;

/// Seconds by which clocks may differ.
const SKEW_SECONDS: i64 = 60;
/// How old a token may be when it arrives.
const OLDEST_SECONDS: i64 = 600;
/// How long what a provider says of itself is believed.
const FRESH: Duration = Duration::from_secs(3600);
/// How long a provider that did not answer is not asked again.
const SPARED: Duration = Duration::from_secs(10);
/// How soon its keys may be asked for again because of an unknown one.
const AGAIN: Duration = Duration::from_secs(5);

/// How a connection was configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// A short name for addresses and logs.
    pub key: String,
    /// The issuer, exactly as the provider says it.
    pub issuer: String,
    /// Client id.
    pub client_id: String,
    /// Client secret, when the provider wants one.
    pub client_secret: Option<String>,
    /// Where the provider sends people back to.
    pub redirect_url: String,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

struct Known {
    at: Instant,
    client: Client,
    metadata: ProviderMetadataWithLogout,
}

/// A provider. Cheap to clone.
#[derive(Clone)]
pub struct Connection {
    settings: Arc<Settings>,
    http: Http,
    told: Arc<Mutex<Told>>,
}

/// What a provider has told, and when it last failed to.
#[derive(Default)]
struct Told {
    known: Option<Arc<Known>>,
    silent: Option<(Instant, Refusal)>,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection")
            .field("key", &self.settings.key)
            .field("issuer", &self.settings.issuer)
            .finish()
    }
}

fn silent(error: &dyn std::fmt::Display) -> Refusal {
    Refusal::Silent(error.to_string())
}

impl Connection {
    /// A connection; the provider is asked when somebody wants to sign in.
    pub fn new(settings: Settings, http: Http) -> Self {
        Self { settings: Arc::new(settings), http, told: Arc::default() }
    }

    /// Its short name.
    pub fn key(&self) -> &str {
        &self.settings.key
    }

    /// The provider's issuer, as configured.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Where to send the person, and what to keep until they are back. `now` is in seconds since 1970.
    pub async fn begin(&self, email: &str, now: i64) -> Result<(Url, Pending), Refusal> {
        let known = self.known(FRESH).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = known
            .client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("profile".into()))
            .add_extra_param("login_hint", email)
            .set_pkce_challenge(challenge)
            .url();
        let pending = Pending {
            connection: self.settings.key.clone(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            begun_at: now,
        };
        Ok((url, pending))
    }

    /// Who came back. The pending sign-in is used up, whatever comes of it. `now` is in seconds since 1970.
    pub async fn finish(&self, pending: Pending, callback: Callback, now: i64) -> Result<Asserted, Refusal> {
        let same = callback.state.as_deref().is_some_and(|state| pending.is_of(state));
        if !same || pending.connection != self.settings.key || now - pending.begun_at > PENDING_SECONDS {
            return Err(Refusal::WrongState);
        }
        // A provider that names itself has to be the one that was asked (RFC 9207).
        if callback.iss.as_deref().is_some_and(|issuer| issuer != self.settings.issuer) {
            return Err(Refusal::WrongIssuer);
        }
        if let Some(error) = callback.error {
            return Err(Refusal::Denied(error.chars().take(80).collect()));
        }
        let code = callback.code.ok_or_else(|| Refusal::Unusable("no code".into()))?;
        let answer = self.token(code, pending.verifier).await?;
        let token = answer.id_token().ok_or_else(|| Refusal::Unusable("no ID token".into()))?;
        let nonce = Nonce::new(pending.nonce);
        let verified = match self.verified(&*self.known(FRESH).await?, token, &nonce, now) {
            // Keys rotate: an unknown one may be new.
            Err(Refusal::WrongSignature) => self.verified(&*self.known(AGAIN).await?, token, &nonce, now),
            other => other,
        }?;
        if verified.email.is_empty() { self.ask(answer.access_token(), verified).await } else { Ok(verified) }
    }

    /// Asks the UserInfo endpoint for the address that the ID token doesn't carry. What it says counts when it is of the
    /// token's very person (OpenID Connect Core 1.0, 5.3.2).
    async fn ask(&self, access: &AccessToken, known: Asserted) -> Result<Asserted, Refusal> {
        let client = &self.known(FRESH).await?.client;
        let subject = SubjectIdentifier::new(known.subject.clone());
        let request = client
            .user_info(access.clone(), Some(subject))
            .map_err(|_| Refusal::Unusable("no e-mail address".into()))?;
        let told: CoreUserInfoClaims =
            request.request_async(&self.http).await.map_err(|error| match error {
                UserInfoError::Request(error) => silent(&error),
                other => Refusal::Unusable(other.to_string()),
            })?;
        let email = told.email().ok_or_else(|| Refusal::Unusable("no e-mail address".into()))?;
        let name = told.name().and_then(|names| names.get(None)).map(|name| name.to_string());
        Ok(Asserted {
            email: email.trim().to_lowercase(),
            email_verified: told.email_verified() == Some(true),
            name: known.name.or(name),
            ..known
        })
    }

    /// Where to send a person who signs out, when the provider wants to know (RP-Initiated Logout 1.0).
    pub async fn sign_out_url(&self, id_token: &str, back_to: &str) -> Option<Url> {
        let known = self.known(FRESH).await.ok()?;
        let end = known.metadata.additional_metadata().end_session_endpoint.clone()?;
        let hint: CoreIdToken = id_token.parse().ok()?;
        let back = PostLogoutRedirectUrl::new(back_to.to_owned()).ok()?;
        let request = LogoutRequest::from(end)
            .set_id_token_hint(&hint)
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(back);
        Some(request.http_get_url())
    }

    /// Asks the provider what it says of itself.
    pub async fn reach(&self) -> Result<(), Refusal> {
        self.discover().await.map(drop)
    }

    /// What the provider says of itself, not older than this. When it doesn't answer, what it said before has to do, and
    /// it is left alone for a moment.
    async fn known(&self, oldest: Duration) -> Result<Arc<Known>, Refusal> {
        // Held while asking: many people at once ask a slow provider one time.
        let mut told = self.told.lock().await;
        if let Some(known) = told.known.as_ref().filter(|known| known.at.elapsed() < oldest) {
            return Ok(known.clone());
        }
        let spared = told.silent.clone().filter(|(at, _)| at.elapsed() < SPARED);
        let asked = match spared {
            Some((_, refusal)) => Err(refusal),
            None => self.discover().await,
        };
        match asked {
            Ok(known) => {
                *told = Told { known: Some(known.clone()), silent: None };
                Ok(known)
            }
            Err(refusal) => {
                if told.silent.as_ref().is_none_or(|(at, _)| at.elapsed() >= SPARED) {
                    told.silent = Some((Instant::now(), refusal.clone()));
                }
                told.known.clone().ok_or(refusal)
            }
        }
    }

    async fn discover(&self) -> Result<Arc<Known>, Refusal> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|e| silent(&e))?;
        let metadata =
            ProviderMetadataWithLogout::discover_async(issuer, &self.http).await.map_err(|e| silent(&e))?;
        let redirect = RedirectUrl::new(self.settings.redirect_url.clone()).map_err(|e| silent(&e))?;
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            ClientId::new(self.settings.client_id.clone()),
            self.settings.client_secret.clone().map(ClientSecret::new),
        )
        .set_redirect_uri(redirect);
        Ok(Arc::new(Known { at: Instant::now(), client, metadata }))
    }

    async fn token(&self, code: String, verifier: String) -> Result<CoreTokenResponse, Refusal> {
        let known = self.known(FRESH).await?;
        let request = known
            .client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|e| Refusal::Unusable(e.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier));
        let answer = request.request_async(&self.http).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(told) => {
                Refusal::WrongCode(told.to_string().chars().take(120).collect())
            }
            RequestTokenError::Request(error) => silent(&error),
            RequestTokenError::Parse(error, _) => Refusal::Unusable(error.to_string()),
            RequestTokenError::Other(error) => Refusal::Unusable(error),
        })?;
        tracing::debug!(key = self.settings.key, kind = ?answer.token_type(), "a provider answered");
        Ok(answer)
    }

    fn verified(
        &self,
        known: &Known,
        token: &CoreIdToken,
        nonce: &Nonce,
        now: i64,
    ) -> Result<Asserted, Refusal> {
        let at = |seconds: i64| chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
        let verifier = known
            .client
            .id_token_verifier()
            .set_allowed_algs([Algorithm::RsaSsaPkcs1V15Sha256, Algorithm::EcdsaP256Sha256])
            .set_time_fn(move || at(now - SKEW_SECONDS))
            .set_issue_time_verifier_fn(move |issued| {
                let age = now - issued.timestamp();
                if (-SKEW_SECONDS..=OLDEST_SECONDS).contains(&age) {
                    Ok(())
                } else {
                    Err(String::from("age"))
                }
            });
        let claims = token.claims(&verifier, nonce).map_err(|error| match error {
            ClaimsVerificationError::Expired(_) => Refusal::Expired,
            ClaimsVerificationError::InvalidAudience(_) => Refusal::WrongAudience,
            ClaimsVerificationError::InvalidIssuer(_) => Refusal::WrongIssuer,
            ClaimsVerificationError::InvalidNonce(_) => Refusal::WrongNonce,
            ClaimsVerificationError::SignatureVerification(_) => Refusal::WrongSignature,
            other => Refusal::Unusable(other.to_string()),
        })?;
        let email = claims.email().map(|email| email.trim().to_lowercase()).unwrap_or_default();
        let name = claims.name().and_then(|names| names.get(None)).map(|name| name.to_string());
        Ok(Asserted {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            email,
            email_verified: claims.email_verified() == Some(true),
            name,
            id_token: token.to_string(),
        })
    }
}
