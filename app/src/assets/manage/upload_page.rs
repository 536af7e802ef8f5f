//! Uploading collateral: drop a file or choose one; what it is called and for whom comes after.

use crate::erase::Erase;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{FileField, FormFoot, Hidden, PageHeader, SubmitButton};
use crate::uploading::UploadForm;
use domain::assets::{Media, most_bytes_of_file};
use leptos::prelude::*;

/// The upload.
#[component]
pub fn AssetUploadPage() -> impl IntoView {
    let key = record(|| crate::forms::FreshKey {});
    load(key, form)
}

fn form(key: String) -> AnyView {
    view! {
        <PageTitle title=text::assets::upload_title()/>
        <PageHeader
            title=text::assets::upload_title()
            lead=text::assets::upload_lead()
            back=("/assets/manage".to_owned(), text::assets::title().to_owned())
        />
        <UploadForm action="/uploads/asset" most=most_bytes_of_file>
            <Hidden name="key" value=key/>
            <FileField
                name="file"
                label=text::assets::file()
                prompt=text::assets::upload_prompt()
                help=text::assets::upload_help()
                accept=Media::ACCEPT
                required=true
            />
            <FormFoot>
                <SubmitButton icon="upload">{text::assets::upload()}</SubmitButton>
            </FormFoot>
        </UploadForm>
    }
    .erase()
}
