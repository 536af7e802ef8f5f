//! Inviting somebody: makes a link that works once, for two weeks.

use super::invitations::Invite;
use crate::api::read;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::live::Source;
use crate::loading::{PageTitle, load};
use crate::partners::PartnerChoices;
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
    // Outlives the form, which is a new one once it was taken. Without scripts the session has handed the link over.
    let made = Source::new(session::handed::<String>(Invite::PATH));
    if !may_manage {
        return form(false, made, Vec::new());
    }
    load(record(|| PartnerChoices { id: None }), move |choices| {
        let partners = choices.organisations.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
        form(true, made.clone(), partners)
    })
}

fn form(may_manage: bool, made: Source<Option<String>>, partners: Vec<(String, String)>) -> AnyView {
    let state = use_form::<Invite>();
    let query = use_query_map();
    let own = session::profile().and_then(|who| who.partner_id().map(ToString::to_string));
    let asked = query.with_untracked(|q| q.get("partner"));
    let form: InviteForm = state.values(InviteForm {
        partner: asked.or(own).unwrap_or_default(),
        role: Role::PartnerUser.to_string(),
        ..InviteForm::default()
    });
    let (answer, link) = (state.sending().answer, made.clone());
    Effect::new(move |_| {
        if let Some(Ok(made)) = answer.get() {
            link.set(read::<String>(&made).ok());
        }
    });
    let roles = Role::ALL
        .iter()
        .filter(|role| may_manage || role.is_partner())
        .map(|role| (role.to_string(), words::role(*role).to_owned()))
        .collect();
    let (lead, invited) = if session::surroundings().mails {
        (text::people::invite_lead_mailed(INVITATION_DAYS), text::people::invited_mailed())
    } else {
        (text::people::invite_lead(INVITATION_DAYS), text::people::invited())
    };
    view! {
        <PageTitle title=text::people::invite_title()/>
        <PageHeader title=text::people::invite_title() lead/>
        {move || {
            made.get()
                .map(|whole: String| {
                    let path = whole.trim_start_matches(&session::surroundings().origin).to_owned();
                    view! {
                        <Notice tone=Tone::Positive title=invited>
                            <a class="copy-link" href=path rel="external">{whole}</a>
                        </Notice>
                    }.erase()
                })
                .into_any()
        }}
        <SendForm sending=state.sending() class="form" novalidate=true>
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
                    .erase()
            } else {
                view! { <Hidden name="partner" value=form.partner/> }.erase()
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
    .erase()
}
