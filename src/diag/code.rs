//! Every diagnostic code, its severity, whether its level may be changed, and a line on what it means.
//!
//! `tests/diagnostics/<code>.md` is the specification, test and documentation of each. A new code is one line here and one such file.

/// How bad it is. Order: the worst first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The output would be wrong: nothing is written.
    Error,
    /// Advice: the output is right, but probably not what was meant.
    Warning,
    /// Worth knowing; printed by `check` only, never counted.
    Info,
}

/// Whether `[check.levels]` and the flags may change the level: only codes after which the page can still be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixed {
    /// Structural: always as it is.
    Yes,
    /// The author may choose.
    No,
}

/// One kind of mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `noun-condition`, stable for ever.
    pub name: &'static str,
    /// The level unless changed.
    pub severity: Severity,
    /// Whether the level may be changed.
    pub fixed: Fixed,
    /// What it means, in a sentence.
    pub meaning: &'static str,
}

impl Code {
    /// The wider code whose changed level holds for this one too, unless this one has a level of its own: whoever accepts
    /// links that lead nowhere accepts those that lead to no id, to a draft or by a redirect as well; and what is accepted in
    /// the sources is accepted on the pages made of them.
    pub fn wider(&self) -> Option<&'static Code> {
        match self.name {
            "anchor-missing" | "link-draft" | "link-scheme" | "redirect-unknown"
            | "output-link-broken" => Some(Code::LINK_BROKEN),
            "output-anchor-missing" => Some(Code::ANCHOR_MISSING),
            "output-id-duplicate" => Some(Code::ID_DUPLICATE),
            _ => None,
        }
    }
}

macro_rules! codes {
    ($( $ident:ident $name:literal $severity:ident $fixed:ident $meaning:literal; )*) => {
        impl Code {
            $( #[doc = $meaning] pub const $ident: &'static Code =
                &Code { name: $name, severity: Severity::$severity, fixed: Fixed::$fixed, meaning: $meaning }; )*
        }
        /// All codes, in the order of this file.
        pub fn all_codes() -> &'static [&'static Code] {
            &[$( Code::$ident ),*]
        }
    };
}

/// The code of that name.
pub fn find_code(name: &str) -> Option<&'static Code> {
    all_codes().iter().copied().find(|c| c.name == name)
}

/// A code is stored by its name; one that this program does not know cannot be read back.
pub(super) mod by_name {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::{Code, find_code};

    pub fn serialize<S: Serializer>(code: &&'static Code, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(code.name)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static Code, D::Error> {
        let name = String::deserialize(from)?;
        find_code(&name).ok_or_else(|| D::Error::custom("no such code"))
    }
}

codes! {
    // pages and navigation
    NAV_UNKNOWN "nav-unknown" Error Yes "An entry of `nav` leads to no page.";
    NAV_ORPHAN "nav-orphan" Info No "A published page that `nav` does not reach.";
    REDIRECT_UNKNOWN "redirect-unknown" Error No "A redirect leads to no page.";
    BASE_URL_MISSING "base-url-missing" Info No "Without `base_url` there are no canonical links and no sitemap.";
    ACCENT_CONTRAST "accent-contrast" Info No "The accent color is too light for text and is shown darker.";
    DATES_MISSING "dates-missing" Warning No "Git cannot tell when pages changed: it has only a part of the history.";
    INDEX_DUPLICATE "index-duplicate" Error Yes "A folder has two index files.";
    DATA_STRAY "data-stray" Warning No "A data file in a place that means nothing: it is copied.";
    // output paths
    ROUTE_COLLISION "route-collision" Error Yes "Two sources are written to one output path.";
    PATH_RESERVED "path-reserved" Error Yes "A page or file would lie in a folder that Rolebook writes itself.";
    ALIAS_SAME "alias-same" Info No "An alias is the page's own address.";
    // links
    LINK_BROKEN "link-broken" Error No "A link leads nowhere.";
    LINK_DRAFT "link-draft" Error No "A link leads to a draft.";
    LINK_SCHEME "link-scheme" Error No "A link has a scheme that is not published.";
    ANCHOR_MISSING "anchor-missing" Error No "A link leads to an id that is not on the page.";
    OUTPUT_LINK_BROKEN "output-link-broken" Error No "A link, picture or redirect on a produced page leads to no file of the site.";
    OUTPUT_ANCHOR_MISSING "output-anchor-missing" Error No "A link on a produced page leads to an id that the page does not have.";
    OUTPUT_ID_DUPLICATE "output-id-duplicate" Error No "A produced page has an id twice.";
    // files and syntax
    SYMLINK_OUTSIDE "symlink-outside" Error Yes "A symbolic link leads out of the project or in a circle.";
    NAME_ENCODING "name-encoding" Error Yes "A file name is not valid UTF-8.";
    FILE_ENCODING "file-encoding" Error Yes "A text file is not valid UTF-8.";
    FILE_TOO_LARGE "file-too-large" Error Yes "A text file is larger than 16 MiB.";
    PATH_INVALID "path-invalid" Error Yes "A file or URL name cannot be published on every system.";
    TOML_SYNTAX "toml-syntax" Error Yes "A TOML text cannot be read.";
    YAML_SYNTAX "yaml-syntax" Error Yes "A YAML front matter cannot be read.";
    KEY_UNKNOWN "key-unknown" Error Yes "A key that this kind of file does not have.";
    KEY_DUPLICATE "key-duplicate" Error Yes "A key is written twice.";
    KEY_MISSING "key-missing" Error Yes "A required key is not there.";
    VALUE_TYPE "value-type" Error Yes "A value is of another type than the key takes.";
    VALUE_INVALID "value-invalid" Error Yes "A value of the right type that is not allowed.";
    KEY_LATER "key-later" Info No "A key whose feature does not exist yet: it has no effect.";
    AUDIENCE_UNSUPPORTED "audience-unsupported" Error Yes "`audience` is not understood yet, and nothing private may be published by accident.";
    FRONT_MATTER_UNCLOSED "front-matter-unclosed" Error Yes "A front matter begins and never ends.";
    FRONT_MATTER_UNKNOWN "front-matter-unknown" Warning No "A front-matter key that resembles a known one.";
    REVIEW_UNDATED "review-undated" Warning No "A `review_in` has no day to count from.";
    FRONT_MATTER_OTHER "front-matter-other" Info No "A front-matter key that has no meaning here; told once per key.";
    NESTING_TOO_DEEP "nesting-too-deep" Error Yes "Blocks, lists or tables are nested deeper than 100 levels.";

    // Markdown
    MARKDOWN_UNSUPPORTED "markdown-unsupported" Warning No "A construct of Markdown dialects that is not supported; its content is shown as it is.";
    CALLOUT_UNKNOWN "callout-unknown" Warning No "A callout of a kind that does not exist.";
    CALLOUT_UNCLOSED "callout-unclosed" Warning No "A `:::` container without its end, or an end without its container.";
    COMPONENT_CONTENT "component-content" Warning No "A component without what it shows, or outside of the one that it belongs to.";
    COMPONENT_ATTRIBUTE "component-attribute" Warning No "A component was not told what it needs, or was told something that it does not know.";
    FOREIGN_SYNTAX "foreign-syntax" Warning No "Markup of another generator, which would be shown as text.";
    MATH_SYNTAX "math-syntax" Warning No "A formula that cannot be read: it is shown as code.";
    DIAGRAM_SYNTAX "diagram-syntax" Warning No "A diagram that cannot be read or drawn: it is shown as code.";
    REFERENCE_UNDEFINED "reference-undefined" Warning No "A link by a label that nothing defines.";
    REFERENCE_UNUSED "reference-unused" Info No "A link definition or footnote that nothing refers to.";
    REFERENCE_DUPLICATE "reference-duplicate" Warning No "A label of a link or footnote that is defined twice.";
    FOOTNOTE_UNDEFINED "footnote-undefined" Warning No "A reference to a footnote that does not exist.";
    HTML_DROPPED "html-dropped" Warning No "Raw HTML that is not allowed on a page, or stands where it cannot.";
    HTML_UNCLOSED "html-unclosed" Warning No "An element of raw HTML without its end tag.";
    PART_UNCLOSED "part-unclosed" Warning No "A mark of a part without its counterpart.";
    ID_DUPLICATE "id-duplicate" Error No "Two elements of a page were given the same id.";
    ID_RESERVED "id-reserved" Error No "An id that begins with `rb-`, as those of the theme do.";
    IMAGE_ALT_MISSING "image-alt-missing" Warning No "An image without an alternative text.";
    HEADING_LEVEL_SKIPPED "heading-level-skipped" Warning No "A heading stands more than one level below the one before it.";
    TABLE_HEADER_EMPTY "table-header-empty" Warning No "A table does not say what its columns hold.";
    LINK_TEXT_VAGUE "link-text-vague" Warning No "The text of a link does not say where it leads: `here`, `more`, or nothing.";
    HEADING_LEVEL_SHIFTED "heading-level-shifted" Info No "A page has several first-level headings: the later ones are written one level lower.";
    INLINE_BLOCK "inline-block" Error No "A block (list, heading, quotation, code, table) in a field that holds a line of text.";
    INCLUDE_MISSING "include-missing" Error No "An included file does not exist.";
    INCLUDE_PART_MISSING "include-part-missing" Error No "An included file does not have the part that is asked for.";
    INCLUDE_CIRCLE "include-circle" Error Yes "A file includes itself, directly or through others.";
    INCLUDE_TOO_DEEP "include-too-deep" Error Yes "Includes are nested deeper than 20 levels.";
    // themes
    TEMPLATE_UNKNOWN "template-unknown" Error Yes "A page asks for a template that the theme does not have.";
    THEME_MISSING "theme-missing" Error Yes "The theme that the site or another theme names is not there.";
    THEME_CIRCLE "theme-circle" Error Yes "A theme extends itself, perhaps through others.";
    THEME_VERSION "theme-version" Error Yes "A theme needs a newer Rolebook.";
    THEME_UNTRIED "theme-untried" Warning No "A theme was made for an older Rolebook.";
    OVERRIDE_STALE "override-stale" Warning No "A template was copied from one that has changed since.";
    OVERRIDE_EQUAL "override-equal" Info No "A file of a theme is equal to the one whose place it takes.";
    OVERRIDE_UNMARKED "override-unmarked" Info No "A template takes the place of another, and nothing tells when that one changes.";
    THEME_UNUSED "theme-unused" Info No "A file of a theme that nothing asks for.";
    TEMPLATE_SYNTAX "template-syntax" Error Yes "A template cannot be read.";
    TEMPLATE_NESTING "template-nesting" Error Yes "Templates contain each other in a circle or more than 64 levels deep.";
    TEMPLATE_RESERVED "template-reserved" Error Yes "A template names `__tera_context`.";
    TEMPLATE_RENDER "template-render" Error Yes "A template cannot make the page it was asked for.";

    // decisions
    DECISION_KIND_UNSUPPORTED "decision-kind-unsupported" Error Yes "A decision of a kind that does not exist yet: a table or a score.";
    DECISION_ID_DUPLICATE "decision-id-duplicate" Error Yes "Two decisions, two questions or outcomes, or two options of a question have one id.";
    DECISION_NAME_UNKNOWN "decision-name-unknown" Error Yes "A decision names a question, option or outcome that it does not have.";
    DECISION_URL_CLASH "decision-url-clash" Error Yes "An id of which nothing, or the same as of another one, is left in a URL.";
    DECISION_QUESTION_EMPTY "decision-question-empty" Error Yes "A decision without questions, or a question without options.";
    DECISION_OPTION_OPEN "decision-option-open" Error Yes "An option that leads nowhere.";
    DECISION_SOFT_LOCK "decision-soft-lock" Error Yes "A question from which no outcome can be reached.";
    DECISION_CYCLE "decision-cycle" Error Yes "A path that asks a question twice.";
    DECISION_WHEN_UNANSWERED "decision-when-unanswered" Error Yes "A condition on a question that some path to it does not ask.";
    DECISION_NEXT_OPEN "decision-next-open" Error Yes "An option with conditions of which, on some path, none holds.";
    DECISION_PAGES_TOO_MANY "decision-pages-too-many" Error Yes "A decision needs more pages than allowed, even when they are merged.";
    DECISION_TEST_FAILED "decision-test-failed" Error No "A test of a decision ends elsewhere than it expects.";
    DECISION_PAGES_MERGED "decision-pages-merged" Warning No "A decision has more paths than pages allowed: paths that lead on alike share a page.";
    DECISION_QUESTION_UNREACHABLE "decision-question-unreachable" Warning No "A question that no path asks.";
    DECISION_OUTCOME_UNREACHABLE "decision-outcome-unreachable" Warning No "An outcome that no path reaches.";
    DECISION_QUESTION_IDLE "decision-question-idle" Warning No "A question whose answer changes nothing.";
    DECISION_RULE_SHADOWED "decision-rule-shadowed" Warning No "A case that no path takes.";
    DECISION_TOO_DEEP "decision-too-deep" Warning No "A path that asks more than seven questions.";
    DECISION_OPTIONS_MANY "decision-options-many" Warning No "A question with more than six options.";
    DECISION_OPTION_TWICE "decision-option-twice" Warning No "Two options of a question with the same text.";
    DECISION_BECAUSE_MISSING "decision-because-missing" Warning No "An option that leads elsewhere than its siblings and does not say why.";
    DECISION_OUTCOME_BARE "decision-outcome-bare" Warning No "An outcome that names neither roles nor what to do next.";
    TEST_ANSWER_UNUSED "test-answer-unused" Warning No "A test answers a question that its path does not ask.";
    DECISION_UNTESTED "decision-untested" Info No "An outcome or option that no test covers.";
    // roles, comparisons, rights
    ROLE_UNKNOWN "role-unknown" Error No "A role that does not exist.";
    SOURCE_UNKNOWN "source-unknown" Error No "A source that does not exist.";
    ID_INVALID "id-invalid" Error Yes "An id is made of other characters than lower-case letters, digits, `-` and `_`.";
    ENTRY_DUPLICATE "entry-duplicate" Error Yes "Two roles, dimensions, activities … have the same id.";
    DIMENSION_RESERVED "dimension-reserved" Error Yes "A dimension with the name of a key that every role has.";
    ROLE_DRAFT "role-draft" Error Yes "A reference to a role that is a draft.";
    ROLE_OLD_ID "role-old-id" Error Yes "A role's old id is in use, or belongs to two roles.";
    ROLES_ALIKE "roles-alike" Warning No "Two roles cannot be told apart by their data.";
    DIMENSION_UNKNOWN "dimension-unknown" Error Yes "A key of a role that is neither reserved nor a dimension.";
    GROUP_UNKNOWN "group-unknown" Error Yes "A dimension names a group that does not exist.";
    TOPIC_UNKNOWN "topic-unknown" Error Yes "An item has a topic that its dimension does not list.";
    SKILL_UNKNOWN "skill-unknown" Error Yes "A skill that `skills.toml` does not list.";
    OWNER_UNKNOWN "owner-unknown" Error No "An owner that is neither a role nor listed under `[owners]`.";
    MONOGRAM_DUPLICATE "monogram-duplicate" Error Yes "Two roles are given the same short form.";
    COMPARISON_DUPLICATE "comparison-duplicate" Error Yes "Two files are about the same roles.";
    COMPARISONS_TOO_MANY "comparisons-too-many" Error Yes "The rules for pairs make more pages than allowed.";
    COMPARISONS_LEFT_OUT "comparisons-left-out" Warning No "The pairs of families are too many, so only declared comparisons are made.";
    DECISION_UNKNOWN "decision-unknown" Error Yes "A name that is no decision.";
    SCHEME_UNSUPPORTED "scheme-unsupported" Error Yes "Schemes of rights other than RACI are not supported yet.";
    RIGHTS_CIRCLE "rights-circle" Error Yes "Substitutes for absent roles lead back to where they began.";
    RIGHTS_UNACCOUNTABLE "rights-unaccountable" Warning No "Nobody is accountable for an activity.";
    RIGHTS_UNDONE "rights-undone" Warning No "Nobody is responsible for an activity.";
    RIGHTS_CONSULTED "rights-consulted" Warning No "More are consulted than `max_consulted`.";
    RIGHTS_OVERLOADED "rights-overloaded" Warning No "One role is accountable for more than `max_accountable`.";
    RIGHTS_ROW_EMPTY "rights-row-empty" Warning No "Nobody takes part in an activity.";
    RIGHTS_COLUMN_EMPTY "rights-column-empty" Warning No "A party takes part in nothing.";
    OVERLAY_UNSUPPORTED "overlay-unsupported" Error Yes "An overlay of roles, which is not supported so far.";

    // glossary
    TERM_ID "term-id" Error Yes "Two terms, or a term and a role, have one id, or a term has none.";
    TERM_DUPLICATE "term-duplicate" Error No "A label stands for two terms of the same scope.";
    TERM_ALIAS "term-alias" Warning No "A label is written twice in one term.";
    TERM_UNKNOWN "term-unknown" Error No "A term refers to a term or role that does not exist.";
    TERM_ITSELF "term-itself" Warning No "A term refers to itself.";
    TERM_CIRCLE "term-circle" Error No "A term is a kind of itself, over one or more others.";
    TERM_DEFINITION_LONG "term-definition-long" Warning No "A definition is longer than 200 characters.";
    TERM_DEFINITION_CIRCULAR "term-definition-circular" Warning No "A definition explains a term by itself.";
    TERM_AVOIDED "term-avoided" Warning No "A word stands in a text that people should not use any more.";
    TERM_UNUSED "term-unused" Info No "A term stands in no text.";
    TERM_LINKS_MANY "term-links-many" Warning No "A term is linked too often for the length of its page.";
    TERM_LINKS_DENSE "term-links-dense" Warning No "A page has too many links to terms for its length.";
    TERM_CANDIDATE "term-candidate" Info No "An abbreviation or name stands on several pages and has no entry.";
}
