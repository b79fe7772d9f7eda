//! The port, and the connections that come in at it: so many, so long, so large and no more.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;

use crate::diag::Error;

/// The port if none is asked for; the next free one if it is taken.
pub const PORT: u16 = 3000;

/// Where to listen.
pub struct Where {
    /// A name or address.
    pub host: String,
    /// `None`: `PORT` or the next free one.
    pub port: Option<u16>,
}

/// Connections at one time; more wait.
const CONNECTIONS: usize = 512;

/// A request's line and headers have to be there after this, else the connection ends.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest line and headers of a request, in bytes.
const HEAD: usize = 64 << 10;

/// Takes hold of a port: seen before anything else is done.
///
/// # Errors
/// The port is taken, or the host is no address of this machine.
pub fn listen(at: &Where) -> Result<TcpListener, Error> {
    let host = match at.host.as_str() {
        "localhost" => IpAddr::from([127, 0, 0, 1]),
        other => other.trim_matches(['[', ']']).parse().map_err(|_| {
            Error::new(format!(
                "`{other}` is not an address to listen at, like `127.0.0.1`"
            ))
        })?,
    };
    let bind = |port: u16| TcpListener::bind(SocketAddr::new(host, port));
    let first = at.port.unwrap_or(PORT);
    let mut last = bind(first);
    if at.port.is_none() {
        for port in first + 1..first + 50 {
            if last.is_ok() {
                break;
            }
            last = bind(port);
        }
    }
    last.map_err(|e| {
        let why = match e.kind() {
            std::io::ErrorKind::AddrInUse => {
                " (another preview? `--port 0` takes any free port, no `--port` the next one)"
            }
            _ => "",
        };
        let message = format!("cannot listen at port {first} of `{}`{why}", at.host);
        Error::with(message, e)
    })
}

/// Answers until the process ends.
pub async fn answer(listener: TcpListener, router: Router) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    let places = Arc::new(tokio::sync::Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                // No descriptor is left, or the caller is gone: the next one may have more luck.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // A page is one write: waiting for more of it helps nobody.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_buf_size(HEAD)
                .serve_connection(TokioIo::new(stream), service);
            // How a connection ends is the caller's affair.
            let _ = connection.await;
            drop(place);
        });
    }
}
