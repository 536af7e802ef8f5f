//! What the portal and its child say to each other: one request, a reply or more, each a length, a JSON header and the
//! raw bytes that the header announces.

use crate::certificate::Certificate;
use crate::kind::MediaKind;
use crate::limits::{SECONDS, TABLE_SECONDS};
use crate::measure::Measures;
use crate::merge::{Brand, Zone};
use crate::refusal::Refusal;
use crate::source::PageSize;
use crate::still::Film;
use crate::table::TableMost;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

pub(crate) const MAX_HEADER: usize = 1024 * 1024;
/// The most bytes that come after a header, in either direction.
pub(crate) const MAX_BODY: usize = 96 * 1024 * 1024;

/// What is wanted.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Job {
    Look {
        kind: MediaKind,
        width: u32,
    },
    RenderPage {
        page: u32,
        width: u32,
    },
    Merge {
        zones: Vec<Zone>,
        brand: Brand,
    },
    MergePicture {
        kind: MediaKind,
        zones: Vec<Zone>,
        brand: Brand,
    },
    Measure {
        kind: MediaKind,
        zones: Vec<Zone>,
    },
    NormaliseLogo,
    Thumbnail {
        kind: MediaKind,
        width: u32,
    },
    Certificate(Box<Certificate>),
    /// Answered part by part, and at the end by [`Answer::End`].
    Table(TableMost),
    /// The child becomes another program, which answers with a picture and nothing around it.
    Still(Film),
}

impl Job {
    /// Processor time that it may take, in seconds.
    pub(crate) fn seconds(&self) -> u64 {
        if let Self::Table(_) = self { TABLE_SECONDS } else { SECONDS }
    }
}

/// What came out; pictures and documents follow the header as bytes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    Pages(Vec<PageSize>),
    Bytes,
    Logo {
        width: u32,
        height: u32,
    },
    Measures(Measures),
    Words(String),
    /// More is to come.
    Part,
    End,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Request {
    pub(crate) job: Job,
    /// The lengths of the document and, for a merge, the logo.
    pub(crate) parts: Vec<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Reply {
    pub(crate) outcome: Result<Answer, Refusal>,
    pub(crate) length: usize,
}

/// A header as it goes over the wire.
pub(crate) fn encode(header: &impl Serialize) -> io::Result<Vec<u8>> {
    let json = serde_json::to_vec(header)?;
    let length = u32::try_from(json.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    Ok([&length.to_be_bytes(), json.as_slice()].concat())
}

pub(crate) fn read_header<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<T> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let json = read_part(input, u32::from_be_bytes(length) as usize, MAX_HEADER)?;
    Ok(serde_json::from_slice(&json)?)
}

pub(crate) fn read_part(input: &mut impl Read, length: usize, max: usize) -> io::Result<Vec<u8>> {
    if length > max {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut part = vec![0; length];
    input.read_exact(&mut part)?;
    Ok(part)
}

pub(crate) fn write_reply(output: &mut impl Write, reply: &Reply, body: &[u8]) -> io::Result<()> {
    output.write_all(&encode(reply)?)?;
    output.write_all(body)?;
    output.flush()
}
