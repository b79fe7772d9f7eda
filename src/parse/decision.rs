//! One decision file as it was written: questions, outcomes, tests, every word with its place.

use crate::diag::{Code, Diagnostic, Diagnostics, Place, Span};

use super::shape::{Field, Fields, Kind, Shape};
use super::value::{Node, Text};
use super::{Key, toml};

/// A decision as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawDecision {
    /// The question that it answers as a whole.
    pub title: Option<Text>,
    /// What it is for.
    pub summary: Option<Text>,
    /// The first question's id.
    pub start: Option<Text>,
    /// Former ids.
    pub was: Vec<Text>,
    /// `[[question]]`.
    pub questions: Vec<RawQuestion>,
    /// `[[outcome]]`.
    pub outcomes: Vec<RawOutcome>,
    /// `[[test]]`.
    pub tests: Vec<RawTest>,
    /// Whether all of it could be read. If not, what is here is not worth a second message.
    pub whole: bool,
}

/// `[[question]]`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawQuestion {
    /// Where the table begins.
    pub span: Span,
    /// Its id.
    pub id: Option<Text>,
    /// The question.
    pub text: Option<Text>,
    /// How to find the answer.
    pub help: Option<Text>,
    /// A short name.
    pub short: Option<Text>,
    /// `[[question.option]]`.
    pub options: Vec<RawOption>,
    /// Former ids.
    pub was: Vec<Text>,
}

/// `[[question.option]]`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawOption {
    /// Where the table begins.
    pub span: Span,
    /// Its id.
    pub id: Option<Text>,
    /// The answer.
    pub text: Option<Text>,
    /// What it means for the result.
    pub because: Option<Text>,
    /// Where it leads: a plain `next = "x"` is one case without conditions.
    pub next: Vec<RawCase>,
    /// Where the value of `next` stands, if it was written.
    pub next_span: Option<Span>,
    /// Former ids.
    pub was: Vec<Text>,
}

/// `{ when = { … }, go = "…" }`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawCase {
    /// Where it stands.
    pub span: Span,
    /// Question and answers that will do, in order of writing.
    pub when: Vec<(Key, Vec<Text>)>,
    /// A question's or an outcome's id.
    pub go: Option<Text>,
}

/// `[[outcome]]`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawOutcome {
    /// Its id.
    pub id: Option<Text>,
    /// The recommendation.
    pub title: Option<Text>,
    /// Ids of roles.
    pub roles: Vec<Text>,
    /// In one line.
    pub summary: Option<Text>,
    /// At length.
    pub body: Option<Text>,
    /// Steps.
    pub do_next: Vec<Text>,
    /// How sure it is: a word of the shape.
    pub strength: Option<Text>,
    /// Ids of sources.
    pub sources: Vec<Text>,
    /// Former ids.
    pub was: Vec<Text>,
}

/// `[[test]]`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawTest {
    /// Where the table begins.
    pub span: Span,
    /// What it shows.
    pub name: Option<Text>,
    /// Question and answer, in order of writing.
    pub answers: Vec<(Key, Text)>,
    /// Where the value of `answers` stands.
    pub answers_span: Span,
    /// An outcome's id.
    pub expect: Option<Text>,
}

/// The fields of a decision file; also `rolebook schema decision`.
pub static SHAPE: Shape = Shape::new(
    "decision",
    "A decision: questions that lead a reader to a recommendation.",
    &[
        Field::new(
            "title",
            Kind::Text,
            "The question that the decision answers as a whole.",
        )
        .required(),
        Field::new(
            "summary",
            Kind::Inline,
            "What it is for, shown on its first page and in lists.",
        ),
        Field::new(
            "kind",
            Kind::OneOf(&["tree", "table", "score"]),
            "How the result is found; only `tree` is supported yet.",
        )
        .default("\"tree\""),
        Field::new("start", Kind::Id, "The id of the first question.")
            .default("the first question of the file"),
        Field::new(
            "was",
            Kind::OneOrMore(&Kind::Id),
            "Former ids of the decision; their pages redirect.",
        ),
        Field::new(
            "question",
            Kind::List(&Kind::Table(&QUESTION)),
            "The questions.",
        )
        .required(),
        Field::new(
            "outcome",
            Kind::List(&Kind::Table(&OUTCOME)),
            "The results.",
        )
        .required(),
        Field::new(
            "test",
            Kind::List(&Kind::Table(&TEST)),
            "Answers and the result they must lead to.",
        ),
    ],
);

static QUESTION: Shape = Shape::new(
    "question",
    "One question, asked on a page of its own.",
    &[
        Field::new("id", Kind::Id, "Its name in URLs and conditions.").required(),
        Field::new("text", Kind::Text, "The question.").required(),
        Field::new("help", Kind::Inline, "How to find the answer."),
        Field::new("short", Kind::Text, "A short name for the list of answers.").default("`text`"),
        Field::new(
            "option",
            Kind::List(&Kind::Table(&OPTION)),
            "The possible answers, two to six of them.",
        ),
        Field::new(
            "was",
            Kind::OneOrMore(&Kind::Id),
            "Former ids; their pages redirect.",
        ),
    ],
);

static OPTION: Shape = Shape::new(
    "option",
    "One possible answer.",
    &[
        Field::new("id", Kind::Id, "Its name in URLs and conditions.").required(),
        Field::new("text", Kind::Text, "The answer.").required(),
        Field::new(
            "because",
            Kind::Inline,
            "What this answer means for the result.",
        ),
        Field::new(
            "next",
            Kind::Either(&[Kind::Id, Kind::List(&Kind::Table(&CASE))]),
            "The id of a question or outcome, or a list of cases of which the first that holds wins.",
        ),
        Field::new(
            "was",
            Kind::OneOrMore(&Kind::Id),
            "Former ids; their pages redirect.",
        ),
    ],
);

static CASE: Shape = Shape::new(
    "case",
    "Where an answer leads under conditions.",
    &[
        Field::new(
            "when",
            Kind::Map(&Kind::OneOrMore(&Kind::Id)),
            "Questions and the answers that will do; all must hold. Without it, the case always holds.",
        ),
        Field::new("go", Kind::Id, "The id of a question or outcome.").required(),
    ],
);

static OUTCOME: Shape = Shape::new(
    "outcome",
    "One result.",
    &[
        Field::new(
            "id",
            Kind::Id,
            "Its name in URLs; shares one name space with questions.",
        )
        .required(),
        Field::new("title", Kind::Text, "The recommendation.").required(),
        Field::new(
            "roles",
            Kind::OneOrMore(&Kind::Id),
            "Ids of the roles that it names.",
        ),
        Field::new(
            "summary",
            Kind::Inline,
            "The recommendation in one sentence.",
        ),
        Field::new("body", Kind::Block, "The recommendation at length."),
        Field::new(
            "do_next",
            Kind::OneOrMore(&Kind::Inline),
            "What to do next, step by step.",
        ),
        Field::new(
            "strength",
            Kind::OneOf(&["strong", "leaning", "either"]),
            "How sure the recommendation is.",
        ),
        Field::new("sources", Kind::OneOrMore(&Kind::Id), "Ids of sources."),
        Field::new(
            "was",
            Kind::OneOrMore(&Kind::Id),
            "Former ids; their pages redirect.",
        ),
    ],
);

static TEST: Shape = Shape::new(
    "test",
    "Answers and the result they must lead to.",
    &[
        Field::new("name", Kind::Text, "What it shows."),
        Field::new(
            "answers",
            Kind::Map(&Kind::Id),
            "Question ids and the ids of the answers given.",
        )
        .required(),
        Field::new("expect", Kind::Id, "The id of the outcome.").required(),
    ],
);

/// Reads a decision file. Messages say `FileId::HERE`.
pub fn decision(text: &str) -> (RawDecision, Diagnostics) {
    let (root, mut diagnostics) = toml::read(text, 0);
    let Some(root) = root else {
        return (RawDecision::default(), diagnostics);
    };
    if let Some(d) = unsupported(&root) {
        // The other keys belong to that kind: to call them unknown would be noise.
        diagnostics.push(d);
        return (RawDecision::default(), diagnostics);
    }
    let mut file = SHAPE.read(&root, &mut diagnostics);
    let raw = RawDecision {
        title: file.text("title"),
        summary: file.text("summary"),
        start: file.text("start"),
        was: file.texts("was"),
        questions: file.tables("question").into_iter().map(question).collect(),
        outcomes: file.tables("outcome").into_iter().map(outcome).collect(),
        tests: file.tables("test").into_iter().map(test).collect(),
        whole: !diagnostics.has_errors(),
    };
    (raw, diagnostics)
}

fn unsupported(root: &Node) -> Option<Diagnostic> {
    let kind = root.get("kind")?.as_text()?;
    let word = kind.as_str();
    ["table", "score"].contains(&word).then(|| {
        let message = format!("a decision of the kind `{word}` is not supported yet");
        Diagnostic::new(
            Code::DECISION_KIND_UNSUPPORTED,
            Place::here(kind.span),
            message,
        )
        .help("write it as a tree: `kind = \"tree\"`")
    })
}

fn question(mut fields: Fields) -> RawQuestion {
    RawQuestion {
        span: fields.span,
        id: fields.text("id"),
        text: fields.text("text"),
        help: fields.text("help"),
        short: fields.text("short"),
        options: fields.tables("option").into_iter().map(option).collect(),
        was: fields.texts("was"),
    }
}

fn option(mut fields: Fields) -> RawOption {
    let next_span = fields.span_of("next");
    let next = fields.node("next");
    RawOption {
        span: fields.span,
        id: fields.text("id"),
        text: fields.text("text"),
        because: fields.text("because"),
        next: next.map(|n| cases(&n)).unwrap_or_default(),
        next_span,
        was: fields.texts("was"),
    }
}

fn cases(next: &Node) -> Vec<RawCase> {
    if let Some(go) = next.as_text() {
        let plain = RawCase {
            span: next.span,
            when: Vec::new(),
            go: Some(go.clone()),
        };
        return vec![plain];
    }
    let items = next.as_list().unwrap_or_default();
    items.iter().map(case).collect()
}

fn case(node: &Node) -> RawCase {
    let mut fields = CASE.fields(node);
    let when = fields.map("when").into_iter().map(|(key, value)| {
        let answers = match value.as_list() {
            Some(items) => items.iter().filter_map(|n| n.as_text().cloned()).collect(),
            None => value.as_text().cloned().into_iter().collect(),
        };
        (key, answers)
    });
    RawCase {
        span: node.span,
        when: when.collect(),
        go: fields.text("go"),
    }
}

fn outcome(mut fields: Fields) -> RawOutcome {
    RawOutcome {
        id: fields.text("id"),
        title: fields.text("title"),
        roles: fields.texts("roles"),
        summary: fields.text("summary"),
        body: fields.text("body"),
        do_next: fields.texts("do_next"),
        strength: fields.text("strength"),
        sources: fields.texts("sources"),
        was: fields.texts("was"),
    }
}

fn test(mut fields: Fields) -> RawTest {
    let answers_span = fields.span_of("answers").unwrap_or(fields.span);
    let answers = fields.map("answers").into_iter();
    RawTest {
        span: fields.span,
        name: fields.text("name"),
        answers: answers
            .filter_map(|(key, value)| Some((key, value.as_text()?.clone())))
            .collect(),
        answers_span,
        expect: fields.text("expect"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_told_once_at_its_kind() {
        let text = "title = \"x\"\nkind = \"table\"\nhit = \"unique\"\n[[input]]\nid = \"a\"\n";
        let (raw, diagnostics) = decision(text);
        assert!(!raw.whole);
        let codes: Vec<_> = diagnostics.iter().map(|d| d.code.name).collect();
        assert_eq!(codes, ["decision-kind-unsupported"]);
        let span = diagnostics.iter().next().unwrap().place.span;
        assert_eq!(&text[span.range()], "\"table\"");
    }

    #[test]
    fn conditions_keep_their_order_and_places() {
        let text = r#"
title = "t"
[[question]]
id = "q"
text = "Q?"
[[question.option]]
id = "a"
text = "A"
next = [ { when = { z = ["1", "2"], b = "3" }, go = "x" }, { go = "y" } ]
[[outcome]]
id = "x"
title = "X"
"#;
        let (raw, diagnostics) = decision(text);
        assert!(raw.whole, "{diagnostics:?}");
        let option = &raw.questions[0].options[0];
        let names: Vec<_> = option.next[0]
            .when
            .iter()
            .map(|(k, v)| (&*k.name, v.len()))
            .collect();
        assert_eq!(names, [("z", 2), ("b", 1)]);
        assert_eq!(&text[option.next[0].when[0].1[1].span.range()], "\"2\"");
        assert!(option.next[1].when.is_empty());
    }
}
