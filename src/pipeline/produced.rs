//! What reading the produced pages found, as messages: at the template or text that wrote it, else at the page's source.

use std::collections::BTreeMap;

use super::Prepared;
use crate::check::html::{Finding, Reading};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Place, Span};
use crate::output::OutputPath;
use crate::source::{Area, SourceFile};

/// A reader for this site.
pub fn reading(prepared: &Prepared) -> Reading {
    let plan = &prepared.plan;
    let pages = plan.pages.iter().map(|p| &p.file);
    let planned = pages.chain(plan.redirects.iter().map(|r| &r.file));
    let config = &prepared.site.config;
    Reading::new(&config.base_path, &config.base_url.value, planned)
}

/// The findings that nobody has told yet: `told` is what the sources had to say.
pub fn tell(prepared: &Prepared, findings: Vec<Finding>, told: &Diagnostics) -> Diagnostics {
    let plan = &prepared.plan;
    let pages = plan.pages.iter().map(|p| (&p.file, p.source));
    let redirects = plan.redirects.iter().map(|r| (&r.file, r.source));
    let sources: BTreeMap<&OutputPath, FileId> = pages.chain(redirects).collect();
    let is_new = |finding: &Finding| {
        let same = |d: &Diagnostic| is_same(d, finding);
        !prepared.diagnostics.iter().chain(told.iter()).any(same)
    };
    let diagnostic = |finding: Finding| {
        let source = sources.get(&finding.page).copied().unwrap_or(FileId(0));
        message(&finding, place(prepared, source, &finding.written))
    };
    findings
        .into_iter()
        .filter(is_new)
        .map(diagnostic)
        .collect()
}

/// Whether a message about a source already speaks of it.
fn is_same(told: &Diagnostic, finding: &Finding) -> bool {
    let codes = [
        Code::LINK_BROKEN,
        Code::ANCHOR_MISSING,
        Code::REDIRECT_UNKNOWN,
        Code::ID_DUPLICATE,
    ];
    let names = |name: &str| told.message.contains(&format!("`{name}`"));
    codes.contains(&told.code)
        && (names(&finding.written) || names(&format!("#{}", finding.anchor)))
}

fn message(finding: &Finding, place: Place) -> Diagnostic {
    let path = finding.page.as_str();
    let page = path.strip_suffix("index.html").unwrap_or(path);
    let (written, anchor) = (&finding.written, &finding.anchor);
    let more = match finding.pages {
        0 | 1 => String::new(),
        2 => " and one more".to_owned(),
        n => format!(" and {} more", n - 1),
    };
    let what = match finding.code.name {
        "output-id-duplicate" => format!("the id `{written}` stands twice"),
        "output-anchor-missing" => {
            format!("`{written}` leads to no element with the id `{anchor}`")
        }
        _ => format!("`{written}` leads to no file of the site"),
    };
    let message = format!("{what} (on the page `/{page}`{more})");
    Diagnostic::new(finding.code, place, message)
}

/// Where it was written: in a template, in the page's own source, or unknown: then the source as a whole.
fn place(prepared: &Prepared, source: FileId, written: &str) -> Place {
    let quoted = [format!("\"{written}\""), format!("'{written}'")];
    let in_template = |file: &SourceFile| {
        let text = file.as_text()?;
        quoted
            .iter()
            .find_map(|q| text.find(q.as_str()))
            .map(|at| at + 1)
    };
    let is_template = |f: &SourceFile| {
        matches!(f.area, Area::Theme | Area::Builtin) && f.path.extension() == "html"
    };
    let templates = prepared.source.files().filter(|(_, f)| is_template(f));
    let own = prepared
        .source
        .get(source)
        .filter(|f| f.area == Area::Content);
    let found = templates
        .filter_map(|(id, f)| Some((id, in_template(f)?)))
        .next()
        .or_else(|| Some((source, own?.as_text()?.find(written)?)));
    match found {
        Some((file, at)) => Place::new(file, Span::new(at, at + written.len())),
        None => Place::whole(source),
    }
}
