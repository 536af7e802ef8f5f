//! The reader's notices, newest first.

use super::api::{ListNotices, NoticeList, OpenNotice, ReadAllNotices, ReadNotice};
use super::icon;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, Sending, use_form};
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    ButtonKind, ButtonLink, Card, EmptyState, ErrorSummary, Hidden, Icon, PageHeader, Pager, SubmitButton,
};
use crate::words;
use domain::notices::{Notice, UNREAD_MOST};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What can be done with notices.
#[derive(Clone)]
struct Actions {
    open: Sending,
    read: Sending,
    all: Sending,
}

/// The notices.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let (open, read, all) =
        (use_form::<OpenNotice>(), use_form::<ReadNotice>(), use_form::<ReadAllNotices>());
    let told = [open.faults(), read.faults(), all.faults()];
    let faults = Live::new(move || told.iter().flat_map(|faults| faults.get()).collect::<Vec<_>>());
    let actions = Actions { open: open.sending(), read: read.sending(), all: all.sending() };
    let query = use_query_map();
    let asked = move || ListNotices { after: query.with(|q| q.get("after")) };
    let list = record(asked);
    view! {
        <ErrorSummary title=text::errors::summary() faults/>
        {load(list, move |list| page(list, untrack(asked).after.is_some(), actions.clone()))}
    }
    .erase()
}

fn page(list: NoticeList, is_later: bool, actions: Actions) -> AnyView {
    let NoticeList { page, unread } = list;
    let newest = page.rows.first().filter(|_| unread > 0 && !is_later).map(|notice| notice.id.to_string());
    let older = page.next.as_ref().map(|cursor| format!("/notices?after={cursor}"));
    let lead = match unread {
        0 => text::notices::all_read().to_owned(),
        many if many >= UNREAD_MOST => text::notices::unread_many(UNREAD_MOST - 1),
        some => text::notices::unread(i64::from(some)),
    };
    let empty = page.rows.is_empty();
    let rows = page.rows.into_iter().map(|notice| row(notice, &actions)).erase_all();
    view! {
        <PageTitle title=text::notices::title()/>
        <PageHeader title=text::notices::title() lead>
            <ButtonLink href="/account/notices" icon="settings">{text::notices::preferences()}</ButtonLink>
            {newest
                .map(|newest| {
                    view! {
                        <SendForm sending=actions.all>
                            <Hidden name="newest" value=newest/>
                            <SubmitButton kind=ButtonKind::Secondary icon="check">{text::notices::read_all()}</SubmitButton>
                        </SendForm>
                    }.erase()
                })}
        </PageHeader>
        {if empty {
            view! { <EmptyState icon="bell" title=text::notices::none() text=text::notices::none_yet()/> }.erase()
        } else {
            view! { <Card flush=true><ul class="notices">{rows}</ul></Card> }.erase()
        }}
        <Pager
            label=text::notices::title()
            newer_label=text::notices::newer()
            older_label=text::notices::older()
            newer=is_later.then(|| "/notices".to_owned())
            older
        />
    }
    .erase()
}

fn row(notice: Notice, actions: &Actions) -> AnyView {
    let (open, read) = (actions.open.clone(), actions.read.clone());
    let (id, own_id) = (notice.id.to_string(), notice.id.to_string());
    let unread = !notice.read;
    let (told, at) = (words::notice(&notice), words::at(notice.at));
    let below = words::notice_below(&notice);
    view! {
        <li class="row notice-row" class:notice-unread=unread>
            <Icon name=icon(notice.kind) large=true/>
            <div class="row-text">
                <SendForm sending=open>
                    <Hidden name="id" value=own_id/>
                    <button type="submit" class="notice-open">{told}</button>
                </SendForm>
                {below.map(|below| view! { <p class="notice-below">{below}</p> }.erase())}
                <p class="row-meta">
                    {at}
                    {unread.then(|| view! { " " <span class="notice-new">{text::notices::new()}</span> }.erase())}
                </p>
            </div>
            {unread
                .then(|| {
                    view! {
                        <div class="row-end">
                            <SendForm sending=read>
                                <Hidden name="id" value=id/>
                                <SubmitButton kind=ButtonKind::Quiet>{text::notices::read()}</SubmitButton>
                            </SendForm>
                        </div>
                    }.erase()
                })}
        </li>
    }
    .erase()
}
