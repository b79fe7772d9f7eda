//! Which roles are alike: weighted Jaccard over what they list.
//!
//! Only pairs that share something are counted, so that the roles of a large catalogue that have nothing in common cost
//! nothing.

use std::collections::BTreeMap;

use super::compare::compare;
use super::keys::Keys;
use super::status::Status;
use crate::diag::{Code, Diagnostics};
use crate::model::dimension::DimensionKind;
use crate::model::role::Roles;

/// Above this likeness, and without a row that differs, two roles are not distinguishable.
const INDISTINGUISHABLE: f64 = 0.9;
/// With fewer items than this there is too little data to say so.
const ENOUGH: usize = 3;

/// Two roles and how alike they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// The number of the first role in canonical order.
    pub a: usize,
    /// The number of the second; larger than `a`.
    pub b: usize,
    /// Weighted Jaccard index: above 0, at most 1.
    pub likeness: f64,
    /// How many items the two name, together.
    items: usize,
}

/// All pairs that share an item, in canonical order.
pub fn likenesses(roles: &Roles) -> Vec<Likeness> {
    let (postings, sizes) = postings(roles);
    let mut out = Vec::new();
    let mut both = vec![(0.0, 0usize); roles.list.len()];
    for a in 0..roles.list.len() {
        both.iter_mut().for_each(|b| *b = (0.0, 0));
        for (weight, with) in postings.get(a).into_iter().flatten() {
            for b in with.iter().filter(|b| **b > a) {
                if let Some(sum) = both.get_mut(*b) {
                    sum.0 += weight;
                    sum.1 += 1;
                }
            }
        }
        for (b, (shared, n)) in both.iter().enumerate().filter(|(_, s)| s.0 > 0.0) {
            let (of_a, of_b) = (size(&sizes, a), size(&sizes, b));
            out.push(Likeness {
                a,
                b,
                likeness: shared / (of_a.0 + of_b.0 - shared),
                items: of_a.1 + of_b.1 - n,
            });
        }
    }
    out
}

fn size(sizes: &[(f64, usize)], n: usize) -> (f64, usize) {
    sizes.get(n).copied().unwrap_or_default()
}

type Postings = Vec<Vec<(f64, std::sync::Arc<Vec<usize>>)>>;

/// For each role: the weight of each of its items and who has that item; and the sums over its items.
fn postings(roles: &Roles) -> (Postings, Vec<(f64, usize)>) {
    let mut with: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    let mut sizes = Vec::with_capacity(roles.list.len());
    let listed = |kind: &DimensionKind| matches!(kind, DimensionKind::List | DimensionKind::Set);
    for (n, role) in roles.list.iter().enumerate() {
        let mut size = (0.0, 0);
        for (d, dimension) in roles.dimensions.iter().enumerate() {
            if !listed(&dimension.kind) {
                continue;
            }
            let keys = Keys::of(role.cell(&dimension.id), dimension, &roles.skills);
            for key in keys.matching() {
                size = (size.0 + dimension.weight, size.1 + 1);
                with.entry((d, key.to_owned())).or_default().push(n);
            }
        }
        sizes.push(size);
    }
    let mut postings: Postings = vec![Vec::new(); roles.list.len()];
    for ((d, _), who) in with {
        let weight = roles.dimensions.get(d).map_or(0.0, |d| d.weight);
        let who = std::sync::Arc::new(who);
        for n in who.iter() {
            if let Some(list) = postings.get_mut(*n) {
                list.push((weight, std::sync::Arc::clone(&who)));
            }
        }
    }
    (postings, sizes)
}

/// For each role, the `most` roles that are most like it, the likest first; then canonical order.
pub fn nearest(roles: &Roles, likenesses: &[Likeness], most: usize) -> Vec<Vec<(usize, f64)>> {
    let mut of = vec![Vec::new(); roles.list.len()];
    for l in likenesses {
        for (me, other) in [(l.a, l.b), (l.b, l.a)] {
            if let Some(list) = of.get_mut(me) {
                list.push((other, l.likeness));
            }
        }
    }
    for list in &mut of {
        list.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        list.truncate(most);
    }
    of
}

/// Tells of roles that cannot be told apart by what is written about them.
pub fn lint(roles: &Roles, likenesses: &[Likeness], diagnostics: &mut Diagnostics) {
    for l in likenesses {
        if l.likeness < INDISTINGUISHABLE || l.items < ENOUGH {
            continue;
        }
        let (Some(a), Some(b)) = (roles.list.get(l.a), roles.list.get(l.b)) else {
            continue;
        };
        let compared = compare(roles, &[a.id.clone(), b.id.clone()]);
        let apart = |s: Status| matches!(s, Status::Different | Status::Only(_));
        if compared.rows.iter().any(|r| apart(r.status)) {
            continue;
        }
        let message = format!(
            "`{}` and `{}` are not distinguishable by their data",
            a.id, b.id
        );
        let d = diagnostics.add(Code::ROLES_ALIKE, b.place, message);
        d.help = Some("write down what makes the difference, or merge them".to_owned());
        let place = a.place;
        d.labels.push(crate::diag::Label {
            place,
            message: "the other one".to_owned(),
        });
    }
}
