//! Uploading collateral: many files at once, each of which goes on where it was after a cut. Without scripts it is a form
//! for one file; what it is called and for whom comes after.

mod api;
#[cfg(feature = "hydrate")]
mod defaults;
#[cfg(feature = "hydrate")]
mod many;
// Tests look at its sums only; the rest is the browser's.
#[cfg(any(feature = "hydrate", test))]
#[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
mod queue;
#[cfg(feature = "hydrate")]
mod row;
#[cfg(feature = "hydrate")]
mod sender;

pub use api::{Draft, GATES};

use crate::erase::{Erase, changing};
use crate::live::Source;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{FileField, FormFoot, Hidden, PageHeader, SubmitButton};
use crate::uploading::UploadForm;
use api::{UploadDesk, UploadsOnTheirWay};
use domain::assets::{Media, most_bytes_of_file};
use domain::uploads::Upload;
use leptos::prelude::*;

/// The field of the form for one file.
const ONE: &str = "file";
/// The form of what holds for all files.
#[cfg(feature = "hydrate")]
const DEFAULTS: &str = "bring-defaults";

/// The upload.
#[component]
pub fn AssetUploadPage() -> impl IntoView {
    load(record(|| UploadsOnTheirWay {}), page)
}

fn page(desk: UploadDesk) -> AnyView {
    // The document comes with the form for one; once scripts run, many are taken in its place.
    let alive = Source::new(false);
    let (comes, takes) = (alive.clone(), alive.clone());
    Effect::new(move |_| comes.set(true));
    let open = desk.open;
    let many = move || if takes.get() { many(&open) } else { ().into_any() };
    view! {
        <PageTitle title=text::assets::upload_title()/>
        <PageHeader
            title=text::assets::upload_title()
            lead=text::assets::upload_lead()
            back=("/assets/manage".to_owned(), text::assets::title().to_owned())
        />
        <div hidden=move || alive.get()>{one(desk.key)}</div>
        {changing(many)}
    }
    .erase()
}

/// The form for one file.
fn one(key: String) -> AnyView {
    view! {
        <UploadForm action="/uploads/asset" most=most_bytes_of_file>
            <Hidden name="key" value=key/>
            <FileField
                name=ONE
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

#[cfg(feature = "hydrate")]
fn many(open: &[Upload]) -> AnyView {
    many::begun(open)
}

#[cfg(not(feature = "hydrate"))]
fn many(_open: &[Upload]) -> AnyView {
    // The server renders the page; only browsers send files.
    ().into_any()
}
