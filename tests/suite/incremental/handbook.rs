//! A handbook that is edited: pages by their pieces, data files by their tables, `site.toml` by its keys, all other files as
//! they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use rolebook::date::Date;
use rolebook::pipeline::Options;
use rolebook::source::{Commit, Facts, History, SourcePath, SourceTree};

use super::tables::{DataKind, KINDS, WORDS};
use super::words::{FRONT, PIECES, SITE};
use crate::support::{self, Files};

/// What an author sees of the handbook, at one moment.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Handbook {
    /// Markdown pages by path below `content/`.
    pub pages: BTreeMap<String, Page>,
    /// Data files by path below `content/`.
    pub data: BTreeMap<String, Data>,
    /// Everything else by path from the root; it stands before a page or data file of that path.
    pub files: Files,
    /// Keys of `site.toml`: number of the key, number of its value.
    pub site: BTreeMap<usize, usize>,
    /// Appended to `site.toml`: it no longer parses.
    pub site_broken: bool,
    /// What is not in files.
    pub world: World,
}

/// What a build depends on beside files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct World {
    /// Days after the first one.
    pub day: u8,
    /// The number of the last commit; 0: none is known.
    pub commit: u8,
    /// `--drafts`
    pub drafts: bool,
    /// `--strict`
    pub strict: bool,
}

/// A Markdown page.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Keys of its front matter: number of the key, number of its value.
    pub front: BTreeMap<usize, usize>,
    /// Numbers of the pieces of its text.
    pub pieces: Vec<u8>,
    /// Not a text at all.
    pub broken: bool,
}

/// A data file.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Data {
    /// Number of its kind.
    pub kind: usize,
    /// Its tables in order; the first is the top of the file.
    pub tables: Vec<Table>,
    /// Its syntax is wrong.
    pub broken: bool,
}

/// A table of a data file.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Which of its kind's tables.
    pub head: usize,
    /// Number of the key, number of its value; beyond the last one: left out.
    pub keys: BTreeMap<usize, usize>,
}

impl Handbook {
    /// All files as they lie on a disk.
    pub fn written(&self) -> Files {
        let mut files = Files::new();
        for (path, page) in &self.pages {
            files.insert(format!("content/{path}"), page.bytes());
        }
        for (path, data) in &self.data {
            files.insert(format!("content/{path}"), data.text(path).into_bytes());
        }
        files.extend(self.files.clone());
        if !self.site.is_empty() || self.site_broken {
            files.insert("site.toml".to_owned(), self.site_toml().into_bytes());
        }
        files
    }

    fn site_toml(&self) -> String {
        let mut out = String::new();
        for (key, value) in &self.site {
            let (name, values) = SITE[*key];
            out.push_str(&format!("{name} = {}\n", values[*value]));
        }
        if self.site_broken {
            out.push_str("= nothing\n");
        }
        out
    }
}

impl World {
    /// Of a build in this world.
    pub fn options(self) -> Options {
        Options {
            drafts: self.drafts,
            strict: self.strict,
            ..Options::default()
        }
    }

    /// The day of the build.
    pub fn today(self) -> Date {
        Date::parse(&format!("2026-11-{:02}", 24 + self.day % 3)).unwrap()
    }

    /// What the snapshot knows of it. Each commit changes about a third of the files; the rest is as it was.
    pub fn facts(self, files: &Files) -> Facts {
        let made = |n: u8| {
            let time = 1_795_000_000 + i64::from(n) * 40_000;
            let id = Arc::from(format!("0a1b2c{n}"));
            let day = Date::from_unix(time).unwrap();
            Commit { id, day, time }
        };
        let changes = |path: &str, n: u8| {
            let sum = path.bytes().fold(n, u8::wrapping_add);
            sum.is_multiple_of(3)
        };
        let last = |path: &String| {
            let n = (1..=self.commit).rev().find(|n| changes(path, *n))?;
            Some((SourcePath::new(path), made(n)))
        };
        let is_known = self.commit > 0;
        Facts {
            revision: is_known.then(|| (made(self.commit).id.to_string(), made(self.commit).day)),
            history: is_known.then(|| Arc::new(History::new(files.keys().filter_map(last)))),
            ..Facts::on(self.today())
        }
    }
}

/// The snapshot of these files.
pub fn tree(files: &Files, world: World) -> SourceTree {
    tree_with(files, world.facts(files))
}

/// The same with other facts.
pub fn tree_with(files: &Files, facts: Facts) -> SourceTree {
    support::tree_with(files, facts, &pixels)
}

impl Page {
    fn bytes(&self) -> Vec<u8> {
        if self.broken {
            return b"text \xff\xfe".to_vec();
        }
        let mut out = String::new();
        if !self.front.is_empty() {
            out.push_str("+++\n");
            for (key, value) in &self.front {
                let (name, values) = FRONT[*key];
                out.push_str(&format!("{name} = {}\n", values[*value]));
            }
            out.push_str("+++\n");
        }
        for piece in &self.pieces {
            out.push_str(PIECES[usize::from(*piece) % PIECES.len()]);
            out.push_str("\n\n");
        }
        out.into_bytes()
    }
}

impl Data {
    /// Its kind.
    pub fn kind(&self) -> &'static DataKind {
        &KINDS[self.kind]
    }

    fn text(&self, path: &str) -> String {
        let mut out = String::new();
        let name = path.rsplit('/').next().unwrap_or(path);
        let id = name.split('.').next().unwrap_or(name);
        let mut count = BTreeMap::new();
        for (at, table) in self.tables.iter().enumerate() {
            let (head, keys) = self.kind().tables[table.head];
            let n = count.entry(table.head).or_insert(0);
            *n += 1;
            if !head.is_empty() {
                out.push_str(&format!("{head}\n"));
            }
            for (number, (key, values)) in keys.iter().enumerate() {
                let name = key.trim_start_matches('!');
                let chosen = match table.keys.get(&number) {
                    Some(value) => values.get(*value),
                    None => values.first().filter(|_| name != *key),
                };
                let Some(value) = chosen else { continue };
                let word = WORDS[(*n + id.len()) % WORDS.len()];
                let value = value
                    .replace("{id}", id)
                    .replace("{word}", word)
                    .replace("{n}", &n.to_string());
                let value = match value.contains("{go}") {
                    true => value.replace("{go}", &self.leads_to(at)),
                    false => value,
                };
                out.push_str(&format!("{name} = {value}\n"));
            }
        }
        if self.broken {
            out.push_str("= nothing\n");
        }
        out
    }

    /// Where the answer in this table leads if nothing else is said: the first one to the next question, the others to the
    /// outcomes in turn.
    fn leads_to(&self, at: usize) -> String {
        let is = |t: &Table, head: &str| self.kind().tables[t.head].0 == head;
        let before = |head: &str| self.tables[..at].iter().filter(|t| is(t, head)).count();
        let answers = self.tables[..at].iter().rev();
        let place = answers.take_while(|t| is(t, "[[question.option]]")).count();
        let asked = before("[[question]]");
        let all = |head: &str| self.tables.iter().filter(|t| is(t, head)).count();
        if place == 0 && all("[[question]]") > asked {
            return format!("q{}", asked + 1);
        }
        format!("o{}", place % all("[[outcome]]").max(1) + 1)
    }
}

/// The size of the pictures of these tests, as the disk's reader sees it.
fn pixels(path: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    let [a, b, c, d] = bytes.strip_prefix(b"GIF89a")?.first_chunk::<4>()?;
    let side = |low: &u8, high: &u8| u32::from(u16::from_le_bytes([*low, *high]));
    path.ends_with(".gif").then(|| (side(a, b), side(c, d)))
}
