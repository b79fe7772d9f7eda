//! Components: tabs are disclosures of one name, so that the browser keeps one open, opens the one that is looked for, and
//! needs no script; cards, steps and columns are the list or the blocks that they are, with a class around them.

use super::{Close, Open, Writer, classes};
use crate::markdown::{CalloutKind, CodeBlock, Component, Form, NodeId, Str};
use crate::render::body::Fill;
use crate::text::escape;

impl Writer<'_> {
    pub(super) fn component(&mut self, id: NodeId, component: &Component, end: usize) {
        let close = match component.form {
            Form::Tabs => {
                self.tabs.push((self.groups, false));
                self.groups += 1;
                self.push("<div class=\"tabset\">\n");
                Close::Tabs
            }
            Form::Tab => {
                let in_tabs = self.is_in_tabs();
                self.tab(&escape(self.document.str(component.label)), in_tabs);
                Close::Tag("</details>\n")
            }
            Form::Cards => self.around("cards"),
            Form::Steps => self.around("steps"),
            Form::Columns => self.around("columns"),
            Form::Column => self.around("column"),
            Form::Data(_) => return self.slot(Fill::Data(id.0)),
            Form::Own => {
                self.slot(Fill::OwnStart(id.0));
                Close::Own
            }
        };
        self.open.push(Open { end, close });
    }

    fn around(&mut self, class: &str) -> Close {
        self.push(&format!("<div class=\"{class}\">\n"));
        Close::Tag("</div>\n")
    }

    /// Whether what comes next is a tab of the innermost tabs, not something deeper in one.
    pub(super) fn is_in_tabs(&self) -> bool {
        matches!(self.open.last().map(|o| &o.close), Some(Close::Tabs))
    }

    /// Begins a tab; `label` is escaped.
    fn tab(&mut self, label: &str, in_tabs: bool) {
        self.push("<details");
        if let Some((group, begun)) = self.tabs.last_mut().filter(|_| in_tabs) {
            let (group, first) = (*group, !std::mem::replace(begun, true));
            self.slot(Fill::Group(group));
            self.push(if first { " open" } else { "" });
        }
        self.push("><summary>");
        self.push(label);
        self.push("</summary>\n");
    }

    /// A block of code as a tab: what would stand over it is what the tab is called.
    pub(super) fn code_tab(&mut self, block: &CodeBlock) {
        let of = |s: Str| Some(self.document.str(s)).filter(|t| !t.is_empty());
        let label = of(block.title).or(of(block.language));
        let label = label.map_or_else(|| (self.word)("code"), str::to_owned);
        self.tab(&escape(&label), true);
        self.code(&CodeBlock {
            title: Str::default(),
            ..block.clone()
        });
        self.push("</details>\n");
    }

    pub(super) fn badge(&mut self, kind: CalloutKind, text: Str) {
        let (class, _) = classes(kind);
        let class = class.trim_start_matches("note").trim_start();
        self.push("<span class=\"badge");
        if !class.is_empty() {
            self.push(" ");
            self.push(class);
        }
        self.push("\">");
        self.escaped(text);
        self.push("</span>");
    }
}
