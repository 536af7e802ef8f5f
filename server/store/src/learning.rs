//! Courses and what becomes of them: written in [`courses`], found and read by takers in [`catalogue`], enrolled in and
//! graded in [`attempts`], proven in [`certificates`].

pub mod attempts;
pub mod catalogue;
pub mod certificates;
pub mod courses;
