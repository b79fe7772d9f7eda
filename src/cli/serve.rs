//! `rolebook serve`: the site in a browser, rebuilt on each change.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use super::args::ServeArgs;
use super::session::{Outcome, Session, to_stderr};
use crate::diag::{Diagnostics, Error, Severity};
use crate::emit::{self, View};
use crate::serve::reload::{Editor, Links, Problems};
use crate::serve::{self, Control, Host, Preview, Where};
use crate::source::SourceTree;

/// Serves until Ctrl-C.
///
/// # Errors
/// The port is taken, the folder cannot be opened.
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
    let links = Links {
        editor: editor(args.editor.as_deref()),
        root: root.clone(),
    };
    let mut host = Terminal {
        links,
        session,
        opens: args.open,
        printed: RefCell::default(),
    };
    let preview = Preview {
        root,
        options,
        follow: args.follow,
        host: &mut host,
    };
    serve::run(listener, &at, preview)?;
    Ok(Outcome::Done)
}

/// The project, and the terminal that it was started from.
struct Terminal {
    session: Session,
    links: Links,
    opens: bool,
    /// The messages that were printed last: the same ones are not printed again.
    printed: RefCell<String>,
}

impl Host for Terminal {
    fn read(&mut self) -> Result<SourceTree, Error> {
        self.session.read()
    }

    fn refresh(&mut self, old: &SourceTree, changed: &[PathBuf]) -> Result<SourceTree, Error> {
        self.session.project.refresh(old, changed)
    }

    fn folders(&self) -> Arc<BTreeSet<PathBuf>> {
        self.session.project.folders()
    }

    fn tell(&self, source: &SourceTree, told: &Diagnostics) -> Problems {
        let text = plain(source, told);
        if *self.printed.borrow() != text {
            self.session.print(source, told, false);
        }
        self.printed.replace(text);
        Problems::of(source, told, &self.links)
    }

    fn say(&self, line: &str) {
        to_stderr(&format!("{line}\n"));
    }

    fn ready(&self, address: &str, control: Control) {
        let is_terminal = std::io::stdin().is_terminal();
        let keys = match is_terminal {
            true => "o opens a browser, r makes everything anew, q ends; each with Enter",
            false => "Ctrl-C ends it",
        };
        to_stderr(&format!("serving {address} ({keys})\n"));
        if self.opens {
            open(address);
        }
        if is_terminal {
            let address = address.to_owned();
            let thread = std::thread::Builder::new().name("keys".to_owned());
            // Without a thread there are no keys.
            let _ = thread.spawn(move || keys_of(&control, &address));
        }
    }

    fn leave(&self) -> fn() {
        || std::process::exit(0)
    }
}

/// Does what is typed. Whole lines, so that the terminal stays as it is, whatever ends the preview.
fn keys_of(control: &Control, address: &str) {
    let mut line = String::new();
    loop {
        // Who reads from the background is stopped by the shell.
        while !is_in_front() {
            std::thread::sleep(Duration::from_secs(1));
        }
        line.clear();
        if !matches!(std::io::stdin().lock().read_line(&mut line), Ok(n) if n > 0) {
            return;
        }
        match line.trim() {
            "o" => open(address),
            "r" => control.rebuild(),
            "q" => return control.stop(),
            // An empty line has made its mark on the screen already.
            "" => {}
            _ => to_stderr("o opens a browser, r makes everything anew, q ends\n"),
        }
    }
}

/// Whether the terminal's input is ours: Linux tells in `/proc`, others are believed.
fn is_in_front() -> bool {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else {
        return true;
    };
    // After the name in brackets: state, parent, group, session, terminal, the terminal's group.
    let fields: Vec<&str> = match stat.rsplit_once(')') {
        Some((_, rest)) => rest.split_whitespace().collect(),
        None => return true,
    };
    fields.get(2) == fields.get(5)
}

/// What the terminal shows of messages, without color.
fn plain(source: &SourceTree, told: &Diagnostics) -> String {
    let shown = told.iter().filter(|d| d.severity != Severity::Info);
    let shown: Diagnostics = shown.cloned().collect();
    let mut out = String::new();
    let _ = emit::write(
        &mut out,
        &View::new(source, ""),
        emit::Format::Human { color: false },
        &shown,
    );
    out
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
