//! What pages wear: the theme's templates, and its words as the author wants them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Memos;
use crate::diag::{Code, Diagnostics, FileId, Place, Spanned};
use crate::model::Config;
use crate::parse;
use crate::render::strings::{self, Strings};
use crate::render::theme::{Theme, ThemeMeta, ThemeParams};
use crate::source::{Area, SourceTree};
use crate::text;

/// The theme's words and templates, and what is wrong with them. Nothing in it depends on the content.
pub fn dress(
    config: &Config,
    source: &SourceTree,
    memos: &Memos,
    generation: u64,
) -> (Arc<Strings>, Arc<Theme>, Diagnostics) {
    let mut told = Diagnostics::new();
    let words = own_words(config, source, &mut told);
    let strings = Arc::new(Strings::new(&words));
    let theme = theme(source, config, &strings, memos, generation, &mut told);
    (strings, theme, told)
}

/// The author's words of the theme; a key that the theme does not have is told.
pub fn own_words(
    config: &Config,
    source: &SourceTree,
    told: &mut Diagnostics,
) -> BTreeMap<String, String> {
    let file = source.config().unwrap_or(FileId(0));
    let mut own = BTreeMap::new();
    for (key, Spanned { value, span }) in &config.strings {
        if !strings::is_word(key) {
            let message = format!("the theme has no word `{key}`");
            let help = text::did_you_mean(key, strings::word_keys());
            told.add(Code::KEY_UNKNOWN, Place::new(file, *span), message)
                .help = help;
        }
        own.insert(key.clone(), value.clone());
    }
    own
}

/// Templates and static files of the theme.
pub fn theme(
    source: &SourceTree,
    config: &Config,
    strings: &Arc<Strings>,
    memos: &Memos,
    generation: u64,
    told: &mut Diagnostics,
) -> Arc<Theme> {
    let metas = theme_metas(source, told);
    let params = params(config, &metas, strings);
    let theme = memos
        .themes
        .get(Theme::key(source, &params), generation, || {
            Theme::load(source, &params)
        });
    let named_at = Place::new(source.config().unwrap_or(FileId(0)), config.theme.span);
    told.extend(theme.diagnostics(source, named_at));
    theme
}

/// What the theme depends on beside its files.
pub fn params<'a>(
    config: &'a Config,
    metas: &'a BTreeMap<String, ThemeMeta>,
    strings: &Arc<Strings>,
) -> ThemeParams<'a> {
    ThemeParams {
        name: &config.theme.value,
        metas,
        accent: config.look.accent.as_ref().map_or("", |a| &a.value),
        language: &config.language,
        strings: Arc::clone(strings),
    }
}

/// What each `theme.toml` says, by the folder of the theme.
pub fn theme_metas(source: &SourceTree, told: &mut Diagnostics) -> BTreeMap<String, ThemeMeta> {
    let mut metas = BTreeMap::new();
    for (id, file) in source.area(Area::Theme) {
        let Some(folder) = file
            .path
            .below("themes")
            .and_then(|p| p.strip_suffix("/theme.toml"))
            .filter(|f| !f.contains('/'))
        else {
            continue;
        };
        let Some(text) = file.as_text() else { continue };
        let (raw, diagnostics) = parse::theme::theme(text);
        told.extend(diagnostics.at(id));
        let meta = ThemeMeta {
            extends: raw.extends,
            min: raw.min,
            max: raw.max,
            options: raw.options,
        };
        metas.insert(folder.to_owned(), meta);
    }
    metas
}
