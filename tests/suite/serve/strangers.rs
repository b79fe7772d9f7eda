//! What static hosts do, and what other web sites, slow clients and curious paths get: an answer as documented.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::process::{Book, Preview, ask, send};

#[test]
fn addresses_answer_as_on_a_static_host() {
    let book = Book::small();
    let preview = Preview::of(&book.root());
    let page = preview.get("/a/");
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    assert_eq!(preview.get("/a/index.html").undressed(), page.undressed());
    let moved = preview.get("/a");
    assert_eq!((moved.status, moved.header("location")), (301, "/a/"));
    assert_eq!(preview.get("/a?x=1").status, 301);
    let missing = preview.get("/nothing/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("</html>"));
    assert_eq!(preview.get("/note.txt").text(), "A note.\n");
    let picture = preview.get("/picture.svg");
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    assert!(
        picture
            .header("content-security-policy")
            .contains("sandbox")
    );
    assert!(preview.get("/data/pages.json").text().starts_with('{'));

    for name in ["/a/", "/note.txt"] {
        let tag = format!("If-None-Match: {}", preview.get(name).header("etag"));
        let again = ask(preview.port, name, &[&tag]).unwrap();
        assert_eq!((again.status, again.body.len()), (304, 0), "{name}");
        let other = ask(preview.port, name, &["If-None-Match: \"x\""]).unwrap();
        assert_eq!(other.status, 200);
    }
    for answer in [page, moved, missing, picture] {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
}

#[test]
fn a_site_below_a_path_is_found_from_the_root() {
    let book = Book::small();
    book.write(
        "site.toml",
        "title = \"Book\"\nbase_url = \"https://example.org/h/\"\n",
    );
    let preview = Preview::of(&book.root());
    let root = preview.get("/");
    assert_eq!((root.status, root.header("location")), (302, "/h/"));
    assert_eq!(preview.get("/h").header("location"), "/h/");
    assert_eq!(preview.get("/h/a").header("location"), "/h/a/");
    assert_eq!(preview.get("/h/a/").status, 200);
    assert_eq!(preview.get("/a/").status, 404);
}

#[test]
fn other_sites_and_other_methods_are_refused() {
    let book = Book::small();
    let preview = Preview::of(&book.root());
    let port = preview.port;
    let status = |headers: &[&str]| ask(port, "/", headers).unwrap().status;
    assert_eq!(status(&["Host: evil.example"]), 421);
    assert_eq!(status(&["Host: "]), 421);
    assert_eq!(status(&[&format!("Host: localhost:{port}")]), 200);
    assert_eq!(status(&["Origin: https://evil.example"]), 403);
    assert_eq!(status(&["Origin: null"]), 403);
    assert_eq!(status(&[&format!("Origin: http://127.0.0.1:{port}")]), 200);
    assert_eq!(status(&["Origin: http://127.0.0.1:1"]), 403);
    assert_eq!(
        status(&["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"]),
        403
    );
    assert_eq!(
        status(&["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]),
        200
    );
    assert_eq!(
        status(&["Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors"]),
        200
    );
    let live = ask(port, "/_rolebook/events", &["Origin: https://evil.example"]).unwrap();
    assert_eq!(live.status, 403);

    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
        let head = format!("{method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let answer = send(port, head.as_bytes()).unwrap();
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, "GET, HEAD"),
            "{method}"
        );
    }
    let head = "HEAD /a/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = send(port, head.as_bytes()).unwrap();
    assert_eq!((answer.status, answer.body.len()), (200, 0));
}

#[test]
fn no_spelling_of_a_path_leads_out() {
    let book = Book::small();
    std::fs::write(
        book.root().parent().unwrap().join("secret.txt"),
        "secret-outside",
    )
    .unwrap();
    let preview = Preview::of(&book.root()).settled();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../../secret.txt", book.path("static/secret.txt")).unwrap();
    let ups = [
        "..",
        "%2e%2e",
        "%2E.",
        ".%2e",
        "..%00",
        "%252e%252e",
        "..;",
        "%c0%ae%c0%ae",
        "\u{ff0e}\u{ff0e}",
        "....//..",
    ];
    let slashes = ["/", "//", "%2f", "%5c", "\\", "/./", "%252f", "%c0%af"];
    let ends = ["secret.txt", "etc/passwd", "book/site.toml", "C:/x"];
    let mut count = 0;
    for up in ups {
        for slash in slashes {
            for end in ends {
                let path = format!("/{up}{slash}{up}{slash}{end}");
                count += 1;
                let Ok(answer) = ask(preview.port, &path, &[]) else {
                    continue;
                };
                assert!(
                    matches!(answer.status, 400 | 404),
                    "{path}: {}",
                    answer.status
                );
                assert!(
                    !answer.text().contains("secret-outside") && !answer.text().contains("root:")
                );
            }
        }
    }
    assert!(count >= 300, "{count}");
    for path in [
        "/secret.txt",
        "//evil.example/a",
        "/%00",
        "/a%00/",
        "/%",
        "/%zz",
        "/static/note.txt",
        "/site.toml",
    ] {
        let answer = ask(preview.port, path, &[]).unwrap();
        assert!(
            matches!(answer.status, 400 | 404),
            "{path}: {}",
            answer.status
        );
    }
}

#[test]
fn what_is_too_long_or_too_slow_does_not_hold_others_up() {
    let book = Book::small();
    let preview = Preview::of(&book.root());
    let long = ask(preview.port, &format!("/{}", "a".repeat(100_000)), &[]);
    assert!(long.is_err() || matches!(long.unwrap().status, 404 | 414 | 431));
    let header = format!("X-Long: {}", "a".repeat(200_000));
    let long = ask(preview.port, "/", &[&header]);
    assert!(long.is_err() || matches!(long.unwrap().status, 400 | 431));
    let slow: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
            stream
        })
        .collect();
    let begun = Instant::now();
    for _ in 0..20 {
        assert_eq!(preview.get("/a/").status, 200);
    }
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
    drop(slow);
    // Nonsense is answered or hung up on.
    for bytes in [
        &b"\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/9.9\r\n\r\n",
    ] {
        let _ = send(preview.port, bytes);
    }
    assert_eq!(preview.get("/a/").status, 200);
}
