//! Goldens, one a language; damaged and pathological code, held to a number of looks at each byte instead of seconds.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::scan::Scanner;
use super::{Class, Language, Piece, find, highlight, languages, lexer};

/// What separates the code in a golden file from what is expected of it.
const EXPECTED: &str = "\n======== expected\n";
/// Looks at a byte, at most, on average. The busiest language, TOML, needs 18.
const LOOKS: usize = 32;

#[test]
fn every_language_is_marked_as_its_golden_file_says() {
    let update = std::env::var_os("UPDATE").is_some();
    for language in languages() {
        let path = golden_path(language);
        let code = golden_code(language);
        let golden = format!("{code}{EXPECTED}{}", marked_up(language, &code));
        if update {
            std::fs::write(&path, golden).unwrap();
        } else {
            let expected = std::fs::read_to_string(&path).unwrap();
            assert!(
                golden == expected,
                "{} differs (UPDATE=1 rewrites it); it is now\n{golden}",
                path.display()
            );
        }
    }
}

#[test]
fn no_golden_file_is_left_over() {
    for entry in std::fs::read_dir(golden_folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert_eq!(
            find(&name).map(Language::name),
            Some(name.as_str()),
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_language_is_found_by_any_of_its_names_in_any_case() {
    assert_eq!(find("YAML").map(Language::name), Some("yaml"));
    assert_eq!(find("Rs").map(Language::name), Some("rust"));
    assert_eq!(find("c++").map(Language::name), Some("cpp"));
    for unknown in ["", " ", "rus", "text", "rust rs", "é"] {
        assert_eq!(find(unknown), None, "{unknown}");
    }
}

#[test]
fn no_two_languages_share_a_name() {
    let mut names: Vec<_> = languages()
        .flat_map(|language| language.aliases().chain([language.name()]))
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!((languages().count(), names.len()), (36, all));
}

#[test]
fn every_class_has_a_css_class_of_its_own() {
    let mut css: Vec<_> = Class::all().iter().map(|class| class.css()).collect();
    css.sort_unstable();
    css.dedup();
    assert_eq!(css.len(), 14);
}

#[test]
fn a_bracket_in_a_string_does_not_end_a_rust_attribute() {
    assert_eq!(
        marked("rust", "#[doc = \"a ] b\"]\nfn"),
        "⟦a:#[doc = ⟧⟦s:\"a ] b\"⟧⟦a:]⟧\n⟦k:fn⟧"
    );
}

#[test]
fn a_hash_in_a_console_is_a_prompt_only_where_no_dollar_is() {
    assert_eq!(
        marked("console", "# apt update\nok"),
        "⟦h:#⟧ ⟦f:apt⟧ update\nok"
    );
    assert_eq!(
        marked("console", "# first\n$ ls\na"),
        "⟦c:# first⟧\n⟦h:$⟧ ⟦f:ls⟧\na"
    );
}

#[test]
fn a_here_document_may_stand_in_a_substitution() {
    let code = "a=$(cat <<EOF\nit's ) $(\nEOF\n)\nb=\"$(cat <<'E'\n\") x\nE\n)\"\nls";
    let expected = "⟦v:a⟧=$(⟦f:cat⟧ <<⟦e:EOF⟧\n⟦s:it's ) $(\n⟧⟦e:EOF⟧\n)\n⟦v:b⟧=⟦s:\"⟧⟦e:$(⟧⟦f:cat⟧ <<'⟦e:E⟧'\n⟦s:\") x\n⟧⟦e:E⟧\n⟦e:)⟧⟦s:\"⟧\n⟦f:ls⟧";
    assert_eq!(marked("bash", code), expected);
}

#[test]
fn a_here_document_that_nothing_closes_is_read_as_code() {
    assert_eq!(
        marked("bash", "echo $((a<<b))\nexit 1"),
        "⟦f:echo⟧ $((⟦f:a⟧<<⟦e:b⟧))\n⟦k:exit⟧ ⟦n:1⟧"
    );
}

#[test]
fn an_expression_in_a_python_string_is_code() {
    assert_eq!(
        marked("python", "f'{{a}} {b + 1:>4} {d[\"k\"]}'"),
        "⟦s:f'{{a}} ⟧⟦e:{⟧b + ⟦n:1⟧:>⟦n:4⟧⟦e:}⟧⟦s: ⟧⟦e:{⟧d[⟦s:\"k\"⟧]⟦e:}⟧⟦s:'⟧"
    );
    assert_eq!(marked("python", "'{b}'"), "⟦s:'{b}'⟧");
}

#[test]
fn an_unclosed_string_of_one_line_ends_with_its_line() {
    assert_eq!(marked("json", "\"a\ntrue"), "⟦s:\"a⟧\n⟦l:true⟧");
    assert_eq!(marked("kotlin", "\"${a\nval"), "⟦s:\"⟧⟦e:${⟧a\n⟦k:val⟧");
}

#[test]
fn damaged_code_keeps_its_text_and_is_read_in_linear_time() {
    let blocks: Vec<_> = languages().map(golden_code).collect();
    let edits =
        proptest::collection::vec((any::<prop::sample::Index>(), 0..60_usize, nasty()), 1..6);
    let strategy = (edits, any::<prop::sample::Index>());
    proptest!(config(48), |((edits, other) in strategy)| {
        for (language, block) in languages().zip(&blocks) {
            let code = damage(block, &edits);
            check(language, &code)?;
            let foreign = languages().nth(other.index(36)).unwrap();
            check(foreign, &code)?;
        }
    });
}

#[test]
fn what_repeats_is_read_in_linear_time() {
    let strategy = (
        proptest::collection::vec(nasty(), 1..5),
        any::<prop::sample::Index>(),
    );
    proptest!(config(512), |((parts, language) in strategy)| {
        let language = languages().nth(language.index(36)).unwrap();
        check(language, &repeated(&parts.concat(), 3000))?;
    });
}

#[test]
fn every_pathological_pattern_is_read_in_linear_time_in_every_language() {
    for language in languages() {
        for part in NASTY {
            for length in [100, 1200] {
                check(language, &repeated(part, length)).unwrap();
                check(language, &format!("a{}", repeated(part, length))).unwrap();
            }
        }
    }
}

/// What opens, closes, escapes, nests or looks like it.
const NASTY: [&str; 63] = [
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "\\",
    "/",
    "*",
    "#",
    "$",
    "@",
    "-",
    "=",
    ":",
    ";",
    ".",
    " ",
    "\t",
    "\n",
    "é",
    "\0",
    "\r\n",
    "a",
    "A1",
    "${",
    "$(",
    "#{",
    "`${",
    "\"${",
    "f\"{",
    "\"$(",
    "/*",
    "*/",
    "<!--",
    "<a b=\"",
    "{{",
    "<<A\n",
    "<<-'A' ",
    "#[",
    "r#\"",
    "r####",
    "- ",
    "a: ",
    "[a](",
    "**",
    "```\n",
    "~~~a\n",
    "---\n",
    "'''",
    "\"\"\"",
    "$ a <<B\n",
    "a\\\n",
    "\n$ # ",
    "  - \"",
    "x=[",
    "/[/",
    ",/[",
];

fn nasty() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&NASTY[..])
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Cuts a little out at some places and puts something nasty there.
fn damage(block: &str, edits: &[(prop::sample::Index, usize, &str)]) -> String {
    let mut code: Vec<char> = block.chars().collect();
    for (place, cut, nasty) in edits {
        let at = place.index(code.len() + 1);
        let end = (at + cut).min(code.len());
        code.splice(at..end, nasty.chars());
    }
    code.into_iter().collect()
}

fn repeated(part: &str, length: usize) -> String {
    part.repeat(length / part.len())
}

fn check(language: Language, code: &str) -> Result<(), TestCaseError> {
    let mut scanner = Scanner::new(code);
    lexer::lex(&mut scanner, language.0);
    let steps = scanner.steps();
    prop_assert!(
        steps <= LOOKS * (code.len() + 20),
        "{steps} looks at {} bytes: {language:?} {code:.200}",
        code.len()
    );
    prop_assert!(covers(&scanner.pieces(), code), "{language:?} {code}");
    Ok(())
}

/// Whether the pieces are the whole text in order, none empty, neighbors of different classes.
fn covers(pieces: &[Piece], code: &str) -> bool {
    let text: String = pieces
        .iter()
        .map(|piece| &code[piece.range.clone()])
        .collect();
    let ordered = pieces
        .windows(2)
        .all(|pair| pair[0].range.end == pair[1].range.start && pair[0].class != pair[1].class);
    text == code && ordered && pieces.iter().all(|piece| !piece.range.is_empty())
}

fn marked(name: &str, code: &str) -> String {
    marked_up(find(name).unwrap(), code)
}

fn marked_up(language: Language, code: &str) -> String {
    let piece = |piece: Piece| match (piece.class, &code[piece.range]) {
        (None, text) => text.to_owned(),
        (Some(class), text) => format!("⟦{}:{text}⟧", class.css()),
    };
    highlight(language, code).into_iter().map(piece).collect()
}

fn golden_code(language: Language) -> String {
    let path = golden_path(language);
    let golden = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    golden.split(EXPECTED).next().unwrap_or_default().to_owned()
}

fn golden_path(language: Language) -> PathBuf {
    golden_folder().join(language.name()).with_extension("txt")
}

fn golden_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/highlight")
}
