//! Everything that can be found on a site, in the order of its numbers: what data files say, then articles.

use std::collections::BTreeMap;

use super::record::{Kind, Record, sections};
use crate::model::decision::Decision;
use crate::model::role::{Actor, CellValue, ItemText, Role};
use crate::model::{Article, Id, Subject};
use crate::model::{comparison::Comparison, glossary::Term, rights::Activity, rights::Part};
use crate::plan::route::Format;
use crate::render::page::{self, Press};

/// What records are made from at once.
pub enum Unit<'a> {
    /// Records of one kind; not empty.
    Records(Vec<Record>),
    /// An article, or the introduction of a page that we make; and its route.
    Article(&'a Article, &'a str),
}

impl Unit<'_> {
    /// What its records are about.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Records(records) => records.first().map_or(Kind::Article, |r| r.kind),
            Self::Article(..) => Kind::Article,
        }
    }

    /// About how many bytes of text it has.
    pub fn size(&self) -> usize {
        match self {
            Self::Records(records) => records.iter().map(|r| r.text.len()).sum(),
            Self::Article(article, _) => article.size as usize,
        }
    }

    /// Calls `f` with each of its records, in order.
    pub fn each(&self, f: &mut dyn FnMut(&Record)) {
        match self {
            Self::Records(records) => records.iter().for_each(f),
            Self::Article(article, route) => of_article(article, route, f),
        }
    }
}

/// The units of a site; kinds in order.
pub fn units<'a>(press: &Press<'a>) -> Vec<Unit<'a>> {
    let site = press.site;
    let mut kinds = [
        list(&site.roles.list, |r| role(press, r)),
        list(&site.comparisons.list, |c| comparison(press, c)),
        list(&site.decisions.list, |d| decision(press, d)),
        list(&site.glossary.terms, |t| term(press, t)),
        list(&site.rights.activities, |a| activity(press, a)),
        lists(press),
    ];
    number_roles(press, &mut kinds);
    let data = kinds
        .into_iter()
        .filter(|r| !r.is_empty())
        .map(Unit::Records);
    let introductions = site.introductions.iter().filter_map(|(subject, article)| {
        Some(Unit::Article(article, route(press, subject)?)).filter(|_| found(article))
    });
    let articles = site.articles.list.iter().filter_map(|article| {
        let subject = Subject::Article(article.path.clone());
        Some(Unit::Article(article, route(press, &subject)?)).filter(|_| found(article))
    });
    data.chain(introductions).chain(articles).collect()
}

fn list<T>(of: &[T], record: impl Fn(&T) -> Option<Record>) -> Vec<Record> {
    of.iter().filter_map(record).collect()
}

/// Comparisons know their roles by the numbers of their records.
fn number_roles(press: &Press<'_>, kinds: &mut [Vec<Record>; 6]) {
    let [roles, comparisons, ..] = kinds;
    let numbers: BTreeMap<&str, u32> = (0..)
        .zip(roles.iter())
        .map(|(n, r)| (r.url.as_str(), n))
        .collect();
    for (record, comparison) in comparisons.iter_mut().zip(&press.site.comparisons.list) {
        let number = |id| {
            let url = Record::url(route(press, &Subject::Role(Id::clone(id)))?, "");
            numbers.get(url.as_str()).copied()
        };
        record.roles = comparison.roles.iter().filter_map(number).collect();
        record.roles.sort_unstable();
    }
}

/// Whether an author wants it to be found.
fn found(article: &Article) -> bool {
    article.search && !article.unlisted
}

fn route<'a>(press: &Press<'a>, subject: &Subject) -> Option<&'a str> {
    press.plan.route(subject, Format::Html).map(|r| r.as_str())
}

fn of_article(article: &Article, route: &str, f: &mut dyn FnMut(&Record)) {
    let mut first = Record {
        title: article.title.to_string(),
        names: article.nav_title.iter().map(ToString::to_string).collect(),
        text: String::with_capacity(1024),
        ..Record::default()
    };
    if let Some(description) = &article.description {
        first.add(description);
    }
    sections(first, (&article.body, &article.outline), route, f);
}

fn start(press: &Press<'_>, kind: Kind, subject: &Subject) -> Option<Record> {
    Some(Record {
        kind,
        title: page::title(press, subject),
        url: Record::url(route(press, subject)?, ""),
        ..Record::default()
    })
}

/// Pages that we make and nobody introduced: lists of roles, of a folder …
fn lists(press: &Press<'_>) -> Vec<Record> {
    let is_list = |s: &Subject| {
        matches!(
            s,
            Subject::Folder(_)
                | Subject::Roles
                | Subject::Comparisons
                | Subject::Decisions
                | Subject::Glossary
                | Subject::Rights
                | Subject::Contents
        )
    };
    let pages = press.plan.pages.iter().filter(|p| p.format == Format::Html);
    pages
        .filter(|p| is_list(&p.subject) && press.article(&p.subject).is_none())
        .filter_map(|p| start(press, Kind::Article, &p.subject))
        .collect()
}

fn role(press: &Press<'_>, role: &Role) -> Option<Record> {
    let mut record = start(press, Kind::Role, &Subject::Role(role.id.clone()))?;
    record.names = names(role);
    record
        .names
        .extend(role.hidden_labels.iter().map(ToString::to_string));
    record
        .names
        .extend(role.was.iter().map(ToString::to_string));
    record.mark = Some((role.monogram.to_string(), role.hue));
    role.summary.iter().for_each(|p| record.add_prose(p));
    for cell in role.cells.values() {
        match &cell.value {
            CellValue::Text(text) => record.add_prose(text),
            CellValue::Items(items) => {
                for item in items {
                    match &item.text {
                        ItemText::Prose(text) => record.add_prose(text),
                        ItemText::Skill(id) => {
                            let skill = press.site.roles.skills.get(id);
                            record.add(skill.map_or(id, |s| &s.name));
                        }
                    }
                }
            }
            _ => {}
        }
        cell.claim.note.iter().for_each(|p| record.add_prose(p));
    }
    role.body.iter().for_each(|p| record.add_prose(p));
    Some(record)
}

/// What else a role is called.
fn names(role: &Role) -> Vec<String> {
    let all = role.plural.iter().chain(&role.abbr).chain(&role.aliases);
    all.map(ToString::to_string).collect()
}

fn comparison(press: &Press<'_>, comparison: &Comparison) -> Option<Record> {
    let mut record = start(
        press,
        Kind::Comparison,
        &Subject::Comparison(comparison.roles.clone()),
    )?;
    for role in comparison
        .roles
        .iter()
        .filter_map(|id| press.site.roles.get(id))
    {
        record.labels.push(role.name.to_string());
        record.labels.extend(names(role));
    }
    if let Some(words) = &comparison.words {
        words.verdict.iter().for_each(|p| record.add_prose(p));
        words.choose.iter().for_each(|(_, p)| record.add_prose(p));
        words.both.iter().for_each(|p| record.add_prose(p));
        for m in &words.misconceptions {
            record.add_prose(&m.myth);
            record.add_prose(&m.fact);
        }
    }
    Some(record)
}

fn decision(press: &Press<'_>, decision: &Decision) -> Option<Record> {
    let mut record = start(
        press,
        Kind::Decision,
        &Subject::Decision(decision.id.clone()),
    )?;
    record.title = decision.title.to_string();
    decision.summary.iter().for_each(|p| record.add_prose(p));
    for question in &decision.questions {
        record.add(&question.text);
        question.options.iter().for_each(|o| record.add(&o.text));
    }
    for outcome in &decision.outcomes {
        record.add(&outcome.title);
        outcome.summary.iter().for_each(|p| record.add_prose(p));
    }
    Some(record)
}

fn term(press: &Press<'_>, term: &Term) -> Option<Record> {
    let url = Record::url(route(press, &Subject::Glossary)?, &term.anchor);
    let mut record = Record {
        kind: Kind::Term,
        title: term.name.value.to_string(),
        names: term.labels().skip(1).map(|l| l.value.to_string()).collect(),
        labels: term.scope.iter().map(ToString::to_string).collect(),
        url,
        ..Record::default()
    };
    record.add(&term.definition.text);
    term.body.iter().for_each(|p| record.add_prose(p));
    term.example.iter().for_each(|p| record.add_prose(p));
    Some(record)
}

fn activity(press: &Press<'_>, activity: &Activity) -> Option<Record> {
    let url = Record::url(route(press, &Subject::Rights)?, &activity.anchor);
    let mut record = Record {
        kind: Kind::Activity,
        title: activity.name.to_string(),
        url,
        ..Record::default()
    };
    record
        .labels
        .extend(activity.area.iter().map(ToString::to_string));
    record
        .labels
        .push(press.strings.word(Kind::Activity.word()).to_owned());
    for part in Part::ALL {
        let who: Vec<&str> = activity
            .parts
            .of(part)
            .iter()
            .map(|a| actor(press, a))
            .collect();
        if !who.is_empty() {
            let word = press.strings.word(part.key());
            record.add(&format!("{word}: {}.", who.join(", ")));
        }
    }
    Some(record)
}

fn actor<'a>(press: &Press<'a>, actor: &'a Actor) -> &'a str {
    match actor {
        Actor::Role(id) => press.site.roles.get(id).map_or(id, |r| &r.name),
        Actor::Party(id) => press.site.rights.party(id).map_or(id, |p| &p.name),
    }
}
