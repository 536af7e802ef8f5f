//! Lists as people look at them: which columns, sorts and filters each list has, and the **view** of one: what somebody
//! chose of them, as it stands in the address. What an address says that a list does not have is left out, so that a link
//! from yesterday or from a stranger still opens something that is right.

mod forms;
mod specs;

pub use forms::{NewView, ViewForm};

use crate::access::Role;
use crate::form::Fault;
use crate::text;

/// Most characters of words that are searched for.
pub const WORDS_MOST: u32 = 100;
/// Most bytes of an address's query that are read at all.
pub const QUERY_MOST: usize = 2_000;
/// Most characters of a filter's value that rows have.
const THEIRS_MOST: u32 = 60;
/// Views that one person keeps of one list.
pub const VIEWS_MOST: usize = 20;

crate::text_enum! {
    /// A list of the portal.
    pub enum List {
        /// Deals within the reader's scope.
        Deals = "deals",
        /// Deals that wait for a decision.
        Queue = "queue",
        /// Partner organisations.
        Partners = "partners",
        /// People whom the reader looks after.
        People = "people",
        /// Customer accounts.
        Accounts = "accounts",
        /// Renewals that come up.
        Renewals = "renewals",
        /// Courses, for those who write them.
        Courses = "courses",
        /// Collateral, for marketing.
        Assets = "assets",
    }
}

/// What a column is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Not at all.
    None,
    /// From A to Z first.
    Rising,
    /// The largest or latest first.
    Falling,
}

/// A column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in addresses and statements.
    pub name: &'static str,
    /// Whether it can be sorted by, and how first.
    pub sort: Sort,
    /// Whether it is there unless somebody chooses otherwise.
    pub shown: bool,
    /// Whether only the vendor's people have it.
    pub staff: bool,
}

/// What a filter can be set to.
#[derive(Debug, Clone, Copy)]
pub enum Values {
    /// One of these.
    Known(fn() -> Vec<&'static str>),
    /// A word that rows have, such as a tag.
    Theirs,
}

/// A filter of a list.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    /// Its name in addresses.
    pub name: &'static str,
    /// What it can be set to.
    pub values: Values,
}

impl Filter {
    /// What an address says of it, if it is something that it can be set to.
    fn read(&self, said: &str) -> Option<String> {
        match self.values {
            Values::Known(values) => values().into_iter().find(|value| *value == said).map(str::to_owned),
            Values::Theirs => text::line(said, THEIRS_MOST).ok(),
        }
    }
}

impl List {
    /// The page that shows it.
    pub fn path(self) -> &'static str {
        match self {
            Self::Deals => "/deals",
            Self::Queue => "/deals/queue",
            Self::Partners => "/partners",
            Self::People => "/people",
            Self::Accounts => "/accounts",
            Self::Renewals => "/renewals",
            Self::Courses => "/learning/manage",
            Self::Assets => "/assets/manage",
        }
    }

    /// Whether somebody of this role has the list at all.
    pub fn is_for(self, role: Role) -> bool {
        use Role::{Administrator, Approver, ChannelManager, Education, Marketing, PartnerAdministrator};
        match self {
            Self::Deals | Self::Renewals => {
                role.is_partner() || matches!(role, Administrator | ChannelManager | Approver)
            }
            Self::Queue => matches!(role, Administrator | ChannelManager | Approver),
            Self::Partners => {
                matches!(role, Administrator | ChannelManager | Approver | Marketing | Education)
            }
            Self::People => matches!(role, Administrator | PartnerAdministrator),
            Self::Accounts => matches!(role, Administrator | Approver),
            Self::Courses => matches!(role, Administrator | Education),
            Self::Assets => matches!(role, Administrator | Marketing),
        }
    }

    /// Its columns in their order; the first one names the row and is always there.
    pub fn columns(self) -> &'static [Column] {
        specs::columns(self)
    }

    /// Its filters.
    pub fn filters(self) -> &'static [Filter] {
        specs::filters(self)
    }

    /// How it is sorted unless somebody chooses otherwise: by which key, and whether the last comes first.
    pub fn sorted(self) -> (&'static str, bool) {
        match self {
            Self::Deals | Self::Assets => ("newest", true),
            Self::Queue => ("decide_by", false),
            Self::Partners | Self::People => ("name", false),
            Self::Accounts => ("legal_name", false),
            Self::Renewals => ("renews", false),
            Self::Courses => ("title", false),
        }
    }
}

/// What somebody chose of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Which list.
    pub list: List,
    /// Words.
    pub search: String,
    filters: Vec<(&'static str, String)>,
    /// What it is sorted by.
    pub sort: &'static str,
    /// Whether the last comes first.
    pub down: bool,
    columns: Vec<&'static Column>,
    chosen: bool,
    staff: bool,
    /// Behind which row the page begins: the value that the list is sorted by, and the row's id.
    pub after: Option<(String, String)>,
}

impl View {
    /// Reads the query of an address, with or without its question mark, for somebody of the vendor (`staff`) or of a
    /// partner. Whatever the list does not have is as if it were not there.
    pub fn parse(list: List, query: &str, staff: bool) -> Self {
        let query = query.trim_start_matches('?');
        let query = if query.len() > QUERY_MOST { "" } else { query };
        let said: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let one = |name: &str| said.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let allowed = || list.columns().iter().filter(|column| staff || !column.staff);
        let filter = |filter: &Filter| Some((filter.name, filter.read(one(filter.name)?)?));
        let asked = one("sort").unwrap_or_default();
        let (name, falling) = asked.strip_prefix('-').map_or((asked, false), |name| (name, true));
        let sortable = allowed().find(|column| column.sort != Sort::None && column.name == name);
        let (sort, down) = sortable.map_or(list.sorted(), |column| (column.name, falling));
        let named = |column: &&Column| said.iter().any(|(name, value)| name == "c" && value == column.name);
        let chosen = allowed().any(|column| named(&column));
        let first = list.columns().first().map(|column| column.name);
        let there = |column: &&'static Column| {
            Some(column.name) == first || if chosen { named(column) } else { column.shown }
        };
        Self {
            list,
            search: text::optional_line(one("q").unwrap_or_default(), WORDS_MOST).unwrap_or_default(),
            filters: list.filters().iter().filter_map(filter).collect(),
            sort,
            down,
            columns: allowed().filter(there).collect(),
            chosen,
            staff,
            after: one("after")
                .and_then(|cursor| cursor.rsplit_once('~'))
                .map(|(key, id)| (key.into(), id.into())),
        }
    }

    /// The columns that are shown, in the list's order.
    pub fn columns(&self) -> &[&'static Column] {
        &self.columns
    }

    /// The columns that could be shown, and whether they are.
    pub fn choices(&self) -> impl Iterator<Item = (&'static Column, bool)> {
        let offered = self.list.columns().iter().filter(|column| self.staff || !column.staff);
        offered.map(|column| (column, self.columns.iter().any(|shown| shown.name == column.name)))
    }

    /// What a filter is set to; empty when it lets everything through.
    pub fn filter(&self, name: &str) -> &str {
        self.filters.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// The same from its first page with a filter set to this; nothing lets everything through.
    pub fn filtered(&self, name: &str, value: &str) -> Self {
        let set = |filter: &Filter| {
            let value = if filter.name == name { value } else { self.filter(filter.name) };
            Some((filter.name, filter.read(value)?))
        };
        Self { filters: self.list.filters().iter().filter_map(set).collect(), after: None, ..self.clone() }
    }

    /// Whether anything is left out by words or filters.
    pub fn is_narrowed(&self) -> bool {
        !self.search.is_empty() || !self.filters.is_empty()
    }

    /// The same from its first page, sorted by this column; by the column that it is sorted by already, the other way
    /// round.
    pub fn sorted_by(&self, column: &Column) -> Self {
        let down = if column.name == self.sort { !self.down } else { column.sort == Sort::Falling };
        Self { sort: column.name, down, after: None, ..self.clone() }
    }

    /// The same behind another row.
    pub fn behind(&self, after: Option<(String, String)>) -> Self {
        Self { after, ..self.clone() }
    }

    /// The query of its address; the same view has the same one whatever it was read from.
    pub fn query(&self) -> String {
        let mut said: Vec<(&str, String)> = Vec::new();
        if !self.search.is_empty() {
            said.push(("q", self.search.clone()));
        }
        said.extend(self.filters.iter().cloned());
        if (self.sort, self.down) != self.list.sorted() {
            said.push(("sort", self.sort_word()));
        }
        if self.chosen {
            said.extend(self.columns.iter().map(|column| ("c", column.name.to_owned())));
        }
        if let Some((key, id)) = &self.after {
            said.push(("after", format!("{key}~{id}")));
        }
        serde_urlencoded::to_string(said).unwrap_or_default()
    }

    /// What it is sorted by, as it stands in an address.
    pub fn sort_word(&self) -> String {
        format!("{}{}", if self.down { "-" } else { "" }, self.sort)
    }

    /// The address of its page.
    pub fn address(&self) -> String {
        let query = self.query();
        if query.is_empty() { self.list.path().to_owned() } else { format!("{}?{query}", self.list.path()) }
    }
}

/// Which kept view an address asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// None: the address says everything itself.
    Plain,
    /// The reader's own default, if there is one: the address says nothing.
    Default,
    /// Everything, whatever the default is.
    All,
    /// This one.
    Kept(String),
}

impl Asked {
    /// What the query of an address asks for.
    pub fn of(query: &str) -> Self {
        let query = query.trim_start_matches('?');
        if query.is_empty() {
            return Self::Default;
        }
        if query.len() > QUERY_MOST {
            return Self::All;
        }
        let said: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        match said.into_iter().find(|(name, _)| name == "view") {
            Some((_, id)) if id == "all" => Self::All,
            Some((_, id)) => Self::Kept(id),
            None => Self::Plain,
        }
    }
}

/// A name that a view may have.
fn view_name(name: &str) -> Result<String, Fault> {
    text::line(name, 60)
}

#[cfg(test)]
mod tests;
