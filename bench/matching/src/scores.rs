//! Precision, recall and F1.

/// How often a method was right at a threshold.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scores {
    /// Same, and said to be.
    pub hits: usize,
    /// Not the same, and said to be.
    pub false_alarms: usize,
    /// Same, and not said to be.
    pub misses: usize,
}

impl Scores {
    /// Of values, each with whether its pair is the same, from a threshold on.
    pub fn at(values: &[(f64, bool)], threshold: f64) -> Self {
        values.iter().fold(Self::default(), |mut scores, (value, same)| {
            match (*value >= threshold, same) {
                (true, true) => scores.hits += 1,
                (true, false) => scores.false_alarms += 1,
                (false, true) => scores.misses += 1,
                (false, false) => {}
            }
            scores
        })
    }

    /// The share of what was said to be the same that is.
    pub fn precision(self) -> f64 {
        share(self.hits, self.hits + self.false_alarms)
    }

    /// The share of what is the same that was said to be.
    pub fn recall(self) -> f64 {
        share(self.hits, self.hits + self.misses)
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        share(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The threshold with the best F1.
pub fn best_threshold(values: &[(f64, bool)]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let same = sorted.iter().filter(|(_, same)| *same).count();
    let (mut hits, mut best) = (0, (0.0, f64::INFINITY));
    for (at, (value, is)) in sorted.iter().enumerate() {
        hits += usize::from(*is);
        // Equal values are on one side of any threshold.
        if sorted.get(at + 1).is_some_and(|next| next.0 == *value) {
            continue;
        }
        let f1 = share(2 * hits, at + 1 + same);
        if f1 > best.0 {
            best = (f1, *value);
        }
    }
    best.1
}
