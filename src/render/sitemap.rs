//! What robots read: `sitemap.xml`, `robots.txt`, and the files that tell a host of redirects and headers.

use crate::date::Date;
use crate::plan::route::{Addressing, Format};
use crate::plan::{Plan, RedirectTo};
use crate::text::escape;

/// The sitemap of all pages for which `listed` holds, in order of their routes. `origin` is `https://host`;
/// `changed` tells when a page last changed.
pub fn sitemap(
    plan: &Plan,
    origin: &str,
    addressing: &Addressing,
    listed: &dyn Fn(&crate::plan::Page) -> bool,
    changed: &dyn Fn(&crate::plan::Page) -> Option<Date>,
) -> String {
    let mut urls: Vec<(String, Option<Date>)> = plan
        .pages
        .iter()
        .filter(|p| p.format == Format::Html && listed(p))
        .map(|p| {
            let url = format!("{origin}{}", addressing.href(p.route.as_str(), ""));
            (url, changed(p))
        })
        .collect();
    urls.sort();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (url, day) in urls {
        let day = day.map(|d| format!("<lastmod>{d}</lastmod>"));
        let day = day.unwrap_or_default();
        out.push_str(&format!("<url><loc>{}</loc>{day}</url>\n", escape(&url)));
    }
    out.push_str("</urlset>\n");
    out
}

/// What robots may read. `sitemap` is its whole address, if there is one.
pub fn robots(indexing: bool, sitemap: Option<&str>) -> String {
    let mut out = String::from(if indexing {
        "User-agent: *\nAllow: /\n"
    } else {
        "User-agent: *\nDisallow: /\n"
    });
    if let Some(address) = sitemap.filter(|_| indexing) {
        out.push_str(&format!("Sitemap: {address}\n"));
    }
    out
}

/// `_redirects`: the author's own lines first, then ours.
pub fn redirects(plan: &Plan, own: &str, addressing: &Addressing) -> String {
    let mut lines: Vec<String> = plan
        .redirects
        .iter()
        .filter_map(|r| {
            let from = addressing.href(r.from.as_str(), "");
            Some(format!(
                "{from} {} 301\n",
                redirect_target(plan, &r.to, addressing)?
            ))
        })
        .collect();
    lines.sort();
    let mut out = own.to_owned();
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out.extend(lines);
    out
}

/// Where a redirect leads, as an address.
pub fn redirect_target(plan: &Plan, to: &RedirectTo, addressing: &Addressing) -> Option<String> {
    match to {
        RedirectTo::Subject(subject, anchor) => {
            let route = plan.route(subject, Format::Html)?;
            Some(addressing.href(route.as_str(), anchor))
        }
        RedirectTo::Url(url) => Some(url.to_string()),
        RedirectTo::File(path) => Some(addressing.href(path, "")),
        RedirectTo::Written(..) => None,
    }
}

/// `_headers`: the author's own lines, then who may frame the embeds.
pub fn headers(own: &str, base: &str, allow_from: &[String]) -> String {
    let mut out = own.to_owned();
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    if !allow_from.is_empty() {
        let hosts = allow_from.join(" ");
        out.push_str(&format!(
            "{base}embed/*\n  Content-Security-Policy: frame-ancestors 'self' {hosts}\n"
        ));
    }
    out
}
