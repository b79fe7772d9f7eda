//! A random handbook and questions to it: few words, so that each is in many places, and questions with slips in them.

use crate::support::Files;

const WORDS: &[&str] = &[
    "product",
    "products",
    "owner",
    "owners",
    "manager",
    "roadmap",
    "backlog",
    "release",
    "releases",
    "policy",
    "policies",
    "decide",
    "decides",
    "order",
    "Größe",
    "größer",
    "café",
    "team",
    "teams",
    "approach",
    "approaches",
    "stakeholder",
    "stakeholders",
    "process",
    "status",
    "責任分担",
    "決定権",
    "owner's",
    "KPI",
    "KPIs",
    "2026",
    "review",
    "reviews",
    "retrospective",
    "budget",
    "a",
    "the",
    "who",
    "λόγος",
    "base_url",
];

/// Throws that depend on the seed alone.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x >> 33) as usize % n
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Files and sixty questions.
pub fn random(seed: u64) -> (Files, Vec<String>) {
    let mut dice = Dice(seed << 32);
    let mut files = Files::new();
    let mut put = |path: String, text: String| files.insert(path, text.into_bytes());
    put("site.toml".to_owned(), String::new());
    put("content/_index.md".to_owned(), "# Home\n".to_owned());
    for n in 0..3 + dice.below(5) {
        let name = format!("{} {}", phrase(&mut dice, 1, 2), n);
        put(
            format!("content/roles/role-{n}.toml"),
            format!(
                "name = \"{name}\"\nabbr = [\"R{n}\"]\nfamily = \"x\"\nsummary = \"{}\"\n",
                phrase(&mut dice, 3, 9)
            ),
        );
    }
    let mut terms = String::new();
    for n in 0..dice.below(6) {
        terms.push_str(&format!(
            "[[term]]\nid = \"t{n}\"\nterm = \"{} {n}\"\ndefinition = \"{}\"\n",
            phrase(&mut dice, 1, 1),
            phrase(&mut dice, 4, 9)
        ));
    }
    put("content/glossary.toml".to_owned(), terms);
    for n in 0..5 + dice.below(40) {
        let mut text = format!(
            "# {}\n\n{}\n",
            phrase(&mut dice, 1, 4),
            phrase(&mut dice, 0, 30)
        );
        for _ in 0..dice.below(5) {
            let mark = "#".repeat(2 + dice.below(3));
            text.push_str(&format!(
                "\n{mark} {}\n\n{}\n",
                phrase(&mut dice, 1, 3),
                phrase(&mut dice, 0, 60)
            ));
        }
        put(format!("content/p{n}.md"), text);
    }
    let queries = (0..60).map(|_| question(&mut dice)).collect();
    (files, queries)
}

fn phrase(dice: &mut Dice, least: usize, most: usize) -> String {
    let count = least + dice.below(most - least + 1);
    let words: Vec<&str> = (0..count).map(|_| *dice.of(WORDS)).collect();
    words.join(" ")
}

/// Some words, the last one perhaps not finished, one of them perhaps with a slip.
fn question(dice: &mut Dice) -> String {
    let mut words: Vec<Vec<char>> = (0..1 + dice.below(3))
        .map(|_| dice.of(WORDS).chars().collect())
        .collect();
    if dice.below(2) == 0 {
        let last = words.last_mut().unwrap();
        let keep = 1 + dice.below(last.len());
        last.truncate(keep);
    }
    for word in &mut words {
        for _ in 0..dice.below(3) {
            let at = dice.below(word.len());
            match dice.below(5) {
                0 if word.len() > 1 => {
                    word.remove(at);
                }
                1 => word.insert(at, 'x'),
                2 => word[at] = 'e',
                3 if at > 0 => word.swap(at - 1, at),
                _ => {}
            }
        }
    }
    let words: Vec<String> = words.into_iter().map(String::from_iter).collect();
    words.join(" ")
}
