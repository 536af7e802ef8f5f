//! What strangers' files can and cannot do to the portal. Merged pages are cross-checked with poppler: its programs
//! `pdftotext`, `pdfinfo` and `pdftoppm` must be installed (Debian: `poppler-utils`).

#![allow(clippy::unwrap_used)]

mod branding;
mod certificates;
mod hostile;
mod kinds;
mod merging;
mod pictures;
mod poppler;
mod reading;
mod samples;
mod stills;
mod workshop;
