//! The parts of the program that only some people open: each is a file of its own that the browser fetches when one of its
//! pages is opened for the first time. Coarse on purpose: one journey, one part.

use crate::accounts::{AccountFormPage, AccountsPage, FamiliesPage};
use crate::assets::{AssetEditPage, AssetPage, AssetUploadPage, AssetsManagePage, ZonesPage};
use crate::deals::{DealFormPage, DealPage};
use crate::learning::manage::{
    CourseDetailsPage, CoursesPage, LessonEditorPage, ManuscriptPage, QuestionEditorPage,
};
use crate::learning::{CertificatesPage, CoursePage, LessonPage, QuizPage, QuizResultPage, VerifyPage};
use crate::operate::OperatePage;
use crate::partners::{OwnPartnerPage, PartnerFormPage, PartnerPage};
use crate::people::{AccountPage, InvitePage, PeoplePage};
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// Declares a part: the function that is cut out, and a route for each of its pages.
macro_rules! part {
    ($(#[$doc:meta])* $part:ident by $fetch:ident after $preload:ident: $($route:ident => $page:ident,)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum $part {
            $($route),*
        }

        #[lazy]
        fn $fetch(page: $part) -> AnyView {
            match page {
                $($part::$route => view! { <$page/> }.into_any(),)*
            }
        }

        $(
            #[doc = concat!("The route of [`", stringify!($page), "`].")]
            #[derive(Debug)]
            pub struct $route;

            impl LazyRoute for $route {
                fn data() -> Self {
                    Self
                }

                async fn view(_this: Self) -> AnyView {
                    $fetch($part::$route).await
                }

                /// A page that the server has rendered can only be taken over once its part is there.
                async fn preload() {
                    #[cfg(feature = "hydrate")]
                    $preload().await;
                }
            }
        )*
    };
}

part! {
    /// Writing courses.
    Writing by writing after __preload_writing:
    Courses => CoursesPage,
    CourseDetails => CourseDetailsPage,
    Manuscript => ManuscriptPage,
    LessonEditor => LessonEditorPage,
    QuestionEditor => QuestionEditorPage,
}

part! {
    /// Taking a course.
    Taking by taking after __preload_taking:
    Course => CoursePage,
    Lesson => LessonPage,
    Quiz => QuizPage,
    QuizResult => QuizResultPage,
    Certificates => CertificatesPage,
    Verify => VerifyPage,
}

part! {
    /// Marketing's desk.
    Collateral by collateral after __preload_collateral:
    AssetsManage => AssetsManagePage,
    AssetUpload => AssetUploadPage,
    AssetEdit => AssetEditPage,
    Zones => ZonesPage,
}

part! {
    /// One deal, one piece of collateral.
    Reading by reading after __preload_reading:
    Deal => DealPage,
    Asset => AssetPage,
}

part! {
    /// Typing a registration.
    Registering by registering after __preload_registering:
    DealForm => DealFormPage,
}

part! {
    /// Organisations, people and accounts as the vendor keeps them.
    Keeping by keeping after __preload_keeping:
    Accounts => AccountsPage,
    AccountForm => AccountFormPage,
    Families => FamiliesPage,
    Partner => PartnerPage,
    OwnPartner => OwnPartnerPage,
    PartnerForm => PartnerFormPage,
    People => PeoplePage,
    Invite => InvitePage,
    OwnAccount => AccountPage,
    Operation => OperatePage,
}
