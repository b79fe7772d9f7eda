//! `decisions`, `question`, `result`, `tree`: for `decision/index.html`, `decision/question.html`, `decision/result.html`,
//! `decision/tree.html`. A page of a decision works without scripts: every option is a link, every address says the answers.

mod answers;
mod drawing;
mod index;
mod outline;
mod parts;
mod question;
mod result;

#[cfg(test)]
mod tests;

use serde::Serialize;

pub use index::entry;
pub use parts::parts;

use super::rights::OutcomeRights;
use super::value::SourceView;
use super::{Html, LinkView, RoleTag};

use crate::model::Subject;
use crate::model::decision::{Decision, Decisions};
use crate::plan::decision as pages;
use crate::render::ink::Ink;
use crate::resolve::decision::Walk;

/// What all pages of one decision share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DecisionHead {
    /// The decision as a question.
    pub title: String,
    /// The address of its first page.
    pub url: String,
    /// The address of the whole tree.
    pub tree_url: String,
    /// The other decisions of the handbook.
    pub others: Vec<LinkView>,
}

/// `decisions`: every decision of the handbook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DecisionsView {
    /// By title.
    pub entries: Vec<DecisionEntry>,
}

/// One decision in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DecisionEntry {
    /// The decision as a question.
    pub title: String,
    /// The address of its first page.
    pub url: String,
    /// What it is for.
    pub summary: Option<Html>,
    /// The first question.
    pub first: String,
    /// How many questions and results: `6 questions`, `5 results`.
    pub size: Vec<String>,
    /// The results, each at its own address.
    pub results: Vec<LinkView>,
}

/// `question`: one question, its options, the answers so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QuestionView {
    /// The decision it belongs to.
    pub decision: DecisionHead,
    /// The question.
    pub text: String,
    /// How to find the answer.
    pub help: Option<Html>,
    /// On the first page: what the decision is for.
    pub summary: Option<Html>,
    /// Whether this is the first page of the decision.
    pub first: bool,
    /// Whether the page knows the answers that led here. Without them an option may have one link for each case.
    pub history: bool,
    /// The options; on a page without history, one for each case of an option.
    pub options: Vec<OptionView>,
    /// The answers so far, in order.
    pub answers: Vec<AnswerView>,
    /// The address of the question before.
    pub back: Option<String>,
    /// How much is still to come.
    pub progress: Option<ProgressView>,
}

/// One option: a link to what comes next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OptionView {
    /// The answer.
    pub text: String,
    /// Where it leads.
    pub url: String,
    /// What it means, as plain text: it stands inside the link.
    pub hint: Option<String>,
    /// On a page without history: when this link is the right one.
    pub when: Option<String>,
}

/// How much is still to come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProgressView {
    /// Questions answered.
    pub done: usize,
    /// Fewest questions until a result, this one counted.
    pub least: usize,
    /// Most questions until a result, this one counted.
    pub most: usize,
    /// The same in words.
    pub left: String,
    /// Results still possible.
    pub possible: usize,
    /// All results of the decision.
    pub all: usize,
    /// The same in words.
    pub results: String,
}

/// An answer given, and where another one would lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AnswerView {
    /// The question by its short name.
    pub question: String,
    /// The option chosen.
    pub option: String,
    /// What it means for the result.
    pub because: Option<Html>,
    /// The address of the question's page as it was reached.
    pub url: String,
    /// Every other option, the later answers kept where they still apply.
    pub changes: Vec<ChangeView>,
}

/// Another answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangeView {
    /// The option.
    pub option: String,
    /// Where it leads: a result, or the first question that has no answer yet.
    pub url: String,
    /// That result or question.
    pub then: String,
    /// Whether it is a result.
    pub result: bool,
}

/// `result`: a recommendation, after answers or on its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ResultView {
    /// The decision it belongs to.
    pub decision: DecisionHead,
    /// The recommendation.
    pub title: String,
    /// How sure it is.
    pub strength: Option<StrengthView>,
    /// The recommendation in one sentence.
    pub summary: Option<Html>,
    /// The recommendation at length.
    pub body: Option<Html>,
    /// The roles that it names.
    pub roles: Vec<RoleTag>,
    /// The comparison of these roles.
    pub comparison: Option<LinkView>,
    /// The answers that led here, with their reasons; empty on the result's own page.
    pub answers: Vec<AnswerView>,
    /// Other answers that would change the result, the last question first.
    pub changes: Vec<FlipView>,
    /// Short names of questions whose other answers would lead to the same result.
    pub no_difference: Vec<String>,
    /// On the result's own page: some ways that lead to it, shortest first.
    pub ways: Vec<LinkView>,
    /// What to do next, step by step.
    pub do_next: Vec<Html>,
    /// Who decides what under this recommendation.
    pub rights: Option<OutcomeRights>,
    /// What it rests on.
    pub sources: Vec<SourceView>,
    /// The address of the question before.
    pub back: Option<String>,
    /// The lasting address of the result without answers.
    pub permalink: String,
    /// The lasting address of the result with these answers.
    pub answers_link: Option<String>,
}

/// How sure a recommendation is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StrengthView {
    /// 1 to 3.
    pub filled: u8,
    /// The word.
    pub word: String,
}

/// An answer that would change the result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FlipView {
    /// The question by its short name.
    pub question: String,
    /// The other option.
    pub option: String,
    /// Where it leads.
    pub url: String,
    /// The other result, or the question that it would ask.
    pub then: String,
    /// Whether `then` is a result.
    pub result: bool,
}

/// `tree`: the whole decision as an outline and a drawing.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TreeView {
    /// The decision.
    pub decision: DecisionHead,
    /// How large it is, in words.
    pub size: Vec<String>,
    /// The first question.
    pub root: OutlineTarget,
    /// Options, depth-first and flat: lists open and close as `opens` and `closes` say.
    pub items: Vec<OutlineItem>,
    /// The drawing as SVG.
    pub drawing: Option<Html>,
}

/// An option in the outline and what it leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OutlineItem {
    /// The answer.
    pub option: String,
    /// Under which condition, if there are several cases.
    pub when: Option<String>,
    /// What it leads to.
    pub target: OutlineTarget,
    /// A list of that question's options opens here.
    pub opens: bool,
    /// How many lists end behind this item.
    pub closes: u32,
}

/// What an option leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OutlineTarget {
    /// `question`: its options follow. `again`: they stand elsewhere on the page (without a number: on a page of their own).
    /// `outcome`: a result.
    pub kind: &'static str,
    /// The number of a question, from 1.
    pub number: Option<usize>,
    /// The question or the recommendation.
    pub title: String,
    /// Its own page; for `again`, the place on this page.
    pub url: String,
    /// The id of a question on this page, for `question`.
    pub id: Option<String>,
}

/// What other parts of the handbook add to a result.
#[derive(Clone, Debug, Default)]
pub struct ResultParts {
    /// The roles of the outcome.
    pub roles: Vec<RoleTag>,
    /// The comparison of these roles, if it has a page.
    pub comparison: Option<LinkView>,
    /// Decision rights, with the roles absent that other outcomes name and this one does not.
    pub rights: Option<OutcomeRights>,
    /// The sources of the outcome.
    pub sources: Vec<SourceView>,
}

/// The view of any page of decisions.
#[derive(Clone, Debug, PartialEq)]
pub enum DecisionPage {
    /// The list.
    Index(DecisionsView),
    /// A question.
    Question(Box<QuestionView>),
    /// A result.
    Result(Box<ResultView>),
    /// The whole tree.
    Tree(Box<TreeView>),
}

impl DecisionPage {
    /// The template, and the name under which it receives the view.
    pub fn template(&self) -> (&'static str, &'static str) {
        match self {
            Self::Index(_) => ("decision/index.html", "decisions"),
            Self::Question(_) => ("decision/question.html", "question"),
            Self::Result(_) => ("decision/result.html", "result"),
            Self::Tree(_) => ("decision/tree.html", "tree"),
        }
    }

    /// `kind` of the page.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Index(_) => "decisions",
            Self::Question(q) if q.first => "decision",
            Self::Question(_) => "question",
            Self::Result(_) => "result",
            Self::Tree(_) => "tree",
        }
    }
}

/// The title of a page that belongs to a decision, plain: the decision's own for its first page, else what is asked or
/// recommended there. The whole tree's is a word of the theme, and so `None`, as for other subjects.
pub fn title(decisions: &Decisions, subject: &Subject) -> Option<String> {
    let question = |d: &Decision, q: usize| d.questions.get(q).map(|q| q.text.to_string());
    let outcome = |d: &Decision, o: usize| d.outcomes.get(o).map(|o| o.title.to_string());
    match subject {
        Subject::Decision(id) => Some(decisions.get(id)?.title.to_string()),
        Subject::Answers(id, answers) => {
            let decision = decisions.get(id)?;
            let walk = Walk::along(decision, answers)?;
            match walk.outcome() {
                Some(o) => outcome(decision, o),
                None => question(decision, walk.question(decision)?),
            }
        }
        Subject::Question(id, q) | Subject::QuestionGiven(id, q, _) => {
            let decision = decisions.get(id)?;
            question(decision, decision.question(q)?)
        }
        Subject::Outcome(id, o) => {
            let decision = decisions.get(id)?;
            outcome(decision, decision.outcome(o)?)
        }
        _ => None,
    }
}

/// The view of a subject that belongs to decisions; `None` for other subjects and for answers that lead nowhere.
/// `parts` is asked for a decision and one of its outcomes, before the result's own texts are written.
pub fn view(
    decisions: &Decisions,
    subject: &Subject,
    parts: &dyn Fn(&Decision, usize, &mut Ink<'_>) -> ResultParts,
    ink: &mut Ink<'_>,
) -> Option<DecisionPage> {
    let (id, at) = match subject {
        Subject::Decisions => return Some(DecisionPage::Index(index::index(decisions, ink))),
        Subject::Decision(id) => (id, At::Walk(Walk::start())),
        Subject::Answers(id, answers) => {
            let walk = Walk::along(decisions.get(id)?, answers)?;
            (id, At::Walk(walk))
        }
        Subject::Question(id, q) => (id, At::Bare(decisions.get(id)?.question(q)?)),
        Subject::QuestionGiven(id, ..) => {
            let decision = decisions.get(id)?;
            let states = 1..decision.states.len();
            let found = states
                .into_iter()
                .find(|s| pages::state_page(decision, *s) == *subject);
            (id, At::State(found?))
        }
        Subject::Outcome(id, o) => (id, At::Outcome(decisions.get(id)?.outcome(o)?)),
        Subject::WholeTree(id) => (id, At::Tree),
        _ => return None,
    };
    let decision = decisions.get(id)?;
    let mut page = Page {
        decision,
        head: index::head(decisions, decision, ink),
        ink,
    };
    Some(match at {
        At::Walk(walk) => match walk.outcome() {
            Some(outcome) => page.result(outcome, Some(&walk), parts),
            None => page.question(&walk)?,
        },
        At::State(state) => page.merged_question(state)?,
        At::Bare(question) => page.bare_question(question)?,
        At::Outcome(outcome) => page.result(outcome, None, parts),
        At::Tree => page.tree(),
    })
}

enum At {
    Walk(Walk),
    State(usize),
    Bare(usize),
    Outcome(usize),
    Tree,
}

/// One page while it is written.
struct Page<'p, 'i> {
    decision: &'p Decision,
    head: DecisionHead,
    ink: &'p mut Ink<'i>,
}
