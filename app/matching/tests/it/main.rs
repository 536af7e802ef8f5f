//! The engine as a whole: who is the same, what it comes to, and how that reads.

mod english;
mod judging;
mod likeness;
