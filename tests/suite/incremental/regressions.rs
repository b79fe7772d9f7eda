//! Scripts that once found a fault, in the shortest form that shows it.

use super::edit::Edit;
use super::play;

fn holds(script: &[Edit]) {
    if let Err(difference) = play(script) {
        panic!("{difference}");
    }
}

/// Two code files that an article shows: their texts one after the other are the same, each of them is not.
#[test]
fn a_line_goes_from_one_shown_file_to_another() {
    holds(&[Edit::Shift(false)]);
    holds(&[Edit::Shift(false), Edit::Shift(true)]);
}

/// The theme was kept, and with it the old place of the message that there is no such theme.
#[test]
fn a_theme_that_is_missing_moves_in_its_file() {
    holds(&[Edit::Site(8, 3), Edit::Site(0, 1)]);
    holds(&[Edit::Site(8, 3), Edit::Create(3, 0, vec![])]);
}
