//! Every path once.

use crate::assets::LibraryPage;
use crate::deals::{DealsPage, QueuePage};
use crate::home::HomePage;
use crate::learning::CataloguePage;
use crate::loading::{self, NotFound};
use crate::partners::PartnersPage;
use crate::parts;
use crate::renewal;
use crate::session;
use crate::shell::{OutsideFrame, SignedInFrame};
use crate::sign_in::{JoinPage, SignInPage, UnknownPage};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

/// The portal.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    session::take_over();
    loading::provide_announcement();
    renewal::provide_renewals();
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFound/> }>
                <ParentRoute path=path!("") view=OutsideFrame ssr=SsrMode::Async>
                    <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in/unknown") view=UnknownPage ssr=SsrMode::Async/>
                    <Route path=path!("/join/:token") view=JoinPage ssr=SsrMode::Async/>
                    <Route path=path!("/verify") view={Lazy::<parts::Verify>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/verify/:number") view={Lazy::<parts::Verify>::new()} ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("") view=SignedInFrame ssr=SsrMode::Async>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/account") view={Lazy::<parts::OwnAccount>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/assets") view=LibraryPage ssr=SsrMode::Async/>
                    <Route path=path!("/assets/manage") view={Lazy::<parts::AssetsManage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/assets/manage/new") view={Lazy::<parts::AssetUpload>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/assets/manage/:id") view={Lazy::<parts::AssetEdit>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/assets/manage/:id/zones") view={Lazy::<parts::Zones>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/assets/:id") view={Lazy::<parts::Asset>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/deals") view=DealsPage ssr=SsrMode::Async/>
                    <Route path=path!("/deals/new") view={Lazy::<parts::DealForm>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/deals/queue") view=QueuePage ssr=SsrMode::Async/>
                    <Route path=path!("/deals/:id") view={Lazy::<parts::Deal>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/deals/:id/edit") view={Lazy::<parts::DealForm>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/accounts") view={Lazy::<parts::Accounts>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/accounts/new") view={Lazy::<parts::AccountForm>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/accounts/families") view={Lazy::<parts::Families>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/accounts/:id") view={Lazy::<parts::AccountForm>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/certificates") view={Lazy::<parts::Certificates>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning") view=CataloguePage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage") view={Lazy::<parts::Courses>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/new") view={Lazy::<parts::CourseDetails>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course") view={Lazy::<parts::Manuscript>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course/edit") view={Lazy::<parts::CourseDetails>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course/lessons/new") view={Lazy::<parts::LessonEditor>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course/lessons/:lesson") view={Lazy::<parts::LessonEditor>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course/questions/new") view={Lazy::<parts::QuestionEditor>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course/questions/:question") view={Lazy::<parts::QuestionEditor>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning/:course") view={Lazy::<parts::Course>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning/:course/lessons/:lesson") view={Lazy::<parts::Lesson>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning/:course/quiz") view={Lazy::<parts::Quiz>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/learning/:course/results/:attempt") view={Lazy::<parts::QuizResult>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/operate") view={Lazy::<parts::Operation>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/people") view={Lazy::<parts::People>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/people/invite") view={Lazy::<parts::Invite>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/organisation") view={Lazy::<parts::OwnPartner>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/partners") view=PartnersPage ssr=SsrMode::Async/>
                    <Route path=path!("/partners/new") view={Lazy::<parts::PartnerForm>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/partners/:id") view={Lazy::<parts::Partner>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/partners/:id/edit") view={Lazy::<parts::PartnerForm>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/*any") view=NotFound ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
