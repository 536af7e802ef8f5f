//! Why a sign-in at a provider led nowhere.

use thiserror::Error;

/// The reason; its code goes into the audit, and chooses the page that the person sees.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The provider does not answer, or not in time.
    #[error("the provider does not answer: {0}")]
    Silent(String),
    /// The provider said no, or the person did.
    #[error("the provider refused: {0}")]
    Denied(String),
    /// The answer belongs to no sign-in that was begun here, or to one that is over.
    #[error("the answer belongs to no sign-in of this browser")]
    WrongState,
    /// The code was used already or is not the provider's.
    #[error("the provider did not take the code: {0}")]
    WrongCode(String),
    /// The token is of another sign-in.
    #[error("the token is of another sign-in")]
    WrongNonce,
    /// The token is of another provider.
    #[error("the token is of another provider")]
    WrongIssuer,
    /// The token is for somebody else than this portal.
    #[error("the token is for another client")]
    WrongAudience,
    /// The token's time is over, or has not come.
    #[error("the token's time is over")]
    Expired,
    /// The token is signed by a key that the provider does not publish, or not signed well.
    #[error("the token's signature is not the provider's")]
    WrongSignature,
    /// The token lacks something or is broken.
    #[error("the token can't be used: {0}")]
    Unusable(String),
    /// The provider has not verified the address.
    #[error("the address is not verified")]
    Unverified,
    /// The address is not of the organisation that the provider speaks for.
    #[error("the address is of another organisation")]
    ForeignDomain,
}

impl Refusal {
    /// The reason in a word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Silent(_) => "silent",
            Self::Denied(_) => "denied",
            Self::WrongState => "wrong_state",
            Self::WrongCode(_) => "wrong_code",
            Self::WrongNonce => "wrong_nonce",
            Self::WrongIssuer => "wrong_issuer",
            Self::WrongAudience => "wrong_audience",
            Self::Expired => "expired",
            Self::WrongSignature => "wrong_signature",
            Self::Unusable(_) => "unusable",
            Self::Unverified => "unverified",
            Self::ForeignDomain => "foreign_domain",
        }
    }
}
