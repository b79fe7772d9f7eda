//! The keys of a front matter, and what other generators call the same.

use crate::diag::Code;
use crate::parse::shape::{Field, Kind, Shape};

/// The front matter of an article, TOML or YAML.
pub static FRONT_MATTER: Shape = Shape::new(
    "article",
    "The front matter of an article, in TOML between `+++` or in YAML between `---`. None is fine.",
    &[
        Field::new(
            "title",
            Kind::Text,
            "The page's name; without it, the first heading, else the file's name.",
        ),
        Field::new(
            "description",
            Kind::Text,
            "One sentence, for lists and search engines.",
        ),
        Field::new(
            "weight",
            Kind::INTEGER,
            "Place in the order, lowest first; what has none comes last.",
        )
        .alias(&["order", "sidebar_position", "sidebar.order"]),
        Field::new(
            "nav_title",
            Kind::Text,
            "A shorter name for the navigation.",
        )
        .alias(&["linkTitle", "sidebar_label", "sidebar.label"]),
        Field::new("slug", Kind::Id, "The last part of the address."),
        Field::new("path", Kind::Id, "The whole address.").alias(&["url", "permalink"]),
        Field::new("date", Kind::Date, "When it was first published."),
        Field::new(
            "updated",
            Kind::Either(&[Kind::Date, Kind::Flag]),
            "When it was last changed.",
        )
        .alias(&["lastmod", "lastUpdated", "last_update.date"]),
        Field::new("draft", Kind::Flag, "Not published yet.").default("false"),
        Field::new("unlisted", Kind::Flag, "Published, but in no list.").default("false"),
        Field::new(
            "aliases",
            Kind::OneOrMore(&Kind::Id),
            "Former addresses, which lead here.",
        )
        .alias(&["redirect_from", "old_paths", "page-aliases"])
        .default("[]"),
        Field::new(
            "redirect_to",
            Kind::Id,
            "The page is only a redirect to this page or address.",
        ),
        Field::new("template", Kind::Id, "Another template of the theme.").alias(&["layout"]),
        Field::new(
            "tags",
            Kind::OneOrMore(&Kind::Text),
            "Labels; without effect so far.",
        )
        .alias(&["taxonomies.tags"])
        .default("[]"),
        Field::new("search", Kind::Flag, "`false`: not in the search.")
            .alias(&["in_search_index", "pagefind"])
            .default("true"),
        Field::new(
            "search.exclude",
            Kind::Flag,
            "`true`: the same as `search = false`.",
        ),
        Field::new("toc", Kind::Flag, "`false`: no list of contents.").default("true"),
        Field::new(
            "hide_table_of_contents",
            Kind::Flag,
            "`true`: the same as `toc = false`.",
        ),
        Field::new(
            "tableOfContents",
            Kind::Any,
            "`false`: the same as `toc = false`.",
        ),
        Field::new("outline", Kind::Any, "`false`: the same as `toc = false`."),
        Field::new(
            "hide",
            Kind::OneOrMore(&Kind::Text),
            "With `toc` in it: the same as `toc = false`.",
        ),
        Field::new(
            "edit_url",
            Kind::Either(&[Kind::Text, Kind::Flag]),
            "Where to edit this page; `false`: nowhere.",
        )
        .alias(&["custom_edit_url", "editUrl", "editLink"]),
        Field::new(
            "owner",
            Kind::OneOrMore(&Kind::Id),
            "Who keeps it: roles, keys of `[owners]` or a name.",
        )
        .alias(&["owner_slack"]),
        Field::new(
            "last_reviewed_on",
            Kind::Date,
            "When somebody last read it with care.",
        )
        .alias(&["last_reviewed_at", "reviewed"]),
        Field::new("review_in", Kind::Span, "How long that lasts: `6 months`."),
        Field::new(
            "review_by",
            Kind::Date,
            "The day by which it is to be read again.",
        ),
        Field::new(
            "outdated",
            Kind::Text,
            "Why it should not be relied on; shown at the top.",
        ),
        Field::new(
            "glossary",
            Kind::Either(&[Kind::Flag, Kind::OneOrMore(&Kind::Id)]),
            "`false`: no term is linked here; or a list of those that are not.",
        )
        .default("true"),
        Field::new(
            "extra",
            Kind::Map(&Kind::Any),
            "Fields of your own, for your templates.",
        )
        .alias(&["params"]),
        Field::new(
            "audience",
            Kind::Any,
            "An error until pages for a part of the readers exist.",
        )
        .later(Code::AUDIENCE_UNSUPPORTED),
    ],
)
.open("other keys are accepted and have no effect");
