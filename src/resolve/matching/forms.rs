//! How a label may be written: its letters, its plural, and the form in which text and labels are compared.

use crate::model::glossary::Case;
use unicode_normalization::UnicodeNormalization;

use crate::text::nfc;

/// A label for comparing: NFC, white-space runs as one space, marks of typography in their plain form.
pub fn plain(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    for word in nfc(label).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter_map(plain_char));
    }
    out
}

/// The composed form of a label and, if it is another, the decomposed one.
pub fn unicode_forms(label: &str) -> Vec<String> {
    let decomposed: String = label.nfd().collect();
    let mut forms = vec![label.to_owned()];
    forms.extend(Some(decomposed).filter(|d| d != label));
    forms
}

/// A character in its plain form; `None`: one that is not seen.
pub fn plain_char(c: char) -> Option<char> {
    match c {
        '\u{ad}' => None,
        '\u{2019}' => Some('\''),
        '\u{2010}' | '\u{2011}' => Some('-'),
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

/// Lower case, character by character, where that keeps the number of bytes: offsets in `plain` and folded text agree.
pub fn fold_into(out: &mut String, plain: &str) {
    for c in plain.chars() {
        out.push(fold_char(c));
    }
}

/// One character in lower case, if that takes as many bytes.
pub fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(l), None) if l.len_utf8() == c.len_utf8() => l,
        _ => c,
    }
}

/// Whether a label of this case setting is found only as it is written.
pub fn is_exact(label: &str, case: Case) -> bool {
    match case {
        Case::Exact => true,
        Case::Any => false,
        Case::Smart => {
            let capital_inside = label.chars().skip(1).any(char::is_uppercase);
            let no_small = !label.chars().any(char::is_lowercase);
            capital_inside || (no_small && label.chars().any(char::is_uppercase))
        }
    }
}

/// Whether `found` is a label in lower, Sentence or Title Case; both are equal when folded.
pub fn is_smart_case(found: &str) -> bool {
    let mut at_start = true;
    let mut first_word_capital = None;
    for c in found.chars() {
        if !c.is_alphabetic() {
            at_start = c != '\'';
            continue;
        }
        let capital = c.is_uppercase();
        if at_start {
            let first = *first_word_capital.get_or_insert(capital);
            if capital && !first {
                return false;
            }
        } else if capital {
            return false;
        }
        at_start = false;
    }
    true
}

/// Several of a label by the rules of English, if it ends in a letter.
pub fn english_plural(label: &str) -> Option<String> {
    let last = label
        .chars()
        .next_back()
        .filter(char::is_ascii_alphabetic)?;
    let shouts = last.is_ascii_uppercase();
    let lower = label.to_lowercase();
    let before = lower.chars().rev().nth(1);
    let vowel = |c: Option<char>| c.is_some_and(|c| "aeiou".contains(c));
    let hisses = ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|e| lower.ends_with(e));
    // `POs`, `APIs`: an abbreviation takes a bare s.
    if shouts {
        return Some(format!("{label}s"));
    }
    if last == 'y' && !vowel(before) && before.is_some_and(char::is_alphabetic) {
        return Some(format!("{}ies", &label[..label.len() - 1]));
    }
    Some(if hisses {
        format!("{label}es")
    } else {
        format!("{label}s")
    })
}

/// Whether plurals follow from the rules of English.
pub fn is_english(language: &str) -> bool {
    language
        .split('-')
        .next()
        .is_some_and(|l| l.eq_ignore_ascii_case("en"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_english() {
        let p = |s: &str| english_plural(s).unwrap_or_default();
        assert_eq!(p("user story"), "user stories");
        assert_eq!(p("sprint"), "sprints");
        assert_eq!(p("process"), "processes");
        assert_eq!(p("survey"), "surveys");
        assert_eq!(p("branch"), "branches");
        assert_eq!(p("API"), "APIs");
        assert_eq!(p("SaaS"), "SaaSs");
        assert_eq!(p("C++"), "");
    }

    #[test]
    fn capitals_inside_mean_exactly_so() {
        for exact in ["IN", "iPhone", "C++", "C#", "Product Owner", "R&D"] {
            assert!(is_exact(exact, Case::Smart), "{exact}");
        }
        for smart in ["in", "Scrum", "Product owner", "Über", "仕様"] {
            assert!(!is_exact(smart, Case::Smart), "{smart}");
        }
        for right in [
            "user story",
            "User story",
            "User Story",
            "Definition of Done",
            "Driver's seat",
            "Self-Service",
        ] {
            assert!(is_smart_case(right), "{right}");
        }
        for wrong in ["USER STORY", "uSer", "user Story", "User sTory"] {
            assert!(!is_smart_case(wrong), "{wrong}");
        }
    }
}
