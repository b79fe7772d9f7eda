//! Facts of the world that a build may depend on: the day, and the git revision.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::date::Date;
use crate::diag::Error;

/// The day of the build: of `SOURCE_DATE_EPOCH` (seconds) if it is set, else of the clock, in UTC.
///
/// # Errors
/// `SOURCE_DATE_EPOCH` is set and not a number of seconds.
pub fn today_from_env() -> Result<Date, Error> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => text
            .trim()
            .parse()
            .ok()
            .and_then(Date::from_unix)
            .ok_or_else(|| {
                Error::new(format!(
                    "`SOURCE_DATE_EPOCH` is `{text}`, which is not a number of seconds"
                ))
            }),
        _ => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            let seconds = now.map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(0));
            Date::from_unix(seconds).ok_or_else(|| Error::new("the clock shows no date"))
        }
    }
}

/// The short name of the commit that `root` stands at and the day it was made; `None` without git or a commit.
pub fn revision(root: &Path) -> Option<(String, Date)> {
    // Asking takes a process. Where no folder above is a repository, the answer is known.
    let is_repository = |folder: &Path| folder.join(".git").exists();
    if std::env::var_os("GIT_DIR").is_none() && !root.ancestors().any(is_repository) {
        return None;
    }
    let out = git(root, &["log", "-1", "--format=%h %ct", "--abbrev=10"])?;
    let (name, seconds) = out.trim().split_once(' ')?;
    Some((name.to_owned(), Date::from_unix(seconds.parse().ok()?)?))
}

/// The folders in which a file `HEAD` changes when the commit does.
pub fn git_folders(root: &Path) -> Vec<PathBuf> {
    let Some(git) = root
        .ancestors()
        .map(|a| a.join(".git"))
        .find(|g| g.exists())
    else {
        return Vec::new();
    };
    // In a further work tree it is a file that names the folder.
    let named = std::fs::read_to_string(&git).ok();
    let named = named.as_deref().and_then(|t| t.strip_prefix("gitdir:"));
    let folder = match (named, git.parent()) {
        (Some(named), Some(beside)) => beside.join(named.trim()),
        _ => git,
    };
    let all = [folder.join("logs"), folder];
    all.into_iter().filter(|f| f.is_dir()).collect()
}

/// Runs git with nothing of the user's or the repository's own that could start a program.
fn git(root: &Path, args: &[&str]) -> Option<String> {
    let out = Command::new("git")
        .args(["--no-pager", "--no-optional-locks"])
        .args(["-c", "core.fsmonitor=false"])
        .args(["-c", "core.hooksPath=/dev/null"])
        .args(["-c", "core.quotepath=off"])
        .args(["-c", "log.showSignature=false"])
        .arg("-C")
        .arg(root)
        .args(args)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    out.status
        .success()
        .then(|| String::from_utf8_lossy(&out.stdout).into_owned())
}
