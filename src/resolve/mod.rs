//! Names become references: parsed files in, a site of ids out. Look-ups only; nothing here fails.

pub mod address;
pub mod decision;
pub mod links;
pub mod nav;
pub mod prose;
