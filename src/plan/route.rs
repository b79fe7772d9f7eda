//! EVERY URL: a subject's path below the site's root, and where its file is written.
//!
//! Invariant: a URL is computed here or not at all. Paths here are decoded (`/größe/`); `href` encodes them.

use std::sync::Arc;

use crate::model::{Id, Subject};
use crate::text;

/// In which form a page is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A page of the site.
    Html,
    /// The same content without header, navigation and footer, for a wiki's frame: `/embed/…`.
    Embed,
}

/// A decoded URL path below the site's root, with a leading `/`: `/guide/hiring/`, `/404.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

impl Route {
    /// From a decoded path; a leading `/` is added.
    pub fn new(path: &str) -> Self {
        if path.starts_with('/') {
            Self(Arc::from(path))
        } else {
            Self(Arc::from(format!("/{path}")))
        }
    }

    /// The decoded path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the file is written below the output folder: `…/index.html` for a path that ends in `/`.
    pub fn file(&self) -> String {
        let path = &self.0[1..];
        if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        }
    }

    /// How many folders deep a page at this route stands: `/` is 0, `/a/` and `/a/b.html` are 1.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count().saturating_sub(1)
    }

    /// The same page in another format.
    pub fn in_format(&self, format: Format) -> Self {
        match format {
            Format::Html => self.clone(),
            Format::Embed => Self(Arc::from(format!("/embed{}", self.0))),
        }
    }
}

/// The route of a generated subject; articles and folders have theirs from `path` and `slug` keys (`Plan::route`).
pub fn generated(subject: &Subject) -> Option<Route> {
    let path = match subject {
        Subject::Article(_) | Subject::Folder(_) => return None,
        Subject::Roles => "/roles/".to_owned(),
        Subject::Role(id) => format!("/roles/{id}/"),
        Subject::Comparisons => "/compare/".to_owned(),
        Subject::Comparison(roles) => comparison(roles),
        Subject::Decisions => "/decide/".to_owned(),
        Subject::Decision(id) => format!("/decide/{id}/"),
        Subject::Answers(id, answers) => {
            format!("/decide/{id}/{}", segments(answers))
        }
        Subject::Outcome(id, outcome) => format!("/decide/{id}/result/{}/", text::slug(outcome)),
        Subject::Question(id, question) => format!("/decide/{id}/q/{}/", text::slug(question)),
        Subject::QuestionGiven(id, question, answers) => {
            let question = text::slug(question);
            format!("/decide/{id}/q/{question}/{}", segments(answers))
        }
        Subject::WholeTree(id) => format!("/decide/{id}/all/"),
        Subject::Glossary => "/glossary/".to_owned(),
        Subject::Term(id) => format!("/glossary/{}/", text::slug(id)),
        Subject::Rights => "/rights/".to_owned(),
        Subject::Contents => "/contents/".to_owned(),
        Subject::Print => "/print/".to_owned(),
        Subject::NotFound => "/404.html".to_owned(),
    };
    Some(Route::new(&path))
}

/// `company.large/agile.yes/`
fn segments(answers: &[(Id, Id)]) -> String {
    let segment = |(q, o): &(Id, Id)| format!("{}.{}/", text::slug(q), text::slug(o));
    answers.iter().map(segment).collect()
}

/// The route of a comparison of these roles in this order.
pub fn comparison(roles: &[Id]) -> String {
    let names: Vec<&str> = roles.iter().map(|r| &**r).collect();
    format!("/compare/{}/", names.join("-vs-"))
}

/// Folders of the output that no file or page of an author may lie in.
pub const RESERVED: &[&str] = &["assets", "search", "contents", "data", "embed"];

/// How links on one page are written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Addressing {
    /// The base path with a leading and a trailing `/`: `/` or `/handbook/`.
    pub base: Arc<str>,
    /// `Some(depth)`: links are relative from a page that many folders deep and name `index.html`.
    pub relative: Option<usize>,
}

impl Addressing {
    /// The `href` of a route, encoded; `anchor` is an id, decoded, or `""`.
    pub fn href(&self, route: &str, anchor: &str) -> String {
        let path = route.trim_start_matches('/');
        let mut out = String::with_capacity(self.base.len() + path.len() + anchor.len() + 8);
        match self.relative {
            None => out.push_str(&self.base),
            Some(depth) => (0..depth).for_each(|_| out.push_str("../")),
        }
        text::percent_encode_into(&mut out, path);
        if self.relative.is_some() && (path.is_empty() || path.ends_with('/')) {
            out.push_str("index.html");
        }
        if !anchor.is_empty() {
            out.push('#');
            text::percent_encode_into(&mut out, anchor);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_absolute_below_the_base_or_relative_for_a_disk() {
        let absolute = Addressing {
            base: Arc::from("/h/"),
            relative: None,
        };
        assert_eq!(absolute.href("/größe/", "a b"), "/h/gr%C3%B6%C3%9Fe/#a%20b");
        let relative = Addressing {
            base: Arc::from("/h/"),
            relative: Some(2),
        };
        assert_eq!(relative.href("/x/", ""), "../../x/index.html");
        assert_eq!(relative.href("/assets/a.css", ""), "../../assets/a.css");
        assert_eq!(relative.href("/", ""), "../../index.html");
    }

    #[test]
    fn decisions_carry_their_answers() {
        let id = |s: &str| Id::from(s);
        let answers = Subject::Answers(
            id("pm-or-po"),
            [(id("company"), id("large")), (id("Agile?"), id("Yes"))].into(),
        );
        assert_eq!(
            generated(&answers).unwrap().as_str(),
            "/decide/pm-or-po/company.large/agile.yes/"
        );
        assert_eq!(Route::new("/a/b/").file(), "a/b/index.html");
        assert_eq!(Route::new("/404.html").depth(), 0);
    }
}
