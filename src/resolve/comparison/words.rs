//! Comparison files become words around comparisons: roles looked up, put in canonical order, each set once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place};
use crate::model::comparison::{Misconception, Words};
use crate::model::role::Roles;
use crate::model::{Id, Prose};
use crate::parse::Text;
use crate::parse::comparison::RawComparison;
use crate::resolve::MakeProse;
use crate::resolve::names::{Names, check_file_id};
use crate::text::did_you_mean;

/// What else a comparison file may refer to.
#[derive(Clone, Copy)]
pub struct References<'a> {
    /// All roles.
    pub roles: &'a Roles,
    /// The names of roles and sources.
    pub names: &'a Names,
    /// Ids of decisions.
    pub decisions: &'a BTreeSet<Id>,
}

/// The words of every comparison that has a file, by roles in canonical order.
pub fn words(
    files: &[(FileId, Id, Arc<RawComparison>)],
    references: References<'_>,
    make_prose: &mut MakeProse<'_>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Arc<[Id]>, Words> {
    let mut out: BTreeMap<Arc<[Id]>, Words> = BTreeMap::new();
    for (file, id, raw) in files {
        check_file_id(id, *file, true, diagnostics);
        let mut reader = Reader {
            file: *file,
            references,
            make_prose: &mut *make_prose,
            diagnostics: &mut *diagnostics,
        };
        let Some((roles, words)) = reader.read(raw) else {
            continue;
        };
        if let Some(first) = out.get(&roles) {
            let place = Place::new(*file, raw.roles_span);
            let message = "these roles are compared in another file already";
            let d = Diagnostic::new(Code::COMPARISON_DUPLICATE, place, message)
                .help("keep one of the two")
                .label(Place::whole(first.file), "the other file");
            diagnostics.push(d);
            continue;
        }
        out.insert(roles, words);
    }
    out
}

struct Reader<'a, 'p> {
    file: FileId,
    references: References<'a>,
    make_prose: &'a mut MakeProse<'p>,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_, '_> {
    /// `None`: it is not clear which roles are compared, which is told.
    fn read(&mut self, raw: &RawComparison) -> Option<(Arc<[Id]>, Words)> {
        let roles = self.roles(raw)?;
        let mut choose = Vec::new();
        let mut both = None;
        for (key, text) in &raw.choose {
            if &*key.name == "both" {
                both = self.prose(text);
            } else if let Some(id) = roles.iter().find(|r| ***r == *key.name) {
                let text = self.prose(text);
                choose.extend(text.map(|t| (Arc::clone(id), t)));
            } else {
                let message = format!("`{}` is none of the roles compared here", key.name);
                let ids = roles.iter().map(|r| &**r).chain(["both"]);
                let help = did_you_mean(&key.name, ids);
                self.tell(Code::ROLE_UNKNOWN, key.span, message, help);
            }
        }
        choose.sort_by_key(|(id, _)| roles.iter().position(|r| r == id));
        let words = Words {
            file: self.file,
            title: raw
                .title
                .as_ref()
                .filter(|t| !t.is_blank())
                .map(|t| Arc::clone(&t.value)),
            verdict: raw.verdict.as_ref().and_then(|v| self.prose(v)),
            choose,
            both,
            misconceptions: self.misconceptions(raw),
            decision: raw.decision.as_ref().and_then(|d| self.decision(d)),
        };
        Some((roles, words))
    }

    fn roles(&mut self, raw: &RawComparison) -> Option<Arc<[Id]>> {
        let mut seen: Vec<&str> = Vec::new();
        for id in &raw.roles {
            if seen.contains(&id.as_str()) {
                let message = format!("`{}` is compared with itself", id.value);
                self.tell(Code::VALUE_INVALID, id.span, message, None);
                return None;
            }
            seen.push(id.as_str());
        }
        let names = self.references.names;
        let ids = names.role_list(&raw.roles, self.file, self.diagnostics);
        if ids.len() != raw.roles.len() {
            return None;
        }
        if !(2..=5).contains(&ids.len()) {
            // Without a span the key is missing, which `parse` has told.
            if !raw.roles_span.is_empty() {
                let message = format!("a comparison is of two to five roles, not of {}", ids.len());
                self.tell(Code::VALUE_INVALID, raw.roles_span, message, None);
            }
            return None;
        }
        Some(self.references.roles.canonical(&ids))
    }

    fn misconceptions(&mut self, raw: &RawComparison) -> Vec<Misconception> {
        let mut out = Vec::new();
        for m in &raw.misconceptions {
            let myth = m.myth.as_ref().and_then(|t| self.prose(t));
            let fact = m.fact.as_ref().and_then(|t| self.prose(t));
            let names = self.references.names;
            let sources = names.source_list(&m.sources, self.file, self.diagnostics);
            if let Some((myth, fact)) = myth.zip(fact) {
                out.push(Misconception {
                    myth,
                    fact,
                    sources,
                });
            }
        }
        out
    }

    fn decision(&mut self, id: &Text) -> Option<Id> {
        let decisions = self.references.decisions;
        if let Some(known) = decisions.get(id.as_str()) {
            return Some(Arc::clone(known));
        }
        let message = format!("there is no decision `{}`", id.value);
        let help = did_you_mean(id.as_str(), decisions.iter().map(|d| &**d));
        self.tell(Code::DECISION_UNKNOWN, id.span, message, help);
        None
    }

    fn prose(&mut self, text: &Text) -> Option<Prose> {
        (!text.is_blank()).then(|| (self.make_prose)(text, self.file, false))
    }

    fn tell(
        &mut self,
        code: &'static Code,
        span: crate::diag::Span,
        message: String,
        help: Option<String>,
    ) {
        let d = Diagnostic::new(code, Place::new(self.file, span), message);
        self.diagnostics.push(d.help_if(help));
    }
}
