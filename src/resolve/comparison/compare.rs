//! The facts of one comparison: rows with their status, what is shared and by whom, counts, order. Pure.

use std::sync::Arc;

use super::keys::{ItemKey, Keys};
use super::status::{Status, difference, is_row, status};
use crate::model::Id;
use crate::model::dimension::{Dimension, DimensionKind};
use crate::model::role::{Role, Roles};

/// What a comparison of some roles finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// In canonical order.
    pub roles: Arc<[Id]>,
    /// By group, the largest weighted difference first; rows that are the same come last.
    pub rows: Vec<Row>,
    /// How many rows of each status there are.
    pub counts: Counts,
}

/// One dimension for all the roles.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which.
    pub dimension: Id,
    /// How the cells relate.
    pub status: Status,
    /// How far they are apart, weighted.
    pub difference: f64,
    /// For each role, which items stand in its own cell.
    pub cells: Vec<CellFacts>,
    /// Items that two or more roles have in the same words, set across the columns.
    pub shared: Vec<Shared>,
    /// On a scale: who is lowest and highest.
    pub scale: Option<Apart>,
}

/// The items that stand in one role's own cell: those matched in another cell by topic or skill first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellFacts {
    /// Numbers of items in the cell, and whether another role has an item of the same topic or skill.
    pub own: Vec<(usize, bool)>,
}

/// An item that several roles have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Whose words are shown: the number of the first role that has it.
    pub role: usize,
    /// The number of the item in that role's cell.
    pub item: usize,
    /// Numbers of all the roles that have it, in order.
    pub by: Vec<usize>,
}

/// How far two roles are apart on a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The number of the lowest role.
    pub low: usize,
    /// The number of the highest role.
    pub high: usize,
    /// Steps between them; not 0.
    pub steps: usize,
}

/// How many rows of each status there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All rows.
    pub rows: usize,
    /// Same.
    pub same: usize,
    /// Partly shared.
    pub part: usize,
    /// Different.
    pub different: usize,
    /// For each role, rows that only it fills.
    pub only: Vec<usize>,
    /// Depends.
    pub depends: usize,
    /// Not written yet.
    pub gap: usize,
}

impl Counts {
    /// Rows that are known to differ: different, partly shared, only one's.
    pub fn differ(&self) -> usize {
        self.part + self.different + self.only.iter().sum::<usize>()
    }
}

/// Compares these roles; ids that are not roles are left out.
pub fn compare(roles: &Roles, ids: &[Id]) -> Compared {
    let ids = roles.canonical(ids);
    let list: Vec<&Role> = ids.iter().filter_map(|id| roles.get(id)).collect();
    let mut rows: Vec<(Rank, Row)> = Vec::new();
    for (place, dimension) in roles.dimensions.iter().enumerate() {
        if let Some(row) = row(roles, dimension, &list) {
            rows.push((Rank::of(roles, dimension, &row, place), row));
        }
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    let counts = count(&rows, list.len());
    Compared {
        roles: ids,
        rows,
        counts,
    }
}

/// The row of one dimension; `None` if no role says anything in it and none has to.
fn row(roles: &Roles, dimension: &Dimension, list: &[&Role]) -> Option<Row> {
    let of = |r: &&Role| Keys::of(r.cell(&dimension.id), dimension, &roles.skills);
    let keys: Vec<Keys> = list.iter().map(of).collect();
    if !is_row(dimension, &keys) {
        return None;
    }
    let (cells, shared) = match dimension.kind.has_items() {
        true => split(&keys),
        false => (vec![CellFacts::default(); keys.len()], Vec::new()),
    };
    Some(Row {
        dimension: Arc::clone(&dimension.id),
        status: status(dimension, &keys),
        difference: dimension.weight * difference(dimension, &keys),
        cells,
        shared,
        scale: apart(dimension, &keys),
    })
}

/// Which items are shared, and which stand in a role's own cell.
fn split(keys: &[Keys]) -> (Vec<CellFacts>, Vec<Shared>) {
    let has =
        |n: usize, f: &dyn Fn(&ItemKey) -> bool| keys.get(n).is_some_and(|k| k.items.iter().any(f));
    let mut cells = vec![CellFacts::default(); keys.len()];
    let mut shared: Vec<Shared> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (role, of_role) in keys.iter().enumerate() {
        for (item, key) in of_role.items.iter().enumerate() {
            let by = |f: &dyn Fn(&ItemKey) -> bool| -> Vec<usize> {
                (0..keys.len()).filter(|n| has(*n, f)).collect()
            };
            let equal = by(&|k| k.full == key.full);
            if equal.len() < 2 {
                let matched = by(&|k| k.matching == key.matching).len() > 1;
                if let Some(cell) = cells.get_mut(role) {
                    cell.own.push((item, matched));
                }
            } else if !seen.contains(&key.full.as_str()) {
                seen.push(&key.full);
                let by = equal;
                shared.push(Shared { role, item, by });
            }
        }
    }
    // What can be set side by side comes first, in one order for all the cells.
    for (cell, of_role) in cells.iter_mut().zip(keys) {
        let key = |item: usize| of_role.items.get(item).map(|k| k.matching.as_str());
        cell.own.sort_by_key(|(item, matched)| match matched {
            true => (0, first_with(keys, key(*item)), *item),
            false => (1, 0, *item),
        });
    }
    shared.sort_by_key(|s| usize::MAX - s.by.len());
    (cells, shared)
}

/// The place of a matching key among all items of the row.
fn first_with(keys: &[Keys], key: Option<&str>) -> usize {
    let mut all = keys.iter().flat_map(|k| &k.items);
    all.position(|k| Some(k.matching.as_str()) == key)
        .unwrap_or(usize::MAX)
}

fn apart(dimension: &Dimension, keys: &[Keys]) -> Option<Apart> {
    if !matches!(dimension.kind, DimensionKind::Scale { .. }) {
        return None;
    }
    let steps = keys
        .iter()
        .enumerate()
        .filter_map(|(n, k)| Some((k.step?, n)));
    let low = steps.clone().min_by_key(|(step, n)| (*step, *n))?;
    let high = steps.max_by_key(|(step, n)| (*step, usize::MAX - n))?;
    (low.0 < high.0).then(|| Apart {
        low: low.1,
        high: high.1,
        steps: high.0 - low.0,
    })
}

/// Where a row stands: the same last, then own keys, groups in order, no group, the largest difference first.
#[derive(PartialEq, PartialOrd)]
struct Rank(bool, usize, f64, usize);

impl Rank {
    fn of(roles: &Roles, dimension: &Dimension, row: &Row, place: usize) -> Self {
        let group = match &dimension.group {
            _ if dimension.own => 0,
            Some(id) => roles
                .groups
                .iter()
                .position(|g| g.id == *id)
                .map_or(usize::MAX, |n| n + 1),
            None => usize::MAX,
        };
        Self(row.status == Status::Same, group, -row.difference, place)
    }

    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let head = (self.0, self.1).cmp(&(other.0, other.1));
        head.then_with(|| self.2.total_cmp(&other.2))
            .then_with(|| self.3.cmp(&other.3))
    }
}

fn count(rows: &[Row], roles: usize) -> Counts {
    let mut counts = Counts {
        rows: rows.len(),
        only: vec![0; roles],
        ..Counts::default()
    };
    for row in rows {
        match row.status {
            Status::Same => counts.same += 1,
            Status::Part => counts.part += 1,
            Status::Different => counts.different += 1,
            Status::Only(n) => counts.only.iter_mut().skip(n).take(1).for_each(|c| *c += 1),
            Status::Depends => counts.depends += 1,
            Status::Gap => counts.gap += 1,
        }
    }
    counts
}
