//! All links of an organisation; of all for marketing.

use super::api::{ListShares, RevokeShare, ShareLine, Shares};
use super::card::until;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, Sending, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, Card, Cell, CellKind, DataTable, EmptyState, ErrorSummary, Head, Hidden, PageHeader,
    Row, SubmitButton, Tone,
};
use domain::assets::ShareState;
use leptos::prelude::*;

/// The links.
#[component]
pub fn SharesPage() -> impl IntoView {
    load(record(|| ListShares {}), page)
}

/// How a link stands, in a word.
pub(super) fn how_it_stands(line: &ShareLine) -> (Tone, &'static str) {
    match line.state {
        ShareState::Open => (Tone::Positive, text::shares::open()),
        ShareState::Revoked => (Tone::Neutral, text::shares::revoked()),
        ShareState::Expired => (Tone::Neutral, text::shares::expired()),
        ShareState::UsedUp => (Tone::Caution, text::shares::used_up()),
    }
}

/// What else there is to say of a link.
pub(super) fn facts(line: &ShareLine) -> Vec<String> {
    let taken = match line.takes_most {
        Some(most) => text::shares::taken_of(line.takes, most),
        None => text::shares::taken(line.takes),
    };
    let mut facts = vec![until(line), taken];
    if line.has_password {
        facts.push(text::shares::has_password().to_owned());
    }
    if line.cobranded {
        facts.push(text::assets::with_brand().to_owned());
    }
    facts
}

/// The way to take a link back, as long as there is something to take back.
pub(super) fn revoking(line: &ShareLine, sending: Sending) -> Option<AnyView> {
    let id = line.id.to_string();
    matches!(line.state, ShareState::Open | ShareState::UsedUp).then(|| {
        view! {
            <SendForm sending=sending>
                <Hidden name="share" value=id/>
                <SubmitButton kind=ButtonKind::Quiet>{text::shares::revoke()}</SubmitButton>
            </SendForm>
        }
        .erase()
    })
}

fn page(shares: Shares) -> AnyView {
    let state = use_form::<RevokeShare>();
    let is_partner = session::profile().is_some_and(|who| who.role.is_partner());
    let base = if is_partner { "/assets" } else { "/assets/manage" };
    let rows = shares
        .lines
        .into_iter()
        .map(|line| {
            let (tone, stands) = how_it_stands(&line);
            let whose = line.partner.clone().unwrap_or_else(|| session::surroundings().vendor);
            let (href, facts, revoke) =
                (format!("{base}/{}", line.asset), facts(&line).join(" · "), revoking(&line, state.sending()));
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href=href>{line.title}</Cell>
                    <Cell kind=CellKind::Status label=text::assets::state()><Badge tone>{stands}</Badge></Cell>
                    <Cell label=text::shares::by()>{line.person} " · " {whose}</Cell>
                    <Cell label=text::shares::about()>{facts}</Cell>
                    <Cell kind=CellKind::Action>{revoke}</Cell>
                </Row>
            }
        })
        .erase_all();
    let table = if rows.is_empty() {
        view! { <EmptyState icon="link" title=text::shares::none() text=text::shares::none_help()/> }.erase()
    } else {
        view! {
            <Card flush=true>
                <DataTable
                    caption=text::shares::title()
                    head=vec![
                        Head::new(text::assets::name()),
                        Head::new(text::assets::state()),
                        Head::new(text::shares::by()),
                        Head::new(text::shares::about()),
                        Head::hidden(text::shares::revoke()),
                    ]
                >
                    {rows}
                </DataTable>
            </Card>
        }
        .erase()
    };
    view! {
        <PageTitle title=text::shares::title()/>
        <PageHeader
            title=text::shares::title()
            lead=text::shares::lead()
            back=(base.to_owned(), text::assets::title().to_owned())
        />
        <ErrorSummary title=text::errors::summary() faults=state.faults()/>
        {table}
    }
    .erase()
}
