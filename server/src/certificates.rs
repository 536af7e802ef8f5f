//! Certificates on paper: a PDF with a code that leads to the public page which verifies it.

use crate::deliver::{Delivery, Use, deliver};
use crate::files::Cached;
use crate::state::State;
use crate::uploads::not_kept;
use app::api::{ApiError, ticket};
use app::texts::text::learning as words;
use axum::Extension;
use axum::extract::Path;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use documents::{Certificate as Paper, CertificateWords};
use domain::access::{Actor, Subject};
use domain::id::CertificateId;
use domain::learning::Certificate;

/// The certificate as a PDF, for who may read it.
pub async fn pdf(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let printed = async {
        let Extension(actor) = actor.ok_or(ApiError::SignIn)?;
        let id: CertificateId = id.parse()?;
        let mut read = state.portal.store.read().await?;
        let scope = actor.scope(Subject::Learning);
        let found = store::learning::certificates::find(&mut read, &actor, &scope, &id).await?;
        drop(read);
        let certificate = found.ok_or(ApiError::Missing)?;
        Ok::<_, ApiError>((print(&state, &certificate).await?, certificate))
    };
    match printed.await {
        Ok((file, certificate)) => {
            let name = format!("{} - {}.pdf", certificate.course_title, certificate.person_name);
            let paper = Delivery {
                path: &file.path,
                tag: &file.tag,
                media_type: "application/pdf",
                as_: Use::Save,
                name: &name,
            };
            deliver(&method, &headers, paper).await
        }
        Err(error) => StatusCode::from_u16(error.status()).unwrap_or(StatusCode::NOT_FOUND).into_response(),
    }
}

async fn print(state: &State, certificate: &Certificate) -> Result<Cached, ApiError> {
    let paper = paper(state, certificate);
    let made_of =
        serde_json::to_string(&paper).map_err(|error| ApiError::Broken { ticket: ticket(&error) })?;
    if let Some(known) = state.files.cached("certificates", &made_of).await {
        return Ok(known);
    }
    let pdf = state.workshop.certificate(&paper).await.map_err(|_| ApiError::Busy)?;
    state.files.cache("certificates", &made_of, pdf).await.map_err(not_kept)
}

fn paper(state: &State, certificate: &Certificate) -> Paper {
    Paper {
        vendor_name: state.portal.vendor.name.clone(),
        person: certificate.person_name.clone(),
        organisation: certificate.partner_name.clone(),
        course: certificate.course_title.clone(),
        number: certificate.number.clone(),
        issued_on: certificate.issued_on.words(),
        expires_on: certificate.expires_on.map(|day| day.plus_days(-1).words()),
        verify_url: format!("{}/verify/{}", state.portal.origin, certificate.number),
        accent_rgb: accent(state.portal.vendor.hue),
        words: CertificateWords {
            title: words::paper_title().into(),
            certifies: words::paper_certifies().into(),
            completed: words::paper_completed().into(),
            issued: words::paper_issued().into(),
            expires: words::paper_expires().into(),
            number: words::paper_number().into(),
            verify: words::paper_verify().into(),
        },
    }
}

/// The vendor's hue as the styles have it, OKLCH with lightness 0.5 and chroma 0.15, in sRGB (Ottosson's matrices).
fn accent(hue: u16) -> [u8; 3] {
    let (lightness, chroma, angle) = (0.5_f32, 0.15_f32, f32::from(hue).to_radians());
    let (a, b) = (chroma * angle.cos(), chroma * angle.sin());
    let l = (lightness + 0.396_337_8 * a + 0.215_803_76 * b).powi(3);
    let m = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
    let s = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
    let linear = [
        4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
        -1.268_438 * l + 2.609_757_4 * m - 0.341_319_38 * s,
        -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
    ];
    linear.map(|light| {
        let light = light.clamp(0.0, 1.0);
        let shown = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
        (shown * 255.0).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::accent;

    #[test]
    fn the_accent_has_the_colour_of_its_hue() {
        let [red, green, blue] = accent(262);
        assert!(blue > green && green > red, "{red} {green} {blue}");
        let [red, green, blue] = accent(29);
        assert!(red > green && red > blue, "{red} {green} {blue}");
    }
}
