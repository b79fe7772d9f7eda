//! What raw HTML may say in `raw_html = "safe"`: tags, attributes, schemes. Whoever judges the sanitizer reads this file.
//!
//! Left out on purpose: everything that runs, loads a document, takes input or switches the parser's mode.

/// An allowed element.
#[derive(Debug, PartialEq, Eq)]
pub struct Element {
    /// Lower-case name.
    pub name: &'static str,
    /// Its own attributes beside the global ones; those of `LINKS` hold a destination.
    pub attributes: &'static [&'static str],
    /// Where it may stand and how it ends.
    pub shape: Shape,
}

/// Where an element may stand and how it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Between blocks only.
    Block,
    /// Anywhere.
    Inline,
    /// Anywhere, without an end tag.
    Void,
    /// Between blocks, without an end tag.
    VoidBlock,
}

/// Attributes that every element may have, beside `aria-*`.
pub const GLOBAL: &[&str] = &["class", "dir", "id", "lang", "role", "title", "translate"];

/// Attributes that hold a destination.
pub const LINKS: &[&str] = &["cite", "href", "poster", "src"];

/// Schemes that a destination may have; without a scheme it is a path.
pub const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// Schemes that name a thing of the handbook; no browser ever sees them.
pub const OWN_SCHEMES: &[&str] = &["compare", "decision", "right", "role", "term"];

/// Elements that go with their content.
pub const WITH_CONTENT: &[&str] = &[
    "applet", "embed", "iframe", "math", "object", "script", "style", "svg",
];

const ALIGN: &[&str] = &["align"];
const CELL: &[&str] = &["abbr", "align", "colspan", "headers", "rowspan", "scope"];
const MEDIA: &[&str] = &[
    "controls", "height", "loop", "muted", "poster", "preload", "src", "width",
];

const fn block(name: &'static str) -> Element {
    with(name, &[], Shape::Block)
}

const fn inline(name: &'static str) -> Element {
    with(name, &[], Shape::Inline)
}

const fn with(name: &'static str, attributes: &'static [&'static str], shape: Shape) -> Element {
    Element {
        name,
        attributes,
        shape,
    }
}

/// All allowed elements, sorted by name.
pub const ELEMENTS: &[Element] = &[
    with("a", &["href", "name", "rel", "target"], Shape::Inline),
    inline("abbr"),
    block("article"),
    block("aside"),
    with(
        "audio",
        &["controls", "loop", "muted", "preload", "src"],
        Shape::Inline,
    ),
    inline("b"),
    inline("bdi"),
    inline("bdo"),
    with("blockquote", &["cite"], Shape::Block),
    with("br", &[], Shape::Void),
    block("caption"),
    inline("cite"),
    inline("code"),
    with("col", &["span"], Shape::VoidBlock),
    with("colgroup", &["span"], Shape::Block),
    block("dd"),
    with("del", &["cite", "datetime"], Shape::Inline),
    with("details", &["open"], Shape::Block),
    inline("dfn"),
    with("div", ALIGN, Shape::Block),
    block("dl"),
    block("dt"),
    inline("em"),
    block("figcaption"),
    block("figure"),
    block("footer"),
    with("h1", ALIGN, Shape::Block),
    with("h2", ALIGN, Shape::Block),
    with("h3", ALIGN, Shape::Block),
    with("h4", ALIGN, Shape::Block),
    with("h5", ALIGN, Shape::Block),
    with("h6", ALIGN, Shape::Block),
    block("header"),
    with("hr", &[], Shape::VoidBlock),
    inline("i"),
    with(
        "img",
        &[
            "align", "alt", "decoding", "height", "loading", "src", "width",
        ],
        Shape::Void,
    ),
    with("ins", &["cite", "datetime"], Shape::Inline),
    inline("kbd"),
    with("li", &["value"], Shape::Block),
    inline("mark"),
    with("ol", &["reversed", "start", "type"], Shape::Block),
    with("p", ALIGN, Shape::Block),
    inline("picture"),
    block("pre"),
    with("q", &["cite"], Shape::Inline),
    inline("rp"),
    inline("rt"),
    inline("ruby"),
    inline("s"),
    inline("samp"),
    block("section"),
    inline("small"),
    with(
        "source",
        &["height", "media", "src", "type", "width"],
        Shape::Void,
    ),
    inline("span"),
    inline("strong"),
    inline("sub"),
    block("summary"),
    inline("sup"),
    with("table", ALIGN, Shape::Block),
    block("tbody"),
    with("td", CELL, Shape::Block),
    block("tfoot"),
    with("th", CELL, Shape::Block),
    block("thead"),
    with("time", &["datetime"], Shape::Inline),
    block("tr"),
    with(
        "track",
        &["default", "kind", "label", "src", "srclang"],
        Shape::Void,
    ),
    inline("u"),
    block("ul"),
    inline("var"),
    with("video", MEDIA, Shape::Inline),
    with("wbr", &[], Shape::Void),
];

/// The element of that lower-case name, if it is allowed.
pub fn element(name: &str) -> Option<&'static Element> {
    let found = ELEMENTS.binary_search_by(|e| e.name.cmp(name)).ok()?;
    ELEMENTS.get(found)
}

impl Element {
    /// Whether this lower-case attribute may stay.
    pub fn allows(&self, attribute: &str) -> bool {
        let known = self.attributes.contains(&attribute) || GLOBAL.contains(&attribute);
        known
            || attribute.strip_prefix("aria-").is_some_and(|rest| {
                !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_lowercase())
            })
    }

    /// Whether it stands between blocks only.
    pub fn is_block(&self) -> bool {
        matches!(self.shape, Shape::Block | Shape::VoidBlock)
    }

    /// Whether it has no end tag.
    pub fn is_void(&self) -> bool {
        matches!(self.shape, Shape::Void | Shape::VoidBlock)
    }
}

/// The scheme of a destination that must not be published, in any spelling that a browser would understand.
pub fn forbidden_scheme(dest: &str) -> Option<String> {
    let bare = dest
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control());
    let mut scheme = String::new();
    for c in bare {
        match c {
            ':' => {
                let known = SCHEMES.iter().chain(OWN_SCHEMES).any(|s| *s == scheme);
                return (!known && !scheme.is_empty()).then_some(scheme);
            }
            '/' | '?' | '#' | '\\' => return None,
            _ => scheme.extend(c.to_lowercase()),
        }
    }
    None
}

/// Elements whose end tag may be left out.
pub(super) fn may_stay_open(name: &str) -> bool {
    matches!(
        name,
        "caption"
            | "colgroup"
            | "dd"
            | "dt"
            | "li"
            | "p"
            | "rp"
            | "rt"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
    )
}

/// Whether an open `open` ends where `start` begins.
pub(super) fn ends_before(open: &str, start: &Element) -> bool {
    let name = start.name;
    match open {
        "p" => start.is_block(),
        "li" => name == "li",
        "dt" | "dd" => matches!(name, "dt" | "dd"),
        "td" | "th" => matches!(name, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot"),
        "tr" => matches!(name, "tr" | "tbody" | "thead" | "tfoot"),
        "tbody" | "thead" | "tfoot" => matches!(name, "tbody" | "thead" | "tfoot"),
        "caption" | "colgroup" => matches!(name, "colgroup" | "tr" | "tbody" | "thead" | "tfoot"),
        "rt" | "rp" => matches!(name, "rt" | "rp"),
        _ => false,
    }
}

/// What must be the nearest open element for `name` to stand there; empty: anything.
pub(super) fn parents(name: &str) -> &'static [&'static str] {
    match name {
        "caption" | "colgroup" | "tbody" | "thead" | "tfoot" => &["table"],
        "tr" => &["table", "tbody", "thead", "tfoot"],
        "td" | "th" => &["tr"],
        "col" => &["colgroup", "table"],
        "dt" | "dd" => &["dl", "div"],
        "li" => &["ul", "ol"],
        "summary" => &["details"],
        "figcaption" => &["figure"],
        "source" => &["audio", "picture", "video"],
        "track" => &["audio", "video"],
        "rt" | "rp" => &["ruby"],
        _ => &[],
    }
}

/// Elements that may only hold the parts of a table: everything else in them has no place.
pub(super) fn holds_parts_only(name: &str) -> bool {
    matches!(
        name,
        "table" | "tbody" | "thead" | "tfoot" | "tr" | "colgroup"
    )
}
