//! Words on PostgreSQL: a `tsvector` in which the weight of a lexeme says where it stands: A in the title, B in the
//! rest, C in the scope.

use super::Fit;
use domain::search::Question;

searches!(
    "WITH fitting AS MATERIALIZED (SELECT w.id FROM search_rows w WHERE w.words @@ CAST(CAST($3 AS TEXT) AS TSQUERY) LIMIT 201)",
    "(r.words @@ CAST(CAST($4 AS TEXT) AS TSQUERY))";
    "search_rows r",
    "r.words @@ CAST(CAST($3 AS TEXT) AS TSQUERY)",
    "r.words @@ CAST(CAST($4 AS TEXT) AS TSQUERY)",
    "r.id"
);

/// The question as `tsquery` reads it. Words are letters and digits, in quotes: nothing of them is syntax.
pub(super) fn fit(question: &Question, kinds: &[String], partner: Option<&str>) -> Fit {
    let words = |weight: &str| {
        let mut words: Vec<String> =
            question.whole().iter().map(|word| format!("'{word}':{weight}")).collect();
        words.push(format!("'{}':*{weight}", question.beginning()));
        words.join(" & ")
    };
    let kinds = kinds.iter().map(|kind| format!("'{kind}':C")).collect::<Vec<_>>().join(" | ");
    let partner = partner.map(|partner| format!("'{partner}':C & ")).unwrap_or_default();
    let within = |weight: &str| format!("{} & {partner}({kinds})", words(weight));
    Fit { all: within("AB"), title: within("A") }
}
