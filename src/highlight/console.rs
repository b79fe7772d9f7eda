//! Consoles: prompts, the commands behind them, and what these print, which stays plain.

use super::Class;
use super::commands::Commands;
use super::languages::{PYTHON, SHELL};
use super::lexer::{embed, to_the_end};
use super::scan::{Scanner, is_word};

/// Reads a console.
pub(super) fn lex(s: &mut Scanner) {
    let mut console = Console {
        dollar: has_dollar_prompt(s),
        after: None,
        commands: Commands::default(),
    };
    to_the_end(s, |s| console.line(s));
}

/// Who reads what stands behind a prompt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Shell,
    Python,
}

struct Console {
    /// Some line has a `$` prompt: then `#` opens a comment, and `>` only continues a command.
    dollar: bool,
    /// Who read the line before, if it had a prompt.
    after: Option<Reader>,
    commands: Commands,
}

impl Console {
    fn line(&mut self, s: &mut Scanner) {
        let text = s.spaces(s.at);
        s.at = text;
        let prompt = self.prompt(s, text);
        if let Some((end, reader)) = prompt {
            s.take(end, Class::Heading);
            match reader {
                Reader::Shell => self.commands.read(s, &SHELL, end),
                Reader::Python => embed(s, &PYTHON, end, s.line_end(end)),
            }
        } else if s.here() == b'#' && self.dollar {
            s.take(s.line_end(text), Class::Comment);
        } else {
            s.at = s.line_end(text);
        }
        self.after = prompt.map(|(_, reader)| reader);
        s.at += 1;
    }

    /// Where the prompt ends that stands at `k`, without the space behind it.
    fn prompt(&self, s: &Scanner, k: usize) -> Option<(usize, Reader)> {
        if stands_alone(s, k, ">>>")
            || self.after == Some(Reader::Python) && stands_alone(s, k, "...")
        {
            return Some((k + 3, Reader::Python));
        }
        let allowed = match s.byte(k) {
            b'$' => true,
            b'#' => !self.dollar,
            b'>' => !self.dollar || self.after.is_some(),
            b'%' => s.starts_line(k),
            _ => {
                return power_shell_prompt(s, k)
                    .or_else(|| named_prompt(s, k))
                    .map(|end| (end, Reader::Shell));
            }
        };
        let behind = s.byte(k + 1);
        (allowed && matches!(behind, b' ' | b'\n' | 0)).then_some((k + 1, Reader::Shell))
    }
}

fn has_dollar_prompt(s: &Scanner) -> bool {
    let mut line = s.at;
    while line < s.end {
        let text = s.spaces(line);
        if s.has(text, "$ ") || named_prompt(s, text).is_some() {
            return true;
        }
        line = s.line_end(text) + 1;
    }
    false
}

fn stands_alone(s: &Scanner, k: usize, prompt: &str) -> bool {
    s.has(k, prompt) && matches!(s.byte(k + prompt.len()), b' ' | b'\n' | 0)
}

/// `PS C:\>`.
fn power_shell_prompt(s: &Scanner, k: usize) -> Option<usize> {
    if !s.has(k, "PS ") && !s.has(k, "PS>") {
        return None;
    }
    let end = s.skip(k, |c| c != b'>' && c != b'\n');
    (s.byte(end) == b'>').then_some(end + 1)
}

/// `user@host:~$`, also with `#` or `%`.
fn named_prompt(s: &Scanner, k: usize) -> Option<usize> {
    let at = s.skip(k, |c| is_word(c) || c == b'-' || c == b'.');
    if at == k || s.byte(at) != b'@' {
        return None;
    }
    let end = s.skip(at, |c| !c.is_ascii_whitespace());
    matches!(s.before(end), b'$' | b'#' | b'%').then_some(end)
}
