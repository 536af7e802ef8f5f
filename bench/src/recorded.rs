//! What the portal asks its database for a request, as its log tells it: the floor does the same.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// One parameter, as the store writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Arg {
    /// Text, or NULL.
    Text(Option<String>),
    /// Whole number, or NULL.
    Int(Option<i64>),
    /// Truth.
    Flag(bool),
}

impl Arg {
    /// Its text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => text.as_deref(),
            Self::Int(_) | Self::Flag(_) => None,
        }
    }
}

/// One statement with its parameters, or the begin or end of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// SQL, `BEGIN` or `COMMIT`.
    pub sql: String,
    /// In order.
    pub args: Vec<Arg>,
}

/// A request that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its path on the floor.
    pub name: String,
    /// In order.
    pub steps: Vec<Step>,
    /// How long the portal's answer was, uncompressed: the floor's frame is as long.
    pub bytes: usize,
}

/// The steps of requests in these lines of a log in JSON; what the portal asks beside them is left out.
pub fn steps(log: &str) -> Result<Vec<Step>> {
    let lines = log.lines().filter(|line| line.contains("store::statement"));
    let read = lines.map(|line| step(line).with_context(|| format!("reading {line}")));
    read.filter_map(Result::transpose).collect()
}

fn step(line: &str) -> Result<Option<Step>> {
    let line: Json = serde_json::from_str(line)?;
    if line["span"]["name"] == "beside" {
        return Ok(None);
    }
    let text = |name: &str| line["fields"][name].as_str();
    let sql = text("sql").context("no sql")?.to_owned();
    let args = serde_json::from_str(text("args").context("no parameters")?)?;
    Ok(Some(Step { sql, args }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"level":"TRACE","fields":{"sql":"SELECT $1","args":"[{\"text\":\"a\"},{\"text\":null},{\"int\":3},{\"flag\":true}]"},"target":"store::statement"}"#;

    #[test]
    fn a_line_of_the_log_is_read_back() {
        let read = steps(&format!("noise\n{LINE}\n")).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].sql, "SELECT $1");
        let args = [Arg::Text(Some("a".into())), Arg::Text(None), Arg::Int(Some(3)), Arg::Flag(true)];
        assert_eq!(read[0].args, args);
    }

    #[test]
    fn what_is_asked_beside_the_requests_is_left_out() {
        let beside = LINE.replace(r#""target""#, r#""span":{"name":"beside"},"target""#);
        assert_eq!(steps(&beside).unwrap(), []);
    }
}
