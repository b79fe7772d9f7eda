//! One reader's way through a decision: where answers lead, what becomes of a changed answer, what would change the result.

use crate::model::Id;
use crate::model::decision::{Decision, Next};

use super::states::Steps;

/// Answers given from the start on, and where they lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// (question, option), in the order asked.
    pub steps: Steps,
    /// The state or outcome behind the last answer.
    pub at: Next,
}

/// What another answer to one question would lead to, all others kept as far as they are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The other option.
    pub option: usize,
    /// The way with it; it ends at a result or at the first question not answered yet.
    pub walk: Walk,
    /// What it does to the result.
    pub effect: Effect,
}

/// What another answer does to the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Same,
    /// This outcome instead.
    Other(usize),
    /// A question is asked that was not answered; the outcome may stay.
    Open {
        /// Index of the question.
        question: usize,
        /// Outcomes that may follow, ascending.
        possible: Vec<usize>,
    },
}

impl Walk {
    /// Before the first answer.
    pub fn start() -> Self {
        Self {
            steps: Vec::new(),
            at: Next::State(0),
        }
    }

    /// Along answers as ids; `None` if they are not asked in this order.
    pub fn along(decision: &Decision, answers: &[(Id, Id)]) -> Option<Self> {
        let mut walk = Self::start();
        for (question, option) in answers {
            let q = decision.question(question)?;
            let o = decision.questions.get(q)?.option(option)?;
            walk = walk.then(decision, (q, o))?;
        }
        Some(walk)
    }

    /// One answer more; `None` if that question is not asked now.
    pub fn then(mut self, decision: &Decision, step: (usize, usize)) -> Option<Self> {
        let Next::State(at) = self.at else {
            return None;
        };
        let state = decision.states.get(at).filter(|s| s.question == step.0)?;
        self.at = *state.next.get(step.1)?;
        self.steps.push(step);
        Some(self)
    }

    /// The index of the outcome, if this is a result.
    pub fn outcome(&self) -> Option<usize> {
        match self.at {
            Next::Outcome(outcome) => Some(outcome),
            Next::State(_) => None,
        }
    }

    /// The question asked now, if this is not a result.
    pub fn question(&self, decision: &Decision) -> Option<usize> {
        match self.at {
            Next::State(at) => decision.states.get(at).map(|s| s.question),
            Next::Outcome(_) => None,
        }
    }

    /// The way with another option at step `index`. Later answers are kept where their question is asked again, and
    /// followed until a question has none.
    pub fn replay(&self, decision: &Decision, index: usize, option: usize) -> Option<Self> {
        let &(changed, _) = self.steps.get(index)?;
        let mut walk = Self::start();
        for step in self.steps.get(..index)? {
            walk = walk.then(decision, *step)?;
        }
        walk = walk.then(decision, (changed, option))?;
        while let Some(question) = walk.question(decision) {
            match self.steps.iter().find(|(q, _)| *q == question) {
                Some(step) => walk = walk.then(decision, *step)?,
                None => break,
            }
        }
        Some(walk)
    }

    /// All other options at step `index`, in the order of the question, and what each would do.
    pub fn alternatives(&self, decision: &Decision, index: usize) -> Vec<Alternative> {
        let Some(&(question, chosen)) = self.steps.get(index) else {
            return Vec::new();
        };
        let options = decision
            .questions
            .get(question)
            .map_or(0, |q| q.options.len());
        let others = (0..options).filter(|o| *o != chosen);
        others
            .filter_map(|option| {
                let walk = self.replay(decision, index, option)?;
                let effect = self.effect(decision, &walk)?;
                Some(Alternative {
                    option,
                    walk,
                    effect,
                })
            })
            .collect()
    }

    fn effect(&self, decision: &Decision, other: &Self) -> Option<Effect> {
        Some(match other.at {
            at @ Next::Outcome(_) if at == self.at => Effect::Same,
            Next::Outcome(outcome) => Effect::Other(outcome),
            Next::State(at) => {
                let state = decision.states.get(at)?;
                Effect::Open {
                    question: state.question,
                    possible: state.possible.clone(),
                }
            }
        })
    }
}

/// All ways from the start, in reading order, each answer's page once: at most `limit`, the start not among them.
pub fn all(decision: &Decision, limit: usize) -> Vec<Walk> {
    let mut out = Vec::new();
    let mut open = vec![Walk::start()];
    while let Some(walk) = open.pop() {
        if out.len() >= limit {
            break;
        }
        let question = walk.question(decision);
        let options = question
            .and_then(|q| decision.questions.get(q))
            .map_or(0, |q| q.options.len());
        let longer = (0..options).rev().filter_map(|o| {
            let step = (question?, o);
            walk.clone().then(decision, step)
        });
        open.extend(longer);
        if !walk.steps.is_empty() {
            out.push(walk);
        }
    }
    out
}

/// Roles that some outcome of the decision names, but not this one, in the order of the file: they are absent here.
pub fn absent_roles(decision: &Decision, outcome: usize) -> Vec<Id> {
    let Some(here) = decision.outcomes.get(outcome) else {
        return Vec::new();
    };
    let mut absent: Vec<Id> = Vec::new();
    for role in decision.outcomes.iter().flat_map(|o| &o.roles) {
        if !here.roles.contains(role) && !absent.contains(role) {
            absent.push(role.clone());
        }
    }
    absent
}
