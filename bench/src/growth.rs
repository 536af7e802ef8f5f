//! The same requests on two portals, one with ten times the rows of the other.

use crate::load::spread;
use crate::pages::{Cost, Costs, Effort, Page, Side};
use crate::report::{Section, number};
use crate::rows::Scale;
use anyhow::Result;

/// One of the two.
pub struct Grown {
    /// How many deals it has.
    pub scale: Scale,
    /// As it is asked.
    pub side: Side,
    /// Its processes.
    pub costs: Costs,
}

/// What is measured, and how much dearer it may be.
const TARGETS: [(&str, Option<f64>); 5] = [
    ("home", None),
    ("deals", Some(1.1)),
    ("search", Some(1.5)),
    ("search-rare", Some(1.5)),
    // What matches a case is found by keys, so ten times the claims make it a little dearer and not ten times.
    ("inbox", Some(2.0)),
];

/// Measures both in turns.
pub async fn measure(pages: &[Page], few: &Grown, many: &Grown, effort: Effort) -> Result<Section> {
    let mut section = Section::new(
        &format!("Growth from {} to {} deals", few.scale, many.scale),
        "Processor time of a request on two portals in turns; half of the deals are the caller's own.",
        &["", "ms with fewer", "ms with more", "times", "spread"],
    );
    for (name, most) in TARGETS {
        let Some(page) = pages.iter().find(|page| page.name == name) else { continue };
        println!("   {}", page.title);
        let (fewer, more) = (few.side.portal(page), many.side.portal(page));
        for calls in [&fewer, &more] {
            calls.closed(effort.workers, effort.time / 4).await?;
        }
        let (mut cheap, mut dear) = (Cost::default(), Cost::default());
        for _ in 0..effort.rounds {
            cheap.round(&fewer, &few.costs, effort).await?;
            dear.round(&more, &many.costs, effort).await?;
        }
        let times = dear.together() / cheap.together();
        let each: Vec<f64> = dear.sums().iter().zip(cheap.sums()).map(|(dear, cheap)| dear / cheap).collect();
        let (_, least, largest) = spread(&each);
        section.rows.push(vec![
            page.title.to_owned(),
            number(cheap.together()),
            number(dear.together()),
            number(times),
            format!("{} to {}", number(least), number(largest)),
        ]);
        section.figure(format!("{name}.fewer_ms"), cheap.together());
        section.figure(format!("{name}.more_ms"), dear.together());
        section.figure(format!("{name}.times"), times);
        if let Some(most) = most {
            let cause = match name {
                "search" => {
                    "ten times as many rows have the word: no more of them are read, but the engine finds where they are"
                }
                _ => "indexes are deeper and less of the database is in its cache",
            };
            section.at_most(
                &format!("{}, with ten times the rows", page.title),
                times,
                most,
                " times",
                cause.into(),
            );
        }
    }
    Ok(section)
}
