//! Evidence beside a registration: what shows the partner's own work.

use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{ButtonKind, Card, FileField, SubmitButton};
use crate::uploading::UploadForm;
use domain::deals::{EVIDENCE_MOST, EVIDENCE_MOST_BYTES, Evidence};
use domain::id::DealId;
use leptos::prelude::*;

/// The files of a deal; with the form for one more where the reader may add one.
pub(super) fn evidence_card(deal: &DealId, evidence: Vec<Evidence>, open: bool) -> AnyView {
    let files = evidence
        .into_iter()
        .map(|file| {
            let href = format!("/deals/{deal}/evidence/{}", file.id);
            view! { <li><a href=href rel="external" download="">{file.name}</a></li> }
        })
        .erase_all();
    let (none, full) = (files.is_empty(), files.len() >= EVIDENCE_MOST);
    let upload = (open && !full).then(|| {
        view! {
            <UploadForm action=format!("/uploads/evidence/{deal}") most=|_| EVIDENCE_MOST_BYTES>
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
