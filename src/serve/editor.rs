//! Links that open a file at its place in the author's editor. They are for the preview; a build never sees one.

use std::path::Path;

use crate::text::percent_encode;

/// An editor, as far as we know how to address it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Editor {
    /// Places stay plain text.
    #[default]
    Plain,
    /// `scheme://file/path:line:column`
    File(&'static str),
    /// `scheme://open?file=/path&line=…&column=…`
    Open(&'static str),
    /// `scheme://open?url=file:///path&line=…&column=…`
    Url(&'static str),
}

/// Program names, without the ending that systems give them, and what they answer to.
const KNOWN: &[(&str, Editor)] = &[
    ("code", Editor::File("vscode")),
    ("vscode", Editor::File("vscode")),
    ("code-insiders", Editor::File("vscode-insiders")),
    ("vscode-insiders", Editor::File("vscode-insiders")),
    ("codium", Editor::File("vscodium")),
    ("vscodium", Editor::File("vscodium")),
    ("cursor", Editor::File("cursor")),
    ("windsurf", Editor::File("windsurf")),
    ("zed", Editor::File("zed")),
    ("zeditor", Editor::File("zed")),
    ("idea", Editor::Open("idea")),
    ("idea64", Editor::Open("idea")),
    ("intellij", Editor::Open("idea")),
    ("jetbrains", Editor::Open("idea")),
    ("webstorm", Editor::Open("webstorm")),
    ("webstorm64", Editor::Open("webstorm")),
    ("pycharm", Editor::Open("pycharm")),
    ("pycharm64", Editor::Open("pycharm")),
    ("phpstorm", Editor::Open("phpstorm")),
    ("phpstorm64", Editor::Open("phpstorm")),
    ("rubymine", Editor::Open("rubymine")),
    ("subl", Editor::Url("subl")),
    ("sublime", Editor::Url("subl")),
    ("sublime_text", Editor::Url("subl")),
    ("mate", Editor::Url("txmt")),
    ("textmate", Editor::Url("txmt")),
    ("mvim", Editor::Url("mvim")),
    ("macvim", Editor::Url("mvim")),
    ("bbedit", Editor::Url("x-bbedit")),
];

impl Editor {
    /// From a name, or a command line such as `$EDITOR` holds: `code --wait`, `/usr/bin/zed`. `None`: not known to us.
    pub fn named(command: &str) -> Option<Self> {
        let program = program(command.trim()).to_lowercase();
        let endings = [".exe", ".cmd", ".bat", ".sh"];
        let name = endings.iter().find_map(|e| program.strip_suffix(e));
        let name = name.unwrap_or(&program);
        if name == "none" {
            return Some(Self::Plain);
        }
        KNOWN.iter().find(|(n, _)| *n == name).map(|(_, e)| *e)
    }

    /// The address of a place: `line` and `column` from 1. `None`: this editor has no addresses, or the path is none that
    /// an address can hold.
    pub fn link(self, file: &Path, line: usize, column: usize) -> Option<String> {
        let path = file.to_str()?;
        let path = match path.strip_prefix('/') {
            Some(below) => percent_encode(below),
            // Of a system with drives; the long form of a path has a head that editors do not know.
            None => percent_encode(&path.trim_start_matches(r"\\?\").replace('\\', "/")),
        };
        Some(match self {
            Self::Plain => return None,
            Self::File(scheme) => format!("{scheme}://file/{path}:{line}:{column}"),
            Self::Open(scheme) => {
                format!("{scheme}://open?file=/{path}&line={line}&column={column}")
            }
            Self::Url(scheme) => {
                format!("{scheme}://open?url=file:///{path}&line={line}&column={column}")
            }
        })
    }
}

/// The file name of the program that a command line starts.
fn program(command: &str) -> &str {
    let quoted = ['"', '\''].into_iter().find_map(|q| {
        let rest = command.strip_prefix(q)?;
        Some(rest.split(q).next().unwrap_or_default())
    });
    let path = quoted.unwrap_or_else(|| command.split_whitespace().next().unwrap_or_default());
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(editor: &str) -> Option<String> {
        let path = Path::new("/home/a b/häufig & \"co\"#1.md");
        Editor::named(editor)?.link(path, 14, 30)
    }

    #[test]
    fn commands_name_their_program() {
        for command in [
            "code",
            "code --wait",
            "/usr/local/bin/code -w",
            "\"C:\\Program Files\\VS\\Code.exe\" --wait",
            " vscode ",
        ] {
            assert_eq!(Editor::named(command), Some(Editor::File("vscode")));
        }
        assert_eq!(Editor::named("none"), Some(Editor::Plain));
        for unknown in ["vim", "nano", "", "code\u{0}", "javascript"] {
            assert_eq!(Editor::named(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn links_are_addresses_and_nothing_else() {
        let path = "home/a%20b/h%C3%A4ufig%20%26%20%22co%22%231.md";
        let expected = [
            ("code", format!("vscode://file/{path}:14:30")),
            ("zed", format!("zed://file/{path}:14:30")),
            (
                "idea",
                format!("idea://open?file=/{path}&line=14&column=30"),
            ),
            (
                "subl",
                format!("subl://open?url=file:///{path}&line=14&column=30"),
            ),
        ];
        for (editor, address) in expected {
            assert_eq!(link(editor), Some(address));
        }
        assert_eq!(link("none"), None);
    }

    #[test]
    fn a_drive_is_kept() {
        let link = Editor::File("vscode").link(Path::new(r"\\?\C:\docs\a.md"), 1, 2);
        assert_eq!(link.as_deref(), Some("vscode://file/C:/docs/a.md:1:2"));
    }
}
