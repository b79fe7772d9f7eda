//! Shell commands within lines of something else: Dockerfiles, makefiles; consoles use this too.

use super::Class;
use super::code;
use super::languages::{DOCKER_IMAGE, Entry, MAKE_VALUE, RECIPE, SHELL};
use super::lexer::{embed, to_the_end, within};
use super::literals;
use super::scan::{Scanner, is_word};

/// Reads a Dockerfile.
pub(super) fn dockerfile(s: &mut Scanner, entry: &Entry) {
    let mut commands = Commands::default();
    to_the_end(s, |s| {
        instruction(s, entry, &mut commands);
        s.at += 1;
    });
}

/// Reads a makefile.
pub(super) fn makefile(s: &mut Scanner, entry: &Entry) {
    let mut commands = Commands::default();
    to_the_end(s, |s| {
        make_line(s, entry, &mut commands);
        s.at += 1;
    });
}

/// Reads commands one by one.
#[derive(Default)]
pub(super) struct Commands {
    /// The closing word of a here-document was looked for in vain; it is not done again.
    no_more_heredocs: bool,
}

impl Commands {
    /// Reads a command from `from` to the end of its last line, and the here-documents behind it.
    pub fn read(&mut self, s: &mut Scanner, entry: &'static Entry, from: usize) {
        let end = command_end(s, from);
        let pending = within(s, from, end, |s| code::lex(s, entry));
        let prompted = matches!(s.byte(s.at + 1), b'>' | b'$');
        if pending.is_empty() || self.no_more_heredocs || prompted || s.here() != b'\n' {
            return;
        }
        s.at += 1;
        if literals::heredoc_bodies(s, pending) {
            s.at = s.line_end(s.at);
        } else {
            s.at = if s.starts_line(s.at) {
                s.at - 1
            } else {
                s.line_end(s.at)
            };
            self.no_more_heredocs = true;
        }
    }
}

/// The end of the line that holds `from`, or of the last of the lines that a backslash continues.
fn command_end(s: &Scanner, from: usize) -> usize {
    let mut end = s.line_end(from);
    while end < s.end && s.before(end) == b'\\' {
        end = s.line_end(end + 1);
    }
    end
}

fn instruction(s: &mut Scanner, entry: &Entry, commands: &mut Commands) {
    let text = s.spaces(s.at);
    let end = s.skip(text, |c| c.is_ascii_alphabetic());
    let word = s.slice(text, end);
    s.at = text;
    if s.here() == b'#' {
        s.take(s.line_end(text), Class::Comment);
    } else if !entry.lists(entry.keywords, word) {
        commands.read(s, &SHELL, text);
    } else {
        s.take(end, Class::Keyword);
        if is_command(word) {
            commands.read(s, &SHELL, end);
        } else {
            embed(s, &DOCKER_IMAGE, end, command_end(s, end));
        }
    }
}

/// Whether an instruction is followed by a command, not by names, paths and values.
fn is_command(instruction: &str) -> bool {
    ["run", "cmd", "entrypoint", "healthcheck"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(instruction))
}

fn make_line(s: &mut Scanner, entry: &Entry, commands: &mut Commands) {
    let recipe = s.here() == b'\t';
    let text = s.spaces(s.at);
    let end = s.skip(text, |c| is_word(c) || c == b'-');
    s.at = text;
    if s.here() == b'#' {
        s.take(s.line_end(text), Class::Comment);
    } else if recipe {
        // `@`, `-` and `+` tell make how to run the command.
        commands.read(
            s,
            &RECIPE,
            s.skip(text, |c| matches!(c, b'@' | b'-' | b'+')),
        );
    } else if entry.lists(entry.keywords, s.slice(text, end)) {
        s.take(end, Class::Keyword);
        rule_or_variable(s, s.spaces(end));
    } else {
        rule_or_variable(s, text);
    }
}

/// Reads `name = value`, `target: prerequisites`, or what else a line holds.
fn rule_or_variable(s: &mut Scanner, text: usize) {
    let separator = s.skip(text, |c| !matches!(c, b':' | b'=' | b'\n' | b'#' | b'('));
    let equals = s.skip(separator, |c| c == b':');
    let mut value = text;
    if matches!(s.byte(separator), b':' | b'=') {
        let variable = s.byte(equals) == b'=';
        let name = s
            .slice(text, separator)
            .trim_end_matches(['?', '+', '!', ' ']);
        s.mark(
            text,
            text + name.len(),
            if variable {
                Class::Variable
            } else {
                Class::Function
            },
        );
        value = separator;
    }
    embed(s, &MAKE_VALUE, value, command_end(s, value));
}
