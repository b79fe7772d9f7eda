//! What a page is about. A link in the model is a subject and an anchor; only `plan/route.rs` knows its URL.

use std::sync::Arc;

use super::Id;

/// What a page is about, by ids alone.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Subject {
    /// An article, by its source path below the content folder.
    Article(Arc<str>),
    /// A folder without an index file: its list page. The path is below the content folder; `""` is the home page.
    Folder(Arc<str>),
    /// The index of roles.
    Roles,
    /// One role.
    Role(Id),
    /// The index of comparisons.
    Comparisons,
    /// A comparison of these roles, in canonical order.
    Comparison(Arc<[Id]>),
    /// The index of decisions.
    Decisions,
    /// A decision's first page.
    Decision(Id),
    /// The page after these answers (question, option), in the order given: another question or a result.
    Answers(Id, Arc<[(Id, Id)]>),
    /// The permalink of an outcome: decision, outcome.
    Outcome(Id, Id),
    /// A question without history: decision, question.
    Question(Id, Id),
    /// A question for all paths whose later conditions can tell no more than these answers: decision, question, answers by
    /// question. Only where a page for each set of answers would be too many.
    QuestionGiven(Id, Id, Arc<[(Id, Id)]>),
    /// The whole tree.
    WholeTree(Id),
    /// The glossary.
    Glossary,
    /// One term: a page of its own only as an embed, else an anchor of the glossary.
    Term(Id),
    /// Who decides what.
    Rights,
    /// The list of everything.
    Contents,
    /// The whole handbook on one page.
    Print,
    /// 404.html.
    NotFound,
}
