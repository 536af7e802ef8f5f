//! The parts of the program that only some people open: each is a file of its own that the browser fetches when one of its
//! pages is opened for the first time. Coarse on purpose: one journey, one part.

mod kit;

use crate::accounts::{
    AccountFormPage, AccountPartnersPage, CustomerPage, DuplicatesPage, FamiliesPage, InstallFormPage,
    MergePage,
};
use crate::announcements::{
    AnnouncementEditPage, AnnouncementPage, AnnouncementsManagePage, AnnouncementsPage,
};
use crate::assets::{
    AssetEditPage, AssetPage, AssetUploadPage, AssetsManagePage, CollectionEditPage, CollectionNewPage,
    CollectionPage, CollectionsPage, LibraryPage, SharedPage, SharesPage, ZonesPage,
};
use crate::certifications::manage::{CertificationDetailsPage, CertificationsManagePage, PlanPage};
use crate::certifications::{CertificationPage, CertificationsPage};
use crate::deals::{
    BoardPage, CalendarPage, DealDecisionPage, DealFormPage, DealPage, InboxPage, JointDealsPage,
    MailActPage, PipelinePage, SeveralPage, SplitPage,
};
use crate::erase::Erase;
use crate::history::HistoryPage;
use crate::imports::{AccountImportPage, AccountImportedPage, ImportPage, ImportedPage};
use crate::learning::manage::{CourseDetailsPage, LessonEditorPage, ManuscriptPage, QuestionEditorPage};
use crate::learning::team::{PartnerTeamPage, RequirementsPage, TeamPage};
use crate::learning::{
    CataloguePage, CertificatesPage, CoursePage, LessonPage, QuizPage, QuizResultPage, VerifyPage,
};
use crate::lists::{AccountsPage, CoursesPage, DealsPage, PartnersPage, QueuePage, RenewalsPage, ViewsPage};
use crate::looks::{LookPage, WordsPage};
use crate::notices::{NoticePreferencesPage, NoticesPage};
use crate::operate::OperatePage;
use crate::partners::{OwnPartnerPage, PartnerFormPage, PartnerPage};
use crate::people::{AccountPage, InvitePage, PeoplePage};
use crate::programmes::{ProgrammePage, ProgrammesPage};
use crate::search::SearchPage;
use crate::session;
use crate::sign_in::{ForgottenPage, JoinPage, NewPasswordPage, SignInPage, UnknownPage};
use kit::kit;
use leptos::prelude::*;
use leptos_router::ChooseView;

/// Lets the browser do something else before the page is taken over: the frame around it was taken over in one turn, the page is in
/// another, and what is pressed meanwhile is not kept waiting by both. Later pages have a turn of their own anyway.
#[cfg(feature = "hydrate")]
async fn turn() {
    use std::sync::atomic::{AtomicBool, Ordering};
    static IS_TAKEN_OVER: AtomicBool = AtomicBool::new(false);
    if !IS_TAKEN_OVER.swap(true, Ordering::Relaxed) {
        let turn = js_sys::Promise::new(&mut |done, _| {
            // Without a timer there is no turn, and nobody comes back.
            if window().set_timeout_with_callback(&done).is_err() {
                let _ = done.call0(&wasm_bindgen::JsValue::NULL);
            }
        });
        let _ = wasm_bindgen_futures::JsFuture::from(turn).await;
    }
}

/// Declares the parts, each by the function that is cut out and the one that fetches it beforehand, with its pages; and what
/// may stand at a path.
macro_rules! parts {
    ($(#[doc = $doc:literal] $part:ident by $fetch:ident, $preload:ident: $($page:ident),+;)*) => {
        $(
            #[doc = $doc]
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $part {
                $(#[doc = concat!("[`", stringify!($page), "`].")] $page),+
            }

            #[lazy]
            fn $fetch(page: $part) -> AnyView {
                match page {
                    $($part::$page => view! { <$page/> }.erase(),)+
                }
            }
        )*

        /// What is shown at a path.
        #[derive(Debug, Clone, Copy)]
        pub enum Page {
            /// What everybody has from the start.
            Now(fn() -> AnyView),
            /// One page for partners, another for the vendor's people: neither fetches what the other does.
            Sided(&'static Page, &'static Page),
            $(#[doc = $doc] $part($part),)*
        }

        impl Page {
            /// The reader's own, of a page with sides. A side is a page without any.
            fn of_this_side(self) -> Self {
                match self {
                    Self::Sided(partners, vendors) => {
                        let is_partner = session::profile().is_some_and(|who| who.role.is_partner());
                        if is_partner { *partners } else { *vendors }
                    }
                    page => page,
                }
            }
        }

        impl ChooseView for Page {
            async fn choose(self) -> AnyView {
                #[cfg(feature = "hydrate")]
                turn().await;
                match self.of_this_side() {
                    Self::Sided(..) => ().into_any(),
                    Self::Now(page) => {
                        // Every part needs the kit: here it is part of what everybody has.
                        std::hint::black_box(kit as fn() -> AnyView);
                        page()
                    }
                    $(Self::$part(page) => $fetch(page).await,)*
                }
            }

            /// A page that the server has rendered can only be taken over once its part is there.
            async fn preload(&self) {
                #[cfg(feature = "hydrate")]
                match self.of_this_side() {
                    Self::Now(_) | Self::Sided(..) => {}
                    $(Self::$part(_) => $preload().await,)*
                }
            }
        }
    };
}

parts! {
    /// Coming in.
    Entering by entering, __preload_entering:
        SignInPage, JoinPage, UnknownPage, ForgottenPage, NewPasswordPage;

    /// Lists.
    Listing by listing, __preload_listing: DealsPage, QueuePage, AccountsPage, RenewalsPage, PartnersPage, CoursesPage;

    /// One deal.
    Reading by reading, __preload_reading: DealPage;

    /// Deciding one case after another.
    Clearing by clearing, __preload_clearing: InboxPage;

    /// Deciding one deal.
    Deciding by deciding, __preload_deciding: DealDecisionPage;

    /// Answering several cases at once.
    Answering by answering, __preload_answering: SeveralPage;

    /// Who takes part in a deal.
    Splitting by splitting, __preload_splitting: SplitPage;

    /// Doing one thing by a link in a mail.
    Acting by acting, __preload_acting: MailActPage;

    /// Deals by time and by state, and what became of a record.
    Overlooking by overlooking, __preload_overlooking: CalendarPage, BoardPage, PipelinePage, JointDealsPage, HistoryPage;

    /// One piece of collateral.
    Browsing by browsing, __preload_browsing: AssetPage;

    /// Certificates: the own ones, and the check of anybody's.
    Holding by holding, __preload_holding: CertificatesPage, VerifyPage;

    /// The own account, and what one is told.
    Account by account, __preload_account: AccountPage, NoticePreferencesPage;

    /// Typing a registration.
    Registering by registering, __preload_registering: DealFormPage;

    /// Choosing a course.
    Choosing by choosing, __preload_choosing: CataloguePage;

    /// Taking a course.
    Taking by taking, __preload_taking: CoursePage, LessonPage;

    /// Taking a quiz.
    Sitting by sitting, __preload_sitting: QuizPage, QuizResultPage;

    /// Writing courses.
    Writing by writing, __preload_writing:
        CourseDetailsPage, ManuscriptPage;

    /// Writing a lesson or a question of one.
    Authoring by authoring, __preload_authoring: LessonEditorPage, QuestionEditorPage;

    /// Working towards certifications.
    Climbing by climbing, __preload_climbing: CertificationsPage, CertificationPage;

    /// Writing certifications.
    Planning by planning, __preload_planning: CertificationsManagePage, CertificationDetailsPage, PlanPage;

    /// The learning of organisations.
    Teaming by teaming, __preload_teaming: TeamPage, PartnerTeamPage, RequirementsPage;

    /// Marketing's desk.
    Collateral by collateral, __preload_collateral: AssetsManagePage;

    /// Bringing collateral.
    Bringing by bringing, __preload_bringing: AssetUploadPage;

    /// Saying what collateral is.
    Uploading by uploading, __preload_uploading: AssetEditPage;

    /// The library, collections and links, as partners see them.
    Library by library, __preload_library: LibraryPage, CollectionPage, SharesPage;

    /// Putting collections together.
    Collections by collections, __preload_collections: CollectionsPage, CollectionNewPage, CollectionEditPage;

    /// Following a link from outside.
    Following by following, __preload_following: SharedPage;

    /// Placing zones on a page.
    Placing by placing, __preload_placing: ZonesPage;

    /// Accounts and families as the vendor keeps them.
    Accounts by accounts, __preload_accounts:
        CustomerPage, AccountFormPage, AccountPartnersPage, InstallFormPage, DuplicatesPage, MergePage, FamiliesPage;

    /// Programmes of registration.
    Ruling by ruling, __preload_ruling: ProgrammesPage, ProgrammePage;

    /// Partner organisations.
    Partners by partners, __preload_partners: PartnerPage, OwnPartnerPage, PartnerFormPage;

    /// Bringing tables.
    Importing by importing, __preload_importing: ImportPage, ImportedPage, AccountImportPage, AccountImportedPage;

    /// Keeping views of lists.
    Viewing by viewing, __preload_viewing: ViewsPage;

    /// Finding anything.
    Searching by searching, __preload_searching: SearchPage;

    /// People and invitations.
    People by people, __preload_people: PeoplePage, InvitePage;

    /// How the portal does.
    Operating by operating, __preload_operating: OperatePage;

    /// How the portal looks.
    Looks by looks, __preload_looks: LookPage, WordsPage;

    /// What people are told.
    Talking by talking, __preload_talking: NoticesPage, AnnouncementsPage, AnnouncementPage;

    /// Writing announcements.
    Announcing by announcing, __preload_announcing: AnnouncementsManagePage, AnnouncementEditPage;
}
