//! `rolebook serve`: the site in a browser, rebuilt on each change.

use std::process::{Command, Stdio};

use super::args::ServeArgs;
use super::session::{Outcome, Session, to_stderr};
use crate::diag::{Diagnostics, Error};
use crate::serve::reload::{Editor, Links, Problems};
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
    let links = Links {
        editor: editor(args.editor.as_deref()),
        root: session.root.clone(),
    };
    let (root, options) = (session.root.clone(), session.options.clone());
    let config = session.config.clone();
    let session = std::cell::RefCell::new(session);
    let mut read = || session.borrow_mut().read();
    let tell = |source: &SourceTree, told: &Diagnostics| {
        session.borrow().print(source, told, false);
        Problems::of(source, told, &links)
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
        follow: args.follow,
        say: &|line: &str| to_stderr(&format!("{line}\n")),
        ready: &ready,
    };
    serve::run(listener, &at, preview)?;
    Ok(Outcome::Done)
}

/// The editor that places in the browser open: the one named, else the author's own.
fn editor(named: Option<&str>) -> Editor {
    let known = match named {
        Some(name) => {
            let known = Editor::named(name);
            if known.is_none() {
                to_stderr(&format!(
                    "warning: no address opens a file in `{name}`: places in the browser are plain text\n"
                ));
            }
            known
        }
        None => ["VISUAL", "EDITOR"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find_map(|command| Editor::named(&command)),
    };
    known.unwrap_or_default()
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
