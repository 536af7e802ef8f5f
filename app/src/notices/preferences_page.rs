//! How the reader wants to be told of what.

use super::api::{NoticePreferences, PreferNotices, Preferences};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SavedNotice, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{Card, ErrorSummary, Field, FormFoot, Notice, PageHeader, Select, SubmitButton};
use crate::words;
use domain::notices::{Delivery, PreferencesForm};
use leptos::prelude::*;

/// The preferences.
#[component]
pub fn NoticePreferencesPage() -> impl IntoView {
    load(record(|| NoticePreferences {}), page)
}

fn page(held: Preferences) -> AnyView {
    let state = use_form::<PreferNotices>();
    let Preferences { kinds, time_zone, mails } = held;
    let form: PreferencesForm = state.values(PreferencesForm { time_zone, ..PreferencesForm::default() });
    let choices = kinds
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
        {(!mails).then(|| view! { <Notice title=text::notices::no_mail()/> }.erase())}
        <Card>
            <SendForm sending=state.sending() class="form">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                {choices}
                <Field
                    name="time_zone"
                    label=text::notices::time_zone()
                    help=text::notices::time_zone_help()
                    value=form.time_zone
                    autocomplete="off"
                    fault=state.fault("time_zone")
                />
                <FormFoot>
                    <SubmitButton pending=state.pending()>{text::notices::save()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}
