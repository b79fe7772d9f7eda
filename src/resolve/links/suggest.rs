//! What to say of a path that leads nowhere: what was looked for, and the nearest that exists.

use std::sync::Arc;

use super::{Entry, Fault, Targets, by_source};
use crate::diag::Code;
use crate::resolve::address::{self, PathAddress};
use crate::text;

/// The message for a path that leads nowhere: what was looked for, and the nearest that exists.
pub(super) fn nothing_at(
    dest: &str,
    path: &str,
    address: &PathAddress,
    folder: &str,
    targets: &Targets,
) -> Option<Fault> {
    let shown = address.path.as_str();
    let what = if is_page_like(path) {
        "article"
    } else {
        "file"
    };
    let help = case_differs(path, targets)
        .or_else(|| from_the_url(path, address, folder, targets))
        .or_else(|| nearest_source(path, address.rooted, folder, targets));
    let shown = if shown.is_empty() { dest } else { shown };
    Fault::new(Code::LINK_BROKEN, format!("no {what} at `{shown}`"), help)
}

fn is_page_like(path: &str) -> bool {
    let name = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    !name.contains('.') || name.ends_with(".md") || name.ends_with(".html")
}

fn case_differs(path: &str, targets: &Targets) -> Option<String> {
    let bare = path.trim_end_matches('/');
    let found = [bare.to_owned(), format!("{bare}.md")];
    let hit = found
        .iter()
        .find_map(|p| targets.folded.get(&text::collision_key(p)))?;
    Some(format!(
        "the file is called `{hit}`: letter case must match"
    ))
}

/// A link written as seen from the page's URL (`../x/` from `/a/b/`) instead of from its file.
fn from_the_url(
    path: &str,
    address: &PathAddress,
    folder: &str,
    targets: &Targets,
) -> Option<String> {
    if address.rooted {
        return None;
    }
    let rest = address.path.strip_prefix("../")?;
    let seen = address::join(folder, rest)?;
    by_source(&seen, targets).filter(|e| matches!(e, Entry::Page(_) | Entry::File(..)))?;
    let _ = path;
    Some(format!(
        "links start at the folder of the file, not at the page's URL: did you mean `{rest}`?"
    ))
}

/// The most alike source path, written as the author would write it from here.
fn nearest_source(path: &str, rooted: bool, folder: &str, targets: &Targets) -> Option<String> {
    let wanted = path.trim_end_matches('/').trim_end_matches(".html");
    let wanted = if wanted.rsplit('/').next().is_some_and(|n| n.contains('.')) {
        wanted.to_owned()
    } else {
        format!("{wanted}.md")
    };
    let visible = |e: &Entry| matches!(e, Entry::Page(_) | Entry::File(..));
    let name = |p: &str| p.rsplit('/').next().unwrap_or(p).to_owned();
    let wanted_name = name(&wanted);
    let here = |p: &&Arc<str>| {
        p.rfind('/').map_or("", |at| &p[..at]) == wanted.rfind('/').map_or("", |at| &wanted[..at])
    };
    let candidates = || {
        targets
            .sources
            .iter()
            .filter(|(_, e)| visible(e))
            .map(|(p, _)| p)
    };
    let same_name = candidates()
        .filter(|p| name(p) == wanted_name)
        .min_by_key(|p| (steps(folder, p), Arc::clone(p)));
    let near_here = || {
        let names: Vec<(String, &Arc<str>)> =
            candidates().filter(here).map(|p| (name(p), p)).collect();
        let best = text::nearest(&wanted_name, names.iter().map(|(n, _)| n.as_str()))?.to_owned();
        names.into_iter().find(|(n, _)| *n == best).map(|(_, p)| p)
    };
    let hit = same_name.or_else(near_here)?;
    let written = if rooted {
        format!("/{hit}")
    } else {
        relative(folder, hit)
    };
    Some(format!("did you mean `{written}`?"))
}

/// How far it is from a folder to a file: folders up and down.
fn steps(folder: &str, path: &str) -> usize {
    relative(folder, path).matches('/').count()
}

/// `path` as written from a file in `folder`.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let same = from
        .iter()
        .zip(&to)
        .take_while(|(a, b)| a == b)
        .count()
        .min(to.len().saturating_sub(1));
    let up = "../".repeat(from.len() - same);
    format!("{up}{}", to[same..].join("/"))
}
