//! The table: one entry a language. To add one, write an entry, list it in `ENTRIES` and give it a file in `tests/highlight/`.

use super::Class::{self, Key, Keyword, Literal, Variable};

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Words, strings, numbers, comments: most languages.
    Code,
    /// Elements and attributes.
    Markup,
    /// Selectors and declarations.
    Css,
    /// Indentation, keys, scalars.
    Yaml,
    /// Sections, and keys with values.
    Config,
    /// Lines by their first character.
    Diff,
    /// Prose with marks, and fenced blocks in other languages.
    Markdown,
    /// Prompts with commands, and what they print.
    Console,
    /// Instructions with commands.
    Docker,
    /// Targets, variables, recipes.
    Make,
}

/// One way to write a string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quote {
    /// Words of which one must stand before the opener, case ignored; if empty, none.
    pub prefixes: &'static str,
    /// What opens it.
    pub open: &'static str,
    /// What closes it.
    pub close: &'static str,
    /// A backslash takes the next character along.
    pub escape: bool,
    /// It may run over lines; others end with their line, closed or not.
    pub lines: bool,
    /// The closer written twice stands for itself.
    pub doubled: bool,
    /// What opens an interpolated expression; its last character is a bracket. If it is one character, twice stands for itself.
    pub hole: &'static str,
    /// `$name` and `${name}` are variables.
    pub variables: bool,
}

/// A language.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name, then its aliases.
    pub names: &'static str,
    pub mode: Mode,
    pub line_comments: &'static [&'static str],
    pub block_comments: &'static [(&'static str, &'static str)],
    /// Longer openers before shorter ones.
    pub quotes: &'static [Quote],
    pub keywords: &'static str,
    /// Keywords before the name of a function.
    pub definitions: &'static str,
    pub literals: &'static str,
    pub types: &'static str,
    /// Characters that make the word behind them something.
    pub sigils: &'static [(u8, Class)],
    /// What opens a here-document.
    pub heredoc: &'static str,
    /// Characters that may end a name beside the usual ones.
    pub word_tail: &'static str,
    /// Words are compared without regard to case.
    pub ignore_case: bool,
    pub nested_comments: bool,
    /// A line comment opens at the start of a word only.
    pub comment_after_space: bool,
    /// `'a` is a lifetime.
    pub lifetimes: bool,
    /// `r#"…"#`.
    pub raw_strings: bool,
    /// `R"x(…)x"` and `1'000`.
    pub c_literals: bool,
    /// `%w[…]`, `%q(…)`.
    pub percent_strings: bool,
    /// `#"…"#`.
    pub hash_strings: bool,
    /// An apostrophe behind a word belongs to it: text of JSX, or of the page around PHP.
    pub apostrophes: bool,
    /// `/…/` where no operand stands before.
    pub regexes: bool,
    /// `#[…]` and `#![…]`.
    pub attributes: bool,
    /// `#include <…>`.
    pub includes: bool,
    /// Behind `->` stands a member.
    pub arrows: bool,
    /// `-x`, `--long-option`; names may hold hyphens.
    pub options: bool,
    /// `Get-Item`.
    pub cmdlets: bool,
    /// The first word of a command is what is called; `name=` sets a variable.
    pub commands: bool,
    /// `$(name)` is a variable.
    pub dollar_parens: bool,
    /// A string before a colon is a key.
    pub string_keys: bool,
    /// A name before a colon is a key.
    pub colon_keys: bool,
    /// A name before an equals sign is a key.
    pub equals_keys: bool,
    /// A capital makes a type, capitals a constant.
    pub capitals: bool,
    /// Numbers may be dates and times.
    pub dates: bool,
    /// `script` and `style` hold other languages.
    pub scripts: bool,
}

impl Entry {
    /// Whether `word` is in a list of words.
    pub fn lists(&self, words: &str, word: &str) -> bool {
        let same = |known: &str| {
            if self.ignore_case {
                known.eq_ignore_ascii_case(word)
            } else {
                known == word
            }
        };
        // Most words are in no list, and searching a text is faster than going through its words.
        let may_be = || self.ignore_case || words.contains(word);
        word.len() < 40
            && may_be()
            && words
                .split(' ')
                .any(|known| known.len() == word.len() && same(known))
    }

    /// What a character makes of the word behind it.
    pub fn sigil(&self, c: u8) -> Option<Class> {
        self.sigils
            .iter()
            .find(|(sigil, _)| *sigil == c)
            .map(|(_, class)| *class)
    }
}

/// Within one line, with escapes.
const fn quote(q: &'static str) -> Quote {
    Quote {
        prefixes: "",
        open: q,
        close: q,
        escape: true,
        lines: false,
        doubled: false,
        hole: "",
        variables: false,
    }
}

/// Over lines, with escapes.
const fn long(q: &'static str) -> Quote {
    Quote {
        lines: true,
        ..quote(q)
    }
}

/// Within one line, without escapes.
const fn raw(q: &'static str) -> Quote {
    Quote {
        escape: false,
        ..quote(q)
    }
}

/// Over lines, without escapes.
const fn long_raw(q: &'static str) -> Quote {
    Quote {
        lines: true,
        ..raw(q)
    }
}

/// With expressions in it.
const fn holed(hole: &'static str, q: Quote) -> Quote {
    Quote { hole, ..q }
}

/// With `$name` in it.
const fn variables(q: Quote) -> Quote {
    Quote {
        variables: true,
        ..q
    }
}

/// Behind one of some words.
const fn prefixed(prefixes: &'static str, q: Quote) -> Quote {
    Quote { prefixes, ..q }
}

/// Code without comments.
const PLAIN: Entry = Entry {
    names: "",
    mode: Mode::Code,
    line_comments: &[],
    block_comments: &[],
    quotes: &[quote("\""), quote("'")],
    keywords: "",
    definitions: "",
    literals: "",
    types: "",
    sigils: &[],
    heredoc: "",
    word_tail: "",
    ignore_case: false,
    nested_comments: false,
    comment_after_space: false,
    lifetimes: false,
    raw_strings: false,
    c_literals: false,
    percent_strings: false,
    hash_strings: false,
    apostrophes: false,
    regexes: false,
    attributes: false,
    includes: false,
    arrows: false,
    options: false,
    cmdlets: false,
    commands: false,
    dollar_parens: false,
    string_keys: false,
    colon_keys: false,
    equals_keys: false,
    capitals: false,
    dates: false,
    scripts: false,
};

/// Code with the comments of C.
const SLASHES: Entry = Entry {
    line_comments: &["//"],
    block_comments: &[("/*", "*/")],
    ..PLAIN
};

/// Code with `#` before comments.
const HASH: Entry = Entry {
    line_comments: &["#"],
    ..PLAIN
};

/// Every language, in the order of the documentation.
pub(super) static ENTRIES: [&Entry; 36] = [
    &SHELL,
    &CONSOLE,
    &JSON,
    &YAML,
    &TOML,
    &INI,
    &PYTHON,
    &JAVASCRIPT,
    &TYPESCRIPT,
    &HTML,
    &XML,
    &CSS,
    &SQL,
    &RUST,
    &GO,
    &JAVA,
    &KOTLIN,
    &SWIFT,
    &C,
    &CPP,
    &CSHARP,
    &RUBY,
    &PHP,
    &DOCKERFILE,
    &HCL,
    &DIFF,
    &MARKDOWN,
    &POWERSHELL,
    &MAKEFILE,
    &NGINX,
    &GRAPHQL,
    &LUA,
    &R,
    &SCALA,
    &ELIXIR,
    &HASKELL,
];

pub(super) static SHELL: Entry = Entry {
    names: "bash sh shell zsh env dotenv fish",
    comment_after_space: true,
    heredoc: "<<",
    options: true,
    commands: true,
    sigils: &[(b'$', Variable)],
    quotes: &[variables(holed("$(", long("\""))), long_raw("'")],
    definitions: "function",
    keywords: "if then else elif fi for in do done while until case esac select function return exit local export declare readonly \
               typeset set unset shift source break continue eval exec trap",
    literals: "true false",
    ..HASH
};

/// A recipe: a shell command in which `$(NAME)` is the makefile's.
pub(super) static RECIPE: Entry = Entry {
    dollar_parens: true,
    quotes: &[variables(long("\"")), long_raw("'")],
    comment_after_space: true,
    options: true,
    commands: true,
    sigils: &[(b'$', Variable)],
    keywords: "if then else elif fi for in do done while until case esac export set exec",
    ..HASH
};

/// What a makefile gives to a variable, or needs for a target.
pub(super) static MAKE_VALUE: Entry = Entry {
    comment_after_space: true,
    options: true,
    dollar_parens: true,
    sigils: &[(b'$', Variable)],
    ..HASH
};

static CONSOLE: Entry = Entry {
    names: "console shellsession sh-session shell-session terminal pycon",
    mode: Mode::Console,
    ..PLAIN
};

static JSON: Entry = Entry {
    names: "json jsonc json5",
    string_keys: true,
    colon_keys: true,
    literals: "true false null NaN Infinity",
    ..SLASHES
};

pub(super) static YAML: Entry = Entry {
    names: "yaml yml",
    mode: Mode::Yaml,
    comment_after_space: true,
    literals: "true false null yes no on off ~ True False Null",
    quotes: &[
        long("\""),
        Quote {
            doubled: true,
            ..long_raw("'")
        },
    ],
    ..HASH
};

pub(super) static TOML: Entry = Entry {
    names: "toml",
    mode: Mode::Config,
    quotes: &[long("\"\"\""), long_raw("'''"), quote("\""), raw("'")],
    ..HASH
};

/// What stands behind a key in TOML, inline tables included.
pub(super) static TOML_VALUE: Entry = Entry {
    quotes: &[long("\"\"\""), long_raw("'''"), quote("\""), raw("'")],
    literals: "true false inf nan",
    word_tail: "-.",
    equals_keys: true,
    dates: true,
    ..HASH
};

static INI: Entry = Entry {
    names: "ini cfg conf properties editorconfig",
    mode: Mode::Config,
    line_comments: &["#", ";"],
    quotes: &[quote("\"")],
    colon_keys: true,
    ..PLAIN
};

/// What stands behind a key in an INI file; an apostrophe is one there.
pub(super) static INI_VALUE: Entry = Entry {
    line_comments: &["#", ";"],
    comment_after_space: true,
    quotes: &[quote("\"")],
    literals: "true false yes no on off",
    ignore_case: true,
    dates: true,
    ..PLAIN
};

const PYTHON_FORMATTED: &str = "f rf fr t rt tr";
const PYTHON_OTHER: &str = "r b u rb br";

pub(super) static PYTHON: Entry = Entry {
    names: "python py python3",
    capitals: true,
    sigils: &[(b'@', Key)],
    quotes: &[
        long("\"\"\""),
        long("'''"),
        quote("\""),
        quote("'"),
        prefixed(PYTHON_FORMATTED, holed("{", long("\"\"\""))),
        prefixed(PYTHON_FORMATTED, holed("{", long("'''"))),
        prefixed(PYTHON_FORMATTED, holed("{", quote("\""))),
        prefixed(PYTHON_FORMATTED, holed("{", quote("'"))),
        prefixed(PYTHON_OTHER, long("\"\"\"")),
        prefixed(PYTHON_OTHER, long("'''")),
        prefixed(PYTHON_OTHER, quote("\"")),
        prefixed(PYTHON_OTHER, quote("'")),
    ],
    definitions: "def",
    keywords: "and as assert async await break class continue def del elif else except finally for from global if import in is \
               lambda match case nonlocal not or pass raise return try while with yield",
    literals: "True False None self cls",
    types: "int str float bool list dict set tuple bytes object",
    ..HASH
};

const TEMPLATE: Quote = holed("${", long("`"));

pub(super) static JAVASCRIPT: Entry = Entry {
    names: "javascript js jsx mjs cjs node",
    definitions: "function",
    keywords: "as async await break case catch class const continue debugger default delete do else export extends finally for \
               from function get if import in instanceof let new of return set static super switch this throw try typeof var \
               void while with yield",
    literals: "true false null undefined NaN Infinity",
    apostrophes: true,
    capitals: true,
    regexes: true,
    colon_keys: true,
    quotes: &[quote("\""), quote("'"), TEMPLATE],
    ..SLASHES
};

static TYPESCRIPT: Entry = Entry {
    names: "typescript ts tsx mts cts",
    definitions: "function",
    keywords: "abstract as async await break case catch class const continue declare default delete do else enum export extends \
               finally for from function get global if implements import in infer instanceof interface is keyof let namespace \
               new of override private protected public readonly return satisfies set static super switch this throw try type \
               typeof var void while with yield",
    literals: "true false null undefined NaN Infinity",
    types: "string number boolean unknown any never object symbol bigint",
    apostrophes: true,
    capitals: true,
    regexes: true,
    colon_keys: true,
    sigils: &[(b'@', Key)],
    quotes: &[quote("\""), quote("'"), TEMPLATE],
    ..SLASHES
};

static HTML: Entry = Entry {
    names: "html htm vue svelte",
    mode: Mode::Markup,
    scripts: true,
    ..PLAIN
};

static XML: Entry = Entry {
    names: "xml svg xsd plist rss",
    mode: Mode::Markup,
    ..PLAIN
};

pub(super) static CSS: Entry = Entry {
    names: "css scss less",
    mode: Mode::Css,
    comment_after_space: true,
    ..SLASHES
};

static SQL: Entry = Entry {
    names: "sql postgresql postgres mysql sqlite plsql tsql",
    ignore_case: true,
    line_comments: &["--"],
    block_comments: &[("/*", "*/")],
    quotes: &[
        Quote {
            doubled: true,
            ..long_raw("'")
        },
        raw("\""),
        raw("`"),
    ],
    keywords: "select from where and or not in is as on join left right inner outer full cross group by having order limit offset \
               insert into values update set delete create table index view if exists primary key foreign references unique \
               default check constraint drop alter add column begin commit rollback transaction union all distinct between like \
               ilike case when then else end with recursive returning cascade asc desc using grant revoke to interval explain \
               analyze over partition trigger function returns language",
    literals: "null true false current_timestamp current_date",
    types: "int integer bigint smallint serial bigserial text varchar char numeric decimal real float double boolean bool date time \
            timestamp timestamptz json jsonb uuid blob",
    ..PLAIN
};

static RUST: Entry = Entry {
    names: "rust rs",
    nested_comments: true,
    lifetimes: true,
    raw_strings: true,
    attributes: true,
    capitals: true,
    word_tail: "!",
    definitions: "fn",
    keywords: "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub \
               ref return static struct super trait type unsafe use where while",
    literals: "true false self Self None Some Ok Err",
    types: "i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 bool char str",
    quotes: &[
        long("\""),
        quote("'"),
        prefixed("b c", long("\"")),
        prefixed("b", quote("'")),
    ],
    ..SLASHES
};

static GO: Entry = Entry {
    names: "go golang",
    definitions: "func",
    keywords: "break case chan const continue default defer else fallthrough for func go goto if import interface map package \
               range return select struct switch type var",
    literals: "true false nil iota",
    types: "string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 byte rune float32 float64 bool error any uintptr \
            complex128",
    quotes: &[quote("\""), quote("'"), long_raw("`")],
    ..SLASHES
};

static JAVA: Entry = Entry {
    names: "java",
    capitals: true,
    sigils: &[(b'@', Key)],
    keywords: "abstract assert break case catch class continue default do else enum extends final finally for if implements \
               import instanceof interface native new package permits private protected public record return sealed static \
               super switch synchronized this throw throws transient try var void volatile while yield",
    literals: "true false null",
    types: "int long short byte char float double boolean",
    quotes: &[long("\"\"\""), quote("\""), quote("'")],
    ..SLASHES
};

static KOTLIN: Entry = Entry {
    names: "kotlin kt kts",
    capitals: true,
    nested_comments: true,
    sigils: &[(b'@', Key)],
    definitions: "fun",
    keywords: "abstract as break by catch class companion const constructor continue crossinline data do else enum external final \
               finally for fun get if import in infix init inline inner interface internal is lateinit noinline object open \
               operator out override package private protected public reified return sealed set super suspend tailrec this \
               throw try typealias val var vararg when where while",
    literals: "true false null it",
    quotes: &[
        variables(holed("${", long("\"\"\""))),
        variables(holed("${", quote("\""))),
        quote("'"),
    ],
    ..SLASHES
};

static SWIFT: Entry = Entry {
    names: "swift",
    hash_strings: true,
    capitals: true,
    nested_comments: true,
    sigils: &[(b'@', Key)],
    definitions: "func",
    keywords: "actor any as associatedtype async await break case catch class continue default defer deinit do else enum \
               extension fallthrough fileprivate final for func get guard if import in indirect init inout internal is lazy let \
               mutating nonisolated open operator override private protocol public repeat return set some static struct \
               subscript super switch throw throws try typealias var weak where while",
    literals: "true false nil self Self",
    quotes: &[holed("\\(", long("\"\"\"")), holed("\\(", quote("\""))],
    ..SLASHES
};

static C_QUOTES: &[Quote] = &[
    quote("\""),
    quote("'"),
    prefixed("u8 u U L", quote("\"")),
    prefixed("u8 u U L", quote("'")),
];

static C: Entry = Entry {
    names: "c h",
    c_literals: true,
    quotes: C_QUOTES,
    sigils: &[(b'#', Keyword)],
    includes: true,
    arrows: true,
    capitals: true,
    keywords: "auto break case const continue default do else enum extern for goto if inline register restrict return sizeof \
               static struct switch typedef union volatile while _Static_assert",
    literals: "NULL true false nullptr",
    types: "int char short long float double void unsigned signed bool size_t ssize_t uint8_t uint16_t uint32_t uint64_t int8_t \
            int16_t int32_t int64_t FILE",
    ..SLASHES
};

static CPP: Entry = Entry {
    names: "cpp c++ cc cxx hpp",
    c_literals: true,
    quotes: C_QUOTES,
    capitals: true,
    sigils: &[(b'#', Keyword)],
    includes: true,
    arrows: true,
    keywords: "alignas auto break case catch class co_await co_return co_yield concept const consteval constexpr constinit \
               const_cast continue decltype default delete do dynamic_cast else enum explicit export extern final for friend \
               goto if inline mutable namespace new noexcept operator override private protected public register \
               reinterpret_cast requires return sizeof static static_assert static_cast struct switch template this throw try \
               typedef typename union using virtual volatile while",
    literals: "true false nullptr NULL",
    types: "int char short long float double void unsigned signed bool size_t string vector map",
    ..SLASHES
};

static CSHARP: Entry = Entry {
    names: "csharp cs c# dotnet",
    capitals: true,
    sigils: &[(b'#', Keyword)],
    keywords: "abstract as async await base break case catch checked class const continue default delegate do else enum event \
               explicit extern finally fixed for foreach from function get goto if implicit in init interface internal is lock \
               namespace new operator out override params partial private protected public readonly record ref return sealed \
               select set sizeof static struct switch this throw try typeof unchecked unsafe using var virtual volatile when where \
               while with yield",
    literals: "true false null",
    types: "int uint long ulong short byte char float double decimal bool string object void dynamic nint",
    quotes: &[
        Quote {
            open: "$@\"",
            doubled: true,
            ..holed("{", long_raw("\""))
        },
        Quote {
            open: "@$\"",
            doubled: true,
            ..holed("{", long_raw("\""))
        },
        Quote {
            open: "@\"",
            doubled: true,
            ..long_raw("\"")
        },
        Quote {
            open: "$\"\"\"",
            ..holed("{", long_raw("\"\"\""))
        },
        Quote {
            open: "$\"",
            ..holed("{", quote("\""))
        },
        long_raw("\"\"\""),
        quote("\""),
        quote("'"),
    ],
    ..SLASHES
};

static RUBY: Entry = Entry {
    names: "ruby rb",
    percent_strings: true,
    block_comments: &[("=begin", "=end")],
    comment_after_space: true,
    capitals: true,
    regexes: true,
    colon_keys: true,
    heredoc: "<<",
    word_tail: "!?",
    sigils: &[(b'@', Variable), (b'$', Variable), (b':', Literal)],
    definitions: "def",
    keywords: "alias and attr_accessor attr_reader attr_writer begin break case class def defined? do else elsif end ensure \
               extend for if in include loop module next not or private protected public raise redo require require_relative \
               rescue retry return super then undef unless until when while yield",
    literals: "true false nil self",
    quotes: &[holed("#{", long("\"")), quote("'"), quote("`")],
    ..HASH
};

static PHP: Entry = Entry {
    names: "php",
    apostrophes: true,
    line_comments: &["//", "#"],
    capitals: true,
    attributes: true,
    heredoc: "<<<",
    arrows: true,
    sigils: &[(b'$', Variable)],
    definitions: "function",
    keywords: "abstract and array as break case catch class clone const continue declare default do echo else elseif endif \
               endforeach enum extends final finally fn for foreach function global if implements include include_once \
               instanceof insteadof interface match namespace new or print private protected public readonly require \
               require_once return static switch throw trait try unset use var while yield php",
    literals: "true false null this",
    types: "int string bool float mixed void object iterable self",
    quotes: &[variables(long("\"")), long("'")],
    ..SLASHES
};

static DOCKERFILE: Entry = Entry {
    names: "dockerfile docker containerfile",
    mode: Mode::Docker,
    ignore_case: true,
    keywords: "from run cmd label expose env add copy entrypoint volume user workdir arg onbuild stopsignal healthcheck shell \
               maintainer",
    ..HASH
};

/// What stands behind `FROM` and its like: names, not a command.
pub(super) static DOCKER_IMAGE: Entry = Entry {
    ignore_case: true,
    keywords: "as",
    options: true,
    equals_keys: true,
    sigils: &[(b'$', Variable)],
    quotes: &[variables(quote("\"")), quote("'")],
    ..PLAIN
};

static HCL: Entry = Entry {
    names: "hcl terraform tf tfvars",
    line_comments: &["#", "//"],
    heredoc: "<<",
    word_tail: "-",
    equals_keys: true,
    colon_keys: true,
    keywords: "resource variable output module provider data locals terraform for in if else endif dynamic moved import \
               lifecycle backend",
    literals: "true false null",
    types: "string number bool list map set object any tuple",
    quotes: &[holed("${", quote("\""))],
    ..SLASHES
};

static DIFF: Entry = Entry {
    names: "diff patch",
    mode: Mode::Diff,
    ..PLAIN
};

static MARKDOWN: Entry = Entry {
    names: "markdown md mdx",
    mode: Mode::Markdown,
    ..PLAIN
};

static POWERSHELL: Entry = Entry {
    names: "powershell ps1 pwsh posh",
    block_comments: &[("<#", "#>")],
    comment_after_space: true,
    ignore_case: true,
    options: true,
    cmdlets: true,
    equals_keys: true,
    sigils: &[(b'$', Variable)],
    definitions: "function",
    keywords: "begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach \
               function if in param process return switch throw trap try until using while -eq -ne -gt -lt -ge -le -and -or \
               -not -like -notlike -match -notmatch -in -notin -contains -is -as -replace -split -join",
    types: "int string bool switch object",
    quotes: &[
        Quote {
            open: "@\"",
            close: "\n\"@",
            ..variables(long_raw("\""))
        },
        Quote {
            open: "@'",
            close: "\n'@",
            ..long_raw("'")
        },
        Quote {
            doubled: true,
            ..variables(holed("$(", long_raw("\"")))
        },
        Quote {
            doubled: true,
            ..long_raw("'")
        },
    ],
    ..HASH
};

static MAKEFILE: Entry = Entry {
    names: "makefile make mk",
    mode: Mode::Make,
    keywords: "ifeq ifneq ifdef ifndef else endif include define endef export override",
    ..HASH
};

static NGINX: Entry = Entry {
    names: "nginx",
    comment_after_space: true,
    sigils: &[(b'$', Variable)],
    keywords: "server location listen server_name root index proxy_pass add_header return rewrite if set include upstream http \
               events ssl_certificate ssl_certificate_key try_files access_log error_log worker_processes proxy_set_header \
               expires alias deny allow gzip map",
    literals: "on off always default permanent",
    quotes: &[variables(long("\"")), variables(long("'"))],
    ..HASH
};

static GRAPHQL: Entry = Entry {
    names: "graphql gql",
    capitals: true,
    colon_keys: true,
    sigils: &[(b'$', Variable), (b'@', Key)],
    keywords: "query mutation subscription fragment on type interface enum input scalar union implements extend schema directive \
               repeatable",
    literals: "true false null",
    types: "ID Int Float String Boolean",
    quotes: &[long("\"\"\""), quote("\"")],
    ..HASH
};

static LUA: Entry = Entry {
    names: "lua",
    line_comments: &["--"],
    block_comments: &[("--[[", "]]"), ("--[=[", "]=]")],
    definitions: "function",
    keywords: "and break do else elseif end for function goto if in local not or repeat return then until while",
    literals: "true false nil self",
    quotes: &[
        Quote {
            close: "]]",
            ..long_raw("[[")
        },
        Quote {
            close: "]=]",
            ..long_raw("[=[")
        },
        quote("\""),
        quote("'"),
    ],
    ..PLAIN
};

static R: Entry = Entry {
    names: "r rscript",
    word_tail: ".",
    keywords: "if else for while repeat function return break next in library require source",
    literals: "TRUE FALSE NULL NA NaN Inf T F",
    quotes: &[long("\""), long("'")],
    ..HASH
};

static SCALA: Entry = Entry {
    names: "scala sc",
    capitals: true,
    nested_comments: true,
    sigils: &[(b'@', Key)],
    definitions: "def",
    keywords: "abstract case catch class def do else enum export extends final finally for forSome given if implicit import lazy \
               match new object override package private protected return sealed super then throw trait try type using val var \
               while with yield",
    literals: "true false null this None",
    quotes: &[
        long("\"\"\""),
        quote("\""),
        prefixed("s f raw", variables(holed("${", long("\"\"\"")))),
        prefixed("s f raw", variables(holed("${", quote("\"")))),
        quote("'"),
    ],
    ..SLASHES
};

static ELIXIR: Entry = Entry {
    names: "elixir ex exs",
    capitals: true,
    colon_keys: true,
    word_tail: "!?",
    sigils: &[(b'@', Key), (b':', Literal)],
    definitions: "def defp defmacro",
    keywords: "after alias and case catch cond def defdelegate defexception defguard defimpl defmacro defmodule defp defprotocol \
               defstruct do else end fn for if import in not or quote raise receive require rescue try unless unquote use when \
               with",
    literals: "true false nil",
    quotes: &[
        holed("#{", long("\"\"\"")),
        holed("#{", long("\"")),
        quote("'"),
    ],
    ..HASH
};

static HASKELL: Entry = Entry {
    names: "haskell hs",
    line_comments: &["--"],
    block_comments: &[("{-", "-}")],
    nested_comments: true,
    capitals: true,
    word_tail: "'",
    keywords: "as case class data default deriving do else foreign forall hiding if import in infix infixl infixr instance let \
               module newtype of qualified then type where",
    literals: "True False Nothing otherwise",
    ..PLAIN
};
