//! Families: a company, the ways in which it is written down, and the companies that look like it.

use crate::company::Company;
use crate::record::{Pair, Part, Record, Source};
use crate::rng::Rng;
use crate::{siblings, variants};

/// The seed of the pairs; another one makes others.
const SEED: u64 = 0x7061_6972_7320_3031;

/// The pairs of so many families. A family is in one part with all of its companies.
pub fn pairs(families: u64) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for family in 0..families {
        let mut rng = Rng::new(SEED ^ family.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let part = if rng.percent(50) { Part::Tuning } else { Part::Test };
        let first = Company::new(&mut rng);
        let mut pair = |class: &str, same: bool, one: Record, other: Record| {
            let id = format!("m{family}-{}", pairs.len());
            let class = class.to_owned();
            pairs.push(Pair { id, part, source: Source::Made, class, same, one, other });
        };
        for turn in 0..3 {
            // Every family has its own three of the kinds, all kinds come equally often.
            let mut kind = variants::KINDS[((family * 3 + turn) % variants::KINDS.len() as u64) as usize];
            if kind == "script" && !first.country.other_script() {
                kind = "letters";
            }
            // Another name is only known by domain or number, so these are there.
            let sure = kind == "renamed";
            let clean = variants::write(&first, "clean", sure, &mut rng);
            let dirty = variants::write(&first, kind, sure, &mut rng);
            pair(kind, true, clean, dirty);
        }
        for turn in 0..4 {
            let kind = siblings::KINDS[((family * 4 + turn) % siblings::KINDS.len() as u64) as usize];
            let (mine, other) = siblings::of(&first, kind, &mut rng);
            let ways = ["clean", "clean", "letters", "form"];
            let (one, two) = (rng.text(&ways), rng.text(&ways));
            pair(
                kind,
                false,
                variants::write(&mine, one, false, &mut rng),
                variants::write(&other, two, false, &mut rng),
            );
        }
        let mut stranger = Company::new(&mut rng);
        while stranger.words[stranger.brand()].ways == first.words[first.brand()].ways {
            stranger = Company::new(&mut rng);
        }
        pair(
            "stranger",
            false,
            variants::write(&first, "clean", false, &mut rng),
            variants::write(&stranger, "clean", false, &mut rng),
        );
    }
    pairs
}

/// Companies without end.
pub fn companies(seed: u64) -> impl Iterator<Item = Record> {
    let mut rng = Rng::new(seed);
    std::iter::repeat_with(move || {
        let company = Company::new(&mut rng);
        variants::write(&company, "clean", false, &mut rng)
    })
}
