//! From questions with conditions to the graph that readers walk, and what stands in its way.
//!
//! A state is a question together with the earlier answers that some later condition reads: two paths with the same state
//! have the same future. So everything about paths is a sum over states, however many paths there are.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::sums;
use crate::model::decision::{Case, Choice, Go, Next, Question, State};

/// Answers as (question, option), in the order given or by question.
pub type Steps = Vec<(usize, usize)>;

/// More states than this are not looked at.
pub const LIMIT: usize = 20_000;

/// The graph. If `troubles` is empty, `states` is complete and ordered: `next` leads to later ones.
#[derive(Debug, Default)]
pub struct Flow {
    /// Beginning with the start.
    pub states: Vec<State>,
    /// Which cases are taken on some path: (question, option, case).
    pub taken: BTreeSet<(usize, usize, usize)>,
    /// Why some paths do not end well.
    pub troubles: Vec<Trouble>,
}

/// Why a path does not end well; `path` is an example from the start, the last step included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// A condition reads a question that this path did not ask.
    Unanswered {
        /// The case that reads it: (question, option, case, condition).
        at: (usize, usize, usize, usize),
        /// Such a path.
        path: Steps,
    },
    /// No case holds.
    Open {
        /// Such a path.
        path: Steps,
    },
    /// The path comes back to a question.
    Again {
        /// The question asked twice.
        question: usize,
        /// Such a path.
        path: Steps,
    },
    /// There are more than `LIMIT` states.
    TooMany,
}

/// Walks all feasible paths from `start`.
pub fn flow(questions: &[Question], start: usize) -> Flow {
    let mut walker = Walker {
        questions,
        live: live(questions),
        nodes: Vec::new(),
        numbers: BTreeMap::new(),
        taken: BTreeSet::new(),
        troubles: BTreeMap::new(),
    };
    walker.explore(start);
    walker.find_circles();
    walker.finish()
}

/// For each question, the questions whose answers a condition here or later reads, ascending. (Its own answer is given here.)
fn live(questions: &[Question]) -> Vec<Vec<usize>> {
    let mut live: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); questions.len()];
    let mut changed = true;
    let mut backwards = false;
    while changed {
        changed = false;
        backwards = !backwards;
        // Files lead forward, mostly: then the first pass, from the end, finds all. By turns, so that no file is slow.
        for n in 0..questions.len() {
            let at = if backwards {
                questions.len() - 1 - n
            } else {
                n
            };
            let Some(question) = questions.get(at) else {
                continue;
            };
            let mut reads = BTreeSet::new();
            for case in question.options.iter().flat_map(|o| &o.next) {
                reads.extend(case.when.iter().map(|c| c.question));
                if let Go::Question(next) = case.go
                    && let Some(later) = live.get(next)
                {
                    reads.extend(later.iter().copied());
                }
            }
            reads.remove(&at);
            if let Some(known) = live.get_mut(at)
                && *known != reads
            {
                *known = reads;
                changed = true;
            }
        }
    }
    live.into_iter().map(|s| s.into_iter().collect()).collect()
}

/// A state while the graph is still being found.
pub(super) struct Node {
    pub(super) question: usize,
    pub(super) known: Steps,
    pub(super) next: Vec<Option<Next>>,
    /// The state and option that led here first.
    from: Option<(usize, usize)>,
}

struct Walker<'q> {
    questions: &'q [Question],
    live: Vec<Vec<usize>>,
    nodes: Vec<Node>,
    numbers: BTreeMap<(usize, Steps), usize>,
    taken: BTreeSet<(usize, usize, usize)>,
    /// One example for each kind and place.
    troubles: BTreeMap<(u8, usize, usize, usize, usize), Trouble>,
}

impl Walker<'_> {
    fn explore(&mut self, start: usize) {
        self.number(start, Vec::new(), None);
        let mut at = 0;
        while at < self.nodes.len() {
            if self.nodes.len() > LIMIT {
                self.troubles.insert((9, 0, 0, 0, 0), Trouble::TooMany);
                return;
            }
            self.expand(at);
            at += 1;
        }
    }

    fn expand(&mut self, at: usize) {
        let Some(node) = self.nodes.get(at) else {
            return;
        };
        let (q, known) = (node.question, node.known.clone());
        let options = self.questions.get(q).map_or(0, |q| q.options.len());
        let mut next = Vec::with_capacity(options);
        for o in 0..options {
            let mut answers = known.clone();
            answers.retain(|(other, _)| *other != q);
            answers.push((q, o));
            answers.sort_unstable();
            let go = self.choose(at, q, o, &answers);
            next.push(go.map(|go| match go {
                Go::Outcome(outcome) => Next::Outcome(outcome),
                Go::Question(to) => {
                    let live = self.live.get(to).cloned().unwrap_or_default();
                    answers.retain(|(question, _)| live.contains(question));
                    Next::State(self.number(to, answers, Some((at, o))))
                }
            }));
        }
        if let Some(node) = self.nodes.get_mut(at) {
            node.next = next;
        }
    }

    /// The first case that holds. Conditions behind a false one are not read.
    fn choose(&mut self, at: usize, q: usize, o: usize, answers: &Steps) -> Option<Go> {
        let questions = self.questions;
        let option = questions.get(q)?.options.get(o)?;
        for (c, case) in option.next.iter().enumerate() {
            let mut holds = true;
            for (w, condition) in case.when.iter().enumerate() {
                let answer = answers.iter().find(|(q, _)| *q == condition.question);
                if answer.is_none() && !self.troubles.contains_key(&(0, q, o, c, w)) {
                    let path = self.path(at, o);
                    let trouble = Trouble::Unanswered {
                        at: (q, o, c, w),
                        path,
                    };
                    self.troubles.insert((0, q, o, c, w), trouble);
                }
                holds = answer.is_some_and(|(_, o)| condition.options.contains(o));
                if !holds {
                    break;
                }
            }
            if holds {
                self.taken.insert((q, o, c));
                return Some(case.go);
            }
        }
        let path = self.path(at, o);
        self.troubles
            .entry((1, q, o, 0, 0))
            .or_insert(Trouble::Open { path });
        None
    }

    fn number(&mut self, question: usize, known: Steps, from: Option<(usize, usize)>) -> usize {
        let fresh = self.nodes.len();
        let number = *self
            .numbers
            .entry((question, known.clone()))
            .or_insert(fresh);
        if number == fresh {
            self.nodes.push(Node {
                question,
                known,
                next: Vec::new(),
                from,
            });
        }
        number
    }

    /// A shortest path to state `at`, then option `o`.
    fn path(&self, mut at: usize, mut o: usize) -> Steps {
        let mut steps = Vec::new();
        while let Some(node) = self.nodes.get(at) {
            steps.push((node.question, o));
            let Some(from) = node.from else { break };
            (at, o) = from;
        }
        steps.reverse();
        steps
    }

    fn children(&self, at: usize) -> Vec<(usize, usize)> {
        let next = self.nodes.get(at).map(|n| n.next.as_slice());
        let states = next.unwrap_or_default().iter().enumerate();
        states
            .filter_map(|(o, n)| match n {
                Some(Next::State(s)) => Some((o, *s)),
                _ => None,
            })
            .collect()
    }

    /// For each circle, the question of it that is asked first.
    fn find_circles(&mut self) {
        if self.troubles.keys().any(|k| k.0 == 9) {
            return;
        }
        let mut seen = BTreeSet::new();
        for at in 0..self.nodes.len() {
            let question = self.nodes.get(at).map_or(0, |n| n.question);
            if !seen.insert(question) || !self.static_circle(question) {
                continue;
            }
            if let Some(path) = self.way_back(question) {
                let circle = path.iter().skip_while(|(q, _)| *q != question);
                seen.extend(circle.map(|(q, _)| *q));
                let (q, o) = path.last().copied().unwrap_or_default();
                let trouble = Trouble::Again { question, path };
                self.troubles.insert((2, q, o, question, 0), trouble);
            }
        }
    }

    /// Whether the question can follow itself if conditions are left aside: a quick answer for most.
    fn static_circle(&self, question: usize) -> bool {
        let mut open = vec![question];
        let mut seen = BTreeSet::new();
        while let Some(at) = open.pop() {
            let options = self.questions.get(at).map(|q| q.options.as_slice());
            for target in targets(options.unwrap_or_default()) {
                match target {
                    Go::Question(q) if q == question => return true,
                    Go::Question(q) if seen.insert(q) => open.push(q),
                    _ => {}
                }
            }
        }
        false
    }

    /// A path from the start that asks `question` twice.
    fn way_back(&self, question: usize) -> Option<Steps> {
        let asks = |at: usize| self.nodes.get(at).is_some_and(|n| n.question == question);
        let mut back: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut open: VecDeque<usize> = (0..self.nodes.len()).filter(|at| asks(*at)).collect();
        while let Some(at) = open.pop_front() {
            for (o, to) in self.children(at) {
                if asks(to) {
                    return Some(self.join(&back, at, o));
                }
                if let Entry::Vacant(free) = back.entry(to) {
                    free.insert((at, o));
                    open.push_back(to);
                }
            }
        }
        None
    }

    /// The path to the first asking, then along `back` to option `o` of state `at`.
    fn join(&self, back: &BTreeMap<usize, (usize, usize)>, at: usize, o: usize) -> Steps {
        let mut tail = Vec::new();
        let mut step = (at, o);
        while let Some(before) = back.get(&step.0) {
            let question = self.nodes.get(step.0).map_or(0, |n| n.question);
            tail.push((question, step.1));
            step = *before;
        }
        let mut steps = self.path(step.0, step.1);
        steps.extend(tail.into_iter().rev());
        steps
    }

    fn finish(self) -> Flow {
        let troubles: Vec<Trouble> = self.troubles.values().cloned().collect();
        let states = match troubles.is_empty() {
            true => sums::ordered(&self.nodes),
            false => Vec::new(),
        };
        Flow {
            states,
            taken: self.taken,
            troubles,
        }
    }
}

/// All that options may lead to, conditions left aside.
pub fn targets(options: &[Choice]) -> impl Iterator<Item = Go> + '_ {
    options
        .iter()
        .flat_map(|o| &o.next)
        .map(|case: &Case| case.go)
}
