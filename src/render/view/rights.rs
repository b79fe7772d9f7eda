//! `rights`: for `rights.html`, the matrix; and the rows of it that stand on other pages: of a role, of a comparison, of a
//! decision's result.

mod outcome;

pub use outcome::{OutcomeRights, OutcomeRow, rights_of_outcome};

use serde::Serialize;

use super::tag::{actor_tag, role_tag};
use super::value::Book;
use super::{Html, LinkView, RoleTag};
use crate::model::rights::{Activity, Part, Parts};
use crate::model::role::{Actor, Role};
use crate::model::{Id, Subject};
use crate::render::ink::Ink;

/// Who decides what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RightsView {
    /// The text that an author put in front.
    pub intro: Option<Html>,
    /// What the letters mean, in order.
    pub key: Vec<PartView>,
    /// How many activities there are.
    pub count: usize,
    /// The columns: roles with a part in canonical order, then parties.
    pub columns: Vec<RoleTag>,
    /// Activities that nobody is accountable for; they stand first.
    pub nobody: Vec<MatrixRow>,
    /// The others by area.
    pub areas: Vec<AreaView>,
    /// Who decides, by verb.
    pub verbs: Vec<WhoDecides>,
    /// Who decides, by role or party.
    pub deciders: Vec<DeciderView>,
}

/// A group of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AreaView {
    /// What it is called.
    pub name: String,
    /// Its activities.
    pub rows: Vec<MatrixRow>,
}

/// An activity in the matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// Its id on the page of rights.
    pub id: String,
    /// "Order the backlog".
    pub name: String,
    /// How long it may take.
    pub within: Option<String>,
    /// From or up to where it holds.
    pub threshold: Option<String>,
    /// Decides while the accountable is away.
    pub deputy: Option<RoleTag>,
    /// Where it goes when it cannot be settled.
    pub escalates_to: Option<RoleTag>,
    /// One for each column: the parts that it takes.
    pub cells: Vec<Vec<PartView>>,
}

/// The part somebody takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PartView {
    /// `A`, `R`, `C` or `I`: also the class of its mark.
    pub letter: &'static str,
    /// The word for it.
    pub word: String,
}

/// Decisions that begin with the same verb.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WhoDecides {
    /// The verb.
    pub verb: String,
    /// What is decided, and by whom.
    pub items: Vec<DecidedView>,
}

/// An activity and who is accountable for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DecidedView {
    /// The activity, in the matrix.
    pub activity: LinkView,
    /// Who decides; none: nobody.
    pub by: Option<RoleTag>,
}

/// Everything one role or party decides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeciderView {
    /// Who.
    pub role: RoleTag,
    /// What.
    pub activities: Vec<LinkView>,
}

/// The matrix.
pub fn rights_view(book: Book<'_>, ink: &Ink<'_>) -> RightsView {
    let rights = book.rights;
    let columns = columns(book, &rights.activities);
    let row = |a: &Activity| matrix_row(book, a, &columns, ink);
    let decided = |a: &&Activity| a.parts.accountable.is_some();
    let area = |name: Option<std::sync::Arc<str>>| {
        let of = rights.activities.iter().filter(|a| a.area == name);
        AreaView {
            name: name.as_deref().unwrap_or(ink.word("area-other")).to_owned(),
            rows: of.filter(decided).map(row).collect(),
        }
    };
    let areas = rights.areas().into_iter().map(area);
    RightsView {
        intro: None,
        key: Part::ALL.map(|p| part_view(p, ink)).into(),
        count: rights.activities.len(),
        nobody: rights
            .activities
            .iter()
            .filter(|a| !decided(a))
            .map(row)
            .collect(),
        areas: areas.filter(|a| !a.rows.is_empty()).collect(),
        verbs: verbs(book, ink),
        deciders: columns
            .iter()
            .filter_map(|c| decider(book, c, ink))
            .collect(),
        columns: columns.iter().map(|c| actor_tag(book, c, ink)).collect(),
    }
}

/// Who takes part in any of these activities.
fn columns<'x>(
    book: Book<'_>,
    activities: impl IntoIterator<Item = &'x Activity> + Clone,
) -> Vec<Actor> {
    let rights = book.rights;
    let takes_part = |a: &Actor| {
        let mut activities = activities.clone().into_iter();
        activities.any(|x| x.parts.parts_of(a).next().is_some())
    };
    let roles = book.roles.list.iter().map(|r| Actor::Role(r.id.clone()));
    let parties = rights.parties.iter().map(|p| Actor::Party(p.id.clone()));
    roles.chain(parties).filter(takes_part).collect()
}

fn matrix_row(book: Book<'_>, activity: &Activity, columns: &[Actor], ink: &Ink<'_>) -> MatrixRow {
    let tag = |a: &Option<Actor>| a.as_ref().map(|a| actor_tag(book, a, ink));
    let text = |t: &Option<std::sync::Arc<str>>| t.as_ref().map(|t| t.to_string());
    let cell = |actor| {
        activity
            .parts
            .parts_of(actor)
            .map(|p| part_view(p, ink))
            .collect()
    };
    MatrixRow {
        id: activity.anchor.to_string(),
        name: activity.name.to_string(),
        within: text(&activity.within),
        threshold: text(&activity.threshold),
        deputy: tag(&activity.deputy),
        escalates_to: tag(&activity.escalates_to),
        cells: columns.iter().map(cell).collect(),
    }
}

fn part_view(part: Part, ink: &Ink<'_>) -> PartView {
    PartView {
        letter: part.letter(),
        word: ink.word(part.key()).to_owned(),
    }
}

/// A link to an activity's row in the matrix.
pub fn activity_link(activity: &Activity, ink: &Ink<'_>) -> LinkView {
    LinkView {
        title: activity.name.to_string(),
        url: ink.url_at(&Subject::Rights, &activity.anchor),
    }
}

fn verbs(book: Book<'_>, ink: &Ink<'_>) -> Vec<WhoDecides> {
    let mut out: Vec<WhoDecides> = Vec::new();
    for activity in &book.rights.activities {
        let verb = &*activity.verb;
        let item = DecidedView {
            activity: activity_link(activity, ink),
            by: activity
                .parts
                .accountable
                .as_ref()
                .map(|a| actor_tag(book, a, ink)),
        };
        match out.iter_mut().find(|w| w.verb == verb) {
            Some(with) => with.items.push(item),
            None => out.push(WhoDecides {
                verb: verb.to_owned(),
                items: vec![item],
            }),
        }
    }
    out.sort_by_cached_key(|w| crate::text::sort_key(&w.verb));
    out
}

fn decider(book: Book<'_>, actor: &Actor, ink: &Ink<'_>) -> Option<DeciderView> {
    let decides = |a: &&Activity| a.parts.accountable.as_ref() == Some(actor);
    let activities = book.rights.activities.iter().filter(decides);
    let activities: Vec<LinkView> = activities.map(|a| activity_link(a, ink)).collect();
    (!activities.is_empty()).then(|| DeciderView {
        role: actor_tag(book, actor, ink),
        activities,
    })
}

/// Some activities by some roles: on a comparison, and on a result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RightsTable {
    /// The columns.
    pub roles: Vec<RoleTag>,
    /// What the table holds, for its caption.
    pub caption: String,
    /// Its rows.
    pub rows: Vec<RightsRow>,
}

/// One activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RightsRow {
    /// The activity, in the matrix.
    pub activity: LinkView,
    /// One for each column.
    pub cells: Vec<RightsCell>,
}

/// What one role has to do with an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RightsCell {
    /// The role of the column.
    pub role: RoleTag,
    /// The parts it takes; empty: none.
    pub parts: Vec<PartView>,
}

/// These activities, with a column for everybody who takes part in one.
pub fn rights_rows(book: Book<'_>, activities: &[&Activity], ink: &Ink<'_>) -> RightsTable {
    let columns = columns(book, activities.iter().copied());
    let roles: Vec<RoleTag> = columns.iter().map(|c| actor_tag(book, c, ink)).collect();
    let row = |activity: &&Activity| {
        let cells = columns.iter().zip(&roles).map(|(actor, role)| RightsCell {
            role: role.clone(),
            parts: activity
                .parts
                .parts_of(actor)
                .map(|p| part_view(p, ink))
                .collect(),
        });
        RightsRow {
            activity: activity_link(activity, ink),
            cells: cells.collect(),
        }
    };
    RightsTable {
        caption: ink
            .word("rights-of")
            .replace("{n}", &activities.len().to_string())
            .replace("{all}", &book.rights.activities.len().to_string()),
        rows: activities.iter().map(row).collect(),
        roles,
    }
}

/// The activities in which compared roles take part; `None` if there are none.
pub fn rights_of_comparison(book: Book<'_>, ids: &[Id], ink: &Ink<'_>) -> Option<RightsTable> {
    let roles: Vec<&Role> = ids.iter().filter_map(|id| book.roles.get(id)).collect();
    let all = book.rights.activities.iter();
    let rows = all.filter_map(|a| row(&roles, a, &a.parts, ink));
    let rows: Vec<RightsRow> = rows.collect();
    let (n, all) = (rows.len(), book.rights.activities.len());
    (n > 0).then(|| RightsTable {
        roles: roles.iter().map(|r| role_tag(r, ink)).collect(),
        caption: ink
            .word("rights-of")
            .replace("{n}", &n.to_string())
            .replace("{all}", &all.to_string()),
        rows,
    })
}

fn row(roles: &[&Role], activity: &Activity, parts: &Parts, ink: &Ink<'_>) -> Option<RightsRow> {
    let cell = |role: &&Role| RightsCell {
        role: role_tag(role, ink),
        parts: parts
            .parts_of(&Actor::Role(role.id.clone()))
            .map(|p| part_view(p, ink))
            .collect(),
    };
    let cells: Vec<RightsCell> = roles.iter().map(cell).collect();
    cells
        .iter()
        .any(|c| !c.parts.is_empty())
        .then(|| RightsRow {
            activity: activity_link(activity, ink),
            cells,
        })
}

/// What a role has to do with activities: "must go through me".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RoleRights {
    /// What it decides.
    pub decides: Vec<RoleRight>,
    /// What it does and somebody else decides.
    pub does: Vec<RoleRight>,
    /// What it is asked before.
    pub asked: Vec<RoleRight>,
    /// What it hears of afterwards.
    pub told: Vec<RoleRight>,
    /// Who decides in its place while it is away, each once.
    pub deputies: Vec<RoleTag>,
}

/// An activity from the point of view of one role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RoleRight {
    /// The activity, in the matrix.
    pub activity: LinkView,
    /// Who decides, if it is somebody else.
    pub by: Option<RoleTag>,
    /// How long it may take.
    pub within: Option<String>,
    /// From or up to where it holds.
    pub threshold: Option<String>,
}

/// The activities in which a role takes part, each in the list of its largest part.
pub fn rights_of_role(book: Book<'_>, role: &Role, ink: &Ink<'_>) -> RoleRights {
    let me = Actor::Role(role.id.clone());
    let mut out = RoleRights::default();
    for activity in &book.rights.activities {
        let Some(part) = activity.parts.parts_of(&me).next() else {
            continue;
        };
        let by = activity.parts.accountable.as_ref().filter(|a| **a != me);
        let text = |t: &Option<std::sync::Arc<str>>| t.as_ref().map(|t| t.to_string());
        let right = RoleRight {
            activity: activity_link(activity, ink),
            by: by.map(|a| actor_tag(book, a, ink)),
            within: text(&activity.within),
            threshold: text(&activity.threshold),
        };
        match part {
            Part::Accountable => {
                let deputy = activity.deputy.as_ref().map(|d| actor_tag(book, d, ink));
                out.deputies
                    .extend(deputy.filter(|d| !out.deputies.contains(d)));
                out.decides.push(right);
            }
            Part::Responsible => out.does.push(right),
            Part::Consulted => out.asked.push(right),
            Part::Informed => out.told.push(right),
        }
    }
    out
}
