//! Signing in: what it costs beyond the derivation of the key, which is dear on purpose.

use crate::cpu::Group;
use crate::database::Database;
use crate::load::spread;
use crate::portal::{PASSWORD, Portal};
use crate::report::{Section, number};
use anyhow::{Context, Result, ensure};
use argon2::password_hash::PasswordVerifier as _;
use argon2::{Argon2, PasswordHash};
use reqwest::header::ACCEPT;
use reqwest::{Client, StatusCode};

/// In a round. Nobody tries more than ten times at once.
const TIMES: usize = 40;
const ROUNDS_MOST: usize = 5;
const TRIES_OF_ONE: usize = 8;

/// Measures both in turns.
pub async fn measure(
    portal: &Portal,
    client: &Client,
    database: &Database,
    rounds: usize,
) -> Result<Section> {
    let mut section = Section::new(
        "Sign-in",
        "Processor time of signing in with a password, against the derivation of the key alone with the parameters of the \
         portal's own hashes.",
        &["", "portal ms", "key alone ms", "beyond it"],
    );
    let people = database
        .texts(
            "SELECT email, password_hash FROM people WHERE email LIKE 'u%@p%.example' ORDER BY id LIMIT 200",
        )
        .await?;
    let hash = people.first().context("nobody to sign in")?[1].clone();
    let group = Group::of(&[portal.id()]);
    let own = Group::of(&[std::process::id()]);
    let rounds = rounds.min(ROUNDS_MOST).min(people.len() * TRIES_OF_ONE / TIMES);
    let (mut whole, mut key, mut next) = (Vec::new(), Vec::new(), 0);
    for _ in 0..rounds {
        let before = group.used()?;
        for _ in 0..TIMES {
            let email = &people[next % people.len()][0];
            let form = [("email", email.as_str()), ("password", PASSWORD), ("next", "/")];
            // Everybody from a place of their own.
            let from = format!("10.{}.{}.1", next / 250, next % 250);
            let request = client.post(format!("{}/auth/sign-in", portal.origin)).form(&form);
            let answer = request.header(ACCEPT, "text/html").header("x-forwarded-for", from).send().await?;
            let to = answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
            ensure!(answer.status() == StatusCode::SEE_OTHER && to == "/", "{email} was sent to {to}");
            next += 1;
        }
        whole.push((group.used()? - before).as_secs_f64() * 1000.0 / TIMES as f64);
        let (before, hash) = (own.used()?, hash.clone());
        tokio::task::spawn_blocking(move || {
            let hash = PasswordHash::new(&hash).ok().context("no hash")?;
            for _ in 0..TIMES {
                Argon2::default()
                    .verify_password(PASSWORD.as_bytes(), &hash)
                    .ok()
                    .context("another password")?;
            }
            anyhow::Ok(())
        })
        .await??;
        key.push((own.used()? - before).as_secs_f64() * 1000.0 / TIMES as f64);
    }
    let (whole, key) = (spread(&whole).0, spread(&key).0);
    let beyond = whole / key;
    let percent = format!("{:+.1} %", (beyond - 1.0) * 100.0);
    section.rows.push(vec!["with a password".into(), number(whole), number(key), percent]);
    section.figure("portal.cpu_ms", whole);
    section.figure("key.cpu_ms", key);
    section.figure("ratio", beyond);
    let cause = format!(
        "{} ms of reading the account, two transactions (the line in the audit, the session) and the HTTP around them",
        number(whole - key)
    );
    section.at_most("sign-in", beyond, 1.05, " times the key alone", cause);
    Ok(section)
}
