//! For the templates of `components/`: what an author puts into a text by `:::name`.

use serde::Serialize;

use super::comparison::ComparisonView;
use super::decision::DecisionEntry;
use super::page::TermNote;
use super::rights::{RightsTable, RoleRight};
use super::{Html, LinkView, RoleTag};

/// A component of the theme's own: `:::name[label]{key=value}`, its content, `:::`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ComponentView {
    /// Its name.
    pub name: String,
    /// The text in brackets.
    pub label: Option<String>,
    /// What else its line says, by name: texts, numbers and flags.
    pub attributes: serde_json::Value,
    /// Its content; empty: there is none.
    pub body: Html,
}

/// `:::role id`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RoleCard {
    /// The role.
    pub role: RoleTag,
    /// Its one sentence.
    pub summary: Option<Html>,
    /// What it decides.
    pub decides: Vec<RoleRight>,
}

/// `:::compare a b`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CompareCard {
    /// The comparison's page.
    pub page: LinkView,
    /// All of the comparison. Ids of rows and numbers of sources are those of that page: here they lead nowhere.
    pub comparison: ComparisonView,
}

/// `:::rights area=…`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RightsCard {
    /// The page of rights.
    pub page: LinkView,
    /// The rows that are asked for, and a column for each role or party with a part in them.
    pub table: RightsTable,
}

/// `:::term id`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TermCard {
    /// Its name, its definition and its entry.
    pub term: TermNote,
}

/// `:::decision id`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DecisionCard {
    /// The decision as the list of decisions shows it.
    pub decision: DecisionEntry,
}
