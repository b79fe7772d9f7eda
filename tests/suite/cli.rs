//! The program as it is run: exit codes, formats, levels, and what it says when it cannot.

use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

/// Runs `rolebook` in a folder; the day is fixed, nothing is colored.
pub fn run(folder: &Path, args: &[&str]) -> Output {
    run_with(folder, args, &[])
}

pub fn run_with(folder: &Path, args: &[&str], vars: &[(&str, &str)]) -> Output {
    #[allow(
        clippy::disallowed_methods,
        reason = "the program itself is under test"
    )]
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rolebook"));
    command
        .args(args)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1795478400")
        .env("NO_COLOR", "1")
        .envs(vars.iter().copied());
    command.output().unwrap()
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

const BROKEN: &[(&str, &str)] = &[("content/a.md", "# A\n\n[x](gone.md)\n")];

#[test]
fn check_ends_with_0_1_or_2() {
    let sound = folder(&[("content/a.md", "# A\n")]);
    assert_eq!(code(&run(sound.path(), &["check"])), 0);
    let broken = folder(BROKEN);
    let checked = run(broken.path(), &["check"]);
    assert_eq!(code(&checked), 1);
    assert!(err(&checked).contains("error[link-broken]: no article at `gone.md`"));
    assert!(err(&checked).ends_with("1 error\n"), "{}", err(&checked));
    let missing = run(sound.path(), &["check", "-r", "nowhere"]);
    assert_eq!(code(&missing), 2);
    assert!(err(&missing).contains("cannot open the folder `nowhere`"));
}

#[test]
fn levels_come_from_flags_in_the_end() {
    let broken = folder(BROKEN);
    let ends = |args: &[&str]| code(&run(broken.path(), &[&["check"], args].concat()));
    assert_eq!(ends(&["--warn", "link-broken"]), 0);
    assert_eq!(ends(&["--allow", "link-broken"]), 0);
    assert_eq!(ends(&["--warn", "link-broken", "--strict"]), 1);
    assert_eq!(ends(&["--warn", "link-broken", "--deny", "link-broken"]), 1);
    let lowered = folder(&[
        BROKEN[0],
        ("site.toml", "check.levels.link-broken = \"warning\"\n"),
    ]);
    assert_eq!(code(&run(lowered.path(), &["check"])), 0);
    assert_eq!(
        code(&run(lowered.path(), &["check", "--deny", "link-broken"])),
        1
    );
}

#[test]
fn a_code_or_flag_that_does_not_exist_cannot_run() {
    let broken = folder(BROKEN);
    let unknown = run(broken.path(), &["check", "--warn", "link-borken"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("did you mean `link-broken`?"));
    let fixed = run(broken.path(), &["check", "--allow", "route-collision"]);
    assert_eq!(code(&fixed), 2);
    assert_eq!(code(&run(broken.path(), &["check", "--nonsense"])), 2);
    assert_eq!(
        code(&run(broken.path(), &["check", "--today", "tomorrow"])),
        2
    );
    assert_eq!(code(&run(broken.path(), &["check", "-u", "nothing"])), 2);
    assert_eq!(code(&run(broken.path(), &["chekc"])), 2);
}

#[test]
fn machines_read_messages_on_standard_output() {
    let broken = folder(BROKEN);
    let json = run(broken.path(), &["check", "--format", "json"]);
    let lines: Vec<serde_json::Value> = out(&json)
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let told = lines.iter().find(|l| l["code"] == "link-broken").unwrap();
    assert_eq!(told["v"], 1);
    assert_eq!(told["path"], "content/a.md");
    assert_eq!((&told["line"], &told["column"]), (&3.into(), &5.into()));
    assert_eq!((&told["offset"], &told["length"]), (&9.into(), &7.into()));
    assert_eq!(lines.last().unwrap()["summary"]["errors"], 1);

    let short = run(broken.path(), &["check", "--format", "short"]);
    let line = "content/a.md:3:5: error[link-broken]: no article at `gone.md`\n";
    assert!(err(&short).contains(line), "{}", err(&short));
    assert_eq!(out(&short), "");

    let github = run(broken.path(), &["check", "--format", "github"]);
    let line = "::error file=content/a.md,line=3,endLine=3,col=5,endColumn=12,title=link-broken::";
    assert!(out(&github).contains(line), "{}", out(&github));
}

#[test]
fn paths_for_eyes_start_where_the_reader_stands() {
    let broken = folder(&[("docs/content/a.md", BROKEN[0].1)]);
    let short = run(broken.path(), &["check", "-r", "docs", "--format", "short"]);
    assert!(
        err(&short).contains("docs/content/a.md:3:5: "),
        "{}",
        err(&short)
    );
    let json = run(broken.path(), &["check", "-r", "docs", "--format", "json"]);
    assert!(out(&json).contains("\"content/a.md\""), "{}", out(&json));
}

#[test]
fn a_configuration_that_does_not_parse_is_told_alone() {
    let broken = folder(&[BROKEN[0], ("site.toml", "title = \n")]);
    let checked = run(broken.path(), &["check", "--format", "short"]);
    assert_eq!(code(&checked), 1);
    assert!(err(&checked).contains("site.toml:1:"), "{}", err(&checked));
}

#[test]
fn the_day_comes_from_a_flag_else_from_the_environment() {
    let due = "+++\ntitle = \"A\"\nreview_by = 2026-11-24\n+++\ntext\n";
    let book = folder(&[("content/a.md", due)]);
    let overdue = |args: &[&str], seconds: &str| {
        let vars = [("SOURCE_DATE_EPOCH", seconds)];
        let checked = run_with(book.path(), &[&["check"], args].concat(), &vars);
        assert_ne!(code(&checked), 2, "{}", err(&checked));
        err(&checked)
    };
    assert_eq!(
        overdue(&[], "1795478400"),
        overdue(&["--today", "2026-11-24"], "0")
    );
    let bad = run_with(book.path(), &["check"], &[("SOURCE_DATE_EPOCH", "noon")]);
    assert_eq!(code(&bad), 2);
    assert!(err(&bad).contains("SOURCE_DATE_EPOCH"));
}

#[test]
fn drafts_are_read_if_asked_for() {
    let draft = "+++\ndraft = true\n+++\n# B\n";
    let book = folder(&[
        ("content/a.md", "# A\n\n[b](b.md)\n"),
        ("content/b.md", draft),
    ]);
    let without = run(book.path(), &["check"]);
    assert_eq!(code(&without), 1);
    assert!(err(&without).contains("link-draft"));
    assert_eq!(code(&run(book.path(), &["check", "-D"])), 0);
}

#[test]
fn init_writes_a_sound_handbook_into_an_empty_folder_only() {
    let parent = folder(&[("full/x.txt", "x")]);
    let made = run(parent.path(), &["init", "book"]);
    assert_eq!(code(&made), 0, "{}", err(&made));
    assert!(out(&made).contains("next: rolebook serve --open -r book"));
    let checked = run(parent.path(), &["check", "-r", "book", "--strict"]);
    assert_eq!(code(&checked), 0, "{}", err(&checked));
    let refused = run(parent.path(), &["init", "full"]);
    assert_eq!(code(&refused), 2);
    assert!(err(&refused).contains("is not empty"));
    let kept: Vec<_> = std::fs::read_dir(parent.path().join("full"))
        .unwrap()
        .collect();
    assert_eq!(kept.len(), 1);
}

#[test]
fn a_schema_is_json_and_judges_a_role() {
    let here = tempfile::tempdir().unwrap();
    let schema = run(here.path(), &["schema", "role"]);
    assert_eq!(code(&schema), 0);
    let schema: serde_json::Value = serde_json::from_str(&out(&schema)).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&serde_json::json!({ "name": "Product owner" })));
    assert!(!validator.is_valid(&serde_json::json!({ "name": 7 })));
    assert!(out(&run(here.path(), &["schema"])).contains("comparison"));
    let unknown = run(here.path(), &["schema", "rloe"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("did you mean `role`?"));
}

#[test]
fn a_shell_gets_its_completions() {
    let here = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let script = run(here.path(), &["completions", shell]);
        assert_eq!(code(&script), 0);
        assert!(out(&script).contains("rolebook"), "{shell}");
    }
}
