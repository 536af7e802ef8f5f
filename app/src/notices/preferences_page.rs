//! How the reader wants to be told of what.

use super::api::{NoticePreferences, PreferNotices};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SavedNotice, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{Card, ErrorSummary, FormFoot, PageHeader, Select, SubmitButton};
use crate::words;
use domain::notices::{Delivery, Kind};
use leptos::prelude::*;

/// The preferences.
#[component]
pub fn NoticePreferencesPage() -> impl IntoView {
    load(record(|| NoticePreferences {}), page)
}

fn page(held: Vec<(Kind, Delivery)>) -> AnyView {
    let state = use_form::<PreferNotices>();
    let choices = held
        .into_iter()
        .map(|(kind, delivery)| {
            let options = Delivery::ALL
                .iter()
                .filter(|delivery| kind.takes(**delivery))
                .map(|delivery| (delivery.to_string(), words::delivery(*delivery).to_owned()))
                .collect();
            view! {
                <Select
                    name=format!("choices[{kind}]")
                    label=words::notice_kind(kind)
                    options
                    value=delivery.to_string()
                />
            }
        })
        .erase_all();
    view! {
        <PageTitle title=text::notices::preferences_title()/>
        <PageHeader
            title=text::notices::preferences_title()
            lead=text::notices::preferences_lead()
            back=("/account".to_owned(), text::people::account().to_owned())
        />
        <SavedNotice title=text::notices::saved()/>
        <Card>
            <SendForm sending=state.sending() class="form">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                {choices}
                <FormFoot>
                    <SubmitButton pending=state.pending()>{text::notices::save()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}
