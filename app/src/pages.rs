//! Every page once: its path, who may open it at all, and what is shown there.
//!
//! On the server a page asks its functions without going through their gates, so pages have gates of their own; a test
//! walks every one of them as everybody.

use crate::api::access::{Gate, STAFF};
use crate::erase::Erase;
use crate::home::HomePage;
use crate::loading::NotFound;
use crate::parts::{
    Account, Accounts, Acting, Announcing, Answering, Authoring, Bringing, Browsing, Choosing, Clearing,
    Climbing, Collateral, Collections, Deciding, Entering, Following, Holding, Importing, Library, Listing,
    Looks, Operating, Overlooking, Page, Partners, People, Placing, Planning, Reading, Registering, Ruling,
    Searching, Sitting, Splitting, Taking, Talking, Teaming, Uploading, Viewing, Writing,
};
use domain::access::Role;
use leptos::prelude::*;

const ADMINISTRATOR: Gate = Gate::Roles(&[Role::Administrator]);
const DECIDERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);
const ANNOUNCERS: Gate = Gate::Roles(&[Role::Administrator, Role::ChannelManager, Role::Marketing]);
const MANAGERS: Gate = Gate::Roles(&[Role::Administrator, Role::ChannelManager]);
const MARKETING: Gate = Gate::Roles(&[Role::Administrator, Role::Marketing]);
const SHARERS: Gate =
    Gate::Roles(&[Role::Administrator, Role::Marketing, Role::PartnerAdministrator, Role::PartnerUser]);
const EDUCATION: Gate = Gate::Roles(&[Role::Administrator, Role::Education]);
const REQUIRERS: Gate = Gate::Roles(&[Role::Administrator, Role::ChannelManager, Role::Education]);
const TEAMS: Gate =
    Gate::Roles(&[Role::Administrator, Role::ChannelManager, Role::Education, Role::PartnerAdministrator]);
const INVITERS: Gate = Gate::Roles(&[Role::Administrator, Role::PartnerAdministrator]);
const QUEUE: Gate = Gate::Roles(&[Role::Administrator, Role::Approver, Role::ChannelManager]);
const DEALS: Gate = Gate::Roles(&[
    Role::Administrator,
    Role::ChannelManager,
    Role::Approver,
    Role::PartnerAdministrator,
    Role::PartnerUser,
]);

/// A page: its path as axum writes it, who may open it, and what is shown.
pub(crate) type Entry = (&'static str, Gate, Page);

/// Pages for anybody, without the frame of those who are signed in.
pub(crate) const OUTSIDE: &[Entry] = &[
    ("/sign-in", Gate::Anyone, Page::Entering(Entering::SignInPage)),
    ("/sign-in/unknown", Gate::Anyone, Page::Entering(Entering::UnknownPage)),
    ("/sign-in/forgotten", Gate::Anyone, Page::Entering(Entering::ForgottenPage)),
    ("/sign-in/new-password/{token}", Gate::Anyone, Page::Entering(Entering::NewPasswordPage)),
    ("/join/{token}", Gate::Anyone, Page::Entering(Entering::JoinPage)),
    ("/s/{token}", Gate::Anyone, Page::Following(Following::SharedPage)),
    ("/act/{token}", Gate::Anyone, Page::Acting(Acting::MailActPage)),
    ("/verify", Gate::Anyone, Page::Holding(Holding::VerifyPage)),
    ("/verify/{number}", Gate::Anyone, Page::Holding(Holding::VerifyPage)),
];

/// All others; of two that fit a path, the first one counts.
pub(crate) const INSIDE: &[Entry] = &[
    ("/", Gate::SignedIn, Page::Now(|| view! { <HomePage/> }.erase())),
    ("/account", Gate::SignedIn, Page::Account(Account::AccountPage)),
    ("/account/notices", Gate::SignedIn, Page::Account(Account::NoticePreferencesPage)),
    ("/announcements", Gate::Partner, Page::Talking(Talking::AnnouncementsPage)),
    ("/announcements/manage", ANNOUNCERS, Page::Announcing(Announcing::AnnouncementsManagePage)),
    ("/announcements/manage/new", ANNOUNCERS, Page::Announcing(Announcing::AnnouncementEditPage)),
    ("/announcements/manage/{id}", ANNOUNCERS, Page::Announcing(Announcing::AnnouncementEditPage)),
    ("/announcements/{id}", Gate::Partner, Page::Talking(Talking::AnnouncementPage)),
    ("/assets", Gate::Partner, Page::Library(Library::LibraryPage)),
    ("/assets/collections/{id}", Gate::Partner, Page::Library(Library::CollectionPage)),
    ("/assets/manage", MARKETING, Page::Collateral(Collateral::AssetsManagePage)),
    ("/assets/manage/new", MARKETING, Page::Bringing(Bringing::AssetUploadPage)),
    ("/assets/manage/collections", MARKETING, Page::Collections(Collections::CollectionsPage)),
    ("/assets/manage/collections/new", MARKETING, Page::Collections(Collections::CollectionNewPage)),
    ("/assets/manage/collections/{id}", MARKETING, Page::Collections(Collections::CollectionEditPage)),
    ("/assets/manage/{id}", MARKETING, Page::Uploading(Uploading::AssetEditPage)),
    ("/assets/manage/{id}/zones", MARKETING, Page::Placing(Placing::ZonesPage)),
    ("/assets/{id}", Gate::Partner, Page::Browsing(Browsing::AssetPage)),
    ("/deals", DEALS, Page::Listing(Listing::DealsPage)),
    ("/deals/board", DEALS, Page::Overlooking(Overlooking::BoardPage)),
    ("/deals/calendar", DEALS, Page::Overlooking(Overlooking::CalendarPage)),
    ("/deals/joint", Gate::Partner, Page::Overlooking(Overlooking::JointDealsPage)),
    ("/deals/{id}/partners", QUEUE, Page::Splitting(Splitting::SplitPage)),
    ("/deals/pipeline", DEALS, Page::Overlooking(Overlooking::PipelinePage)),
    ("/deals/new", Gate::Partner, Page::Registering(Registering::DealFormPage)),
    ("/deals/inbox", QUEUE, Page::Clearing(Clearing::InboxPage)),
    ("/deals/several", DECIDERS, Page::Answering(Answering::SeveralPage)),
    ("/deals/queue", QUEUE, Page::Listing(Listing::QueuePage)),
    (
        "/deals/{id}",
        DEALS,
        Page::Sided(&Page::Reading(Reading::DealPage), &Page::Deciding(Deciding::DealDecisionPage)),
    ),
    ("/deals/{id}/edit", Gate::Partner, Page::Registering(Registering::DealFormPage)),
    ("/accounts", DECIDERS, Page::Listing(Listing::AccountsPage)),
    ("/accounts/new", DECIDERS, Page::Accounts(Accounts::AccountFormPage)),
    ("/accounts/duplicates", DECIDERS, Page::Accounts(Accounts::DuplicatesPage)),
    ("/accounts/families", DECIDERS, Page::Accounts(Accounts::FamiliesPage)),
    ("/accounts/import", DECIDERS, Page::Importing(Importing::AccountImportPage)),
    ("/accounts/import/{id}", DECIDERS, Page::Importing(Importing::AccountImportedPage)),
    ("/accounts/{id}", QUEUE, Page::Accounts(Accounts::CustomerPage)),
    ("/accounts/{id}/edit", DECIDERS, Page::Accounts(Accounts::AccountFormPage)),
    ("/accounts/{id}/partners", DECIDERS, Page::Accounts(Accounts::AccountPartnersPage)),
    ("/accounts/{id}/merge/{other}", DECIDERS, Page::Accounts(Accounts::MergePage)),
    ("/accounts/{id}/installs/new", DECIDERS, Page::Accounts(Accounts::InstallFormPage)),
    ("/accounts/{id}/installs/{install}", DECIDERS, Page::Accounts(Accounts::InstallFormPage)),
    ("/renewals", DEALS, Page::Listing(Listing::RenewalsPage)),
    ("/history/{sort}/{id}", QUEUE, Page::Overlooking(Overlooking::HistoryPage)),
    ("/programmes", MANAGERS, Page::Ruling(Ruling::ProgrammesPage)),
    ("/programmes/new", MANAGERS, Page::Ruling(Ruling::ProgrammePage)),
    ("/programmes/{id}", MANAGERS, Page::Ruling(Ruling::ProgrammePage)),
    ("/certificates", Gate::Partner, Page::Holding(Holding::CertificatesPage)),
    ("/certifications", Gate::SignedIn, Page::Climbing(Climbing::CertificationsPage)),
    ("/certifications/manage", EDUCATION, Page::Planning(Planning::CertificationsManagePage)),
    ("/certifications/manage/new", EDUCATION, Page::Planning(Planning::CertificationDetailsPage)),
    ("/certifications/manage/{id}", EDUCATION, Page::Planning(Planning::PlanPage)),
    ("/certifications/manage/{id}/edit", EDUCATION, Page::Planning(Planning::CertificationDetailsPage)),
    ("/certifications/{id}", Gate::SignedIn, Page::Climbing(Climbing::CertificationPage)),
    ("/learning", Gate::SignedIn, Page::Choosing(Choosing::CataloguePage)),
    ("/learning/manage", EDUCATION, Page::Listing(Listing::CoursesPage)),
    ("/learning/manage/new", EDUCATION, Page::Writing(Writing::CourseDetailsPage)),
    ("/learning/manage/{course}", EDUCATION, Page::Writing(Writing::ManuscriptPage)),
    ("/learning/manage/{course}/edit", EDUCATION, Page::Writing(Writing::CourseDetailsPage)),
    ("/learning/manage/{course}/lessons/new", EDUCATION, Page::Authoring(Authoring::LessonEditorPage)),
    ("/learning/manage/{course}/lessons/{lesson}", EDUCATION, Page::Authoring(Authoring::LessonEditorPage)),
    ("/learning/manage/{course}/questions/new", EDUCATION, Page::Authoring(Authoring::QuestionEditorPage)),
    (
        "/learning/manage/{course}/questions/{question}",
        EDUCATION,
        Page::Authoring(Authoring::QuestionEditorPage),
    ),
    ("/learning/requirements", REQUIRERS, Page::Teaming(Teaming::RequirementsPage)),
    ("/learning/team", TEAMS, Page::Teaming(Teaming::TeamPage)),
    ("/learning/team/{partner}", TEAMS, Page::Teaming(Teaming::PartnerTeamPage)),
    ("/learning/{course}", Gate::SignedIn, Page::Taking(Taking::CoursePage)),
    ("/learning/{course}/lessons/{lesson}", Gate::SignedIn, Page::Taking(Taking::LessonPage)),
    ("/learning/{course}/quiz", Gate::Partner, Page::Sitting(Sitting::QuizPage)),
    ("/learning/{course}/results/{attempt}", Gate::Partner, Page::Sitting(Sitting::QuizResultPage)),
    ("/look", ADMINISTRATOR, Page::Looks(Looks::LookPage)),
    ("/look/words", ADMINISTRATOR, Page::Looks(Looks::WordsPage)),
    ("/notices", Gate::SignedIn, Page::Talking(Talking::NoticesPage)),
    ("/shares", SHARERS, Page::Library(Library::SharesPage)),
    ("/operate", ADMINISTRATOR, Page::Operating(Operating::OperatePage)),
    ("/people", INVITERS, Page::People(People::PeoplePage)),
    ("/people/invite", INVITERS, Page::People(People::InvitePage)),
    ("/search", Gate::SignedIn, Page::Searching(Searching::SearchPage)),
    ("/views/{list}", Gate::SignedIn, Page::Viewing(Viewing::ViewsPage)),
    ("/organisation", Gate::Partner, Page::Partners(Partners::OwnPartnerPage)),
    ("/partners", STAFF, Page::Listing(Listing::PartnersPage)),
    ("/partners/new", ADMINISTRATOR, Page::Partners(Partners::PartnerFormPage)),
    ("/partners/import", ADMINISTRATOR, Page::Importing(Importing::ImportPage)),
    ("/partners/import/{id}", ADMINISTRATOR, Page::Importing(Importing::ImportedPage)),
    ("/partners/{id}", Gate::SignedIn, Page::Partners(Partners::PartnerPage)),
    ("/partners/{id}/edit", ADMINISTRATOR, Page::Partners(Partners::PartnerFormPage)),
    ("/{*any}", Gate::SignedIn, Page::Now(|| view! { <NotFound/> }.erase())),
];

/// Every page with its gate.
pub fn pages() -> impl Iterator<Item = (&'static str, Gate)> {
    OUTSIDE.iter().chain(INSIDE).map(|(path, gate, _)| (*path, *gate))
}

/// What the names in a known path stand for in this one, if it fits.
pub(crate) fn fits(known: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut names = Vec::new();
    let mut said = path.trim_matches('/').split('/');
    for wanted in known.trim_matches('/').split('/') {
        let name = wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        match (name, said.next()) {
            (Some(name), Some(_)) if name.starts_with('*') => return Some(names),
            (Some(name), Some(word)) => names.push((name, word.to_owned())),
            (None, Some(word)) if word == wanted => {}
            _ => return None,
        }
    }
    said.next().is_none().then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(path: &str) -> Gate {
        pages().find(|(known, _)| fits(known, path).is_some()).unwrap().1
    }

    #[test]
    fn the_page_itself_counts_before_the_one_that_takes_any_name() {
        assert_eq!(gate("/deals/queue"), QUEUE);
        assert_eq!(gate("/deals/dl_1"), DEALS);
        assert_eq!(gate("/deals/dl_1/edit"), Gate::Partner);
        assert_eq!(gate("/assets/manage/"), MARKETING);
        assert_eq!(gate("/"), Gate::SignedIn);
        assert_eq!(gate("/operate"), ADMINISTRATOR);
        assert_eq!(gate("/operate/more/of/it"), Gate::SignedIn);
    }
}
