//! What an author does between two builds, and how random handbooks and scripts are made of it.

use proptest::collection::vec;
use proptest::prelude::*;

use super::handbook::{Data, Handbook, Page, Table};
use super::tables::{DataKind, KINDS};
use super::words::{FILES, FOLDERS, FRONT, NAMES, SITE};

/// One edit. Numbers choose from what there is, whatever the handbook looks like, so that a script stays valid while it
/// shrinks.
#[derive(Clone, Debug)]
pub enum Edit {
    /// The text of a page.
    Body(u8, Vec<u8>),
    /// A key of a page's front matter set, or taken out.
    Front(u8, u8, u8),
    /// A new page, perhaps in new nested folders.
    Create(u8, u8, Vec<u8>),
    /// A page is gone.
    Delete(u8),
    /// A page has another name.
    Rename(u8, u8),
    /// A page has the same name in other letters: `One.md`.
    Case(u8),
    /// A page is moved to another folder.
    Move(u8, u8),
    /// A page stands a second time, in another folder.
    Copy(u8, u8),
    /// A folder has another name, with all that is in it.
    RenameFolder(u8, u8),
    /// A new data file: its kind, its place, which tables, keys set (table, key, value).
    Data(u8, u8, u8, Vec<(u8, u8, u8)>),
    /// A key of a table of a data file set, or taken out.
    Set(u8, u8, u8, u8),
    /// One more table in a data file.
    Table(u8, u8, u8),
    /// A table less.
    DropTable(u8, u8),
    /// Two tables change places.
    SwapTables(u8, u8, u8),
    /// A data file is gone.
    DropData(u8),
    /// A data file of another name.
    RenameData(u8, u8),
    /// A data file does not parse, or again.
    BreakData(u8),
    /// A key of `site.toml` set, or taken out.
    Site(u8, u8),
    /// A template, part, picture … in another version, or gone.
    File(u8, u8),
    /// A file's bytes under another one's name, so that its place means something else.
    Misplace(u8, u8, u8),
    /// A line of one shown file goes to the next one, or back.
    Shift(bool),
    /// A page that is no text, or again.
    Break(u8),
    /// `site.toml` does not parse.
    BreakSite,
    /// Nothing changes; on a disk, a file has another time.
    Touch(u8),
    /// Another day.
    Day(u8),
    /// Another commit, or none.
    Commit,
    /// Drafts are shown or not.
    Drafts,
    /// Warnings are errors or not.
    Strict,
    /// As it was before the last edit.
    Revert,
    /// As it was at some earlier moment: another branch.
    Checkout(u8),
}

/// What happens between two builds, and what is asked for then.
#[derive(Clone, Debug)]
pub struct Step {
    /// One edit most often; many at once when a branch is changed.
    pub edits: Vec<Edit>,
    /// Everything, or these pages in this order, as a preview asks for them.
    pub look: Option<Vec<u8>>,
    /// How the reader of the disk is told.
    pub bell: u8,
}

/// A handbook and a script.
#[derive(Clone, Debug)]
pub struct Case {
    /// Whether it goes through real files.
    pub disk: bool,
    /// What happens to it.
    pub steps: Vec<Step>,
    /// What the handbook is made of.
    pub site: Vec<Edit>,
}

/// Random handbooks and scripts. Steps come first: what comes first shrinks first.
pub fn case() -> impl Strategy<Value = Case> {
    let disk = prop_oneof![3 => Just(false), 1 => Just(true)];
    (vec(step(), 1..7), vec(part(), 1..16), disk).prop_map(|(steps, site, disk)| Case {
        disk,
        steps,
        site,
    })
}

fn step() -> impl Strategy<Value = Step> {
    let edits = prop_oneof![8 => vec(edit(), 1..2), 1 => vec(edit(), 2..6)];
    let look = prop_oneof![
        1 => Just(None),
        1 => vec(any::<u8>(), 1..6).prop_map(Some),
    ];
    (edits, look, any::<u8>()).prop_map(|(edits, look, bell)| Step { edits, look, bell })
}

fn data() -> impl Strategy<Value = Edit> {
    let n = any::<u8>;
    // Roles and terms most often: comparisons and links come of several.
    let kind = prop_oneof![6 => Just(0u8), 3 => Just(1), 2 => Just(2), 2 => Just(3), 2 => Just(4), 1 => 5u8..8];
    (kind, n(), n(), vec((n(), n(), n()), 0..7)).prop_map(|(k, p, l, s)| Edit::Data(k, p, l, s))
}

fn create() -> impl Strategy<Value = Edit> {
    let n = any::<u8>;
    (n(), n(), vec(n(), 0..6)).prop_map(|(a, b, c)| Edit::Create(a, b, c))
}

/// What a handbook is made of.
fn part() -> impl Strategy<Value = Edit> {
    let n = any::<u8>;
    prop_oneof![
        5 => create(),
        5 => data(),
        2 => (n(), n()).prop_map(|(a, b)| Edit::File(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Edit::Site(a, b)),
        1 => (n(), n(), n()).prop_map(|(a, b, c)| Edit::Front(a, b, c)),
        1 => (n(), n()).prop_map(|(a, b)| Edit::Copy(a, b)),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![6 => of_pages(), 5 => of_data(), 8 => of_rest()]
}

fn of_pages() -> impl Strategy<Value = Edit> {
    let n = any::<u8>;
    prop_oneof![
        4 => (n(), vec(n(), 0..6)).prop_map(|(a, b)| Edit::Body(a, b)),
        5 => (n(), n(), n()).prop_map(|(a, b, c)| Edit::Front(a, b, c)),
        3 => create(),
        1 => n().prop_map(Edit::Delete),
        1 => (n(), n()).prop_map(|(a, b)| Edit::Rename(a, b)),
        1 => n().prop_map(Edit::Case),
        1 => (n(), n()).prop_map(|(a, b)| Edit::Move(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Edit::Copy(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Edit::RenameFolder(a, b)),
        1 => n().prop_map(Edit::Break),
    ]
}

fn of_data() -> impl Strategy<Value = Edit> {
    let n = any::<u8>;
    prop_oneof![
        10 => (n(), n(), n(), n()).prop_map(|(a, b, c, d)| Edit::Set(a, b, c, d)),
        2 => (n(), n(), n()).prop_map(|(a, b, c)| Edit::Table(a, b, c)),
        1 => (n(), n()).prop_map(|(a, b)| Edit::DropTable(a, b)),
        1 => (n(), n(), n()).prop_map(|(a, b, c)| Edit::SwapTables(a, b, c)),
        2 => data(),
        1 => n().prop_map(Edit::DropData),
        1 => (n(), n()).prop_map(|(a, b)| Edit::RenameData(a, b)),
        1 => n().prop_map(Edit::BreakData),
    ]
}

fn of_rest() -> impl Strategy<Value = Edit> {
    let n = any::<u8>;
    prop_oneof![
        4 => (n(), n()).prop_map(|(a, b)| Edit::Site(a, b)),
        5 => (n(), n()).prop_map(|(a, b)| Edit::File(a, b)),
        1 => (n(), n(), n()).prop_map(|(a, b, c)| Edit::Misplace(a, b, c)),
        1 => any::<bool>().prop_map(Edit::Shift),
        1 => Just(Edit::BreakSite),
        1 => n().prop_map(Edit::Touch),
        1 => n().prop_map(Edit::Day),
        1 => Just(Edit::Commit),
        1 => Just(Edit::Drafts),
        1 => Just(Edit::Strict),
        4 => Just(Edit::Revert),
        2 => n().prop_map(Edit::Checkout),
    ]
}

impl Edit {
    /// Does it. `past` holds the handbook at all moments before, the last one last.
    pub fn apply(&self, book: &mut Handbook, past: &[Handbook]) {
        match self {
            Self::Body(page, pieces) => {
                if let Some(page) = chosen(&mut book.pages, *page) {
                    page.pieces.clone_from(pieces);
                }
            }
            Self::Front(page, key, value) => {
                if let Some(page) = chosen(&mut book.pages, *page) {
                    set(&mut page.front, FRONT, *key, *value);
                }
            }
            Self::Create(folder, name, pieces) => {
                let page = Page {
                    pieces: pieces.clone(),
                    ..Page::default()
                };
                let path = format!("{}{}", of(FOLDERS, *folder), of(NAMES, *name));
                book.pages.insert(path, page);
            }
            Self::Delete(page) => drop_one(&mut book.pages, *page),
            Self::Rename(page, name) => relocate(&mut book.pages, *page, |path| {
                format!("{}{}", folder_of(path), of(NAMES, *name))
            }),
            Self::Case(page) => relocate(&mut book.pages, *page, other_case),
            Self::Move(page, folder) => relocate(&mut book.pages, *page, |path| {
                format!("{}{}", of(FOLDERS, *folder), name_of(path))
            }),
            Self::Copy(page, folder) => {
                if let Some((path, page)) = nth(&book.pages, *page) {
                    let to = format!("{}{}", of(FOLDERS, *folder), name_of(path));
                    let page = page.clone();
                    book.pages.insert(to, page);
                }
            }
            Self::RenameFolder(from, to) => {
                rename_folder(book, of(FOLDERS, *from), of(FOLDERS, *to));
            }
            Self::Break(page) => {
                if let Some(page) = chosen(&mut book.pages, *page) {
                    page.broken = !page.broken;
                }
            }
            Self::Site(key, value) => {
                book.site_broken = false;
                set(&mut book.site, SITE, *key, *value);
            }
            Self::BreakSite => book.site_broken = !book.site_broken,
            Self::File(file, version) => {
                let (path, versions) = FILES[usize::from(*file) % FILES.len()];
                match of(versions, *version) {
                    "" => book.files.remove(path),
                    text => book.files.insert(path.to_owned(), text.as_bytes().to_vec()),
                };
            }
            Self::Misplace(from, kind, place) => {
                let written = book.written();
                if let Some((_, bytes)) = nth(&written, *from) {
                    let to = of(data_kind(*kind).places, *place);
                    book.files.insert(format!("content/{to}"), bytes.clone());
                }
            }
            Self::Shift(back) => shift(book, *back),
            Self::Day(day) => book.world.day = *day,
            Self::Commit => book.world.commit = (book.world.commit + 1) % 5,
            Self::Drafts => book.world.drafts = !book.world.drafts,
            Self::Strict => book.world.strict = !book.world.strict,
            Self::Touch(_) => {}
            Self::Revert => {
                if let Some(before) = past.len().checked_sub(2).and_then(|i| past.get(i)) {
                    *book = before.clone();
                }
            }
            Self::Checkout(n) => {
                if let Some(there) = past.get(usize::from(*n) % past.len().max(1)) {
                    *book = there.clone();
                }
            }
            data => data.apply_to_data(book),
        }
    }

    fn apply_to_data(&self, book: &mut Handbook) {
        match self {
            Self::Data(kind, place, layout, keys) => {
                let number = usize::from(*kind) % KINDS.len();
                let kind = data_kind(*kind);
                let layout = kind.layouts[usize::from(*layout) % kind.layouts.len()];
                let table = |head: &u8| Table {
                    head: usize::from(*head),
                    ..Table::default()
                };
                let mut data = Data {
                    kind: number,
                    tables: layout.iter().map(table).collect(),
                    broken: false,
                };
                for (table, key, value) in keys {
                    data.set(*table, *key, *value);
                }
                book.data.insert(of(kind.places, *place).to_owned(), data);
            }
            Self::Set(file, table, key, value) => {
                if let Some(data) = chosen(&mut book.data, *file) {
                    data.set(*table, *key, *value);
                }
            }
            Self::Table(file, at, head) => {
                if let Some(data) = chosen(&mut book.data, *file) {
                    let heads = data.kind().tables.len();
                    let at = 1 + usize::from(*at) % data.tables.len().max(1);
                    let head = 1 + usize::from(*head) % heads.saturating_sub(1).max(1);
                    if head < heads {
                        let table = Table {
                            head,
                            ..Table::default()
                        };
                        data.tables.insert(at.min(data.tables.len()), table);
                    }
                }
            }
            Self::DropTable(file, at) => {
                if let Some(data) = chosen(&mut book.data, *file) {
                    let at = 1 + usize::from(*at) % data.tables.len().max(1);
                    if at < data.tables.len() {
                        data.tables.remove(at);
                    }
                }
            }
            Self::SwapTables(file, a, b) => {
                if let Some(data) = chosen(&mut book.data, *file) {
                    let n = data.tables.len().saturating_sub(1).max(1);
                    let [a, b] = [a, b].map(|x| 1 + usize::from(*x) % n);
                    if a.max(b) < data.tables.len() {
                        data.tables.swap(a, b);
                    }
                }
            }
            Self::DropData(file) => drop_one(&mut book.data, *file),
            Self::RenameData(file, place) => {
                let kind = nth(&book.data, *file).map_or(0, |(_, d)| d.kind);
                let to = of(KINDS[kind].places, *place);
                relocate(&mut book.data, *file, |_| to.to_owned());
            }
            Self::BreakData(file) => {
                if let Some(data) = chosen(&mut book.data, *file) {
                    data.broken = !data.broken;
                }
            }
            _ => {}
        }
    }
}

impl Data {
    fn set(&mut self, table: u8, key: u8, value: u8) {
        let kind = self.kind();
        let at = usize::from(table) % self.tables.len().max(1);
        if let Some(table) = self.tables.get_mut(at) {
            let keys = kind.tables[table.head].1;
            if !keys.is_empty() {
                let key = usize::from(key) % keys.len();
                // One beyond the last value: a key that must be there is not.
                let value = usize::from(value) % (keys[key].1.len() + 1);
                table.keys.insert(key, value);
            }
        }
    }
}

fn data_kind(n: u8) -> &'static DataKind {
    &KINDS[usize::from(n) % KINDS.len()]
}

/// The text of both files together stays the same.
fn shift(book: &mut Handbook, back: bool) {
    let [x, y] = ["content/code/x.py", "content/code/y.py"];
    let (Some(mut first), Some(mut second)) =
        (book.files.get(x).cloned(), book.files.get(y).cloned())
    else {
        return;
    };
    if back {
        if let Some(at) = second.iter().position(|b| *b == b'\n') {
            first.push(b'\n');
            first.extend(second.drain(..at));
            second.remove(0);
        }
    } else if let Some(at) = first.iter().rposition(|b| *b == b'\n') {
        let mut line = first.split_off(at + 1);
        first.truncate(at);
        line.push(b'\n');
        second.splice(..0, line);
    }
    for (path, bytes) in [(x, first), (y, second)] {
        book.files.insert(path.to_owned(), bytes);
    }
}

fn rename_folder(book: &mut Handbook, from: &str, to: &str) {
    if from.is_empty() {
        return;
    }
    fn moved<V>(map: &mut std::collections::BTreeMap<String, V>, from: &str, to: &str) {
        let all = std::mem::take(map).into_iter();
        *map = all
            .map(|(path, v)| match path.strip_prefix(from) {
                Some(rest) => (format!("{to}{rest}"), v),
                None => (path, v),
            })
            .collect();
    }
    moved(&mut book.pages, from, to);
    moved(&mut book.data, from, to);
    let [from, to] = [from, to].map(|f| format!("content/{f}"));
    moved(&mut book.files, &from, &to);
}

/// Value 0 takes the key out.
fn set(
    keys: &mut std::collections::BTreeMap<usize, usize>,
    table: &[(&str, &[&str])],
    key: u8,
    value: u8,
) {
    let key = usize::from(key) % table.len();
    let value = usize::from(value) % (table[key].1.len() + 1);
    match value.checked_sub(1) {
        Some(value) => keys.insert(key, value),
        None => keys.remove(&key),
    };
}

fn of(list: &'static [&'static str], n: u8) -> &'static str {
    list[usize::from(n) % list.len()]
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}

/// The first letter of the name in its other case.
fn other_case(path: &str) -> String {
    let name = name_of(path);
    let Some(first) = name.chars().next() else {
        return path.to_owned();
    };
    let other: String = match first.is_uppercase() {
        true => first.to_lowercase().collect(),
        false => first.to_uppercase().collect(),
    };
    format!("{}{other}{}", folder_of(path), &name[first.len_utf8()..])
}

type Map<V> = std::collections::BTreeMap<String, V>;

fn nth<V>(map: &Map<V>, n: u8) -> Option<(&String, &V)> {
    map.iter().nth(usize::from(n) % map.len().max(1))
}

fn chosen<V>(map: &mut Map<V>, n: u8) -> Option<&mut V> {
    let path = nth(map, n)?.0.clone();
    map.get_mut(&path)
}

fn drop_one<V>(map: &mut Map<V>, n: u8) {
    if let Some(path) = nth(map, n).map(|(p, _)| p.clone()) {
        map.remove(&path);
    }
}

fn relocate<V>(map: &mut Map<V>, n: u8, to: impl FnOnce(&str) -> String) {
    let Some(path) = nth(map, n).map(|(p, _)| p.clone()) else {
        return;
    };
    if let Some(v) = map.remove(&path) {
        map.insert(to(&path), v);
    }
}
