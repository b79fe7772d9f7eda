//! Role files and vocabularies become roles: references looked up, values read by type, in canonical order.

mod marks;
mod values;
mod vocabulary;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(in crate::resolve) use vocabulary::{Seen, label};

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place, Span};
use crate::model::Id;
use crate::model::config::{self, Config};
use crate::model::dimension::Dimension;
use crate::model::role::{CareerLevel, Cell, Family, Owner, Role, RoleStatus, Roles};
use crate::parse::Text;
use crate::parse::rights::RawRights;
use crate::parse::role::{ROLE, RawReview, RawRole, to_json};
use crate::parse::vocabulary::{RawDimensions, RawSkills, RawSources};
use crate::resolve::MakeProse;
use crate::resolve::names::{Names, check_file_id, from_id};
use crate::text::{nearest, sort_key};
use marks::Marked;
use values::Values;

/// The vocabularies, if they are written.
#[derive(Clone, Copy, Default)]
pub struct Vocabularies<'a> {
    /// `dimensions.toml`
    pub dimensions: Option<(FileId, &'a RawDimensions)>,
    /// `skills.toml`
    pub skills: Option<(FileId, &'a RawSkills)>,
    /// `sources.toml`
    pub sources: Option<(FileId, &'a RawSources)>,
    /// `rights.toml`, which declares parties.
    pub rights: Option<(FileId, &'a RawRights)>,
}

/// What `site.toml` and the command line say about roles.
#[derive(Clone, Copy)]
pub struct RoleRules<'a> {
    /// `[roles] families` and `[owners]`.
    pub config: &'a Config,
    /// Whether drafts are shown.
    pub drafts: bool,
}

/// All roles, and the names that other data files may refer to.
pub fn roles(
    files: &[(FileId, Id, Arc<RawRole>)],
    vocabularies: &Vocabularies<'_>,
    rules: &RoleRules<'_>,
    make_prose: &mut MakeProse<'_>,
    diagnostics: &mut Diagnostics,
) -> (Roles, Names) {
    let (groups, dimensions) = vocabulary::dimensions(vocabularies.dimensions, diagnostics);
    let unsure = vocabularies.dimensions.is_some_and(|(_, d)| d.broken);
    let mut roles = Roles::described_by(
        groups,
        dimensions,
        vocabulary::skills(vocabularies, diagnostics),
        vocabulary::sources(vocabularies, diagnostics),
    );
    let files = with_valid_ids(files, diagnostics);
    let names = names(&files, &roles, vocabularies, rules);
    old_ids(&files, diagnostics);
    let mut list = Vec::new();
    for (file, id, raw) in &files {
        if is_draft(raw) && !rules.drafts {
            continue;
        }
        let mut reader = Reader {
            id,
            raw,
            dimensions: &roles.dimensions,
            unsure,
            values: Values {
                file: *file,
                names: &names,
                skills: &roles.skills,
                make_prose: &mut *make_prose,
                diagnostics: &mut *diagnostics,
            },
        };
        list.push((reader.role(), Arc::clone(raw)));
    }
    roles.families = families(&list, &rules.config.families);
    list.sort_by_cached_key(|(role, _)| order(role, &roles.families));
    mark(&mut list, diagnostics);
    roles.fill(list.into_iter().map(|(role, _)| role).collect());
    (roles, names)
}

type Files<'a> = Vec<(FileId, Id, &'a Arc<RawRole>)>;

fn with_valid_ids<'a>(
    files: &'a [(FileId, Id, Arc<RawRole>)],
    diagnostics: &mut Diagnostics,
) -> Files<'a> {
    let mut first: BTreeMap<&Id, FileId> = BTreeMap::new();
    let mut out = Vec::new();
    for (file, id, raw) in files {
        if !check_file_id(id, *file, false, diagnostics) {
            continue;
        }
        if let Some(other) = first.get(id) {
            let message = format!("there are two roles `{id}`");
            let d = Diagnostic::new(Code::ENTRY_DUPLICATE, Place::whole(*file), message)
                .help("rename one of the files; folders below `roles/` mean nothing")
                .label(Place::whole(*other), "the first one");
            diagnostics.push(d);
            continue;
        }
        first.insert(id, *file);
        out.push((*file, Arc::clone(id), raw));
    }
    out
}

fn is_draft(raw: &RawRole) -> bool {
    raw.status.as_ref().is_some_and(|s| s.as_str() == "draft")
}

fn names(
    files: &Files<'_>,
    roles: &Roles,
    vocabularies: &Vocabularies<'_>,
    rules: &RoleRules<'_>,
) -> Names {
    let entry = |(_, id, raw): &(FileId, Id, &Arc<RawRole>)| {
        let hidden = is_draft(raw) && !rules.drafts;
        (Arc::clone(id), (name(raw, id), hidden))
    };
    let rights = vocabularies.rights.map(|(_, r)| r);
    let parties = rights.into_iter().flat_map(|r| &r.parties);
    Names {
        roles: files.iter().map(entry).collect(),
        parties: parties
            .filter_map(|p| Some(Arc::clone(&p.id.as_ref()?.value)))
            .collect(),
        sources: roles.sources.iter().map(|s| Arc::clone(&s.id)).collect(),
        owners: rules.config.owners.iter().map(owner).collect(),
        parties_unsure: rights.is_some_and(|r| r.broken),
        sources_unsure: vocabularies.sources.is_some_and(|(_, s)| s.broken),
    }
}

fn owner((key, owner): (&Arc<str>, &config::Owner)) -> (Arc<str>, Owner) {
    let named = Owner::Named {
        name: Arc::clone(&owner.name),
        url: owner.url.as_ref().map(|u| Arc::clone(&u.value)),
    };
    (Arc::clone(key), named)
}

fn name(raw: &RawRole, id: &Id) -> Arc<str> {
    match &raw.name {
        Some(name) if !name.is_blank() => Arc::clone(&name.value),
        _ => from_id(id),
    }
}

/// Tells of old ids that are in use or belong to two roles.
fn old_ids(files: &Files<'_>, diagnostics: &mut Diagnostics) {
    let mut first: BTreeMap<&str, Place> = BTreeMap::new();
    for (file, _, raw) in files {
        for old in &raw.was {
            let place = Place::new(*file, old.span);
            let other = first.get(old.as_str()).copied();
            let user = files.iter().find(|f| *f.1 == *old.value);
            let user = user.map(|f| Place::whole(f.0));
            if let Some(at) = user.or(other) {
                let message = match user {
                    Some(_) => format!(
                        "`{}` is the id of a role, so it cannot be an old one",
                        old.value
                    ),
                    None => format!("`{}` is the old id of two roles", old.value),
                };
                let d = Diagnostic::new(Code::ROLE_OLD_ID, place, message);
                diagnostics.push(d.label(at, "the other one"));
            } else {
                first.insert(old.as_str(), place);
            }
        }
    }
}

/// Reads one role.
struct Reader<'a, 'p> {
    id: &'a Id,
    raw: &'a RawRole,
    dimensions: &'a [Dimension],
    /// `dimensions.toml` could not be read whole: unknown keys are not told.
    unsure: bool,
    values: Values<'a, 'p>,
}

impl Reader<'_, '_> {
    fn role(&mut self) -> Role {
        let (raw, file) = (self.raw, self.values.file);
        let cells = self.cells();
        let levels = self.levels();
        let summary = self.values.prose(raw.summary.as_ref());
        let names = self.values.names;
        let diagnostics = &mut *self.values.diagnostics;
        Role {
            id: Arc::clone(self.id),
            place: raw
                .name
                .as_ref()
                .map_or(Place::whole(file), |n| Place::new(file, n.span)),
            name: name(raw, self.id),
            plural: value(raw.plural.as_ref()),
            abbr: values(&raw.abbr),
            aliases: values(&raw.aliases),
            hidden_labels: values(&raw.hidden_labels),
            was: values(&raw.was),
            monogram: Arc::from(""),
            hue: match &raw.hue {
                Some(hue) => u8::try_from(hue.value).unwrap_or(0),
                None => marks::hue(self.id),
            },
            status: match raw.status.as_ref().map(Text::as_str) {
                Some("draft") => RoleStatus::Draft,
                Some("deprecated") => RoleStatus::Deprecated,
                _ => RoleStatus::Active,
            },
            replaced_by: raw
                .replaced_by
                .as_ref()
                .and_then(|r| names.role(r, file, diagnostics)),
            family: value(raw.family.as_ref()),
            weight: raw.weight.as_ref().map(|w| w.value),
            summary,
            body: None,
            combines_with: names.role_list(&raw.combines_with, file, diagnostics),
            conflicts_with: names.role_list(&raw.conflicts_with, file, diagnostics),
            levels,
            owner: raw
                .owner
                .as_ref()
                .and_then(|o| names.owner(o, file, diagnostics)),
            reviewed: raw.review.last.as_ref().map(|d| d.value),
            review_by: review_by(&raw.review),
            sources: names.source_list(&raw.sources, file, diagnostics),
            cells,
            extra: raw.extra.as_ref().map_or(serde_json::Value::Null, to_json),
        }
    }

    fn cells(&mut self) -> BTreeMap<Id, Cell> {
        let mut cells = BTreeMap::new();
        for (key, raw) in &self.raw.cells {
            match self.dimensions.iter().find(|d| *d.id == *key.name) {
                Some(dimension) => {
                    if let Some(cell) = self.values.cell(dimension, raw) {
                        cells.insert(Arc::clone(&dimension.id), cell);
                    }
                }
                None if self.unsure => {}
                None => self.unknown(&key.name, key.span),
            }
        }
        cells
    }

    fn unknown(&mut self, key: &str, span: Span) {
        let message = format!("`{key}` is neither a key of a role nor a dimension");
        let mut names: Vec<&str> = ROLE.names().collect();
        names.extend(self.dimensions.iter().map(|d| &*d.id));
        let help = match nearest(key, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it as a `[[dimension]]` in `dimensions.toml`".to_owned(),
        };
        let place = Place::new(self.values.file, span);
        let d = Diagnostic::new(Code::DIMENSION_UNKNOWN, place, message).help(help);
        self.values.diagnostics.push(d);
    }

    fn levels(&mut self) -> Vec<CareerLevel> {
        let mut out = Vec::new();
        for level in &self.raw.levels {
            if let Some(id) = &level.id {
                let name = level.name.as_ref().map(|n| Arc::clone(&n.value));
                out.push(CareerLevel {
                    id: Arc::clone(&id.value),
                    name: name.unwrap_or_else(|| from_id(id.as_str())),
                    summary: self.values.prose(level.summary.as_ref()),
                });
            }
        }
        out
    }
}

fn value(text: Option<&Text>) -> Option<Arc<str>> {
    text.filter(|t| !t.is_blank()).map(|t| Arc::clone(&t.value))
}

fn values(texts: &[Text]) -> Vec<Arc<str>> {
    texts.iter().map(|t| Arc::clone(&t.value)).collect()
}

/// The day on which a review is due: as written, else so long after the last one.
pub(in crate::resolve) fn review_by(raw: &RawReview) -> Option<crate::date::Date> {
    if let Some(by) = &raw.by {
        return Some(by.value);
    }
    let last = raw.last.as_ref()?.value;
    last.plus(raw.every.as_ref()?.as_str()).ok()
}

/// Families that have a role: those of `site.toml` in its order, then the others by name.
fn families(list: &[(Role, Arc<RawRole>)], configured: &[config::Family]) -> Vec<Family> {
    let has = |id: &str| list.iter().any(|(r, _)| r.family.as_deref() == Some(id));
    let meant = |f: &config::Family| Family {
        id: Arc::clone(&f.id.value),
        name: Arc::clone(&f.name),
    };
    let configured = configured.iter().filter(|f| has(&f.id.value));
    let mut out: Vec<Family> = configured.map(meant).collect();
    let mut others: Vec<&Id> = list
        .iter()
        .filter_map(|(r, _)| r.family.as_ref())
        .filter(|id| !out.iter().any(|f| f.id == **id))
        .collect();
    others.sort_by_cached_key(|id| sort_key(id));
    others.dedup();
    let named = others.into_iter().map(|id| Family {
        id: Arc::clone(id),
        name: from_id(id),
    });
    let named: Vec<Family> = named.collect();
    out.extend(named);
    out
}

/// Canonical order: family, weight, name; what has none of them comes last.
fn order(role: &Role, families: &[Family]) -> (usize, i64, (String, String), Id) {
    let family = role.family.as_ref();
    let family = family.and_then(|id| families.iter().position(|f| f.id == *id));
    (
        family.unwrap_or(usize::MAX),
        role.weight.unwrap_or(i64::MAX),
        sort_key(&role.name),
        Arc::clone(&role.id),
    )
}

fn mark(list: &mut [(Role, Arc<RawRole>)], diagnostics: &mut Diagnostics) {
    let placed = |role: &Role, text: &Text| {
        let place = Place::new(role.place.file, text.span);
        (Arc::clone(&text.value), place)
    };
    let marked: Vec<Marked<'_>> = list
        .iter()
        .map(|(role, raw)| Marked {
            id: &role.id,
            name: &role.name,
            given: raw.monogram.as_ref().map(|m| placed(role, m)),
            abbr: raw.abbr.iter().map(|a| placed(role, a)).collect(),
        })
        .collect();
    let monograms = marks::monograms(&marked, diagnostics);
    for ((role, _), monogram) in list.iter_mut().zip(monograms) {
        role.monogram = monogram;
    }
}

#[cfg(test)]
mod tests;
