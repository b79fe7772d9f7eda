//! Dimensions (the built-in ones and the author's), skills and sources: as meant, every id checked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Vocabularies;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Label, Place};
use crate::model::Id;
use crate::model::dimension::{
    Dimension, DimensionKind, Group, Skill, Skills, Source, Step, Topic,
};
use crate::parse::Text;
use crate::parse::role::ROLE;
use crate::parse::vocabulary::{RawDimension, RawDimensions, RawStep};
use crate::resolve::names::from_id;
use crate::text::{did_you_mean, slug};

/// Ids that were seen, with their places, so that the second of two is told.
#[derive(Default)]
pub(in crate::resolve) struct Seen(BTreeMap<String, Place>);

impl Seen {
    /// Whether `id` is new as an id in a URL; if not, or if nothing is left of it, that is told at `place`.
    pub fn add(
        &mut self,
        what: &str,
        id: &str,
        place: Place,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let key = slug(id);
        if key.is_empty() {
            let message = format!("nothing of `{id}` can stand in an address");
            let help = "give it an `id` with letters or digits";
            diagnostics.push(Diagnostic::new(Code::ID_INVALID, place, message).help(help));
            return false;
        }
        let Some(first) = self.0.get(&key) else {
            self.0.insert(key, place);
            return true;
        };
        let message = format!("there are two {what} `{id}`");
        let d = Diagnostic::new(Code::ENTRY_DUPLICATE, place, message)
            .help("give one of them another `id`")
            .label(*first, "the first one");
        diagnostics.push(d);
        false
    }
}

/// Groups and dimensions in order: the role's own rows, those of `dimensions.toml`, the built-in ones it does not name.
pub(super) fn dimensions(
    raw: Option<(FileId, &RawDimensions)>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Group>, Vec<Dimension>) {
    let mut list = own();
    let Some((file, raw)) = raw else {
        list.extend(builtin());
        return (Vec::new(), list);
    };
    let groups = groups(file, raw, diagnostics);
    let mut seen = Seen::default();
    for entry in &raw.dimensions {
        list.extend(dimension(file, entry, &groups, &mut seen, diagnostics));
    }
    if raw.builtin.as_ref().is_none_or(|b| b.value) {
        let named: BTreeSet<&str> = raw.dimensions.iter().map(|d| d.id.as_str()).collect();
        let unnamed = builtin().into_iter().filter(|d| !named.contains(&*d.id));
        list.extend(unnamed);
    }
    topics(file, raw, &mut list, diagnostics);
    (groups, list)
}

/// The rows that every role has by its own keys.
fn own() -> Vec<Dimension> {
    let row = |id: &str, name: &str, question: &str, kind| Dimension {
        name: Arc::from(name),
        question: Some(Arc::from(question)),
        own: true,
        ..plain(id, kind)
    };
    let kinds = ["job", "function", "hat", "body"].map(step).into();
    vec![
        row(
            "purpose",
            "Purpose",
            "Why does the role exist?",
            DimensionKind::Text,
        ),
        row(
            "domain",
            "Domain",
            "What may only they change?",
            DimensionKind::List,
        ),
        row(
            "not",
            "Explicitly not",
            "What do they not do?",
            DimensionKind::List,
        ),
        row(
            "kind",
            "Kind",
            "Job or function?",
            DimensionKind::Choice { values: kinds },
        ),
    ]
}

fn builtin() -> Vec<Dimension> {
    let steps = ["day", "sprint", "quarter", "year", "multi-year"].map(step);
    let mut list = vec![
        plain("responsibilities", DimensionKind::List),
        plain("skills", DimensionKind::Set),
        plain("metrics", DimensionKind::List),
        plain(
            "horizon",
            DimensionKind::Scale {
                steps: steps.into(),
            },
        ),
        plain("scope", DimensionKind::Text),
        plain("artefacts", DimensionKind::Set),
        plain("works_with", DimensionKind::Roles),
    ];
    list.iter_mut().take(1).for_each(|d| d.required = true);
    list
}

fn plain(id: &str, kind: DimensionKind) -> Dimension {
    Dimension {
        id: Id::from(id),
        name: from_id(id),
        question: None,
        kind,
        group: None,
        required: false,
        weight: 1.0,
        topics: Vec::new(),
        own: false,
    }
}

fn step(id: &str) -> Step {
    Step {
        id: Id::from(id),
        name: Arc::from(id),
    }
}

fn groups(file: FileId, raw: &RawDimensions, diagnostics: &mut Diagnostics) -> Vec<Group> {
    let mut seen = Seen::default();
    let mut out = Vec::new();
    for group in &raw.groups {
        if seen.add(
            "groups",
            group.id.as_str(),
            Place::new(file, group.id.span),
            diagnostics,
        ) {
            let Step { id, name } = named(group);
            out.push(Group { id, name });
        }
    }
    out
}

fn named(raw: &RawStep) -> Step {
    Step {
        id: Arc::clone(&raw.id.value),
        name: name_or_id(raw.name.as_ref(), &raw.id),
    }
}

fn name_or_id(name: Option<&Text>, id: &Text) -> Arc<str> {
    match name {
        Some(name) if !name.is_blank() => Arc::clone(&name.value),
        _ => from_id(id.as_str()),
    }
}

fn dimension(
    file: FileId,
    raw: &RawDimension,
    groups: &[Group],
    seen: &mut Seen,
    diagnostics: &mut Diagnostics,
) -> Option<Dimension> {
    let place = Place::new(file, raw.id.span);
    let id = raw.id.as_str();
    if ROLE.find(id).is_some() {
        let message = format!("`{id}` is a key of every role and cannot be a dimension");
        let d = Diagnostic::new(Code::DIMENSION_RESERVED, place, message);
        diagnostics.push(d.help("choose another `id`; its `name` may be any text"));
        return None;
    }
    if !seen.add("dimensions", id, place, diagnostics) {
        return None;
    }
    let weight = raw.weight.as_ref().map_or(1.0, |w| w.value);
    if weight < 0.0 {
        let place = raw
            .weight
            .as_ref()
            .map_or(place, |w| Place::new(file, w.span));
        let message = "a weight is not negative";
        diagnostics.push(Diagnostic::new(Code::VALUE_INVALID, place, message));
    }
    Some(Dimension {
        id: Arc::clone(&raw.id.value),
        name: name_or_id(raw.name.as_ref(), &raw.id),
        question: raw.question.as_ref().map(|q| Arc::clone(&q.value)),
        kind: kind(file, raw, diagnostics)?,
        group: raw
            .group
            .as_ref()
            .and_then(|g| group(file, g, groups, diagnostics)),
        required: raw.required,
        weight: weight.max(0.0),
        topics: Vec::new(),
        own: false,
    })
}

fn group(file: FileId, id: &Text, groups: &[Group], diagnostics: &mut Diagnostics) -> Option<Id> {
    if let Some(group) = groups.iter().find(|g| *g.id == *id.value) {
        return Some(Arc::clone(&group.id));
    }
    let message = format!("there is no group `{}`", id.value);
    let help = did_you_mean(id.as_str(), groups.iter().map(|g| &*g.id))
        .unwrap_or_else(|| "declare it as a `[[group]]`".to_owned());
    let place = Place::new(file, id.span);
    diagnostics.push(Diagnostic::new(Code::GROUP_UNKNOWN, place, message).help(help));
    None
}

/// `None`: the type was not written or is wrong, which `parse` has told.
fn kind(file: FileId, raw: &RawDimension, diagnostics: &mut Diagnostics) -> Option<DimensionKind> {
    let word = raw.kind.as_ref()?;
    let unit = raw.unit.as_ref().map(|u| Arc::clone(&u.value));
    let of = |steps: &Option<Vec<RawStep>>, key: &str, diagnostics: &mut Diagnostics| match steps {
        Some(steps) if !steps.is_empty() => Some(self::steps(file, steps, key, diagnostics)),
        _ => {
            let message = format!("a dimension of type `{}` needs `{key}`", word.value);
            let help = format!("add `{key} = [\"…\", \"…\"]`");
            let place = Place::new(file, word.span);
            diagnostics.push(Diagnostic::new(Code::KEY_MISSING, place, message).help(help));
            None
        }
    };
    Some(match word.as_str() {
        "list" => DimensionKind::List,
        "set" => DimensionKind::Set,
        "scale" => DimensionKind::Scale {
            steps: of(&raw.steps, "steps", diagnostics)?,
        },
        "choice" => DimensionKind::Choice {
            values: of(&raw.values, "values", diagnostics)?,
        },
        "yes-no" => DimensionKind::YesNo,
        "number" => DimensionKind::Number { unit },
        "range" => DimensionKind::Range { unit },
        "roles" => DimensionKind::Roles,
        _ => DimensionKind::Text,
    })
}

fn steps(file: FileId, raw: &[RawStep], key: &str, diagnostics: &mut Diagnostics) -> Vec<Step> {
    let mut seen = Seen::default();
    let mut out = Vec::new();
    for step in raw {
        let place = Place::new(file, step.id.span);
        if seen.add(key, step.id.as_str(), place, diagnostics) {
            let name = step.name.as_ref().unwrap_or(&step.id);
            out.push(Step {
                id: Arc::clone(&step.id.value),
                name: Arc::clone(&name.value),
            });
        }
    }
    out
}

fn topics(
    file: FileId,
    raw: &RawDimensions,
    list: &mut [Dimension],
    diagnostics: &mut Diagnostics,
) {
    let mut seen: BTreeMap<Id, Seen> = BTreeMap::new();
    for topic in &raw.topics {
        let place = Place::new(file, topic.dimension.span);
        let ids: Vec<Id> = list.iter().map(|d| Arc::clone(&d.id)).collect();
        let Some(dimension) = list.iter_mut().find(|d| *d.id == *topic.dimension.value) else {
            let message = format!("there is no dimension `{}`", topic.dimension.value);
            let help = did_you_mean(topic.dimension.as_str(), ids.iter().map(|d| &**d));
            let d = Diagnostic::new(Code::DIMENSION_UNKNOWN, place, message);
            diagnostics.push(d.help_if(help));
            continue;
        };
        if dimension.kind != DimensionKind::List {
            let kind = dimension.kind.word();
            let message = format!(
                "`{}` is of type `{kind}`: only a list has topics",
                dimension.id
            );
            diagnostics.push(Diagnostic::new(Code::VALUE_INVALID, place, message));
            continue;
        }
        let place = Place::new(file, topic.id.span);
        let seen = seen.entry(Arc::clone(&dimension.id)).or_default();
        if seen.add("topics", topic.id.as_str(), place, diagnostics) {
            dimension.topics.push(Topic {
                id: Arc::clone(&topic.id.value),
                name: name_or_id(topic.name.as_ref(), &topic.id),
            });
        }
    }
}

/// Skills and their levels.
pub(super) fn skills(raw: &Vocabularies<'_>, diagnostics: &mut Diagnostics) -> Skills {
    let usual = || {
        ["awareness", "working", "practitioner", "expert"]
            .map(step)
            .to_vec()
    };
    let Some((file, raw)) = raw.skills else {
        return Skills {
            levels: usual(),
            ..Skills::default()
        };
    };
    let mut seen = Seen::default();
    let mut list = Vec::new();
    for skill in &raw.skills {
        let place = Place::new(file, skill.id.span);
        if seen.add("skills", skill.id.as_str(), place, diagnostics) {
            list.push(Skill {
                id: Arc::clone(&skill.id.value),
                name: name_or_id(skill.name.as_ref(), &skill.id),
                description: skill.description.as_ref().map(|d| Arc::clone(&d.value)),
                levels: steps(file, &skill.levels, "levels", diagnostics),
            });
        }
    }
    let levels = raw.levels.as_ref().filter(|l| !l.is_empty());
    Skills {
        list,
        levels: levels.map_or_else(usual, |l| steps(file, l, "levels", diagnostics)),
        listed: !raw.broken,
    }
}

/// Sources in the order of the file.
pub(super) fn sources(raw: &Vocabularies<'_>, diagnostics: &mut Diagnostics) -> Vec<Source> {
    let Some((file, raw)) = raw.sources else {
        return Vec::new();
    };
    let mut seen = Seen::default();
    let mut list = Vec::new();
    for source in &raw.sources {
        let place = Place::new(file, source.id.span);
        if !seen.add("sources", source.id.as_str(), place, diagnostics) {
            continue;
        }
        if let Some(url) = &source.url
            && !["http://", "https://"]
                .iter()
                .any(|s| url.as_str().starts_with(s))
        {
            let message = format!("`{}` is not a web address", url.value);
            let help = "write it with `https://` in front";
            let place = Place::new(file, url.span);
            diagnostics.add(Code::VALUE_INVALID, place, message).help = Some(help.to_owned());
        }
        let text = |t: &Option<Text>| t.as_ref().map(|t| Arc::clone(&t.value));
        list.push(Source {
            id: Arc::clone(&source.id.value),
            title: Arc::clone(&source.title.value),
            authors: source
                .authors
                .iter()
                .map(|a| Arc::clone(&a.value))
                .collect(),
            date: text(&source.date),
            url: text(&source.url),
            accessed: source.accessed.as_ref().map(|d| d.value),
            kind: text(&source.kind),
        });
    }
    list
}

/// A label to another place.
pub(in crate::resolve) fn label(place: Place, message: &str) -> Label {
    let message = message.to_owned();
    Label { place, message }
}
