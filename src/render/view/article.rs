//! `article`: for `article.html` and for templates of an author's own, named by `template` in the front matter.

use serde::Serialize;

use super::Html;

/// An article.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ArticleView {
    /// The text, without its title.
    pub body: Html,
    /// `[extra]` of the front matter, as written.
    pub extra: serde_json::Value,
}
