//! The size of an image, so that a page reserves its place before it is loaded.

use std::path::Path;

/// Width and height in CSS pixels. `bytes`: the file, or its beginning with `file` leading to the rest.
pub fn of(extension: &str, bytes: &[u8], file: Option<&Path>) -> Option<(u32, u32)> {
    match extension.to_ascii_lowercase().as_str() {
        "svg" => svg(std::str::from_utf8(bytes).ok()?),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "ico" | "tif" | "tiff" => {
            let size = match (imagesize::blob_size(bytes), file) {
                (Err(_), Some(file)) => imagesize::size(file),
                (size, _) => size,
            };
            let size = size.ok()?;
            let side = |n: usize| u32::try_from(n).ok().filter(|n| *n > 0);
            Some((side(size.width)?, side(size.height)?))
        }
        _ => None,
    }
}

/// Of the first `<svg …>` tag: `width` and `height` in pixels, else the sides of `viewBox`.
fn svg(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")? + 4;
    let tag = text.get(start..)?;
    let tag = tag.get(..tag.find('>')?)?;
    let side = |name| {
        let value = attribute(tag, name)?;
        pixels(value.trim().trim_end_matches("px"))
    };
    if let (Some(w), Some(h)) = (side("width"), side("height")) {
        return Some((w, h));
    }
    let numbers = attribute(tag, "viewBox")?;
    let mut sides = numbers
        .split([' ', ',', '\t', '\n', '\r'])
        .filter(|s| !s.is_empty())
        .skip(2);
    Some((pixels(sides.next()?)?, pixels(sides.next()?)?))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let before = tag.get(..at)?.chars().next_back()?;
        let rest = tag.get(at + name.len()..)?.trim_start();
        let rest = rest.strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = rest.get(1..)?;
        before
            .is_whitespace()
            .then(|| value.get(..value.find(quote)?))?
    })
}

fn pixels(text: &str) -> Option<u32> {
    let n: f64 = text.trim().parse().ok()?;
    (0.5..1e6).contains(&n).then(|| n.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_drawing_is_written_or_follows_from_its_box() {
        let of = |tag: &str| of("svg", format!("<?xml?>\n{tag}</svg>").as_bytes(), None);
        assert_eq!(of(r#"<svg width="20px" height='10.4'>"#), Some((20, 10)));
        assert_eq!(
            of("<svg stroke-width=\"2\"\n viewBox = \"0 0, 24 12\">"),
            Some((24, 12))
        );
        assert_eq!(of(r#"<svg width="100%" height="2em">"#), None);
        assert_eq!(of(r#"<svg width="-3" height="1e99">"#), None);
        assert_eq!(of("<svg"), None);
    }
}
