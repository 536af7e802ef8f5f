//! Rows of named accounts: each puts a partner on record for an account, once for each of its families.

use super::accounts::country;
use super::work::{Found, Run, meanwhile};
use crate::api::ApiError;
use domain::access::{ManageAccounts, Permit};
use domain::accounts::{NewOfRecord, OfRecordForm, Period, with_one_more};
use domain::form::{Fault, Faults};
use domain::id::{AccountId, FamilyId, PartnerId};
use domain::imports::{Difference, Fate, Named, Plan, Planned};
use domain::text;
use std::collections::BTreeMap;
use store::accounts::imports::rows::{self, Waiting};
use store::accounts::of_record::{self, NotOnRecord};
use store::accounts::{self, meant, record};
use store::{Tx, people};

/// What names stand for, asked once for all rows of a part.
pub(super) struct Known {
    families: BTreeMap<String, FamilyId>,
    partners: BTreeMap<PartnerId, String>,
}

impl Known {
    pub(super) async fn of(tx: &mut Tx, permit: &Permit<ManageAccounts>) -> Result<Self, ApiError> {
        let families = accounts::families(tx, permit).await?;
        Ok(Self {
            families: families.into_iter().map(|one| (one.name.to_lowercase(), one.id)).collect(),
            partners: record::partners(tx, permit).await?.into_iter().collect(),
        })
    }
}

/// Who has an account for a family, one after the other.
type History = Vec<(PartnerId, Period)>;

/// A history in a few characters: whether it is still the one that was looked at.
fn sign(history: &History) -> String {
    let said = |(partner, period): &(PartnerId, Period)| {
        format!("{partner} {} {}", period.from, period.until.map(|day| day.to_string()).unwrap_or_default())
    };
    people::secret_hash(&history.iter().map(said).collect::<Vec<_>>().join("\n")).chars().take(16).collect()
}

fn mark(account: &AccountId, family: &FamilyId) -> String {
    format!("r {account} {family}")
}

impl Run<'_> {
    /// What becomes of a row, as things are and with the rows before it.
    pub(super) async fn named_found(
        &self,
        tx: &mut Tx,
        known: &Known,
        row: &Waiting,
    ) -> Result<Found, ApiError> {
        let reason = match self.taken.file.as_str() {
            "" => format!("Import {}", self.taken.day),
            file => file.to_owned(),
        };
        let named = Named::of(&self.taken.columns, &row.record, &reason);
        let (account, all) = match self.checked(tx, known, named).await? {
            Ok(checked) => checked,
            Err(faults) => return Ok(Found::refused(faults)),
        };
        let (mut plan, mut stands, mut what) =
            (Plan { account, periods: Vec::new() }, Vec::new(), Vec::new());
        for new in all {
            let history = self.history(tx, row, &plan.account, &new.family).await?;
            match with_one_more(&history, &new) {
                Err(fault) => return Ok(Found::fault("from_on", fault)),
                Ok(None) => {}
                Ok(Some((_, before))) => {
                    let called = |id: &PartnerId| known.partners.get(id).cloned().unwrap_or_default();
                    let before = before.filter(|before| *before != new.partner);
                    what.extend(
                        before
                            .and_then(|one| Difference::of("partner", &called(&one), &called(&new.partner))),
                    );
                    stands.push(sign(&history));
                    plan.periods.push(new);
                }
            }
        }
        let fate = match (plan.periods.is_empty(), what.is_empty()) {
            (true, _) => Fate::Unchanged,
            (_, true) => Fate::New,
            _ => Fate::Changed(what),
        };
        let marks = plan.periods.iter().map(|new| mark(&plan.account, &new.family)).collect();
        Ok(Found { fate, stands: stands.join(" "), plan: Planned::OnRecord(plan), marks })
    }

    /// The account and what the form of each family comes to.
    async fn checked(
        &self,
        tx: &mut Tx,
        known: &Known,
        named: Named,
    ) -> Result<Result<(AccountId, Vec<NewOfRecord>), Faults>, ApiError> {
        let mut faults = Faults::new();
        let code = match named.country.as_str() {
            "" => Some(String::new()),
            said => faults.keep("country", text::country(&country(said))),
        };
        let by = meant::Meant {
            name: &named.account,
            country: code.as_deref().unwrap_or_default(),
            domain: &named.domain,
            number: &named.tax_number,
        };
        let is_empty = by.name.is_empty() && by.domain.is_empty() && by.number.is_empty();
        let account = match meant::meant(tx, &self.permit, by).await?.as_slice() {
            [only] if code.is_some() => Some(only.clone()),
            _ if code.is_none() => None,
            _ => faults.keep("account", Err(if is_empty { Fault::Missing } else { Fault::Unknown })),
        };
        let partner = match named.partner.as_str() {
            "" => Err(Fault::Missing),
            name => record::partner_named(tx, &self.permit, name).await?.ok_or(Fault::Unknown),
        };
        let partner = faults.keep("partner", partner);
        let mut families = Vec::new();
        for name in &named.families {
            let family = known.families.get(&name.to_lowercase()).ok_or(Fault::Unknown);
            families.extend(faults.keep("families", family).filter(|family| !families.contains(family)));
        }
        if named.families.is_empty() {
            faults.add("families", Fault::Missing);
        }
        let mut all = Vec::new();
        for family in families {
            let form = OfRecordForm {
                family: family.to_string(),
                partner: partner.as_ref().map(ToString::to_string).unwrap_or_default(),
                ..named.form.clone()
            };
            match form.check() {
                Ok(new) => all.push(new),
                // What is wrong with the days is said once, and what is wrong with the partner was.
                Err(wrong) => {
                    for (field, fault) in wrong.iter() {
                        if faults.on(field).is_none() {
                            faults.add(field, fault.clone());
                        }
                    }
                    break;
                }
            }
        }
        Ok(faults.or(account.map(|account| (account, all))))
    }

    /// Who has the account for the family, with what rows before this one do to it.
    async fn history(
        &self,
        tx: &mut Tx,
        row: &Waiting,
        account: &AccountId,
        family: &FamilyId,
    ) -> Result<History, ApiError> {
        let mut history = of_record::history(tx, &self.permit, account, family).await?;
        for (_, plan) in rows::met(tx, &self.taken.id, row.line(), &[mark(account, family)]).await? {
            let Planned::OnRecord(plan) = plan else { continue };
            for new in plan.periods.iter().filter(|new| new.family == *family) {
                if let Ok(Some((after, _))) = with_one_more(&history, new) {
                    history = after;
                }
            }
        }
        Ok(history)
    }

    /// Does what the row says, if things are as they were when it was looked at; answers what became of it where that is something else.
    pub(super) async fn named_applied(&self, tx: &mut Tx, row: &Waiting) -> Result<Option<Fate>, ApiError> {
        let Planned::OnRecord(plan) = &row.plan else { return Ok(meanwhile("account")) };
        if accounts::find(tx, &self.permit, &plan.account).await?.is_none() {
            return Ok(meanwhile("account"));
        }
        for (new, stood) in plan.periods.iter().zip(row.stands.split(' ')) {
            let history = of_record::history(tx, &self.permit, &plan.account, &new.family).await?;
            if sign(&history) != stood {
                return Ok(meanwhile("from_on"));
            }
        }
        for new in &plan.periods {
            match of_record::assign(tx, &self.permit, &plan.account, new).await {
                Ok(()) => {}
                Err(NotOnRecord::Store(error)) => return Err(error.into()),
                // It was tried against this very history.
                Err(NotOnRecord::Field(..)) => return Err(ApiError::Conflict),
            }
        }
        Ok(None)
    }
}
