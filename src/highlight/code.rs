//! The mode of most languages: words, strings with expressions in them, numbers, comments, each told from its first character
//! and from what stands before it.

use super::Class;
use super::languages::{Entry, Quote};
use super::lexer::to_the_end;
use super::literals::{self, Heredoc};
use super::scan::{Scanner, is_word};
use super::tokens::{self, Left};

/// More expressions in strings in expressions than this are read as plain code.
const DEEPEST: usize = 64;
/// More here-documents opened on one line are read as code.
const MOST_HEREDOCS: usize = 8;

/// Reads code; gives the here-documents that the last line opened.
pub(super) fn lex(s: &mut Scanner, entry: &'static Entry) -> Vec<Heredoc> {
    let mut code = Code {
        entry,
        holes: Vec::new(),
        heredocs: Vec::new(),
        no_more_heredocs: false,
        no_regex_before: 0,
        before: Before::Start,
    };
    if s.at == 0 && s.has(0, "#!") && !s.has(0, "#![") {
        s.take(s.line_end(0), Class::Comment);
    }
    to_the_end(s, |s| code.step(s));
    code.heredocs
}

/// What stands before the next token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// What lets a statement or a command begin.
    Start,
    /// What lets an operand begin.
    Operator,
    /// An operand, or anything else.
    Operand,
    /// A dot or an arrow: the next word is a member, never a keyword.
    Member,
    /// A keyword that introduces a function: the next word is its name.
    Definition,
}

/// An expression in a string.
struct Hole {
    quote: &'static Quote,
    /// Brackets of its kind opened in it.
    depth: usize,
}

struct Code {
    entry: &'static Entry,
    holes: Vec<Hole>,
    heredocs: Vec<Heredoc>,
    /// A closing word was looked for in vain.
    no_more_heredocs: bool,
    /// A closing slash was looked for in vain up to here.
    no_regex_before: usize,
    before: Before,
}

impl Code {
    fn step(&mut self, s: &mut Scanner) {
        let c = s.here();
        if c.is_ascii_whitespace() {
            return self.space(s, c);
        }
        if self.hole_bracket(s, c) {
            return;
        }
        let taken = self.long_literal(s, c)
            || tokens::comment(s, self.entry)
            || self.string(s, c)
            || self.number(s)
            || self.sigil(s, c)
            || self.word(s, c);
        if !taken {
            self.punctuation(s, c);
        }
    }

    fn space(&mut self, s: &mut Scanner, c: u8) {
        let continued = s.before(s.at) == b'\\';
        s.at += 1;
        if c != b'\n' {
            return;
        }
        while self.holes.last().is_some_and(|hole| !hole.quote.lines) {
            self.holes.pop();
        }
        if self.entry.commands && !continued {
            self.before = Before::Start;
        }
        let pending = std::mem::take(&mut self.heredocs);
        if !pending.is_empty() && !literals::heredoc_bodies(s, pending) {
            self.no_more_heredocs = true;
        }
    }

    /// Takes the bracket that ends an expression in a string and the rest of the string; counts the others.
    fn hole_bracket(&mut self, s: &mut Scanner, c: u8) -> bool {
        let Some(hole) = self.holes.last_mut() else {
            return false;
        };
        let quote = hole.quote;
        let (open, close) = if quote.hole.ends_with('(') {
            (b'(', b')')
        } else {
            (b'{', b'}')
        };
        if c == open {
            hole.depth += 1;
        } else if c == close && hole.depth > 0 {
            hole.depth -= 1;
        } else if c == close {
            self.holes.pop();
            s.take(s.at + 1, Class::Escape);
            let left = tokens::rest_of_string(s, quote, s.at, s.at);
            self.leave_string(quote, &left);
            return true;
        }
        false
    }

    fn leave_string(&mut self, quote: &'static Quote, left: &Left) {
        self.before = match left {
            Left::Ended => Before::Operand,
            Left::InHole => Before::Start,
        };
        if matches!(left, Left::InHole) && self.holes.len() < DEEPEST {
            self.holes.push(Hole { quote, depth: 0 });
        }
    }

    fn long_literal(&mut self, s: &mut Scanner, c: u8) -> bool {
        let entry = self.entry;
        let taken = match c {
            b'r' | b'b' | b'c' => entry.raw_strings && literals::raw_string(s),
            b'R' | b'u' | b'U' | b'L' => entry.c_literals && literals::c_raw_string(s),
            b'#' if entry.hash_strings => literals::hash_string(s),
            b'%' => entry.percent_strings && self.percent_string(s),
            b'#' => entry.attributes && literals::attribute(s, entry),
            b'<' => self.heredoc(s),
            b'/' => self.regex(s),
            b'\'' => entry.lifetimes && lifetime(s),
            _ => false,
        };
        if taken {
            self.before = if c == b'#' && entry.attributes {
                Before::Start
            } else {
                Before::Operand
            };
        }
        taken
    }

    fn heredoc(&mut self, s: &mut Scanner) -> bool {
        if self.no_more_heredocs || self.heredocs.len() >= MOST_HEREDOCS {
            return false;
        }
        let opened = literals::heredoc(s, self.entry);
        let taken = opened.is_some();
        self.heredocs.extend(opened);
        taken
    }

    fn regex(&mut self, s: &mut Scanner) -> bool {
        let may_begin = matches!(self.before, Before::Start | Before::Operator)
            && !matches!(s.byte(s.at + 1), b'/' | b'*');
        if !self.entry.regexes || !may_begin || s.at < self.no_regex_before {
            return false;
        }
        match literals::regex(s) {
            Ok(()) => true,
            Err(line_end) => {
                self.no_regex_before = line_end;
                false
            }
        }
    }

    /// `%w[…]`; `a %w` is a remainder.
    fn percent_string(&self, s: &mut Scanner) -> bool {
        let may_begin = matches!(self.before, Before::Start | Before::Operator);
        let named = s.byte(s.at + 1).is_ascii_alphabetic();
        let apart = matches!(s.before(s.at), b' ' | b'\n' | b'(' | b'[' | b',');
        (may_begin || named && apart) && literals::percent_string(s)
    }

    /// Whether the quote is none: `Don't`, `{name}'s`.
    fn apostrophe(&self, s: &Scanner, c: u8) -> bool {
        let previous = s.before(s.at);
        // A keyword may stand before a string without a space.
        let behind_word = is_word(previous) && self.before != Before::Operator;
        c == b'\'' && self.entry.apostrophes && (behind_word || previous == b'}')
    }

    fn string(&mut self, s: &mut Scanner, c: u8) -> bool {
        if self.apostrophe(s, c) {
            s.at += 1;
            return true;
        }
        let Some((quote, left)) = tokens::string(s, self.entry) else {
            return false;
        };
        self.leave_string(quote, &left);
        if self.entry.string_keys && matches!(c, b'"' | b'\'') && s.byte(s.spaces(s.at)) == b':' {
            s.mark_last_again(Class::Key);
        }
        true
    }

    fn number(&mut self, s: &mut Scanner) -> bool {
        let taken = tokens::number(
            s,
            self.entry,
            matches!(self.before, Before::Start | Before::Operator),
        );
        if taken {
            self.before = Before::Operand;
        }
        taken
    }

    /// Takes a word with the character before it that says what it is: `$name`, `@override`, `:symbol`, `#include`.
    fn sigil(&mut self, s: &mut Scanner, c: u8) -> bool {
        let Some(class) = self.entry.sigil(c) else {
            return false;
        };
        let next = s.byte(s.at + 1);
        let end = match next {
            _ if c == b'$' && self.entry.dollar_parens && next == b'(' => paren_variable_end(s),
            b'{' if c == b'$' => tokens::variable_end(s, s.at),
            b'?' | b'@' | b'#' | b'*' | b'!' | b'<' | b'^' if c == b'$' => Some(s.at + 2),
            _ if c == b':' && (is_word(s.before(s.at)) || s.before(s.at) == b':') => None,
            b'@' if c == b'@' && is_word(s.byte(s.at + 2)) => Some(s.word_end(s.at + 2)),
            _ if is_word(next) => Some(s.word_end(s.at + 1)),
            _ => None,
        };
        let Some(end) = end else { return false };
        let included = self.entry.includes && s.has(s.at, "#include");
        s.take(end, class);
        self.before = Before::Operand;
        if included {
            include_path(s);
        }
        true
    }

    fn word(&mut self, s: &mut Scanner, c: u8) -> bool {
        let begins = is_word(c) || c == b'-' && self.option_begins(s);
        if !begins {
            return false;
        }
        let end = self.word_end(s);
        let word = s.slice(s.at, end);
        let class = self.class_of(s, word, end);
        self.before = self.behind(word, class);
        match class {
            Some(class) => s.take(end, class),
            None => s.at = end,
        }
        true
    }

    fn option_begins(&self, s: &Scanner) -> bool {
        let after_space = s.before(s.at).is_ascii_whitespace();
        let next = s.byte(s.at + 1);
        self.entry.options
            && after_space
            && (is_word(next) || next == b'-' && is_word(s.byte(s.at + 2)))
    }

    fn word_end(&self, s: &Scanner) -> usize {
        let tail = self.entry.word_tail.as_bytes();
        let mut k = s.at + 1;
        loop {
            let c = s.byte(k);
            let hyphen = self.entry.options
                && c == b'-'
                && (is_word(s.byte(k + 1)) || k == s.at + 1 && s.here() == b'-');
            let tail = tail.contains(&c) && s.byte(k + 1) != b'=';
            if k >= s.end || !is_word(c) && !hyphen && !tail {
                return k.min(s.end);
            }
            k += 1;
        }
    }

    fn class_of(&self, s: &Scanner, word: &str, end: usize) -> Option<Class> {
        let entry = self.entry;
        let member = self.before == Before::Member;
        if s.has(end, "://") {
            None
        } else if !member && entry.lists(entry.keywords, word) {
            Some(Class::Keyword)
        } else if word.starts_with('-') {
            Some(Class::Key)
        } else if !member && entry.lists(entry.literals, word) {
            Some(Class::Literal)
        } else if !member && entry.lists(entry.types, word) {
            Some(Class::Type)
        } else if self.is_called(s, word, end) {
            Some(Class::Function)
        } else if !member && self.is_key(s, end) {
            Some(Class::Key)
        } else if entry.capitals && word.starts_with(|c: char| c.is_ascii_uppercase()) {
            Some(if is_constant(word) {
                Class::Literal
            } else {
                Class::Type
            })
        } else {
            (entry.commands && s.byte(end) == b'=').then_some(Class::Variable)
        }
    }

    fn is_called(&self, s: &Scanner, word: &str, end: usize) -> bool {
        let entry = self.entry;
        let next = s.byte(end);
        next == b'('
            || word.ends_with('!')
            || self.before == Before::Definition && next != b'.'
            || entry.commands && self.before == Before::Start && next != b'='
            || entry.cmdlets
                && word.contains('-')
                && word.starts_with(|c: char| c.is_ascii_uppercase())
    }

    fn is_key(&self, s: &Scanner, end: usize) -> bool {
        if self.entry.colon_keys && (s.byte(end) == b':' || s.has(end, "?:")) {
            return s.byte(end + 1) != b':' || s.byte(end) == b'?';
        }
        let behind = s.spaces(end);
        self.entry.equals_keys
            && s.byte(behind) == b'='
            && !matches!(s.byte(behind + 1), b'=' | b'~' | b'>')
    }

    fn behind(&self, word: &str, class: Option<Class>) -> Before {
        match class {
            Some(Class::Keyword) if self.entry.lists(self.entry.definitions, word) => {
                Before::Definition
            }
            Some(Class::Keyword) if !self.entry.commands => Before::Operator,
            Some(Class::Keyword)
                if matches!(
                    word,
                    "then" | "do" | "else" | "elif" | "if" | "while" | "until" | "exec"
                ) =>
            {
                Before::Start
            }
            _ => Before::Operand,
        }
    }

    fn punctuation(&mut self, s: &mut Scanner, c: u8) {
        let previous = s.before(s.at);
        if c == b'\\' && self.entry.commands && matches!(s.byte(s.at + 1), b'\'' | b'"' | b'`') {
            s.at += 2;
            self.before = Before::Operand;
            return;
        }
        self.before = match c {
            b'.' if previous != b'.' => Before::Member,
            b'>' if previous == b'-' && self.entry.arrows => Before::Member,
            b'\\' if s.byte(s.at + 1) == b'\n' => self.before,
            // A prompt that was copied along.
            b'$' if self.entry.commands => self.before,
            b';' | b'|' | b'&' | b'(' | b'{' | b'!' => Before::Start,
            b'`' if self.entry.commands => Before::Start,
            b',' | b'=' | b':' | b'[' | b'?' | b'}' | b'~' | b'.' => Before::Operator,
            _ => Before::Operand,
        };
        s.at += 1;
    }
}

/// Takes a lifetime: a name behind an apostrophe that no other apostrophe closes.
fn lifetime(s: &mut Scanner) -> bool {
    let first = s.byte(s.at + 1);
    if !is_word(first) || first >= 0x80 || s.byte(s.at + 2) == b'\'' {
        return false;
    }
    s.take(s.word_end(s.at + 1), Class::Variable);
    true
}

/// Takes the file behind `#include`, where it stands in angle brackets.
fn include_path(s: &mut Scanner) {
    let open = s.spaces(s.at);
    if s.byte(open) == b'<' {
        let end = s.skip(open, |c| c != b'>' && c != b'\n');
        s.at = open;
        s.take(end + usize::from(s.byte(end) == b'>'), Class::String);
    }
}

fn paren_variable_end(s: &Scanner) -> Option<usize> {
    let end = s.word_end(s.at + 2);
    (s.byte(end) == b')').then_some(end + 1)
}

fn is_constant(word: &str) -> bool {
    word.len() > 1
        && word
            .bytes()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_')
}
