//! Who may ask, and how: this machine's browser, about this site, with GET or HEAD.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::http::plain;

/// The names that requests may call the server by.
#[derive(Clone, Debug)]
pub struct Hosts {
    own: String,
    /// Reached from other machines, it cannot know its names: any address, and names that no stranger can own.
    open: bool,
}

impl Hosts {
    /// For a server that listens at `host`.
    pub fn new(host: &str, is_loopback: bool) -> Self {
        Self {
            own: host.trim_matches(['[', ']']).to_owned(),
            open: !is_loopback,
        }
    }

    /// Whether `host`, with or without a port, is one of them.
    pub fn has(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        let is_near = || !name.is_empty() && (!name.contains('.') || name.ends_with(".local"));
        ["localhost", "127.0.0.1", "::1", &self.own]
            .into_iter()
            .any(is)
            || self.open && (name.parse::<IpAddr>().is_ok() || is_near())
    }
}

/// Refuses what another web site could send from the reader's browser.
pub async fn guard(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&hosts, &request) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set("cross-origin-resource-policy", "same-origin");
    set("x-content-type-options", "nosniff");
    set("cache-control", "no-cache");
    response
}

fn refusal(hosts: &Hosts, request: &Request) -> Option<Response> {
    let headers = request.headers();
    let text =
        |name: &str| Some(String::from_utf8_lossy(headers.get(name)?.as_bytes()).into_owned());
    let authority = request.uri().authority().map(|a| a.as_str().to_owned());
    let host = authority.or_else(|| text("host")).unwrap_or_default();
    if headers.get_all(header::HOST).iter().count() > 1 || !hosts.has(&host) {
        return Some(plain(
            StatusCode::MISDIRECTED_REQUEST,
            "this preview answers to its own address only\n",
        ));
    }
    let origin = text("origin");
    let origin = origin
        .as_deref()
        .map(|o| o.split_once("://").map_or("", |(_, host)| host));
    if origin.is_some_and(|o| !o.eq_ignore_ascii_case(&host)) || is_cross(headers) {
        return Some(plain(
            StatusCode::FORBIDDEN,
            "this preview answers to its own pages only\n",
        ));
    }
    let known = [Method::GET, Method::HEAD].contains(request.method());
    (!known).then(|| {
        let text = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
        ([(header::ALLOW, "GET, HEAD")], text).into_response()
    })
}

/// Whether a browser says that another site's page asks, other than by leading here.
fn is_cross(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    matches!(said("sec-fetch-site"), Some("cross-site" | "same-site"))
        && said("sec-fetch-mode") != Some("navigate")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_cannot_call_it_by_his_name() {
        let near = Hosts::new("127.0.0.1", true);
        for good in ["localhost:3000", "LOCALHOST", "127.0.0.1:1", "[::1]:3000"] {
            assert!(near.has(good), "{good}");
        }
        for bad in [
            "evil.example",
            "localhost.evil.example:3000",
            "",
            "192.168.0.2",
            "[::2]",
        ] {
            assert!(!near.has(bad), "{bad}");
        }
        let far = Hosts::new("0.0.0.0", false);
        for good in [
            "192.168.0.2:3000",
            "desk:3000",
            "desk.local",
            "[fe80::1]:3000",
        ] {
            assert!(far.has(good), "{good}");
        }
        assert!(!far.has("evil.example:3000") && !far.has(""));
    }
}
