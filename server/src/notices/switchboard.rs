//! Who listens for notices on this server, and what they are told.
//!
//! One watcher looks into the store for all of them: who has news or has read some, on whichever server that was
//! written. It asks once a second, while anybody listens at all. Each person is one entry however many pages they have
//! open; each page is a line that ends with its session.

use crate::state::State;
use app::{texts, words};
use domain::id::PersonId;
use domain::language::Language;
use domain::time::Instant;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::StoreError;
use store::notices::Standing;
use tokio::sync::{Notify, watch as channel};

/// How often the store is looked at while somebody listens.
const LOOK: Duration = Duration::from_secs(1);
/// How far back a look goes, in seconds: longer than a transaction takes to end, and than clocks of servers differ.
const BACK: i64 = 15;
/// How many looks there are between two at the sessions behind the lines.
const SESSIONS_EVERY: u32 = 20;
/// Pages that one person may have listening; a further one ends the oldest.
const LINES_OF_ONE: usize = 6;
/// Lines of one server.
const LINES: usize = 4096;

/// What a page is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News {
    /// How many notices are unread, as it is shown.
    pub unread: String,
    /// The newest one; empty where there is none.
    pub id: String,
    /// What it says, while it is unread.
    pub line: String,
    /// What it is about.
    pub path: String,
}

impl News {
    /// In the person's language, else in this one.
    pub fn of(standing: Standing, otherwise: Language) -> Self {
        texts::speaking(standing.language.unwrap_or(otherwise), || Self::said(standing))
    }

    fn said(standing: Standing) -> Self {
        let unread = app::notices::shown(standing.unread);
        let Some(newest) = standing.newest else { return Self { unread, ..Self::default() } };
        let line = if newest.read { String::new() } else { words::notice(&newest) };
        Self { unread, id: newest.id.to_string(), line, path: newest.path() }
    }
}

/// One page that listens.
#[derive(Debug)]
struct Line {
    number: u64,
    session: String,
    /// Dropped to end it.
    _open: channel::Sender<()>,
}

#[derive(Debug)]
struct Listener {
    news: channel::Sender<News>,
    lines: Vec<Line>,
}

#[derive(Debug, Default)]
struct Board {
    listeners: HashMap<PersonId, Listener>,
    lines: usize,
    made: u64,
    closed: bool,
}

/// The lines of this server.
#[derive(Debug, Default)]
pub struct Switchboard {
    board: Mutex<Board>,
    connected: Notify,
}

/// A line as its page holds it; dropping it hangs up.
#[derive(Debug)]
pub struct Connection {
    switchboard: Arc<Switchboard>,
    person: PersonId,
    number: u64,
    news: channel::Receiver<News>,
    open: channel::Receiver<()>,
    begun: bool,
}

impl Switchboard {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line for this session of this person, who stands like this; `None` when there are too many.
    pub fn connect(self: &Arc<Self>, person: &PersonId, session: &str, news: News) -> Option<Connection> {
        let mut board = self.board();
        if board.closed || board.lines >= LINES {
            return None;
        }
        board.made += 1;
        board.lines += 1;
        let number = board.made;
        let (keep, open) = channel::channel(());
        let listener = board
            .listeners
            .entry(person.clone())
            .or_insert_with(|| Listener { news: channel::channel(News::default()).0, lines: Vec::new() });
        listener.lines.push(Line { number, session: session.to_owned(), _open: keep });
        let surplus = listener.lines.len().saturating_sub(LINES_OF_ONE);
        listener.lines.drain(..surplus);
        listener.news.send_if_modified(|known| std::mem::replace(known, news.clone()) != news);
        let news = listener.news.subscribe();
        board.lines -= surplus;
        drop(board);
        self.connected.notify_one();
        Some(Connection {
            switchboard: self.clone(),
            person: person.clone(),
            number,
            news,
            open,
            begun: false,
        })
    }

    fn hang_up(&self, person: &PersonId, number: u64) {
        self.drop_lines(person, |line| line.number == number);
    }

    fn drop_lines(&self, person: &PersonId, gone: impl Fn(&Line) -> bool) {
        let mut board = self.board();
        let Some(listener) = board.listeners.get_mut(person) else { return };
        let before = listener.lines.len();
        listener.lines.retain(|line| !gone(line));
        let (ended, nobody) = (before - listener.lines.len(), listener.lines.is_empty());
        if nobody {
            board.listeners.remove(person);
        }
        board.lines -= ended;
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.board().lines
    }

    fn listens(&self, person: &PersonId) -> bool {
        self.board().listeners.contains_key(person)
    }

    fn tell(&self, person: &PersonId, news: News) {
        if let Some(listener) = self.board().listeners.get(person) {
            listener.news.send_if_modified(|known| std::mem::replace(known, news.clone()) != news);
        }
    }

    fn sessions(&self) -> BTreeSet<(PersonId, String)> {
        let board = self.board();
        let of = |(person, listener): (&PersonId, &Listener)| {
            listener.lines.iter().map(|line| (person.clone(), line.session.clone())).collect::<Vec<_>>()
        };
        board.listeners.iter().flat_map(of).collect()
    }

    /// Ends every line and takes no further one: the server stops.
    pub fn close(&self) {
        let mut board = self.board();
        board.closed = true;
        board.lines = 0;
        board.listeners.clear();
    }
}

impl Connection {
    /// What is to be told next; `None` when the line has ended.
    pub async fn next(&mut self) -> Option<News> {
        if self.begun {
            tokio::select! {
                changed = self.news.changed() => changed.ok()?,
                // Nothing is ever sent: it changes by ending.
                _ = self.open.changed() => return None,
            }
        }
        self.begun = true;
        Some(self.news.borrow_and_update().clone())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.switchboard.hang_up(&self.person, self.number);
    }
}

/// Looks into the store for everybody who listens, until told to stop.
pub async fn watch(state: State, mut stop: channel::Receiver<bool>) {
    let mut looks: u32 = 0;
    loop {
        let looking = async {
            if state.live.lines() == 0 {
                state.live.connected.notified().await;
            }
            tokio::time::sleep(LOOK).await;
            looks = looks.wrapping_add(1);
            let looked = match look(&state).await {
                Ok(()) if looks.is_multiple_of(SESSIONS_EVERY) => end_with_sessions(&state).await,
                other => other,
            };
            if let Err(error) = looked {
                tracing::warn!(%error, "notices cannot be looked for");
            }
        };
        tokio::select! {
            () = looking => {}
            stopped = stop.wait_for(|stop| *stop) => {
                if stopped.is_ok() {
                    state.live.close();
                }
                return;
            }
        }
    }
}

/// Tells everybody who listens and whose notices have changed.
pub async fn look(state: &State) -> Result<(), StoreError> {
    let since = Instant::from_millis(state.now().millis() - BACK * 1000);
    let mut read = state.portal.store.read().await?;
    for person in store::notices::stirred(&mut read, since).await? {
        if state.live.listens(&person) {
            let standing = store::notices::standing(&mut read, &person).await?;
            state.live.tell(&person, News::of(standing, state.portal.vendor.language));
        }
    }
    Ok(())
}

/// Ends the lines whose session is over: signed out, closed, or out of time.
pub async fn end_with_sessions(state: &State) -> Result<(), StoreError> {
    let mut read = state.portal.store.read().await?;
    for (person, session) in state.live.sessions() {
        if store::sessions::load(&mut read, &session, state.now()).await?.is_none() {
            state.live.drop_lines(&person, |line| line.session == session);
        }
    }
    Ok(())
}
