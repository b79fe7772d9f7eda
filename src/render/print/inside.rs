//! Pages become chapters of one page: their ids get a prefix, links to one another lead inside, headings move down.
//!
//! One pass over finished HTML, because ids and links come from texts, views and templates alike.

use std::collections::{BTreeMap, BTreeSet};

use super::id_of;
use crate::text::percent_decode;

/// What links between chapters are found by.
pub struct Chapters {
    /// Numbers of chapters by the addresses of their pages, as links on this page are written.
    pub by_address: BTreeMap<String, usize>,
    /// The ids of each chapter before it is rewritten.
    pub ids: Vec<BTreeSet<String>>,
}

/// What stands in `<main>` of a page; all of it if there is none.
pub fn main_of(html: &str) -> &str {
    let inside = || {
        let from = html.find("<main")?;
        let from = from + html.get(from..)?.find('>')? + 1;
        let to = html.rfind("</main>")?;
        html.get(from..to)
    };
    inside().unwrap_or(html).trim()
}

/// The ids in a piece of HTML.
pub fn named(html: &str) -> impl Iterator<Item = &str> {
    tags(html).flat_map(|tag| {
        let attributes = attributes(html, tag).into_iter();
        attributes.filter_map(|(name, from, to)| {
            let is_id = name == "id";
            is_id.then(|| html.get(from..to)).flatten()
        })
    })
}

/// Chapter `n` as a part of the page, its headings `shift` levels lower.
pub fn rewrite(html: &str, n: usize, shift: usize, chapters: &Chapters) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut done = 0;
    for (from, to) in tags(html) {
        if let Some(at) = heading(html, from) {
            let level = html.as_bytes().get(at).map_or(6, |b| usize::from(b - b'0'));
            out.push_str(html.get(done..at).unwrap_or_default());
            out.push_str(&(level + shift).min(6).to_string());
            done = at + 1;
        }
        for (name, begin, end) in attributes(html, (from, to)) {
            let value = html.get(begin..end).unwrap_or_default();
            if let Some(start) = landmark(html, from, name, begin) {
                out.push_str(html.get(done..start).unwrap_or_default());
                done = end + 1;
            } else if let Some(value) = value_of(name, value, n, chapters) {
                out.push_str(html.get(done..begin).unwrap_or_default());
                out.push_str(&value);
                done = end;
            }
        }
    }
    out.push_str(html.get(done..).unwrap_or_default());
    out
}

/// Where the name of a `<section>` begins, if the attribute is one: among many chapters, sections of one name would each be a
/// landmark.
fn landmark(html: &str, tag: usize, name: &str, value: usize) -> Option<usize> {
    let is_section = html.get(tag..)?.starts_with("<section ");
    let names = matches!(name, "aria-label" | "aria-labelledby");
    let start = value.checked_sub(name.len() + " =\"".len())?;
    let written = html.get(start..value)?;
    (is_section && names && written == format!(" {name}=\"")).then_some(start)
}

/// The new value of an attribute, if it gets one.
fn value_of(name: &str, value: &str, n: usize, chapters: &Chapters) -> Option<String> {
    let own = chapters.ids.get(n)?;
    let prefixed = |id: &str| format!("{}-{id}", id_of(n));
    match name {
        "id" => Some(prefixed(value)),
        "for" | "list" | "headers" | "aria-labelledby" | "aria-describedby" | "aria-controls" => {
            let ids = value.split_ascii_whitespace();
            let ids = ids.map(|id| match own.contains(id) {
                true => prefixed(id),
                false => id.to_owned(),
            });
            Some(ids.collect::<Vec<_>>().join(" "))
        }
        "href" => {
            let (address, anchor) = value.split_once('#').unwrap_or((value, ""));
            let to = match address {
                "" => n,
                address => *chapters.by_address.get(address)?,
            };
            let there = percent_decode(anchor).unwrap_or_default();
            let is_there = chapters.ids.get(to)?.contains(&*there);
            match (address, is_there) {
                (_, true) => Some(format!("#{}-{anchor}", id_of(to))),
                // A mark that is drawn once for the whole page.
                ("", false) => None,
                (_, false) => Some(format!("#{}", id_of(to))),
            }
        }
        _ => None,
    }
}

/// Where the digit of `<h1` or `</h1` stands.
fn heading(html: &str, from: usize) -> Option<usize> {
    let tag = html.get(from + 1..)?;
    let slash = usize::from(tag.starts_with('/'));
    let name = tag.as_bytes().get(slash..slash + 3)?;
    let is_heading = matches!(name, [b'h', b'1'..=b'6', b' ' | b'>']);
    is_heading.then_some(from + 1 + slash + 1)
}

/// Ranges of start and end tags. Comments and what stands in `<script>` and `<style>` are passed over.
fn tags(html: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = html.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let from = at + html.get(at..)?.find('<')?;
            let rest = html.get(from + 1..)?;
            if rest.starts_with("!--") {
                at = from + 4 + rest.get(3..)?.find("-->")?;
                continue;
            }
            let is_tag = rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
            if !is_tag {
                at = from + 1;
                continue;
            }
            let mut quote = None;
            let mut to = from + 1;
            while let Some(byte) = bytes.get(to) {
                match (quote, byte) {
                    (Some(open), close) if open == *close => quote = None,
                    (None, b'"' | b'\'') => quote = Some(*byte),
                    (None, b'>') => break,
                    _ => {}
                }
                to += 1;
            }
            at = (to + 1).min(bytes.len());
            for name in ["script", "style"] {
                if rest.starts_with(name) {
                    let end = html.get(at..)?.find(&format!("</{name}"));
                    at = end.map_or(bytes.len(), |e| at + e);
                }
            }
            return Some((from, to));
        }
    })
}

/// Names of a tag's quoted attributes, and the ranges of their values.
fn attributes(html: &str, (from, to): (usize, usize)) -> Vec<(&str, usize, usize)> {
    let mut out = Vec::new();
    let mut at = from + 1;
    while let Some(rest) = html.get(at..to) {
        let Some(equals) = rest.find('=') else { break };
        let name = rest.get(..equals).unwrap_or_default().trim_end();
        let name = name
            .rfind(|c: char| c.is_ascii_whitespace())
            .map_or(name, |space| name.get(space + 1..).unwrap_or_default());
        let after = rest.get(equals + 1..).unwrap_or_default();
        let blank = after.len() - after.trim_start().len();
        let begin = at + equals + 1 + blank;
        let quote = html.as_bytes().get(begin).copied();
        let Some(quote) = quote.filter(|q| matches!(q, b'"' | b'\'')) else {
            at = begin;
            if blank == 0 && at >= to {
                break;
            }
            continue;
        };
        let value = html.get(begin + 1..to).unwrap_or_default();
        let Some(length) = value.find(char::from(quote)) else {
            break;
        };
        out.push((name, begin + 1, begin + 1 + length));
        at = begin + 1 + length + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapters(pages: &[(&str, &str)]) -> Chapters {
        let numbered = pages.iter().enumerate();
        Chapters {
            by_address: numbered.map(|(n, (a, _))| ((*a).to_owned(), n)).collect(),
            ids: pages
                .iter()
                .map(|(_, html)| named(html).map(str::to_owned).collect())
                .collect(),
        }
    }

    #[test]
    fn ids_are_told_apart_and_links_stay_inside() {
        let one = "<h1 id=\"a\">A</h1><p><a class='x' href=\"/b/#a%20b\">b</a> <a href=\"/b/\">b</a> <a href=\"#a\">up</a> <a href=\"/c/#a\">c</a></p>";
        let two = "<h2 id=\"a b\">B</h2><svg><use href=\"#m-same\"/></svg><p aria-labelledby=\"x a\" title='<h1 id=\"no\">'>=</p><!-- <h1 id=\"x\"> -->";
        let all = chapters(&[("/a/", one), ("/b/", two)]);
        assert_eq!(
            rewrite(one, 0, 1, &all),
            "<h2 id=\"rb-p1-a\">A</h2><p><a class='x' href=\"#rb-p2-a%20b\">b</a> <a href=\"#rb-p2\">b</a> <a href=\"#rb-p1-a\">up</a> <a href=\"/c/#a\">c</a></p>"
        );
        assert_eq!(
            rewrite(two, 1, 5, &all),
            "<h6 id=\"rb-p2-a b\">B</h6><svg><use href=\"#m-same\"/></svg><p aria-labelledby=\"x a\" title='<h1 id=\"no\">'>=</p><!-- <h1 id=\"x\"> -->"
        );
    }

    #[test]
    fn sections_of_chapters_are_no_landmarks() {
        let html =
            "<section class=\"fns\" aria-label=\"Footnotes\"><p aria-label=\"x\"></p></section>";
        assert_eq!(
            rewrite(html, 0, 1, &chapters(&[("/", html)])),
            "<section class=\"fns\"><p aria-label=\"x\"></p></section>"
        );
    }

    #[test]
    fn any_text_has_an_end() {
        let odd = [
            "<",
            "<a",
            "<a href",
            "<a href=",
            "<a =x=\"",
            "<!--",
            "<script>",
            "<a b='",
            "</",
            "<a b = c = d>",
        ];
        for html in odd {
            let all = chapters(&[("/", html)]);
            assert_eq!(rewrite(html, 0, 1, &all), html);
        }
        assert_eq!(main_of("<p><main id=\"x\"> a </main>"), "a");
    }
}
