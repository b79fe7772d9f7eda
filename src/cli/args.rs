//! The command line as it is typed: clap's structs and nothing else.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::date::Date;

/// Markdown articles and role data become a handbook that makes clear who does what.
#[derive(Debug, Parser)]
#[command(
    name = "rolebook",
    version,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the site into the output folder.
    Build(BuildArgs),
    /// Tell every problem; write nothing.
    Check(CheckArgs),
    /// Preview the site in a browser; rebuild on each change.
    #[command(visible_aliases = ["dev", "server", "preview"])]
    Serve(ServeArgs),
    /// Write a small, complete handbook to start from.
    #[command(visible_alias = "new")]
    Init(InitArgs),
    /// Look after the theme: what is out of date, what may be changed.
    Theme(ThemeArgs),
    /// Print the JSON Schema of a kind of file, for editors.
    Schema(SchemaArgs),
    /// Print a completion script for a shell.
    Completions(CompletionsArgs),
}

/// What all commands that read a site take.
#[derive(Args, Clone, Debug)]
pub struct Common {
    /// The project's folder [default: the folder of `--config`, else the present one].
    #[arg(short, long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The configuration, instead of `site.toml` in the project's folder. Without `-r` its folder is the project's.
    #[arg(short, long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The address the site is published at, instead of the one in `site.toml`.
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Show drafts.
    #[arg(short = 'D', long)]
    pub drafts: bool,
    /// The day of the build, instead of today (UTC).
    #[arg(long, value_name = "DATE", value_parser = Date::parse)]
    pub today: Option<Date>,
    /// Make warnings errors.
    #[arg(long)]
    pub strict: bool,
    /// Do not tell this code.
    #[arg(long, value_name = "CODE")]
    pub allow: Vec<String>,
    /// Tell this code as a warning.
    #[arg(long, value_name = "CODE")]
    pub warn: Vec<String>,
    /// Tell this code as an error.
    #[arg(long, value_name = "CODE")]
    pub deny: Vec<String>,
    /// How problems are printed.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub format: MessageFormat,
    /// Work with this many threads.
    #[arg(short = 'j', long, value_name = "N")]
    pub jobs: Option<usize>,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With source lines and markers.
    Human,
    /// One line each.
    Short,
    /// One JSON object each, on standard output.
    Json,
    /// GitHub's workflow commands, on standard output.
    Github,
}

/// `build`
#[derive(Args, Clone, Debug)]
pub struct BuildArgs {
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
    /// The output folder, instead of the one in `site.toml`.
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Make everything anew: neither use nor keep what an earlier build left in `.rolebook/`.
    #[arg(long)]
    pub no_cache: bool,
}

/// `check`
#[derive(Args, Clone, Debug)]
pub struct CheckArgs {
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
}

/// `serve`
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
    /// The port; without it 3000, or the next free one. 0: any free one.
    #[arg(short, long, value_name = "N")]
    pub port: Option<u16>,
    /// The address to listen at. Anything but a loopback address shows the site to the network.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: String,
    /// Open the site in a browser.
    #[arg(short = 'O', long)]
    pub open: bool,
    /// Lead open pages to the one that is being edited.
    #[arg(long)]
    pub follow: bool,
    /// The editor that places in the browser open, instead of `$VISUAL` or `$EDITOR`; `none` for no links.
    #[arg(long, value_name = "NAME")]
    pub editor: Option<String>,
}

/// `init`
#[derive(Args, Clone, Debug)]
pub struct InitArgs {
    /// The folder to make; it must be empty or not there.
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
}

/// `theme`
#[derive(Args, Clone, Debug)]
pub struct ThemeArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub command: ThemeCommand,
}

/// The commands about themes.
#[derive(Clone, Debug, Subcommand)]
pub enum ThemeCommand {
    /// Tell what is wrong with the theme, which copies are out of date, and which files are of no use.
    Check(ThemeCheckArgs),
    /// Copy a template of the theme below into the site's own theme, to change it there.
    Eject(ThemeEjectArgs),
}

/// `theme check`
#[derive(Args, Clone, Debug)]
pub struct ThemeCheckArgs {
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
    /// A folder of `themes/`, instead of the theme that `site.toml` names.
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}

/// `theme eject`
#[derive(Args, Clone, Debug)]
pub struct ThemeEjectArgs {
    /// What all commands take.
    #[command(flatten)]
    pub common: Common,
    /// The template, as `partials/footer.html`; without it the templates are listed.
    #[arg(value_name = "TEMPLATE")]
    pub template: Option<String>,
    /// List the templates that can be copied, and the copies there are.
    #[arg(long, conflicts_with = "template")]
    pub list: bool,
    /// Keep the copy there is, and note that it is up to date with the template below.
    #[arg(long, requires = "template")]
    pub renew: bool,
}

/// `schema`
#[derive(Args, Clone, Debug)]
pub struct SchemaArgs {
    /// The kind of file; without it the kinds are listed.
    #[arg(value_name = "KIND")]
    pub kind: Option<String>,
}

/// `completions`
#[derive(Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// The shell.
    pub shell: clap_complete::Shell,
}
