//! A script played: after each step, what memos of all builds before give is compared with what a build without any gives.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use rolebook::diag::{Diagnostics, Error};
use rolebook::memo::{Fingerprint, KeyHasher, Later, Memo};
use rolebook::output::{OutputFile, OutputKind, OutputPath, Sink};
use rolebook::pipeline::{self, Earlier, Memos, Prepared};
use rolebook::render::page::Rendered;
use rolebook::render::theme::Theme;
use rolebook::source::{Data, SourceTree};

use super::edit::{Case, Edit};
use super::handbook::{Handbook, World, tree};
use crate::support::Files;

/// A handbook at one moment, and what is asked for then.
#[derive(Clone, Debug, Default)]
pub struct Moment {
    /// What was done, for people.
    pub what: String,
    /// All files.
    pub files: Files,
    /// The rest.
    pub world: World,
    /// `None`: all pages. Else these, in this order: numbers of pages, whatever their number is.
    pub look: Option<Vec<u8>>,
    /// A file that is touched.
    pub touch: Option<u8>,
    /// How the reader of the disk is told.
    pub bell: u8,
}

/// What a case is, moment by moment.
pub fn moments(case: &Case) -> Vec<Moment> {
    let mut book = Handbook::default();
    for part in &case.site {
        part.apply(&mut book, &[]);
    }
    let mut out = vec![Moment {
        what: "the beginning".to_owned(),
        files: book.written(),
        world: book.world,
        ..Moment::default()
    }];
    let mut past = vec![book.clone()];
    for step in &case.steps {
        let mut touch = None;
        for edit in &step.edits {
            edit.apply(&mut book, &past);
            if let Edit::Touch(file) = edit {
                touch = Some(*file);
            }
        }
        out.push(Moment {
            what: format!("{:?}", step.edits),
            files: book.written(),
            world: book.world,
            look: step.look.clone(),
            touch,
            bell: step.bell,
        });
        past.push(book.clone());
    }
    out
}

/// Builds at each moment, warm and cold; the first difference is the error.
pub fn play(moments: &[Moment], cold: &mut Cold) -> Result<(), String> {
    let memos = Memos::keeping();
    let mut left = Files::new();
    for (step, moment) in moments.iter().enumerate() {
        same(moment, &memos, &mut left, cold)
            .map_err(|e| format!("step {step} ({}): {e}", moment.what))?;
    }
    Ok(())
}

/// Makes builds that remember nothing, but for the theme.
///
/// To load a theme takes half of a small build, and most steps leave it alone. It is kept under the bytes of *all* theme
/// files and of the whole of `site.toml`, whatever `Theme::key` says: that is more than loading can see. One build in eight
/// loads it anyway, should loading ever look at more.
#[derive(Default)]
pub struct Cold {
    themes: BTreeMap<Fingerprint, Memo<Theme>>,
    builds: usize,
}

/// As many themes as one thread keeps.
const MOST_THEMES: usize = 24;

impl Cold {
    /// Runs `f` with memos that know nothing of before.
    pub fn with<T>(&mut self, files: &Files, f: impl FnOnce(&Memos) -> T) -> T {
        self.after(Earlier::default(), files, f)
    }

    /// Runs `f` with memos that know what another build left.
    fn after<T>(&mut self, earlier: Earlier, files: &Files, f: impl FnOnce(&Memos) -> T) -> T {
        let mut memos = Memos::after(earlier);
        self.builds += 1;
        if self.builds.is_multiple_of(8) {
            return f(&memos);
        }
        let mut key = KeyHasher::default();
        let relevant = |path: &str| path.starts_with("themes/") || path == "site.toml";
        for (path, bytes) in files.iter().filter(|(p, _)| relevant(p)) {
            key.text(path);
            key.bytes(bytes);
        }
        let key = key.finish();
        if self.themes.len() >= MOST_THEMES {
            self.themes.clear();
        }
        memos.themes = self.themes.remove(&key).unwrap_or_else(|| Memo::new(true));
        let out = f(&memos);
        self.themes.insert(key, memos.themes);
        out
    }
}

/// `left` is what the last whole build left for the next one.
fn same(moment: &Moment, memos: &Memos, left: &mut Files, cold: &mut Cold) -> Result<(), String> {
    let tree = tree(&moment.files, moment.world);
    match &moment.look {
        None => {
            let warm = make(&tree, moment.world, memos);
            let clean = cold.with(&moment.files, |m| make(&tree, moment.world, m));
            same_files(&warm, &clean)?;
            same_words(&tree, &warm.told, &clean.told)?;

            let earlier = Earlier::since(|name| left.get(name).cloned());
            let (after, leaves) = cold.after(earlier, &moment.files, |m| {
                let made = make(&unread(&tree), moment.world, m);
                (made, m.earlier.leave().collect::<Vec<_>>())
            });
            *left = leaves.into_iter().map(|(n, b)| (n.to_owned(), b)).collect();
            same_files(&after, &clean)
                .and_then(|()| same_words(&tree, &after.told, &clean.told))
                .map_err(|e| format!("after another build: {e}"))
        }
        Some(look) => {
            let prepared = pipeline::prepare(&tree, &moment.world.options(), memos);
            cold.with(&moment.files, |cold| {
                let clean = pipeline::prepare(&tree, &moment.world.options(), cold);
                same_words(&tree, &prepared.diagnostics, &clean.diagnostics)?;
                same_pages(look, (&prepared, memos), (&clean, cold))
            })
        }
    }
}

/// Pages one by one, as they are asked for.
fn same_pages(
    look: &[u8],
    warm: (&Prepared, &Memos),
    cold: (&Prepared, &Memos),
) -> Result<(), String> {
    let paths = |p: &Prepared| -> Vec<String> {
        let pages = p.plan.pages.iter();
        pages.map(|p| p.file.as_str().to_owned()).collect()
    };
    if paths(warm.0) != paths(cold.0) {
        return Err("the plans differ".to_owned());
    }
    for n in look {
        let at = usize::from(*n) % warm.0.plan.pages.len().max(1);
        let (Some(a), Some(b)) = (warm.0.plan.pages.get(at), cold.0.plan.pages.get(at)) else {
            continue;
        };
        let [a_made, b_made] = [(warm, a), (cold, b)].map(|((p, m), page)| p.render(page, m));
        if a_made.fault != b_made.fault {
            let faults = (&a_made.fault, &b_made.fault);
            return Err(format!("`{}` has another fault: {faults:?}", a.file));
        }
        let file = |made: &Rendered| File {
            kind: OutputKind::Page,
            anchors: made.anchors.clone(),
            bytes: made.bytes.clone(),
        };
        let (a_file, b_file) = (file(&a_made), file(&b_made));
        if a_file != b_file {
            return Err(difference(a.file.as_str(), Some(&a_file), Some(&b_file)));
        }
    }
    Ok(())
}

fn same_files(warm: &Made, cold: &Made) -> Result<(), String> {
    for path in warm.files.keys().chain(cold.files.keys()) {
        let (a, b) = (warm.files.get(path), cold.files.get(path));
        if a != b {
            return Err(difference(path, a, b));
        }
    }
    Ok(())
}

fn same_words(tree: &SourceTree, warm: &Diagnostics, cold: &Diagnostics) -> Result<(), String> {
    if warm == cold {
        return Ok(());
    }
    let lines = |told: &Diagnostics| -> Vec<String> {
        let line = |d: &rolebook::diag::Diagnostic| format!("{} {d:?}", tree.path(d.place.file));
        told.iter().map(line).collect()
    };
    let (a, b) = (lines(warm), lines(cold));
    let only = |a: &[String], b: &[String]| -> Vec<String> {
        a.iter().filter(|l| !b.contains(l)).cloned().collect()
    };
    Err(format!(
        "messages differ\n  warm: {:#?}\n  cold: {:#?}",
        only(&a, &b),
        only(&b, &a)
    ))
}

/// What a build made.
#[derive(Default)]
pub struct Made {
    /// By path.
    pub files: BTreeMap<String, File>,
    /// All that was told, in order.
    pub told: Diagnostics,
}

/// One file of the output.
#[derive(PartialEq, Eq)]
pub struct File {
    /// What it is.
    pub kind: OutputKind,
    /// Ids on it.
    pub anchors: Vec<Arc<str>>,
    /// What is in it; for a copy, what it is a copy of.
    pub bytes: Vec<u8>,
}

type Recorded = (OutputKind, Vec<Arc<str>>, OutputFile);

#[derive(Default)]
struct Recorder(Mutex<BTreeMap<String, Recorded>>);

impl Sink for Recorder {
    fn put(
        &self,
        path: &OutputPath,
        kind: OutputKind,
        anchors: &[Arc<str>],
        file: OutputFile,
    ) -> Result<(), Error> {
        let mut files = self.0.lock().unwrap();
        let twice = files.insert(path.as_str().to_owned(), (kind, anchors.to_vec(), file));
        assert!(twice.is_none(), "`{path}` was put twice");
        Ok(())
    }
}

/// The same files, each text read when somebody asks for it.
fn unread(tree: &SourceTree) -> SourceTree {
    let files = tree.files().map(|(_, file)| {
        let mut file = file.clone();
        if let Data::Text(text) = &file.data {
            let text = Arc::clone(text);
            file.data = Data::Later(Later::new(move || Arc::clone(&text)));
        }
        file
    });
    tree.with_edits(files.collect())
}

/// A whole build.
pub fn make(tree: &SourceTree, world: World, memos: &Memos) -> Made {
    let prepared = pipeline::prepare(tree, &world.options(), memos);
    let sink = Recorder::default();
    let mut told = prepared.diagnostics.clone();
    told.extend(pipeline::build(&prepared, memos, &sink).unwrap());
    let files = sink.0.into_inner().unwrap().into_iter();
    let files = files.map(|(path, (kind, anchors, file))| {
        let bytes = match file {
            OutputFile::Bytes(bytes) => bytes,
            OutputFile::Copy(id) => format!("copy of {}", tree.path(id)).into_bytes(),
            OutputFile::Known(print) => print.hex().into_bytes(),
        };
        let file = File {
            kind,
            anchors,
            bytes,
        };
        (path, file)
    });
    Made {
        files: files.collect(),
        told,
    }
}

/// The first place where two files differ, with what stands around it.
fn difference(path: &str, warm: Option<&File>, cold: Option<&File>) -> String {
    let (Some(warm), Some(cold)) = (warm, cold) else {
        let which = if warm.is_some() { "warm" } else { "cold" };
        return format!("only the {which} build made `{path}`");
    };
    if warm.bytes == cold.bytes {
        return format!(
            "`{path}` has other anchors: warm {:?}, cold {:?}",
            warm.anchors, cold.anchors
        );
    }
    let pairs = warm.bytes.iter().zip(&cold.bytes);
    let at = pairs.take_while(|(a, b)| a == b).count();
    let around = |bytes: &[u8]| {
        let part = &bytes[at.saturating_sub(60)..bytes.len().min(at + 100)];
        String::from_utf8_lossy(part).into_owned()
    };
    format!(
        "`{path}` differs at byte {at}\n  warm: …{:?}\n  cold: …{:?}",
        around(&warm.bytes),
        around(&cold.bytes)
    )
}
