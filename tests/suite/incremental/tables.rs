//! Data files by their tables: what a random one may say, key by key.
//!
//! A value may hold `{id}` (the file's name), `{n}` (the how-manieth table of its kind), `{word}` (a word that texts use)
//! and `{go}` (where an answer leads if nothing else is said). A key whose name begins with `!` is written even if nothing
//! was chosen, with its first value.

/// The keys of one kind of table, each with what it may say.
pub type Keys = &'static [(&'static str, &'static [&'static str])];

/// A kind of data file.
pub struct DataKind {
    /// Where such files are: paths below `content/`.
    pub places: &'static [&'static str],
    /// Its tables by what stands above them; the first is the top of the file.
    pub tables: &'static [(&'static str, Keys)],
    /// Which tables a new file may have.
    pub layouts: &'static [&'static [u8]],
}

/// All kinds.
pub const KINDS: &[DataKind] = &[
    DataKind {
        places: &[
            "roles/ada.toml",
            "roles/bo.toml",
            "roles/cy.toml",
            "roles/team/di.toml",
        ],
        tables: &[("", ROLE)],
        layouts: &[&[0]],
    },
    DataKind {
        places: &["glossary.toml", "glossary/more.toml"],
        tables: &[("", &[]), ("[[term]]", TERM)],
        layouts: &[&[0, 1], &[0, 1, 1], &[0, 1, 1, 1], &[0, 1, 1, 1, 1]],
    },
    DataKind {
        places: &["rights.toml"],
        tables: &[
            ("", REVIEW),
            ("[[party]]", PARTY),
            ("[[activity]]", ACTIVITY),
        ],
        layouts: &[&[0, 2], &[0, 2, 2], &[0, 1, 2, 2, 2]],
    },
    DataKind {
        places: &["decisions/who.toml", "decisions/when.toml"],
        tables: &[
            ("", DECISION),
            ("[[question]]", QUESTION),
            ("[[question.option]]", OPTION),
            ("[[outcome]]", OUTCOME),
            ("[[test]]", TEST),
        ],
        layouts: &[
            &[0, 1, 2, 2, 3, 3],
            &[0, 1, 2, 2, 1, 2, 2, 3, 3],
            &[0, 1, 2, 2, 2, 3, 3, 3, 4],
        ],
    },
    DataKind {
        places: &["comparisons/ada-vs-bo.toml", "comparisons/three.toml"],
        tables: &[("", COMPARISON), ("[[misconceptions]]", MISCONCEPTION)],
        layouts: &[&[0], &[0, 1]],
    },
    DataKind {
        places: &["dimensions.toml"],
        tables: &[
            ("", &[("builtin", &["false", "true"])]),
            ("[[group]]", GROUP),
            ("[[dimension]]", DIMENSION),
            ("[[topic]]", TOPIC),
        ],
        layouts: &[&[0, 2], &[0, 1, 2, 2], &[0, 1, 2, 2, 2, 3]],
    },
    DataKind {
        places: &["skills.toml"],
        tables: &[
            ("", &[("levels", &["[\"low\", \"high\"]", "[\"expert\"]"])]),
            ("[[skill]]", SKILL),
        ],
        layouts: &[&[0, 1], &[0, 1, 1]],
    },
    DataKind {
        places: &["sources.toml"],
        tables: &[("", &[]), ("[[source]]", SOURCE)],
        layouts: &[&[0, 1], &[0, 1, 1]],
    },
];

/// Words of the glossary that texts use.
pub const WORDS: &[&str] = &[
    "sprint",
    "product",
    "story",
    "user story",
    "goal",
    "big story",
    "product owner",
    "owner",
    "big",
    "time",
];

const ROLE: Keys = &[
    (
        "!name",
        &[
            "\"Role {id}\"",
            "\"Product owner\"",
            "\"Sprint lead\"",
            "\"Ada & *Bo*\"",
        ],
    ),
    ("family", &["\"a\"", "\"a\"", "\"b\"", "\"c\""]),
    ("weight", &["1", "2", "-1"]),
    (
        "summary",
        &[
            "\"Sees *far* in a sprint.\"",
            "\"Sees *near* in a story.\"",
            "\"Sees [one](/guide/one.md) -- and `code`.\"",
        ],
    ),
    (
        "responsibilities",
        &[
            "[\"Plans\", \"Draws\"]",
            "[\"Plans\", { text = \"Ships a story\", stance = \"contested\" }]",
            "[{ topic = \"x\", text = \"Draws\", sources = [\"source-1\"] }]",
            "{ state = \"varies\", why = \"The time\" }",
        ],
    ),
    (
        "skills",
        &[
            "[{ skill = \"skill-1\", level = \"expert\" }]",
            "[\"skill-1\", \"Law\"]",
            "[{ skill = \"skill-2\", need = \"desirable\" }]",
        ],
    ),
    ("metrics", &["[\"A goal\"]", "[\"Time\", \"A goal\"]"]),
    (
        "horizon",
        &[
            "\"year\"",
            "\"day\"",
            "{ value = \"year\", note = \"Near\" }",
        ],
    ),
    ("scope", &["\"All of it\"", "\"Some `of` it, a sprint\""]),
    ("artefacts", &["[\"Plan\"]", "[\"Plan\", \"Drawing\"]"]),
    (
        "works_with",
        &["[\"ada\"]", "[\"bo\", \"cy\"]", "[\"party-1\"]"],
    ),
    ("pay", &["\"Much\"", "\"Little, per sprint\""]),
    ("remote", &["true", "false"]),
    ("span", &["[1, 3]", "[3, 5]"]),
    ("size", &["3", "4.5"]),
    ("rank", &["\"first\"", "\"second\""]),
    ("near", &["[\"ada\"]", "[\"di\"]"]),
    ("purpose", &["\"To *be*.\"", "\"To be there.\""]),
    ("domain", &["[\"The product\"]"]),
    ("not", &["[\"No time\"]"]),
    ("kind", &["\"job\"", "\"hat\""]),
    ("status", &["\"draft\"", "\"deprecated\""]),
    ("replaced_by", &["\"bo\""]),
    ("was", &["[\"augusta\"]", "[\"bob\"]"]),
    ("abbr", &["[\"AL\"]", "[\"PO\"]"]),
    ("aliases", &["[\"planner\"]", "[\"owner\"]"]),
    ("plural", &["\"planners\""]),
    ("monogram", &["\"X\""]),
    ("hue", &["3", "7"]),
    ("combines_with", &["[\"bo\"]"]),
    ("conflicts_with", &["[\"cy\"]"]),
    (
        "levels",
        &["[{ id = \"one\", summary = \"First *step*\" }]"],
    ),
    ("owner", &["\"ada\"", "\"ops\""]),
    ("last_reviewed_on", &["2026-10-25", "2026-11-24"]),
    ("review_in", &["\"1 month\""]),
    ("sources", &["[\"source-1\"]", "[\"source-2\"]"]),
    ("extra", &["{ color = \"red\" }"]),
    ("nonsense", &["1"]),
];

const COMPARISON: Keys = &[
    (
        "!roles",
        &[
            "[\"ada\", \"bo\"]",
            "[\"bo\", \"ada\"]",
            "[\"ada\", \"bo\", \"cy\"]",
            "[\"bo\", \"di\"]",
        ],
    ),
    (
        "verdict",
        &[
            "\"One sees -- one draws.\"",
            "\"Both, in a [sprint](term:sprint).\"",
        ],
    ),
    ("title", &["\"A and B\""]),
    (
        "choose",
        &[
            "{ ada = \"It is *far*.\", bo = \"It is near.\" }",
            "{ both = \"A big story.\" }",
        ],
    ),
    ("decision", &["\"who\"", "\"when\""]),
];

const MISCONCEPTION: Keys = &[
    ("!myth", &["\"Equal\"", "\"The same *time*\""]),
    ("!fact", &["\"Not [equal](role:ada)\"", "\"Not the same\""]),
    ("sources", &["[\"source-1\"]"]),
];

const REVIEW: Keys = &[
    ("owner", &["\"ada\"", "\"ops\""]),
    ("review_by", &["2026-11-24", "2026-11-25"]),
];

const PARTY: Keys = &[
    ("!id", &["\"party-{n}\""]),
    ("name", &["\"The board\"", "\"All\""]),
];

const ACTIVITY: Keys = &[
    (
        "!name",
        &[
            "\"Ship number {n}\"",
            "\"Plans\"",
            "\"Order the story {n}\"",
        ],
    ),
    ("!accountable", &["\"ada\"", "\"bo\"", "\"party-1\""]),
    ("id", &["\"act-{n}\"", "\"row-plans\""]),
    ("area", &["\"Work\"", "\"Rest\""]),
    ("verb", &["\"Sail\""]),
    ("kind", &["\"decision\"", "\"task\""]),
    ("responsible", &["[\"bo\"]", "[\"ada\", \"cy\"]"]),
    ("consulted", &["[\"cy\"]", "[\"party-1\"]"]),
    ("informed", &["[\"di\"]"]),
    ("deputy", &["\"cy\""]),
    ("escalates_to", &["\"party-1\""]),
    ("within", &["\"1 week\""]),
    (
        "if_absent",
        &["{ ada = \"bo\" }", "{ ada = \"bo\", bo = \"cy\" }"],
    ),
];

const DECISION: Keys = &[
    ("!title", &["\"Which {id}?\"", "\"Who does it now?\""]),
    (
        "summary",
        &["\"To *find* it in a sprint.\"", "\"For a story.\""],
    ),
    ("start", &["\"q1\"", "\"q2\""]),
    ("was", &["[\"whom\"]"]),
];

const QUESTION: Keys = &[
    ("!id", &["\"q{n}\""]),
    ("!text", &["\"Is it far? {n}\"", "\"Is it near?\""]),
    (
        "help",
        &["\"See [two](/guide/two.md).\"", "\"Count the time.\""],
    ),
    ("short", &["\"Far\"", "\"Near\""]),
    ("was", &["[\"old-q\"]"]),
];

const OPTION: Keys = &[
    ("!id", &["\"a{n}\""]),
    ("!text", &["\"Answer {n}\"", "\"Perhaps\""]),
    (
        "!because",
        &["\"Far is *far* in a sprint.\"", "\"Near is near.\""],
    ),
    (
        "!next",
        &[
            "\"{go}\"",
            "\"o1\"",
            "\"o2\"",
            "\"q2\"",
            "[{ when = { q1 = \"a1\" }, go = \"o1\" }, { go = \"o2\" }]",
        ],
    ),
    ("was", &["[\"old-a\"]"]),
];

const OUTCOME: Keys = &[
    ("!id", &["\"o{n}\""]),
    ("!title", &["\"Outcome {n}\"", "\"Take *it*\""]),
    ("roles", &["[\"ada\"]", "[\"bo\", \"cy\"]"]),
    (
        "summary",
        &["\"*Bo* does [it](/about.md).\"", "\"In time.\""],
    ),
    ("body", &["\"A story.\\n\\n- one\\n- [two](two.md)\""]),
    ("do_next", &["[\"Plan a sprint\"]"]),
    ("strength", &["\"strong\"", "\"either\""]),
    ("sources", &["[\"source-1\"]"]),
    ("was", &["[\"old-o\"]"]),
];

const TEST: Keys = &[
    ("!answers", &["{ q1 = \"a1\" }", "{ q1 = \"a2\" }"]),
    ("!expect", &["\"o1\"", "\"o2\""]),
    ("name", &["\"The usual\""]),
];

const GROUP: Keys = &[
    ("!id", &["\"group-{n}\""]),
    ("name", &["\"Work\"", "\"Reach\""]),
];

const DIMENSION: Keys = &[
    (
        "!id",
        &[
            "\"pay\"\ntype = \"text\"",
            "\"horizon\"\ntype = \"scale\"\nsteps = [\"day\", \"year\"]",
            "\"horizon\"\ntype = \"scale\"\nsteps = [\"year\", \"day\", \"aeon\"]",
            "\"responsibilities\"\ntype = \"list\"",
            "\"remote\"\ntype = \"yes-no\"",
            "\"span\"\ntype = \"range\"\nunit = \"teams\"",
            "\"size\"\ntype = \"number\"",
            "\"rank\"\ntype = \"choice\"\nvalues = [\"first\", \"second\"]",
            "\"near\"\ntype = \"roles\"",
            "\"scope\"\ntype = \"list\"",
        ],
    ),
    ("name", &["\"Money\"", "\"Reach\""]),
    ("question", &["\"How much?\""]),
    ("group", &["\"group-1\""]),
    ("required", &["true"]),
    ("weight", &["3", "0.5"]),
];

const TOPIC: Keys = &[
    ("!id", &["\"x\"", "\"y\""]),
    ("!dimension", &["\"responsibilities\"", "\"metrics\""]),
    ("name", &["\"Drawing\""]),
];

const SKILL: Keys = &[
    ("!id", &["\"skill-{n}\"", "\"Law\""]),
    ("name", &["\"Mathematics\"", "\"Rhetoric\""]),
    ("description", &["\"To count.\""]),
];

const SOURCE: Keys = &[
    ("!id", &["\"source-{n}\""]),
    ("!title", &["\"A book\"", "\"Another book\""]),
    ("authors", &["[\"N. N.\"]"]),
    ("date", &["2020"]),
    ("url", &["\"https://example.org/\""]),
    ("kind", &["\"book\""]),
];

const TERM: Keys = &[
    (
        "!name",
        &[
            "\"{word}\"",
            "\"story\"",
            "\"sprint\"",
            "\"big story\"",
            "\"Sprint lead\"",
        ],
    ),
    (
        "!definition",
        &["\"What a {word} is.\"", "\"A fixed time.\"", "\"A tale.\""],
    ),
    ("id", &["\"id-{n}\""]),
    ("plural", &["\"stories\"", "\"goals\""]),
    ("abbr", &["[\"US\"]", "[\"AL\"]"]),
    ("aliases", &["[\"heading\"]", "[\"manager\", \"note\"]"]),
    ("forms", &["[\"sprint goal\"]"]),
    (
        "body",
        &[
            "\"See [two](/guide/two.md) and product.\"",
            "\"Sees *near* in a sprint.\"",
            "\"## Heading\\n\\nA story.\"",
        ],
    ),
    ("example", &["\"A *goal*.\""]),
    ("not_the_same_as", &["[\"sprint\"]", "[\"fire\"]"]),
    ("broader", &["\"product\""]),
    ("related", &["[\"story\"]"]),
    ("status", &["\"avoid\"", "\"deprecated\""]),
    ("use_instead", &["\"sprint\"", "\"story\""]),
    ("scope", &["\"work\"", "\"play\""]),
    ("role", &["\"ada\"", "\"bo\""]),
    ("sources", &["[\"source-1\"]"]),
    ("not_on", &["[\"guide/**\"]", "[\"about.md\"]"]),
    (
        "match",
        &[
            "{ case = \"exact\" }",
            "{ links = \"all\" }",
            "{ links = \"never\" }",
            "{ not_in = [\"sprint goal\"] }",
        ],
    ),
];
