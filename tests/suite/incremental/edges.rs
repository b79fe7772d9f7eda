//! Each part of each memo's key is needed: left out, a kept script goes wrong that holds with it.
//!
//! `ROLEBOOK_EDGES=2000` looks for the scripts that are missing, among as many random ones, and writes them.

use std::path::Path;

use rolebook::memo::leave_out;

use super::kept;
use super::play::{Cold, play};
use super::search::{Failure, Search, number, search};

/// A memo and a part of its key.
type Edge = (&'static str, &'static str);

#[test]
fn every_part_of_every_key_is_needed() {
    let folder = kept::folder().join("edges");
    let mut scripts = kept::scripts(&folder);
    let wanted = number("ROLEBOOK_EDGES");
    let mut bad = Vec::new();
    for edge in edges() {
        let name = name_of(edge);
        let at = scripts.iter().position(|(n, _)| *n == name);
        let script = at.map(|at| scripts.swap_remove(at).1);
        let shown = script
            .as_ref()
            .map_or(Err("no script".to_owned()), |s| shows(s, edge));
        match (shown, wanted) {
            (Ok(()), _) => {}
            (Err(why), None) => bad.push(format!("{name}: {why}")),
            (Err(why), Some(most)) => match look(edge, most) {
                Some(found) => println!("{name}: {found}"),
                None => bad.push(format!("{name}: {why}, and none of {most} random ones")),
            },
        }
    }
    bad.extend(
        scripts
            .iter()
            .map(|(name, _)| format!("{name}: no such part")),
    );
    assert!(
        bad.is_empty(),
        "a part of a key that nothing needs, or whose script is missing (ROLEBOOK_EDGES=2000 looks for it):\n{}",
        bad.join("\n")
    );
}

/// Whether the script holds with the part and goes wrong without it.
fn shows(script: &[super::play::Moment], edge: Edge) -> Result<(), String> {
    without(None, || play(script, &mut Cold::default()))
        .map_err(|e| format!("fails anyway: {e}"))?;
    match without(Some(edge), || play(script, &mut Cold::default())) {
        Ok(()) => Err("holds without it".to_owned()),
        Err(_) => Ok(()),
    }
}

/// Looks for a script, and keeps it.
fn look(edge: Edge, most: u32) -> Option<String> {
    let seed = number("ROLEBOOK_SEED").unwrap_or(1);
    let failure = search(&Search {
        seed,
        scripts: 0..most,
        disk: false,
        start: &|| leave_out(Some(edge)),
    })?;
    let path = kept::folder()
        .join("edges")
        .join(format!("{}.json", name_of(edge)));
    std::fs::write(path, failure.text()).unwrap();
    let Failure { script, .. } = &failure;
    Some(format!(
        "seed {seed}, script {script}: {}",
        failure.difference
    ))
}

/// Runs on a thread of its own, on which keys lack this part.
fn without<T: Send>(edge: Option<Edge>, f: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    pool.install(|| {
        leave_out(edge);
        f()
    })
}

fn name_of((memo, part): Edge) -> String {
    format!("{memo}-{}", part.replace(' ', "-"))
}

/// All edges, as the sources name them: `Key::of("memo")`, and then `key.text("part", …)`.
fn edges() -> Vec<Edge> {
    let mut out = Vec::new();
    for (path, text) in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        if path.ends_with("memo.rs") {
            continue;
        }
        for after in text.split("Key::of(\"").skip(1) {
            let memo = after.split('"').next().unwrap_or_default();
            // A key is finished in the function that makes it.
            let own = after.split(".finish()").next().unwrap_or_default();
            let calls = own.match_indices('.').filter_map(|(at, _)| {
                let call = own.get(at + 1..)?;
                let calls = ["text(", "number(", "print("].iter();
                let rest = calls.filter_map(|c| call.strip_prefix(c)).next()?;
                let part = rest.trim_start().strip_prefix('"')?;
                part.split('"').next()
            });
            let leak = |s: &str| -> &'static str { Box::leak(s.to_owned().into_boxed_str()) };
            out.extend(calls.map(|part| (leak(memo), leak(part))));
        }
    }
    out
}

fn sources(folder: &Path) -> Vec<(String, String)> {
    let files = crate::support::folder(folder).into_iter();
    files
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}
