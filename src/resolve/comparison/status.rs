//! How the cells of one row relate: its status, and how far they are apart. The first rule that fits, stands.

use super::keys::{Keys, Presence};
use crate::model::dimension::{Dimension, DimensionKind};

/// How the cells of a row relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All say the same.
    Same,
    /// They overlap, or only some of several roles agree.
    Part,
    /// Nothing in common.
    Different,
    /// Exactly this role (its number in the comparison) has a value.
    Only(usize),
    /// A cell does not apply or varies.
    Depends,
    /// A cell is unknown, or a required one is not written.
    Gap,
}

impl Status {
    /// The word for it in classes and data: `same`, `part`, `diff`, `only`, `deps`, `gap`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Part => "part",
            Self::Different => "diff",
            Self::Only(_) => "only",
            Self::Depends => "deps",
            Self::Gap => "gap",
        }
    }
}

/// Whether the row is shown at all: something is written, or something should be.
pub fn is_row(dimension: &Dimension, cells: &[Keys]) -> bool {
    let told = |k: &Keys| {
        matches!(
            k.presence,
            Presence::Value | Presence::Unknown | Presence::Depends
        )
    };
    dimension.required || cells.iter().any(told)
}

/// The status of a row with these cells.
pub fn status(dimension: &Dimension, cells: &[Keys]) -> Status {
    let any = |p: Presence| cells.iter().any(|k| k.presence == p);
    if any(Presence::Unknown) {
        return Status::Gap;
    }
    if any(Presence::Depends) {
        return Status::Depends;
    }
    if dimension.required && any(Presence::Missing) {
        return Status::Gap;
    }
    let filled: Vec<usize> = (0..cells.len())
        .filter(|n| cells.get(*n).is_some_and(Keys::has_value))
        .collect();
    let values: Vec<&Keys> = cells.iter().filter(|k| k.has_value()).collect();
    match filled.as_slice() {
        [] => Status::Same,
        [one] if cells.len() > 1 => Status::Only(*one),
        _ => by_type(dimension, &values, values.len() == cells.len()),
    }
}

/// Two or more values; `all`: every role has one.
fn by_type(dimension: &Dimension, values: &[&Keys], all: bool) -> Status {
    let equal = pairs(values).all(|(a, b)| a.full() == b.full());
    let exact = matches!(
        dimension.kind,
        DimensionKind::Scale { .. }
            | DimensionKind::Choice { .. }
            | DimensionKind::YesNo
            | DimensionKind::Number { .. }
    );
    if all && equal {
        Status::Same
    } else if exact || (all && !pairs(values).any(|(a, b)| overlap(a, b))) {
        Status::Different
    } else {
        Status::Part
    }
}

/// Whether two values have something in common; ranges that touch have.
fn overlap(a: &Keys, b: &Keys) -> bool {
    match (a.range, b.range) {
        (Some((a1, a2)), Some((b1, b2))) => a1 <= b2 && b1 <= a2,
        _ => common(a, b) > 0,
    }
}

/// How far the cells are apart, from 0 (the same) to 1: the mean over all pairs. Not weighted.
pub fn difference(dimension: &Dimension, cells: &[Keys]) -> f64 {
    let cells: Vec<&Keys> = cells.iter().collect();
    let apart: Vec<f64> = pairs(&cells)
        .map(|(a, b)| distance(dimension, a, b))
        .collect();
    match apart.len() {
        0 => 0.0,
        n => apart.iter().sum::<f64>() / n as f64,
    }
}

fn distance(dimension: &Dimension, a: &Keys, b: &Keys) -> f64 {
    match (a.has_value(), b.has_value()) {
        (false, false) => 0.0,
        (true, true) => value_distance(dimension, a, b),
        _ => 1.0,
    }
}

fn value_distance(dimension: &Dimension, a: &Keys, b: &Keys) -> f64 {
    if a.full() == b.full() {
        return 0.0;
    }
    match (&dimension.kind, a.step.zip(b.step), a.range.zip(b.range)) {
        (DimensionKind::Scale { steps }, Some((x, y)), _) => {
            x.abs_diff(y) as f64 / steps.len().saturating_sub(1).max(1) as f64
        }
        (_, _, Some(((a1, a2), (b1, b2)))) => {
            let both = (a2.min(b2) - a1.max(b1)).max(0.0);
            let either = a2.max(b2) - a1.min(b1);
            1.0 - both / either
        }
        _ => 1.0 - jaccard(a, b),
    }
}

fn jaccard(a: &Keys, b: &Keys) -> f64 {
    let (x, y) = (a.full(), b.full());
    let both = x.iter().filter(|k| y.binary_search(k).is_ok()).count();
    both as f64 / (x.len() + y.len() - both).max(1) as f64
}

/// How many matching keys two cells have in common.
pub fn common(a: &Keys, b: &Keys) -> usize {
    let (x, y) = (a.matching(), b.matching());
    x.iter().filter(|k| y.binary_search(k).is_ok()).count()
}

fn pairs<'a, 'k>(cells: &'a [&'k Keys]) -> impl Iterator<Item = (&'k Keys, &'k Keys)> + 'a {
    cells
        .iter()
        .enumerate()
        .flat_map(move |(n, a)| cells.iter().skip(n + 1).map(move |b| (*a, *b)))
}
