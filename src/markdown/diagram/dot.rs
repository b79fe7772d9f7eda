//! The language of Graphviz, as much of it as says what is connected with what: boxes, lines, their words and shapes,
//! clusters, directions. Colors, fonts and positions are passed over.
//!
//! A loop over tokens with a stack of open braces. Ours, because the library there is (`layout-rs`) panics at a wrong
//! sign, knows no place of an error, no `#` comments, no lines to groups, and draws no clusters.

use std::collections::BTreeMap;

use mermaid_rs_renderer::{Direction, Edge, EdgeStyle, Graph, NodeShape, Subgraph};

use super::Fault;

/// How deep groups may stand in one another.
const MOST_DEPTH: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Sign(char),
    /// `->` or `--`
    Line {
        arrow: bool,
    },
}

type Attributes = BTreeMap<String, String>;

/// A pair of braces that is open.
#[derive(Default)]
struct Scope {
    /// Number of its cluster in the graph.
    cluster: Option<usize>,
    /// What holds for all boxes and lines in it.
    boxes: Attributes,
    lines: Attributes,
    /// The boxes named in it: a line may lead to all of them.
    named: Vec<String>,
    /// The line being written around it: its beginning, and whether it has an arrow.
    before: Option<(Vec<String>, bool)>,
}

struct Reader<'t> {
    tokens: &'t [(Token, usize)],
    at: usize,
    graph: Graph,
    scopes: Vec<Scope>,
}

/// The graph that `text` describes.
pub(super) fn read(text: &str) -> Result<Graph, Fault> {
    let tokens = tokens(text)?;
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        graph: Graph::new(),
        scopes: Vec::new(),
    };
    reader.head()?;
    while !reader.scopes.is_empty() {
        reader.statement()?;
    }
    match reader.at < tokens.len() {
        true => Err(reader.unexpected()),
        false => Ok(reader.graph),
    }
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|t| &t.0)
    }

    fn is(&self, sign: char) -> bool {
        self.peek() == Some(&Token::Sign(sign))
    }

    fn eat(&mut self, sign: char) -> bool {
        let found = self.is(sign);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self) -> Option<String> {
        let Some(Token::Word(word)) = self.peek() else {
            return None;
        };
        let word = word.clone();
        self.at += 1;
        Some(word)
    }

    fn keyword(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(w)) if w.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn unexpected(&self) -> Fault {
        let found = self.tokens.get(self.at).or(self.tokens.last());
        let message = match self.peek() {
            None => "it ends too early: a `}` is missing".to_owned(),
            Some(Token::Word(word)) => format!("`{word}` is not expected here"),
            Some(Token::Sign(sign)) => format!("`{sign}` is not expected here"),
            Some(Token::Line { arrow: true }) => "`->` is not expected here".to_owned(),
            Some(Token::Line { arrow: false }) => "`--` is not expected here".to_owned(),
        };
        Fault {
            line: found.map(|t| t.1),
            message,
        }
    }

    fn head(&mut self) -> Result<(), Fault> {
        self.keyword("strict");
        if !self.keyword("digraph") && !self.keyword("graph") {
            return Err(Fault {
                line: self.tokens.first().map(|t| t.1),
                message: "it begins with `graph` or `digraph`".to_owned(),
            });
        }
        self.word();
        if !self.eat('{') {
            return Err(self.unexpected());
        }
        self.scopes.push(Scope::default());
        Ok(())
    }

    fn statement(&mut self) -> Result<(), Fault> {
        if self.eat(';') || self.eat(',') {
            return Ok(());
        }
        if self.eat('}') {
            return self.end_group();
        }
        if self.is('{') || matches!(self.peek(), Some(Token::Word(w)) if w == "subgraph") {
            return self.group(None);
        }
        let Some(word) = self.word() else {
            return Err(self.unexpected());
        };
        if self.eat('=') {
            let value = self.word().ok_or_else(|| self.unexpected())?;
            self.of_group(&word, &value);
            return Ok(());
        }
        match word.to_ascii_lowercase().as_str() {
            kind @ ("graph" | "node" | "edge") if self.is('[') => {
                let attributes = self.attributes()?;
                self.defaults(kind, attributes);
                Ok(())
            }
            _ => self.named(word),
        }
    }

    /// A box by its name, with its attributes, or the first end of a line.
    fn named(&mut self, name: String) -> Result<(), Fault> {
        self.port();
        if matches!(self.peek(), Some(Token::Line { .. })) {
            self.shown(&name, &Attributes::new());
            let made = self.graph.edges.len();
            return self.line(vec![name], made);
        }
        let attributes = self.attributes()?;
        self.shown(&name, &attributes);
        Ok(())
    }

    /// `:port:side` behind a name.
    fn port(&mut self) {
        while self.eat(':') {
            self.word();
        }
    }

    /// The rest of a line whose beginning is known, up to its end or to a group.
    fn line(&mut self, from: Vec<String>, made: usize) -> Result<(), Fault> {
        let mut from = from;
        while let Some(Token::Line { arrow }) = self.peek().cloned() {
            self.at += 1;
            if self.is('{') || matches!(self.peek(), Some(Token::Word(w)) if w == "subgraph") {
                return self.group(Some((from, arrow)));
            }
            let to = self.word().ok_or_else(|| self.unexpected())?;
            self.port();
            self.shown(&to, &Attributes::new());
            self.connect(&from, std::slice::from_ref(&to), arrow);
            from = vec![to];
        }
        let attributes = self.attributes()?;
        self.lined(made, &attributes);
        Ok(())
    }

    fn group(&mut self, before: Option<(Vec<String>, bool)>) -> Result<(), Fault> {
        let name = match self.keyword("subgraph") {
            true => self.word().unwrap_or_default(),
            false => String::new(),
        };
        if !self.eat('{') || self.scopes.len() >= MOST_DEPTH {
            self.at = self.at.saturating_sub(1);
            return Err(self.unexpected());
        }
        let cluster = name.starts_with("cluster").then(|| {
            self.graph.subgraphs.push(Subgraph {
                id: Some(name),
                label: String::new(),
                nodes: Vec::new(),
                direction: None,
                icon: None,
            });
            self.graph.subgraphs.len() - 1
        });
        let around = self.scopes.last();
        self.scopes.push(Scope {
            cluster,
            boxes: around.map(|s| s.boxes.clone()).unwrap_or_default(),
            lines: around.map(|s| s.lines.clone()).unwrap_or_default(),
            named: Vec::new(),
            before,
        });
        Ok(())
    }

    fn end_group(&mut self) -> Result<(), Fault> {
        let Some(scope) = self.scopes.pop() else {
            return Ok(());
        };
        if let Some(around) = self.scopes.last_mut() {
            around.named.extend(scope.named.iter().cloned());
        }
        let first = self.graph.edges.len();
        if let Some((from, arrow)) = &scope.before {
            self.connect(from, &scope.named, *arrow);
        }
        if matches!(self.peek(), Some(Token::Line { .. })) {
            return self.line(scope.named, first);
        }
        if scope.before.is_some() {
            let attributes = self.attributes()?;
            self.lined(first, &attributes);
        }
        Ok(())
    }

    /// `[a=b, c=d]`, as often as it stands there.
    fn attributes(&mut self) -> Result<Attributes, Fault> {
        let mut found = Attributes::new();
        while self.eat('[') {
            while !self.eat(']') {
                if self.eat(',') || self.eat(';') {
                    continue;
                }
                let name = self.word().ok_or_else(|| self.unexpected())?;
                let value = match self.eat('=') {
                    true => self.word().ok_or_else(|| self.unexpected())?,
                    false => "true".to_owned(),
                };
                found.insert(name.to_ascii_lowercase(), value);
            }
        }
        Ok(found)
    }

    fn defaults(&mut self, kind: &str, attributes: Attributes) {
        if kind == "graph" {
            attributes.iter().for_each(|(k, v)| self.of_group(k, v));
        } else if let Some(scope) = self.scopes.last_mut() {
            match kind {
                "node" => scope.boxes.extend(attributes),
                _ => scope.lines.extend(attributes),
            }
        }
    }

    fn of_group(&mut self, name: &str, value: &str) {
        let cluster = self.scopes.last().and_then(|s| s.cluster);
        match (name, cluster) {
            ("label", Some(cluster)) => {
                if let Some(group) = self.graph.subgraphs.get_mut(cluster) {
                    group.label = label(value, "");
                }
            }
            ("rankdir", None) => {
                if let Some(direction) = Direction::from_token(value) {
                    self.graph.direction = direction;
                }
            }
            _ => {}
        }
    }

    /// Makes or changes a box.
    fn shown(&mut self, name: &str, own: &Attributes) {
        let is_new = !self.graph.nodes.contains_key(name);
        let mut all = match (is_new, self.scopes.last()) {
            (true, Some(scope)) => scope.boxes.clone(),
            _ => Attributes::new(),
        };
        all.extend(own.iter().map(|(k, v)| (k.clone(), v.clone())));
        let words = all.get("label").map(|l| label(l, name));
        let shape = match all.get("shape") {
            Some(named) => Some(shape(named)),
            None => is_new.then_some(NodeShape::Stadium),
        };
        self.graph.ensure_node(name, words, shape);
        if let Some(scope) = self.scopes.last_mut() {
            scope.named.push(name.to_owned());
        }
        let cluster = self.scopes.iter().rev().find_map(|s| s.cluster);
        let taken = self
            .graph
            .subgraphs
            .iter()
            .any(|g| g.nodes.iter().any(|n| n == name));
        if let Some(group) = cluster.and_then(|c| self.graph.subgraphs.get_mut(c))
            && !taken
        {
            group.nodes.push(name.to_owned());
        }
    }

    fn connect(&mut self, from: &[String], to: &[String], arrow: bool) {
        for from in from {
            for to in to {
                if self.graph.edges.len() > super::MOST_PARTS {
                    return;
                }
                self.graph.edges.push(Edge {
                    from: from.clone(),
                    to: to.clone(),
                    label: None,
                    start_label: None,
                    end_label: None,
                    directed: arrow,
                    arrow_start: false,
                    arrow_end: arrow,
                    arrow_start_kind: None,
                    arrow_end_kind: None,
                    start_decoration: None,
                    end_decoration: None,
                    style: EdgeStyle::Solid,
                });
            }
        }
    }

    /// What is said about the lines from number `first` on.
    fn lined(&mut self, first: usize, own: &Attributes) {
        let mut all = self
            .scopes
            .last()
            .map(|s| s.lines.clone())
            .unwrap_or_default();
        all.extend(own.iter().map(|(k, v)| (k.clone(), v.clone())));
        for edge in self.graph.edges.iter_mut().skip(first) {
            edge.label = all
                .get("label")
                .map(|l| label(l, ""))
                .filter(|l| !l.is_empty());
            edge.style = match all.get("style").map(String::as_str) {
                Some("dashed" | "dotted") => EdgeStyle::Dotted,
                Some("bold") => EdgeStyle::Thick,
                _ => EdgeStyle::Solid,
            };
            let back = all.get("dir").map(String::as_str);
            match back {
                Some("none") => (edge.arrow_start, edge.arrow_end) = (false, false),
                Some("back") => (edge.arrow_start, edge.arrow_end) = (true, false),
                Some("both") => (edge.arrow_start, edge.arrow_end) = (true, true),
                _ => {}
            }
            edge.directed = edge.arrow_start || edge.arrow_end;
        }
    }
}

/// Words with their breaks; `\N` is the name of the box.
fn label(written: &str, name: &str) -> String {
    written
        .replace("\\N", name)
        .replace("\\l", "\n")
        .replace("\\r", "\n")
        .replace("\\n", "\n")
        .trim()
        .to_owned()
}

fn shape(named: &str) -> NodeShape {
    match named {
        "box" | "rect" | "rectangle" | "square" | "record" | "note" | "tab" | "folder"
        | "component" => NodeShape::Rectangle,
        "Mrecord" => NodeShape::RoundRect,
        "circle" | "point" => NodeShape::Circle,
        "doublecircle" => NodeShape::DoubleCircle,
        "diamond" | "Mdiamond" => NodeShape::Diamond,
        "hexagon" | "octagon" => NodeShape::Hexagon,
        "cylinder" => NodeShape::Cylinder,
        "parallelogram" => NodeShape::Parallelogram,
        "trapezium" => NodeShape::Trapezoid,
        "plaintext" | "plain" | "none" => NodeShape::Text,
        _ => NodeShape::Stadium,
    }
}

/// The tokens with the lines, from 0, on which they begin.
fn tokens(text: &str) -> Result<Vec<(Token, usize)>, Fault> {
    let mut out = Vec::new();
    let mut line = 0;
    let mut rest = text;
    let mut fresh = true;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\n' => {
                line += 1;
                fresh = true;
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            c if c.is_whitespace() => c.len_utf8(),
            '#' if fresh => until(rest, "\n"),
            '/' if rest.starts_with("//") => until(rest, "\n"),
            '/' if rest.starts_with("/*") => until(rest, "*/") + 2,
            '-' if rest.starts_with("->") || rest.starts_with("--") => {
                let arrow = rest.starts_with("->");
                out.push((Token::Line { arrow }, line));
                2
            }
            '{' | '}' | '[' | ']' | ';' | ',' | '=' | ':' => {
                out.push((Token::Sign(c), line));
                1
            }
            '"' => {
                let (word, length) = quoted(rest).ok_or_else(|| Fault {
                    line: Some(line),
                    message: "a quotation mark is missing".to_owned(),
                })?;
                out.push((Token::Word(word), line));
                length
            }
            c if is_word(c) || c == '-' => {
                let behind = rest.char_indices().find(|(at, c)| *at > 0 && !is_word(*c));
                let length = behind.map_or(rest.len(), |(at, _)| at);
                let word = rest.get(..length).unwrap_or_default().to_owned();
                out.push((Token::Word(word), line));
                length
            }
            c => {
                return Err(Fault {
                    line: Some(line),
                    message: format!("`{c}` is not expected here"),
                });
            }
        };
        fresh &= c.is_whitespace();
        let taken = rest.get(..length).unwrap_or(rest);
        line += taken.matches('\n').count();
        rest = rest.get(taken.len()..).unwrap_or_default();
    }
    Ok(out)
}

fn until(text: &str, end: &str) -> usize {
    text.find(end).unwrap_or(text.len())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.') || !c.is_ascii() && !c.is_whitespace()
}

/// A word between quotation marks, and how long it is as written.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut word = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match (escaped, c) {
            (true, '"') => word.push('"'),
            (true, '\n') => {}
            (true, c) => {
                word.push('\\');
                word.push(c);
            }
            (false, '"') => return Some((word, at + 1)),
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (false, c) => word.push(c),
        }
        escaped = false;
    }
    None
}
