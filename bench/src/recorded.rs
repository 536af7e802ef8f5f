//! What the portal asks its database for a request, as its log tells it: the floor does the same.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// One statement with its parameters, or the begin or end of a transaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// SQL, `BEGIN` or `COMMIT`.
    pub sql: String,
    /// Text, whole number, truth or null.
    pub args: Vec<Json>,
}

/// A request that was recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// What it is called in the table, and its path on the floor.
    pub name: String,
    /// In order.
    pub steps: Vec<Step>,
    /// How long the portal's answer was, uncompressed: the floor's frame is as long.
    pub bytes: usize,
}

/// The steps in these lines of a log in JSON.
pub fn steps(log: &str) -> Result<Vec<Step>> {
    let lines = log.lines().filter(|line| line.contains("store::statement"));
    lines.map(|line| step(line).with_context(|| format!("reading {line}"))).collect()
}

fn step(line: &str) -> Result<Step> {
    let line: Json = serde_json::from_str(line)?;
    let text = |name: &str| line["fields"][name].as_str().map(str::to_owned);
    let sql = text("sql").context("no sql")?;
    let args = text("args").map_or(Ok(Vec::new()), |args| serde_json::from_str(&args))?;
    Ok(Step { sql, args })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_log_is_read_back() {
        let line = r#"{"level":"TRACE","fields":{"sql":"SELECT $1","args":"[\"a\",null,3,true]"},"target":"store::statement"}"#;
        let read = steps(&format!("noise\n{line}\n")).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].sql, "SELECT $1");
        assert_eq!(read[0].args, [Json::from("a"), Json::Null, Json::from(3), Json::from(true)]);
    }
}
