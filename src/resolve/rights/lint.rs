//! Advice on rights: holes in the matrix, crowds, and one who decides everything.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::model::config::Rights as Limits;
use crate::model::rights::{Activity, Part, Rights};
use crate::model::role::Actor;

/// Activities that nobody is accountable for, in the order of the file.
pub fn unassigned(rights: &Rights) -> impl Iterator<Item = &Activity> {
    rights
        .activities
        .iter()
        .filter(|a| a.parts.accountable.is_none())
}

/// Tells what the matrix lacks or has too much of.
pub fn lint(rights: &Rights, rules: &Limits, diagnostics: &mut Diagnostics) {
    for activity in &rights.activities {
        row(activity, rules, diagnostics);
    }
    for party in &rights.parties {
        let actor = Actor::Party(party.id.clone());
        let named = |a: &Activity| {
            let beside = [&a.deputy, &a.escalates_to];
            a.parts.parts_of(&actor).next().is_some()
                || beside.iter().any(|b| b.as_ref() == Some(&actor))
                || a.if_absent.values().any(|v| *v == actor)
        };
        if !rights.activities.iter().any(named) {
            let message = format!("the party `{}` takes part in nothing", party.id);
            let d = Diagnostic::new(Code::RIGHTS_COLUMN_EMPTY, party.place, message);
            diagnostics.push(d.help("give it a part, or take it out"));
        }
    }
    overloaded(rights, rules, diagnostics);
}

fn row(activity: &Activity, rules: &Limits, diagnostics: &mut Diagnostics) {
    let mut tell = |code, message: String, help: &str| {
        diagnostics.push(Diagnostic::new(code, activity.place, message).help(help));
    };
    let (id, parts) = (&activity.id, &activity.parts);
    if parts.is_empty() {
        let message = format!("nobody takes part in `{id}`");
        return tell(
            Code::RIGHTS_ROW_EMPTY,
            message,
            "name at least who is accountable",
        );
    }
    if parts.accountable.is_none() {
        let message = format!("nobody is accountable for `{id}`");
        tell(
            Code::RIGHTS_UNACCOUNTABLE,
            message,
            "add `accountable`: the one who decides",
        );
    }
    if parts.responsible.is_empty() {
        let message = format!("nobody is responsible for `{id}`");
        tell(
            Code::RIGHTS_UNDONE,
            message,
            "add `responsible`: those who do it",
        );
    }
    let (asked, max) = (parts.of(Part::Consulted).len(), rules.max_consulted);
    if asked > max {
        let message = format!("{asked} are consulted about `{id}`, more than {max}");
        tell(
            Code::RIGHTS_CONSULTED,
            message,
            "inform some of them instead, or raise `max_consulted`",
        );
    }
}

fn overloaded(rights: &Rights, rules: &Limits, diagnostics: &mut Diagnostics) {
    let mut decides: BTreeMap<&Actor, Vec<Place>> = BTreeMap::new();
    for activity in &rights.activities {
        if let Some(actor) = &activity.parts.accountable {
            decides.entry(actor).or_default().push(activity.place);
        }
    }
    let max = rules.max_accountable;
    for (actor, places) in decides {
        // Told at the first one too many: there something can be done.
        if let Some(place) = places.get(max) {
            let n = places.len();
            let message = format!(
                "`{}` is accountable for {n} activities, more than {max}",
                actor.id()
            );
            let help = "let somebody else decide some of them, or raise `max_accountable`";
            diagnostics.push(Diagnostic::new(Code::RIGHTS_OVERLOADED, *place, message).help(help));
        }
    }
}
