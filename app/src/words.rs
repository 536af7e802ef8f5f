//! Words for what the domain says as data: faults, errors, and the words of its enums.

mod matching;
mod notices;
mod programmes;

pub use self::matching::Told;
#[cfg(feature = "ssr")]
pub use self::matching::told;
pub use notices::{delivery, notice, notice_below, notice_kind};
pub use programmes::{decided_by, evidence_asked, evidence_kind, meaning};

use crate::api::ApiError;
use crate::session::own_word;
use crate::texts::{language, text};
use domain::access::Role;
use domain::accounts::Segment;
use domain::assets::{AssetKind, ZoneKind};
#[cfg(feature = "ssr")]
use domain::deals::MailAct;
use domain::deals::{AskedField, CloseReason, EntryKind, PartRole, Reason, Stage, State};
use domain::form::Fault;
use domain::looks::Term;
use domain::money::Money;
use domain::partners::{PartnerType, Region, Tier};
use domain::time::{Day, Instant};

/// What a field of a form is called; of a list of zones, which one too. The server says it with the faults, so that no
/// browser needs all these words.
#[cfg(feature = "ssr")]
pub fn field(name: &str) -> Option<String> {
    let mut steps = name.split(['[', ']']).filter(|step| !step.is_empty());
    let (list, number, part) = (steps.next()?, steps.next(), steps.next());
    match (list, number.and_then(|number| number.parse::<usize>().ok()), part.and_then(one_field)) {
        ("zones", Some(n), Some(part)) => Some(format!("{}, {part}", text::assets::zone_number(n + 1))),
        ("steps", Some(n), Some(part)) => Some(format!("{}, {part}", text::programmes::step_number(n + 1))),
        ("parts", Some(n), Some(part)) => Some(format!("{}, {part}", text::split::partner_number(n + 1))),
        ("region_zones" | "region_holidays", Some(n), None) => {
            let region = Region::ALL.get(n).map(|one| region(*one)).unwrap_or_default();
            one_field(list).map(|label| format!("{label}, {region}"))
        }
        _ => one_field(list).map(str::to_owned),
    }
}

#[cfg(feature = "ssr")]
fn one_field(name: &str) -> Option<&'static str> {
    use text::fields as t;
    Some(match name {
        "email" => t::email(),
        "said" => t::said(),
        "shows" => t::shows(),
        "steps" => t::steps(),
        "parts" => t::parts(),
        "share" => t::share(),
        "public_name" => t::public_name(),
        "meaning" => t::meaning(),
        "turn" => t::turn(),
        "decided_by" => t::decided_by(),
        "from" => t::from(),
        "evidence_kinds" => t::evidence(),
        "region_zones" => t::zone(),
        "region_holidays" => t::holidays(),
        "card" => t::card(),
        "protection_days" => t::protection_days(),
        "evidence" => t::evidence(),
        "effective_on" => t::effective_on(),
        "lead_days" => t::lead_days(),
        "cap" => t::cap(),
        "extension_days" => t::extension_days(),
        "decision_days" => t::decision_days(),
        "zone" => t::zone(),
        "holidays" => t::holidays(),
        "silence" => t::silence(),
        "discount" => t::discount(),
        "later" => t::later(),
        "programme" => t::programme(),
        "own" => t::own(),
        "fields" => t::fields(),
        "person" => t::person(),
        "track" => t::track(),
        "level" => t::level(),
        "window_days" => t::window_days(),
        "grace_days" => t::grace_days(),
        "mode" => t::mode(),
        "needed" => t::needed(),
        "course" => t::course(),
        "certificate" => t::certificate(),
        "assigned" => t::assigned(),
        "people" => t::people(),
        "due_on" => t::due_on(),
        "numbers" => t::numbers(),
        "name" => t::name(),
        "legal_name" => t::legal_name(),
        "domain" => t::domain(),
        "domains" => t::domains(),
        "country" => t::country(),
        "types" => t::types(),
        "tier" => t::tier(),
        "tiers" => t::tiers(),
        "regions" => t::regions(),
        "languages" => t::languages(),
        "region" => t::region(),
        "parent" => t::parent(),
        "manager" => t::manager(),
        "partner" => t::partner(),
        "role" => t::role(),
        "phone" => t::phone(),
        "website" => t::website(),
        "address" => t::address(),
        "password" => t::password(),
        "again" => t::again(),
        "current" => t::current(),
        "customer_name" => t::customer_name(),
        "customer_domain" => t::customer_domain(),
        "customer_country" => t::customer_country(),
        "families" => t::families(),
        "amount" => t::amount(),
        "currency" => t::currency(),
        "close_on" => t::close_on(),
        "contact_name" => t::contact_name(),
        "contact_role" => t::contact_role(),
        "contact_email" => t::contact_email(),
        "need" => t::need(),
        "account" => t::account(),
        "reason" => t::reason(),
        "note" => t::note(),
        "why" => t::why(),
        "answer" => t::answer(),
        "cases" => t::cases(),
        "next_step" => t::next_step(),
        "next_on" => t::next_on(),
        "stage" => t::stage(),
        "what" => t::what(),
        "body" => t::body(),
        "title" => t::title(),
        "summary" => t::summary(),
        "topic" => t::topic(),
        "minutes" => t::minutes(),
        "pass_mark" => t::pass_mark(),
        "attempt_limit" => t::attempt_limit(),
        "draw" => t::draw(),
        "time_limit" => t::time_limit(),
        "wait_hours" => t::wait_hours(),
        "validity_months" => t::validity_months(),
        "wording" => t::wording(),
        "choices" => t::choices(),
        "right" => t::right(),
        "kind" => t::kind(),
        "language" => t::language(),
        "tags" => t::tags(),
        "publish_on" => t::publish_on(),
        "expire_on" => t::expire_on(),
        "page" => t::page(),
        "x" => t::x(),
        "y" => t::y(),
        "width" => t::width(),
        "height" => t::height(),
        "file" => t::file(),
        "time_zone" => t::time_zone(),
        "text" => t::text(),
        "font" => t::font(),
        "ink" => t::ink(),
        "align" => t::align(),
        "padding" => t::padding(),
        "largest" => t::largest(),
        "least" => t::least(),
        "characters" => t::characters(),
        "hue" => t::hue(),
        "words" => t::own_words(),
        "description" => t::description(),
        "asset" => t::asset(),
        "days" => t::days(),
        "takes" => t::takes(),
        "change" => t::change(),
        "trading_names" => t::trading_names(),
        "more_domains" => t::more_domains(),
        "tax_number" => t::tax_number(),
        "street" => t::street(),
        "postcode" => t::postcode(),
        "city" => t::city(),
        "segment" => t::segment(),
        "parent_account" => t::parent_account(),
        "named_for" => t::named_for(),
        "family" => t::family(),
        "from_on" => t::from_on(),
        "until_on" => t::until_on(),
        "record" => t::period(),
        "quantity" => t::quantity(),
        "remark" => t::remark(),
        "survivor" => t::survivor(),
        "since_on" => t::since_on(),
        "renews_on" => t::renews_on(),
        kind => return evidence_kind(kind.strip_prefix("evidence_")?.parse().ok()?).into(),
    })
}

/// A day, as the language of the page writes it.
pub fn day(day: Day) -> String {
    language().day(day)
}

/// A point in time, as the language of the page writes it.
pub fn at(at: Instant) -> String {
    language().instant(at)
}

/// The number of an amount, as the language of the page writes it.
pub fn amount(money: &Money) -> String {
    language().amount(money)
}

/// The countries that forms offer: code and name, by name.
pub fn countries() -> Vec<(String, String)> {
    text::countries().iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect()
}

/// The name of a country; its code where there is none.
pub fn country(code: &str) -> String {
    let found = text::countries().iter().find(|(known, _)| *known == code);
    found.map_or(code, |(_, name)| name).to_owned()
}

/// What is wrong with a field, and what to do.
pub fn fault(fault: &Fault) -> String {
    use text::faults as t;
    match fault {
        Fault::Missing => t::missing().to_owned(),
        Fault::TooLong { most } => t::too_long(most),
        Fault::TooShort { least } => t::too_short(least),
        Fault::NotAnEmail => t::not_an_email().to_owned(),
        Fault::NotADomain => t::not_a_domain().to_owned(),
        Fault::NotAnAmount => t::not_an_amount().to_owned(),
        Fault::NotANumber { least, most } => t::not_a_number(least, most),
        Fault::NotALength => t::not_a_length().to_owned(),
        Fault::TooSmall { least } => t::too_small(least),
        Fault::OutsidePage { most } => t::outside_page(most),
        Fault::NotADay => t::not_a_day().to_owned(),
        Fault::InThePast => t::in_the_past().to_owned(),
        Fault::TooEarly => t::too_early().to_owned(),
        Fault::TooLarge => t::too_large().to_owned(),
        Fault::Unknown => t::unknown().to_owned(),
        Fault::Taken => t::taken().to_owned(),
        Fault::TooMany { most } => t::too_many(most),
        Fault::NothingRead => t::nothing_read().to_owned(),
        Fault::OtherProgramme => t::other_programme().to_owned(),
        Fault::BelowMinimum { least } => t::below_minimum(least),
        Fault::TooSoon { days } => t::too_soon(*days),
        Fault::TooFewFiles { least } => t::too_few_files((*least).into()),
        Fault::NotAWhole { together } => t::not_a_whole(*together),
        Fault::WithoutOwner => t::without_owner().to_owned(),
        Fault::CapReached { most } => t::cap_reached((*most).into()),
        Fault::TooManyFiles { most } => t::too_many_files(most),
        Fault::WrongCredentials => t::wrong_credentials().to_owned(),
        Fault::WrongPassword => t::wrong_password().to_owned(),
        Fault::NotTheSame => t::not_the_same().to_owned(),
        Fault::BadFile { reason } => t::bad_file(reason),
        Fault::LikeThis => t::like_this().to_owned(),
        Fault::Protected => t::protected().to_owned(),
        Fault::NotWatched { percent } => t::not_watched(percent),
        Fault::NoRightChoice => t::no_right_choice().to_owned(),
        Fault::NotAscii => t::not_ascii().to_owned(),
        Fault::NotOwnDomain => t::not_own_domain().to_owned(),
        Fault::OthersDomain => t::others_domain().to_owned(),
        Fault::LastAdministrator => t::last_administrator().to_owned(),
        Fault::LinkOver => t::link_over().to_owned(),
        Fault::NotATimeZone => t::not_a_time_zone().to_owned(),
        Fault::LastWayIn => t::last_way_in().to_owned(),
        Fault::SignInAgain { minutes } => t::sign_in_again(minutes),
        Fault::NotADistributor => t::not_a_distributor().to_owned(),
        Fault::HasBuyers => t::has_buyers().to_owned(),
        Fault::Circle => t::circle().to_owned(),
        Fault::BothProtected { families } => t::both_protected(families),
        Fault::BothOnRecord { families } => t::both_on_record(families),
        Fault::Related => t::related().to_owned(),
        Fault::PeriodTaken => t::period_taken().to_owned(),
        Fault::AccountCircle => t::account_circle().to_owned(),
        Fault::NotAChannelManager => t::not_a_channel_manager().to_owned(),
        Fault::Meanwhile => t::meanwhile().to_owned(),
    }
}

/// What happened, and what to do.
pub fn error(error: &ApiError) -> String {
    use text::errors as t;
    match error {
        ApiError::SignIn => t::sign_in().to_owned(),
        ApiError::Denied => t::denied().to_owned(),
        ApiError::Missing => t::missing().to_owned(),
        ApiError::Invalid(_) => t::invalid().to_owned(),
        ApiError::Conflict => t::conflict().to_owned(),
        ApiError::TooOften => t::too_often().to_owned(),
        ApiError::Busy => t::busy().to_owned(),
        ApiError::Full => t::full().to_owned(),
        ApiError::Broken { ticket } => t::broken(ticket),
        ApiError::Unreachable => t::unreachable().to_owned(),
    }
}

/// A role.
pub fn role(role: Role) -> &'static str {
    use text::roles as t;
    match role {
        Role::Administrator => t::administrator(),
        Role::ChannelManager => t::channel_manager(),
        Role::Approver => t::approver(),
        Role::Marketing => t::marketing(),
        Role::Education => t::education(),
        Role::PartnerAdministrator => t::partner_administrator(),
        Role::PartnerUser => t::partner_user(),
    }
}

/// A term of the programme as the vendor calls it.
pub fn term(term: Term) -> String {
    own_word(term).unwrap_or_else(|| called(term).to_owned())
}

/// A term of the programme where the vendor doesn't call it otherwise.
pub fn called(term: Term) -> &'static str {
    use text::programme as t;
    match term {
        Term::Registered => t::registered(),
        Term::Silver => t::silver(),
        Term::Gold => t::gold(),
        Term::Platinum => t::platinum(),
        Term::Reseller => t::reseller(),
        Term::Distributor => t::distributor(),
        Term::Integrator => t::integrator(),
        Term::ServiceProvider => t::service_provider(),
        Term::SoftwareVendor => t::software_vendor(),
        Term::Emea => t::emea(),
        Term::Americas => t::americas(),
        Term::AsiaPacific => t::asia_pacific(),
        Term::Deals => text::deals::title(),
        Term::Learning => text::frame::learning(),
        Term::Collateral => text::assets::title(),
        Term::Partners => text::frame::partners(),
    }
}

/// A tier.
pub fn tier(tier: Tier) -> String {
    term(match tier {
        Tier::Registered => Term::Registered,
        Tier::Silver => Term::Silver,
        Tier::Gold => Term::Gold,
        Tier::Platinum => Term::Platinum,
    })
}

/// A partner type.
pub fn partner_type(kind: PartnerType) -> String {
    term(match kind {
        PartnerType::Reseller => Term::Reseller,
        PartnerType::Distributor => Term::Distributor,
        PartnerType::Integrator => Term::Integrator,
        PartnerType::ServiceProvider => Term::ServiceProvider,
        PartnerType::SoftwareVendor => Term::SoftwareVendor,
    })
}

/// A region.
pub fn region(region: Region) -> String {
    term(match region {
        Region::Emea => Term::Emea,
        Region::Americas => Term::Americas,
        Region::AsiaPacific => Term::AsiaPacific,
    })
}

/// How the vendor sells to an account.
pub fn segment(segment: Segment) -> &'static str {
    use text::accounts as t;
    match segment {
        Segment::Enterprise => t::enterprise(),
        Segment::MidMarket => t::mid_market(),
        Segment::Small => t::small(),
        Segment::Public => t::public(),
    }
}

/// What an asset is for.
pub fn asset_kind(kind: AssetKind) -> &'static str {
    use text::assets as t;
    match kind {
        AssetKind::DataSheet => t::data_sheet(),
        AssetKind::Presentation => t::presentation(),
        AssetKind::CaseStudy => t::case_study(),
        AssetKind::Brochure => t::brochure(),
        AssetKind::Image => t::image(),
        AssetKind::Video => t::video(),
        AssetKind::Other => t::other(),
    }
}

/// What goes into a zone.
pub fn zone_kind(kind: ZoneKind) -> &'static str {
    use text::assets as t;
    match kind {
        ZoneKind::Logo => t::zone_logo(),
        ZoneKind::Name => t::zone_partner_name(),
        ZoneKind::Contact => t::zone_contact(),
        ZoneKind::Text => t::zone_text(),
    }
}

/// Words one after the other, as the language lists them.
pub fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let mut words = words.iter().map(AsRef::as_ref);
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, text::frame::listed)
}

/// Facts beside each other, those that there are: `Northwind · 2 days left`. Where one of them is read from right to left, each
/// is set apart (Unicode Standard Annex 9, isolates), or a name would turn around what stands beside it.
pub fn beside<T: AsRef<str>>(facts: impl IntoIterator<Item = T>) -> String {
    let facts: Vec<T> = facts.into_iter().filter(|fact| !fact.as_ref().is_empty()).collect();
    let turns = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}');
    let apart = facts.iter().any(|fact| fact.as_ref().contains(turns));
    let mut words = String::new();
    for fact in &facts {
        if !words.is_empty() {
            words.push_str(" · ");
        }
        let (begin, end) = if apart { ("\u{2068}", "\u{2069}") } else { ("", "") };
        words.extend([begin, fact.as_ref(), end]);
    }
    words
}

/// Where a deal stands.
pub fn deal_state(state: State) -> &'static str {
    use text::deals as t;
    match state {
        State::Draft => t::state_draft(),
        State::Submitted => t::state_submitted(),
        State::InReview => t::state_in_review(),
        State::Approved => t::state_approved(),
        State::ActionRequired => t::state_action_required(),
        State::ExtensionPending => t::state_extension_pending(),
        State::Rejected => t::state_rejected(),
        State::Withdrawn => t::state_withdrawn(),
        State::Expired => t::state_expired(),
        State::Won => t::state_won(),
        State::Lost => t::state_lost(),
        State::Revoked => t::state_revoked(),
    }
}

/// Why a deal was rejected or its approval revoked.
pub fn deal_reason(reason: Reason) -> &'static str {
    use text::deals as t;
    match reason {
        Reason::RegisteredBefore => t::reason_registered_before(),
        Reason::ExistingBusiness => t::reason_existing_business(),
        Reason::NoOwnWork => t::reason_no_own_work(),
        Reason::NotQualified => t::reason_not_qualified(),
        Reason::OutsideProgramme => t::reason_outside_programme(),
        Reason::Other => t::reason_other(),
    }
}

/// What a partner does on a deal.
pub fn part_role(role: PartRole) -> &'static str {
    match role {
        PartRole::Source => text::split::source(),
        PartRole::Influence => text::split::influence(),
        PartRole::Resell => text::split::resell(),
        PartRole::Distribute => text::split::distribute(),
        PartRole::Implement => text::split::implement(),
    }
}

/// How far a sale is.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Qualification => text::pipeline::qualification(),
        Stage::Solution => text::pipeline::solution(),
        Stage::Proposal => text::pipeline::proposal(),
        Stage::Negotiation => text::pipeline::negotiation(),
        Stage::Commitment => text::pipeline::commitment(),
    }
}

/// Why a deal was won or lost.
pub fn close_reason(why: CloseReason) -> &'static str {
    match why {
        CloseReason::Price => text::pipeline::price(),
        CloseReason::Product => text::pipeline::product(),
        CloseReason::Competitor => text::pipeline::competitor(),
        CloseReason::Service => text::pipeline::service(),
        CloseReason::NoBudget => text::pipeline::no_budget(),
        CloseReason::NoDecision => text::pipeline::no_decision(),
        CloseReason::Timing => text::pipeline::timing(),
        CloseReason::Other => text::pipeline::other(),
    }
}

/// What somebody did with a deal, after the name.
pub fn deal_entry(kind: EntryKind) -> &'static str {
    use text::deals as t;
    match kind {
        EntryKind::Comment => t::did_comment(),
        EntryKind::Drafted => t::did_draft(),
        EntryKind::Submitted => t::did_submit(),
        EntryKind::ReviewStarted => t::did_start_review(),
        EntryKind::Approved => t::did_approve(),
        EntryKind::Rejected => t::did_reject(),
        EntryKind::Withdrawn => t::did_withdraw(),
        EntryKind::Expired => t::did_expire(),
        EntryKind::Won => t::did_win(),
        EntryKind::Lost => t::did_lose(),
        EntryKind::ExtensionAsked => t::did_ask_extension(),
        EntryKind::Extended => t::did_extend(),
        EntryKind::ExtensionRefused => t::did_refuse_extension(),
        EntryKind::Revoked => t::did_revoke(),
        EntryKind::Appealed => t::did_appeal(),
        EntryKind::Reopened => t::did_reopen(),
        EntryKind::Asked => t::did_ask(),
        EntryKind::Answered => t::did_answer(),
        EntryKind::Transferred => t::did_hand_over(),
        EntryKind::StepApproved => t::did_agree(),
        EntryKind::StepsAgain => t::did_begin_steps_again(),
        EntryKind::Progressed => t::did_progress(),
        EntryKind::Shared => t::did_share(),
    }
}

/// What a link in a mail does, to a deal that stands there.
#[cfg(feature = "ssr")]
pub fn mail_act(act: MailAct, standing: State) -> &'static str {
    match act {
        MailAct::Approve => text::mail_acts::approve(),
        MailAct::Ask => text::mail_acts::ask(),
        MailAct::Extend => text::mail_acts::extend(),
        MailAct::MoreTime => text::mail_acts::more_time(),
        MailAct::Release if standing.protects() => text::mail_acts::release(),
        MailAct::Release => text::mail_acts::withdraw(),
    }
}

/// A part of a registration that can be asked for.
pub fn asked_field(field: AskedField) -> &'static str {
    use text::deals as t;
    match field {
        AskedField::Customer => t::about_customer(),
        AskedField::Families => t::families(),
        AskedField::Amount => t::amount(),
        AskedField::CloseOn => t::close_on(),
        AskedField::Contact => t::about_contact(),
        AskedField::Need => t::need(),
        AskedField::Evidence => t::evidence(),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::{beside, field};

    #[test]
    fn a_name_that_is_read_from_right_to_left_turns_nothing_around() {
        assert_eq!(beside(["Northwind", "", "2 days left"]), "Northwind · 2 days left");
        assert_eq!(
            beside(["شركة النور", "2 days left"]),
            "\u{2068}شركة النور\u{2069} · \u{2068}2 days left\u{2069}"
        );
        assert_eq!(beside([""; 2]), "");
    }

    #[test]
    fn a_fault_says_of_which_field_it_is() {
        assert_eq!(field("customer_name").as_deref(), Some("Customer"));
        assert_eq!(field("zones[3][x]").as_deref(), Some("Zone 4, From the left"));
        assert_eq!(field("steps[1][turn]").as_deref(), Some("Step 2, Turn"));
        assert_eq!(field("evidence_customer_mail").as_deref(), Some("Mail of the customer"));
        assert_eq!(field("choices[1]").as_deref(), Some("Answers"));
        assert_eq!(field("nothing_like_it"), None);
        assert_eq!(field(""), None);
    }
}
