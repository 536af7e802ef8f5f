//! All announcements, newest first.

use super::api::{AnnouncementDesk, WrittenAnnouncements};
use super::standing;
use crate::erase::{Erase, EraseAll};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Head, PageHeader, Row,
};
use crate::words;
use domain::announcements::Announcement;
use domain::time::Day;
use leptos::prelude::*;

/// The list of the desk.
#[component]
pub fn AnnouncementsManagePage() -> impl IntoView {
    load(record(|| WrittenAnnouncements {}), page)
}

fn page(desk: AnnouncementDesk) -> AnyView {
    let AnnouncementDesk { announcements, today } = desk;
    let empty = announcements.is_empty();
    let rows = announcements.into_iter().map(|one| row(one, today)).erase_all();
    view! {
        <PageTitle title=text::announcements::title()/>
        <PageHeader title=text::announcements::title() lead=text::announcements::manage_lead()>
            <ButtonLink href="/announcements/manage/new" kind=ButtonKind::Primary icon="plus">{text::announcements::write()}</ButtonLink>
        </PageHeader>
        {if empty {
            view! {
                <EmptyState
                    icon="message-square"
                    title=text::announcements::none()
                    text=text::announcements::none_written()
                />
            }
                .erase()
        } else {
            view! {
                <Card flush=true>
                    <DataTable
                        caption=text::announcements::title()
                        head=vec![
                            Head::new(text::announcements::name()),
                            Head::new(text::announcements::state()),
                            Head::new(text::announcements::publish_on()),
                            Head::new(text::announcements::expire_on()),
                        ]
                    >
                        {rows}
                    </DataTable>
                </Card>
            }
                .erase()
        }}
    }
    .erase()
}

fn row(one: Announcement, today: Day) -> AnyView {
    let (tone, standing) = standing(one.state, one.said.publish_on, one.said.expire_on, today);
    view! {
        <Row>
            <Cell kind=CellKind::Lead href=format!("/announcements/manage/{}", one.id)>{one.said.title}</Cell>
            <Cell kind=CellKind::Status label=text::announcements::state()><Badge tone>{standing}</Badge></Cell>
            <Cell kind=CellKind::Short label=text::announcements::publish_on()>{one.said.publish_on.map(words::day)}</Cell>
            <Cell kind=CellKind::Short label=text::announcements::expire_on()>{one.said.expire_on.map(words::day)}</Cell>
        </Row>
    }
    .erase()
}
