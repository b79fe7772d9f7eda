//! What a piece of code is: fourteen classes, few enough for a theme to give each a color that can be told from the others.

/// The meaning of a piece of highlighted code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A comment.
    Comment,
    /// A string, a regular expression, the body of a here-document, a plain YAML scalar.
    String,
    /// A number, a date, a CSS length or color.
    Number,
    /// A word of the language itself; the instruction of a Dockerfile; a list mark in Markdown.
    Keyword,
    /// A named value: `true`, `null`, `self`, a constant in capitals, a Ruby symbol.
    Literal,
    /// What is called: a function, a macro, a shell command, the target of a makefile.
    Function,
    /// A type, or a name written like one.
    Type,
    /// What a value is given to or said about: a key, an attribute, an annotation, a command's option.
    Key,
    /// An element of markup or the element in a CSS selector.
    Tag,
    /// A variable where the language marks it, and a Rust lifetime.
    Variable,
    /// What divides the text: a Markdown heading, a section of an INI file, a diff's file line, a console's prompt.
    Heading,
    /// An added line of a diff.
    Insert,
    /// A removed line of a diff.
    Delete,
    /// A character reference, the brackets of an interpolation, the delimiter of a here-document.
    Escape,
}

impl Class {
    /// Every class, in the order of their declaration.
    pub fn all() -> &'static [Class] {
        use Class::*;
        &[
            Comment, String, Number, Keyword, Literal, Function, Type, Key, Tag, Variable, Heading,
            Insert, Delete, Escape,
        ]
    }

    /// The CSS class of a piece: one letter, as pages hold thousands of them. No two classes share one.
    pub fn css(self) -> &'static str {
        match self {
            Class::Comment => "c",
            Class::String => "s",
            Class::Number => "n",
            Class::Keyword => "k",
            Class::Literal => "l",
            Class::Function => "f",
            Class::Type => "t",
            Class::Key => "a",
            Class::Tag => "g",
            Class::Variable => "v",
            Class::Heading => "h",
            Class::Insert => "i",
            Class::Delete => "d",
            Class::Escape => "e",
        }
    }
}
