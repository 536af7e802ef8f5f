//! From what a form says of an account to what is kept, for the form itself and for rows of a table.

use crate::api::ApiError;
use domain::access::{ManageAccounts, Permit};
use domain::accounts::{AccountForm, NAME_MOST, NewAccount, account_parent_fits};
use domain::form::{Fault, Faults};
use domain::id::AccountId;
use store::accounts::record;

/// An account as its form begins with it.
pub(crate) fn as_form(record: record::Record) -> AccountForm {
    let record::Record { account, details, parent, .. } = record;
    AccountForm {
        id: account.id.to_string(),
        version: account.version.to_string(),
        key: String::new(),
        legal_name: account.legal_name,
        domain: account.domain,
        country: account.country,
        trading_names: details.trading_names.join("\n"),
        more_domains: details.more_domains.join("\n"),
        tax_number: details.tax_number,
        street: details.street,
        postcode: details.postcode,
        city: details.city,
        segment: details.segment.map(|segment| segment.to_string()).unwrap_or_default(),
        parent_account: parent.unwrap_or_default(),
        named_for: details.named_for.map(|partner| partner.to_string()).unwrap_or_default(),
    }
}

/// What the form comes to: checked, with the parent that it names, and named for an organisation that is there.
pub(crate) async fn settled(
    tx: &mut store::Tx,
    permit: &Permit<ManageAccounts>,
    before: Option<&record::Record>,
    form: &AccountForm,
) -> Result<NewAccount, ApiError> {
    let mut new = form.check()?;
    new.details.parent = parent(tx, permit, before, &form.parent_account).await?;
    if let Some(partner) = &new.details.named_for
        && !record::has_partner(tx, permit, partner).await?
    {
        return Err(Faults::of("named_for", Fault::Unknown).into());
    }
    Ok(new)
}

/// The account that these words name as parent: the one that it has already, or the only one of this name or domain.
async fn parent(
    tx: &mut store::Tx,
    permit: &Permit<ManageAccounts>,
    before: Option<&record::Record>,
    words: &str,
) -> Result<Option<AccountId>, ApiError> {
    let words =
        domain::text::optional_line(words, NAME_MOST).map_err(|fault| Faults::of("parent_account", fault))?;
    if words.is_empty() {
        return Ok(None);
    }
    let kept = before.filter(|record| record.parent.as_ref() == Some(&words));
    if let Some(kept) = kept.and_then(|record| record.details.parent.clone()) {
        return Ok(Some(kept));
    }
    let chain = match record::called(tx, permit, &words).await? {
        Some(found) => record::chain(tx, permit, &found).await?,
        None => Vec::new(),
    };
    account_parent_fits(before.map(|record| &record.account.id), &chain)
        .map_err(|fault| Faults::of("parent_account", fault))?;
    Ok(chain.into_iter().next())
}
