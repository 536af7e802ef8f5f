//! What a record was at a time: how it is now, taken back over what has changed since.
//!
//! Each change has left a line with what the record was before, or with the part of it that the change was about.

use crate::deals::State;
use crate::time::Instant;
use serde_json::Value;

/// A line of a record's audit.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// When.
    pub at: Instant,
    /// Who.
    pub person: String,
    /// What was done, by the name of the act (`deals.decide`).
    pub act: String,
    /// What there was before; `None` where nothing was, or nothing was kept.
    pub before: Option<Value>,
}

/// The record before the first of the lines and after each of them, oldest first: one more than there are lines.
pub fn states(now: Value, lines: &[Line]) -> Vec<Value> {
    let mut states = vec![now];
    for line in lines.iter().rev() {
        let mut earlier = states.last().cloned().unwrap_or_default();
        if let Some(before) = &line.before {
            take_back(&mut earlier, before);
        }
        states.push(earlier);
    }
    states.reverse();
    states
}

/// How many of the lines, oldest first, were there at a time. Without any the record was not there.
pub fn known(lines: &[Line], at: Instant) -> usize {
    lines.partition_point(|line| line.at <= at)
}

/// Puts into the record what was in its place before. What the record does not have is of something that belongs to it, such as a
/// comment or what a customer has installed, and tells nothing of the record itself.
fn take_back(record: &mut Value, before: &Value) {
    let Value::Object(record) = record else { return };
    match before {
        Value::Object(before) => {
            for (name, value) in before {
                if let Some(place) = record.get_mut(name) {
                    place.clone_from(value);
                }
            }
        }
        // Where the clock has ended something, its state alone is written down.
        Value::String(state) if state.parse::<State>().is_ok() => {
            if let Some(place) = record.get_mut("state") {
                place.clone_from(before);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(at: i64, before: Option<Value>) -> Line {
        let at = Instant::from_millis(at);
        Line { at, person: "Petra".into(), act: "deals.decide".into(), before }
    }

    #[test]
    fn a_record_is_taken_back_change_by_change() {
        let now = json!({"state": "expired", "need": "Racks", "amount": 5});
        let lines = [
            line(10, None),
            line(20, Some(json!({"state": "submitted", "need": "Rocks", "amount": 4}))),
            // A comment, and a part of something else.
            line(25, Some(json!({"stage": "proposal"}))),
            line(26, Some(json!("not a state"))),
            line(30, Some(json!("approved"))),
        ];
        let states = states(now.clone(), &lines);
        assert_eq!(states.len(), 6);
        assert_eq!(states[5], now);
        assert_eq!(states[4], json!({"state": "approved", "need": "Racks", "amount": 5}));
        assert_eq!(states[2], states[4]);
        assert_eq!(states[1], json!({"state": "submitted", "need": "Rocks", "amount": 4}));
    }

    #[test]
    fn what_was_not_there_yet_is_not_known() {
        let lines = [line(10, None), line(20, None), line(20, None)];
        let known = |at: i64| known(&lines, Instant::from_millis(at));
        assert_eq!([known(9), known(10), known(19), known(20), known(99)], [0, 1, 1, 3, 3]);
    }
}
