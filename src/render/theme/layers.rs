//! Which folders make up a theme: the site's, what it extends, and last the built-in one.

use super::{Fault, ThemeParams};
use crate::diag::{Code, Span, Spanned};
use crate::source::{Area, BUILTIN, SourceTree};
use crate::text;

/// How the templates of the built-in theme are named in full.
pub(super) const BUILTIN_PREFIX: &str = "builtin/";

/// What a `theme.toml` says, as far as templates and files go.
#[derive(Clone, Debug, Default)]
pub struct ThemeMeta {
    /// The folder of the theme below; none: the built-in one.
    pub extends: Option<Spanned<String>>,
    /// The oldest Rolebook that it works with, `0.1` or `0.1.2`.
    pub min: Option<Spanned<String>>,
    /// The newest Rolebook that it was tried with.
    pub max: Option<Spanned<String>>,
    /// `[options]`: a table with defaults.
    pub options: serde_json::Value,
}

/// One folder of the stack.
pub(super) struct Layer {
    /// Before the full names of its templates: `harbor/`.
    pub(super) prefix: String,
    /// Where its files stand: `themes/harbor`.
    pub(super) folder: String,
    /// The area of its files.
    pub(super) area: Area,
    /// The name of its folder, `""` for the built-in theme.
    name: String,
}

/// The layers, nearest first; the built-in theme is always the last.
pub(super) fn stack(
    tree: &SourceTree,
    params: &ThemeParams,
    faults: &mut Vec<Fault>,
) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = Some(params.name.to_owned());
    let mut named: Option<(String, Span)> = None;
    while let Some(name) = next.take() {
        if layers.iter().any(|l| l.name == name) {
            faults.push(circle(&name, named));
            break;
        }
        if !exists(tree, &name) {
            if name != "default" && name != "builtin" {
                faults.push(missing(tree, &name, named));
            }
            break;
        }
        if let Some(meta) = params.metas.get(&name) {
            let toml = format!("themes/{name}/theme.toml");
            check_version(meta, &toml, faults);
            named = meta.extends.as_ref().map(|e| (toml, e.span));
            next = meta.extends.as_ref().map(|e| e.value.clone());
        }
        layers.push(Layer {
            prefix: format!("{name}/"),
            folder: format!("themes/{name}"),
            area: Area::Theme,
            name,
        });
    }
    layers.push(Layer {
        prefix: BUILTIN_PREFIX.to_owned(),
        folder: BUILTIN.to_owned(),
        area: Area::Builtin,
        name: String::new(),
    });
    layers
}

/// The options of all layers in one table; a nearer layer's value stands.
pub(super) fn options(stack: &[Layer], params: &ThemeParams) -> serde_json::Value {
    let mut all = serde_json::Map::new();
    for layer in stack.iter().rev() {
        if let Some(table) = params
            .metas
            .get(&layer.name)
            .and_then(|m| m.options.as_object())
        {
            all.extend(table.iter().map(|(k, v)| (k.clone(), v.clone())));
        }
    }
    serde_json::Value::Object(all)
}

fn exists(tree: &SourceTree, name: &str) -> bool {
    let folder = format!("themes/{name}");
    name != "builtin"
        && tree
            .area(Area::Theme)
            .any(|(_, f)| f.path.below(&folder).is_some())
}

fn missing(tree: &SourceTree, name: &str, named: Option<(String, Span)>) -> Fault {
    let folders: std::collections::BTreeSet<&str> = tree
        .area(Area::Theme)
        .filter_map(|(_, f)| {
            f.path
                .below("themes")?
                .split_once('/')
                .map(|(folder, _)| folder)
        })
        .collect();
    let help = text::did_you_mean(name, folders)
        .unwrap_or_else(|| format!("make the folder `themes/{name}`, or use `default`"));
    let message = format!("no theme `{name}`");
    let fault = match named {
        Some((toml, span)) => Fault::new(Code::THEME_MISSING, &toml, span, &message),
        None => Fault::of_name(Code::THEME_MISSING, &message),
    };
    fault.help(help)
}

fn circle(name: &str, named: Option<(String, Span)>) -> Fault {
    let (toml, span) = named.unwrap_or_default();
    let message = format!("theme `{name}` extends itself in a circle");
    Fault::new(Code::THEME_CIRCLE, &toml, span, &message)
        .help("leave `extends` out of the last theme: it then extends the built-in one")
}

/// Below `min` is an error, above `max` a warning.
fn check_version(meta: &ThemeMeta, toml: &str, faults: &mut Vec<Fault>) {
    let ours = env!("CARGO_PKG_VERSION");
    if let Some(min) = meta
        .min
        .as_ref()
        .filter(|m| version(ours) < version(&m.value))
    {
        let message = format!("the theme needs Rolebook {} or newer", min.value);
        faults.push(
            Fault::new(Code::THEME_VERSION, toml, min.span, &message).help(format!(
                "this is Rolebook {ours}: update it, or take an older version of the theme"
            )),
        );
    }
    // Compared as far as `max` is written: `0.1` covers every 0.1.x.
    let parts = |m: &str| {
        version(ours)
            .into_iter()
            .take(version(m).len())
            .collect::<Vec<_>>()
    };
    if let Some(max) = meta
        .max
        .as_ref()
        .filter(|m| parts(&m.value) > version(&m.value))
    {
        let message = format!("the theme was made for Rolebook {} at most", max.value);
        faults.push(
            Fault::new(Code::THEME_UNTRIED, toml, max.span, &message).help(format!(
                "this is Rolebook {ours}: look the pages over, then raise `max`"
            )),
        );
    }
}

fn version(text: &str) -> Vec<u32> {
    text.split('.')
        .map(|part| part.trim().parse().unwrap_or(0))
        .collect()
}
