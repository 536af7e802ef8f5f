//! Announcements of the demo programme: one for everybody, one for some that has to be confirmed, one that is planned.

use super::SeedError;
use crate::state::State;
use domain::access::{ManageAnnouncements, Permit};
use domain::announcements::{Audience, NewAnnouncement};
use domain::partners::{PartnerType, Region, Tier};
use domain::time::Day;
use store::announcements::writing;

const WELCOME: &str = "Your customers ask for storage that lasts. From today you find here:\n\n\
- **courses** that end with a certificate,\n- **data sheets** with your own brand on them,\n\
- **deal registration** with an answer within two working days.\n\nQuestions? Write a comment on your deal, \
or to your channel manager.";

const PRICES: &str = "## What changes\n\nThe prices of *Edge routers* and *Support plans* change with the new \
year. Quotes that you have given out stay good until **31 January**.\n\nPlease confirm that you have read this.";

const CAMPAIGN: &str =
    "We start the spring campaign together. The material is in the library from that day on.";

/// Plants them.
pub(super) async fn plant(state: &State) -> Result<(), SeedError> {
    let today = state.now().day();
    let gold = Audience {
        tiers: vec![Tier::Gold, Tier::Platinum],
        types: vec![PartnerType::Reseller, PartnerType::Distributor],
        ..Audience::default()
    };
    let emea = Audience { regions: vec![Region::Emea], ..Audience::default() };
    one(state, 9, "Welcome to the partner portal", WELCOME, Audience::default(), None, false).await?;
    one(state, 2, "New prices from January", PRICES, gold, None, true).await?;
    one(state, 1, "Spring campaign", CAMPAIGN, emea, Some(today.plus_days(30)), false).await
}

async fn one(
    state: &State,
    days_ago: i64,
    title: &str,
    body: &str,
    audience: Audience,
    publish_on: Option<Day>,
    acknowledge: bool,
) -> Result<(), SeedError> {
    let permit = Permit::of_the_portal(ManageAnnouncements);
    let new = NewAnnouncement {
        title: title.into(),
        body: body.into(),
        audience,
        publish_on,
        expire_on: None,
        acknowledge,
    };
    let mut tx = state.portal.store.begin(state.now().plus_days(-days_ago)).await?;
    let id = writing::make(&mut tx, &permit, &new, &format!("demo-{title}")).await?;
    if let Some(made) = writing::find(&mut tx, &permit, &id).await? {
        writing::publish(&mut tx, &permit, &made, made.version).await?;
    }
    Ok(tx.commit().await?)
}
