//! `--follow`: which page the author is writing just now.

use std::path::PathBuf;

use crate::pipeline::Prepared;
use crate::text::percent_encode;

/// What was edited since the last round.
pub struct Edits {
    /// The project's folder.
    pub root: PathBuf,
    /// Paths below it; none if nobody follows.
    pub paths: Vec<PathBuf>,
}

impl Edits {
    /// The address of the page that the one edited file makes; `None` if more than one was edited, or it makes no page.
    /// Editors write files of their own beside it: only files of the site count.
    pub fn address(&self, prepared: &Prepared) -> Option<String> {
        let mut files = self.paths.iter().filter_map(|path| {
            let below = path.strip_prefix(&self.root).ok()?.to_str()?;
            prepared.source.find(&below.replace('\\', "/"))
        });
        let file = files.next()?;
        if files.any(|other| other != file) {
            return None;
        }
        let route = prepared.page_of(file)?.route.as_str();
        let base = prepared.site.config.base_path.trim_end_matches('/');
        Some(format!("{base}{}", percent_encode(route)))
    }
}
