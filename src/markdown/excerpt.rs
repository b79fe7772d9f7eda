//! A part of a source file: the lines between the comments `part: x` and `/part`, without their common indentation.

/// The text of a part, or of the whole file without marks if `part` is empty; `None` if there is no such part.
/// Lines end in LF.
pub(super) fn excerpt(text: &str, part: &str) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Vec::new();
    let mut depth = 0_usize;
    let mut inside = part.is_empty();
    let mut found = inside;
    for line in text.lines() {
        match mark(line) {
            Some(Mark::Begin(name)) if !inside && name == part => {
                inside = true;
                found = true;
                depth = 0;
            }
            Some(Mark::Begin(_)) if inside => depth += 1,
            Some(Mark::End(name)) if inside && !part.is_empty() => match depth {
                // A named end closes that part, whatever is open in it.
                _ if name == part => inside = false,
                0 => inside = false,
                _ => depth -= 1,
            },
            Some(_) => {}
            None if inside => lines.push(line),
            None => {}
        }
    }
    found.then(|| dedented(&lines))
}

enum Mark<'l> {
    Begin(&'l str),
    End(&'l str),
}

/// A comment of any language that says `part: x` or `/part`: a sign without letters, then the words.
fn mark(line: &str) -> Option<Mark<'_>> {
    let mut words = line.split_whitespace();
    let sign = words.next()?;
    if sign.chars().any(char::is_alphanumeric) {
        return None;
    }
    match words.next()? {
        "part:" => words.next().map(Mark::Begin),
        "/part" => Some(Mark::End("")),
        "/part:" => words.next().map(Mark::End),
        _ => None,
    }
}

fn dedented(lines: &[&str]) -> String {
    let indent = |l: &&&str| l.len() - l.trim_start_matches([' ', '\t']).len();
    let written = lines.iter().filter(|l| !l.trim().is_empty());
    let common = written.map(|l| indent(&l)).min().unwrap_or(0);
    let mut out = String::new();
    for line in lines {
        let rest = line.get(common..).unwrap_or_default();
        out.push_str(if line.trim().is_empty() { "" } else { rest });
        out.push('\n');
    }
    out
}
