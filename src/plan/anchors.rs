//! EVERY id of a generated row, cell, claim and activity. Views take their ids from here, so that links to them can be
//! checked before a page is made.
//!
//! A row's id is its dimension's; a cell's: dimension and role; a claim's: dimension, role, topic or else the first five
//! words; all as in a URL. A second one of the same name gets `-1`. Ids of the theme begin with `rb-` and are not listed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::rights::Rights;
use crate::model::role::{Cell, CellValue, Item, ItemText, Role, Roles};
use crate::model::{Id, Subject};
use crate::resolve::comparison::{Compared, compare};
use crate::text::slug;

/// The ids of some rows on one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowIds {
    rows: BTreeMap<Id, Row>,
    taken: BTreeSet<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Row {
    id: String,
    shared: String,
    some: String,
    scale: String,
    cells: BTreeMap<Id, (String, Vec<String>)>,
}

impl RowIds {
    /// Of these dimensions for these roles, in this order: rows first, since they own their names.
    pub fn new(roles: &Roles, dimensions: &[Id], of: &[Id]) -> Self {
        let mut ids = Self::default();
        let list: Vec<&Role> = of.iter().filter_map(|id| roles.get(id)).collect();
        for dimension in dimensions {
            let id = ids.take(slug(dimension));
            ids.rows.entry(dimension.clone()).or_default().id = id;
        }
        for dimension in dimensions {
            let mut row = ids.rows.get(dimension).cloned().unwrap_or_default();
            for role in &list {
                let cell = ids.take(format!("{}-{}", row.id, slug(&role.id)));
                let claims = claims(role.cell(dimension), &cell);
                let claims = claims.into_iter().map(|c| ids.take(c)).collect();
                row.cells.insert(role.id.clone(), (cell, claims));
            }
            if list.len() > 1 {
                row.shared = ids.take(format!("{}-shared", row.id));
                row.some = ids.take(format!("{}-some", row.id));
                row.scale = ids.take(format!("{}-scale", row.id));
            }
            ids.rows.insert(dimension.clone(), row);
        }
        ids
    }

    /// The id of a row.
    pub fn row(&self, dimension: &str) -> String {
        self.rows
            .get(dimension)
            .map_or_else(String::new, |r| r.id.clone())
    }

    /// The id of what all the roles share in a row.
    pub fn shared(&self, dimension: &str) -> String {
        self.rows
            .get(dimension)
            .map_or_else(String::new, |r| r.shared.clone())
    }

    /// The id of what some of the roles share in a row.
    pub fn some(&self, dimension: &str) -> String {
        self.rows
            .get(dimension)
            .map_or_else(String::new, |r| r.some.clone())
    }

    /// The id of a row's drawn scale.
    pub fn scale(&self, dimension: &str) -> String {
        self.rows
            .get(dimension)
            .map_or_else(String::new, |r| r.scale.clone())
    }

    /// The id of a cell.
    pub fn cell(&self, dimension: &str, role: &str) -> String {
        let cell = self.rows.get(dimension).and_then(|r| r.cells.get(role));
        cell.map_or_else(String::new, |c| c.0.clone())
    }

    /// The id of an item of a cell, by its number.
    pub fn claim(&self, dimension: &str, role: &str, item: usize) -> String {
        let cell = self.rows.get(dimension).and_then(|r| r.cells.get(role));
        let claim = cell.and_then(|c| c.1.get(item));
        claim.cloned().unwrap_or_default()
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.taken.iter().map(String::as_str)
    }

    fn take(&mut self, wanted: String) -> String {
        let mut id = wanted.clone();
        let mut n = 1;
        while !self.taken.insert(id.clone()) {
            id = format!("{wanted}-{n}");
            n += 1;
        }
        id
    }
}

/// The ids that the items of a cell should have.
fn claims(cell: Option<&Cell>, id: &str) -> Vec<String> {
    match cell.map(|c| &c.value) {
        Some(CellValue::Items(items)) => {
            let claim = |item: &Item| match claim(item) {
                empty if empty.is_empty() => id.to_owned(),
                claim => format!("{id}-{claim}"),
            };
            items.iter().map(claim).collect()
        }
        _ => Vec::new(),
    }
}

fn claim(item: &Item) -> String {
    match (&item.topic, &item.text) {
        (Some(topic), _) => slug(topic),
        (None, ItemText::Skill(skill)) => slug(skill),
        (None, ItemText::Prose(text)) => {
            let text = text.plain_text();
            let words: Vec<&str> = text.split_whitespace().take(5).collect();
            slug(&words.join(" "))
        }
    }
}

/// The dimensions that a role's page shows: those it says something in, and those that are required.
pub fn shown<'a>(roles: &'a Roles, role: &'a Role) -> impl Iterator<Item = &'a Id> {
    let shown =
        |d: &&'a crate::model::dimension::Dimension| d.required || role.cell(&d.id).is_some();
    roles.dimensions.iter().filter(shown).map(|d| &d.id)
}

/// The ids of a role's page.
pub fn of_role(roles: &Roles, role: &Role) -> RowIds {
    let dimensions: Vec<Id> = shown(roles, role).cloned().collect();
    RowIds::new(roles, &dimensions, std::slice::from_ref(&role.id))
}

/// The ids of a comparison's page: its rows as `compare` orders them.
pub fn of_comparison(roles: &Roles, compared: &Compared) -> RowIds {
    let dimensions: Vec<Id> = compared.rows.iter().map(|r| r.dimension.clone()).collect();
    RowIds::new(roles, &dimensions, &compared.roles)
}

/// The ids of the page of rights: its activities.
pub fn of_rights(rights: &Rights) -> impl Iterator<Item = &str> {
    rights.activities.iter().map(|a| &*a.anchor)
}

/// All ids that links may name on the page of a role, a comparison or rights; `None`: a page of another kind. Comparisons
/// are compared for it, so ask only for pages that a link with an id leads to.
pub fn of(subject: &Subject, roles: &Roles, rights: &Rights) -> Option<BTreeSet<Arc<str>>> {
    let ids = match subject {
        Subject::Role(id) => of_role(roles, roles.get(id)?),
        Subject::Comparison(ids) => of_comparison(roles, &compare(roles, ids)),
        Subject::Rights => return Some(of_rights(rights).map(Arc::from).collect()),
        _ => return None,
    };
    Some(ids.all().map(Arc::from).collect())
}
