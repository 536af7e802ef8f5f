//! The paper of a certificate: a PDF with a code that leads to the public page which verifies it.

use crate::state::State;
use app::api::ApiError;
use app::texts::text::learning;
use axum::Extension;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use documents::{Certificate as Paper, CertificateWords};
use domain::access::{Actor, Subject};
use domain::learning::Certificate;
use domain::looks::Look;

/// Lightness and chroma (OKLCH) in which the vendor's hue is printed.
const INK: (f64, f64) = (0.5, 0.12);

/// Sends the paper to whoever may open it; to everybody else there is none.
pub async fn pdf(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
) -> Response {
    let made = async {
        let certificate = find(&state, actor, &id).await?;
        let paper = state.workshop.certificate(&paper(&state, state.portal.look().await, &certificate)).await;
        let bytes = paper.map_err(|refusal| match refusal.is_ours() {
            true => ApiError::Busy,
            false => ApiError::Broken { ticket: app::api::ticket(&refusal) },
        })?;
        Ok::<_, ApiError>((certificate, bytes))
    };
    match made.await {
        Ok((certificate, bytes)) => {
            let name = format!("inline; filename=\"certificate-{}.pdf\"", certificate.number);
            let headers = [
                (CONTENT_TYPE, "application/pdf".to_owned()),
                (CONTENT_DISPOSITION, name),
                (CACHE_CONTROL, "private, no-cache".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, app::words::error(&error)).into_response()
        }
    }
}

async fn find(state: &State, actor: Option<Extension<Actor>>, id: &str) -> Result<Certificate, ApiError> {
    let Extension(actor) = actor.ok_or(ApiError::Missing)?;
    let mut read = state.portal.store.read().await?;
    let scope = actor.scope(Subject::Learning);
    let found = store::learning::certificates::find(&mut read, &scope, &id.parse()?).await?;
    found.filter(|one| one.may_be_opened_by(actor.profile())).ok_or(ApiError::Missing)
}

fn paper(state: &State, look: Look, certificate: &Certificate) -> Paper {
    Paper {
        vendor_name: look.name,
        person: certificate.person_name.clone(),
        organisation: certificate.partner_name.clone(),
        course: certificate.title.clone(),
        number: certificate.number.to_string(),
        issued_on: app::words::day(certificate.term.issued_on),
        expires_on: certificate.term.expires_on.map(app::words::day),
        verify_url: format!("{}/verify/{}", state.portal.origin, certificate.number),
        accent_rgb: rgb(INK.0, INK.1, f64::from(look.hue)),
        right_to_left: app::texts::language().direction() == "rtl",
        words: CertificateWords {
            title: learning::pdf_title().to_owned(),
            certifies: learning::pdf_certifies().to_owned(),
            completed: learning::pdf_completed().to_owned(),
            issued: learning::pdf_issued().to_owned(),
            expires: learning::pdf_expires().to_owned(),
            number: learning::pdf_number().to_owned(),
            verify: learning::pdf_verify().to_owned(),
        },
    }
}

/// OKLCH (hue in degrees) as sRGB, clipped to what sRGB has. Matrices: CSS Color 4, section 19.
fn rgb(lightness: f64, chroma: f64, hue: f64) -> [u8; 3] {
    let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    let linear = [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ];
    linear.map(|share| {
        let share = share.clamp(0.0, 1.0);
        let coded = if share <= 0.003_130_8 { 12.92 * share } else { 1.055 * share.powf(1.0 / 2.4) - 0.055 };
        (coded * 255.0).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::rgb;

    #[test]
    fn known_colours_come_out_right() {
        assert_eq!(rgb(1.0, 0.0, 0.0), [255, 255, 255]);
        assert_eq!(rgb(0.0, 0.0, 0.0), [0, 0, 0]);
        // The primaries of sRGB in OKLCH, rounded as CSS Color 4 gives them.
        assert_eq!(rgb(0.627_955, 0.257_683, 29.2339), [255, 0, 0]);
        assert_eq!(rgb(0.452_014, 0.313_214, 264.052), [0, 0, 255]);
    }
}
