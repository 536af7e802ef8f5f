//! Who goes next: several servers on one database, one statement at a time, in an order that is drawn from a seed.
//!
//! Before each statement the store tells the log (`store::statement`). Whoever listens there on a server's thread holds it until
//! its turn comes. A server that waits in the database for another one's lock does not come back from its turn: after a moment
//! the next one gets its own.

use crate::fixture::Drawn;
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Condvar, Mutex};
use std::time::Duration;
use store::Store;
use tokio::runtime::Runtime;
use tracing::{Event, Metadata, Subscriber, span};

/// After this a server that has its turn is taken to wait in the database.
const MOMENT: Duration = Duration::from_millis(8);
/// No run takes so long unless something waits for itself.
const LONGEST: Duration = Duration::from_secs(60);

/// A server: its own pool, on a runtime of its own.
pub struct Server {
    runtime: Runtime,
    store: Store,
}

impl Server {
    pub fn on(url: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let store = runtime.block_on(Store::connect(url)).unwrap();
        Self { runtime, store }
    }
}

/// What a server does.
pub type Act<'a> = Box<dyn FnOnce(Store) -> Pin<Box<dyn Future<Output = ()> + 'a>> + Send + 'a>;

/// Makes an act of an async closure.
pub fn act<'a, F: Future<Output = ()> + 'a>(does: impl FnOnce(Store) -> F + Send + 'a) -> Act<'a> {
    Box::new(move |store| Box::pin(does(store)))
}

#[derive(Default)]
struct State {
    waiting: Vec<usize>,
    turn: Option<usize>,
    running: Option<usize>,
    done: usize,
    /// Whose turns there were, to say how a run went that broke something.
    order: Vec<usize>,
}

#[derive(Default)]
struct Turns {
    state: Mutex<State>,
    changed: Condvar,
}

impl Turns {
    fn wait_for(&self, who: usize) {
        let mut state = self.state.lock().unwrap();
        if state.running == Some(who) {
            state.running = None;
        }
        state.waiting.push(who);
        self.changed.notify_all();
        let mut state = self.changed.wait_while(state, |state| state.turn != Some(who)).unwrap();
        state.turn = None;
        state.running = Some(who);
        self.changed.notify_all();
    }

    fn over(&self, who: usize) {
        let mut state = self.state.lock().unwrap();
        state.done += 1;
        if state.running == Some(who) {
            state.running = None;
        }
        self.changed.notify_all();
    }

    fn give(&self, all: usize, drawn: &mut Drawn) -> Vec<usize> {
        let began = std::time::Instant::now();
        let mut state = self.state.lock().unwrap();
        while state.done < all {
            assert!(began.elapsed() < LONGEST, "everybody waits: {:?}", state.order);
            if state.turn.is_some() || state.waiting.is_empty() {
                state = self.changed.wait_timeout(state, MOMENT).unwrap().0;
                continue;
            }
            if state.running.is_some() {
                let (next, slow) =
                    self.changed.wait_timeout_while(state, MOMENT, |state| state.running.is_some()).unwrap();
                state = next;
                if slow.timed_out() {
                    state.running = None;
                }
                continue;
            }
            let at = drawn.below(state.waiting.len());
            let who = state.waiting.remove(at);
            state.order.push(who);
            state.turn = Some(who);
            self.changed.notify_all();
        }
        std::mem::take(&mut state.order)
    }
}

thread_local! {
    /// Whether this thread is in its turn's own log, which must not wait.
    static TELLING: Cell<bool> = const { Cell::new(false) };
}

/// Listens on the thread of one server.
struct Gate {
    turns: std::sync::Arc<Turns>,
    who: usize,
}

impl Subscriber for Gate {
    fn enabled(&self, about: &Metadata<'_>) -> bool {
        about.target() == "store::statement"
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, _: &Event<'_>) {
        if !TELLING.replace(true) {
            self.turns.wait_for(self.who);
            TELLING.set(false);
        }
    }
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// Lets the servers do these things at once, in the order of this seed; answers whose turns there were.
pub fn interleaved(servers: &mut [Server], acts: Vec<Act<'_>>, seed: u64) -> Vec<usize> {
    let all = acts.len();
    let turns = std::sync::Arc::new(Turns::default());
    std::thread::scope(|scope| {
        for (who, (server, act)) in servers.iter_mut().zip(acts).enumerate() {
            let turns = turns.clone();
            scope.spawn(move || {
                let gate = Gate { turns: turns.clone(), who };
                let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                    tracing::subscriber::with_default(gate, || {
                        server.runtime.block_on(async {
                            act(server.store.clone()).await;
                            // What was dropped is rolled back by a task of this runtime.
                            tokio::time::sleep(Duration::from_millis(1)).await;
                        });
                    });
                }));
                turns.over(who);
                if let Err(panic) = done {
                    std::panic::resume_unwind(panic);
                }
            });
        }
        turns.give(all, &mut Drawn(seed))
    })
}
