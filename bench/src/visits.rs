//! A first and a repeat visit in Chromium, as a slow phone has them. Bytes are counted on the wire, by a proxy that does
//! nothing else.

use crate::load::spread;
use crate::report::{Section, number};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;

/// What the browser says when a visit is over.
#[derive(Debug, Deserialize)]
struct Visit {
    visit: String,
    first_paint: f64,
    largest_paint: f64,
    alive: f64,
    shift: f64,
}

/// Passes everything on to the portal; counts what comes from there.
async fn counting(portal: String) -> Result<(String, Arc<AtomicU64>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let count = Arc::new(AtomicU64::new(0));
    let counted = count.clone();
    tokio::spawn(async move {
        while let Ok((browser, _)) = listener.accept().await {
            tokio::spawn(pass(browser, portal.clone(), counted.clone()));
        }
    });
    Ok((origin, count))
}

async fn pass(browser: TcpStream, portal: String, count: Arc<AtomicU64>) -> Result<()> {
    let portal = TcpStream::connect(portal.trim_start_matches("http://")).await?;
    portal.set_nodelay(true)?;
    browser.set_nodelay(true)?;
    let (mut from_browser, mut to_browser) = browser.into_split();
    let (mut from_portal, mut to_portal) = portal.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut from_browser, &mut to_portal).await });
    let mut part = vec![0; 16 * 1024];
    loop {
        let n = from_portal.read(&mut part).await?;
        if n == 0 {
            return Ok(());
        }
        count.fetch_add(n as u64, Ordering::Relaxed);
        to_browser.write_all(&part[..n]).await?;
    }
}

/// Visits the home page of whoever has this cookie.
pub async fn measure(portal: &str, cookie: &str, chromium: &Path, script: &Path) -> Result<Section> {
    let mut section = Section::new(
        "Visits of a phone",
        "The home page of a partner in Chromium with the network (1.6 Mbit/s, 150 ms) and the processor (a quarter) of a slow \
         phone; the middle of three. Bytes of everything that came over the wire, heads of answers too.",
        &["", "kB", "first paint s", "largest paint s", "alive s", "shift"],
    );
    let (origin, count) = counting(portal.to_owned()).await?;
    let mut command = Command::new("node");
    command.arg(script).arg(&origin).arg(cookie).env("CHROMIUM", chromium).stdout(Stdio::piped());
    let mut child = command.kill_on_drop(true).spawn().context("starting node")?;
    let out = child.stdout.take().context("the browser says nothing")?;
    let mut lines = BufReader::new(out).lines();
    let mut visits: Vec<(Visit, f64)> = Vec::new();
    let mut before = count.load(Ordering::Relaxed);
    while let Some(line) = lines.next_line().await? {
        let now = count.load(Ordering::Relaxed);
        let visit: Visit = serde_json::from_str(&line).with_context(|| format!("reading {line}"))?;
        visits.push((visit, (now - before) as f64 / 1000.0));
        before = now;
    }
    ensure!(child.wait().await?.success(), "the browser's script failed");
    for (name, title, most) in [("first", "first visit", 220.0), ("repeat", "repeat visit", 15.0)] {
        let of = |what: &dyn Fn(&(Visit, f64)) -> f64| {
            let all: Vec<f64> = visits.iter().filter(|(visit, _)| visit.visit == name).map(what).collect();
            spread(&all).0
        };
        let kilobytes = of(&|(_, kilobytes)| *kilobytes);
        let seconds = |what: fn(&Visit) -> f64| of(&|(visit, _)| what(visit) / 1000.0);
        let largest = seconds(|visit| visit.largest_paint);
        section.rows.push(vec![
            title.to_owned(),
            number(kilobytes),
            number(seconds(|visit| visit.first_paint)),
            number(largest),
            number(seconds(|visit| visit.alive)),
            number(of(&|(visit, _)| visit.shift)),
        ]);
        section.figure(format!("{name}.kb"), kilobytes);
        section.figure(format!("{name}.first_paint_s"), seconds(|visit| visit.first_paint));
        section.figure(format!("{name}.largest_paint_s"), largest);
        section.figure(format!("{name}.alive_s"), seconds(|visit| visit.alive));
        section.figure(format!("{name}.shift"), of(&|(visit, _)| visit.shift));
        let cause = match name {
            "first" => {
                "the client as WebAssembly is most of it; the table of `cargo xtask build --release` says of what"
            }
            _ => "the page itself is sent anew; everything else is kept by its name",
        };
        section.at_most(&format!("{title}, over the wire"), kilobytes, most, " kB", cause.to_owned());
        if name == "first" {
            let cause = "the style sheet and the fonts come before the text at the phone's pace".to_owned();
            section.at_most("first visit, largest paint", largest, 1.2, " s", cause);
        }
    }
    Ok(section)
}
