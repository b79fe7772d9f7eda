//! Which comparisons have a page (`declared ⊂ family ⊂ similar ⊂ all`, under a cap), and which other orders and old names
//! lead to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::similar::{Likeness, nearest};
use crate::diag::{Code, Diagnostics, FileId, Place};
use crate::model::Id;
use crate::model::comparison::{Comparison, Comparisons, Words};
use crate::model::config::{Comparisons as Rules, Pairs};
use crate::model::role::Roles;

/// All comparisons with a page: the declared ones, and those that the rules of `site.toml` (`config`) add.
pub fn pages(
    roles: &Roles,
    mut declared: BTreeMap<Arc<[Id]>, Words>,
    likenesses: &[Likeness],
    rules: &Rules,
    config: FileId,
    diagnostics: &mut Diagnostics,
) -> Comparisons {
    let own: BTreeSet<Arc<[Id]>> = declared.keys().cloned().collect();
    let more = wanted(roles, likenesses, rules);
    let pairs_of_own = own.iter().filter(|r| r.len() == 2).count();
    let groups = own.len() - pairs_of_own;
    let total = match more {
        Wanted::All => groups + pairs(roles.list.len()),
        Wanted::Some(ref set) => own.union(set).count(),
    };
    let fits = total <= rules.max_pages;
    if !fits {
        too_many(total, own.len(), rules, config, diagnostics);
    }
    let mut set = own;
    match more {
        _ if !fits => {}
        Wanted::Some(more) => set.extend(more),
        Wanted::All => set.extend(all(roles)),
    }
    let mut list: Vec<Arc<[Id]>> = set.into_iter().collect();
    let rank = |r: &Arc<[Id]>| r.iter().filter_map(|id| roles.rank(id)).collect::<Vec<_>>();
    list.sort_by_key(|r| (r.len(), rank(r)));
    let page = |roles: Arc<[Id]>| Comparison {
        words: declared.remove(&roles),
        roles,
    };
    Comparisons::new(list.into_iter().map(page).collect())
}

fn too_many(
    total: usize,
    own: usize,
    rules: &Rules,
    config: FileId,
    diagnostics: &mut Diagnostics,
) {
    let max = rules.max_pages;
    let message = format!("these rules make {total} comparison pages, more than {max}");
    let help = "choose `pairs = \"family\"` or `\"declared\"`, or raise `max_pages`, under `[comparisons]` in `site.toml`";
    let d = match rules.pairs_span {
        Some(span) => {
            let place = Place::new(config, span);
            diagnostics.add(Code::COMPARISONS_TOO_MANY, place, message)
        }
        None => {
            let message = format!("{message}; only the {own} that have a file are made");
            diagnostics.add(Code::COMPARISONS_LEFT_OUT, Place::whole(config), message)
        }
    };
    d.help = Some(help.to_owned());
}

/// What the rules ask for beside the declared ones. All pairs are only listed once it is known that they fit.
enum Wanted {
    All,
    Some(BTreeSet<Arc<[Id]>>),
}

fn wanted(roles: &Roles, likenesses: &[Likeness], rules: &Rules) -> Wanted {
    if rules.pairs == Pairs::All {
        return Wanted::All;
    }
    let mut set = BTreeSet::new();
    if rules.pairs >= Pairs::Family {
        family(roles, &mut set, rules.max_pages);
    }
    if rules.pairs >= Pairs::Similar {
        let near = nearest(roles, likenesses, rules.similar);
        for (me, others) in near.iter().enumerate() {
            for (other, _) in others {
                set.extend(pair(roles, me.min(*other), me.max(*other)));
            }
        }
    }
    Wanted::Some(set)
}

fn family(roles: &Roles, set: &mut BTreeSet<Arc<[Id]>>, max: usize) {
    let same = |a: usize, b: usize| {
        let family = |n: usize| roles.list.get(n).and_then(|r| r.family.as_ref());
        family(a).is_some() && family(a) == family(b)
    };
    for a in 0..roles.list.len() {
        for b in a + 1..roles.list.len() {
            // A family stands together, so that the first stranger ends it.
            if !same(a, b) {
                break;
            }
            set.extend(pair(roles, a, b));
        }
        // The number is named, so all must be counted; but a slip of a digit must not fill the memory.
        if set.len() > max.saturating_mul(100) {
            return;
        }
    }
}

fn all(roles: &Roles) -> impl Iterator<Item = Arc<[Id]>> {
    let n = roles.list.len();
    (0..n).flat_map(move |a| (a + 1..n).filter_map(move |b| pair(roles, a, b)))
}

fn pair(roles: &Roles, a: usize, b: usize) -> Option<Arc<[Id]>> {
    let id = |n: usize| roles.list.get(n).map(|r| Arc::clone(&r.id));
    Some(Arc::from([id(a)?, id(b)?]))
}

fn pairs(n: usize) -> usize {
    n * n.saturating_sub(1) / 2
}

/// Sequences of ids whose page leads to the comparison of `ids`: every other order of two or three, and old names of the
/// roles in each of those orders (of four and five: in canonical order only).
pub fn other_names(roles: &Roles, ids: &[Id]) -> Vec<Vec<Id>> {
    let names = |id: &Id| {
        let was = roles.get(id).map_or(&[][..], |r| &r.was);
        let mut names = vec![Arc::clone(id)];
        names.extend(was.iter().cloned());
        names
    };
    let names: Vec<Vec<Id>> = ids.iter().map(names).collect();
    let mut out = Vec::new();
    for order in orders(ids.len()) {
        let mut partial: Vec<Vec<Id>> = vec![Vec::new()];
        for n in order {
            let Some(next) = names.get(n) else { continue };
            partial = partial
                .iter()
                .flat_map(|before| {
                    next.iter().map(move |id| {
                        let mut more = before.clone();
                        more.push(Arc::clone(id));
                        more
                    })
                })
                .collect();
        }
        out.extend(partial);
    }
    out.retain(|o| o != ids);
    out
}

/// The orders of `n` things that have an address.
fn orders(n: usize) -> Vec<Vec<usize>> {
    match n {
        2 => vec![vec![0, 1], vec![1, 0]],
        3 => [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ]
        .map(Vec::from)
        .into(),
        _ => vec![(0..n).collect()],
    }
}
