//! In a frame, a link to another embed stays in the frame; every other link opens in the window around it.
//!
//! One pass over a finished embed, because links come from bodies, views and templates alike.

/// The page with `target="_top"` on links that lead neither to an embed nor to a place on the same page. `base` is the base
/// path; links may be relative (`../embed/…`).
pub fn outward(html: &str, base: &str) -> String {
    let mut out = String::with_capacity(html.len() + 512);
    let mut rest = html;
    while let Some(at) = rest.find("<a ") {
        let (before, tag) = rest.split_at(at + 2);
        out.push_str(before);
        let end = tag.find('>').unwrap_or(tag.len());
        let (attributes, after) = tag.split_at(end);
        if leaves(attributes, base) {
            out.push_str(" target=\"_top\"");
        }
        out.push_str(attributes);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn leaves(attributes: &str, base: &str) -> bool {
    let href = attributes
        .split_once(" href=\"")
        .and_then(|(_, v)| v.split_once('"'));
    let Some((href, _)) = href.filter(|_| !attributes.contains(" target=")) else {
        return false;
    };
    let mut path = href.strip_prefix(base).unwrap_or(href);
    while let Some(up) = path.strip_prefix("../") {
        path = up;
    }
    !(href.starts_with('#') || path.starts_with("embed/"))
}

#[cfg(test)]
mod tests {
    use super::outward;

    #[test]
    fn only_links_that_leave_the_frame_open_around_it() {
        let stays = "<a href=\"#x\">1</a><a class=\"role\" href=\"/h/embed/roles/x/\">2</a><a href=\"../../embed/y/index.html\">3</a><abbr>4</abbr><a id=\"x\">5</a>";
        assert_eq!(outward(stays, "/h/"), stays);
        assert_eq!(
            outward(
                "<p><a class=\"x\" href=\"/h/roles/\">a</a><a href=\"https://x/\" target=\"_top\">b</a>",
                "/h/"
            ),
            "<p><a target=\"_top\" class=\"x\" href=\"/h/roles/\">a</a><a href=\"https://x/\" target=\"_top\">b</a>"
        );
    }
}
