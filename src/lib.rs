//! # Rolebook: the map
//!
//! Markdown articles and structured role data become a handbook that makes clear who does what.
//!
//! ```text
//! disk::read → SourceTree → parse → resolve → plan → check → Prepared → render → Sink → disk::write
//!              (a snapshot) (raw)   (ids)     (URLs) (advice)           (bytes)
//! ```
//!
//! Folders are *stages* (when), files are *concepts* (what). Type "glossary" into a file finder, and the life of a term
//! appears in order: `parse/glossary.rs` reads it, `model/glossary.rs` holds it, `resolve/glossary.rs` gives it an id,
//! `resolve/matching.rs` finds its mentions, `check/glossary.rs` advises about it, `render/view/glossary.rs` shows it.
//!
//! The story on one screen is [`pipeline::prepare`]: everything about the site, no page rendered yet, and pure. After it
//! [`pipeline::build`] renders all pages into a sink, or [`pipeline::Prepared::render`] makes one.
//!
//! | module | what it is |
//! |---|---|
//! | [`diag`] | what we tell an author: codes, places, messages; and `Error`, the machine's trouble |
//! | [`text`], [`date`], [`memo`] | words of the trade: slugs, days, results by what they were computed from |
//! | [`highlight`], [`markdown`] | small libraries that know nothing of sites |
//! | [`source`], [`output`] | what we were given; what we made |
//! | [`parse`] | one file to one raw item, every place kept |
//! | [`model`] | the site as it is meant: ids, not names |
//! | [`resolve`] | names become references; pure facts about the site |
//! | [`plan`] | which pages exist; `route.rs` decides EVERY URL, `anchors.rs` every id of a generated row |
//! | [`check`] | advice that needs the whole site |
//! | [`render`] | page to bytes; `view/` is THE TEMPLATE CONTRACT, `theme.rs` the one door to tera |
//! | [`search`] | what can be found, as small files that a browser fetches when it is asked |
//! | [`pipeline`] | the only place that knows the order of the stages |
//! | [`emit`], [`disk`] | diagnostics to text; the only folder that touches files |
//! | [`serve`], [`cli`] | the preview; the commands |
//!
//! Who may import whom, which dependency has which door, and what may touch the world is the table in
//! `tests/suite/layering.rs`, and that test keeps it true.
//!
//! # Invariant
//!
//! 1. Nothing below `disk`, `serve` and `cli` does I/O: no files, no network, no clock, no printing. Today and what git
//!    knows are inputs (`source::Facts`).
//! 2. `pipeline` does not know that watching exists; `serve` does not know any stage. They meet in `SourceTree`.
//! 3. `parse` sees one file and the options of `site.toml`, which are part of its key.
//! 4. `model` is inert: no templates, no URLs, no locks.
//! 5. A URL is computed in `plan/route.rs` (an article's in `plan/build.rs`) or not at all. References are ids until a page
//!    is rendered.
//! 6. Templates receive views and pure filters; nothing in a template can read the site.
//! 7. Each dependency has one door.
//! 8. Parsing and resolving never fail: they return a value, and diagnostics.
//! 9. Same input, same bytes. Ordered maps wherever order reaches output.
//! 10. We delete only what the manifest says we wrote.
//!
//! # Where this differs from the first design, and why
//!
//! - A `Document` is flat (nodes in reading order, each knowing where its subtree ends): a tree of boxes overflows the stack
//!   when it is dropped, and a walk over a vector needs no recursion.
//! - Links are looked up *after* the plan, because `/dir/page/` means a published address: `resolve` names ids, `plan` gives
//!   them routes, then `resolve::links` reads both. `resolve` still knows no URL; it is handed a table.
//! - Links have a memo. Looking all of them up again cost more than half of a save at 10,000 articles, and what a look-up
//!   reads is known as a value: the whole table of targets is part of the key, so nothing can point past it.
//! - All that the texts of articles cannot change (pages, addresses, navigation, data) is one value with one memo
//!   (`pipeline/settled.rs`). Small memos for each part would have cost a key for each article and part.
//! - The built-in theme is part of the snapshot (paths below `(built-in)/`), so that nothing treats it differently from a
//!   theme on a disk, and a message inside it has a place.
//! - What one build leaves for the next (`.rolebook/`) is thrown away as a whole if one bit of it is wrong, and it belongs to
//!   one program: the build script makes a number of all sources (`disk::cache`), so no format has to be told from another.
//! - A page is known from build to build by what it is made of (`pipeline/known.rs`), worked out before it is made. For that
//!   an article's text is not needed but what it says: front matter, outline, links, terms. Those are kept by the keys of the
//!   memos (`pipeline/earlier.rs`); a tree is made when somebody looks at it, and a text is read then (`memo::Later`).
//! - The search keeps each word with all that pages say about it (`search/shelf.rs`): changed pages are taken out and put in,
//!   and no other page is looked at.
//! - A single build keeps no pages and no bodies in memory: each is asked for once, so no key is worked out for it.
//! - A frame's links are marked in one pass over the finished page (`render::outward`), because they come from bodies, views
//!   and templates alike.
//! - Diagrams are drawn by `mermaid-rs-renderer` (12 new crates, 46,000 lines): it draws some twenty kinds, tells line and
//!   column, and its output is written anew by a list (`markdown/diagram/svg.rs`). `merman` draws more, with 34 new crates and
//!   ten times the code to compile; `layout-rs` panics at a wrong sign and knows no place, so `dot` is read by ourselves.
//!
//! # Which file is yours?
//!
//! | you want to | look at |
//! |---|---|
//! | add a key to a data file | its table in `parse/<concept>.rs` (decoding, messages, schema, reference follow) |
//! | add a mistake that authors can make | one line in `diag/code.rs`, one file `tests/diagnostics/<code>.md` |
//! | add a page | `model/subject.rs`, `plan/route.rs`, `pipeline/wishes.rs`, a view, a template |
//! | change how a text is written as HTML | `render/html.rs` |
//! | add a component of texts | `markdown/component.rs`, `render/html/component.rs`; for data `render/component.rs`, a template |
//! | change what a template receives | `render/view/` |
//! | change what `theme check` tells of a theme's files | `render/theme/audit.rs` |
//! | change a word of the theme | `render/strings.rs` |
#![forbid(unsafe_code)]

pub mod check;
pub mod cli;
pub mod date;
pub mod diag;
pub mod disk;
pub mod emit;
pub mod highlight;
pub mod markdown;
pub mod memo;
pub mod model;
pub mod output;
pub mod parse;
pub mod pipeline;
pub mod plan;
pub mod render;
pub mod resolve;
pub mod search;
pub mod serve;
pub mod source;
pub mod text;
