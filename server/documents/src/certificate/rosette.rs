//! The rosette behind the text: fine interlaced lines, as on banknotes, too dense to be drawn again by hand.

use super::colour::Palette;
use crate::merge::ink;
use krilla::geom::{Path, PathBuilder};
use krilla::num::NormalizedF32;
use krilla::paint::Stroke;
use krilla::surface::Surface;
use std::f32::consts::TAU;

const STEPS: usize = 480;
const LINE: f32 = 0.35;

/// A band of waves around the centre: `strands` lines between two radii, each a little further along.
struct Band {
    inner: f32,
    outer: f32,
    petals: f32,
    strands: usize,
    opacity: f32,
}

const BANDS: [Band; 4] = [
    Band { inner: 0.08, outer: 0.40, petals: 12.0, strands: 6, opacity: 0.26 },
    Band { inner: 0.34, outer: 0.70, petals: 18.0, strands: 8, opacity: 0.24 },
    Band { inner: 0.62, outer: 0.90, petals: 24.0, strands: 8, opacity: 0.20 },
    Band { inner: 0.88, outer: 1.00, petals: 48.0, strands: 6, opacity: 0.24 },
];

pub(super) fn draw(surface: &mut Surface<'_>, palette: &Palette, centre: (f32, f32), radius: f32) {
    surface.set_fill(None);
    for band in &BANDS {
        for strand in 0..band.strands {
            let Some(path) = wave(band, TAU * strand as f32 / band.strands as f32, centre, radius) else {
                continue;
            };
            surface.set_stroke(Some(Stroke {
                paint: ink(palette.accent).paint,
                width: LINE,
                opacity: NormalizedF32::new(band.opacity).unwrap_or(NormalizedF32::ONE),
                ..Stroke::default()
            }));
            surface.draw_path(&path);
        }
    }
    surface.set_stroke(None);
}

fn wave(band: &Band, phase: f32, (x, y): (f32, f32), radius: f32) -> Option<Path> {
    let (middle, swing) = ((band.inner + band.outer) / 2.0, (band.outer - band.inner) / 2.0);
    let mut path = PathBuilder::new();
    for step in 0..STEPS {
        let angle = TAU * step as f32 / STEPS as f32;
        let reach = radius * (middle + swing * (band.petals * angle + phase).sin());
        let point = (x + reach * angle.cos(), y + reach * angle.sin());
        if step == 0 { path.move_to(point.0, point.1) } else { path.line_to(point.0, point.1) }
    }
    path.close();
    path.finish()
}
