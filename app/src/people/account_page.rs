//! The own account: linked sign-ins, password, sign out everywhere.

use super::api::{LinkedIdentity, OwnAccount, Unlink};
use crate::erase::{Erase, EraseAll};
use crate::forms::{FieldFaults, SendForm, Sending, use_form};
use crate::language::ChooseLanguage;
use crate::learning::OwnCertificates;
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{
    ButtonKind, ButtonLink, Card, ErrorSummary, Fact, Facts, Field, Hidden, PageHeader, SubmitButton,
};
use crate::words;
use domain::people::PASSWORD_LEAST;
use leptos::prelude::*;

/// The own account.
#[component]
pub fn AccountPage() -> impl IntoView {
    let unlink = use_form::<Unlink>();
    let (sending, faults) = (unlink.sending(), unlink.faults());
    let linked = record(|| OwnAccount {});
    load(linked, move |linked| page(linked, sending.clone(), faults.clone()))
}

fn page(linked: Vec<LinkedIdentity>, unlink: Sending, faults: Live<Vec<(String, String)>>) -> AnyView {
    let Some(who) = session::profile() else { return ().into_any() };
    let refused = FieldFaults::refused("/auth/password");
    let is_partner = who.role.is_partner();
    let none = linked.is_empty();
    view! {
        <PageTitle title=text::people::account()/>
        <PageHeader title=text::people::account()/>
        <Card title=who.name>
            <Facts>
                <Fact label=text::people::email()>{who.email}</Fact>
                <Fact label=text::people::role()>{words::role(who.role)}</Fact>
            </Facts>
        </Card>
        <Card title=text::frame::language()>
            <ChooseLanguage/>
        </Card>
        {is_partner.then(|| view! { <OwnCertificates/> }.erase())}
        <Card title=text::people::notices()>
            <p>{text::people::notices_lead()}</p>
            <ButtonLink href="/account/notices">{text::notices::preferences()}</ButtonLink>
        </Card>
        <Card title=text::people::linked()>
            <ErrorSummary title=text::errors::summary() faults/>
            {none.then(|| view! { <p>{text::people::none_linked()}</p> }.erase())}
            <Facts>
                {linked
                    .into_iter()
                    .map(|one| {
                        let unlink = unlink.clone();
                        view! {
                            <Fact label=one.issuer.clone()>
                                {one.email} " · " {text::people::since(words::day(one.since.day()))}
                                <SendForm sending=unlink.clone()>
                                    <Hidden name="issuer" value=one.issuer/>
                                    <Hidden name="subject" value=one.subject/>
                                    <SubmitButton kind=ButtonKind::Quiet>{text::people::unlink()}</SubmitButton>
                                </SendForm>
                            </Fact>
                        }
                    })
                    .erase_all()}
            </Facts>
            <form method="post" action="/auth/link">
                <SubmitButton kind=ButtonKind::Secondary>{text::people::link()}</SubmitButton>
            </form>
        </Card>
        <Card title=text::people::new_password()>
            <ErrorSummary title=text::errors::summary() faults=refused.all()/>
            <form method="post" action="/auth/password" class="form">
                <Field
                    name="current"
                    label=text::people::current_password()
                    kind="password"
                    autocomplete="current-password"
                    fault=refused.fault("current")
                />
                <Field
                    name="password"
                    label=text::people::new_password()
                    help=text::sign_in::password_help(PASSWORD_LEAST)
                    kind="password"
                    autocomplete="new-password"
                    fault=refused.fault("password")
                />
                <Field
                    name="again"
                    label=text::sign_in::password_again()
                    kind="password"
                    autocomplete="new-password"
                    fault=refused.fault("again")
                />
                <SubmitButton kind=ButtonKind::Secondary>{text::people::set_password()}</SubmitButton>
            </form>
        </Card>
        <Card title=text::people::everywhere()>
            <p>{text::people::everywhere_lead()}</p>
            <form method="post" action="/auth/sign-out-everywhere">
                <SubmitButton kind=ButtonKind::Destructive>{text::people::everywhere()}</SubmitButton>
            </form>
        </Card>
    }
    .erase()
}
