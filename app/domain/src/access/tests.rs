//! The role matrix as text, and what must never be allowed.

use super::*;
use crate::time::Instant;

fn partner(n: u8) -> Membership {
    Membership {
        id: PartnerId::new(Instant::from_millis(1), [n; 10]),
        name: format!("Partner {n}"),
        tier: Tier::Registered,
        types: vec![PartnerType::Reseller],
        has_logo: false,
    }
}

fn profile(role: Role, partner: Option<Membership>) -> Profile {
    let person = PersonId::new(Instant::from_millis(1), [9; 10]);
    Profile {
        person,
        name: "Somebody".into(),
        email: "somebody@example.org".into(),
        role,
        partner,
        language: None,
    }
}

fn matrix() -> String {
    let own = partner(1);
    let rival = partner(2);
    let mut out =
        String::from("# role x act: own = on the own partner, any = on every partner, no = never\n");
    for role in Role::ALL {
        let who = profile(*role, role.is_partner().then(|| own.clone()));
        out.push_str(&format!("\n{role}\n"));
        for (name, rule) in every_act() {
            let cell = match (rule(&who, &own.id), rule(&who, &rival.id)) {
                (true, true) => "any",
                (true, false) => "own",
                (false, false) => "no",
                (false, true) => "RIVAL ONLY",
            };
            out.push_str(&format!("  {name:<26} {cell}\n"));
        }
        for subject in Subject::ALL {
            let cell = match scope(&who, subject) {
                Scope::All => "all",
                Scope::Assigned(_) => "assigned",
                Scope::Partner(_) => "own",
                Scope::Nobody => "none",
            };
            out.push_str(&format!("  read {:<21} {cell}\n", format!("{subject:?}").to_lowercase()));
        }
    }
    out
}

#[test]
fn the_matrix_file_says_what_the_rules_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/access/matrix.txt");
    let printed = matrix();
    if std::env::var_os("TANDEM_WRITE_MATRIX").is_some() {
        std::fs::write(path, &printed).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap_or_default(),
        printed,
        "run with TANDEM_WRITE_MATRIX=1 and read the diff"
    );
}

#[test]
fn nobody_of_a_partner_acts_on_a_rival() {
    let rival = partner(2);
    for role in [Role::PartnerAdministrator, Role::PartnerUser] {
        let who = profile(role, Some(partner(1)));
        for (name, rule) in every_act() {
            let on_rival = rule(&who, &rival.id);
            let of_oneself = [KeepOwnAccount::NAME, KeepViews::NAME].contains(&name);
            assert!(!on_rival || of_oneself, "{role} may {name} on a rival");
        }
        for subject in Subject::ALL {
            assert_eq!(scope(&who, subject), Scope::Partner(partner(1).id));
        }
    }
}

#[test]
fn a_partner_role_without_an_organisation_reads_nothing() {
    let who = profile(Role::PartnerUser, None);
    for subject in Subject::ALL {
        assert_eq!(scope(&who, subject), Scope::Nobody);
    }
}

#[test]
fn actors_are_made_where_sessions_are_read_and_nowhere_else() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let mut callers = Vec::new();
    for part in ["app", "frontend", "server", "end2end/provider"] {
        callers_below(&root.join(part), &mut callers);
    }
    let mut callers: Vec<_> = callers.iter().map(|file| file.strip_prefix(&root).unwrap()).collect();
    callers.sort();
    let known = [
        "app/src/api/desk.rs",
        "server/src/caller.rs",
        "server/src/imports/working.rs",
        "server/src/seed/deals.rs",
    ];
    let known = known.map(std::path::Path::new);
    assert_eq!(callers, known);
}

/// Files that call `vouch` outside of tests.
fn callers_below(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !["tests", "target"].contains(&name) {
                callers_below(&path, found);
            }
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            if code.contains("::vouch") {
                found.push(path);
            }
        }
    }
}
