//! Every path once.

use crate::accounts::{AccountFormPage, AccountsPage, FamiliesPage};
use crate::assets::{AssetEditPage, AssetPage, AssetUploadPage, AssetsManagePage, LibraryPage, ZonesPage};
use crate::deals::{DealFormPage, DealPage, DealsPage, QueuePage};
use crate::home::HomePage;
use crate::learning::manage::{
    CourseDetailsPage, CoursesPage, LessonEditorPage, ManuscriptPage, QuestionEditorPage,
};
use crate::learning::{
    CataloguePage, CertificatesPage, CoursePage, LessonPage, QuizPage, QuizResultPage, VerifyPage,
};
use crate::loading::{self, NotFound};
use crate::operate::OperatePage;
use crate::partners::{OwnPartnerPage, PartnerFormPage, PartnerPage, PartnersPage};
use crate::people::{AccountPage, InvitePage, PeoplePage};
use crate::session;
use crate::shell::{OutsideFrame, SignedInFrame};
use crate::sign_in::{JoinPage, SignInPage, UnknownPage};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The portal.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    session::take_over();
    loading::provide_announcement();
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFound/> }>
                <ParentRoute path=path!("") view=OutsideFrame ssr=SsrMode::Async>
                    <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in/unknown") view=UnknownPage ssr=SsrMode::Async/>
                    <Route path=path!("/join/:token") view=JoinPage ssr=SsrMode::Async/>
                    <Route path=path!("/verify") view=VerifyPage ssr=SsrMode::Async/>
                    <Route path=path!("/verify/:number") view=VerifyPage ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("") view=SignedInFrame ssr=SsrMode::Async>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async/>
                    <Route path=path!("/assets") view=LibraryPage ssr=SsrMode::Async/>
                    <Route path=path!("/assets/manage") view=AssetsManagePage ssr=SsrMode::Async/>
                    <Route path=path!("/assets/manage/new") view=AssetUploadPage ssr=SsrMode::Async/>
                    <Route path=path!("/assets/manage/:id") view=AssetEditPage ssr=SsrMode::Async/>
                    <Route path=path!("/assets/manage/:id/zones") view=ZonesPage ssr=SsrMode::Async/>
                    <Route path=path!("/assets/:id") view=AssetPage ssr=SsrMode::Async/>
                    <Route path=path!("/deals") view=DealsPage ssr=SsrMode::Async/>
                    <Route path=path!("/deals/new") view=DealFormPage ssr=SsrMode::Async/>
                    <Route path=path!("/deals/queue") view=QueuePage ssr=SsrMode::Async/>
                    <Route path=path!("/deals/:id") view=DealPage ssr=SsrMode::Async/>
                    <Route path=path!("/deals/:id/edit") view=DealFormPage ssr=SsrMode::Async/>
                    <Route path=path!("/accounts") view=AccountsPage ssr=SsrMode::Async/>
                    <Route path=path!("/accounts/new") view=AccountFormPage ssr=SsrMode::Async/>
                    <Route path=path!("/accounts/families") view=FamiliesPage ssr=SsrMode::Async/>
                    <Route path=path!("/accounts/:id") view=AccountFormPage ssr=SsrMode::Async/>
                    <Route path=path!("/certificates") view=CertificatesPage ssr=SsrMode::Async/>
                    <Route path=path!("/learning") view=CataloguePage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage") view=CoursesPage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/new") view=CourseDetailsPage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course") view=ManuscriptPage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course/edit") view=CourseDetailsPage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course/lessons/new") view=LessonEditorPage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course/lessons/:lesson") view=LessonEditorPage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course/questions/new") view=QuestionEditorPage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/manage/:course/questions/:question") view=QuestionEditorPage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/:course") view=CoursePage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/:course/lessons/:lesson") view=LessonPage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/:course/quiz") view=QuizPage ssr=SsrMode::Async/>
                    <Route path=path!("/learning/:course/results/:attempt") view=QuizResultPage ssr=SsrMode::Async/>
                    <Route path=path!("/operate") view=OperatePage ssr=SsrMode::Async/>
                    <Route path=path!("/people") view=PeoplePage ssr=SsrMode::Async/>
                    <Route path=path!("/people/invite") view=InvitePage ssr=SsrMode::Async/>
                    <Route path=path!("/organisation") view=OwnPartnerPage ssr=SsrMode::Async/>
                    <Route path=path!("/partners") view=PartnersPage ssr=SsrMode::Async/>
                    <Route path=path!("/partners/new") view=PartnerFormPage ssr=SsrMode::Async/>
                    <Route path=path!("/partners/:id") view=PartnerPage ssr=SsrMode::Async/>
                    <Route path=path!("/partners/:id/edit") view=PartnerFormPage ssr=SsrMode::Async/>
                    <Route path=path!("/*any") view=NotFound ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
