//! One line each, as compilers write them: editors and `grep` understand it.

use std::fmt;

use super::{View, clean, word};
use crate::diag::Diagnostic;

/// `path:line:column: error[code]: message`.
pub fn write(out: &mut dyn fmt::Write, view: &View<'_>, d: &Diagnostic) -> fmt::Result {
    let at = view.spot(d.place).from;
    writeln!(
        out,
        "{}:{}:{}: {}[{}]: {}",
        view.path(d.place.file),
        at.line,
        at.column,
        word(d),
        d.code.name,
        clean(&d.message)
    )
}
