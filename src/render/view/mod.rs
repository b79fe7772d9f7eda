//! THE TEMPLATE CONTRACT: what each template receives, field by field. This folder is the theme author's reference.
//!
//! Every page's template sees `site`, `side`, `page` and the view of its subject (`article`, `role` …); of the theme itself
//! `strings`, `assets` and `theme`. Views are plain data, finished: addresses are right for the page, dates are ISO, HTML is
//! safe. Invariant: no hash map in a view, no day of the build, nothing that a template would have to look up.

pub mod article;
pub mod comparison;
pub mod comparisons;
pub mod component;
pub mod contents;
pub mod decision;
pub mod entry;
pub mod glossary;
pub mod home;
pub mod not_found;
pub mod page;
pub mod print;
pub mod rights;
pub mod role;
pub mod section;
pub mod side;
pub mod site;
pub mod tag;
pub mod value;

use serde::Serialize;

/// Finished HTML. A template writes it with `| safe`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Html(pub String);

impl Html {
    /// HTML that is plain text, escaped.
    pub fn text(text: &str) -> Self {
        Self(crate::text::escape(text))
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A link: what it says and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// What is shown.
    pub title: String,
    /// The address, right for this page.
    pub url: String,
}

/// A role wherever it is mentioned. Shown by `{{ <role role={r} /> }}` and, as the tab alone, `{{ <tab role={r} /> }}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RoleTag {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where its page is; none: shown without a link (a party, or a role that is this page's subject).
    pub url: Option<String>,
    /// Two or three letters that no other role has.
    pub monogram: String,
    /// 0 to 11: which of the twelve quiet colors (`.hue0` … `.hue11`).
    pub hue: u8,
}

/// How far the cells of a row agree. Shown by `{{ <st status={s} /> }}`: a mark and a word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StatusView {
    /// Class and mark: `same`, `part`, `diff`, `only`, `deps` or `gap`.
    pub kind: &'static str,
    /// The word, in the site's language.
    pub word: String,
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod role_tests;
