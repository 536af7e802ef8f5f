//! Words on PostgreSQL: a `tsvector` in which the weight of a lexeme says where it stands, A in the title and B in the rest,
//! and its beginning of what it is a word: of a deal (`kinddeal_acme`), of a deal of
//! this partner (`0F3K9A2Bkinddeal_acme`). So the
//! index answers within a scope without reading what it knows of all others.

use super::Fit;
use domain::search::Question;

/// Rows of the kind from the newest on, until enough fit. Called as a function, `@@` is not answered by the index, which has
/// to find everything before it can name the newest: this is asked where very much fits, and the newest are soon found.
macro_rules! newest {
    ($question:literal, $allowed:expr) => {
        concat!(
            "(SELECT r.id FROM search_rows r WHERE CAST($7 AS TEXT) = '' AND r.kind = $6 AND ts_match_vq(r.words, CAST(CAST(",
            $question,
            " AS TEXT) AS TSQUERY)) AND ",
            $allowed,
            " ORDER BY r.id DESC LIMIT 101) UNION ALL
            (SELECT r.id FROM search_rows r WHERE CAST($7 AS TEXT) <> '' AND r.kind = $6 AND r.partner_id = $7
            AND ts_match_vq(r.words, CAST(CAST(",
            $question,
            " AS TEXT) AS TSQUERY)) AND ",
            $allowed,
            " ORDER BY r.id DESC LIMIT 101)"
        )
    };
}

// How many rows a beginning of a word fits is beyond what the planner can know; it takes a fixed share of the table and would
// read all of it. The second condition says nothing but that few fit.
searches!(
    "WITH fitting AS MATERIALIZED (SELECT w.id FROM search_rows w WHERE w.words @@ CAST(CAST($3 AS TEXT) AS TSQUERY)
     AND w.id + 0 = w.id LIMIT 201)",
    "(r.words @@ CAST(CAST($4 AS TEXT) AS TSQUERY))";
    newest
);

/// How many signs of a partner's id its words begin with: the end of it, which is random. Who shares it is left out by the
/// rest of the `WHERE`.
const OF_PARTNER: usize = 8;

/// The question as `tsquery` reads it. Words are letters and digits, in quotes: nothing of them is syntax.
pub(super) fn fit(question: &Question, kinds: &[String], partner: Option<&str>) -> Fit {
    let partner = partner.map_or("", |partner| &partner[partner.len().saturating_sub(OF_PARTNER)..]);
    let of_each_kind = |word: &str, weight: &str| {
        let words: Vec<_> = kinds.iter().map(|kind| format!("'{partner}{kind}_{word}':{weight}")).collect();
        format!("({})", words.join(" | "))
    };
    let within = |weight: &str| {
        let mut words: Vec<String> = question.whole().iter().map(|word| of_each_kind(word, weight)).collect();
        words.push(of_each_kind(question.beginning(), &format!("*{weight}")));
        words.join(" & ")
    };
    Fit { all: within("AB"), title: within("A") }
}
