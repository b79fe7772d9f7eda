//! Links and images as pulldown-cmark hands them over: their destination, how it was written, and where.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::parse::Reader;
use super::target;
use super::tree::{Kind, LinkForm, Target};
use crate::diag::Span;

impl Reader<'_> {
    /// An image; the size in `![[x.png|100]]` stands where a text would, so the file's name is its text.
    pub fn image(
        &mut self,
        link_type: LinkType,
        dest: &str,
        title: &str,
        definition: Option<Span>,
        range: Range<usize>,
    ) {
        let mut target = self.target(link_type, dest, title, definition, &range);
        let size = matches!(link_type, LinkType::WikiLink { has_pothole: true })
            .then(|| target::size_of_wiki_image(self.build.source, &range))
            .flatten();
        let Some((size, place)) = size else {
            return self.build.open(Kind::Image(target), range.into());
        };
        target.size = Some(size);
        let (name, at) = (target.dest, target.dest_span);
        self.build.open(Kind::Image(target), range.into());
        self.build.leaf(Kind::Text(name), at);
        self.resized = Some(place);
    }

    /// Where a link leads and where that is written. An inline link's place is found when the link ends.
    pub fn target(
        &mut self,
        link_type: LinkType,
        dest: &str,
        title: &str,
        definition: Option<Span>,
        range: &Range<usize>,
    ) -> Box<Target> {
        let source = self.build.source;
        let span = Span::from(range.clone());
        let mut target = Target {
            title: self.build.add_clean(title),
            dest_span: span,
            ..Target::default()
        };
        let inside = |by: usize| Span::new(range.start + by, range.end.saturating_sub(by));
        match link_type {
            LinkType::Autolink => {
                target.form = LinkForm::Auto;
                target.dest_span = inside(1);
                target.dest = self.build.add_clean(dest);
            }
            LinkType::Email => {
                target.form = LinkForm::Auto;
                target.dest_span = inside(1);
                target.dest = self.build.add_two("mailto:", dest);
            }
            LinkType::WikiLink { .. } => {
                target.form = LinkForm::Wiki;
                let (text, at) = target::wiki(source, range);
                target.dest = self.build.add_clean(text);
                target.dest_span = at;
            }
            LinkType::Inline => target.dest = self.build.add_clean(dest),
            _ => {
                target.form = LinkForm::Reference;
                target.dest = self.build.add_clean(dest);
                let found = self
                    .definitions
                    .binary_search_by_key(&definition.unwrap_or_default(), |d| d.span);
                if let Some(d) = found.ok().and_then(|i| self.definitions.get_mut(i)) {
                    d.used = true;
                    target.dest_span = d.dest;
                }
            }
        }
        Box::new(target)
    }
}
