//! `rolebook serve`: the site in a browser, rebuilt on each change.

use std::process::{Command, Stdio};

use super::args::ServeArgs;
use super::session::{Outcome, Session, to_stderr};
use crate::diag::{Diagnostics, Error, Severity};
use crate::emit::{self, View};
use crate::serve::{self, Preview, Where};
use crate::source::SourceTree;

/// Serves until Ctrl-C.
///
/// # Errors
/// The port is taken, the folder cannot be opened or watched.
pub fn run(args: &ServeArgs) -> Result<Outcome, Error> {
    let session = Session::new(&args.common)?;
    let at = Where {
        host: args.host.clone(),
        port: args.port,
    };
    let listener = serve::listen(&at)?;
    let is_local = listener.local_addr().is_ok_and(|a| a.ip().is_loopback());
    if !is_local {
        to_stderr("warning: the preview can be reached from other machines, drafts and all\n");
    }
    let (root, options) = (session.root.clone(), session.options.clone());
    let config = session.config.clone();
    let session = std::cell::RefCell::new(session);
    let mut read = || session.borrow_mut().read();
    let tell = |source: &SourceTree, told: &Diagnostics| {
        session.borrow().print(source, told, false);
        plain(source, told)
    };
    let ready = |address: &str| {
        to_stderr(&format!("serving {address} (Ctrl-C ends it)\n"));
        if args.open {
            open(address);
        }
    };
    let preview = Preview {
        root,
        config,
        options,
        read: &mut read,
        tell: &tell,
        say: &|line: &str| to_stderr(&format!("{line}\n")),
        ready: &ready,
    };
    serve::run(listener, &at, preview)?;
    Ok(Outcome::Done)
}

/// Errors as the terminal shows them, without color.
fn plain(source: &SourceTree, told: &Diagnostics) -> String {
    let errors: Diagnostics = told
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .cloned()
        .collect();
    let mut out = String::new();
    let _ = emit::write(
        &mut out,
        &View::new(source, ""),
        emit::Format::Human { color: false },
        &errors,
    );
    out
}

/// Asks the system to show an address; if it cannot, the address has been printed.
fn open(address: &str) {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let started = Command::new(program)
        .args(first)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if started.is_err() {
        to_stderr(&format!("cannot open a browser: visit {address}\n"));
    }
}
