//! HTTP over a snapshot in memory: looks paths up in a map, never on the disk; answers this machine's browser only.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use bytes::Bytes;

use super::reload::{self, Problems, Reload};
use crate::memo::Fingerprint;
use crate::text::{percent_decode, percent_encode};

/// What is served at one moment; swapped as a whole.
#[derive(Default)]
pub struct Snapshot {
    /// Files by path below the output root.
    pub files: BTreeMap<String, Stored>,
    /// The base path, with slashes at both ends.
    pub base: String,
    /// What is wrong with the present sources; shown over the last good pages.
    pub problems: Problems,
    /// The address of the page that open pages should leave for.
    pub follow: Option<String>,
}

/// One file.
#[derive(Clone)]
pub enum Stored {
    /// Made by us.
    Bytes(Bytes, Fingerprint),
    /// Copied from the project: read when asked for, through this function's result.
    Source(Arc<dyn Fn() -> Option<Vec<u8>> + Send + Sync>, Fingerprint),
}

impl Stored {
    fn print(&self) -> Fingerprint {
        match self {
            Self::Bytes(_, print) | Self::Source(_, print) => *print,
        }
    }
}

/// What handlers share.
#[derive(Clone)]
pub struct Server {
    snapshot: Arc<RwLock<Arc<Snapshot>>>,
    reload: Reload,
    hosts: Arc<[String]>,
}

impl Server {
    /// A server that answers to these host names.
    pub fn new(hosts: Vec<String>) -> Self {
        Self {
            snapshot: Arc::default(),
            reload: Reload::default(),
            hosts: hosts.into(),
        }
    }

    /// Shows another snapshot from now on and tells open pages.
    pub fn publish(&self, snapshot: Snapshot) {
        let snapshot = Arc::new(snapshot);
        *self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::clone(&snapshot);
        let beside = snapshot.files.iter().filter(|(f, _)| !f.ends_with(".html"));
        let beside = beside.map(|(path, stored)| (path.as_str(), stored.print()));
        self.reload
            .tell(&snapshot.base, beside, snapshot.follow.clone());
    }

    /// What is shown now.
    pub fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The routes.
    pub fn router(self) -> Router {
        let pages = Router::new().fallback(get(page)).with_state(self.clone());
        pages
            .merge(self.reload.routes())
            .layer(middleware::from_fn_with_state(self, guard))
    }
}

/// Refuses what another web site could send from the reader's browser.
async fn guard(
    State(server): State<Server>,
    request: axum::extract::Request,
    next: middleware::Next,
) -> Response {
    let headers = request.headers();
    let authority = request.uri().authority().map(|a| a.as_str().to_owned());
    let host = authority.or_else(|| text_of(headers, header::HOST));
    if !host.as_deref().is_some_and(|h| server.is_ours(h)) {
        return plain(
            StatusCode::MISDIRECTED_REQUEST,
            "this preview answers to its own address only\n",
        );
    }
    let origin_is_foreign = text_of(headers, header::ORIGIN).is_some_and(|o| {
        let host = o.split_once("://").map_or("", |(_, host)| host);
        !server.is_ours(host)
    });
    let site = headers
        .get("sec-fetch-site")
        .and_then(|v| v.to_str().ok())
        .unwrap_or("none");
    let navigates = headers.get("sec-fetch-mode").and_then(|v| v.to_str().ok()) == Some("navigate");
    if origin_is_foreign || (matches!(site, "cross-site" | "same-site") && !navigates) {
        return plain(
            StatusCode::FORBIDDEN,
            "this preview answers to its own pages only\n",
        );
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

impl Server {
    fn is_ours(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        self.hosts.iter().any(|h| h.eq_ignore_ascii_case(name))
    }
}

fn text_of(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers
        .get(name)
        .map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned())
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        text,
    )
        .into_response()
}

async fn page(State(server): State<Server>, uri: Uri, headers: HeaderMap) -> Response {
    let snapshot = server.current();
    let Some(path) = percent_decode(uri.path()) else {
        return not_found(&snapshot);
    };
    let Some(below) = path.strip_prefix(snapshot.base.as_str()).map(str::to_owned) else {
        return if path.trim_end_matches('/') == snapshot.base.trim_end_matches('/') || path == "/" {
            moved(&snapshot.base)
        } else {
            not_found(&snapshot)
        };
    };
    let file = if below.is_empty() || below.ends_with('/') {
        format!("{below}index.html")
    } else {
        below.clone()
    };
    if let Some(found) = snapshot.files.get(&file) {
        return answer(&snapshot, &file, found, StatusCode::OK, &headers);
    }
    // As static hosts do: a folder without its slash leads to the one with it.
    if !below.is_empty() && snapshot.files.contains_key(&format!("{below}/index.html")) {
        return moved(&format!("{}{}/", snapshot.base, percent_encode(&below)));
    }
    not_found(&snapshot)
}

fn moved(to: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(to) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    (
        StatusCode::MOVED_PERMANENTLY,
        [(header::LOCATION, location)],
    )
        .into_response()
}

fn not_found(snapshot: &Snapshot) -> Response {
    match snapshot.files.get("404.html") {
        Some(file) => answer(
            snapshot,
            "404.html",
            file,
            StatusCode::NOT_FOUND,
            &HeaderMap::new(),
        ),
        None if !snapshot.problems.is_empty() => broken(snapshot),
        None => plain(StatusCode::NOT_FOUND, "no such page\n"),
    }
}

/// Nothing good was ever built: the problems are all there is.
fn broken(snapshot: &Snapshot) -> Response {
    (
        StatusCode::OK,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        reload::alone(&snapshot.problems),
    )
        .into_response()
}

fn answer(
    snapshot: &Snapshot,
    file: &str,
    stored: &Stored,
    status: StatusCode,
    headers: &HeaderMap,
) -> Response {
    let is_html = file.ends_with(".html");
    let (bytes, print) = match stored {
        Stored::Bytes(bytes, print) => (bytes.clone(), *print),
        Stored::Source(read, print) => match read() {
            Some(bytes) => (Bytes::from(bytes), *print),
            None => return plain(StatusCode::NOT_FOUND, "the file is gone\n"),
        },
    };
    let name = Fingerprint::of_all(&[&print.0, snapshot.problems.key()]).hex();
    let name = name.get(..24).unwrap_or_default();
    let tag = format!("\"{name}\"");
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok());
    if status == StatusCode::OK && known.is_some_and(|k| k.split(',').any(|t| t.trim() == tag)) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let body = if is_html {
        reload::dress(&bytes, name, &snapshot.base, &snapshot.problems)
    } else {
        bytes.to_vec()
    };
    let kind = [
        (header::CONTENT_TYPE, content_type(file).to_owned()),
        (header::ETAG, tag),
    ];
    (status, kind, Body::from(body)).into_response()
}

fn content_type(file: &str) -> &'static str {
    match file
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        "txt" | "csv" | "toml" | "md" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}
