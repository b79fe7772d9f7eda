//! The tables of `site.toml` that are numbers, switches and levels.

use std::collections::BTreeMap;

use super::{Reader, count, flag};
use crate::diag::{Fixed, Severity, Spanned, all_codes, find_code};
use crate::model::config::{
    Comparisons, Dates, Decisions, Embed, Glossary, Pairs, Rights, TermLinks,
};
use crate::parse::value::Text;
use crate::text::did_you_mean;

use super::address;

impl Reader {
    pub(super) fn comparisons(&mut self) -> Comparisons {
        let mut out = Comparisons::default();
        if let Some(mut table) = self.keys.table("comparisons") {
            if let Some(pairs) = table.text("pairs") {
                out.pairs_span = Some(pairs.span);
                out.pairs = match pairs.as_str() {
                    "declared" => Pairs::Declared,
                    "similar" => Pairs::Similar,
                    "all" => Pairs::All,
                    _ => Pairs::Family,
                };
            }
            out.similar = count(&mut table, "similar", out.similar);
            out.max_pages = count(&mut table, "max_pages", out.max_pages);
        }
        out
    }

    pub(super) fn decisions(&mut self) -> Decisions {
        let mut out = Decisions::default();
        if let Some(mut table) = self.keys.table("decisions") {
            if let Some(span) = table.key("max_leaves") {
                self.later(span, "max_leaves");
            }
            out.max_path_pages = count(&mut table, "max_path_pages", out.max_path_pages);
            out.max_leaves = count(&mut table, "max_leaves", out.max_leaves);
        }
        out
    }

    pub(super) fn glossary(&mut self) -> Glossary {
        let mut out = Glossary::default();
        if let Some(mut table) = self.keys.table("glossary") {
            out.links = match table.text("links").as_ref().map(Text::as_str) {
                Some("first-per-section") => TermLinks::FirstPerSection,
                Some("all") => TermLinks::All,
                Some("never") => TermLinks::Never,
                _ => TermLinks::FirstPerPage,
            };
            let (often, dense) = (out.max_per_term_1000_words, out.page_words_per_link);
            out.max_per_term_1000_words = count(&mut table, "max_per_term_1000_words", often);
            out.page_words_per_link = count(&mut table, "page_words_per_link", dense);
        }
        out
    }

    pub(super) fn rights(&mut self) -> Rights {
        let mut out = Rights::default();
        if let Some(mut table) = self.keys.table("rights") {
            out.max_consulted = count(&mut table, "max_consulted", out.max_consulted);
            out.max_accountable = count(&mut table, "max_accountable", out.max_accountable);
        }
        out
    }

    pub(super) fn embed(&mut self) -> Embed {
        let mut out = Embed::default();
        let Some(mut table) = self.keys.table("embed") else {
            return out;
        };
        if let Some(span) = table.key("max_height") {
            self.later(span, "max_height");
        }
        let hosts = table.texts("allow_from");
        let hosts = hosts
            .iter()
            .filter_map(|h| self.check(h, address::frame_host));
        out.allow_from = hosts.map(|h| h.value).collect();
        out.articles = flag(&mut table, "articles", out.articles);
        out.terms = flag(&mut table, "terms", out.terms);
        let height = count(&mut table, "max_height", out.max_height as usize);
        out.max_height = u32::try_from(height).unwrap_or(u32::MAX);
        out
    }

    pub(super) fn search(&mut self) -> bool {
        let enabled = self
            .keys
            .table("search")
            .and_then(|mut t| t.flag("enabled"));
        enabled.is_none_or(|e| e.value)
    }

    pub(super) fn print(&mut self) -> bool {
        let enabled = self.keys.table("print").and_then(|mut t| t.flag("enabled"));
        enabled.is_some_and(|e| e.value)
    }

    pub(super) fn dates(&mut self) -> Spanned<Dates> {
        let dates = self.keys.table("git").and_then(|mut t| t.text("dates"));
        let Some(dates) = dates else {
            return Spanned::default();
        };
        let value = match dates.as_str() {
            "on" => Dates::On,
            "off" => Dates::Off,
            _ => Dates::Auto,
        };
        Spanned::new(value, dates.span)
    }

    pub(super) fn levels(&mut self) -> BTreeMap<&'static str, Option<Severity>> {
        let mut levels = BTreeMap::new();
        let table = self.keys.table("check").map(|mut t| t.map("levels"));
        for (key, node) in table.unwrap_or_default() {
            let level = match node.as_text().map(Text::as_str) {
                Some("allow") => None,
                Some("warning") => Some(Severity::Warning),
                _ => Some(Severity::Error),
            };
            match find_code(&key.name) {
                Some(code) if code.fixed == Fixed::No => {
                    levels.insert(code.name, level);
                }
                Some(_) => {
                    let message = format!("the level of `{}` cannot be changed", key.name);
                    let help = "no page can be made from such a mistake".to_owned();
                    self.invalid(key.span, message, Some(help));
                }
                None => {
                    let names = all_codes().iter().map(|c| c.name);
                    let help = did_you_mean(&key.name, names)
                        .unwrap_or_else(|| "a message names its code in brackets".to_owned());
                    let message = format!("there is no code `{}`", key.name);
                    self.invalid(key.span, message, Some(help));
                }
            }
        }
        levels
    }
}
