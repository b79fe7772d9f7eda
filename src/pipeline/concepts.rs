//! What data files say, resolved concept by concept: roles, rights, comparisons, decisions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Options;
use super::read::{ContentFile, Parsed};
use crate::diag::{Diagnostics, FileId, Spanned};
use crate::model::comparison::Comparisons;
use crate::model::decision::Decisions;
use crate::model::glossary::{Glossary, RoleTerm};
use crate::model::rights::Rights;
use crate::model::role::{Role, Roles};
use crate::model::{Config, Id, Prose, Site, Subject};
use crate::parse::kind::{FileKind, kind_of};
use crate::parse::role::RawRole;
use crate::parse::{RawGlossary, Text};
use crate::resolve::names::Names;
use crate::resolve::prose::Texts;
use crate::resolve::roles::{RoleRules, Vocabularies, roles};
use crate::resolve::{comparison, decision, glossary, rights};

/// All that data files say.
#[derive(Debug, Default)]
pub struct Concepts {
    /// Roles and what they are described with.
    pub roles: Roles,
    /// Which comparisons have a page.
    pub comparisons: Comparisons,
    /// Who decides what.
    pub rights: Rights,
    /// Decision trees.
    pub decisions: Decisions,
    /// Terms, and labels of roles.
    pub glossary: Glossary,
}

/// Everything that is needed to resolve them.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// `site.toml`.
    pub config: &'a Config,
    /// Its file.
    pub config_file: FileId,
    /// All content files.
    pub files: &'a [ContentFile],
    /// What the command asks for.
    pub options: &'a Options,
    /// Makes prose of strings.
    pub texts: Texts<'a>,
}

/// Resolves all concepts; references go from the later to the earlier ones.
pub fn resolve(inputs: Inputs<'_>, told: &mut Diagnostics) -> Concepts {
    // Two ends hold messages while both are borrowed: resolving and making prose.
    let mut of_prose = Diagnostics::new();
    let mut make = |text: &Text, file: FileId, block: bool| -> Prose {
        inputs.texts.make(text, file, block, &mut of_prose)
    };
    let (roles, names) = role_data(inputs, &mut make, told);
    let rights = rights_data(inputs, &names, told);
    let decisions = decision_data(inputs, &roles, &names, &mut make, told);
    let ids: BTreeSet<Id> = decision_ids(inputs.files);
    let raw = of_kind(inputs.files, |p| match p {
        Parsed::Comparison(raw) => Some(Arc::clone(raw)),
        _ => None,
    });
    let references = comparison::References {
        roles: &roles,
        names: &names,
        decisions: &ids,
    };
    let words = comparison::words(&raw, references, &mut make, told);
    let likenesses = comparison::likenesses(&roles);
    comparison::lint(&roles, &likenesses, told);
    let comparisons = comparison::pages(
        &roles,
        words,
        &likenesses,
        &inputs.config.comparisons,
        inputs.config_file,
        told,
    );
    let glossary = glossary_data(inputs, &roles, &names, &mut make, told);
    told.extend(of_prose);
    Concepts {
        glossary,
        roles,
        comparisons,
        rights,
        decisions,
    }
}

type Make<'a> = dyn FnMut(&Text, FileId, bool) -> Prose + 'a;

fn role_data(inputs: Inputs<'_>, make: &mut Make<'_>, told: &mut Diagnostics) -> (Roles, Names) {
    let raw = of_kind(inputs.files, |p| match p {
        Parsed::Role(raw) => Some(Arc::clone(raw)),
        _ => None,
    });
    let mut vocabularies = Vocabularies::default();
    for file in inputs.files {
        match &file.parsed.0 {
            Parsed::Dimensions(raw) => vocabularies.dimensions = Some((file.file, raw)),
            Parsed::Skills(raw) => vocabularies.skills = Some((file.file, raw)),
            Parsed::Sources(raw) => vocabularies.sources = Some((file.file, raw)),
            Parsed::Rights(raw) => vocabularies.rights = Some((file.file, raw)),
            _ => {}
        }
    }
    let rules = RoleRules {
        config: inputs.config,
        drafts: inputs.options.drafts,
    };
    roles(&raw, &vocabularies, &rules, make, told)
}

fn rights_data(inputs: Inputs<'_>, names: &Names, told: &mut Diagnostics) -> Rights {
    for file in inputs.files {
        if let Parsed::Rights(raw) = &file.parsed.0 {
            let rights = rights::rights(file.file, raw, names, told);
            rights::lint(&rights, &inputs.config.rights, told);
            return rights;
        }
    }
    Rights::default()
}

fn decision_data(
    inputs: Inputs<'_>,
    roles: &Roles,
    names: &Names,
    make: &mut Make<'_>,
    told: &mut Diagnostics,
) -> Decisions {
    let raw = of_kind(inputs.files, |p| match p {
        Parsed::Decision(raw) => Some(Arc::clone(raw)),
        _ => None,
    });
    let role_ids: Vec<Id> = roles.list.iter().map(|r| Arc::clone(&r.id)).collect();
    let sources: Vec<Id> = names.sources.iter().cloned().collect();
    let drafts = drafts_of(names);
    let around = decision::Around {
        roles: Some(&role_ids),
        drafts: &drafts,
        sources: (!names.sources_unsure).then_some(&sources),
        max_path_pages: inputs.config.decisions.max_path_pages as u64,
    };
    // Decisions ask whether a text is one line, roles whether it may hold blocks.
    let mut make_line = |text: &Text, file: FileId, line: bool| make(text, file, !line);
    decision::resolve(&raw, &around, &mut make_line, told)
}

/// Roles that are left out.
fn drafts_of(names: &Names) -> Vec<Id> {
    let all = names.roles.iter().filter(|(_, (_, draft))| *draft);
    all.map(|(id, _)| Arc::clone(id)).collect()
}

fn glossary_data(
    inputs: Inputs<'_>,
    roles: &Roles,
    names: &Names,
    make: &mut Make<'_>,
    told: &mut Diagnostics,
) -> Glossary {
    let raw: Vec<(FileId, Arc<RawGlossary>)> = inputs
        .files
        .iter()
        .filter_map(|f| match &f.parsed.0 {
            Parsed::Glossary(raw) => Some((f.file, Arc::clone(raw))),
            _ => None,
        })
        .collect();
    let written = of_kind(inputs.files, |p| match p {
        Parsed::Role(raw) => Some(Arc::clone(raw)),
        _ => None,
    });
    let labels = roles.list.iter().filter_map(|role| {
        let (_, _, raw) = written.iter().find(|(file, ..)| *file == role.place.file)?;
        Some(role_labels(role, raw))
    });
    glossary::resolve(&raw, (labels.collect(), &drafts_of(names)), make, told)
}

/// The words that stand for a role.
fn role_labels(role: &Role, raw: &RawRole) -> RoleTerm {
    let list = |texts: &[Text]| texts.iter().map(Text::spanned).collect();
    let name = raw.name.as_ref().map(Text::spanned);
    RoleTerm {
        id: Arc::clone(&role.id),
        place: role.place,
        name: name.unwrap_or_else(|| Spanned::new(Arc::clone(&role.name), role.place.span)),
        plural: raw.plural.as_ref().map(Text::spanned),
        abbr: list(&raw.abbr),
        aliases: list(&raw.aliases),
    }
}

/// Ids of all decisions that have a file: one with mistakes is known, so that references to it are not told as well.
fn decision_ids(files: &[ContentFile]) -> BTreeSet<Id> {
    files
        .iter()
        .filter(|f| f.kind == FileKind::Decision)
        .map(|f| id_of(&f.path))
        .collect()
}

/// Files of one kind with their ids.
fn of_kind<T>(
    files: &[ContentFile],
    pick: impl Fn(&Parsed) -> Option<Arc<T>>,
) -> Vec<(FileId, Id, Arc<T>)> {
    files
        .iter()
        .filter_map(|f| pick(&f.parsed.0).map(|raw| (f.file, id_of(&f.path), raw)))
        .collect()
}

/// The id of a data file: its name without the ending.
pub fn id_of(path: &str) -> Id {
    let name = path.rsplit('/').next().unwrap_or(path);
    Id::from(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// Whether the article at this path may be the long text of a role.
pub fn may_be_role_text(path: &str) -> bool {
    let beside = path.strip_suffix(".md").map(|p| format!("{p}.toml"));
    beside.is_some_and(|p| kind_of(&p) == FileKind::Role)
}

/// Takes the long texts of roles out of the articles: `roles/<id>.md` beside `roles/<id>.toml`.
pub fn role_texts(
    articles: &mut crate::model::Articles,
    files: &[ContentFile],
    roles: &mut Roles,
) -> BTreeMap<Id, Arc<crate::markdown::Outline>> {
    let mut outlines = BTreeMap::new();
    let data: BTreeMap<&str, Id> = files
        .iter()
        .filter(|f| f.kind == FileKind::Role)
        .filter_map(|f| Some((f.path.strip_suffix(".toml")?, id_of(&f.path))))
        .collect();
    articles.list.retain(|article| {
        let Some(id) = article.path.strip_suffix(".md").and_then(|p| data.get(p)) else {
            return true;
        };
        if let Some(role) = roles.get_mut(id) {
            role.body = Some(article.body.clone());
            outlines.insert(Arc::clone(id), Arc::clone(&article.outline));
        }
        false
    });
    outlines
}

/// Rows, activities and terms own their ids: a heading of a text beside them gets another.
pub fn make_way(site: &mut Site) {
    let ids = |subject: &Subject, site: &Site| -> BTreeSet<Arc<str>> {
        let known = crate::plan::anchors::of(subject, &site.roles, &site.rights);
        let mut ids: BTreeSet<Arc<str>> = known.unwrap_or_default();
        if *subject == Subject::Glossary {
            ids.extend(site.glossary.terms.iter().map(|t| Arc::clone(&t.anchor)));
            ids.extend(site.glossary.homonyms.iter().map(|h| Arc::clone(&h.id)));
        }
        ids
    };
    let roles: Vec<Id> = site.role_outlines.keys().cloned().collect();
    for id in roles {
        let taken = ids(&Subject::Role(Arc::clone(&id)), site);
        if let Some(outline) = site.role_outlines.get_mut(&id) {
            *outline = Arc::new(outline.make_way(&|id| taken.contains(id)));
        }
    }
    let introduced: Vec<Subject> = site.introductions.keys().cloned().collect();
    for subject in introduced {
        let taken = ids(&subject, site);
        if let Some(article) = site.introductions.get_mut(&subject) {
            article.outline = Arc::new(article.outline.make_way(&|id| taken.contains(id)));
        }
    }
}
