//! Tables against their shapes: decoder, schema, reference.

use super::told;
use crate::diag::Diagnostics;
use crate::parse::shape::{Field, Kind, Shape};
use crate::parse::{schema, shapes, toml};

static INNER: Shape = Shape::new(
    "inner",
    "",
    &[
        Field::new("skill", Kind::Id, "").required(),
        Field::new("need", Kind::OneOf(&["essential", "desirable"]), ""),
    ],
);

static OUTER: Shape = Shape::new(
    "outer",
    "",
    &[
        Field::new("title", Kind::Text, "").required(),
        Field::new("weight", Kind::INTEGER, "").alias(&["order", "sidebar.order"]),
        Field::new("draft", Kind::Flag, ""),
        Field::new("date", Kind::Date, ""),
        Field::new("tags", Kind::OneOrMore(&Kind::Text), "").alias(&["taxonomies.tags"]),
        Field::new("search", Kind::Flag, ""),
        Field::new("search.exclude", Kind::Flag, ""),
        Field::new(
            "skills",
            Kind::List(&Kind::Either(&[Kind::Inline, Kind::Table(&INNER)])),
            "",
        ),
        Field::new("inner", Kind::List(&Kind::Table(&INNER)), ""),
        Field::new("published", Kind::Period, ""),
        Field::new("review_in", Kind::Span, ""),
        Field::new("answers", Kind::Map(&Kind::OneOrMore(&Kind::Text)), ""),
        Field::new("audience", Kind::Any, "").later(crate::diag::Code::AUDIENCE_UNSUPPORTED),
    ],
);

fn wrong(file: &str) -> Vec<String> {
    let (node, _) = toml::read(file, 0);
    let mut d = Diagnostics::new();
    OUTER.read(&node.unwrap(), &mut d);
    told(file, &d)
}

#[test]
fn a_wrong_field_is_told_with_what_was_expected() {
    let table = [
        (
            "",
            "1:1 key-missing: `title` is missing = add `title = \"…\"`",
        ),
        (
            "title = 1",
            "1:9 value-type: `title` takes text, not a whole number = put it in quotes",
        ),
        (
            "title = \"\"\ntitel = 1",
            "2:1 key-unknown: there is no key `titel` here = did you mean `title`?",
        ),
        (
            "title = \"\"\ndraft = \"yes\"",
            "2:9 value-type: `draft` takes `true` or `false`, not text = write `true`, without quotes",
        ),
        (
            "title = \"\"\nweight = 1\n[sidebar]\norder = 2",
            "4:1 key-duplicate: `weight` and `sidebar.order` are the same key = keep `weight` (2:1 first written here)",
        ),
        (
            "title = \"\"\ndate = \"2026-02-30\"",
            "2:8 value-invalid: `2026-02-30` is not a day of the calendar = write year, month and day: `2026-01-31`",
        ),
        (
            "title = \"\"\nskills = [{ need = \"esential\" , skill = \"x\" }]",
            "2:20 value-invalid: `need` takes `essential` or `desirable`, not `esential` = did you mean `essential`?",
        ),
        (
            "title = \"\"\nskills = \"x\"",
            "2:10 value-type: `skills` takes a list of texts or tables, not text = put it in brackets: `[…]`",
        ),
        (
            "title = \"\"\naudience = \"x\"",
            "2:1 audience-unsupported: `audience` is not supported yet = remove the key, and keep out of the site what is not for everybody",
        ),
        (
            "title = \"\"\nreview_in = \"6 moons\"",
            "2:13 value-invalid: `6 moons` is not a span of time = write a number and days, weeks, months or years: `6 months`",
        ),
    ];
    let table = table.into_iter().chain([
        (
            "title = \"\"\n[inner]\nneed = \"essential\"\nskill = \"x\"",
            "2:1 value-type: `inner` takes a list of tables, not a table = write `[[inner]]`, with double brackets",
        ),
        (
            "title = \"\"\n[[inner]]\nskill = \"x\"\nweight = 3",
            "4:1 key-unknown: there is no key `weight` here = move `weight` to the top of the file, above the first `[…]` line",
        ),
    ]);
    for (file, expected) in table {
        assert_eq!(wrong(file), [expected], "{file}");
    }
}

#[test]
fn what_is_right_comes_out_under_its_own_name() {
    let file = "title = \"T\"\ntags = \"one\"\npublished = 2020-05\n[sidebar]\norder = 3\n[search]\nexclude = true\n[answers]\na = \"x\"\nb = [\"y\", \"z\"]\n";
    let file = file.replace("2020-05", "\"2020-05\"");
    let mut d = Diagnostics::new();
    let mut fields = OUTER.read(&toml::read(&file, 0).0.unwrap(), &mut d);
    assert_eq!(told(&file, &d), Vec::<String>::new());
    assert_eq!(fields.integer("weight").unwrap().value, 3);
    assert_eq!(fields.texts("tags").len(), 1);
    assert!(fields.flag("search.exclude").unwrap().value);
    assert_eq!(fields.map("answers").len(), 2);
    assert_eq!(fields.text("published").unwrap().as_str(), "2020-05");
    assert!(fields.date("date").is_none());
}

#[test]
fn the_schema_accepts_and_refuses_what_the_decoder_does() {
    let schema = schema::schema(&OUTER);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let right = [
        "title = \"T\"",
        "title = \"T\"\nskills = [\"a\", { skill = \"b\", need = \"essential\" }]",
        "title = \"T\"\ntags = \"a\"\nsidebar.order = 2\nsearch = false",
        "title = \"T\"\ntags = [\"a\"]\nsearch.exclude = true\npublished = 2020",
        "title = \"T\"\ntaxonomies.tags = [\"a\"]\ndate = 2026-01-31\nreview_in = \"6 months\"",
        "title = \"T\"\nanswers = { a = \"x\", b = [\"y\"] }\norder = 3",
    ];
    let faults = [
        "",
        "title = 3",
        "title = \"T\"\nskills = [{ need = \"essential\" }]",
        "title = \"T\"\nskills = [3]",
        "title = \"T\"\nskills = [{ skill = \"a\", nedd = \"x\" }]",
        "title = \"T\"\nanswers = { a = 1 }",
        "title = \"T\"\nweight = 1.5",
        "title = \"T\"\nsidebar.order = \"x\"",
        "title = \"T\"\nsearch.exclude = 1",
        "title = \"T\"\naudience = \"x\"",
        "title = \"T\"\nunknown = 1",
        "title = \"T\"\nreview_in = \"soon\"",
        "title = \"T\"\npublished = 20",
    ];
    for (files, valid) in [(&right[..], true), (&faults[..], false)] {
        for file in files {
            let node = toml::read(file, 0).0.unwrap();
            let mut d = Diagnostics::new();
            OUTER.read(&node, &mut d);
            assert_eq!(d.is_empty(), valid, "decoder: {file} {:?}", told(file, &d));
            assert_eq!(validator.is_valid(&node.to_json()), valid, "schema: {file}");
        }
    }
}

#[test]
fn every_file_has_a_sound_schema_and_a_reference() {
    let mut names = std::collections::BTreeSet::new();
    for shape in shapes() {
        assert!(names.insert(shape.name), "{} twice", shape.name);
        let schema = schema::schema(shape);
        jsonschema::validator_for(&schema).unwrap();
        let reference = schema::reference(shape, 2);
        assert!(reference.contains("| Key | Takes |"), "{reference}");
    }
}

#[test]
fn the_reference_names_every_key_once_and_inner_tables_below() {
    let text = schema::reference(&OUTER, 2);
    assert!(text.starts_with("## `outer`"), "{text}");
    assert!(text.contains("### `inner`"), "{text}");
    assert!(text.contains("| `title` | text | required |"), "{text}");
    assert!(
        text.contains("Also read: `order`, `sidebar.order`."),
        "{text}"
    );
}
