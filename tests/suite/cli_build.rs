//! `rolebook build` as it is run: what it writes, where, and what it leaves alone.

use std::path::Path;
#[cfg(unix)]
use std::time::{Duration, Instant};

use crate::cli::{code, err, folder, run, run_with};
use crate::support;

const SOUND: &[(&str, &str)] = &[
    ("content/_index.md", "# Home\n\n[a](a.md)\n"),
    ("content/a.md", "# A\n\nText.\n"),
    ("content/b.md", "+++\ndraft = true\n+++\n# B\n"),
];

fn page(root: &Path, path: &str) -> String {
    std::fs::read_to_string(root.join(path)).unwrap_or_default()
}

#[test]
fn a_site_is_written_and_a_second_build_changes_nothing() {
    let book = folder(SOUND);
    let built = run(book.path(), &["build"]);
    assert_eq!(code(&built), 0, "{}", err(&built));
    assert!(page(book.path(), "public/a/index.html").contains("<p>Text.</p>"));
    assert!(!book.path().join("public/b").exists());
    let first = support::folder(&book.path().join("public"));
    assert_eq!(code(&run(book.path(), &["build"])), 0);
    assert!(first == support::folder(&book.path().join("public")));
}

#[test]
fn drafts_address_and_place_come_from_flags() {
    let book = folder(SOUND);
    let args = [
        "build",
        "-D",
        "-o",
        "out",
        "-u",
        "https://example.org/base/",
    ];
    let built = run(book.path(), &args);
    assert_eq!(code(&built), 0, "{}", err(&built));
    assert!(page(book.path(), "out/b/index.html").contains(">B</h1>"));
    let a = page(book.path(), "out/a/index.html");
    assert!(a.contains("href=\"https://example.org/base/a/\""), "{a}");
    assert!(a.contains("href=\"/base/\""));
    assert!(!book.path().join("public").exists());
}

#[test]
fn after_an_error_nothing_is_written_and_the_old_site_stays() {
    let book = folder(SOUND);
    assert_eq!(code(&run(book.path(), &["build"])), 0);
    let before = support::folder(&book.path().join("public"));
    std::fs::write(
        book.path().join("content/a.md"),
        "# Other\n\n[x](gone.md)\n",
    )
    .unwrap();
    let failed = run(book.path(), &["build"]);
    assert_eq!(code(&failed), 1);
    assert!(err(&failed).contains("link-broken"));
    assert!(before == support::folder(&book.path().join("public")));
    let lowered = run(book.path(), &["build", "--warn", "link-broken"]);
    assert_eq!(code(&lowered), 0, "{}", err(&lowered));
    assert!(page(book.path(), "public/a/index.html").contains("class=\"broken\""));
}

#[test]
fn an_error_in_a_fresh_folder_leaves_no_output() {
    let book = folder(&[("content/a.md", "[x](gone.md)\n")]);
    assert_eq!(code(&run(book.path(), &["build"])), 1);
    assert!(!book.path().join("public").exists());
    let strange = folder(&[("content/a.md", "# A\n"), ("public/mine.txt", "mine")]);
    assert_eq!(code(&run(strange.path(), &["build"])), 2);
    assert_eq!(page(strange.path(), "public/mine.txt"), "mine");
}

#[test]
fn what_init_writes_builds() {
    let parent = tempfile::tempdir().unwrap();
    assert_eq!(code(&run(parent.path(), &["init", "book"])), 0);
    let built = run(parent.path(), &["build", "-r", "book", "--strict"]);
    assert_eq!(code(&built), 0, "{}", err(&built));
    assert!(page(parent.path(), "book/public/index.html").contains("Velomere"));
}

#[test]
fn the_settings_of_the_machine_are_in_no_byte() {
    let made = |place: &str, vars: &[(&str, &str)], jobs: &str| {
        let parent = tempfile::tempdir().unwrap();
        assert_eq!(code(&run(parent.path(), &["init", place])), 0);
        let built = run_with(parent.path(), &["build", "-r", place, "-j", jobs], vars);
        assert_eq!(code(&built), 0, "{}", err(&built));
        support::folder(&parent.path().join(place).join("public"))
    };
    let plain = made("book", &[], "1");
    let zone = [
        ("TZ", "Pacific/Kiritimati"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "tr_TR.UTF-8"),
    ];
    let moved = made("another/place", &zone, "4");
    for (path, bytes) in &plain {
        assert!(moved.get(path) == Some(bytes), "`{path}` differs");
    }
    assert_eq!(plain.len(), moved.len());
}

#[test]
fn another_configuration_is_read_in_the_place_of_site_toml() {
    let book = folder(&[
        ("site.toml", "title = \"Public\"\n"),
        (
            "staging.toml",
            "title = \"Staging\"\noutput_dir = \"out\"\n",
        ),
        ("a.md", "# A\n"),
    ]);
    let from = book.path().parent().unwrap();
    let name = book.path().file_name().unwrap().to_str().unwrap();
    // Its folder is the project; the other `site.toml` is no page, no data and no configuration.
    let built = run(from, &["build", "-c", &format!("{name}/staging.toml")]);
    assert_eq!(code(&built), 0, "{}", err(&built));
    assert!(page(book.path(), "out/a/index.html").contains("<title>A · Staging</title>"));
    assert!(!book.path().join("public").exists());
    let named = run(book.path(), &["build", "--config", "site.toml"]);
    assert_eq!(code(&named), 0, "{}", err(&named));
    assert!(page(book.path(), "public/a/index.html").contains("<title>A · Public</title>"));
}

#[test]
fn a_configuration_beside_the_project_is_told_by_its_own_name() {
    let both = folder(&[
        ("book/content/a.md", "# A\n"),
        ("book/site.toml", "titel = \"Not read\"\n"),
        ("settings/far.toml", "titel = \"Far\"\n"),
    ]);
    let args = ["check", "-r", "book", "-c", "settings/far.toml"];
    let checked = run(both.path(), &[&args[..], &["--format", "short"]].concat());
    assert_eq!(code(&checked), 1);
    let told = err(&checked);
    assert!(
        told.contains("book/../settings/far.toml:1:1: error[key-unknown]"),
        "{told}"
    );
    assert!(!told.contains("site.toml:"), "{told}");
    let missing = run(both.path(), &["check", "-r", "book", "-c", "gone.toml"]);
    assert_eq!(code(&missing), 2);
    assert!(err(&missing).contains("gone.toml`, which `--config` names"));
}

/// Sends a signal to a build after some time; how long it took to end, and with which code.
#[cfg(unix)]
fn ended(book: &Path, after: Duration, signal: &str) -> (Duration, Option<i32>) {
    #[allow(
        clippy::disallowed_methods,
        reason = "the program itself is under test"
    )]
    let command = std::process::Command::new;
    let mut build = command(env!("CARGO_BIN_EXE_rolebook"))
        .args(["build", "--no-cache"])
        .current_dir(book)
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let sent = Instant::now();
    let kill = [&format!("-{signal}"), &build.id().to_string()];
    command("kill").args(kill).output().unwrap();
    let status = build.wait().unwrap();
    (sent.elapsed(), status.code())
}

#[test]
#[cfg(unix)]
fn a_signal_at_any_time_leaves_nothing_beside_the_site() {
    let page = |n: usize| format!("# Page {n}\n\n{}\n", "Some words of a text. ".repeat(200));
    let pages: Vec<(String, String)> = (0..120)
        .map(|n| (format!("content/p{n}.md"), page(n)))
        .collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(p, t)| (&**p, &**t)).collect();
    let book = folder(&pages);
    let whole = Instant::now();
    assert_eq!(code(&run(book.path(), &["build", "--no-cache"])), 0);
    let whole = whole.elapsed();
    let sound = support::folder(&book.path().join("public"));
    let mut caught = 0;
    for n in 0_u32..9 {
        let fresh = n % 3 != 0;
        if fresh {
            let _ = std::fs::remove_dir_all(book.path().join("public"));
        }
        // In no order, spread over the time that a build takes.
        let after = whole * ((n * 4) % 9 + 1) / 10;
        let (took, code) = ended(book.path(), after, ["INT", "TERM"][n as usize % 2]);
        assert!(took < Duration::from_secs(5), "{took:?}");
        let known = [None, Some(0), Some(130), Some(143)];
        assert!(known.contains(&code), "{code:?}");
        caught += usize::from(matches!(code, Some(130 | 143)));
        let names = std::fs::read_dir(book.path()).unwrap().flatten();
        let names: Vec<String> = names
            .map(|e| e.file_name().to_string_lossy().into_owned())
            .filter(|n| n != "content" && n != "public")
            .collect();
        assert_eq!(names, [""; 0], "after {after:?}");
        let public = book.path().join("public");
        assert!(
            !public.exists() || support::folder(&public) == sound,
            "after {after:?}"
        );
    }
    assert!(caught > 0, "no build was ended in the middle");
}
