//! Decision trees as they are meant: every answer leads somewhere, and no path asks a question twice.
//!
//! Invariant: names are indices. `states` is the graph that readers walk: a state's `next` leads to a later state or to an
//! outcome, so a path cannot go in a circle and always ends. What a page needs to know of it is stored in each state.

use std::sync::Arc;

use super::{Id, Prose};
use crate::diag::FileId;

/// All decisions, ordered by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    /// Ordered by id.
    pub list: Vec<Decision>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The file's stem.
    pub id: Id,
    /// Where it was written.
    pub file: FileId,
    /// The question that it answers as a whole, plain.
    pub title: Arc<str>,
    /// What it is for, one line.
    pub summary: Option<Prose>,
    /// Former ids.
    pub was: Vec<Arc<str>>,
    /// In the order of the file.
    pub questions: Vec<Question>,
    /// In the order of the file.
    pub outcomes: Vec<Outcome>,
    /// The author's own proof, all passed.
    pub tests: Vec<Test>,
    /// The first is where every path begins; there is at least one.
    pub states: Vec<State>,
    /// Whether pages are states (one page for all paths that later conditions cannot tell apart) instead of paths.
    pub merged: bool,
}

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its id, unique among questions and outcomes.
    pub id: Id,
    /// The question, plain.
    pub text: Arc<str>,
    /// How to find the answer.
    pub help: Option<Prose>,
    /// A short name for lists of answers, plain.
    pub short: Option<Arc<str>>,
    /// At least one.
    pub options: Vec<Choice>,
    /// Former ids.
    pub was: Vec<Arc<str>>,
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id, unique in the question.
    pub id: Id,
    /// The answer, plain.
    pub text: Arc<str>,
    /// What it means for the result.
    pub because: Option<Prose>,
    /// First that holds wins; at least one, and on every path one of them holds.
    pub next: Vec<Case>,
    /// Former ids.
    pub was: Vec<Arc<str>>,
}

/// Where an option leads under conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// All must hold; none: always.
    pub when: Vec<Condition>,
    /// Where it leads.
    pub go: Go,
}

/// An earlier (or the present) answer is one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Index of the question.
    pub question: usize,
    /// Indices of its options, any of which will do.
    pub options: Vec<usize>,
}

/// Where a case leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Go {
    /// Index of a question.
    Question(usize),
    /// Index of an outcome.
    Outcome(usize),
}

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its id, unique among questions and outcomes.
    pub id: Id,
    /// The recommendation, plain.
    pub title: Arc<str>,
    /// Roles that the recommendation names.
    pub roles: Vec<Id>,
    /// In one line.
    pub summary: Option<Prose>,
    /// At length.
    pub body: Option<Prose>,
    /// Steps, in order.
    pub do_next: Vec<Prose>,
    /// How sure it is.
    pub strength: Option<Strength>,
    /// Ids of sources.
    pub sources: Vec<Id>,
    /// Former ids.
    pub was: Vec<Arc<str>>,
}

/// How sure a recommendation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Strength {
    /// Clear.
    Strong,
    /// More for than against.
    Leaning,
    /// Both would do.
    Either,
}

/// Answers and what they must lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// What it shows, plain; may be empty.
    pub name: Arc<str>,
    /// The path that it takes, as (question, option).
    pub path: Vec<(usize, usize)>,
    /// Index of the outcome.
    pub expect: usize,
}

/// A question together with those earlier answers that still make a difference to where the path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Index of the question.
    pub question: usize,
    /// Earlier answers that a later condition reads, as (question, option), by question.
    pub known: Vec<(usize, usize)>,
    /// Where each option leads, by option.
    pub next: Vec<Next>,
    /// Fewest and most answers until a result, this one counted.
    pub left: (usize, usize),
    /// Outcomes that can still be reached, ascending.
    pub possible: Vec<usize>,
    /// How many different sets of answers lead from here to a result; saturates.
    pub paths: u64,
    /// How many pages there are from here on, this one counted, if each path has pages of its own; saturates.
    pub pages: u64,
}

/// Where an option leads in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Next {
    /// Index of a state, larger than that of the state it comes from.
    State(usize),
    /// Index of an outcome.
    Outcome(usize),
}

impl Decisions {
    /// By id.
    pub fn get(&self, id: &str) -> Option<&Decision> {
        let at = self.list.binary_search_by(|d| (*d.id).cmp(id)).ok()?;
        self.list.get(at)
    }

    /// Every text in it.
    pub fn each_prose(&mut self, f: &mut dyn FnMut(&mut Prose)) {
        for decision in &mut self.list {
            decision.each_prose(f);
        }
    }
}

impl Decision {
    /// Every text in it, in the order of the file as far as kinds go: questions, then outcomes.
    pub fn each_prose(&mut self, f: &mut dyn FnMut(&mut Prose)) {
        self.summary.iter_mut().for_each(&mut *f);
        for question in &mut self.questions {
            question.help.iter_mut().for_each(&mut *f);
            let because = question
                .options
                .iter_mut()
                .filter_map(|o| o.because.as_mut());
            because.for_each(&mut *f);
        }
        for outcome in &mut self.outcomes {
            outcome.summary.iter_mut().for_each(&mut *f);
            outcome.body.iter_mut().for_each(&mut *f);
            outcome.do_next.iter_mut().for_each(&mut *f);
        }
    }

    /// The index of a question.
    pub fn question(&self, id: &str) -> Option<usize> {
        self.questions.iter().position(|q| &*q.id == id)
    }

    /// The index of an outcome.
    pub fn outcome(&self, id: &str) -> Option<usize> {
        self.outcomes.iter().position(|o| &*o.id == id)
    }

    /// (question, option) as ids.
    pub fn ids(&self, steps: &[(usize, usize)]) -> Vec<(Id, Id)> {
        steps
            .iter()
            .filter_map(|&(q, o)| {
                let question = self.questions.get(q)?;
                Some((question.id.clone(), question.options.get(o)?.id.clone()))
            })
            .collect()
    }
}

impl Question {
    /// The index of an option.
    pub fn option(&self, id: &str) -> Option<usize> {
        self.options.iter().position(|o| &*o.id == id)
    }

    /// What lists of answers call it.
    pub fn name(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.text)
    }
}
