//! Behind a proxy that adds TLS: the origin of the configuration counts, whatever a request says of itself.

use crate::portal::browser;
use crate::program::Program;

const ORIGIN: &str = "https://partners.acme.example";

#[tokio::test]
async fn the_configured_origin_decides_on_cookies_and_forms() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("tandem.toml");
    std::fs::write(&config, format!("origin = \"{ORIGIN}/\"\naddr = \"127.0.0.1:9\"\n")).unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let words = ["--empty", "--addr", &free, "--config", config.to_str().unwrap()];
    let program = Program::start(folder.path(), &words);
    assert_eq!(program.origin().await, ORIGIN);
    let link = program.line("    ").await;
    let token = link.strip_prefix(&format!("{ORIGIN}/join/")).unwrap().to_owned();

    let http = browser();
    let page =
        http.get(format!("http://{free}/sign-in")).header("host", "evil.example").send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.headers()["strict-transport-security"].to_str().unwrap().starts_with("max-age="));
    assert!(!page.text().await.unwrap().contains("evil.example"));

    let password = "a few words nobody guesses";
    let join = |origin: &str| {
        let form = [
            ("token", token.as_str()),
            ("name", "Ada"),
            ("email", "ada@acme.example"),
            ("password", password),
            ("again", password),
        ];
        // As a browser without Fetch Metadata sends it, through a proxy that says where it stands itself.
        let request = http.post(format!("http://{free}/auth/join")).header("origin", origin);
        request.header("x-forwarded-host", "evil.example").header("accept", "text/html").form(&form).send()
    };
    for elsewhere in ["https://evil.example", &format!("http://{free}")] {
        assert_eq!(join(elsewhere).await.unwrap().status(), 403, "{elsewhere}");
    }
    let joined = join(ORIGIN).await.unwrap();
    assert_eq!((joined.status().as_u16(), joined.headers()["location"].to_str().unwrap()), (303, "/"));
    let cookie = joined.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-tandem=") && cookie.contains("Secure"), "{cookie}");
}
