//! For tests: roles, comparisons and rights from texts, as an author would write them, with what was told about them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::comparison::{self, References};
use super::rights::{lint, rights};
use super::roles::{RoleRules, Vocabularies, roles};
use crate::diag::{Diagnostics, FileId, LineIndex, Place, Span};
use crate::markdown::{self, Options};
use crate::memo::Fingerprint;
use crate::model::comparison::Comparisons;
use crate::model::config::{self, Config, Pairs};
use crate::model::rights::Rights;
use crate::model::role::Roles;
use crate::model::{Id, Prose};
use crate::parse::{self, Text};

/// All of it, resolved.
pub struct Fixture {
    pub roles: Roles,
    pub comparisons: Comparisons,
    pub rights: Rights,
    /// `file:line:column code: message` and ` = help` of each message.
    pub told: Vec<String>,
}

/// A text as Markdown.
pub fn prose(text: &Text, file: FileId, block: bool) -> Prose {
    let read = if block {
        markdown::parse
    } else {
        markdown::parse_inline
    };
    let (document, _) = read(text.as_str(), Options::default());
    Prose {
        file,
        map: text.map.clone(),
        document: document.into(),
        print: Fingerprint::of(text.as_str().as_bytes()),
        links: Vec::new(),
        mentions: Arc::from([]),
    }
}

/// From files by name: `a.toml` is a role, `a-vs-b.toml` a comparison, the vocabularies have their names.
pub fn fixture(files: &[(&str, &str)]) -> Fixture {
    fixture_with(files, Pairs::All, 2000, None)
}

/// The same under other rules for pairs.
pub fn fixture_with(
    files: &[(&str, &str)],
    pairs: Pairs,
    max_pages: usize,
    written: Option<Span>,
) -> Fixture {
    let mut told = Diagnostics::new();
    let mut raw_roles = Vec::new();
    let mut raw_comparisons = Vec::new();
    let (mut dimensions, mut skills, mut sources, mut raw_rights) = (None, None, None, None);
    for (n, (name, text)) in files.iter().enumerate() {
        let file = FileId(n as u32);
        let id: Id = Arc::from(name.trim_end_matches(".toml"));
        let mut tell = |d: Diagnostics| told.extend(d.at(file).collect::<Vec<_>>());
        match *name {
            "dimensions.toml" => {
                let (raw, d) = parse::vocabulary::dimensions(text);
                tell(d);
                dimensions = Some((file, raw));
            }
            "skills.toml" => {
                let (raw, d) = parse::vocabulary::skills(text);
                tell(d);
                skills = Some((file, raw));
            }
            "sources.toml" => {
                let (raw, d) = parse::vocabulary::sources(text);
                tell(d);
                sources = Some((file, raw));
            }
            "rights.toml" => {
                let (raw, d) = parse::rights::rights(text);
                tell(d);
                raw_rights = Some((file, raw));
            }
            _ if text.contains("roles =") => {
                let (raw, d) = parse::comparison::comparison(text);
                tell(d);
                raw_comparisons.push((file, id, Arc::new(raw)));
            }
            _ => {
                let (raw, d) = parse::role::role(text);
                tell(d);
                raw_roles.push((file, id, Arc::new(raw)));
            }
        }
    }
    let vocabularies = Vocabularies {
        dimensions: dimensions.as_ref().map(|(f, r)| (*f, r)),
        skills: skills.as_ref().map(|(f, r)| (*f, r)),
        sources: sources.as_ref().map(|(f, r)| (*f, r)),
        rights: raw_rights.as_ref().map(|(f, r)| (*f, r)),
    };
    let mut make = prose;
    let config = Config::default();
    let rules = RoleRules {
        config: &config,
        drafts: false,
    };
    let (roles, names) = roles(&raw_roles, &vocabularies, &rules, &mut make, &mut told);
    let references = References {
        roles: &roles,
        names: &names,
        decisions: &BTreeSet::from([Id::from("pm-or-po")]),
    };
    let words = comparison::words(&raw_comparisons, references, &mut make, &mut told);
    let likenesses = comparison::likenesses(&roles);
    let rules = config::Comparisons {
        pairs,
        pairs_span: written,
        similar: 1,
        max_pages,
    };
    let site = FileId(0);
    let comparisons = comparison::pages(&roles, words, &likenesses, &rules, site, &mut told);
    comparison::lint(&roles, &likenesses, &mut told);
    let rights = raw_rights
        .as_ref()
        .map_or_else(Rights::default, |(file, raw)| {
            let rights = rights(*file, raw, &names, &mut told);
            lint(&rights, &config::Rights::default(), &mut told);
            rights
        });
    let told = told.iter().map(|d| tell(files, d)).collect();
    Fixture {
        roles,
        comparisons,
        rights,
        told,
    }
}

fn tell(files: &[(&str, &str)], d: &crate::diag::Diagnostic) -> String {
    let at = |place: Place| {
        let (name, text) = files[place.file.0 as usize];
        let p = LineIndex::new(text).position(text, place.span.start as usize);
        format!("{name}:{}:{}", p.line, p.column)
    };
    let help = d.help.as_ref().map_or(String::new(), |h| format!(" = {h}"));
    let label = |l: &crate::diag::Label| format!(" ({} {})", at(l.place), l.message);
    let labels: String = d.labels.iter().map(label).collect();
    format!(
        "{} {}: {}{help}{labels}",
        at(d.place),
        d.code.name,
        d.message
    )
}

/// Ids.
pub fn ids(names: &[&str]) -> Vec<Id> {
    names.iter().map(|n| Id::from(*n)).collect()
}

/// A set of ids.
pub fn id_set(names: &[&str]) -> BTreeSet<Id> {
    names.iter().map(|n| Id::from(*n)).collect()
}
