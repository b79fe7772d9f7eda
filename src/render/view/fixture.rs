//! What tests of views share: some pages planned, and ink for one of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::{Diagnostics, FileId, Place};
use crate::memo::Memo;
use crate::model::Subject;
use crate::plan::Plan;
use crate::plan::build::{Wanted, Wishes, build};
use crate::plan::route::{Addressing, Format};
use crate::render::ink::{Desk, Ink};
use crate::render::strings::Strings;
use crate::render::terms::TermRules;

/// A plan of these pages, at `/`.
pub fn planned(subjects: impl IntoIterator<Item = Subject>) -> Plan {
    let place = Place::whole(FileId(0));
    let wanted = subjects.into_iter().map(|s| Wanted::generated(s, place));
    let wishes = Wishes {
        pages: wanted.collect(),
        ..Wishes::default()
    };
    let mut told = Diagnostics::new();
    let plan = build(wishes, &mut told);
    assert!(told.is_empty(), "{told:?}");
    plan
}

/// `write` with ink for a page of that plan.
pub fn with_ink<T>(plan: &Plan, format: Format, write: impl FnOnce(&mut Ink<'_>) -> T) -> T {
    let (strings, rules, bodies) = (Strings::default(), TermRules::default(), Memo::default());
    let desk = Desk {
        plan,
        strings: &strings,
        rules: &rules,
        highlight: true,
        bodies: &bodies,
        generation: 1,
        press: None,
    };
    let addressing = Addressing {
        base: Arc::from("/"),
        relative: None,
    };
    write(&mut Ink::new(
        desk,
        format,
        addressing,
        BTreeSet::new(),
        false,
    ))
}
