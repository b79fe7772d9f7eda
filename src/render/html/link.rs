//! Links and images: the address stays open, for each page writes it its way; what leads nowhere is marked as text.

use super::{Close, Open, Writer};
use crate::markdown::{NodeId, Str, Target};
use crate::model::LinkTo;
use crate::render::body::{Attribute, Fill};
use crate::text::escape;

/// From this width on, in CSS pixels, an image is shown smaller on many screens: it leads to itself, to be seen whole.
const WIDE: u32 = 480;

impl Writer<'_> {
    pub(super) fn link_number(&self, node: NodeId, slot: u16) -> Option<u32> {
        let found = self
            .prose
            .links
            .binary_search_by_key(&(node, slot), |l| (l.node, l.slot))
            .ok()?;
        u32::try_from(found).ok()
    }

    pub(super) fn leads_nowhere(&self, link: Option<u32>) -> bool {
        link.and_then(|n| self.prose.links.get(n as usize))
            .is_none_or(|l| l.to == LinkTo::Broken)
    }

    pub(super) fn link(&mut self, id: NodeId, target: &Target, end: usize) {
        let number = self.link_number(id, 0);
        let close = match number.filter(|_| !self.leads_nowhere(number)) {
            Some(link) => {
                self.push("<a");
                self.slot(Fill::Address {
                    link,
                    attribute: Attribute::Href,
                });
                self.title(target.title);
                self.push(">");
                "</a>"
            }
            None => {
                self.push("<span class=\"broken\">");
                "</span>"
            }
        };
        self.open.push(Open {
            end,
            close: Close::Tag(close),
        });
    }

    pub(super) fn title(&mut self, title: Str) {
        if !title.is_empty() {
            self.attribute("title", self.document.str(title));
        }
    }

    pub(super) fn image(&mut self, id: NodeId, target: &Target) {
        let alt = escape(&self.document.plain_text(id));
        let number = self.link_number(id, 0);
        let Some(link) = number.filter(|_| !self.leads_nowhere(number)) else {
            self.push(&format!("<span class=\"broken\">{alt}</span>"));
            return;
        };
        let pixels = match self.prose.links.get(link as usize).map(|l| &l.to) {
            Some(LinkTo::File { pixels, .. }) => *pixels,
            _ => None,
        };
        let size = match target.size {
            Some((w, Some(h))) => Some((w, h)),
            Some((w, None)) => pixels.filter(|p| p.0 > 0).map(|(pw, ph)| {
                (
                    w,
                    u32::try_from(u64::from(w) * u64::from(ph) / u64::from(pw)).unwrap_or(w),
                )
            }),
            None => pixels,
        };
        let enlarges = size.is_some_and(|(w, _)| w >= WIDE) && !alt.is_empty() && !self.in_link();
        if enlarges {
            self.push("<a class=\"zoom\"");
            self.slot(Fill::Address {
                link,
                attribute: Attribute::Href,
            });
            self.push(">");
        }
        self.push("<img");
        self.slot(Fill::Address {
            link,
            attribute: Attribute::Src,
        });
        self.push(&format!(" alt=\"{alt}\""));
        if let Some((w, h)) = size {
            self.push(&format!(" width=\"{w}\" height=\"{h}\""));
        }
        self.title(target.title);
        self.push(" loading=\"lazy\" decoding=\"async\">");
        if enlarges {
            self.push("</a>");
        }
    }

    fn in_link(&self) -> bool {
        self.open
            .iter()
            .any(|o| matches!(o.close, Close::Tag("</a>")))
    }
}
