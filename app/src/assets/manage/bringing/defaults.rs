//! What holds for all files that are brought at once.

use crate::assets::kind_choices;
use crate::erase::Erase;
use crate::texts::{language, text};
use crate::ui::{CheckboxGroup, Select};
use crate::words;
use domain::assets::LANGUAGES;
use domain::partners::{PartnerType, Tier};
use leptos::prelude::*;

/// The form; it is read whenever a file has arrived.
pub(super) fn defaults(id: &'static str) -> AnyView {
    let tiers = Tier::ALL.iter().map(|t| (t.to_string(), words::tier(*t))).collect();
    let types = PartnerType::ALL.iter().map(|t| (t.to_string(), words::partner_type(*t))).collect();
    let languages = LANGUAGES.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect();
    view! {
        <details class="share-form">
            <summary class="button">{text::uploads::for_all()}</summary>
            <form id=id class="form" on:submit=|event| event.prevent_default()>
                <p class="help">{text::uploads::for_all_help()}</p>
                <Select name="kind" label=text::assets::kind() options=kind_choices() prompt=text::uploads::by_file()/>
                <Select name="language" label=text::assets::language() options=languages value=language().to_string()/>
                <CheckboxGroup
                    name="tiers[]"
                    legend=text::assets::tiers()
                    help=text::assets::audience_help()
                    options=tiers
                />
                <CheckboxGroup name="types[]" legend=text::assets::types() options=types/>
            </form>
        </details>
    }
    .erase()
}
