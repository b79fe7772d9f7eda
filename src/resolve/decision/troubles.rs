//! What makes a decision useless, told with an example path: dead ends, circles, conditions that cannot be read, too many pages.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Span};
use crate::model::decision::{Decision, Go};
use crate::parse::decision::{RawCase, RawOption};

use super::names::Draft;
use super::states::{LIMIT, Trouble, targets};
use super::{Desk, path_words};

/// Tells reachable questions from which no outcome can be reached, whatever is answered; whether there are any.
pub fn soft_locks(desk: &mut Desk<'_>, draft: &Draft) -> bool {
    let questions = &draft.decision.questions;
    let leads = |q: usize| {
        let options = questions.get(q).map(|q| q.options.as_slice());
        targets(options.unwrap_or_default())
    };
    let mut ends = BTreeSet::new();
    let mut grows = true;
    while grows {
        let more = (0..questions.len()).rev().filter(|q| {
            leads(*q).any(|go| match go {
                Go::Outcome(_) => true,
                Go::Question(to) => ends.contains(&to),
            })
        });
        let more: BTreeSet<usize> = more.collect();
        grows = more.len() > ends.len();
        ends = more;
    }
    let mut reached = BTreeSet::from([draft.start]);
    let mut open = vec![draft.start];
    while let Some(at) = open.pop() {
        for go in leads(at) {
            if let Go::Question(to) = go
                && reached.insert(to)
            {
                open.push(to);
            }
        }
    }
    let locked: Vec<usize> = reached.difference(&ends).copied().collect();
    for &q in &locked {
        let id = questions.get(q).map_or("", |q| &*q.id);
        let message = format!("no outcome can be reached from question `{id}`");
        let help = "let one of its options lead to an outcome";
        desk.tell(
            Code::DECISION_SOFT_LOCK,
            question_span(desk, q),
            message,
            help,
        );
    }
    !locked.is_empty()
}

/// Tells why some paths do not end well.
pub fn tell(desk: &mut Desk<'_>, decision: &Decision, troubles: &[Trouble]) {
    for trouble in troubles {
        let told = match trouble {
            Trouble::Unanswered { at, path } => unanswered(desk, decision, *at, path),
            Trouble::Open { path } => open(desk, decision, path),
            Trouble::Again { question, path } => again(desk, decision, *question, path),
            Trouble::TooMany => Some(too_many(desk, &format!("more than {LIMIT}"))),
        };
        desk.diagnostics.extend(told);
    }
}

/// Pages as paths, else as states, else an error. Whether the decision can be shown.
pub fn count_pages(desk: &mut Desk<'_>, decision: &mut Decision) -> bool {
    let max = desk.around.max_path_pages;
    let pages = decision.states.first().map_or(0, |s| s.pages);
    if pages <= max {
        return true;
    }
    let merged = decision.states.len() + decision.outcomes.len();
    if merged as u64 > max {
        let d = too_many(desk, &merged.to_string());
        desk.diagnostics.push(d);
        return false;
    }
    decision.merged = true;
    let message = format!(
        "{pages} pages for all sets of answers are more than {max}, so pages are merged to {merged}"
    );
    let help = "the answers so far are not listed on merged pages; ask fewer questions, or raise `decisions.max_path_pages` \
                in `site.toml`";
    desk.tell(Code::DECISION_PAGES_MERGED, title_span(desk), message, help);
    true
}

fn too_many(desk: &Desk<'_>, merged: &str) -> Diagnostic {
    let max = desk.around.max_path_pages;
    let message = format!("{merged} pages, even when merged, are more than {max}");
    let help = "let fewer conditions read early answers, or raise `decisions.max_path_pages` in `site.toml`";
    Diagnostic::new(
        Code::DECISION_PAGES_TOO_MANY,
        desk.place(title_span(desk)),
        message,
    )
    .help(help)
}

fn unanswered(
    desk: &Desk<'_>,
    decision: &Decision,
    (q, o, c, w): (usize, usize, usize, usize),
    path: &[(usize, usize)],
) -> Option<Diagnostic> {
    let (key, _) = raw_case(desk, q, o, c)?.when.get(w)?;
    let message = format!(
        "`{}` is not asked on every path to this condition",
        key.name
    );
    let help = format!(
        "it is not after {}; put a case in front that such a path takes, or ask it there",
        path_words(decision, path)
    );
    Some(
        Diagnostic::new(
            Code::DECISION_WHEN_UNANSWERED,
            desk.place(key.span),
            message,
        )
        .help(help),
    )
}

fn open(desk: &Desk<'_>, decision: &Decision, path: &[(usize, usize)]) -> Option<Diagnostic> {
    let &(q, o) = path.last()?;
    let span = raw_option(desk, q, o)?.next_span.unwrap_or_default();
    let message = format!("no case holds after {}", path_words(decision, path));
    let help = "add a last case without `when`: `{ go = \"…\" }`";
    Some(Diagnostic::new(Code::DECISION_NEXT_OPEN, desk.place(span), message).help(help))
}

fn again(
    desk: &Desk<'_>,
    decision: &Decision,
    question: usize,
    path: &[(usize, usize)],
) -> Option<Diagnostic> {
    let &(q, o) = path.last()?;
    let id = &decision.questions.get(question)?.id;
    let cases = &raw_option(desk, q, o)?.next;
    let back = cases.iter().filter_map(|c| c.go.as_ref());
    let span = back
        .clone()
        .find(|go| *go.value == **id)
        .map_or_else(|| question_span(desk, q), |go| go.span);
    let message = format!("`{id}` is asked again after {}", path_words(decision, path));
    let help = "a path asks each question once; lead on to another question or to an outcome";
    Some(
        Diagnostic::new(Code::DECISION_CYCLE, desk.place(span), message)
            .help(help)
            .label(
                desk.place(question_span(desk, question)),
                "asked here first",
            ),
    )
}

pub(super) fn raw_option<'a>(desk: &Desk<'a>, q: usize, o: usize) -> Option<&'a RawOption> {
    desk.raw.questions.get(q)?.options.get(o)
}

fn raw_case<'a>(desk: &Desk<'a>, q: usize, o: usize, c: usize) -> Option<&'a RawCase> {
    raw_option(desk, q, o)?.next.get(c)
}

pub(super) fn question_span(desk: &Desk<'_>, q: usize) -> Span {
    let Some(question) = desk.raw.questions.get(q) else {
        return Span::default();
    };
    question.id.as_ref().map_or(question.span, |id| id.span)
}

pub(super) fn title_span(desk: &Desk<'_>) -> Span {
    desk.raw.title.as_ref().map_or(Span::default(), |t| t.span)
}
