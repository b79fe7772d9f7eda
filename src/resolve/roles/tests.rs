//! What an author is told about role files and vocabularies, each at its place; and the order of roles.

use crate::model::role::{CellValue, State};
use crate::resolve::fixture::fixture;

const OK: &str = "name = \"B\"\nresponsibilities = [\"b\"]\n";

fn told(role: &str) -> Vec<String> {
    let skills = "[[skill]]\nid = \"communication\"\n[[skill]]\nid = \"agile\"\nlevels = [\"some\", \"much\"]\n";
    let sources = "[[source]]\nid = \"guide-2020\"\ntitle = \"Guide\"\n";
    let draft = "name = \"D\"\nstatus = \"draft\"\n";
    let files = [
        ("a.toml", role),
        ("b.toml", OK),
        ("hidden.toml", draft),
        ("skills.toml", skills),
        ("sources.toml", sources),
    ];
    fixture(&files).told
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn every_mistake_in_a_role_is_told_at_its_place() {
    let cases: &[(&str, &str)] = &[
        (
            "horizn = \"day\"",
            "a.toml:2:1 dimension-unknown: `horizn` is neither a key of a role nor a dimension = did you mean `horizon`?",
        ),
        (
            "sumary = \"day\"",
            "a.toml:2:1 dimension-unknown: `sumary` is neither a key of a role nor a dimension = did you mean `summary`?",
        ),
        (
            "zzz = 1",
            "a.toml:2:1 dimension-unknown: `zzz` is neither a key of a role nor a dimension = declare it as a `[[dimension]]` in `dimensions.toml`",
        ),
        (
            "horizon = \"sprnt\"",
            "a.toml:2:11 value-invalid: `sprnt` is no value of `horizon` = did you mean `sprint`?",
        ),
        (
            "horizon = 3",
            "a.toml:2:11 value-type: `horizon` takes one of its steps, not a number",
        ),
        (
            "horizon = { value = 3 }",
            "a.toml:2:21 value-type: `horizon` takes one of its steps, not a number",
        ),
        (
            "scope = [\"x\"]",
            "a.toml:2:9 value-type: `scope` takes a text, not a list = write one text, without brackets",
        ),
        (
            "metrics = \"x\"",
            "a.toml:2:11 value-type: `metrics` takes a list, not text = put it in brackets: `[\"…\"]`",
        ),
        (
            "scope = { note = \"x\" }",
            "a.toml:2:9 value-invalid: there is neither a `value` nor a `state` = write `value`, or `state` with the reason why there is none",
        ),
        (
            "scope = { stat = \"none\", value = \"x\" }",
            "a.toml:2:11 key-unknown: there is no key `stat` here = did you mean `state`?",
        ),
        (
            "scope = { state = \"nothing\" }",
            "a.toml:2:19 value-invalid: `state` takes `none`, `not-applicable`, `varies` or `unknown`, not `nothing`",
        ),
        (
            "metrics = [{ topic = \"x\" }]",
            "a.toml:2:12 value-invalid: an item needs a `text` or a `skill`",
        ),
        (
            "metrics = [\"\"]",
            "a.toml:2:12 value-invalid: an item is empty",
        ),
        (
            "skills = [\"comunication\"]",
            "a.toml:2:11 skill-unknown: there is no skill `comunication` = did you mean `communication`?",
        ),
        (
            "skills = [{ skill = \"agile\", level = \"expert\" }]",
            "a.toml:2:38 value-invalid: `expert` is no level of `agile` = the levels are `some` and `much`",
        ),
        (
            "skills = [{ skill = \"agile\", topic = \"x\" }]",
            "a.toml:2:38 value-invalid: a `topic` belongs to an item of a list",
        ),
        (
            "metrics = [{ skill = \"agile\" }]",
            "a.toml:2:22 value-invalid: a `skill` belongs to an item of a set",
        ),
        (
            "scope = { value = \"x\", sources = [\"guid-2020\"] }",
            "a.toml:2:35 source-unknown: there is no source `guid-2020` = did you mean `guide-2020`?",
        ),
        (
            "metrics = [{ text = \"x\", counter = [{ text = \"y\", sources = [\"z\"] }] }]",
            "a.toml:2:62 source-unknown: there is no source `z` = add it as a `[[source]]` to `sources.toml`",
        ),
        (
            "works_with = [\"bb\"]",
            "a.toml:2:15 role-unknown: `bb` is neither a role nor a party = did you mean `b`?",
        ),
        (
            "combines_with = [\"hidden\"]",
            "a.toml:2:18 role-draft: the role `hidden` is a draft = publish it, or take this reference out",
        ),
        (
            "was = [\"b\"]",
            "a.toml:2:8 role-old-id: `b` is the id of a role, so it cannot be an old one (b.toml:1:1 the other one)",
        ),
        (
            "hue = 12",
            "a.toml:2:7 value-invalid: `hue` takes a whole number of at most 11",
        ),
        (
            "kind = \"jobb\"",
            "a.toml:2:8 value-invalid: `jobb` is no value of `kind` = did you mean `job`?",
        ),
        (
            "audience = \"x\"",
            "a.toml:2:1 audience-unsupported: `audience` is not supported yet = remove the key, and keep out of the site what is not for everybody",
        ),
        (
            "review_in = \"soon\"",
            "a.toml:2:13 value-invalid: `soon` is not a span of time = write a number and days, weeks, months or years: `6 months`",
        ),
    ];
    for (line, expected) in cases {
        let role = format!("name = \"A\"\n{line}\nresponsibilities = [\"a\"]\n");
        assert_eq!(told(&role), [*expected], "{line}");
    }
}

#[test]
fn ids_are_checked_and_a_better_one_is_named() {
    let f = fixture(&[
        ("Größe.toml", OK),
        ("a-vs-b.toml", OK),
        ("x.toml", "summary = \"s\"\nresponsibilities = [\"x\"]"),
    ]);
    assert_eq!(
        f.told,
        [
            "x.toml:1:1 key-missing: `name` is missing = add `name = \"…\"`",
            "Größe.toml:1:1 id-invalid: `Größe` cannot be an id = name the file `große.toml`"
                .replace("große", "groe")
                .as_str(),
            "a-vs-b.toml:1:1 id-invalid: `a-vs-b` contains `-vs-`, which is kept for comparisons = name the file `a-b.toml`",
        ]
    );
}

#[test]
fn every_mistake_in_dimensions_is_told_at_its_place() {
    let cases: &[(&str, &str)] = &[
        (
            "id = \"purpose\"\ntype = \"text\"",
            "dimensions.toml:2:6 dimension-reserved: `purpose` is a key of every role and cannot be a dimension = choose another `id`; its `name` may be any text",
        ),
        (
            "id = \"x\"\ntype = \"scale\"",
            "dimensions.toml:3:8 key-missing: a dimension of type `scale` needs `steps` = add `steps = [\"…\", \"…\"]`",
        ),
        (
            "id = \"x\"\ntype = \"txt\"",
            "dimensions.toml:3:8 value-invalid: `type` takes `text`, `list`, `set`, `scale`, `choice`, `yes-no`, `number`, `range` or `roles`, not `txt` = did you mean `text`?",
        ),
        (
            "id = \"x\"\ntype = \"text\"\ngroup = \"g\"",
            "dimensions.toml:4:9 group-unknown: there is no group `g` = declare it as a `[[group]]`",
        ),
        (
            "id = \"x\"\ntype = \"text\"\nweight = -1",
            "dimensions.toml:4:10 value-invalid: a weight is not negative",
        ),
        (
            "id = \"x\"\ntype = \"text\"\n[[dimension]]\nid = \"X\"\ntype = \"text\"",
            "dimensions.toml:5:6 entry-duplicate: there are two dimensions `X` = give one of them another `id` (dimensions.toml:2:6 the first one)",
        ),
        (
            "id = \"x\"\ntype = \"text\"\n[[topic]]\nid = \"t\"\ndimension = \"y\"",
            "dimensions.toml:6:13 dimension-unknown: there is no dimension `y` = did you mean `x`?",
        ),
        (
            "id = \"x\"\ntype = \"text\"\n[[topic]]\nid = \"t\"\ndimension = \"x\"",
            "dimensions.toml:6:13 value-invalid: `x` is of type `text`: only a list has topics",
        ),
    ];
    for (entry, expected) in cases {
        let text = format!("[[dimension]]\n{entry}\n");
        let f = fixture(&[("dimensions.toml", &text)]);
        assert_eq!(f.told, [*expected], "{entry}");
    }
}

#[test]
fn a_vocabulary_with_a_syntax_error_is_told_alone() {
    let role = "name = \"A\"\nsalary = 1\nskills = [\"x\"]\nresponsibilities = [{ text = \"a\", sources = [\"s\"] }]\n";
    let f = fixture(&[
        ("a.toml", role),
        ("dimensions.toml", "[[dimension]\n"),
        ("skills.toml", "[[skill]\n"),
        ("sources.toml", "[[source]\n"),
    ]);
    let codes: Vec<&str> = f
        .told
        .iter()
        .map(|t| t.split(' ').nth(1).unwrap())
        .collect();
    assert_eq!(codes, ["toml-syntax:"; 3], "{:?}", f.told);
}

#[test]
fn topics_are_fixed_once_they_are_listed() {
    let dimensions = "[[dimension]]\nid = \"responsibilities\"\ntype = \"list\"\n[[topic]]\nid = \"roadmap\"\ndimension = \"responsibilities\"\n";
    let role = "name = \"A\"\nresponsibilities = [{ topic = \"roadmp\", text = \"x\" }]\n";
    let f = fixture(&[("a.toml", role), ("dimensions.toml", dimensions)]);
    assert_eq!(
        f.told,
        [
            "a.toml:2:31 topic-unknown: `responsibilities` has no topic `roadmp` = did you mean `roadmap`?"
        ]
    );
}

#[test]
fn built_in_dimensions_are_replaced_extended_and_dropped() {
    let names = |text: &str| -> Vec<String> {
        let f = fixture(&[("dimensions.toml", text)]);
        f.roles
            .dimensions
            .iter()
            .skip(4)
            .map(|d| format!("{}: {}", d.id, d.name))
            .collect()
    };
    let own = "[[dimension]]\nid = \"scope\"\nname = \"Reach\"\ntype = \"text\"\n";
    assert_eq!(names(own)[0], "scope: Reach");
    assert_eq!(names(own).len(), 7);
    assert_eq!(names(&format!("builtin = false\n{own}")), ["scope: Reach"]);
    assert_eq!(names("")[6], "works_with: Works with");
}

#[test]
fn roles_stand_by_family_weight_and_name() {
    let role = |name: &str, more: &str| {
        format!("name = \"{name}\"\nresponsibilities = [\"{name}\"]\n{more}")
    };
    let texts = [
        ("z.toml", role("Zoe", "family = \"a\"\nweight = 1")),
        ("m.toml", role("émile", "family = \"a\"")),
        ("f.toml", role("Fred", "family = \"a\"")),
        ("n.toml", role("Nobody's", "")),
        ("b.toml", role("Bert", "family = \"B\"")),
    ];
    let files: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let f = fixture(&files);
    let order: Vec<&str> = f.roles.list.iter().map(|r| &*r.id).collect();
    assert_eq!(order, ["z", "m", "f", "b", "n"]);
    let families: Vec<&str> = f.roles.families.iter().map(|f| &*f.name).collect();
    assert_eq!(families, ["A", "B"]);
}

#[test]
fn a_state_and_its_reason_are_kept() {
    let role = "name = \"A\"\nresponsibilities = [\"a\"]\nscope = { state = \"not-applicable\", why = \"A *function*\" }\n";
    let f = fixture(&[("a.toml", role)]);
    let cell = f.roles.get("a").unwrap().cell("scope").unwrap();
    let CellValue::State { state, why } = &cell.value else {
        panic!()
    };
    assert_eq!(*state, State::NotApplicable);
    assert_eq!(why.as_ref().unwrap().plain_text(), "A function");
}
