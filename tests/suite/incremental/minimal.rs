//! An edit computes what it must and no more: counted, not timed.
//!
//! The measure of "must" for pages is the output itself: as many pages are rendered as come out with other bytes.

use rolebook::output::OutputKind;
use rolebook::pipeline::Memos;

use super::handbook::Handbook;
use super::words::{FRONT, SITE};
use super::{Made, make};

/// What one build computed.
#[derive(Debug, PartialEq, Eq)]
struct Computed {
    parsed: u64,
    inline: u64,
    matched: u64,
    bodies: u64,
    themes: u64,
    pages: u64,
}

/// A handbook that has been built once, and is built again after each edit.
struct Desk {
    memos: Memos,
    book: Handbook,
    made: Made,
}

impl Desk {
    fn new() -> Self {
        let (memos, book) = (Memos::keeping(), Handbook::first());
        let made = make(&book, &memos);
        Self { memos, book, made }
    }

    /// What the edit computed, and which pages came out with other bytes.
    fn edit(&mut self, edit: impl FnOnce(&mut Handbook)) -> (Computed, Vec<String>) {
        let before = self.counts();
        edit(&mut self.book);
        let made = make(&self.book, &self.memos);
        let now = self.counts();
        let computed = Computed {
            parsed: now[0] - before[0],
            inline: now[1] - before[1],
            matched: now[2] - before[2],
            bodies: now[3] - before[3],
            themes: now[4] - before[4],
            pages: now[5] - before[5],
        };
        let changed = made
            .files
            .iter()
            .filter(|(path, file)| {
                file.kind == OutputKind::Page
                    && path.ends_with(".html")
                    && self.made.files.get(*path) != Some(file)
            })
            .map(|(path, _)| path.clone())
            .collect();
        self.made = made;
        (computed, changed)
    }

    fn counts(&self) -> [u64; 6] {
        let m = &self.memos;
        [
            m.parse.computed(),
            m.inline.computed(),
            m.terms.computed(),
            m.bodies.computed(),
            m.themes.computed(),
            m.pages.computed(),
        ]
    }
}

fn text(book: &mut Handbook, path: &str, pieces: &[u8]) {
    book.pages.get_mut(path).unwrap().pieces = pieces.to_vec();
}

fn front(book: &mut Handbook, path: &str, key: &str, value: usize) {
    let key = FRONT.iter().position(|(k, _)| *k == key).unwrap();
    book.pages.get_mut(path).unwrap().front.insert(key, value);
}

const NOTHING: Computed = Computed {
    parsed: 0,
    inline: 0,
    matched: 0,
    bodies: 0,
    themes: 0,
    pages: 0,
};

#[test]
fn nothing_is_computed_when_nothing_changed() {
    let mut desk = Desk::new();
    assert_eq!(desk.edit(|_| {}).0, NOTHING);
}

#[test]
fn the_text_of_a_page_is_one_file_and_one_page() {
    let mut desk = Desk::new();
    let (computed, changed) =
        desk.edit(|book| text(book, "guide/deep/three.md", &[8, 11, 14, 6, 6]));
    assert_eq!(changed, ["guide/deep/three/index.html"]);
    let one = Computed {
        parsed: 1,
        matched: 1,
        bodies: 1,
        pages: 1,
        ..NOTHING
    };
    assert_eq!(computed, one);
}

#[test]
fn an_edit_that_is_taken_back_computes_nothing() {
    let mut desk = Desk::new();
    desk.edit(|book| text(book, "about.md", &[0, 1, 2]));
    let (computed, _) = desk.edit(|book| text(book, "about.md", &[3, 1, 19]));
    assert_eq!(computed, NOTHING);
}

#[test]
fn a_part_is_parsed_once_and_changes_what_includes_it() {
    let mut desk = Desk::new();
    let (computed, changed) = desk.edit(|book| {
        book.files.insert(
            "content/_part.md".to_owned(),
            b"Other words on a sprint.\n".to_vec(),
        );
    });
    assert_eq!(changed, ["guide/one/index.html", "index.html"]);
    assert_eq!((computed.parsed, computed.pages), (1, 2));
}

#[test]
fn a_title_changes_the_pages_that_show_it() {
    let mut desk = Desk::new();
    let (computed, changed) = desk.edit(|book| front(book, "guide/deep/three.md", "title", 1));
    assert!(changed.contains(&"guide/deep/three/index.html".to_owned()));
    assert!(changed.contains(&"contents/index.html".to_owned()));
    assert!(!changed.contains(&"about/index.html".to_owned()));
    assert_eq!(computed.pages, changed.len() as u64, "{changed:#?}");
    assert_eq!((computed.parsed, computed.themes), (1, 0));
}

#[test]
fn data_changes_the_pages_that_show_it() {
    let edits = [
        ("content/roles/ada.toml", "Draws", "Paints"),
        ("content/roles/ada.toml", "*far*", "*wide*"),
        ("content/rights.toml", "Ship it", "Ship it soon"),
        (
            "content/decisions/who.toml",
            "Near is near",
            "Near is not far",
        ),
        ("content/glossary.toml", "A fixed time", "A short time"),
        (
            "content/comparisons/ada-vs-bo.toml",
            "One sees",
            "One looks",
        ),
    ];
    for (path, from, to) in edits {
        let mut desk = Desk::new();
        let (computed, changed) = desk.edit(|book| {
            let file = book.files.get_mut(path).unwrap();
            let text = String::from_utf8(std::mem::take(file)).unwrap();
            *file = text.replace(from, to).into_bytes();
        });
        assert!(!changed.is_empty(), "{from} in {path}, {computed:?}");
        // A view may hold what its template does not show: a frame names no terms.
        let spare = computed.pages - changed.len() as u64;
        assert!(spare <= 4, "{path} {changed:#?} and {spare} more");
        assert_eq!((computed.parsed, computed.themes), (1, 0), "{path}");
    }
}

#[test]
fn a_template_is_loaded_once_and_parses_no_article() {
    let mut desk = Desk::new();
    let (computed, changed) = desk.edit(|book| {
        let own = b"{% extends \"base.html\" %}{% block content %}OWN{% endblock content %}";
        let path = "themes/default/templates/article.html";
        book.files.insert(path.to_owned(), own.to_vec());
    });
    assert!(changed.contains(&"about/index.html".to_owned()));
    let expected = (0, 0, 1);
    assert_eq!(
        (computed.parsed, computed.bodies, computed.themes),
        expected
    );
}

#[test]
fn a_footer_parses_no_file() {
    let mut desk = Desk::new();
    let key = SITE.iter().position(|(k, _)| *k == "look.footer").unwrap();
    let (computed, _) = desk.edit(|book| {
        book.site.insert(key, 0);
    });
    assert_eq!(
        (computed.parsed, computed.bodies, computed.themes),
        (0, 0, 0)
    );
}
