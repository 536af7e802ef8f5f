//! Doing what the rows of a table say, one after the other, within the caller's transaction; a row that is refused leaves
//! nothing. The rules are those of the forms.

use crate::api::{ApiError, Desk};
use crate::partners::choice_faults;
use crate::texts::speaking;
use crate::words;
use domain::access::{ManagePartners, ManagePeople, Permit, Role, Scope};
use domain::form::{Fault, Faults};
use domain::id::{PartnerId, PersonId};
use domain::imports::{Difference, Fate, Line, Record, Sheet, Sort, list};
use domain::language::Language;
use domain::partners::{NewPartner, Partner, PartnerForm, PartnerType, Region, Tier};
use domain::people::{DomainOwner, NAME_MOST, NewInvitation, PersonLine};
use domain::text;
use std::collections::BTreeSet;
use store::people::{self, NewPerson, changes};
use store::{StoreError, Tx, partners};

/// What was looked at, as one number: the rows with their fates, and the records they are about with their versions.
pub(super) fn seal(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        let fate = match &line.fate {
            Fate::New => "new".to_owned(),
            Fate::Unchanged => "same".to_owned(),
            Fate::Changed(what) => what.iter().map(|one| one.field.as_str()).collect::<Vec<_>>().join("+"),
            Fate::Refused(faults) => serde_json_of(faults),
            Fate::Alike(_) => "alike".to_owned(),
        };
        text.push_str(&format!("{} {} {fate}\n", line.line, line.stands));
    }
    people::secret_hash(&text)
}

fn serde_json_of(faults: &Faults) -> String {
    faults.iter().map(|(field, fault)| format!("{field}:{fault:?}")).collect::<Vec<_>>().join(",")
}

/// What this run has made or met, so that no row is about a record of another row.
struct Run<'a> {
    desk: &'a Desk,
    organisations: Permit<ManagePartners>,
    people: Permit<ManagePeople>,
    met: BTreeSet<String>,
    made: BTreeSet<PartnerId>,
}

/// Does everything that the table says. The transaction is the caller's to keep or to drop.
pub(super) async fn run(desk: &Desk, tx: &mut Tx, sheet: &Sheet) -> Result<Vec<Line>, ApiError> {
    let mut run = Run {
        desk,
        organisations: desk.actor.permit(ManagePartners)?,
        people: desk.actor.permit(ManagePeople)?,
        met: BTreeSet::new(),
        made: BTreeSet::new(),
    };
    let mut lines = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        lines.push(match sheet.columns.sort {
            Sort::Organisations => run.organisation(tx, sheet, row).await?,
            Sort::People => run.person(tx, sheet, row).await?,
            // They are brought in the background.
            Sort::Accounts | Sort::NamedAccounts => return Err(ApiError::Missing),
        });
    }
    Ok(lines)
}

fn line(row: &Record, name: &str, (fate, stands): (Fate, String)) -> Line {
    Line { line: row.0, name: name.chars().take(120).collect(), fate, stands }
}

fn refused(field: &'static str, fault: Fault) -> (Fate, String) {
    (Fate::Refused(Faults::of(field, fault)), String::new())
}

/// The word of a choice, however it is said: as we keep it, or as any of our languages says it.
pub(super) fn choice<T: Copy>(
    cell: &str,
    all: &[T],
    word: fn(T) -> &'static str,
    said: fn(T) -> String,
) -> String {
    let wanted = cell.trim().to_lowercase();
    let fits = |one: &T| {
        let plain = word(*one);
        plain == wanted
            || plain.replace('_', " ") == wanted
            || Language::ALL
                .iter()
                .any(|language| speaking(*language, || said(*one)).to_lowercase() == wanted)
    };
    all.iter().find(|one| fits(one)).map_or_else(|| cell.trim().to_owned(), |one| word(*one).to_owned())
}

impl Run<'_> {
    async fn organisation(&mut self, tx: &mut Tx, sheet: &Sheet, row: &Record) -> Result<Line, ApiError> {
        let name = sheet.columns.cell(row, "name").unwrap_or_default();
        let found = partners::named(tx, &self.organisations, name).await?;
        let fate = if !self.met.insert(name.to_lowercase()) || found.len() > 1 {
            refused("name", Fault::Taken)
        } else {
            self.of_organisation(tx, sheet, row, found.first()).await?
        };
        Ok(line(row, name, fate))
    }

    async fn of_organisation(
        &mut self,
        tx: &mut Tx,
        sheet: &Sheet,
        row: &Record,
        found: Option<&PartnerId>,
    ) -> Result<(Fate, String), ApiError> {
        let before = match found {
            Some(id) => partners::find(tx, &Scope::All, id).await?,
            None => None,
        };
        let form = match self.filled(tx, sheet, row, before.as_ref()).await? {
            Ok(form) => form,
            Err(faults) => return Ok((Fate::Refused(faults), String::new())),
        };
        let new = match form.check() {
            Ok(new) => new,
            Err(faults) => return Ok((Fate::Refused(faults), String::new())),
        };
        let mut faults = choice_faults(self.desk, tx, &self.organisations, found, &new).await?;
        for domain in &new.domains {
            if partners::by_domain(tx, domain).await?.is_some_and(|owner| Some(&owner) != found) {
                faults.add("domains", Fault::OthersDomain);
                break;
            }
        }
        if !faults.is_empty() {
            return Ok((Fate::Refused(faults), String::new()));
        }
        let parent = new
            .parent
            .as_ref()
            .map_or("", |parent| if self.made.contains(parent) { "new" } else { parent.as_str() });
        let manager = new.manager.as_ref().map_or("", PersonId::as_str);
        let Some(before) = before else {
            let id = partners::make(tx, &self.organisations, &new).await?;
            self.made.insert(id);
            return Ok((Fate::New, format!("{parent}:{manager}")));
        };
        let stands = format!("{}:{}:{parent}:{manager}", before.id, before.version);
        let what = differences(&before, &new, sheet, row);
        if what.is_empty() {
            return Ok((Fate::Unchanged, stands));
        }
        partners::change(tx, &self.organisations, &before, before.version, &new).await?;
        Ok((Fate::Changed(what), stands))
    }

    /// The form of an organisation as it is, with what the row says written over it. An empty cell says nothing where
    /// something is needed, and takes away what may be missing.
    async fn filled(
        &self,
        tx: &mut Tx,
        sheet: &Sheet,
        row: &Record,
        before: Option<&Partner>,
    ) -> Result<Result<PartnerForm, Faults>, ApiError> {
        let cell = |field: &str| sheet.columns.cell(row, field);
        let full = |field: &str| cell(field).filter(|cell| !cell.is_empty());
        let kept = |read: fn(&Partner) -> String| before.map(read).unwrap_or_default();
        let mut form = PartnerForm {
            name: cell("name").unwrap_or_default().to_owned(),
            domains: cell("domains")
                .map_or_else(|| kept(|p| p.domains.join(" ")), |cell| list(cell).join(" ")),
            types: before.map(|p| p.types.iter().map(ToString::to_string).collect()).unwrap_or_default(),
            tier: kept(|p| p.tier.to_string()),
            region: kept(|p| p.region.to_string()),
            parent: kept(|p| p.parent.as_ref().map_or(String::new(), |(id, _)| id.to_string())),
            manager: kept(|p| p.manager.as_ref().map_or(String::new(), |(id, _)| id.to_string())),
            ..PartnerForm::default()
        };
        if before.is_none() {
            form.tier = Tier::Registered.to_string();
        }
        if let Some(cell) = full("types") {
            let type_of =
                |word: &str| choice(word, PartnerType::ALL, PartnerType::as_str, words::partner_type);
            form.types = list(cell).into_iter().map(type_of).collect();
        }
        if let Some(cell) = full("tier") {
            form.tier = choice(cell, Tier::ALL, Tier::as_str, words::tier);
        }
        if let Some(cell) = full("region") {
            form.region = choice(cell, Region::ALL, Region::as_str, words::region);
        }
        match cell("parent") {
            None => {}
            Some("") => form.parent = String::new(),
            Some(name) => match partners::named(tx, &self.organisations, name).await?.as_slice() {
                [only] => form.parent = only.to_string(),
                _ => return Ok(Err(Faults::of("parent", Fault::Unknown))),
            },
        }
        match cell("manager") {
            None => {}
            Some("") => form.manager = String::new(),
            Some(email) => match people::by_email(tx, &self.people, &email.to_lowercase()).await? {
                Some(person) => form.manager = person.id.to_string(),
                None => return Ok(Err(Faults::of("manager", Fault::Unknown))),
            },
        }
        Ok(Ok(form))
    }

    async fn person(&mut self, tx: &mut Tx, sheet: &Sheet, row: &Record) -> Result<Line, ApiError> {
        let cell = |field: &str| sheet.columns.cell(row, field);
        let email = cell("email").unwrap_or_default();
        let mut faults = Faults::new();
        let checked = faults.keep("email", text::email(email));
        let name = cell("name").filter(|name| !name.is_empty());
        let name = name.and_then(|name| faults.keep("name", text::line(name, NAME_MOST)));
        let role = cell("role").filter(|role| !role.is_empty());
        let role = role.and_then(|role| {
            let said = choice(role, Role::ALL, Role::as_str, |role| words::role(role).to_owned());
            let role = said.parse::<Role>().ok().filter(|role| role.is_partner());
            faults.keep("role", role.ok_or(Fault::Unknown))
        });
        let within = cell("partner").unwrap_or_default();
        let within = match partners::named(tx, &self.organisations, within).await?.as_slice() {
            [only] => Some(only.clone()),
            _ => faults.keep("partner", Err(if within.is_empty() { Fault::Missing } else { Fault::Unknown })),
        };
        let shown = name.clone().unwrap_or_else(|| email.to_owned());
        let (Some(email), Some(within), true) = (checked, within, faults.is_empty()) else {
            return Ok(line(row, &shown, (Fate::Refused(faults), String::new())));
        };
        let fate = if self.met.insert(email.clone()) {
            self.of_person(tx, (name, email, role), within).await?
        } else {
            refused("email", Fault::Taken)
        };
        Ok(line(row, &shown, fate))
    }

    async fn of_person(
        &self,
        tx: &mut Tx,
        (name, email, role): (Option<String>, String, Option<Role>),
        within: PartnerId,
    ) -> Result<(Fate, String), ApiError> {
        if let Some(before) = people::by_email(tx, &self.people, &email).await? {
            return self.of_known_person(tx, before, (name, role), &within).await;
        }
        let Some(name) = name else { return Ok(refused("name", Fault::Missing)) };
        let role = role.unwrap_or(Role::PartnerUser);
        let host = text::host(&email);
        let owner = match partners::by_domain(tx, host).await? {
            Some(partner) => DomainOwner::Partner(partner),
            None if self.desk.vendor().domains.iter().any(|own| own == host) => DomainOwner::Vendor,
            None => DomainOwner::Nobody,
        };
        let asked = NewInvitation { partner: Some(within.clone()), email: email.clone(), role };
        if let Err(fault) = asked.address_fits(&owner, true) {
            return Ok(refused("email", fault));
        }
        let stands = within.to_string();
        let new = NewPerson { name, email, role, partner: Some(within), password_hash: None };
        people::make(tx, &self.people, &new).await?;
        Ok((Fate::New, stands))
    }

    async fn of_known_person(
        &self,
        tx: &mut Tx,
        before: PersonLine,
        (name, role): (Option<String>, Option<Role>),
        within: &PartnerId,
    ) -> Result<(Fate, String), ApiError> {
        // Nobody is moved from one organisation into another, nor from the vendor, by a table.
        if before.partner.as_ref().map(|(id, _)| id) != Some(within) {
            return Ok(refused("email", Fault::Taken));
        }
        let stands = format!("{}:{}", before.id, before.version);
        let name = name.unwrap_or_else(|| before.name.clone());
        let role = role.unwrap_or(before.role);
        let mut what = Vec::new();
        if name != before.name {
            what.push(difference("name", before.name.clone(), name.clone()));
        }
        if role != before.role {
            what.push(difference("role", words::role(before.role).to_owned(), words::role(role).to_owned()));
        }
        let mut now = before;
        if name != now.name {
            now = changes::rename(tx, &self.people, &now, &name).await?;
        }
        if role != now.role {
            let version = now.version;
            changes::change_role(tx, &self.people, &now, version, role)
                .await
                .map_err(|_| StoreError::Stale)?;
        }
        Ok((if what.is_empty() { Fate::Unchanged } else { Fate::Changed(what) }, stands))
    }
}

fn difference(field: &str, before: String, after: String) -> Difference {
    Difference { field: field.to_owned(), before, after }
}

fn differences(before: &Partner, new: &NewPartner, sheet: &Sheet, row: &Record) -> Vec<Difference> {
    let types = |types: &[PartnerType]| {
        types.iter().map(|one| words::partner_type(*one)).collect::<Vec<_>>().join(", ")
    };
    let cell = |field: &str| sheet.columns.cell(row, field).unwrap_or_default().to_owned();
    let named =
        |pair: &Option<(PartnerId, String)>| pair.as_ref().map_or(String::new(), |(_, name)| name.clone());
    let mut what = Vec::new();
    let mut told = |field: &str, differs: bool, before: String, after: String| {
        if differs {
            what.push(difference(field, before, after));
        }
    };
    told("domains", before.domains != new.domains, before.domains.join(", "), new.domains.join(", "));
    let mut sorted = before.types.clone();
    sorted.sort();
    told("types", sorted != new.types, types(&before.types), types(&new.types));
    told("tier", before.tier != new.tier, words::tier(before.tier), words::tier(new.tier));
    told("region", before.region != new.region, words::region(before.region), words::region(new.region));
    let parent = before.parent.as_ref().map(|(id, _)| id);
    told("parent", parent != new.parent.as_ref(), named(&before.parent), cell("parent"));
    let manager = before.manager.as_ref().map(|(id, _)| id);
    let managed = before.manager.as_ref().map_or(String::new(), |(_, name)| name.clone());
    told("manager", manager != new.manager.as_ref(), managed, cell("manager"));
    what
}
