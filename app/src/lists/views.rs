//! Keeping views of a list: the page where one is named, shared with colleagues, made the one that the list opens with, and
//! forgotten again.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, Sending, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, Card, Cell, CellKind, Checkbox, DataTable, EmptyState, ErrorSummary, Field, FormFoot,
    Head, Hidden, PageHeader, Row, Section, SubmitButton, Tone,
};
use domain::lists::{List, ViewForm};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos_router::hooks::{use_location, use_params_map};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{KeepViews, ShareViews, ShareViewsAtPartner};
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::lists::{VIEWS_MOST, View};
#[cfg(feature = "ssr")]
use store::{StoreError, views};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/views/list", Gate::SignedIn),
    ("/api/views/keep", Gate::SignedIn),
    ("/api/views/open", Gate::SignedIn),
    ("/api/views/forget", Gate::SignedIn),
];

/// A view as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewLine {
    /// Which.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whose it is; of the own ones nobody's.
    pub owner: Option<String>,
    /// Whether colleagues have it too.
    pub shared: bool,
    /// Whether the list opens with it.
    pub opens: bool,
}

/// The views of a list, and what may be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewsDesk {
    /// Of which list.
    pub list: List,
    /// What it is called.
    pub title: String,
    /// The view that would be kept.
    pub query: String,
    /// Its columns in words.
    pub columns: Vec<String>,
    /// Whether colleagues may be given it.
    pub may_share: bool,
    /// What is kept.
    pub views: Vec<ViewLine>,
}

#[cfg(feature = "ssr")]
fn may_share(desk: &Desk) -> bool {
    match desk.profile().partner_id() {
        Some(partner) => desk.profile().may(&ShareViewsAtPartner { partner: partner.clone() }),
        None => desk.profile().may(&ShareViews),
    }
}

/// The views of a list, and the one that this address says.
#[server(endpoint = "views/list", input = GetUrl, output = Rows)]
pub async fn list_views(list: List, query: String) -> Result<ViewsDesk, ApiError> {
    let desk = Desk::open().await?;
    let who = desk.profile();
    if !list.is_for(who.role) {
        return Err(ApiError::Missing);
    }
    let mut read = desk.read().await?;
    let view = View::parse(list, &query, !who.role.is_partner()).behind(None);
    let line = |kept: views::Kept| ViewLine {
        id: kept.id.to_string(),
        name: kept.name,
        opens: kept.opens && kept.owner.0 == who.person,
        owner: (kept.owner.0 != who.person).then_some(kept.owner.1),
        shared: kept.shared,
    };
    Ok(ViewsDesk {
        list,
        title: super::drawing::title(list).to_owned(),
        query: view.query(),
        columns: view.columns().iter().map(|column| super::label(list, column.name).to_owned()).collect(),
        may_share: may_share(&desk),
        views: views::of_list(&mut read, who, list).await?.into_iter().map(line).collect(),
    })
}

/// Keeps a view.
#[server(endpoint = "views/keep", output = Rows)]
pub async fn keep_view(#[server(flatten)] form: ViewForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let who = desk.profile();
    let new = form.check(!who.role.is_partner())?;
    let permit = desk.actor.permit(KeepViews)?;
    if !new.list.is_for(who.role) || (new.shared && !may_share(&desk)) {
        return Err(ApiError::Denied);
    }
    let mut tx = desk.begin().await?;
    if views::count(&mut tx, who, new.list).await? >= VIEWS_MOST as i64 {
        return Err(Faults::of("name", Fault::TooMany { most: VIEWS_MOST as u32 }).into());
    }
    let id = match views::keep(&mut tx, &permit, who, &new).await {
        Err(StoreError::Duplicate { .. }) => return Err(Faults::of("name", Fault::Taken).into()),
        other => other?,
    };
    tx.commit().await?;
    leptos_axum::redirect(&format!("{}?view={id}", new.list.path()));
    Ok(())
}

/// Lets the list open with an own view, or with none.
#[server(endpoint = "views/open", output = Rows)]
pub async fn open_view(view: String, opens: bool) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepViews)?;
    let mut tx = desk.begin().await?;
    let found = views::find(&mut tx, desk.profile(), &view.parse()?).await?;
    let found = found.filter(|kept| kept.owner.0 == desk.profile().person).ok_or(ApiError::Missing)?;
    views::open_with(&mut tx, &permit, desk.profile(), &found, opens).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/views/{}", found.list));
    Ok(())
}

/// Forgets an own view.
#[server(endpoint = "views/forget", output = Rows)]
pub async fn forget_view(view: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepViews)?;
    let mut tx = desk.begin().await?;
    let found = views::find(&mut tx, desk.profile(), &view.parse()?).await?;
    let found = found.filter(|kept| kept.owner.0 == desk.profile().person).ok_or(ApiError::Missing)?;
    views::forget(&mut tx, &permit, desk.profile(), &found).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/views/{}", found.list));
    Ok(())
}

/// Views of a list.
#[component]
pub fn ViewsPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_location().search);
    let opening = use_form::<OpenView>().sending();
    let forgetting = use_form::<ForgetView>().sending();
    let asked = move || ListViews {
        list: params
            .with(|params| params.get("list"))
            .and_then(|list| list.parse().ok())
            .unwrap_or(List::Deals),
        query: query.get(),
    };
    load(record(asked), move |desk| page(desk, &opening, &forgetting))
}

fn page(desk: ViewsDesk, opening: &Sending, forgetting: &Sending) -> AnyView {
    let state = use_form::<KeepView>();
    let values: ViewForm = state.values(ViewForm {
        list: desk.list.to_string(),
        query: desk.query.clone(),
        ..ViewForm::default()
    });
    let back = if desk.query.is_empty() {
        desk.list.path().to_owned()
    } else {
        format!("{}?{}", desk.list.path(), desk.query)
    };
    let share = desk.may_share.then(|| {
        view! { <Checkbox name="shared" label=text::lists::share() help=text::lists::share_help() checked=values.shared == "true"/> }
            .erase()
    });
    let empty = desk.views.is_empty();
    let rows = desk.views.into_iter().map(|line| row(desk.list, line, opening, forgetting)).erase_all();
    let head = vec![
        Head::new(text::lists::name()),
        Head::new(text::lists::owner()),
        Head::hidden(text::people::change()),
    ];
    let kept = if empty {
        view! { <EmptyState icon="layout-grid" title=text::lists::none_kept() text=text::lists::none_kept_help()/> }.erase()
    } else {
        view! { <Card flush=true><DataTable caption=text::lists::kept() head>{rows}</DataTable></Card> }
            .erase()
    };
    view! {
        <PageTitle title=text::lists::views()/>
        <PageHeader title=text::lists::views() lead=text::lists::views_lead() back=(back, desk.title)/>
        <SendForm sending=state.sending() class="form">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="list" value=values.list/>
            <Hidden name="query" value=values.query/>
            <p>{text::lists::shows(crate::words::listed(&desk.columns))}</p>
            <Field name="name" label=text::lists::name() value=values.name maxlength=60u32 required=true fault=state.fault("name")/>
            <Checkbox name="default" label=text::lists::opens_with() checked=values.default == "true"/>
            {share}
            <FormFoot><SubmitButton>{text::lists::keep()}</SubmitButton></FormFoot>
        </SendForm>
        <Section title=text::lists::kept()>{kept}</Section>
    }
    .erase()
}

fn row(list: List, line: ViewLine, opening: &Sending, forgetting: &Sending) -> AnyView {
    let own = line.owner.is_none();
    let (id, other, opens) = (line.id.clone(), line.id.clone(), line.opens);
    let actions = own.then(|| {
        view! {
            <div class="button-row">
                <SendForm sending=opening.clone()>
                    <Hidden name="view" value=id/>
                    <Hidden name="opens" value=(!opens).to_string()/>
                    <SubmitButton kind=ButtonKind::Quiet>
                        {if opens { text::lists::do_not_open() } else { text::lists::open() }}
                    </SubmitButton>
                </SendForm>
                <SendForm sending=forgetting.clone()>
                    <Hidden name="view" value=other/>
                    <SubmitButton kind=ButtonKind::Quiet>{text::lists::forget()}</SubmitButton>
                </SendForm>
            </div>
        }
        .erase()
    });
    let badges = [(line.opens, text::lists::default()), (line.shared, text::lists::shared())]
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, word)| view! { " " <Badge tone=Tone::Info>{word}</Badge> })
        .erase_all();
    view! {
        <Row>
            <Cell kind=CellKind::Lead href=format!("{}?view={}", list.path(), line.id)>{line.name} {badges}</Cell>
            <Cell label=text::lists::owner()>{line.owner.unwrap_or_else(|| text::lists::own().to_owned())}</Cell>
            <Cell kind=CellKind::Action>{actions}</Cell>
        </Row>
    }
    .erase()
}
