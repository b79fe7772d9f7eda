//! What an author does between two builds, and how random scripts of it are made.

use proptest::prelude::*;

use super::handbook::{Handbook, Page};
use super::words::{FILES, FOLDERS, FRONT, NAMES, SITE};

/// One edit. Numbers choose from what there is, whatever the handbook looks like, so that a script stays valid while it
/// shrinks.
#[derive(Clone, Debug)]
pub enum Edit {
    /// The text of a page.
    Body(u8, Vec<u8>),
    /// A key of a page's front matter set, or taken out.
    Front(u8, u8, u8),
    /// A new page, perhaps in a new folder.
    Create(u8, u8, Vec<u8>),
    /// A page is gone.
    Delete(u8),
    /// A page has another name.
    Rename(u8, u8),
    /// A page is moved to another folder.
    Move(u8, u8),
    /// A page stands a second time, in another folder.
    Copy(u8, u8),
    /// A folder has another name.
    RenameFolder(u8, u8),
    /// A key of `site.toml` set, or taken out.
    Site(u8, u8),
    /// A data file, template, part, picture … in another version, or gone.
    File(u8, u8),
    /// A data file under another one's name, so that its place means something else.
    Misplace(u8, u8),
    /// A line of one shown file goes to the next one, or back.
    Shift(bool),
    /// A page that is no text.
    Break(u8),
    /// `site.toml` does not parse.
    BreakSite,
    /// Nothing changes.
    Touch,
    /// Another day.
    Day(u8),
    /// A commit is known or not.
    Commit,
    /// Drafts are shown or not.
    Drafts,
    /// As it was before the last edit.
    Revert,
}

/// A script: a few edits.
pub fn script() -> impl Strategy<Value = Vec<Edit>> {
    proptest::collection::vec(one(), 1..12)
}

/// One edit of any kind.
pub fn one() -> impl Strategy<Value = Edit> {
    let n = any::<u8>;
    let pieces = || proptest::collection::vec(any::<u8>(), 0..6);
    prop_oneof![
        4 => (n(), pieces()).prop_map(|(a, b)| Edit::Body(a, b)),
        5 => (n(), n(), n()).prop_map(|(a, b, c)| Edit::Front(a, b, c)),
        2 => (n(), n(), pieces()).prop_map(|(a, b, c)| Edit::Create(a, b, c)),
        1 => n().prop_map(Edit::Delete),
        1 => (n(), n()).prop_map(|(a, b)| Edit::Rename(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Edit::Move(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Edit::Copy(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Edit::RenameFolder(a, b)),
        6 => (n(), n()).prop_map(|(a, b)| Edit::Site(a, b)),
        9 => (n(), n()).prop_map(|(a, b)| Edit::File(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Edit::Misplace(a, b)),
        1 => any::<bool>().prop_map(Edit::Shift),
        1 => n().prop_map(Edit::Break),
        1 => Just(Edit::BreakSite),
        1 => Just(Edit::Touch),
        1 => n().prop_map(Edit::Day),
        1 => Just(Edit::Commit),
        1 => Just(Edit::Drafts),
        4 => Just(Edit::Revert),
    ]
}

impl Edit {
    /// Does it. `Revert` is done by who keeps the history.
    pub fn apply(&self, book: &mut Handbook) {
        match self {
            Self::Body(page, pieces) => {
                if let Some(page) = chosen(book, *page) {
                    page.pieces.clone_from(pieces);
                }
            }
            Self::Front(page, key, value) => {
                let key = usize::from(*key) % FRONT.len();
                let value = usize::from(*value) % (FRONT[key].1.len() + 1);
                if let Some(page) = chosen(book, *page) {
                    set(&mut page.front, key, value);
                }
            }
            Self::Create(folder, name, pieces) => {
                let page = Page {
                    pieces: pieces.clone(),
                    ..Page::default()
                };
                book.pages.insert(
                    format!("{}{}", of(FOLDERS, *folder), of(NAMES, *name)),
                    page,
                );
            }
            Self::Delete(page) => {
                if let Some(path) = path(book, *page) {
                    book.pages.remove(&path);
                }
            }
            Self::Rename(page, name) => {
                relocate(book, *page, |path| {
                    let folder = path.rfind('/').map_or("", |at| &path[..=at]);
                    format!("{folder}{}", of(NAMES, *name))
                });
            }
            Self::Move(page, folder) => {
                relocate(book, *page, |path| {
                    let name = path.rsplit('/').next().unwrap_or(path);
                    format!("{}{name}", of(FOLDERS, *folder))
                });
            }
            Self::Copy(page, folder) => {
                if let Some(path) = path(book, *page) {
                    let name = path.rsplit('/').next().unwrap_or(&path);
                    let page = book.pages.get(&path).cloned().unwrap_or_default();
                    book.pages
                        .insert(format!("{}{name}", of(FOLDERS, *folder)), page);
                }
            }
            Self::RenameFolder(from, to) => {
                let (from, to) = (of(FOLDERS, *from), of(FOLDERS, *to));
                if !from.is_empty() {
                    let moved = |path: String| match path.strip_prefix(from) {
                        Some(rest) => format!("{to}{rest}"),
                        None => path,
                    };
                    let pages = std::mem::take(&mut book.pages);
                    book.pages = pages.into_iter().map(|(p, t)| (moved(p), t)).collect();
                }
            }
            Self::Site(key, value) => {
                let key = usize::from(*key) % SITE.len();
                let value = usize::from(*value) % (SITE[key].1.len() + 1);
                book.site_broken = false;
                set(&mut book.site, key, value);
            }
            Self::File(file, version) => {
                let (path, versions) = FILES[usize::from(*file) % FILES.len()];
                match of(versions, *version) {
                    "" => book.files.remove(path),
                    text => book.files.insert(path.to_owned(), text.as_bytes().to_vec()),
                };
            }
            Self::Misplace(from, to) => {
                let bytes = book.files.get(of_files(*from)).cloned();
                if let Some(bytes) = bytes {
                    book.files.insert(of_files(*to).to_owned(), bytes);
                }
            }
            Self::Shift(back) => shift(book, *back),
            Self::Break(page) => {
                if let Some(page) = chosen(book, *page) {
                    page.broken = !page.broken;
                }
            }
            Self::BreakSite => book.site_broken = true,
            Self::Day(day) => book.day = *day,
            Self::Commit => book.commit = !book.commit,
            Self::Drafts => book.drafts = !book.drafts,
            Self::Touch | Self::Revert => {}
        }
    }
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

fn set(keys: &mut std::collections::BTreeMap<usize, usize>, key: usize, value: usize) {
    match value.checked_sub(1) {
        Some(value) => keys.insert(key, value),
        None => keys.remove(&key),
    };
}

fn of(list: &'static [&'static str], n: u8) -> &'static str {
    list[usize::from(n) % list.len()]
}

fn of_files(n: u8) -> &'static str {
    FILES[usize::from(n) % FILES.len()].0
}

fn path(book: &Handbook, n: u8) -> Option<String> {
    let at = usize::from(n) % book.pages.len().max(1);
    book.pages.keys().nth(at).cloned()
}

fn chosen(book: &mut Handbook, n: u8) -> Option<&mut Page> {
    let path = path(book, n)?;
    book.pages.get_mut(&path)
}

fn relocate(book: &mut Handbook, n: u8, to: impl FnOnce(&str) -> String) {
    let Some(path) = path(book, n) else { return };
    if let Some(page) = book.pages.remove(&path) {
        book.pages.insert(to(&path), page);
    }
}
