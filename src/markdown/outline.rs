//! The headings of a text with their final ids and levels, and every other id that a link may name.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::tree::{Document, Kind, Node, NodeId, Raw, Str};
use crate::diag::{Code, Diagnostics, Place};
use crate::memo::{Fingerprint, KeyHasher};
use crate::text::heading_id;

/// Headings and ids of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Outline {
    /// All headings in reading order, the lifted one too.
    pub headings: Vec<Heading>,
    /// Ids that are not those of headings: of raw HTML and of footnotes, in reading order.
    pub anchors: Vec<Arc<str>>,
    /// The first heading is the page's own `h1` and leaves the body.
    pub lifted: bool,
}

/// A heading as it is written on the page.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Heading {
    /// Its node.
    pub node: NodeId,
    /// 1 for the lifted one, else 2 to 6.
    pub level: u8,
    /// Unique in the text.
    pub id: Arc<str>,
    /// Its visible text.
    pub text: Arc<str>,
}

impl Outline {
    /// The heading of that node.
    pub fn heading(&self, node: NodeId) -> Option<&Heading> {
        let found = self.headings.binary_search_by_key(&node, |h| h.node);
        self.headings.get(found.ok()?)
    }

    /// The heading that is the page's title.
    pub fn title(&self) -> Option<&Heading> {
        self.headings.first().filter(|_| self.lifted)
    }

    /// The headings that stay in the body: the list of contents.
    pub fn contents(&self) -> &[Heading] {
        self.headings
            .get(usize::from(self.lifted)..)
            .unwrap_or_default()
    }

    /// Whether a link may name this id.
    pub fn has(&self, id: &str) -> bool {
        self.ids().any(|i| &**i == id)
    }

    /// All ids.
    pub fn ids(&self) -> impl Iterator<Item = &Arc<str>> {
        self.headings.iter().map(|h| &h.id).chain(&self.anchors)
    }

    /// The same with new ids for headings whose id is taken on the page by something that owns it.
    pub fn make_way(&self, taken: &dyn Fn(&str) -> bool) -> Self {
        let mut out = self.clone();
        for at in 0..out.headings.len() {
            let base = Arc::clone(&out.headings[at].id);
            let mut id = Arc::clone(&base);
            let mut n = 0;
            while taken(&id) || (n > 0 && self.has(&id)) {
                n += 1;
                id = format!("{base}-{n}").into();
            }
            out.headings[at].id = id;
        }
        out
    }

    /// Of all that the HTML of a text takes from here.
    pub fn print(&self) -> Fingerprint {
        let mut key = KeyHasher::default();
        key.number(u64::from(self.lifted));
        for h in &self.headings {
            key.number(u64::from(h.node.0) << 8 | u64::from(h.level));
            key.text(&h.id);
        }
        key.finish()
    }
}

/// The outline of `doc`, inclusions done. `place` says where a node was written, whatever file it came from.
///
/// Explicit ids win; other headings take GitHub's and count up where one is taken. H1s behind the first are written one
/// level lower, and with them what stands under them. Two equal explicit ids are an error.
pub fn outline(doc: &Document, place: &dyn Fn(&Node) -> Place) -> (Outline, Diagnostics) {
    let mut names = Names {
        doc,
        place,
        explicit: HashMap::new(),
        derived: HashSet::new(),
        next: HashMap::new(),
        said: Diagnostics::new(),
    };
    let mut out = Outline {
        lifted: matches!(
            doc.nodes.first().map(|n| &n.kind),
            Some(Kind::Heading { level: 1, .. })
        ),
        ..Outline::default()
    };
    names.collect_explicit(&mut out.anchors);
    let mut shift = 0;
    for (id, node) in doc.iter() {
        let Kind::Heading {
            level,
            id: explicit,
            ..
        } = node.kind
        else {
            continue;
        };
        let lifted = out.lifted && id.0 == 0;
        if level == 1 && !lifted && shift == 0 {
            shift = 1;
            names.tell_shift(node, out.lifted);
        }
        let text = doc.plain_text(id);
        out.headings.push(Heading {
            node: id,
            level: if lifted {
                1
            } else {
                (level + shift).clamp(2, 6)
            },
            id: names.name(explicit, &text),
            text: text.into(),
        });
    }
    footnotes(doc, &mut out.anchors);
    (out, names.said)
}

struct Names<'d> {
    doc: &'d Document,
    place: &'d dyn Fn(&Node) -> Place,
    /// Written by the author, and by which node first.
    explicit: HashMap<&'d str, usize>,
    derived: HashSet<Arc<str>>,
    /// The next number to try behind a name that is taken.
    next: HashMap<String, u32>,
    said: Diagnostics,
}

impl<'d> Names<'d> {
    fn collect_explicit(&mut self, anchors: &mut Vec<Arc<str>>) {
        let doc = self.doc;
        for (i, node) in doc.nodes.iter().enumerate() {
            match &node.kind {
                Kind::Heading { id, .. } if !id.is_empty() => {
                    self.take(doc.str(*id), i);
                }
                Kind::Raw(Raw::Id(id)) => self.anchor(doc.str(*id), i, anchors),
                Kind::Raw(Raw::Start(tag)) => {
                    let is_link = doc.str(tag.name) == "a";
                    for (name, value) in &tag.attributes {
                        match doc.str(*name) {
                            "id" => self.anchor(doc.str(*value), i, anchors),
                            "name" if is_link => self.anchor(doc.str(*value), i, anchors),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn anchor(&mut self, id: &'d str, node: usize, anchors: &mut Vec<Arc<str>>) {
        if !id.is_empty() && self.take(id, node) {
            anchors.push(id.into());
        }
    }

    /// Whether the id was free. `id` and `name` of one tag may be equal.
    fn take(&mut self, id: &'d str, node: usize) -> bool {
        let first = *self.explicit.entry(id).or_insert(node);
        let (Some(here), Some(there)) = (self.doc.nodes.get(node), self.doc.nodes.get(first))
        else {
            return false;
        };
        if id.starts_with("rb-") && first == node {
            self.said
                .add(
                    Code::ID_RESERVED,
                    (self.place)(here),
                    format_args!("the id `{id}` begins with `rb-`, as those of the theme do"),
                )
                .help = Some("choose another id".into());
        }
        if first != node && !(first + 1 == node && is_same_tag(there, here)) {
            let label = crate::diag::Label {
                place: (self.place)(there),
                message: "first given here".into(),
            };
            self.said
                .add(
                    Code::ID_DUPLICATE,
                    (self.place)(here),
                    format_args!("the id `{id}` is given twice"),
                )
                .labels
                .push(label);
        }
        first == node
    }

    fn name(&mut self, explicit: Str, text: &str) -> Arc<str> {
        if !explicit.is_empty() {
            return self.doc.str(explicit).into();
        }
        let mut base = heading_id(text);
        if base.is_empty() || base.starts_with("rb-") {
            base.insert_str(
                0,
                if base.is_empty() {
                    "section"
                } else {
                    "section-"
                },
            );
        }
        let mut id: Arc<str> = base.as_str().into();
        while self.explicit.contains_key(&*id) || self.derived.contains(&*id) {
            let n = self.next.entry(base.clone()).or_insert(1);
            id = format!("{base}-{n}").into();
            *n += 1;
        }
        self.derived.insert(id.clone());
        id
    }

    fn tell_shift(&mut self, node: &Node, lifted: bool) {
        let why = match lifted {
            true => "a second first-level heading is written as a second-level one",
            false => {
                "the page's title is its first-level heading: this one is written as a second-level one"
            }
        };
        self.said
            .add(Code::HEADING_LEVEL_SHIFTED, (self.place)(node), why)
            .help = Some("begin sections with `##`".into());
    }
}

/// Two ids of one tag of trusted HTML stand side by side.
fn is_same_tag(a: &Node, b: &Node) -> bool {
    matches!(
        (&a.kind, &b.kind),
        (Kind::Raw(Raw::Id(_)), Kind::Raw(Raw::Id(_)))
    )
}

/// Footnotes are numbered in the order in which they are first referred to.
fn footnotes(doc: &Document, anchors: &mut Vec<Arc<str>>) {
    let labels = |wanted: fn(&Kind) -> Option<Str>| {
        doc.nodes
            .iter()
            .filter_map(move |n| wanted(&n.kind))
            .map(|label| doc.str(label))
    };
    let used: HashSet<&str> = labels(|k| match k {
        Kind::FootnoteReference { label } => Some(*label),
        _ => None,
    })
    .collect();
    if used.is_empty() {
        return;
    }
    let defined = labels(|k| match k {
        Kind::FootnoteDefinition { label } => Some(*label),
        _ => None,
    });
    let count = defined.filter(|d| used.contains(d)).count();
    anchors.extend((1..=count).map(|n| Arc::from(format!("rb-fn-{n}"))));
}

#[cfg(test)]
mod tests {
    use super::super::{Options, parse};
    use super::*;

    fn of(text: &str) -> (Outline, Vec<String>) {
        let (doc, _) = parse(text, Options::default());
        let (out, said) = outline(&doc, &|n| Place::here(n.span));
        let told = said
            .iter()
            .map(|d| format!("{}@{}", d.code.name, d.place.span.start));
        (out, told.collect())
    }

    fn ids(text: &str) -> Vec<String> {
        let headings = of(text).0.headings;
        headings
            .iter()
            .map(|h| format!("{}{}", h.level, h.id))
            .collect()
    }

    #[test]
    fn ids_as_github_makes_them() {
        assert_eq!(
            ids("# A *b*\n## A b\n## a b\n## A b-1"),
            ["1a-b", "2a-b-1", "2a-b-2", "2a-b-1-1"]
        );
        assert_eq!(ids("## x\n## Y {#x}\n## x-1"), ["2x-1", "2x", "2x-1-1"]);
        assert_eq!(
            ids("## …\n## ! \n## rb-x"),
            ["2section", "2section-1", "2section-rb-x"]
        );
        assert_eq!(ids("## a\n\n<a id=\"a\"></a>"), ["2a-1"]);
    }

    #[test]
    fn the_first_h1_is_lifted_and_later_ones_are_shifted() {
        let (out, said) = of("# T\n## A\n# B\n## C\n###### D");
        assert_eq!(out.title().map(|h| &*h.text), Some("T"));
        assert_eq!(
            out.contents().iter().map(|h| h.level).collect::<Vec<_>>(),
            [2, 2, 3, 6]
        );
        assert_eq!(said, ["heading-level-shifted@9"]);
        let (out, _) = of("x\n\n# A");
        assert!(out.title().is_none());
        assert_eq!(out.contents()[0].level, 2);
    }

    #[test]
    fn a_heading_makes_way_for_a_row_of_its_name() {
        let (out, _) = of("## Skills\n## Skills-1\n## Other");
        let out = out.make_way(&|id| id == "skills");
        let ids: Vec<&str> = out.headings.iter().map(|h| &*h.id).collect();
        assert_eq!(ids, ["skills-2", "skills-1", "other"]);
    }

    #[test]
    fn equal_ids_are_told_and_anchors_known() {
        assert_eq!(of("## A {#x}\n\n## B {#x}").1, ["id-duplicate@11"]);
        assert_eq!(
            of("<a id=x name=x></a>\n\n<i id=x>y</i>").1,
            ["id-duplicate@21"]
        );
        let (out, said) = of("<a id=x name=x></a>a[^1]\n\n[^1]: b");
        assert!(said.is_empty());
        assert!(out.has("x") && out.has("rb-fn-1") && !out.has("y"));
    }
}
