//! Every route that is neither a page nor a server function, tried by nobody, by every role and by a rival.

use crate::doors::PEOPLE;
use crate::world::World;
use server::routes::{Route, every, for_machines};

/// A route with a real path of it, and whether that names a record of Northwind.
const SAMPLES: &[(&str, &str, bool)] = &[
    ("/auth/find", "/auth/find", false),
    ("/auth/link", "/auth/link", false),
    ("/sign-in/{key}/callback", "/sign-in/nowhere/callback?state=x&code=y", false),
    ("/auth/sign-in", "/auth/sign-in", false),
    ("/auth/sign-out", "/auth/sign-out", false),
    ("/auth/sign-out-everywhere", "/auth/sign-out-everywhere", false),
    ("/auth/join", "/auth/join", false),
    ("/auth/language", "/auth/language", false),
    ("/auth/password", "/auth/password", false),
    ("/auth/forgotten", "/auth/forgotten", false),
    ("/auth/new-password", "/auth/new-password", false),
    ("/mail/leave/{person}/{what}/{signature}", "/mail/leave/<person>/digest/00", false),
    ("/mail/leave/{person}/{what}/{signature}", "/mail/leave/<person>/digest/00", false),
    ("/uploads/logo/{partner}", "/uploads/logo/<partner>", true),
    ("/uploads/look", "/uploads/look", false),
    ("/files/look/{id}", "/files/look/<file>", false),
    ("/uploads/evidence/{deal}", "/uploads/evidence/<deal>", true),
    ("/uploads/lesson/{course}/{lesson}", "/uploads/lesson/<course>/<lesson>", false),
    ("/uploads/captions/{course}/{lesson}", "/uploads/captions/<course>/<lesson>", false),
    ("/lessons/{course}/{lesson}/file", "/lessons/<course>/<lesson>/file", false),
    ("/lessons/{course}/{lesson}/captions/{language}", "/lessons/<course>/<lesson>/captions/en", false),
    ("/lessons/{course}/{lesson}/pages/{number}", "/lessons/<course>/<lesson>/pages/1", false),
    ("/uploads/asset", "/uploads/asset", false),
    ("/uploads/asset/{id}/file", "/uploads/asset/<asset>/file", false),
    ("/uploads", "/uploads", false),
    ("/uploads", "/uploads", false),
    ("/uploads/{id}", "/uploads/up_00000000000000000000000000", false),
    ("/uploads/{id}", "/uploads/up_00000000000000000000000000", false),
    ("/uploads/{id}", "/uploads/up_00000000000000000000000000", false),
    ("/uploads/{id}", "/uploads/up_00000000000000000000000000", false),
    ("/uploads/{id}/asset", "/uploads/up_00000000000000000000000000/asset", false),
    ("/files/logo/{partner}", "/files/logo/<partner>", true),
    ("/deals/{deal}/evidence/{file}", "/deals/<draft>/evidence/<file>", true),
    ("/assets/{id}/download", "/assets/<asset>/download", false),
    ("/assets/{id}/pages/{number}", "/assets/<asset>/pages/1", false),
    ("/assets/manage/{id}/sample", "/assets/manage/<asset>/sample?shown=1&sample=wide", false),
    ("/assets/manage/{id}/versions/{number}", "/assets/manage/<asset>/versions/1", false),
    ("/assets/{id}/thumbnail", "/assets/<asset>/thumbnail", false),
    ("/assets/collections/{id}/zip", "/assets/collections/<collection>/zip", false),
    ("/s/{token}/unlock", "/s/<token>/unlock", false),
    ("/s/{token}/take", "/s/<token>/take", false),
    ("/s/{token}/file", "/s/<token>/file", false),
    ("/s/{token}/preview", "/s/<token>/preview", false),
    ("/exports/deals/{format}", "/exports/deals/csv", false),
    ("/exports/partners/{format}", "/exports/partners/xlsx", false),
    ("/programmes/{id}/text", "/programmes/<programme>/text", false),
    ("/exports/people/{format}", "/exports/people/csv", false),
    ("/exports/queue/{format}", "/exports/queue/csv?sort=-amount&c=amount", false),
    ("/exports/accounts/{format}", "/exports/accounts/csv", false),
    ("/exports/renewals/{format}", "/exports/renewals/csv?within=90", false),
    ("/exports/assets/{format}", "/exports/assets/xlsx?tag=storage&sort=-taken", false),
    ("/exports/courses/{format}", "/exports/courses/csv?state=published", false),
    ("/certificates/{id}/pdf", "/certificates/<certificate>/pdf", true),
    ("/manifest.webmanifest", "/manifest.webmanifest", false),
    ("/accounts/{account}/people", "/accounts/<account>/people", false),
    ("/imports", "/imports", false),
    ("/imports/accounts", "/imports/accounts", false),
    ("/imports/template/{sort}", "/imports/template/accounts", false),
    (
        "/accounts/import/{id}/rows/{fate}",
        "/accounts/import/ai_01aryz6s41tsv4rrffq69g5fav/rows/refused",
        false,
    ),
    ("/deals/{deal}/people", "/deals/<deal>/people", true),
    ("/notices/stream", "/notices/stream", false),
    ("/healthz", "/healthz", false),
    ("/readyz", "/readyz", false),
    ("/metrics", "/metrics", false),
];

/// A form with a small file.
const FILE: &[u8] =
    b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\r\n--x--\r\n";

/// Every declared route with its sample; a route without one fails.
fn walk() -> Vec<(Route, &'static str, bool)> {
    let routes: Vec<Route> = every().into_iter().chain(for_machines()).collect();
    assert_eq!(routes.len(), SAMPLES.len(), "every route needs a sample");
    let sampled = routes.into_iter().map(|route| {
        let sample = SAMPLES.iter().find(|(path, ..)| *path == route.path);
        let (_, path, owned) = sample.unwrap_or_else(|| panic!("{} has no sample", route.path));
        (route, *path, *owned)
    });
    sampled.collect()
}

fn ends_the_session(path: &str) -> bool {
    path.starts_with("/auth/sign-out")
}

#[test]
fn routes_are_made_by_their_declarations_only() {
    let router = include_str!("../../src/router.rs");
    assert_eq!(
        router.matches(".route(").count(),
        1,
        "the one of the server functions, which has its own guard"
    );
}

#[tokio::test]
async fn nobody_and_each_role_get_through_the_gates_that_are_theirs() {
    let world = World::start().await;
    let nobody = world.portal.nobody();
    for (route, path, _) in walk() {
        let status = nobody.call(route.method.clone(), &world.filled(path), "").await.status();
        assert_eq!(status != 401, route.gate.opens(None), "nobody at {path}: {status}");
    }
    for (role, email) in PEOPLE {
        // One portal each: all come from one address, which may knock at the doors of sign-in only so often.
        let world = World::start().await;
        let mut person = world.portal.person(email).await;
        let profile = world.portal.profile(email).await;
        for (route, path, _) in walk() {
            let status = person.call(route.method.clone(), &world.filled(path), "").await.status();
            assert_eq!(status != 403, route.gate.opens(Some(&profile)), "{role} at {path}: {status}");
            assert!(status != 401 && status != 500, "{role} at {path}: {status}");
            if ends_the_session(path) {
                person = world.portal.person(email).await;
            }
        }
    }
}

#[tokio::test]
async fn a_rival_finds_no_route_to_anothers_record() {
    let world = World::start().await;
    let mut rival = world.rival().await;
    let before = world.changes().await;
    for (route, path, owned) in walk() {
        let filled = world.filled(path);
        let mut answer = if path.starts_with("/uploads/") {
            rival
                .call_with(route.method.clone(), &filled, "multipart/form-data; boundary=x", FILE.to_vec())
                .await
        } else {
            rival.call(route.method.clone(), &filled, "").await
        };
        if owned {
            assert_eq!(answer.status(), 404, "{path}");
        }
        // The stream of notices says how things stand, and goes on.
        let bytes = match path {
            "/notices/stream" => answer.chunk().await.unwrap().unwrap_or_default(),
            _ => answer.bytes().await.unwrap(),
        };
        world.assert_no_secret(&filled, &String::from_utf8_lossy(&bytes));
        if ends_the_session(path) {
            rival = world.rival().await;
        }
    }
    // The rival's own: one download, two files of lists, and signing out everywhere.
    assert!(world.changes().await <= before + 4);
}
