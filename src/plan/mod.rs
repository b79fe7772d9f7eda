//! Which pages exist, in which format, and where: every URL is decided here.

pub mod route;
