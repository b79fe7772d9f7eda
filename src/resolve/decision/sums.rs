//! The graph put in order, and what each state knows of everything behind it: depth, outcomes, paths, pages.

use std::collections::{BTreeSet, VecDeque};

use super::states::Node;
use crate::model::decision::{Next, State};

/// The nodes as states, each before those that it leads to, with what follows from the later ones. The graph has no circles.
pub(super) fn ordered(nodes: &[Node]) -> Vec<State> {
    let order = topological(nodes);
    let mut place = vec![0; nodes.len()];
    for (new, &old) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(old) {
            *slot = new;
        }
    }
    let mut states: VecDeque<State> = VecDeque::with_capacity(nodes.len());
    for (new, node) in order
        .iter()
        .enumerate()
        .rev()
        .filter_map(|(new, &old)| Some((new, nodes.get(old)?)))
    {
        let next = node.next.iter().flatten().map(|n| match n {
            Next::State(old) => Next::State(place.get(*old).copied().unwrap_or_default()),
            outcome => *outcome,
        });
        // `states` holds what stands behind `new`.
        let later = |to: usize| states.get(to.checked_sub(new + 1)?);
        let state = summed(node, next.collect(), later);
        states.push_front(state);
    }
    states.into()
}

fn summed<'s>(node: &Node, next: Vec<Next>, later: impl Fn(usize) -> Option<&'s State>) -> State {
    let (mut fewest, mut most, mut paths, mut pages) = (usize::MAX, 0, 0_u64, 1_u64);
    let mut possible = BTreeSet::new();
    for to in &next {
        match to {
            Next::Outcome(outcome) => {
                possible.insert(*outcome);
                (fewest, most) = (1, most.max(1));
                paths = paths.saturating_add(1);
                pages = pages.saturating_add(1);
            }
            Next::State(to) => {
                let Some(child) = later(*to) else { continue };
                possible.extend(child.possible.iter().copied());
                fewest = fewest.min(child.left.0 + 1);
                most = most.max(child.left.1 + 1);
                paths = paths.saturating_add(child.paths);
                pages = pages.saturating_add(child.pages);
            }
        }
    }
    State {
        question: node.question,
        known: node.known.clone(),
        next,
        left: (fewest.min(most), most),
        possible: possible.into_iter().collect(),
        paths,
        pages,
    }
}

/// Numbers of the nodes so that each stands before those that it leads to; by depth-first search without recursion.
fn topological(nodes: &[Node]) -> Vec<usize> {
    let mut done = vec![false; nodes.len()];
    let mut order = Vec::with_capacity(nodes.len());
    // (node, how many of its options are visited)
    let mut stack = vec![(0_usize, 0_usize)];
    if let Some(first) = done.first_mut() {
        *first = true;
    }
    while let Some((at, option)) = stack.pop() {
        // The last option first, so that the reversed order follows the file.
        let Some(node) = nodes.get(at) else { continue };
        let Some(left) = node.next.len().checked_sub(option + 1) else {
            order.push(at);
            continue;
        };
        stack.push((at, option + 1));
        if let Some(Some(Next::State(to))) = node.next.get(left)
            && let Some(seen) = done.get_mut(*to)
            && !*seen
        {
            *seen = true;
            stack.push((*to, 0));
        }
    }
    order.reverse();
    order
}
