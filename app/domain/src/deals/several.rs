//! One answer to several registrations at once.

use super::{DecisionForm, Rejection};
use crate::form::{Fault, Faults};
use crate::id::DealId;
use serde::{Deserialize, Serialize};

/// Cases that are answered at once, at most.
pub const SEVERAL_MOST: u32 = 100;

crate::text_enum! {
    /// What is done with all of them.
    pub enum SeveralWhat {
        /// Their review begins.
        Review = "review",
        /// Those are approved, with new accounts, that nobody else's claim may meet and whose customer no account may be.
        ApproveClear = "approve_clear",
        /// They are rejected for one reason.
        Reject = "reject",
    }
}

/// An answer to several, as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeveralForm {
    /// Each as its id, a colon and the version that was read.
    pub cases: Vec<String>,
    /// What is done.
    pub what: String,
    /// Why they are rejected.
    pub reason: String,
    /// What their partners are told with it.
    pub note: String,
}

/// What is done with each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeveralAnswer {
    /// Its review begins.
    Review,
    /// It is approved if it is clear.
    ApproveClear,
    /// It is rejected.
    Reject(Rejection),
}

/// A checked answer to several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several {
    /// Which, each with the version that was read; none twice.
    pub cases: Vec<(DealId, i64)>,
    /// What is done.
    pub answer: SeveralAnswer,
}

impl SeveralForm {
    /// Checks it.
    pub fn check(&self) -> Result<Several, Faults> {
        let mut faults = Faults::new();
        let cases = faults.keep("cases", self.cases());
        let answer = match self.what.trim().parse() {
            Ok(SeveralWhat::Review) => Some(SeveralAnswer::Review),
            Ok(SeveralWhat::ApproveClear) => Some(SeveralAnswer::ApproveClear),
            Ok(SeveralWhat::Reject) => {
                let said = DecisionForm {
                    reason: self.reason.clone(),
                    note: self.note.clone(),
                    ..DecisionForm::default()
                };
                match said.rejection() {
                    Ok(why) => Some(SeveralAnswer::Reject(why)),
                    Err(more) => {
                        more.iter().for_each(|(field, fault)| faults.add(field, fault.clone()));
                        None
                    }
                }
            }
            Err(_) => faults.keep("what", Err(Fault::Missing)),
        };
        faults.or(cases.zip(answer).map(|(cases, answer)| Several { cases, answer }))
    }

    fn cases(&self) -> Result<Vec<(DealId, i64)>, Fault> {
        let read = |case: &String| {
            let (id, version) = case.split_once(':')?;
            Some((id.parse().ok()?, version.parse().ok()?))
        };
        let mut cases: Vec<(DealId, i64)> =
            self.cases.iter().map(read).collect::<Option<_>>().ok_or(Fault::Unknown)?;
        cases.sort();
        cases.dedup_by(|one, other| one.0 == other.0);
        match cases.len() {
            0 => Err(Fault::Missing),
            n if n > SEVERAL_MOST as usize => Err(Fault::TooMany { most: SEVERAL_MOST }),
            _ => Ok(cases),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deals::Reason;

    const ONE: &str = "dl_01hzxk3v9mqe5t7c2n8r4w6y0b:3";

    fn form(cases: &[&str], what: &str) -> SeveralForm {
        let cases = cases.iter().map(|case| (*case).to_owned()).collect();
        SeveralForm { cases, what: what.into(), ..SeveralForm::default() }
    }

    #[test]
    fn an_answer_names_its_cases_once_and_says_what_becomes_of_them() {
        let several = form(&[ONE, ONE], "approve_clear").check().unwrap();
        assert_eq!((several.cases.len(), several.cases[0].1), (1, 3));
        let faults = form(&[], "").check().unwrap_err();
        assert_eq!((faults.on("cases"), faults.on("what")), (Some(&Fault::Missing), Some(&Fault::Missing)));
        for broken in ["dl_1:2", "dl_01hzxk3v9mqe5t7c2n8r4w6y0b", "dl_01hzxk3v9mqe5t7c2n8r4w6y0b:x", ":"] {
            assert_eq!(
                form(&[broken], "review").check().unwrap_err().on("cases"),
                Some(&Fault::Unknown),
                "{broken}"
            );
        }
    }

    #[test]
    fn a_rejection_of_several_needs_a_reason_as_one_of_a_single_case_does() {
        assert_eq!(form(&[ONE], "reject").check().unwrap_err().on("reason"), Some(&Fault::Missing));
        let said = SeveralForm { reason: "not_qualified".into(), ..form(&[ONE], "reject") };
        let SeveralAnswer::Reject(why) = said.check().unwrap().answer else { panic!("no rejection") };
        assert_eq!(why.reason, Reason::NotQualified);
    }

    #[test]
    fn no_more_than_a_page_is_answered_at_once() {
        let ids = (0..=SEVERAL_MOST).map(|n| format!("dl_01hzxk3v9mqe5t7c2n8r4w{n:04}:1"));
        let form = SeveralForm { cases: ids.collect(), what: "review".into(), ..SeveralForm::default() };
        assert_eq!(form.check().unwrap_err().on("cases"), Some(&Fault::TooMany { most: SEVERAL_MOST }));
    }
}
