//! Points in time and calendar days.
//!
//! The clock is never read here: `now` is a parameter everywhere. Stored instants are milliseconds since 1970 in UTC,
//! stored days are ISO 8601 `YYYY-MM-DD`.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

/// The last instant that a four-digit year can show; everything above is clamped for display.
const LAST_SHOWN: i64 = 253_402_300_799_999;

impl Instant {
    /// From milliseconds since 1970.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Later by whole seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Later by whole hours.
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours.saturating_mul(3600))
    }

    /// Later by whole days of 24 hours.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_hours(days.saturating_mul(24))
    }

    /// Milliseconds from `earlier` until this instant; negative when this one is earlier.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The day in UTC.
    pub fn day(self) -> Day {
        Day(self.date_time().date())
    }

    fn date_time(self) -> OffsetDateTime {
        let shown = self.0.clamp(0, LAST_SHOWN);
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(shown) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// `2026-11-24T09:30:00Z`, for `<time datetime>` and logs (RFC 3339).
    pub fn rfc3339(self) -> String {
        let (hour, minute, second) = self.date_time().to_hms();
        format!("{}T{hour:02}:{minute:02}:{second:02}Z", self.day())
    }

    /// Hour and minute in UTC.
    pub fn clock(self) -> (u8, u8) {
        let (hour, minute, _) = self.date_time().to_hms();
        (hour, minute)
    }
}

/// A calendar day without a time zone, `YYYY-MM-DD` (ISO 8601), from year 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// The text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a day in the form YYYY-MM-DD")]
pub struct BadDay;

impl Day {
    /// The first instant of the day in UTC.
    pub fn start(self) -> Instant {
        Instant(self.0.midnight().assume_utc().unix_timestamp() * 1000)
    }

    /// Year, month from 1 to 12, and day of the month.
    pub fn parts(self) -> (i32, u8, u8) {
        let (year, month, day) = self.0.to_calendar_date();
        (year, u8::from(month), day)
    }

    /// Days since Monday.
    pub fn weekday(self) -> u8 {
        self.0.weekday().number_days_from_monday()
    }

    /// Whether it is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        self.weekday() >= 5
    }

    /// Later by days; stops at the last day of year 9999.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.checked_add(time::Duration::days(days)).unwrap_or(Date::MAX))
    }

    /// The same day of the month `months` later, or the month's last day where there is no such day.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let index = self.0.year() * 12 + i32::from(u8::from(self.0.month())) - 1 + months as i32;
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) as u8 + 1);
        let Ok(month) = time::Month::try_from(month) else { return self };
        let day = self.0.day().min(month.length(year));
        Date::from_calendar_date(year, month, day).map_or(Self(Date::MAX), Self)
    }

    /// Days from `earlier` until this day.
    pub fn since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).whole_days()
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl std::str::FromStr for Day {
    type Err = BadDay;
    fn from_str(text: &str) -> Result<Self, BadDay> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return Err(BadDay) };
        let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(BadDay);
        }
        let [y1, y2, y3, y4, m1, m2, d1, d2] = digits.map(|digit| digit - b'0');
        let year = [y1, y2, y3, y4].into_iter().fold(0, |year, digit| year * 10 + i32::from(digit));
        let month = time::Month::try_from(m1 * 10 + m2).map_err(|_| BadDay)?;
        match Date::from_calendar_date(year, month, d1 * 10 + d2) {
            Ok(date) if year >= 1 => Ok(Self(date)),
            _ => Err(BadDay),
        }
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn months_end_where_the_month_ends() {
        assert_eq!(day("2027-01-31").plus_months(1), day("2027-02-28"));
        assert_eq!(day("2027-11-30").plus_months(3), day("2028-02-29"));
        assert_eq!(day("2026-12-01").plus_months(24), day("2028-12-01"));
    }

    #[test]
    fn days_and_instants_read_back() {
        assert_eq!(day("2026-11-24").start().rfc3339(), "2026-11-24T00:00:00Z");
        assert_eq!(day("2026-11-24").start().plus_hours(23).day(), day("2026-11-24"));
        assert_eq!(day("2026-11-24").parts(), (2026, 11, 24));
        assert_eq!(day("2026-11-24").plus_days(7).since(day("2026-11-24")), 7);
    }

    #[test]
    fn what_is_not_a_day_is_refused() {
        for bad in ["", "2026-02-30", "24.11.2026", "2026-1-1", "-001-01-01", "0000-01-01", "2026-11-24T00"] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
    }

    #[test]
    fn absurd_instants_are_shown_clamped() {
        assert_eq!(Instant::from_millis(i64::MAX).rfc3339(), "9999-12-31T23:59:59Z");
        assert_eq!(Instant::from_millis(i64::MIN).rfc3339(), "1970-01-01T00:00:00Z");
    }
}
