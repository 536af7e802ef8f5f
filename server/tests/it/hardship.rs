//! Whole servers in hardship: several on one database, killed at any moment, cut off from what they need, out of room.
//!
//! What these tests show is told to operators in `docs/operate/what-survives-what.md`.

mod faults;
mod kills;
mod two_servers;

use crate::bucket::Service;
use crate::portal::{Engine, Person, target};
use crate::post::Post;
use crate::program::Program;
use server::seed::PASSWORD;
use std::path::PathBuf;
use std::time::Duration;
use store::Store;
use store::sql::Statement;
use tempfile::TempDir;

/// Far more than anything here takes; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_secs(120);

/// Waits until this holds.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("never: {what}"));
}

/// A database, a bucket and a mail server for any number of servers.
struct Shared {
    database: String,
    service: Service,
    post: Post,
    folder: TempDir,
}

impl Shared {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Engine::Postgres.fresh(folder.path()).await;
        let (service, post) = (Service::start().await, Post::start());
        Self { database, service, post, folder }
    }

    /// Starts the server of this name in this environment. With `mail` it sends letters.
    fn start(&self, name: &str, mail: bool, around: &[(&str, &str)], words: &[&str]) -> Program {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let config = self.configuration(name, mail);
        let common = ["--database", &self.database, "--config", config.to_str().unwrap()];
        Program::start_in(around, &folder, &[&common, words].concat())
    }

    /// Takes from the server of this name what it has near of the bucket.
    fn forgets_copies(&self, name: &str) {
        for copy in std::fs::read_dir(self.folder.path().join(name).join("data/files/near")).unwrap() {
            std::fs::remove_file(copy.unwrap().path()).unwrap();
        }
    }

    fn configuration(&self, name: &str, mail: bool) -> PathBuf {
        let told = self.service.told();
        let mut text = format!(
            "[files]\nbucket = \"{}\"\nendpoint = \"{}\"\nprefix = \"portal\"\npath_style = true\n\
             access_key_id = \"{}\"\nsecret_access_key = \"{}\"\npatience_seconds = 5\n",
            told.bucket,
            told.endpoint.unwrap(),
            told.access_key_id,
            told.secret_access_key
        );
        if mail {
            let smtp = self.post.smtp();
            text.push_str(&format!("[mail]\nsmtp = \"{smtp}\"\nfrom = \"partners@vendor.example\"\n"));
        }
        let path = self.folder.path().join(name).join("tandem.toml");
        std::fs::write(&path, text).unwrap();
        path
    }

    async fn rows(&self) -> Rows {
        Rows(Store::connect(&self.database).await.unwrap())
    }
}

/// A look at the rows beside the servers.
struct Rows(Store);

impl Rows {
    async fn list(&self, text: &'static str) -> Vec<String> {
        let mut read = self.0.read().await.unwrap();
        let rows = read.all(Statement::new(text), Vec::new()).await.unwrap();
        rows.iter().map(|row| row.text("it").unwrap()).collect()
    }

    async fn count(&self, text: &'static str) -> i64 {
        let mut read = self.0.read().await.unwrap();
        read.one(Statement::new(text), Vec::new()).await.unwrap().unwrap().int("it").unwrap()
    }

    /// Waits until nothing is left to do.
    async fn worked_off(&self) {
        until("everything is worked off", async || {
            let waiting = "SELECT COUNT(*) AS it FROM outbox WHERE state <> 'done'";
            self.count(waiting).await == 0
                && self.count("SELECT COUNT(*) AS it FROM mails WHERE state NOT IN ('sent', 'dropped')").await
                    == 0
        })
        .await;
    }
}

/// Signs this address in at a server of a demo programme.
async fn enters(origin: &str, email: &str) -> Person {
    let person = Person::at(origin);
    let answer = person.send("/auth/sign-in", &[("email", email), ("password", PASSWORD)]).await;
    assert_eq!(target(&answer), "/", "{email} could not sign in");
    person
}

/// A family of products that deals of the demo programme are about.
async fn family(person: &Person) -> String {
    let page = person.text("/deals/new").await;
    let known = page.split("value=\"").find(|rest| rest.starts_with("fa_") || rest.starts_with("pf_"));
    known.unwrap_or_else(|| panic!("no family in {page}")).split('"').next().unwrap().to_owned()
}

async fn comments(by: &Person, path: &str, body: &str) -> bool {
    let id = path.trim_start_matches("/deals/");
    let form = [("id", id), ("key", body), ("body", body), ("internal", "")];
    by.try_send(path, "/api/deals/comment", &form)
        .await
        .is_ok_and(|answer| answer.status() == 303 && answer.headers()["location"].to_str().unwrap() == path)
}

/// Registers a deal with a customer of this name; its path when that was acknowledged.
async fn registers(by: &Person, customer: &str, family: &str) -> Option<String> {
    let domain = format!("{}.example", customer.to_lowercase().replace(' ', "-"));
    let form = [
        ("id", ""),
        ("version", ""),
        ("key", customer),
        ("customer_name", customer),
        ("customer_domain", &domain),
        ("customer_country", "DE"),
        ("families[]", family),
        ("amount", "7777"),
        ("currency", "EUR"),
        ("close_on", "2099-01-01"),
        ("contact_name", "Xaver Beispiel"),
        ("contact_role", ""),
        ("contact_email", "x@customer.example"),
        ("need", "What is acknowledged is kept"),
        ("send", "submit"),
    ];
    acknowledged(by.try_send("/deals/new", "/api/deals/send", &form).await, "/deals/dl_")
}

/// Rejects a deal that was just submitted; whether that was acknowledged.
async fn rejects(by: &Person, path: &str) -> bool {
    let id = path.trim_start_matches("/deals/");
    let form = [("id", id), ("version", "2"), ("account", ""), ("reason", "not_qualified"), ("note", "")];
    // From another page: who is refused is sent back to it, who is not is sent to the deal.
    acknowledged(by.try_send("/", "/api/deals/reject", &form).await, path).is_some()
}

/// Brings a video under this key; the path of its page when that was acknowledged.
async fn brings(by: &Person, key: &str, bytes: &[u8]) -> Option<String> {
    let answer =
        by.try_upload("/assets/manage/new", "/uploads/asset", &[("key", key)], ("a.mp4", bytes)).await;
    acknowledged(answer, "/assets/manage/as_")
}

/// Where the answer leads, when there was one and it leads on from here.
fn acknowledged(answer: reqwest::Result<reqwest::Response>, begin: &str) -> Option<String> {
    let answer = answer.ok()?;
    let to = answer.headers().get("location")?.to_str().ok()?;
    (answer.status() == 303 && to.starts_with(begin)).then(|| to.to_owned())
}

/// A video of this length that no other seed makes.
fn video(seed: u64, length: usize) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
    let word = |at: u64| (at ^ seed << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31);
    bytes.extend(
        (0..length as u64 / 8).flat_map(|at| word(at).wrapping_mul(0xff51_afd7_ed55_8ccd).to_le_bytes()),
    );
    bytes
}
