//! The video or the document of a lesson in its editor: brought, captioned, taken out.

use super::api::{RemoveCaptions, RemoveMedium};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SavedNotice, SendForm, use_form};
use crate::texts::text::{self, courses};
use crate::ui::{ButtonKind, Card, ErrorSummary, FileField, Hidden, Section, Select, SubmitButton};
use crate::uploading::UploadForm;
use domain::assets::LANGUAGES;
use domain::learning::captions::CAPTIONS_MOST_BYTES;
use domain::learning::medium::{DOCUMENT_MOST_BYTES, VIDEO_MOST_BYTES};
use domain::learning::{Course, Lesson, Medium};
use leptos::prelude::*;

/// What a lesson shows, and the forms that change it; a lesson that is not kept yet has none.
pub(super) fn medium(course: &Course, lesson: Option<&Lesson>, captions: Vec<String>) -> AnyView {
    let body = match lesson {
        None => view! { <p>{courses::medium_later()}</p> }.erase(),
        Some(lesson) => {
            let is_video = matches!(lesson.medium, Some(Medium::Video { .. }));
            let captions = is_video.then(|| captions_card(course, lesson, captions));
            view! {
                <SavedNotice title=courses::medium_saved()/>
                {medium_card(course, lesson)}
                {captions}
            }
            .erase()
        }
    };
    view! { <Section title=courses::medium() lead=courses::medium_lead()>{body}</Section> }.erase()
}

/// What a lesson shows, in a few words.
pub(super) fn told(medium: Medium) -> String {
    match medium {
        Medium::Video { length, .. } => {
            let seconds = (length + 999) / 1000;
            courses::is_video(format!("{}:{:02}", seconds / 60, seconds % 60))
        }
        Medium::Document { pages } => courses::is_document(pages),
    }
}

/// Most bytes of a file of this name; what it is, the server sees.
fn most(name: &str) -> u64 {
    let is_document = name.to_lowercase().ends_with(".pdf");
    if is_document { DOCUMENT_MOST_BYTES } else { VIDEO_MOST_BYTES }
}

fn medium_card(course: &Course, lesson: &Lesson) -> AnyView {
    let state = use_form::<RemoveMedium>();
    let (of, id, version) = (course.id.to_string(), lesson.id.to_string(), course.version.to_string());
    let (href, action) = (format!("/learning/{of}/lessons/{id}"), format!("/uploads/lesson/{of}/{id}"));
    let there = lesson.medium.map(move |medium| {
        view! {
            <p>{told(medium)} " " <a href=href>{courses::see_lesson()}</a></p>
            <SendForm sending=state.sending()>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="course" value=of/>
                <Hidden name="lesson" value=id/>
                <Hidden name="from" value=version/>
                <SubmitButton kind=ButtonKind::Quiet icon="trash-2" pending=state.pending()>
                    {courses::remove_medium()}
                </SubmitButton>
            </SendForm>
        }
        .erase()
    });
    let label = if there.is_some() { courses::replace_medium() } else { courses::bring_medium() };
    view! {
        <Card title=courses::medium_file()>
            {there}
            <UploadForm action most>
                <FileField
                    name="file"
                    label
                    prompt=courses::medium_prompt()
                    help=courses::medium_help()
                    accept=".mp4,.webm,.pdf,video/mp4,video/webm,application/pdf"
                    required=true
                />
                <SubmitButton kind=ButtonKind::Secondary icon="upload">{courses::upload()}</SubmitButton>
            </UploadForm>
        </Card>
    }
    .erase()
}

fn captions_card(course: &Course, lesson: &Lesson, captions: Vec<String>) -> AnyView {
    let state = use_form::<RemoveCaptions>();
    let (of, id, version) = (course.id.to_string(), lesson.id.to_string(), course.version.to_string());
    let action = format!("/uploads/captions/{of}/{id}");
    let named = |tag: &str| LANGUAGES.iter().find(|(known, _)| *known == tag).map_or("", |(_, name)| name);
    let there = captions
        .into_iter()
        .map(|language| {
            let name = named(&language);
            let (of, id, version) = (of.clone(), id.clone(), version.clone());
            view! {
                <li>
                    <span>{name}</span>
                    <SendForm sending=state.sending()>
                        <Hidden name="course" value=of/>
                        <Hidden name="lesson" value=id/>
                        <Hidden name="language" value=language/>
                        <Hidden name="from" value=version/>
                        <SubmitButton kind=ButtonKind::Quiet icon="trash-2">
                            <span aria-hidden="true">{courses::remove()}</span>
                            <span class="visually-hidden">{courses::remove_of(name)}</span>
                        </SubmitButton>
                    </SendForm>
                </li>
            }
        })
        .erase_all();
    let options = LANGUAGES.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect();
    view! {
        <Card title=courses::captions()>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <ul class="plain-list captions-list">{there}</ul>
            <UploadForm action most=|_| CAPTIONS_MOST_BYTES as u64>
                <Select name="language" label=courses::captions_language() options value="en"/>
                <FileField
                    name="file"
                    label=courses::captions_file()
                    prompt=courses::captions_prompt()
                    help=courses::captions_help()
                    accept=".vtt,text/vtt"
                    required=true
                />
                <SubmitButton kind=ButtonKind::Secondary icon="upload">{courses::upload()}</SubmitButton>
            </UploadForm>
        </Card>
    }
    .erase()
}
