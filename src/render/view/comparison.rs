//! `comparison`: for `comparison.html`, two to five roles side by side.

mod rows;

use serde::Serialize;

use super::rights::{RightsTable, rights_of_comparison};
use super::tag::role_tag;
use super::value::{
    Book, ClaimView, ItemView, RulerView, SourceLink, SourceView, ValueView, Values,
};
use super::{Html, LinkView, RoleTag, StatusView};
use crate::model::comparison::{Comparison, Comparisons};
use crate::model::role::Role;
use crate::model::{Id, Subject};
use crate::plan::anchors;
use crate::render::ink::Ink;
use crate::resolve::comparison::{Counts, Row, compare};
use crate::text::list_of;
use rows::Writer;

/// A comparison. Its title is `page.title`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ComparisonView {
    /// The roles, in the order of the columns.
    pub roles: Vec<RoleTag>,
    /// The difference in a sentence.
    pub verdict: Option<Html>,
    /// When each is the right one.
    pub choose: Vec<ChooseView>,
    /// When to have both, or all.
    pub both: Option<Html>,
    /// How many rows there are.
    pub count: usize,
    /// How many of each status, in words; statuses without a row are left out.
    pub counts: Vec<StatusView>,
    /// Rows that are not the same, by group.
    pub groups: Vec<RowGroup>,
    /// Rows that are the same, folded.
    pub same: Vec<RowView>,
    /// Rights in which the roles take part; not counted.
    pub rights: Option<RightsTable>,
    /// What is often misread.
    pub misconceptions: Vec<MythView>,
    /// The decision that helps to choose.
    pub decision: Option<LinkView>,
    /// Comparisons that share a role with this one.
    pub others: Vec<LinkView>,
    /// All sources that the page mentions.
    pub sources: Vec<SourceView>,
}

/// When a role is the right one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChooseView {
    /// The role.
    pub role: RoleTag,
    /// "Choose … when".
    pub heading: String,
    /// What makes it right.
    pub text: Html,
}

/// Rows under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowGroup {
    /// The group's name; none: rows without a group.
    pub name: Option<String>,
    /// Its rows.
    pub rows: Vec<RowView>,
}

/// One dimension for all the roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowView {
    /// Its id.
    pub id: String,
    /// The dimension.
    pub name: String,
    /// What a cell answers.
    pub question: Option<String>,
    /// How the cells relate.
    pub status: StatusView,
    /// One cell for each role; empty if the row is the same: then `across` stands for all.
    pub cells: Vec<CellView>,
    /// What all say.
    pub across: Option<ValueView>,
    /// The id of `across`.
    pub across_id: String,
    /// Remarks, sources and other readings of single roles on what all say.
    pub said: Vec<SaidView>,
    /// Items that several roles have, set across the columns.
    pub shared: Vec<SharedView>,
    /// The scale with all the roles on it.
    pub scale: Option<ScaleView>,
}

/// One role's cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CellView {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub role: RoleTag,
    /// What it says: of a list, only what is not set across.
    pub value: ValueView,
    /// All it says is set across the columns.
    pub all_shared: bool,
}

/// What is to be said about one role's cell where the value stands for all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SaidView {
    /// Whose it is.
    pub role: RoleTag,
    /// What is to be said.
    pub claim: ClaimView,
}

/// Items set across the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SharedView {
    /// Its id.
    pub id: String,
    /// "Both", "All", "Some".
    pub word: String,
    /// The items.
    pub items: Vec<SharedItem>,
}

/// An item that several roles have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SharedItem {
    /// The item, in the words of the first role that has it.
    pub item: ItemView,
    /// Who has it; empty: all.
    pub by: Vec<RoleTag>,
}

/// A scale with roles on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ScaleView {
    /// Its id.
    pub id: String,
    /// The scale.
    pub ruler: RulerView,
    /// How far the roles are apart.
    pub sentence: String,
}

/// A belief and what is true.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MythView {
    /// What is believed.
    pub myth: Html,
    /// What is true.
    pub fact: Html,
    /// Where that comes from.
    pub sources: Vec<SourceLink>,
}

/// The title of a comparison: its own, else the names of its roles, the last after the theme's word `and`.
pub fn title(book: Book<'_>, comparison: &Comparison, and: &str) -> String {
    let own = comparison.words.as_ref().and_then(|w| w.title.as_ref());
    own.map_or_else(|| names(book, &comparison.roles, and), |t| t.to_string())
}

fn names(book: Book<'_>, ids: &[Id], and: &str) -> String {
    let names: Vec<&str> = ids
        .iter()
        .filter_map(|id| Some(&*book.roles.get(id)?.name))
        .collect();
    list_of(&names, and)
}

/// A comparison's page, and the marks of statuses that it uses (`page.marks`). `decision_title` knows decisions.
pub fn comparison_view(
    book: Book<'_>,
    comparisons: &Comparisons,
    comparison: &Comparison,
    decision_title: &dyn Fn(&Id) -> Option<String>,
    ink: &mut Ink<'_>,
) -> (ComparisonView, Vec<&'static str>) {
    let compared = compare(book.roles, &comparison.roles);
    let ids = anchors::of_comparison(book.roles, &compared);
    let list: Vec<&Role> = compared
        .roles
        .iter()
        .filter_map(|id| book.roles.get(id))
        .collect();
    let mut view = ComparisonView {
        roles: list.iter().map(|r| role_tag(r, ink)).collect(),
        count: compared.counts.rows,
        counts: counts(&compared.counts, &list, ink),
        ..ComparisonView::default()
    };
    let marks = marks(&compared.rows);
    let mut writer = Writer {
        values: Values::new(book, &ids, ink),
        roles: list,
    };
    if let Some(words) = &comparison.words {
        writer.choose(words, &mut view);
    }
    writer.rows(&compared, &mut view);
    view.rights = rights_of_comparison(book, &compared.roles, writer.values.ink);
    if let Some(words) = &comparison.words {
        writer.misconceptions(words, &mut view);
    }
    view.sources = writer.values.sources();
    let ink = writer.values.ink;
    let decision = comparison.words.as_ref().and_then(|w| w.decision.as_ref());
    view.decision = decision.and_then(|id| {
        let title = decision_title(id)?;
        let url = ink.url(&Subject::Decision(id.clone()));
        Some(LinkView { title, url })
    });
    view.others = others(book, comparisons, comparison, ink);
    (view, marks)
}

/// Comparisons that this one's roles are in, too.
fn others(
    book: Book<'_>,
    comparisons: &Comparisons,
    this: &Comparison,
    ink: &Ink<'_>,
) -> Vec<LinkView> {
    const MOST: usize = 12;
    let near = |c: &&Comparison| {
        c.roles != this.roles && c.roles.iter().filter(|r| this.roles.contains(r)).count() > 0
    };
    // Those with words of an author first: somebody thought them worth it.
    let (written, computed): (Vec<_>, Vec<_>) = comparisons
        .list
        .iter()
        .filter(near)
        .partition(|c| c.words.is_some());
    let link = |c: &Comparison| LinkView {
        title: title(book, c, ink.word("and")),
        url: ink.url(&Subject::Comparison(c.roles.clone())),
    };
    written
        .into_iter()
        .chain(computed)
        .take(MOST)
        .map(link)
        .collect()
}

fn marks(rows: &[Row]) -> Vec<&'static str> {
    let mut marks: Vec<&'static str> = rows.iter().map(|r| r.status.word()).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

fn counts(counts: &Counts, roles: &[&Role], ink: &Ink<'_>) -> Vec<StatusView> {
    let mut out = Vec::new();
    let mut push = |kind, n: usize, word: String| {
        if n > 0 {
            out.push(StatusView { kind, word });
        }
    };
    push("same", counts.same, ink.count("n-same", counts.same));
    push("part", counts.part, ink.count("n-partly", counts.part));
    push(
        "diff",
        counts.different,
        ink.count("n-different", counts.different),
    );
    for (role, n) in roles.iter().zip(&counts.only) {
        let word = ink.count("n-only-role", *n).replace("{role}", &role.name);
        push("only", *n, word);
    }
    push(
        "deps",
        counts.depends,
        ink.count("n-depends", counts.depends),
    );
    push("gap", counts.gap, ink.count("n-gaps", counts.gap));
    out
}

fn only(role: &Role, ink: &Ink<'_>) -> String {
    ink.word("only").replace("{role}", &role.name)
}
