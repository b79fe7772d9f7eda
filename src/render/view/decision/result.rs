//! A recommendation: why, what would change it, what to do next.

use super::super::LinkView;
use super::{DecisionPage, FlipView, Page, ResultParts, ResultView, StrengthView};
use crate::model::decision::{Decision, Outcome, Strength};
use crate::plan::decision as pages;
use crate::render::ink::Ink;
use crate::resolve::decision::{Effect, Walk, walk};

/// So many ways are shown on a result's own page.
const WAYS: usize = 5;

impl Page<'_, '_> {
    /// After the answers of a way, or on its own.
    pub(super) fn result(
        &mut self,
        outcome: usize,
        walk: Option<&Walk>,
        parts: &dyn Fn(&Decision, usize, &mut Ink<'_>) -> ResultParts,
    ) -> DecisionPage {
        let decision = self.decision;
        let mut view = ResultView {
            decision: self.head.clone(),
            permalink: self.ink.url(&pages::outcome_page(decision, outcome)),
            ..ResultView::default()
        };
        if let Some(meant) = decision.outcomes.get(outcome) {
            // In the reading order of the page: the first mention of a term is the one that is linked.
            view.title = meant.title.to_string();
            view.strength = self.strength(meant);
            view.summary = meant.summary.as_ref().map(|s| self.ink.html(s));
            view.body = meant.body.as_ref().map(|b| self.ink.html(b));
            match walk {
                Some(walk) => self.reasons(&mut view, walk),
                None => view.ways = self.ways(outcome),
            }
            view.do_next = meant.do_next.iter().map(|d| self.ink.html(d)).collect();
            let parts = parts(decision, outcome, self.ink);
            view.roles = parts.roles;
            view.comparison = parts.comparison;
            view.rights = parts.rights;
            view.sources = parts.sources;
        }
        DecisionPage::Result(Box::new(view))
    }

    fn reasons(&mut self, view: &mut ResultView, walk: &Walk) {
        view.answers = self.answers(walk, true);
        view.back = self.back(walk);
        view.answers_link = Some(self.url(walk));
        for index in (0..walk.steps.len()).rev() {
            let (flips, matters) = self.flips(walk, index);
            if !matters {
                view.no_difference.extend(self.short_name(walk, index));
            }
            view.changes.extend(flips);
        }
        view.no_difference.reverse();
    }

    /// Other answers to one question that change the result, and whether any does. An answer that leads to open questions
    /// changes it only if the result may then be another one.
    fn flips(&self, walk: &Walk, index: usize) -> (Vec<FlipView>, bool) {
        let here = walk.outcome();
        let mut flips = Vec::new();
        for other in walk.alternatives(self.decision, index) {
            let changes = match &other.effect {
                Effect::Same => false,
                Effect::Other(_) => true,
                Effect::Open { possible, .. } => possible.iter().any(|o| Some(*o) != here),
            };
            let Some(&(q, _)) = walk.steps.get(index).filter(|_| changes) else {
                continue;
            };
            let Some(question) = self.decision.questions.get(q) else {
                continue;
            };
            let option = question.options.get(other.option);
            flips.push(FlipView {
                question: question.name().to_owned(),
                option: option.map_or_else(String::new, |o| o.text.to_string()),
                url: self.url(&other.walk),
                then: self.name(other.walk.at),
                result: other.walk.outcome().is_some(),
            });
        }
        let matters = !flips.is_empty();
        (flips, matters)
    }

    fn short_name(&self, walk: &Walk, index: usize) -> Option<String> {
        let (q, _) = walk.steps.get(index)?;
        let question = self.decision.questions.get(*q)?;
        // One option only: there is no other answer.
        (question.options.len() > 1).then(|| question.name().to_owned())
    }

    /// Some shortest sets of answers that lead to an outcome.
    fn ways(&self, outcome: usize) -> Vec<LinkView> {
        let decision = self.decision;
        if decision.merged {
            return Vec::new();
        }
        let pages = decision.states.first().map_or(0, |s| s.pages);
        let mut walks = walk::all(decision, usize::try_from(pages).unwrap_or(usize::MAX));
        walks.retain(|w| w.outcome() == Some(outcome));
        walks.sort_by_key(|w| w.steps.len());
        let walks = walks.iter().take(WAYS);
        walks
            .map(|w| LinkView {
                title: self.answers_in_words(w),
                url: self.url(w),
            })
            .collect()
    }

    fn answers_in_words(&self, walk: &Walk) -> String {
        let words = walk.steps.iter().filter_map(|&(q, o)| {
            let question = self.decision.questions.get(q)?;
            let option = question.options.get(o)?;
            Some(format!("{}: {}", question.name(), option.text))
        });
        words.collect::<Vec<_>>().join(" · ")
    }

    fn strength(&self, outcome: &Outcome) -> Option<StrengthView> {
        let (filled, key) = match outcome.strength? {
            Strength::Strong => (3, "strength-strong"),
            Strength::Leaning => (2, "strength-leaning"),
            Strength::Either => (1, "strength-either"),
        };
        Some(StrengthView {
            filled,
            word: self.ink.word(key).to_owned(),
        })
    }
}
