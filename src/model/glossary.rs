//! The glossary: terms, the labels of roles, and words with several meanings.
//!
//! One name space of ids for all three. A `Mention` carries the id of one of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::config::TermLinks;
use super::{Id, Prose};
use crate::date::Date;
use crate::diag::{Place, Span, SpanMap, Spanned};

/// All that words of a text may lead to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glossary {
    /// In the order of their names (`text::sort_key`).
    pub terms: Vec<Term>,
    /// The labels of every role, in the order given.
    pub roles: Vec<RoleTerm>,
    /// Words that several terms share, in the order of the words.
    pub homonyms: Vec<Homonym>,
    /// Numbers in `terms`, by id; a term of a role also by the role's id.
    pub by_id: BTreeMap<Id, usize>,
}

/// One term.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// What links call it; of a role's term the role's id.
    pub id: Id,
    /// The id of its entry on the page.
    pub anchor: Arc<str>,
    /// Where its name is written.
    pub place: Place,
    /// The word or words.
    pub name: Label,
    /// Several of them, if that was written.
    pub plural: Option<Label>,
    /// Short forms.
    pub abbr: Vec<Label>,
    /// Other names.
    pub aliases: Vec<Label>,
    /// Other forms of the words: linked, not shown.
    pub forms: Vec<Label>,
    /// One sentence of plain text.
    pub definition: Words,
    /// More about it.
    pub body: Option<Prose>,
    /// An example.
    pub example: Option<Prose>,
    /// What it is taken for.
    pub not_the_same_as: Vec<Other>,
    /// The wider term.
    pub broader: Option<Id>,
    /// Terms beside it.
    pub related: Vec<Id>,
    /// Whether people should use it.
    pub status: Status,
    /// What they should write.
    pub use_instead: Option<Id>,
    /// Where this meaning holds.
    pub scope: Option<Arc<str>>,
    /// Who keeps the entry, as written.
    pub owner: Option<Spanned<Arc<str>>>,
    /// When it was last reviewed.
    pub reviewed: Option<Date>,
    /// Ids of sources, as written.
    pub sources: Vec<Spanned<Arc<str>>>,
    /// The role whose name it is: mentions lead to its page.
    pub role: Option<Id>,
    /// How its letters must be written.
    pub case: Case,
    /// How often it is linked, if not as the site says.
    pub links: Option<TermLinks>,
    /// Phrases inside which it is not meant.
    pub not_in: Vec<Arc<str>>,
    /// Patterns of paths below the content folder on which it is not linked.
    pub not_on: Vec<Spanned<Arc<str>>>,
}

/// A word that stands for a term.
pub type Label = Spanned<Arc<str>>;

/// Plain text and where its bytes were written.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The text.
    pub text: Arc<str>,
    /// From its bytes to those of the file.
    pub map: SpanMap,
    /// All of it in the file.
    pub span: Span,
}

/// What a term is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Other {
    /// A term or role.
    Entry(Id),
    /// Words that have no entry.
    Words(Arc<str>),
}

/// Whether people should use a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Yes.
    #[default]
    Preferred,
    /// They may.
    Admitted,
    /// Not any more.
    Deprecated,
    /// No.
    Avoid,
}

/// How the letters of a mention must be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    /// Labels with capitals inside as written; others in lower, sentence and title case.
    #[default]
    Smart,
    /// As written.
    Exact,
    /// In any way.
    Any,
}

/// A role as the glossary sees it: its labels are terms by themselves and lead to its page.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleTerm {
    /// The role's id.
    pub id: Id,
    /// Where its name is written.
    pub place: Place,
    /// Its name.
    pub name: Label,
    /// Several of them.
    pub plural: Option<Label>,
    /// Short forms.
    pub abbr: Vec<Label>,
    /// Other names.
    pub aliases: Vec<Label>,
}

/// A word with several meanings: its mentions lead to an entry that names them all.
#[derive(Clone, Debug, PartialEq)]
pub struct Homonym {
    /// The slug of the word; also its anchor.
    pub id: Id,
    /// The word.
    pub label: Arc<str>,
    /// Other forms that the same terms share: a plural.
    pub forms: Vec<Arc<str>>,
    /// How its letters must be written.
    pub case: Case,
    /// The terms, in canonical order.
    pub terms: Vec<Id>,
}

/// What an id stands for.
#[derive(Clone, Copy, Debug)]
pub enum Meaning<'a> {
    /// A term with an entry of its own, perhaps of a role.
    Term(&'a Term),
    /// A role without a term.
    Role(&'a RoleTerm),
    /// A word with several meanings.
    Homonym(&'a Homonym),
}

impl Glossary {
    /// A term by its id.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.by_id.get(id).and_then(|i| self.terms.get(*i))
    }

    /// What an id stands for.
    pub fn get(&self, id: &str) -> Option<Meaning<'_>> {
        let role = || self.roles.iter().find(|r| &*r.id == id).map(Meaning::Role);
        let homonym = || {
            self.homonyms
                .iter()
                .find(|h| &*h.id == id)
                .map(Meaning::Homonym)
        };
        self.term(id)
            .map(Meaning::Term)
            .or_else(role)
            .or_else(homonym)
    }

    /// Every id that `term:` may name.
    pub fn ids(&self) -> impl Iterator<Item = &Id> {
        let roles = self
            .roles
            .iter()
            .map(|r| &r.id)
            .filter(|id| !self.by_id.contains_key(*id));
        self.by_id
            .keys()
            .chain(roles)
            .chain(self.homonyms.iter().map(|h| &h.id))
    }

    /// Whether there is no entry to show (labels of roles have none).
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Calls `f` with every text.
    pub fn each_prose(&mut self, f: &mut dyn FnMut(&mut Prose)) {
        for term in &mut self.terms {
            term.body.iter_mut().for_each(&mut *f);
            term.example.iter_mut().for_each(&mut *f);
        }
    }
}

impl Term {
    /// Every word that stands for it, the name first, as written.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        let first = std::iter::once(&self.name).chain(&self.plural);
        first
            .chain(&self.abbr)
            .chain(&self.aliases)
            .chain(&self.forms)
    }

    /// Whether its words should not be written any more.
    pub fn is_avoided(&self) -> bool {
        matches!(self.status, Status::Deprecated | Status::Avoid)
    }
}

impl Homonym {
    /// The word and its forms.
    pub fn labels(&self) -> impl Iterator<Item = &Arc<str>> {
        std::iter::once(&self.label).chain(&self.forms)
    }
}

impl RoleTerm {
    /// Every word that stands for it, the name first.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        let first = std::iter::once(&self.name).chain(&self.plural);
        first.chain(&self.abbr).chain(&self.aliases)
    }
}
