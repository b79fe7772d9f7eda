//! An edit computes what it must and no more: counted, not timed.
//!
//! The measure of "must" for pages is the output itself: as many pages are rendered as come out with other bytes.

use rolebook::disk::write::DiskSink;
use rolebook::output::OutputKind;
use rolebook::pipeline::Memos;

use super::handbook::{World, tree};
use super::play::{Made, make};
use crate::support::Files;

/// What one build computed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Computed {
    parsed: u64,
    inline: u64,
    matched: u64,
    bodies: u64,
    themes: u64,
    pages: u64,
    settled: u64,
    texts: u64,
    links: u64,
}

/// A handbook that has been built once, and is built again after each edit.
struct Desk {
    memos: Memos,
    files: Files,
    made: Made,
}

const SITE: &[(&str, &str)] = &[
    (
        "content/_index.md",
        "# Home\n\nA line about a sprint.\n\n:::include /_part.md\n",
    ),
    (
        "content/about.md",
        "# About\n\nNothing that needs a word.\n",
    ),
    ("content/_part.md", "Included, with a *goal*.\n"),
    ("content/guide/_index.md", "# Guide\n\nHow it is done.\n"),
    (
        "content/guide/one.md",
        "# One\n\nA sprint.\n\n- a\n- b\n- c\n- d\n- e\n- f\n- g\n- h\n- i\n- j\n\n:::include /_part.md\n",
    ),
    ("content/guide/two.md", "# Two\n\nSee [one](one.md).\n"),
    ("content/guide/three.md", "# Three\n\nNo word.\n"),
    ("content/tools/_index.md", "# Tools\n"),
    ("content/tools/saw.md", "# Saw\n\nIt is sharp.\n"),
    (
        "content/roles/ada.toml",
        "name = \"Ada\"\nfamily = \"a\"\nsummary = \"Sees *far*.\"\nresponsibilities = [\"Plans\", \"Draws\"]\nscope = \"All\"\n",
    ),
    (
        "content/roles/bo.toml",
        "name = \"Bo\"\nfamily = \"a\"\nresponsibilities = [\"Draws\"]\nscope = \"Some\"\n",
    ),
    (
        "content/roles/cy.toml",
        "name = \"Cy\"\nfamily = \"b\"\nresponsibilities = [\"Cuts\"]\n",
    ),
    (
        "content/comparisons/ada-vs-bo.toml",
        "roles = [\"ada\", \"bo\"]\nverdict = \"One sees.\"\n",
    ),
    (
        "content/rights.toml",
        "[[activity]]\nid = \"ship\"\nname = \"Ship it\"\naccountable = \"ada\"\nresponsible = [\"bo\"]\n",
    ),
    (
        "content/decisions/who.toml",
        "title = \"Who?\"\n[[question]]\nid = \"far\"\ntext = \"Is it far?\"\n[[question.option]]\nid = \"yes\"\ntext = \"Yes\"\nbecause = \"Far is far.\"\nnext = \"ada\"\n[[question.option]]\nid = \"no\"\ntext = \"No\"\nbecause = \"Near is near.\"\nnext = \"bo\"\n[[outcome]]\nid = \"ada\"\ntitle = \"Take Ada\"\nroles = [\"ada\"]\n[[outcome]]\nid = \"bo\"\ntitle = \"Take Bo\"\nroles = [\"bo\"]\n",
    ),
    (
        "content/glossary.toml",
        "[[term]]\nname = \"sprint\"\ndefinition = \"A fixed time.\"\n[[term]]\nname = \"goal\"\ndefinition = \"An aim.\"\n",
    ),
];

impl Desk {
    fn new() -> Self {
        let files: Files = SITE
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect();
        let memos = Memos::keeping();
        let made = make(&tree(&files, World::default()), World::default(), &memos);
        Self { memos, files, made }
    }

    /// Other words in a file.
    fn replace(&mut self, path: &str, from: &str, to: &str) -> (Computed, Vec<String>) {
        let text = String::from_utf8(self.files[path].clone()).unwrap();
        assert!(text.contains(from), "`{from}` in {path}");
        self.write(path, &text.replace(from, to))
    }

    /// What it computed, and which pages came out with other bytes.
    fn write(&mut self, path: &str, text: &str) -> (Computed, Vec<String>) {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
        self.build()
    }

    fn build(&mut self) -> (Computed, Vec<String>) {
        let before = self.counts();
        let world = World::default();
        let made = make(&tree(&self.files, world), world, &self.memos);
        let now = self.counts();
        let of = |i: usize| now[i] - before[i];
        let computed = Computed {
            parsed: of(0),
            inline: of(1),
            matched: of(2),
            bodies: of(3),
            themes: of(4),
            pages: of(5),
            settled: of(6),
            texts: of(7),
            links: of(8),
        };
        let is_new = |path: &String| self.made.files.get(path) != made.files.get(path);
        let pages = made.files.iter().filter(|(path, file)| {
            file.kind == OutputKind::Page && path.ends_with(".html") && is_new(path)
        });
        let changed = pages.map(|(path, _)| path.clone()).collect();
        self.made = made;
        (computed, changed)
    }

    fn counts(&self) -> [u64; 9] {
        let m = &self.memos;
        [
            m.parse.computed(),
            m.inline.computed(),
            m.terms.computed(),
            m.bodies.computed(),
            m.themes.computed(),
            m.pages.computed(),
            m.settled.computed(),
            m.texts.computed(),
            m.links.computed(),
        ]
    }
}

/// No page was rendered that came out as it was before.
fn no_more(computed: &Computed, changed: &[String]) {
    assert_eq!(computed.pages, changed.len() as u64, "{changed:#?}");
}

fn has(changed: &[String], pages: &[&str]) {
    for page in pages {
        assert!(changed.iter().any(|c| c == page), "{page} in {changed:#?}");
    }
}

fn has_not(changed: &[String], pages: &[&str]) {
    for page in pages {
        assert!(!changed.iter().any(|c| c == page), "{page} in {changed:#?}");
    }
}

const NOTHING: Computed = Computed {
    parsed: 0,
    inline: 0,
    matched: 0,
    bodies: 0,
    themes: 0,
    pages: 0,
    settled: 0,
    texts: 0,
    links: 0,
};

#[test]
fn nothing_is_computed_when_nothing_changed() {
    let mut desk = Desk::new();
    assert_eq!(desk.build().0, NOTHING);
}

#[test]
fn the_text_of_a_page_is_one_file_and_one_page() {
    let mut desk = Desk::new();
    let (computed, changed) = desk.replace("content/guide/one.md", "- j", "- j\n- k");
    assert_eq!(changed, ["guide/one/index.html"]);
    let one = Computed {
        parsed: 1,
        matched: 1,
        bodies: 1,
        pages: 1,
        texts: 1,
        links: 1,
        ..NOTHING
    };
    assert_eq!(computed, one);
}

#[test]
fn an_edit_that_is_taken_back_computes_nothing() {
    let mut desk = Desk::new();
    desk.replace("content/about.md", "Nothing", "Something");
    let (computed, _) = desk.replace("content/about.md", "Something", "Nothing");
    assert_eq!(computed, NOTHING);
}

#[test]
fn a_part_is_parsed_once_and_changes_what_includes_it() {
    let mut desk = Desk::new();
    let (computed, changed) = desk.write("content/_part.md", "Other words.\n");
    // With its word, the pages leave the list of those that use the term.
    assert_eq!(
        changed,
        [
            "embed/glossary/goal/index.html",
            "embed/glossary/index.html",
            "glossary/index.html",
            "guide/one/index.html",
            "index.html"
        ]
    );
    no_more(&computed, &changed);
    assert_eq!(computed.parsed, 1);
}

#[test]
fn a_title_changes_the_pages_that_show_it() {
    let mut desk = Desk::new();
    let (computed, changed) = desk.replace("content/guide/three.md", "# Three", "# Trois");
    no_more(&computed, &changed);
    has(&changed, &["guide/three/index.html", "contents/index.html"]);
    // The side column of its section shows it; other sections do not.
    has(&changed, &["guide/one/index.html"]);
    has_not(
        &changed,
        &[
            "about/index.html",
            "tools/saw/index.html",
            "roles/ada/index.html",
        ],
    );
    assert_eq!((computed.parsed, computed.themes), (1, 0));
    // Nothing else can be linked to than before: only links of the file itself are looked up.
    assert_eq!((computed.settled, computed.links), (1, 1));
}

#[test]
fn a_weight_changes_neighbours_and_lists() {
    let mut desk = Desk::new();
    let text = "+++\nweight = 1\n+++\n# Two\n\nSee [one](one.md).\n";
    let (computed, changed) = desk.write("content/guide/two.md", text);
    no_more(&computed, &changed);
    has(&changed, &["guide/index.html", "contents/index.html"]);
    has_not(
        &changed,
        &[
            "about/index.html",
            "tools/saw/index.html",
            "roles/ada/index.html",
        ],
    );
}

#[test]
fn a_definition_changes_the_pages_that_use_the_term() {
    let mut desk = Desk::new();
    let (computed, changed) = desk.replace("content/glossary.toml", "A fixed time", "A short time");
    no_more(&computed, &changed);
    has(
        &changed,
        &["glossary/index.html", "index.html", "guide/one/index.html"],
    );
    has_not(
        &changed,
        &[
            "about/index.html",
            "guide/two/index.html",
            "roles/ada/index.html",
        ],
    );
    assert_eq!((computed.parsed, computed.themes), (1, 0));
}

#[test]
fn a_field_of_a_role_changes_its_page_its_comparisons_and_lists() {
    let mut desk = Desk::new();
    for (from, to) in [
        ("Plans", "Paints"),
        ("\"All\"", "\"Nearly all\""),
        ("*far*", "*wide*"),
    ] {
        let (computed, changed) = desk.replace("content/roles/ada.toml", from, to);
        no_more(&computed, &changed);
        has(&changed, &["roles/ada/index.html"]);
        has_not(
            &changed,
            &[
                "about/index.html",
                "roles/cy/index.html",
                "guide/one/index.html",
            ],
        );
        assert_eq!((computed.parsed, computed.themes), (1, 0), "{from}");
    }
}

#[test]
fn data_change_the_pages_that_show_them() {
    let edits = [
        ("content/roles/ada.toml", "Draws", "Paints"),
        ("content/rights.toml", "Ship it", "Ship it soon"),
        (
            "content/decisions/who.toml",
            "Near is near",
            "Near is not far",
        ),
        ("content/decisions/who.toml", "Take Bo", "Take him"),
        (
            "content/comparisons/ada-vs-bo.toml",
            "One sees",
            "One looks",
        ),
    ];
    for (path, from, to) in edits {
        let mut desk = Desk::new();
        let (computed, changed) = desk.replace(path, from, to);
        assert!(!changed.is_empty(), "{from} in {path}, {computed:?}");
        // The home page receives the first rights, and shows them only where there are no decisions.
        let spare = u64::from(path.contains("rights"));
        assert_eq!(computed.pages, changed.len() as u64 + spare, "{changed:#?}");
        assert_eq!((computed.parsed, computed.themes), (1, 0), "{path}");
    }
}

#[test]
fn a_template_is_loaded_once_and_parses_no_article() {
    let mut desk = Desk::new();
    let own = "{% extends \"base.html\" %}{% block content %}OWN{% endblock content %}";
    let (computed, changed) = desk.write("themes/default/templates/article.html", own);
    no_more(&computed, &changed);
    has(&changed, &["about/index.html"]);
    has_not(&changed, &["index.html", "roles/ada/index.html"]);
    let made = (computed.parsed, computed.bodies, computed.themes);
    assert_eq!(made, (0, 0, 1));
}

#[test]
fn a_template_changes_the_pages_that_use_it() {
    let edits = [
        (
            "role.html",
            "{% extends \"builtin/role.html\" %}{% block content %}OWN{% endblock content %}",
            "roles/ada/index.html",
        ),
        (
            "partials/row-head.html",
            "{% if row.question %}HEAD{% else %}HEAD{% endif %}",
            "compare/ada-vs-bo/index.html",
        ),
    ];
    for (template, text, page) in edits {
        let mut desk = Desk::new();
        let (computed, changed) = desk.write(&format!("themes/default/templates/{template}"), text);
        no_more(&computed, &changed);
        has(&changed, &[page]);
        has_not(
            &changed,
            &["index.html", "about/index.html", "guide/one/index.html"],
        );
    }
    // What no page uses changes none.
    let mut desk = Desk::new();
    desk.write("themes/default/templates/left.html", "LEFT");
    let (computed, changed) = desk.write("themes/default/templates/left.html", "RIGHT");
    assert_eq!((computed.pages, changed.len()), (0, 0));
}

#[test]
fn a_footer_parses_no_file() {
    let mut desk = Desk::new();
    let (computed, _) = desk.write("site.toml", "[look]\nfooter = \"Foot\"\n");
    let made = (computed.parsed, computed.bodies, computed.themes);
    assert_eq!(made, (0, 0, 0));
}

/// On a disk: the text is another one and then the first again, a file has another time, and no page is touched.
#[test]
fn what_is_taken_back_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in SITE {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let memos = Memos::keeping();
    let publish = || {
        let tree = crate::support::from_disk(dir.path());
        let prepared = rolebook::pipeline::prepare(&tree, &World::default().options(), &memos);
        let sink = DiskSink::open(dir.path(), &dir.path().join("public"), &tree).unwrap();
        rolebook::pipeline::build(&prepared, &memos, &sink).unwrap();
        sink.commit().unwrap();
    };
    let times = || -> Vec<(String, std::time::SystemTime)> {
        let out = dir.path().join("public");
        let paths = crate::support::folder(&out).into_keys();
        paths
            .filter(|p| !p.starts_with('.'))
            .map(|p| {
                (
                    p.clone(),
                    std::fs::metadata(out.join(&p)).unwrap().modified().unwrap(),
                )
            })
            .collect()
    };
    publish();
    let before = (times(), memos.pages.computed());
    let about = dir.path().join("content/about.md");
    let text = std::fs::read(&about).unwrap();
    std::fs::write(&about, "Something else.\n").unwrap();
    std::fs::write(&about, text).unwrap();
    let touched = std::fs::File::options().write(true).open(&about).unwrap();
    touched
        .set_modified(std::time::SystemTime::UNIX_EPOCH)
        .unwrap();
    publish();
    assert_eq!((times(), memos.pages.computed()), before);
}
