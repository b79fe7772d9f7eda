//! `/decide/<id>.json`: one decision for tools: its questions, its results, and the graph between them.

use serde::Serialize;

use crate::model::Subject;
use crate::model::decision::{Case, Decision, Go, Strength};
use crate::plan::decision as pages;
use crate::resolve::decision::report::report;

/// One decision.
#[derive(Debug, Serialize)]
pub struct DecisionData<'d> {
    /// Version of this form.
    pub schema: u32,
    /// Its id.
    pub id: &'d str,
    /// The decision as a question.
    pub title: &'d str,
    /// The address of its first page.
    pub url: String,
    /// The first question.
    pub start: &'d str,
    /// In the order of the file.
    pub questions: Vec<QuestionData<'d>>,
    /// In the order of the file.
    pub outcomes: Vec<OutcomeData<'d>>,
    /// How many sets of answers lead to a result.
    pub paths: u64,
    /// Fewest and most questions of a path.
    pub depth: [usize; 2],
}

/// One question.
#[derive(Debug, Serialize)]
pub struct QuestionData<'d> {
    /// Its id.
    pub id: &'d str,
    /// The question.
    pub text: &'d str,
    /// Its short name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short: Option<&'d str>,
    /// How to find the answer, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The address of its page without history.
    pub url: String,
    /// The possible answers.
    pub options: Vec<OptionData<'d>>,
}

/// One option.
#[derive(Debug, Serialize)]
pub struct OptionData<'d> {
    /// Its id.
    pub id: &'d str,
    /// The answer.
    pub text: &'d str,
    /// What it means for the result, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Where it leads: the first case that holds.
    pub next: Vec<CaseData<'d>>,
}

/// Where an option leads under conditions.
#[derive(Debug, Serialize)]
pub struct CaseData<'d> {
    /// All must hold; none: always.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<ConditionData<'d>>,
    /// A question or an outcome.
    pub go: &'d str,
}

/// The answer to a question is one of these.
#[derive(Debug, Serialize)]
pub struct ConditionData<'d> {
    /// The question.
    pub question: &'d str,
    /// Its options, any of which will do.
    pub options: Vec<&'d str>,
}

/// One result.
#[derive(Debug, Serialize)]
pub struct OutcomeData<'d> {
    /// Its id.
    pub id: &'d str,
    /// The recommendation.
    pub title: &'d str,
    /// Ids of roles.
    pub roles: Vec<&'d str>,
    /// `strong`, `leaning` or `either`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<&'static str>,
    /// The address of its page.
    pub url: String,
    /// How many sets of answers lead to it.
    pub paths: u64,
}

/// A decision as data; `url` gives the address of a page.
pub fn decision<'d>(decision: &'d Decision, url: &dyn Fn(&Subject) -> String) -> DecisionData<'d> {
    let report = report(decision);
    let start = decision.states.first().map_or(0, |s| s.question);
    let questions = decision.questions.iter().enumerate();
    let outcomes = decision.outcomes.iter().enumerate();
    DecisionData {
        schema: 1,
        id: &decision.id,
        title: &decision.title,
        url: url(&Subject::Decision(decision.id.clone())),
        start: name(decision, Go::Question(start)),
        questions: questions
            .map(|(q, question)| QuestionData {
                id: &question.id,
                text: &question.text,
                short: question.short.as_deref(),
                help: question.help.as_ref().map(|h| h.plain_text()),
                url: url(&pages::question_page(decision, q)),
                options: options(decision, q),
            })
            .collect(),
        outcomes: outcomes
            .map(|(o, outcome)| OutcomeData {
                id: &outcome.id,
                title: &outcome.title,
                roles: outcome.roles.iter().map(|r| &**r).collect(),
                strength: outcome.strength.map(strength),
                url: url(&pages::outcome_page(decision, o)),
                paths: report.ends.get(o).copied().unwrap_or(0),
            })
            .collect(),
        paths: report.paths,
        depth: [report.depth.0, report.depth.2],
    }
}

fn options(decision: &Decision, q: usize) -> Vec<OptionData<'_>> {
    let options = decision.questions.get(q).map(|q| q.options.as_slice());
    let options = options.unwrap_or_default().iter();
    options
        .map(|option| OptionData {
            id: &option.id,
            text: &option.text,
            because: option.because.as_ref().map(|b| b.plain_text()),
            next: option.next.iter().map(|c| case(decision, c)).collect(),
        })
        .collect()
}

fn case<'d>(decision: &'d Decision, case: &Case) -> CaseData<'d> {
    let conditions = case.when.iter().filter_map(|condition| {
        let question = decision.questions.get(condition.question)?;
        let options = condition.options.iter();
        Some(ConditionData {
            question: &question.id,
            options: options
                .filter_map(|o| question.options.get(*o).map(|o| &*o.id))
                .collect(),
        })
    });
    CaseData {
        when: conditions.collect(),
        go: name(decision, case.go),
    }
}

fn name(decision: &Decision, go: Go) -> &str {
    let id = match go {
        Go::Question(q) => decision.questions.get(q).map(|q| &q.id),
        Go::Outcome(o) => decision.outcomes.get(o).map(|o| &o.id),
    };
    id.map_or("", |id| id)
}

fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "strong",
        Strength::Leaning => "leaning",
        Strength::Either => "either",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::decision::tests::{RELEASE, valid};

    #[test]
    fn a_tool_can_walk_the_tree() {
        let release = valid(RELEASE);
        let data = decision(&release, &|s| {
            crate::plan::route::generated(s).map_or_else(String::new, |r| r.as_str().to_owned())
        });
        let json = serde_json::to_value(&data).unwrap();
        assert_eq!(json["start"], "kind");
        let measure = &json["questions"][14];
        assert_eq!(
            measure["options"][0]["next"][0]["when"][0]["question"],
            "kind"
        );
        assert_eq!(measure["options"][0]["next"][2]["go"], "ship-with-train");
        let ends = json["outcomes"].as_array().unwrap().iter();
        let sum: u64 = ends.map(|o| o["paths"].as_u64().unwrap()).sum();
        assert_eq!(json["paths"].as_u64(), Some(sum));
        assert_eq!(
            json["outcomes"][0]["url"],
            "/decide/what-now/result/add-alert/"
        );
    }
}
