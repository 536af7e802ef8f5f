//! The parts of the program that only some people open: each is a file of its own that the browser fetches when one of its
//! pages is opened for the first time. Coarse on purpose: one journey, one part.

mod kit;

use crate::accounts::{AccountFormPage, AccountsPage, FamiliesPage};
use crate::announcements::{
    AnnouncementEditPage, AnnouncementPage, AnnouncementsManagePage, AnnouncementsPage,
};
use crate::assets::{
    AssetEditPage, AssetPage, AssetUploadPage, AssetsManagePage, CollectionEditPage, CollectionNewPage,
    CollectionPage, CollectionsPage, LibraryPage, SharedPage, SharesPage, ZonesPage,
};
use crate::certifications::manage::{CertificationDetailsPage, CertificationsManagePage, PlanPage};
use crate::certifications::{CertificationPage, CertificationsPage};
use crate::deals::{DealFormPage, DealPage};
use crate::erase::Erase;
use crate::learning::manage::{
    CourseDetailsPage, CoursesPage, LessonEditorPage, ManuscriptPage, QuestionEditorPage,
};
use crate::learning::team::{PartnerTeamPage, RequirementsPage, TeamPage};
use crate::learning::{CertificatesPage, CoursePage, LessonPage, QuizPage, QuizResultPage, VerifyPage};
use crate::looks::{LookPage, WordsPage};
use crate::notices::{NoticePreferencesPage, NoticesPage};
use crate::operate::OperatePage;
use crate::partners::{OwnPartnerPage, PartnerFormPage, PartnerPage, PartnersPage};
use crate::people::{AccountPage, InvitePage, PeoplePage};
use crate::search::SearchPage;
use crate::sign_in::{ForgottenPage, JoinPage, NewPasswordPage, SignInPage, UnknownPage};
use kit::kit;
use leptos::prelude::*;
use leptos_router::ChooseView;

/// Declares a part: the function that is cut out, and its pages.
macro_rules! part {
    ($(#[$doc:meta])* $part:ident by $fetch:ident: $($page:ident,)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $part {
            $(#[doc = concat!("[`", stringify!($page), "`].")] $page),*
        }

        #[lazy]
        fn $fetch(page: $part) -> AnyView {
            std::hint::black_box(kit as fn() -> AnyView);
            match page {
                $($part::$page => view! { <$page/> }.erase(),)*
            }
        }
    };
}

part! {
    /// Coming in.
    Entering by entering:
    SignInPage,
    JoinPage,
    UnknownPage,
    ForgottenPage,
    NewPasswordPage,
}

part! {
    /// One deal.
    Reading by reading:
    DealPage,
}

part! {
    /// One piece of collateral, certificates, the own account.
    Browsing by browsing:
    AssetPage,
    CertificatesPage,
    VerifyPage,
    AccountPage,
}

part! {
    /// Typing a registration.
    Registering by registering:
    DealFormPage,
}

part! {
    /// Taking a course.
    Taking by taking:
    CoursePage,
    LessonPage,
    QuizPage,
    QuizResultPage,
}

part! {
    /// Writing courses.
    Writing by writing:
    CoursesPage,
    CourseDetailsPage,
    ManuscriptPage,
    LessonEditorPage,
    QuestionEditorPage,
}

part! {
    /// Working towards certifications.
    Climbing by climbing:
    CertificationsPage,
    CertificationPage,
}

part! {
    /// Writing certifications.
    Planning by planning:
    CertificationsManagePage,
    CertificationDetailsPage,
    PlanPage,
}

part! {
    /// The learning of organisations.
    Teaming by teaming:
    TeamPage,
    PartnerTeamPage,
    RequirementsPage,
}

part! {
    /// Marketing's desk.
    Collateral by collateral:
    AssetsManagePage,
    AssetUploadPage,
    AssetEditPage,
}

part! {
    /// The library, collections and links, as partners see them.
    Library by library:
    LibraryPage,
    CollectionPage,
    SharesPage,
}

part! {
    /// Putting collections together.
    Collections by collections:
    CollectionsPage,
    CollectionNewPage,
    CollectionEditPage,
}

part! {
    /// Following a link from outside.
    Following by following:
    SharedPage,
}

part! {
    /// Placing zones on a page.
    Placing by placing:
    ZonesPage,
}

part! {
    /// Accounts and families as the vendor keeps them.
    Accounts by accounts:
    AccountsPage,
    AccountFormPage,
    FamiliesPage,
}

part! {
    /// Partner organisations.
    Partners by partners:
    PartnersPage,
    PartnerPage,
    OwnPartnerPage,
    PartnerFormPage,
}

part! {
    /// Finding anything.
    Searching by searching:
    SearchPage,
}

part! {
    /// People, invitations, and how the portal does.
    People by people:
    PeoplePage,
    InvitePage,
    OperatePage,
}

part! {
    /// How the portal looks.
    Looks by looks:
    LookPage,
    WordsPage,
}

part! {
    /// What people are told.
    Talking by talking:
    NoticesPage,
    NoticePreferencesPage,
    AnnouncementsPage,
    AnnouncementPage,
}

part! {
    /// Writing announcements.
    Announcing by announcing:
    AnnouncementsManagePage,
    AnnouncementEditPage,
}

/// What is shown at a path.
#[derive(Debug, Clone, Copy)]
pub enum Page {
    /// What everybody has from the start.
    Now(fn() -> AnyView),
    /// A page of this part.
    Entering(Entering),
    /// A page of this part.
    Reading(Reading),
    /// A page of this part.
    Browsing(Browsing),
    /// A page of this part.
    Registering(Registering),
    /// A page of this part.
    Taking(Taking),
    /// A page of this part.
    Writing(Writing),
    /// A page of this part.
    Climbing(Climbing),
    /// A page of this part.
    Planning(Planning),
    /// A page of this part.
    Teaming(Teaming),
    /// A page of this part.
    Collateral(Collateral),
    /// A page of this part.
    Library(Library),
    /// A page of this part.
    Collections(Collections),
    /// A page of this part.
    Following(Following),
    /// A page of this part.
    Placing(Placing),
    /// A page of this part.
    Accounts(Accounts),
    /// A page of this part.
    Partners(Partners),
    /// A page of this part.
    People(People),
    /// A page of this part.
    Looks(Looks),
    /// A page of this part.
    Talking(Talking),
    /// A page of this part.
    Searching(Searching),
    /// A page of this part.
    Announcing(Announcing),
}

impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        match self {
            Self::Now(page) => page(),
            Self::Entering(page) => entering(page).await,
            Self::Reading(page) => reading(page).await,
            Self::Browsing(page) => browsing(page).await,
            Self::Registering(page) => registering(page).await,
            Self::Taking(page) => taking(page).await,
            Self::Writing(page) => writing(page).await,
            Self::Climbing(page) => climbing(page).await,
            Self::Planning(page) => planning(page).await,
            Self::Teaming(page) => teaming(page).await,
            Self::Collateral(page) => collateral(page).await,
            Self::Library(page) => library(page).await,
            Self::Collections(page) => collections(page).await,
            Self::Following(page) => following(page).await,
            Self::Placing(page) => placing(page).await,
            Self::Accounts(page) => accounts(page).await,
            Self::Partners(page) => partners(page).await,
            Self::People(page) => people(page).await,
            Self::Looks(page) => looks(page).await,
            Self::Talking(page) => talking(page).await,
            Self::Searching(page) => searching(page).await,
            Self::Announcing(page) => announcing(page).await,
        }
    }

    /// A page that the server has rendered can only be taken over once its part is there.
    async fn preload(&self) {
        #[cfg(feature = "hydrate")]
        match self {
            Self::Now(_) => {}
            Self::Entering(_) => __preload_entering().await,
            Self::Reading(_) => __preload_reading().await,
            Self::Browsing(_) => __preload_browsing().await,
            Self::Registering(_) => __preload_registering().await,
            Self::Taking(_) => __preload_taking().await,
            Self::Writing(_) => __preload_writing().await,
            Self::Climbing(_) => __preload_climbing().await,
            Self::Planning(_) => __preload_planning().await,
            Self::Teaming(_) => __preload_teaming().await,
            Self::Collateral(_) => __preload_collateral().await,
            Self::Library(_) => __preload_library().await,
            Self::Collections(_) => __preload_collections().await,
            Self::Following(_) => __preload_following().await,
            Self::Placing(_) => __preload_placing().await,
            Self::Accounts(_) => __preload_accounts().await,
            Self::Partners(_) => __preload_partners().await,
            Self::People(_) => __preload_people().await,
            Self::Looks(_) => __preload_looks().await,
            Self::Talking(_) => __preload_talking().await,
            Self::Searching(_) => __preload_searching().await,
            Self::Announcing(_) => __preload_announcing().await,
        }
    }
}
