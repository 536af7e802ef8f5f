//! Words on SQLite: an FTS5 table over the rows of the index, kept by triggers.

use super::Fit;
use domain::search::Question;

/// The index is read from its newer end. CROSS keeps the engine from looking each row of a kind up in the index instead: most
/// of a second at 10,000 deals. Kind and partner are words of the question.
macro_rules! newest {
    ($question:literal, $allowed:expr) => {
        concat!(
            "SELECT r.id FROM search_index i CROSS JOIN search_rows r ON r.id = i.rowid WHERE i.search_index MATCH ",
            $question,
            " AND $6 IS NOT NULL AND $7 IS NOT NULL AND ",
            $allowed,
            " ORDER BY i.rowid DESC LIMIT 101"
        )
    };
}

searches!(
    "WITH fitting AS MATERIALIZED (SELECT i.rowid AS id FROM search_index i WHERE i.search_index MATCH $3 LIMIT 201),
     titled AS MATERIALIZED (SELECT i.rowid AS id FROM search_index i WHERE i.search_index MATCH $4 LIMIT 201)",
    "r.id IN (SELECT id FROM titled)";
    newest
);

/// The question as FTS5 reads it. Words are letters and digits, in quotes: nothing of them is syntax.
pub(super) fn fit(question: &Question, kinds: &[String], partner: Option<&str>) -> Fit {
    let mut words: Vec<String> = question.whole().iter().map(|word| format!("\"{word}\"")).collect();
    words.push(format!("\"{}\" *", question.beginning()));
    let words = words.join(" AND ");
    let kinds = kinds.iter().map(|kind| format!("\"{kind}\"")).collect::<Vec<_>>().join(" OR ");
    let scope = match partner {
        Some(partner) => format!("\"{partner}\" AND ({kinds})"),
        None => kinds,
    };
    let within = |columns: &str| format!("({columns} : ({words})) AND (scope_words : ({scope}))");
    // Each word may stand in either column, not all of them in the same one.
    Fit { all: within("{title_words body_words}"), title: within("title_words") }
}
