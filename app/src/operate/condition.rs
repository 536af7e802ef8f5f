//! Whether the portal is well, what waits, and what it takes.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::erase::{Erase, EraseAll};
use crate::loading::load;
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, Card, Cell, CellKind, DataTable, Fact, Facts, Figure, Figures, Head, Row, Section, Tone,
};
use crate::words;
use domain::access::Role;
use domain::operate::{Check, Finding, Verdict};
use domain::time::Instant;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::Operate;
use domain::sizes::bytes_in_words;
#[cfg(feature = "ssr")]
use store::{files, mail, outbox, soundness};

const OPERATORS: Gate = Gate::Roles(&[Role::Administrator]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[("/api/operate/condition", OPERATORS)];

/// What waits of one sort of work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Waits, for its time or for a worker.
    pub waiting: i64,
    /// Is being worked on.
    pub in_hand: i64,
    /// Was given up.
    pub dead: i64,
}

/// How the portal is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The program.
    pub version: String,
    /// Its database.
    pub engine: String,
    /// What was looked at.
    pub findings: Vec<Finding>,
    /// Events.
    pub events: Work,
    /// Since when the oldest of them is due.
    pub oldest: Option<Instant>,
    /// Mails; none where the portal sends none.
    pub mails: Option<Work>,
    /// Bytes of the database.
    pub database_bytes: u64,
    /// How many files people brought.
    pub files: i64,
    /// Their bytes.
    pub files_bytes: u64,
}

/// How the portal is.
#[server(endpoint = "operate/condition", input = GetUrl, output = Rows)]
pub async fn of_portal() -> Result<Condition, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(Operate)?;
    let portal = Desk::portal()?;
    let findings = (portal.glance)().await;
    let mut read = desk.read().await?;
    let events = work(&outbox::counts(&mut read).await?, "claimed");
    let mails = if portal.mails { Some(work(&mail::counts(&mut read).await?, "sending")) } else { None };
    let (files, files_bytes) = files::used(&mut read).await?;
    Ok(Condition {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        engine: portal.store.engine().to_owned(),
        findings,
        events,
        oldest: outbox::oldest_due(&mut read).await?.filter(|due| *due <= desk.now()),
        mails,
        database_bytes: soundness::bytes(&mut read, &permit).await?,
        files,
        files_bytes,
    })
}

#[cfg(feature = "ssr")]
fn work(counts: &[(String, i64)], in_hand: &str) -> Work {
    let count =
        |wanted: &str| counts.iter().find(|(state, _)| state == wanted).map_or(0, |(_, count)| *count);
    Work { waiting: count("ready"), in_hand: count(in_hand), dead: count("dead") }
}

/// The upper part of the page.
#[component]
pub fn ConditionOfPortal() -> impl IntoView {
    load(record(|| OfPortal {}), show)
}

fn show(condition: Condition) -> AnyView {
    let rows = condition.findings.into_iter().map(row).erase_all();
    let waiting = condition.events.waiting.to_string();
    let waiting = match condition.oldest {
        Some(at) => {
            let hint = text::operate::oldest(words::at(at));
            view! { <Figure label=text::operate::waiting() value=waiting hint=hint/> }.erase()
        }
        None => view! { <Figure label=text::operate::waiting() value=waiting/> }.erase(),
    };
    view! {
        <Figures>
            {waiting}
            <Figure label=text::operate::in_hand() value=condition.events.in_hand.to_string()/>
            <Figure label=text::operate::given_up() value=condition.events.dead.to_string()/>
            {condition.mails.map(|mails| {
                let hint = text::operate::mails_dead(mails.dead);
                view! { <Figure label=text::operate::mails_waiting() value=(mails.waiting + mails.in_hand).to_string() hint=hint/> }
                    .erase()
            })}
        </Figures>
        <Section title=text::operate::health()>
            <Card flush=true>
                <DataTable
                    caption=text::operate::health()
                    head=vec![
                        Head::new(text::operate::check()),
                        Head::new(text::operate::verdict()),
                        Head::new(text::operate::found()),
                    ]
                >
                    {rows}
                </DataTable>
            </Card>
        </Section>
        <Section title=text::operate::storage()>
            <Facts>
                <Fact label=text::operate::database()>
                    {format!("{} · {}", condition.engine, bytes_in_words(condition.database_bytes))}
                </Fact>
                <Fact label=text::operate::files()>
                    {format!("{} · {}", condition.files, bytes_in_words(condition.files_bytes))}
                </Fact>
                <Fact label=text::operate::version()>{condition.version}</Fact>
            </Facts>
        </Section>
    }
    .erase()
}

fn row(finding: Finding) -> AnyView {
    let (tone, verdict) = match finding.verdict {
        Verdict::Good => (Tone::Positive, text::operate::good()),
        Verdict::Warning => (Tone::Caution, text::operate::warning()),
        Verdict::Bad => (Tone::Negative, text::operate::bad()),
    };
    // What a machine tells of itself is in the language of the log.
    let remedy = (finding.verdict != Verdict::Good).then(|| finding.check.remedy());
    view! {
        <Row>
            <Cell kind=CellKind::Lead>{check(finding.check)}</Cell>
            <Cell kind=CellKind::Status><Badge tone=tone>{verdict}</Badge></Cell>
            <Cell label=text::operate::found()>
                <span lang="en" dir="ltr">{finding.words}{remedy.map(|remedy| format!(". {remedy}"))}</span>
            </Cell>
        </Row>
    }
    .erase()
}

fn check(check: Check) -> &'static str {
    match check {
        Check::Schema => text::operate::check_schema(),
        Check::Clock => text::operate::check_clock(),
        Check::Space => text::operate::check_space(),
        Check::Outbox => text::operate::check_outbox(),
        Check::DeadLetters => text::operate::given_up(),
        // What only the command looks at.
        other => other.as_str(),
    }
}
