//! What an author wrote as a destination, taken apart: a scheme of ours, a path, an anchor. Nothing is looked up here.

use crate::text;

/// A destination by its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// Another host, or `mailto:` and its like: left as written.
    External,
    /// A scheme that must not be published (`javascript:` in any spelling).
    Forbidden(String),
    /// `role:id`, `term:id`, `decision:id`, `compare:a-vs-b`, `right:id`.
    Named {
        /// Which scheme of ours.
        scheme: Scheme,
        /// What follows it, decoded, without the anchor.
        name: String,
        /// Decoded, or empty.
        anchor: String,
    },
    /// A path in the project.
    Path(PathAddress),
}

/// A path as a destination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathAddress {
    /// Decoded path without `?…` and `#…`; empty for `#anchor` alone. A leading `/` or `@/` is cut off.
    pub path: String,
    /// Whether it started at the root (`/x`, `@/x`).
    pub rooted: bool,
    /// `?…` as written, or empty.
    pub query: String,
    /// Decoded, or empty; a text fragment (`:~:text=`) is cut off.
    pub anchor: String,
    /// The path cannot be decoded to UTF-8.
    pub undecodable: bool,
}

/// The schemes that name a thing of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `role:`
    Role,
    /// `term:`
    Term,
    /// `decision:`
    Decision,
    /// `compare:`
    Compare,
    /// `right:`
    Right,
    /// `area:`, of rights
    Area,
}

/// Schemes that may be published.
pub const ALLOWED: &[&str] = &["http", "https", "mailto", "tel"];

/// Takes a destination apart.
pub fn read(dest: &str) -> Address {
    // Browsers drop these inside and around a scheme, so they must not hide one.
    let bare: String = dest.chars().filter(|c| !c.is_control()).collect();
    let bare = bare.trim();
    if bare.starts_with("//") || bare.starts_with("\\\\") || bare.starts_with("/\\") {
        return Address::External;
    }
    if let Some((scheme, rest)) = split_scheme(bare) {
        if let Some(ours) = own_scheme(&scheme) {
            let (name, anchor) = split_anchor(rest);
            let name = text::percent_decode(name).unwrap_or_else(|| name.to_owned());
            return Address::Named {
                scheme: ours,
                name: text::nfc(name.trim()),
                anchor,
            };
        }
        return if ALLOWED.contains(&scheme.as_str()) {
            Address::External
        } else {
            Address::Forbidden(scheme)
        };
    }
    Address::Path(path(bare))
}

fn path(bare: &str) -> PathAddress {
    let (rest, anchor) = split_anchor(bare);
    let (path, query) = rest
        .split_once('?')
        .map_or((rest, String::new()), |(p, q)| (p, format!("?{q}")));
    let (path, rooted) = match path.strip_prefix("@/").or_else(|| path.strip_prefix('/')) {
        Some(below) => (below, true),
        None => (path, false),
    };
    let decoded = text::percent_decode(path);
    let undecodable = decoded.is_none();
    PathAddress {
        path: text::nfc(&decoded.unwrap_or_default()),
        rooted,
        query,
        anchor,
        undecodable,
    }
}

fn split_anchor(text: &str) -> (&str, String) {
    let Some((before, fragment)) = text.split_once('#') else {
        return (text, String::new());
    };
    let fragment = fragment.split(":~:").next().unwrap_or_default();
    (
        before,
        text::nfc(&text::percent_decode(fragment).unwrap_or_else(|| fragment.to_owned())),
    )
}

/// `scheme:rest`, the scheme in lower case; a path with a colon in a later segment has none.
fn split_scheme(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let scheme: String = scheme.chars().filter(|c| !c.is_whitespace()).collect();
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    valid.then(|| (scheme.to_ascii_lowercase(), rest))
}

fn own_scheme(scheme: &str) -> Option<Scheme> {
    Some(match scheme {
        "role" => Scheme::Role,
        "term" => Scheme::Term,
        "decision" => Scheme::Decision,
        "compare" => Scheme::Compare,
        "right" => Scheme::Right,
        "area" => Scheme::Area,
        _ => return None,
    })
}

/// `path` seen from `folder`, without `.` and `..`; `None` if it leads out.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    let ends_in_folder = path.is_empty()
        || path.ends_with('/')
        || path.ends_with("/.")
        || path.ends_with("..")
        || path == ".";
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            name => segments.push(name),
        }
    }
    let mut out = segments.join("/");
    if ends_in_folder && !out.is_empty() {
        out.push('/');
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(dest: &str) -> PathAddress {
        match read(dest) {
            Address::Path(p) => p,
            other => panic!("{dest}: {other:?}"),
        }
    }

    #[test]
    fn forms_are_told_apart() {
        assert_eq!(read("https://x.example/a:b"), Address::External);
        assert_eq!(read("//x.example"), Address::External);
        assert_eq!(read("mailto:a@b.example"), Address::External);
        for evil in [
            "javascript:x",
            "JaVa\tscript:x",
            " java\nscript :x",
            "data:text/html,x",
            "vbscript:x",
        ] {
            assert!(matches!(read(evil), Address::Forbidden(_)), "{evil:?}");
        }
        assert!(matches!(read("role:product-owner#skills"),
            Address::Named { scheme: Scheme::Role, name, anchor } if name == "product-owner" && anchor == "skills"));
    }

    #[test]
    fn paths_are_decoded_and_lose_their_anchor() {
        let p = path_of("/a%20b/gr%C3%B6%C3%9Fe.md?x=1#%C3%BCber:~:text=a");
        assert_eq!(
            (
                p.path.as_str(),
                p.rooted,
                p.anchor.as_str(),
                p.query.as_str()
            ),
            ("a b/größe.md", true, "über", "?x=1")
        );
        assert_eq!(path_of("#top").path, "");
        assert!(path_of("@/x.md").rooted);
        assert_eq!(path_of("notes/10:30.md").path, "notes/10:30.md");
    }

    #[test]
    fn dots_are_walked() {
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a", "../../c.md"), None);
        assert_eq!(join("a/b", "..").as_deref(), Some("a/"));
        assert_eq!(join("a", "x/").as_deref(), Some("a/x/"));
    }
}
