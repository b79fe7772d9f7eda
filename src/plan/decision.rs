//! The pages of a decision: one for each set of answers, or one for each state when that would be too many.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::route::{self, Route};
use crate::model::decision::{Decision, Decisions, Next};
use crate::model::{Id, Subject};
use crate::resolve::decision::{Walk, walk};

/// Every page of every decision, the index first; nothing if there is none.
pub fn subjects(decisions: &Decisions) -> Vec<Subject> {
    let mut out = Vec::new();
    for decision in &decisions.list {
        if out.is_empty() {
            out.push(Subject::Decisions);
        }
        out.extend(pages(decision));
    }
    out
}

/// Every page of one decision: its start, pages after answers, questions without history, outcomes, the whole tree.
pub fn pages(decision: &Decision) -> Vec<Subject> {
    let mut out = vec![Subject::Decision(decision.id.clone())];
    match decision.merged {
        true => {
            let states = 1..decision.states.len();
            out.extend(states.map(|s| state_page(decision, s)));
        }
        false => {
            let start = decision.states.first();
            let limit = start.map_or(0, |s| usize::try_from(s.pages).unwrap_or(usize::MAX));
            let walks = walk::all(decision, limit);
            out.extend(walks.iter().map(|w| page(decision, w)));
        }
    }
    let ids = |id: &Id| (decision.id.clone(), id.clone());
    for question in &decision.questions {
        let (id, question) = ids(&question.id);
        out.push(Subject::Question(id, question));
    }
    for outcome in &decision.outcomes {
        let (id, outcome) = ids(&outcome.id);
        out.push(Subject::Outcome(id, outcome));
    }
    out.push(Subject::WholeTree(decision.id.clone()));
    // A state without known answers is the question's page without history.
    let mut seen = BTreeSet::new();
    out.retain(|s| seen.insert(s.clone()));
    out
}

/// The page that a reader is on after these answers.
pub fn page(decision: &Decision, walk: &Walk) -> Subject {
    if walk.steps.is_empty() {
        return Subject::Decision(decision.id.clone());
    }
    if !decision.merged {
        return Subject::Answers(decision.id.clone(), decision.ids(&walk.steps).into());
    }
    match walk.at {
        Next::State(state) => state_page(decision, state),
        Next::Outcome(outcome) => outcome_page(decision, outcome),
    }
}

/// The page of a state of a decision whose pages are merged.
pub fn state_page(decision: &Decision, state: usize) -> Subject {
    let id = decision.id.clone();
    let Some(state) = decision.states.get(state).filter(|_| state > 0) else {
        return Subject::Decision(id);
    };
    let known: Arc<[(Id, Id)]> = decision.ids(&state.known).into();
    let question = decision.questions.get(state.question);
    let question = question.map_or_else(|| Id::from(""), |q| q.id.clone());
    match known.is_empty() {
        true => Subject::Question(id, question),
        false => Subject::QuestionGiven(id, question, known),
    }
}

/// An outcome's page without answers.
pub fn outcome_page(decision: &Decision, outcome: usize) -> Subject {
    let id = decision.outcomes.get(outcome).map(|o| o.id.clone());
    Subject::Outcome(decision.id.clone(), id.unwrap_or_else(|| Id::from("")))
}

/// A question's page without history.
pub fn question_page(decision: &Decision, question: usize) -> Subject {
    let id = decision.questions.get(question).map(|q| q.id.clone());
    Subject::Question(decision.id.clone(), id.unwrap_or_else(|| Id::from("")))
}

/// Old addresses by `was`, and where each leads. Questions and outcomes have one for each old name; the page of a path has
/// one, with every old name in it.
pub fn redirects(decision: &Decision) -> Vec<(Route, Subject)> {
    let mut out = Vec::new();
    let mut add = |old: Subject, new: Subject| {
        if let (Some(from), Some(to)) = (route::generated(&old), route::generated(&new))
            && from != to
        {
            out.push((from, new));
        }
    };
    let names =
        |id: &Id, was: &[Arc<str>]| -> Vec<Id> { was.iter().chain([id]).cloned().collect() };
    for id in names(&decision.id, &decision.was) {
        let here = decision.id.clone();
        add(
            Subject::Decision(id.clone()),
            Subject::Decision(here.clone()),
        );
        add(
            Subject::WholeTree(id.clone()),
            Subject::WholeTree(here.clone()),
        );
        for q in &decision.questions {
            let to = Subject::Question(here.clone(), q.id.clone());
            for old in names(&q.id, &q.was) {
                add(Subject::Question(id.clone(), old), to.clone());
            }
        }
        for o in &decision.outcomes {
            let to = Subject::Outcome(here.clone(), o.id.clone());
            for old in names(&o.id, &o.was) {
                add(Subject::Outcome(id.clone(), old), to.clone());
            }
        }
    }
    if has_old_names(decision) {
        for subject in pages(decision) {
            if let Some(old) = old_path(decision, &subject) {
                add(old, subject);
            }
        }
    }
    out
}

fn has_old_names(decision: &Decision) -> bool {
    let questions = &decision.questions;
    let options = questions.iter().flat_map(|q| &q.options);
    !decision.was.is_empty()
        || questions.iter().any(|q| !q.was.is_empty())
        || options.clone().any(|o| !o.was.is_empty())
}

fn old_path(decision: &Decision, subject: &Subject) -> Option<Subject> {
    let first = |was: &[Arc<str>], id: &Id| was.first().unwrap_or(id).clone();
    let old = |answers: &[(Id, Id)]| -> Option<Arc<[(Id, Id)]>> {
        let mut out = Vec::with_capacity(answers.len());
        for (q, o) in answers {
            let question = decision.questions.get(decision.question(q)?)?;
            let option = question.options.get(question.option(o)?)?;
            out.push((first(&question.was, q), first(&option.was, o)));
        }
        Some(out.into())
    };
    let id = first(&decision.was, &decision.id);
    match subject {
        Subject::Answers(_, answers) => Some(Subject::Answers(id, old(answers)?)),
        Subject::QuestionGiven(_, q, answers) => {
            let question = decision.questions.get(decision.question(q)?)?;
            let q = first(&question.was, q);
            Some(Subject::QuestionGiven(id, q, old(answers)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::decision::tests::{RELEASE, read, toml, valid};

    fn routes(decision: &Decision) -> Vec<String> {
        let pages = pages(decision);
        let routes = pages.iter().filter_map(route::generated);
        routes.map(|r| r.as_str().to_owned()).collect()
    }

    #[test]
    fn each_set_of_answers_has_a_page() {
        let decision = valid("a: x>b y>end\nb: 1>end 2>other\n");
        assert_eq!(
            routes(&decision),
            [
                "/decide/what-now/",
                "/decide/what-now/a.x/",
                "/decide/what-now/a.x/b.1/",
                "/decide/what-now/a.x/b.2/",
                "/decide/what-now/a.y/",
                "/decide/what-now/q/a/",
                "/decide/what-now/q/b/",
                "/decide/what-now/result/end/",
                "/decide/what-now/result/other/",
                "/decide/what-now/all/",
            ]
        );
    }

    #[test]
    fn merged_pages_say_what_is_still_read() {
        let bits = "a: 0>b 1>b\nb: 0>c 1>c\nc: 0>a=0:one|two 1>two\n";
        let decision = read(&toml(bits), 10).0.unwrap();
        assert!(decision.merged);
        let routes = routes(&decision);
        assert!(
            routes.contains(&"/decide/what-now/q/c/a.0/".to_owned()),
            "{routes:?}"
        );
        let walk = Walk::start().then(&decision, (0, 1)).unwrap();
        let page = page(&decision, &walk.then(&decision, (1, 0)).unwrap());
        let route = route::generated(&page).unwrap();
        assert_eq!(route.as_str(), "/decide/what-now/q/c/a.1/");
    }

    #[test]
    fn routes_of_a_large_tree_are_all_different() {
        let routes = routes(&valid(RELEASE));
        let different: BTreeSet<&String> = routes.iter().collect();
        assert_eq!(different.len(), routes.len());
    }

    #[test]
    fn old_names_lead_on() {
        let file = toml("a: x>b y>end\nb: 1>end 2>other\n")
            .replacen("id = \"a\"", "id = \"a\"\nwas = \"first\"", 1)
            .replacen("id = \"x\"", "id = \"x\"\nwas = [\"ex\"]", 1);
        let decision = read(&file, 2000).0.unwrap();
        let redirects = redirects(&decision);
        let from: Vec<&str> = redirects.iter().map(|(from, _)| from.as_str()).collect();
        assert_eq!(
            from,
            [
                "/decide/what-now/q/first/",
                "/decide/what-now/first.ex/",
                "/decide/what-now/first.ex/b.1/",
                "/decide/what-now/first.ex/b.2/",
                "/decide/what-now/first.y/",
            ]
        );
    }
}
