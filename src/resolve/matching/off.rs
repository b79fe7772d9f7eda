//! Where terms are not linked: `glossary = false` or a list in front matter, and a term's `not_on`.

use std::collections::BTreeSet;

use crate::model::Id;
use crate::model::article::TermsOff;
use crate::model::glossary::Glossary;

/// The terms that are not linked on the page made from `path` (below the content folder); `None`: none is linked at all.
pub fn off_for(path: &str, listed: &TermsOff, glossary: &Glossary) -> Option<BTreeSet<Id>> {
    let mut off = BTreeSet::new();
    match listed {
        TermsOff::All => return None,
        TermsOff::None => {}
        TermsOff::Some(ids) => off.extend(ids.iter().map(|i| known(&i.value, glossary))),
    }
    for term in &glossary.terms {
        if term.not_on.iter().any(|p| is_on(&p.value, path)) {
            off.insert(Id::clone(&term.id));
        }
    }
    Some(off)
}

/// The id under which mentions carry the term: a term of a role may have two.
fn known(id: &Id, glossary: &Glossary) -> Id {
    Id::clone(glossary.term(id).map_or(id, |t| &t.id))
}

/// Whether a path fits a pattern: `*` and `?` stay in a folder, `**` does not, `guide/` means all below.
pub fn is_on(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_start_matches('/');
    let whole = match pattern.ends_with('/') {
        true => format!("{pattern}**"),
        false => pattern.to_owned(),
    };
    let pattern: Vec<&str> = whole.split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    wildcard(
        &pattern,
        &path,
        |p| *p == "**",
        |p, s| {
            let (p, s): (Vec<char>, Vec<char>) = (p.chars().collect(), s.chars().collect());
            wildcard(&p, &s, |c| *c == '*', |a, b| a == b || *a == '?')
        },
    )
}

/// Matching with a wild card for any number of items, without recursion: on a mismatch the last wild card takes one more.
fn wildcard<P, S>(
    pattern: &[P],
    items: &[S],
    wild: impl Fn(&P) -> bool,
    same: impl Fn(&P, &S) -> bool,
) -> bool {
    let (mut p, mut i) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while i < items.len() {
        match (pattern.get(p), items.get(i)) {
            (Some(w), _) if wild(w) => {
                back = Some((p, i));
                p += 1;
            }
            (Some(a), Some(b)) if same(a, b) => {
                p += 1;
                i += 1;
            }
            _ => match &mut back {
                Some((star, taken)) => {
                    *taken += 1;
                    (p, i) = (*star + 1, *taken);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(wild)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_paths() {
        for (pattern, path) in [
            ("roles/**", "roles/po.toml"),
            ("roles/", "roles/a/b.toml"),
            ("**/x.md", "x.md"),
            ("**/x.md", "a/b/x.md"),
            ("guide/*.md", "guide/hiring.md"),
            ("guide/h?ring.md", "guide/hiring.md"),
            ("a/**/c/*.md", "a/b/b/c/d.md"),
        ] {
            assert!(is_on(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("guide/*.md", "guide/a/b.md"),
            ("guide", "guide/a.md"),
            ("*.md", "a/b.md"),
            ("roles/*", "role/x"),
        ] {
            assert!(!is_on(pattern, path), "{pattern} {path}");
        }
    }
}
