//! The glossary as a list of rules: which words, in which letters, stand for which entry.

use std::collections::BTreeSet;

use super::forms::{english_plural, is_english, is_exact, plain};
use crate::model::Id;
use crate::model::glossary::{Case, Glossary, Label, Term};

/// One way to write one entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// The words, plain.
    pub label: String,
    /// Which letters they take.
    pub letters: Letters,
    /// Nobody wrote it down: a plural by the rules of the language. What was written comes first.
    pub made: bool,
    /// The entry.
    pub key: Id,
}

/// Which letters a label takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letters {
    /// As written.
    Exact,
    /// Lower, Sentence or Title Case.
    Smart,
    /// All.
    Any,
}

impl Letters {
    /// Of a label.
    pub fn of(label: &str, case: Case) -> Self {
        match case {
            _ if is_exact(label, case) => Self::Exact,
            Case::Any => Self::Any,
            _ => Self::Smart,
        }
    }
}

/// Every rule of a glossary, in a fixed order.
pub fn rules(glossary: &Glossary, language: &str) -> Vec<Rule> {
    let mut maker = Maker {
        english: is_english(language),
        out: Vec::new(),
    };
    let shared: BTreeSet<(String, &Id)> = glossary
        .homonyms
        .iter()
        .flat_map(|h| {
            h.labels()
                .flat_map(move |l| h.terms.iter().map(move |t| (plain(l), t)))
        })
        .collect();
    for term in &glossary.terms {
        maker.term(term, &|label| shared.contains(&(plain(label), &term.id)));
    }
    for role in &glossary.roles {
        // The labels of a role belong to its term, if it has one.
        let term = glossary
            .terms
            .iter()
            .find(|t| t.role.as_ref() == Some(&role.id));
        let case = term.map_or(Case::Smart, |t| t.case);
        let is_shared = |label: &str| shared.contains(&(plain(label), &role.id));
        maker.names(&role.id, case, &role.name, role.plural.as_ref(), &is_shared);
        maker.others(
            &role.id,
            case,
            role.abbr.iter().chain(&role.aliases),
            &is_shared,
        );
    }
    for homonym in &glossary.homonyms {
        maker.add(
            &homonym.label,
            homonym.case,
            &homonym.id,
            homonym.forms.is_empty(),
        );
        homonym
            .forms
            .iter()
            .for_each(|f| maker.add(f, homonym.case, &homonym.id, false));
    }
    maker.out.sort();
    maker.out.dedup();
    maker.out
}

struct Maker {
    english: bool,
    out: Vec<Rule>,
}

type Shared<'a> = &'a dyn Fn(&str) -> bool;

impl Maker {
    fn term(&mut self, term: &Term, shared: Shared<'_>) {
        self.names(
            &term.id,
            term.case,
            &term.name,
            term.plural.as_ref(),
            shared,
        );
        self.others(
            &term.id,
            term.case,
            term.abbr.iter().chain(&term.aliases),
            shared,
        );
        for form in term.forms.iter().filter(|f| !shared(&f.value)) {
            self.add(&form.value, term.case, &term.id, false);
        }
    }

    fn names(
        &mut self,
        key: &Id,
        case: Case,
        name: &Label,
        plural: Option<&Label>,
        shared: Shared<'_>,
    ) {
        if !shared(&name.value) {
            self.add(&name.value, case, key, plural.is_none());
        }
        if let Some(plural) = plural.filter(|p| !shared(&p.value)) {
            // A plural is found in the letters of its name: `User stories` of `User story`.
            self.add(&plural.value, case, key, false);
        }
    }

    fn others<'l>(
        &mut self,
        key: &Id,
        case: Case,
        labels: impl Iterator<Item = &'l Label>,
        shared: Shared<'_>,
    ) {
        for label in labels.filter(|l| !shared(&l.value)) {
            self.add(&label.value, case, key, true);
        }
    }

    fn add(&mut self, label: &str, case: Case, key: &Id, plural: bool) {
        let label = plain(label);
        if label.is_empty() {
            return;
        }
        let letters = Letters::of(&label, case);
        if let Some(made) = english_plural(&label).filter(|_| plural && self.english) {
            self.out.push(Rule {
                label: made,
                letters,
                made: true,
                key: Id::clone(key),
            });
        }
        self.out.push(Rule {
            label,
            letters,
            made: false,
            key: Id::clone(key),
        });
    }
}
