//! The produced pages: every link, picture and redirect inside the site leads to a file, every anchor to an id, and ids
//! are unique on their page.
//!
//! A sink that reads: each page goes through it once and is dropped. Kept are the paths of files, hashes of ids, and
//! distinct targets, each with the first page that names it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diag::{Code, Error};
use crate::markdown::finished::{Element, elements};
use crate::output::{OutputFile, OutputKind, OutputPath, Sink};
use crate::text;

/// Attributes that hold an address, an id, or more than one address.
const WANTED: &[&str] = &[
    "id",
    "name",
    "href",
    "xlink:href",
    "src",
    "srcset",
    "imagesrcset",
    "poster",
    "data",
    "action",
    "formaction",
    "content",
    "http-equiv",
];

/// A sink that looks at what is put.
pub struct Reading {
    /// The path of the site: begins and ends with `/`.
    base: Arc<str>,
    /// Scheme and host of the site, or empty.
    origin: String,
    seen: Mutex<Seen>,
}

/// What is wrong with the produced pages, once for all pages that share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `output-…`
    pub code: &'static Code,
    /// The first page, by path.
    pub page: OutputPath,
    /// On how many pages.
    pub pages: usize,
    /// The address or id as it stands there.
    pub written: Arc<str>,
    /// The id that is missing, or empty.
    pub anchor: Arc<str>,
}

#[derive(Default)]
struct Seen {
    /// Whether the ids of a file are known.
    files: BTreeMap<OutputPath, bool>,
    /// Hashes of path and id.
    ids: HashSet<u64>,
    /// What other pages have to hold: file and id (or empty).
    wanted: BTreeMap<(Arc<str>, Arc<str>), First>,
    /// What is wrong whatever the others hold.
    own: BTreeMap<(&'static str, Arc<str>), First>,
}

struct First {
    page: OutputPath,
    pages: usize,
    written: Arc<str>,
}

/// What one page holds.
#[derive(Default)]
struct PageFacts {
    ids: BTreeSet<Arc<str>>,
    twice: BTreeSet<Arc<str>>,
    /// File and id of each target, and how it is written.
    targets: BTreeMap<(Arc<str>, Arc<str>), Arc<str>>,
}

impl Reading {
    /// For a site at `base` (begins and ends with `/`) of the address `base_url` (or empty). `planned` are files that exist
    /// even if a fault keeps them from being made.
    pub fn new<'a>(
        base: &Arc<str>,
        base_url: &str,
        planned: impl Iterator<Item = &'a OutputPath>,
    ) -> Self {
        let whole = base_url.trim_end_matches('/');
        let origin = whole.strip_suffix(base.trim_end_matches('/'));
        let seen = Seen {
            files: planned.map(|p| (p.clone(), false)).collect(),
            ..Seen::default()
        };
        Self {
            base: Arc::clone(base),
            origin: origin.unwrap_or(whole).to_owned(),
            seen: Mutex::new(seen),
        }
    }

    /// What is wrong, by kind and page.
    pub fn findings(self) -> Vec<Finding> {
        let seen = self
            .seen
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let mut out = Vec::new();
        for ((file, anchor), first) in &seen.wanted {
            let code = match seen.holds(file, anchor) {
                Held::Yes => continue,
                Held::NoFile => Code::OUTPUT_LINK_BROKEN,
                Held::NoId => Code::OUTPUT_ANCHOR_MISSING,
            };
            out.push(first.finding(code, anchor));
        }
        for ((kind, id), first) in &seen.own {
            out.push(match *kind {
                "twice" => first.finding(Code::OUTPUT_ID_DUPLICATE, &Arc::from("")),
                _ => first.finding(Code::OUTPUT_ANCHOR_MISSING, id),
            });
        }
        out
    }

    fn read(&self, page: &OutputPath, html: &str) -> PageFacts {
        let mut facts = PageFacts::default();
        elements(html, WANTED, &mut |element| {
            for (name, value) in &element.attributes {
                let is_id = name == "id" || (name == "name" && element.name == "a");
                if is_id && !value.is_empty() && !facts.ids.insert(Arc::from(value.as_str())) {
                    facts.twice.insert(Arc::from(value.as_str()));
                }
            }
            self.addresses(element, &mut |written| {
                if let Some(target) = self.target(page, written) {
                    facts
                        .targets
                        .entry(target)
                        .or_insert_with(|| Arc::from(written));
                }
            });
        });
        facts
    }

    /// Every address that an element names.
    fn addresses(&self, element: &Element, take: &mut dyn FnMut(&str)) {
        let is_head = matches!(&*element.name, "meta" | "link");
        for (name, value) in &element.attributes {
            match name.as_str() {
                "id" | "name" | "http-equiv" => {}
                "srcset" | "imagesrcset" => {
                    let each = value
                        .split(", ")
                        .filter_map(|s| s.split_whitespace().next());
                    each.for_each(&mut *take);
                }
                "content" if element.get("http-equiv").is_some() => {
                    if let Some((_, url)) = value.split_once("url=") {
                        take(url);
                    }
                }
                "content" | "href" if is_head && self.is_own(value) => {
                    take(&value[self.origin.len()..]);
                }
                "content" => {}
                "data" if element.name != "object" => {}
                _ => take(value),
            }
        }
    }

    /// Whether an address with a host is one of the site: in its head only, elsewhere a host is another site's.
    fn is_own(&self, value: &str) -> bool {
        let rest = value.strip_prefix(&self.origin);
        !self.origin.is_empty() && rest.is_some_and(|r| r.starts_with(&*self.base))
    }

    /// The file and id that an address leads to; `None` if that is outside of the site.
    fn target(&self, page: &OutputPath, written: &str) -> Option<(Arc<str>, Arc<str>)> {
        let written = written.trim();
        let (address, fragment) = written.split_once('#').unwrap_or((written, ""));
        let address = address.split('?').next().unwrap_or_default();
        let fragment = fragment.split(":~:").next().unwrap_or_default();
        let decode = |t: &str| text::percent_decode(t).unwrap_or_else(|| t.to_owned());
        let anchor = match fragment.eq_ignore_ascii_case("top") {
            true => String::new(),
            false => decode(fragment),
        };
        let file = match address {
            "" => page.as_str().to_owned(),
            _ if has_host(address) => return None,
            _ => file_of(page, &text::nfc(&decode(address)), &self.base)?,
        };
        Some((Arc::from(file), Arc::from(anchor)))
    }
}

/// `https:…`, `mailto:…`, `//host/…`
fn has_host(address: &str) -> bool {
    let scheme = address.split(['/', '.']).next().unwrap_or_default();
    address.starts_with("//") || scheme.contains(':')
}

/// The file below the site's root that a path leads to; `None` if it lies outside. `./` and `../` are followed.
fn file_of(page: &OutputPath, path: &str, base: &str) -> Option<String> {
    let below = match path.starts_with('/') {
        true if format!("{path}/") == base => "",
        true => path.strip_prefix(base)?,
        false => path,
    };
    let mut parts: Vec<&str> = match path.starts_with('/') {
        true => Vec::new(),
        false => page.as_str().split('/').collect(),
    };
    parts.pop();
    let mut last = "";
    for part in below.split('/') {
        last = part;
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    if matches!(last, "" | "." | "..") {
        parts.push("index.html");
    }
    Some(parts.join("/"))
}

impl Sink for Reading {
    fn put(
        &self,
        path: &OutputPath,
        kind: OutputKind,
        _: &[Arc<str>],
        file: OutputFile,
    ) -> Result<(), Error> {
        let is_page = matches!(kind, OutputKind::Page | OutputKind::Redirect)
            && path.as_str().ends_with(".html");
        let facts = match &file {
            OutputFile::Bytes(bytes) if is_page => {
                Some(self.read(path, &String::from_utf8_lossy(bytes)))
            }
            _ => None,
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.files.insert(path.clone(), facts.is_some());
        if let Some(facts) = facts {
            seen.keep(path, facts);
        }
        Ok(())
    }
}

enum Held {
    Yes,
    NoFile,
    NoId,
}

impl Seen {
    fn keep(&mut self, page: &OutputPath, facts: PageFacts) {
        for ((file, anchor), written) in facts.targets {
            if &*file != page.as_str() {
                add(&mut self.wanted, (file, anchor), page, written);
            } else if !anchor.is_empty() && !facts.ids.contains(&anchor) {
                add(&mut self.own, ("missing", anchor), page, written);
            }
        }
        for id in facts.twice {
            add(&mut self.own, ("twice", Arc::clone(&id)), page, id);
        }
        self.ids
            .extend(facts.ids.iter().map(|id| hash(page.as_str(), id)));
    }

    fn holds(&self, file: &str, anchor: &str) -> Held {
        let known = |path: &str| self.files.get_key_value(&OutputPath::new(path).ok()?);
        // A host leads `/a` to `/a/`.
        let found = known(file).or_else(|| known(&format!("{file}/index.html")));
        match found {
            None => Held::NoFile,
            Some((path, true)) if !anchor.is_empty() => {
                match self.ids.contains(&hash(path.as_str(), anchor)) {
                    true => Held::Yes,
                    false => Held::NoId,
                }
            }
            Some(_) => Held::Yes,
        }
    }
}

/// Equal in every run: without a random key.
fn hash(page: &str, id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (page, id).hash(&mut hasher);
    hasher.finish()
}

fn add<K: Ord>(map: &mut BTreeMap<K, First>, key: K, page: &OutputPath, written: Arc<str>) {
    let first = map.entry(key).or_insert_with(|| First {
        page: page.clone(),
        pages: 0,
        written: Arc::clone(&written),
    });
    first.pages += 1;
    // Pages come in any order; the first by its path is told.
    if *page < first.page {
        first.page = page.clone();
        first.written = written;
    }
}

impl First {
    fn finding(&self, code: &'static Code, anchor: &Arc<str>) -> Finding {
        Finding {
            code,
            page: self.page.clone(),
            pages: self.pages,
            written: Arc::clone(&self.written),
            anchor: Arc::clone(anchor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(base: &str, files: &[(&str, &str)]) -> Vec<String> {
        let url = format!("https://x.org{base}");
        let reading = Reading::new(&Arc::from(base), &url, std::iter::empty());
        for (path, html) in files {
            let bytes = OutputFile::Bytes(html.as_bytes().to_vec());
            let path = OutputPath::new(path).unwrap();
            reading.put(&path, OutputKind::Page, &[], bytes).unwrap();
        }
        let line = |f: Finding| format!("{} {} {} ×{}", f.code.name, f.page, f.written, f.pages);
        reading.findings().into_iter().map(line).collect()
    }

    #[test]
    fn what_leads_nowhere_is_told_once_for_all_pages() {
        let page =
            "<a href=/h/gone/>x</a><a href='../b/#no'>x</a><a href=#own>x</a><p id=d><p id=d>";
        let told = told(
            "/h/",
            &[
                ("c/index.html", page),
                ("a/index.html", page),
                ("b/index.html", "<img srcset='../i.png 1x, ../j.png 2x'>"),
                ("i.png", ""),
            ],
        );
        assert_eq!(
            told,
            [
                "output-anchor-missing a/index.html ../b/#no ×2",
                "output-link-broken a/index.html /h/gone/ ×2",
                "output-link-broken b/index.html ../j.png ×1",
                "output-anchor-missing a/index.html #own ×2",
                "output-id-duplicate a/index.html d ×2",
            ]
        );
    }

    #[test]
    fn what_leads_out_of_the_site_or_stands_is_silent() {
        let page = "<link rel=canonical href=https://x.org/h/a/><a href=/other/>x</a><a href=/h>x</a>\
            <a href=https://x.org/h/gone/>x</a><a href=mailto:a@b.c>x</a><a href='?q=1#top'>x</a><a href=../a>x</a>\
            <a href='#:~:text=x'>x</a><a href=/h/gr%C3%B6%C3%9Fe/#%C3%BC>x</a><meta http-equiv=refresh content='0; url=./'>\
            <a href=../f.svg#part>x</a><svg><a xlink:href=../f.svg></a></svg><meta name=d content=none>";
        let files = [
            ("index.html", ""),
            ("a/index.html", page),
            ("größe/index.html", "<a name=ü></a>"),
            ("f.svg", "<svg/>"),
        ];
        assert_eq!(told("/h/", &files), Vec::<String>::new());
        let gone = [(
            "a/index.html",
            "<link rel=canonical href=https://x.org/h/c/>",
        )];
        assert_eq!(
            told("/h/", &gone),
            ["output-link-broken a/index.html /h/c/ ×1"]
        );
    }
}
