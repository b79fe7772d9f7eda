//! What writes on one page: addresses in the page's format, texts with their slots filled, words of the theme.
//!
//! A view is built by functions that take the model and an `&mut Ink`, in the reading order of the page, because the first
//! mention of a term is the one that is linked.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::body::{Attribute, Body, Fill};
use super::html;
use super::page::Press;
use super::strings::Strings;
use super::terms::{Chooser, TermRules};
use super::theme::Fault;
use super::view::Html;
use crate::markdown::{NodeId, Outline};
use crate::memo::{Fingerprint, Key, Memo};
use crate::model::{Id, LinkTo, Prose, Subject};
use crate::plan::Plan;
use crate::plan::route::{Addressing, Format};
use crate::text::escape_into;

/// What all pages of a site share when they are written.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// Where every subject's page is.
    pub plan: &'a Plan,
    /// The theme's words.
    pub strings: &'a Strings,
    /// How often terms are linked.
    pub rules: &'a TermRules,
    /// Whether code has colors.
    pub highlight: bool,
    /// Bodies already written.
    pub bodies: &'a Memo<Body>,
    /// The present prepare, for the memo's ageing.
    pub generation: u64,
    /// What components show their data and templates from; none: they show nothing.
    pub press: Option<Press<'a>>,
}

/// The pen for one page.
pub struct Ink<'a> {
    desk: Desk<'a>,
    format: Format,
    addressing: Addressing,
    terms: Chooser<'a>,
    /// How many tabs the texts so far have.
    groups: u32,
    /// The marks of statuses that components use.
    marks: BTreeSet<&'static str>,
    /// The first mistake in a template of a component.
    fault: Option<Fault>,
}

impl<'a> Ink<'a> {
    /// For a page at `depth` folders below the root in `format`; terms in `off` (all with `all_off`) are not linked.
    pub fn new(
        desk: Desk<'a>,
        format: Format,
        addressing: Addressing,
        off: BTreeSet<Id>,
        all_off: bool,
    ) -> Self {
        Self {
            desk,
            format,
            addressing,
            terms: Chooser::new(desk.rules, off, all_off),
            groups: 0,
            marks: BTreeSet::new(),
            fault: None,
        }
    }

    /// The address of a subject's page, as an `href` on this page. On an embed it stays among embeds where it can.
    pub fn url(&self, subject: &Subject) -> String {
        self.url_at(subject, "")
    }

    /// The same with an id on it.
    pub fn url_at(&self, subject: &Subject, anchor: &str) -> String {
        self.find(subject, anchor)
            .map_or_else(String::new, |(href, _)| href)
    }

    /// Whether a page (or, for a term, an anchor) of this subject exists.
    pub fn has(&self, subject: &Subject) -> bool {
        self.find(subject, "").is_some()
    }

    /// Where a subject stands on the site itself, as a route and an id: of a term, its entry of the glossary.
    pub fn site_page(&self, subject: &Subject) -> Option<(String, String)> {
        if let Some(route) = self.desk.plan.route(subject, Format::Html) {
            return Some((route.as_str().to_owned(), String::new()));
        }
        let Subject::Term(anchor) = subject else {
            return None;
        };
        let route = self.desk.plan.route(&Subject::Glossary, Format::Html)?;
        Some((route.as_str().to_owned(), anchor.to_string()))
    }

    /// The address of a file of the output, given below its root.
    pub fn file(&self, path: &str) -> String {
        self.addressing.href(path, "")
    }

    /// A text as HTML: blocks for an article, bare for one line. Headings get no ids; see `html_with`.
    pub fn html(&mut self, prose: &Prose) -> Html {
        self.html_with(prose, &Outline::default(), "")
    }

    /// The same with the ids of its headings and, for `[[toc]]`, its list of contents.
    pub fn html_with(&mut self, prose: &Prose, outline: &Outline, contents: &str) -> Html {
        self.terms.next_text();
        let body = self.body(prose, outline);
        Html(self.fill(&body, prose, contents))
    }

    /// The line of a heading as HTML: for the title above the page, which leaves the text.
    pub fn heading(&mut self, prose: &Prose, heading: NodeId) -> String {
        let body = html::heading_line(prose, heading, &|key| {
            self.desk.strings.word(key).to_owned()
        });
        self.fill(&body, prose, "")
    }

    /// A word of the theme.
    pub fn word<'b>(&'b self, key: &'b str) -> &'b str {
        self.desk.strings.word(key)
    }

    /// A word that counts.
    pub fn count(&self, key: &str, n: usize) -> String {
        self.desk.strings.count(key, n)
    }

    /// While `f` writes, this term is not linked: its own entry.
    pub fn without_term<T>(&mut self, term: &Id, f: impl FnOnce(&mut Self) -> T) -> T {
        let was_on = self.terms.switch_off(term);
        let out = f(self);
        if was_on {
            self.terms.switch_on(term);
        }
        out
    }

    /// The terms linked so far, in reading order: "Terms on this page".
    pub fn terms(&self) -> Vec<Id> {
        self.terms.chosen().to_vec()
    }

    /// The marks of statuses that components of this page use.
    pub fn marks(&self) -> impl Iterator<Item = &'static str> {
        self.marks.iter().copied()
    }

    /// What the template of a component had to say: the first of them.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    pub(super) fn mark(&mut self, marks: &[&'static str]) {
        self.marks.extend(marks);
    }

    pub(super) fn fail(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    pub(super) fn press(&self) -> Option<Press<'a>> {
        self.desk.press
    }

    /// What another pen for the same page is made of.
    pub(super) fn setting(&self) -> (Desk<'a>, Format, Addressing) {
        (self.desk, self.format, self.addressing.clone())
    }

    /// Whether this page is an embed.
    pub fn is_embed(&self) -> bool {
        self.format == Format::Embed
    }

    fn body(&self, prose: &Prose, outline: &Outline) -> Arc<Body> {
        let compute = || {
            let word = |key: &str| self.desk.strings.word(key).to_owned();
            html::body(prose, outline, &word, self.desk.highlight)
        };
        // One line is written faster than its key is worked out.
        if !self.desk.bodies.keeps() || prose.document.nodes.len() < 24 {
            return Arc::new(compute());
        }
        self.desk
            .bodies
            .get(self.body_key(prose, outline), self.desk.generation, compute)
    }

    /// All that `html::body` reads: the text, where its links lead, where terms may stand, ids of headings, words, colors.
    fn body_key(&self, prose: &Prose, outline: &Outline) -> Fingerprint {
        let mut key = Key::of("body");
        key.print("text", prose.print);
        key.print("outline", outline.print());
        key.print("words", self.desk.strings.print());
        key.number("colors", u64::from(self.desk.highlight));
        for link in &prose.links {
            key.text("link", link_kind(&link.to));
            if let LinkTo::File {
                pixels: Some((w, h)),
                ..
            } = link.to
            {
                key.number("size of image", u64::from(w) << 32 | u64::from(h));
            }
        }
        for m in prose.mentions.iter() {
            key.number(
                "start of mention",
                u64::from(m.first.0) << 32 | u64::from(m.from),
            );
            key.number(
                "end of mention",
                u64::from(m.last.0) << 32 | u64::from(m.to),
            );
        }
        key.finish()
    }

    fn fill(&mut self, body: &Body, prose: &Prose, contents: &str) -> String {
        let mut out = String::with_capacity(body.html.len() + body.slots.len() * 48);
        let mut done = 0;
        let mut open_terms: Vec<u32> = Vec::new();
        let groups = self.groups;
        // What stands around the components of the theme that are open.
        let mut around: Vec<(String, u32)> = Vec::new();
        for slot in &body.slots {
            let at = slot.at as usize;
            out.push_str(body.html.get(done..at).unwrap_or_default());
            done = at;
            match slot.what {
                Fill::Address { link, attribute } => self.address(&mut out, prose, link, attribute),
                Fill::TermStart(n) => {
                    if self.open_term(&mut out, prose, n) {
                        open_terms.push(n);
                    }
                }
                Fill::TermEnd(n) => {
                    if let Some(at) = open_terms.iter().position(|m| *m == n) {
                        open_terms.remove(at);
                        out.push_str("</a>");
                    }
                }
                Fill::Contents => out.push_str(contents),
                Fill::Group(n) => {
                    self.groups = self.groups.max(groups + n + 1);
                    out.push_str(&format!(" name=\"tabs-{}\"", groups + n + 1));
                }
                Fill::Data(node) => out.push_str(&self.data(prose, node)),
                Fill::OwnStart(node) => around.push((std::mem::take(&mut out), node)),
                Fill::OwnEnd => {
                    if let Some((outer, node)) = around.pop() {
                        let body = std::mem::replace(&mut out, outer);
                        out.push_str(&self.own(prose, node, body));
                    }
                }
            }
        }
        out.push_str(body.html.get(done..).unwrap_or_default());
        out
    }

    fn open_term(&mut self, out: &mut String, prose: &Prose, number: u32) -> bool {
        let Some(mention) = prose.mentions.get(number as usize) else {
            return false;
        };
        let Some((subject, anchor)) = self.desk.plan.term(&mention.term) else {
            return false;
        };
        let Some((href, outside)) = self.find(subject, anchor.unwrap_or_default()) else {
            return false;
        };
        if !self.terms.choose(mention) {
            return false;
        }
        let target = if outside { " target=\"_top\"" } else { "" };
        out.push_str("<a class=\"term\" href=\"");
        escape_into(out, &href);
        for part in ["\"", target, ">"] {
            out.push_str(part);
        }
        true
    }

    fn address(&self, out: &mut String, prose: &Prose, link: u32, attribute: Attribute) {
        let Some(link) = prose.links.get(link as usize) else {
            return;
        };
        let (href, outside) = match &link.to {
            LinkTo::Subject { subject, anchor } => self
                .find(subject, anchor.as_deref().unwrap_or_default())
                .unwrap_or_default(),
            LinkTo::Here(anchor) => (format!("#{}", crate::text::percent_encode(anchor)), false),
            LinkTo::File { path, suffix, .. } => (format!("{}{suffix}", self.file(path)), true),
            LinkTo::External(href) => (href.to_string(), true),
            LinkTo::Broken => return,
        };
        let name = match attribute {
            Attribute::Href => "href",
            Attribute::Src => "src",
            Attribute::Cite => "cite",
            Attribute::Poster => "poster",
        };
        for part in [" ", name, "=\""] {
            out.push_str(part);
        }
        escape_into(out, &href);
        out.push('"');
        if outside && self.is_embed() && attribute == Attribute::Href {
            out.push_str(" target=\"_top\"");
        }
    }

    /// The `href`, and whether it leads out of the embeds from an embed.
    fn find(&self, subject: &Subject, anchor: &str) -> Option<(String, bool)> {
        if self.is_embed()
            && let Some(route) = self.desk.plan.route(subject, Format::Embed)
        {
            return Some((self.addressing.href(route.as_str(), anchor), false));
        }
        let route = self.desk.plan.route(subject, Format::Html)?;
        Some((
            self.addressing.href(route.as_str(), anchor),
            self.is_embed(),
        ))
    }
}

fn link_kind(to: &LinkTo) -> &'static str {
    match to {
        LinkTo::Broken => "broken",
        _ => "leads",
    }
}
