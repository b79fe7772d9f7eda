//! What the trade does to text: one Unicode form, folding for comparison, slugs for URLs, and "did you mean".

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// NFC, the form of all names and ids.
pub fn nfc(text: &str) -> String {
    if text.is_ascii() || is_nfc(text) {
        text.to_owned()
    } else {
        text.nfc().collect()
    }
}

/// For comparing: NFC, lower case, white space runs as one space, trimmed.
pub fn fold(text: &str) -> String {
    let lower = nfc(text).to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name under which two output paths are the same on a disk that ignores case or Unicode form.
pub fn collision_key(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    nfc(&nfc(text).to_lowercase())
}

/// For sorting names: base letters without marks, lower case; then the name itself.
pub fn sort_key(text: &str) -> (String, String) {
    if text.is_ascii() {
        return (text.to_ascii_lowercase(), text.to_owned());
    }
    let base = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .collect::<String>();
    (base.to_lowercase(), text.to_owned())
}

/// For ids in URLs: lower-case NFC, each run of other characters than letters and digits one `-`, trimmed.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in nfc(text).to_lowercase().chars() {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    nfc(&out)
}

/// A heading's id as GitHub makes it: lower case; letters, marks, digits, `_` and `-` stay, spaces become `-`.
pub fn heading_id(text: &str) -> String {
    if text.is_ascii() {
        return ascii_heading_id(text.trim());
    }
    let keep = |c: &char| {
        c.is_alphanumeric()
            || *c == '_'
            || *c == '-'
            || unicode_normalization::char::is_combining_mark(*c)
    };
    let dash = |c: char| if c.is_whitespace() { '-' } else { c };
    nfc(text.trim())
        .to_lowercase()
        .chars()
        .map(dash)
        .filter(keep)
        .collect()
}

/// The same for the text of most headings.
fn ascii_heading_id(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' | '_' | '-' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            c if c.is_whitespace() => out.push('-'),
            _ => {}
        }
    }
    out
}

/// Percent-encodes one URL path: everything but unreserved characters, `/` and the few marks that never need it.
pub fn percent_encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    percent_encode_into(&mut out, path);
    out
}

/// `percent_encode` to the end of a string.
pub fn percent_encode_into(out: &mut String, path: &str) {
    let mut done = 0;
    for (at, byte) in path.bytes().enumerate() {
        if !UNRESERVED[usize::from(byte)] {
            // A byte of a longer character ends no run: all of its bytes are encoded.
            out.push_str(path.get(done..at).unwrap_or_default());
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
            done = at + 1;
        }
    }
    out.push_str(path.get(done..).unwrap_or_default());
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Bytes that a path in an address may hold as they are.
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let marks = b"-._~/!$'()*,;=:@";
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
};

/// Undoes percent-encoding; a `%` that encodes nothing stays, invalid UTF-8 gives `None`.
pub fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        let digits = text
            .get(i + 1..i + 3)
            .filter(|d| d.bytes().all(|c| c.is_ascii_hexdigit()));
        match digits
            .and_then(|d| u8::from_str_radix(d, 16).ok())
            .filter(|_| b == b'%')
        {
            Some(decoded) => {
                out.push(decoded);
                i += 3;
            }
            None => {
                out.push(b);
                i += 1;
            }
        }
    }
    String::from_utf8(out).ok()
}

/// What a byte is written as in HTML text and quoted attributes; empty: as it is.
const REFERENCES: [&str; 256] = {
    let mut table = [""; 256];
    table[b'&' as usize] = "&amp;";
    table[b'<' as usize] = "&lt;";
    table[b'>' as usize] = "&gt;";
    table[b'"' as usize] = "&quot;";
    table[b'\'' as usize] = "&#39;";
    table
};

/// Escapes for HTML text and quoted attributes, with the references that tera writes.
pub fn escape_into(out: &mut String, text: &str) {
    replace_into(out, text, needs_reference, &REFERENCES);
}

/// A string of JSON with its quotes, as serde_json writes it.
pub fn json_into(out: &mut String, text: &str) {
    out.push('"');
    replace_into(out, text, needs_backslash, &BACKSLASHES);
    out.push('"');
}

/// Writes `text` with each byte that has a replacement replaced. `any` looks at sixteen bytes at once, since most need
/// nothing.
fn replace_into(
    out: &mut String,
    text: &str,
    any: impl Fn(&[u8; 16]) -> bool,
    replacements: &[&str; 256],
) {
    let mut done = 0;
    let mut replace = |range: std::ops::Range<usize>| {
        for at in range {
            let replacement = replacements[usize::from(text.as_bytes()[at])];
            if !replacement.is_empty() {
                out.push_str(&text[done..at]);
                out.push_str(replacement);
                done = at + 1;
            }
        }
    };
    let (blocks, _) = text.as_bytes().as_chunks::<16>();
    for (n, block) in blocks.iter().enumerate() {
        if any(block) {
            replace(n * 16..n * 16 + 16);
        }
    }
    replace(blocks.len() * 16..text.len());
    out.push_str(&text[done..]);
}

/// Written so that the compiler compares all bytes at once; as `needs_backslash`.
fn needs_reference(block: &[u8; 16]) -> bool {
    let mut found = 0;
    for b in block {
        found |= u8::from(*b == b'&') | u8::from(*b == b'<') | u8::from(*b == b'>');
        found |= u8::from(*b == b'"') | u8::from(*b == b'\'');
    }
    found != 0
}

fn needs_backslash(block: &[u8; 16]) -> bool {
    let mut found = 0;
    for b in block {
        found |= u8::from(*b == b'"') | u8::from(*b == b'\\') | u8::from(*b < 32);
    }
    found != 0
}

/// What JSON wants instead of a byte.
const BACKSLASHES: [&str; 256] = {
    const CONTROLS: [&str; 32] = [
        "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007",
        "\\b", "\\t", "\\n", "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f", "\\u0010", "\\u0011",
        "\\u0012", "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017", "\\u0018", "\\u0019",
        "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f",
    ];
    let mut table = [""; 256];
    let mut byte = 0;
    while byte < 32 {
        table[byte] = CONTROLS[byte];
        byte += 1;
    }
    table[b'"' as usize] = "\\\"";
    table[b'\\' as usize] = "\\\\";
    table
};

/// `escape_into` as a new string.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(&mut out, text);
    out
}

/// Where `needle` begins, as `str::find`, but many bytes at once: for searches through whole texts.
pub fn find(text: &str, needle: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), needle.as_bytes())
}

/// Whether `needle` is in it; see `find`.
pub fn contains(text: &str, needle: &str) -> bool {
    find(text, needle).is_some()
}

/// Where each line of a text begins; see `find`.
pub fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1))
}

/// The candidate nearest to `word`, if one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let other = fold(candidate);
        let likeness = strsim::normalized_damerau_levenshtein(&folded, &other);
        let short =
            folded.chars().count() <= 4 && strsim::damerau_levenshtein(&folded, &other) <= 1;
        let near = likeness >= 0.7 || short || (folded.len() >= 3 && other.starts_with(&folded));
        if near && best.is_none_or(|(b, _)| likeness > b) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, c)| c)
}

/// "did you mean `x`?", if something is near.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(word, candidates).map(|c| format!("did you mean `{c}`?"))
}

/// "a, b and c" in the order given.
pub fn list_of(items: &[impl AsRef<str>], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [init @ .., end] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", init.join(", "), end.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_written_as_serde_writes_it() {
        let mut all: String = (0..0x250_u32).filter_map(char::from_u32).collect();
        all.push_str("a longer text without anything in it, and then \"quotes\" \u{2028} 😀");
        let mut out = String::new();
        json_into(&mut out, &all);
        assert_eq!(out, serde_json::to_string(&all).unwrap());
    }

    #[test]
    fn slugs_and_heading_ids() {
        assert_eq!(slug("  C++ & Größe! "), "c-größe");
        assert_eq!(slug("R&D."), "r-d");
        assert_eq!(heading_id("What's new in 2.0?"), "whats-new-in-20");
        assert_eq!(heading_id("Über_uns – los"), "über_uns--los");
    }

    #[test]
    fn percent_signs_go_and_come() {
        let name = "a b/ü%#?.md";
        assert_eq!(percent_decode(&percent_encode(name)).as_deref(), Some(name));
        assert_eq!(percent_decode("100%").as_deref(), Some("100%"));
        assert_eq!(percent_decode("%ff"), None);
    }

    #[test]
    fn the_nearest_is_near() {
        assert_eq!(nearest("titel", ["title", "weight"]), Some("title"));
        assert_eq!(nearest("po", ["pm", "product-owner"]), Some("pm"));
        assert_eq!(nearest("zebra", ["title", "weight"]), None);
    }
}
