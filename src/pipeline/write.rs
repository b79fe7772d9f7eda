//! From `Prepared` to a sink: theme assets and copies, then everything that points at them, each in parallel.

use std::sync::Arc;

use super::known::Ground;
use super::outputs::{Made, Make, Output};
use super::{Memos, Prepared};
use crate::diag::{Diagnostics, Error};
use crate::memo::{Fingerprint, Key, each};
use crate::output::{OutputFile, OutputKind, Sink};
use crate::render::page::Press;
use crate::render::shares;
use crate::render::theme::merge;
use crate::search;

impl Prepared {
    /// What pages are rendered with.
    pub fn press<'a>(&'a self, memos: &'a Memos) -> Press<'a> {
        Press {
            source: &self.source,
            site: &self.site,
            plan: &self.plan,
            theme: &self.theme,
            strings: &self.strings,
            rules: &self.rules,
            places: &self.places,
            shares: &self.shares,
            bodies: &memos.bodies,
            generation: self.generation,
        }
    }

    /// Makes the views that many pages share; their templates may have something to say.
    ///
    /// They show nothing of an article but its title and address, which are settled.
    pub(super) fn share(&mut self, settled: Fingerprint, memos: &Memos, told: &mut Diagnostics) {
        let mut key = Key::of("shares");
        key.print("settled", settled);
        key.print("theme", self.theme.print());
        let made = memos.shares.get(key.finish(), self.generation, || {
            let (shares, said) = shares::shares(&self.press(memos));
            (Arc::new(shares), merge(said))
        });
        self.shares = Arc::clone(&made.0);
        told.extend(made.1.iter().cloned());
    }
}

/// Writes everything.
pub fn write(prepared: &Prepared, memos: &Memos, sink: &dyn Sink) -> Result<Diagnostics, Error> {
    let outputs = prepared.outputs();
    let assets = outputs.partition_point(|o| o.kind == OutputKind::Asset);
    let (assets, pages) = outputs.split_at(assets);
    let ground = sink.remembers().then(|| prepared.ground());
    let mut told = Vec::new();
    for part in [assets, pages] {
        for result in each(part, |output| put(prepared, output, ground, memos, sink)) {
            told.extend(result?);
        }
    }
    search(prepared, memos, sink)?;
    Ok(merge(told))
}

/// Writes the search; what that and the prepare before it did not use of its words is forgotten.
pub fn search(prepared: &Prepared, memos: &Memos, sink: &dyn Sink) -> Result<(), Error> {
    search::write(
        &prepared.press(memos),
        &memos.found,
        &memos.earlier.search,
        sink,
    )?;
    let oldest = prepared.generation.saturating_sub(1);
    memos.found.forget_before(oldest);
    Ok(())
}

fn put(
    prepared: &Prepared,
    output: &Output,
    ground: Option<Ground>,
    memos: &Memos,
    sink: &dyn Sink,
) -> Result<Diagnostics, Error> {
    let mut told = Diagnostics::new();
    if let (Some(ground), Make::Page(i)) = (ground, output.make)
        && let Some(page) = prepared.plan.pages.get(i)
        && let Some((key, anchors)) = prepared.page_key(ground, page, memos)
        && let Some(print) = sink.made(&output.path, key)
    {
        sink.put(
            &output.path,
            output.kind,
            &anchors,
            OutputFile::Known(print),
        )?;
        return Ok(told);
    }
    let (file, anchors) = match prepared.make(output.make, memos) {
        Err(fault) => {
            told.push(*fault);
            return Ok(told);
        }
        Ok(Made::File(file)) => (file, Vec::new()),
        Ok(Made::Page(rendered)) => {
            let (bytes, anchors) = match Arc::try_unwrap(rendered) {
                Ok(own) => (own.bytes, own.anchors),
                Err(shared) => (shared.bytes.clone(), shared.anchors.clone()),
            };
            (OutputFile::Bytes(bytes), anchors)
        }
    };
    sink.put(&output.path, output.kind, &anchors, file)?;
    Ok(told)
}
