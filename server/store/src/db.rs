//! Connections and transactions over the two native pools.

use crate::copy::Cell;
use crate::deals::tallies::{self, Pending};
use crate::error::StoreError;
use crate::fault;
use crate::row::Row;
use crate::sql::Statement;
use crate::value::Value;
use domain::id::Random;
use domain::time::Instant;
use futures::TryStreamExt as _;
use serde::Serialize;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};
use std::path::Path;
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long a request waits for a connection or for SQLite's write lock before it answers "busy".
const WAIT: Duration = Duration::from_secs(5);

/// A connection that answered so short a time ago is not asked whether it is there before it is used again.
const ANSWERED: Duration = Duration::from_secs(1);

/// The portal's database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pool: Pool,
    /// SQLite has one writer at a time. Who waits for this gets their turn when it comes; who waits for SQLite's own lock
    /// sleeps for up to a tenth of a second and looks again, however long it has been free.
    turn: Arc<Semaphore>,
}

#[derive(Debug, Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Store {
    /// Opens (and for SQLite makes) the database and brings its schema up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self::connect(url).await?;
        crate::migrate::run(&store).await?;
        Ok(store)
    }

    /// Opens without migrating.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let pool = if url.starts_with("postgres") {
            let options = PgConnectOptions::from_str(url).map_err(StoreError::Database)?;
            Pool::Postgres(
                PgPoolOptions::new()
                    .max_connections(16)
                    .acquire_timeout(WAIT)
                    .test_before_acquire(false)
                    // It answers when it is given back; only the server may have gone since.
                    .before_acquire(|connection, about| {
                        let known = about.idle_for < ANSWERED;
                        Box::pin(async move {
                            if !known {
                                connection.ping().await?;
                            }
                            Ok(true)
                        })
                    })
                    .connect_with(options)
                    .await?,
            )
        } else {
            let options = SqliteConnectOptions::from_str(url)
                .map_err(StoreError::Database)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(WAIT);
            Pool::Sqlite(
                SqlitePoolOptions::new()
                    .max_connections(8)
                    .acquire_timeout(WAIT)
                    // A file does not hang up.
                    .test_before_acquire(false)
                    // Where the disk fails SQLite rolls back by itself, and the driver still counts a transaction: it
                    // would refuse to begin another for good. Such a connection is thrown away.
                    .before_acquire(|connection, _| {
                        let is_free = !connection.is_in_transaction();
                        Box::pin(async move { Ok(is_free) })
                    })
                    .connect_with(options)
                    .await?,
            )
        };
        Ok(Self { pool, turn: Arc::new(Semaphore::new(1)) })
    }

    /// The address of an SQLite file.
    pub fn sqlite_url(file: &Path) -> String {
        format!("sqlite://{}", file.display())
    }

    /// Which engine: `sqlite` or `postgres`.
    pub fn engine(&self) -> &'static str {
        match &self.pool {
            Pool::Sqlite(_) => "sqlite",
            Pool::Postgres(_) => "postgres",
        }
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Read, StoreError> {
        Ok(Read(match &self.pool {
            Pool::Sqlite(pool) => Link::Sqlite(pool.acquire().await?),
            Pool::Postgres(pool) => Link::Postgres(pool.acquire().await?),
        }))
    }

    /// A transaction for writing at this point in time. Dropped without `commit`, nothing has happened.
    pub async fn begin(&self, now: Instant) -> Result<Tx, StoreError> {
        traced(Statement::new("BEGIN"), &NOTHING);
        let (link, turn) = match &self.pool {
            Pool::Sqlite(pool) => {
                let turn = tokio::time::timeout(WAIT, self.turn.clone().acquire_owned()).await;
                let turn =
                    turn.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)?;
                // The write lock is taken at once, so that two writers wait instead of failing half way: another process
                // may write too.
                (Link::SqliteTx(pool.begin_with("BEGIN IMMEDIATE").await?), Some(turn))
            }
            Pool::Postgres(pool) => (Link::PostgresTx(pool.begin().await?), None),
        };
        Ok(Tx { read: Read(link), now, made: AtomicU16::new(0), tallies: Pending::default(), _turn: turn })
    }

    /// A connection that reads the rows of one moment, whatever is written meanwhile.
    pub(crate) async fn moment(&self) -> Result<Read, StoreError> {
        Ok(Read(match &self.pool {
            // The moment is that of the first read.
            Pool::Sqlite(pool) => Link::SqliteTx(pool.begin().await?),
            Pool::Postgres(pool) => {
                Link::PostgresTx(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        }))
    }

    /// Closes all connections, after letting running statements end.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
    }

    /// Where the rows are: the file of SQLite, the database's name of PostgreSQL.
    pub fn address(&self) -> String {
        match &self.pool {
            Pool::Sqlite(pool) => pool.connect_options().get_filename().display().to_string(),
            Pool::Postgres(pool) => pool.connect_options().get_database().unwrap_or_default().to_owned(),
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        match &self.pool {
            Pool::Sqlite(pool) => pool.acquire().await?.ping().await?,
            Pool::Postgres(pool) => pool.acquire().await?.ping().await?,
        }
        Ok(())
    }

    /// Runs several statements that take no parameters: migrations.
    pub(crate) async fn script(tx: &mut Tx, text: &'static str) -> Result<(), StoreError> {
        match tx.read.0.any() {
            Any::Sqlite(link) => link.execute(sqlx::raw_sql(text)).await.map(drop)?,
            Any::Postgres(link) => link.execute(sqlx::raw_sql(text)).await.map(drop)?,
        }
        Ok(())
    }

    /// Asks the engine to prepare a statement without running it; for tests.
    pub async fn prepare(&self, statement: Statement) -> Result<usize, StoreError> {
        use sqlx::{Either, Statement as _};
        let count =
            |parameters: Option<Either<usize, usize>>| parameters.map_or(0, |p| p.either(|n| n, |n| n));
        match &self.pool {
            Pool::Sqlite(pool) => {
                let mut link = pool.acquire().await?;
                let prepared = (&mut *link).prepare(sqlx::SqlStr::from_static(statement.text)).await?;
                Ok(count(prepared.parameters().map(|p| p.map_left(|infos| infos.len()))))
            }
            Pool::Postgres(pool) => {
                let mut link = pool.acquire().await?;
                let prepared = (&mut *link).prepare(sqlx::SqlStr::from_static(statement.text)).await?;
                Ok(count(prepared.parameters().map(|p| p.map_left(|infos| infos.len()))))
            }
        }
    }
}

#[derive(Debug)]
enum Link {
    Sqlite(sqlx::pool::PoolConnection<sqlx::Sqlite>),
    Postgres(sqlx::pool::PoolConnection<sqlx::Postgres>),
    SqliteTx(sqlx::Transaction<'static, sqlx::Sqlite>),
    PostgresTx(sqlx::Transaction<'static, sqlx::Postgres>),
}

pub(crate) enum Any<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Link {
    fn any(&mut self) -> Any<'_> {
        match self {
            Self::Sqlite(link) => Any::Sqlite(link),
            Self::SqliteTx(link) => Any::Sqlite(link),
            Self::Postgres(link) => Any::Postgres(link),
            Self::PostgresTx(link) => Any::Postgres(link),
        }
    }
}

/// A connection that reads.
#[derive(Debug)]
pub struct Read(Link);

macro_rules! bound {
    ($statement:expr, $args:expr) => {{
        let mut query = sqlx::query($statement.text);
        for value in $args {
            query = match value {
                Value::Text(text) => query.bind(text.map(without_nul)),
                Value::Int(number) => query.bind(number),
                Value::Flag(flag) => query.bind(flag),
            };
        }
        query
    }};
}

macro_rules! told {
    ($text:expr, $cells:expr) => {{
        let mut query = sqlx::query(sqlx::AssertSqlSafe($text));
        for cell in $cells {
            query = match cell {
                Cell::Text(text) => query.bind(text),
                Cell::Int(number) => query.bind(number),
                Cell::Flag(flag) => query.bind(flag),
            };
        }
        query
    }};
}

impl Read {
    /// Whether it reads from SQLite. Asked by the search alone: everything else is one text for both engines.
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.0, Link::Sqlite(_) | Link::SqliteTx(_))
    }

    pub(crate) fn any(&mut self) -> Any<'_> {
        self.0.any()
    }

    /// Hands over row by row, for what may not fit into memory. The text is made of names that a catalogue told.
    pub(crate) async fn each<E: From<StoreError>>(
        &mut self,
        text: String,
        mut take: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: sqlx::Error| E::from(StoreError::from(error));
        match self.0.any() {
            Any::Sqlite(link) => {
                let mut rows = told!(text, []).fetch(link);
                while let Some(row) = rows.try_next().await.map_err(failed)? {
                    take(Row::Sqlite(row))?;
                }
            }
            Any::Postgres(link) => {
                let mut rows = told!(text, []).fetch(link);
                while let Some(row) = rows.try_next().await.map_err(failed)? {
                    take(Row::Postgres(row))?;
                }
            }
        }
        Ok(())
    }

    /// All rows.
    pub async fn all(&mut self, statement: Statement, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        traced(statement, &args);
        match self.0.any() {
            Any::Sqlite(link) => {
                Ok(bound!(statement, args).fetch(link).map_ok(Row::Sqlite).try_collect().await?)
            }
            Any::Postgres(link) => {
                Ok(bound!(statement, args).fetch(link).map_ok(Row::Postgres).try_collect().await?)
            }
        }
    }

    /// The first row, if there is one.
    pub async fn one(&mut self, statement: Statement, args: Vec<Value>) -> Result<Option<Row>, StoreError> {
        Ok(self.all(statement, args).await?.into_iter().next())
    }
}

/// A transaction that writes; reads through it see its own changes.
#[derive(Debug)]
pub struct Tx {
    read: Read,
    now: Instant,
    made: AtomicU16,
    /// What this transaction makes of the running counts.
    pub(crate) tallies: Pending,
    /// Given back with the lock itself: fields are dropped in their order.
    _turn: Option<OwnedSemaphorePermit>,
}

impl std::ops::Deref for Tx {
    type Target = Read;
    fn deref(&self) -> &Read {
        &self.read
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Read {
        &mut self.read
    }
}

impl Tx {
    /// The point in time that this transaction works with.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// A new id, made from this transaction's time; ids of one transaction sort in the order they were made.
    pub fn fresh<I: domain::id::Id>(&self) -> I {
        let mut bits = random();
        let count = self.made.fetch_add(1, Ordering::Relaxed);
        bits[..2].copy_from_slice(&count.to_be_bytes());
        I::make(self.now, bits)
    }

    /// Runs a statement; answers how many rows it touched.
    pub async fn run(&mut self, statement: Statement, args: Vec<Value>) -> Result<u64, StoreError> {
        traced(statement, &args);
        match self.read.0.any() {
            Any::Sqlite(link) => Ok(bound!(statement, args).execute(link).await?.rows_affected()),
            Any::Postgres(link) => Ok(bound!(statement, args).execute(link).await?.rows_affected()),
        }
    }

    /// As [`Tx::run`], for a text made of names that a catalogue told.
    pub(crate) async fn run_text(&mut self, text: String) -> Result<(), StoreError> {
        self.run_cells(text, Vec::new()).await
    }

    /// As [`Tx::run_text`], with values.
    pub(crate) async fn run_cells(&mut self, text: String, cells: Vec<Cell>) -> Result<(), StoreError> {
        match self.read.0.any() {
            Any::Sqlite(link) => told!(text, cells).execute(link).await.map(drop)?,
            Any::Postgres(link) => told!(text, cells).execute(link).await.map(drop)?,
        }
        Ok(())
    }

    /// Runs a statement that has to touch exactly one row; none means that somebody else was faster.
    pub async fn run_one(&mut self, statement: Statement, args: Vec<Value>) -> Result<(), StoreError> {
        match self.run(statement, args).await? {
            1 => Ok(()),
            _ => Err(StoreError::Stale),
        }
    }

    /// Makes everything that was done durable and visible, at once.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        tallies::write(&mut self).await?;
        traced(Statement::new("COMMIT"), &NOTHING);
        fault::point("committing");
        match self.read.0 {
            Link::SqliteTx(tx) => tx.commit().await?,
            Link::PostgresTx(tx) => tx.commit().await?,
            Link::Sqlite(_) | Link::Postgres(_) => {}
        }
        fault::point("committed");
        Ok(())
    }
}

/// The parameters of a statement that takes none.
const NOTHING: [Value; 0] = [];

/// Tells the log what is asked, with the target `store::statement`: for whoever looks for the cause of a slow page, and for
/// the bench, whose floor asks the same. Parameters are people's data, so nothing but `trace` tells them; unless somebody
/// listens for it, they are not even written down.
fn traced(statement: Statement, args: &(impl Serialize + ?Sized)) {
    tracing::trace!(
        target: "store::statement",
        sql = statement.text,
        args = serde_json::to_string(args).unwrap_or_default()
    );
}

/// The one character that PostgreSQL keeps in no text. SQLite would, so it goes here for both.
fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

/// Eighty random bits for an id.
pub fn random() -> Random {
    rand::random()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serializer;
    use std::sync::atomic::AtomicUsize;
    use tracing::Level;

    struct Counted(AtomicUsize);

    impl Serialize for Counted {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            self.0.fetch_add(1, Ordering::Relaxed);
            to.serialize_unit()
        }
    }

    /// Hears events down to this level.
    struct Listening(Level);

    impl tracing::Subscriber for Listening {
        fn enabled(&self, about: &tracing::Metadata<'_>) -> bool {
            about.level() <= &self.0
        }
        fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
            tracing::span::Id::from_u64(1)
        }
        fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
        fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
        fn event(&self, _: &tracing::Event<'_>) {}
        fn enter(&self, _: &tracing::span::Id) {}
        fn exit(&self, _: &tracing::span::Id) {}
    }

    #[test]
    fn parameters_are_written_down_for_whoever_listens_and_for_nobody_else() {
        for (level, times) in [(Level::DEBUG, 0), (Level::TRACE, 1)] {
            let args = Counted(AtomicUsize::new(0));
            tracing::subscriber::with_default(Listening(level), || {
                traced(Statement::new("SELECT 1"), &args);
            });
            assert_eq!(args.0.load(Ordering::Relaxed), times, "{level}");
        }
    }
}
