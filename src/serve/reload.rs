//! What the preview adds to pages: a script that keeps open pages up to date, and the problems that lie over them.
//!
//! Built files never contain any of it; it is put on while a page is being answered.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

use crate::text::escape;

/// What is wrong with the present sources, fit to be shown over a page. The default: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Option<Arc<str>>);

impl Problems {
    /// Plain text, as the terminal shows it.
    pub fn text(text: &str) -> Self {
        Self(Some(text.into()))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Bytes that differ whenever what is shown differs: part of a page's tag.
    pub fn key(&self) -> &[u8] {
        self.0.as_deref().unwrap_or_default().as_bytes()
    }
}

/// The open pages, as a channel to their scripts. Clones are the same channel.
#[derive(Clone)]
pub struct Reload {
    changes: tokio::sync::broadcast::Sender<()>,
}

impl Default for Reload {
    fn default() -> Self {
        let (changes, _) = tokio::sync::broadcast::channel(16);
        Self { changes }
    }
}

impl Reload {
    /// Tells open pages that what is served, or what is wrong, differs now.
    pub fn tell(&self) {
        // Nobody listening is no fault.
        let _ = self.changes.send(());
    }

    /// The routes below `/_rolebook/`; to be merged behind whatever guards the others.
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/_rolebook/events", get(events))
            .route("/_rolebook/live.js", get(script))
            .with_state(self.clone())
    }
}

/// A page as it is answered: with the problems, and the script, at its end.
pub fn dress(html: &[u8], problems: &Problems) -> Vec<u8> {
    let addition = format!(
        "{}<script src=\"/_rolebook/live.js\" defer></script>",
        overlay(problems)
    );
    let text = String::from_utf8_lossy(html);
    match text.rfind("</body>") {
        Some(at) => format!("{}{addition}{}", &text[..at], &text[at..]).into_bytes(),
        None => format!("{text}{addition}").into_bytes(),
    }
}

/// A page of its own, where nothing good was ever built.
pub fn alone(problems: &Problems) -> Vec<u8> {
    let html = "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Rolebook: not built</title><body></body></html>";
    dress(html.as_bytes(), problems)
}

async fn events(State(reload): State<Reload>) -> impl IntoResponse {
    let stream = BroadcastStream::new(reload.changes.subscribe());
    let events =
        stream.map(|_| Ok::<_, Infallible>(Event::default().event("change").data("reload")));
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

async fn script() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        include_str!("live.js"),
    )
}

fn overlay(problems: &Problems) -> String {
    match &problems.0 {
        Some(problems) => format!(
            "<div role=\"alert\" style=\"position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:99;\
             background:#2b1313;color:#ffe9e6;padding:1rem 1.5rem;border-top:3px solid #e5584f\">\
             <p style=\"margin:0 0 .5rem;font:600 1rem system-ui\">Not rebuilt: this is the last good page</p>\
             <pre style=\"margin:0;background:none;color:inherit;font:.85rem/1.4 ui-monospace,monospace;white-space:pre-wrap\">{}</pre></div>",
            escape(problems)
        ),
        None => String::new(),
    }
}
