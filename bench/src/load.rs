//! Asking again and again: as fast as answers come, or at a fixed rate whatever comes of it.

use anyhow::{Context, Result, ensure};
use reqwest::{RequestBuilder, StatusCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// Makes the request with this number.
pub type Make = Arc<dyn Fn(u64) -> RequestBuilder + Send + Sync>;

/// A kind of request.
#[derive(Clone)]
pub struct Calls {
    make: Make,
    expects: StatusCode,
    count: Arc<AtomicU64>,
}

/// What came of asking as fast as answers come.
#[derive(Debug, Clone, Copy)]
pub struct Closed {
    /// How many answers.
    pub answers: u64,
    /// In which time.
    pub took: Duration,
}

impl Calls {
    /// Requests that are answered with this status; everything else is an error that ends the measurement.
    pub fn new(expects: StatusCode, make: impl Fn(u64) -> RequestBuilder + Send + Sync + 'static) -> Self {
        Self { make: Arc::new(make), expects, count: Arc::default() }
    }

    /// Asks once; answers the body.
    pub async fn once(&self) -> Result<Vec<u8>> {
        let answer = (self.make)(self.count.fetch_add(1, Ordering::Relaxed)).send().await?;
        let (status, url) = (answer.status(), answer.url().path().to_owned());
        let body = answer.bytes().await?;
        ensure!(
            status == self.expects,
            "{url} answered {status}: {}",
            String::from_utf8_lossy(&body).chars().take(300).collect::<String>()
        );
        Ok(body.into())
    }

    /// So many ask one after the other, for this long.
    pub async fn closed(&self, workers: usize, time: Duration) -> Result<Closed> {
        let began = Instant::now();
        let mut tasks = Vec::new();
        for _ in 0..workers {
            let calls = self.clone();
            tasks.push(tokio::spawn(async move {
                let mut answers = 0;
                while began.elapsed() < time {
                    calls.once().await?;
                    answers += 1;
                }
                anyhow::Ok(answers)
            }));
        }
        let mut answers = 0;
        for task in tasks {
            answers += task.await??;
        }
        Ok(Closed { answers, took: began.elapsed() })
    }

    /// Asks at this rate for this long. An answer's time counts from the moment that it was due to be asked for, so that a
    /// stall counts for everybody who would have come meanwhile.
    pub async fn open(&self, rate: f64, time: Duration) -> Result<Vec<Duration>> {
        let due = (rate * time.as_secs_f64()).max(1.0) as u32;
        let (told, mut tell) = mpsc::unbounded_channel();
        let runtime = tokio::runtime::Handle::current();
        let calls = self.clone();
        // A thread of its own: the runtime's timer is a millisecond coarse.
        let pacer = std::thread::spawn(move || {
            let began = Instant::now();
            for n in 0..due {
                let at = began + Duration::from_secs_f64(f64::from(n) / rate);
                std::thread::sleep(at.saturating_duration_since(Instant::now()));
                let (calls, told) = (calls.clone(), told.clone());
                runtime.spawn(async move {
                    let answered = calls.once().await.map(|_| at.elapsed());
                    let _ = told.send(answered);
                });
            }
        });
        let mut times = Vec::with_capacity(due as usize);
        while let Some(answered) = tell.recv().await {
            times.push(answered?);
        }
        pacer.join().ok().context("the pacing thread panicked")?;
        times.sort_unstable();
        Ok(times)
    }
}

/// The time within which this share of the sorted times lies (nearest rank).
pub fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).copied().unwrap_or_default()
}

/// The middle one, the least and the most.
pub fn spread(values: &[f64]) -> (f64, f64, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |n: usize| sorted.get(n).copied().unwrap_or_default();
    let middle = if sorted.len() % 2 == 1 || sorted.is_empty() {
        at(sorted.len() / 2)
    } else {
        f64::midpoint(at(sorted.len() / 2 - 1), at(sorted.len() / 2))
    };
    (middle, at(0), at(sorted.len().saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(times: &[u64]) -> Vec<Duration> {
        times.iter().map(|ms| Duration::from_millis(*ms)).collect()
    }

    #[test]
    fn a_quantile_is_a_time_that_was_measured() {
        let hundred = millis(&(1..=100).collect::<Vec<_>>());
        assert_eq!(quantile(&hundred, 0.5), Duration::from_millis(50));
        assert_eq!(quantile(&hundred, 0.99), Duration::from_millis(99));
        assert_eq!(quantile(&hundred, 1.0), Duration::from_millis(100));
        assert_eq!(quantile(&millis(&[7]), 0.99), Duration::from_millis(7));
        assert_eq!(quantile(&millis(&[1, 2, 900]), 0.99), Duration::from_millis(900));
        assert_eq!(quantile(&[], 0.5), Duration::ZERO);
    }

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        assert_eq!(spread(&[3.0, 1.0, 2.0]), (2.0, 1.0, 3.0));
        assert_eq!(spread(&[4.0, 1.0, 2.0, 3.0]), (2.5, 1.0, 4.0));
        assert_eq!(spread(&[]), (0.0, 0.0, 0.0));
    }
}
