//! What the pages of programmes ask and change.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::id::{FamilyId, PersonId};
use domain::programmes::{Programme, ProgrammeForm, RulesVersion};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::text_file::TextFile;
#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{Actor, ManageProgrammes, Permit};
#[cfg(feature = "ssr")]
use domain::accounts::Family;
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::id::ProgrammeId;
#[cfg(feature = "ssr")]
use domain::partners::Region;
#[cfg(feature = "ssr")]
use domain::programmes::{DecidedBy, NewProgramme};
#[cfg(feature = "ssr")]
use store::people::Decider;
#[cfg(feature = "ssr")]
use store::{Read, StoreError, Tx, programmes};

const MANAGERS: Gate = Gate::Roles(&[Role::Administrator, Role::ChannelManager]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/programmes/list", MANAGERS),
    ("/api/programmes/record", MANAGERS),
    ("/api/programmes/save", MANAGERS),
    ("/api/programmes/import", MANAGERS),
];

/// A programme as its editor shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgrammeRecord {
    /// The form of its next version, or of a new programme.
    pub form: ProgrammeForm,
    /// The versions of its rules, the newest first.
    pub versions: Vec<RulesVersion>,
    /// Families to choose from: those in use.
    pub families: Vec<(FamilyId, String)>,
    /// People who can be named for a step.
    pub deciders: Vec<(PersonId, String)>,
}

/// Every programme with the rules that count today, or will.
#[server(endpoint = "programmes/list", input = GetUrl, output = Rows)]
pub async fn list_programmes() -> Result<Vec<Programme>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageProgrammes)?;
    let mut read = desk.read().await?;
    Ok(programmes::all(&mut read, &permit, desk.now().day()).await?)
}

/// A programme for its editor; the usual rules for a new one.
#[server(endpoint = "programmes/record", input = GetUrl, output = Rows)]
pub async fn programme_for_editing(id: Option<String>) -> Result<ProgrammeRecord, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageProgrammes)?;
    let today = desk.now().day();
    let mut read = desk.read().await?;
    let families = store::accounts::active_families(&mut read, &desk.actor).await?;
    let families = families.into_iter().map(|family| (family.id, family.name)).collect();
    let deciders = store::people::deciders(&mut read, &permit).await?;
    let deciders = deciders.into_iter().map(|one| (one.id, one.name)).collect();
    let Some(id) = id else {
        let form = ProgrammeForm::empty(today);
        return Ok(ProgrammeRecord { form, versions: Vec::new(), families, deciders });
    };
    let programme = programmes::find(&mut read, &permit, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    let versions = programmes::versions(&mut read, &permit, &programme.id).await?;
    Ok(ProgrammeRecord { form: ProgrammeForm::of(&programme, today), versions, families, deciders })
}

/// Makes a programme, or the next version of its rules.
#[server(endpoint = "programmes/save", output = Rows)]
pub async fn save_programme(#[server(flatten)] form: ProgrammeForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageProgrammes)?;
    let new = form.check(desk.now().day())?;
    zones_are_known(&new)?;
    let mut tx = desk.begin().await?;
    let deciders = store::people::deciders(&mut tx, &permit).await?;
    they_can_decide(&form, &deciders)?;
    let id = match form.id.as_str() {
        "" => programmes::make(&mut tx, &permit, &new).await.map_err(taken)?,
        id => {
            let id: ProgrammeId = id.parse()?;
            let before = programmes::find(&mut tx, &permit, &id).await?.ok_or(ApiError::Missing)?;
            let seen = form.version.parse().map_err(|_| ApiError::Conflict)?;
            programmes::change(&mut tx, &permit, &before, seen, &new).await.map_err(taken)?;
            id
        }
    };
    tx.commit().await?;
    leptos_axum::redirect(&format!("/programmes/{id}?saved=1"));
    Ok(())
}

/// Reads a programme from its text: a new one, or the next version of the one that is called so.
#[server(endpoint = "programmes/import", output = Rows)]
pub async fn import_programme(text: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageProgrammes)?;
    let mut tx = desk.begin().await?;
    let id = import(&desk, &mut tx, &permit, &text).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/programmes/{id}?saved=1"));
    Ok(())
}

/// Makes of the text of a programme what it says.
#[cfg(feature = "ssr")]
async fn import(
    desk: &Desk,
    tx: &mut Tx,
    permit: &Permit<ManageProgrammes>,
    text: &str,
) -> Result<ProgrammeId, ApiError> {
    let families = store::accounts::active_families(tx, &desk.actor).await?;
    let deciders = store::people::deciders(tx, permit).await?;
    let new = TextFile::read(text, desk.now().day(), &families, &deciders)?;
    zones_are_known(&new)?;
    let Some(id) = programmes::named(tx, permit, &new.name).await? else {
        return programmes::make(tx, permit, &new).await.map_err(taken);
    };
    let before = programmes::find(tx, permit, &id).await?.ok_or(ApiError::Missing)?;
    programmes::change(tx, permit, &before, before.version, &new).await.map_err(taken)?;
    Ok(id)
}

/// A programme's name and its text.
#[cfg(feature = "ssr")]
pub async fn export(actor: &Actor, read: &mut Read, id: &str) -> Result<(String, String), ApiError> {
    let permit = actor.permit(ManageProgrammes)?;
    let programme = programmes::find(read, &permit, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    let families = store::accounts::active_families(read, actor).await?;
    let deciders = store::people::deciders(read, &permit).await?;
    let text = text_of(&programme, &families, &deciders)?;
    Ok((programme.name, text))
}

/// A programme as its text.
#[cfg(feature = "ssr")]
pub(crate) fn text_of(
    programme: &Programme,
    families: &[Family],
    deciders: &[Decider],
) -> Result<String, StoreError> {
    TextFile::of(programme, families, deciders).text()
}

#[cfg(feature = "ssr")]
fn zones_are_known(new: &NewProgramme) -> Result<(), ApiError> {
    let mut faults = Faults::new();
    let mut look = |field: String, zone: &str| {
        if !zone.is_empty() && jiff::tz::TimeZone::get(zone).is_err() {
            faults.add(field, Fault::NotATimeZone);
        }
    };
    look("zone".to_owned(), &new.rules.zone);
    for (at, region) in Region::ALL.iter().enumerate() {
        if let Some(calendar) = new.rules.calendars.get(region) {
            look(format!("region_zones[{at}]"), &calendar.zone);
        }
    }
    Ok(faults.or(Some(()))?)
}

/// Whoever is named for a step is somebody who can decide one.
#[cfg(feature = "ssr")]
fn they_can_decide(form: &ProgrammeForm, deciders: &[Decider]) -> Result<(), ApiError> {
    let mut faults = Faults::new();
    let named =
        form.steps.iter().enumerate().filter(|(_, step)| step.decided_by == DecidedBy::Named.as_str());
    for (at, step) in named {
        if !step.people.iter().all(|id| deciders.iter().any(|known| known.id.as_str() == id)) {
            faults.add(format!("steps[{at}][people]"), Fault::Unknown);
        }
    }
    Ok(faults.or(Some(()))?)
}

#[cfg(feature = "ssr")]
fn taken(error: StoreError) -> ApiError {
    match error {
        StoreError::Duplicate { .. } => Faults::of("name", Fault::Taken).into(),
        other => other.into(),
    }
}
