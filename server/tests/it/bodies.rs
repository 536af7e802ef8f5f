//! Bodies that no page of ours sends, to every server function, on both engines: they are told, and break nothing.

use crate::portal::{Engine, FORM, Person, Portal};
use leptos::server_fn::axum::server_fn_paths;
use reqwest::Method;
use std::collections::BTreeSet;
use std::path::Path;

/// The names of all fields that server functions take, from their sources.
fn fields() -> Vec<String> {
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app");
    let mut found = BTreeSet::new();
    fields_below(&app.join("src"), &mut found);
    fields_below(&app.join("domain/src"), &mut found);
    for known in ["id", "version", "customer_name", "families", "course_id", "answers", "active", "zones"] {
        assert!(found.contains(known), "{known} is a field");
    }
    found.into_iter().collect()
}

fn fields_below(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            fields_below(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        // Arguments of server functions, and what their forms are made of.
        for function in text.split("#[server(").skip(1) {
            let arguments = function.split("-> Result").next().unwrap_or_default();
            found.extend(arguments.split(['(', ',']).filter_map(|part| name(part.trim())));
        }
        for form in text.split("pub struct ").skip(1) {
            let body = form.split("\n}").next().unwrap_or_default();
            if body.split_whitespace().next().is_some_and(|name| name.ends_with("Form")) {
                found.extend(body.lines().filter_map(|line| name(line.trim().strip_prefix("pub ")?)));
            }
        }
    }
}

/// The name in `name: Type`.
fn name(declared: &str) -> Option<String> {
    let (name, _) = declared.split_once(": ")?;
    name.chars().all(|c| c.is_ascii_lowercase() || c == '_').then(|| name.to_owned())
}

/// Every field with this value, as one form.
fn all(fields: &[String], value: &str) -> Vec<u8> {
    let pairs: Vec<String> = fields.iter().map(|field| format!("{field}={value}")).collect();
    pairs.join("&").into_bytes()
}

fn each(fields: &[String], pair: impl Fn(&str) -> String) -> Vec<u8> {
    fields.iter().map(|field| pair(field)).collect::<Vec<_>>().join("&").into_bytes()
}

/// What is sent, by what is wrong with it: media type and bytes.
fn bodies(fields: &[String]) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let long = "x".repeat(100_000);
    let lists = |value: &str| each(fields, |field| format!("{field}[0]={value}&{field}[1]={value}"));
    let mut invalid = all(fields, "a");
    invalid.extend(b"&name=\xff\xfe\xc3(&body=\xed\xa0\x80&search=%ff%fe%c3(");
    let deep = each(fields, |field| format!("{field}[b][c][d][e][f][g][h]=1&{field}[[]]]=2"));
    vec![
        ("nothing", FORM, Vec::new()),
        ("invalid UTF-8", FORM, invalid),
        ("NUL in every field", FORM, all(fields, "a%00b")),
        ("NUL in every list", FORM, lists("%00")),
        ("100 KB in one field", FORM, format!("name={long}&search={long}&body=x").into_bytes()),
        ("deep brackets", FORM, deep),
        ("every field twice", FORM, [all(fields, "1"), all(fields, "2")].join(&b'&')),
        ("JSON", "application/json", br#"{"id":{"$ne":null},"form":[[[[1]]]],"name":"a\u0000b"}"#.to_vec()),
        ("wrong types", FORM, all(fields, "-1e309")),
        ("far numbers", FORM, all(fields, "9223372036854775808")),
        ("signs that turn the text around", FORM, all(fields, "%E2%80%AE%F0%9F%91%BB")),
        ("no form at all", "multipart/form-data", b"--\r\n\r\n".to_vec()),
    ]
}

async fn send(person: &Person, path: &str, method: &Method, kind: &str, body: &[u8]) -> u16 {
    if *method != Method::GET {
        return person.call_with(method.clone(), path, kind, body.to_vec()).await.status().as_u16();
    }
    // What a query cannot hold as it is, a client sends quoted.
    let quoted = |byte: &u8| match byte {
        0x21..=0x7e if *byte != b'"' && *byte != b'#' => char::from(*byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let query: String = body.iter().take(60_000).map(quoted).collect();
    person.call_with(Method::GET, &format!("{path}?{query}"), kind, Vec::new()).await.status().as_u16()
}

async fn nothing_breaks(engine: Engine) {
    let portal = Portal::on(engine).await;
    let fields = fields();
    let mut broken = Vec::new();
    for email in ["ada@vendor.example", "ana@northwind.example"] {
        let person = portal.person(email).await;
        for (path, method) in server_fn_paths() {
            let method: Method = method.as_str().parse().unwrap();
            for (what, kind, body) in bodies(&fields) {
                let status = send(&person, path, &method, kind, &body).await;
                if status >= 500 && status != 503 {
                    broken.push(format!("{path} with {what} as {email}: {status}"));
                }
            }
        }
        assert_eq!(person.open("/").await.status(), 200, "and the portal goes on");
    }
    assert!(broken.is_empty(), "{broken:#?}");
    portal.state.portal.store.close().await;
}

#[tokio::test]
async fn no_body_breaks_a_server_function_on_sqlite() {
    nothing_breaks(Engine::Sqlite).await;
}

#[tokio::test]
async fn no_body_breaks_a_server_function_on_postgres() {
    nothing_breaks(Engine::Postgres).await;
}
