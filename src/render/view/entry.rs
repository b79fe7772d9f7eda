//! Which templates the program itself asks for, and what each receives beside the views of every page.

/// A template that is asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name below `templates/`.
    pub template: &'static str,
    /// The variable that holds its view.
    pub name: &'static str,
    /// The type of that view, in this folder.
    pub view: &'static str,
    /// Which pages it makes.
    pub about: &'static str,
}

const fn entry(
    template: &'static str,
    name: &'static str,
    view: &'static str,
    about: &'static str,
) -> Entry {
    Entry {
        template,
        name,
        view,
        about,
    }
}

/// All of them, in the order of the reference. A front matter may name others, which receive what `article.html` does.
pub const ENTRIES: &[Entry] = &[
    entry("home.html", "home", "HomeView", "The first page."),
    entry(
        "article.html",
        "article",
        "ArticleView",
        "An article; and every template that a front matter names by `template`.",
    ),
    entry(
        "section.html",
        "section",
        "SectionView",
        "A folder: its own text and its pages.",
    ),
    entry("role.html", "role", "RoleView", "A role."),
    entry("roles.html", "roles", "RolesView", "The index of roles."),
    entry(
        "comparison.html",
        "comparison",
        "ComparisonView",
        "Two to five roles beside each other.",
    ),
    entry(
        "comparisons.html",
        "comparisons",
        "ComparisonsView",
        "The index of comparisons.",
    ),
    entry(
        "decision/index.html",
        "decisions",
        "DecisionsView",
        "The index of decisions.",
    ),
    entry(
        "decision/question.html",
        "question",
        "QuestionView",
        "A question of a decision, with the answers so far.",
    ),
    entry(
        "decision/result.html",
        "result",
        "ResultView",
        "What a decision recommends.",
    ),
    entry(
        "decision/tree.html",
        "tree",
        "TreeView",
        "A decision as a whole.",
    ),
    entry(
        "glossary.html",
        "glossary",
        "GlossaryView",
        "All terms from A to Z.",
    ),
    entry(
        "term.html",
        "term",
        "TermView",
        "One term, for the frame of a wiki.",
    ),
    entry("rights.html", "rights", "RightsView", "Who decides what."),
    entry(
        "contents.html",
        "contents",
        "ContentsView",
        "The list of all pages.",
    ),
    entry(
        "print.html",
        "print",
        "PrintView",
        "The whole handbook on one page.",
    ),
    entry(
        "404.html",
        "not_found",
        "NotFoundView",
        "The page at an address that has none.",
    ),
    entry(
        "redirect.html",
        "redirect",
        "RedirectView",
        "A small page at an address that has moved. It receives no `side` and no `header`.",
    ),
    entry(
        "components/role.html",
        "role",
        "RoleCard",
        "What `:::role` shows in a text. This and what the other `components/` make is a part of a text: beside its view a \
         template receives nothing of the page.",
    ),
    entry(
        "components/compare.html",
        "compare",
        "CompareCard",
        "What `:::compare` shows in a text.",
    ),
    entry(
        "components/rights.html",
        "rights",
        "RightsCard",
        "What `:::rights` shows in a text.",
    ),
    entry(
        "components/term.html",
        "term",
        "TermCard",
        "What `:::term` shows in a text.",
    ),
    entry(
        "components/decision.html",
        "decision",
        "DecisionCard",
        "What `:::decision` shows in a text.",
    ),
    entry(
        "components/name.html",
        "component",
        "ComponentView",
        "What `:::name` shows in a text, for any name of your own.",
    ),
    entry(
        "partials/side.html",
        "side",
        "SideView",
        "The side column of one section, made once for all its pages; beside `side` it receives `site` alone. Pages receive \
         what comes of it, finished, as `side`.",
    ),
    entry(
        "partials/nav.html",
        "here",
        "String",
        "The header, made once for each section; beside `here`, the address of that section, it receives `site` alone. \
         Pages receive what comes of it, finished, as `header`.",
    ),
];
