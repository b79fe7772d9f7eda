//! Page to bytes: the Markdown tree becomes HTML, the model becomes views, templates become pages.

pub mod body;
pub mod strings;
pub mod terms;
