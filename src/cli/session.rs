//! What `build`, `check` and `serve` share: the project read, the levels from flags, messages printed.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::args::{Common, MessageFormat};
use crate::diag::{Diagnostics, Error, Fixed, Severity, find_code};
use crate::disk::{facts, git, read::Project};
use crate::emit::{self, Summary, View};
use crate::parse;
use crate::pipeline::Options;
use crate::render::builtin::builtin;
use crate::source::{Facts, SourceTree};
use crate::text;

/// How a command ended, as an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0
    Done,
    /// 1: the author's mistakes.
    Mistakes,
    /// 2: it could not run.
    Failed,
}

/// A project and what the command line asks of it.
pub struct Session {
    /// The folder.
    pub root: PathBuf,
    /// The configuration that `--config` names.
    pub config: Option<PathBuf>,
    /// Reads it.
    pub project: Project,
    /// What the pipeline is asked for.
    pub options: Options,
    /// How messages are printed.
    pub format: MessageFormat,
    today: Option<crate::date::Date>,
}

impl Session {
    /// Looks at the flags and at the folder.
    ///
    /// # Errors
    /// A folder that is not there, a code that does not exist or cannot be changed, an address that is none.
    pub fn new(common: &Common) -> Result<Self, Error> {
        let (root, config) = place(common.root.as_deref(), common.config.as_deref())?;
        threads(common.jobs)?;
        if let Some(base) = &common.base_url {
            let mut config = crate::model::Config::default();
            parse::config::set_base_url(&mut config, base)
                .map_err(|e| Error::new(format!("--base-url: {e}")))?;
        }
        let options = Options {
            drafts: common.drafts,
            base_url: common.base_url.clone(),
            levels: levels(common)?,
            strict: common.strict,
        };
        let layout = Box::new(|text: Option<&str>| parse::config::layout(text));
        let mut project = Project::new(&root, layout, builtin());
        if let Some(config) = &config {
            project = project.with_config(config, &relative(&root, config));
        }
        Ok(Self {
            root,
            config,
            project,
            options,
            format: common.format,
            today: common.today,
        })
    }

    /// The snapshot of now.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(&mut self) -> Result<SourceTree, Error> {
        let facts = self.facts()?;
        self.project.read(facts)
    }

    /// The facts of now but for the history of files, for which a build asks while it reads.
    ///
    /// # Errors
    /// A day in the environment that is none.
    pub fn facts(&self) -> Result<Facts, Error> {
        let today = match self.today {
            Some(day) => day,
            None => facts::today_from_env()?,
        };
        Ok(Facts {
            today,
            revision: git::revision(&self.root),
            shallow: git::is_shallow(&self.root),
            history: None,
        })
    }

    /// Prints messages: infos only if `infos`.
    pub fn print(&self, tree: &SourceTree, told: &Diagnostics, infos: bool) {
        let shown: Diagnostics = told
            .iter()
            .filter(|d| infos || d.severity != Severity::Info)
            .cloned()
            .collect();
        let view = View::new(tree, &self.prefix());
        let mut out = String::new();
        let color = self.format == MessageFormat::Human && wants_color();
        let format = match self.format {
            MessageFormat::Human => emit::Format::Human { color },
            MessageFormat::Short => emit::Format::Short,
            MessageFormat::Json => emit::Format::Json,
            MessageFormat::Github => emit::Format::Github,
        };
        // Writing into a string does not fail.
        let _ = emit::write(&mut out, &view, format, &shown);
        match self.format {
            MessageFormat::Human | MessageFormat::Short => to_stderr(&out),
            MessageFormat::Json | MessageFormat::Github => to_stdout(&out),
        }
    }

    /// From the folder that readers stand in to the project.
    fn prefix(&self) -> String {
        let here = std::env::current_dir().ok();
        let base = match self.format {
            MessageFormat::Github => here.as_deref().and_then(repository).or(here),
            _ => here,
        };
        base.map(|b| relative(&b, &self.root)).unwrap_or_default()
    }

    /// The last line: how many problems there were, for scripts on standard output; `sound` if there were none.
    pub fn sum_up(&self, told: &Diagnostics, sound: &str) {
        if self.format == MessageFormat::Json {
            let mut out = String::new();
            // Writing into a string does not fail.
            let _ = emit::json::plain_summary(&mut out, Summary::of(told));
            to_stdout(&out);
        }
        let summary = Self::summary(told);
        let text = if summary.is_empty() { sound } else { &summary };
        to_stderr(&format!("{text}\n"));
    }

    /// `2 errors, 1 warning`, or empty.
    pub fn summary(told: &Diagnostics) -> String {
        Summary::of(told).to_string()
    }
}

/// The project's folder and the file that `--config` names, both whole and without links on the way.
fn place(root: Option<&Path>, config: Option<&Path>) -> Result<(PathBuf, Option<PathBuf>), Error> {
    let open = |folder: &Path| {
        let folder = match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        };
        std::fs::canonicalize(folder)
            .map_err(|e| Error::with(format!("cannot open the folder `{}`", folder.display()), e))
    };
    let Some(config) = config else {
        return Ok((open(root.unwrap_or(Path::new(".")))?, None));
    };
    let (Some(folder), Some(name)) = (config.parent(), config.file_name()) else {
        let message = format!("--config: `{}` is not a file", config.display());
        return Err(Error::new(message));
    };
    let folder = open(folder)?;
    let config = folder.join(name);
    let root = root.map(open).transpose()?;
    Ok((root.unwrap_or(folder), Some(config)))
}

/// The folder with `.git` that `from` is in.
fn repository(from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .find(|a| a.join(".git").exists())
        .map(Path::to_owned)
}

/// `to` as seen from `from`; both absolute.
fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec!["..".to_owned(); from.len() - same];
    parts.extend(
        to.iter()
            .skip(same)
            .map(|c| c.as_os_str().to_string_lossy().into_owned()),
    );
    parts.join("/")
}

fn wants_color() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// A closed pipe is no reason to fail.
pub fn to_stderr(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// The same to standard output.
pub fn to_stdout(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// One pool for all work, with stacks that templates need.
fn threads(jobs: Option<usize>) -> Result<(), Error> {
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(16 << 20)
        .num_threads(jobs.unwrap_or(0));
    match pool.build_global() {
        Ok(()) => Ok(()),
        // A second session of one process (tests) finds the pool made.
        Err(e) if e.to_string().contains("already") => Ok(()),
        Err(e) => Err(Error::with("cannot start threads", e)),
    }
}

/// `--allow`, `--warn`, `--deny`: codes that exist and may be changed.
fn levels(common: &Common) -> Result<Vec<(String, Option<Severity>)>, Error> {
    let flags = [
        ("--allow", &common.allow, None),
        ("--warn", &common.warn, Some(Severity::Warning)),
        ("--deny", &common.deny, Some(Severity::Error)),
    ];
    let mut out = Vec::new();
    for (flag, codes, level) in flags {
        for name in codes.iter().flat_map(|c| c.split(',')) {
            let Some(code) = find_code(name.trim()) else {
                let all = crate::diag::all_codes().iter().map(|c| c.name);
                let help = text::did_you_mean(name, all)
                    .map(|h| format!("; {h}"))
                    .unwrap_or_default();
                return Err(Error::new(format!(
                    "{flag}: there is no code `{name}`{help}"
                )));
            };
            if code.fixed == Fixed::Yes {
                return Err(Error::new(format!(
                    "{flag}: the level of `{name}` cannot be changed: without it there is no page"
                )));
            }
            out.push((code.name.to_owned(), level));
        }
    }
    Ok(out)
}
