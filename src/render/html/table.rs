//! Tables: a region that scrolls by itself, head and body, alignment by class.

use super::{Close, Columns, Open, Writer};
use crate::markdown::Align;
use crate::text::escape;

impl Writer<'_> {
    pub(super) fn table(&mut self, aligns: &[Align], end: usize) {
        let label = escape(&(self.word)("table"));
        self.push(&format!(
            "<div class=\"scroll\" role=\"group\" aria-label=\"{label}\" tabindex=\"0\"><table>\n"
        ));
        self.columns.push(Columns {
            aligns: aligns.to_vec(),
            column: 0,
            head: false,
            body: false,
        });
        self.open.push(Open {
            end,
            close: Close::Table,
        });
    }

    pub(super) fn row(&mut self, head: bool, end: usize) {
        let Some(columns) = self.columns.last_mut() else {
            return;
        };
        columns.column = 0;
        columns.head = head;
        let opens_body = !head && !columns.body;
        columns.body |= opens_body;
        self.push(match (head, opens_body) {
            (true, _) => "<thead><tr>",
            (false, true) => "<tbody>\n<tr>",
            (false, false) => "<tr>",
        });
        self.open.push(Open {
            end,
            close: Close::Row,
        });
    }

    pub(super) fn cell(&mut self, end: usize) {
        let (head, align) = match self.columns.last() {
            Some(c) => (
                c.head,
                c.aligns.get(c.column).copied().unwrap_or(Align::None),
            ),
            None => (false, Align::None),
        };
        let class = match align {
            Align::None => "",
            Align::Left => " class=\"left\"",
            Align::Center => " class=\"center\"",
            Align::Right => " class=\"right\"",
        };
        let (open, close) = if head {
            ("<th scope=\"col\"", "</th>")
        } else {
            ("<td", "</td>")
        };
        for part in [open, class, ">"] {
            self.push(part);
        }
        self.open.push(Open {
            end,
            close: Close::Cell(close),
        });
    }
}
