//! The difference of two templates, line by line, in the form that `patch` and reviewers read.

use std::fmt::Write as _;

/// Lines shown around a change.
const AROUND: usize = 3;
/// The largest table of lines; above it everything between the first and the last change is shown as replaced.
const MAX_CELLS: usize = 4 << 20;

/// A line that is kept, gone or new, with how many lines of each side stand before it.
struct Step<'a> {
    sign: char,
    line: &'a str,
    old: usize,
    new: usize,
}

/// What has to be done to `old` to get `new`, the texts named so; empty if they have the same lines.
pub(super) fn unified(old: (&str, &str), new: (&str, &str)) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) =
        (old.1.lines().collect(), new.1.lines().collect());
    let steps = steps(&before, &after);
    let mut out = String::new();
    for hunk in hunks(&steps) {
        if out.is_empty() {
            // Writing into a string does not fail.
            let _ = write!(out, "--- {}\n+++ {}\n", old.0, new.0);
        }
        let of = |sign: char| hunk.iter().filter(|s| s.sign != sign).count();
        let (Some(first), olds, news) = (hunk.first(), of('+'), of('-')) else {
            continue;
        };
        // A side without lines is counted from the line before.
        let at = |before: usize, lines: usize| before + usize::from(lines > 0);
        let (from, to) = (at(first.old, olds), at(first.new, news));
        let _ = writeln!(out, "@@ -{from},{olds} +{to},{news} @@");
        for step in hunk {
            let _ = writeln!(out, "{}{}", step.sign, step.line);
        }
    }
    out
}

/// All lines of both, in order.
fn steps<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Step<'a>> {
    let alike = |(a, b): &(&&str, &&str)| a == b;
    let head = old.iter().zip(new).take_while(alike).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = tail.take_while(alike).count();
    let a = &old_rest[..old_rest.len() - tail];
    let b = &new_rest[..new_rest.len() - tail];
    let mut out = Vec::with_capacity(old.len() + b.len());
    let (mut i, mut j) = (0, 0);
    let mut push = |sign: char, line: &'a str| {
        out.push(Step {
            sign,
            line,
            old: i,
            new: j,
        });
        i += usize::from(sign != '+');
        j += usize::from(sign != '-');
    };
    old[..head].iter().for_each(|l| push(' ', l));
    for (sign, line) in middle(a, b) {
        push(sign, line);
    }
    let end = &old_rest[old_rest.len() - tail..];
    end.iter().for_each(|l| push(' ', l));
    out
}

/// The shortest way from `a` to `b`, by the table of longest common subsequences.
fn middle<'a>(a: &[&'a str], b: &[&'a str]) -> Vec<(char, &'a str)> {
    let width = b.len() + 1;
    let gone = a.iter().map(|l| ('-', *l));
    let come = b.iter().map(|l| ('+', *l));
    if (a.len() + 1).saturating_mul(width) > MAX_CELLS {
        return gone.chain(come).collect();
    }
    let mut common = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * width + j] = match a[i] == b[j] {
                true => common[(i + 1) * width + j + 1] + 1,
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        let same = i < a.len() && j < b.len() && a[i] == b[j];
        let drop = j == b.len()
            || (i < a.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]);
        if same {
            out.push((' ', a[i]));
        } else if drop {
            out.push(('-', a[i]));
        } else {
            out.push(('+', b[j]));
        }
        i += usize::from(same || drop);
        j += usize::from(same || !drop);
    }
    out
}

/// The changes with the lines around them; those whose surroundings touch are one.
fn hunks<'s, 'a>(steps: &'s [Step<'a>]) -> Vec<&'s [Step<'a>]> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    let changes = steps.iter().enumerate().filter(|(_, s)| s.sign != ' ');
    for (n, _) in changes {
        let (from, to) = (n.saturating_sub(AROUND), (n + AROUND + 1).min(steps.len()));
        match ranges.last_mut() {
            Some(last) if from <= last.1 => last.1 = to,
            _ => ranges.push((from, to)),
        }
    }
    ranges
        .into_iter()
        .map(|(from, to)| &steps[from..to])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_stand_with_three_lines_around_them() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\n";
        let new = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\n";
        let diff = unified(("x", old), ("y", new));
        assert_eq!(
            diff,
            "--- x\n+++ y\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -11,3 +11,4 @@\n k\n l\n m\n+n\n"
        );
        assert_eq!(unified(("x", old), ("y", old)), "");
        assert_eq!(
            unified(("x", ""), ("y", "a")),
            "--- x\n+++ y\n@@ -0,0 +1,1 @@\n+a\n"
        );
    }
}
