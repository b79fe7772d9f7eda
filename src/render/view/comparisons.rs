//! `comparisons`: for `comparisons.html`, every pair that has a page as a triangle of links.

use std::collections::BTreeSet;

use serde::Serialize;

use super::comparison::title;
use super::tag::role_tag;
use super::value::Book;
use super::{Html, LinkView, RoleTag};
use crate::model::Subject;
use crate::model::comparison::{Comparison, Comparisons};
use crate::model::role::Role;
use crate::render::ink::Ink;
use crate::resolve::comparison::compare;

/// With more roles than this, there is one triangle for each family and a list of the other pairs.
const ONE_TRIANGLE: usize = 40;

/// The index of comparisons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ComparisonsView {
    /// The text that an author put in front.
    pub intro: Option<Html>,
    /// How many pairs have a page.
    pub pairs: usize,
    /// Comparisons that an author wrote about, and those of three and more roles.
    pub written: Vec<LinkView>,
    /// Triangles of pairs.
    pub triangles: Vec<TriangleView>,
    /// Pairs that no triangle shows.
    pub others: Vec<LinkView>,
    /// The roles that a script lets readers compare, by `/data/roles.json`.
    pub data: String,
}

/// Pairs of some roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TriangleView {
    /// The family; none: all roles.
    pub name: Option<String>,
    /// The columns: all roles but the last.
    pub columns: Vec<RoleTag>,
    /// The rows: all roles but the first.
    pub rows: Vec<TriangleRow>,
}

/// A row of a triangle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TriangleRow {
    /// Its role.
    pub role: RoleTag,
    /// One for each role before it; none: no page.
    pub cells: Vec<Option<PairView>>,
}

/// A pair.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PairView {
    /// The address of its comparison.
    pub url: String,
    /// In how many rows the two differ.
    pub differ: usize,
    /// The same in words, with both names.
    pub label: String,
    /// 0 to 4: how far apart they are, for the class `d0` … `d4`.
    pub depth: usize,
}

/// The index of comparisons.
pub fn comparisons_view(
    book: Book<'_>,
    comparisons: &Comparisons,
    ink: &Ink<'_>,
) -> ComparisonsView {
    let pairs: Vec<&Comparison> = comparisons
        .list
        .iter()
        .filter(|c| c.roles.len() == 2)
        .collect();
    let link = |c: &&Comparison| LinkView {
        title: title(book, c, ink.word("and")),
        url: ink.url(&Subject::Comparison(c.roles.clone())),
    };
    let written = comparisons
        .list
        .iter()
        .filter(|c| c.words.is_some() || c.roles.len() > 2);
    let paired: BTreeSet<&str> = pairs
        .iter()
        .flat_map(|c| c.roles.iter().map(|r| &**r))
        .collect();
    let roles: Vec<&Role> = book
        .roles
        .list
        .iter()
        .filter(|r| paired.contains(&*r.id))
        .collect();
    let drawing = Drawing {
        book,
        comparisons,
        ink,
    };
    let mut triangles = Vec::new();
    let mut others = Vec::new();
    if roles.len() <= ONE_TRIANGLE {
        triangles.extend(drawing.triangle(None, &roles));
    } else {
        for family in &book.roles.families {
            let of = |r: &&&Role| r.family.as_ref() == Some(&family.id);
            let of: Vec<&Role> = roles.iter().filter(of).copied().collect();
            triangles.extend(drawing.triangle(Some(family.name.to_string()), &of));
        }
        let family = |id: &str| book.roles.get(id).and_then(|r| r.family.as_ref());
        let mixed = |c: &&&Comparison| match &*c.roles {
            [a, b] => family(a).is_none() || family(a) != family(b),
            _ => false,
        };
        others.extend(pairs.iter().filter(mixed).map(link));
    }
    ComparisonsView {
        intro: None,
        pairs: pairs.len(),
        written: written.map(|c| link(&c)).collect(),
        triangles,
        others,
        data: ink.file("data/roles.json"),
    }
}

struct Drawing<'a, 'i> {
    book: Book<'a>,
    comparisons: &'a Comparisons,
    ink: &'a Ink<'i>,
}

impl Drawing<'_, '_> {
    fn triangle(&self, name: Option<String>, roles: &[&Role]) -> Option<TriangleView> {
        let (_, columns) = roles
            .split_last()
            .filter(|(_, before)| !before.is_empty())?;
        let row = |(n, role): (usize, &&Role)| TriangleRow {
            role: role_tag(role, self.ink),
            cells: roles
                .iter()
                .take(n)
                .map(|before| self.pair(before, role))
                .collect(),
        };
        Some(TriangleView {
            name,
            columns: columns.iter().map(|r| role_tag(r, self.ink)).collect(),
            rows: roles.iter().enumerate().skip(1).map(row).collect(),
        })
    }

    fn pair(&self, a: &Role, b: &Role) -> Option<PairView> {
        let ids = [a.id.clone(), b.id.clone()];
        let comparison = self.comparisons.get(&ids)?;
        let counts = compare(self.book.roles, &ids).counts;
        let (differ, rows) = (counts.differ(), counts.rows);
        let label = self.ink.word("pair-label");
        Some(PairView {
            url: self.ink.url(&Subject::Comparison(comparison.roles.clone())),
            differ,
            label: label
                .replace("{a}", &a.name)
                .replace("{b}", &b.name)
                .replace("{n}", &differ.to_string())
                .replace("{all}", &rows.to_string()),
            depth: (differ * 5 / rows.max(1)).min(4),
        })
    }
}
