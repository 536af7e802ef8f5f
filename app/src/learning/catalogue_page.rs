//! The catalogue of courses.

use super::api::{CourseLine, browse_courses};
use crate::loading::{PageTitle, load};
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, EmptyState, Field, PageHeader, Pager, Progress, Select, SubmitButton,
    Tile, Tone,
};
use crate::words;
use domain::learning::Topic;
use domain::page::Page;
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

/// Courses that the reader can take.
#[component]
pub fn CataloguePage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|q| (q.get("q").unwrap_or_default(), q.get("topic").unwrap_or_default(), q.get("after")))
    });
    let found =
        Resource::new(move || asked.get(), |(search, topic, after)| browse_courses(search, topic, after));
    load(found, move |found| page(found, asked.get_untracked()))
}

fn page(found: Page<CourseLine>, (search, topic, after): (String, String, Option<String>)) -> AnyView {
    let narrowed = !(search.is_empty() && topic.is_empty());
    let base = format!("/learning?q={}&topic={}", Url::escape(&search), Url::escape(&topic));
    let older = found.next.as_deref().map(|cursor| format!("{base}&after={}", Url::escape(cursor)));
    let newer = after.map(|_| base);
    let topics = Topic::ALL.iter().map(|t| (t.to_string(), words::topic(*t).to_owned())).collect();
    view! {
        <PageTitle title=text::learning::title()/>
        <PageHeader title=text::learning::title()>
            <ButtonLink href="/learning/certificates" icon="award">{text::learning::certificates()}</ButtonLink>
        </PageHeader>
        <Form method="GET" action="/learning" attr:class="search-line" attr:role="search">
            <Field name="q" kind="search" label=text::learning::search() value=search/>
            <Select name="topic" label=text::learning::topic() options=topics prompt=text::learning::any() value=topic/>
            <SubmitButton kind=ButtonKind::Secondary>{text::learning::find()}</SubmitButton>
        </Form>
        {if found.rows.is_empty() {
            let words = if narrowed { text::learning::none_found() } else { text::learning::none_yet() };
            view! { <EmptyState icon="graduation-cap" title=text::learning::none() text=words/> }.into_any()
        } else {
            view! {
                <div class="tiles">{found.rows.into_iter().map(tile).collect_view()}</div>
                <Pager
                    label=text::learning::title()
                    newer_label=text::learning::first_page()
                    older_label=text::learning::next_page()
                    newer
                    older
                />
            }
                .into_any()
        }}
    }
    .into_any()
}

/// A course as a tile.
pub(super) fn tile(line: CourseLine) -> AnyView {
    let kind = format!("{} · {}", words::topic(line.topic), text::learning::minutes(line.minutes));
    let lessons = line.lessons.max(1) as f64;
    let progress = line.lessons_read.filter(|_| !line.completed).map(|read| {
        view! { <Progress value=read as f64 max=lessons label=text::learning::progress(read, line.lessons)/> }
    });
    view! {
        <Tile href=format!("/learning/{}", line.id) title=line.title icon="graduation-cap" kind>
            {if line.completed {
                view! { <Badge tone=Tone::Positive>{text::learning::passed()}</Badge> }.into_any()
            } else {
                progress.into_any()
            }}
        </Tile>
    }
    .into_any()
}
