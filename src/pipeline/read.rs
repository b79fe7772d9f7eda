//! The first stage: every file of the snapshot to one raw item, in parallel, each remembered by its bytes.

use std::sync::Arc;

use super::Memos;
use crate::diag::{Code, Diagnostics, FileId, Place, Span};
use crate::markdown::{self, Outline};
use crate::memo::{Fingerprint, Key, each};
use crate::parse::article::{ParseOptions, RawArticle, article};
use crate::parse::comparison::{RawComparison, comparison};
use crate::parse::decision::{RawDecision, decision};
use crate::parse::glossary::{RawGlossary, glossary};
use crate::parse::kind::{FileKind, kind_of};
use crate::parse::rights::{RawRights, rights};
use crate::parse::role::{RawRole, role};
use crate::parse::statements::without_echoes;
use crate::parse::vocabulary::{RawDimensions, RawSkills, RawSources, dimensions, skills, sources};
use crate::resolve::articles::{size, words};
use crate::source::{Area, Data, SourceFile, SourceTree};

/// What one file says.
#[derive(Debug)]
pub enum Parsed {
    /// A Markdown file with its outline and number of words.
    Article {
        /// As written.
        raw: Arc<RawArticle>,
        /// Headings and ids.
        outline: Arc<Outline>,
        /// Of the text.
        words: u32,
        /// Bytes of the text.
        size: u32,
        /// Of its front matter as written.
        front: Fingerprint,
        /// Whether it includes other texts.
        includes: bool,
    },
    /// A decision.
    Decision(Arc<RawDecision>),
    /// A role.
    Role(Arc<RawRole>),
    /// Words around a comparison.
    Comparison(Arc<RawComparison>),
    /// Who decides what.
    Rights(Box<RawRights>),
    /// `dimensions.toml`
    Dimensions(Box<RawDimensions>),
    /// `skills.toml`
    Skills(Box<RawSkills>),
    /// Terms.
    Glossary(Arc<RawGlossary>),
    /// `sources.toml`
    Sources(Box<RawSources>),
    /// Nothing that is parsed.
    Nothing,
}

/// The result of parsing: what it says and what was wrong with it; places say `FileId::HERE`.
pub type ParsedFile = (Parsed, Diagnostics);

/// A content file in its place.
#[derive(Clone, Debug)]
pub struct ContentFile {
    /// The file.
    pub file: FileId,
    /// Below the content folder.
    pub path: Arc<str>,
    /// By its path.
    pub kind: FileKind,
    /// Of its bytes and the options it was read with.
    pub print: Fingerprint,
    /// What it says.
    pub parsed: Arc<ParsedFile>,
}

/// Reads all content files; tells what is wrong with each.
pub fn read(
    source: &SourceTree,
    options: &ParseOptions,
    memos: &Memos,
    generation: u64,
    diagnostics: &mut Diagnostics,
) -> Vec<ContentFile> {
    let root = &source.layout().content;
    let files: Vec<(FileId, &SourceFile)> = source.area(Area::Content).collect();
    let read = each(&files, |(id, file)| {
        let path: Arc<str> = Arc::from(file.path.below(root).unwrap_or_default());
        let kind = kind_of(&path);
        let print = key(kind, options, file);
        let parsed = match (&file.data, kind) {
            (_, FileKind::Asset | FileKind::StrayData) => {
                Arc::new((Parsed::Nothing, Diagnostics::new()))
            }
            (Data::Text(_) | Data::Later(_), _) => memos.parse.get(print, generation, || {
                let known = memos.earlier.article(print, file, options);
                known.unwrap_or_else(|| {
                    let text = file.as_shared().cloned().unwrap_or_default();
                    let (parsed, told) = parse(kind, &text, options);
                    let parsed = (parsed, without_echoes(&text, told));
                    memos.earlier.note(print, &parsed);
                    parsed
                })
            }),
            _ => Arc::new((Parsed::Nothing, unreadable(file))),
        };
        ContentFile {
            file: *id,
            path,
            kind,
            print,
            parsed,
        }
    });
    for file in &read {
        diagnostics.extend(file.parsed.1.at(file.file));
    }
    read
}

/// Kind, options and bytes: all that parsing reads.
fn key(kind: FileKind, options: &ParseOptions, file: &SourceFile) -> Fingerprint {
    let mut key = Key::of("parse");
    key.number("kind", kind as u64);
    key.number("options", options.markdown.key());
    key.print("bytes", file.print);
    key.finish()
}

fn parse(kind: FileKind, text: &Arc<str>, options: &ParseOptions) -> ParsedFile {
    match kind {
        FileKind::Article | FileKind::Part => {
            let (mut raw, mut told) = article(text, options);
            if let Some(document) = raw.document.get_mut() {
                document.share(text);
            }
            let (outline, more) = markdown::outline(&raw.document, &|n| Place::here(n.span));
            if kind == FileKind::Article {
                told.extend(more);
            }
            let words = words(&raw.document);
            let size = size(&raw.document);
            let front = text.get(..raw.body_start).unwrap_or_default();
            (
                Parsed::Article {
                    front: Fingerprint::of(front.as_bytes()),
                    includes: markdown::includes(&raw.document),
                    raw: Arc::new(raw),
                    outline: Arc::new(outline),
                    size,
                    words,
                },
                told,
            )
        }
        FileKind::Decision => {
            let (raw, told) = decision(text);
            (Parsed::Decision(Arc::new(raw)), told)
        }
        FileKind::Role => {
            let (raw, told) = role(text);
            (Parsed::Role(Arc::new(raw)), told)
        }
        FileKind::Comparison => {
            let (raw, told) = comparison(text);
            (Parsed::Comparison(Arc::new(raw)), told)
        }
        FileKind::Rights => {
            let (raw, told) = rights(text);
            (Parsed::Rights(Box::new(raw)), told)
        }
        FileKind::Dimensions => {
            let (raw, told) = dimensions(text);
            (Parsed::Dimensions(Box::new(raw)), told)
        }
        FileKind::Skills => {
            let (raw, told) = skills(text);
            (Parsed::Skills(Box::new(raw)), told)
        }
        FileKind::Sources => {
            let (raw, told) = sources(text);
            (Parsed::Sources(Box::new(raw)), told)
        }
        FileKind::Glossary => {
            let (raw, told) = glossary(text);
            (Parsed::Glossary(Arc::new(raw)), told)
        }
        FileKind::Overlay | FileKind::StrayData | FileKind::Asset => {
            (Parsed::Nothing, Diagnostics::new())
        }
    }
}

/// Why a file that must be text is none.
pub fn unreadable(file: &SourceFile) -> Diagnostics {
    let mut out = Diagnostics::new();
    match file.data {
        Data::NotUtf8(at) => {
            let message = format!("the file is not valid UTF-8 from byte {at} on");
            out.add(Code::FILE_ENCODING, Place::here(Span::default()), message)
                .help = Some("save it as UTF-8".to_owned());
        }
        Data::TooLarge => {
            let message = format!("the file has {} bytes; a text may have 16 MiB", file.len);
            out.add(Code::FILE_TOO_LARGE, Place::here(Span::default()), message)
                .help = Some("split it".to_owned());
        }
        Data::Text(_) | Data::Later(_) | Data::Asset => {}
    }
    out
}
