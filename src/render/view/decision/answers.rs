//! Answers given, and the addresses to which another answer leads.

use super::{AnswerView, ChangeView, Page};
use crate::model::decision::{Case, Next};
use crate::plan::decision as pages;
use crate::resolve::decision::Walk;

impl Page<'_, '_> {
    /// All answers of a way, in order. Reasons are written only where they are shown, because they link terms.
    pub(super) fn answers(&mut self, walk: &Walk, reasons: bool) -> Vec<AnswerView> {
        let indices = 0..walk.steps.len();
        indices
            .filter_map(|i| self.answer(walk, i, reasons))
            .collect()
    }

    fn answer(&mut self, walk: &Walk, index: usize, reasons: bool) -> Option<AnswerView> {
        let decision = self.decision;
        let &(q, o) = walk.steps.get(index)?;
        let question = decision.questions.get(q)?;
        let option = question.options.get(o)?;
        let changes = walk.alternatives(decision, index);
        let changes = changes.iter().filter_map(|other| {
            Some(ChangeView {
                option: question.options.get(other.option)?.text.to_string(),
                url: self.url(&other.walk),
                then: self.name(other.walk.at),
                result: other.walk.outcome().is_some(),
            })
        });
        Some(AnswerView {
            changes: changes.collect(),
            question: question.name().to_owned(),
            option: option.text.to_string(),
            url: self.url(&self.until(walk, index)),
            because: match reasons {
                true => option.because.as_ref().map(|b| self.ink.html(b)),
                false => None,
            },
        })
    }

    /// The way before its answer `index`.
    pub(super) fn until(&self, walk: &Walk, index: usize) -> Walk {
        let mut until = Walk::start();
        for step in walk.steps.iter().take(index) {
            match until.clone().then(self.decision, *step) {
                Some(longer) => until = longer,
                None => break,
            }
        }
        until
    }

    /// The address of the page before the last answer.
    pub(super) fn back(&self, walk: &Walk) -> Option<String> {
        let last = walk.steps.len().checked_sub(1)?;
        Some(self.url(&self.until(walk, last)))
    }

    /// The address of the page at the end of a way.
    pub(super) fn url(&self, walk: &Walk) -> String {
        self.ink.url(&pages::page(self.decision, walk))
    }

    /// The question or recommendation there.
    pub(super) fn name(&self, at: Next) -> String {
        let decision = self.decision;
        let name = match at {
            Next::Outcome(o) => decision.outcomes.get(o).map(|o| &o.title),
            Next::State(s) => {
                let question = decision.states.get(s).map(|s| s.question);
                question
                    .and_then(|q| decision.questions.get(q))
                    .map(|q| &q.text)
            }
        };
        name.map_or_else(String::new, |n| n.to_string())
    }

    /// When a case holds, in words; several cases with one target are joined by the caller.
    pub(super) fn when(&self, case: &Case) -> Option<String> {
        let decision = self.decision;
        if case.when.is_empty() {
            return None;
        }
        let conditions = case.when.iter().filter_map(|condition| {
            let question = decision.questions.get(condition.question)?;
            let options = condition.options.iter();
            let options: Vec<&str> = options
                .filter_map(|o| question.options.get(*o).map(|o| in_short(&o.text)))
                .collect();
            let answers = crate::text::list_of(&options, self.ink.word("or"));
            Some(format!("{}: {answers}", question.name()))
        });
        let conditions: Vec<String> = conditions.collect();
        let when = crate::text::list_of(&conditions, self.ink.word("and"));
        Some(self.ink.word("case-if").replace("{when}", &when))
    }

    /// The cases of an option by target, each target once, in order; a target has words if the option has several.
    pub(super) fn cases(
        &self,
        cases: &[Case],
    ) -> Vec<(crate::model::decision::Go, Option<String>)> {
        let mut targets: Vec<(crate::model::decision::Go, Vec<Option<String>>)> = Vec::new();
        for case in cases {
            let when = self.when(case);
            match targets.iter_mut().find(|(go, _)| *go == case.go) {
                Some((_, whens)) => whens.push(when),
                None => targets.push((case.go, vec![when])),
            }
        }
        let single = targets.len() == 1;
        let words = |whens: Vec<Option<String>>| -> Option<String> {
            if single {
                return None;
            }
            // Without a condition, the case takes all that is left.
            let whens: Option<Vec<String>> = whens.into_iter().collect();
            let or = format!(", {} ", self.ink.word("or"));
            Some(whens.map_or_else(|| self.ink.word("case-else").to_owned(), |w| w.join(&or)))
        };
        let targets = targets.into_iter();
        targets.map(|(go, whens)| (go, words(whens))).collect()
    }
}

/// `Small` of `Small: up to about 50 people`: conditions name answers, they need not explain them.
pub(super) fn in_short(option: &str) -> &str {
    match option.split_once(": ") {
        Some((head, _)) if !head.is_empty() => head,
        _ => option,
    }
}
