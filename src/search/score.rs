//! How much a word says about a record: BM25F with fixed lengths, in steps of about one tenth that fit one character.
//!
//! Fixed lengths instead of the site's averages, so that the weight of a word in a record depends on that record alone;
//! only how rare the word is depends on the rest.

/// The parts of a record.
#[derive(Clone, Copy, Debug)]
pub enum Field {
    /// What it is called.
    Name,
    /// What else it is called.
    Labels,
    /// The heading of a section.
    Heading,
    /// The name of the article that a section stands in.
    Within,
    /// The text.
    Text,
}

impl Field {
    /// How much one word in a field of `length` words counts.
    pub fn weight(self, length: usize) -> f32 {
        let (weight, slope, usual) = match self {
            Self::Name => (14.0, 0.4, 3.0),
            Self::Labels => (10.0, 0.4, 4.0),
            Self::Heading => (7.0, 0.4, 4.0),
            Self::Within => (2.0, 0.4, 4.0),
            Self::Text => (1.0, 0.5, 60.0),
        };
        // No field is so long or short that it counts for less than a tenth or more than twice.
        let length = length.min(100_000) as f32;
        weight / (1.0 - slope + slope * length / usual)
    }
}

/// The sum of weights, saturated, as far as a record of its kind counts: 1 to 255.
pub fn impact(weight: f32, share: f32) -> u8 {
    let share = share * weight / (4.0 + weight);
    ((share * 255.0) as u8).max(1)
}

/// How rare a word is that `found` of `all` records have: 64 times the binary logarithm, in whole numbers, because a
/// logarithm of floating numbers differs from machine to machine.
pub fn rarity(found: usize, all: usize) -> u32 {
    let ratio = ((all as u64 + 1) << 16) / (found as u64 + 1) + (1 << 14);
    log2(ratio) - 16 * 64
}

/// 64 times the binary logarithm of `x`, not below 2^16.
fn log2(x: u64) -> u32 {
    let whole = 63 - x.max(1 << 16).leading_zeros();
    // Between 2^15 and 2^16, then squared once for each bit behind the point.
    let mut rest = (x.max(1 << 16) >> (whole.saturating_sub(31))) & 0xffff_ffff;
    if whole < 31 {
        rest <<= 31 - whole;
    }
    let mut out = whole;
    for _ in 0..6 {
        rest = (rest * rest) >> 31;
        out <<= 1;
        if rest >> 32 != 0 {
            out |= 1;
            rest >>= 1;
        }
    }
    out
}

/// The step of a score: 0 to 89. What it stands for is `value`.
pub fn step(impact: u8, rarity: u32) -> u8 {
    let exact = (u32::from(impact) * rarity / 16).max(8);
    let octave = 31 - exact.leading_zeros() - 3;
    let step = octave * 8 + (exact >> octave) - 8;
    u8::try_from(step).unwrap_or(89).min(89)
}

/// The score that a step stands for.
pub fn value(step: u8) -> u32 {
    (8 + u32::from(step % 8)) << (step / 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarity_is_a_logarithm() {
        for (found, all) in [(1, 2), (1, 1000), (3, 1000), (500, 1000), (1, 100_000)] {
            let exact = ((all as f64 + 1.0) / (found as f64 + 1.0) + 0.25).log2() * 64.0;
            let got = f64::from(rarity(found, all));
            assert!(
                (got - exact).abs() <= 1.5,
                "{found} of {all}: {got}, {exact}"
            );
        }
        assert!(rarity(1000, 1000) > 0);
    }

    #[test]
    fn steps_keep_the_order_and_a_tenth() {
        let mut last = 0;
        for rarity in 1..1300 {
            let exact = 255 * rarity / 16;
            let near = value(step(255, rarity));
            assert!(near >= last);
            last = near;
            if (8..18000).contains(&exact) {
                assert!(
                    near <= exact && exact - near <= exact / 8,
                    "{exact}: {near}"
                );
            }
        }
    }
}
