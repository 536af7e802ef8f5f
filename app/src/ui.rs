//! The kit that every page is built from: the frame around pages, what pages show, and what forms are made of.
//!
//! Nothing here knows what Tandem is about or says a word of its own: texts come in from the catalogue of the page's
//! language. Everything renders the same on the server and in the browser and works before the browser has loaded the
//! program; classes are given their look in `style/`.

mod button;
mod catalogue;
mod choice;
mod dialog;
mod facts;
mod field;
mod file;
mod form;
mod frame;
mod icon;
mod page;
mod person;
mod status;
mod table;
mod timeline;

pub use button::{Button, ButtonKind, ButtonLink, SubmitButton};
pub use catalogue::{Chip, Tile};
pub use choice::{Checkbox, CheckboxGroup, RadioGroup, Select};
pub use dialog::{Dialog, Menu};
pub use facts::{Fact, Facts, Figure, Figures, Money, Progress};
pub use field::{Field, FormName, TextArea, Width};
pub use file::FileField;
pub use form::{ErrorSummary, FieldFault, FormFoot, FormSection, Hidden};
pub use frame::{Frame, NavItem, PublicFrame};
pub use icon::Icon;
pub use page::{Card, EmptyState, PageHeader, Pager, Section, TabLink, Tabs};
pub use person::Avatar;
pub use status::{Badge, Notice, Tone};
pub use table::{Cell, CellKind, DataTable, Head, Row};
pub use timeline::{Timeline, TimelineItem};
