//! Pictures of films: which are to be drawn, and what was drawn. They are files like those that people bring, so that a backup
//! has them and a machine without a program for films shows them.

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::files::{self, NewFile};
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{ManageAssets, Permit};
use domain::assets::Media;
use domain::id::FileId;

statements! {
    WANTING = "SELECT f.id, f.sha256 FROM assets a JOIN files f ON f.id = a.file_id
        WHERE ($1 = '' OR a.id = $1) AND f.kind = $2 AND NOT EXISTS (SELECT 1 FROM stills s WHERE s.film_id = f.id)
        ORDER BY a.id LIMIT $3";
    INSERT = "INSERT INTO stills (film_id, picture_id, at) VALUES ($1, $2, $3)";
    OF_FILM = "SELECT f.sha256 FROM stills s JOIN files f ON f.id = s.picture_id WHERE s.film_id = $1";
}

/// Films of assets (of this one, or of any where it is empty) that nobody has tried to draw: which, and their SHA-256.
pub async fn wanting(
    read: &mut Read,
    _permit: &Permit<ManageAssets>,
    asset: &str,
    most: i64,
) -> Result<Vec<(FileId, String)>, StoreError> {
    let rows = read.all(WANTING, args![asset, Media::Mp4.as_str(), most]).await?;
    rows.iter().map(|row| Ok((row.word("id")?, row.text("sha256")?))).collect()
}

/// Writes down what was drawn of a film, or that nothing could be. [`StoreError::Duplicate`] when somebody else has.
pub async fn record(
    tx: &mut Tx,
    permit: &Permit<ManageAssets>,
    film: &FileId,
    picture: Option<&NewFile>,
) -> Result<(), StoreError> {
    let picture = match picture {
        Some(picture) => Some(files::record(tx, permit.who(), picture).await?),
        None => None,
    };
    let now = tx.now();
    tx.run(INSERT, args![word(film), maybe(picture.as_ref()), now]).await.map(drop)
}

/// The SHA-256 of the picture of a film. Whoever calls has found the film within its caller's scope.
pub async fn of(read: &mut Read, film: &FileId) -> Result<Option<String>, StoreError> {
    read.one(OF_FILM, args![word(film)]).await?.map(|row| row.text("sha256")).transpose()
}
