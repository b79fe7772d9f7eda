//! Every name of a decision file looked up once: ids, `next`, `when`, `start`, roles, sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Span};
use crate::model::decision::{Case, Choice, Condition, Decision, Go, Outcome, Question, Strength};
use crate::model::{Id, Prose};
use crate::parse::Text;
use crate::parse::decision::{RawCase, RawOption, RawOutcome, RawQuestion};
use crate::text::{self, did_you_mean};

use super::{Desk, MakeProse};

/// A decision whose names all mean something; its graph is not known yet.
pub struct Draft {
    /// Without states and tests.
    pub decision: Decision,
    /// Index of the first question.
    pub start: usize,
}

/// `None`: some name means nothing, which is told.
pub fn resolve(desk: &mut Desk<'_>, id: &Id, make_prose: &mut MakeProse<'_>) -> Option<Draft> {
    let before = errors(desk);
    let raw = desk.raw;
    let names = Names::collect(desk);
    let start = start(desk, &names);
    let mut questions = Vec::with_capacity(raw.questions.len());
    for question in &raw.questions {
        questions.push(resolve_question(desk, &names, question, make_prose));
    }
    tests(desk, &names);
    let unsound = errors(desk) > before;
    // Roles and sources that are not there are told in the same run.
    let outcomes = raw.outcomes.iter();
    let outcomes = outcomes.map(|o| resolve_outcome(desk, o, make_prose));
    let outcomes = outcomes.collect();
    if unsound {
        return None;
    }
    let file = desk.file;
    let decision = Decision {
        id: id.clone(),
        file,
        title: plain(raw.title.as_ref()),
        summary: raw.summary.as_ref().map(|t| make_prose(t, file, true)),
        was: values(&raw.was),
        questions,
        outcomes,
        tests: Vec::new(),
        states: Vec::new(),
        merged: false,
    };
    Some(Draft {
        decision,
        start: start?,
    })
}

fn errors(desk: &Desk<'_>) -> usize {
    desk.diagnostics.count(crate::diag::Severity::Error)
}

/// What names mean in one file.
struct Names<'a> {
    /// Questions and outcomes share one name space.
    nodes: BTreeMap<&'a str, (Go, Span)>,
    questions: &'a [RawQuestion],
}

impl<'a> Names<'a> {
    fn collect(desk: &mut Desk<'a>) -> Self {
        let raw = desk.raw;
        let questions = raw.questions.iter().enumerate();
        let questions = questions.filter_map(|(i, q)| Some((Go::Question(i), q.id.as_ref()?)));
        let outcomes = raw.outcomes.iter().enumerate();
        let outcomes = outcomes.filter_map(|(i, o)| Some((Go::Outcome(i), o.id.as_ref()?)));
        let mut nodes: BTreeMap<&str, (Go, Span)> = BTreeMap::new();
        for (go, id) in questions.clone().chain(outcomes.clone()) {
            match nodes.get(id.as_str()) {
                Some((_, first)) => twice(desk, id, *first, "a question or outcome"),
                None => {
                    nodes.insert(id.as_str(), (go, id.span));
                }
            }
        }
        segments(desk, questions.map(|(_, id)| id));
        segments(desk, outcomes.map(|(_, id)| id));
        for question in &raw.questions {
            let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
            for id in question.options.iter().filter_map(|o| o.id.as_ref()) {
                match seen.get(id.as_str()) {
                    Some(first) => twice(desk, id, *first, "an option of this question"),
                    None => {
                        seen.insert(id.as_str(), id.span);
                    }
                }
            }
            segments(desk, question.options.iter().filter_map(|o| o.id.as_ref()));
        }
        Self {
            nodes,
            questions: &raw.questions,
        }
    }

    fn question(&self, name: &str) -> Option<usize> {
        match self.nodes.get(name)?.0 {
            Go::Question(q) => Some(q),
            Go::Outcome(_) => None,
        }
    }

    fn option(&self, question: usize, name: &str) -> Option<usize> {
        let mut options = self.questions.get(question)?.options.iter();
        options.position(|o| o.id.as_ref().is_some_and(|id| id.as_str() == name))
    }

    fn ids(&self, wanted: impl Fn(Go) -> bool) -> Vec<&str> {
        let nodes = self.nodes.iter().filter(|(_, (go, _))| wanted(*go));
        nodes.map(|(name, _)| *name).collect()
    }

    fn option_ids(&self, question: usize) -> Vec<&str> {
        let options = self.questions.get(question).map(|q| q.options.as_slice());
        let ids = options.unwrap_or_default().iter();
        ids.filter_map(|o| o.id.as_ref().map(Text::as_str))
            .collect()
    }
}

fn twice(desk: &mut Desk<'_>, id: &Text, first: Span, what: &str) {
    let message = format!("`{}` is already the id of {what}", id.as_str());
    let d = Diagnostic::new(Code::DECISION_ID_DUPLICATE, desk.place(id.span), message)
        .help("questions and outcomes need different ids, and so do the options of a question")
        .label(desk.place(first), "first used here");
    desk.diagnostics.push(d);
}

/// Ids that are different as written, but not in a URL.
fn segments<'a>(desk: &mut Desk<'_>, ids: impl Iterator<Item = &'a Text>) {
    let mut seen: BTreeMap<String, &Text> = BTreeMap::new();
    for id in ids {
        let slug = text::slug(id.as_str());
        if slug.is_empty() {
            let message = format!("nothing of `{}` is left in a URL", id.as_str());
            let help = "choose an `id` with a letter or a digit";
            desk.tell(Code::DECISION_URL_CLASH, id.span, message, help);
            continue;
        }
        let key = text::collision_key(&slug);
        match seen.get(&key) {
            Some(first) if first.as_str() != id.as_str() => {
                let message = format!(
                    "`{}` and `{}` are both `{slug}` in a URL",
                    first.as_str(),
                    id.as_str()
                );
                let d = Diagnostic::new(Code::DECISION_URL_CLASH, desk.place(id.span), message)
                    .help("choose another `id` for one of them")
                    .label(desk.place(first.span), "the other one");
                desk.diagnostics.push(d);
            }
            Some(_) => {}
            None => {
                seen.insert(key, id);
            }
        }
    }
}

fn start(desk: &mut Desk<'_>, names: &Names<'_>) -> Option<usize> {
    let Some(written) = &desk.raw.start else {
        if desk.raw.questions.is_empty() {
            let span = desk.raw.title.as_ref().map_or(Span::default(), |t| t.span);
            let message = "a decision without a question".to_owned();
            desk.tell(
                Code::DECISION_QUESTION_EMPTY,
                span,
                message,
                "add a `[[question]]`",
            );
            return None;
        }
        return Some(0);
    };
    let found = names.question(written.as_str());
    if found.is_none() {
        let candidates = names.ids(|go| matches!(go, Go::Question(_)));
        unknown(desk, written, "question", &candidates);
    }
    found
}

fn unknown(desk: &mut Desk<'_>, name: &Text, what: &str, candidates: &[&str]) {
    let message = format!("there is no {what} `{}`", name.as_str());
    let help = did_you_mean(name.as_str(), candidates.iter().copied());
    let known = || {
        let words: Vec<String> = candidates.iter().map(|c| format!("`{c}`")).collect();
        (1..=12)
            .contains(&words.len())
            .then(|| format!("known are {}", text::list_of(&words, "and")))
    };
    let d = Diagnostic::new(Code::DECISION_NAME_UNKNOWN, desk.place(name.span), message)
        .help_if(help.or_else(known));
    desk.diagnostics.push(d);
}

fn resolve_question(
    desk: &mut Desk<'_>,
    names: &Names<'_>,
    raw: &RawQuestion,
    make_prose: &mut MakeProse<'_>,
) -> Question {
    if raw.options.is_empty() {
        let id = plain(raw.id.as_ref());
        let span = raw.id.as_ref().map_or(raw.span, |t| t.span);
        let message = format!("question `{id}` has no options");
        desk.tell(
            Code::DECISION_QUESTION_EMPTY,
            span,
            message,
            "add a `[[question.option]]`",
        );
    }
    let mut options = Vec::with_capacity(raw.options.len());
    for option in &raw.options {
        options.push(resolve_option(desk, names, option, make_prose));
    }
    let file = desk.file;
    Question {
        id: plain(raw.id.as_ref()),
        text: plain(raw.text.as_ref()),
        short: raw.short.as_ref().map(|t| Arc::clone(&t.value)),
        help: raw.help.as_ref().map(|t| make_prose(t, file, true)),
        options,
        was: values(&raw.was),
    }
}

fn resolve_option(
    desk: &mut Desk<'_>,
    names: &Names<'_>,
    raw: &RawOption,
    make_prose: &mut MakeProse<'_>,
) -> Choice {
    if raw.next.is_empty() {
        let id = plain(raw.id.as_ref());
        let span = raw.next_span.or(raw.id.as_ref().map(|t| t.span));
        let message = format!("option `{id}` leads nowhere");
        let help = "add `next` with the id of a question or outcome";
        desk.tell(
            Code::DECISION_OPTION_OPEN,
            span.unwrap_or(raw.span),
            message,
            help,
        );
    }
    let cases = raw.next.iter();
    let next = cases.filter_map(|c| resolve_case(desk, names, c)).collect();
    let file = desk.file;
    Choice {
        id: plain(raw.id.as_ref()),
        text: plain(raw.text.as_ref()),
        because: raw.because.as_ref().map(|t| make_prose(t, file, true)),
        next,
        was: values(&raw.was),
    }
}

fn resolve_case(desk: &mut Desk<'_>, names: &Names<'_>, raw: &RawCase) -> Option<Case> {
    let mut when = Vec::with_capacity(raw.when.len());
    for (key, answers) in &raw.when {
        let Some(question) = asked(desk, names, &key.text()) else {
            continue;
        };
        let options = answers.iter();
        let options = options.filter_map(|a| answer(desk, names, question, a));
        let options = options.collect();
        when.push(Condition { question, options });
    }
    let go = raw.go.as_ref()?;
    let Some((to, _)) = names.nodes.get(go.as_str()) else {
        unknown(desk, go, "question or outcome", &names.ids(|_| true));
        return None;
    };
    Some(Case { when, go: *to })
}

fn asked(desk: &mut Desk<'_>, names: &Names<'_>, name: &Text) -> Option<usize> {
    let found = names.question(name.as_str());
    if found.is_none() {
        let candidates = names.ids(|go| matches!(go, Go::Question(_)));
        unknown(desk, name, "question", &candidates);
    }
    found
}

fn answer(desk: &mut Desk<'_>, names: &Names<'_>, question: usize, name: &Text) -> Option<usize> {
    let found = names.option(question, name.as_str());
    if found.is_none() {
        let id = names.questions.get(question).and_then(|q| q.id.as_ref());
        let what = format!("option of `{}` named", plain(id));
        unknown(desk, name, &what, &names.option_ids(question));
    }
    found
}

/// Only that the names in tests mean something; they are run when the graph is known.
fn tests(desk: &mut Desk<'_>, names: &Names<'_>) {
    let raw = desk.raw;
    for test in &raw.tests {
        for (key, value) in &test.answers {
            if let Some(question) = asked(desk, names, &key.text()) {
                answer(desk, names, question, value);
            }
        }
        let Some(expect) = &test.expect else { continue };
        let found = names.nodes.get(expect.as_str()).map(|(go, _)| *go);
        if !matches!(found, Some(Go::Outcome(_))) {
            let candidates = names.ids(|go| matches!(go, Go::Outcome(_)));
            unknown(desk, expect, "outcome", &candidates);
        }
    }
}

fn resolve_outcome(
    desk: &mut Desk<'_>,
    raw: &RawOutcome,
    make_prose: &mut MakeProse<'_>,
) -> Outcome {
    let around = desk.around;
    let roles = known(desk, &raw.roles, around.roles, Code::ROLE_UNKNOWN, "role");
    let sources = known(
        desk,
        &raw.sources,
        around.sources,
        Code::SOURCE_UNKNOWN,
        "source",
    );
    let file = desk.file;
    let mut line = |t: &Text| make_prose(t, file, true);
    let summary = raw.summary.as_ref().map(&mut line);
    let do_next: Vec<Prose> = raw.do_next.iter().map(&mut line).collect();
    Outcome {
        id: plain(raw.id.as_ref()),
        title: plain(raw.title.as_ref()),
        roles,
        summary,
        body: raw.body.as_ref().map(|t| make_prose(t, file, false)),
        do_next,
        strength: raw.strength.as_ref().and_then(strength),
        sources,
        was: values(&raw.was),
    }
}

/// The names that are known; others are told and left out.
fn known(
    desk: &mut Desk<'_>,
    names: &[Text],
    all: Option<&[Id]>,
    code: &'static Code,
    what: &str,
) -> Vec<Id> {
    let mut out: Vec<Id> = Vec::with_capacity(names.len());
    for name in names {
        if let Some(all) = all
            && !all.iter().any(|id| **id == *name.value)
        {
            if what == "role" && desk.around.drafts.contains(&name.value) {
                let message = format!("the role `{}` is a draft", name.as_str());
                let d = Diagnostic::new(Code::ROLE_DRAFT, desk.place(name.span), message)
                    .help("publish it, or take this reference out");
                desk.diagnostics.push(d);
                continue;
            }
            let message = format!("there is no {what} `{}`", name.as_str());
            let help = did_you_mean(name.as_str(), all.iter().map(|id| &**id));
            let d = Diagnostic::new(code, desk.place(name.span), message).help_if(help);
            desk.diagnostics.push(d);
            continue;
        }
        if !out.contains(&name.value) {
            out.push(Arc::clone(&name.value));
        }
    }
    out
}

fn strength(word: &Text) -> Option<Strength> {
    Some(match word.as_str() {
        "strong" => Strength::Strong,
        "leaning" => Strength::Leaning,
        "either" => Strength::Either,
        _ => return None,
    })
}

fn plain(text: Option<&Text>) -> Arc<str> {
    text.map_or_else(|| Arc::from(""), |t| Arc::clone(&t.value))
}

fn values(texts: &[Text]) -> Vec<Arc<str>> {
    texts.iter().map(|t| Arc::clone(&t.value)).collect()
}
