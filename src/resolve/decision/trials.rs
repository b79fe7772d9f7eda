//! The author's `[[test]]`s are run, and what they leave out is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Span};
use crate::model::decision::{Decision, Test};
use crate::parse::decision::RawTest;

use super::advice::outcome_span;
use super::troubles::{raw_option, title_span};
use super::walk::Walk;
use super::{Desk, path_words};

/// Those that pass.
pub fn run(desk: &mut Desk<'_>, decision: &Decision) -> Vec<Test> {
    let raw = desk.raw;
    let mut covered = Covered::default();
    let mut passed = Vec::new();
    for test in &raw.tests {
        let walk = follow(decision, test);
        unused(desk, decision, test, &walk);
        covered.options.extend(walk.steps.iter().copied());
        covered.outcomes.extend(walk.outcome());
        match failure(desk, decision, test, &walk) {
            Some(d) => desk.diagnostics.push(d),
            None => passed.extend(walk.outcome().map(|expect| Test {
                name: name(test),
                path: walk.steps,
                expect,
            })),
        }
    }
    uncovered(desk, decision, &covered);
    passed
}

#[derive(Default)]
struct Covered {
    options: BTreeSet<(usize, usize)>,
    outcomes: BTreeSet<usize>,
}

/// As far as the test has answers.
fn follow(decision: &Decision, test: &RawTest) -> Walk {
    let mut walk = Walk::start();
    while let Some(q) = walk.question(decision) {
        let Some(question) = decision.questions.get(q) else {
            break;
        };
        let answer = test.answers.iter().find(|(k, _)| *k.name == *question.id);
        let option = answer.and_then(|(_, a)| question.option(a.as_str()));
        let longer = option.and_then(|o| walk.clone().then(decision, (q, o)));
        match longer {
            Some(longer) => walk = longer,
            None => break,
        }
    }
    walk
}

fn failure(
    desk: &Desk<'_>,
    decision: &Decision,
    test: &RawTest,
    walk: &Walk,
) -> Option<Diagnostic> {
    let expect = test.expect.as_ref()?;
    let taken = match walk.steps.as_slice() {
        [] => "the path begins with it".to_owned(),
        steps => format!("the path is {}", path_words(decision, steps)),
    };
    if let Some(q) = walk.question(decision) {
        let id = &decision.questions.get(q)?.id;
        let message = format!("{} does not answer `{id}`, which is asked", titled(test));
        let place = desk.place(test.answers_span);
        return Some(Diagnostic::new(Code::DECISION_TEST_FAILED, place, message).help(taken));
    }
    let reached = decision.outcomes.get(walk.outcome()?)?;
    if *reached.id == *expect.value {
        return None;
    }
    let message = format!(
        "{} ends at `{}`, not at `{}`",
        titled(test),
        reached.id,
        expect.as_str()
    );
    let place = desk.place(expect.span);
    Some(Diagnostic::new(Code::DECISION_TEST_FAILED, place, message).help(taken))
}

fn unused(desk: &mut Desk<'_>, decision: &Decision, test: &RawTest, walk: &Walk) {
    // A path that stopped early says nothing about the answers behind.
    if walk.outcome().is_none() {
        return;
    }
    for (key, _) in &test.answers {
        let q = decision.question(&key.name);
        if q.is_some_and(|q| walk.steps.iter().all(|(asked, _)| *asked != q)) {
            let message = format!(
                "{} answers `{}`, which is not asked",
                titled(test),
                key.name
            );
            let help = format!("the path is {}", path_words(decision, &walk.steps));
            desk.tell(Code::TEST_ANSWER_UNUSED, key.span, message, help);
        }
    }
}

fn uncovered(desk: &mut Desk<'_>, decision: &Decision, covered: &Covered) {
    if desk.raw.tests.is_empty() {
        let span = title_span(desk);
        let message = "this decision has no tests".to_owned();
        let help = "add a `[[test]]` with `answers` and `expect` for each result";
        desk.tell(Code::DECISION_UNTESTED, span, message, help);
        return;
    }
    let possible = decision.states.first().map(|s| s.possible.as_slice());
    for &o in possible.unwrap_or_default() {
        if let Some(outcome) = decision.outcomes.get(o)
            && !covered.outcomes.contains(&o)
        {
            let message = format!("no test expects outcome `{}`", outcome.id);
            tell_untested(desk, outcome_span(desk, o), message);
        }
    }
    let asked: BTreeSet<usize> = decision.states.iter().map(|s| s.question).collect();
    for &q in &asked {
        let Some(question) = decision.questions.get(q) else {
            continue;
        };
        for (o, option) in question.options.iter().enumerate() {
            if !covered.options.contains(&(q, o)) {
                let id = raw_option(desk, q, o).and_then(|o| o.id.as_ref());
                let span = id.map_or(Span::default(), |t| t.span);
                let message = format!("no test chooses `{}.{}`", question.id, option.id);
                tell_untested(desk, span, message);
            }
        }
    }
}

fn tell_untested(desk: &mut Desk<'_>, span: Span, message: String) {
    let help = "add a `[[test]]` that takes this path";
    desk.tell(Code::DECISION_UNTESTED, span, message, help);
}

fn name(test: &RawTest) -> Arc<str> {
    test.name
        .as_ref()
        .map_or_else(|| Arc::from(""), |n| Arc::clone(&n.value))
}

fn titled(test: &RawTest) -> String {
    match name(test).as_ref() {
        "" => "this test".to_owned(),
        name => format!("test `{name}`"),
    }
}
