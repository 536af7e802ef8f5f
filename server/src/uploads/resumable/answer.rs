//! What a client of tus is answered: a status that it understands, and words for people.

use crate::uploads::FIELD;
use app::api::ApiError;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::time::Instant;
use domain::uploads::NotTaken;

const CHECKSUM_MISMATCH: u16 = 460;

/// Why a step was not taken.
#[derive(Debug)]
pub(crate) enum Refused {
    /// Another version of the protocol.
    OtherVersion,
    /// A header that can't be read, or is missing.
    Nonsense,
    /// The body is not said to be bytes of a file.
    NotBytes,
    /// The file goes on at another place, or somebody else was faster.
    Moved,
    /// More bytes than are missing.
    TooLong,
    /// The file is larger than any of its kind may be.
    TooLarge {
        /// How many bytes it may have.
        most: u64,
    },
    /// So many pieces that nobody wants to put them together.
    TooManyPieces,
    /// Too many files on their way.
    TooMany,
    /// The bytes are not those of the checksum.
    WrongSum,
    /// Given up, or waited too long.
    Over,
    /// Something else than marketing hands out.
    NotCollateral(ApiError),
    /// As everywhere.
    Other(ApiError),
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self::Other(error)
    }
}

impl From<NotTaken> for Refused {
    fn from(reason: NotTaken) -> Self {
        match reason {
            NotTaken::Empty => Self::Nonsense,
            NotTaken::TooLarge { most } => Self::TooLarge { most },
        }
    }
}

impl Refused {
    pub(crate) fn answer(self) -> Response {
        let (status, words) = match self {
            Self::OtherVersion => {
                let version = [(HeaderName::from_static("tus-version"), "1.0.0".to_owned())];
                return with(StatusCode::PRECONDITION_FAILED, version);
            }
            Self::Nonsense => (StatusCode::BAD_REQUEST, "A header is missing or can't be read.".to_owned()),
            Self::NotBytes => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The body has to be application/offset+octet-stream.".to_owned(),
            ),
            Self::Moved => (StatusCode::CONFLICT, "The upload goes on at another place.".to_owned()),
            Self::TooLong => {
                (StatusCode::PAYLOAD_TOO_LARGE, "More bytes than the upload has left.".to_owned())
            }
            Self::TooLarge { most } => {
                let words = app::texts::text::uploads::too_large((most >> 20) as i64);
                (StatusCode::PAYLOAD_TOO_LARGE, words)
            }
            Self::TooManyPieces => {
                (StatusCode::PAYLOAD_TOO_LARGE, "The upload has too many pieces.".to_owned())
            }
            Self::TooMany => {
                (StatusCode::TOO_MANY_REQUESTS, app::texts::text::uploads::too_many().to_owned())
            }
            Self::WrongSum => (
                StatusCode::from_u16(CHECKSUM_MISMATCH).unwrap_or(StatusCode::BAD_REQUEST),
                "The bytes are not those of the checksum.".to_owned(),
            ),
            Self::Over => (StatusCode::GONE, app::texts::text::uploads::over().to_owned()),
            Self::NotCollateral(error) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, reason(&error)),
            Self::Other(error) => {
                let status = StatusCode::from_u16(error.status());
                (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), reason(&error))
            }
        };
        let mut response = with(status, []);
        *response.body_mut() = words.into();
        response.headers_mut().insert("content-type", HeaderValue::from_static("text/plain; charset=utf-8"));
        response
    }
}

/// What is wrong with the file itself, where it is that.
fn reason(error: &ApiError) -> String {
    match error {
        ApiError::Invalid(faults) => {
            faults.on(FIELD).map_or_else(|| app::words::error(error), app::words::fault)
        }
        other => app::words::error(other),
    }
}

/// An answer with these headers and the protocol's own.
pub(super) fn with(status: StatusCode, headers: impl IntoIterator<Item = (HeaderName, String)>) -> Response {
    let mut response = status.into_response();
    let out = response.headers_mut();
    out.insert("tus-resumable", HeaderValue::from_static("1.0.0"));
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            out.insert(name, value);
        }
    }
    response
}

/// A time as HTTP writes it (RFC 9110, section 5.6.7).
pub(super) fn date(at: Instant) -> String {
    let at = jiff::Timestamp::from_millisecond(at.millis()).unwrap_or(jiff::Timestamp::MAX);
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).unwrap_or_default()
}
