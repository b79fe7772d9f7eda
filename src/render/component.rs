//! What components show beside their own text: data of the handbook, and what templates of the theme make of it.
//!
//! All that they show is in the text of the page, and so in the page's key. In what they show no word is linked to a term,
//! and no component is shown: nothing can show itself.

use std::collections::BTreeSet;

use super::ink::{Desk, Ink};
use super::page::Press;
use super::theme::{Context, Fault};
use super::view::comparison::comparison_view;
use super::view::component::{
    CompareCard, ComponentView, DecisionCard, RightsCard, RoleCard, TermCard,
};
use super::view::decision::entry;
use super::view::rights::{rights_of_role, rights_rows};
use super::view::tag::role_tag;
use super::view::{Html, LinkView};
use crate::diag::Place;
use crate::markdown::{Component, Data, Document, Form, Kind, NodeId, Value};
use crate::model::rights::Activity;
use crate::model::role::Actor;
use crate::model::{Id, LinkTo, Prose, Subject};
use crate::source::SourceTree;
use crate::text;

/// Where a component was written, in whatever file.
pub fn place_of(source: &SourceTree, prose: &Prose, component: &Component, origin: u16) -> Place {
    let path = prose.document.origins.get(usize::from(origin));
    let file =
        path.filter(|_| origin > 0)
            .and_then(|path| match source.layout().content.as_str() {
                "" => source.find(path),
                root => source.find(&format!("{root}/{path}")),
            });
    match file {
        Some(file) => Place::new(file, component.name_span),
        None => prose.place(component.name_span),
    }
}

/// The templates that the components of a text are shown by, whether the theme has them or not.
pub fn templates(document: &Document) -> BTreeSet<String> {
    let of = |component: &Component| match component.form {
        Form::Data(Data::Role) => Some("role"),
        Form::Data(Data::Compare) => Some("compare"),
        Form::Data(Data::Rights) => Some("rights"),
        Form::Data(Data::Term) => Some("term"),
        Form::Data(Data::Decision) => Some("decision"),
        Form::Own => Some(document.str(component.name)),
        _ => None,
    };
    let names = document.nodes.iter().filter_map(|n| match &n.kind {
        Kind::Component(component) => of(component),
        _ => None,
    });
    names
        .map(|name| format!("components/{name}.html"))
        .collect()
}

fn component_at(prose: &Prose, node: u32) -> Option<(&Component, u16)> {
    let node = prose.document.get(NodeId(node))?;
    match &node.kind {
        Kind::Component(component) => Some((component, node.origin)),
        _ => None,
    }
}

impl<'a> Ink<'a> {
    /// The HTML of a component of data.
    pub(super) fn data(&mut self, prose: &Prose, node: u32) -> String {
        let Some((component, origin)) = component_at(prose, node) else {
            return String::new();
        };
        let (Some(press), Form::Data(data)) = (self.press(), component.form) else {
            return String::new();
        };
        let asked = Asked::new(prose, component, NodeId(node));
        if asked.is_broken() {
            return broken(prose, component);
        }
        let mut plain = self.plain();
        let mut context = Context::new();
        let Some((template, marks)) = asked.view(press, data, &mut plain, &mut context) else {
            return String::new();
        };
        self.mark(&marks);
        let made = press.theme.render_html(template, &context);
        let place = place_of(press.source, prose, component, origin);
        self.made(made, place)
    }

    /// The HTML of one of the theme's components around `body`; without a template for it, `body` alone.
    pub(super) fn own(&mut self, prose: &Prose, node: u32, body: String) -> String {
        let (Some(press), Some((component, origin))) = (self.press(), component_at(prose, node))
        else {
            return body;
        };
        let document = &prose.document;
        let name = document.str(component.name);
        let Some(template) = press.theme.component(name) else {
            return body;
        };
        let value = |value: Value| match value {
            Value::Flag(flag) => flag.into(),
            Value::Text(s) => document.str(s).into(),
            Value::Number(s) => number(document.str(s)),
        };
        let attributes = component.attributes.iter();
        let label = Some(document.str(component.label)).filter(|l| !l.is_empty());
        let view = ComponentView {
            name: name.to_owned(),
            label: label.map(str::to_owned),
            attributes: serde_json::Value::Object(
                attributes
                    .map(|a| (document.str(a.name).to_owned(), value(a.value)))
                    .collect(),
            ),
            body: Html(body),
        };
        let mut context = Context::new();
        context.insert("component", &view);
        let made = press.theme.render_html(&template, &context);
        let place = place_of(press.source, prose, component, origin);
        self.made(made, place)
    }

    fn made(&mut self, made: Result<String, Fault>, place: Place) -> String {
        match made {
            Ok(html) => html,
            Err(fault) => {
                self.fail(fault.asked_at(place));
                String::new()
            }
        }
    }

    /// Ink for the same page that links no terms and shows no components.
    fn plain(&self) -> Ink<'a> {
        let (desk, format, addressing) = self.setting();
        let desk = Desk {
            press: None,
            ..desk
        };
        Ink::new(desk, format, addressing, BTreeSet::new(), true)
    }
}

/// A whole number stays one.
fn number(written: &str) -> serde_json::Value {
    match written.parse::<i64>() {
        Ok(n) => n.into(),
        Err(_) => written.parse::<f64>().unwrap_or_default().into(),
    }
}

/// What is shown where an author accepts that it leads nowhere.
fn broken(prose: &Prose, component: &Component) -> String {
    let names = component.targets.iter().map(|t| prose.document.str(t.dest));
    let names: Vec<String> = names.map(|d| text::escape(&name_in(d))).collect();
    format!(
        "<p><span class=\"broken\">{}</span></p>\n",
        names.join(", ")
    )
}

/// What stands behind the scheme.
fn name_in(dest: &str) -> String {
    let name = dest.split_once(':').map_or(dest, |(_, name)| name);
    text::nfc(text::percent_decode(name).unwrap_or_default().trim())
}

/// What a component of data asks for: destinations as written and where they lead.
struct Asked<'p>(Vec<(&'p str, &'p LinkTo)>);

impl<'p> Asked<'p> {
    fn new(prose: &'p Prose, component: &'p Component, node: NodeId) -> Self {
        let from = prose.links.partition_point(|l| l.node < node);
        let links = prose.links.get(from..).unwrap_or_default();
        let links = links.iter().take_while(|l| l.node == node);
        let dests = component.targets.iter().map(|t| prose.document.str(t.dest));
        Self(dests.zip(links.map(|l| &l.to)).collect())
    }

    /// Whether all that is asked for leads nowhere.
    fn is_broken(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|(_, to)| **to == LinkTo::Broken)
    }

    fn subject(&self) -> Option<&'p Subject> {
        self.0.iter().find_map(|(_, to)| match to {
            LinkTo::Subject { subject, .. } => Some(subject),
            _ => None,
        })
    }

    /// Puts the view into `context`; the name of the template, and the marks that it uses.
    fn view(
        &self,
        press: Press<'_>,
        data: Data,
        ink: &mut Ink<'_>,
        context: &mut Context,
    ) -> Option<(&'static str, Vec<&'static str>)> {
        let site = press.site;
        let book = press.book();
        let mut used = Vec::new();
        let name = match data {
            Data::Role => {
                let Subject::Role(id) = self.subject()? else {
                    return None;
                };
                let role = site.roles.get(id)?;
                let card = RoleCard {
                    role: role_tag(role, ink),
                    summary: role.summary.as_ref().map(|s| ink.html(s)),
                    decides: rights_of_role(book, role, ink).decides,
                };
                context.insert("role", &card);
                "components/role.html"
            }
            Data::Compare => {
                let subject = self.subject()?;
                let Subject::Comparison(ids) = subject else {
                    return None;
                };
                let comparison = site.comparisons.get(ids)?;
                let title_of = |id: &Id| site.decisions.get(id).map(|d| d.title.to_string());
                let (view, marks) =
                    comparison_view(book, &site.comparisons, comparison, &title_of, ink);
                used = marks;
                let card = CompareCard {
                    page: link(press.comparison_title(ids), subject, ink),
                    comparison: view,
                };
                context.insert("compare", &card);
                "components/compare.html"
            }
            Data::Rights => {
                let rows: Vec<&Activity> = self.activities(press);
                let card = RightsCard {
                    page: link(ink.word("rights").to_owned(), &Subject::Rights, ink),
                    table: rights_rows(book, &rows, ink),
                };
                context.insert("rights", &card);
                "components/rights.html"
            }
            Data::Term => {
                let (dest, _) = self.0.first()?;
                let term = press.note(&name_in(dest), ink)?;
                context.insert("term", &TermCard { term });
                "components/term.html"
            }
            Data::Decision => {
                let Subject::Decision(id) = self.subject()? else {
                    return None;
                };
                let decision = site.decisions.get(id)?;
                let decision = entry(decision, ink);
                context.insert("decision", &DecisionCard { decision });
                "components/decision.html"
            }
        };
        Some((name, used))
    }

    /// The activities that are named, of the area that is named, in which the role that is named takes part.
    fn activities<'s>(&self, press: Press<'s>) -> Vec<&'s Activity> {
        let named = |scheme: &str| -> Vec<String> {
            let of = self.0.iter().filter(|(_, to)| **to != LinkTo::Broken);
            let of = of.filter(|(dest, _)| dest.split(':').next() == Some(scheme));
            of.map(|(dest, to)| match to {
                LinkTo::Subject {
                    subject: Subject::Role(id),
                    ..
                } => id.to_string(),
                _ => name_in(dest),
            })
            .collect()
        };
        let (areas, roles, ids) = (named("area"), named("role"), named("right"));
        let is_in = |list: &[String], name: &str| list.iter().any(|n| n == name);
        let takes_part = |a: &Activity| {
            let has = |id: &String| {
                let role = Actor::Role(Id::from(id.as_str()));
                a.parts.parts_of(&role).next().is_some()
            };
            roles.iter().all(has)
        };
        let area = |a: &Activity| text::nfc(a.area.as_deref().unwrap_or_default());
        let all = press.site.rights.activities.iter();
        all.filter(|a| areas.is_empty() || is_in(&areas, &area(a)))
            .filter(|a| ids.is_empty() || is_in(&ids, &a.id))
            .filter(|a| takes_part(a))
            .collect()
    }
}

/// The page itself may have a title from an article: what a text shows depends on data alone.
fn link(title: String, subject: &Subject, ink: &Ink<'_>) -> LinkView {
    LinkView {
        title,
        url: ink.url(subject),
    }
}
