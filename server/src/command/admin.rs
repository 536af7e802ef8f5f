//! `tandem admin`: the way in for whoever runs the machine.

use super::{Admin, AdminCommand, Failed, opened};
use crate::state::State;
use domain::access::{KeepOwnAccount, ManagePeople, Permit};
use domain::id::PersonId;
use std::process::ExitCode;
use store::people;
use store::sessions;

pub(super) async fn run(told: &Admin) -> Result<ExitCode, Failed> {
    let state = opened(&told.at).await?;
    match &told.command {
        AdminCommand::Link => link(&state).await?,
        AdminCommand::Password { email } => password(&state, email).await?,
        AdminCommand::CloseSessions { email: Some(email), .. } => close(&state, email).await?,
        AdminCommand::CloseSessions { email: None, .. } => close_all(&state).await?,
        AdminCommand::Connections => connections(&state).await?,
    }
    state.portal.store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn link(state: &State) -> Result<(), Failed> {
    if !people::invitations::no_administrator_yet(&mut state.portal.store.read().await?).await? {
        return Err(
            "this portal has an administrator: `tandem admin password ADDRESS` lets one in again".into()
        );
    }
    let link = crate::serve::first_link(state).await?;
    println!("Whoever opens this link first becomes an administrator:");
    println!("    {link}");
    Ok(())
}

async fn person(state: &State, email: &str) -> Result<PersonId, Failed> {
    let mut read = state.portal.store.read().await?;
    let known = people::credentials(&mut read, &email.trim().to_lowercase()).await?;
    Ok(known.ok_or_else(|| format!("nobody who may come in has the address {email}"))?.person)
}

async fn password(state: &State, email: &str) -> Result<(), Failed> {
    let person = person(state, email).await?;
    let password: String = store::db::random().iter().map(|byte| format!("{byte:02x}")).collect();
    let hash = state.passwords.hash(password.clone()).await?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    people::set_password(&mut tx, &Permit::of_the_portal(KeepOwnAccount), &person, &hash).await?;
    tx.commit().await?;
    println!("The new password of {email}, to be changed at the first sign-in:");
    println!("    {password}");
    Ok(())
}

async fn close(state: &State, email: &str) -> Result<(), Failed> {
    let person = person(state, email).await?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    let ended = people::sign_out_everywhere(&mut tx, &Permit::of_the_portal(KeepOwnAccount), &person).await?;
    tx.commit().await?;
    println!("Sessions ended: {ended}");
    Ok(())
}

async fn close_all(state: &State) -> Result<(), Failed> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    let ended = sessions::end_everybodys(&mut tx, &Permit::of_the_portal(ManagePeople)).await?;
    tx.commit().await?;
    println!("Sessions ended: {ended}");
    Ok(())
}

async fn connections(state: &State) -> Result<(), Failed> {
    if state.ways.every().is_empty() {
        println!("No provider of single sign-on is configured.");
    }
    for way in state.ways.every() {
        let (domains, _) = state.ways.reach(&state.portal.store, way).await?;
        let domains = if domains.is_empty() { "nobody".to_owned() } else { domains.join(", ") };
        let whose = way.partner.as_deref().unwrap_or("vendor");
        println!(
            "{}  {}  {whose}  {}  speaks for {domains}",
            way.connection.key(),
            way.connection.issuer(),
            way.role
        );
    }
    Ok(())
}
