//! What a course says of itself and asks for: a new one, or one that is changed.

use super::api::{CourseDetails, SaveCourse};
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::learning::words as learning_words;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{self, courses};
use crate::ui::{
    CheckboxGroup, ErrorSummary, Field, FormFoot, Hidden, PageHeader, Select, SubmitButton, TextArea, Width,
};
use crate::words;
use domain::learning::{Course, CourseForm, SUMMARY_MOST, TITLE_MOST, Topic};
use domain::partners::{PartnerType, Tier};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The details of a course.
#[component]
pub fn CourseDetailsPage() -> impl IntoView {
    let params = use_params_map();
    let found = record(move || CourseDetails { course: params.with(|p| p.get("course")) });
    load(found, |(course, key)| form(course, key))
}

fn as_form(course: &Course) -> CourseForm {
    let details = course.details.clone();
    let or_empty = |number: i64| if number == 0 { String::new() } else { number.to_string() };
    CourseForm {
        course: course.id.to_string(),
        version: course.version.to_string(),
        key: String::new(),
        title: details.title,
        summary: details.summary,
        topic: details.topic.to_string(),
        minutes: details.minutes.to_string(),
        pass_mark: details.pass_mark.to_string(),
        attempt_limit: or_empty(details.attempt_limit),
        draw: or_empty(details.draw),
        time_limit: or_empty(details.time_limit),
        wait_hours: or_empty(details.wait_hours),
        validity_months: or_empty(details.validity_months),
        tiers: details.tiers.iter().map(ToString::to_string).collect(),
        types: details.types.iter().map(ToString::to_string).collect(),
    }
}

fn blank(key: String) -> CourseForm {
    CourseForm {
        key,
        topic: Topic::Sales.to_string(),
        minutes: "30".to_owned(),
        pass_mark: "75".to_owned(),
        attempt_limit: "3".to_owned(),
        validity_months: "12".to_owned(),
        ..CourseForm::default()
    }
}

fn form(course: Option<Course>, key: String) -> AnyView {
    let state = use_form::<SaveCourse>();
    let (title, back, save) = match &course {
        Some(course) => (
            courses::edit_title(&course.details.title),
            (format!("/learning/manage/{}", course.id), course.details.title.clone()),
            courses::save(),
        ),
        None => (
            courses::new_title().to_owned(),
            ("/learning/manage".to_owned(), courses::title().to_owned()),
            courses::save_and_go_on(),
        ),
    };
    let form: CourseForm = state.values(course.as_ref().map_or_else(|| blank(key), as_form));
    let topics = Topic::ALL.iter().map(|t| (t.to_string(), learning_words::topic(*t).to_owned())).collect();
    let tiers = Tier::ALL.iter().map(|t| (t.to_string(), words::tier(*t))).collect();
    let types = PartnerType::ALL.iter().map(|t| (t.to_string(), words::partner_type(*t))).collect();
    // What may be left empty, each with what that means.
    let limits = state.fields();
    let limit = move |name: &'static str, label: &'static str, help: &'static str, value: String| {
        let fault = limits.fault(name);
        view! { <Field name label help inputmode="numeric" width=Width::Short value fault/> }.erase()
    };
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader title back/>
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="course" value=form.course/>
            <Hidden name="version" value=form.version/>
            <Hidden name="key" value=form.key/>
            <Field
                name="title"
                label=courses::name()
                value=form.title
                maxlength=TITLE_MOST
                required=true
                fault=state.fault("title")
            />
            <TextArea
                name="summary"
                label=courses::summary()
                help=courses::summary_help()
                value=form.summary
                maxlength=SUMMARY_MOST
                required=true
                fault=state.fault("summary")
            />
            <Select name="topic" label=courses::topic() options=topics value=form.topic fault=state.fault("topic")/>
            <Field
                name="minutes"
                label=courses::minutes()
                inputmode="numeric"
                width=Width::Short
                value=form.minutes
                required=true
                fault=state.fault("minutes")
            />
            <Field
                name="pass_mark"
                label=courses::pass_mark()
                inputmode="numeric"
                width=Width::Short
                value=form.pass_mark
                required=true
                fault=state.fault("pass_mark")
            />
            {limit("draw", courses::draw(), courses::draw_help(), form.draw)}
            {limit("time_limit", courses::time_limit(), courses::time_limit_help(), form.time_limit)}
            {limit("attempt_limit", courses::attempt_limit(), courses::attempt_limit_help(), form.attempt_limit)}
            {limit("wait_hours", courses::wait_hours(), courses::wait_hours_help(), form.wait_hours)}
            {limit("validity_months", courses::validity_months(), courses::validity_help(), form.validity_months)}
            <CheckboxGroup
                name="tiers[]"
                legend=courses::tiers()
                help=courses::everybody_help()
                options=tiers
                checked=form.tiers
                fault=state.fault("tiers")
            />
            <CheckboxGroup
                name="types[]"
                legend=courses::types()
                help=courses::everybody_help()
                options=types
                checked=form.types
                fault=state.fault("types")
            />
            <FormFoot>
                <SubmitButton pending=state.pending()>{save}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}

#[cfg(test)]
mod tests {
    use crate::api::ApiError;
    use crate::forms::{Flash, typed};
    use domain::learning::{CourseForm, QuestionForm, QuizForm};

    fn flash(body: &str) -> Flash {
        Flash { path: String::new(), body: body.to_owned(), error: ApiError::Conflict }
    }

    #[test]
    fn what_was_typed_into_lists_and_groups_comes_back() {
        let course = flash(
            "course=&version=&key=0876a482a0e925175486&title=&summary=A+summary&topic=sales&minutes=20\
             &pass_mark=500&tiers%5B%5D=gold&tiers%5B%5D=silver",
        );
        let form = typed(Some(&course), CourseForm::default());
        assert_eq!((form.summary.as_str(), form.tiers.len()), ("A summary", 2));
        let question = flash("kind=single&choices%5B0%5D=a&choices%5B1%5D=&choices%5B2%5D=c&right%5B%5D=2");
        let form = typed(Some(&question), QuestionForm::default());
        assert_eq!(
            (form.choices, form.right),
            (vec!["a".into(), String::new(), "c".into()], vec!["2".into()])
        );
        let quiz = flash("course=c&sitting=k&answers%5Bq%5D%5B%5D=x&answers%5Bq%5D%5B%5D=y");
        let form = typed(Some(&quiz), QuizForm::default());
        assert_eq!(form.answers["q"], ["x", "y"]);
    }
}
