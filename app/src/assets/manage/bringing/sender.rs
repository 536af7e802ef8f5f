//! How a browser sends them: by tus 1.0.0, a piece for each request, a few files at the same time. What was cut asks how
//! much is there, and goes on from that.
//!
//! Everything of a file that only a browser has is kept here and lives as long as the document, so files go on while their
//! sender looks at other pages of the portal.

mod request;

use super::DEFAULTS;
use super::api::Draft;
use super::queue::{Line, Queue, Stage, Wish};
use crate::api::read;
use crate::live::Source;
use crate::texts::text;
use crate::words::error;
use domain::uploads::{AT_ONCE, Answer, NewUpload, NotTaken, Upload, pause, until};
use leptos::prelude::*;
use leptos::task::spawn_local;
use request::{Body, Reply, asked, rest};
use std::cell::RefCell;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

/// So many tries of the same bytes come to nothing though the portal answers: then it is the file.
const UNREADABLE_AFTER: u32 = 5;
/// So often a file begins anew because its upload was over.
const ANEW_MOST: u32 = 3;

/// What only a browser has of a file.
struct Hand {
    n: usize,
    new: NewUpload,
    file: Option<web_sys::File>,
    /// Where it goes, once that is known.
    place: Option<String>,
    request: Option<web_sys::XmlHttpRequest>,
    /// Counts who sends it: whoever is not the last one has been told to stop.
    turn: u32,
}

thread_local! {
    static QUEUE: Queue = Queue::new();
    static HANDS: RefCell<Vec<Hand>> = const { RefCell::new(Vec::new()) };
}

fn with<R>(n: usize, look: impl FnOnce(&mut Hand) -> R) -> Option<R> {
    HANDS.with_borrow_mut(|hands| hands.iter_mut().find(|hand| hand.n == n).map(look))
}

/// The queue of this document, with the uploads that are left from before.
pub(super) fn queue(left: &[Upload]) -> Queue {
    let queue = QUEUE.with(Clone::clone);
    for upload in left {
        let place = format!("/uploads/{}", upload.id);
        let known = HANDS.with_borrow(|hands| hands.iter().any(|hand| hand.place.as_ref() == Some(&place)));
        if !known {
            let new = NewUpload { name: upload.name.clone(), bytes: upload.bytes, modified: upload.modified };
            let line = add(&queue, new, None, Stage::Left);
            line.sent.set(upload.received.unsigned_abs());
            with(line.n, |hand| hand.place = Some(place));
        }
    }
    queue
}

fn add(queue: &Queue, new: NewUpload, file: Option<web_sys::File>, stage: Stage) -> Line {
    let n = HANDS.with_borrow(|hands| hands.last().map_or(0, |hand| hand.n + 1));
    let line = Line {
        n,
        name: new.name.clone(),
        bytes: new.bytes.unsigned_abs(),
        stage: Source::new(stage),
        sent: Source::new(0),
    };
    let hand = Hand { n, new, file, place: None, request: None, turn: 0 };
    HANDS.with_borrow_mut(|hands| hands.push(hand));
    queue.lines.update(|lines| lines.push(line.clone()));
    line
}

/// Takes what was chosen in a file field, and empties it for the next.
pub(super) fn choose(queue: &Queue, field: &web_sys::HtmlInputElement) {
    let Some(files) = field.files() else { return };
    for file in (0..files.length()).filter_map(|n| files.get(n)) {
        take(queue, file);
    }
    field.set_value("");
    fill(queue);
}

fn take(queue: &Queue, file: web_sys::File) {
    let (name, bytes) = (file.name(), file.size());
    let new = match NewUpload::check(&name, bytes as u64, file.last_modified() as i64) {
        Ok(new) => new,
        Err(reason) => {
            let why = match reason {
                NotTaken::Empty => text::uploads::empty().to_owned(),
                NotTaken::TooLarge { most } => text::uploads::too_large((most >> 20) as i64),
            };
            let new = NewUpload { name, bytes: bytes as i64, modified: 0 };
            add(queue, new, None, Stage::Refused(why));
            return;
        }
    };
    // What was begun goes on; what is on its way is not sent twice.
    let known = queue.lines.peek().into_iter().find(|line| {
        !line.stage.look(Stage::is_over) && with(line.n, |hand| hand.new == new).unwrap_or_default()
    });
    match known {
        Some(line) => {
            with(line.n, |hand| hand.file = Some(file));
            if line.stage.look(|stage| *stage == Stage::Left) {
                line.stage.set(Stage::Waiting);
            }
        }
        None => drop(add(queue, new, Some(file), Stage::Waiting)),
    }
}

/// Whether the file itself is there.
pub(super) fn can_go_on(line: &Line) -> bool {
    with(line.n, |hand| hand.file.is_some()).unwrap_or_default()
}

/// Does what is wanted of a file.
pub(super) fn heed(queue: &Queue, line: &Line, wish: Wish) {
    let was = line.stage.peek();
    if wish != Wish::GoOn {
        let cut = with(line.n, |hand| {
            hand.turn += 1;
            hand.request.take()
        });
        if let Some(request) = cut.flatten() {
            // One that is over can't be cut.
            let _ = request.abort();
        }
    }
    match wish {
        Wish::GoOn if !was.moves() => line.stage.set(Stage::Waiting),
        Wish::Hold if was.moves() => line.stage.set(Stage::Held),
        Wish::Remove => {
            let place = with(line.n, |hand| hand.place.take()).flatten();
            queue.lines.update(|lines| lines.retain(|other| other.n != line.n));
            if let Some(place) = place.filter(|_| !was.is_over()) {
                // One that is not told is given up by itself after some days.
                spawn_local(async move { drop(asked(None, "DELETE", &place, &[], Body::None).await) });
            }
        }
        Wish::GoOn | Wish::Hold => {}
    }
    fill(queue);
}

/// Sends as many as there are places for.
fn fill(queue: &Queue) {
    let lines = queue.lines.peek();
    let sent = lines.iter().filter(|line| line.stage.look(Stage::is_sent)).count();
    let waiting = lines.iter().filter(|line| line.stage.look(|stage| *stage == Stage::Waiting));
    for line in waiting.take(AT_ONCE.saturating_sub(sent)) {
        line.stage.set(Stage::Going);
        let turn = with(line.n, |hand| {
            hand.turn += 1;
            hand.turn
        });
        let (queue, line) = (queue.clone(), line.clone());
        spawn_local(async move {
            if let Some(stage) = whole(&line, turn).await {
                line.stage.set(stage);
                fill(&queue);
            }
        });
    }
    warn(lines.iter().any(|line| line.stage.look(Stage::moves)));
}

/// Whether the browser asks before it leaves the document: what is on its way would have to be chosen again.
fn warn(about: bool) {
    thread_local! {
        static ASK: Closure<dyn Fn(web_sys::Event)> = Closure::new(|event: web_sys::Event| event.prevent_default());
    }
    ASK.with(|ask| window().set_onbeforeunload(about.then(|| ask.as_ref().unchecked_ref())));
}

/// Sends a file until it is a draft, or somebody has to do something; `None` when it was told to stop.
async fn whole(line: &Line, turn: Option<u32>) -> Option<Stage> {
    let (mut tries, mut anew) = (0, 0);
    // How often nothing came of sending from there.
    let mut stuck = (0, 0);
    // Where it goes on; unknown until the portal has said it.
    let mut offset = None;
    let stops = || with(line.n, |hand| hand.turn) != turn;
    loop {
        let before = offset;
        let stepped = step(line, &mut offset).await;
        if stops() {
            return None;
        }
        let reply = match stepped {
            Ok(Some(draft)) => return Some(Stage::Drafted(draft)),
            Ok(None) => {
                if before.is_some() {
                    tries = 0;
                }
                continue;
            }
            Err(reply) => reply,
        };
        if let Some(at) = before.filter(|at| *at < line.bytes && reply.status == 0) {
            stuck = (at, if stuck.0 == at { stuck.1 + 1 } else { 1 });
        }
        match Answer::of(reply.status) {
            Answer::SignIn => return Some(Stage::SignedOut),
            Answer::Refused => return Some(refused(line, reply.text)),
            Answer::Gone if anew >= ANEW_MOST => return Some(refused(line, reply.text)),
            Answer::Gone => {
                anew += 1;
                with(line.n, |hand| hand.place = None);
                line.sent.set(0);
            }
            _ if stuck.1 >= UNREADABLE_AFTER => {
                return Some(refused(line, text::uploads::unreadable().to_owned()));
            }
            Answer::Later | Answer::Elsewhere | Answer::Taken => {
                tries += 1;
                line.stage.set(Stage::Cut);
                rest(pause(tries)).await;
                if stops() {
                    return None;
                }
                line.stage.set(Stage::Going);
            }
        }
        offset = None;
    }
}

/// Not taken; sent again, it begins anew.
fn refused(line: &Line, why: String) -> Stage {
    with(line.n, |hand| hand.place = None);
    line.sent.set(0);
    let why = if why.is_empty() { error(&crate::api::ApiError::Unreachable) } else { why };
    Stage::Refused(why)
}

/// The next request of a file: it is begun, asked for, sent on, or made a draft.
async fn step(line: &Line, offset: &mut Option<u64>) -> Result<Option<Draft>, Reply> {
    let known = with(line.n, |hand| (hand.file.clone(), hand.place.clone(), hand.new.clone()));
    let Some((Some(file), place, new)) = known else { return Err(Reply::none()) };
    let n = Some(line.n);
    let Some(place) = place else {
        let metadata =
            format!("filename {},modified {}", base64(&new.name), base64(&new.modified.to_string()));
        let headers = [("upload-length", new.bytes.to_string()), ("upload-metadata", metadata)];
        let made = asked(n, "POST", "/uploads", &headers, Body::None).await.taken()?;
        let place = made.header("location").ok_or_else(Reply::none)?;
        with(line.n, |hand| hand.place = Some(place));
        *offset = Some(0);
        return Ok(None);
    };
    let Some(from) = *offset else {
        let there = asked(n, "HEAD", &place, &[], Body::None).await.taken()?;
        let from = there.number("upload-offset").ok_or_else(Reply::none)?;
        line.sent.set(from);
        *offset = Some(from);
        return Ok(None);
    };
    if from < line.bytes {
        let to = until(from, line.bytes);
        let piece = file.slice_with_f64_and_f64(from as f64, to as f64).map_err(|_| Reply::none())?;
        let headers = [
            ("upload-offset", from.to_string()),
            ("content-type", "application/offset+octet-stream".to_owned()),
        ];
        let body = Body::Piece { piece, from, sent: line.sent.clone() };
        let taken = asked(n, "PATCH", &place, &headers, body).await.taken()?;
        let there = taken.number("upload-offset").ok_or_else(Reply::none)?;
        line.sent.set(there);
        *offset = Some(there);
        return Ok(None);
    }
    line.stage.set(Stage::Checking);
    let headers = [("content-type", "application/x-www-form-urlencoded".to_owned())];
    let made = asked(n, "POST", &format!("{place}/asset"), &headers, Body::Fields(defaults())).await;
    let made = made.taken()?;
    read(&made.text).map(Some).map_err(|_| Reply::none())
}

/// What holds for all of them, as the form says it now.
fn defaults() -> String {
    let form = document().get_element_by_id(DEFAULTS).and_then(|form| form.dyn_into().ok());
    let data = form.and_then(|form: web_sys::HtmlFormElement| web_sys::FormData::new_with_form(&form).ok());
    data.and_then(|data| crate::forms::fields(&data)).unwrap_or_default()
}

/// As tus writes what it says of a file (RFC 4648, section 4).
fn base64(text: &str) -> String {
    // `btoa` takes letters for bytes.
    let bytes: String = text.bytes().map(char::from).collect();
    window().btoa(&bytes).unwrap_or_default()
}
