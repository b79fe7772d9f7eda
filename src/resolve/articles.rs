//! Articles: which are shown, what they are called, which folders they make.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::links::Entry;
use super::nav::{folder_title, parent};
use crate::diag::{Code, Diagnostics, FileId, Place, SpanMap, Spanned};
use crate::markdown::{Document, Held, Kind, NodeId, Outline, has_foreign_mark};
use crate::memo::Fingerprint;
use crate::model::article::is_index_stem;
use crate::model::{Article, Articles, Prose, Subject, TermsOff};
use crate::parse::Text;
use crate::parse::article::{RawArticle, RawTermsOff};

/// A Markdown file, read; what `resolve` starts from.
#[derive(Clone, Debug)]
pub struct Item {
    /// Below the content folder.
    pub path: Arc<str>,
    /// The file.
    pub file: FileId,
    /// Its content.
    pub raw: Arc<RawArticle>,
    /// The text with inclusions done.
    pub document: Held,
    /// Of all that `document` was made from.
    pub print: Fingerprint,
    /// Of the front matter.
    pub front: Fingerprint,
    /// Headings and ids of `document`.
    pub outline: Arc<Outline>,
    /// Words of `document`.
    pub words: u32,
    /// Bytes of the text of `document`.
    pub size: u32,
    /// Whether the file itself has errors: then it is no page, but links to it are not told as broken, too.
    pub broken: bool,
}

/// The articles, and for links: what stands behind each Markdown path that is no page.
pub fn resolve(
    items: &[Item],
    drafts: bool,
    diagnostics: &mut Diagnostics,
) -> (Articles, BTreeMap<Arc<str>, Entry>) {
    let mut articles = Articles::default();
    let mut others = BTreeMap::new();
    for item in items {
        if item.raw.front.draft && !drafts {
            articles.drafts += 1;
            others.insert(Arc::clone(&item.path), Entry::Draft);
        } else if item.broken {
            others.insert(Arc::clone(&item.path), Entry::Broken);
            articles.broken.push(Arc::new(article(item)));
        } else {
            articles.list.push(Arc::new(article(item)));
        }
    }
    index(&mut articles, diagnostics);
    (articles, others)
}

/// Numbers articles by path and finds the page of each folder.
pub fn index(articles: &mut Articles, diagnostics: &mut Diagnostics) {
    articles.list.sort_by(|a, b| a.path.cmp(&b.path));
    let two = number(articles, diagnostics);
    if !two.is_empty() {
        articles.list.retain(|a| !two.contains(&a.path));
        number(articles, &mut Diagnostics::new());
    }
}

/// Makes the look-ups of a sorted list; returns the paths of second pages of a folder, which are told.
fn number(articles: &mut Articles, diagnostics: &mut Diagnostics) -> Vec<Arc<str>> {
    let numbered = articles.list.iter().enumerate();
    let by_path = numbered.map(|(i, a)| (Arc::clone(&a.path), i)).collect();
    let mut folders = folders(&articles.list);
    let two = own_pages(&articles.list, &by_path, &mut folders, diagnostics);
    articles.by_path = Arc::new(by_path);
    articles.folders = Arc::new(folders);
    two
}

type Folders = BTreeMap<Arc<str>, Option<usize>>;

/// Every folder with a page somewhere below, the top among them.
fn folders(list: &[Arc<Article>]) -> Folders {
    let mut folders = Folders::new();
    folders.insert(Arc::from(""), None);
    for article in list {
        let mut folder = article.folder();
        while !folder.is_empty() && !folders.contains_key(folder) {
            folders.insert(Arc::from(folder), None);
            folder = parent(folder);
        }
    }
    folders
}

/// Finds the page of each folder; returns the paths of second ones, which are told.
fn own_pages(
    list: &[Arc<Article>],
    by_path: &BTreeMap<Arc<str>, usize>,
    folders: &mut Folders,
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<str>> {
    let mut second = Vec::new();
    for (i, article) in list.iter().enumerate() {
        if !article.is_index() {
            continue;
        }
        let Some(slot) = folders.get_mut(article.folder()) else {
            continue;
        };
        match slot.and_then(|first| list.get(first)) {
            None => *slot = Some(i),
            Some(first) => {
                let d = diagnostics.add(
                    Code::INDEX_DUPLICATE,
                    Place::whole(article.file),
                    "this folder has two index files",
                );
                *d = d
                    .clone()
                    .label(Place::whole(first.file), "the other one")
                    .help("keep one of `_index.md`, `index.md`, `README.md`");
                second.push(Arc::clone(&article.path));
            }
        }
    }
    // `guide.md` beside `guide/` is that folder's page if it has none of its own.
    for (folder, own) in folders.iter_mut() {
        if own.is_none() && !folder.is_empty() {
            *own = by_path.get(format!("{folder}.md").as_str()).copied();
        }
    }
    second
}

/// An article as its file says; links and mentions are not known yet.
fn article(item: &Item) -> Article {
    let front = &item.raw.front;
    let text = |t: &Option<Text>| t.as_ref().map(|t| Arc::clone(&t.value));
    let spanned = |t: &Option<Text>| t.as_ref().map(Text::spanned);
    let heading = item
        .outline
        .title()
        .map(|h| Arc::clone(&h.text))
        .filter(|t| !t.trim().is_empty());
    let title = text(&front.title)
        .or(heading)
        .unwrap_or_else(|| Arc::from(name_title(&item.path)));
    let prose = Prose {
        file: item.file,
        map: SpanMap::plain(0),
        document: item.document.clone(),
        print: item.print,
        links: Vec::new(),
        mentions: Arc::from([]),
    };
    Article {
        path: Arc::clone(&item.path),
        file: item.file,
        title,
        nav_title: text(&front.nav_title),
        description: text(&front.description),
        weight: front.weight.as_ref().map(|w| w.value),
        slug: spanned(&front.slug),
        url_path: spanned(&front.path),
        aliases: front.aliases.iter().map(Text::spanned).collect(),
        redirect_to: spanned(&front.redirect_to),
        draft: front.draft,
        unlisted: front.unlisted,
        search: front.search.unwrap_or(true),
        toc: front.toc.unwrap_or(true),
        template: spanned(&front.template),
        edit_url: text(&front.edit_url),
        owner: front.owner.iter().map(|o| Arc::clone(&o.value)).collect(),
        date: front.date.as_ref().map(|d| d.value),
        updated: front.updated.as_ref().map(|d| d.value),
        reviewed: front.reviewed.as_ref().map(|d| d.value),
        review_by: front.review_by.as_ref().map(|d| d.value),
        outdated: text(&front.outdated),
        terms_off: match &front.terms_off {
            RawTermsOff::None => TermsOff::None,
            RawTermsOff::All => TermsOff::All,
            RawTermsOff::Some(list) => TermsOff::Some(
                list.iter()
                    .map(Text::spanned)
                    .collect::<Vec<Spanned<Arc<str>>>>(),
            ),
        },
        extra: front.extra.clone(),
        body: prose,
        outline: Arc::clone(&item.outline),
        words: item.words,
        size: item.size,
    }
}

/// A title from a file's name; the page of a folder is called like the folder.
fn name_title(path: &str) -> String {
    let bare = path.strip_suffix(".md").unwrap_or(path);
    let (folder, stem) = bare.rsplit_once('/').unwrap_or(("", bare));
    if is_index_stem(stem) {
        folder_title(folder)
    } else {
        folder_title(stem)
    }
}

/// Bytes of a text.
pub fn size(document: &Document) -> u32 {
    u32::try_from(document.size()).unwrap_or(u32::MAX)
}

/// Words of a text: runs of characters between white space, in text and code.
pub fn words(document: &Document) -> u32 {
    let mut count = 0;
    for node in &document.nodes {
        if let Kind::Text(s) | Kind::Code(s) = node.kind {
            count += words_of(document.str(s));
        }
    }
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Beginnings of words; spaces of other scripts than ASCII's are rare enough not to be looked for.
fn words_of(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (Some(first), Some(behind)) = (bytes.first(), bytes.get(1..)) else {
        return 0;
    };
    // Each byte beside the one before it, in blocks, so that the compiler compares all of a block at once.
    let (blocks, rest) = behind.as_chunks::<16>();
    let (before, _) = bytes.as_chunks::<16>();
    let mut count = usize::from(!first.is_ascii_whitespace());
    for (block, before) in blocks.iter().zip(before) {
        let mut begins = 0;
        for (b, before) in block.iter().zip(before) {
            begins += u8::from(is_space(*before)) & u8::from(!is_space(*b));
        }
        count += usize::from(begins);
    }
    let from = bytes.len() - 1 - rest.len();
    let last = bytes.get(from..).unwrap_or_default().windows(2);
    count + last.filter(|w| is_space(w[0]) && !is_space(w[1])).count()
}

/// As `is_ascii_whitespace`, without a jump.
fn is_space(byte: u8) -> bool {
    (byte == b' ') | (byte == b'\t') | (byte == b'\n') | (byte == 0x0c) | (byte == b'\r')
}

/// Takes out the articles that introduce a page that we make: `roles/_index.md`, `glossary.md` …
pub fn take_introductions(articles: &mut Articles, made: &[Subject]) -> BTreeMap<Subject, Article> {
    let mut out = BTreeMap::new();
    for subject in made {
        let names = INTRODUCED.iter().filter(|(of, _)| of == &subject);
        let names: Vec<&str> = names.map(|(_, name)| *name).collect();
        let is_one = |a: &Arc<Article>| names.contains(&introduced(&a.path));
        if let Some(at) = articles.list.iter().position(is_one) {
            let article = articles.list.remove(at);
            out.insert(subject.clone(), Arc::unwrap_or_clone(article));
        }
    }
    out
}

/// Whether the text at this path may introduce a page that we make.
pub fn may_introduce(path: &str) -> bool {
    let whole = introduced(path);
    INTRODUCED.iter().any(|(_, name)| *name == whole)
}

/// What a text introduces: its folder, or what is called like it.
fn introduced(path: &str) -> &str {
    let bare = path.strip_suffix(".md").unwrap_or(path);
    match bare.rsplit_once('/') {
        Some((folder, stem)) if is_index_stem(stem) => folder,
        None if is_index_stem(bare) => "",
        _ => bare,
    }
}

/// Pages that we make, and what their introductions are called.
const INTRODUCED: &[(&Subject, &str)] = &[
    (&Subject::Roles, "roles"),
    (&Subject::Comparisons, "compare"),
    (&Subject::Comparisons, "comparisons"),
    (&Subject::Decisions, "decide"),
    (&Subject::Decisions, "decisions"),
    (&Subject::Glossary, "glossary"),
    (&Subject::Rights, "rights"),
];

/// The first paragraph, cut to a sentence or two: a description for search engines. Sentences with marks of another
/// generator are left out.
pub fn excerpt(document: &Document) -> String {
    let paragraphs = document.iter().filter(|(_, n)| n.kind == Kind::Paragraph);
    let text = paragraphs
        .map(|(id, _)| own_sentences(document, id))
        .find(|t| !t.is_empty())
        .unwrap_or_default();
    if text.chars().count() <= 160 {
        return text;
    }
    let cut: String = text.chars().take(157).collect();
    let whole_words = cut.rfind(' ').map_or(cut.as_str(), |at| &cut[..at]);
    format!("{}…", whole_words.trim_end_matches([',', ';', ':', '.']))
}

/// The text of a paragraph without the sentences that have a foreign mark outside of code.
fn own_sentences(document: &Document, paragraph: NodeId) -> String {
    let text = document.plain_text(paragraph);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !has_foreign_mark(&text) {
        return text;
    }
    let code: Vec<&str> = document
        .inside(paragraph)
        .iter()
        .filter_map(|n| match &n.kind {
            Kind::Code(s) => Some(document.str(*s)),
            _ => None,
        })
        .collect();
    let is_own = |sentence: &&str| {
        let bare = code
            .iter()
            .fold((*sentence).to_owned(), |s, code| s.replace(code, ""));
        !has_foreign_mark(&bare)
    };
    let own: Vec<&str> = sentences(&text).into_iter().filter(is_own).collect();
    own.join(" ")
}

fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(end) = [". ", "! ", "? "].iter().filter_map(|e| rest.find(e)).min() {
        let (sentence, behind) = rest.split_at(end + 1);
        out.push(sentence);
        rest = behind.trim_start();
    }
    out.push(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{excerpt, words_of};
    use crate::markdown::{Options, parse};

    #[test]
    fn words_are_counted_wherever_a_block_ends() {
        let text = "one  two\tthree\nfour five, sixteenlettersxx a bb  ccc é – end ";
        for from in (0..text.len()).filter(|i| text.is_char_boundary(*i)) {
            for to in (from..=text.len()).filter(|i| text.is_char_boundary(*i)) {
                let part = &text[from..to];
                assert_eq!(
                    words_of(part),
                    part.split_ascii_whitespace().count(),
                    "{part:?}"
                );
            }
        }
    }

    #[test]
    fn a_description_has_no_sentence_with_foreign_marks() {
        let of = |text: &str| excerpt(&parse(text, Options::default()).0);
        assert_eq!(of("One. See {{ site.x }}/y. Two."), "One. Two.");
        assert_eq!(of("{% include x %}\n\nThe text."), "The text.");
        assert_eq!(of("Write `{{ x }}`. Done!"), "Write {{ x }}. Done!");
        assert_eq!(of("{{ x }}"), "");
    }
}
