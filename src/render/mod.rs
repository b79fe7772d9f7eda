//! Page to bytes: the Markdown tree becomes HTML, the model becomes views, templates become pages.

pub mod accent;
pub mod articles;
pub mod body;
pub mod builtin;
pub mod changes;
pub mod code;
pub mod component;
pub mod concepts;
pub mod data;
pub mod diagram;
pub mod frame;
pub mod glossary_data;
pub mod glossary_page;
pub mod html;
pub mod ink;
pub mod outward;
pub mod page;
mod print;
mod role_pages;
pub mod shares;
pub mod site;
pub mod sitemap;
pub mod strings;
pub mod terms;
pub mod theme;
pub mod view;
