//! The marks by which readers recognize a role everywhere: a monogram that no other role has, and a hue.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::model::Id;

/// What a mark is made from.
pub(super) struct Marked<'a> {
    pub id: &'a Id,
    pub name: &'a str,
    /// The `monogram` key.
    pub given: Option<(Arc<str>, Place)>,
    /// The `abbr` key.
    pub abbr: Vec<(Arc<str>, Place)>,
}

/// The hue of an id: it depends on nothing else, so that it never moves.
pub(super) fn hue(id: &str) -> u8 {
    u8::try_from(crc32(id.as_bytes()) % 12).unwrap_or(0)
}

/// CRC-32 as in zip and PNG.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let low = crc & 1;
            crc >>= 1;
            if low == 1 {
                crc ^= 0xEDB8_8320;
            }
        }
    }
    !crc
}

/// A monogram for each role, in canonical order. Written ones stand; derived ones are lengthened until they differ.
pub(super) fn monograms(roles: &[Marked<'_>], diagnostics: &mut Diagnostics) -> Vec<Arc<str>> {
    twice(roles, diagnostics);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let written = |role: &Marked<'_>| {
        let short = role.abbr.iter().find(|a| a.0.chars().count() <= 3);
        role.given.as_ref().or(short).map(|w| Arc::clone(&w.0))
    };
    taken.extend(
        roles
            .iter()
            .filter_map(|r| written(r).map(|w| w.to_string())),
    );
    let mut out = Vec::with_capacity(roles.len());
    for role in roles {
        let monogram = written(role).unwrap_or_else(|| {
            let free = candidates(role.name).find(|c| !taken.contains(c));
            let free = free.unwrap_or_else(|| role.id.to_string());
            taken.insert(free.clone());
            Arc::from(free)
        });
        out.push(monogram);
    }
    out
}

/// Tells of short forms that two roles write.
fn twice(roles: &[Marked<'_>], diagnostics: &mut Diagnostics) {
    let mut first: BTreeMap<&str, (usize, Place)> = BTreeMap::new();
    for (n, role) in roles.iter().enumerate() {
        for (text, place) in role.abbr.iter().chain(&role.given) {
            match first.get(&**text) {
                Some((other, at)) if *other != n => {
                    let message = format!("`{text}` is already the short form of another role");
                    let d = Diagnostic::new(Code::MONOGRAM_DUPLICATE, *place, message)
                        .help("give one of them another `abbr`")
                        .label(*at, "the other one");
                    diagnostics.push(d);
                }
                Some(_) => {}
                None => {
                    first.insert(text, (n, *place));
                }
            }
        }
    }
}

/// Words that no monogram shows.
const SMALL: &[&str] = &["a", "an", "and", "at", "for", "in", "of", "on", "the", "to"];

/// PM, PrM, PdM, PcM, PtM, PoM, PuM, then PM2, PM3 …
fn candidates(name: &str) -> impl Iterator<Item = String> {
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !SMALL.contains(w))
        .collect();
    let initials: String = words
        .iter()
        .take(3)
        .filter_map(|w| w.chars().next())
        .flat_map(char::to_uppercase)
        .collect();
    let first = initials.chars().take(1).collect::<String>();
    let rest = initials.chars().skip(1).collect::<String>();
    let inner: Vec<char> = words
        .first()
        .map_or("", |w| *w)
        .chars()
        .skip(1)
        .flat_map(char::to_lowercase)
        .collect();
    let vowel = |c: &char| "aeiouyäöü".contains(*c);
    let consonants = inner.iter().copied().filter(move |c| !vowel(c));
    let vowels = inner.iter().copied().filter(vowel);
    let letters: Vec<char> = consonants.chain(vowels).collect();
    let whole = (!initials.is_empty()).then(|| initials.clone());
    let longer = letters
        .into_iter()
        .map(move |c| format!("{first}{c}{rest}"));
    let numbered = (2..10_000).map(move |n| format!("{initials}{n}"));
    whole.into_iter().chain(longer).chain(numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[(&str, Option<&str>)]) -> (Vec<String>, usize) {
        let ids: Vec<Id> = names.iter().map(|n| Id::from(n.0)).collect();
        let place = Place::whole(crate::diag::FileId(0));
        let abbr = |a: &Option<&str>| a.iter().map(|a| (Arc::from(*a), place)).collect();
        let roles: Vec<Marked<'_>> = names
            .iter()
            .zip(&ids)
            .map(|((name, a), id)| Marked {
                id,
                name,
                given: None,
                abbr: abbr(a),
            })
            .collect();
        let mut diagnostics = Diagnostics::new();
        let made = monograms(&roles, &mut diagnostics);
        (
            made.iter().map(|m| m.to_string()).collect(),
            diagnostics.len(),
        )
    }

    #[test]
    fn derived_monograms_that_clash_are_lengthened_in_order() {
        let names = [
            "Product manager",
            "Project manager",
            "Program manager",
            "Head of product",
        ];
        let (made, told) = of(&names.map(|n| (n, None)));
        assert_eq!(made, ["PM", "PrM", "PgM", "HP"]);
        assert_eq!(told, 0);
    }

    #[test]
    fn a_written_short_form_stands_and_twice_is_an_error() {
        let (made, told) = of(&[("Product manager", None), ("Post master", Some("PM"))]);
        assert_eq!(made, ["PrM", "PM"]);
        assert_eq!(told, 0);
        let (_, told) = of(&[("Product manager", Some("PM")), ("Post master", Some("PM"))]);
        assert_eq!(told, 1);
    }

    #[test]
    fn hues_are_those_of_the_drawings() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!((hue("product-manager"), hue("product-owner")), (0, 6));
    }
}
