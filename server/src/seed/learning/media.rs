//! What lessons of the demo programme show: a film that `make-video.sh` drew, with captions, and a handout that the portal
//! prints. Made for this project; CC0.

use super::writer;
use crate::seed::SeedError;
use crate::state::State;
use documents::{DataSheet, handout};
use domain::id::{CourseId, LessonId};
use domain::learning::captions::clean;
use domain::learning::{Course, Medium, VideoKind};
use store::files::NewFile;
use store::learning::{manuscripts, media};
use store::{StoreError, Tx};

const FILM: &[u8] = include_bytes!("rack.webm");
/// Milliseconds that it takes.
const LENGTH: i64 = 12_000;
const CAPTIONS: [(&str, &str); 2] =
    [("en", include_str!("rack.en.vtt")), ("de", include_str!("rack.de.vtt"))];

const BLUE: [u8; 3] = [0x1f, 0x4f, 0xa8];
const SHEETS: [DataSheet<'static>; 2] = [
    DataSheet {
        title: "Site check list",
        lead: "Before the rack is ordered",
        parts: &[
            ("Floor", &["Load a point, from the owner of the building", "The way in: doors, ramps, lifts"]),
            ("Power", &["Two feeds of their own", "One feed carries everything"]),
        ],
        accent: BLUE,
    },
    DataSheet {
        title: "Site check list",
        lead: "On the day it comes",
        parts: &[
            ("Air", &["One unit free under each chassis of the top third", "Nothing behind the rack"]),
            ("Afterwards", &["A photo of both feeds", "A restore, timed, with the customer beside you"]),
        ],
        accent: BLUE,
    },
];

/// Puts the film into the first lesson of the course, and the handout into the last.
pub(super) async fn plant(state: &State, course: &CourseId) -> Result<(), SeedError> {
    let printed = handout(&SHEETS).map_err(|refusal| SeedError::Files(refusal.to_string()))?;
    let film = kept(state, FILM.to_vec(), "webm", "Capacities of a rack.webm").await?;
    let paper = kept(state, printed, "pdf", "Site check list.pdf").await?;
    let mut captions = Vec::new();
    for (language, text) in CAPTIONS {
        let text = clean(text).map_err(|flaw| SeedError::Files(flaw.to_string()))?;
        let name = format!("rack.{language}.vtt");
        captions.push((language, kept(state, text.into_bytes(), "vtt", &name).await?));
    }
    let mut tx = state.portal.store.begin(state.now().plus_days(-419)).await?;
    let (of, lessons) = whole(&mut tx, course).await?;
    if let (Some(first), Some(last)) = (lessons.first(), lessons.last()) {
        let video = Medium::Video { kind: VideoKind::Webm, length: LENGTH };
        media::put(&mut tx, &writer(), &of, first, (&film, video)).await?;
        for (language, file) in &captions {
            let (of, _) = whole(&mut tx, course).await?;
            media::caption(&mut tx, &writer(), &of, first, (language, file)).await?;
        }
        let (of, _) = whole(&mut tx, course).await?;
        let pages = Medium::Document { pages: SHEETS.len() as i64 };
        media::put(&mut tx, &writer(), &of, last, (&paper, pages)).await?;
    }
    Ok(tx.commit().await?)
}

async fn whole(tx: &mut Tx, id: &CourseId) -> Result<(Course, Vec<LessonId>), StoreError> {
    let found = manuscripts::find(tx, &writer(), id).await?.ok_or(StoreError::Stale)?;
    Ok((found.course, found.lessons.into_iter().map(|lesson| lesson.id).collect()))
}

async fn kept(state: &State, bytes: Vec<u8>, kind: &str, name: &str) -> Result<NewFile, SeedError> {
    let count = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let sha256 = state.files.keep(bytes).await.map_err(|error| SeedError::Files(error.to_string()))?;
    Ok(NewFile { sha256, bytes: count, kind: kind.to_owned(), name: name.to_owned() })
}
