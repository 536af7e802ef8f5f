//! The demo programme as two rivals see it: Northwind's records, and Greta of Fabrikam, who must not get at them.

use crate::portal::{Engine, Person, Portal};
use reqwest::Method;
use store::sql::Statement;

/// The rival.
pub const RIVAL: &str = "greta@fabrikam.example";

/// Real records by the name that paths and forms of the walks use: Northwind's own, then what everybody shares.
const RECORDS: &[(&str, &str)] = &[
    ("<partner>", "SELECT id AS t FROM partners WHERE name = 'Northwind'"),
    (
        "<deal>",
        "SELECT d.id AS t FROM deals d JOIN partners p ON p.id = d.partner_id
         WHERE p.name = 'Northwind' AND d.state = 'submitted'",
    ),
    ("<draft>", "SELECT id AS t FROM deals WHERE customer_name = 'Zanzibar Secret Labs'"),
    (
        "<file>",
        "SELECT f.file_id AS t FROM deal_files f JOIN deals d ON d.id = f.deal_id
         WHERE d.customer_name = 'Zanzibar Secret Labs'",
    ),
    ("<programme>", "SELECT id AS t FROM programmes WHERE name = 'Deal registration'"),
    ("<person>", "SELECT id AS t FROM people WHERE email = 'ben@northwind.example'"),
    ("<certificate>", "SELECT id AS t FROM certificates WHERE person_name = 'Ana Sousa' ORDER BY id"),
    (
        "<attempt>",
        "SELECT a.id AS t FROM attempts a JOIN enrolments e ON e.id = a.enrolment_id JOIN people p
         ON p.id = e.person_id WHERE p.email = 'ana@northwind.example' AND a.passed ORDER BY a.id DESC",
    ),
    (
        "<course>",
        "SELECT e.course_id AS t FROM attempts a JOIN enrolments e ON e.id = a.enrolment_id JOIN people p
         ON p.id = e.person_id WHERE p.email = 'ana@northwind.example' AND a.passed ORDER BY a.id DESC",
    ),
    (
        "<certification>",
        "SELECT id AS t FROM certifications WHERE state = 'published' ORDER BY level, track, id",
    ),
    (
        "<assignment>",
        "SELECT a.id AS t FROM assignments a JOIN partners p ON p.id = a.partner_id WHERE p.name = 'Northwind' ORDER BY a.id",
    ),
    ("<lesson>", "SELECT l.id AS t FROM lessons l WHERE l.course_id = '<course>' ORDER BY l.position"),
    ("<question>", "SELECT id AS t FROM questions WHERE course_id = '<course>' ORDER BY position"),
    (
        "<asset>",
        "SELECT a.id AS t FROM assets a WHERE a.state = 'published'
         AND a.id NOT IN (SELECT asset_id FROM asset_tiers) ORDER BY a.id",
    ),
    ("<collection>", "SELECT id AS t FROM collections ORDER BY id"),
    (
        "<share>",
        "SELECT s.id AS t FROM shares s JOIN partners p ON p.id = s.partner_id
         WHERE p.name = 'Northwind' AND s.revoked_at IS NULL ORDER BY s.id",
    ),
    // Of a link nobody has: the secrets of real ones are kept nowhere.
    ("<token>", "SELECT token_hash AS t FROM shares ORDER BY id"),
    (
        "<announcement>",
        "SELECT a.id AS t FROM announcements a WHERE a.state = 'published'
         AND a.id NOT IN (SELECT announcement_id FROM announcement_audience)",
    ),
    (
        "<account>",
        "SELECT d.account_id AS t FROM deals d JOIN partners p ON p.id = d.partner_id
         WHERE p.name = 'Northwind' AND d.account_id IN (SELECT account_id FROM account_installs) ORDER BY d.id",
    ),
    ("<other-account>", "SELECT id AS t FROM accounts WHERE id <> '<account>' ORDER BY id"),
    ("<install>", "SELECT id AS t FROM account_installs WHERE account_id = '<account>' ORDER BY id"),
    ("<family>", "SELECT id AS t FROM families ORDER BY id"),
    (
        "<notice>",
        "SELECT n.id AS t FROM notices n JOIN people p ON p.id = n.person_id
         WHERE p.email = 'ana@northwind.example' ORDER BY n.id",
    ),
    ("<view>", "SELECT id AS t FROM views WHERE name = 'Secretly won'"),
    ("<event>", "SELECT id AS t FROM outbox ORDER BY id"),
];

/// Everything of a partner that its rivals must not read.
const SECRETS: &str = "
    SELECT name AS t FROM partners WHERE id = '<of>'
    UNION SELECT id FROM partners WHERE id = '<of>'
    UNION SELECT domain FROM partner_domains WHERE partner_id = '<of>'
    UNION SELECT name FROM people WHERE partner_id = '<of>'
    UNION SELECT email FROM people WHERE partner_id = '<of>'
    UNION SELECT id FROM people WHERE partner_id = '<of>'
    UNION SELECT id FROM deals WHERE partner_id = '<of>'
    UNION SELECT number FROM deals WHERE partner_id = '<of>' AND number IS NOT NULL
    UNION SELECT customer_name FROM deals WHERE partner_id = '<of>'
    UNION SELECT customer_domain FROM deals WHERE partner_id = '<of>'
    UNION SELECT contact_name FROM deals WHERE partner_id = '<of>'
    UNION SELECT contact_email FROM deals WHERE partner_id = '<of>'
    UNION SELECT need FROM deals WHERE partner_id = '<of>'
    UNION SELECT f.file_id FROM deal_files f JOIN deals d ON d.id = f.deal_id WHERE d.partner_id = '<of>'
    UNION SELECT n.id FROM notices n JOIN people p ON p.id = n.person_id WHERE p.partner_id = '<of>'
    UNION SELECT id FROM views WHERE partner_id = '<of>'
    UNION SELECT name FROM views WHERE partner_id = '<of>'
    UNION SELECT id FROM shares WHERE partner_id = '<of>'
    UNION SELECT token_hash FROM shares WHERE partner_id = '<of>'
    UNION SELECT id FROM assignments WHERE partner_id = '<of>'
    UNION SELECT id FROM account_partners WHERE partner_id = '<of>'
    UNION SELECT i.id FROM account_installs i JOIN account_partners r ON r.account_id = i.account_id AND r.family_id = i.family_id
        WHERE r.partner_id = '<of>'
    UNION SELECT id FROM certificates WHERE partner_id = '<of>'
    UNION SELECT number FROM certificates WHERE partner_id = '<of>'
    UNION SELECT a.id FROM attempts a JOIN enrolments e ON e.id = a.enrolment_id WHERE e.partner_id = '<of>'";

pub struct World {
    pub portal: Portal,
    records: Vec<(&'static str, String)>,
    secrets: Vec<String>,
}

impl World {
    /// The demo programme with a draft of Northwind that has evidence.
    pub async fn start() -> Self {
        let portal = Portal::on(Engine::Sqlite).await;
        let ana = portal.person("ana@northwind.example").await;
        let draft = "id=&version=&key=world&customer_name=Zanzibar+Secret+Labs\
                     &customer_domain=zanzibar-secret.example&contact_name=Xaver+Geheim&need=Nobody+else+reads+this";
        let kept = ana.call(Method::POST, "/api/deals/keep", draft).await;
        assert_eq!(kept.status(), 200);
        let view = "list=deals&query=state%3Dwon&name=Secretly+won&shared=true&default=";
        assert_eq!(ana.call(Method::POST, "/api/views/keep", view).await.status(), 200);
        while server::jobs::next(&portal.state).await.unwrap() {}
        let mut world = Self { portal, records: Vec::new(), secrets: Vec::new() };
        for &(name, sql) in RECORDS {
            let upload = format!("/uploads/evidence/{}", world.filled("<draft>"));
            if name == "<file>" {
                let answer = ana.upload("/", &upload, &[], ("plan.pdf", b"%PDF-1.7 plan")).await;
                assert_eq!(crate::portal::target(&answer), world.filled("/deals/<draft>/edit"));
            }
            let found = world.texts(&world.filled(sql)).await;
            let first = found.into_iter().next().unwrap_or_else(|| panic!("no {name} in the demo programme"));
            world.records.push((name, first));
        }
        let own = world.texts(&SECRETS.replace("<of>", &world.filled("<partner>"))).await;
        let rival =
            world.texts("SELECT partner_id AS t FROM people WHERE email = 'greta@fabrikam.example'").await;
        let rivals = world.texts(&SECRETS.replace("<of>", &rival[0])).await;
        // A draft is kept as it was typed, in one text.
        world.secrets.extend(["Xaver Geheim", "Nobody else reads this"].map(str::to_owned));
        world.secrets.extend(own.into_iter().filter(|text| text.len() > 4 && !rivals.contains(text)));
        for known in ["Northwind", "Ana Sousa", "Zanzibar Secret Labs", "Fjord Rail"] {
            assert!(world.secrets.iter().any(|secret| secret == known), "{known} is a secret");
        }
        world
    }

    /// The text with real records in the place of their names.
    pub fn filled(&self, text: &str) -> String {
        self.records.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }

    async fn texts(&self, sql: &str) -> Vec<String> {
        let mut read = self.portal.state.portal.store.read().await.unwrap();
        let rows = read.all(Statement::new(sql.to_owned().leak()), Vec::new()).await.unwrap();
        rows.iter().map(|row| row.text("t").unwrap()).collect()
    }

    /// How many changes there have been: every change leaves its line in the audit, and so does every refusal.
    pub async fn changes(&self) -> usize {
        self.texts("SELECT id AS t FROM audit WHERE act NOT IN ('refused', 'sign_in.local')").await.len()
    }

    pub async fn rival(&self) -> Person {
        self.portal.person(RIVAL).await
    }

    /// Fails when the answer to the rival has anything of Northwind's in it that the rival did not say first.
    pub fn assert_no_secret(&self, asked: &str, answer: &str) {
        for secret in &self.secrets {
            let told = answer.contains(secret.as_str()) && !asked.contains(secret.as_str());
            assert!(!told, "{asked} tells a rival {secret}");
        }
    }
}
