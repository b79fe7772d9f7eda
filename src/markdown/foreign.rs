//! Marks of other generators that would be printed as garbage.

use super::build::Builder;

/// Tells each.
pub(super) fn report(_build: &mut Builder<'_>) {}
