//! What `theme check` and `theme eject` ask: whether the files of a theme are of use, and what may be copied.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Memos, Prepared, components, dress};
use crate::diag::{Diagnostics, Span, Spanned};
use crate::model::Config;
use crate::render::articles::template_name;
use crate::render::theme::{self, Audit, Original, Stale, ThemeMeta, ThemeParams};

/// What was found in a theme.
pub struct ThemeUse {
    /// All messages about it, sorted, at their levels.
    pub told: Diagnostics,
    /// The differences of copies that are told to be stale.
    pub stale: Vec<Stale>,
}

/// Of the site's theme, or of the one in that folder.
pub fn theme_use(prepared: &Prepared, name: Option<&str>, memos: &Memos) -> ThemeUse {
    let config = match name {
        Some(name) => Config {
            theme: Spanned::new(name.into(), Span::default()),
            ..prepared.site.config.clone()
        },
        None => prepared.site.config.clone(),
    };
    let mut told = Diagnostics::new();
    let (source, strings) = (&prepared.source, &prepared.strings);
    dress::theme(
        source,
        &config,
        strings,
        memos,
        prepared.generation,
        &mut told,
    );
    let found = audit(prepared, &config);
    told.extend(found.told);
    let told = prepared.level(told);
    let is_told = |s: &Stale| told.iter().any(|d| d.place.file == s.file);
    let stale = found.stale.into_iter().filter(is_told).collect();
    ThemeUse { told, stale }
}

/// Of the site's theme, levels as they come.
pub(super) fn of_site(prepared: &Prepared) -> Audit {
    audit(prepared, &prepared.site.config)
}

/// The templates that the site's theme may copy.
pub fn originals(prepared: &Prepared) -> Vec<Original> {
    with_params(prepared, &prepared.site.config, |params| {
        theme::originals(&prepared.source, params)
    })
}

fn audit(prepared: &Prepared, config: &Config) -> Audit {
    let articles = prepared.site.articles.list.iter().map(|a| &**a);
    let all = articles.chain(prepared.site.introductions.values());
    let named = all.filter_map(|a| a.template.as_ref());
    let mut named: BTreeSet<String> = named.map(|t| template_name(&t.value)).collect();
    let shown = components::names(&prepared.site).into_iter();
    named.extend(shown.map(|name| format!("components/{name}.html")));
    with_params(prepared, config, |params| {
        theme::audit(&prepared.source, params, &named)
    })
}

fn with_params<R>(prepared: &Prepared, config: &Config, ask: impl Fn(&ThemeParams) -> R) -> R {
    // What is wrong with a `theme.toml` is told where the theme is loaded.
    let metas: BTreeMap<String, ThemeMeta> =
        dress::theme_metas(&prepared.source, &mut Diagnostics::new());
    ask(&dress::params(
        config,
        &metas,
        &Arc::clone(&prepared.strings),
    ))
}
