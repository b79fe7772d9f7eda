//! A preview as a process of its own, a reader of its pages, and the clean build it has to equal.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::super::support::{Files, folder};

/// The program under test.
pub const ROLEBOOK: &str = env!("CARGO_BIN_EXE_rolebook");

/// How long a change may take on a machine that does other things as well.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A project in a folder of its own.
pub struct Book {
    dir: tempfile::TempDir,
}

impl Book {
    /// Of these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let book = Self { dir };
        fs::create_dir(book.root()).unwrap();
        for (path, text) in files {
            book.write(path, text);
        }
        book
    }

    /// A page or three, and one of each kind of file.
    pub fn small() -> Self {
        Self::new(&[
            ("site.toml", "title = \"Book\"\n"),
            ("content/_index.md", "# Book\n\nThe word is first.\n"),
            (
                "content/a.md",
                "# A\n\nSee [B](guide/b.md) and the owner.\n",
            ),
            ("content/guide/_index.md", "# Guide\n\nA folder.\n"),
            ("content/guide/b.md", "# B\n\nSee [A](../a.md).\n"),
            (
                "content/glossary/terms.toml",
                "[[term]]\nname = \"owner\"\ndefinition = \"Who owns it.\"\n",
            ),
            (
                "static/picture.svg",
                "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>",
            ),
            ("static/note.txt", "A note.\n"),
        ])
    }

    pub fn root(&self) -> PathBuf {
        self.dir.path().join("book")
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes a file as careful editors do: it is there at once with all of its text.
    pub fn put(&self, path: &str, text: &str) {
        let (path, new) = (self.path(path), self.root().with_extension("new"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&new, text).unwrap();
        fs::rename(new, path).unwrap();
    }

    /// Runs a program in the project.
    pub fn run(&self, program: &str, args: &[&str]) {
        let mut command = Command::new(program);
        let out = command
            .args(args)
            .current_dir(self.root())
            .output()
            .unwrap();
        assert!(
            out.status.success(),
            "{program} {args:?}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
    }

    /// What a clean build of a copy of the project writes.
    pub fn built(&self) -> Files {
        let copy = tempfile::tempdir().unwrap();
        let root = copy.path().join("book");
        let copied = Command::new("cp")
            .arg("-a")
            .arg(self.root())
            .arg(&root)
            .status();
        assert!(copied.unwrap().success());
        let out = Command::new(ROLEBOOK)
            .args(["build", "--today", "2026-11-24", "--root"])
            .arg(&root)
            .output()
            .unwrap();
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        let mut files = folder(&root.join("public"));
        files.retain(|path, _| !path.split('/').any(|s| s.starts_with(".rolebook")));
        files
    }
}

/// A running preview; it ends when dropped.
pub struct Preview {
    pub child: Child,
    pub port: u16,
    pub lines: Arc<Mutex<Vec<String>>>,
}

impl Preview {
    /// Of the project at `root`.
    pub fn of(root: &Path) -> Self {
        Self::start(
            Command::new(ROLEBOOK)
                .args(["serve", "--port", "0", "--root"])
                .arg(root),
        )
    }

    /// By a command; ready when it says so and has made every page.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command
            .args(["--today", "2026-11-24"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        let lines: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&lines);
        std::thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                kept.lock().unwrap().push(line);
            }
        });
        let mut preview = Self {
            child,
            port: 0,
            lines,
        };
        let address = preview.wait_for("serving http://");
        let port = address.split("http://").nth(1).unwrap();
        let port = port
            .split(['/', ' '])
            .next()
            .unwrap()
            .rsplit(':')
            .next()
            .unwrap();
        preview.port = port.parse().unwrap();
        preview
    }

    /// The first line that holds `words`.
    pub fn wait_for(&mut self, words: &str) -> String {
        let begun = Instant::now();
        loop {
            let found = self
                .lines
                .lock()
                .unwrap()
                .iter()
                .find(|l| l.contains(words))
                .cloned();
            if let Some(line) = found {
                return line;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "no line says `{words}`: {:#?}",
                self.lines
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until all pages were made once.
    pub fn settled(mut self) -> Self {
        self.wait_for("rendered");
        self
    }

    pub fn get(&self, path: &str) -> Answer {
        ask(self.port, path, &[]).unwrap()
    }

    /// Waits until the page holds `words`.
    pub fn wait_page(&self, path: &str, words: &str) {
        let begun = Instant::now();
        while !self.get(path).text().contains(words) {
            assert!(
                begun.elapsed() < PATIENCE,
                "`{words}` did not come to {path}: {:#?}",
                self.lines
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits until every address answers with what a clean build writes, and those of `before` that are gone with 404.
    pub fn equals(&self, book: &Book, before: &Files, step: &str) -> Files {
        let begun = Instant::now();
        let built = book.built();
        loop {
            let Some(difference) = self.difference(&built, before) else {
                return built;
            };
            assert!(
                begun.elapsed() < PATIENCE,
                "after {step}: {difference}\n{:#?}",
                self.lines.lock().unwrap()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn difference(&self, built: &Files, before: &Files) -> Option<String> {
        for (path, bytes) in built {
            let url = encode(path);
            let answer = self.get(&url);
            if answer.status != 200 || answer.undressed() != *bytes {
                return Some(format!("{url} is {} and differs", answer.status));
            }
        }
        let mut gone = before.keys().filter(|p| !built.contains_key(*p));
        let stays = gone.find(|p| self.get(&encode(p)).status != 404)?;
        Some(format!("{stays} is still there"))
    }

    /// Asks it to end; how long that took.
    pub fn end(&mut self) -> Duration {
        let begun = Instant::now();
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        while self.child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
        begun.elapsed()
    }

    /// Seconds of processor time so far.
    pub fn cpu(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = stat
            .rsplit_once(')')
            .unwrap()
            .1
            .split_whitespace()
            .collect();
        let ticks = |n: usize| fields.get(n).unwrap().parse::<f64>().unwrap();
        (ticks(11) + ticks(12)) / 100.0
    }

    /// Resident memory in kilobytes.
    pub fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|l| l.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Open descriptors.
    pub fn descriptors(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.child.id()))
            .unwrap()
            .count()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        // Under `strace` the preview is a child's child, and would outlive it.
        let id = self.child.id();
        let below = fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        for pid in below.unwrap_or_default().split_whitespace() {
            let _ = Command::new("kill").args(["-KILL", pid]).status();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The body without the script that the preview adds.
    pub fn undressed(&self) -> Vec<u8> {
        let script = "<script src=\"/_rolebook/live.js\"";
        match self.text().split_once(script) {
            Some((before, rest)) => {
                let after = rest.split_once("</script>").unwrap().1;
                format!("{before}{after}").into_bytes()
            }
            None => self.body.clone(),
        }
    }
}

/// `GET`, with further header lines.
pub fn ask(port: u16, path: &str, headers: &[&str]) -> std::io::Result<Answer> {
    let mut head = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|h| h.starts_with("Host:")) {
        head.push_str(&format!("Host: 127.0.0.1:{port}\r\n"));
    }
    headers
        .iter()
        .for_each(|h| head.push_str(&format!("{h}\r\n")));
    send(port, format!("{head}\r\n").as_bytes())
}

/// Sends bytes and reads until the end.
pub fn send(port: u16, bytes: &[u8]) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    // It may have answered and closed before all was sent.
    let _ = stream.write_all(bytes);
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let end = all.windows(4).position(|w| w == b"\r\n\r\n");
    let end = end.ok_or_else(|| std::io::Error::other("no answer"))?;
    let head = String::from_utf8_lossy(&all[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok());
    let headers = head.lines().skip(1).filter_map(|l| l.split_once(": "));
    Ok(Answer {
        status: status.ok_or_else(|| std::io::Error::other("no status"))?,
        headers: headers
            .map(|(n, v)| (n.to_ascii_lowercase(), v.to_owned()))
            .collect(),
        body: all[end + 4..].to_vec(),
    })
}

/// The address of an output file.
fn encode(path: &str) -> String {
    let byte = |b: u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => {
            (b as char).to_string()
        }
        _ => format!("%{b:02X}"),
    };
    format!("/{}", path.bytes().map(byte).collect::<String>())
}
