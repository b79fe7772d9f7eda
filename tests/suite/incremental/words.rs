//! What random edits choose from: pieces of text, front matters, keys of `site.toml`, and files in several versions. Data
//! files are in `tables.rs`.
//!
//! Each value is here because some result depends on it: a field of a memo's key that no value here moves is not tested.

/// Pieces of Markdown. A body is a few of them, so that texts are long enough to be remembered.
pub const PIECES: &[&str] = &[
    "A line about a sprint and the *sprint* goal.",
    "## Heading\n\nThe product\nowner and the product\nmanager meet.",
    "## Heading\n\n### Below {#own}\n\nText with `code`, **strong**, ~~gone~~ and [outside](https://example.org/).",
    "# Title in the text\n\nUnder the title.",
    "| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 | [one](/guide/one.md) |",
    "> [!NOTE]\n> A note that links [two](/guide/two.md#heading).",
    "- [ ] open\n- [x] done\n  1. one\n  2. two",
    "![a picture](/img/pic.gif) ![sized](/img/pic.gif){width=10}",
    "Text[^1] and again[^1].\n\n[^1]: A footnote with [about](/about.md).",
    ":::include /_part.md",
    ":::include /guide/_shared.md#a\n\n:::include /guide/_shared.md#b",
    "```python title=\"x.py\" {1}\nif x == 1: return \"a\"\n```",
    "```python file=\"/code/x.py\"\n```\n\n```python file=\"/code/y.py\"\n```",
    "[[toc]]\n\n## First\n\n## Second",
    "<div class=\"x\" id=\"raw\">raw <b>html</b></div>\n\nIt's \"quoted\" -- and so on...",
    "[ada](role:ada), [term](term:sprint), [right](right:ship), [both](compare:ada-vs-bo), [who](decision:who).",
    "[broken](nowhere.md) and [relative](two.md) and [deeper](deep/three.md)",
    ":::include /guide/_absent.md",
    "<script>alert(1)</script><custom>text</custom>",
    "Ada and Bo share a sprint. A user story, two *user* stories.",
    "Term\n: Definition of a sprint\n\n***\n\nlast {{ braces }} {% mark %}",
    ":::include _shared.md#a\n\n![near](pic.gif)",
    "Every big\nstory counts.",
    "<!-- part: x -->\nA small part.\n<!-- /part -->\n\n:::include /_part.md",
    "## Responsibilities\n\nWhat they do.\n\n## Pay\n\nMoney.\n\n## Sprint\n\nTime.",
    "[^never]: Not referred to, but see[^hidden].\n\n[^hidden]: Nor shown.",
    ":::include /_a.md\n\nThe goal between.\n\n:::include /_b.md",
    ":::tabs\n:::tab[One]\nA sprint.\n:::\n:::tab[Two]\n```sh\na\n```\n:::\n:::\n\n:::code-group\n```js\nb\n```\n:::",
    ":::cards\n- [two](/guide/two.md): a :badge[goal]{type=tip}\n:::\n\n:::steps\n1. one\n:::\n\n:::columns\na\n\nb\n:::",
    ":::role ada\n\n:::term sprint\n\n:::rights role=ada\n\n:::rights area=Work",
    ":::compare ada bo\n\n:::decision who\n\n:::rights ship",
    ":::box[Label] n=1\nA sprint, [one](/guide/one.md).\n\n:::role bo\n\n:::",
];

/// Keys of a front matter and what they may say.
pub const FRONT: &[(&str, &[&str])] = &[
    ("title", &["\"One\"", "\"Two\"", "\"Ada & Bo\""]),
    ("weight", &["1", "2", "-3"]),
    ("slug", &["\"first\"", "\"second\""]),
    ("draft", &["true"]),
    ("unlisted", &["true"]),
    ("path", &["\"/elsewhere/\"", "\"/guide/moved/\""]),
    ("template", &["\"section\"", "\"plain\"", "\"absent\""]),
    ("aliases", &["[\"/old/\"]", "[\"/old/\", \"/older.html\"]"]),
    (
        "redirect_to",
        &["\"/about/\"", "\"https://example.org/\"", "\"nowhere.md\""],
    ),
    ("toc", &["false"]),
    ("glossary", &["false", "[\"sprint\"]"]),
    ("description", &["\"A line.\"", "\"Another line.\""]),
    ("owner", &["\"ada\"", "\"ops\""]),
    ("review_by", &["2026-11-24", "2026-11-25"]),
    ("nav_title", &["\"Short\"", "\"Shorter\""]),
    (
        "extra",
        &["{ color = \"red\" }", "{ color = \"blue\", n = 1 }"],
    ),
    ("tag", &["[\"x\"]", "[\"y\"]"]),
    ("colour", &["1"]),
    ("edit_url", &["\"https://example.org/edit\"", "\"\""]),
    ("date", &["2026-01-01", "\"no day\""]),
];

/// Keys of `site.toml` and what they may say.
pub const SITE: &[(&str, &[&str])] = &[
    ("title", &["\"Handbook\"", "\"Other handbook\""]),
    ("description", &["\"A handbook.\"", "\"Another one.\""]),
    ("language", &["\"de\"", "\"ar\"", "\"en-GB\""]),
    ("direction", &["\"rtl\""]),
    (
        "base_url",
        &[
            "\"https://example.org/\"",
            "\"https://example.org/base/\"",
            "\"nothing\"",
        ],
    ),
    ("relative_links", &["true"]),
    ("static_dir", &["\"content/img\"", "\"extra\""]),
    ("output_dir", &["\"content/guide/deep\"", "\"out\""]),
    ("content_dir", &["\"content/guide\""]),
    ("indexing", &["false"]),
    ("print.enabled", &["true"]),
    ("git.dates", &["\"off\"", "\"on\"", "1"]),
    ("edit_url", &["\"https://example.org/{path}\""]),
    ("theme", &["\"harbor\"", "\"quay\"", "\"none\""]),
    (
        "nav",
        &[
            "[\"guide/\", \"about.md\"]",
            "[{ title = \"More\", items = [\"about.md\", \"role:ada\"] }]",
            "[\"absent.md\"]",
        ],
    ),
    ("markdown.raw_html", &["\"trust\"", "\"escape\""]),
    ("markdown.smart_punctuation", &["true"]),
    ("markdown.math", &["true"]),
    ("markdown.diagrams", &["false"]),
    ("markdown.highlight", &["false"]),
    ("look.accent", &["\"#884400\"", "\"#123\"", "\"pink\""]),
    ("look.logo", &["\"logo.svg\"", "\"absent.svg\""]),
    (
        "look.footer",
        &[
            "\"Foot of a [page](/about.md) on a sprint\"",
            "\"Other [foot](nowhere.md)\"",
        ],
    ),
    (
        "look.announcement",
        &["\"*News* of \\\"today\\\"\"", "\"Old news\""],
    ),
    (
        "look.links",
        &["[{ title = \"About\", url = \"about.md\" }]"],
    ),
    ("look.css", &["[\"extra.css\"]"]),
    ("strings.heading-link", &["\"Anchor\"", "\"Anker\""]),
    ("strings.next", &["\"Onward\""]),
    ("strings.roles", &["\"People\""]),
    ("strings.nonsense", &["\"x\""]),
    (
        "owners",
        &[
            "{ ops = { name = \"Operations\" } }",
            "{ ops = { name = \"Ops\", url = \"https://example.org/\" } }",
        ],
    ),
    (
        "roles.families",
        &["[\"a\", \"b\"]", "[{ id = \"b\", name = \"Bees\" }, \"a\"]"],
    ),
    ("comparisons.pairs", &["\"all\"", "\"declared\""]),
    (
        "glossary.links",
        &["\"all\"", "\"never\"", "\"first-per-section\""],
    ),
    ("embed.articles", &["true"]),
    ("check.levels.link-broken", &["\"warning\"", "\"allow\""]),
    ("wrong", &["1"]),
];

/// Files that are templates, parts, code, pictures: each in several versions. An empty one means that the file is not
/// there.
pub const FILES: &[(&str, &[&str])] = &[
    (
        "content/roles/ada.md",
        &[
            "The long text about Ada.\n\n## Plans\n\nMore about a sprint.\n",
            "## Responsibilities\n\n- one\n- two\n- three\n- four\n- five\n- six\n\n## Pay\n\n- one\n- two *story*\n",
            "Another text.\n",
            "",
        ],
    ),
    (
        "content/_part.md",
        &[
            "Included by many, [one](guide/one.md), with a sprint.\n\n- a\n- b\n",
            "Included and changed.\n\n## A heading of a part\n\n[gone](gone.md)\n\n:::include guide/_shared.md#b\n",
            ":::include /guide/same.md#x\n",
            "",
        ],
    ),
    (
        "content/guide/_shared.md",
        &[
            "<!-- part: a -->\nPart *a* with ![near](pic.gif).\n<!-- /part -->\n\n<!-- part: b -->\nPart b[^n].\n<!-- /part -->\n\n[^n]: Far.\n",
            "<!-- part: b -->\nPart *a* with ![near](pic.gif).\n<!-- /part -->\n\n<!-- part: a -->\nPart b.\n<!-- /part -->\n",
            "<!-- part: a -->\nOnly a, and [a circle](one.md).\n\n:::include /_part.md\n<!-- /part -->\n",
            "",
        ],
    ),
    ("content/_a.md", &["A *story* of a sprint.\n", ""]),
    ("content/_b.md", &["A *story* of a sprint.\n", ""]),
    ("content/code/x.py", &["a\nb", "a", "def f(): pass\n", ""]),
    ("content/code/y.py", &["c", "b\nc", "x = 1\n", ""]),
    (
        "content/img/pic.gif",
        &[
            "GIF89a(\0\x1e\0\0\0\0\0\0\0",
            "GIF89a\x1e\0(\0\0\0\0\0\0\0",
            "GIF89a",
            "",
        ],
    ),
    (
        "content/guide/pic.gif",
        &[
            "GIF89a\x07\0\x07\0\0\0\0\0\0\0",
            "GIF89a\x08\0\x08\0\0\0\0\0\0\0",
            "",
        ],
    ),
    ("content/notes.toml", &["", "name = \"stray\"\n"]),
    ("static/logo.svg", &["<svg/>", "<svg></svg>", ""]),
    ("static/extra.css", &["a{}", "b{}", ""]),
    ("static/robots.txt", &["", "User-agent: none\n"]),
    ("static/_redirects", &["", "/x /y 301\n"]),
    (
        "themes/default/templates/article.html",
        &[
            "",
            "{% extends \"base.html\" %}{% block content %}OWN {{ article.body | safe }}{% endblock content %}",
            "{% extends \"builtin/article.html\" %}{% block end %}END {{ article.extra.color | default(value=\"\") }} {{ page.title }}{% endblock end %}",
            "{% block content %}{{ article.nothing.at.all }}{% endblock %}",
            "{% if %}",
        ],
    ),
    (
        "themes/default/templates/partials/side.html",
        &[
            "",
            "<nav>SIDE{% for i in side.items %}{{ i.title }}{% endfor %}</nav>",
        ],
    ),
    (
        "themes/default/templates/partials/nav.html",
        &["", "<nav>NAV {{ site.title }} {{ here }}</nav>"],
    ),
    (
        "themes/default/templates/parts.html",
        &[
            "",
            "{% component day(iso) %}DAY {{ iso }}{% endcomponent day %}",
            "{% component role(role) %}ROLE {{ role.name }}{% endcomponent role %}",
        ],
    ),
    (
        "themes/default/templates/plain.html",
        &[
            "{{ page.title }} {{ site.title }}",
            "{{ page.url }} {{ \"2026-11-03\" | date }} {% if article %}{{ article.body | safe }}{% endif %} {{ theme.options.color | default(value=\"none\") }}",
            "{% extends \"base.html\" %}{% block content %}OWN {{ article.body | safe }}{% endblock content %}",
            "",
        ],
    ),
    (
        "themes/default/templates/components/box.html",
        &[
            "<div>{{ component.label }} {{ component.body | safe }}</div>",
            "<div>{{ component.attributes.n }} {{ component.body | safe }}</div>",
            "{{ component.nothing }}",
            "",
        ],
    ),
    (
        "themes/default/templates/components/role.html",
        &["<p>OWN {{ role.role.name }}</p>", ""],
    ),
    ("themes/default/static/theme.css", &["", "body{color:red}"]),
    (
        "themes/default/theme.toml",
        &[
            "",
            "name = \"Own\"\n[options]\ncolor = \"red\"\n",
            "name = \"Own\"\n[options]\ncolor = \"blue\"\n",
        ],
    ),
    (
        "themes/harbor/theme.toml",
        &[
            "name = \"Harbor\"\n[options]\ncolor = \"sea\"\n",
            "name = \"Harbor\"\nextends = \"quay\"\n",
            "name = \"Harbor\"\nrolebook = { min = \"99.0\" }\n",
            "name = \"Harbor\"\nrolebook = { max = \"0.0.1\" }\n",
            "",
        ],
    ),
    (
        "themes/harbor/templates/section.html",
        &[
            "HARBOR {{ page.title }} {{ section.body | default(value=\"\") | safe }}",
            "",
        ],
    ),
    (
        "themes/quay/theme.toml",
        &[
            "name = \"Quay\"\n",
            "name = \"Quay\"\nextends = \"harbor\"\n",
            "",
        ],
    ),
    ("themes/quay/static/theme.js", &["quay()", "quay(1)", ""]),
];

/// Names of pages that are made or renamed.
pub const NAMES: &[&str] = &[
    "one.md",
    "two.md",
    "three.md",
    "_index.md",
    "größe.md",
    "new page.md",
    "_part.md",
    "README.md",
    "ada.md",
    "bo.md",
    "part.md",
];

/// Folders that pages are put into.
pub const FOLDERS: &[&str] = &[
    "",
    "guide/",
    "guide/deep/",
    "fresh/nested/",
    "handbook/",
    "roles/",
];
