//! `/data/*.json`, `/decide/<id>.json`: what tools and scripts read. Fields are only ever added.

pub mod decision;
pub mod roles;

use serde::Serialize;

use super::glossary_data;
use super::page::Press;
use crate::model::{Site, Subject};
use crate::plan::Plan;
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

/// One of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataFile {
    /// All pages.
    Pages,
    /// All terms.
    Glossary,
    /// All roles.
    Roles,
    /// All comparisons.
    Comparisons,
    /// All decision rights.
    Rights,
    /// The decision at this place of the list.
    Decision(usize),
}

/// The files that a site has, with their output paths.
pub fn files(site: &Site, plan: &Plan) -> Vec<(String, DataFile)> {
    let mut out = vec![("data/pages.json".to_owned(), DataFile::Pages)];
    let mut add = |there: bool, name: &str, file: DataFile| {
        if there {
            out.push((name.to_owned(), file));
        }
    };
    let (roles, rights) = (
        !site.roles.list.is_empty(),
        !site.rights.activities.is_empty(),
    );
    add(
        site.makes(&Subject::Glossary),
        "data/glossary.json",
        DataFile::Glossary,
    );
    add(roles, "data/roles.json", DataFile::Roles);
    add(roles, "data/comparisons.json", DataFile::Comparisons);
    add(rights, "data/rights.json", DataFile::Rights);
    for (i, decision) in site.decisions.list.iter().enumerate() {
        let path = format!("decide/{}.json", decision.id);
        // Only `data/` is ours alone: here an author's file stands first.
        let free = plan.copies.iter().all(|c| c.file.as_str() != path);
        add(free, &path, DataFile::Decision(i));
    }
    out
}

/// The bytes of one.
pub fn file(press: &Press<'_>, file: DataFile) -> Vec<u8> {
    let addressing = addressing(press);
    let known = |subject: &Subject, anchor: &str| {
        let route = press.plan.route(subject, Format::Html)?;
        Some(addressing.href(route.as_str(), anchor))
    };
    let at = |subject: &Subject, anchor: &str| known(subject, anchor).unwrap_or_default();
    let site = press.site;
    match file {
        DataFile::Pages => json(&pages(press)),
        DataFile::Glossary => json(&glossary_data::data(&site.glossary, &site.used_on, &known)),
        DataFile::Roles => json(&roles::roles(&site.roles, &site.rights, &at)),
        DataFile::Comparisons => json(&roles::comparisons(&site.comparisons, &at)),
        DataFile::Rights => json(&roles::rights(&site.rights, &at)),
        DataFile::Decision(i) => {
            let url = |subject: &Subject| at(subject, "");
            let decision = site.decisions.list.get(i);
            decision.map_or_else(Vec::new, |d| json(&decision::decision(d, &url)))
        }
    }
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
        Subject::NotFound | Subject::Print => false,
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
