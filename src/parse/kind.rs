//! What a file below the content folder is, by its path alone.

/// The kinds of content file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A Markdown page.
    Article,
    /// Markdown that is only included: its name begins with `_`.
    Part,
    /// `roles/**/<id>.toml`
    Role,
    /// `comparisons/<id>.toml`
    Comparison,
    /// `decisions/<id>.toml`
    Decision,
    /// `glossary.toml`, `glossary/*.toml`
    Glossary,
    /// `rights.toml`
    Rights,
    /// `dimensions.toml`
    Dimensions,
    /// `skills.toml`
    Skills,
    /// `sources.toml`
    Sources,
    /// `overlays/…`: a later issue.
    Overlay,
    /// A `.toml` in a place that means nothing: copied, with a warning.
    StrayData,
    /// Anything else: copied.
    Asset,
}

/// The kind of the file at `path` below the content folder.
pub fn kind_of(path: &str) -> FileKind {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let top = folder.split('/').next().unwrap_or_default();
    if name.ends_with(".md") {
        return if name.starts_with('_') && name != "_index.md" {
            FileKind::Part
        } else {
            FileKind::Article
        };
    }
    if !name.ends_with(".toml") {
        return FileKind::Asset;
    }
    match (top, folder, name) {
        ("roles", ..) => FileKind::Role,
        ("overlays", ..) => FileKind::Overlay,
        (_, "comparisons", _) => FileKind::Comparison,
        (_, "decisions", _) => FileKind::Decision,
        (_, "glossary", _) | (_, "", "glossary.toml") => FileKind::Glossary,
        (_, "", "rights.toml") => FileKind::Rights,
        (_, "", "dimensions.toml") => FileKind::Dimensions,
        (_, "", "skills.toml") => FileKind::Skills,
        (_, "", "sources.toml") => FileKind::Sources,
        _ => FileKind::StrayData,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_meanings() {
        assert_eq!(kind_of("roles/a/po.toml"), FileKind::Role);
        assert_eq!(kind_of("guide/_index.md"), FileKind::Article);
        assert_eq!(kind_of("guide/_shared.md"), FileKind::Part);
        assert_eq!(kind_of("guide/rights.toml"), FileKind::StrayData);
        assert_eq!(kind_of("glossary/words.toml"), FileKind::Glossary);
        assert_eq!(kind_of("img/x.png"), FileKind::Asset);
    }
}
