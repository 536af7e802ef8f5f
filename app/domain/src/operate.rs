//! How the portal itself does: what is looked at, and what was found.

use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// What is looked at.
    pub enum Check {
        /// The configuration can be read and can be.
        Configuration = "configuration",
        /// The database answers.
        Database = "database",
        /// Its schema is this program's.
        Schema = "schema",
        /// Rows and indexes are whole, and what rows name is there.
        Rows = "rows",
        /// Files that rows name are there and are what they were.
        Files = "files",
        /// Files that no row names.
        Orphans = "orphans",
        /// The clocks agree.
        Clock = "clock",
        /// There is room on the disk.
        Space = "space",
        /// Events are worked off.
        Outbox = "outbox",
        /// Events that were given up.
        DeadLetters = "dead_letters",
        /// Pages, styles and scripts are there.
        Site = "site",
        /// A program that draws films is there.
        Films = "films",
        /// Providers of single sign-on answer.
        Providers = "providers",
    }
}

impl Check {
    /// What to do about what was found, for whoever runs the portal.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Configuration => {
                "Mend the configuration file; docs/operate/configure.md says what it may hold."
            }
            Self::Database => "Look whether --data or --database is right, and whether the database runs.",
            Self::Schema => "Make a backup, then `tandem migrate`; a newer schema needs the newer program.",
            Self::Rows => {
                "Stop the portal and restore the last backup into an empty place; the disk may be failing."
            }
            Self::Files => {
                "Take these files out of the last backup (`tar xf`, member files/SHA-256), or bring them again."
            }
            Self::Orphans => "They harm nothing and take room; left behind by a crash or by an older backup.",
            Self::Clock => "Set the clocks by NTP; protection and sign-in go by them.",
            Self::Space => {
                "Make room, or move the data to a larger disk: uploads are refused before rows are."
            }
            Self::Outbox => "Look whether the portal runs, and into its log for `event failed`.",
            Self::DeadLetters => "Look at them on the page /operate, and try them again or let them go.",
            Self::Site => {
                "Build the site with `cargo xtask build`, or leave --site out where the program has one."
            }
            Self::Films => "Install ffmpeg for stills of films; without it they show the icon of their kind.",
            Self::Providers => "Ask whoever runs the provider; people can't sign in by it meanwhile.",
        }
    }
}

crate::text_enum! {
    /// What was found.
    pub enum Verdict {
        /// Nothing to do.
        Good = "good",
        /// Somebody should look at it.
        Warning = "warning",
        /// Something does not work.
        Bad = "bad",
    }
}

/// What was found at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Where.
    pub check: Check,
    /// How it is.
    pub verdict: Verdict,
    /// Figures and reasons, for whoever runs the portal.
    pub words: String,
}

/// Seconds that the oldest event may wait before somebody should look, and before something does not work.
const WAITS: (i64, i64) = (5 * 60, 60 * 60);
/// Bytes of room below which somebody should look, and below which something will not work.
const ROOM: (u64, u64) = (2 << 30, 200 << 20);
/// Milliseconds that clocks may be apart.
const CLOCKS: i64 = 5000;

fn graded<T: PartialOrd>(value: T, warning: T, bad: T) -> Verdict {
    match () {
        () if value >= bad => Verdict::Bad,
        () if value >= warning => Verdict::Warning,
        () => Verdict::Good,
    }
}

/// How long the oldest event may wait.
pub fn of_waiting(seconds: i64) -> Verdict {
    graded(seconds, WAITS.0, WAITS.1)
}

/// How much room there has to be.
pub fn of_room(bytes: u64) -> Verdict {
    match bytes {
        bytes if bytes < ROOM.1 => Verdict::Bad,
        bytes if bytes < ROOM.0 => Verdict::Warning,
        _ => Verdict::Good,
    }
}

/// How far clocks may be apart.
pub fn of_clocks(apart_millis: i64) -> Verdict {
    graded(apart_millis.abs(), CLOCKS, 12 * CLOCKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_a_disk_and_a_clock_are_judged_by_how_bad_it_is() {
        assert_eq!(
            [0, 299, 300, 3600].map(of_waiting),
            [Verdict::Good, Verdict::Good, Verdict::Warning, Verdict::Bad]
        );
        assert_eq!([3 << 30, 1 << 30, 100].map(of_room), [Verdict::Good, Verdict::Warning, Verdict::Bad]);
        assert_eq!([-4000, -6000, 61_000].map(of_clocks), [Verdict::Good, Verdict::Warning, Verdict::Bad]);
    }
}
