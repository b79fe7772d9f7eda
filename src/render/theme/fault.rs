//! What tera says, brought to a place in a template: errors with a span, errors as text only, and equal ones merged.

use std::collections::BTreeMap;

use tera::ErrorKind;

use super::Template;
use super::capped::MAX_PAGE;
use super::includes::named;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place, Severity, Span};
use crate::source::SourceTree;
use crate::text;

/// A mistake in a theme, by path: a theme outlives the numbers of a snapshot's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    code: &'static Code,
    spot: Spot,
    message: String,
    help: Option<String>,
    /// Where a text asks for the template, in the snapshot that the page was made from.
    asked_at: Option<Place>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Spot {
    In(String, Span),
    /// Where the site names its theme.
    Name,
    /// Of the page being made: the theme has no place to show.
    Page,
}

impl Fault {
    pub(super) fn new(code: &'static Code, path: &str, span: Span, message: &str) -> Self {
        Self {
            code,
            spot: Spot::In(path.to_owned(), span),
            message: message.to_owned(),
            help: None,
            asked_at: None,
        }
    }

    pub(super) fn of_name(code: &'static Code, message: &str) -> Self {
        Self {
            code,
            spot: Spot::Name,
            message: message.to_owned(),
            help: None,
            asked_at: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether it is more than a remark about a theme that can be used.
    pub(super) fn is_error(&self) -> bool {
        self.code.severity == Severity::Error
    }

    fn help_if(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// The same, of a template that a text asks for at `place`.
    pub(in crate::render) fn asked_at(mut self, place: Place) -> Self {
        self.asked_at = Some(place);
        self
    }

    /// As a message, its place in this snapshot.
    pub fn diagnostic(&self, tree: &SourceTree) -> Diagnostic {
        let place = match &self.spot {
            Spot::In(path, span) => tree.find(path).map(|file| Place::new(file, *span)),
            Spot::Name | Spot::Page => None,
        };
        let place = place.unwrap_or(Place::whole(FileId(0)));
        let (place, message) = match self.message.ends_with("but got `undefined`") {
            true => undefined(tree, place),
            false => (place, self.message.clone()),
        };
        Diagnostic::new(self.code, place, message).help_if(self.help.clone())
    }

    /// As a message about the theme itself; `named_at` is where the site names it.
    pub(super) fn of_theme(&self, tree: &SourceTree, named_at: Place) -> Diagnostic {
        let mut told = self.diagnostic(tree);
        if self.spot == Spot::Name {
            told.place = named_at;
        }
        told
    }

    /// As a message about the page that was being made: `source` is that page's main source.
    pub fn on_page(&self, tree: &SourceTree, source: Place) -> Diagnostic {
        let source = self.asked_at.unwrap_or(source);
        let label = format!("while rendering `{}`", tree.path(source.file));
        let mut told = self.diagnostic(tree);
        if self.spot == Spot::Page {
            told.place = source;
            return told;
        }
        told.label(source, label)
    }
}

/// What tera says of a filter's value that is not there names neither field nor place, only where the path to it begins.
fn undefined(tree: &SourceTree, place: Place) -> (Place, String) {
    let start = place.span.start as usize;
    let text = tree.get(place.file).and_then(|f| f.as_text());
    let path = text.and_then(|t| t.get(start..)).unwrap_or_default();
    let is_end = |c: char| !(c.is_alphanumeric() || "_.?".contains(c));
    let path = path.split(is_end).next().unwrap_or_default();
    let (what, name) = match path.rsplit_once('.') {
        Some((_, field)) => ("field", field),
        None => ("variable", path),
    };
    let span = Span::new(start + path.len() - name.len(), start + path.len());
    let message = format!("{what} `{name}` is not defined");
    (Place::new(place.file, span), message)
}

/// Messages of many pages: equal ones once, naming the first page and how many more. Others pass unchanged, in order.
pub fn merge(all: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
    let mut kept: Vec<(Diagnostic, usize)> = Vec::new();
    let mut seen: BTreeMap<(Place, String), usize> = BTreeMap::new();
    for told in all {
        if told.code != Code::TEMPLATE_RENDER {
            kept.push((told, 0));
            continue;
        }
        match seen.get(&(told.place, told.message.clone())) {
            Some(first) => {
                if let Some((_, more)) = kept.get_mut(*first) {
                    *more += 1;
                }
            }
            None => {
                seen.insert((told.place, told.message.clone()), kept.len());
                kept.push((told, 0));
            }
        }
    }
    let mut out = Diagnostics::new();
    for (mut told, more) in kept {
        if let Some(label) = told.labels.first_mut().filter(|_| more > 0) {
            let pages = if more == 1 { "page" } else { "pages" };
            label.message = format!("{} and {more} more {pages}", label.message);
        }
        out.push(told);
    }
    out
}

/// The syntax error of one file loaded alone; other errors then only mean that the other files are not there.
pub(super) fn syntax(e: &tera::Error, path: &str) -> Option<Fault> {
    match e.kind() {
        ErrorKind::SyntaxError(r) => Some(said(
            Code::TEMPLATE_SYNTAX,
            path,
            Span::from(r.span().range.clone()),
            r.message(),
        )),
        _ => None,
    }
}

/// What is wrong between files that are right alone: unknown filters, tests, functions, components, templates, blocks.
pub(super) fn between(e: &tera::Error, all: &[Template]) -> Vec<Fault> {
    let text = e.to_string();
    let lines: Vec<&str> = text.lines().collect();
    let mut faults: Vec<Fault> = lines
        .windows(2)
        .filter_map(|two| read_back(two, all))
        .collect();
    if faults.is_empty() {
        faults.push(unplaced(e, all));
    }
    faults
}

/// `error: MESSAGE` and `--> NAME:LINE:COLUMN` on the next line, lines and columns (in characters) from 1.
fn read_back(two: &[&str], all: &[Template]) -> Option<Fault> {
    let [first, second] = two else { return None };
    let message = first.strip_prefix("error: ")?;
    let at = second.trim_start().strip_prefix("--> ")?;
    let mut parts = at.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let template = all.iter().find(|t| t.name == name)?;
    let start = offset(&template.text, line, column)?;
    let span = Span::new(start, start + word_length(template.text.get(start..)?));
    let help = block_help(message, template, all);
    Some(said(Code::TEMPLATE_UNKNOWN, &template.path, span, message).help_if(help))
}

/// A built-in page misses a block when a theme's own file took the place of what it extends.
fn block_help(message: &str, template: &Template, all: &[Template]) -> Option<String> {
    let block = message.strip_prefix("Block `")?.split('`').next()?;
    let (parent, _) = *named(&template.text).first()?;
    let nearest = all.iter().find(|t| {
        t.name
            .split_once('/')
            .is_some_and(|(_, name)| name == parent)
    })?;
    (nearest.name != template.name).then(|| {
        format!(
            "give `{}` the block `{block}`, or extend `builtin/{parent}` there",
            nearest.path
        )
    })
}

fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start = text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum::<usize>();
    let line = text.get(start..)?;
    let within = line.char_indices().nth(column.checked_sub(1)?)?.0;
    Some(start + within)
}

/// How long the word or the quoted text is that stands at the beginning.
fn word_length(text: &str) -> usize {
    let first = text.chars().next().unwrap_or(' ');
    if matches!(first, '"' | '\'' | '`') {
        return text[1..].find(first).map_or(1, |end| end + 2);
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || "_.-".contains(c)));
    end.unwrap_or(text.len()).max(first.len_utf8())
}

/// Errors that name templates but no span.
fn unplaced(e: &tera::Error, all: &[Template]) -> Fault {
    let find = |name: &str| all.iter().find(|t| t.name == name);
    if let ErrorKind::MissingParent { current, parent } = e.kind()
        && let Some(t) = find(current)
    {
        let at = t.text.find(parent.as_str()).unwrap_or(0);
        let span = Span::new(at, (at + parent.len()).min(t.text.len()));
        let message = format!("no template `{parent}`");
        return Fault::new(Code::TEMPLATE_UNKNOWN, &t.path, span, &message)
            .help_if(near(parent, all));
    }
    let text = e.to_string();
    let first = all.iter().find(|t| text.contains(&format!("`{}`", t.name)));
    let path = first.or(all.first()).map_or("", |t| t.path.as_str());
    said(Code::TEMPLATE_UNKNOWN, path, Span::default(), &text)
}

fn near(name: &str, all: &[Template]) -> Option<String> {
    let short = all
        .iter()
        .filter_map(|t| t.name.split_once('/').map(|(_, s)| s));
    text::did_you_mean(name, short)
}

/// What went wrong while a page was made.
pub(super) fn while_rendering(
    e: &tera::Error,
    template: &str,
    paths: &BTreeMap<String, String>,
) -> Fault {
    match e.kind() {
        ErrorKind::RenderingError(r) | ErrorKind::SyntaxError(r) => match paths.get(r.filename()) {
            Some(path) => said(
                Code::TEMPLATE_RENDER,
                path,
                Span::from(r.span().range.clone()),
                r.message(),
            ),
            None => at_page(r.message()),
        },
        ErrorKind::Io(_) => at_page(&format!(
            "the template `{template}` makes a page of more than {} MiB",
            MAX_PAGE >> 20
        )),
        ErrorKind::TemplateNotFound(name) => {
            let short = paths
                .keys()
                .filter_map(|n| n.split_once('/').map(|(_, s)| s));
            let help = text::did_you_mean(name, short);
            at_page(&format!("the theme has no template `{name}`")).help_if(help)
        }
        _ => at_page(&e.to_string()),
    }
}

fn at_page(message: &str) -> Fault {
    let mut fault = said(Code::TEMPLATE_RENDER, "", Span::default(), message);
    fault.spot = Spot::Page;
    fault
}

/// tera's words in the form of ours: lower case, no period; what is available becomes help.
fn said(code: &'static Code, path: &str, span: Span, message: &str) -> Fault {
    let first = message.lines().next().unwrap_or_default();
    let (what, rest) = first.split_once(". Available ").unwrap_or((first, ""));
    let what = what.trim_end_matches('.');
    let mut letters = what.chars();
    let message = match letters.next() {
        // An abbreviation keeps its capitals.
        Some(c) if !letters.as_str().starts_with(char::is_uppercase) => {
            c.to_lowercase().collect::<String>() + letters.as_str()
        }
        _ => what.to_owned(),
    };
    Fault::new(code, path, span, &message).help_if(available(what, rest))
}

/// "did you mean `x`?", else the whole list.
fn available(what: &str, rest: &str) -> Option<String> {
    let (_, list) = rest.split_once(": ")?;
    let names: Vec<&str> = list.trim_end_matches('.').split(", ").collect();
    let asked = what.split('`').nth(1).unwrap_or_default();
    let near = text::did_you_mean(asked, names.iter().copied());
    near.or_else(|| {
        let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
        Some(format!("there are {}", text::list_of(&quoted, "and")))
    })
}
