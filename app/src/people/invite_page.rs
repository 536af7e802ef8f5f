//! Inviting somebody: makes a link that works once, for two weeks.

use super::invitations::Invite;
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::partners::partner_choices;
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{ErrorSummary, Field, FormFoot, Hidden, Notice, PageHeader, Select, SubmitButton, Tone};
use crate::words;
use domain::access::{ManagePeople, Role};
use domain::people::{INVITATION_DAYS, InviteForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::hooks::use_query_map;

/// The form for an invitation.
#[component]
pub fn InvitePage() -> impl IntoView {
    let may_manage = session::profile().is_some_and(|who| who.may(&ManagePeople));
    // Only an administrator chooses the organisation; everybody else invites into the own one.
    let partners = record(
        || (),
        move |()| async move {
            if may_manage {
                partner_choices(None).await.map(|choices| choices.organisations)
            } else {
                Ok(Vec::new())
            }
        },
    );
    // Outlives the form, which is a new one once it was taken. Without scripts the session has handed the link over.
    let made = RwSignal::new(session::handed::<String>(Invite::PATH));
    load(partners, move |partners| {
        form(may_manage, made, partners.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
    })
}

fn form(may_manage: bool, made: RwSignal<Option<String>>, partners: Vec<(String, String)>) -> AnyView {
    let state = use_form::<Invite>();
    let query = use_query_map();
    let own = session::profile().and_then(|who| who.partner_id().map(ToString::to_string));
    let asked = query.with_untracked(|q| q.get("partner"));
    let form: InviteForm = state.values(InviteForm {
        partner: asked.or(own).unwrap_or_default(),
        role: Role::PartnerUser.to_string(),
        ..InviteForm::default()
    });
    let answer = state.sending.answer;
    Effect::new(move |_| {
        if let Some(Ok(link)) = answer.get() {
            made.set(serde_json::from_str(&link).ok());
        }
    });
    let roles = Role::ALL
        .iter()
        .filter(|role| may_manage || role.is_partner())
        .map(|role| (role.to_string(), words::role(*role).to_owned()))
        .collect();
    view! {
        <PageTitle title=text::people::invite_title()/>
        <PageHeader title=text::people::invite_title() lead=text::people::invite_lead(INVITATION_DAYS)/>
        {move || {
            made.get()
                .map(|whole| {
                    let path = whole.trim_start_matches(&session::surroundings().origin).to_owned();
                    view! {
                        <Notice tone=Tone::Positive title=text::people::invited()>
                            <a class="copy-link" href=path rel="external">{whole}</a>
                        </Notice>
                    }
                })
        }}
        <SendForm sending=state.sending class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            {if may_manage {
                view! {
                    <Select
                        name="partner"
                        label=text::people::organisation()
                        options=partners
                        prompt=session::surroundings().vendor
                        value=form.partner
                        fault=state.fault("partner")
                    />
                }
                    .into_any()
            } else {
                view! { <Hidden name="partner" value=form.partner/> }.into_any()
            }}
            <Field
                name="email"
                label=text::people::email()
                kind="email"
                value=form.email
                required=true
                fault=state.fault("email")
            />
            <Select name="role" label=text::people::role() options=roles value=form.role fault=state.fault("role")/>
            <FormFoot>
                <SubmitButton pending=state.pending()>{text::people::make_link()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .into_any()
}
