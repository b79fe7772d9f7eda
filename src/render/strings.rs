//! Every word that the theme itself says, in English, and the site's own words for them.
//!
//! A key in `-one` or `-other` is the singular or plural of a counted word; `{n}` and other names in braces are filled in.
//! A new word of a template is one line here.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::memo::Fingerprint;

/// Key and English text, by the part of the handbook that says it.
pub const WORDS: &[(&str, &str)] = &[
    // frame
    ("skip", "Skip to the text"),
    ("handbook", "Handbook"),
    ("home", "Home"),
    ("announcement", "Announcement"),
    ("all-pages", "All pages"),
    ("scheme", "Color scheme: {name}. Change"),
    ("scheme-system", "as the system"),
    ("scheme-light", "light"),
    ("scheme-dark", "dark"),
    ("copy", "Copy"),
    ("copied", "Copied"),
    ("copy-refused", "Not allowed"),
    ("search", "Search"),
    ("search-what", "Search the handbook"),
    ("search-close", "Close"),
    (
        "search-hint",
        "A role, a word, a question: two letters are enough.",
    ),
    ("search-recent", "Searched before"),
    ("search-none", "Nothing found for “{query}”."),
    ("search-found-one", "1 result"),
    ("search-found-other", "{n} results"),
    ("search-failed", "The search could not be loaded."),
    ("search-keys", "↑ ↓ to choose, Enter to open, Esc to close"),
    ("filter", "Filter"),
    ("shown", "{n} of {all} shown"),
    ("from", "From"),
    ("revision", "Revision {id}"),
    ("open-in-handbook", "Open in the handbook"),
    ("embed-page", "Embed this page"),
    // page
    ("on-this-page", "On this page"),
    ("pages-nearby", "Pages nearby"),
    ("where-you-are", "Where you are"),
    ("owner", "Owner"),
    ("reviewed", "Reviewed"),
    ("review-by", "next by {date}"),
    ("review-overdue", "Review was due on {date}."),
    ("outdated", "Outdated"),
    ("updated", "Updated"),
    ("reading", "Reading"),
    ("minutes-one", "1 minute"),
    ("minutes-other", "{n} minutes"),
    ("draft", "Draft"),
    ("draft-note", "This page is not published yet."),
    ("terms-on-this-page", "Terms on this page"),
    ("previous-and-next", "Previous and next"),
    ("previous", "Previous"),
    ("next", "Next"),
    ("related", "Related"),
    ("edit", "Edit this page"),
    ("heading-link", "Link to this section"),
    // text
    ("note", "Note"),
    ("tip", "Tip"),
    ("important", "Important"),
    ("info", "Info"),
    ("warning", "Warning"),
    ("caution", "Caution"),
    ("danger", "Danger"),
    ("details", "Details"),
    ("footnotes", "Footnotes"),
    ("footnote", "Footnote {n}"),
    ("footnote-back", "Back to the text"),
    ("table", "Table"),
    ("code", "Code"),
    ("formula", "Formula"),
    ("diagram", "Diagram"),
    ("diagram-text", "As text"),
    ("task-done", "Done"),
    ("task-open", "Not done"),
    // home, lists, not found
    (
        "home-roles",
        "What each role is answerable for, and how any two differ.",
    ),
    (
        "home-decisions",
        "A few questions, one recommendation, and the reason for it.",
    ),
    (
        "home-glossary",
        "The words as they are used here, and what they are not.",
    ),
    ("all-roles-one", "The role"),
    ("all-roles-other", "All {n} roles"),
    ("all-decisions-one", "The decision"),
    ("all-decisions-other", "All {n} decisions"),
    ("all-terms-one", "The term"),
    ("all-terms-other", "All {n} terms"),
    ("article", "Article"),
    ("articles", "Articles"),
    ("one-page", "All on one page"),
    ("recently-changed", "Recently changed"),
    ("pages-one", "1 page"),
    ("pages-other", "{n} pages"),
    ("contents", "Contents"),
    ("contents-lead", "Every page of this handbook."),
    ("not-found", "There is no page at this address"),
    (
        "not-found-lead",
        "It may have moved, or the address has a slip in it.",
    ),
    ("not-found-ways", "Where to go from here"),
    ("moved", "This page has moved"),
    ("moved-to", "It is now at"),
    // roles
    ("roles", "Roles"),
    ("role", "Role"),
    ("no-family", "Other"),
    (
        "roles-lead-one",
        "One role. Its page begins with what it decides.",
    ),
    (
        "roles-lead-other",
        "{n} roles. Each page begins with what the role decides.",
    ),
    ("decides", "Decides"),
    ("decides-n", "decides {n}"),
    ("answers-for", "Answers for"),
    ("does-not", "Does not"),
    ("asked-before", "Is asked before"),
    ("purpose", "Purpose"),
    ("domain", "Decides alone about"),
    ("skills", "Skills"),
    ("measured-by", "Measured by"),
    ("horizon", "Horizon"),
    ("works-with", "Works with"),
    ("levels", "Levels"),
    ("kind", "Kind"),
    ("kind-job", "Job"),
    ("kind-function", "Function"),
    ("kind-hat", "Hat"),
    ("kind-body", "Body"),
    ("family", "Family"),
    ("compare-with", "Compare with"),
    ("more-roles-one", "1 more role"),
    ("more-roles-other", "{n} more roles"),
    ("when-away", "When away"),
    ("combines-with", "May be held with"),
    ("conflicts-with", "Must not be held with"),
    ("reports-to", "Reports to"),
    ("also-called", "Also called"),
    ("formerly", "Formerly"),
    ("page-owner", "Page owner"),
    ("about-this-role", "About this role"),
    ("essential", "essential"),
    ("desirable", "desirable"),
    ("contested", "Contested"),
    ("rejected", "Rejected"),
    // comparison
    ("compare", "Compare"),
    ("comparison", "Comparison"),
    ("comparisons", "Comparisons"),
    ("compare-any-two", "Compare any two"),
    ("pairs-one", "1 pair has a page."),
    ("pairs-other", "{n} pairs have a page."),
    (
        "pairs-caption",
        "How many rows differ. More color: further apart. A dot: no page yet.",
    ),
    ("no-page-yet", "no page yet"),
    ("choose-when", "Choose when"),
    ("choose", "Choose {role} when"),
    ("choose-both", "Have both when"),
    ("side-by-side-one", "1 row, side by side"),
    ("side-by-side-other", "{n} rows, side by side"),
    ("dimension", "Dimension"),
    ("both", "Both"),
    ("all-of-them", "All"),
    ("some", "Some"),
    ("n-only-role", "{n} only {role}"),
    ("nothing", "nothing written"),
    ("steps-apart-one", "{roles}. 1 step apart."),
    ("steps-apart-other", "{roles}. {n} steps apart."),
    ("steps-between-one", "{roles}. Up to 1 step apart."),
    ("steps-between-other", "{roles}. Up to {n} steps apart."),
    ("pair-label", "{a} and {b}: {n} of {all} rows differ"),
    ("compare-also", "Compare also"),
    ("on-the-scale", "On the scale"),
    ("shared-caption", "{names}, row by row. Shaded: shared."),
    ("same-caption", "What is the same for {names}"),
    ("differences-only", "Differences only"),
    ("what-is-same", "What is the same ({n})"),
    ("same", "Same"),
    ("partly-shared", "Partly shared"),
    ("different", "Different"),
    ("only", "Only {role}"),
    ("depends", "Depends"),
    ("not-written-yet", "Not written yet"),
    ("n-same-one", "1 same"),
    ("n-same-other", "{n} same"),
    ("n-partly-one", "1 partly shared"),
    ("n-partly-other", "{n} partly shared"),
    ("n-different-one", "1 different"),
    ("n-different-other", "{n} different"),
    ("n-only-one", "1 only here"),
    ("n-only-other", "{n} only here"),
    ("n-depends-one", "1 depends"),
    ("n-depends-other", "{n} depend"),
    ("n-gaps-one", "1 not written yet"),
    ("n-gaps-other", "{n} not written yet"),
    ("none", "none"),
    ("not-applicable", "not applicable"),
    ("varies", "varies"),
    ("unknown", "not known"),
    ("yes", "Yes"),
    ("no", "No"),
    ("myths", "Often said"),
    ("fact", "In fact"),
    ("sources", "Sources"),
    ("decide-between", "Not sure which?"),
    // decisions
    ("decide", "Decide"),
    ("decision", "Decision"),
    ("decisions", "Decisions"),
    (
        "decisions-lead",
        "A few questions each, and one recommendation.",
    ),
    ("start", "Start"),
    ("back", "Back"),
    ("questions-left-one", "1 question left"),
    ("questions-left-other", "{n} questions left"),
    ("questions-left-range", "{least} to {n} questions left"),
    ("results-possible", "{n} of {all} results possible"),
    ("your-answers", "Your answers so far"),
    ("change", "Change"),
    ("unsure", "I am not sure"),
    ("recommendation", "Recommendation"),
    ("why", "Why"),
    ("would-change", "What would change it"),
    ("would-be", "then: {outcome}"),
    ("do-next", "What to do next"),
    ("decides-now", "Who decides what now"),
    ("start-again", "Start again"),
    ("n-questions-one", "1 question"),
    ("n-questions-other", "{n} questions"),
    ("n-results-one", "1 result"),
    ("n-results-other", "{n} results"),
    ("begins-with", "It begins with: {question}"),
    ("change-about", "the answer about {question}"),
    ("then-asks", "then asks: {question}"),
    ("no-difference", "Makes no difference here: {names}."),
    ("case-if", "if {when}"),
    ("case-else", "otherwise"),
    ("continue-at", "continue at question {n}"),
    ("drawing", "Drawing"),
    ("any-answer", "any answer"),
    (
        "drawing-desc",
        "{size}. The outline says the same in words.",
    ),
    ("other-decisions", "Other decisions"),
    (
        "without-answers",
        "This page knows the question only, not the answers before it.",
    ),
    ("link-result", "Link to this result"),
    ("link-answers", "Link to this result with these answers"),
    ("compare-roles", "How these roles differ"),
    ("strength-strong", "strong"),
    ("strength-leaning", "leaning"),
    ("strength-either", "either would do"),
    ("whole-tree", "The whole tree"),
    ("outline", "As an outline"),
    ("question", "Question"),
    ("result", "Result"),
    ("results", "Results"),
    ("reached-when", "Reached when"),
    ("where-answers-differ", "With other answers"),
    ("rule", "Rule {n}"),
    ("score", "Score"),
    // glossary
    ("term", "Term"),
    ("glossary", "Glossary"),
    (
        "glossary-lead-one",
        "One word as it is used here. Wherever it appears, it leads here.",
    ),
    (
        "glossary-lead-other",
        "{n} words as they are used here. Wherever one appears, it leads here.",
    ),
    ("letters", "Letters"),
    ("as-data", "As data:"),
    (
        "roles-are-terms",
        "Role names are terms as well and lead to their pages.",
    ),
    ("also", "also: {labels}"),
    ("not-the-same", "Not the same as"),
    ("see", "See"),
    ("used-on-one", "used on 1 page"),
    ("used-on-other", "used on {n} pages"),
    ("example", "Example"),
    ("several-meanings", "Several meanings:"),
    ("scope", "in {scope}"),
    ("deprecated", "no longer used"),
    ("use-instead", "Use {label}"),
    ("or", "or"),
    ("and", "and"),
    // rights
    ("rights", "Decision rights"),
    ("rights-nav", "Rights"),
    ("rights-lead-one", "1 activity, and who decides on it."),
    (
        "rights-lead-other",
        "{n} activities, and who decides on them.",
    ),
    ("activity", "Activity"),
    ("area-other", "Other"),
    ("nobody", "Nobody decides yet"),
    ("no-part", "no part"),
    (
        "rights-of",
        "{n} of {all} activities in which they take part",
    ),
    ("rights-between", "Who decides what, between them"),
    ("does", "Does"),
    ("told-after", "Hears of"),
    ("who-decides", "Who decides?"),
    ("by-verb", "By verb"),
    ("by-role", "By role"),
    ("as-written", "As written"),
    ("here", "Here"),
    ("decisions-move-one", "1 decision moves"),
    ("decisions-move-other", "{n} decisions move"),
    ("without-roles", "Without {names}: {moves}"),
    ("within", "within {time}"),
    ("letter-key", "What the letters mean"),
    ("accountable", "Accountable"),
    ("responsible", "Responsible"),
    ("consulted", "Consulted"),
    ("informed", "Informed"),
    ("supports", "Supports"),
    ("driver", "Driver"),
    ("approver", "Approver"),
    ("contributors", "Contributor"),
    ("recommend", "Recommends"),
    ("agree", "Agrees"),
    ("perform", "Performs"),
    ("input", "Gives input"),
    ("deciders", "Decides"),
    ("advisors", "Advises"),
    ("recommenders", "Recommends"),
    ("executors", "Executes"),
];

/// Whether the theme has that word: for `[strings]` in `site.toml`.
pub fn is_word(key: &str) -> bool {
    WORDS.iter().any(|(k, _)| *k == key)
}

/// All keys, for "did you mean".
pub fn word_keys() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(k, _)| *k)
}

/// The words of one site. As a view it is a map: templates write `strings.roles` and `strings["all-pages"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strings {
    words: BTreeMap<String, String>,
    print: Fingerprint,
}

impl Default for Strings {
    fn default() -> Self {
        Self::new(&BTreeMap::new())
    }
}

impl Strings {
    /// The English words with the author's in their place.
    pub fn new(own: &BTreeMap<String, String>) -> Self {
        let mut words: BTreeMap<String, String> = WORDS
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        words.extend(own.iter().map(|(k, v)| (k.clone(), v.clone())));
        let print = Fingerprint::of_value(&words);
        Self { words, print }
    }

    /// The word for a key; the key itself if there is none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// Of all words, for memo keys.
    pub fn print(&self) -> Fingerprint {
        self.print
    }

    /// The form for a count, with `{n}` filled in.
    pub fn count(&self, key: &str, n: usize) -> String {
        let text = self.form(key, n as u64).unwrap_or(key);
        text.replace("{n}", &n.to_string())
    }

    /// A word with the names in braces filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let start = self.word(key).to_owned();
        values.iter().fold(start, |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }

    /// A word if there is one, its singular or plural if it is counted; nothing is filled in.
    pub(crate) fn form(&self, key: &str, n: u64) -> Option<&str> {
        let form = if n == 1 { "one" } else { "other" };
        let found = self
            .words
            .get(&format!("{key}-{form}"))
            .or_else(|| self.words.get(key));
        found.map(String::as_str)
    }

    /// A word, if there is one.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.words.get(key).map(String::as_str)
    }
}

impl Serialize for Strings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.words.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_says_its_own_word_and_counts() {
        let strings = Strings::new(&[("same".to_owned(), "Gleich".to_owned())].into());
        assert_eq!(strings.word("same"), "Gleich");
        assert_eq!(strings.count("minutes", 1), "1 minute");
        assert_eq!(strings.count("minutes", 6), "6 minutes");
        assert_eq!(
            strings.fill("choose", &[("role", "a PO")]),
            "Choose a PO when"
        );
    }

    #[test]
    fn no_word_is_listed_twice_and_each_plural_has_its_singular() {
        let keys: std::collections::BTreeSet<_> = word_keys().collect();
        assert_eq!(keys.len(), WORDS.len());
        for key in keys
            .iter()
            .filter_map(|k| k.strip_suffix("-other"))
            .filter(|k| *k != "area")
        {
            assert!(is_word(&format!("{key}-one")), "{key}");
        }
    }
}
