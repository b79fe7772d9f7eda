//! Each way in which programs save, move and remove files ends in what a clean build of the files would be.

use std::fs;
use std::io::Write;
use std::time::Duration;

use super::process::{Book, Preview};

#[test]
fn every_way_to_save_ends_in_a_clean_build() {
    let book = Book::small();
    let preview = Preview::of(&book.root());
    let mut built = preview.equals(&book, &Default::default(), "the start");
    for (name, save) in WAYS {
        save(&book);
        built = preview.equals(&book, &built, name);
    }
}

type Way = (&'static str, fn(&Book));

const WAYS: &[Way] = &[
    ("an edit", |b| {
        b.write("content/a.md", "# A\n\nEdited, with an owner.\n")
    }),
    ("a save as vim does it", |b| {
        let (file, backup) = (b.path("content/a.md"), b.path("content/a.md~"));
        fs::write(b.path("content/4913"), "").unwrap();
        fs::remove_file(b.path("content/4913")).unwrap();
        fs::write(b.path("content/.a.md.swp"), "b0VIM").unwrap();
        fs::rename(&file, &backup).unwrap();
        fs::write(&file, "# A\n\nBy vim.\n").unwrap();
        fs::remove_file(backup).unwrap();
    }),
    ("a rename over it", |b| {
        fs::write(
            b.path("content/.a.md.tmp"),
            "# A\n\nBy another name first.\n",
        )
        .unwrap();
        fs::rename(b.path("content/.a.md.tmp"), b.path("content/a.md")).unwrap();
    }),
    ("sed -i", |b| {
        b.run("sed", &["-i", "s/another/some other/", "content/a.md"])
    }),
    ("fifty slices", |b| {
        let mut file = fs::File::create(b.path("content/a.md")).unwrap();
        file.write_all(b"# A\n\n").unwrap();
        for i in 0..50 {
            writeln!(file, "Slice {i} of a text that is written slowly.").unwrap();
            std::thread::sleep(Duration::from_millis(4));
        }
    }),
    ("mkdir -p and a write", |b| {
        b.run(
            "sh",
            &[
                "-c",
                "mkdir -p content/x/y/z && echo '# Deep' > content/x/y/z/deep.md",
            ],
        );
    }),
    ("an edit in the new folder", |b| {
        b.write("content/x/y/z/deep.md", "# Deeper\n")
    }),
    ("a folder with another name", |b| {
        fs::rename(b.path("content/x"), b.path("content/w")).unwrap();
    }),
    ("an edit under the new name", |b| {
        b.write("content/w/y/z/deep.md", "# Deepest\n")
    }),
    ("a folder away and back", |b| {
        b.run(
            "sh",
            &[
                "-c",
                "rm -r content/w && mkdir content/w && echo '# Back' > content/w/back.md",
            ],
        );
    }),
    ("an edit in it", |b| {
        b.write("content/w/back.md", "# Back again\n")
    }),
    ("a file gone", |b| {
        fs::remove_file(b.path("content/w/back.md")).unwrap()
    }),
    ("another title of the site", |b| {
        b.write("site.toml", "title = \"Another\"\n")
    }),
    ("a term", |b| {
        b.write(
            "content/glossary/terms.toml",
            "[[term]]\nname = \"owner\"\ndefinition = \"Another.\"\n",
        );
    }),
    ("a static file", |b| {
        b.write("static/note.txt", "Another note.\n")
    }),
    ("a new static file", |b| {
        b.write("static/deep/er/new.txt", "New.\n")
    }),
    ("a theme of the site's own", |b| {
        b.write("themes/own/theme.toml", "extends = \"default\"\n");
        b.write("site.toml", "title = \"Another\"\ntheme = \"own\"\n");
    }),
    ("a style sheet of the theme", |b| {
        b.write("themes/own/static/extra.css", "p { color: red }\n")
    }),
    ("a static folder gone", |b| {
        fs::remove_dir_all(b.path("static")).unwrap()
    }),
    ("the content under another name", |b| {
        fs::rename(b.path("content"), b.path("texts")).unwrap();
        b.write(
            "site.toml",
            "title = \"Another\"\ncontent_dir = \"texts\"\n",
        );
    }),
    ("an edit there", |b| {
        b.write("texts/a.md", "# A\n\nElsewhere.\n")
    }),
    #[cfg(unix)]
    ("a link to a file of the project", |b| {
        b.write("shared/linked.md", "# Linked\n\nOne.\n");
        std::os::unix::fs::symlink("../shared/linked.md", b.path("texts/linked.md")).unwrap();
    }),
    ("an edit behind the link", |b| {
        b.write("shared/linked.md", "# Linked\n\nTwo.\n")
    }),
];

#[test]
fn a_checkout_of_five_hundred_files_ends_in_a_clean_build() {
    let book = Book::small();
    let git = |args: &[&str]| {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
        book.run("git", &[&identity, args].concat());
    };
    git(&["init", "-q", "-b", "one"]);
    for branch in ["one", "two"] {
        if branch == "two" {
            git(&["checkout", "-q", "-b", "two"]);
        }
        for i in 0..500 {
            let text = format!("# Page {i}\n\nOf branch {branch}.\n");
            let folder = if branch == "two" && i % 5 == 0 {
                "moved"
            } else {
                "many"
            };
            let other = book.path(&format!("content/many/{}/p{i}.md", i % 20));
            let _ = fs::remove_file(other);
            book.write(&format!("content/{folder}/{}/p{i}.md", i % 20), &text);
        }
        git(&["add", "-A"]);
        git(&["commit", "-q", "-m", branch]);
    }
    let preview = Preview::of(&book.root());
    let mut built = preview.equals(&book, &Default::default(), "the start");
    for branch in ["one", "two"] {
        git(&["checkout", "-q", branch]);
        built = preview.equals(&book, &built, branch);
    }
}
