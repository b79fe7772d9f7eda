//! What an author is told about rights, and who decides where roles are absent.

use super::*;
use crate::model::rights::Part;
use crate::resolve::fixture::{fixture, id_set};

const PM: (&str, &str) = (
    "pm.toml",
    "name = \"Product manager\"\nresponsibilities = [\"a\"]\n",
);
const PO: (&str, &str) = (
    "po.toml",
    "name = \"Product owner\"\nresponsibilities = [\"b\"]\n",
);

fn told(rights: &str) -> Vec<String> {
    fixture(&[PM, PO, ("rights.toml", rights)]).told
}

#[test]
fn names_that_are_neither_roles_nor_parties_are_told() {
    let rights = "[[party]]\nid = \"board\"\n[[activity]]\nname = \"Order the backlog\"\naccountable = \"bord\"\nresponsible = [\"pо\", \"Product manager\", \"board\"]\n";
    assert_eq!(
        told(rights),
        [
            "rights.toml:5:15 role-unknown: `bord` is neither a role nor a party = did you mean `board`?",
            "rights.toml:6:16 role-unknown: `pо` is neither a role nor a party = a letter of it only looks Latin: write `po` anew",
            "rights.toml:6:22 role-unknown: `Product manager` is neither a role nor a party = write its id: `pm`",
            "rights.toml:4:8 rights-unaccountable: nobody is accountable for `order-the-backlog` = add `accountable`: the one who decides",
        ]
    );
}

#[test]
fn two_accountables_cannot_be_written() {
    let rights =
        "[[activity]]\nname = \"X\"\naccountable = [\"pm\", \"po\"]\nresponsible = [\"pm\"]\n";
    assert!(
        told(rights)[0]
            .starts_with("rights.toml:3:15 value-type: `accountable` takes text, not a list")
    );
}

#[test]
fn other_schemes_are_refused_at_the_key_and_nothing_echoes() {
    let rights = "scheme = \"daci\"\n[[activity]]\nname = \"X\"\ndriver = \"pm\"\n";
    assert_eq!(
        told(rights),
        [
            "rights.toml:1:10 scheme-unsupported: the scheme `daci` is not supported yet = write the rights as `raci`"
        ]
    );
    assert!(told("scheme = \"rcai\"\n")[0].contains("value-invalid"));
}

#[test]
fn a_circle_of_substitutes_is_told() {
    let rights = "[[activity]]\nname = \"X\"\naccountable = \"pm\"\nresponsible = [\"pm\"]\n[activity.if_absent]\npm = \"po\"\npo = \"pm\"\n";
    assert_eq!(
        told(rights),
        [
            "rights.toml:7:6 rights-circle: the substitutes go round in a circle: `po` → `pm` → `po` = let one of them be replaced by somebody else, or by nobody (rights.toml:6:1 and on from here)"
        ]
    );
    let own = "[[activity]]\nname = \"X\"\naccountable = \"pm\"\nresponsible = [\"pm\"]\nif_absent = { pm = \"pm\" }\n";
    assert!(told(own)[0].contains("`pm` cannot take its own place"));
}

#[test]
fn holes_and_crowds_are_advice() {
    let many: String = (0..5)
        .map(|n| format!("[[party]]\nid = \"p{n}\"\n"))
        .collect();
    let rights = format!(
        "[[party]]\nid = \"idle\"\n{many}[[activity]]\nname = \"Nothing\"\n[[activity]]\nname = \"Undone\"\naccountable = \"pm\"\nconsulted = [\"p0\", \"p1\", \"p2\", \"p3\", \"p4\"]\n"
    );
    let told = told(&rights);
    let codes: Vec<&str> = told.iter().map(|t| t.split(' ').nth(1).unwrap()).collect();
    assert_eq!(
        codes,
        [
            "rights-row-empty:",
            "rights-undone:",
            "rights-consulted:",
            "rights-column-empty:"
        ]
    );
}

#[test]
fn too_many_decisions_of_one_role_are_told_where_they_become_too_many() {
    let rights: String = (0..13)
        .map(|n| {
            format!(
                "[[activity]]\nname = \"Do {n}\"\naccountable = \"pm\"\nresponsible = [\"pm\"]\n"
            )
        })
        .collect();
    assert_eq!(
        told(&rights),
        [
            "rights.toml:50:8 rights-overloaded: `pm` is accountable for 13 activities, more than 12 = let somebody else decide some of them, or raise `max_accountable`"
        ]
    );
}

#[test]
fn equal_ids_are_told() {
    let rights = "[[activity]]\nname = \"Do it\"\naccountable = \"pm\"\nresponsible = [\"pm\"]\n[[activity]]\nid = \"do-it\"\nname = \"Other\"\n";
    assert_eq!(
        told(rights),
        [
            "rights.toml:6:6 entry-duplicate: there are two activities `do-it` = give one of them another `id` (rights.toml:2:8 the first one)"
        ]
    );
}

#[test]
fn parts_of_absent_roles_move_along_the_chain() {
    let rights = "[[party]]\nid = \"board\"\n[[activity]]\nname = \"Order\"\naccountable = \"po\"\nresponsible = [\"po\"]\nconsulted = [\"pm\"]\nif_absent = { po = \"pm\", pm = \"board\" }\n[[activity]]\nname = \"Plan\"\naccountable = \"po\"\nresponsible = [\"pm\"]\ninformed = [\"board\"]\n";
    let f = fixture(&[PM, PO, ("rights.toml", rights)]);
    assert_eq!(f.told, [] as [String; 0]);
    let role = |id: &str| Actor::Role(Id::from(id));
    let without = resolve_without(&f.rights, &id_set(&["po"]));
    assert_eq!(without[0].parts.accountable, Some(role("pm")));
    assert_eq!(without[0].parts.responsible, [role("pm")]);
    assert_eq!(
        without[0].parts.consulted,
        [],
        "who decides need not be asked"
    );
    let moved = without[0].decision_moved().unwrap();
    assert_eq!((&*moved.from, &moved.to), ("po", &Some(role("pm"))));
    assert_eq!(without[1].parts.accountable, None, "nobody takes it");
    assert_eq!(without[1].moved[0].part, Part::Accountable);
    let without = resolve_without(&f.rights, &id_set(&["po", "pm"]));
    assert_eq!(
        without[0].parts.accountable,
        Some(Actor::Party(Id::from("board")))
    );
    let nobody_absent = resolve_without(&f.rights, &id_set(&[]));
    let as_written = f.rights.activities.iter().zip(&nobody_absent);
    assert!(
        as_written
            .into_iter()
            .all(|(a, r)| a.parts == r.parts && r.moved.is_empty())
    );
}
