//! The one door to tera: the layers of a theme become one set of templates that turn views into pages.
//!
//! A theme knows paths, not `FileId`s, so that it may be kept while the snapshot changes (`Theme::key` says when it may).
//! Invariant: templates receive a view and pure filters; nothing here reads the site.

mod audit;
mod capped;
mod diff;
mod fault;
mod filters;
mod includes;
mod layers;
mod mark;
mod prints;
mod squeeze;
mod statics;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use tera::{Tera, Value};

pub use audit::{Audit, Original, Stale, audit, originals};
pub use fault::{Fault, merge};
pub use layers::ThemeMeta;
pub use statics::{Static, StaticContent, asset_route};

use self::capped::Capped;
use self::layers::{BUILTIN_PREFIX, Layer};
use super::strings::Strings;
use crate::diag::{Code, Diagnostics, Place, Span};
use crate::memo::{Fingerprint, Key, KeyHasher};
use crate::source::{Area, SourceTree};

/// What a theme depends on beside its files.
pub struct ThemeParams<'a> {
    /// The folder below `themes/`; `default` may be the built-in one.
    pub name: &'a str,
    /// What each `themes/<folder>/theme.toml` says, by folder.
    pub metas: &'a BTreeMap<String, ThemeMeta>,
    /// `look.accent`: `#rrggbb` or `#rgb`; anything else gives the default accent.
    pub accent: &'a str,
    /// The site's language.
    pub language: &'a str,
    /// The words of the theme, the site's own among them.
    pub strings: Arc<Strings>,
}

/// Templates and static files, ready for use.
pub struct Theme {
    tera: Tera,
    /// Path of each template's file by its full name (`harbor/base.html`).
    paths: BTreeMap<String, String>,
    statics: Vec<Static>,
    faults: Vec<Fault>,
    print: Fingerprint,
    /// Of each template with all that it uses, by its full and its short name.
    prints: BTreeMap<String, Fingerprint>,
}

/// One file of templates: its full name, its path, its text.
pub(super) struct Template {
    name: String,
    path: String,
    text: String,
}

impl Theme {
    /// Reads the whole stack. If any template is wrong, the built-in ones alone are used, and `diagnostics` says what is
    /// wrong.
    pub fn load(tree: &SourceTree, params: &ThemeParams) -> Self {
        let mut faults = Vec::new();
        let stack = layers::stack(tree, params, &mut faults);
        let all = templates(tree, &stack);
        faults.extend(faults_of_each(&all));
        faults.extend(includes::faults(&all, &stack));
        let statics = statics::statics(tree, &stack, params.accent);
        let (own, builtin) = (engine(&stack, params), engine(&[], params));
        let sound = !is_broken(&faults);
        let (mut tera, paths) = match own.filter(|_| sound).map(|t| fill(t, &all, &mut faults)) {
            Some(Some(loaded)) => loaded,
            _ => fallback(builtin, &all),
        };
        let options = layers::options(&stack, params);
        let ground = ground(params, &statics, &options);
        give_globals(&mut tera, params, &statics, options);
        let loaded: Vec<&Template> = all.iter().filter(|t| paths.contains_key(&t.name)).collect();
        Self {
            prints: prints::prints(&loaded, &stack, ground),
            tera,
            paths,
            statics,
            faults,
            print: Self::key(tree, params),
        }
    }

    /// Of everything that `load` reads: equal keys give equal themes. What each `theme.toml` says follows from its bytes.
    pub fn key(tree: &SourceTree, params: &ThemeParams) -> Fingerprint {
        let mut key = Key::of("theme");
        for (_, file) in tree.files() {
            if matches!(file.area, Area::Theme | Area::Builtin) {
                key.text("path", file.path.as_str());
                key.print("bytes", file.print);
            }
        }
        key.text("name", params.name);
        key.text("accent", params.accent);
        key.text("language", params.language);
        key.print("words", params.strings.print());
        key.finish()
    }

    /// Stands for this theme as a whole.
    pub fn print(&self) -> Fingerprint {
        self.print
    }

    /// Stands for a template in the keys of pages: for its name and all that may change what it writes of the same views.
    /// For one that is not there its name and the theme as a whole stand.
    pub fn print_of(&self, template: &str) -> Fingerprint {
        let known = self.prints.get(template).copied();
        known.unwrap_or_else(|| Fingerprint::of_all(&[template.as_bytes(), &self.print.0]))
    }

    /// What is wrong with it. `named_at` is where the site names it: that may move while the theme is kept.
    pub fn diagnostics(&self, tree: &SourceTree, named_at: Place) -> Diagnostics {
        let told = self.faults.iter().map(|f| f.of_theme(tree, named_at));
        told.collect()
    }

    /// The static files of all layers, by name; a nearer layer's file stands for the farther ones of that name.
    pub fn statics(&self) -> &[Static] {
        &self.statics
    }

    /// Whether there is a template of that name in any layer.
    pub fn has(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// Whether nothing is wrong with it: else only the built-in templates are there.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// The template of a component, if there is one in any layer.
    pub fn component(&self, name: &str) -> Option<String> {
        Some(format!("components/{name}.html")).filter(|t| self.has(t))
    }

    /// The names of all components of the theme that the built-in one does not have.
    pub fn components(&self) -> BTreeSet<String> {
        let is_own = |name: &&String| !name.starts_with(BUILTIN_PREFIX);
        let names = self.paths.keys().filter(is_own).filter_map(|name| {
            let (_, below) = name.split_once("/components/")?;
            below.strip_suffix(".html").map(str::to_owned)
        });
        let is_free = |name: &String| !self.has(&format!("{BUILTIN_PREFIX}components/{name}.html"));
        names.filter(is_free).collect()
    }

    /// The top-level variables that a template, what it extends and what it includes may read.
    pub fn variables(&self, template: &str) -> BTreeSet<String> {
        let names = self.tera.get_template_variables(template);
        names
            .map(|n| n.into_iter().map(str::to_owned).collect())
            .unwrap_or_default()
    }

    /// Writes a page to the end of `out`. After a fault `out` is as long as before.
    pub fn render(
        &self,
        template: &str,
        context: &Context,
        out: &mut Vec<u8>,
    ) -> Result<(), Fault> {
        // One mistake sets off no echoes: a template that is only missing because others are wrong is not told again.
        if is_broken(&self.faults) && !self.has(template) {
            return Ok(());
        }
        let before = out.len();
        let written = self.tera.render_to(template, &context.0, Capped::new(out));
        written.map_err(|e| {
            out.truncate(before);
            fault::while_rendering(&e, template, &self.paths)
        })
    }

    /// `render` for a part that becomes a field of other views, such as the navigation of a section.
    pub fn render_html(&self, template: &str, context: &Context) -> Result<String, Fault> {
        let mut out = Vec::new();
        self.render(template, context, &mut out)?;
        // Templates and views are text, so what comes of them is.
        Ok(String::from_utf8_lossy(&out).into_owned())
    }
}

/// A view that many pages share: made and hashed once, then only counted.
#[derive(Clone)]
pub struct Shared {
    value: Value,
    print: Fingerprint,
}

impl Shared {
    /// From any view.
    pub fn new(view: &impl Serialize) -> Self {
        Self {
            value: value_of(view),
            print: Fingerprint::of_value(view),
        }
    }

    /// Stands for it in keys of pages.
    pub fn print(&self) -> Fingerprint {
        self.print
    }
}

/// A view of one page in the engine's form: made once, then counted.
pub struct View(Value);

impl View {
    /// From any view.
    pub fn new(view: &impl Serialize) -> Self {
        Self(value_of(view))
    }

    /// Of all that a template can see of it.
    pub fn print(&self) -> Fingerprint {
        Fingerprint::of_value(&self.0)
    }
}

/// What a template is handed: views by name.
#[derive(Clone, Default)]
pub struct Context(tera::Context);

impl Context {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A view of this page alone.
    pub fn insert(&mut self, name: &'static str, view: &impl Serialize) {
        self.0.insert_value(name, value_of(view));
    }

    /// The same, already in the engine's form.
    pub fn view(&mut self, name: &'static str, view: &View) {
        self.0.insert_value(name, view.0.clone());
    }

    /// A view that other pages have, too.
    pub fn share(&mut self, name: &'static str, view: &Shared) {
        self.0.insert_value(name, view.value.clone());
    }

    /// Finished HTML: it is not escaped again.
    pub fn html(&mut self, name: &'static str, html: &str) {
        self.0.insert_value(name, Value::safe_string(html));
    }
}

/// Views are plain data, so this fails for none; if one did, its name would be undefined in the template.
fn value_of(view: &impl Serialize) -> Value {
    Value::try_from_serializable(view).unwrap_or_else(|_| Value::undefined())
}

/// Whether the templates cannot be used; that a program is newer than the theme knows is no reason.
fn is_broken(faults: &[Fault]) -> bool {
    faults.iter().any(Fault::is_error)
}

/// All templates of the stack, nearest layer first, each layer by path.
fn templates(tree: &SourceTree, stack: &[Layer]) -> Vec<Template> {
    let mut all = Vec::new();
    for layer in stack {
        let folder = format!("{}/templates", layer.folder);
        for (_, file) in tree.area(layer.area) {
            let (Some(below), Some(text)) = (file.path.below(&folder), file.as_text()) else {
                continue;
            };
            all.push(Template {
                name: format!("{}{below}", layer.prefix),
                path: file.path.as_str().to_owned(),
                text: text.to_owned(),
            });
        }
    }
    all
}

/// What can be told of a file without knowing the others: every file is told, not only the first.
fn faults_of_each(all: &[Template]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for t in all {
        if let Some(at) = t.text.find("__tera_context") {
            let span = Span::new(at, at + "__tera_context".len());
            faults.push(
                Fault::new(
                    Code::TEMPLATE_RESERVED,
                    &t.path,
                    span,
                    "`__tera_context` is not for templates",
                )
                .help(
                    "name the fields you want to see: it would make each page depend on everything",
                ),
            );
        }
        if let Err(e) = Tera::new().add_raw_template(&t.name, &t.text) {
            faults.extend(fault::syntax(&e, &t.path));
        }
    }
    faults
}

/// An engine for a stack, without templates. `None` cannot happen: prefixes are only refused after the first template.
fn engine(stack: &[Layer], params: &ThemeParams) -> Option<Tera> {
    let mut tera = Tera::new();
    let mut prefixes: Vec<String> = stack.iter().map(|l| l.prefix.clone()).collect();
    if prefixes.is_empty() {
        prefixes.push(BUILTIN_PREFIX.to_owned());
    }
    tera.set_fallback_prefixes(prefixes).ok()?;
    tera.autoescape_on([".html", ".htm", ".xml", ".svg"]);
    filters::register(&mut tera, params.language, &params.strings);
    Some(tera)
}

type Loaded = (Tera, BTreeMap<String, String>);

/// The engine with all templates, or what is wrong between them.
fn fill(mut tera: Tera, all: &[Template], faults: &mut Vec<Fault>) -> Option<Loaded> {
    let pairs = all.iter().map(|t| (t.name.as_str(), t.text.as_str()));
    match tera.add_raw_templates(pairs) {
        Ok(()) => Some((tera, paths(all.iter()))),
        Err(e) => {
            faults.extend(fault::between(&e, all));
            None
        }
    }
}

/// The built-in templates alone. They are sound; should they not be, a page says which template is missing.
fn fallback(engine: Option<Tera>, all: &[Template]) -> Loaded {
    let own: Vec<&Template> = all
        .iter()
        .filter(|t| t.name.starts_with(BUILTIN_PREFIX))
        .collect();
    let mut tera = engine.unwrap_or_default();
    let pairs = own.iter().map(|t| (t.name.as_str(), t.text.as_str()));
    match tera.add_raw_templates(pairs) {
        Ok(()) => (tera, paths(own.into_iter())),
        Err(_) => (Tera::new(), BTreeMap::new()),
    }
}

fn paths<'a>(all: impl Iterator<Item = &'a Template>) -> BTreeMap<String, String> {
    all.map(|t| (t.name.clone(), t.path.clone())).collect()
}

/// What every template of the theme may read, whatever the page: `strings`, `assets` and `theme`.
fn give_globals(
    tera: &mut Tera,
    params: &ThemeParams,
    statics: &[Static],
    options: serde_json::Value,
) {
    let assets: BTreeMap<&str, &str> = statics
        .iter()
        .map(|s| (s.name.as_str(), s.route.as_str()))
        .collect();
    let globals = tera.global_context();
    globals.insert_value("strings", value_of(&*params.strings));
    globals.insert_value("assets", value_of(&assets));
    let theme = serde_json::json!({ "name": params.name, "options": options });
    globals.insert_value("theme", value_of(&theme));
}

/// Of what every template of the theme may read, and what filters know.
fn ground(params: &ThemeParams, statics: &[Static], options: &serde_json::Value) -> Fingerprint {
    let mut key = KeyHasher::default();
    key.text(params.name);
    key.text(params.language);
    key.print(params.strings.print());
    for file in statics {
        key.text(&file.name);
        key.text(&file.route);
    }
    key.print(Fingerprint::of_value(options));
    key.finish()
}

#[cfg(test)]
mod tests;
