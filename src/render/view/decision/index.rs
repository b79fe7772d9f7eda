//! The list of decisions, and what every page says of the decision it belongs to.

use super::super::LinkView;
use super::{DecisionEntry, DecisionHead, DecisionsView};
use crate::model::Subject;
use crate::model::decision::{Decision, Decisions};
use crate::plan::decision as pages;
use crate::render::ink::Ink;
use crate::text;

/// Every decision, by title.
pub fn index(decisions: &Decisions, ink: &mut Ink<'_>) -> DecisionsView {
    let entries = by_title(decisions).into_iter().map(|d| entry(d, ink));
    DecisionsView {
        entries: entries.collect(),
    }
}

/// What the pages of a decision share.
pub fn head(decisions: &Decisions, decision: &Decision, ink: &Ink<'_>) -> DecisionHead {
    let others = by_title(decisions);
    let others = others.into_iter().filter(|d| d.id != decision.id);
    DecisionHead {
        title: decision.title.to_string(),
        url: start(decision, ink),
        tree_url: ink.url(&Subject::WholeTree(decision.id.clone())),
        others: others
            .map(|d| LinkView {
                title: d.title.to_string(),
                url: start(d, ink),
            })
            .collect(),
    }
}

/// `6 questions`, `5 results`: what can be reached.
pub fn size(decision: &Decision, ink: &Ink<'_>) -> Vec<String> {
    let asked: std::collections::BTreeSet<usize> =
        decision.states.iter().map(|s| s.question).collect();
    let results = decision.states.first().map_or(0, |s| s.possible.len());
    vec![
        ink.count("n-questions", asked.len()),
        ink.count("n-results", results),
    ]
}

/// One decision as the list shows it.
pub fn entry(decision: &Decision, ink: &mut Ink<'_>) -> DecisionEntry {
    let first = decision.states.first();
    let first = first.and_then(|s| decision.questions.get(s.question));
    let results = decision.outcomes.iter().enumerate();
    let results = results.map(|(o, outcome)| LinkView {
        title: outcome.title.to_string(),
        url: ink.url(&pages::outcome_page(decision, o)),
    });
    DecisionEntry {
        results: results.collect(),
        title: decision.title.to_string(),
        url: start(decision, ink),
        first: first.map_or_else(String::new, |q| q.text.to_string()),
        size: size(decision, ink),
        summary: decision.summary.as_ref().map(|s| ink.html(s)),
    }
}

fn start(decision: &Decision, ink: &Ink<'_>) -> String {
    ink.url(&Subject::Decision(decision.id.clone()))
}

fn by_title(decisions: &Decisions) -> Vec<&Decision> {
    let mut list: Vec<&Decision> = decisions.list.iter().collect();
    list.sort_by_cached_key(|d| (text::sort_key(&d.title), d.id.clone()));
    list
}
