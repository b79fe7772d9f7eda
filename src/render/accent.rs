//! One accent color of the author's, made readable: darker on paper, lighter at night, its hue kept.
//!
//! Lightness moves in OKLCH, where it looks even; contrast is WCAG's. All text in the accent meets AA with room to spare.

/// The accent if the site names none.
const DEFAULT: &str = "#1f5f8b";
/// The least contrast of accent text: AA asks for 4.5.
const CONTRAST: f64 = 5.0;
/// What accent text stands on: the theme's `--paper` and `--shade`, by day and at night.
const DAY: [&str; 2] = ["#fcfbf8", "#f4f2ec"];
const NIGHT: [&str; 2] = ["#161b23", "#1d232d"];

/// A rule that sets `--accent` and `--tint` for both schemes; `None` if the text is not `#rgb` or `#rrggbb`.
pub fn tokens(color: &str) -> Option<String> {
    let wish = Lch::of(parse(color)?);
    let day_tint = day_tint(wish);
    let night_tint = Lch {
        l: 0.29,
        c: (wish.c * 0.45).min(0.04),
        ..wish
    };
    let day = readable(wish, -0.01, &grounds(&DAY, day_tint))?;
    let night = readable(wish, 0.01, &grounds(&NIGHT, night_tint))?;
    Some(format!(
        ":root{{--accent:light-dark({},{});--tint:light-dark({},{})}}",
        hex(day),
        hex(night),
        hex(day_tint.rgb()),
        hex(night_tint.rgb())
    ))
}

/// What the accent is by day, if it is too light as it was written.
pub fn darkened(color: &str) -> Option<String> {
    let written = parse(color)?;
    let wish = Lch::of(written);
    let shown = readable(wish, -0.01, &grounds(&DAY, day_tint(wish)))?;
    (hex(shown) != hex(written)).then(|| hex(shown))
}

/// `tokens` of the default accent.
pub fn default_tokens() -> String {
    tokens(DEFAULT).unwrap_or_default()
}

fn day_tint(wish: Lch) -> Lch {
    Lch {
        l: 0.945,
        c: wish.c * 0.18,
        ..wish
    }
}

/// Linear light, 0 to 1 each.
type Rgb = [f64; 3];

fn grounds(colors: &[&str], tint: Lch) -> Vec<Rgb> {
    let mut all: Vec<Rgb> = colors.iter().filter_map(|c| parse(c)).collect();
    all.push(tint.rgb());
    all
}

/// The wished color, its lightness moved by `step` until it can be read on all grounds. Black and white end every way.
fn readable(wish: Lch, step: f64, grounds: &[Rgb]) -> Option<Rgb> {
    let enough = |c: &Rgb| grounds.iter().all(|g| contrast(*c, *g) >= CONTRAST);
    (0..=100)
        .map(|n| Lch {
            l: (wish.l + f64::from(n) * step).clamp(0.0, 1.0),
            ..wish
        })
        // As it is written, rounded, it must still be readable.
        .filter_map(|c| parse(&hex(c.rgb())))
        .find(enough)
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let luminance = |c: Rgb| 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn parse(text: &str) -> Option<Rgb> {
    let digits = text.trim().strip_prefix('#')?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let full = match digits.len() {
        3 => digits.chars().flat_map(|c| [c, c]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let channel = |at: usize| {
        u8::from_str_radix(full.get(at..at + 2)?, 16)
            .ok()
            .map(to_linear)
    };
    Some([channel(0)?, channel(2)?, channel(4)?])
}

fn hex(color: Rgb) -> String {
    color.iter().fold(String::from("#"), |out, c| {
        format!("{out}{:02x}", to_byte(*c))
    })
}

fn to_linear(byte: u8) -> f64 {
    let c = f64::from(byte) / 255.0;
    if c <= 0.04045 {
        c / 12.92
    } else {
        ((c + 0.055) / 1.055).powf(2.4)
    }
}

fn to_byte(linear: f64) -> u8 {
    let c = linear.clamp(0.0, 1.0);
    let coded = if c <= 0.003_130_8 {
        c * 12.92
    } else {
        1.055 * c.powf(1.0 / 2.4) - 0.055
    };
    // Between 0 and 255 after the clamp.
    (coded * 255.0).round() as u8
}

/// Lightness 0 to 1, chroma from 0, hue in radians.
#[derive(Clone, Copy)]
struct Lch {
    l: f64,
    c: f64,
    h: f64,
}

impl Lch {
    fn of([r, g, b]: Rgb) -> Self {
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let x = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let y = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        Self {
            l: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            c: x.hypot(y),
            h: y.atan2(x),
        }
    }

    /// In sRGB, the chroma lowered as far as that needs.
    fn rgb(self) -> Rgb {
        let inside = |c: &Rgb| c.iter().all(|v| (-0.0005..=1.0005).contains(v));
        (0..=50)
            .map(|n| {
                Lch {
                    c: self.c * (1.0 - f64::from(n) / 50.0),
                    ..self
                }
                .raw()
            })
            .find(inside)
            .unwrap_or([self.l.powi(3); 3])
    }

    fn raw(self) -> Rgb {
        let (x, y) = (self.c * self.h.cos(), self.c * self.h.sin());
        let l = (self.l + 0.396_337_777_4 * x + 0.215_803_757_3 * y).powi(3);
        let m = (self.l - 0.105_561_345_8 * x - 0.063_854_172_8 * y).powi(3);
        let s = (self.l - 0.089_484_177_5 * x - 1.291_485_548_0 * y).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The four colors of a rule: accent by day and at night, tint by day and at night.
    fn colors(rule: &str) -> Vec<Rgb> {
        let at = |(i, _): (usize, &str)| parse(&rule[i..i + 7]).unwrap();
        rule.match_indices('#').map(at).collect()
    }

    #[test]
    fn every_accent_can_be_read_in_both_schemes() {
        for wish in [
            "#1f5f8b", "#000", "#fff", "#ffff00", "#7a2f4f", "#00ff00", "#808080", "#0000ff",
            "#f00",
        ] {
            let found = colors(&tokens(wish).unwrap());
            for (accent, tint, paper) in [(found[0], found[2], DAY), (found[1], found[3], NIGHT)] {
                for ground in grounds(&paper, Lch::of(tint)) {
                    assert!(
                        contrast(accent, ground) >= 4.5,
                        "{wish}: {}",
                        contrast(accent, ground)
                    );
                }
            }
        }
    }

    #[test]
    fn a_readable_accent_stays_as_it_is() {
        assert_eq!(darkened("#1f5f8b"), None);
        assert!(
            tokens("#1f5f8b")
                .unwrap()
                .contains("--accent:light-dark(#1f5f8b,")
        );
    }

    #[test]
    fn only_hexadecimal_colors_are_understood() {
        assert!(
            ["red", "#12345", "#12345g", "", "#ééé"]
                .iter()
                .all(|c| tokens(c).is_none())
        );
        assert_eq!(tokens("#abc"), tokens("#aabbcc"));
    }
}
