//! The graph of a decision for its drawing: the questions and results that can be reached, an edge for all options that lead
//! from one to another.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::in_short;
use super::{Page, index};
use crate::model::decision::{Go, Next};
use crate::plan::decision as pages;
use crate::render::diagram::{BoxNode, Edge, Graph};

/// A drawing of more boxes than this helps nobody.
const MOST: usize = 120;

impl Page<'_, '_> {
    /// `None` if it would be too large. `numbers` are those of the outline.
    pub(super) fn graph(&self, numbers: &BTreeMap<usize, usize>) -> Option<Graph> {
        let edges = self.feasible();
        let order = order(&edges);
        if order.len() > MOST {
            return None;
        }
        let place: BTreeMap<Go, usize> = order.iter().enumerate().map(|(i, go)| (*go, i)).collect();
        let boxes = order.iter().map(|go| self.shown(*go, numbers));
        let edges = edges.iter().filter_map(|((from, to), options)| {
            Some(Edge {
                from: *place.get(from)?,
                to: *place.get(to)?,
                text: self.words(*from, options),
            })
        });
        let size = index::size(self.decision, self.ink).join(", ");
        Some(Graph {
            title: self.decision.title.to_string(),
            description: self.ink.word("drawing-desc").replace("{size}", &size),
            boxes: boxes.collect(),
            edges: edges.collect(),
        })
    }

    /// Which options lead from where to where, on paths that can be taken.
    fn feasible(&self) -> BTreeMap<(Go, Go), BTreeSet<usize>> {
        let states = &self.decision.states;
        let mut edges: BTreeMap<(Go, Go), BTreeSet<usize>> = BTreeMap::new();
        for state in states {
            for (o, next) in state.next.iter().enumerate() {
                let to = match next {
                    Next::Outcome(outcome) => Go::Outcome(*outcome),
                    Next::State(s) => match states.get(*s) {
                        Some(s) => Go::Question(s.question),
                        None => continue,
                    },
                };
                let from = Go::Question(state.question);
                edges.entry((from, to)).or_default().insert(o);
            }
        }
        edges
    }

    fn shown(&self, go: Go, numbers: &BTreeMap<usize, usize>) -> BoxNode {
        let decision = self.decision;
        match go {
            Go::Question(q) => BoxNode {
                number: numbers.get(&q).copied(),
                text: self.question_text(q),
                url: self.ink.url(&pages::question_page(decision, q)),
                end: false,
            },
            Go::Outcome(o) => BoxNode {
                number: None,
                text: self.name(Next::Outcome(o)),
                url: self.ink.url(&pages::outcome_page(decision, o)),
                end: true,
            },
        }
    }

    fn words(&self, from: Go, options: &BTreeSet<usize>) -> String {
        let Go::Question(q) = from else {
            return String::new();
        };
        let Some(question) = self.decision.questions.get(q) else {
            return String::new();
        };
        if options.len() > 1 && options.len() == question.options.len() {
            return self.ink.word("any-answer").to_owned();
        }
        let options = options.iter().filter_map(|o| question.options.get(*o));
        let words: Vec<&str> = options.map(|o| head(&o.text)).collect();
        words.join(", ")
    }
}

/// `Yes` of `Yes, or we are about to start`: there is little room on an edge.
fn head(option: &str) -> &str {
    let short = in_short(option);
    short.split_once(", ").map_or(short, |(head, _)| head)
}

/// Each node before those that it leads to; where two questions lead to each other on different paths, the first of the file.
fn order(edges: &BTreeMap<(Go, Go), BTreeSet<usize>>) -> Vec<Go> {
    let mut left: BTreeSet<Go> = edges.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let mut out = Vec::with_capacity(left.len());
    while let Some(first) = left.first().copied() {
        let waits = |go: &Go| {
            let into = edges.keys().filter(|(_, to)| to == go);
            into.clone()
                .any(|(from, _)| from != go && left.contains(from))
        };
        let next = left.iter().copied().find(|go| !waits(go)).unwrap_or(first);
        left.remove(&next);
        out.push(next);
    }
    out
}
