//! Texts of `site.toml` that must be folders, files, addresses, languages or colors.

/// What is wrong, and the cure.
pub type Fault = (String, &'static str);

/// A folder inside the project, without `./` and slashes around it; `.` is the root, the empty text.
pub fn folder(text: &str) -> Result<String, Fault> {
    let fault = |what: &str, help| Err((format!("`{text}` {what}"), help));
    if text.is_empty() {
        return fault("names no folder", "write `.` for the root");
    }
    if text.contains('\\') {
        return fault("has back slashes", "write `/` between folders");
    }
    if text.starts_with('/') || text.get(1..2) == Some(":") {
        return fault(
            "is not below the project",
            "write a path relative to `site.toml`",
        );
    }
    let segments: Vec<&str> = text
        .split('/')
        .filter(|s| !matches!(*s, "" | "."))
        .collect();
    if segments.contains(&"..") {
        return fault(
            "leads out of the project",
            "name a folder below `site.toml`",
        );
    }
    if text.contains(char::is_control) {
        return fault("has control characters", "name another folder");
    }
    Ok(segments.join("/"))
}

/// A file inside the project, or one of the content or static folder (a leading `/` is left out).
pub fn file(text: &str) -> Result<String, Fault> {
    let below = text.trim_start_matches('/');
    match folder(below) {
        Ok(path) if !path.is_empty() => Ok(path),
        Ok(_) => Err((
            format!("`{text}` names no file"),
            "name a file below `static/` or `content/`",
        )),
        Err((_, help)) => Err((format!("`{text}` is no file of the project"), help)),
    }
}

/// One name of a folder.
pub fn name(text: &str) -> Result<String, Fault> {
    let bad =
        text.contains(['/', '\\']) || text.starts_with('.') || text.contains(char::is_control);
    match bad {
        true => Err((
            format!("`{text}` is not the name of a theme"),
            "name a folder of `themes/`",
        )),
        false => Ok(text.to_owned()),
    }
}

/// An address with host, ending in `/`, without query and fragment.
pub fn base_url(text: &str) -> Result<String, Fault> {
    let help = "write the whole address: `https://handbook.example.org/`";
    let fault = |what: &str| Err((format!("`{text}` {what}"), help));
    let Some(rest) = after_scheme(text) else {
        return fault("is not the address of a site");
    };
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty()
        || text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"'`\\".contains(c))
    {
        return fault("is not the address of a site");
    }
    if text.contains(['?', '#']) {
        return fault("has a query or an anchor");
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

/// The path of what `base_url` gave; `/` if that is empty.
pub fn path_of(base_url: &str) -> &str {
    let Some(rest) = after_scheme(base_url) else {
        return "/";
    };
    rest.find('/').map_or("/", |at| &rest[at..])
}

/// An address with `{path}` in it.
pub fn edit_url(text: &str) -> Result<String, Fault> {
    if after_scheme(text).is_none() || text.contains(char::is_whitespace) {
        let help = "write the whole address: `https://git.example/edit/main/{path}`";
        return Err((format!("`{text}` is not an address"), help));
    }
    if !text.contains("{path}") {
        let help = "put `{path}` where the path of the file belongs";
        return Err((
            format!("`{text}` does not say where the file's path belongs"),
            help,
        ));
    }
    Ok(text.to_owned())
}

/// A site that may show frames: scheme and host, or a pattern of hosts. It is written into a header.
pub fn frame_host(text: &str) -> Result<String, Fault> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/*[]".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => Ok(text.trim_end_matches('/').to_owned()),
        false => Err((
            format!("`{text}` is not the address of a site"),
            "write `https://wiki.example.org`",
        )),
    }
}

/// A language tag.
pub fn language(text: &str) -> Result<String, Fault> {
    let mut parts = text.split('-');
    let alpha = |s: &str| s.bytes().all(|b| b.is_ascii_alphabetic());
    let first = parts
        .next()
        .is_some_and(|p| (2..=8).contains(&p.len()) && alpha(p));
    let rest =
        parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    match first && rest {
        true => Ok(text.to_owned()),
        false => Err((
            format!("`{text}` is not a language tag"),
            "write `en`, `de` or `pt-BR`",
        )),
    }
}

/// Whether lines of that language run from right to left. A script named in the tag decides, else the language.
pub fn is_right_to_left(language: &str) -> bool {
    let lower = language.to_ascii_lowercase();
    let mut parts = lower.split('-');
    let first = parts.next().unwrap_or_default();
    if let Some(script) = parts.find(|p| p.len() == 4) {
        return matches!(
            script,
            "arab" | "hebr" | "syrc" | "thaa" | "nkoo" | "adlm" | "rohg"
        );
    }
    matches!(
        first,
        "ar" | "ckb"
            | "dv"
            | "fa"
            | "he"
            | "iw"
            | "ks"
            | "nqo"
            | "ps"
            | "sd"
            | "syr"
            | "ug"
            | "ur"
            | "yi"
    )
}

/// `#rgb` or `#rrggbb` as `#rrggbb` in lower case.
pub fn color(text: &str) -> Result<String, Fault> {
    let digits = text.trim().strip_prefix('#').unwrap_or_default();
    let hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let long = match digits.len() {
        3 if hex => digits.chars().flat_map(|c| [c, c]).collect(),
        6 if hex => digits.to_owned(),
        _ => return Err((format!("`{text}` is not a color"), "write `#1f5f8b`")),
    };
    Ok(format!("#{}", long.to_ascii_lowercase()))
}

fn after_scheme(text: &str) -> Option<&str> {
    ["https://", "http://"]
        .iter()
        .find_map(|s| text.strip_prefix(s))
}
