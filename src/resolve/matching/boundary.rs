//! Where a word begins and ends, for every script: `\b` misses terms beside Japanese, and terms that end in a sign.

/// What ends a run of joined text: a block, a link, code. No word reaches over it.
pub const BARRIER: char = '\n';

/// What the language of the site says about words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// No spaces between words: a neighbor of the same script says nothing.
    pub unspaced: bool,
    /// `l'équipe`: an apostrophe may stand before a word.
    pub elision: bool,
}

impl Habits {
    /// Of a BCP 47 tag.
    pub fn of(language: &str) -> Self {
        let primary = language
            .split('-')
            .next()
            .unwrap_or_default()
            .to_lowercase();
        Self {
            unspaced: matches!(primary.as_str(), "zh" | "yue" | "th" | "lo" | "km" | "my"),
            elision: !matches!(primary.as_str(), "en" | ""),
        }
    }
}

/// Whether bytes `start..end` of `text` stand there as words of their own.
pub fn is_word(text: &str, start: usize, end: usize, habits: Habits) -> bool {
    let (Some(before), Some(word), Some(after)) =
        (text.get(..start), text.get(start..end), text.get(end..))
    else {
        return false;
    };
    begins(before, word, habits) && ends(word, after, habits)
}

fn begins(before: &str, word: &str, habits: Habits) -> bool {
    let mut back = before.chars().rev();
    let Some(neighbor) = back.next() else {
        return true;
    };
    match neighbor {
        '-' | '_' | '/' | '\\' | '@' => false,
        '.' => before.ends_with("..."),
        '\'' => habits.elision || !back.next().is_some_and(char::is_alphanumeric),
        _ => apart(
            neighbor,
            word.chars().next(),
            word.chars().find(|c| c.is_alphanumeric()),
            habits,
        ),
    }
}

fn ends(word: &str, after: &str, habits: Habits) -> bool {
    let mut on = after.chars();
    let Some(neighbor) = on.next() else {
        return true;
    };
    match neighbor {
        '-' | '_' | '/' | '\\' | '@' => false,
        '.' => ends_sentence(after),
        '\'' => possessive(after),
        c if is_mark(c) => false,
        _ => apart(
            neighbor,
            word.chars().next_back(),
            word.chars().rev().find(|c| c.is_alphanumeric()),
            habits,
        ),
    }
}

/// Whether a neighbor is no part of the word whose outermost character and outermost letter these are.
fn apart(neighbor: char, edge: Option<char>, letter: Option<char>, habits: Habits) -> bool {
    if !neighbor.is_alphanumeric() {
        // `C++` is not in `C+++`; white space and other signs end every word.
        return !edge.is_some_and(|e| !e.is_alphanumeric() && e == neighbor);
    }
    let (own, other) = (letter.map_or(Script::Any, script), script(neighbor));
    if own == Script::Any || other == Script::Any {
        return false;
    }
    own != other || (habits.unspaced && own.is_unspaced())
}

/// The full stop or dots at the beginning of `after` end a sentence.
fn ends_sentence(after: &str) -> bool {
    let rest = after.trim_start_matches('.');
    let closes = |c: char| c.is_whitespace() || ")]}\"'”»›“‘*,;:!?…–—".contains(c);
    rest.chars()
        .next()
        .is_none_or(|c| closes(c) || after.len() - rest.len() > 2 || (script(c).is_unspaced()))
}

/// `'s` and nothing more, or a closing quotation mark.
fn possessive(after: &str) -> bool {
    let mut rest = after.chars().skip(1);
    match rest.next() {
        Some('s' | 'S') => rest
            .next()
            .is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_'),
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

/// Families of letters, as far as the ends of words need them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    /// Digits: they belong to every script.
    Any,
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Kana(bool),
    Han,
    Hangul,
    /// Thai, Lao, Khmer, Myanmar.
    SouthEast,
    Other(u32),
}

impl Script {
    fn is_unspaced(self) -> bool {
        matches!(self, Self::Han | Self::Kana(_) | Self::SouthEast)
    }
}

fn script(c: char) -> Script {
    if c.is_numeric() && !matches!(u32::from(c), 0x3007 | 0x3400..=0x9FFF) {
        return Script::Any;
    }
    match u32::from(c) {
        0..=0x024F
        | 0x1E00..=0x1EFF
        | 0x2C60..=0x2C7F
        | 0xA720..=0xA7FF
        | 0xAB30..=0xAB6F
        | 0xFF21..=0xFF5A => Script::Latin,
        0x0250..=0x02AF => Script::Latin,
        0x0370..=0x03FF | 0x1F00..=0x1FFF => Script::Greek,
        0x0400..=0x052F | 0x1C80..=0x1C8F | 0x2DE0..=0x2DFF | 0xA640..=0xA69F => Script::Cyrillic,
        0x0590..=0x05FF | 0xFB1D..=0xFB4F => Script::Hebrew,
        0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => {
            Script::Arabic
        }
        0x3040..=0x309F => Script::Kana(false),
        // The long-vowel mark continues both; it stands mostly in words of katakana.
        0x30A0..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F => Script::Kana(true),
        0x3005..=0x3007
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0x20000..=0x323AF => Script::Han,
        0x1100..=0x11FF | 0x3130..=0x318F | 0xA960..=0xA97F | 0xAC00..=0xD7FF => Script::Hangul,
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF => Script::SouthEast,
        other => Script::Other(other >> 8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, word: &str, language: &str) -> bool {
        let at = text.find(word).unwrap();
        is_word(text, at, at + word.len(), Habits::of(language))
    }

    #[test]
    fn scripts_bound_each_other() {
        assert!(word("このAPIを使う", "API", "ja"));
        assert!(word("C++を使う", "C++", "ja"));
        assert!(!word("プロトタイプ", "タイプ", "ja"));
        assert!(!word("仕様書", "仕様", "ja"));
        assert!(word("这个产品很好", "产品", "zh-Hans"));
        assert!(!word("APIs", "API", "en"));
        assert!(!word("API2", "API", "en"));
        assert!(!word("naïveté", "naïve", "en"));
        assert!(word("предмет API", "API", "ru"));
    }

    #[test]
    fn signs_and_identifiers() {
        for yes in ["use C++.", "C++, C", "(C++)", "R&D C++"] {
            assert!(word(yes, "C++", "en"), "{yes}");
        }
        for no in ["C++11", "C+++", "C++x", "x/C++", "C++/x"] {
            assert!(!word(no, "C++", "en"), "{no}");
        }
        for no in [
            "node-team",
            "team_x",
            "a/team",
            "team.md",
            "@team",
            "team@x",
            "team-x",
            "x.team",
            "o'team",
        ] {
            assert!(!word(no, "team", "en"), "{no}");
        }
        for yes in [
            "team.",
            "team...",
            "team.)",
            "...team",
            "team's",
            "team'",
            "'team'",
            "team…",
            "“team”",
            "team’s".replace('’', "'").as_str(),
        ] {
            assert!(word(yes, "team", "en"), "{yes}");
        }
        assert!(word("l'équipe", "équipe", "fr"));
    }
}
