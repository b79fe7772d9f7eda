//! `rolebook theme`: what of a theme is out of date, and a template copied into the site's own theme.

use std::fs;
use std::path::Path;

use serde::Serialize;

use super::args::{MessageFormat, ThemeArgs, ThemeCheckArgs, ThemeCommand, ThemeEjectArgs};
use super::session::{Outcome, Session, to_stderr, to_stdout};
use crate::diag::{Code, Error};
use crate::pipeline::{self, Memos, Prepared};
use crate::render::theme::{Original, Stale};
use crate::source::{Area, SourceTree};
use crate::text::did_you_mean;

/// Runs one of them.
///
/// # Errors
/// What cannot be read or written; a theme or template that does not exist.
pub fn run(args: &ThemeArgs) -> Result<Outcome, Error> {
    match &args.command {
        ThemeCommand::Check(args) => check(args),
        ThemeCommand::Eject(args) => eject(args),
    }
}

/// Tells everything about the theme, and how the originals of stale copies have changed.
fn check(args: &ThemeCheckArgs) -> Result<Outcome, Error> {
    let mut session = Session::new(&args.common)?;
    let source = session.read()?;
    if let Some(name) = &args.name {
        exists(&source, name)?;
    }
    let memos = Memos::once();
    let prepared = pipeline::prepare(&source, &session.options, &memos);
    let found = pipeline::theme_use(&prepared, args.name.as_deref(), &memos);
    session.print(&source, &found.told, true);
    for stale in &found.stale {
        show(stale, source.path(stale.file), session.format)?;
    }
    session.sum_up(&found.told, "nothing wrong");
    let is_stale = found.told.iter().any(|d| d.code == Code::OVERRIDE_STALE);
    Ok(match is_stale || found.told.has_errors() {
        true => Outcome::Mistakes,
        false => Outcome::Done,
    })
}

fn exists(source: &SourceTree, name: &str) -> Result<(), Error> {
    let files = source.area(Area::Theme).map(|(_, f)| &f.path);
    let folders = files.filter_map(|p| Some(p.below("themes")?.split_once('/')?.0));
    let folders: Vec<&str> = folders.chain(["default"]).collect();
    if folders.contains(&name) {
        return Ok(());
    }
    let help = did_you_mean(name, folders.iter().copied());
    let help = help.unwrap_or_else(|| "themes are folders of `themes/`".to_owned());
    Err(Error::new(format!("there is no theme `{name}`: {help}")))
}

#[derive(Serialize)]
struct DiffLine<'a> {
    v: u8,
    diff: DiffOf<'a>,
}

#[derive(Serialize)]
struct DiffOf<'a> {
    path: &'a str,
    original: &'a str,
    /// `original`: what happened to the original since it was copied; `copy`: from the copy to the original of today.
    from: &'static str,
    text: &'a str,
}

/// The difference on standard output, as a patch or as an object.
fn show(stale: &Stale, path: &str, format: MessageFormat) -> Result<(), Error> {
    match format {
        MessageFormat::Human | MessageFormat::Short => to_stdout(&stale.diff),
        MessageFormat::Github => {}
        MessageFormat::Json => to_stdout(&line(&DiffLine {
            v: 1,
            diff: DiffOf {
                path,
                original: &stale.original,
                from: if stale.since { "original" } else { "copy" },
                text: &stale.diff,
            },
        })?),
    }
    Ok(())
}

fn line(value: &impl Serialize) -> Result<String, Error> {
    let text = serde_json::to_string(value).map_err(|e| Error::with("cannot write JSON", e))?;
    Ok(text + "\n")
}

/// Copies a template, or lists what can be copied.
fn eject(args: &ThemeEjectArgs) -> Result<Outcome, Error> {
    let mut session = Session::new(&args.common)?;
    let source = session.read()?;
    let prepared = pipeline::prepare(&source, &session.options, &Memos::once());
    let originals = pipeline::originals(&prepared);
    let Some(wanted) = &args.template else {
        list(&originals, session.format)?;
        return Ok(Outcome::Done);
    };
    let wanted = wanted.trim_start_matches("templates/");
    let Some(original) = originals.iter().find(|o| o.name == *wanted) else {
        return Err(unknown(wanted, &originals));
    };
    let theme = theme_folder(&prepared);
    let copy = format!("{theme}/templates/{wanted}");
    let text = match (args.renew, &original.own) {
        (false, None) => &original.text,
        (true, Some((_, own))) => own,
        (false, Some(_)) => {
            return Err(Error::new(format!(
                "`{copy}` is there already: `--renew` notes that it is up to date, and keeps what it says"
            )));
        }
        (true, None) => {
            return Err(Error::new(format!(
                "there is no `{copy}` to renew: without `--renew` it is made"
            )));
        }
    };
    let kept = format!("{theme}/original/{wanted}");
    write(&session.root, &copy, &format!("{}{text}", original.mark))?;
    write(&session.root, &kept, &original.text)?;
    let (full, what) = (&original.full, if args.renew { "renewed" } else { "wrote" });
    to_stdout(&format!("{what} {copy}, a copy of {full}\n"));
    to_stderr(&format!(
        "{kept} holds what {full} says today: `rolebook theme check` tells when that changes\n"
    ));
    Ok(Outcome::Done)
}

fn theme_folder(prepared: &Prepared) -> String {
    format!("themes/{}", prepared.site.config.theme.value)
}

#[derive(Serialize)]
struct ListLine<'a> {
    v: u8,
    template: &'a str,
    original: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    own: Option<&'a str>,
}

fn list(originals: &[Original], format: MessageFormat) -> Result<(), Error> {
    let width = originals.iter().map(|o| o.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for o in originals {
        let own = o.own.as_ref().map(|(path, _)| path.as_str());
        if format == MessageFormat::Json {
            out.push_str(&line(&ListLine {
                v: 1,
                template: &o.name,
                original: &o.full,
                own,
            })?);
            continue;
        }
        let whose = own.map_or(String::new(), |path| format!("  {path}"));
        let row = format!("{:<width$}  {}{whose}", o.name, o.full);
        out.push_str(&(row + "\n"));
    }
    to_stdout(&out);
    Ok(())
}

fn unknown(wanted: &str, originals: &[Original]) -> Error {
    let names = || originals.iter().map(|o| o.name.as_str());
    let end = format!("/{wanted}");
    let below = names().find(|n| n.ends_with(&end));
    let below = below.map(|name| format!("did you mean `{name}`?"));
    let help = below
        .or_else(|| did_you_mean(wanted, names()))
        .unwrap_or_else(|| "`rolebook theme eject` lists those there are".to_owned());
    Error::new(format!("there is no template `{wanted}`: {help}"))
}

fn write(root: &Path, path: &str, text: &str) -> Result<(), Error> {
    let target = root.join(path);
    let failed = |e| Error::with(format!("cannot write `{path}`"), e);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(&target, text).map_err(failed)
}
