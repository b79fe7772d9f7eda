//! What of a theme's files is out of date or of no use: copies whose originals have changed, files equal to those whose place
//! they take, files that nothing asks for.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::Layer;
use super::mark::{self, Mark};
use super::prints::Uses;
use super::{Template, ThemeParams, diff, includes, layers, templates};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place};
use crate::render::view::entry::ENTRIES;
use crate::source::{Area, SourceFile, SourceTree};

/// Where copies of originals are kept, beside `templates/`.
pub(super) const KEPT: &str = "original";

/// What was found.
#[derive(Default)]
pub struct Audit {
    /// As messages.
    pub told: Diagnostics,
    /// A difference for each message of the code `override-stale`.
    pub stale: Vec<Stale>,
}

/// A copy whose original has changed.
pub struct Stale {
    /// The copy.
    pub file: FileId,
    /// The full name of the original: `builtin/partials/footer.html`.
    pub original: String,
    /// What happened to the original since; from the copy to the original of today if the original of then was not kept.
    pub diff: String,
    /// Whether `diff` says what happened to the original.
    pub since: bool,
}

/// Looks at every folder of the stack but the built-in one. `named` are the templates that front matters name.
pub fn audit(tree: &SourceTree, params: &ThemeParams, named: &BTreeSet<String>) -> Audit {
    let stack = layers::stack(tree, params, &mut Vec::new());
    let all = templates(tree, &stack);
    let reached = reached(&all, &stack, named);
    let mut audit = Audit::default();
    for (n, layer) in stack.iter().enumerate() {
        if layer.area != Area::Theme {
            continue;
        }
        let look = Look {
            tree,
            all: &all,
            nearer: &stack[..n],
            layer,
            below: &stack[n + 1..],
        };
        look.layer(&reached, &mut audit);
    }
    audit
}

/// One folder of the stack.
struct Look<'a> {
    tree: &'a SourceTree,
    all: &'a [Template],
    nearer: &'a [Layer],
    layer: &'a Layer,
    below: &'a [Layer],
}

impl Look<'_> {
    fn layer(&self, reached: &BTreeSet<&str>, audit: &mut Audit) {
        let mut equal: Vec<(FileId, String)> = Vec::new();
        let mut files = 0;
        for template in self.all {
            let Some(name) = template.name.strip_prefix(&self.layer.prefix) else {
                continue;
            };
            let Some(file) = self.tree.find(&template.path) else {
                continue;
            };
            files += 1;
            let (marked, text) = mark::split(&template.text);
            let original = self.original(name);
            match (original, marked) {
                (Some(o), _) if mark::print(text) == mark::print(&o.text) => {
                    equal.push((file, o.name.clone()));
                }
                (Some(o), Some(m)) if m.print != mark::print(&o.text) => {
                    self.stale(name, file, &m, text, o, audit);
                }
                (Some(o), None) if self.nearer.is_empty() && !builds_on(&template.text, o) => {
                    audit.told.push(unmarked(file, name, o));
                }
                (None, Some(m)) => audit.told.push(gone(file, &m)),
                (None, None) if self.is_nearest(name) && !reached.contains(&*template.name) => {
                    audit.told.push(unused_template(file, name));
                }
                _ => {}
            }
        }
        files += self.others(&mut equal, &mut audit.told);
        tell_equal(&self.layer.folder, equal, files, &mut audit.told);
    }

    /// The template whose place one of this name takes.
    fn original(&self, name: &str) -> Option<&Template> {
        let full = |l: &Layer| format!("{}{name}", l.prefix);
        let find = |full: String| self.all.iter().find(|t| t.name == full);
        self.below.iter().map(full).find_map(find)
    }

    fn is_nearest(&self, name: &str) -> bool {
        let full = |l: &Layer| format!("{}{name}", l.prefix);
        let mut above = self.nearer.iter().map(full);
        !above.any(|full| self.all.iter().any(|t| t.name == full))
    }

    fn stale(
        &self,
        name: &str,
        file: FileId,
        mark: &Mark,
        text: &str,
        original: &Template,
        audit: &mut Audit,
    ) {
        let message = format!(
            "`{}` has changed since {} copied it",
            original.name, mark.version
        );
        audit.told.push(
            Diagnostic::new(Code::OVERRIDE_STALE, Place::new(file, mark.span), message).help(
                format!(
                    "take over what `rolebook theme check` shows, then run `rolebook theme eject --renew {name}`"
                ),
            ),
        );
        let path = format!("{}/{KEPT}/{name}", self.layer.folder);
        let kept = self.tree.find(&path).and_then(|id| self.tree.get(id));
        let kept = kept
            .and_then(SourceFile::as_text)
            .filter(|t| mark::print(t) == mark.print);
        let now = (&*original.name, &*original.text);
        let copy = self.tree.path(file);
        audit.stale.push(Stale {
            file,
            original: original.name.clone(),
            diff: match kept {
                Some(then) => diff::unified((&path, then), now),
                None => diff::unified((copy, text), now),
            },
            since: kept.is_some(),
        });
    }

    /// Static files and kept originals; how many static files there are.
    fn others(&self, equal: &mut Vec<(FileId, String)>, told: &mut Diagnostics) -> usize {
        let (statics, kept) = (
            format!("{}/static", self.layer.folder),
            format!("{}/{KEPT}", self.layer.folder),
        );
        let mut files = 0;
        for (id, file) in self.tree.area(self.layer.area) {
            if let Some(name) = file.path.below(&kept) {
                let copy = format!("{}{name}", self.layer.prefix);
                if !self.all.iter().any(|t| t.name == copy) {
                    let message = "the template beside this original is gone";
                    told.push(unused(id, message, "delete it as well"));
                }
            }
            let Some(name) = file.path.below(&statics) else {
                continue;
            };
            files += 1;
            match self.below.iter().find_map(|l| self.static_of(l, name)) {
                Some(below) if below.print == file.print => {
                    equal.push((id, below.path.as_str().to_owned()));
                }
                Some(_) => {}
                None if self.is_named(name) => {}
                None => told.push(unused(
                    id,
                    "no template, style sheet or script of the theme names this file",
                    "name it, as `{{ assets[\"…\"] | url }}` does, or delete it",
                )),
            }
        }
        files
    }

    fn static_of(&self, layer: &Layer, name: &str) -> Option<&SourceFile> {
        let id = self.tree.find(&format!("{}/static/{name}", layer.folder))?;
        self.tree.get(id)
    }

    /// Whether any text of a theme holds the name. That may be chance; what it does not hold is not used.
    fn is_named(&self, name: &str) -> bool {
        let last = name.rsplit('/').next().unwrap_or(name);
        let mut texts = self.tree.files().filter(|(_, f)| {
            let is_text = matches!(f.path.extension(), "html" | "css" | "js" | "xml" | "svg");
            matches!(f.area, Area::Theme | Area::Builtin) && is_text
        });
        texts.any(|(_, f)| f.as_text().is_some_and(|t| t.contains(last)))
    }
}

/// Whether a template fills blocks of the one whose place it takes, so that it has no copy of it.
fn builds_on(text: &str, original: &Template) -> bool {
    let mut names = includes::named(text).into_iter();
    names.any(|(name, _)| name == original.name)
}

fn unmarked(file: FileId, name: &str, original: &Template) -> Diagnostic {
    let message = format!(
        "nothing tells when `{}`, whose place this takes, changes",
        original.name
    );
    Diagnostic::new(Code::OVERRIDE_UNMARKED, Place::whole(file), message).help(format!(
        "compare them once, then run `rolebook theme eject --renew {name}`"
    ))
}

fn gone(file: FileId, mark: &Mark) -> Diagnostic {
    let message = format!("`{}`, of which this is a copy, is gone", mark.original);
    Diagnostic::new(
        Code::OVERRIDE_STALE,
        Place::new(file, mark.span),
        message,
    )
    .help("nothing asks for a template of this name any more, unless your own do: then delete the first line")
}

fn unused_template(file: FileId, name: &str) -> Diagnostic {
    let plain = name.trim_end_matches(".html");
    unused(
        file,
        "no page and no other template asks for this one",
        &format!("name it in a front matter, `template = \"{plain}\"`, include it, or delete it"),
    )
}

fn unused(file: FileId, message: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::THEME_UNUSED, Place::whole(file), message).help(help)
}

/// A folder in which every file is equal to the one below is told once.
fn tell_equal(folder: &str, equal: Vec<(FileId, String)>, files: usize, told: &mut Diagnostics) {
    let tell = |file: FileId, message: String| {
        Diagnostic::new(Code::OVERRIDE_EQUAL, Place::whole(file), message)
    };
    if let Some((first, _)) = equal.first().filter(|_| files > 1 && equal.len() == files) {
        let message = format!("all {files} files of `{folder}` are equal to those below them");
        told.push(tell(*first, message).help("keep only the files that you change"));
        return;
    }
    for (file, original) in equal {
        let message = format!("this is equal to `{original}`, whose place it takes");
        told.push(
            tell(file, message)
                .help("change it or delete it: a copy does not get better with each release"),
        );
    }
}

/// The full names of all templates that a page may come to be made of.
fn reached<'a>(
    all: &'a [Template],
    stack: &[Layer],
    named: &BTreeSet<String>,
) -> BTreeSet<&'a str> {
    let every: Vec<&Template> = all.iter().collect();
    let uses = Uses::new(&every, stack);
    let asked = ENTRIES.iter().map(|e| e.template);
    let asked = asked.chain(named.iter().map(String::as_str));
    let found = uses.closure(asked.filter_map(|name| uses.find(name)));
    let name = |n: usize| Some(all.get(n)?.name.as_str());
    found.into_iter().filter_map(name).collect()
}

/// A template that may be copied from a theme below.
pub struct Original {
    /// Its name below `templates/`.
    pub name: String,
    /// Its full name.
    pub full: String,
    /// Its text.
    pub text: String,
    /// The first line of a copy.
    pub mark: String,
    /// The theme's own file of this name, if it has one, and its text without a mark.
    pub own: Option<(String, String)>,
}

/// What the site's theme may copy, by name.
pub fn originals(tree: &SourceTree, params: &ThemeParams) -> Vec<Original> {
    let stack = layers::stack(tree, params, &mut Vec::new());
    let all = templates(tree, &stack);
    let own = format!("{}/", params.name);
    let is_own = stack
        .first()
        .is_some_and(|l| l.area == Area::Theme && l.prefix == own);
    let below = stack.get(usize::from(is_own)..).unwrap_or_default();
    let mut nearest: BTreeMap<&str, &Template> = BTreeMap::new();
    for layer in below {
        for template in &all {
            if let Some(name) = template.name.strip_prefix(&layer.prefix) {
                nearest.entry(name).or_insert(template);
            }
        }
    }
    let of = |(name, original): (&str, &Template)| {
        let own = is_own.then(|| format!("{own}{name}"));
        let own = own.and_then(|full| all.iter().find(|t| t.name == full));
        Original {
            name: name.to_owned(),
            full: original.name.clone(),
            text: mark::split(&original.text).1.to_owned(),
            mark: mark::line(original),
            own: own.map(|t| (t.path.clone(), mark::split(&t.text).1.to_owned())),
        }
    };
    nearest.into_iter().map(of).collect()
}
