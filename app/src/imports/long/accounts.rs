//! Rows of customer accounts: each fills the form of an account, and what the form's own rules make of it is the row's fate.

use super::work::{Found, Run, meanwhile, of_row};
use crate::accounts::saving::{as_form, settled};
use crate::api::ApiError;
use crate::imports::run::choice;
use crate::texts::{speaking, text as texts};
use crate::words;
use domain::accounts::{AccountForm, NAME_MOST, NewAccount, Segment};
use domain::form::{Fault, Faults};
use domain::imports::{Difference, Fate, FateKind, Like, Planned, account_form};
use domain::language::Language;
use domain::text;
use store::accounts::imports::rows::{self, Waiting};
use store::accounts::meant::{self, Sought};
use store::accounts::{self, record};
use store::{StoreError, Tx};

/// The code of a country, however it is said: the code itself, or its name in any of our languages.
pub(super) fn country(cell: &str) -> String {
    let wanted = cell.trim().to_lowercase();
    if wanted.len() > 2 {
        for language in Language::ALL {
            let all = speaking(*language, texts::countries);
            if let Some((code, _)) = all.iter().find(|(_, name)| name.to_lowercase() == wanted) {
                return (*code).to_owned();
            }
        }
    }
    cell.trim().to_owned()
}

/// As a parent is looked for among accounts that are there: letter by letter.
fn by_name(name: &str) -> String {
    format!("n {name}")
}

fn by_domain(domain: &str) -> String {
    format!("d {domain}")
}

fn by_name_in(country: &str, name: &str) -> String {
    format!("c {country} {}", name.to_lowercase())
}

impl Run<'_> {
    /// The form that a row fills, over that of the account as it is.
    async fn filled(
        &self,
        tx: &mut Tx,
        row: &Waiting,
        before: AccountForm,
    ) -> Result<Result<AccountForm, Faults>, ApiError> {
        let columns = &self.taken.columns;
        let partner = columns.cell(&row.record, "named_for").unwrap_or_default();
        let partner = match partner {
            "" => String::new(),
            name => match record::partner_named(tx, &self.permit, name).await? {
                Some(partner) => partner.to_string(),
                None => return Ok(Err(Faults::of("named_for", Fault::Unknown))),
            },
        };
        let word = |field: &'static str, cell: &str| match field {
            "country" => country(cell),
            "segment" => choice(cell, Segment::ALL, Segment::as_str, |one| words::segment(one).to_owned()),
            "named_for" => partner.clone(),
            _ => cell.to_owned(),
        };
        Ok(Ok(account_form(columns, &row.record, before, word)))
    }

    /// The account that is called just as the row says, if there is one.
    async fn called_so(
        &self,
        tx: &mut Tx,
        form: &AccountForm,
    ) -> Result<Result<Option<record::Record>, Fault>, ApiError> {
        let (Ok(name), Ok(country)) = (text::line(&form.legal_name, NAME_MOST), text::country(&form.country))
        else {
            return Ok(Ok(None));
        };
        Ok(match meant::same(tx, &self.permit, &name, &country).await?.as_slice() {
            [] => Ok(None),
            [only] => Ok(record::find(tx, &self.scope, only).await?),
            _ => Err(Fault::Taken),
        })
    }

    /// What becomes of a row, as things are and with the rows before it.
    pub(super) async fn account_found(&self, tx: &mut Tx, row: &Waiting) -> Result<Found, ApiError> {
        let form = match self.filled(tx, row, AccountForm::default()).await? {
            Ok(form) => form,
            Err(faults) => return Ok(Found::refused(faults)),
        };
        let before = match self.called_so(tx, &form).await? {
            Ok(before) => before,
            Err(fault) => return Ok(Found::fault("legal_name", fault)),
        };
        let form = match &before {
            None => form,
            Some(before) => match self.filled(tx, row, as_form(before.clone())).await? {
                Ok(form) => form,
                Err(faults) => return Ok(Found::refused(faults)),
            },
        };
        let (new, above) = match self.settled_here(tx, row, before.as_ref(), form.clone()).await? {
            Ok(settled) => settled,
            Err(faults) => return Ok(Found::refused(faults)),
        };
        let own = by_name_in(&new.country, &new.legal_name);
        let (id, line) = (&self.taken.id, row.line());
        if !rows::met(tx, id, line, std::slice::from_ref(&own)).await?.is_empty() {
            return Ok(Found::fault("legal_name", Fault::Taken));
        }
        let mut marks = vec![by_name(&new.legal_name), own];
        marks.extend(Some(&new.domain).filter(|domain| !domain.is_empty()).map(|domain| by_domain(domain)));
        if let Some(before) = before {
            let what = self.differences(tx, &before, &new, &form, above.is_some()).await?;
            let fate = if what.is_empty() { Fate::Unchanged } else { Fate::Changed(what) };
            let stands = format!("{} {}", before.account.id, before.account.version);
            return Ok(Found { fate, stands, plan: Planned::Nothing, marks });
        }
        let sought = Sought::of(&new);
        let found_by = sought.marks();
        let like = self.like(tx, row, (&sought, &found_by), above).await?;
        let fate = if like.is_empty() { Fate::New } else { Fate::Alike(like) };
        marks.extend(found_by);
        Ok(Found { fate, stands: String::new(), plan: Planned::Account(Box::new(new)), marks })
    }

    /// What the form comes to. A parent that is not there yet may stand in a row above, whose line is told then.
    async fn settled_here(
        &self,
        tx: &mut Tx,
        row: &Waiting,
        before: Option<&record::Record>,
        mut form: AccountForm,
    ) -> Result<Result<(NewAccount, Option<i64>), Faults>, ApiError> {
        let faults = match of_row(settled(tx, &self.permit, before, &form).await)? {
            Ok(new) => return Ok(Ok((new, None))),
            Err(faults) => faults,
        };
        if faults.on("parent_account") != Some(&Fault::Unknown) {
            return Ok(Err(faults));
        }
        let words = text::optional_line(&form.parent_account, NAME_MOST).unwrap_or_default();
        let marks = [by_name(&words), by_domain(&words)];
        let above = match rows::met(tx, &self.taken.id, row.line(), &marks).await?.as_slice() {
            [(line, _)] => *line,
            _ => return Ok(Err(faults)),
        };
        form.parent_account = String::new();
        let settled = of_row(settled(tx, &self.permit, before, &form).await)?;
        Ok(settled.map(|new| (new, Some(above))))
    }

    /// What a row may be the same as: accounts that are there, and rows before it that are made. Its parent is another one.
    async fn like(
        &self,
        tx: &mut Tx,
        row: &Waiting,
        (sought, marks): (&Sought<'_>, &[String]),
        above: Option<i64>,
    ) -> Result<Vec<Like>, ApiError> {
        let known = sought.may_be(tx, &self.permit).await?;
        let mut like: Vec<Like> =
            known.into_iter().map(|(id, name)| Like::Known(id.to_string(), name)).collect();
        for (line, plan) in rows::met(tx, &self.taken.id, row.line(), marks).await? {
            let Planned::Account(other) = plan else { continue };
            if like.len() < 3 && above != Some(line) && sought.may_be_one(&other) {
                like.push(Like::Line(line));
            }
        }
        Ok(like)
    }

    async fn differences(
        &self,
        tx: &mut Tx,
        before: &record::Record,
        new: &NewAccount,
        form: &AccountForm,
        is_parent_new: bool,
    ) -> Result<Vec<Difference>, ApiError> {
        let (was, is) = (&before.details, &new.details);
        let listed = |all: &[String]| all.join(", ");
        let segment = |one: Option<Segment>| one.map_or("", Segment::as_str);
        let mut what: Vec<Difference> = [
            Difference::of("country", &before.account.country, &new.country),
            Difference::of("domain", &before.account.domain, &new.domain),
            Difference::of("trading_names", &listed(&was.trading_names), &listed(&is.trading_names)),
            Difference::of("more_domains", &listed(&was.more_domains), &listed(&is.more_domains)),
            Difference::of("tax_number", &was.tax_number, &is.tax_number),
            Difference::of("street", &was.street, &is.street),
            Difference::of("postcode", &was.postcode, &is.postcode),
            Difference::of("city", &was.city, &is.city),
            Difference::of("segment", segment(was.segment), segment(is.segment)),
        ]
        .into_iter()
        .flatten()
        .collect();
        if is_parent_new || was.parent != is.parent {
            let known = before.parent.clone().unwrap_or_default();
            what.extend(Difference::of("parent_account", &known, &form.parent_account));
        }
        if was.named_for != is.named_for {
            let known = before.account.named_for.clone().unwrap_or_default();
            let named = match &is.named_for {
                None => String::new(),
                Some(partner) => record::partner_name(tx, &self.permit, partner).await?.unwrap_or_default(),
            };
            what.extend(Difference::of("named_for", &known, &named));
        }
        Ok(what)
    }

    /// Does what the row says, if things are as they were when it was looked at; answers what became of it where that is something else.
    pub(super) async fn account_applied(
        &self,
        tx: &mut Tx,
        row: &Waiting,
        kind: FateKind,
    ) -> Result<Option<Fate>, ApiError> {
        let looked_at = row.stands.split_once(' ');
        let before = match looked_at
            .and_then(|(id, version)| Some((id.parse().ok()?, version.parse::<i64>().ok()?)))
        {
            None => None,
            Some((id, version)) => match record::find(tx, &self.scope, &id).await? {
                Some(record) if record.account.version == version && record.merged_into.is_none() => {
                    Some(record)
                }
                _ => return Ok(meanwhile("legal_name")),
            },
        };
        let form = match self.filled(tx, row, before.clone().map(as_form).unwrap_or_default()).await? {
            Ok(form) => form,
            Err(faults) => return Ok(Some(Fate::Refused(faults))),
        };
        let new = match of_row(settled(tx, &self.permit, before.as_ref(), &form).await)? {
            Ok(new) => new,
            Err(faults) => return Ok(Some(Fate::Refused(faults))),
        };
        let Some(before) = before else {
            if !meant::same(tx, &self.permit, &new.legal_name, &new.country).await?.is_empty() {
                return Ok(meanwhile("legal_name"));
            }
            let key = format!("{}:{}", self.taken.id, row.line());
            accounts::make(tx, &self.permit, &new, &key).await?;
            return Ok((kind != FateKind::New).then_some(Fate::New));
        };
        match accounts::change(tx, &self.permit, &before.account, before.account.version, &new).await {
            Err(StoreError::Stale) => Ok(meanwhile("legal_name")),
            done => done.map(|()| None).map_err(ApiError::from),
        }
    }
}
