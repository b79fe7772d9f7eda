//! Plays random scripts on all cores until one fails, and makes that one small.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Instant;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use super::edit::{self, Case};
use super::kept;
use super::play::{Cold, Moment, moments, play};

/// A script that shows a difference, as small as it was made.
pub struct Failure {
    /// The seed of the run.
    pub seed: u32,
    /// Which script of it.
    pub script: u32,
    /// What differs.
    pub difference: String,
    /// The steps.
    pub case: Case,
    /// The moments.
    pub moments: Vec<Moment>,
}

/// Which scripts are played, and how.
pub struct Search<'a> {
    /// Of the run.
    pub seed: u32,
    /// By number.
    pub scripts: Range<u32>,
    /// Whether some go through real files.
    pub disk: bool,
    /// Runs in each thread that plays.
    pub start: &'a (dyn Fn() + Sync),
}

/// A number from the environment.
pub fn number(name: &str) -> Option<u32> {
    std::env::var(name).ok()?.parse().ok()
}

/// Plays them. The failure with the lowest number of those that were met.
pub fn search(search: &Search<'_>) -> Option<Failure> {
    let scripts = &search.scripts;
    let next = AtomicU32::new(scripts.start);
    let found: Mutex<Option<Failure>> = Mutex::new(None);
    let stop = AtomicBool::new(false);
    let begun = Instant::now();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let work = || {
                (search.start)();
                let mut cold = Cold::default();
                while !stop.load(Ordering::Relaxed) {
                    let script = next.fetch_add(1, Ordering::Relaxed);
                    if script >= scripts.end {
                        return;
                    }
                    if script % 500 == 499 {
                        let seconds = begun.elapsed().as_secs();
                        println!("{} of {} scripts, {seconds} s", script + 1, scripts.end);
                    }
                    if let Some(failure) = one(search, script, &mut cold) {
                        stop.store(true, Ordering::Relaxed);
                        let mut found = found.lock().unwrap();
                        if found.as_ref().is_none_or(|f| f.script > script) {
                            *found = Some(failure);
                        }
                    }
                }
            };
            // Each thread is a pool of its own: what it plays stays in it.
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(1)
                .stack_size(16 << 20)
                .build()
                .unwrap();
            scope.spawn(move || pool.install(work));
        }
    });
    found.into_inner().unwrap()
}

/// One script; if it fails, the smallest that was found of it.
fn one(search: &Search<'_>, script: u32, cold: &mut Cold) -> Option<Failure> {
    let (seed, disk) = (search.seed, search.disk);
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&seed.to_le_bytes());
    bytes[4..8].copy_from_slice(&script.to_le_bytes());
    let config = Config {
        failure_persistence: None,
        max_shrink_iters: number("ROLEBOOK_SHRINK").unwrap_or(300),
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let tree = edit::case().new_tree(&mut runner).unwrap();
    if holds(&tree.current(), disk, cold).is_ok() {
        return None;
    }
    let cold = std::cell::RefCell::new(cold);
    let run = runner.run_one(tree, |case| {
        holds(&case, disk, &mut cold.borrow_mut()).map_err(TestCaseError::fail)
    });
    let case = match run {
        Err(TestError::Fail(_, case)) => case,
        other => panic!("script {script} of seed {seed} failed once, and then: {other:?}"),
    };
    let difference = holds(&case, disk, &mut cold.borrow_mut()).err()?;
    Some(Failure {
        seed,
        script,
        difference,
        moments: moments(&case),
        case,
    })
}

/// Whether it holds; what panics does not.
fn holds(case: &Case, disk: bool, cold: &mut Cold) -> Result<(), String> {
    let played = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let moments = moments(case);
        if case.disk && disk {
            super::disk::through(&moments)?;
        }
        play(&moments, cold)
    }));
    played.unwrap_or_else(|_| Err("it panicked, as said above".to_owned()))
}

impl Failure {
    /// As it is kept.
    pub fn text(&self) -> String {
        let found = format!("seed {}, script {}", self.seed, self.script);
        kept::text(&found, &self.moments)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, script, .. } = self;
        let name = format!("seed-{seed}-script-{script}.json");
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let kept = std::fs::write(&path, self.text());
        writeln!(f, "{}\n", self.difference)?;
        writeln!(
            f,
            "script {script} of seed {seed}, made small:\n{:#?}\n",
            self.case
        )?;
        writeln!(f, "{}", self.text())?;
        if kept.is_ok() {
            writeln!(f, "that is {}:", path.display())?;
        }
        writeln!(f, "mend it, and put it into tests/suite/incremental/kept/")
    }
}
