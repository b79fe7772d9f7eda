//! The whole tree as an outline: each question is expanded once, where it is met first; later it is "continue at".

use std::collections::{BTreeMap, VecDeque};

use super::super::Html;
use super::{DecisionPage, OutlineItem, OutlineTarget, Page, TreeView, index};
use crate::model::decision::Go;
use crate::plan::decision as pages;
use crate::render::diagram;

/// Deeper lists are hard to read and to nest; a question below is named and stands by itself on its page.
const DEEPEST: usize = 60;

/// One line before lists are opened and closed: depth, option, words of the case, where it goes.
struct Line {
    depth: usize,
    option: String,
    when: Option<String>,
    go: Go,
}

impl Page<'_, '_> {
    /// The page of the whole tree.
    pub(super) fn tree(&mut self) -> DecisionPage {
        let root = self.decision.states.first().map_or(0, |s| s.question);
        let mut numbers = BTreeMap::from([(root, 1)]);
        let mut items: Vec<OutlineItem> = Vec::new();
        let mut depths: Vec<usize> = Vec::new();
        let mut open: VecDeque<Line> = self.lines(root, 0).into();
        while let Some(line) = open.pop_front() {
            let target = self.target(line.go, line.depth, &mut numbers);
            let opens = target.kind == "question";
            if let (true, Go::Question(q)) = (opens, line.go) {
                for inner in self.lines(q, line.depth + 1).into_iter().rev() {
                    open.push_front(inner);
                }
            }
            depths.push(line.depth);
            items.push(OutlineItem {
                option: line.option,
                when: line.when,
                target,
                opens,
                closes: 0,
            });
        }
        let following = depths.iter().skip(1).copied().chain([0]);
        let ends = depths.iter().zip(following);
        for (item, (here, next)) in items.iter_mut().zip(ends) {
            item.closes = u32::try_from(here.saturating_sub(next)).unwrap_or(0);
        }
        let view = TreeView {
            decision: self.head.clone(),
            size: index::size(self.decision, self.ink),
            root: self.question_target(root, 1),
            items,
            drawing: self.graph(&numbers).map(|g| Html(diagram::draw(&g))),
        };
        DecisionPage::Tree(Box::new(view))
    }

    fn lines(&self, q: usize, depth: usize) -> Vec<Line> {
        let options = self.decision.questions.get(q).map(|q| q.options.as_slice());
        let mut lines = Vec::new();
        for option in options.unwrap_or_default() {
            for (go, when) in self.cases(&option.next) {
                lines.push(Line {
                    depth,
                    option: option.text.to_string(),
                    when,
                    go,
                });
            }
        }
        lines
    }

    fn target(&self, go: Go, depth: usize, numbers: &mut BTreeMap<usize, usize>) -> OutlineTarget {
        match go {
            Go::Outcome(o) => OutlineTarget {
                kind: "outcome",
                title: self.name(crate::model::decision::Next::Outcome(o)),
                url: self.ink.url(&pages::outcome_page(self.decision, o)),
                ..OutlineTarget::default()
            },
            Go::Question(q) => match numbers.get(&q) {
                Some(number) => OutlineTarget {
                    kind: "again",
                    number: Some(*number),
                    title: self.question_text(q),
                    url: format!("#{}", anchor(*number)),
                    id: None,
                },
                None if depth >= DEEPEST => OutlineTarget {
                    kind: "again",
                    title: self.question_text(q),
                    url: self.ink.url(&pages::question_page(self.decision, q)),
                    ..OutlineTarget::default()
                },
                None => {
                    let number = numbers.len() + 1;
                    numbers.insert(q, number);
                    self.question_target(q, number)
                }
            },
        }
    }

    fn question_target(&self, q: usize, number: usize) -> OutlineTarget {
        OutlineTarget {
            kind: "question",
            number: Some(number),
            title: self.question_text(q),
            url: self.ink.url(&pages::question_page(self.decision, q)),
            id: Some(anchor(number)),
        }
    }

    pub(super) fn question_text(&self, q: usize) -> String {
        let question = self.decision.questions.get(q);
        question.map_or_else(String::new, |q| q.text.to_string())
    }
}

/// The id of a question in the outline.
fn anchor(number: usize) -> String {
    format!("rb-q{number}")
}
