//! `role` and `roles`: for `role.html` and `roles.html`.

use serde::Serialize;

use super::rights::{RoleRights, rights_of_role};
use super::tag::{actor_tag, dimension_name, role_tag, ruler, tag};
use super::value::{Book, RulerView, SourceLink, SourceView, ValueView, Values};
use super::{Html, LinkView, RoleTag};
use crate::markdown::Outline;
use crate::model::comparison::Comparisons;
use crate::model::dimension::{Dimension, DimensionKind};
use crate::model::role::{Actor, CellValue, Family, Owner, Role, RoleStatus};
use crate::model::{Id, Subject};
use crate::plan::anchors;
use crate::render::ink::Ink;

/// A role's page. Its summary is `page.lead`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RoleView {
    /// The role, without a link.
    pub role: RoleTag,
    /// It is no longer to be used.
    pub deprecated: bool,
    /// The role that took its place.
    pub replaced_by: Option<RoleTag>,
    /// What it decides, does, is asked and told.
    pub rights: RoleRights,
    /// Why it exists.
    pub purpose: Option<RoleSection>,
    /// What only it may change.
    pub domain: Option<RoleSection>,
    /// What it does not do.
    pub not: Option<RoleSection>,
    /// Everything else that it says, by group.
    pub groups: Vec<SectionGroup>,
    /// Its long text.
    pub body: Option<Html>,
    /// Job, function, hat or body.
    pub kind: Option<ValueView>,
    /// The family it belongs to, by name.
    pub family: Option<String>,
    /// Comparisons with one other role: that role, and the address of the comparison.
    pub compare: Vec<CompareWith>,
    /// More of them, when there are many: roles of other families come last.
    pub compare_rest: Vec<CompareWith>,
    /// Comparisons of three and more roles that it is in.
    pub compare_more: Vec<LinkView>,
    /// Roles that one person may hold beside it.
    pub combines_with: Vec<RoleTag>,
    /// Roles that one person must not hold beside it.
    pub conflicts_with: Vec<RoleTag>,
    /// Steps of a career.
    pub levels: Vec<CareerView>,
    /// Short forms and other names.
    pub also: Vec<String>,
    /// Former ids.
    pub was: Vec<String>,
    /// Who keeps the page.
    pub owner: Option<LinkView>,
    /// When it was last reviewed.
    pub reviewed: Option<String>,
    /// When the next review is due.
    pub review_by: Option<String>,
    /// That day has passed.
    pub overdue: bool,
    /// Sources of the role as a whole.
    pub cites: Vec<SourceLink>,
    /// All sources that the page mentions.
    pub sources: Vec<SourceView>,
    /// `[extra]` of the role, as written.
    pub extra: serde_json::Value,
}

/// Some dimensions under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SectionGroup {
    /// The group's name; none: dimensions without a group.
    pub name: Option<String>,
    /// Its dimensions.
    pub sections: Vec<RoleSection>,
}

/// What a role says in one dimension.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RoleSection {
    /// The row's id on the page.
    pub id: String,
    /// The cell's id on the page.
    pub cell: String,
    /// The dimension.
    pub name: String,
    /// What it answers.
    pub question: Option<String>,
    /// The value.
    pub value: ValueView,
    /// Of a scale: all of it, with the role on its step.
    pub ruler: Option<RulerView>,
}

/// A comparison with one other role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CompareWith {
    /// The other role; its `url` is that of the comparison.
    pub role: RoleTag,
}

/// A step of a career.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CareerView {
    /// What it is called.
    pub name: String,
    /// What distinguishes it.
    pub summary: Option<Html>,
}

/// A role's page. `outline` is that of its long text; `today` decides whether a review is overdue.
pub fn role_view(
    book: Book<'_>,
    comparisons: &Comparisons,
    role: &Role,
    outline: &Outline,
    today: crate::date::Date,
    ink: &mut Ink<'_>,
) -> RoleView {
    let ids = anchors::of_role(book.roles, role);
    let rights = rights_of_role(book, role, ink);
    let tags = |ids: &[Id], ink: &Ink<'_>| {
        let roles = ids.iter().filter_map(|id| book.roles.get(id));
        roles.map(|r| role_tag(r, ink)).collect::<Vec<_>>()
    };
    let mut view = RoleView {
        role: tag(role),
        deprecated: role.status == RoleStatus::Deprecated,
        replaced_by: tags(role.replaced_by.as_slice(), ink).pop(),
        rights,
        family: family(book, role).map(|f| f.name.to_string()),
        combines_with: tags(&role.combines_with, ink),
        conflicts_with: tags(&role.conflicts_with, ink),
        also: role
            .abbr
            .iter()
            .chain(&role.aliases)
            .map(|a| a.to_string())
            .collect(),
        was: role.was.iter().map(|w| w.to_string()).collect(),
        owner: role.owner.as_ref().map(|o| owner_link(book, o, ink)),
        reviewed: role.reviewed.map(|d| d.to_string()),
        review_by: role.review_by.map(|d| d.to_string()),
        overdue: role.review_by.is_some_and(|d| d < today),
        extra: role.extra.clone(),
        ..RoleView::default()
    };
    compare_with(book, comparisons, role, &mut view, ink);
    let mut values = Values::new(book, &ids, ink);
    view.purpose = own(&mut values, role, "purpose");
    view.domain = own(&mut values, role, "domain");
    view.not = own(&mut values, role, "not");
    view.groups = groups(&mut values, role);
    view.kind = own(&mut values, role, "kind").map(|s| s.value);
    let body = role.body.as_ref();
    view.body = body.map(|b| values.ink.html_with(b, outline, ""));
    for level in &role.levels {
        view.levels.push(CareerView {
            name: level.name.to_string(),
            summary: level.summary.as_ref().map(|s| values.ink.html(s)),
        });
    }
    view.cites = values.cite(&role.sources);
    view.sources = values.sources();
    view
}

fn family<'a>(book: Book<'a>, role: &Role) -> Option<&'a Family> {
    let id = role.family.as_ref()?;
    book.roles.families.iter().find(|f| f.id == *id)
}

/// Who keeps a page, as a link; without an address the `url` is empty.
pub fn owner_link(book: Book<'_>, owner: &Owner, ink: &Ink<'_>) -> LinkView {
    match owner {
        Owner::Role(id) => {
            let tag = actor_tag(book, &Actor::Role(id.clone()), ink);
            LinkView {
                title: tag.name,
                url: tag.url.unwrap_or_default(),
            }
        }
        Owner::Named { name, url } => LinkView {
            title: name.to_string(),
            url: url.as_ref().map_or_else(String::new, |u| u.to_string()),
        },
    }
}

fn own(values: &mut Values<'_, '_, '_>, role: &Role, id: &str) -> Option<RoleSection> {
    role.cell(id)?;
    let dimension = values.book.roles.dimension(id)?;
    Some(section(values, dimension, role))
}

fn groups(values: &mut Values<'_, '_, '_>, role: &Role) -> Vec<SectionGroup> {
    let roles = values.book.roles;
    let shown: Vec<&Id> = anchors::shown(roles, role).collect();
    let is_shown = |d: &&Dimension| !d.own && shown.contains(&&d.id);
    let names = roles.groups.iter().map(Some).chain([None]);
    let mut out = Vec::new();
    for group in names {
        let id = group.map(|g| &g.id);
        let of = roles
            .dimensions
            .iter()
            .filter(is_shown)
            .filter(|d| d.group.as_ref() == id);
        let sections: Vec<RoleSection> = of.map(|d| section(values, d, role)).collect();
        if !sections.is_empty() {
            let name = group.map(|g| g.name.to_string());
            out.push(SectionGroup { name, sections });
        }
    }
    out
}

fn section(values: &mut Values<'_, '_, '_>, dimension: &Dimension, role: &Role) -> RoleSection {
    let step = match role.cell(&dimension.id).map(|c| &c.value) {
        Some(CellValue::Step(n)) if matches!(dimension.kind, DimensionKind::Scale { .. }) => {
            Some(*n)
        }
        _ => None,
    };
    RoleSection {
        id: values.ids.row(&dimension.id),
        cell: values.ids.cell(&dimension.id, &role.id),
        name: dimension_name(dimension, values.ink),
        question: dimension.question.as_ref().map(|q| q.to_string()),
        value: values.cell(dimension, role),
        ruler: step.map(|n| ruler(dimension, &[(tag(role), n)], values.ink)),
    }
}

/// A list up to this length is shown whole, a longer one up to `FIRST`.
const WHOLE: usize = 8;
/// So many comparisons stand before those that are folded away.
const FIRST: usize = 6;

fn compare_with(
    book: Book<'_>,
    comparisons: &Comparisons,
    role: &Role,
    view: &mut RoleView,
    ink: &Ink<'_>,
) {
    for comparison in comparisons.with(&role.id) {
        let url = ink.url(&Subject::Comparison(comparison.roles.clone()));
        let others: Vec<&Role> = comparison
            .roles
            .iter()
            .filter(|id| **id != role.id)
            .filter_map(|id| book.roles.get(id))
            .collect();
        match others.as_slice() {
            _ if url.is_empty() => {}
            [other] => view.compare.push(CompareWith {
                role: RoleTag {
                    url: Some(url),
                    ..tag(other)
                },
            }),
            _ => view.compare_more.push(LinkView {
                title: others
                    .iter()
                    .map(|r| &*r.name)
                    .collect::<Vec<_>>()
                    .join(", "),
                url,
            }),
        }
    }
    if view.compare.len() > WHOLE {
        let of_family = |c: &CompareWith| {
            let family = book.roles.get(&c.role.id).and_then(|r| r.family.as_ref());
            family.is_some() && family == role.family.as_ref()
        };
        view.compare.sort_by_key(|c| !of_family(c));
        view.compare_rest = view.compare.split_off(FIRST);
    }
}

/// The index of roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RolesView {
    /// The text that an author put in front.
    pub intro: Option<Html>,
    /// How many there are.
    pub count: usize,
    /// By family, in canonical order.
    pub families: Vec<FamilyView>,
    /// The index of comparisons, if there are any.
    pub comparisons: Option<LinkView>,
}

/// A family in the index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FamilyView {
    /// What it is called; none: roles without a family.
    pub name: Option<String>,
    /// Its roles.
    pub roles: Vec<RoleEntry>,
}

/// A role in the index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RoleEntry {
    /// The role.
    pub role: RoleTag,
    /// Its one sentence.
    pub summary: Option<Html>,
    /// The word for what kind of role it is.
    pub kind: Option<String>,
    /// How many decisions are its own.
    pub decides: usize,
    /// It is no longer to be used.
    pub deprecated: bool,
}

/// The index of roles.
pub fn roles_view(book: Book<'_>, comparisons: &Comparisons, ink: &mut Ink<'_>) -> RolesView {
    let families = book.roles.families.iter().map(Some).chain([None]);
    let mut out = Vec::new();
    for family in families {
        let id = family.map(|f| &*f.id);
        let mut roles = Vec::new();
        for role in book.roles.of_family(id) {
            roles.push(entry(book, role, ink));
        }
        if !roles.is_empty() {
            let name = family.map(|f| f.name.to_string());
            out.push(FamilyView { name, roles });
        }
    }
    let url = ink.url(&Subject::Comparisons);
    RolesView {
        intro: None,
        count: book.roles.list.len(),
        families: out,
        comparisons: (!url.is_empty()).then(|| LinkView {
            title: ink.count(
                "pairs",
                comparisons
                    .list
                    .iter()
                    .filter(|c| c.roles.len() == 2)
                    .count(),
            ),
            url,
        }),
    }
}

fn entry(book: Book<'_>, role: &Role, ink: &mut Ink<'_>) -> RoleEntry {
    let me = Actor::Role(role.id.clone());
    let decides = book.rights.activities.iter();
    let decides = decides
        .filter(|a| a.parts.accountable.as_ref() == Some(&me))
        .count();
    let kind = match role.cell("kind").map(|c| &c.value) {
        Some(CellValue::Step(n)) => book
            .roles
            .dimension("kind")
            .map(|d| super::tag::step_name(d, *n, ink)),
        _ => None,
    };
    RoleEntry {
        role: role_tag(role, ink),
        summary: role.summary.as_ref().map(|s| ink.html(s)),
        kind,
        decides,
        deprecated: role.status == RoleStatus::Deprecated,
    }
}
