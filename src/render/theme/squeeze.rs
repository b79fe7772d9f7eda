//! A style sheet as it travels: without comments and line breaks that mean nothing. `/*! … */` stays: licenses are such.

/// The sheet without comments, indentation and breaks between rules. Text in quotes stays as it is.
pub(super) fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/', '\n']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let (kept, after) = piece(here);
        match kept {
            "\n" => line_break(&mut out, after),
            kept => out.push_str(kept),
        }
        rest = if kept == "\n" {
            after.trim_start()
        } else {
            after
        };
    }
    out.push_str(rest);
    out
}

/// What stands at the beginning and is kept of it, and what follows: a string, a comment, a line break, or one byte.
fn piece(here: &str) -> (&str, &str) {
    if let Some(comment) = here.strip_prefix("/*") {
        let end = comment.find("*/").map_or(here.len(), |e| e + 4);
        let kept = if comment.starts_with('!') { end } else { 0 };
        return (&here[..kept], &here[end..]);
    }
    let quote = here.chars().next().filter(|c| matches!(c, '"' | '\''));
    let end = quote.map_or(1, |q| string_end(here, q));
    here.split_at(end)
}

/// Behind the closing quote; a string ends at a line break, too.
fn string_end(here: &str, quote: char) -> usize {
    let mut escaped = true;
    for (i, c) in here.char_indices() {
        match c {
            '\n' if !escaped => return i,
            c if c == quote && !escaped => return i + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    here.len()
}

/// A break means nothing behind a brace, a semicolon or a comma; elsewhere it is a space.
fn line_break(out: &mut String, after: &str) {
    out.truncate(out.trim_end_matches([' ', '\t', '\r']).len());
    let closed = out.ends_with(['{', '}', ';', ',']) || out.is_empty();
    if !closed && !after.trim_start().starts_with('}') {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn comments_and_breaks_go_and_text_in_quotes_stays() {
        let css = "/* x */\n/*! MIT */a{\n  b: \"/* \\\" */\";\n}\n\na\n b{c:'//'}d/*e*/{f:g/h}";
        assert_eq!(
            squeeze(css),
            "/*! MIT */a{b: \"/* \\\" */\";}a b{c:'//'}d{f:g/h}"
        );
        assert_eq!(squeeze("a{b:c}/* open"), "a{b:c}");
        assert_eq!(
            squeeze("a::after{content:\"\\\\\"}\n.x{}"),
            "a::after{content:\"\\\\\"}.x{}"
        );
    }
}
