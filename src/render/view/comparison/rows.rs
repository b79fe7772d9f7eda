//! Writes the rows of a comparison, and the words around them, in reading order.

use super::super::tag::{dimension_name, role_tag, ruler};
use super::super::value::Values;
use super::super::{Html, RoleTag, StatusView};
use super::{
    CellView, ChooseView, ComparisonView, MythView, RowGroup, RowView, SaidView, ScaleView,
    SharedItem, SharedView, only,
};
use crate::model::Id;
use crate::model::comparison::Words;
use crate::model::dimension::Dimension;
use crate::model::role::{CellValue, Role};
use crate::render::view::value::{ClaimView, ItemView, ValueView};
use crate::resolve::comparison::{Compared, Row, Status};

/// The pen for one comparison.
pub(super) struct Writer<'a, 'b, 'i> {
    pub values: Values<'a, 'b, 'i>,
    pub roles: Vec<&'a Role>,
}

impl<'a> Writer<'a, '_, '_> {
    pub fn choose(&mut self, words: &Words, view: &mut ComparisonView) {
        view.verdict = words.verdict.as_ref().map(|v| self.values.ink.html(v));
        for (id, text) in &words.choose {
            if let Some(role) = self.values.book.roles.get(id) {
                view.choose.push(ChooseView {
                    role: role_tag(role, self.values.ink),
                    heading: self.values.ink.word("choose").replace("{role}", &role.name),
                    text: self.values.ink.html(text),
                });
            }
        }
        view.both = words.both.as_ref().map(|b| self.values.ink.html(b));
    }

    pub fn misconceptions(&mut self, words: &Words, view: &mut ComparisonView) {
        for m in &words.misconceptions {
            view.misconceptions.push(MythView {
                myth: self.values.ink.html(&m.myth),
                fact: self.values.ink.html(&m.fact),
                sources: self.values.cite(&m.sources),
            });
        }
    }

    pub fn rows(&mut self, compared: &Compared, view: &mut ComparisonView) {
        let roles = self.values.book.roles;
        let mut last: Option<Option<&Id>> = None;
        for row in &compared.rows {
            let Some(dimension) = roles.dimension(&row.dimension) else {
                continue;
            };
            let made = self.row(dimension, row);
            if row.status == Status::Same {
                view.same.push(made);
                continue;
            }
            let group = dimension.group.as_ref();
            // A role's own rows stand before the groups, those without a group behind them: both without a name.
            if last != Some(group) || view.groups.is_empty() {
                let found = roles.groups.iter().find(|g| Some(&g.id) == group);
                view.groups.push(RowGroup {
                    name: found.map(|g| g.name.to_string()),
                    rows: Vec::new(),
                });
                last = Some(group);
            }
            if let Some(open) = view.groups.last_mut() {
                open.rows.push(made);
            }
        }
    }

    fn row(&mut self, dimension: &'a Dimension, row: &Row) -> RowView {
        let mut view = RowView {
            id: self.values.ids.row(&dimension.id),
            name: dimension_name(dimension, self.values.ink),
            question: dimension.question.as_ref().map(|q| q.to_string()),
            status: StatusView {
                kind: row.status.word(),
                word: self.status_word(row.status),
            },
            ..RowView::default()
        };
        if row.status == Status::Same {
            let first = self
                .roles
                .iter()
                .copied()
                .find(|r| r.cell(&dimension.id).is_some());
            view.across = first.map(|r| self.values.cell(dimension, r));
            view.said = self.said(dimension, &mut view.across);
            view.across_id = self.values.ids.shared(&dimension.id);
            return view;
        }
        view.cells = self.cells(dimension, row);
        view.shared = self.shared(dimension, row);
        view.scale = self.scale(dimension, row);
        view
    }

    /// What not all roles say about a value that stands for all: each by its role, and no longer at the value.
    fn said(&mut self, dimension: &'a Dimension, across: &mut Option<ValueView>) -> Vec<SaidView> {
        let mut said = Vec::new();
        for role in self.roles.clone() {
            let cell = role.cell(&dimension.id);
            said.push(SaidView {
                role: role_tag(role, self.values.ink),
                claim: cell.map_or_else(ClaimView::default, |c| self.values.claim(&c.claim)),
            });
        }
        if said.windows(2).all(|two| two[0].claim == two[1].claim) {
            return Vec::new();
        }
        if let Some(across) = across {
            across.claim = ClaimView::default();
        }
        said.retain(|s| s.claim != ClaimView::default());
        said
    }

    fn status_word(&self, status: Status) -> String {
        let ink = &self.values.ink;
        let key = match status {
            Status::Same => "same",
            Status::Part => "partly-shared",
            Status::Different => "different",
            Status::Depends => "depends",
            Status::Gap => "not-written-yet",
            Status::Only(n) => {
                return self.roles.get(n).map_or_else(String::new, |r| only(r, ink));
            }
        };
        ink.word(key).to_owned()
    }

    fn cells(&mut self, dimension: &'a Dimension, row: &Row) -> Vec<CellView> {
        let mut out = Vec::new();
        for (role, facts) in self.roles.clone().into_iter().zip(&row.cells) {
            let mut value = self.values.cell_with(dimension, role, &facts.own);
            if let Some(CellValue::Roles(_)) = role.cell(&dimension.id).map(|c| &c.value) {
                let own = |n: usize| facts.own.iter().any(|(item, _)| *item == n);
                let all = std::mem::take(&mut value.roles).into_iter().enumerate();
                value.roles = all.filter(|(n, _)| own(*n)).map(|(_, r)| r).collect();
            }
            let listed = matches!(value.kind, "items" | "skills" | "roles");
            out.push(CellView {
                id: self.values.ids.cell(&dimension.id, &role.id),
                role: role_tag(role, self.values.ink),
                all_shared: listed && value.items.is_empty() && value.roles.is_empty(),
                value,
            });
        }
        out
    }

    /// What all have, and what some have.
    fn shared(&mut self, dimension: &'a Dimension, row: &Row) -> Vec<SharedView> {
        let all = self.roles.len();
        let (mut of_all, mut of_some) = (Vec::new(), Vec::new());
        for shared in &row.shared {
            let Some(role) = self.roles.get(shared.role).copied() else {
                continue;
            };
            let Some(item) = self.shared_item(dimension, role, shared.item) else {
                continue;
            };
            let by = shared.by.iter().filter_map(|n| self.roles.get(*n));
            let by: Vec<RoleTag> = by.map(|r| role_tag(r, self.values.ink)).collect();
            match shared.by.len() == all {
                true => of_all.push(SharedItem {
                    item,
                    by: Vec::new(),
                }),
                false => of_some.push(SharedItem { item, by }),
            }
        }
        let word = if all == 2 { "both" } else { "all-of-them" };
        let (ids, id) = (self.values.ids, &dimension.id);
        [
            (ids.shared(id), word, of_all),
            (ids.some(id), "some", of_some),
        ]
        .into_iter()
        .filter(|(_, _, items)| !items.is_empty())
        .map(|(id, word, items)| SharedView {
            id,
            word: self.values.ink.word(word).to_owned(),
            items,
        })
        .collect()
    }

    fn shared_item(
        &mut self,
        dimension: &Dimension,
        role: &Role,
        number: usize,
    ) -> Option<ItemView> {
        match &role.cell(&dimension.id)?.value {
            CellValue::Items(items) => {
                let item = items.get(number)?;
                Some(self.values.item(dimension, role, number, item, false))
            }
            CellValue::Roles(actors) => {
                let tag = super::super::tag::actor_tag(
                    self.values.book,
                    actors.get(number)?,
                    self.values.ink,
                );
                let name = Html::text(&tag.name);
                let text = match &tag.url {
                    Some(url) => Html(format!(
                        "<a href=\"{}\">{}</a>",
                        crate::text::escape(url),
                        name.0
                    )),
                    None => name,
                };
                Some(ItemView {
                    text,
                    ..ItemView::default()
                })
            }
            _ => None,
        }
    }

    fn scale(&mut self, dimension: &Dimension, row: &Row) -> Option<ScaleView> {
        let apart = row.scale?;
        let on = |role: &&Role| match role.cell(&dimension.id)?.value {
            CellValue::Step(n) => Some((super::super::tag::tag(role), n)),
            _ => None,
        };
        let on: Vec<(RoleTag, usize)> = self.roles.iter().filter_map(on).collect();
        let ink = &self.values.ink;
        let mut sorted: Vec<&(RoleTag, usize)> = on.iter().collect();
        sorted.sort_by_key(|(_, step)| *step);
        let each = |(tag, step): &&(RoleTag, usize)| {
            let step = super::super::tag::step_name(dimension, *step, ink);
            format!("{}: {step}", tag.name)
        };
        let each: Vec<String> = sorted.iter().map(each).collect();
        let word = match each.len() {
            0..=2 => "steps-apart",
            _ => "steps-between",
        };
        let sentence = ink
            .count(word, apart.steps)
            .replace("{roles}", &each.join(", "));
        Some(ScaleView {
            id: self.values.ids.scale(&dimension.id),
            ruler: ruler(dimension, &on, ink),
            sentence,
        })
    }
}
