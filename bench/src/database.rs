//! The database under the portal, for filling it, copying it and looking at it.

use anyhow::{Result, ensure};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Executor as _, Row as _, raw_sql};
use std::path::Path;
use std::time::{Duration, Instant};

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    /// A file beside the portal.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// As it is said on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// An open database.
pub enum Database {
    /// SQLite.
    Sqlite(SqlitePool),
    /// PostgreSQL.
    Postgres(PgPool),
}

impl Database {
    /// Opens what is there. One connection: nothing here is done at once.
    pub async fn open(url: &str) -> Result<Self> {
        if url.starts_with("postgres") {
            return Ok(Self::Postgres(PgPoolOptions::new().max_connections(1).connect(url).await?));
        }
        let options: SqliteConnectOptions = url.parse()?;
        let options =
            options.synchronous(SqliteSynchronous::Normal).busy_timeout(std::time::Duration::from_secs(60));
        Ok(Self::Sqlite(SqlitePoolOptions::new().max_connections(1).connect_with(options).await?))
    }

    /// Runs statements that nobody from outside has a word in.
    pub async fn run(&self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(pool) => pool.execute(raw_sql(AssertSqlSafe(sql))).await.map(|_| ())?,
            Self::Postgres(pool) => pool.execute(raw_sql(AssertSqlSafe(sql))).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Waits until the portal has dealt with everything that has happened.
    pub async fn settled(&self, patience: Duration) -> Result<()> {
        let began = Instant::now();
        let open = "SELECT id FROM outbox WHERE state IN ('ready', 'claimed') LIMIT 1";
        while !self.texts(open).await?.is_empty() {
            ensure!(began.elapsed() < patience, "the portal does not get done with its events");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    /// Runs a statement for each of these, all in one transaction.
    pub async fn each<const N: usize>(&self, sql: &str, all: &[[String; N]]) -> Result<()> {
        macro_rules! each {
            ($pool:expr) => {{
                let mut tx = $pool.begin().await?;
                for values in all {
                    let statement = sqlx::query(AssertSqlSafe(sql));
                    values.iter().fold(statement, |bound, value| bound.bind(value)).execute(&mut *tx).await?;
                }
                tx.commit().await?;
            }};
        }
        match self {
            Self::Sqlite(pool) => each!(pool),
            Self::Postgres(pool) => each!(pool),
        }
        Ok(())
    }

    /// The rows of a statement whose columns are all text.
    pub async fn texts(&self, sql: &str) -> Result<Vec<Vec<String>>> {
        macro_rules! texts {
            ($pool:expr) => {{
                let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all($pool).await?;
                let cells = |row: &_| cells(row);
                rows.iter().map(cells).collect::<Result<Vec<_>>>()
            }};
        }
        fn cells<'r, R: sqlx::Row>(row: &'r R) -> Result<Vec<String>>
        where
            usize: sqlx::ColumnIndex<R>,
            Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
        {
            (0..row.len()).map(|at| Ok(row.try_get::<Option<String>, _>(at)?.unwrap_or_default())).collect()
        }
        match self {
            Self::Sqlite(pool) => texts!(pool),
            Self::Postgres(pool) => texts!(pool),
        }
    }

    /// The names of a table's columns.
    pub async fn columns(&self, table: &str) -> Result<Vec<String>> {
        let sql = format!("SELECT * FROM {table} LIMIT 1");
        let named = |columns: Vec<&str>| columns.into_iter().map(str::to_owned).collect();
        Ok(match self {
            Self::Sqlite(pool) => {
                let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(pool).await?;
                named(row.columns().iter().map(sqlx::Column::name).collect())
            }
            Self::Postgres(pool) => {
                let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(pool).await?;
                named(row.columns().iter().map(sqlx::Column::name).collect())
            }
        })
    }

    /// Closes it.
    pub async fn close(self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Where the databases of this run are: files of a folder, or databases of a server.
#[derive(Debug, Clone)]
pub struct Place {
    /// The server, without a database's name; `None` for files.
    pub server: Option<String>,
    /// The folder of the portals' data.
    pub folder: std::path::PathBuf,
}

impl Place {
    /// The address of the database with this name.
    pub fn url(&self, name: &str) -> String {
        match &self.server {
            Some(server) => format!("{server}/bench_{name}"),
            None => format!("sqlite://{}", self.file(name).display()),
        }
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.join(name).join("tandem.db")
    }

    /// Makes an empty one, and the folder beside it.
    pub async fn make(&self, name: &str) -> Result<()> {
        std::fs::create_dir_all(self.folder.join(name))?;
        self.on_server(&format!("CREATE DATABASE bench_{name}")).await
    }

    /// Copies one that nobody is connected to.
    pub async fn copy(&self, from: &str, to: &str) -> Result<()> {
        std::fs::create_dir_all(self.folder.join(to))?;
        copy_files(&self.folder.join(from).join("files"), &self.folder.join(to).join("files"))?;
        if self.server.is_some() {
            return self.on_server(&format!("CREATE DATABASE bench_{to} TEMPLATE bench_{from}")).await;
        }
        let database = Database::open(&self.url(from)).await?;
        database.run(&format!("VACUUM INTO '{}'", self.file(to).display())).await?;
        database.close().await;
        // What the copy begins with is what the portal would have made of it.
        let copied = Database::open(&self.url(to)).await?;
        copied.texts("PRAGMA journal_mode = WAL").await?;
        copied.close().await;
        Ok(())
    }

    async fn on_server(&self, sql: &str) -> Result<()> {
        let Some(server) = &self.server else { return Ok(()) };
        let database = Database::open(&format!("{server}/postgres")).await?;
        database.run(sql).await?;
        database.close().await;
        Ok(())
    }
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            copy_files(&entry.path(), &to.join(entry.file_name()))?;
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
