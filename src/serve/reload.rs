//! What the preview adds to pages: a script that keeps open pages up to date, and the problems that lie over them.
//!
//! Built files never contain any of it; it is put on while a page is being answered. The stream of events says only *that*
//! something changed; what a page is now, its script asks for as any reader would.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

pub use super::editor::Editor;
pub use super::overlay::{Links, Problems};
use crate::memo::Fingerprint;
use crate::text::{escape, percent_decode};

/// A sign of life after this long, so that a page notices a connection that died in its sleep (`live.js` waits 40 s).
const ALIVE: Duration = Duration::from_secs(15);

/// The open pages, as a channel to their scripts. Clones are the same channel.
#[derive(Clone)]
pub struct Reload(Arc<Shared>);

struct Shared {
    /// Differs for each process, so that pages of an earlier one know that they missed everything.
    run: String,
    news: Mutex<News>,
    rung: tokio::sync::watch::Sender<()>,
    open: Mutex<BTreeMap<String, usize>>,
}

#[derive(Default)]
struct News {
    /// Counts what was told.
    number: u64,
    /// Files that are no pages, and when each last changed.
    files: BTreeMap<String, (Fingerprint, u64)>,
    /// The page that was last edited, and when.
    follow: Option<(String, u64)>,
}

impl Default for Reload {
    fn default() -> Self {
        let random = RandomState::new().hash_one(());
        Self(Arc::new(Shared {
            run: format!("{random:016x}"),
            news: Mutex::default(),
            rung: tokio::sync::watch::Sender::new(()),
            open: Mutex::default(),
        }))
    }
}

impl Reload {
    /// Tells open pages that what is served, or what is wrong, may differ now. `files` are the paths of all that is served
    /// beside pages, below `base`; `follow` is the address of the page that open pages should leave for.
    pub fn tell<'a>(
        &self,
        base: &str,
        files: impl IntoIterator<Item = (&'a str, Fingerprint)>,
        follow: Option<String>,
    ) {
        let mut news = held(&self.0.news);
        news.number += 1;
        let now = news.number;
        let base = percent_decode(base).unwrap_or_default();
        let mut before = std::mem::take(&mut news.files);
        for (path, print) in files {
            let url = format!("{base}{path}");
            let entry = match before.remove(&url) {
                Some(same) if same.0 == print => same,
                _ => (print, now),
            };
            news.files.insert(url, entry);
        }
        if let Some(page) = follow {
            news.follow = Some((page, now));
        }
        drop(news);
        self.0.rung.send_replace(());
    }

    /// The paths of the addresses that are open in a browser now, decoded: worth being made first.
    pub fn open(&self) -> Vec<String> {
        held(&self.0.open).keys().cloned().collect()
    }

    /// The routes below `/_rolebook/`; to be merged behind whatever guards the others.
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/_rolebook/events", get(events))
            .route("/_rolebook/live.js", get(script))
            .route("/_rolebook/overlay.css", get(style))
            .with_state(self.clone())
    }
}

/// A page as it is answered: with the problems, and the script, at its end. `tag` names these bytes, `base` is the path of
/// the home page.
pub fn dress(html: &[u8], tag: &str, base: &str, problems: &Problems) -> Vec<u8> {
    // No `defer`: it runs before the theme's scripts change what was served.
    let addition = format!(
        "{}<script src=\"/_rolebook/live.js\" data-tag=\"{}\" data-home=\"{}\"></script>",
        problems.html(),
        escape(tag),
        escape(base)
    );
    let text = String::from_utf8_lossy(html);
    let (before, after) = match text.rfind("</body>") {
        Some(at) => text.split_at(at),
        None => (&*text, ""),
    };
    format!("{before}{addition}{after}").into_bytes()
}

/// A page of its own, where nothing good was ever built.
pub fn alone(problems: &Problems) -> Vec<u8> {
    let html = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
        <title>Not built yet</title></head><body><h1>Not built yet</h1>\
        <p>The page appears here as soon as the problems below are mended.</p></body></html>";
    let tag = String::from_utf8_lossy(problems.key()).into_owned();
    dress(html.as_bytes(), &tag, "/", problems)
}

/// `?page=` is the path of the page that listens, `?since=` the last version it heard of.
async fn events(State(reload): State<Reload>, uri: Uri) -> impl IntoResponse {
    let page = asked(&uri, "page").unwrap_or_default();
    let open = Open::new(&reload, page);
    let mut heard = asked(&uri, "since");
    let rings = WatchStream::new(reload.0.rung.subscribe());
    let events = rings.filter_map(move |()| {
        let (version, data) = open.reload.0.since(heard.as_deref())?;
        heard = Some(version);
        Some(Ok::<_, Infallible>(
            Event::default().event("change").data(data),
        ))
    });
    let alive = Event::default().event("alive").data("1");
    Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE).event(alive))
}

impl Shared {
    /// The version of now, and what a page has to know that last heard of `heard`, as JSON; its `files` are null if that
    /// is unknown. `None`: nothing was made yet, so a page that is open from earlier had better not ask.
    fn since(&self, heard: Option<&str>) -> Option<(String, String)> {
        let news = held(&self.news);
        if news.number == 0 {
            return None;
        }
        let version = format!("{}-{}", self.run, news.number);
        let number = match heard {
            None => Some(news.number),
            Some(heard) => heard
                .strip_prefix(&self.run)
                .and_then(|n| n.strip_prefix('-')?.parse().ok()),
        };
        let files = number.map(|number| {
            let changed = news.files.iter().filter(|(_, (_, at))| *at > number);
            changed.map(|(url, _)| url.as_str()).collect::<Vec<_>>()
        });
        let follow = news.follow.as_ref();
        let follow = follow.filter(|(_, at)| number.is_some_and(|n| *at > n));
        let data = serde_json::json!({
            "version": &version,
            "files": files,
            "follow": follow.map(|(page, _)| page),
        });
        Some((version, data.to_string()))
    }
}

/// A page that listens; it counts as open until it is dropped.
struct Open {
    reload: Reload,
    page: String,
}

impl Open {
    fn new(reload: &Reload, page: String) -> Self {
        *held(&reload.0.open).entry(page.clone()).or_default() += 1;
        Self {
            reload: reload.clone(),
            page,
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut open = held(&self.reload.0.open);
        if let Some(count) = open.get_mut(&self.page) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.page);
            }
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A parameter of the query, decoded.
fn asked(uri: &Uri, name: &str) -> Option<String> {
    let pairs = uri.query()?.split('&');
    let mut found = pairs.filter_map(|p| p.strip_prefix(name)?.strip_prefix('='));
    percent_decode(found.next()?)
}

async fn script() -> impl IntoResponse {
    let code = concat!(
        "\"use strict\";\n{\n",
        include_str!("morph.js"),
        include_str!("live.js"),
        "}\n"
    );
    let kind = "text/javascript; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], code)
}

async fn style() -> impl IntoResponse {
    let kind = "text/css; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], include_str!("overlay.css"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(reload: &Reload, heard: Option<&str>) -> (String, serde_json::Value) {
        let (version, data) = reload.0.since(heard).unwrap();
        (version, serde_json::from_str(&data).unwrap())
    }

    #[test]
    fn a_page_hears_of_the_files_that_changed_since() {
        let reload = Reload::default();
        let print = |text: &str| Fingerprint::of(text.as_bytes());
        assert!(reload.0.since(None).is_none());
        reload.tell("/d/", [("a.css", print("1")), ("b.png", print("1"))], None);
        let (first, data) = told(&reload, None);
        assert_eq!(data["files"], serde_json::json!([]));
        let now = [("a.css", print("2")), ("b.png", print("1"))];
        reload.tell("/d/", now, Some("/d/a/".to_owned()));
        let (second, data) = told(&reload, Some(&first));
        assert_eq!(data["files"], serde_json::json!(["/d/a.css"]));
        assert_eq!(data["follow"], "/d/a/");
        let (_, data) = told(&reload, Some(&second));
        assert_eq!(data["files"], serde_json::json!([]));
        assert!(data["follow"].is_null());
        for stale in ["", "x-1", "0-0"] {
            let (_, data) = told(&reload, Some(stale));
            assert!(data["files"].is_null() && data["follow"].is_null());
        }
    }

    #[test]
    fn a_page_is_open_as_long_as_it_listens() {
        let reload = Reload::default();
        let one = Open::new(&reload, "/a/".to_owned());
        let two = Open::new(&reload, "/a/".to_owned());
        drop(one);
        assert_eq!(reload.open(), ["/a/"]);
        drop(two);
        assert!(reload.open().is_empty());
    }

    #[test]
    fn a_page_is_dressed_at_its_end() {
        let html = dress(b"<body><p>a</p></body>", "t\"", "/b/", &Problems::default());
        assert_eq!(
            String::from_utf8(html).unwrap(),
            "<body><p>a</p><script src=\"/_rolebook/live.js\" data-tag=\"t&quot;\" data-home=\"/b/\"></script></body>"
        );
        let html = dress(b"<p>a", "", "/", &Problems::default());
        assert!(html.starts_with(b"<p>a<script"));
    }
}
