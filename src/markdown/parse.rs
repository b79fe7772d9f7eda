//! Text to tree: the one door to pulldown-cmark. Its events come in, nodes of our flat tree go out.
//!
//! What pulldown-cmark does not know is added on the way: `:::` lines are masked as thematic breaks of the same length
//! before it reads the text (`directive.rs`), so that lists, quotes, references and spans stay its business and stay right.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options as Extensions, Parser,
    Tag, TagEnd,
};

use super::badge;
use super::build::Builder;
use super::directive::{self, Masks};
use super::fence;
use super::references::{Broken, Definition, tell_twice};
use super::target;
use super::tree::{Align, CodeBlock, Document, Kind, Str};
use super::{Options, alert, diagram, math};
use crate::diag::{Code, Diagnostics, Span};
use crate::text::fold;

/// Reads a Markdown text. Spans are relative to `text`, messages stand at `Place::here`.
///
/// Never fails: what cannot be read as meant becomes text, with a message.
pub fn parse(text: &str, options: Options) -> (Document, Diagnostics) {
    match text.strip_prefix('\u{feff}') {
        None => read(text, options),
        Some(rest) => {
            let (mut doc, said) = read(rest, options);
            let by = text.len() - rest.len();
            doc.shift(by);
            (doc, shifted(said, by))
        }
    }
}

/// What was said about a text, for a place `by` bytes further on.
fn shifted(said: Diagnostics, by: usize) -> Diagnostics {
    let mut out = Diagnostics::new();
    out.extend(said.into_iter().map(|mut d| {
        d.place.span = d.place.span.shift(by);
        d.labels
            .iter_mut()
            .for_each(|l| l.place.span = l.place.span.shift(by));
        d
    }));
    out
}

fn read(text: &str, options: Options) -> (Document, Diagnostics) {
    let masks = directive::mask(text);
    let masked = masks.text.as_deref().unwrap_or(text);
    let mut broken = Vec::new();
    let parser = Parser::new_with_broken_link_callback(
        masked,
        extensions(options),
        Some(|link: BrokenLink<'_>| {
            if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
                let mut span = Span::from(link.span.clone());
                let behind = text.get(link.span.end..).unwrap_or_default();
                if link.link_type == LinkType::Collapsed && behind.starts_with("[]") {
                    span = Span::new(link.span.start, link.span.end + 2);
                }
                broken.push(Broken {
                    span,
                    label: link.reference.into_string(),
                });
            }
            None
        }),
    );
    let mut definitions: Vec<Definition> = parser
        .reference_definitions()
        .iter()
        .map(|(_, d)| Definition::new(text, d.span.clone()))
        .collect();
    definitions.sort_by_key(|d| d.span);
    let mut reader = Reader {
        build: Builder::new(text, options),
        masks: &masks,
        definitions,
        code: None,
        html: Vec::new(),
        muted: None,
        resized: None,
        footnotes: BTreeMap::new(),
        repeated: None,
    };
    let mut events = parser.into_offset_iter();
    while let Some((event, range)) = events.next() {
        let known = |label: &str| {
            events
                .reference_definitions()
                .get(label)
                .map(|d| d.span.clone().into())
        };
        reader.event(event, range, &known);
    }
    drop(events);
    reader.finish(broken)
}

/// What of pulldown-cmark is on. Not its alerts (our own know titles, folds and more kinds), not super- and subscript
/// (they would take `~t~` away), never "all but": two of its footnote flags share a bit.
fn extensions(options: Options) -> Extensions {
    let mut on = Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_HEADING_ATTRIBUTES
        | Extensions::ENABLE_DEFINITION_LIST
        | Extensions::ENABLE_WIKILINKS;
    on.set(Extensions::ENABLE_MATH, options.math);
    on.set(
        Extensions::ENABLE_SMART_PUNCTUATION,
        options.smart_punctuation,
    );
    on
}

/// Turns events into calls of the builder.
pub(super) struct Reader<'a> {
    pub build: Builder<'a>,
    masks: &'a Masks,
    /// The definitions of labels, by their place.
    pub definitions: Vec<Definition>,
    /// The code block being read.
    code: Option<CodeBlock>,
    /// The pieces of the HTML block being read.
    html: Vec<Range<usize>>,
    /// The rest of an alert's first line, already read: events inside it say nothing.
    muted: Option<Range<usize>>,
    /// Inside `![[x.png|100]]`: where the size stands in place of a text.
    pub resized: Option<Range<usize>>,
    /// The footnotes so far, by folded label.
    footnotes: BTreeMap<String, Span>,
    /// Inside a footnote's second definition: its node, which is taken away again.
    repeated: Option<usize>,
}

type Known<'k> = &'k dyn Fn(&str) -> Option<Span>;

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, known: Known<'_>) {
        if self.is_muted(&event, &range) {
            return;
        }
        let span = Span::from(range.clone());
        match event {
            Event::Start(tag) => self.start(tag, range, known),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => {
                let code = match self.masks.text.is_some() && code.contains(badge::MASK) {
                    true => self.build.add_clean(&code.replace(badge::MASK, ":")),
                    false => self.build.add_clean(&code),
                };
                self.build.leaf(Kind::Code(code), span);
            }
            Event::Html(_) => self.html.push(range),
            Event::InlineHtml(html) => self.build.inline_html(&html, span),
            Event::FootnoteReference(label) => {
                let label = self.build.add(&label);
                self.build.leaf(Kind::FootnoteReference { label }, span);
            }
            Event::SoftBreak => self.build.leaf(Kind::SoftBreak, span),
            Event::HardBreak => self.build.leaf(Kind::HardBreak, span),
            Event::Rule => self.rule(range),
            Event::TaskListMarker(done) => self.build.task(done),
            Event::InlineMath(tex) => math::in_line(&mut self.build, &tex, range, false),
            Event::DisplayMath(tex) => math::in_line(&mut self.build, &tex, range, true),
        }
    }

    fn is_muted(&self, event: &Event<'_>, range: &Range<usize>) -> bool {
        let Some(muted) = &self.muted else {
            return false;
        };
        if range.start < muted.start {
            return false;
        }
        match event {
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => false,
            Event::Text(_) | Event::SoftBreak | Event::HardBreak => range.start < muted.end,
            _ => range.end <= muted.end,
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>, known: Known<'_>) {
        let span = Span::from(range.clone());
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading {
                level, id, classes, ..
            } => Kind::Heading {
                level: level as u8,
                id: id.map_or(Str::default(), |id| self.build.add_clean(&id)),
                classes: self.build.add_joined(&classes),
            },
            Tag::BlockQuote(_) => return self.quote(range),
            Tag::CodeBlock(kind) => return self.code_block(&kind, range),
            Tag::HtmlBlock => return self.html.clear(),
            Tag::List(start) => Kind::List { start, tight: true },
            Tag::Item => Kind::Item { task: None },
            Tag::FootnoteDefinition(label) => {
                self.footnote(&label, span);
                Kind::FootnoteDefinition {
                    label: self.build.add(&label),
                }
            }
            Tag::DefinitionList => Kind::DefinitionList,
            Tag::DefinitionListTitle => Kind::DefinitionTerm,
            Tag::DefinitionListDefinition => Kind::DefinitionDetails,
            Tag::Table(aligns) => Kind::Table {
                aligns: aligns.iter().map(|a| align(*a)).collect(),
            },
            Tag::TableHead => Kind::TableHead,
            Tag::TableRow => Kind::TableRow,
            Tag::TableCell => Kind::TableCell,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strikethrough,
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => Kind::Link(self.target(link_type, &dest_url, &title, known(&id), &range)),
            Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            } => return self.image(link_type, &dest_url, &title, known(&id), range),
            // Not switched on: their text stands in the surrounding block.
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {
                return self.build.open_nothing();
            }
        };
        self.build.open(kind, span);
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::CodeBlock => self.finish_code(range),
            TagEnd::HtmlBlock => {
                let pieces = std::mem::take(&mut self.html);
                pieces.iter().for_each(|p| self.tell_mask_in(p));
                self.build.html_block(&pieces);
            }
            TagEnd::Paragraph => {
                self.muted = None;
                self.build.close_paragraph();
            }
            TagEnd::FootnoteDefinition => {
                self.build.close();
                if let Some(node) = self.repeated.take() {
                    self.build.truncate(node);
                }
            }
            TagEnd::Link => self.build.close_link(target::after_children),
            TagEnd::Image => {
                self.resized = None;
                self.build.close_link(target::after_children);
            }
            _ => self.build.close(),
        }
    }

    /// Text as it was written: behind a mask stands the author's text.
    fn text(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        if self
            .resized
            .as_ref()
            .is_some_and(|r| r.contains(&range.start))
        {
            return;
        }
        let borrowed = matches!(text, CowStr::Borrowed(_));
        let mut range = range;
        let mut text: &str = text;
        if self.masks.text.is_some() && text.len() == range.len() && borrowed {
            if self.code.is_none() {
                self.tell_mask_in(&range);
            }
            range = whole_characters(self.build.source, range);
            text = self.build.source.get(range.clone()).unwrap_or_default();
        }
        match &mut self.code {
            Some(code) => self.build.append_code(code, text),
            None => self.build.text(text, range.into()),
        }
    }

    /// A `:::` line inside HTML or deep in a paragraph stays text.
    fn tell_mask_in(&mut self, range: &Range<usize>) {
        let Some(line) = self.masks.line_in(range) else {
            return;
        };
        let written = self.build.source.get(line.clone()).unwrap_or_default();
        self.build
            .tell(
                Code::MARKDOWN_UNSUPPORTED,
                line.into(),
                format_args!("`{written}` is read as text here"),
            )
            .help = Some("put a blank line before it, and do not indent it".into());
    }

    fn rule(&mut self, range: Range<usize>) {
        match self.masks.line_in(&range) {
            Some(at) => directive::line(&mut self.build, at),
            None => self.build.leaf_block(Kind::Rule, range.into()),
        }
    }

    fn quote(&mut self, range: Range<usize>) {
        match alert::read(&mut self.build, range.start) {
            Some((kind, muted)) => {
                self.build.open(kind, range.into());
                self.muted = Some(muted);
            }
            None => self.build.open(Kind::Quote, range.into()),
        }
    }

    /// A label's first definition counts; a second one is told and left out.
    fn footnote(&mut self, label: &str, span: Span) {
        let start = span.start as usize;
        let mark = Span::new(start, start + label.len() + 3);
        match self.footnotes.entry(fold(label)) {
            Entry::Vacant(free) => {
                free.insert(mark);
            }
            Entry::Occupied(taken) => {
                let first = *taken.get();
                tell_twice(&mut self.build, mark, first, &format!("[^{label}]"));
                self.repeated.get_or_insert(self.build.doc.nodes.len());
            }
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let mut code = match kind {
            CodeBlockKind::Indented => CodeBlock::default(),
            CodeBlockKind::Fenced(info) if info.is_empty() => CodeBlock::default(),
            CodeBlockKind::Fenced(info) => fence::read(&mut self.build, info, range.start),
        };
        let at = self.build.end_of_text();
        code.code = Str { start: at, end: at };
        self.code = Some(code);
    }

    fn finish_code(&mut self, range: Range<usize>) {
        if let Some(mut code) = self.code.take() {
            if self.build.options.diagrams && code.file.is_empty() {
                diagram::fenced(&mut self.build, &mut code, &range);
            }
            let is_math = self.build.options.math && self.build.doc.str(code.language) == "math";
            if is_math
                && code.file.is_empty()
                && math::fenced(&mut self.build, &code, range.clone())
            {
                return;
            }
            self.build
                .leaf_block(Kind::CodeBlock(Box::new(code)), range.into());
        }
    }

    fn finish(mut self, broken: Vec<Broken>) -> (Document, Diagnostics) {
        self.build.close_all();
        super::references::report(&mut self.build, &self.definitions, broken);
        super::foreign::report(&mut self.build);
        self.build.finish()
    }
}

/// A mask is split anywhere, the characters behind it are not: each goes with its first byte.
fn whole_characters(source: &str, range: Range<usize>) -> Range<usize> {
    let up = |mut at: usize| {
        while !source.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    up(range.start)..up(range.end)
}

fn align(a: Alignment) -> Align {
    match a {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}
