//! What data files may refer to by id: roles, parties, sources, owners. One place tells of a name that is none of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place};
use crate::model::Id;
use crate::model::role::{Actor, Owner};
use crate::parse::Text;
use crate::text::{did_you_mean, fold};

/// The names that exist.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Roles by id: the name, and whether it is a draft that is left out.
    pub roles: BTreeMap<Id, (Arc<str>, bool)>,
    /// Parties of `rights.toml`.
    pub parties: BTreeSet<Id>,
    /// Entries of `sources.toml`.
    pub sources: BTreeSet<Id>,
    /// `[owners]` of `site.toml`: name and address by key.
    pub owners: BTreeMap<Arc<str>, Owner>,
    /// `rights.toml` could not be read whole: any name may be a party.
    pub parties_unsure: bool,
    /// `sources.toml` could not be read whole: any name may be a source.
    pub sources_unsure: bool,
}

impl Names {
    /// The role of that id; what is wrong is told.
    pub fn role(&self, id: &Text, file: FileId, diagnostics: &mut Diagnostics) -> Option<Id> {
        match self.roles.get_key_value(id.as_str()) {
            Some((key, (_, false))) => Some(Arc::clone(key)),
            Some(_) => {
                self.draft(id, file, diagnostics);
                None
            }
            None => {
                let message = format!("there is no role `{}`", id.value);
                let help = self.nearest(id.as_str(), false);
                let place = Place::new(file, id.span);
                diagnostics.push(Diagnostic::new(Code::ROLE_UNKNOWN, place, message).help_if(help));
                None
            }
        }
    }

    /// The roles of these ids, each once.
    pub fn role_list(&self, ids: &[Text], file: FileId, diagnostics: &mut Diagnostics) -> Vec<Id> {
        let mut out: Vec<Id> = Vec::new();
        for id in ids {
            match self.role(id, file, diagnostics) {
                Some(id) if !out.contains(&id) => out.push(id),
                _ => {}
            }
        }
        out
    }

    /// The role or party of that id; what is wrong is told.
    pub fn actor(&self, id: &Text, file: FileId, diagnostics: &mut Diagnostics) -> Option<Actor> {
        match self.roles.get_key_value(id.as_str()) {
            Some((key, (_, false))) => return Some(Actor::Role(Arc::clone(key))),
            Some(_) => {
                self.draft(id, file, diagnostics);
                return None;
            }
            None => {}
        }
        if let Some(party) = self.parties.get(id.as_str()) {
            return Some(Actor::Party(Arc::clone(party)));
        }
        if !self.parties_unsure {
            let message = format!("`{}` is neither a role nor a party", id.value);
            let declare = "declare it as a `[[party]]` in `rights.toml`, or add the role";
            let help = self.nearest(id.as_str(), true);
            let help = help.unwrap_or_else(|| declare.to_owned());
            let place = Place::new(file, id.span);
            diagnostics.push(Diagnostic::new(Code::ROLE_UNKNOWN, place, message).help(help));
        }
        None
    }

    /// The roles and parties of these ids, each once.
    pub fn actors(&self, ids: &[Text], file: FileId, diagnostics: &mut Diagnostics) -> Vec<Actor> {
        let mut out: Vec<Actor> = Vec::new();
        for id in ids {
            match self.actor(id, file, diagnostics) {
                Some(actor) if !out.contains(&actor) => out.push(actor),
                _ => {}
            }
        }
        out
    }

    /// The sources of these ids, each once.
    pub fn source_list(
        &self,
        ids: &[Text],
        file: FileId,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Id> {
        let mut out: Vec<Id> = Vec::new();
        for id in ids {
            match self.sources.get(id.as_str()) {
                Some(known) if !out.contains(known) => out.push(Arc::clone(known)),
                Some(_) => {}
                None if self.sources_unsure => {}
                None => {
                    let message = format!("there is no source `{}`", id.value);
                    let help = did_you_mean(id.as_str(), self.sources.iter().map(|s| &**s))
                        .unwrap_or_else(|| "add it as a `[[source]]` to `sources.toml`".to_owned());
                    let place = Place::new(file, id.span);
                    diagnostics
                        .push(Diagnostic::new(Code::SOURCE_UNKNOWN, place, message).help(help));
                }
            }
        }
        out
    }

    /// Who keeps a page: a role, a key of `[owners]`, or, while there are no owners, any name.
    pub fn owner(&self, name: &Text, file: FileId, diagnostics: &mut Diagnostics) -> Option<Owner> {
        if let Some((key, (_, false))) = self.roles.get_key_value(name.as_str()) {
            return Some(Owner::Role(Arc::clone(key)));
        }
        if let Some(owner) = self.owners.get(name.as_str()) {
            return Some(owner.clone());
        }
        if self.owners.is_empty() {
            let (name, url) = (Arc::clone(&name.value), None);
            return Some(Owner::Named { name, url });
        }
        let message = format!("there is no owner `{}`", name.value);
        let known = self.owners.keys().chain(self.roles.keys());
        let help = did_you_mean(name.as_str(), known.map(|k| &**k))
            .unwrap_or_else(|| "add it to `[owners]` in `site.toml`, or name a role".to_owned());
        let place = Place::new(file, name.span);
        diagnostics.push(Diagnostic::new(Code::OWNER_UNKNOWN, place, message).help(help));
        None
    }

    fn draft(&self, id: &Text, file: FileId, diagnostics: &mut Diagnostics) {
        let message = format!("the role `{}` is a draft", id.value);
        let help = "publish it, or take this reference out";
        let place = Place::new(file, id.span);
        diagnostics.push(Diagnostic::new(Code::ROLE_DRAFT, place, message).help(help));
    }

    fn nearest(&self, word: &str, parties: bool) -> Option<String> {
        if let Some(plain) = latin(word)
            && (self.roles.contains_key(plain.as_str()) || self.parties.contains(plain.as_str()))
        {
            return Some(format!(
                "a letter of it only looks Latin: write `{plain}` anew"
            ));
        }
        let folded = fold(word);
        if let Some((id, _)) = self
            .roles
            .iter()
            .find(|(_, (name, _))| fold(name) == folded)
        {
            return Some(format!("write its id: `{id}`"));
        }
        let roles = self.roles.keys();
        let parties = self.parties.iter().filter(|_| parties);
        did_you_mean(word, roles.chain(parties).map(|k| &**k))
    }
}

/// A word with Cyrillic and Greek letters that look Latin replaced by Latin ones; `None` if it has none.
fn latin(word: &str) -> Option<String> {
    const LOOKS: &[(char, char)] = &[
        ('а', 'a'),
        ('с', 'c'),
        ('е', 'e'),
        ('і', 'i'),
        ('ј', 'j'),
        ('о', 'o'),
        ('р', 'p'),
        ('ѕ', 's'),
        ('х', 'x'),
        ('у', 'y'),
        ('ο', 'o'),
        ('α', 'a'),
        ('ν', 'v'),
        ('ρ', 'p'),
    ];
    let look = |c: char| LOOKS.iter().find(|(other, _)| *other == c).map(|l| l.1);
    let plain: String = word.chars().map(|c| look(c).unwrap_or(c)).collect();
    (plain != word).then_some(plain)
}

/// A name made from an id: `works_with` is "Works with".
pub fn from_id(id: &str) -> Arc<str> {
    let words = id.replace(['-', '_'], " ");
    let mut chars = words.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    Arc::from(first + chars.as_str())
}

/// What is wrong with the id of a role, comparison or decision (a file's stem), and what to call the file instead.
pub fn check_file_id(id: &str, file: FileId, versus: bool, diagnostics: &mut Diagnostics) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let shaped = id.starts_with(letter) && id.chars().all(|c| letter(c) || c == '-' || c == '_');
    if shaped && (versus || !id.contains("-vs-")) {
        return true;
    }
    let message = match shaped {
        true => format!("`{id}` contains `-vs-`, which is kept for comparisons"),
        false => format!("`{id}` cannot be an id"),
    };
    let plain: String = crate::text::sort_key(id).0;
    let slug: String = crate::text::slug(&plain)
        .chars()
        .filter(char::is_ascii)
        .collect();
    let slug = match versus {
        true => slug,
        false => slug.replace("-vs-", "-"),
    };
    let slug = slug.trim_matches('-');
    let help = match slug {
        "" => "use lower-case letters, digits, `-` and `_`".to_owned(),
        slug => format!("name the file `{slug}.toml`"),
    };
    let place = Place::whole(file);
    diagnostics.push(Diagnostic::new(Code::ID_INVALID, place, message).help(help));
    false
}
