//! Announcements as partners read them.

use super::api::{
    AcknowledgeAnnouncement, AnnouncementCard, AnnouncementLine, FindAnnouncement, ListAnnouncements,
};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, Card, EmptyState, ErrorSummary, Hidden, Notice, PageHeader, Pager, SubmitButton, Tone,
};
use crate::words;
use domain::page::Page;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What is announced to the own organisation.
#[component]
pub fn AnnouncementsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move || ListAnnouncements { after: query.with(|q| q.get("after")) };
    load(record(asked), move |found| list(found, untrack(asked).after.is_some()))
}

fn list(found: Page<AnnouncementLine>, is_later: bool) -> AnyView {
    let older = found.next.map(|cursor| format!("/announcements?after={}", domain::people::escape(&cursor)));
    let empty = found.rows.is_empty();
    let rows = found.rows.into_iter().map(row).erase_all();
    view! {
        <PageTitle title=text::announcements::title()/>
        <PageHeader title=text::announcements::title()/>
        {if empty {
            view! {
                <EmptyState
                    icon="message-square"
                    title=text::announcements::none()
                    text=text::announcements::none_yet()
                />
            }
                .erase()
        } else {
            view! { <Card flush=true><ul class="notices">{rows}</ul></Card> }.erase()
        }}
        <Pager
            label=text::announcements::title()
            newer_label=text::notices::newer()
            older_label=text::notices::older()
            newer=is_later.then(|| "/announcements".to_owned())
            older
        />
    }
    .erase()
}

fn row(line: AnnouncementLine) -> AnyView {
    view! {
        <li class="row" class:notice-unread=line.unread>
            <div class="row-text">
                <p class="row-title"><a class="row-link" href=format!("/announcements/{}", line.id)>{line.title}</a></p>
                <p class="row-meta">
                    {words::day(line.on)}
                    {line.unread.then(|| view! { " " <span class="notice-new">{text::notices::new()}</span> }.erase())}
                </p>
            </div>
            {line
                .to_acknowledge
                .then(|| {
                    view! { <div class="row-end"><Badge tone=Tone::Caution>{text::announcements::to_acknowledge()}</Badge></div> }.erase()
                })}
        </li>
    }
    .erase()
}

/// One announcement.
#[component]
pub fn AnnouncementPage() -> impl IntoView {
    let params = use_params_map();
    let asked = move || FindAnnouncement { id: params.with(|p| p.get("id").unwrap_or_default()) };
    load(record(asked), card)
}

fn card(card: AnnouncementCard) -> AnyView {
    let AnnouncementCard { line, html, acknowledged_on } = card;
    let state = use_form::<AcknowledgeAnnouncement>();
    let id = line.id.to_string();
    view! {
        <PageTitle title=line.title.clone()/>
        <PageHeader
            title=line.title
            lead=words::day(line.on)
            back=("/announcements".to_owned(), text::announcements::title().to_owned())
        />
        <Card>{html.shown("prose")}</Card>
        {acknowledged_on
            .map(|day| {
                view! { <Notice tone=Tone::Positive title=text::announcements::acknowledged_on(words::day(day))/> }.erase()
            })}
        {line
            .to_acknowledge
            .then(|| {
                view! {
                    <SendForm sending=state.sending() class="button-row">
                        <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                        <Hidden name="id" value=id/>
                        <SubmitButton pending=state.pending()>{text::announcements::acknowledge()}</SubmitButton>
                    </SendForm>
                }.erase()
            })}
    }
    .erase()
}
