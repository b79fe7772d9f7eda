//! `not_found`: for `404.html`, and `redirect` for `redirect.html`. A 404 page always writes absolute addresses.

use serde::Serialize;

use super::LinkView;

/// The page at an address that has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotFoundView {
    /// Where a reader may go from here: the entries of the top level.
    pub ways: Vec<LinkView>,
}

/// A page that has moved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RedirectView {
    /// The address of the page now.
    pub url: String,
    /// Its title, else the address.
    pub title: String,
}
