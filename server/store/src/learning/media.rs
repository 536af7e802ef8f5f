//! What lessons show beside their text: a video with its captions, or a document. Each file is one of the file store.

use super::parts::touch;
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::files::{self, NewFile, Stored};
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Permit, WriteCourses};
use domain::id::LessonId;
use domain::learning::captions::LANGUAGES_MOST;
use domain::learning::{Course, Medium};

statements! {
    FILE = "SELECT file_id FROM lesson_media WHERE lesson_id = $1";
    PUT = "INSERT INTO lesson_media (lesson_id, file_id, kind, extent) SELECT l.id, $3, $4, $5 FROM lessons l
        WHERE l.id = $1 AND l.course_id = $2
        ON CONFLICT (lesson_id) DO UPDATE SET file_id = excluded.file_id, kind = excluded.kind, extent = excluded.extent";
    DELETE = "DELETE FROM lesson_media WHERE lesson_id = $1 AND EXISTS (
        SELECT 1 FROM lessons l WHERE l.id = $1 AND l.course_id = $2)";
    CAPTIONS = "SELECT language FROM lesson_captions WHERE lesson_id = $1 ORDER BY language";
    CAPTION_FILE = "SELECT file_id FROM lesson_captions WHERE lesson_id = $1 AND language = $2";
    PUT_CAPTIONS = "INSERT INTO lesson_captions (lesson_id, language, file_id) SELECT l.id, $3, $4 FROM lessons l
        JOIN lesson_media m ON m.lesson_id = l.id AND m.kind <> 'pdf' WHERE l.id = $1 AND l.course_id = $2
        ON CONFLICT (lesson_id, language) DO UPDATE SET file_id = excluded.file_id";
    DELETE_CAPTIONS = "DELETE FROM lesson_captions WHERE lesson_id = $1 AND ($3 = '' OR language = $3) AND EXISTS (
        SELECT 1 FROM lessons l WHERE l.id = $1 AND l.course_id = $2)";
}

/// The medium in a row that joins `lesson_media m`.
pub(super) fn medium_of(row: &Row) -> Result<Option<Medium>, StoreError> {
    let (kind, extent) = (row.maybe_text("medium")?, row.maybe_int("extent")?);
    Ok(kind.zip(extent).and_then(|(kind, extent)| Medium::of(&kind, extent)))
}

/// Puts a video or a document into a lesson of a course, in the place of what was there. Captions of a former video go.
pub async fn put(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Course,
    lesson: &LessonId,
    (file, medium): (&NewFile, Medium),
) -> Result<(), StoreError> {
    touch(tx, course, course.version).await?;
    let id = files::record(tx, permit.who(), file).await?;
    let (kind, extent) = medium.parts();
    tx.run_one(PUT, args![word(lesson), word(&course.id), word(&id), kind, extent]).await?;
    if !matches!(medium, Medium::Video { .. }) {
        tx.run(DELETE_CAPTIONS, args![word(lesson), word(&course.id), ""]).await?;
    }
    let change = Change::of("lesson", lesson.as_str()).after(&(&file.name, &file.sha256, medium));
    tx.changed(permit, change.event("course.changed")).await
}

/// Takes the video or the document out of a lesson of a course, with its captions.
pub async fn remove(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Course,
    lesson: &LessonId,
) -> Result<(), StoreError> {
    touch(tx, course, course.version).await?;
    clear(tx, course, lesson).await?;
    let nothing: Option<Medium> = None;
    tx.changed(permit, Change::of("lesson", lesson.as_str()).after(&nothing).event("course.changed")).await
}

/// As a lesson goes.
pub(super) async fn clear(tx: &mut Tx, course: &Course, lesson: &LessonId) -> Result<(), StoreError> {
    tx.run(DELETE_CAPTIONS, args![word(lesson), word(&course.id), ""]).await?;
    tx.run(DELETE, args![word(lesson), word(&course.id)]).await?;
    Ok(())
}

/// Gives the video of a lesson captions in a language, in the place of former ones; `Stale` when it has no video or
/// enough of them.
pub async fn caption(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Course,
    lesson: &LessonId,
    (language, file): (&str, &NewFile),
) -> Result<(), StoreError> {
    touch(tx, course, course.version).await?;
    let known = captions(tx, lesson).await?;
    if known.len() >= LANGUAGES_MOST && !known.iter().any(|one| one == language) {
        return Err(StoreError::Stale);
    }
    let id = files::record(tx, permit.who(), file).await?;
    tx.run_one(PUT_CAPTIONS, args![word(lesson), word(&course.id), language, word(&id)]).await?;
    let change = Change::of("lesson", lesson.as_str()).after(&(language, &file.sha256));
    tx.changed(permit, change.event("course.changed")).await
}

/// Takes the captions of a language away.
pub async fn remove_captions(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    course: &Course,
    lesson: &LessonId,
    language: &str,
) -> Result<(), StoreError> {
    touch(tx, course, course.version).await?;
    tx.run_one(DELETE_CAPTIONS, args![word(lesson), word(&course.id), language]).await?;
    let change = Change::of("lesson", lesson.as_str()).before(&language);
    tx.changed(permit, change.event("course.changed")).await
}

/// Languages of the captions of a lesson that was found.
pub async fn captions(read: &mut Read, lesson: &LessonId) -> Result<Vec<String>, StoreError> {
    read.all(CAPTIONS, args![word(lesson)]).await?.iter().map(|row| row.text("language")).collect()
}

/// The file of a lesson that was found.
pub async fn file(read: &mut Read, lesson: &LessonId) -> Result<Option<Stored>, StoreError> {
    let row = read.one(FILE, args![word(lesson)]).await?;
    stored(read, row).await
}

/// The captions of a lesson that was found, in a language.
pub async fn captions_file(
    read: &mut Read,
    lesson: &LessonId,
    language: &str,
) -> Result<Option<Stored>, StoreError> {
    let row = read.one(CAPTION_FILE, args![word(lesson), language]).await?;
    stored(read, row).await
}

async fn stored(read: &mut Read, row: Option<Row>) -> Result<Option<Stored>, StoreError> {
    match row {
        Some(row) => files::find(read, &row.word("file_id")?).await,
        None => Ok(None),
    }
}
