//! A warm build equals a cold one, whatever was edited: bytes, anchors, diagnostics. And it computes no more than it must.
//!
//! Random handbooks, random scripts. `ROLEBOOK_SCRIPTS=10000` plays more of them, `ROLEBOOK_SEED=n` others,
//! `ROLEBOOK_FIRST=n` goes on with the n-th; `tests/README.md` says more.

mod cached;
mod disk;
#[cfg(debug_assertions)]
mod edges;
mod edit;
mod handbook;
mod kept;
mod minimal;
mod play;
mod search;
mod tables;
mod words;

/// As many scripts as a normal run plays.
const SCRIPTS: u32 = 300;

#[test]
fn a_warm_build_is_a_cold_build() {
    let scripts = search::number("ROLEBOOK_SCRIPTS").unwrap_or(SCRIPTS);
    let seed = search::number("ROLEBOOK_SEED").unwrap_or(1);
    let first = search::number("ROLEBOOK_FIRST").unwrap_or(0);
    let search = search::Search {
        seed,
        scripts: first..scripts,
        disk: true,
        start: &|| {},
    };
    if let Some(failure) = search::search(&search) {
        panic!("{failure}");
    }
}

/// What once failed is played forever.
#[test]
fn kept_scripts_hold() {
    let mut cold = play::Cold::default();
    for (name, moments) in kept::scripts(&kept::folder()) {
        if let Err(difference) = play::play(&moments, &mut cold) {
            panic!("{name}: {difference}");
        }
    }
}
