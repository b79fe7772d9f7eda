//! Every rule of a row's status, for two and more roles and each type; shared items; order; which pages exist.

use super::*;
use crate::diag::Span;
use crate::model::config::Pairs;
use crate::resolve::fixture::{Fixture, fixture, fixture_with, ids};

const DIMENSIONS: &str = r#"
builtin = false
[[group]]
id = "one"
[[dimension]]
id = "t"
type = "text"
[[dimension]]
id = "need"
type = "text"
required = true
[[dimension]]
id = "l"
type = "list"
[[dimension]]
id = "skills"
type = "set"
[[dimension]]
id = "s"
type = "scale"
steps = ["day", "week", "month", "year"]
[[dimension]]
id = "c"
type = "choice"
values = ["x", "y"]
[[dimension]]
id = "y"
type = "yes-no"
[[dimension]]
id = "n"
type = "number"
[[dimension]]
id = "r"
type = "range"
[[dimension]]
id = "w"
type = "roles"
"#;

/// The row of `key` for roles `a`, `b`, … that say this in it (`""`: nothing). The required row is filled.
fn row(key: &str, values: &[&str]) -> Option<Row> {
    let names = ["a.toml", "b.toml", "c.toml"];
    let texts: Vec<String> = values
        .iter()
        .map(|v| {
            let need = if key == "need" { "" } else { "need = \"n\"\n" };
            let line = if v.is_empty() {
                String::new()
            } else {
                format!("{key} = {v}\n")
            };
            format!("name = \"R\"\n{need}{line}")
        })
        .collect();
    let mut files = vec![("dimensions.toml", DIMENSIONS)];
    files.extend(names.iter().zip(&texts).map(|(n, t)| (*n, t.as_str())));
    let f = fixture(&files);
    let told: Vec<&String> = f
        .told
        .iter()
        .filter(|t| !t.contains("roles-alike"))
        .collect();
    assert!(told.is_empty(), "{told:?}");
    let all: Vec<_> = f.roles.list.iter().map(|r| r.id.clone()).collect();
    let compared = compare(&f.roles, &all);
    compared.rows.into_iter().find(|r| &*r.dimension == key)
}

fn status(key: &str, values: &[&str]) -> &'static str {
    row(key, values).map_or("no row", |r| r.status.word())
}

#[test]
fn texts_are_the_same_after_folding() {
    assert_eq!(status("t", &["\"One  thing\"", "\"one thing\""]), "same");
    assert_eq!(status("t", &["\"one *thing*\"", "\"one thing\""]), "same");
    assert_eq!(status("t", &["\"one\"", "\"two\""]), "diff");
    assert_eq!(status("t", &["\"one\"", "\"one\"", "\"two\""]), "part");
    assert_eq!(status("t", &["\"one\"", "\"two\"", "\"three\""]), "diff");
    assert_eq!(status("t", &["\"one\"", "\"two\"", ""]), "part");
}

#[test]
fn a_value_of_one_role_is_only_its_own() {
    assert_eq!(row("t", &["", "\"x\""]).unwrap().status, Status::Only(1));
    assert_eq!(
        row("t", &["\"x\"", "", ""]).unwrap().status,
        Status::Only(0)
    );
    assert_eq!(row("s", &["\"day\"", ""]).unwrap().status, Status::Only(0));
    assert_eq!(status("t", &["\"x\"", "{ state = \"none\" }"]), "only");
    assert_eq!(status("l", &["[\"x\"]", "[]"]), "only");
    assert_eq!(status("t", &["\"x\"", "\"\""]), "only");
}

#[test]
fn a_row_that_nobody_fills_is_not_there_unless_it_should_be() {
    assert_eq!(status("t", &["", ""]), "no row");
    assert_eq!(status("t", &["{ state = \"none\" }", ""]), "no row");
    assert_eq!(status("t", &["{ state = \"unknown\" }", ""]), "gap");
    assert_eq!(status("t", &["{ state = \"varies\" }", ""]), "deps");
    assert_eq!(status("need", &["", ""]), "gap");
    let none = "{ state = \"none\" }";
    assert_eq!(status("need", &[none, none]), "same");
    assert_eq!(status("need", &[none, ""]), "gap");
}

#[test]
fn unknown_comes_before_depends_and_that_before_what_is_not_written() {
    let (unknown, varies) = ("{ state = \"unknown\" }", "{ state = \"not-applicable\" }");
    assert_eq!(status("t", &[unknown, varies]), "gap");
    assert_eq!(status("t", &["\"x\"", varies]), "deps");
    assert_eq!(status("need", &["", varies]), "deps");
    assert_eq!(status("need", &["\"x\"", ""]), "gap");
    assert_eq!(status("t", &[unknown, "\"x\"", "\"x\""]), "gap");
}

#[test]
fn lists_match_by_topic_else_by_text() {
    let topic = |t: &str| format!("[{{ topic = \"q\", text = \"{t}\" }}]");
    assert_eq!(status("l", &["[\"A\", \"b\"]", "[\"B\", \"a\"]"]), "same");
    assert_eq!(status("l", &["[\"a\", \"b\"]", "[\"b\"]"]), "part");
    assert_eq!(status("l", &["[\"a\"]", "[\"b\"]"]), "diff");
    assert_eq!(status("l", &[&topic("x"), &topic("X")]), "same");
    assert_eq!(status("l", &[&topic("x"), &topic("y")]), "part");
    assert_eq!(status("l", &[&topic("x"), "[\"x\"]"]), "diff");
    assert_eq!(status("l", &["[\"a\"]", "[\"a\"]", "[\"b\"]"]), "part");
    assert_eq!(status("l", &["[\"a\"]", "[\"b\"]", "[\"c\"]"]), "diff");
    assert_eq!(status("l", &["[\"a\"]", "[\"b\"]", ""]), "part");
    let contested = "[{ text = \"a\", stance = \"contested\" }]";
    assert_eq!(status("l", &[contested, "[\"a\"]"]), "same");
}

#[test]
fn a_skill_at_another_level_is_partly_shared() {
    let skill = |s: &str, l: &str| format!("[{{ skill = \"{s}\", level = \"{l}\" }}]");
    assert_eq!(status("skills", &["[\"X\"]", "[\"x\"]"]), "same");
    assert_eq!(
        status("skills", &[&skill("x", "expert"), &skill("x", "expert")]),
        "same"
    );
    assert_eq!(
        status("skills", &[&skill("x", "expert"), &skill("x", "working")]),
        "part"
    );
    assert_eq!(
        status("skills", &[&skill("x", "expert"), "[\"y\"]"]),
        "diff"
    );
    let need = "[{ skill = \"x\", need = \"desirable\" }]";
    assert_eq!(status("skills", &[need, "[\"x\"]"]), "same");
}

#[test]
fn exact_types_are_the_same_or_different() {
    for (key, a, b) in [
        ("s", "\"day\"", "\"week\""),
        ("c", "\"x\"", "\"y\""),
        ("y", "true", "false"),
        ("n", "1", "2"),
    ] {
        assert_eq!(status(key, &[a, a]), "same", "{key}");
        assert_eq!(status(key, &[a, b]), "diff", "{key}");
        assert_eq!(status(key, &[a, a, b]), "diff", "{key}");
        assert_eq!(status(key, &[a, a, ""]), "diff", "{key}");
        assert_eq!(status(key, &[a, a, a]), "same", "{key}");
    }
    assert_eq!(status("n", &["1", "1.0"]), "same");
}

#[test]
fn ranges_that_touch_overlap() {
    assert_eq!(status("r", &["[1, 3]", "[1, 3]"]), "same");
    assert_eq!(status("r", &["[1, 3]", "[3, 9]"]), "part");
    assert_eq!(status("r", &["[1, 3]", "[4, 9]"]), "diff");
    assert_eq!(status("r", &["[1, 3]", "[4, 9]", "[3, 3]"]), "part");
}

#[test]
fn roles_are_compared_as_sets() {
    assert_eq!(status("w", &["[\"a\", \"b\"]", "[\"b\", \"a\"]"]), "same");
    assert_eq!(status("w", &["[\"a\", \"b\"]", "[\"b\"]"]), "part");
    assert_eq!(status("w", &["[\"b\"]", "[\"a\"]"]), "diff");
}

#[test]
fn shared_items_are_apart_from_those_of_one_role() {
    let a = "[\"own\", { topic = \"q\", text = \"mine\" }, \"all\"]";
    let b = "[\"all\", \"some\", { topic = \"q\", text = \"yours\" }]";
    let row = row("l", &[a, b, "[\"some\", \"all\"]"]).unwrap();
    let shared: Vec<(usize, usize, &[usize])> = row
        .shared
        .iter()
        .map(|s| (s.role, s.item, s.by.as_slice()))
        .collect();
    assert_eq!(shared, [(0, 2, &[0, 1, 2][..]), (1, 1, &[1, 2][..])]);
    // What has a counterpart of the same topic comes first.
    assert_eq!(row.cells[0].own, [(1, true), (0, false)]);
    assert_eq!(row.cells[1].own, [(2, true)]);
    assert_eq!(row.cells[2].own, []);
}

#[test]
fn a_scale_says_who_is_how_far_apart() {
    let row = row("s", &["\"month\"", "\"day\"", "\"day\""]).unwrap();
    assert_eq!(
        row.scale,
        Some(Apart {
            low: 1,
            high: 0,
            steps: 2
        })
    );
    assert_eq!(
        super::tests::row("s", &["\"day\"", "\"day\""])
            .unwrap()
            .scale,
        None
    );
}

fn order(f: &Fixture, names: &[&str]) -> Vec<String> {
    let compared = compare(&f.roles, &ids(names));
    compared
        .rows
        .iter()
        .map(|r| format!("{} {}", r.dimension, r.status.word()))
        .collect()
}

#[test]
fn rows_stand_by_group_then_difference_and_the_same_ones_last() {
    let dimensions = r#"
builtin = false
[[group]]
id = "g"
[[dimension]]
id = "loose"
type = "text"
[[dimension]]
id = "half"
type = "set"
group = "g"
[[dimension]]
id = "far"
type = "text"
group = "g"
[[dimension]]
id = "heavy"
type = "set"
group = "g"
weight = 5
[[dimension]]
id = "equal"
type = "text"
group = "g"
"#;
    let a = "name = \"A\"\nloose = \"1\"\nhalf = [\"x\", \"y\"]\nfar = \"1\"\nheavy = [\"x\", \"y\"]\nequal = \"e\"\nkind = \"job\"\n";
    let b = "name = \"B\"\nloose = \"2\"\nhalf = [\"x\"]\nfar = \"2\"\nheavy = [\"x\"]\nequal = \"e\"\nkind = \"hat\"\n";
    let f = fixture(&[
        ("dimensions.toml", dimensions),
        ("a.toml", a),
        ("b.toml", b),
    ]);
    let rows = [
        "kind diff",
        "heavy part",
        "far diff",
        "half part",
        "loose diff",
        "equal same",
    ];
    assert_eq!(order(&f, &["b", "a"]), rows);
    let compared = compare(&f.roles, &ids(&["a", "b"]));
    assert_eq!(
        (
            compared.counts.rows,
            compared.counts.same,
            compared.counts.differ()
        ),
        (6, 1, 5)
    );
}

const ALIKE: &str = "skills = [\"x\", \"y\", \"z\"]\nresponsibilities = [\"r\"]\n";

#[test]
fn roles_with_the_same_data_are_told() {
    let role = |name: &str, more: &str| format!("name = \"{name}\"\n{ALIKE}{more}");
    let (a, b) = (role("A", ""), role("B", ""));
    let f = fixture(&[("a.toml", &a), ("b.toml", &b)]);
    assert_eq!(
        f.told,
        [
            "b.toml:1:8 roles-alike: `a` and `b` are not distinguishable by their data = write down what makes the difference, or merge them (a.toml:1:8 the other one)"
        ]
    );
    let b = role("B", "scope = \"another\"\n");
    assert!(fixture(&[("a.toml", &a), ("b.toml", &b)]).told.is_empty());
}

fn pages(f: &Fixture) -> Vec<String> {
    f.comparisons
        .list
        .iter()
        .map(|c| c.roles.join(" "))
        .collect()
}

#[test]
fn which_pairs_have_a_page_is_cumulative_and_capped() {
    let role = |name: &str, family: &str, skill: &str| {
        format!(
            "name = \"{name}\"\n{family}skills = [\"{skill}\"]\nresponsibilities = [\"{name}\"]\n"
        )
    };
    let family = "family = \"f\"\n";
    let (a, b) = (role("A", family, "x"), role("B", family, "y"));
    let (c, d) = (role("C", "", "x"), role("D", "", "q"));
    let files = [
        ("a.toml", a.as_str()),
        ("b.toml", &b),
        ("c.toml", &c),
        ("d.toml", &d),
        ("three.toml", "roles = [\"d\", \"a\", \"b\"]"),
        ("two.toml", "roles = [\"d\", \"c\"]"),
    ];
    let of = |pairs, max, written| fixture_with(&files, pairs, max, written);
    assert_eq!(pages(&of(Pairs::Declared, 9, None)), ["c d", "a b d"]);
    assert_eq!(pages(&of(Pairs::Family, 9, None)), ["a b", "c d", "a b d"]);
    assert_eq!(
        pages(&of(Pairs::Similar, 9, None)),
        ["a b", "a c", "c d", "a b d"]
    );
    assert_eq!(pages(&of(Pairs::All, 9, None)).len(), 7);
    let f = of(Pairs::All, 6, None);
    assert_eq!(pages(&f), ["c d", "a b d"]);
    assert!(
        f.told[0]
            .contains("comparisons-left-out: these rules make 7 comparison pages, more than 6")
    );
    let f = of(Pairs::All, 6, Some(Span::default()));
    assert!(
        f.told[0]
            .contains("comparisons-too-many: these rules make 7 comparison pages, more than 6 =")
    );
}

#[test]
fn every_order_of_two_and_three_and_old_names_lead_to_the_page() {
    let f = fixture(&[
        (
            "a.toml",
            "name = \"A\"\nwas = [\"old\"]\nresponsibilities = [\"a\"]",
        ),
        ("b.toml", "name = \"B\"\nresponsibilities = [\"b\"]"),
        ("c.toml", "name = \"C\"\nresponsibilities = [\"c\"]"),
    ]);
    let names = |of: &[&str]| -> Vec<String> {
        other_names(&f.roles, &ids(of))
            .iter()
            .map(|n| n.join(" "))
            .collect()
    };
    assert_eq!(names(&["a", "b"]), ["old b", "b a", "b old"]);
    assert_eq!(names(&["a", "b", "c"]).len(), 11);
}

#[test]
fn what_is_wrong_in_a_comparison_file_is_told_at_its_place() {
    let role = "name = \"A\"\nresponsibilities = [\"a\"]";
    let f = fixture(&[
        ("a.toml", role),
        ("b.toml", "name = \"B\"\nresponsibilities = [\"b\"]"),
        ("one.toml", "roles = [\"a\"]"),
        ("twice.toml", "roles = [\"a\", \"a\"]"),
        ("who.toml", "roles = [\"a\", \"bb\"]"),
        (
            "a-vs-b.toml",
            "roles = [\"b\", \"a\"]\ndecision = \"pm-or-p\"\n[choose]\nc = \"x\"\n",
        ),
        ("b-vs-a.toml", "roles = [\"a\", \"b\"]\nverdikt = \"x\"\n"),
    ]);
    assert_eq!(
        f.told,
        [
            "b-vs-a.toml:2:1 key-unknown: there is no key `verdikt` here = did you mean `verdict`?",
            "one.toml:1:9 value-invalid: a comparison is of two to five roles, not of 1",
            "twice.toml:1:15 value-invalid: `a` is compared with itself",
            "who.toml:1:15 role-unknown: there is no role `bb` = did you mean `b`?",
            "a-vs-b.toml:4:1 role-unknown: `c` is none of the roles compared here = did you mean `a`?",
            "a-vs-b.toml:2:12 decision-unknown: there is no decision `pm-or-p` = did you mean `pm-or-po`?",
            "b-vs-a.toml:1:9 comparison-duplicate: these roles are compared in another file already = keep one of the two (a-vs-b.toml:1:1 the other file)",
        ]
    );
}
