//! Words that look like terms and have no entry: abbreviations, and names of several capitalised words.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::markdown::Kind;
use crate::model::Prose;
use crate::resolve::matching::boundary::BARRIER;
use crate::resolve::matching::joined::{Joined, Reach, written};
use crate::resolve::matching::{self, Matcher};

/// On so many pages a word is worth an entry.
const PAGES: usize = 3;

/// A word of one page.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Candidate {
    word: String,
    /// Its first place on the page. What was included is told where it was written, if that is a page.
    first: Option<Place>,
}

struct Seen {
    first: Place,
    pages: usize,
}

/// Tells each once, at its first place.
pub fn tell<'p>(
    pages: impl Iterator<Item = &'p [Candidate]>,
    matcher: &Matcher,
    diagnostics: &mut Diagnostics,
) {
    let mut seen: BTreeMap<&str, Seen> = BTreeMap::new();
    for candidate in pages.flatten() {
        match (seen.get_mut(&*candidate.word), candidate.first) {
            (Some(known), _) => known.pages += 1,
            (None, Some(first)) => {
                seen.insert(&candidate.word, Seen { first, pages: 1 });
            }
            (None, None) => {}
        }
    }
    for (word, seen) in seen.into_iter().filter(|(_, s)| s.pages >= PAGES) {
        if matching::in_text(word, matcher).is_empty() {
            let message = format!("`{word}` stands on {} pages and has no entry", seen.pages);
            let help = "add a term, or one of its `abbr` or `aliases`";
            diagnostics.push(Diagnostic::new(Code::TERM_CANDIDATE, seen.first, message).help(help));
        }
    }
}

/// The words of a page that look like terms, each once.
pub fn of_page(proses: &[&Prose]) -> Vec<Candidate> {
    let mut out: BTreeMap<String, Option<Place>> = BTreeMap::new();
    for prose in proses {
        let text = Joined::of(&prose.document, Reach::Linkable);
        for range in candidates(&text.plain) {
            let Some(word) = text.plain.get(range.clone()) else {
                continue;
            };
            let first = || place(prose, &text, range.clone());
            match out.get_mut(word) {
                Some(known) => *known = known.or_else(first),
                None => drop(out.insert(word.to_owned(), first())),
            }
        }
    }
    out.into_iter()
        .map(|(word, first)| Candidate { word, first })
        .collect()
}

fn place(prose: &Prose, text: &Joined, range: Range<usize>) -> Option<Place> {
    let of = |node| match prose.document.get(node).map(|n| &n.kind) {
        Some(Kind::Text(s)) => prose.document.str(*s),
        _ => "",
    };
    let (from, to) = (text.at(range.start)?, text.end(range.end, of)?);
    let own = prose.document.get(from.node).is_some_and(|n| n.origin == 0);
    (from.node == to.node && own)
        .then(|| prose.place(written(&prose.document, from.node, from.byte, to.byte)))
}

/// Ranges of `plain` that look like terms.
fn candidates(plain: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut phrase: Option<Range<usize>> = None;
    let mut at_start = true;
    let mut end_before = 0;
    for (start, word) in words(plain) {
        let end = start + word.len();
        let between = plain.get(end_before..start).unwrap_or_default();
        at_start |= between.contains([BARRIER, '.', '!', '?', ':', ';', '(', '"', '“']);
        let joined = between == " ";
        if is_abbreviation(word) && !beside_sign(plain, start, end) {
            out.push(start..end);
        }
        match &mut phrase {
            Some(range) if joined && is_capitalised(word) => range.end = end,
            _ => {
                finish(&mut phrase, plain, &mut out);
                phrase = (is_capitalised(word) && !at_start).then_some(start..end);
            }
        }
        at_start = false;
        end_before = end;
    }
    finish(&mut phrase, plain, &mut out);
    out
}

fn finish(phrase: &mut Option<Range<usize>>, plain: &str, out: &mut Vec<Range<usize>>) {
    let several = |r: &Range<usize>| plain.get(r.clone()).is_some_and(|p| p.contains(' '));
    out.extend(phrase.take().filter(several));
}

/// Runs of letters and digits, with their offsets.
fn words(plain: &str) -> impl Iterator<Item = (usize, &str)> {
    let pieces = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    pieces.map(move |w| (w.as_ptr() as usize - plain.as_ptr() as usize, w))
}

fn is_abbreviation(word: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    (2..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase)
        && word.chars().count() > 1
        && chars.all(char::is_lowercase)
}

/// `ISO-21502`, `UTF/8`: part of something else.
fn beside_sign(plain: &str, start: usize, end: usize) -> bool {
    let signs = ['-', '_', '/', '@', '&'];
    let before = plain.get(..start).is_some_and(|b| b.ends_with(signs));
    before || plain.get(end..).is_some_and(|a| a.starts_with(signs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_and_names_are_found() {
        let text = "The KPI of a Service Level Agreement. Some Words begin. We use OKRs, ISO-9 and Scrum.\nOur Big Day";
        let found: Vec<&str> = candidates(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["KPI", "Service Level Agreement", "OKRs", "Big Day"]);
    }
}
