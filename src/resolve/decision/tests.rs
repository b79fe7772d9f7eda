//! Small trees in a notation of one line per question, read and resolved like files.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::{Around, Effect, Walk, absent_roles, resolve, walk};
use crate::diag::{Diagnostic, Diagnostics, FileId, Severity};
use crate::markdown::{Document, Kind, Node, Str};
use crate::memo::Fingerprint;
use crate::model::decision::{Decision, Next};
use crate::model::{Id, Prose};
use crate::parse::{Text, decision};

/// A release of software: 17 questions, nodes that several ways lead to, conditions on early answers.
pub const RELEASE: &str = "
kind: feature>audience fix>urgent content>legal unsure>touches
touches: yes>audience no>legal
urgent: blocked>data annoying>audience cosmetic>batch
data: yes>hotfix-now no>rollback
rollback: yes>roll-back no>oncall
oncall: yes>hotfix no>war-room
audience: all>schema some>flag staff>ship-to-staff
flag: yes>measure no>add-flag
schema: yes>reversible no>load
reversible: yes>load no>plan-migration
load: yes>capacity no>docs
capacity: tested>docs untested>test-load
docs: yes>writers no>measure
writers: yes>measure no>write-first
measure: alert>kind=fix:ship-today|audience=some:ship-gradually|ship-with-train numbers>ship-with-train nothing>add-alert
legal: yes>ask-lawyer no>proof
proof: yes>publish no>find-reader
";

/// The file for a notation: `question: option>target …`; a target is `name` or `question=option,option&…:name|…|name`.
pub fn toml(notation: &str) -> String {
    let lines: Vec<(&str, &str)> = notation
        .lines()
        .filter_map(|l| l.split_once(": "))
        .collect();
    let questions: BTreeSet<&str> = lines.iter().map(|(q, _)| *q).collect();
    let mut outcomes = BTreeSet::new();
    let mut out = "title = \"What now?\"\n".to_owned();
    for (question, options) in &lines {
        out.push_str(&format!(
            "\n[[question]]\nid = \"{question}\"\ntext = \"About {question}?\"\n"
        ));
        for option in options.split_whitespace() {
            let (id, target) = option.split_once('>').unwrap();
            let cases = target.split('|').map(|case| {
                let (when, go) = case.split_once(':').unwrap_or(("", case));
                if !questions.contains(go) {
                    outcomes.insert(go);
                }
                let when: Vec<String> = when
                    .split('&')
                    .filter(|w| !w.is_empty())
                    .map(|w| {
                        let (q, o) = w.split_once('=').unwrap();
                        let o: Vec<String> = o.split(',').map(|o| format!("\"{o}\"")).collect();
                        format!("{q} = [{}]", o.join(", "))
                    })
                    .collect();
                match when.is_empty() {
                    true => format!("{{ go = \"{go}\" }}"),
                    false => format!("{{ when = {{ {} }}, go = \"{go}\" }}", when.join(", ")),
                }
            });
            let cases: Vec<String> = cases.collect();
            out.push_str(&format!(
                "[[question.option]]\nid = \"{id}\"\ntext = \"{id}\"\nbecause = \"It is {id}.\"\nnext = [{}]\n",
                cases.join(", ")
            ));
        }
    }
    for outcome in outcomes {
        out.push_str(&format!(
            "\n[[outcome]]\nid = \"{outcome}\"\ntitle = \"{outcome}\"\ndo_next = [\"Do it.\"]\n"
        ));
    }
    out
}

pub fn prose(text: &str) -> Prose {
    let len = u32::try_from(text.len()).unwrap();
    let node = Node {
        kind: Kind::Text(Str { start: 0, end: len }),
        span: crate::diag::Span::new(0, text.len()),
        end: 1,
        origin: 0,
    };
    Prose {
        file: FileId(0),
        map: crate::diag::SpanMap::plain(0),
        document: Document {
            nodes: vec![node],
            text: text.to_owned(),
            origins: vec![Arc::from("")],
            ..Document::default()
        }
        .into(),
        print: Fingerprint::of(text.as_bytes()),
        links: Vec::new(),
        mentions: Arc::from([]),
    }
}

/// The decision of a file, and what is told; `pages` is the cap.
pub fn read(file: &str, pages: u64) -> (Option<Decision>, Diagnostics) {
    let (raw, mut told) = decision::decision(file);
    let around = Around {
        roles: Some(&[Id::from("owner"), Id::from("manager")]),
        drafts: &[],
        sources: None,
        max_path_pages: pages,
    };
    let mut make = |t: &Text, _: FileId, _: bool| prose(t.as_str());
    let raw = [(FileId(0), Id::from("what-now"), Arc::new(raw))];
    let decisions = resolve(&raw, &around, &mut make, &mut told);
    (decisions.list.into_iter().next(), told)
}

pub fn valid(notation: &str) -> Decision {
    let (decision, told) = read(&toml(notation), 2000);
    decision.unwrap_or_else(|| panic!("{told:?}"))
}

/// `code: what stands there` of each error and warning.
fn found(file: &str, told: &Diagnostics) -> Vec<String> {
    let show = |d: &Diagnostic| format!("{}: {}", d.code.name, &file[d.place.span.range()]);
    told.iter()
        .filter(|d| d.severity != Severity::Info)
        .map(show)
        .collect()
}

fn problems(notation: &str) -> Vec<String> {
    let file = toml(notation);
    found(&file, &read(&file, 2000).1)
}

/// The same of a file in which `from` is replaced by `to` once.
fn edited(notation: &str, from: &str, to: &str) -> Vec<String> {
    let file = toml(notation);
    assert!(file.contains(from), "{from} is not in {file}");
    let file = file.replacen(from, to, 1);
    found(&file, &read(&file, 2000).1)
}

fn go(decision: &Decision, answers: &[(&str, &str)]) -> Walk {
    let answers: Vec<(Id, Id)> = answers
        .iter()
        .map(|(q, o)| (Id::from(*q), Id::from(*o)))
        .collect();
    Walk::along(decision, &answers).unwrap()
}

fn outcome_of<'d>(decision: &'d Decision, walk: &Walk) -> &'d str {
    walk.outcome().map_or("", |o| &*decision.outcomes[o].id)
}

#[test]
fn a_large_tree_is_counted_without_walking_every_path() {
    let decision = valid(RELEASE);
    let start = &decision.states[0];
    assert_eq!(decision.questions.len(), 17);
    let all = walk::all(&decision, 5000);
    assert_eq!(start.pages, all.len() as u64 + 1);
    let ends = all.iter().filter(|w| w.outcome().is_some()).count();
    assert_eq!(start.paths, ends as u64);
    let longest = all.iter().map(|w| w.steps.len()).max();
    assert_eq!(start.left.1, longest.unwrap());
    assert_eq!(start.left.0, 2);
    assert_eq!(start.possible.len(), decision.outcomes.len());
    // `measure` reads two early answers: it has several states, `docs` as many as those still differ.
    assert!(decision.states.len() < all.len());
}

#[test]
fn the_only_advice_on_it_is_that_it_is_deep() {
    assert_eq!(problems(RELEASE), ["decision-too-deep: \"What now?\""]);
}

#[test]
fn a_changed_answer_keeps_the_later_ones() {
    let decision = valid(RELEASE);
    let walk = go(
        &decision,
        &[
            ("kind", "fix"),
            ("urgent", "annoying"),
            ("audience", "some"),
            ("flag", "yes"),
            ("measure", "alert"),
        ],
    );
    assert_eq!(outcome_of(&decision, &walk), "ship-today");
    // Kind fix → feature: `urgent` falls away, audience, flag and measure stay, and the result is another one.
    let changed = walk.replay(&decision, 0, 0).unwrap();
    assert_eq!(changed.steps.len(), 4);
    assert_eq!(outcome_of(&decision, &changed), "ship-gradually");
    // Kind fix → content: the next question has no answer yet.
    let content = walk.replay(&decision, 0, 2).unwrap();
    assert_eq!(content.question(&decision), decision.question("legal"));
}

#[test]
fn what_would_change_the_result_is_known() {
    let decision = valid(RELEASE);
    let walk = go(
        &decision,
        &[("kind", "content"), ("legal", "no"), ("proof", "yes")],
    );
    let last = walk.alternatives(&decision, 2);
    let reader = decision.outcome("find-reader").unwrap();
    assert_eq!(last[0].effect, Effect::Other(reader));
    let first = walk.alternatives(&decision, 0);
    assert!(matches!(&first[0].effect, Effect::Open { possible, .. } if possible.len() > 5));
    // unsure → touches: no answer there.
    assert!(matches!(&first[2].effect, Effect::Open { question, .. } if *question == 1));

    let same = valid("a: x>b y>b\nb: 1>a=x:one|two 2>two\n");
    let walk = go(&same, &[("a", "y"), ("b", "2")]);
    assert_eq!(walk.alternatives(&same, 0)[0].effect, Effect::Same);
}

#[test]
fn each_broken_name_is_told_where_it_stands() {
    let two = "a: x>b y>end\nb: 1>end 2>other\n";
    assert_eq!(problems(two), Vec::<String>::new());
    let cases = [
        ("go = \"b\"", "go = \"c\"", "decision-name-unknown: \"c\""),
        (
            "title = \"What now?\"",
            "title = \"What now?\"\nstart = \"end\"",
            "decision-name-unknown: \"end\"",
        ),
        ("id = \"y\"", "id = \"x\"", "decision-id-duplicate: \"x\""),
        ("id = \"y\"", "id = \"X\"", "decision-url-clash: \"X\""),
        ("id = \"y\"", "id = \"?\"", "decision-url-clash: \"?\""),
        (
            "next = [{ go = \"b\" }]",
            "next = []",
            "decision-option-open: []",
        ),
        (
            "next = [{ go = \"b\" }]\n",
            "",
            "decision-option-open: \"x\"",
        ),
        (
            "do_next = [\"Do it.\"]",
            "roles = [\"ower\"]",
            "role-unknown: \"ower\"",
        ),
        (
            "go = \"b\"",
            "when = { z = \"1\" }, go = \"b\"",
            "decision-name-unknown: z",
        ),
        (
            "go = \"b\"",
            "when = { a = \"z\" }, go = \"b\"",
            "decision-name-unknown: \"z\"",
        ),
    ];
    for (from, to, told) in cases {
        assert_eq!(edited(two, from, to)[0], told, "{to}");
    }
    let file = toml(two) + "\n[[test]]\nanswers = { a = \"y\" }\nexpect = \"b\"\n";
    assert_eq!(
        found(&file, &read(&file, 2000).1),
        ["decision-name-unknown: \"b\""]
    );
    let empty = toml(two) + "\n[[question]]\nid = \"c\"\ntext = \"C?\"\n";
    assert_eq!(
        found(&empty, &read(&empty, 2000).1),
        ["decision-question-empty: \"c\""]
    );
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest() {
    let file = toml("company: small>one large>two\n").replacen("go = \"two\"", "go = \"tow\"", 1);
    let (_, told) = read(&file, 2000);
    let help = told.iter().next().unwrap().help.clone();
    assert_eq!(help.as_deref(), Some("did you mean `two`?"));
}

#[test]
fn paths_that_do_not_end_are_told() {
    assert_eq!(
        problems("a: x>b y>end\nb: 1>c\nc: 1>b\n"),
        ["decision-soft-lock: \"b\"", "decision-soft-lock: \"c\""]
    );
    assert_eq!(
        problems("a: x>b y>end\nb: 1>a 2>end\n"),
        ["decision-cycle: \"a\""]
    );
    // Only with y in a would b lead back, and then b is not asked: no cycle.
    let infeasible = "a: x>b y>end\nb: 1>a=y:a|end 2>other\n";
    assert_eq!(
        problems(infeasible),
        ["decision-rule-shadowed: { when = { a = [\"y\"] }, go = \"a\" }"]
    );
    assert!(read(&toml(infeasible), 2000).0.is_some());
}

#[test]
fn the_example_of_a_cycle_is_a_path() {
    let file = toml("s: 1>a 2>end\na: x>b y>end\nb: 1>c 2>end\nc: 1>a 2>end\n");
    let (_, told) = read(&file, 2000);
    let d = told.iter().next().unwrap();
    assert_eq!(
        d.message,
        "`a` is asked again after `s.1`, `a.x`, `b.1`, `c.1`"
    );
    assert_eq!(&file[d.labels[0].place.span.range()], "\"a\"");
}

#[test]
fn conditions_read_what_was_answered() {
    // Not on the path over y.
    let partly = "a: x>b y>c\nb: 1>c 2>c\nc: k>b=1:one|two l>two\n";
    assert_eq!(problems(partly), ["decision-when-unanswered: b"]);
    // Behind a condition that is false there, it is fine.
    let guarded = "a: x>b y>c\nb: 1>c 2>c\nc: k>a=y:two|b=1:one|two l>two\n";
    assert_eq!(problems(guarded), Vec::<String>::new());
    let inside = "a: x>b y>c\nb: 1>c 2>c\nc: k>a=x&b=1:one|two l>two\n";
    assert_eq!(problems(inside), Vec::<String>::new());
    // All answers that can be are covered: no last case is needed.
    let whole = "a: x>b y>b z>end\nb: 1>a=x:one|a=y:two 2>end\n";
    assert_eq!(problems(whole), Vec::<String>::new());
    let open = "a: x>b y>b\nb: 1>a=x:one 2>two\n";
    assert_eq!(
        problems(open),
        ["decision-next-open: [{ when = { a = [\"x\"] }, go = \"one\" }]"]
    );
}

#[test]
fn advice_names_what_is_not_meant() {
    let reach = "a: x>one y>two\nb: 1>three 2>two\n";
    assert_eq!(
        problems(reach),
        [
            "decision-question-unreachable: \"b\"",
            "decision-outcome-unreachable: \"three\""
        ]
    );
    assert_eq!(
        problems("a: x>b y>b\nb: 1>one 2>two\n"),
        ["decision-question-idle: \"a\""]
    );
    assert_eq!(
        problems("a: 1>one 2>two 3>one 4>one 5>one 6>one 7>one\n"),
        ["decision-options-many: \"a\""]
    );
    let two = "a: x>one y>two\n";
    assert_eq!(
        edited(two, "because = \"It is x.\"\n", ""),
        ["decision-because-missing: \"x\""]
    );
    assert_eq!(
        edited(two, "text = \"y\"", "text = \"X\""),
        ["decision-option-twice: \"X\""]
    );
    assert_eq!(
        edited(two, "do_next = [\"Do it.\"]", ""),
        ["decision-outcome-bare: \"one\""]
    );
}

#[test]
fn tests_are_run_and_their_path_is_shown() {
    let tree = toml("a: x>b y>two\nb: 1>one 2>two\n");
    let with = |tests: &str| {
        let file = format!("{tree}{tests}");
        let told = read(&file, 2000).1;
        (found(&file, &told), told)
    };
    let (lines, told) =
        with("[[test]]\nname = \"T\"\nanswers = { a = \"x\", b = \"2\" }\nexpect = \"one\"\n");
    assert_eq!(lines, ["decision-test-failed: \"one\""]);
    let d = told.iter().next().unwrap();
    assert_eq!(d.message, "test `T` ends at `two`, not at `one`");
    assert_eq!(d.help.as_deref(), Some("the path is `a.x`, `b.2`"));
    let (lines, _) = with("[[test]]\nanswers = { a = \"x\" }\nexpect = \"one\"\n");
    assert_eq!(lines, ["decision-test-failed: { a = \"x\" }"]);
    let (lines, told) = with("[[test]]\nanswers = { a = \"y\", b = \"1\" }\nexpect = \"two\"\n");
    assert_eq!(lines, ["test-answer-unused: b"]);
    let infos: Vec<_> = told
        .iter()
        .filter(|d| d.severity == Severity::Info)
        .map(|d| d.message.clone())
        .collect();
    assert_eq!(
        infos,
        [
            "no test expects outcome `one`",
            "no test chooses `a.x`",
            "no test chooses `b.1`",
            "no test chooses `b.2`"
        ]
    );
}

#[test]
fn too_many_paths_share_pages_by_what_is_still_read() {
    let bits = "a: 0>b 1>b\nb: 0>c 1>c\nc: 0>d 1>d\nd: 0>a=0:one|two 1>two\n";
    let file = toml(bits);
    assert!(!read(&file, 31).0.unwrap().merged);
    let (decision, told) = read(&file, 30);
    let decision = decision.unwrap();
    assert!(decision.merged);
    assert!(found(&file, &told).contains(&"decision-pages-merged: \"What now?\"".to_owned()));
    // a; then b, c, d with a known: 7 states.
    assert_eq!(decision.states.len(), 7);
    let (none, told) = read(&file, 8);
    assert!(none.is_none());
    assert_eq!(
        found(&file, &told),
        ["decision-pages-too-many: \"What now?\""]
    );
}

#[test]
fn roles_of_other_outcomes_are_absent() {
    let file = toml("a: x>one y>two\n")
        .replacen(
            "do_next = [\"Do it.\"]",
            "roles = [\"owner\", \"manager\"]",
            1,
        )
        .replacen("do_next = [\"Do it.\"]", "roles = [\"owner\"]", 1);
    let decision = read(&file, 2000).0.unwrap();
    assert_eq!(absent_roles(&decision, 0), Vec::<Id>::new());
    assert_eq!(absent_roles(&decision, 1), [Id::from("manager")]);
}

#[test]
fn two_files_of_one_id_and_a_bad_name_are_told() {
    let (raw, mut told) = decision::decision(&toml("a: x>one y>two\n"));
    let raw = Arc::new(raw);
    let files = ["ok", "ok", "Über"].map(|id| (Id::from(id), Arc::clone(&raw)));
    let files: Vec<_> = (0..)
        .zip(files)
        .map(|(n, (id, raw))| (FileId(n), id, raw))
        .collect();
    let around = Around {
        roles: None,
        drafts: &[],
        sources: None,
        max_path_pages: 2000,
    };
    let mut make = |t: &Text, _: FileId, _: bool| prose(t.as_str());
    let decisions = resolve(&files, &around, &mut make, &mut told);
    assert_eq!(decisions.list.len(), 1);
    let errors: Vec<_> = told
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| (d.code.name, d.place.file.0))
        .collect();
    assert_eq!(errors, [("decision-id-duplicate", 1), ("path-invalid", 2)]);
}

/// Trees of up to six questions; targets are later questions or outcomes, rarely earlier ones.
fn notation() -> impl Strategy<Value = String> {
    let case = (any::<u8>(), any::<u8>(), any::<u8>());
    let option = prop::collection::vec(case, 1..3);
    let question = prop::collection::vec(option, 1..4);
    prop::collection::vec(question, 1..7).prop_map(|questions| {
        let count = questions.len();
        let sizes: Vec<usize> = questions.iter().map(Vec::len).collect();
        let target = |at: usize, n: u8| {
            let n = usize::from(n);
            let later = count - at - 1;
            match n % 8 {
                0..=4 if later > 0 => format!("q{}", at + 1 + n / 8 % later),
                7 if n % 5 == 0 => format!("q{}", n / 8 % count),
                _ => format!("end{}", n / 8 % 4),
            }
        };
        let mut out = String::new();
        for (at, options) in questions.iter().enumerate() {
            out.push_str(&format!("q{at}:"));
            for (o, cases) in options.iter().enumerate() {
                let last = cases.len() - 1;
                let cases = cases.iter().enumerate().map(|(c, &(go, q, value))| {
                    // Mostly the first question, which every path answers.
                    let q = if q % 4 == 0 {
                        usize::from(q / 4) % (at + 1)
                    } else {
                        0
                    };
                    let value = usize::from(value) % sizes[q];
                    match c == last {
                        true => target(at, go),
                        false => format!("q{q}={value}:{}", target(at, go)),
                    }
                });
                let cases: Vec<String> = cases.collect();
                out.push_str(&format!(" {o}>{}", cases.join("|")));
            }
            out.push('\n');
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_path_ends_and_every_change_leads_to_a_page(notation in notation()) {
        let (Some(decision), told) = read(&toml(&notation), 100_000) else { return Ok(()) };
        prop_assert!(!told.has_errors());
        for (at, state) in decision.states.iter().enumerate() {
            prop_assert_eq!(state.next.len(), decision.questions[state.question].options.len());
            for next in &state.next {
                if let Next::State(to) = next {
                    prop_assert!(*to > at && *to < decision.states.len());
                }
            }
        }
        let all = walk::all(&decision, 20_000);
        prop_assume!(all.len() < 20_000);
        let start = &decision.states[0];
        prop_assert_eq!(start.pages, all.len() as u64 + 1);
        let results: Vec<&Walk> = all.iter().filter(|w| w.outcome().is_some()).collect();
        prop_assert_eq!(start.paths, results.len() as u64);
        let depth = |w: &&Walk| w.steps.len();
        prop_assert_eq!(start.left.0, results.iter().map(depth).min().unwrap_or_default());
        prop_assert_eq!(start.left.1, results.iter().map(depth).max().unwrap_or_default());
        let reached: BTreeSet<usize> = results.iter().filter_map(|w| w.outcome()).collect();
        prop_assert_eq!(&start.possible, &reached.into_iter().collect::<Vec<_>>());
        let pages: BTreeSet<&[(usize, usize)]> = all.iter().map(|w| w.steps.as_slice()).collect();
        prop_assert_eq!(pages.len(), all.len());
        for walk in all.iter().take(300) {
            let asked: BTreeSet<usize> = walk.steps.iter().map(|(q, _)| *q).collect();
            prop_assert_eq!(asked.len(), walk.steps.len());
            for index in 0..walk.steps.len() {
                for other in walk.alternatives(&decision, index) {
                    prop_assert!(pages.contains(other.walk.steps.as_slice()));
                }
            }
        }
    }
}

/// The decisions of our own handbook and of `init`.
#[test]
fn our_own_decisions_have_neither_errors_nor_warnings() {
    let files = [
        include_str!("../../../content/decisions/pm-or-po.toml"),
        include_str!("../../../content/decisions/who-decides.toml"),
        include_str!("../../../themes/init/content/decisions/new-station.toml"),
    ];
    for file in files {
        let (raw, mut told) = decision::decision(file);
        let around = Around {
            roles: None,
            drafts: &[],
            sources: None,
            max_path_pages: 2000,
        };
        let mut make = |t: &Text, _: FileId, _: bool| prose(t.as_str());
        let raw = [(FileId(0), Id::from("x"), Arc::new(raw))];
        let decisions = resolve(&raw, &around, &mut make, &mut told);
        assert_eq!(found(file, &told), Vec::<String>::new());
        assert_eq!(decisions.list.len(), 1);
    }
}
