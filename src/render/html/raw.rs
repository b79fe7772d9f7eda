//! Raw HTML that passed the sanitizer: its tags, with their addresses left open.

use super::Writer;
use crate::markdown::{NodeId, Raw, RawTag};
use crate::render::body::{Attribute, Fill};
use crate::text::escape;

impl Writer<'_> {
    pub(super) fn raw(&mut self, id: NodeId, raw: &Raw) {
        match raw {
            Raw::Start(tag) => self.raw_start(id, tag),
            Raw::End(name) => {
                let name = self.document.str(*name);
                self.out.html.push_str(&format!("</{name}>"));
            }
            Raw::Verbatim(s) => {
                let text = self.document.str(*s);
                self.out.html.push_str(text);
            }
            Raw::Reference(_) | Raw::Id(_) => {}
        }
    }

    pub(super) fn raw_start(&mut self, id: NodeId, tag: &RawTag) {
        let name = self.document.str(tag.name);
        self.out.html.push_str(&format!("<{name}"));
        for (key, value) in &tag.attributes {
            let (key, value) = (self.document.str(*key), escape(self.document.str(*value)));
            let attribute = if value.is_empty() {
                format!(" {key}")
            } else {
                format!(" {key}=\"{value}\"")
            };
            self.out.html.push_str(&attribute);
        }
        for (n, (key, _)) in tag.links.iter().enumerate() {
            let attribute = match self.document.str(*key) {
                "src" => Attribute::Src,
                "cite" => Attribute::Cite,
                "poster" => Attribute::Poster,
                _ => Attribute::Href,
            };
            let number = self.link_number(id, u16::try_from(n).unwrap_or(u16::MAX));
            if let Some(link) = number.filter(|_| !self.leads_nowhere(number)) {
                self.slot(Fill::Address { link, attribute });
            }
        }
        self.push(">");
    }
}
