//! Every label gets one owner: a term, a role, or the entry of a word with several meanings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::model::Id;
use crate::model::glossary::{Case, Glossary, Homonym, Label, Term};
use crate::resolve::matching::forms::{is_smart_case, plain};
use crate::resolve::matching::rules::Letters;
use crate::text::{fold, list_of, slug};

/// A label of somebody.
#[derive(Clone, Debug)]
struct Owned {
    owner: Id,
    role: bool,
    abbr: bool,
    name: bool,
    scope: Option<Arc<str>>,
    place: Place,
    plain: String,
    letters: Letters,
    case: Case,
}

/// Takes repeated labels out, tells labels of two owners, and makes the entries of words with several meanings.
pub fn own(glossary: &mut Glossary, diagnostics: &mut Diagnostics) {
    glossary
        .terms
        .iter_mut()
        .for_each(|t| repeated(t, diagnostics));
    let mut shared: BTreeMap<Vec<Id>, Vec<Owned>> = BTreeMap::new();
    for mut cluster in clusters(all(glossary)) {
        cluster.sort_by_key(|o| o.place);
        let owners: BTreeSet<&Id> = cluster.iter().map(|o| &o.owner).collect();
        if owners.len() < 2 {
            continue;
        }
        if scopes_differ(&cluster) {
            let key = owners.into_iter().map(Id::clone).collect();
            shared.entry(key).or_default().extend(cluster);
        } else {
            tell(&cluster, diagnostics);
        }
    }
    let order = |id: &Id| glossary.by_id.get(id).copied().unwrap_or(usize::MAX);
    let mut homonyms: Vec<Homonym> = Vec::new();
    for (mut terms, labels) in shared {
        terms.sort_by_key(|t| (order(t), Id::clone(t)));
        homonyms.extend(homonym(terms, &labels, glossary, diagnostics));
    }
    homonyms.sort_by(|a, b| a.label.cmp(&b.label));
    glossary.homonyms = homonyms;
}

/// The same label twice in one term: the second says nothing.
fn repeated(term: &mut Term, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeSet<String> = BTreeSet::from([fold(&term.name.value)]);
    let file = term.place.file;
    let (name, exact) = (
        Arc::clone(&term.name.value),
        Letters::of(&term.name.value, term.case),
    );
    for list in [&mut term.abbr, &mut term.aliases, &mut term.forms] {
        list.retain(|label| {
            // `US` beside `us` is another label.
            let other = Letters::of(&label.value, term.case) != exact && *label.value != *name;
            if other || seen.insert(fold(&label.value)) {
                return true;
            }
            let message = format!("`{}` is a label of `{name}` already", label.value);
            let place = Place::new(file, label.span);
            diagnostics
                .push(Diagnostic::new(Code::TERM_ALIAS, place, message).help("leave it out"));
            false
        });
    }
}

fn all(glossary: &Glossary) -> Vec<Owned> {
    let mut out = Vec::new();
    for term in &glossary.terms {
        let mut add = |label: &Label, name, abbr| {
            let plain = plain(&label.value);
            out.push(Owned {
                owner: Id::clone(&term.id),
                role: false,
                abbr,
                name,
                scope: term.scope.clone(),
                place: Place::new(term.place.file, label.span),
                letters: Letters::of(&plain, term.case),
                plain,
                case: term.case,
            });
        };
        add(&term.name, true, false);
        term.abbr.iter().for_each(|l| add(l, false, true));
        let others = term.plural.iter().chain(&term.aliases).chain(&term.forms);
        others.for_each(|l| add(l, false, false));
    }
    for role in &glossary.roles {
        // The term of a role owns the role's labels.
        let term = glossary
            .terms
            .iter()
            .find(|t| t.role.as_ref() == Some(&role.id));
        let case = term.map_or(Case::Smart, |t| t.case);
        for (n, label) in role.labels().enumerate() {
            let plain = plain(&label.value);
            out.push(Owned {
                owner: Id::clone(&role.id),
                role: term.is_none(),
                abbr: role.abbr.contains(label),
                name: n == 0,
                scope: term.and_then(|t| t.scope.clone()),
                place: Place::new(role.place.file, label.span),
                letters: Letters::of(&plain, case),
                plain,
                case,
            });
        }
    }
    out
}

/// Labels that the same word of a text may stand for.
fn clusters(labels: Vec<Owned>) -> Vec<Vec<Owned>> {
    let mut by_word: BTreeMap<String, Vec<Vec<Owned>>> = BTreeMap::new();
    for label in labels {
        let groups = by_word.entry(fold(&label.plain)).or_default();
        match groups
            .iter_mut()
            .find(|g| g.iter().any(|o| meet(o, &label)))
        {
            Some(group) => group.push(label),
            None => groups.push(vec![label]),
        }
    }
    by_word.into_values().flatten().collect()
}

fn meet(a: &Owned, b: &Owned) -> bool {
    let fits =
        |exact: &Owned, other: &Owned| other.letters == Letters::Any || is_smart_case(&exact.plain);
    match (a.letters, b.letters) {
        (Letters::Exact, Letters::Exact) => a.plain == b.plain,
        (Letters::Exact, _) => fits(a, b),
        (_, Letters::Exact) => fits(b, a),
        _ => true,
    }
}

fn scopes_differ(cluster: &[Owned]) -> bool {
    let owners: BTreeMap<&Id, &Option<Arc<str>>> =
        cluster.iter().map(|o| (&o.owner, &o.scope)).collect();
    let scopes: BTreeSet<&Option<Arc<str>>> = owners.values().copied().collect();
    scopes.len() == owners.len() && cluster.iter().all(|o| !o.role)
}

/// One message for each owner behind the first.
fn tell(cluster: &[Owned], diagnostics: &mut Diagnostics) {
    // Who is told first: terms, so that the message stands in the glossary.
    let Some(first) = cluster.iter().find(|o| o.role).or(cluster.first()) else {
        return;
    };
    let mut told: BTreeSet<&Id> = BTreeSet::from([&first.owner]);
    for other in cluster {
        if !told.insert(&other.owner) || (first.role && other.role && first.abbr && other.abbr) {
            continue;
        }
        let message = format!(
            "`{}` stands for `{}` and for `{}`",
            other.plain, first.owner, other.owner
        );
        let help = match (first.role, other.role) {
            (true, false) => {
                format!(
                    "if they are the same, add `role = \"{}\"` to the term",
                    first.owner
                )
            }
            (true, true) => "leave it out of one of the roles".to_owned(),
            _ => "leave it out of one of them, or give both a `scope`".to_owned(),
        };
        let label = "this label is the same";
        let d = Diagnostic::new(Code::TERM_DUPLICATE, other.place, message);
        diagnostics.push(d.help(help).label(first.place, label));
    }
}

fn homonym(
    terms: Vec<Id>,
    labels: &[Owned],
    glossary: &Glossary,
    diagnostics: &mut Diagnostics,
) -> Option<Homonym> {
    let main = labels.iter().find(|o| o.name).or(labels.first())?;
    let id = Id::from(slug(&main.plain));
    if let Some(term) = glossary.term(&id) {
        let message = format!(
            "`{id}` is the id of the entry that tells the meanings of `{}` apart",
            main.plain
        );
        let ids: Vec<String> = terms.iter().map(|t| format!("`{t}`")).collect();
        let help = format!(
            "write an `id` for each of {}, such as `{id}-{}`",
            list_of(&ids, "and"),
            scope_slug(main)
        );
        diagnostics.push(Diagnostic::new(Code::TERM_ID, term.place, message).help(help));
        return None;
    }
    let forms: BTreeSet<&str> = labels
        .iter()
        .map(|o| o.plain.as_str())
        .filter(|p| fold(p) != fold(&main.plain))
        .collect();
    let case = |c: Case| labels.iter().all(|o| o.case == c);
    Some(Homonym {
        id,
        label: Arc::from(main.plain.as_str()),
        forms: forms.into_iter().map(Arc::from).collect(),
        case: if case(Case::Exact) {
            Case::Exact
        } else if case(Case::Any) {
            Case::Any
        } else {
            Case::Smart
        },
        terms,
    })
}

fn scope_slug(label: &Owned) -> String {
    let scope = label.scope.as_deref().map(slug).unwrap_or_default();
    if scope.is_empty() {
        "general".to_owned()
    } else {
        scope
    }
}
