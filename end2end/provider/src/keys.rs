//! The provider's own key: ECDSA on P-256 (ES256, RFC 7518), made anew at each start.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom as _, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

/// Bytes as tokens carry them.
pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Something that nobody guesses.
pub(crate) fn secret() -> String {
    let mut bytes = [0; 24];
    SystemRandom::new().fill(&mut bytes).expect("the system has random bytes");
    encode(bytes)
}

pub(crate) struct Keys {
    id: String,
    pair: EcdsaKeyPair,
}

impl Keys {
    pub(crate) fn new() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key can be made");
        let pair =
            EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).expect("the key was just made");
        Self { id: secret(), pair }
    }

    /// The public part as a JSON Web Key Set.
    pub(crate) fn published(&self) -> Value {
        // An uncompressed point: 4, then both coordinates.
        let point = &self.pair.public_key().as_ref()[1..];
        let (x, y) = point.split_at(32);
        json!({ "keys": [{
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": self.id, "x": encode(x), "y": encode(y),
        }] })
    }

    /// A signed token.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let head = json!({ "alg": "ES256", "typ": "JWT", "kid": self.id });
        let text = format!("{}.{}", encode(head.to_string()), encode(claims.to_string()));
        let signature = self.pair.sign(&SystemRandom::new(), text.as_bytes()).expect("the key can sign");
        format!("{text}.{}", encode(signature))
    }
}

/// A token that says it needs no signature.
pub(crate) fn unsigned(claims: &Value) -> String {
    format!("{}.{}.", encode(json!({ "alg": "none" }).to_string()), encode(claims.to_string()))
}
