//! What a reader finds on the pages of small decisions.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{DecisionPage, QuestionView, ResultParts, ResultView, TreeView, title, view};
use crate::diag::{FileId, Place};
use crate::model::decision::{Decision, Decisions};
use crate::model::{Id, Subject};
use crate::plan::decision as pages;
use crate::plan::route::Format;
use crate::render::ink::Ink;
use crate::render::strings::Strings;
use crate::render::view::fixture::{planned, with_ink};
use crate::resolve::decision::tests::{RELEASE, read, toml, valid};

/// `f` with a decision's pages planned.
fn with_pages<T>(decision: Decision, f: impl FnOnce(&Decisions, &mut Ink<'_>) -> T) -> T {
    let decisions = Decisions {
        list: vec![decision],
    };
    let plan = planned(pages::subjects(&decisions));
    with_ink(&plan, Format::Html, |ink| f(&decisions, ink))
}

fn shown(decision: Decision, subject: &Subject) -> DecisionPage {
    with_pages(decision, |decisions, ink| {
        view(decisions, subject, &|_, _, _| ResultParts::default(), ink).unwrap()
    })
}

fn answers(path: &[(&str, &str)]) -> Subject {
    let answers = path.iter().map(|(q, o)| (Id::from(*q), Id::from(*o)));
    Subject::Answers(Id::from("what-now"), answers.collect())
}

fn question(decision: Decision, subject: &Subject) -> QuestionView {
    match shown(decision, subject) {
        DecisionPage::Question(q) => *q,
        other => panic!("{other:?}"),
    }
}

fn result(decision: Decision, subject: &Subject) -> ResultView {
    match shown(decision, subject) {
        DecisionPage::Result(r) => *r,
        other => panic!("{other:?}"),
    }
}

fn tree(decision: Decision) -> TreeView {
    match shown(decision, &Subject::WholeTree(Id::from("what-now"))) {
        DecisionPage::Tree(t) => *t,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_question_page_says_what_is_behind_and_ahead() {
    let page = question(
        valid(RELEASE),
        &answers(&[("kind", "feature"), ("audience", "some")]),
    );
    assert_eq!(page.text, "About flag?");
    assert_eq!(page.back.as_deref(), Some("/decide/what-now/kind.feature/"));
    let progress = page.progress.unwrap();
    assert_eq!(progress.left, "1 to 2 questions left");
    assert_eq!(progress.results, "4 of 17 results possible");
    assert_eq!(
        page.options[0].url,
        "/decide/what-now/kind.feature/audience.some/flag.yes/"
    );
    assert_eq!(page.options[0].hint.as_deref(), Some("It is yes."));
    assert_eq!(page.answers.len(), 2);
    // Instead of a feature, a fix: `urgent` is asked, which has no answer yet.
    let change = &page.answers[0].changes[0];
    assert_eq!((change.option.as_str(), change.result), ("fix", false));
    assert_eq!(change.url, "/decide/what-now/kind.fix/");
    // Not sure: first whether it touches code.
    assert_eq!(page.answers[0].changes[2].then, "About touches?");
}

#[test]
fn a_result_says_why_and_what_would_change_it() {
    let page = result(
        valid(RELEASE),
        &answers(&[
            ("kind", "feature"),
            ("audience", "some"),
            ("flag", "yes"),
            ("measure", "alert"),
        ]),
    );
    assert_eq!(page.title, "ship-gradually");
    assert_eq!(page.permalink, "/decide/what-now/result/ship-gradually/");
    assert_eq!(page.answers[3].because.as_ref().unwrap().0, "It is alert.");
    let first = &page.changes[0];
    assert_eq!(
        (first.question.as_str(), first.option.as_str()),
        ("About measure?", "numbers")
    );
    assert_eq!(first.then, "ship-with-train");
    assert!(first.result && first.url.ends_with("/measure.numbers/"));
    let kept = page.changes.iter().find(|c| c.option == "staff").unwrap();
    assert_eq!(kept.url, "/decide/what-now/kind.feature/audience.staff/");
}

#[test]
fn answers_that_change_nothing_are_named_once() {
    let decision = valid("a: x>b y>b\nb: 1>a=x:one|two 2>two\n");
    let page = result(decision, &answers(&[("a", "y"), ("b", "2")]));
    assert_eq!(page.no_difference, ["About a?", "About b?"]);
    assert!(page.changes.is_empty());
}

#[test]
fn a_result_without_answers_names_ways_to_it() {
    let outcome = Subject::Outcome(Id::from("what-now"), Id::from("ship-to-staff"));
    let page = result(valid(RELEASE), &outcome);
    assert!(page.answers.is_empty() && page.back.is_none());
    assert_eq!(
        page.ways[0].title,
        "About kind?: feature · About audience?: staff"
    );
    assert_eq!(
        page.ways[0].url,
        "/decide/what-now/kind.feature/audience.staff/"
    );
}

#[test]
fn a_question_without_history_has_a_link_for_each_case() {
    let bare = Subject::Question(Id::from("what-now"), Id::from("measure"));
    let page = question(valid(RELEASE), &bare);
    assert!(!page.history && page.progress.is_none());
    let when: Vec<_> = page
        .options
        .iter()
        .map(|o| (o.text.as_str(), o.when.as_deref()))
        .collect();
    assert_eq!(
        when,
        [
            ("alert", Some("if About kind?: fix")),
            ("alert", Some("if About audience?: some")),
            ("alert", Some("otherwise")),
            ("numbers", None),
            ("nothing", None),
        ]
    );
    assert_eq!(page.options[0].url, "/decide/what-now/result/ship-today/");
}

#[test]
fn the_outline_expands_a_shared_question_once() {
    let page = tree(valid("a: x>b y>b z>end\nb: 1>end 2>other\n"));
    let lines: Vec<_> = page
        .items
        .iter()
        .map(|i| {
            (
                i.option.as_str(),
                i.target.kind,
                i.target.url.as_str(),
                i.opens,
                i.closes,
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("x", "question", "/decide/what-now/q/b/", true, 0),
            ("1", "outcome", "/decide/what-now/result/end/", false, 0),
            ("2", "outcome", "/decide/what-now/result/other/", false, 1),
            ("y", "again", "#rb-q2", false, 0),
            ("z", "outcome", "/decide/what-now/result/end/", false, 0),
        ]
    );
    assert_eq!(page.size, ["2 questions", "2 results"]);
    let open: u32 = page.items.iter().map(|i| u32::from(i.opens)).sum();
    assert_eq!(open, page.items.iter().map(|i| i.closes).sum::<u32>());
}

#[test]
fn every_address_on_every_page_is_one_of_a_page() {
    let merged = "a: 0>b 1>b\nb: 0>c 1>c\nc: 0>d 1>d\nd: 0>a=0:one|two 1>two\n";
    let decisions = [valid(RELEASE), read(&toml(merged), 20).0.unwrap()];
    for decision in decisions {
        with_pages(decision, |decisions, ink| {
            let subjects = pages::subjects(decisions);
            let known: BTreeSet<String> = subjects.iter().map(|s| ink.url(s)).collect();
            for subject in &subjects {
                let page = view(decisions, subject, &|_, _, _| ResultParts::default(), ink);
                let page = page.unwrap_or_else(|| panic!("{subject:?}"));
                let heading = match &page {
                    DecisionPage::Question(q) if !q.first => Some(q.text.clone()),
                    DecisionPage::Result(r) => Some(r.title.clone()),
                    DecisionPage::Question(q) => Some(q.decision.title.clone()),
                    _ => None,
                };
                assert_eq!(title(decisions, subject), heading);
                let json = match &page {
                    DecisionPage::Index(v) => serde_json::to_string(v),
                    DecisionPage::Question(v) => serde_json::to_string(v),
                    DecisionPage::Result(v) => serde_json::to_string(v),
                    DecisionPage::Tree(v) => serde_json::to_string(v),
                };
                // Addresses stand in fields and, in the drawing, in attributes.
                let text = json.unwrap().replace("\\\"", "\"");
                for part in text.split('"').filter(|p| p.starts_with("/decide/")) {
                    assert!(known.contains(part), "{part} on {subject:?}");
                }
            }
        });
    }
}

mod templates {
    use std::collections::BTreeMap;

    use super::*;
    use crate::date::Date;
    use crate::render::builtin::builtin;
    use crate::render::theme::{Context, Shared, Theme, ThemeParams};
    use crate::render::view::page::PageView;
    use crate::render::view::site::SiteView;
    use crate::source::{Facts, Layout, SourceTree, TreeParts};

    fn theme() -> Theme {
        let tree = SourceTree::new(TreeParts {
            name: "test".into(),
            layout: Layout::default(),
            facts: Facts::on(Date::parse("2026-11-24").unwrap()),
            files: builtin(),
            ignored: 0,
            problems: Vec::new(),
        });
        let params = ThemeParams {
            name: "default",
            metas: &BTreeMap::new(),
            accent: "#1f5f8b",
            language: "en",
            strings: Arc::new(Strings::default()),
        };
        let theme = Theme::load(&tree, &params);
        let told = theme.diagnostics(&tree, Place::whole(FileId(0)));
        assert!(told.is_empty(), "{told:?}");
        theme
    }

    fn html(theme: &Theme, page: &DecisionPage, embed: bool) -> String {
        let mut context = Context::new();
        let site = SiteView {
            title: "Handbook".into(),
            language: "en".into(),
            home: "/".into(),
            ..SiteView::default()
        };
        let frame = PageView {
            kind: page.kind(),
            title: "T".into(),
            base: "/".into(),
            embed,
            ..PageView::default()
        };
        context.share("site", &Shared::new(&site));
        context.insert("page", &frame);
        let (template, name) = page.template();
        match page {
            DecisionPage::Index(v) => context.insert(name, v),
            DecisionPage::Question(v) => context.insert(name, v),
            DecisionPage::Result(v) => context.insert(name, v),
            DecisionPage::Tree(v) => context.insert(name, v),
        }
        let html = theme.render_html(template, &context);
        html.unwrap_or_else(|fault| panic!("{template}: {fault:?}"))
    }

    /// Every element that is opened is closed, in order.
    fn assert_balanced(html: &str) {
        const VOID: &[&str] = &[
            "meta", "link", "input", "br", "circle", "rect", "use", "path",
        ];
        let mut open: Vec<&str> = Vec::new();
        for tag in html.split('<').skip(1) {
            let name: &str = tag.split([' ', '>', '/', '\n']).next().unwrap_or_default();
            if let Some(end) = tag.strip_prefix('/') {
                let end = end.split('>').next().unwrap_or_default();
                assert_eq!(open.pop(), Some(end), "{html}");
            } else if !name.starts_with('!') && !VOID.contains(&name) {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }

    #[test]
    fn every_page_is_whole_in_both_formats() {
        let theme = theme();
        with_pages(valid(RELEASE), |decisions, ink| {
            for subject in pages::subjects(decisions) {
                let page = view(decisions, &subject, &|_, _, _| ResultParts::default(), ink);
                for embed in [false, true] {
                    let html = html(&theme, page.as_ref().unwrap(), embed);
                    assert_balanced(&html);
                    assert_eq!(html.matches("<h1").count(), 1);
                    assert!(!html.contains("style=\""));
                }
            }
        });
    }

    #[test]
    fn an_answer_changes_without_scripts() {
        let theme = theme();
        let subject = answers(&[("kind", "content"), ("legal", "no"), ("proof", "yes")]);
        let page = html(&theme, &shown(valid(RELEASE), &subject), false);
        let link = "<a href=\"/decide/what-now/kind.content/legal.no/proof.no/\">no</a> <small class=\"soft\">then: find-reader</small>";
        assert!(page.contains(link), "{page}");
        assert!(
            page.contains("<a class=\"back\" href=\"/decide/what-now/kind.content/legal.no/\">")
        );
    }
}
