//! Reads the built-in templates: their blocks and components; and the filters of `src/render/theme/filters.rs`.

use std::collections::{BTreeMap, BTreeSet};

/// What templates and filters offer.
pub struct Offer {
    /// The blocks of `base.html` in order, with what its opening comment says of each.
    pub blocks: Vec<(String, String)>,
    /// The blocks that each template fills or has, by template.
    pub filled: BTreeMap<String, Vec<String>>,
    /// Components as they are declared, `tab(role)`, and the file of each.
    pub components: Vec<(String, String)>,
    /// Filters, with what their doc comments say.
    pub filters: Vec<(String, String)>,
}

/// Variables that templates set themselves before they include another.
pub fn set() -> BTreeSet<String> {
    let of = |text: &String| {
        let word = |t: String| t.split([' ', ',']).next().unwrap_or_default().to_owned();
        let set = tags(text, "set ").into_iter().map(word);
        set.chain(tags(text, "for ").into_iter().map(word))
            .collect::<Vec<_>>()
    };
    texts().values().flat_map(of).collect()
}

/// The built-in templates by name.
fn texts() -> BTreeMap<String, String> {
    let files = crate::support::folder(&super::here("themes/default/templates"));
    let texts = files.into_iter();
    texts
        .map(|(n, b)| (n, String::from_utf8(b).unwrap()))
        .collect()
}

/// From the sources of this repository.
pub fn read() -> Offer {
    let texts = texts();
    let mut filled = BTreeMap::new();
    let mut components = Vec::new();
    for (name, text) in &texts {
        let blocks = tags(text, "block ");
        if !blocks.is_empty() {
            filled.insert(name.clone(), blocks);
        }
        let found = tags(text, "component ").into_iter();
        components.extend(found.map(|c| (c, name.clone())));
    }
    Offer {
        blocks: blocks(&texts["base.html"]),
        filled,
        components,
        filters: filters(),
    }
}

/// What stands behind a keyword in `{% … %}`.
fn tags(text: &str, keyword: &str) -> Vec<String> {
    let inner = text
        .split("{%")
        .skip(1)
        .filter_map(|t| t.split("%}").next());
    let of = inner.filter_map(|t| t.trim_matches(['-', ' ']).strip_prefix(keyword));
    of.map(|t| t.trim().to_owned()).collect()
}

fn blocks(base: &str) -> Vec<(String, String)> {
    let comment = base.split("-#}").next().unwrap_or_default();
    let said = |block: &str| {
        let mut lines = comment.lines().map(str::trim);
        let own = lines.find_map(|l| l.strip_prefix(block)?.strip_prefix(' ').map(str::trim));
        own.unwrap_or_else(|| panic!("the comment of `base.html` does not say what `{block}` is"))
            .trim_end_matches("; within it:")
            .to_owned()
    };
    let names = tags(base, "block ").into_iter();
    names.map(|b| (b.clone(), said(&b))).collect()
}

/// Name and doc comment: `register_filter("url", url)`, and the function of that name or `text`.
fn filters() -> Vec<(String, String)> {
    let path = super::here("src/render/theme/filters.rs");
    let text = std::fs::read_to_string(path).unwrap();
    let names = text.split("register_filter(\"").skip(1);
    let named = names.map(|t| {
        let name = t.split('"').next().unwrap();
        let function = match name {
            "str" => "text",
            other => other,
        };
        let before = text.split(&format!("\nfn {function}(")).next().unwrap();
        let mut doc: Vec<&str> = before
            .lines()
            .rev()
            .map_while(|l| l.strip_prefix("/// "))
            .collect();
        doc.reverse();
        assert!(!doc.is_empty(), "the filter `{name}` is not documented");
        (name.to_owned(), doc.join(" "))
    });
    named.collect()
}
