//! Every word of the theme, in English, and what `[strings]` of `site.toml` puts in its place.

use std::collections::BTreeMap;

use crate::memo::Fingerprint;

/// Keys and English words. `{n}` is replaced by a number; keys that count have a form `…-one` and a form `…-other`.
pub const WORDS: &[(&str, &str)] = &[
    ("code", "Code"),
    ("caution", "Caution"),
    ("danger", "Danger"),
    ("details", "Details"),
    ("footnote", "Footnote {n}"),
    ("footnote-back", "Back to the text"),
    ("footnotes", "Footnotes"),
    ("heading-link", "Link to this section"),
    ("important", "Important"),
    ("info", "Info"),
    ("note", "Note"),
    ("table", "Table"),
    ("task-done", "Done"),
    ("task-open", "Not done"),
    ("tip", "Tip"),
    ("warning", "Warning"),
];

/// The words of one site.
#[derive(Clone, Debug)]
pub struct Strings {
    words: BTreeMap<String, String>,
    print: Fingerprint,
}

impl Strings {
    /// The English words with the author's in their place.
    pub fn new(own: &BTreeMap<String, String>) -> Self {
        let mut words: BTreeMap<String, String> = WORDS
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        words.extend(own.iter().map(|(k, v)| (k.clone(), v.clone())));
        let print = Fingerprint::of_value(&words);
        Self { words, print }
    }

    /// The word for a key; the key itself if there is none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// Of all words, for memo keys.
    pub fn print(&self) -> Fingerprint {
        self.print
    }

    /// The form for a count, with `{n}` filled in.
    pub fn count(&self, key: &str, n: usize) -> String {
        let form = if n == 1 { "one" } else { "other" };
        let full = format!("{key}-{form}");
        let text = self
            .words
            .get(&full)
            .or_else(|| self.words.get(key))
            .map_or(key, String::as_str);
        text.replace("{n}", &n.to_string())
    }
}
