//! How deep templates include and extend each other: a circle or more than 64 levels is refused, because tera follows any
//! depth and a stack that overflows cannot be caught.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::Layer;
use super::{Fault, Template};
use crate::diag::{Code, Span};

/// The deepest chain of includes and extends.
const MAX_DEPTH: usize = 64;

/// From one template to another that it names.
struct Edge {
    to: usize,
    span: Span,
}

/// A fault for each circle, else one for the first chain that is too deep.
pub(super) fn faults(all: &[Template], stack: &[Layer]) -> Vec<Fault> {
    let edges = edges(all, stack);
    let depth = depths(&edges);
    let Some(start) = depth.iter().position(|d| *d > MAX_DEPTH) else {
        return Vec::new();
    };
    let way = deepest_way(start, &edges, &depth);
    let name = |n: usize| all.get(n).map_or("?", |t| t.name.as_str());
    let back = way
        .last()
        .and_then(|(_, e)| way.iter().position(|(n, _)| *n == e.to));
    // Of a circle, the file of the nearest layer is the one that somebody wrote; `all` begins with that layer.
    let told = match back {
        Some(from) => way.iter().skip(from).min_by_key(|(n, _)| *n),
        None => way.last(),
    };
    let Some((from, edge)) = told.and_then(|(n, e)| Some((all.get(*n)?, e))) else {
        return Vec::new();
    };
    let message = match back {
        Some(_) => format!("template `{}` contains itself in a circle", from.name),
        None => {
            format!("templates include and extend each other more than {MAX_DEPTH} levels deep")
        }
    };
    let fault = Fault::new(Code::TEMPLATE_NESTING, &from.path, edge.span, &message);
    vec![match back {
        // To extend the file of the same name in the theme below is what is usually meant.
        Some(_) => fault.help("write the full name to reach the theme below: `builtin/base.html`"),
        None => fault.help(format!("the chain begins at `{}`", name(start))),
    }]
}

/// The chain from `start` along the deepest edges, until it is too deep or comes back to itself.
fn deepest_way<'a>(
    start: usize,
    edges: &'a [Vec<Edge>],
    depth: &[usize],
) -> Vec<(usize, &'a Edge)> {
    let mut way: Vec<(usize, &Edge)> = Vec::new();
    let mut at = start;
    while way.len() <= MAX_DEPTH && !way.iter().any(|(n, _)| *n == at) {
        let next = edges[at]
            .iter()
            .max_by_key(|e| (depth[e.to], std::cmp::Reverse(e.to)));
        let Some(edge) = next else { break };
        way.push((at, edge));
        at = edge.to;
    }
    way
}

/// How many levels stand below each template, counted up to one more than allowed; in a circle that is reached.
fn depths(edges: &[Vec<Edge>]) -> Vec<usize> {
    let mut depth = vec![0; edges.len()];
    for _ in 0..=MAX_DEPTH {
        let next: Vec<usize> = edges
            .iter()
            .map(|out| out.iter().map(|e| depth[e.to] + 1).max().unwrap_or(0))
            .collect();
        if next == depth {
            break;
        }
        depth = next;
    }
    depth
}

fn edges(all: &[Template], stack: &[Layer]) -> Vec<Vec<Edge>> {
    let by_name: BTreeMap<&str, usize> = all
        .iter()
        .enumerate()
        .map(|(i, t)| (t.name.as_str(), i))
        .collect();
    // As tera looks a name up: in full, then in each layer.
    let find = |name: &str| {
        by_name.get(name).copied().or_else(|| {
            let full = |l: &Layer| by_name.get(format!("{}{name}", l.prefix).as_str()).copied();
            stack.iter().find_map(full)
        })
    };
    let of = |t: &Template| {
        named(&t.text)
            .into_iter()
            .filter_map(|(name, span)| find(name).map(|to| Edge { to, span }))
            .collect()
    };
    all.iter().map(of).collect()
}

/// The names behind `{% include` and `{% extends`, with their spans. They are literals.
pub(super) fn named(text: &str) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("{%") {
        let tag = text[at + 2..].trim_start_matches(['-']).trim_start();
        let Some(rest) = tag.strip_prefix("include").or(tag.strip_prefix("extends")) else {
            continue;
        };
        let rest = rest.trim_start();
        let Some(quote) = rest
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\'' | '`'))
        else {
            continue;
        };
        if let Some(end) = rest[1..].find(quote) {
            let start = text.len() - rest.len() + 1;
            found.push((&rest[1..=end], Span::new(start, start + end)));
        }
    }
    found
}

/// The components that a template calls: `{{ <tab role={r} /> }}`, `{% <note> %}`.
pub(super) fn components(text: &str) -> BTreeSet<&str> {
    let opens = text.match_indices("{{").chain(text.match_indices("{%"));
    let called = opens.filter_map(|(at, _)| {
        let inner = text[at + 2..].trim_start_matches('-').trim_start();
        Some(word(inner.strip_prefix('<')?))
    });
    called.filter(|w| !w.is_empty()).collect()
}

/// The components that a template declares.
pub(super) fn declared(text: &str) -> BTreeSet<&str> {
    let tags = text.match_indices("{%").filter_map(|(at, _)| {
        let inner = text[at + 2..].trim_start_matches('-').trim_start();
        inner.strip_prefix("component ")
    });
    tags.map(|t| word(t.trim_start())).collect()
}

/// The name at the start of a text.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || "_-.:".contains(c)));
    &text[..end.unwrap_or(text.len())]
}
