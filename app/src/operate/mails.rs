//! Mails that were given up: refused by the server of their recipient, or not sent for two days.

use super::fates;
use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::erase::{Erase, EraseAll};
use crate::forms::use_form;
use crate::loading::load;
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{Card, Cell, CellKind, DataTable, Head, Row, Section};
use crate::words;
use domain::access::Role;
use domain::id::MailId;
use domain::time::Instant;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::Operate;

const OPERATORS: Gate = Gate::Roles(&[Role::Administrator]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/operate/mail/dead", OPERATORS),
    ("/api/operate/mail/revive", OPERATORS),
    ("/api/operate/mail/let-go", OPERATORS),
];

/// A mail that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadMailLine {
    /// Which.
    pub id: MailId,
    /// What it is.
    pub kind: String,
    /// To whom; empty for somebody who is invited.
    pub email: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What the mail server said last.
    pub error: String,
    /// When it was written.
    pub at: Instant,
}

/// Mails that were given up, newest first.
#[server(endpoint = "operate/mail/dead", input = GetUrl, output = Rows)]
pub async fn dead_mails() -> Result<Vec<DeadMailLine>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(Operate)?;
    let mut read = desk.read().await?;
    let line = |mail: store::mail::DeadMail| DeadMailLine {
        id: mail.id,
        kind: mail.kind,
        email: mail.email,
        attempts: mail.attempts,
        error: mail.error,
        at: mail.created_at,
    };
    Ok(store::mail::dead(&mut read, &permit).await?.into_iter().map(line).collect())
}

/// Sends a mail again that was given up.
#[server(endpoint = "operate/mail/revive", output = Rows)]
pub async fn revive_mail(id: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(Operate)?;
    let mut tx = desk.begin().await?;
    store::mail::revive(&mut tx, &permit, &id.parse()?).await?;
    tx.commit().await?;
    leptos_axum::redirect("/operate");
    Ok(())
}

/// Lets a mail go: it is not sent.
#[server(endpoint = "operate/mail/let-go", output = Rows)]
pub async fn let_mail_go(id: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(Operate)?;
    let mut tx = desk.begin().await?;
    store::mail::let_go(&mut tx, &permit, &id.parse()?).await?;
    tx.commit().await?;
    leptos_axum::redirect("/operate");
    Ok(())
}

/// The list, where there is anything in it.
#[component]
pub fn DeadMailList() -> impl IntoView {
    load(record(|| DeadMails {}), list)
}

fn list(mails: Vec<DeadMailLine>) -> AnyView {
    if mails.is_empty() {
        return ().into_any();
    }
    let rows = mails.into_iter().map(row).erase_all();
    view! {
        <Section title=text::operate::mails()>
            <Card flush=true>
                <DataTable
                    caption=text::operate::mails()
                    head=vec![
                        Head::new(text::operate::recipient()),
                        Head::new(text::operate::at()),
                        Head::number(text::operate::attempts()),
                        Head::new(text::operate::error()),
                        Head::hidden(text::operate::again()),
                    ]
                >
                    {rows}
                </DataTable>
            </Card>
        </Section>
    }
    .erase()
}

fn row(mail: DeadMailLine) -> AnyView {
    let fates = fates(mail.id.as_str(), &use_form::<ReviveMail>(), &use_form::<LetMailGo>());
    let whom = if mail.email.is_empty() { mail.kind } else { format!("{} · {}", mail.email, mail.kind) };
    view! {
        <Row>
            <Cell kind=CellKind::Lead>{whom}</Cell>
            <Cell kind=CellKind::Short label=text::operate::at()>{words::at(mail.at)}</Cell>
            <Cell kind=CellKind::Number label=text::operate::attempts()>{mail.attempts}</Cell>
            <Cell label=text::operate::error()>{mail.error}</Cell>
            <Cell kind=CellKind::Action>{fates}</Cell>
        </Row>
    }
    .erase()
}
