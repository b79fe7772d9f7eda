//! The preview: a short loop around the pipeline, and a server over what it made.
//!
//! It decides nothing about correctness: each round reads what changed, prepares, renders into memory, and shows the result
//! as a whole; with mistakes the last good pages stay, and the messages lie over them.

pub mod editor;
mod follow;
pub mod http;
mod overlay;
pub mod reload;

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::diag::{Diagnostics, Error};
use crate::disk::watch::{Changes, Watcher};
use crate::memo::Fingerprint;
use crate::output::{MemorySink, OutputFile};
use crate::pipeline::{self, Memos, Options};
use crate::source::SourceTree;
use follow::Edits;
use http::{Server, Snapshot, Stored};
use reload::Problems;

/// The port if none is asked for; the next free one if it is taken.
pub const PORT: u16 = 3000;

/// Where to listen.
pub struct Where {
    /// A name or address.
    pub host: String,
    /// `None`: `PORT` or the next free one.
    pub port: Option<u16>,
}

/// Takes hold of a port: seen before anything else is done.
///
/// # Errors
/// The port is taken, or the host is no address of this machine.
pub fn listen(at: &Where) -> Result<TcpListener, Error> {
    let host = match at.host.as_str() {
        "localhost" => IpAddr::from([127, 0, 0, 1]),
        other => other.trim_matches(['[', ']']).parse().map_err(|_| {
            Error::new(format!(
                "`{other}` is not an address to listen at, like `127.0.0.1`"
            ))
        })?,
    };
    let bind = |port: u16| TcpListener::bind(SocketAddr::new(host, port));
    let first = at.port.unwrap_or(PORT);
    let mut last = bind(first);
    if at.port.is_none() {
        for port in first + 1..first + 50 {
            if last.is_ok() {
                break;
            }
            last = bind(port);
        }
    }
    let help = "is another preview running? `--port 0` takes any free port";
    last.map_err(|e| {
        Error::with(
            format!("cannot listen at port {first} of `{}` ({help})", at.host),
            e,
        )
    })
}

/// What the loop needs from the command line.
pub struct Preview<'a> {
    /// The project's folder.
    pub root: PathBuf,
    /// The configuration, if it is another file than `site.toml` in `root`.
    pub config: Option<PathBuf>,
    /// What the pipeline is asked for.
    pub options: Options,
    /// The snapshot of now.
    pub read: &'a mut dyn FnMut() -> Result<SourceTree, Error>,
    /// Prints messages, and gives them as they lie over a page.
    pub tell: &'a dyn Fn(&SourceTree, &Diagnostics) -> Problems,
    /// Whether open pages leave for the one that is edited.
    pub follow: bool,
    /// A line about what happened.
    pub say: &'a dyn Fn(&str),
    /// After the first round: the address is known and pages are there.
    pub ready: &'a dyn Fn(&str),
}

/// Serves until the process is told to end.
///
/// # Errors
/// The runtime cannot start, the project cannot be watched.
pub fn run(listener: TcpListener, at: &Where, preview: Preview<'_>) -> Result<(), Error> {
    let address = listener
        .local_addr()
        .map_err(|e| Error::with("cannot tell the address", e))?;
    let server = Server::new(names(&at.host));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| Error::with("cannot start the server", e))?;
    listener
        .set_nonblocking(true)
        .map_err(|e| Error::with("cannot start the server", e))?;
    let router = server.clone().router();
    let (stop, stopped) = std::sync::mpsc::channel();
    runtime.spawn(async move {
        let serve = async {
            if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                // It ends only with the process.
                let _ = axum::serve(listener, router).await;
            }
        };
        tokio::select! { () = serve => {}, () = interrupted() => {} }
        let _ = stop.send(());
    });
    let out = watch(&server, &address, preview, &stopped);
    runtime.shutdown_background();
    out
}

async fn interrupted() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut term) = signal(SignalKind::terminate()) else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! { _ = interrupt => {}, _ = term.recv() => {} }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}

/// Host names that requests may carry.
fn names(host: &str) -> Vec<String> {
    let mut names = vec![
        "localhost".to_owned(),
        "127.0.0.1".to_owned(),
        "::1".to_owned(),
    ];
    let own = host.trim_matches(['[', ']']).to_owned();
    if !names.contains(&own) {
        names.push(own);
    }
    names
}

/// The loop: look, prepare, show, wait.
fn watch(
    server: &Server,
    address: &SocketAddr,
    preview: Preview<'_>,
    stopped: &std::sync::mpsc::Receiver<()>,
) -> Result<(), Error> {
    let Preview {
        root,
        config,
        options,
        read,
        tell,
        follow,
        say,
        ready,
    } = preview;
    let output = output_of(read, &root);
    let far = config.filter(|c| !c.starts_with(&root));
    let (inside, far_file) = (root.clone(), far.clone());
    let relevant = move |path: &Path| match path.starts_with(&inside) {
        true => !output.iter().any(|o| path.starts_with(o)),
        false => far_file.as_deref() == Some(path),
    };
    let watcher = Watcher::new(&root, far.as_deref(), Box::new(relevant))?;
    if let Some(message) = watcher.message() {
        say(message);
    }
    let memos = Memos::keeping();
    let mut changed = String::new();
    let mut edits = Edits {
        root: root.clone(),
        paths: Vec::new(),
    };
    let mut first = true;
    loop {
        let started = Instant::now();
        match read() {
            Ok(source) => round(
                server,
                &edits,
                &source,
                &options,
                &memos,
                tell,
                &mut |line| {
                    say(&format!(
                        "{changed}{line} · {} ms",
                        started.elapsed().as_millis()
                    ))
                },
            ),
            Err(error) => {
                say(&format!("error: {error}"));
                show_problem(server, Problems::text(&error.to_string()));
            }
        }
        if std::mem::take(&mut first) {
            let base = server.current().base.clone();
            ready(&format!(
                "http://{address}{}",
                if base.is_empty() { "/" } else { &base }
            ));
        }
        loop {
            if stopped.try_recv().is_ok() {
                return Ok(());
            }
            match watcher.wait_for(Duration::from_millis(200))? {
                None => {}
                Some(Changes::Changed(paths)) => {
                    changed = shown(&paths, &root);
                    if follow {
                        edits.paths = paths;
                    }
                    break;
                }
                Some(Changes::Rescan) => {
                    changed = "looked at everything: ".to_owned();
                    edits.paths.clear();
                    break;
                }
            }
        }
    }
}

/// The output folder, whose changes are ours.
fn output_of(read: &mut dyn FnMut() -> Result<SourceTree, Error>, root: &Path) -> Vec<PathBuf> {
    let output = read().map_or_else(|_| "public".to_owned(), |t| t.layout().output.clone());
    vec![root.join(output)]
}

/// Prepares and renders once, and shows what came of it.
fn round(
    server: &Server,
    edits: &Edits,
    source: &SourceTree,
    options: &Options,
    memos: &Memos,
    tell: &dyn Fn(&SourceTree, &Diagnostics) -> Problems,
    say: &mut dyn FnMut(&str),
) {
    let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let prepared = pipeline::prepare(source, options, memos);
        let sink = MemorySink::default();
        let before = memos.pages.computed();
        let result = pipeline::build(&prepared, memos, &sink);
        (prepared, sink, result, memos.pages.computed() - before)
    }));
    let Ok((prepared, sink, result, pages)) = made else {
        let text = "this is a fault of Rolebook, not of yours: the build ended early. Please report what you changed.";
        say(text);
        show_problem(server, Problems::text(text));
        return;
    };
    let mut told = prepared.diagnostics.clone();
    match result {
        Ok(more) => told.extend(more),
        Err(error) => {
            say(&format!("error: {error}"));
            show_problem(server, Problems::text(&error.to_string()));
            return;
        }
    }
    told.sort_by_file(|f| f.0);
    let problems = tell(source, &told);
    if told.has_errors() {
        say("not rebuilt");
        show_problem(server, problems);
        return;
    }
    let files = sink.into_files();
    let stored = files
        .into_iter()
        .map(|(path, file)| (path.as_str().to_owned(), store(file, source, &edits.root)));
    let base = prepared.site.config.base_path.to_string();
    server.publish(Snapshot {
        files: stored.collect(),
        base,
        problems,
        follow: edits.address(&prepared),
    });
    say(&format!(
        "{pages} {} rendered",
        if pages == 1 { "page" } else { "pages" }
    ));
}

fn store(file: OutputFile, source: &SourceTree, root: &Path) -> Stored {
    match file {
        OutputFile::Bytes(bytes) => {
            let print = Fingerprint::of(&bytes);
            Stored::Bytes(bytes.into(), print)
        }
        OutputFile::Copy(id) => {
            let file = source.get(id);
            let print = file.map_or(Fingerprint([0; 32]), |f| f.print);
            let path = root.join(source.path(id));
            let root = root.to_owned();
            Stored::Source(
                Arc::new(move || crate::disk::read::bytes_below(&root, &path)),
                print,
            )
        }
        OutputFile::Known(print) => Stored::Bytes(bytes::Bytes::new(), print),
    }
}

/// The last good pages with a message over them.
fn show_problem(server: &Server, problems: Problems) {
    let now = server.current();
    let base = if now.base.is_empty() {
        "/".to_owned()
    } else {
        now.base.clone()
    };
    server.publish(Snapshot {
        files: now.files.clone(),
        base,
        problems,
        follow: None,
    });
}

fn shown(paths: &[PathBuf], root: &Path) -> String {
    let name = |p: &PathBuf| p.strip_prefix(root).unwrap_or(p).display().to_string();
    match paths {
        [] => String::new(),
        [one] => format!("{}: ", name(one)),
        [first, rest @ ..] => format!("{} and {} more: ", name(first), rest.len()),
    }
}
