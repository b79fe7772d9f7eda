//! `rolebook init`: a small, complete handbook to start from, out of the program itself.

use std::fs;
use std::path::Path;

use super::args::InitArgs;
use super::session::{Outcome, to_stdout};
use crate::diag::Error;

/// Path and content of each file, from `themes/init/`; written by the build script.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/init.rs"));

/// Writes the handbook into a folder that is empty or not there.
///
/// # Errors
/// A folder that holds something, or that cannot be written.
pub fn run(args: &InitArgs) -> Result<Outcome, Error> {
    let folder = &args.folder;
    if !is_empty(folder)? {
        return Err(Error::new(format!(
            "the folder `{}` is not empty: give `init` one that is empty or does not exist",
            folder.display()
        )));
    }
    for (path, bytes) in FILES {
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|e| failed(parent, e))?;
        }
        fs::write(&target, bytes).map_err(|e| failed(&target, e))?;
    }
    let shown = folder.display();
    let at = if folder == Path::new(".") {
        String::new()
    } else {
        format!(" -r {shown}")
    };
    to_stdout(&format!(
        "wrote {} files to {shown}\nnext: rolebook serve --open{at}\n",
        FILES.len()
    ));
    Ok(Outcome::Done)
}

fn is_empty(folder: &Path) -> Result<bool, Error> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(e) => Err(failed(folder, e)),
    }
}

fn failed(path: &Path, cause: std::io::Error) -> Error {
    Error::with(format!("cannot write `{}`", path.display()), cause)
}
