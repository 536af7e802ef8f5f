//! What lies ahead of a registration, told while it is typed: by when it is answered, and who agrees to what in which order.

use crate::api::{ApiError, Desk};
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Card, Fact, Facts};
use crate::words;
use domain::access::{Permit, RegisterDeal};
use domain::deals::DealForm;
use domain::programmes::{Rules, StepAhead};
use domain::time::Instant;
use leptos::prelude::*;
use store::programmes;

/// It drawn, by the rules that the form is typed under; nothing while amount and families do not say which steps there are.
pub(super) async fn ahead(
    desk: &Desk,
    read: &mut store::Read,
    permit: &Permit<RegisterDeal>,
    rules: &Rules,
    form: &DealForm,
) -> Result<String, ApiError> {
    let (region, by) = programmes::outlook(read, permit, rules, desk.now()).await?;
    Ok(rules.ahead(form, region).map(|steps| card(steps, by)).unwrap_or_default())
}

fn card(steps: Vec<StepAhead>, by: Instant) -> String {
    let one = steps.is_empty().then(|| {
        view! { <Fact label=text::deals::ahead_who()>{text::programmes::by_approver()}</Fact> }.erase()
    });
    let steps = steps
        .into_iter()
        .map(|step| {
            let label = match step.public_name.as_str() {
                "" => text::programmes::step_number(step.number),
                name => text::programmes::step_named(step.number, name),
            };
            view! { <Fact label>{words::decided_by(step.decided_by)}</Fact> }.erase()
        })
        .erase_all();
    view! {
        <Card title=text::deals::ahead_title()>
            <Facts>
                {one}
                {steps}
                <Fact label=text::deals::ahead_by()>{words::at(by)}</Fact>
            </Facts>
        </Card>
    }
    .erase()
    .to_html()
}
