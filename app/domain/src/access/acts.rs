//! Every act of the portal with its rule, and the list of them that the matrix prints.

use super::{Act, Profile, Role};
use crate::id::PartnerId;

macro_rules! acts {
    ($(
        $(#[$doc:meta])*
        $name:ident $({ $partner:ident })? = $text:literal: |$who:ident $(, $own:ident)?| $rule:expr;
    )*) => {
        $(acts!(@one $(#[$doc])* $name $({ $partner })? = $text: |$who $(, $own)?| $rule);)*

        /// Name and rule of every act, tried on a partner (ignored by acts that have none).
        pub fn every_act() -> Vec<(&'static str, fn(&Profile, &PartnerId) -> bool)> {
            vec![$(($text, |who, partner| acts!(@sample $name $({ $partner })?, partner).allowed(who))),*]
        }
    };
    (@one $(#[$doc:meta])* $name:ident { $partner:ident } = $text:literal: |$who:ident, $own:ident| $rule:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            /// The partner whose rows change.
            pub $partner: PartnerId,
        }
        impl Act for $name {
            const NAME: &'static str = $text;
            fn allowed(&self, $who: &Profile) -> bool {
                let $own = $who.is_own(&self.$partner);
                $rule
            }
        }
    };
    (@one $(#[$doc:meta])* $name:ident = $text:literal: |$who:ident| $rule:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name;
        impl Act for $name {
            const NAME: &'static str = $text;
            fn allowed(&self, $who: &Profile) -> bool {
                $rule
            }
        }
    };
    (@sample $name:ident { $partner:ident }, $value:ident) => { $name { $partner: $value.clone() } };
    (@sample $name:ident, $value:ident) => {{ let _ = $value; $name }};
}

use Role::*;

acts! {
    /// Change one's own account: password, linked sign-ins, sign out everywhere.
    KeepOwnAccount = "account.keep": |_who| true;
    /// Keep views of lists for oneself.
    KeepViews = "views.keep": |_who| true;
    /// Keep views of lists that all of the vendor's people have.
    ShareViews = "views.share": |who| matches!(who.role, Administrator | ChannelManager);
    /// Keep views of lists that all colleagues at the partner have.
    ShareViewsAtPartner { partner } = "views.share_at_partner": |who, own| own && who.role == PartnerAdministrator;
    /// Make and change partner organisations: name, domains, types, tier, region, parent, manager.
    ManagePartners = "partners.manage": |who| who.role == Administrator;
    /// Change what a partner says of itself: logo and contact block.
    EditPartner { partner } = "partners.edit": |who, own| who.role == Administrator || (own && who.role == PartnerAdministrator);
    /// Invite somebody into a partner organisation.
    InviteToPartner { partner } = "people.invite": |who, own| who.role == Administrator || (own && who.role == PartnerAdministrator);
    /// See who is there and who is invited, change roles within a partner organisation, close and open accounts of its people.
    ManagePartnerPeople { partner } = "people.manage_partner": |who, own| who.role == Administrator || (own && who.role == PartnerAdministrator);
    /// Invite vendor staff, change roles, end sessions of others.
    ManagePeople = "people.manage": |who| who.role == Administrator;
    /// Write, publish and retire courses and certifications, take certificates back.
    WriteCourses = "courses.write": |who| matches!(who.role, Administrator | Education);
    /// Enrol, read lessons and take quizzes as one of the partner's people.
    TakeCourses { partner } = "courses.take": |_who, own| own;
    /// Ask the partner's people to complete courses and certifications, remind them, take it back.
    AssignLearning { partner } = "learning.assign": |who, own| matches!(who.role, Administrator | ChannelManager | Education) || (own && who.role == PartnerAdministrator);
    /// Set how many of its people an organisation needs with a certification.
    RequireCertifications = "learning.require": |who| matches!(who.role, Administrator | ChannelManager | Education);
    /// Upload collateral, place zones, publish.
    ManageAssets = "assets.manage": |who| matches!(who.role, Administrator | Marketing);
    /// Take collateral with the partner's brand on it.
    TakeAssets { partner } = "assets.take": |_who, own| own;
    /// Give what the partner gets of collateral to somebody outside by a link, and take such a link back.
    ShareAssets { partner } = "assets.share": |_who, own| own;
    /// Write announcements, publish them and see who has read them.
    ManageAnnouncements = "announcements.manage": |who| matches!(who.role, Administrator | ChannelManager | Marketing);
    /// Write the programmes of registration: who may register what, by which rules it is decided and protected.
    ManageProgrammes = "programmes.manage": |who| matches!(who.role, Administrator | ChannelManager);
    /// Keep customer accounts and product families.
    ManageAccounts = "accounts.manage": |who| matches!(who.role, Administrator | Approver);
    /// Read and write what is said of customer accounts.
    CommentOnAccount = "accounts.comment": |who| matches!(who.role, Administrator | Approver);
    /// Draft, submit and withdraw a deal, report it won or lost.
    RegisterDeal { partner } = "deals.register": |_who, own| own;
    /// Hand deals of one of the partner's people over to another.
    HandOverDeals { partner } = "deals.hand_over": |who, own| who.role == Administrator || (own && who.role == PartnerAdministrator);
    /// Review, approve and reject deals.
    DecideDeal { partner } = "deals.decide": |who, _own| matches!(who.role, Administrator | Approver);
    /// Agree to a step of a deal's approval, or refuse there; whose step it is say the rules.
    DecideStep { partner } = "deals.decide_step": |who, _own| matches!(who.role, Administrator | Approver | ChannelManager);
    /// Say which partners take part in a deal, and what of the credit each gets.
    SplitDeal { partner } = "deals.split": |who, _own| matches!(who.role, Administrator | Approver | ChannelManager);
    /// Write into a deal's timeline where both sides read.
    CommentOnDeal { partner } = "deals.comment": |who, own| own || matches!(who.role, Administrator | Approver | ChannelManager);
    /// Write into a deal's timeline where only staff reads.
    CommentInternally { partner } = "deals.comment_internally": |who, _own| matches!(who.role, Administrator | Approver | ChannelManager);
    /// Change how the portal looks and what it calls things.
    SetLooks = "portal.looks": |who| who.role == Administrator;
    /// Read what a deal, an account or a programme was on a day, and who changed what. Each as far as one may see the record itself.
    ReadHistory = "history.read": |who| matches!(who.role, Administrator | Approver | ChannelManager);
    /// See jobs and dead letters.
    Operate = "portal.operate": |who| who.role == Administrator;
}
