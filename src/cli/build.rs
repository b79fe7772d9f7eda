//! `rolebook build`: the site into the output folder, or every problem and nothing.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{BuildArgs, MessageFormat};
use super::last::Last;
use super::session::{Outcome, Session, to_stderr, to_stdout};
use crate::diag::{Diagnostic, Diagnostics, Error, Severity};
use crate::disk::cache::Cache;
use crate::disk::write::{DiskSink, Ending, Gone, Published, Standing};
use crate::emit;
use crate::memo::Fingerprint;
use crate::output::{NoSink, OutputFile, OutputKind, OutputPath, Sink};
use crate::pipeline::{self, Earlier, Memos, Prepared};
use crate::serve::signal::on_end;
use crate::source::{Layout, SourceFile, SourceTree};

/// Longer work shows how far it is.
const PATIENCE: Duration = Duration::from_millis(700);

/// Builds once.
///
/// # Errors
/// What cannot be read or written.
pub fn run(args: &BuildArgs) -> Result<Outcome, Error> {
    let started = Instant::now();
    let mut session = Session::new(&args.common)?;
    let mut cache = match args.no_cache {
        true => None,
        false => Some(Cache::open(&session.root)?),
    };
    let mut facts = None;
    let mut last = cache.as_ref().and_then(Last::read);
    if let (Some(cache), Some(last)) = (&mut cache, &mut last)
        && let Some(again) = last.again(&session, args, cache, &mut facts)?
    {
        session.print(&again.source, &again.told, false);
        let published = Some(&again.published);
        finish(&session, last.counts, &again.told, published, started);
        return Ok(Outcome::Done);
    }
    if let Some(last) = &last {
        session.project.since(last.seen().clone());
    }
    let source = match facts {
        Some(facts) => session.project.read(facts)?,
        None => session.read()?,
    };
    let memos = match &cache {
        Some(cache) => Memos::after(Earlier::since(|name| cache.get(name))),
        None => Memos::once(),
    };
    let prepared = pipeline::prepare(&source, &session.options, &memos);
    let mut told = prepared.diagnostics.clone();
    let published = if told.has_errors() {
        // Rendered all the same, so that mistakes in templates are told in this run.
        told.extend(pipeline::build(&prepared, &memos, &NoSink)?);
        whole(&session, &source, &told)?;
        None
    } else {
        let standing = last.as_ref().map(Last::standing);
        write(args, &session, standing, &prepared, &memos, &mut told)?
    };
    told.sort_by_file(|f| f.0);
    session.print(&source, &told, false);
    let counts = Counts::of(&prepared, published.as_ref());
    if let (Some(cache), Some(published)) = (&mut cache, &published) {
        for (name, bytes) in memos.earlier.leave() {
            // A project that cannot be written to is built all the same.
            let _ = cache.put(name, &bytes);
        }
        Last::leave(&session, args, &source, (&told, published, counts), cache);
    }
    finish(&session, counts, &told, published.as_ref(), started);
    // The process ends: giving back a large site's memory piece by piece would take a tenth as long as the build.
    std::mem::forget((prepared, memos, source, last));
    Ok(if told.has_errors() {
        Outcome::Mistakes
    } else {
        Outcome::Done
    })
}

/// Renders into the output; an error found on the way leaves it as it was.
fn write(
    args: &BuildArgs,
    session: &Session,
    last: Option<&Standing>,
    prepared: &Prepared,
    memos: &Memos,
    told: &mut Diagnostics,
) -> Result<Option<Published>, Error> {
    let source = &prepared.source;
    let out = output(args, session, source.layout())?;
    let mut sink = DiskSink::open(&session.root, &out, source)?;
    if !args.no_cache {
        sink = sink.remembering(last);
    }
    put_away(sink.ending());
    let progress = Progress::new(&sink, prepared.plan.pages.len());
    told.extend(pipeline::build(prepared, memos, &progress)?);
    progress.done();
    whole(session, source, told)?;
    if told.has_errors() {
        return Ok(None);
    }
    sink.commit().map(Some)
}

/// Texts that were not needed so far are read when they are: all that a message quotes, and then none may have been changed
/// since the look at all files.
fn whole(session: &Session, source: &SourceTree, told: &Diagnostics) -> Result<(), Error> {
    for file in told.iter().flat_map(Diagnostic::files) {
        source.get(file).and_then(SourceFile::as_text);
    }
    match session.project.is_torn() {
        true => Err(Error::new(
            "a file changed while the site was built: build again",
        )),
        false => Ok(()),
    }
}

/// A writer that does not come to an end is not waited for longer.
const GRACE: Duration = Duration::from_millis(700);

/// Ctrl-C and its like end the build only after what waits in a hidden folder is removed.
fn put_away(ending: Ending) {
    on_end(move |signal| {
        ending.end(GRACE, || {
            to_stderr("ended before the site was written\n");
            std::process::exit(signal.exit_code());
        });
    });
}

/// Where the site goes.
///
/// # Errors
/// A path that cannot be one.
pub fn output(args: &BuildArgs, session: &Session, layout: &Layout) -> Result<PathBuf, Error> {
    match &args.output_dir {
        Some(dir) => std::path::absolute(dir)
            .map_err(|e| Error::with(format!("cannot use `{}`", dir.display()), e)),
        None => Ok(session.root.join(&layout.output)),
    }
}

/// A sink that counts on the way to another.
struct Progress<'a> {
    inner: &'a dyn Sink,
    bar: ProgressBar,
    started: Instant,
}

impl<'a> Progress<'a> {
    fn new(inner: &'a dyn Sink, pages: usize) -> Self {
        let bar = if std::io::stderr().is_terminal() {
            ProgressBar::new(pages as u64)
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} pages") {
            bar.set_style(style);
        }
        Self {
            inner,
            bar,
            started: Instant::now(),
        }
    }

    fn done(&self) {
        self.bar.finish_and_clear();
    }
}

impl Sink for Progress<'_> {
    fn put(
        &self,
        path: &OutputPath,
        kind: OutputKind,
        anchors: &[std::sync::Arc<str>],
        file: OutputFile,
    ) -> Result<(), Error> {
        if kind == OutputKind::Page && !self.bar.is_hidden() && self.started.elapsed() > PATIENCE {
            self.bar.inc(1);
        }
        self.inner.put(path, kind, anchors, file)
    }

    fn remembers(&self) -> bool {
        self.inner.remembers()
    }

    fn made(&self, path: &OutputPath, key: Fingerprint) -> Option<Fingerprint> {
        self.inner.made(path, key)
    }
}

/// The last lines: what was made, what is gone, how long it took.
fn finish(
    session: &Session,
    counts: Counts,
    told: &Diagnostics,
    published: Option<&Published>,
    started: Instant,
) {
    if session.format == MessageFormat::Json {
        let mut out = String::new();
        let _ = emit::json::summary(&mut out, &counts.with(told));
        to_stdout(&out);
        return;
    }
    let problems = Session::summary(told);
    let Some(published) = published else {
        to_stderr(&format!("{problems}; nothing was written\n"));
        return;
    };
    tell_gone(&published.gone);
    let problems = if problems.is_empty() {
        String::new()
    } else {
        format!(" · {problems}")
    };
    to_stderr(&format!(
        "{counts} · {} written, {} unchanged, {} removed · {} ms{problems}\n",
        published.written,
        published.unchanged,
        published.removed,
        started.elapsed().as_millis()
    ));
}

/// Addresses that people may have kept and that lead nowhere now.
fn tell_gone(gone: &[Gone]) {
    const MOST: usize = 12;
    for one in gone.iter().take(MOST) {
        let path = one.path.strip_suffix("index.html").unwrap_or(&one.path);
        let anchor = one
            .anchor
            .as_ref()
            .map(|a| format!("#{a}"))
            .unwrap_or_default();
        to_stderr(&format!("gone since the last build: /{path}{anchor}\n"));
    }
    if gone.len() > MOST {
        to_stderr(&format!(
            "gone since the last build: {} more\n",
            gone.len() - MOST
        ));
    }
    if !gone.is_empty() {
        to_stderr(
            "  help: links to them from elsewhere break; add `aliases`, or `was` in data files\n",
        );
    }
}

/// What the handbook holds.
#[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    pages: usize,
    roles: usize,
    comparisons: usize,
    decisions: usize,
    terms: usize,
    copied: usize,
    drafts: usize,
    ignored: usize,
    written: bool,
    errors: usize,
    warnings: usize,
}

impl Counts {
    fn of(prepared: &Prepared, published: Option<&Published>) -> Self {
        let site = &prepared.site;
        Self {
            pages: prepared.plan.pages.len(),
            roles: site.roles.list.len(),
            comparisons: site.comparisons.list.len(),
            decisions: site.decisions.list.len(),
            terms: site.glossary.terms.len(),
            copied: prepared.plan.copies.len(),
            drafts: site.articles.drafts,
            ignored: prepared.source.ignored() + site.parts,
            written: published.is_some(),
            errors: 0,
            warnings: 0,
        }
    }

    fn with(mut self, told: &Diagnostics) -> Self {
        self.errors = told.count(Severity::Error);
        self.warnings = told.count(Severity::Warning);
        self
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all = [
            (self.pages, "page", "pages"),
            (self.roles, "role", "roles"),
            (self.comparisons, "comparison", "comparisons"),
            (self.decisions, "decision", "decisions"),
            (self.terms, "term", "terms"),
            (self.copied, "copied", "copied"),
            (self.drafts, "draft", "drafts"),
            (self.ignored, "ignored", "ignored"),
        ];
        let shown = all.iter().filter(|(n, one, _)| *n > 0 || *one == "page");
        let parts: Vec<String> = shown
            .map(|(n, one, many)| format!("{n} {}", if *n == 1 { one } else { many }))
            .collect();
        f.write_str(&parts.join(", "))
    }
}
