//! Evidence beside a registration: what shows the partner's own work.

use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{ButtonKind, Card, FileField, Select, SubmitButton};
use crate::uploading::UploadForm;
use crate::words;
use domain::deals::{EVIDENCE_MOST, EVIDENCE_MOST_BYTES, Evidence, EvidenceKind};
use domain::id::DealId;
use leptos::prelude::*;

/// The files of a deal, drawn for whoever only reads them.
#[cfg(feature = "ssr")]
pub(super) fn evidence_drawn(deal: &DealId, evidence: &[Evidence]) -> String {
    evidence_card(deal, evidence.to_vec(), false).to_html()
}

/// The files of a deal; with the form for one more where the reader may add one.
pub(super) fn evidence_card(deal: &DealId, evidence: Vec<Evidence>, open: bool) -> AnyView {
    let files = evidence
        .into_iter()
        .map(|file| {
            let href = format!("/deals/{deal}/evidence/{}", file.id);
            let shows = words::evidence_kind(file.shows);
            view! { <li><a href=href rel="external" download="">{file.name}</a> " · " {shows}</li> }
        })
        .erase_all();
    let (none, full) = (files.is_empty(), files.len() >= EVIDENCE_MOST);
    let kinds = EvidenceKind::ALL
        .iter()
        .map(|kind| (kind.to_string(), words::evidence_kind(*kind).to_owned()))
        .collect();
    let upload = (open && !full).then(|| {
        view! {
            <UploadForm action=format!("/uploads/evidence/{deal}") most=|_| EVIDENCE_MOST_BYTES>
                <Select
                    name="shows"
                    label=text::deals::evidence_shows()
                    options=kinds
                    value=EvidenceKind::Other.to_string()
                />
                <FileField
                    name="file"
                    label=text::deals::add_evidence()
                    prompt=text::deals::evidence_prompt()
                    help=text::deals::evidence_help()
                    accept=".pdf,.png,.jpg,.jpeg"
                />
                <SubmitButton kind=ButtonKind::Secondary icon="upload">{text::deals::upload()}</SubmitButton>
            </UploadForm>
        }
        .erase()
    });
    view! {
        <Card title=text::deals::evidence()>
            {none.then(|| view! { <p>{text::deals::no_evidence()}</p> }.erase())}
            <ul class="lines">{files}</ul>
            {upload}
        </Card>
    }
    .erase()
}
