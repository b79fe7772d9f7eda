//! One question: after answers, with merged pages, or without any history.

use super::{AnswerView, DecisionPage, OptionView, Page, ProgressView, QuestionView};
use crate::model::decision::{Go, Next, State};
use crate::plan::decision as pages;
use crate::resolve::decision::Walk;

impl Page<'_, '_> {
    /// After the answers of a way.
    pub(super) fn question(&mut self, walk: &Walk) -> Option<DecisionPage> {
        let Next::State(at) = walk.at else {
            return None;
        };
        let state = self.decision.states.get(at)?;
        let options = self.options(state, |page, step| {
            let longer = walk.clone().then(page.decision, step)?;
            Some(page.url(&longer))
        });
        let mut view = self.plain(state.question)?;
        view.first = walk.steps.is_empty();
        view.history = true;
        view.options = options;
        if view.first {
            let summary = self.decision.summary.as_ref();
            view.summary = summary.map(|s| self.ink.html(s));
        }
        view.answers = self.answers(walk, false);
        view.back = self.back(walk);
        view.progress = Some(self.progress(state, walk.steps.len()));
        Some(DecisionPage::Question(Box::new(view)))
    }

    /// For all ways that later conditions cannot tell apart.
    pub(super) fn merged_question(&mut self, at: usize) -> Option<DecisionPage> {
        let decision = self.decision;
        let state = decision.states.get(at)?;
        let options = self.options(state, |page, (_, o)| {
            Some(page.next_url(*state.next.get(o)?))
        });
        let mut view = self.plain(state.question)?;
        view.history = true;
        view.options = options;
        view.answers = state
            .known
            .iter()
            .filter_map(|&(q, o)| {
                let question = decision.questions.get(q)?;
                Some(AnswerView {
                    question: question.name().to_owned(),
                    option: question.options.get(o)?.text.to_string(),
                    url: self.ink.url(&pages::question_page(decision, q)),
                    ..AnswerView::default()
                })
            })
            .collect();
        let done = state.known.len();
        view.progress = Some(self.progress(state, done));
        Some(DecisionPage::Question(Box::new(view)))
    }

    /// Without history: one link for each case of an option.
    pub(super) fn bare_question(&mut self, q: usize) -> Option<DecisionPage> {
        let decision = self.decision;
        let question = decision.questions.get(q)?;
        let mut view = self.plain(q)?;
        for option in &question.options {
            for (go, when) in self.cases(&option.next) {
                let to = match go {
                    Go::Question(to) => pages::question_page(decision, to),
                    Go::Outcome(to) => pages::outcome_page(decision, to),
                };
                view.options.push(OptionView {
                    text: option.text.to_string(),
                    url: self.ink.url(&to),
                    hint: option.because.as_ref().map(|b| b.plain_text()),
                    when,
                });
            }
        }
        Some(DecisionPage::Question(Box::new(view)))
    }

    fn plain(&mut self, q: usize) -> Option<QuestionView> {
        let question = self.decision.questions.get(q)?;
        Some(QuestionView {
            decision: self.head.clone(),
            text: question.text.to_string(),
            help: question.help.as_ref().map(|h| self.ink.html(h)),
            ..QuestionView::default()
        })
    }

    fn options(
        &self,
        state: &State,
        url: impl Fn(&Self, (usize, usize)) -> Option<String>,
    ) -> Vec<OptionView> {
        let q = state.question;
        let options = self.decision.questions.get(q).map(|q| q.options.iter());
        let options = options.into_iter().flatten().enumerate();
        options
            .filter_map(|(o, option)| {
                Some(OptionView {
                    text: option.text.to_string(),
                    url: url(self, (q, o))?,
                    hint: option.because.as_ref().map(|b| b.plain_text()),
                    when: None,
                })
            })
            .collect()
    }

    fn next_url(&self, next: Next) -> String {
        let subject = match next {
            Next::State(state) => pages::state_page(self.decision, state),
            Next::Outcome(outcome) => pages::outcome_page(self.decision, outcome),
        };
        self.ink.url(&subject)
    }

    fn progress(&self, state: &State, done: usize) -> ProgressView {
        let (least, most) = state.left;
        let left = match least == most {
            true => self.ink.count("questions-left", most),
            false => self
                .ink
                .word("questions-left-range")
                .replace("{least}", &least.to_string())
                .replace("{n}", &most.to_string()),
        };
        let possible = state.possible.len();
        let all = self.decision.states.first().map_or(0, |s| s.possible.len());
        let results = self
            .ink
            .word("results-possible")
            .replace("{n}", &possible.to_string())
            .replace("{all}", &all.to_string());
        ProgressView {
            done,
            least,
            most,
            left,
            possible,
            all,
            results,
        }
    }
}
