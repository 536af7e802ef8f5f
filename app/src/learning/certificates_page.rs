//! The own certificates.

use super::api;
use super::certificates::own;
use crate::erase::Erase;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::learning;
use crate::ui::PageHeader;
use leptos::prelude::*;

/// The own certificates.
#[component]
pub fn CertificatesPage() -> impl IntoView {
    let held = record(|| api::OwnCertificates {});
    load(held, |held| {
        view! {
            <PageTitle title=learning::your_certificates()/>
            <PageHeader
                title=learning::your_certificates()
                lead=learning::certificates_lead()
                back=("/learning".to_owned(), learning::title().to_owned())
            />
            {own(held)}
        }
        .erase()
    })
}
