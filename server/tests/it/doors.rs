//! Endpoints are closed unless they are declared, and every declared one is tried by whoever must not get in.

use crate::portal::Portal;
use app::api::access::{Gate, every, gate};
use domain::access::Role;
use leptos::server_fn::axum::server_fn_paths;
use reqwest::Method;
use std::collections::BTreeSet;

/// One of each role.
pub const PEOPLE: [(Role, &str); 7] = [
    (Role::Administrator, "ada@vendor.example"),
    (Role::ChannelManager, "carl@vendor.example"),
    (Role::Approver, "petra@vendor.example"),
    (Role::Marketing, "mia@vendor.example"),
    (Role::Education, "elif@vendor.example"),
    (Role::PartnerAdministrator, "ana@northwind.example"),
    (Role::PartnerUser, "ben@northwind.example"),
];

#[tokio::test]
async fn every_server_function_is_declared_and_every_declaration_is_one() {
    let _portal = Portal::start().await;
    let there: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
    let declared: BTreeSet<&str> = every().map(|(path, _)| path).collect();
    assert_eq!(there, declared);
    assert!(there.len() > 40, "{}", there.len());
}

#[tokio::test]
async fn nobody_gets_through_a_door_that_is_not_for_anyone() {
    let portal = Portal::start().await;
    let nobody = portal.nobody();
    for (path, method) in server_fn_paths() {
        let method: Method = method.as_str().parse().unwrap();
        let status = nobody.call(method, path, "").await.status();
        let open = gate(path) == Some(Gate::Anyone);
        assert_eq!(status != 401, open, "{path}: {status}");
    }
}

#[tokio::test]
async fn each_role_gets_through_its_own_doors_only() {
    let portal = Portal::start().await;
    for (role, email) in PEOPLE {
        let person = portal.person(email).await;
        for (path, method) in server_fn_paths() {
            let method: Method = method.as_str().parse().unwrap();
            let status = person.call(method, path, "").await.status();
            let shut = match gate(path) {
                Some(Gate::Anyone | Gate::SignedIn) => false,
                Some(Gate::Partner) => !role.is_partner(),
                Some(Gate::Roles(roles)) => !roles.contains(&role),
                None => true,
            };
            assert_eq!(status == 403, shut, "{role} at {path}: {status}");
            assert!(status != 500, "{role} at {path} breaks something");
        }
    }
}

#[tokio::test]
async fn an_endpoint_that_nobody_declared_is_missing() {
    let portal = Portal::start().await;
    let admin = portal.person("ada@vendor.example").await;
    assert_eq!(admin.call(Method::POST, "/api/people/everything", "").await.status(), 404);
}

#[tokio::test]
async fn a_change_from_another_site_is_refused() {
    let portal = Portal::start().await;
    let admin = portal.person("ada@vendor.example").await;
    let form = [("name", "Forged")];
    let request = reqwest::Client::new()
        .post(format!("{}/api/accounts/family", portal.origin))
        .header("cookie", admin.cookie().unwrap())
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://evil.example")
        .form(&form);
    assert_eq!(request.send().await.unwrap().status(), 403);
    assert!(!admin.text("/accounts/families").await.contains("Forged"));
}

#[tokio::test]
async fn pages_send_strangers_to_the_sign_in_page_and_back() {
    let portal = Portal::start().await;
    let answer = portal.nobody().open("/deals/queue?x=1").await;
    assert_eq!(crate::portal::target(&answer), "/sign-in?next=/deals/queue%3Fx%3D1");
    let csp = portal.nobody().open("/sign-in").await;
    let csp = csp.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(csp.contains("script-src 'self' 'nonce-") && !csp.contains("unsafe-inline' 'self'"), "{csp}");
}

#[tokio::test]
async fn what_can_be_opened_as_a_document_is_told_what_it_may_do_and_a_script_only_what_it_is() {
    let portal = Portal::start().await;
    for name in ["live.js", "sw.js", "icons.svg", "offline.html"] {
        portal.site_file(name, "x");
    }
    let nobody = portal.nobody();
    let head = async |path: &str| nobody.open(path).await.headers().clone();
    let documents = ["content-security-policy", "x-frame-options", "cross-origin-opener-policy"];
    for path in ["/offline.html", "/sign-in", "/nowhere"] {
        let head = head(path).await;
        assert!(documents.iter().all(|name| head.contains_key(*name)), "{path}: {head:?}");
    }
    // A picture of the portal's own says it all in its policy: it runs nothing, loads nothing, and nobody frames it.
    let picture = head("/icons.svg").await["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        picture.contains("default-src 'none'") && picture.contains("frame-ancestors 'none'"),
        "{picture}"
    );
    assert!(!picture.contains("script-src"), "{picture}");
    let script = head("/live.js").await;
    assert!(!documents.iter().any(|name| script.contains_key(*name)), "{script:?}");
    for path in ["/live.js", "/sw.js", "/icons.svg", "/sign-in"] {
        let head = head(path).await;
        assert_eq!(head["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(head["cross-origin-resource-policy"], "same-origin", "{path}");
    }
    // Where a worker may go is said by its own script.
    assert_eq!(head("/sw.js").await["content-security-policy"], "default-src 'none'; connect-src 'self'");
}
