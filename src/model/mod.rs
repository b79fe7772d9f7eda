//! The site as it is meant: ids, not names; no behavior beyond looking up.
//!
//! Everything that holds Markdown offers `each_prose`, so that links and terms are resolved in one place for all of it.

pub mod article;
pub mod comparison;
pub mod config;
pub mod decision;
pub mod dimension;
pub mod glossary;
pub mod nav;
pub mod prose;
pub mod rights;
pub mod role;
pub mod site;
pub mod subject;

use std::sync::Arc;

pub use article::{Article, Articles, TermsOff};
pub use config::Config;
pub use glossary::{Glossary, Term};
pub use nav::{Nav, NavNode};
pub use prose::{Link, LinkTo, Mention, Prose};
pub use site::{Core, Site};
pub use subject::Subject;

/// The id of a role, term, question …: cheap to clone, ordered by bytes.
pub type Id = Arc<str>;
