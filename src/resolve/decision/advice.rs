//! What is probably not meant: questions nobody is asked, answers that change nothing, trees too deep to follow.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Span};
use crate::model::decision::{Case, Decision, Next};
use crate::parse::Text;

use super::troubles::{question_span, raw_option, title_span};
use super::{Desk, path_words};

/// More questions than this on one path are too many.
const DEEP: usize = 7;
/// More options than this are too many.
const MANY: usize = 6;

/// All advice on one decision. `taken`: cases that some path takes, as (question, option, case).
pub fn give(desk: &mut Desk<'_>, decision: &Decision, taken: &BTreeSet<(usize, usize, usize)>) {
    unreachable(desk, decision);
    idle(desk, decision);
    shadowed(desk, decision, taken);
    deep(desk, decision);
    options(desk, decision);
    outcomes(desk, decision);
}

fn unreachable(desk: &mut Desk<'_>, decision: &Decision) {
    let asked: BTreeSet<usize> = decision.states.iter().map(|s| s.question).collect();
    for (q, question) in decision.questions.iter().enumerate() {
        if !asked.contains(&q) {
            let message = format!("question `{}` is never asked", question.id);
            let help = "let an option lead to it, or remove it";
            desk.tell(
                Code::DECISION_QUESTION_UNREACHABLE,
                question_span(desk, q),
                message,
                help,
            );
        }
    }
    let possible = decision.states.first().map(|s| s.possible.as_slice());
    for (o, outcome) in decision.outcomes.iter().enumerate() {
        if !possible.unwrap_or_default().contains(&o) {
            let message = format!("outcome `{}` is never reached", outcome.id);
            let help = "let an option lead to it, or remove it";
            desk.tell(
                Code::DECISION_OUTCOME_UNREACHABLE,
                outcome_span(desk, o),
                message,
                help,
            );
        }
    }
}

/// Questions after which, whatever is answered, the rest is the same.
fn idle(desk: &mut Desk<'_>, decision: &Decision) {
    let mut matters = vec![false; decision.questions.len()];
    let mut asked = vec![false; decision.questions.len()];
    let futures = futures(decision);
    for state in &decision.states {
        let mut next = state.next.iter().map(|n| future(&futures, *n));
        let first = next.next();
        let differs = next.any(|f| Some(f) != first) && state.possible.len() > 1;
        let alone = state.next.len() < 2;
        if let (Some(m), Some(a)) = (
            matters.get_mut(state.question),
            asked.get_mut(state.question),
        ) {
            *m |= differs || alone;
            *a = true;
        }
    }
    for (q, question) in decision.questions.iter().enumerate() {
        if asked.get(q) == Some(&true) && matters.get(q) == Some(&false) {
            let message = format!("the answer to question `{}` changes nothing", question.id);
            let help = "remove the question, or let an answer lead to another outcome";
            let span = question_span(desk, q);
            desk.tell(Code::DECISION_QUESTION_IDLE, span, message, help);
        }
    }
}

/// For each state a number that equal futures share: the same question with the same futures behind each option.
fn futures(decision: &Decision) -> Vec<usize> {
    let mut numbers: BTreeMap<(usize, Vec<(bool, usize)>), usize> = BTreeMap::new();
    let mut out = vec![0; decision.states.len()];
    for (at, state) in decision.states.iter().enumerate().rev() {
        let next = state.next.iter().map(|n| future(&out, *n));
        let fresh = numbers.len();
        let number = *numbers
            .entry((state.question, next.collect()))
            .or_insert(fresh);
        if let Some(slot) = out.get_mut(at) {
            *slot = number;
        }
    }
    out
}

fn future(numbers: &[usize], next: Next) -> (bool, usize) {
    match next {
        Next::Outcome(outcome) => (true, outcome),
        Next::State(state) => (false, numbers.get(state).copied().unwrap_or_default()),
    }
}

/// Cases with conditions that no path takes. A last case without conditions may be there for safety.
fn shadowed(desk: &mut Desk<'_>, decision: &Decision, taken: &BTreeSet<(usize, usize, usize)>) {
    let asked: BTreeSet<usize> = decision.states.iter().map(|s| s.question).collect();
    for &q in &asked {
        let options = decision.questions.get(q).map(|q| q.options.as_slice());
        for (o, option) in options.unwrap_or_default().iter().enumerate() {
            for c in never(option.next.as_slice(), |c| taken.contains(&(q, o, c))) {
                let Some(raw) = raw_option(desk, q, o).and_then(|o| o.next.get(c)) else {
                    continue;
                };
                let message = "no path takes this case".to_owned();
                let help = "an earlier case holds first, or its conditions exclude each other";
                desk.tell(Code::DECISION_RULE_SHADOWED, raw.span, message, help);
            }
        }
    }
}

fn never(cases: &[Case], taken: impl Fn(usize) -> bool) -> Vec<usize> {
    let spare = |c: usize, case: &Case| case.when.is_empty() && c + 1 == cases.len();
    let cases = cases.iter().enumerate();
    cases
        .filter(|(c, case)| !taken(*c) && !spare(*c, case))
        .map(|(c, _)| c)
        .collect()
}

fn deep(desk: &mut Desk<'_>, decision: &Decision) {
    let most = decision.states.first().map_or(0, |s| s.left.1);
    if most > DEEP {
        let message = format!("a path asks {most} questions; more than {DEEP} are tiring");
        let help = format!(
            "ask for what decides first; the longest path begins {}",
            longest(decision)
        );
        let span = desk.raw.start.as_ref().map(|t| t.span);
        desk.tell(
            Code::DECISION_TOO_DEEP,
            span.unwrap_or_else(|| title_span(desk)),
            message,
            help,
        );
    }
}

/// The longest path as far as it matters for a message.
fn longest(decision: &Decision) -> String {
    let mut steps = Vec::new();
    let mut at = 0;
    while let Some(state) = decision.states.get(at) {
        let deepest = state.next.iter().enumerate().max_by_key(|(o, n)| {
            let left = match n {
                Next::State(s) => decision.states.get(*s).map_or(0, |s| s.left.1),
                Next::Outcome(_) => 0,
            };
            (left, std::cmp::Reverse(*o))
        });
        let Some((o, next)) = deepest else { break };
        steps.push((state.question, o));
        match next {
            Next::State(s) => at = *s,
            Next::Outcome(_) => break,
        }
    }
    path_words(decision, steps.get(..3).unwrap_or(&steps))
}

fn options(desk: &mut Desk<'_>, decision: &Decision) {
    for (q, question) in decision.questions.iter().enumerate() {
        let count = question.options.len();
        if count > MANY {
            let message = format!(
                "question `{}` has {count} options; more than {MANY} are hard to compare",
                question.id
            );
            let help = "ask in two steps";
            desk.tell(
                Code::DECISION_OPTIONS_MANY,
                question_span(desk, q),
                message,
                help,
            );
        }
        equal_texts(desk, q);
        for (o, option) in question.options.iter().enumerate() {
            let elsewhere = question
                .options
                .iter()
                .any(|other| other.next != option.next);
            if option.because.is_none() && elsewhere {
                let message = format!(
                    "option `{}` does not say why it leads elsewhere than the others",
                    option.id
                );
                let help = "add `because`: it is shown with the result";
                let id = raw_option(desk, q, o).and_then(|o| o.id.as_ref());
                let span = id.map_or(Span::default(), |t| t.span);
                desk.tell(Code::DECISION_BECAUSE_MISSING, span, message, help);
            }
        }
    }
}

fn equal_texts(desk: &mut Desk<'_>, q: usize) {
    let raw = desk.raw;
    let Some(question) = raw.questions.get(q) else {
        return;
    };
    let mut seen: BTreeMap<String, &Text> = BTreeMap::new();
    for text in question.options.iter().filter_map(|o| o.text.as_ref()) {
        let folded = crate::text::fold(text.as_str());
        match seen.get(&folded) {
            Some(first) => {
                let message = "two options of this question have the same text".to_owned();
                let d =
                    Diagnostic::new(Code::DECISION_OPTION_TWICE, desk.place(text.span), message)
                        .help("say how they differ")
                        .label(desk.place(first.span), "the other one");
                desk.diagnostics.push(d);
            }
            None => {
                seen.insert(folded, text);
            }
        }
    }
}

fn outcomes(desk: &mut Desk<'_>, decision: &Decision) {
    for (o, outcome) in decision.outcomes.iter().enumerate() {
        let raw = desk.raw.outcomes.get(o);
        let bare = raw.is_some_and(|r| r.do_next.is_empty() && r.roles.is_empty());
        if bare {
            let message = format!(
                "outcome `{}` names neither roles nor what to do next",
                outcome.id
            );
            let help = "add `do_next` or `roles`";
            desk.tell(
                Code::DECISION_OUTCOME_BARE,
                outcome_span(desk, o),
                message,
                help,
            );
        }
    }
}

pub(super) fn outcome_span(desk: &Desk<'_>, o: usize) -> Span {
    let id = desk.raw.outcomes.get(o).and_then(|o| o.id.as_ref());
    id.map_or(Span::default(), |t| t.span)
}
