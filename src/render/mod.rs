//! Page to bytes: the Markdown tree becomes HTML, the model becomes views, templates become pages.

pub mod accent;
pub mod body;
pub mod builtin;
pub mod strings;
pub mod terms;
pub mod theme;
pub mod view;
