//! `/data/*.json`, `/decide/<id>.json`: what tools and scripts read. Fields are only ever added.

pub mod decision;
pub mod roles;

use std::collections::BTreeMap;

use serde::Serialize;

use super::glossary_data;
use super::page::Press;
use crate::model::Subject;
use crate::plan::route::{Addressing, Format};

/// All pages of the site.
#[derive(Debug, Serialize)]
pub struct Pages {
    /// Version of this form.
    pub schema: u32,
    /// In order of their addresses.
    pub pages: Vec<PageEntry>,
}

/// One page.
#[derive(Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageEntry {
    /// Its address, with the base path.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What kind of page it is.
    pub kind: &'static str,
}

/// The files by their output paths.
pub fn files(press: &Press<'_>) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    out.insert("data/pages.json".to_owned(), json(&pages(press)));
    let addressing = addressing(press);
    let url = |subject: &Subject| {
        let route = press.plan.route(subject, Format::Html);
        route.map_or_else(String::new, |r| addressing.href(r.as_str(), ""))
    };
    if press.site.makes(&Subject::Glossary) {
        let at = |subject: &Subject, anchor: &str| {
            let route = press.plan.route(subject, Format::Html)?;
            Some(addressing.href(route.as_str(), anchor))
        };
        let data = glossary_data::data(&press.site.glossary, &press.site.used_on, &at);
        out.insert("data/glossary.json".to_owned(), json(&data));
    }
    let site = press.site;
    let at = |subject: &Subject, anchor: &str| {
        let route = press.plan.route(subject, Format::Html);
        route.map_or_else(String::new, |r| addressing.href(r.as_str(), anchor))
    };
    if !site.roles.list.is_empty() {
        let data = roles::roles(&site.roles, &site.rights, &at);
        out.insert("data/roles.json".to_owned(), json(&data));
        let data = roles::comparisons(&site.comparisons, &at);
        out.insert("data/comparisons.json".to_owned(), json(&data));
    }
    if !site.rights.activities.is_empty() {
        let data = roles::rights(&site.rights, &at);
        out.insert("data/rights.json".to_owned(), json(&data));
    }
    for decision in &press.site.decisions.list {
        let path = format!("decide/{}.json", decision.id);
        // Only `data/` is ours alone: here an author's file stands first.
        if press.plan.copies.iter().all(|c| c.file.as_str() != path) {
            out.insert(path, json(&decision::decision(decision, &url)));
        }
    }
    out
}

fn addressing(press: &Press<'_>) -> Addressing {
    Addressing {
        base: press.site.config.base_path.clone(),
        relative: None,
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    // Plain data with text keys always serializes.
    serde_json::to_vec(value).unwrap_or_default()
}

fn pages(press: &Press<'_>) -> Pages {
    let addressing = addressing(press);
    let shown = |s: &Subject| match s {
        Subject::NotFound => false,
        Subject::Article(path) => press.site.articles.get(path).is_none_or(|a| !a.unlisted),
        _ => true,
    };
    let mut pages: Vec<PageEntry> = press
        .plan
        .pages
        .iter()
        .filter(|p| p.format == Format::Html && shown(&p.subject))
        .map(|p| PageEntry {
            url: addressing.href(p.route.as_str(), ""),
            title: super::page::title(press, &p.subject),
            kind: super::page::kind(press, &p.subject),
        })
        .collect();
    pages.sort();
    Pages { schema: 1, pages }
}
