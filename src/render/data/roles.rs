//! `/data/roles.json`, `/data/comparisons.json`, `/data/rights.json`: what other programs may read. Fields are only ever
//! added; texts are plain.
//!
//! A cell carries the normalised keys that comparison uses, so that a browser compares keys and folds nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::comparison::Comparisons;
use crate::model::dimension::Dimension;
use crate::model::rights::{Activity, Part, Rights};
use crate::model::role::{Actor, Cell, CellValue, Item, ItemText, Role, Roles};
use crate::model::{Id, Prose, Subject};
use crate::resolve::comparison::keys::{Keys, Presence};

/// The version of these formats.
const SCHEMA: u32 = 1;

/// The address of a subject's page and of an id on it (or `""`); empty: it has none.
pub type UrlOf<'a> = dyn Fn(&Subject, &str) -> String + 'a;

/// `/data/roles.json`
#[derive(Debug, Serialize)]
pub struct RolesData {
    schema: u32,
    groups: Vec<Named>,
    dimensions: Vec<DimensionData>,
    families: Vec<Named>,
    roles: Vec<RoleData>,
}

#[derive(Debug, Serialize)]
struct Named {
    id: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct DimensionData {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    required: bool,
    weight: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
}

#[derive(Debug, Serialize)]
struct RoleData {
    id: String,
    name: String,
    url: String,
    monogram: String,
    hue: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
    cells: BTreeMap<String, CellData>,
}

/// What a role says in a dimension.
#[derive(Debug, Serialize)]
struct CellData {
    /// `value`, `none`, `unknown`, `depends`.
    state: &'static str,
    /// As readers see it: one text for each item or value.
    text: Vec<String>,
    /// What each is matched by.
    keys: Vec<String>,
    /// Equal in two roles if and only if the items are equal.
    full: Vec<String>,
    /// The bounds of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<(f64, f64)>,
    /// The number of a scale's step, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// Roles, in canonical order.
pub fn roles(roles: &Roles, rights: &Rights, url: &UrlOf<'_>) -> RolesData {
    let named = |id: &Id, name: &str| Named {
        id: id.to_string(),
        name: name.to_owned(),
    };
    RolesData {
        schema: SCHEMA,
        groups: roles.groups.iter().map(|g| named(&g.id, &g.name)).collect(),
        dimensions: roles.dimensions.iter().map(dimension).collect(),
        families: roles
            .families
            .iter()
            .map(|f| named(&f.id, &f.name))
            .collect(),
        roles: roles
            .list
            .iter()
            .map(|r| role(roles, rights, r, url))
            .collect(),
    }
}

fn dimension(dimension: &Dimension) -> DimensionData {
    let step = |s: &crate::model::dimension::Step| Named {
        id: s.id.to_string(),
        name: s.name.to_string(),
    };
    DimensionData {
        id: dimension.id.to_string(),
        name: dimension.name.to_string(),
        question: dimension.question.as_ref().map(|q| q.to_string()),
        r#type: dimension.kind.word(),
        group: dimension.group.as_ref().map(|g| g.to_string()),
        required: dimension.required,
        weight: dimension.weight,
        steps: dimension.steps().iter().map(step).collect(),
        unit: dimension.unit().map(str::to_owned),
    }
}

fn role(roles: &Roles, rights: &Rights, role: &Role, url: &UrlOf<'_>) -> RoleData {
    let cell = |d: &Dimension| {
        let cell = role.cell(&d.id)?;
        let keys = Keys::of(Some(cell), d, &roles.skills);
        Some((d.id.to_string(), cell_data(roles, rights, d, cell, keys)))
    };
    RoleData {
        id: role.id.to_string(),
        name: role.name.to_string(),
        url: url(&Subject::Role(role.id.clone()), ""),
        monogram: role.monogram.to_string(),
        hue: role.hue,
        family: role.family.as_ref().map(|f| f.to_string()),
        summary: role.summary.as_ref().map(Prose::plain_text),
        also: role
            .abbr
            .iter()
            .chain(&role.aliases)
            .map(|a| a.to_string())
            .collect(),
        cells: roles.dimensions.iter().filter_map(cell).collect(),
    }
}

fn cell_data(
    roles: &Roles,
    rights: &Rights,
    dimension: &Dimension,
    cell: &Cell,
    keys: Keys,
) -> CellData {
    let (matching, full) = keys.items.into_iter().map(|k| (k.matching, k.full)).unzip();
    CellData {
        state: match keys.presence {
            Presence::Value => "value",
            Presence::None | Presence::Missing => "none",
            Presence::Unknown => "unknown",
            Presence::Depends => "depends",
        },
        text: texts(roles, rights, dimension, &cell.value),
        keys: matching,
        full,
        range: keys.range,
        step: keys.step,
        note: cell.claim.note.as_ref().map(Prose::plain_text),
    }
}

fn texts(roles: &Roles, rights: &Rights, dimension: &Dimension, value: &CellValue) -> Vec<String> {
    let item = |item: &Item| match &item.text {
        ItemText::Prose(text) => text.plain_text(),
        ItemText::Skill(id) => roles.skills.get(id).map_or(id, |s| &s.name).to_string(),
    };
    match value {
        CellValue::State { why, .. } => why.iter().map(Prose::plain_text).collect(),
        CellValue::Text(text) => vec![text.plain_text()],
        CellValue::Items(items) => items.iter().map(item).collect(),
        CellValue::Step(n) => dimension
            .steps()
            .get(*n)
            .map(|s| s.name.to_string())
            .into_iter()
            .collect(),
        CellValue::YesNo(yes) => vec![yes.to_string()],
        CellValue::Number(n) => vec![n.to_string()],
        CellValue::Range(from, to) => vec![format!("{from}–{to}")],
        CellValue::Roles(actors) => actors.iter().map(|a| name(roles, rights, a)).collect(),
    }
}

fn name(roles: &Roles, rights: &Rights, actor: &Actor) -> String {
    let id = actor.id();
    match actor {
        Actor::Role(_) => roles.get(id).map_or(id, |r| &r.name).to_string(),
        Actor::Party(_) => rights.party(id).map_or(id, |p| &p.name).to_string(),
    }
}

/// `/data/comparisons.json`
#[derive(Debug, Serialize)]
pub struct ComparisonsData {
    schema: u32,
    comparisons: Vec<ComparisonData>,
}

#[derive(Debug, Serialize)]
struct ComparisonData {
    roles: Vec<String>,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<String>,
}

/// Comparisons that have a page.
pub fn comparisons(comparisons: &Comparisons, url: &UrlOf<'_>) -> ComparisonsData {
    let one = |c: &crate::model::comparison::Comparison| {
        let words = c.words.as_ref();
        ComparisonData {
            roles: c.roles.iter().map(|r| r.to_string()).collect(),
            url: url(&Subject::Comparison(c.roles.clone()), ""),
            title: words.and_then(|w| Some(w.title.as_ref()?.to_string())),
            verdict: words.and_then(|w| Some(w.verdict.as_ref()?.plain_text())),
            decision: words.and_then(|w| Some(w.decision.as_ref()?.to_string())),
        }
    };
    ComparisonsData {
        schema: SCHEMA,
        comparisons: comparisons.list.iter().map(one).collect(),
    }
}

/// `/data/rights.json`
#[derive(Debug, Serialize)]
pub struct RightsData {
    schema: u32,
    scheme: &'static str,
    parties: Vec<Named>,
    activities: Vec<ActivityData>,
}

#[derive(Debug, Serialize)]
struct ActivityData {
    id: String,
    name: String,
    url: String,
    verb: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    accountable: Option<String>,
    responsible: Vec<String>,
    consulted: Vec<String>,
    informed: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deputy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    escalates_to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    if_absent: BTreeMap<String, String>,
}

/// Activities, in the order of the file.
pub fn rights(rights: &Rights, url: &UrlOf<'_>) -> RightsData {
    let party = |p: &crate::model::rights::Party| Named {
        id: p.id.to_string(),
        name: p.name.to_string(),
    };
    RightsData {
        schema: SCHEMA,
        scheme: "raci",
        parties: rights.parties.iter().map(party).collect(),
        activities: rights.activities.iter().map(|a| activity(a, url)).collect(),
    }
}

fn activity(activity: &Activity, url: &UrlOf<'_>) -> ActivityData {
    let ids = |part| {
        activity
            .parts
            .of(part)
            .iter()
            .map(|a| a.id().to_string())
            .collect()
    };
    let text = |t: &Option<std::sync::Arc<str>>| t.as_ref().map(|t| t.to_string());
    let id = |a: &Option<Actor>| a.as_ref().map(|a| a.id().to_string());
    let absent = activity.if_absent.iter();
    ActivityData {
        id: activity.id.to_string(),
        name: activity.name.to_string(),
        url: url(&Subject::Rights, &activity.anchor),
        verb: activity.verb.to_string(),
        kind: text(&activity.kind),
        area: text(&activity.area),
        accountable: id(&activity.parts.accountable),
        responsible: ids(Part::Responsible),
        consulted: ids(Part::Consulted),
        informed: ids(Part::Informed),
        deputy: id(&activity.deputy),
        escalates_to: id(&activity.escalates_to),
        within: text(&activity.within),
        threshold: text(&activity.threshold),
        if_absent: absent
            .map(|(k, v)| (k.to_string(), v.id().to_string()))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::fixture::fixture;

    #[test]
    fn a_browser_can_compare_by_keys_alone() {
        let f = fixture(&[
            (
                "a.toml",
                "name = \"A\"\nresponsibilities = [\"Do  *This*\", { topic = \"t\", text = \"x\" }]\nhorizon = \"day\"\n",
            ),
            (
                "b.toml",
                "name = \"B\"\nresponsibilities = [\"do this\"]\nscope = { state = \"varies\" }\n",
            ),
            (
                "rights.toml",
                "[[activity]]\nname = \"Do it\"\naccountable = \"a\"\nresponsible = [\"b\"]\n",
            ),
        ]);
        let url = |s: &Subject, anchor: &str| match crate::plan::route::generated(s) {
            Some(route) => format!("{}#{anchor}", route.as_str()),
            None => String::new(),
        };
        let json = serde_json::to_value(roles(&f.roles, &f.rights, &url)).unwrap();
        let of = |role: usize, path: &str| json["roles"][role]["cells"].pointer(path).cloned();
        assert_eq!(json["schema"], 1);
        assert_eq!(
            of(0, "/responsibilities/full/0"),
            of(1, "/responsibilities/full/0")
        );
        assert_eq!(of(0, "/responsibilities/keys/1").unwrap(), "topic:t");
        assert_eq!(of(0, "/responsibilities/text/0").unwrap(), "Do  This");
        assert_eq!(of(0, "/horizon/step").unwrap(), 0);
        assert_eq!(of(1, "/scope/state").unwrap(), "depends");
        let json = serde_json::to_value(rights(&f.rights, &url)).unwrap();
        assert_eq!(json["activities"][0]["url"], "/rights/#do-it");
        let json = serde_json::to_value(comparisons(&f.comparisons, &url)).unwrap();
        assert_eq!(json["comparisons"][0]["url"], "/compare/a-vs-b/#");
    }
}
