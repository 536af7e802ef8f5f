//! The video of a lesson: the browser's own player, with captions. It goes on where its viewer was, and tells the server what
//! was played.

use crate::erase::{Erase, EraseAll};
use crate::live::Source;
use crate::texts::text::learning;
use domain::assets::LANGUAGES;
use domain::learning::Shown;
use leptos::prelude::*;

/// How near the end of a video one begins anew.
const AT_THE_END: i64 = 3000;

/// The video of a lesson; `told` says whether what is played counts for its reader.
pub(super) fn video(
    course: &str,
    lesson: &str,
    (shown, length): (Shown, i64),
    needed: i64,
    told: bool,
) -> AnyView {
    let files = format!("/lessons/{course}/{lesson}");
    // A media fragment (https://www.w3.org/TR/media-frags/): the player goes there without a script.
    let place = if shown.place + AT_THE_END < length { shown.place / 1000 } else { 0 };
    let src = format!("{files}/file#t={place}");
    let tracks = shown
        .captions
        .into_iter()
        .map(|language| {
            let label = LANGUAGES.iter().find(|(tag, _)| *tag == language).map_or("", |(_, name)| name);
            let src = format!("{files}/captions/{language}");
            view! { <track kind="captions" src=src srclang=language label=label/> }
        })
        .erase_all();
    let percent = Source::new(shown.percent);
    let so_far = percent.clone();
    let progress = told.then(|| {
        let words = move || {
            let percent = so_far.get();
            if percent >= needed {
                learning::watched_enough(percent)
            } else {
                learning::watched(percent, needed)
            }
        };
        view! { <span>{words}</span> }.erase()
    });
    let save = format!("{files}/file?save=1");
    view! {
        <figure class="lesson-video" id="field-watched" tabindex="-1">
            {player(src, tracks.into_any(), Telling::new(course, lesson, told, percent))}
            <figcaption>
                {progress}
                <a href=save rel="external" download="">{learning::save_video()}</a>
            </figcaption>
        </figure>
    }
    .erase()
}

fn player(src: String, tracks: AnyView, telling: Telling) -> AnyView {
    let (playing, pausing, ending) = (telling.clone(), telling.clone(), telling);
    view! {
        <video
            controls=true
            preload="metadata"
            playsinline=true
            src=src
            on:timeupdate=move |event| playing.hear(&event, false)
            on:pause=move |event| pausing.hear(&event, true)
            on:ended=move |event| ending.hear(&event, true)
        >
            {tracks}
        </video>
    }
    .erase()
}

/// What the server is told of what is played.
#[derive(Clone)]
struct Telling {
    #[cfg(feature = "hydrate")]
    of: Option<(String, String)>,
    #[cfg(feature = "hydrate")]
    percent: Source<i64>,
    /// Where the piece that is being played began, and where it is now; in milliseconds.
    #[cfg(feature = "hydrate")]
    piece: Source<(i64, i64)>,
}

#[cfg(not(feature = "hydrate"))]
impl Telling {
    fn new(_course: &str, _lesson: &str, _told: bool, _percent: Source<i64>) -> Self {
        Self {}
    }

    fn hear(&self, _event: &leptos::ev::Event, _rests: bool) {
        // The server renders players; only browsers play.
    }
}

#[cfg(feature = "hydrate")]
impl Telling {
    fn new(course: &str, lesson: &str, told: bool, percent: Source<i64>) -> Self {
        let of = told.then(|| (course.to_owned(), lesson.to_owned()));
        Self { of, percent, piece: Source::new((-1, -1)) }
    }

    /// The player is somewhere: a little further, where somebody has jumped to, or at rest.
    fn hear(&self, event: &leptos::ev::Event, rests: bool) {
        use wasm_bindgen::JsCast as _;
        /// A step that is longer is a jump: players tell several times in a second, and play at twice the speed at most.
        const JUMP: i64 = 2000;
        /// How much is played before it is told.
        const ENOUGH: i64 = 5000;
        let video = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlMediaElement>().ok());
        let Some(video) = video else { return };
        let now = (video.current_time() * 1000.0) as i64;
        let (mut from, mut to) = self.piece.peek();
        if from < 0 || now < to || now > to + JUMP {
            self.tell(from, to);
            (from, to) = (now, now);
        }
        to = to.max(now);
        if rests || to - from >= ENOUGH {
            self.tell(from, to);
            from = to;
        }
        self.piece.set((from, to));
    }

    fn tell(&self, from: i64, to: i64) {
        let Some((course_id, lesson)) = self.of.clone().filter(|_| to > from && from >= 0) else { return };
        let (percent, piece) = (self.percent.clone(), self.piece.clone());
        leptos::task::spawn_local(async move {
            let question = super::viewing::Watched { course_id, lesson, from, to };
            match crate::api::ask(question).await {
                Ok((played, _)) => percent.set(played),
                // It is told again with what follows, unless somebody has jumped since.
                Err(_) => piece.update(|now| {
                    if now.0 == to {
                        now.0 = from;
                    }
                }),
            }
        });
    }
}
