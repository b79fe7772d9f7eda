//! What is found, as a table: a glossary, a text, and the words that may become links.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Matcher, in_text, mentions};
use crate::diag::{Diagnostics, FileId};
use crate::markdown::{self, Document, Kind, NodeId, RawHtml};
use crate::model::glossary::{Glossary, RoleTerm};
use crate::model::{Id, Mention, Prose};
use crate::parse;
use crate::resolve::prose::Texts;

/// A glossary from TOML without definitions, and what was wrong.
pub(crate) fn glossary_of(toml: &str, roles: Vec<RoleTerm>) -> (Glossary, Diagnostics) {
    let (raw, mut said) = parse::glossary(toml);
    let memo = crate::memo::Memo::default();
    let texts = Texts {
        options: markdown::Options::default(),
        memo: &memo,
        generation: 1,
    };
    let mut of_texts = Diagnostics::new();
    let mut make =
        |t: &parse::Text, f: FileId, b: bool| -> Prose { texts.make(t, f, b, &mut of_texts) };
    let glossary = crate::resolve::glossary::resolve(
        &[(FileId(0), Arc::new(raw))],
        (roles, &[]),
        &mut make,
        &mut said,
    );
    said.extend(of_texts);
    (glossary, said)
}

/// Terms of a short form: `user story; case = exact` lines.
fn terms(lines: &str) -> Glossary {
    let mut toml = String::new();
    for line in lines.split('|').map(str::trim).filter(|l| !l.is_empty()) {
        let (name, rest) = line.split_once(';').unwrap_or((line, ""));
        toml.push_str(&format!(
            "[[term]]\nname = \"{}\"\ndefinition = \"d\"\n",
            name.trim()
        ));
        rest.split(';')
            .for_each(|r| toml.push_str(&format!("{}\n", r.trim())));
    }
    let (glossary, said) = glossary_of(&toml, Vec::new());
    let told: Vec<_> = said.iter().map(|d| (d.code.name, &d.message)).collect();
    assert!(said.is_empty(), "{told:?}");
    glossary
}

fn words_of(document: &Document, m: &Mention) -> String {
    let text = |n: NodeId| match document.get(n).map(|n| &n.kind) {
        Some(Kind::Text(s)) => Some(document.str(*s)),
        _ => None,
    };
    if m.first == m.last {
        return text(m.first).unwrap()[m.from as usize..m.to as usize].to_owned();
    }
    let mut out = String::new();
    let end = document.get(m.last).unwrap().end;
    for n in m.first.0..end {
        let id = NodeId(n);
        let part = text(id).unwrap_or(
            if matches!(document.get(id).unwrap().kind, Kind::SoftBreak) {
                " "
            } else {
                ""
            },
        );
        let from = if id == m.first { m.from as usize } else { 0 };
        let to = if id == m.last && text(id).is_some() {
            m.to as usize
        } else {
            part.len()
        };
        out.push_str(&part[from.min(part.len())..to]);
    }
    out
}

fn found(glossary: &Glossary, markdown: &str, language: &str) -> Vec<String> {
    let (document, _) = markdown::parse(markdown, markdown::Options::default());
    let matcher = Matcher::new(glossary, language);
    let mentions = mentions(&document, &matcher);
    mentions.iter().for_each(|m| assert_nests(&document, m));
    mentions
        .iter()
        .map(|m| format!("{}={}", words_of(&document, m), m.term))
        .collect()
}

/// The contract of `Mention`.
fn assert_nests(document: &Document, m: &Mention) {
    let (first, last) = (
        document.get(m.first).unwrap(),
        document.get(m.last).unwrap(),
    );
    let is_text = |n: NodeId| matches!(document.get(n).unwrap().kind, Kind::Text(_));
    if m.first == m.last {
        assert!(is_text(m.first) && m.from < m.to);
    }
    // Siblings: the same parent.
    let parent = |of: NodeId| {
        let mut around = document.iter().filter(|(id, n)| *id < of && n.end > of.0);
        around.next_back_by_depth()
    };
    assert_eq!(parent(m.first), parent(m.last));
    assert!(m.first <= m.last && first.end <= last.end);
    for (id, at) in [(m.first, m.from), (m.last, m.to)] {
        match document.get(id).map(|n| &n.kind) {
            Some(Kind::Text(s)) => assert!(document.str(*s).is_char_boundary(at as usize)),
            Some(kind) => {
                assert!(
                    matches!(kind, Kind::Emphasis | Kind::Strong | Kind::Strikethrough),
                    "{kind:?}"
                );
                assert_eq!(at, 0);
            }
            None => panic!("no node"),
        }
    }
}

trait Deepest {
    fn next_back_by_depth(&mut self) -> Option<NodeId>;
}

impl<'d, I: Iterator<Item = (NodeId, &'d markdown::Node)>> Deepest for I {
    /// Of nodes around a place the one that begins last is the parent.
    fn next_back_by_depth(&mut self) -> Option<NodeId> {
        self.map(|(id, _)| id).max()
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn the_cases_that_others_get_wrong() {
    let table: &[(&str, &str, &[&str])] = &[
        // nested terms, and the shorter one alone later
        (
            "product | product manager",
            "A product manager owns a product.",
            &["product manager=product-manager", "product=product"],
        ),
        (
            "product | product manager",
            "product manager, product manager",
            &[
                "product manager=product-manager",
                "product manager=product-manager",
            ],
        ),
        // the longer one fails at its end: the shorter one counts
        (
            "product | product manage",
            "product management",
            &["product=product"],
        ),
        (
            "a b c | b c d; id = \"bcd\" | d e; id = \"de\"",
            "a b c d e",
            &["a b c=a-b-c", "d e=de"],
        ),
        // not only the first of each text node
        (
            "API | team",
            "API *API* team API",
            &["API=api", "API=api", "team=team", "API=api"],
        ),
        // terms that end in a sign
        (
            "C++; id = \"cpp\"",
            "We use C++. Not C++11, not C+++; (C++)",
            &["C++=cpp", "C++=cpp"],
        ),
        ("R&D.; id = \"rd\"", "Ask R&D. They know.", &["R&D.=rd"]),
        (
            "R&D; id = \"rd\"",
            "Ask R&D. They know R&amp;D.",
            &["R&D=rd", "R&D=rd"],
        ),
        (".NET; id = \"net\"", "ASP.NET or .NET", &[".NET=net"]),
        // over two lines
        (
            "user story",
            "a user\nstory and a user   story",
            &["user story=user-story", "user   story=user-story"],
        ),
        (
            "user story",
            "> a user\n> story\n\n- user\n  story",
            &["user story=user-story", "user story=user-story"],
        ),
        ("user story", "a user\\\nstory, user  \nstory", &[]),
        ("user story", "a user\n\nstory", &[]),
        // plurals and possessives
        (
            "API | user story | process",
            "APIs, user stories, processes",
            &["APIs=api", "user stories=user-story", "processes=process"],
        ),
        (
            "user story; plural = \"user tales\"",
            "user stories, user tales",
            &["user tales=user-story"],
        ),
        (
            "team",
            "the team's, teams', team\u{2019}s, teams\u{2019} x",
            &["team=team", "teams=team", "team=team", "teams=team"],
        ),
        ("API", "the API's", &["API=api"]),
        // identifiers
        (
            "team | node",
            "`team` node-mentorship-team team_x a/team team.md @team x@team.org team/node",
            &[],
        ),
        (
            "team",
            "Ask the team. Or the team... the team.\"",
            &["team=team", "team=team", "team=team"],
        ),
        // letters
        (
            "IN | US; id = \"us\"",
            "put it in us, IN US",
            &["IN=in", "US=us"],
        ),
        (
            "IN; id = \"acronym\" | in; id = \"word\"",
            "IN in In",
            &["IN=acronym", "in=word", "In=word"],
        ),
        (
            "Product owner",
            "product owner, Product owner, Product Owner, PRODUCT OWNER",
            &[
                "product owner=product-owner",
                "Product owner=product-owner",
                "Product Owner=product-owner",
            ],
        ),
        (
            "Scrum; match = { case = \"exact\" }",
            "scrum Scrum SCRUM",
            &["Scrum=scrum"],
        ),
        (
            "OKR; match = { case = \"any\" }",
            "okr OKR Okrs",
            &["okr=okr", "OKR=okr", "Okrs=okr"],
        ),
        (
            "iPhone",
            "iphone iPhone iPhones",
            &["iPhone=iphone", "iPhones=iphone"],
        ),
        // neighbors of another script
        (
            "API | 仕様",
            "このAPIを使う。仕様は仕様書に",
            &["API=api", "仕様=仕様"],
        ),
        ("C++; id = \"cpp\"", "C++を使う", &["C++=cpp"]),
        // right to left
        (
            "מוצר | API",
            "זה מוצר טוב עם API.",
            &["מוצר=מוצר", "API=api"],
        ),
        // emphasis
        ("user story", "a *user* story", &["user story=user-story"]),
        (
            "user story",
            "a **user story** and ***user* story**",
            &["user story=user-story", "user story=user-story"],
        ),
        ("user story", "a user *story* x", &["user story=user-story"]),
        (
            "user story | user | story",
            "a *big user* story",
            &["user=user", "story=story"],
        ),
        ("product", "pro*duct*", &["product=product"]),
        ("user story", "~~user story~~", &["user story=user-story"]),
        // where no link may stand
        (
            "team",
            "# team\n\n## The team\n\n[team](x) ![team](x.png) `team`\n\n```\nteam\n```",
            &[],
        ),
        (
            "team",
            "<kbd>team</kbd> <abbr>team</abbr> <span class=\"no-term\">a *team* b</span> team",
            &["team=team"],
        ),
        ("team", "<b>team</b>", &["team=team"]),
        ("user story", "<b>user</b> story", &[]),
        ("team", "<div>\nteam\n</div>\n\nteam", &["team=team"]),
        ("team", "<div>\n\nteam\n\n</div>", &["team=team"]),
        (
            "team | x",
            "| team | b |\n|---|---|\n| team | x |",
            &["team=team", "x=x"],
        ),
        ("team", "x[^team]\n\n[^team]: the team", &["team=team"]),
        ("team", "team\n: a team", &["team=team"]),
        ("team", "> [!NOTE]\n> the team", &["team=team"]),
        (
            "team",
            "- team\n  - team\n- [ ] team",
            &["team=team", "team=team", "team=team"],
        ),
        // phrases
        (
            "story; match = { not_in = [\"story points\"] } | points",
            "story, story points, Story points",
            &["story=story", "points=points", "points=points"],
        ),
        // typography
        (
            "driver's seat",
            "the driver\u{2019}s seat",
            &["driver\u{2019}s seat=driver-s-seat"],
        ),
        ("e-mail", "E\u{2011}mail, e-Mail", &["E\u{2011}mail=e-mail"]),
        (
            "product manager",
            "product\u{a0}manager pro\u{ad}duct manager",
            &[
                "product\u{a0}manager=product-manager",
                "pro\u{ad}duct manager=product-manager",
            ],
        ),
    ];
    for (lines, markdown, expected) in table {
        assert_eq!(
            found(&terms(lines), markdown, "en"),
            *expected,
            "{lines} in {markdown:?}"
        );
    }
}

#[test]
fn languages_have_their_own_rules() {
    assert!(found(&terms("équipe"), "les équipes", "fr").is_empty());
    assert_eq!(found(&terms("équipe"), "l'équipe", "fr"), ["équipe=équipe"]);
    assert_eq!(found(&terms("产品"), "这个产品很好", "zh"), ["产品=产品"]);
    assert_eq!(
        found(&terms("Größe"), "die GRÖSSE und Größe, größe", "de"),
        ["Größe=größe", "größe=größe"]
    );
    // Decomposed letters are the same word.
    assert_eq!(
        found(&terms("naïve"), "nai\u{308}ve", "en"),
        ["nai\u{308}ve=naïve"]
    );
    assert!(found(&terms("naive"), "naive\u{301}", "en").is_empty());
}

#[test]
fn a_word_with_two_meanings_leads_to_both() {
    let toml = "[[term]]\nid = \"a\"\nname = \"story\"\ndefinition = \"d\"\nscope = \"agile\"\n\
        [[term]]\nid = \"b\"\nname = \"story\"\ndefinition = \"d\"\nscope = \"press\"\naliases = [\"article\"]\n";
    let (glossary, said) = glossary_of(toml, Vec::new());
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(
        found(&glossary, "a story, two stories, an article", "en"),
        ["story=story", "stories=story", "article=b"]
    );
}

#[test]
fn trusted_html_hides_words_too() {
    let options = markdown::Options {
        raw_html: RawHtml::Trust,
        ..markdown::Options::default()
    };
    let (document, _) = markdown::parse(
        "<kbd>team</kbd> team <span class=\"no-term\">team</span>\n\nteam",
        options,
    );
    let matcher = Matcher::new(&terms("team"), "en");
    assert_eq!(mentions(&document, &matcher).len(), 2);
}

#[test]
fn sections_are_counted_and_plain_text_is_read() {
    let matcher = Matcher::new(&terms("team"), "en");
    let (document, _) = markdown::parse(
        "team\n\n## a\n\nteam team\n\n### b\n\nteam",
        markdown::Options::default(),
    );
    let sections: Vec<u32> = mentions(&document, &matcher)
        .iter()
        .map(|m| m.section)
        .collect();
    assert_eq!(sections, [0, 1, 1, 2]);
    let hits = in_text("Über\u{a0} the team", &matcher);
    assert_eq!(hits, [(12..16, Id::from("team"))]);
}

#[test]
fn the_fingerprint_follows_the_rules_only() {
    let print = |lines: &str| Matcher::new(&terms(lines), "en").print();
    assert_eq!(print("team"), print("team; body = \"x\""));
    assert_ne!(print("team"), print("team; aliases = [\"crew\"]"));
    assert_ne!(
        print("team"),
        print("team; match = { not_in = [\"team x\"] }")
    );
    assert_ne!(print("team"), Matcher::new(&terms("team"), "de").print());
}

proptest! {
    #[test]
    fn mentions_nest_and_lie_in_text(parts in proptest::collection::vec(prop_oneof![
        Just("user"), Just(" "), Just("story"), Just("*"), Just("**"), Just("~~"), Just("\n"), Just("\n\n"), Just("`"),
        Just("["), Just("](x)"), Just("<b>"), Just("</b>"), Just("<kbd>"), Just("</kbd>"), Just("&amp;"), Just("- "),
        Just("> "), Just("# "), Just("ü"), Just("\u{ad}"), Just("’s"), Just("API"), Just("s"), Just("."), Just("|"),
        Just("<div>\n"), Just("\\"), Just("\u{2011}"),
    ], 0..40)) {
        let source: String = parts.concat();
        let (document, _) = markdown::parse(&source, markdown::Options::default());
        let glossary = terms("user story | user | story | API | user & story; id = \"and\"");
        let mentions = mentions(&document, &Matcher::new(&glossary, "en"));
        let mut last = None;
        for m in &mentions {
            assert_nests(&document, m);
            // In reading order, none over another.
            prop_assert!(last.is_none_or(|l| l < (m.first, m.from)), "{:?}", source);
            last = Some((m.first, m.from));
        }
    }
}
