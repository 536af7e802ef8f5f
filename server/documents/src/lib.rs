//! Everything that the portal does to the bytes people upload that needs parsing, and the papers it prints itself.
//!
//! - [`sniff`] tells what a file is by its content alone;
//! - [`look`] finds out all there is to know as it comes in; [`inspect`], [`render_page`], [`thumbnail`] and [`words`] are its
//!   parts;
//! - [`normalise_logo`] turns a partner's logo into plain pixels;
//! - [`merge`] lays a partner's brand over a vendor's PDF, [`merge_picture`] over a picture, and [`measure`] looks at what it
//!   would stand on;
//! - [`Workshop::still`] has a picture of a film drawn by a program of the machine, where there is one ([`film_program`]);
//! - [`table`] reads the rows of a workbook, which are handed over as they come ([`Workshop::table`]);
//! - [`certificate`] prints what a person has passed, [`data_sheet`] what the demo programme offers.
//!
//! Each is a pure function from bytes to bytes. Uploads are hostile until shown otherwise, so the portal never calls
//! these in its own process: a [`Workshop`] starts the same binary as a child, [`serve_one`] sets its limits there
//! and answers one request.

mod branded_picture;
mod certificate;
mod fonts;
mod kind;
mod length;
mod limits;
mod links;
mod logo;
mod look;
mod measure;
mod merge;
mod picture;
mod refusal;
mod render;
mod sample;
mod source;
mod still;
mod table;
mod text;
mod thumbnail;
mod wire;
mod words;
mod work;
mod workshop;

pub use branded_picture::merge_picture;
pub use certificate::{Certificate, CertificateWords, certificate};
pub use kind::{MediaKind, sniff};
pub use length::video_length;
pub use logo::{Logo, normalise_logo};
pub use look::{Looked, look};
pub use measure::{Ground, LogoFacts, Measures, measure};
pub use merge::{Align, Brand, Font, Zone, ZoneKind, merge};
pub use refusal::Refusal;
pub use render::render_page;
pub use sample::{A4, DataSheet, data_sheet, handout};
pub use source::{MAX_DOCUMENT_BYTES, MAX_PAGES, PageSize, PdfFacts, inspect};
pub use still::film_program;
pub use table::{TableMost, table};
pub use text::letters_without_a_glyph;
pub use thumbnail::thumbnail;
pub use words::words;
pub use work::serve_one;
pub use workshop::{Source, Workshop};
