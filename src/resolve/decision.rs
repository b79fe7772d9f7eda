//! Decision files become decisions: names become indices, conditions become a graph, and all that is wrong is told.
//!
//! Two steps for each file: names first (`names.rs`); only if all of them mean something, paths (`states.rs`) and what an
//! author should know of them (`advice.rs`, `trials.rs`). A decision with a mistake that changes its graph is left out.

mod advice;
mod names;
pub mod report;
pub mod states;
mod sums;
mod trials;
mod troubles;
pub mod walk;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place, Span};
use crate::model::decision::{Decision, Decisions};
use crate::model::{Id, Prose};
use crate::parse::Text;
use crate::parse::decision::RawDecision;
use crate::text;

pub use walk::{Alternative, Effect, Walk, absent_roles};

/// What decisions may name, and how many pages they may have.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Ids of published roles; `None`: they cannot be told, so none is checked.
    pub roles: Option<&'a [Id]>,
    /// Ids of roles that are drafts, which no page can name.
    pub drafts: &'a [Id],
    /// Ids of sources; `None`: they cannot be told, so none is checked.
    pub sources: Option<&'a [Id]>,
    /// `decisions.max_path_pages`.
    pub max_path_pages: u64,
}

/// Reads a text as Markdown: the text, its file, whether it is one line.
pub type MakeProse<'a> = dyn FnMut(&Text, FileId, bool) -> Prose + 'a;

/// All decisions. Files come in the order of their paths.
pub fn resolve(
    raw: &[(FileId, Id, Arc<RawDecision>)],
    around: &Around<'_>,
    make_prose: &mut MakeProse<'_>,
    diagnostics: &mut Diagnostics,
) -> Decisions {
    let mut list: Vec<Decision> = Vec::new();
    let mut first: BTreeMap<&str, FileId> = BTreeMap::new();
    for (file, id, raw) in raw {
        if let Some(d) = file_name(*file, id) {
            diagnostics.push(d);
            continue;
        }
        if let Some(other) = first.get(&**id) {
            let message = format!("there are two decisions `{id}`");
            let d = Diagnostic::new(Code::DECISION_ID_DUPLICATE, Place::whole(*file), message)
                .help("rename one of the files")
                .label(Place::whole(*other), "the first one");
            diagnostics.push(d);
            continue;
        }
        first.insert(id, *file);
        if !raw.whole {
            continue;
        }
        let mut desk = Desk {
            file: *file,
            raw,
            around,
            diagnostics,
        };
        list.extend(one(&mut desk, id, make_prose));
    }
    list.sort_by(|a, b| a.id.cmp(&b.id));
    Decisions { list }
}

/// One file while it is looked at.
struct Desk<'a> {
    file: FileId,
    raw: &'a RawDecision,
    around: &'a Around<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl Desk<'_> {
    fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    fn tell(&mut self, code: &'static Code, span: Span, message: String, help: impl Into<String>) {
        let d = Diagnostic::new(code, self.place(span), message).help(help);
        self.diagnostics.push(d);
    }
}

fn one(desk: &mut Desk<'_>, id: &Id, make_prose: &mut MakeProse<'_>) -> Option<Decision> {
    let draft = names::resolve(desk, id, make_prose)?;
    if troubles::soft_locks(desk, &draft) {
        return None;
    }
    let flow = states::flow(&draft.decision.questions, draft.start);
    let mut decision = draft.decision;
    if !flow.troubles.is_empty() {
        troubles::tell(desk, &decision, &flow.troubles);
        return None;
    }
    decision.states = flow.states;
    if !troubles::count_pages(desk, &mut decision) {
        return None;
    }
    advice::give(desk, &decision, &flow.taken);
    decision.tests = trials::run(desk, &decision);
    Some(decision)
}

/// An id is the file's stem, so that it is the same everywhere.
fn file_name(file: FileId, id: &str) -> Option<Diagnostic> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if id.chars().all(fits) && id.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let ascii: String = text::slug(id).chars().filter(|c| c.is_ascii()).collect();
    let better = match ascii.trim_matches('-') {
        "" => "decision",
        slug => slug,
    };
    let message = format!("`{id}` cannot be the id of a decision");
    let help =
        format!("rename the file to `{better}.toml`: lower-case letters, digits, `-` and `_`");
    Some(Diagnostic::new(Code::PATH_INVALID, Place::whole(file), message).help(help))
}

/// `company.large`, `agile.yes`: a path as its URL shows it.
fn path_words(decision: &Decision, steps: &[(usize, usize)]) -> String {
    let words: Vec<String> = decision
        .ids(steps)
        .iter()
        .map(|(q, o)| format!("`{q}.{o}`"))
        .collect();
    words.join(", ")
}
