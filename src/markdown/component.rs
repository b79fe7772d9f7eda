//! `:::tabs`, `:::steps`, `:::role product-owner` …: parts of a text with a form of their own, and what their lines say.
//!
//! A name that is none of ours may be one of the theme's, which nothing here knows: it becomes a component, too, and
//! whoever knows the theme tells the rest.

use std::ops::Range;

use super::build::Builder;
use super::callout;
use super::directive::{Fence, Head};
use super::tree::{Attribute, Component, Data, Form, Kind, LinkForm, Str, Target, Value};
use crate::diag::{Code, Span};
use crate::text::{did_you_mean, list_of, percent_encode};

/// Every name of ours, with other generators' names for the same.
const NAMES: &[(&str, Form)] = &[
    ("tabs", Form::Tabs),
    ("tab", Form::Tab),
    ("code-group", Form::Tabs),
    ("cards", Form::Cards),
    ("steps", Form::Steps),
    ("columns", Form::Columns),
    ("column", Form::Column),
    ("role", Form::Data(Data::Role)),
    ("compare", Form::Data(Data::Compare)),
    ("rights", Form::Data(Data::Rights)),
    ("term", Form::Data(Data::Term)),
    ("decision", Form::Data(Data::Decision)),
    ("tab-set", Form::Tabs),
    ("tab-item", Form::Tab),
    ("tabitem", Form::Tab),
    ("card-grid", Form::Cards),
];

/// How many of them are the ones to write.
const OWN: usize = 12;

/// Names that other generators know and we do not.
const FOREIGN: &[&str] = &[
    "card",
    "grid",
    "step",
    "math",
    "mermaid",
    "raw",
    "v-pre",
    "file-tree",
    "filetree",
    "figure",
    "video",
    "timeline",
    "carousel",
    "demo",
    "example",
];

/// The names of components, as an author writes them.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().take(OWN).map(|(n, _)| *n)
}

/// The names of callouts.
pub fn callout_names() -> impl Iterator<Item = &'static str> {
    callout::names()
}

/// Whether other generators have a container of that name.
pub fn is_foreign(name: &str) -> bool {
    FOREIGN.contains(&name.to_lowercase().as_str())
}

/// A line that opens a component, or stands for one.
pub(super) fn line(build: &mut Builder<'_>, line: &str, head: &Head<'_>, at: usize, fence: Fence) {
    let form = NAMES
        .iter()
        .find(|(n, _)| head.name.eq_ignore_ascii_case(n))
        .map_or(Form::Own, |(_, f)| *f);
    let (label, from) = match form {
        Form::Tab => (head.title, line.len()),
        _ => head.label(line),
    };
    let mut component = Component {
        form,
        name: build.add(head.name),
        name_span: Span::new(at + head.name_at, at + head.name_at + head.name.len()),
        label: callout::title(build, label),
        attributes: Vec::new(),
        targets: Vec::new(),
    };
    let words = words(line, from);
    match form {
        Form::Data(data) => {
            references(build, &mut component, data, &words, at);
            build.leaf_block(Kind::Component(Box::new(component)), fence.span);
        }
        _ => {
            attributes(build, &mut component, &words, at);
            misplaced(build, form, component.name_span);
            build.open_fence(Some(Kind::Component(Box::new(component))), fence);
        }
    }
}

/// A component has ended: is in it what it shows?
pub(super) fn closed(build: &mut Builder<'_>, node: u32) {
    let doc = &build.doc;
    let Some(Kind::Component(component)) = doc.nodes.get(node as usize).map(|n| &n.kind) else {
        return;
    };
    let (form, place) = (component.form, component.name_span);
    let mut children = Vec::new();
    let mut at = node as usize + 1;
    while let Some(child) = doc.nodes.get(at) {
        children.push(child);
        at = (child.end as usize).max(at + 1);
    }
    let is_tab = |k: &Kind| {
        matches!(k, Kind::CodeBlock(_)) || matches!(k, Kind::Component(c) if c.form == Form::Tab)
    };
    let has = |what: fn(&Kind) -> bool| children.iter().any(|c| what(&c.kind));
    let (place, message, help) = match form {
        Form::Tabs => match children.iter().find(|c| !is_tab(&c.kind)) {
            Some(other) => (
                Span::new(other.span.start as usize, other.span.start as usize),
                "this stands between tabs, and in none of them",
                "open a tab for it by `:::tab[Name]`",
            ),
            None if children.is_empty() => (
                place,
                "there is no tab in it",
                "open each tab by `:::tab[Name]`, or write fences of code",
            ),
            None => return,
        },
        Form::Steps if !has(|k| matches!(k, Kind::List { start: Some(_), .. })) => (
            place,
            "there is no numbered list in it",
            "write the steps as `1.`, `2.` …",
        ),
        Form::Cards if !has(|k| matches!(k, Kind::List { .. })) => (
            place,
            "there is no list in it",
            "write each card as an item of a list that begins with a link",
        ),
        _ => return,
    };
    build.tell(Code::COMPONENT_CONTENT, place, message).help = Some(help.into());
}

/// A tab stands in tabs, a column in columns.
fn misplaced(build: &mut Builder<'_>, form: Form, place: Span) {
    let (wanted, name) = match form {
        Form::Tab => (Form::Tabs, "tabs"),
        Form::Column => (Form::Columns, "columns"),
        _ => return,
    };
    let around = build.innermost().map(|n| &n.kind);
    if !matches!(around, Some(Kind::Component(c)) if c.form == wanted) {
        build
            .tell(
                Code::COMPONENT_CONTENT,
                place,
                format_args!("this does not stand in `:::{name}`"),
            )
            .help = Some(format!(
            "put it between `:::{name}` and `:::`, and end what is open before it"
        ));
    }
}

/// One word behind a name: `key`, `key=value` or `key="some value"`.
struct Word<'t> {
    key: &'t str,
    /// What stands behind `=`, and whether in quotes.
    value: Option<(&'t str, bool)>,
    /// In the line.
    range: Range<usize>,
    /// Where the value begins in the line.
    value_at: usize,
}

impl Word<'_> {
    fn span(&self, at: usize) -> Span {
        Span::new(at + self.range.start, at + self.range.end)
    }

    fn value_span(&self, at: usize) -> Span {
        let length = self.value.map_or(0, |(v, _)| v.len());
        Span::new(at + self.value_at, at + self.value_at + length)
    }
}

/// The words of `line` from `from` on; braces and commas between them say nothing.
fn words(line: &str, from: usize) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}');
    let mut rest = line.get(from..).unwrap_or_default();
    loop {
        rest = rest.trim_start_matches(is_gap);
        let start = line.len() - rest.len();
        if rest.is_empty() {
            return out;
        }
        let key = rest
            .split(|c| is_gap(c) || c == '=')
            .next()
            .unwrap_or_default();
        rest = rest.get(key.len()..).unwrap_or_default();
        let mut word = Word {
            key,
            value: None,
            range: start..start + key.len(),
            value_at: 0,
        };
        if let Some(behind) = rest.strip_prefix('=') {
            let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
            let inner = quote.map_or(behind, |q| behind.strip_prefix(q).unwrap_or(behind));
            let value = match quote {
                Some(q) => inner.split(q).next(),
                None => inner.split(is_gap).next(),
            }
            .unwrap_or_default();
            word.value = Some((value, quote.is_some()));
            word.value_at = line.len() - inner.len();
            rest = inner.get(value.len()..).unwrap_or_default();
            rest = quote.map_or(rest, |q| rest.strip_prefix(q).unwrap_or(rest));
            word.range.end = line.len() - rest.len();
        }
        out.push(word);
    }
}

fn attributes(build: &mut Builder<'_>, component: &mut Component, words: &[Word<'_>], at: usize) {
    for (i, word) in words.iter().enumerate() {
        let is_twice = words.iter().take(i).any(|w| w.key == word.key);
        if component.form != Form::Own {
            unknown(build, word, at, &[]);
        } else if !is_name(word.key) {
            let text = format!("`{}` is not the name of an attribute", word.key);
            tell(build, word.span(at), text).help =
                Some("write `key=value`, `key=\"some value\"` or `key`".into());
        } else if is_twice {
            let text = format!("`{}` is written twice", word.key);
            tell(build, word.span(at), text).help = Some("the first one counts".into());
        } else {
            let name = build.add(word.key);
            let value = value_of(build, word);
            component.attributes.push(Attribute { name, value });
        }
    }
}

fn is_name(key: &str) -> bool {
    key.starts_with(|c: char| c.is_alphabetic())
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// Without quotes, what looks like a number is one, and `true` and `false` are what they say.
fn value_of(build: &mut Builder<'_>, word: &Word<'_>) -> Value {
    match word.value {
        None | Some(("true", false)) => Value::Flag(true),
        Some(("false", false)) => Value::Flag(false),
        Some((text, quoted)) => {
            let digit = |c: char| c.is_ascii_digit() || c == '-';
            let number = text.parse::<f64>().is_ok_and(f64::is_finite);
            let s = build.add_clean(text);
            match !quoted && number && text.starts_with(digit) {
                true => Value::Number(s),
                false => Value::Text(s),
            }
        }
    }
}

/// What a component of data is about: ids, and for rights an area and a role.
fn references(
    build: &mut Builder<'_>,
    component: &mut Component,
    data: Data,
    words: &[Word<'_>],
    at: usize,
) {
    let mut ids: Vec<&Word<'_>> = Vec::new();
    for word in words {
        match (word.key, word.value) {
            (id, None) if !id.contains(['"', '\'']) => {
                if data != Data::Compare || id != "vs" {
                    ids.push(word);
                }
            }
            (key @ ("area" | "role"), Some((value, _))) if data == Data::Rights => {
                let dest = format!("{key}:{}", percent_encode(value));
                add_target(build, component, &dest, word.value_span(at));
            }
            _ => {
                let known: &[&str] = if data == Data::Rights {
                    &["area", "role"]
                } else {
                    &[]
                };
                unknown(build, word, at, known);
            }
        }
    }
    let (scheme, what, example) = match data {
        Data::Role => ("role", "role", "role product-owner"),
        Data::Compare => ("compare", "roles", "compare product-manager product-owner"),
        Data::Rights => ("right", "", ""),
        Data::Term => ("term", "term", "term backlog"),
        Data::Decision => ("decision", "decision", "decision who-decides"),
    };
    let whole = component.name_span;
    let is_pair = ids.len() > 1 || ids.iter().any(|w| w.key.contains("-vs-"));
    match (data, ids.as_slice()) {
        (Data::Rights, ids) => {
            for id in ids {
                let dest = format!("right:{}", percent_encode(id.key));
                add_target(build, component, &dest, id.span(at));
            }
        }
        (Data::Compare, [first, .., last]) if is_pair => {
            let names: Vec<&str> = ids.iter().map(|w| w.key).collect();
            let dest = format!("compare:{}", percent_encode(&names.join("-vs-")));
            add_target(build, component, &dest, first.span(at).to(last.span(at)));
        }
        (Data::Compare, [one]) if is_pair => {
            let dest = format!("compare:{}", percent_encode(one.key));
            add_target(build, component, &dest, one.span(at));
        }
        (Data::Compare, _) | (_, []) => {
            let text = format!("this names no {what}");
            tell(build, whole, text).help = Some(format!("write `:::{example}`"));
        }
        (_, [id, more @ ..]) => {
            let dest = format!("{scheme}:{}", percent_encode(id.key));
            add_target(build, component, &dest, id.span(at));
            if let Some(second) = more.first() {
                let text = format!("this shows one {what}, and two are named");
                tell(build, second.span(at), text).help =
                    Some("write one line for each".to_owned());
            }
        }
    }
}

fn add_target(build: &mut Builder<'_>, component: &mut Component, dest: &str, span: Span) {
    component.targets.push(Target {
        dest: build.add_clean(dest),
        dest_span: span,
        title: Str::default(),
        form: LinkForm::Component,
        size: None,
    });
}

fn unknown(build: &mut Builder<'_>, word: &Word<'_>, at: usize, known: &[&str]) {
    let text = format!("`{}` says nothing here", word.key);
    let quoted: Vec<String> = known.iter().map(|k| format!("`{k}`")).collect();
    let all = match known {
        [] => "this component has no attributes".to_owned(),
        _ => format!("there are {}", list_of(&quoted, "and")),
    };
    let help = did_you_mean(word.key, known.iter().copied()).unwrap_or(all);
    tell(build, word.span(at), text).help = Some(help);
}

fn tell<'b>(
    build: &'b mut Builder<'_>,
    span: Span,
    message: String,
) -> &'b mut crate::diag::Diagnostic {
    build.tell(Code::COMPONENT_ATTRIBUTE, span, message)
}
