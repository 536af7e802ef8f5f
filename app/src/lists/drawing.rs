//! A list made ready to be drawn: whose view, which words, which addresses.

use super::api::{ListChoice, ListHead, ListLink, ListRow, ListTable, Listing, Setting, Shown};
use super::cells::{Line, Value, batch, label};
use crate::api::{ApiError, Desk};
use crate::drawing::Drawing;
use crate::texts::text;
use crate::words;
use domain::access::{ManagePartners, Subject};
use domain::lists::{Asked, Filter, List, Sort, Values, View};
use domain::sizes::bytes_in_words;
use leptos::prelude::RenderHtml as _;
use store::Read;
use store::views::{self, Kept};

/// The list that an address asks for, and the view of it.
///
/// # Errors
///
/// [`ApiError::Missing`] for a kept view that the reader does not have, [`ApiError::Denied`] for such a list.
pub(crate) async fn listing(
    desk: &Desk,
    read: &mut Read,
    list: List,
    query: &str,
) -> Result<(Listing, View), ApiError> {
    let who = desk.profile();
    let staff = !who.role.is_partner();
    let kept = views::of_list(read, who, list).await?;
    let own_default = views::opens(read, who, list).await?;
    let query = match Asked::of(query) {
        Asked::Plain => query.to_owned(),
        Asked::All => String::new(),
        Asked::Default => own_default.clone().unwrap_or_default(),
        Asked::Kept(id) => {
            let view = kept.iter().find(|view| view.id.as_str() == id);
            view.ok_or(ApiError::Missing)?.query.clone()
        }
    };
    let view = View::parse(list, &query, staff);
    let vendor = crate::session::surroundings().vendor;
    let (rows, next) = batch(read, &desk.actor, &view, desk.now(), &vendor, None).await?;
    // An address that says nothing opens with the default.
    let to = |view: &View| match view.query() {
        empty if empty.is_empty() && own_default.is_some() => format!("{}?view=all", list.path()),
        _ => view.address(),
    };
    let heads = view.columns().iter().enumerate().map(|(at, column)| ListHead {
        label: label(list, column.name).to_owned(),
        setting: if at == 0 { Setting::Lead } else { setting(column.name) },
        href: (column.sort != Sort::None).then(|| to(&view.sorted_by(column))),
        sorted: (column.name == view.sort).then_some(view.down),
    });
    let lead = lead(desk, read, list).await?;
    let facets = super::facets::groups(desk, read, &view, &to).await?;
    let made = Listing {
        list,
        title: title(list).to_owned(),
        lead,
        search: (search_label(list).to_owned(), view.search.clone()),
        filters: list
            .filters()
            .iter()
            .map(|filter| choice(filter, &view, super::facets::has_them(list)))
            .collect(),
        facets,
        order: order(&view),
        columns: view
            .choices()
            .skip(1)
            .map(|(column, there)| (column.name.to_owned(), label(list, column.name).to_owned(), there))
            .collect(),
        table: table(list, heads.collect(), rows),
        newer: view.after.as_ref().map(|_| to(&view.behind(None))),
        older: next.map(|key| view.behind(Some(key)).address()),
        query: view.behind(None).query(),
        views: links(&kept, &view, to(&View::parse(list, "", staff))),
        actions: actions(desk, list),
        none: none(list, view.is_narrowed(), staff),
    };
    Ok((made, view))
}

/// Rows are drawn here, but for those of people, who are changed where they stand.
fn table(list: List, heads: Vec<ListHead>, lines: Vec<Line>) -> ListTable {
    if lines.is_empty() {
        return ListTable::Empty;
    }
    let row = |line: Line| {
        let cells = line.values.into_iter().map(shown).collect();
        ListRow { id: line.id, href: line.href, cells }
    };
    let rows = lines.into_iter().map(row).collect();
    if list == List::People {
        return ListTable::Made(heads, rows);
    }
    let drawn = super::page::table(title(list).to_owned(), heads, rows, None);
    ListTable::Drawn(Drawing::new(&drawn.to_html()))
}

fn shown(value: Value) -> Shown {
    match value {
        Value::Empty => Shown::Text(String::new()),
        Value::Text(text) => Shown::Text(text),
        Value::State(tone, word) => Shown::State(tone as u8, word),
        Value::Number(number) => Shown::Text(number.to_string()),
        Value::Bytes(bytes) => Shown::Text(bytes_in_words(bytes)),
        Value::Money(money) => Shown::Money(words::amount(&money), money.currency),
        Value::Day(day) => Shown::Text(words::day(day)),
        Value::At(at) => Shown::Text(words::at(at)),
    }
}

fn setting(column: &str) -> Setting {
    match column {
        "state" => Setting::Status,
        "amount" | "quantity" | "people" | "lessons" | "questions" | "enrolled" | "passed" | "taken"
        | "bytes" => Setting::Number,
        "number" | "clock" | "close_on" | "submitted" | "decide_by" | "protected" | "joined" | "made"
        | "renews" | "file" | "publish_on" | "expire_on" | "uploaded" => Setting::Short,
        _ => Setting::Plain,
    }
}

/// The kept views as links, the whole list first; nothing where nobody keeps any.
fn links(kept: &[Kept], shown: &View, whole: String) -> Vec<ListLink> {
    let now = shown.behind(None).query();
    let link = |view: &Kept| ListLink {
        href: format!("{}?view={}", shown.list.path(), view.id),
        label: view.name.clone(),
        icon: String::new(),
        first: view.query == now,
    };
    let all = ListLink {
        href: whole,
        label: text::lists::all().to_owned(),
        icon: String::new(),
        first: now.is_empty(),
    };
    if kept.is_empty() { Vec::new() } else { std::iter::once(all).chain(kept.iter().map(link)).collect() }
}

fn order(view: &View) -> ListChoice {
    let list = view.list;
    let sorted = view.choices().filter(|(column, _)| column.sort != Sort::None);
    let mut options: Vec<(String, String)> = Vec::new();
    if list.sorted().0 == "newest" {
        options.push(("-newest".to_owned(), text::lists::newest().to_owned()));
    }
    for (column, _) in sorted {
        let called = label(list, column.name);
        options.push((column.name.to_owned(), text::lists::rising(called)));
        options.push((format!("-{}", column.name), text::lists::falling(called)));
    }
    ListChoice {
        name: "sort".to_owned(),
        label: text::lists::order().to_owned(),
        value: view.sort_word(),
        options,
    }
}

/// A filter of the form; one that is chosen beside the list has no options here.
fn choice(filter: &Filter, view: &View, beside: bool) -> ListChoice {
    let (list, name) = (view.list, filter.name);
    let values = match filter.values {
        Values::Known(values) if !beside => values(),
        Values::Known(_) | Values::Theirs => Vec::new(),
    };
    ListChoice {
        name: name.to_owned(),
        label: label(list, name).to_owned(),
        value: view.filter(name).to_owned(),
        options: values.into_iter().map(|value| (value.to_owned(), said(list, name, value))).collect(),
    }
}

fn said(list: List, name: &str, value: &str) -> String {
    let unknown = || value.to_owned();
    match (list, name) {
        (List::Courses, "state") => value
            .parse()
            .map_or_else(|_| unknown(), |state| crate::learning::course_state_word(state).1.to_owned()),
        (_, "state") if value == "waiting" => text::deals::waiting().to_owned(),
        (_, "state") if value == "appealed" => text::deals::appealed().to_owned(),
        (_, "state") => value.parse().map_or_else(|_| unknown(), |state| words::deal_state(state).to_owned()),
        (_, "tier") => value.parse().map_or_else(|_| unknown(), words::tier),
        (_, "region") => value.parse().map_or_else(|_| unknown(), words::region),
        (_, "role") => value.parse().map_or_else(|_| unknown(), |role| words::role(role).to_owned()),
        (_, "open") if value == "yes" => text::exports::yes().to_owned(),
        (_, "open") => text::exports::no().to_owned(),
        (_, "within") => match value.parse::<i64>() {
            Ok(days) => text::accounts::within_days(days),
            Err(_) => text::accounts::passed().to_owned(),
        },
        _ => unknown(),
    }
}

pub(super) fn title(list: List) -> &'static str {
    match list {
        List::Deals => text::deals::title(),
        List::Queue => text::deals::queue(),
        List::Partners => text::partners::title(),
        List::People => text::people::title(),
        List::Accounts => text::accounts::title(),
        List::Renewals => text::accounts::renewals(),
        List::Courses => text::courses::title(),
        List::Assets => text::assets::title(),
    }
}

fn search_label(list: List) -> &'static str {
    match list {
        List::Deals | List::Queue => text::deals::search(),
        List::Partners => text::partners::search(),
        List::People => text::lists::search_people(),
        List::Accounts => text::accounts::search(),
        List::Renewals => text::accounts::search_renewals(),
        List::Courses => text::lists::search_courses(),
        List::Assets => text::library::search(),
    }
}

async fn lead(desk: &Desk, read: &mut Read, list: List) -> Result<Option<String>, ApiError> {
    Ok(match list {
        List::Partners => {
            let scope = desk.actor.scope(Subject::Partners);
            Some(text::partners::count(store::partners::count(read, &scope).await?))
        }
        List::Queue => {
            let scope = desk.actor.scope(Subject::Deals);
            let counts = store::deals::counts(read, &scope, desk.now()).await?;
            let open = counts.iter().filter(|(state, _)| state.waits());
            Some(text::deals::queue_count(open.map(|(_, count)| count).sum()))
        }
        _ => None,
    })
}

fn actions(desk: &Desk, list: List) -> Vec<ListLink> {
    let link = |href: &str, label: &str, icon: &str, first| ListLink {
        href: href.to_owned(),
        label: label.to_owned(),
        icon: icon.to_owned(),
        first,
    };
    match list {
        List::Deals => {
            let mut all = vec![
                link("/deals/calendar", text::calendar::title(), "calendar", false),
                link("/deals/board", text::board::title(), "layout-grid", false),
            ];
            if desk.profile().role.is_partner() {
                all.push(link("/deals/new", text::deals::register(), "plus", true));
            }
            all
        }
        List::Queue if crate::deals::has_inbox(desk.profile()) => {
            vec![link("/deals/inbox", text::inbox::one_by_one(), "inbox", true)]
        }
        List::Partners if desk.profile().may(&ManagePartners) => {
            vec![
                link("/partners/import", text::imports::link(), "upload", false),
                link("/partners/new", text::partners::new(), "plus", true),
            ]
        }
        List::People => vec![link("/people/invite", text::people::invite(), "user-plus", true)],
        List::Accounts => vec![
            link("/accounts/duplicates", text::accounts::duplicates(), "copy", false),
            link("/renewals", text::accounts::renewals(), "refresh-cw", false),
            link("/accounts/families", text::accounts::families(), "list", false),
            link("/accounts/import", text::imports::link(), "upload", false),
            link("/accounts/new", text::accounts::new(), "plus", true),
        ],
        List::Assets => vec![
            link("/shares", text::shares::title(), "link", false),
            link("/assets/manage/collections", text::library::collections(), "layout-grid", false),
            link("/assets/manage/new", text::assets::upload(), "upload", true),
        ],
        List::Courses => vec![link("/learning/manage/new", text::courses::new(), "plus", true)],
        _ => Vec::new(),
    }
}

fn none(list: List, narrowed: bool, staff: bool) -> (String, String, String) {
    let protection = crate::session::surroundings().protection.days();
    let (icon, title, help) = match list {
        List::Deals => {
            let help = if staff {
                text::deals::none_registered().to_owned()
            } else {
                text::deals::none_yet(protection)
            };
            ("handshake", text::deals::none(), help)
        }
        List::Queue => ("inbox", text::deals::queue_empty(), text::deals::queue_empty_help().to_owned()),
        List::Partners => ("building-2", text::partners::none(), text::partners::none_help().to_owned()),
        List::People => ("users", text::lists::nobody(), text::lists::nobody_help().to_owned()),
        List::Accounts => ("building-2", text::accounts::none(), text::accounts::none_help().to_owned()),
        List::Renewals => {
            let help =
                if staff { text::accounts::no_renewals_help() } else { text::accounts::no_renewals_of_own() };
            ("refresh-cw", text::accounts::no_renewals(), help.to_owned())
        }
        List::Courses => ("graduation-cap", text::courses::none(), text::courses::none_help().to_owned()),
        List::Assets => ("folder-open", text::assets::none(), text::assets::none_uploaded().to_owned()),
    };
    let help = if narrowed { text::deals::none_found().to_owned() } else { help };
    let title = if narrowed { text::lists::nothing_fits() } else { title };
    (icon.to_owned(), title.to_owned(), help)
}
