//! What a word is, for the index as for a query: `themes/default/static/search.js` takes texts apart in the same way.
//!
//! Runs of letters, digits and marks; lower case without accents; plural and possessive gone. Writing without spaces
//! (Chinese, Japanese, Thai …) is taken as pairs of neighbors.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are cut.
pub const LONGEST: usize = 32;

/// Calls `f` with every word of `text`, in order. `buffer` is room to work in.
pub fn each(text: &str, buffer: &mut String, f: &mut impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut word = [0; LONGEST];
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        if LOWER[usize::from(first)] == 0 {
            at = match first.is_ascii() {
                true => at + 1,
                false => other_run(text, at, buffer, f),
            };
            continue;
        }
        let end = lower_run(bytes, at, &mut word);
        if bytes.get(end).is_some_and(|b| !b.is_ascii()) {
            at = other_run(text, at, buffer, f);
            continue;
        }
        let length = (end - at).min(LONGEST);
        if length > 1 || !is_possessive(&bytes[at..end], &bytes[..at]) {
            let (kept, y) = stem(&word[..length], length);
            if y {
                word[kept] = b'y';
            }
            if let Ok(word) = std::str::from_utf8(&word[..kept + usize::from(y)]) {
                f(word);
            }
        }
        at = end;
    }
}

/// Where the run of ASCII letters and digits from `at` ends; as much of it as has room stands in `word`, in lower case.
fn lower_run(bytes: &[u8], at: usize, word: &mut [u8; LONGEST]) -> usize {
    let mut end = at;
    while let Some(lower) = bytes.get(end).map(|b| LOWER[usize::from(*b)]) {
        if lower == 0 {
            break;
        }
        if let Some(room) = word.get_mut(end - at) {
            *room = lower;
        }
        end += 1;
    }
    end
}

/// A run that has other letters than ASCII's, or none; returns where to go on.
fn other_run(text: &str, at: usize, buffer: &mut String, f: &mut impl FnMut(&str)) -> usize {
    let (end, ascii) = end_of_run(text, at);
    if end == at {
        return at + char_at(text, at).map_or(1, char::len_utf8);
    }
    let run = text.get(at..end).unwrap_or_default();
    if !is_possessive(run.as_bytes(), &text.as_bytes()[..at]) {
        if ascii {
            ascii_word(run, buffer);
            f(buffer);
        } else {
            other_words(run, buffer, f);
        }
    }
    end
}

/// ASCII letters and digits in lower case, all else zero: one look-up for each byte, since all texts of a handbook come
/// through here.
const LOWER: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// The words of a text as a list.
pub fn list(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    each(text, &mut String::new(), &mut |w| out.push(w.to_owned()));
    out
}

/// The whole of a name as one key with a mark at its end: `Product owners` is `product_owner=`. Empty: it has no words.
pub fn key(name: &str, mark: char) -> String {
    let mut out = String::new();
    each(name, &mut String::new(), &mut |word| {
        if !out.is_empty() {
            out.push('_');
        }
        out.push_str(word);
    });
    if !out.is_empty() {
        out.push(mark);
    }
    out
}

/// Where the run of word characters from `at` ends, and whether all of it is ASCII.
fn end_of_run(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut end = at;
    let mut ascii = true;
    while let Some(&byte) = bytes.get(end) {
        if byte.is_ascii() {
            if !byte.is_ascii_alphanumeric() {
                break;
            }
            end += 1;
            continue;
        }
        match char_at(text, end) {
            Some(c) if c.is_alphanumeric() || is_combining_mark(c) => {
                ascii = false;
                end += c.len_utf8();
            }
            _ => break,
        }
    }
    (end, ascii)
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The `s` of `owner's`.
fn is_possessive(run: &[u8], before: &[u8]) -> bool {
    matches!(run, b"s" | b"S") && (before.ends_with(b"'") || before.ends_with("’".as_bytes()))
}

fn ascii_word(run: &str, buffer: &mut String) {
    buffer.clear();
    buffer.push_str(run.get(..LONGEST).unwrap_or(run));
    buffer.make_ascii_lowercase();
    let letters = buffer.len();
    cut(buffer, letters);
}

/// A run with other letters: folded, then by spans of writing with and without spaces.
fn other_words(run: &str, buffer: &mut String, f: &mut impl FnMut(&str)) {
    let folded = fold(run);
    let chars: Vec<char> = folded.chars().collect();
    for span in chars.chunk_by(|a, b| is_unspaced(*a) == is_unspaced(*b)) {
        if !span.first().is_some_and(|c| is_unspaced(*c)) {
            buffer.clear();
            buffer.extend(span.iter().take(LONGEST));
            let letters = buffer.encode_utf16().count();
            cut(buffer, letters);
            f(buffer);
            continue;
        }
        for pair in span.windows(2.min(span.len())) {
            buffer.clear();
            buffer.extend(pair);
            f(buffer);
        }
    }
}

/// Lower case, without accents.
fn fold(run: &str) -> String {
    let letters = run.to_lowercase();
    let bare = letters
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    let mut out = String::with_capacity(letters.len());
    for c in bare.nfc() {
        match c {
            'ß' => out.push_str("ss"),
            'ς' => out.push('σ'),
            c => out.push(c),
        }
    }
    out
}

/// Takes the ending off a word.
fn cut(word: &mut String, letters: usize) {
    let (kept, y) = stem(word.as_bytes(), letters);
    word.truncate(kept);
    if y {
        word.push('y');
    }
}

/// Without the ending of a plural, and without an `e` that only some forms have (`approaches`, `approach`): how many bytes
/// stay, and whether a `y` follows. `letters` is its length as a browser counts.
fn stem(word: &[u8], letters: usize) -> (usize, bool) {
    let mut kept = word;
    if let [rest @ .., b's'] = word {
        match rest {
            [.., b'e' | b'a', b'i', b'e'] if letters > 4 => kept = rest,
            [.., b'i', b'e'] if letters > 4 => return (word.len() - 3, true),
            [.., b's' | b'u' | b'i'] => {}
            _ if letters > 2 => kept = rest,
            _ => {}
        }
    }
    match kept {
        [rest @ .., b'e'] if letters > 3 => match rest {
            [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => (rest.len(), false),
            _ => (kept.len(), false),
        },
        _ => (kept.len(), false),
    }
}

/// Whether a letter belongs to a writing that puts no spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff
        | 0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0xff66..=0xff9f
        | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        list(text).join(" ")
    }

    #[test]
    fn case_accents_plural_and_possessive_do_not_matter() {
        for (written, meant) in [
            ("Product Owners", "product owner"),
            ("the owner's, owners’ POs", "the owner owner po"),
            ("Größe GROSSE Café cafe\u{301}s", "gross gross cafe cafe"),
            (
                "policies policy ties approaches approach",
                "policy policy tie approach approach",
            ),
            (
                "processes process status base_url",
                "process process status bas url",
            ),
            ("ΛΌΓΟΣ λόγος", "λογοσ λογοσ"),
        ] {
            assert_eq!(words(written), meant, "{written}");
        }
    }

    #[test]
    fn writing_without_spaces_is_taken_in_pairs() {
        assert_eq!(words("決定権はPMに"), "決定 定権 権は pm に");
        assert_eq!(words("責任 割"), "責任 割");
    }

    #[test]
    fn a_name_is_one_key() {
        assert_eq!(key("Product owners", '='), "product_owner=");
        assert_eq!(key(" – ", '='), "");
    }
}
