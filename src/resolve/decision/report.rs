//! What an author wants to know of a whole decision: how many paths, how deep, how often each outcome, what is shared.

use std::collections::BTreeSet;

use crate::model::decision::{Decision, Next};

/// Figures of one decision. Everything is a sum over states, so it is exact however many paths there are (up to 2⁶⁴).
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Questions that some path asks.
    pub questions: usize,
    /// Outcomes that some path reaches.
    pub outcomes: usize,
    /// Questions that several options lead to.
    pub shared: usize,
    /// Sets of answers that lead to a result.
    pub paths: u64,
    /// Pages that all sets of answers would need, questions and results.
    pub pages: u64,
    /// Fewest, mean and most questions of a path, all sets of answers counted alike.
    pub depth: (usize, f64, usize),
    /// For each outcome of the file, how many paths end there.
    pub ends: Vec<u64>,
    /// Options that no test chooses, as (question, option), of questions that some path asks.
    pub untested: Vec<(usize, usize)>,
}

/// The figures.
pub fn report(decision: &Decision) -> Report {
    let start = decision.states.first();
    let asked: BTreeSet<usize> = decision.states.iter().map(|s| s.question).collect();
    let (ends, steps) = arrivals(decision);
    let paths = start.map_or(0, |s| s.paths);
    let (fewest, most) = start.map_or((0, 0), |s| s.left);
    let mean = if paths > 0 { steps / paths as f64 } else { 0.0 };
    Report {
        questions: asked.len(),
        outcomes: start.map_or(0, |s| s.possible.len()),
        shared: shared(decision, &asked),
        paths,
        pages: start.map_or(0, |s| s.pages),
        depth: (fewest, mean, most),
        ends,
        untested: untested(decision, &asked),
    }
}

/// How many paths end at each outcome, and the questions of all paths together. Ways to a state are counted forward: states
/// are ordered.
fn arrivals(decision: &Decision) -> (Vec<u64>, f64) {
    let mut ends = vec![0_u64; decision.outcomes.len()];
    let mut ways = vec![0_u64; decision.states.len()];
    // All answers given on all ways to a state.
    let mut steps = vec![0.0_f64; decision.states.len()];
    let mut total = 0.0;
    if let Some(first) = ways.first_mut() {
        *first = 1;
    }
    for (at, state) in decision.states.iter().enumerate() {
        let here = ways.get(at).copied().unwrap_or(0);
        let so_far = steps.get(at).copied().unwrap_or(0.0) + here as f64;
        for next in &state.next {
            match *next {
                Next::Outcome(o) => {
                    if let Some(end) = ends.get_mut(o) {
                        *end = end.saturating_add(here);
                    }
                    total += so_far;
                }
                Next::State(s) => {
                    if let (Some(way), Some(step)) = (ways.get_mut(s), steps.get_mut(s)) {
                        *way = way.saturating_add(here);
                        *step += so_far;
                    }
                }
            }
        }
    }
    (ends, total)
}

fn shared(decision: &Decision, asked: &BTreeSet<usize>) -> usize {
    let mut into: BTreeSet<(usize, (usize, usize))> = BTreeSet::new();
    for state in &decision.states {
        for (o, next) in state.next.iter().enumerate() {
            if let Next::State(s) = next
                && let Some(to) = decision.states.get(*s)
            {
                into.insert((to.question, (state.question, o)));
            }
        }
    }
    let ways = |q: &usize| into.iter().filter(|(to, _)| to == q).count();
    asked.iter().filter(|q| ways(q) > 1).count()
}

fn untested(decision: &Decision, asked: &BTreeSet<usize>) -> Vec<(usize, usize)> {
    let chosen: BTreeSet<(usize, usize)> = decision
        .tests
        .iter()
        .flat_map(|t| t.path.iter().copied())
        .collect();
    let options = asked.iter().flat_map(|&q| {
        let count = decision.questions.get(q).map_or(0, |q| q.options.len());
        (0..count).map(move |o| (q, o))
    });
    options.filter(|step| !chosen.contains(step)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::decision::tests::{RELEASE, valid};
    use crate::resolve::decision::walk;

    #[test]
    fn figures_are_those_of_all_paths() {
        let decision = valid(RELEASE);
        let report = report(&decision);
        let all = walk::all(&decision, 10_000);
        let results: Vec<_> = all.iter().filter(|w| w.outcome().is_some()).collect();
        assert_eq!(report.paths, results.len() as u64);
        assert_eq!(report.ends.iter().sum::<u64>(), report.paths);
        let steps: usize = results.iter().map(|w| w.steps.len()).sum();
        let mean = steps as f64 / results.len() as f64;
        assert!((report.depth.1 - mean).abs() < 1e-9);
        assert_eq!((report.questions, report.outcomes), (17, 17));
        // audience, load, docs, measure, legal.
        assert_eq!(report.shared, 5);
        assert_eq!(report.untested.len(), 39);
    }
}
