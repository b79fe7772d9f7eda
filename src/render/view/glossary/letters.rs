//! The index of letters: under which letter an entry stands, and which letters are shown.

use super::{GroupView, LetterView};
use crate::text::sort_key;

/// Words that begin with no letter.
pub(super) const OTHER: &str = "#";

/// The letter that an entry stands under.
pub(super) fn letter(label: &str) -> String {
    let first = sort_key(label)
        .0
        .chars()
        .next()
        .filter(|c| c.is_alphabetic());
    first.map_or_else(|| OTHER.to_owned(), |c| c.to_uppercase().collect())
}

/// The id of a letter's group on the page.
pub(super) fn letter_id(letter: &str) -> String {
    if letter == OTHER {
        "rb-letter-other".to_owned()
    } else {
        format!("rb-letter-{}", letter.to_lowercase())
    }
}

/// Where Latin letters occur, all of them are shown, so that the index looks the same with every glossary.
pub(super) fn letters(groups: &[GroupView]) -> Vec<LetterView> {
    let view = |letter: String| {
        let id = groups
            .iter()
            .find(|g| g.letter == letter)
            .map(|g| g.id.clone());
        LetterView { letter, id }
    };
    let is_latin = |l: &str| l.len() == 1 && l.bytes().all(|b| b.is_ascii_uppercase());
    let mut out: Vec<LetterView> = groups
        .iter()
        .filter(|g| g.letter == OTHER)
        .map(|g| view(g.letter.clone()))
        .collect();
    if groups.iter().any(|g| is_latin(&g.letter)) {
        out.extend(('A'..='Z').map(|c| view(c.to_string())));
    }
    let others = groups
        .iter()
        .filter(|g| g.letter != OTHER && !is_latin(&g.letter));
    out.extend(others.map(|g| view(g.letter.clone())));
    out
}
