//! The keys of `site.toml`.

use crate::parse::shape::{Field, Kind, Shape};

/// `site.toml`.
pub static SITE: Shape = Shape::new(
    "site",
    "The configuration of a site: `site.toml` at its root. Every key has a default.",
    &[
        Field::new(
            "title",
            Kind::Text,
            "The name of the handbook; without it, the folder's name.",
        )
        .default("\"\""),
        Field::new("description", Kind::Text, "One sentence about it.").default("\"\""),
        Field::new(
            "language",
            Kind::Text,
            "A language tag such as `de` or `pt-BR`.",
        )
        .default("\"en\""),
        Field::new(
            "direction",
            Kind::OneOf(&["ltr", "rtl"]),
            "Which way lines run; without it, as the language does.",
        ),
        Field::new("base_url", Kind::Text, "The address of the finished site.").default("\"\""),
        Field::new(
            "theme",
            Kind::Text,
            "A folder in `themes/`, or the built-in one.",
        )
        .default("\"default\""),
        Field::new("content_dir", Kind::Text, "Folder of the content.").default("\"content\""),
        Field::new(
            "static_dir",
            Kind::Text,
            "Folder of files that are copied as they are.",
        )
        .default("\"static\""),
        Field::new("output_dir", Kind::Text, "Folder that `build` writes.").default("\"public\""),
        Field::new(
            "relative_links",
            Kind::Flag,
            "Links such as `../roles/index.html`, for reading from a disk.",
        )
        .default("false"),
        Field::new(
            "indexing",
            Kind::Flag,
            "Whether search engines may list the site.",
        )
        .default("true"),
        Field::new(
            "edit_url",
            Kind::Text,
            "Where a page is edited, with `{path}` for its file.",
        )
        .default("\"\""),
        Field::new(
            "nav",
            Kind::List(&NAV_ITEM),
            "The navigation; empty: from the folders.",
        )
        .default("[]"),
        Field::new("markdown", Kind::Table(&MARKDOWN), "How Markdown is read."),
        Field::new(
            "look",
            Kind::Table(&LOOK),
            "What the theme shows of this site.",
        ),
        Field::new(
            "strings",
            Kind::Map(&Kind::Text),
            "Words of the theme by key.",
        )
        .default("{}"),
        Field::new(
            "owners",
            Kind::Map(&Kind::Either(&[Kind::Text, Kind::Table(&OWNER)])),
            "Who may own pages besides roles.",
        )
        .default("{}"),
        Field::new("roles", Kind::Table(&ROLES), "The order of roles."),
        Field::new(
            "comparisons",
            Kind::Table(&COMPARISONS),
            "Which comparisons exist.",
        ),
        Field::new(
            "decisions",
            Kind::Table(&DECISIONS),
            "Limits of decision trees.",
        ),
        Field::new("glossary", Kind::Table(&GLOSSARY), "How terms are linked."),
        Field::new("rights", Kind::Table(&RIGHTS), "Limits of decision rights."),
        Field::new("embed", Kind::Table(&EMBED), "What may be shown in frames."),
        Field::new(
            "print",
            Kind::Table(&PRINT),
            "The whole handbook on one page.",
        ),
        Field::new("git", Kind::Table(&GIT), "What is taken from git."),
        Field::new("search", Kind::Table(&SEARCH), "The search."),
        Field::new("check", Kind::Table(&CHECK), "How bad a mistake is."),
    ],
);

const NAV_ITEM: Kind = Kind::Either(&[Kind::Id, Kind::Table(&NAV)]);

/// An entry of `nav`.
pub static NAV: Shape = Shape::new(
    "nav entry",
    "A link with a title, or a group of entries.",
    &[
        Field::new("title", Kind::Id, "What is shown.").required(),
        Field::new(
            "url",
            Kind::Id,
            "Where it leads: an address, a page or `role:id`.",
        ),
        Field::new(
            "items",
            Kind::List(&Kind::Either(&[Kind::Id, Kind::Table(&NAV)])),
            "What stands below it.",
        ),
    ],
);

static MARKDOWN: Shape = Shape::new(
    "markdown",
    "How Markdown is read.",
    &[
        Field::new(
            "raw_html",
            Kind::OneOf(&["safe", "escape", "trust"]),
            "What becomes of HTML in Markdown.",
        )
        .default("\"safe\""),
        Field::new(
            "smart_punctuation",
            Kind::Flag,
            "Curly quotes, dashes and ellipses.",
        )
        .default("false"),
        Field::new(
            "math",
            Kind::Flag,
            "Formulas: `$…$`, `$$…$$` and fenced `math`.",
        )
        .default("false"),
        Field::new(
            "diagrams",
            Kind::Flag,
            "Fenced `mermaid` and `dot` are drawn.",
        )
        .default("true"),
        Field::new("highlight", Kind::Flag, "Colors in code.").default("true"),
    ],
);

static LOOK: Shape = Shape::new(
    "look",
    "What the theme shows of this site. Files are named below the static or content folder.",
    &[
        Field::new("accent", Kind::Text, "The color of links: `#rrggbb`.").default("\"#1f5f8b\""),
        Field::new("logo", Kind::Text, "A picture beside the title.").default("\"\""),
        Field::new("favicon", Kind::Text, "The picture of a browser's tab.").default("\"\""),
        Field::new(
            "css",
            Kind::OneOrMore(&Kind::Id),
            "Style sheets of your own.",
        )
        .default("[]"),
        Field::new(
            "links",
            Kind::List(&Kind::Table(&NAV)),
            "Links of the footer.",
        )
        .default("[]"),
        Field::new("footer", Kind::Inline, "A line at the foot of every page.").default("\"\""),
        Field::new(
            "announcement",
            Kind::Inline,
            "A line at the top of every page.",
        )
        .default("\"\""),
    ],
);

/// An entry of `[owners]`.
pub static OWNER: Shape = Shape::new(
    "owner",
    "Somebody who owns pages and is no role.",
    &[
        Field::new("name", Kind::Id, "Shown name; without it, the key."),
        Field::new("url", Kind::Id, "Where to reach them."),
    ],
);

/// An entry of `[roles] families`.
pub static FAMILY: Shape = Shape::new(
    "family",
    "A family of roles.",
    &[
        Field::new("id", Kind::Id, "What role files name as `family`.").required(),
        Field::new(
            "name",
            Kind::Id,
            "Shown name; without it, made from the id.",
        ),
    ],
);

static ROLES: Shape = Shape::new(
    "roles",
    "The order of roles.",
    &[
        Field::new(
            "families",
            Kind::List(&Kind::Either(&[Kind::Id, Kind::Table(&FAMILY)])),
            "Families, in order.",
        )
        .default("[]"),
        Field::new(
            "overlays",
            Kind::List(&Kind::Id),
            "Overlays, in order; without effect so far.",
        )
        .default("[]"),
    ],
);

static COMPARISONS: Shape = Shape::new(
    "comparisons",
    "Which comparisons exist.",
    &[
        Field::new(
            "pairs",
            Kind::OneOf(&["declared", "family", "similar", "all"]),
            "Which pairs of roles have a page.",
        )
        .default("\"family\""),
        Field::new(
            "similar",
            Kind::COUNT,
            "How many similar roles each is compared with.",
        )
        .default("5"),
        Field::new("max_pages", Kind::COUNT, "The most pages.").default("2000"),
    ],
);

static DECISIONS: Shape = Shape::new(
    "decisions",
    "Limits of decision trees.",
    &[
        Field::new(
            "max_path_pages",
            Kind::COUNT,
            "Above it, pages are shared between paths.",
        )
        .default("2000"),
        Field::new(
            "max_leaves",
            Kind::COUNT,
            "The most combinations of a score; without effect so far.",
        )
        .default("4096"),
    ],
);

static GLOSSARY: Shape = Shape::new(
    "glossary",
    "How terms are linked.",
    &[
        Field::new(
            "links",
            Kind::OneOf(&["first-per-page", "first-per-section", "all", "never"]),
            "How often a term is linked.",
        )
        .default("\"first-per-page\""),
        Field::new(
            "max_per_term_1000_words",
            Kind::COUNT,
            "More links to one term in 1,000 words are told.",
        )
        .default("6"),
        Field::new(
            "page_words_per_link",
            Kind::COUNT,
            "More than one link in so many words is told.",
        )
        .default("40"),
    ],
);

static RIGHTS: Shape = Shape::new(
    "rights",
    "Limits of decision rights.",
    &[
        Field::new(
            "max_consulted",
            Kind::COUNT,
            "More who are consulted on one activity are told.",
        )
        .default("4"),
        Field::new(
            "max_accountable",
            Kind::COUNT,
            "More activities one role is accountable for are told.",
        )
        .default("12"),
    ],
);

static EMBED: Shape = Shape::new(
    "embed",
    "What may be shown in frames.",
    &[
        Field::new(
            "allow_from",
            Kind::OneOrMore(&Kind::Id),
            "Sites that may show pages in a frame.",
        )
        .default("[]"),
        Field::new("articles", Kind::Flag, "Whether articles have an embed.").default("false"),
        Field::new("terms", Kind::Flag, "Whether each term has an embed.").default("true"),
        Field::new(
            "max_height",
            Kind::COUNT,
            "The tallest frame in pixels; without effect so far.",
        )
        .default("4000"),
    ],
);

static GIT: Shape = Shape::new(
    "git",
    "What is taken from git.",
    &[Field::new(
        "dates",
        Kind::OneOf(&["auto", "on", "off"]),
        "Whether pages show when they last changed: as git knows, `on` to be told if it does not, `off` not to ask.",
    )
    .default("\"auto\"")],
);

static PRINT: Shape = Shape::new(
    "print",
    "The whole handbook on one page.",
    &[Field::new("enabled", Kind::Flag, "Whether there is one, at `/print/`.").default("false")],
);

static SEARCH: Shape = Shape::new(
    "search",
    "The search.",
    &[Field::new(
        "enabled",
        Kind::Flag,
        "Whether there is one; `false` leaves no trace of it.",
    )
    .default("true")],
);

static CHECK: Shape = Shape::new(
    "check",
    "How bad a mistake is.",
    &[Field::new(
        "levels",
        Kind::Map(&Kind::OneOf(&["allow", "warning", "error"])),
        "The level of a code whose mistake still leaves a page.",
    )
    .default("{}")],
);
