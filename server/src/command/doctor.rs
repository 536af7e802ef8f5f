//! `tandem doctor`.

use super::{ATTENTION, Doctor, Failed};
use crate::doctor::{self, Depth};
use crate::{config, opening};
use domain::operate::{Finding, Verdict};
use std::process::ExitCode;

pub(super) async fn run(told: &Doctor) -> Result<ExitCode, Failed> {
    let findings = findings(told).await?;
    if told.json {
        println!("{}", serde_json::to_string_pretty(&findings)?);
    } else {
        for Finding { check, verdict, words } in &findings {
            println!("{verdict:<8} {check:<14} {words}");
            if *verdict != Verdict::Good {
                println!("{:23} {}", "", check.remedy());
            }
        }
    }
    let worst = findings.iter().map(|finding| finding.verdict).max();
    Ok(if worst == Some(Verdict::Good) { ExitCode::SUCCESS } else { ExitCode::from(ATTENTION) })
}

async fn findings(told: &Doctor) -> Result<Vec<Finding>, Failed> {
    let file = match config::read(&told.at) {
        Ok(file) => file,
        Err(error) => return Ok(vec![doctor::no_configuration(&error)]),
    };
    let mut findings = vec![doctor::configuration(file.connection.len())];
    let place = told.at.place(&file);
    let (about, store) = doctor::database(&place).await;
    findings.extend(about);
    let Some(store) = store else { return Ok(findings) };
    let state = opening::state(&place, &file, store, &place.reached_at())?;
    let depth = if told.all { Depth::All } else { Depth::Some };
    // The schema was told of already.
    findings.extend(doctor::examine(&state, depth).await.into_iter().skip(1));
    findings.extend([doctor::site(&state), doctor::providers(&state).await]);
    state.portal.store.close().await;
    Ok(findings)
}
