//! A page has a largest size, so that a loop in a template ends in a message and not in all memory being used.

use std::io::{Error, Result, Write};

/// The largest page in bytes.
pub(super) const MAX_PAGE: usize = 64 << 20;

/// Writes to a buffer until the page is too large.
pub(super) struct Capped<'a> {
    out: &'a mut Vec<u8>,
    left: usize,
}

impl<'a> Capped<'a> {
    /// `MAX_PAGE` bytes more may come.
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self {
            out,
            left: MAX_PAGE,
        }
    }
}

impl Write for Capped<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.left = self
            .left
            .checked_sub(bytes.len())
            .ok_or_else(|| Error::other("page too large"))?;
        self.out.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}
