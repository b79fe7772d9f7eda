//! Components of the theme: does the theme have each that a text asks for? Parsing cannot know it.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostics, Place};
use crate::markdown::{Component, Document, Form, Kind, component, component::callout_names};
use crate::model::{Prose, Site};
use crate::render::component::place_of;
use crate::render::theme::Theme;
use crate::source::SourceTree;
use crate::text::did_you_mean;

/// Whether a text has a component that is perhaps the theme's.
pub fn has_own(document: &Document) -> bool {
    own(document).next().is_some()
}

fn own(document: &Document) -> impl Iterator<Item = (&Component, u16)> {
    document.nodes.iter().filter_map(|n| match &n.kind {
        Kind::Component(c) if c.form == Form::Own => Some((&**c, n.origin)),
        _ => None,
    })
}

/// The introductions and texts of data files that have one.
pub fn owning(site: &mut Site) -> Vec<Prose> {
    let mut out = Vec::new();
    let introductions = site.introductions.values().map(|a| &a.body);
    out.extend(introductions.filter(|p| has_own(&p.document)).cloned());
    site.each_data_prose(&mut |prose| {
        if has_own(&prose.document) {
            out.push(prose.clone());
        }
    });
    out
}

/// The names of all components that are perhaps the theme's.
pub fn names(site: &Site) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut add = |prose: &Prose| {
        let all = own(&prose.document);
        names.extend(all.map(|(c, _)| prose.document.str(c.name).to_owned()));
    };
    site.articles.list.iter().for_each(|a| add(&a.body));
    owning(&mut site.clone()).iter().for_each(add);
    names
}

/// Tells which components no theme has. A theme with mistakes has none: then only those are told.
pub fn known<'p>(
    source: &SourceTree,
    texts: impl Iterator<Item = &'p Prose>,
    theme: &Theme,
    told: &mut Diagnostics,
) {
    if !theme.is_sound() {
        return;
    }
    let mut seen = BTreeSet::new();
    for prose in texts {
        for (component, origin) in own(&prose.document) {
            let name = prose.document.str(component.name);
            if theme.component(name).is_some() {
                continue;
            }
            let place = place_of(source, prose, component, origin);
            if seen.insert(place) {
                tell(name, place, theme, told);
            }
        }
    }
}

fn tell(name: &str, place: Place, theme: &Theme, told: &mut Diagnostics) {
    let (code, message) = match component::is_foreign(name) {
        true => (
            Code::MARKDOWN_UNSUPPORTED,
            format!("`:::{name}` is not supported: its content is shown as it is"),
        ),
        false => (
            Code::CALLOUT_UNKNOWN,
            format!("no component or kind of callout is named `{name}`"),
        ),
    };
    let own = theme.components();
    let ours = component::names().chain(["include"]).map(str::to_owned);
    let known: Vec<String> = ours.chain(own).collect();
    let all = known.iter().map(String::as_str);
    let near = did_you_mean(name, all.chain(callout_names().map(|n| -> &str { n })));
    let help = near.unwrap_or_else(|| {
        let known = known.join(", ");
        format!(
            "there are {known}, and the kinds of callout; a theme may have `components/{name}.html`"
        )
    });
    told.add(code, place, message).help = Some(help);
}
