//! Two guards that take time: nothing happens when nothing happens, and nothing grows when much happens.

use std::time::{Duration, Instant};

use super::process::{Book, Preview};

fn span() -> Duration {
    let asked = std::env::var("ROLEBOOK_GUARD_SECONDS").ok();
    Duration::from_secs(asked.and_then(|s| s.parse().ok()).unwrap_or(3))
}

#[test]
fn idle_it_does_nothing() {
    let book = Book::small();
    book.write("public/index.html", "old");
    let preview = Preview::of(&book.root()).settled();
    preview.get("/");
    // Files that were young when they were read are looked at once more.
    std::thread::sleep(Duration::from_millis(500));
    let (cpu, lines) = (preview.cpu(), preview.lines.lock().unwrap().len());
    let begun = Instant::now();
    while begun.elapsed() < span() {
        // What is not the site's: the output, a cache, an editor's own files, looking.
        book.write("public/index.html", "new");
        book.write(".rolebook/cache", "new");
        book.write("content/.a.md.swp", "new");
        std::fs::read(book.path("content/a.md")).unwrap();
        std::thread::sleep(Duration::from_millis(500));
    }
    assert_eq!(
        preview.lines.lock().unwrap().len(),
        lines,
        "{:#?}",
        preview.lines
    );
    let share = (preview.cpu() - cpu) / begun.elapsed().as_secs_f64();
    // A debug build in a crowd of tests is no measure of a few seconds.
    let most = if span() < Duration::from_secs(60) {
        0.05
    } else {
        0.005
    };
    assert!(share < most, "{:.2} % of a processor", share * 100.0);
}

#[test]
fn edits_without_end_do_not_make_it_grow() {
    let book = Book::small();
    for i in 0..40 {
        book.write(
            &format!("content/many/p{i}.md"),
            &format!("# P {i}\n\n{}\n", "Words. ".repeat(200)),
        );
    }
    let preview = Preview::of(&book.root()).settled();
    let (begun, mut n) = (Instant::now(), 0_u64);
    let mut early = None;
    while begun.elapsed() < span() {
        n += 1;
        // A small generator is random enough to choose among edits.
        let chance = n.wrapping_mul(6_364_136_223_846_793_005) >> 33;
        let page = format!("content/many/p{}.md", chance % 40);
        match chance % 11 {
            0 => drop(std::fs::remove_file(book.path(&page))),
            1 => book.write("site.toml", &format!("title = \"Book {n}\"\n")),
            2 => {
                let term = format!("[[term]]\nname = \"owner\"\ndefinition = \"Number {n}.\"\n");
                book.write("content/glossary/terms.toml", &term);
            }
            3 => book.write(
                &format!("content/new{}/x.md", n % 7),
                &format!("# New {n}\n"),
            ),
            4 => drop(std::fs::remove_dir_all(
                book.path(&format!("content/new{}", n % 7)),
            )),
            _ => book.write(
                &page,
                &format!("# P\n\nEdit {n}. {}\n", "Words. ".repeat(200)),
            ),
        }
        book.write("content/_index.md", &format!("# Book\n\nRound {n}.\n"));
        preview.wait_page("/", &format!("Round {n}."));
        if early.is_none() && begun.elapsed() > span() / 3 {
            early = Some((preview.memory(), preview.descriptors(), n));
        }
    }
    let (memory, descriptors, at) = early.unwrap();
    let grown = preview.memory().saturating_sub(memory);
    // Nothing per edit: a page has some ten kilobytes.
    assert!(
        grown < 8 << 10,
        "{grown} kB more after {} more edits",
        n - at
    );
    assert!(
        preview.descriptors() <= descriptors + 4,
        "{descriptors}, now {}",
        preview.descriptors()
    );
}
