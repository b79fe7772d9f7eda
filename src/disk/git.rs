//! What git knows: the commit that a project stands at, and the last commit that changed each file.
//!
//! Git is asked so that nothing of the user's settings or of the repository's own can start a program, open a connection or
//! write. Whatever goes wrong (no git, an old one, a repository that it refuses to read): the answer is "nothing known".

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::date::Date;
use crate::source::{Commit, History, SourcePath};

/// The short name of the commit that `root` stands at and the day it was made; `None` without git or a commit.
pub fn revision(root: &Path) -> Option<(String, Date)> {
    // Asking takes a process. Where no folder above is a repository, the answer is known.
    if std::env::var_os("GIT_DIR").is_none() && dot_git(root).is_none() {
        return None;
    }
    let out = git(root, &["log", "-1", "--format=%h %ct", "--abbrev=10"])?;
    let out = String::from_utf8_lossy(&out);
    let (name, seconds) = out.trim().split_once(' ')?;
    Some((name.to_owned(), Date::from_unix(seconds.parse().ok()?)?))
}

/// Whether the repository lacks older commits: its oldest one seems to have made all files.
pub fn is_shallow(root: &Path) -> bool {
    let named = std::env::var_os("GIT_DIR").map(|dir| root.join(dir));
    let Some(folder) = named.or_else(|| git_folder(root)) else {
        return false;
    };
    // What a further work tree shares with the first one is named by a file.
    let common = std::fs::read_to_string(folder.join("commondir")).ok();
    let common = common.map_or_else(|| folder.clone(), |c| folder.join(c.trim()));
    common.join("shallow").exists()
}

/// The last commit that changed each file below `root`, in one pass over the log; files of no commit are not in it.
pub fn history(root: &Path) -> Option<History> {
    let format = "--format=%x01%ct %h";
    let shape = ["--abbrev=10", "--name-status", "-z", "--no-renames"];
    let nothing_else = ["--no-ext-diff", "--no-textconv", "--relative"];
    let asked = [&["log", format][..], &shape, &nothing_else, &["--", "."]].concat();
    Some(read_log(&git(root, &asked)?))
}

/// The folders in which a file `HEAD` changes when the commit does.
pub fn folders(root: &Path) -> Vec<PathBuf> {
    let Some(folder) = git_folder(root) else {
        return Vec::new();
    };
    let all = [folder.join("logs"), folder];
    all.into_iter().filter(|f| f.is_dir()).collect()
}

/// The nearest `.git` of the folders above.
fn dot_git(root: &Path) -> Option<PathBuf> {
    let all = root.ancestors().map(|a| a.join(".git"));
    all.into_iter().find(|g| g.exists())
}

/// Where a repository keeps its `HEAD`.
fn git_folder(root: &Path) -> Option<PathBuf> {
    let git = dot_git(root)?;
    // In a further work tree it is a file that names the folder.
    let named = std::fs::read_to_string(&git).ok();
    let named = named.as_deref().and_then(|t| t.strip_prefix("gitdir:"));
    Some(match (named, git.parent()) {
        (Some(named), Some(beside)) => beside.join(named.trim()),
        _ => git,
    })
}

/// Fields end with NUL: `\x01TIME NAME` begins a commit, `[\n]STATUS` and a path follow for each file.
fn read_log(log: &[u8]) -> History {
    let mut last: BTreeMap<SourcePath, Option<Commit>> = BTreeMap::new();
    let mut commit = None;
    let mut fields = log.split(|b| *b == 0);
    while let Some(field) = fields.next() {
        if let Some(header) = field.strip_prefix(b"\x01") {
            commit = header_of(header);
            continue;
        }
        let status = field.trim_ascii_start();
        let Some(path) = fields.next().and_then(|p| std::str::from_utf8(p).ok()) else {
            continue;
        };
        // The newest comes first. A file that was taken away and lies there all the same is of no commit.
        let is_there = status != b"D";
        last.entry(SourcePath::new(path))
            .or_insert_with(|| commit.clone().filter(|_| is_there));
    }
    let known = last.into_iter();
    History::new(known.filter_map(|(path, commit)| Some((path, commit?))))
}

fn header_of(header: &[u8]) -> Option<Commit> {
    let (time, name) = std::str::from_utf8(header).ok()?.split_once(' ')?;
    let time = time.parse().ok()?;
    Some(Commit {
        id: Arc::from(name),
        day: Date::from_unix(time)?,
        time,
    })
}

/// What git answers.
fn git(root: &Path, args: &[&str]) -> Option<Vec<u8>> {
    let out = Command::new("git")
        .args(["--no-pager", "--no-optional-locks"])
        .args(["-c", "core.fsmonitor=false"])
        .args(["-c", "core.hooksPath=/dev/null"])
        .args(["-c", "core.quotepath=off"])
        .args(["-c", "log.showSignature=false"])
        .args(["-c", "log.showRoot=true"])
        .args(["-c", "log.follow=false"])
        .arg("-C")
        .arg(root)
        .args(args)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        // A partial clone would fetch what it lacks, by whatever program the repository names.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "none")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    out.status.success().then_some(out.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_commit_of_the_log_that_names_a_file_is_its_last() {
        let log = b"\x01200 bb\0\nM\0a.md\0D\0gone.md\0\x01150 merge\0\x01100 aa\0\nA\0a.md\0A\0\x01 b\n.md\0A\0gone.md\0A\0\xff\0";
        let history = read_log(log);
        let of = |path: &str| history.of(&SourcePath::new(path)).map(|c| (&*c.id, c.time));
        assert_eq!(of("a.md"), Some(("bb", 200)));
        assert_eq!(of("\u{1} b\n.md"), Some(("aa", 100)));
        assert_eq!(of("gone.md"), None);
        assert_eq!(read_log(b""), History::default());
    }
}
