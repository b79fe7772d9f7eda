//! A build that finds the cache of any earlier state makes what a clean build makes: bytes, messages, exit code. The program is
//! run as it is; what lies in `.rolebook/` before each build is chosen by the script.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::edit::{self, Case};
use super::play::{Moment, moments};
use crate::cli::{code, err, run};
use crate::support::{self, Files};

/// A script, and for each step which of the caches so far the next build finds: the last one, an older one, or none.
type Script = (Case, Vec<u8>);

#[test]
fn a_build_with_any_earlier_cache_is_a_clean_build() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u32>().ok());
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("ROLEBOOK_SEED").unwrap_or(1).to_le_bytes());
    let config = Config {
        cases: number("ROLEBOOK_SCRIPTS").map_or(5, |n| n / 8),
        failure_persistence: None,
        max_shrink_iters: number("ROLEBOOK_SHRINK").unwrap_or(40),
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let steps = (edit::case(), proptest::collection::vec(any::<u8>(), 8));
    let run = TestRunner::new_with_rng(config, rng)
        .run(&steps, |script| play(&script).map_err(TestCaseError::fail));
    if let Err(failure) = run {
        panic!("{failure}");
    }
}

fn play((case, which): &Script) -> Result<(), String> {
    let dir = tempfile::tempdir().unwrap();
    let (cached, clean) = (Project::new(dir.path(), "a"), Project::new(dir.path(), "b"));
    let mut caches: Vec<Files> = Vec::new();
    for (number, moment) in moments(case).iter().enumerate() {
        caches.push(cached.cache());
        let which = which.get(number).copied().unwrap_or_default();
        match which {
            0..128 => {}
            128..160 => cached.put_cache(&Files::new()),
            _ => cached.put_cache(&caches[usize::from(which) % caches.len()]),
        }
        // And once more: now nothing has changed.
        for time in ["", ", again"] {
            same(&cached, &clean, moment)
                .map_err(|e| format!("step {number}{time} ({}): {e}", moment.what))?;
        }
    }
    Ok(())
}

fn same(cached: &Project, clean: &Project, moment: &Moment) -> Result<(), String> {
    let _ = std::fs::remove_dir_all(clean.0.join("public"));
    let before = cached.site();
    let (warm, cold) = (
        cached.build(moment, &[]),
        clean.build(moment, &["--no-cache"]),
    );
    if warm != cold {
        return Err(format!("with cache: {warm:#?}\nwithout: {cold:#?}"));
    }
    let expected = match cold.0 {
        0 => clean.site(),
        _ => before,
    };
    let made = cached.site();
    let paths = made.keys().chain(expected.keys());
    match paths.into_iter().find(|p| made.get(*p) != expected.get(*p)) {
        Some(path) => Err(format!("`{path}` differs")),
        None => Ok(()),
    }
}

/// A project on the disk.
struct Project(PathBuf);

impl Project {
    fn new(dir: &Path, name: &str) -> Self {
        let root = dir.join(name).join("book");
        std::fs::create_dir_all(&root).unwrap();
        Self(root)
    }

    /// Brings the files of that moment to the disk, writing only those that differ, and builds: exit code and messages.
    fn build(&self, moment: &Moment, flags: &[&str]) -> (i32, Vec<String>) {
        let (written, now) = (&moment.files, support::project(&self.0));
        for path in now.keys().filter(|p| !written.contains_key(*p)) {
            std::fs::remove_file(self.0.join(path)).unwrap();
        }
        for (path, bytes) in written.iter().filter(|(p, b)| now.get(*p) != Some(b)) {
            let path = self.0.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let day = moment.world.today().to_string();
        let mut args = vec!["build", "-o", "public", "--today", &day];
        args.extend(flags);
        args.extend(moment.world.drafts.then_some("--drafts"));
        args.extend(moment.world.strict.then_some("--strict"));
        let built = run(&self.0, &args);
        let is_message = |l: &&str| !l.contains(" written, ") && !l.starts_with("gone since");
        let is_help = |l: &&str| !l.contains("links to them from elsewhere break");
        let told = err(&built);
        let lines = told.lines().filter(is_message).filter(is_help);
        (code(&built), lines.map(str::to_owned).collect())
    }

    fn site(&self) -> Files {
        let out = self.0.join("public");
        match out.is_dir() {
            true => support::folder(&out),
            false => Files::new(),
        }
    }

    fn cache(&self) -> Files {
        let folder = self.0.join(".rolebook");
        match folder.is_dir() {
            true => support::folder(&folder),
            false => Files::new(),
        }
    }

    fn put_cache(&self, files: &Files) {
        let folder = self.0.join(".rolebook");
        let _ = std::fs::remove_dir_all(&folder);
        for (path, bytes) in files {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(path), bytes).unwrap();
        }
    }
}
