//! HTTP over the present state of the site: looks paths up in a table, never on the disk.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};

use super::guard::{Hosts, guard};
use super::reload::{self, Problems, Reload};
use super::types::{content_type, may_act};
use super::view::{File, Missing, View};
use crate::memo::Fingerprint;
use crate::text::{percent_decode, percent_encode};

/// So many pages that were asked for last are made first after a change.
const RECENT: usize = 8;

/// What is shown at one moment; swapped as a whole.
#[derive(Clone, Default)]
pub struct Shown {
    /// The site; `None` if nothing good was ever made.
    pub view: Option<Arc<View>>,
    /// What is wrong with the present sources; shown over the pages.
    pub problems: Problems,
}

/// What handlers share. Clones are the same server.
#[derive(Clone)]
pub struct Server(Arc<Shared>);

struct Shared {
    hosts: Hosts,
    reload: Reload,
    shown: RwLock<Arc<Shown>>,
    /// The last state of which every page was made without a fault.
    good: RwLock<Option<Arc<View>>>,
    recent: Mutex<VecDeque<String>>,
    busy: AtomicUsize,
}

impl Server {
    /// A server that answers to these host names.
    pub fn new(hosts: Hosts) -> Self {
        Self(Arc::new(Shared {
            hosts,
            reload: Reload::default(),
            shown: RwLock::default(),
            good: RwLock::default(),
            recent: Mutex::default(),
            busy: AtomicUsize::new(0),
        }))
    }

    /// Shows something else from now on and tells open pages; `follow` is the address that they should leave for. What was
    /// shown before comes back, to be dropped where there is time for it.
    pub fn publish(&self, shown: Shown, follow: Option<String>) -> Arc<Shown> {
        let shown = Arc::new(shown);
        let before = std::mem::replace(&mut *write(&self.0.shown), Arc::clone(&shown));
        let base = shown.view.as_deref().map_or("/", View::base);
        let assets = shown.view.iter().flat_map(|v| v.assets());
        self.0.reload.tell(base, assets, follow);
        before
    }

    /// What is shown now.
    pub fn current(&self) -> Arc<Shown> {
        Arc::clone(&read(&self.0.shown))
    }

    /// The last state without a fault.
    pub fn good(&self) -> Option<Arc<View>> {
        read(&self.0.good).clone()
    }

    /// Every page of this state was made; the one before comes back.
    pub fn set_good(&self, view: Arc<View>) -> Option<Arc<View>> {
        write(&self.0.good).replace(view)
    }

    /// Paths of pages that someone looks at, decoded.
    pub fn wanted(&self) -> Vec<String> {
        let recent = self.0.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = self.0.reload.open();
        out.extend(recent.iter().cloned());
        out
    }

    /// Whether someone waits for a file just now.
    pub fn is_busy(&self) -> bool {
        self.0.busy.load(Ordering::Relaxed) > 0
    }

    /// The routes.
    pub fn router(self) -> Router {
        let hosts = self.0.hosts.clone();
        let reload = self.0.reload.routes();
        let pages = Router::new().fallback(get(page)).with_state(self);
        pages
            .merge(reload)
            .layer(middleware::from_fn_with_state(hosts, guard))
    }

    fn note(&self, path: &str) {
        let mut recent = self.0.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.retain(|r| r != path);
        recent.push_front(path.to_owned());
        recent.truncate(RECENT);
    }
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

/// Counts a request as long as it waits for a file.
struct Busy(Server);

impl Busy {
    fn new(server: &Server) -> Self {
        server.0.busy.fetch_add(1, Ordering::Relaxed);
        Self(server.clone())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A short text.
pub fn plain(status: StatusCode, text: &'static str) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status, kind, text).into_response()
}

/// Where an address leads.
enum Way {
    /// To the file at this path.
    File(String),
    Moved(StatusCode, String),
    Nowhere,
}

async fn page(State(server): State<Server>, uri: Uri, headers: HeaderMap) -> Response {
    let shown = server.current();
    let Some(view) = shown.view.clone() else {
        return match shown.problems.is_empty() {
            true => plain(StatusCode::SERVICE_UNAVAILABLE, "the site is being read\n"),
            false => alone(&shown.problems),
        };
    };
    let (path, status) = match way(&view, uri.path()) {
        Way::Moved(status, to) => return moved(status, &to),
        Way::File(path) => (path, StatusCode::OK),
        Way::Nowhere => ("404.html".to_owned(), StatusCode::NOT_FOUND),
    };
    if path.ends_with(".html") && status == StatusCode::OK {
        server.note(&path);
    }
    let busy = Busy::new(&server);
    let asked = path.clone();
    // Off the threads that listen, and on a stack that templates need.
    let made = tokio::task::spawn_blocking(move || make(&server, &shown, &view, &asked)).await;
    drop(busy);
    match made {
        Ok(Some(Answer::File(file, dress))) => answer(&path, &file, &dress, status, &headers),
        Ok(Some(Answer::Problems(problems))) => alone(&problems),
        Ok(None) if status == StatusCode::OK && path != "404.html" => {
            plain(StatusCode::NOT_FOUND, "the file is gone\n")
        }
        Ok(None) => plain(StatusCode::NOT_FOUND, "no such page\n"),
        Err(_) => alone(&Problems::text(super::OUR_FAULT)),
    }
}

/// As static hosts do: a folder is its `index.html`, and without its slash leads to the address with it.
fn way(view: &View, path: &str) -> Way {
    let Some(path) = percent_decode(path) else {
        return Way::Nowhere;
    };
    let base = view.base();
    let Some(below) = path.strip_prefix(base) else {
        let is_base = path == "/" || path == base.trim_end_matches('/');
        return match is_base {
            true => Way::Moved(StatusCode::FOUND, base.to_owned()),
            false => Way::Nowhere,
        };
    };
    if below.is_empty() || below.ends_with('/') {
        let file = format!("{below}index.html");
        return match view.has(&file) {
            true => Way::File(file),
            false => Way::Nowhere,
        };
    }
    if view.number(&format!("{below}/index.html")).is_some() && view.number(below).is_none() {
        let to = format!("{base}{}/", percent_encode(below));
        return Way::Moved(StatusCode::MOVED_PERMANENTLY, to);
    }
    match view.has(below) {
        true => Way::File(below.to_owned()),
        false => Way::Nowhere,
    }
}

/// What comes of a request.
enum Answer {
    /// A file, and what lies over it.
    File(File, Dress),
    /// There is nothing to lie under them.
    Problems(Problems),
}

/// What is put on a page.
struct Dress {
    base: String,
    problems: Problems,
}

/// Makes a file; where a template has a fault, the last good page stands in for it.
fn make(server: &Server, shown: &Shown, view: &View, path: &str) -> Option<Answer> {
    let dress = |problems| Dress {
        base: view.base().to_owned(),
        problems,
    };
    let fault = match view.file(path) {
        Some(Ok(file)) => return Some(Answer::File(file, dress(shown.problems.clone()))),
        Some(Err(Missing::Fault(fault))) => fault,
        Some(Err(Missing::Gone)) | None => return None,
    };
    let problems = match shown.problems.is_empty() {
        true => Problems::text(&fault.message),
        false => shown.problems.clone(),
    };
    let good = server.good().and_then(|good| good.file(path));
    Some(match good {
        Some(Ok(file)) => Answer::File(file, dress(problems)),
        _ => Answer::Problems(problems),
    })
}

fn moved(status: StatusCode, to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(location) => (status, [(header::LOCATION, location)]).into_response(),
        Err(_) => plain(StatusCode::NOT_FOUND, "no such page\n"),
    }
}

/// The problems are all there is.
fn alone(problems: &Problems) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    let page = reload::alone(problems);
    (kind, page).into_response()
}

fn answer(
    path: &str,
    file: &File,
    dress: &Dress,
    status: StatusCode,
    headers: &HeaderMap,
) -> Response {
    let Dress { base, problems } = dress;
    let kind = content_type(path);
    let is_page = kind.starts_with("text/html");
    let name = match is_page {
        true => Fingerprint::of_all(&[&file.print.0, problems.key()]).hex(),
        false => file.print.hex(),
    };
    let name = name.get(..24).unwrap_or_default();
    let tag = format!("\"{name}\"");
    if status == StatusCode::OK && is_known(headers, &tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let body = match is_page {
        true => Body::from(reload::dress(&file.bytes, name, base, problems)),
        false => Body::from(file.bytes.clone()),
    };
    let about = [(header::CONTENT_TYPE, kind.to_owned()), (header::ETAG, tag)];
    let mut response = (status, about, body).into_response();
    if may_act(kind) {
        let policy =
            HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Whether the browser has the file of this tag.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut tags = known
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','));
    tags.any(|t| t.trim() == "*" || t.trim().trim_start_matches("W/") == tag)
}
