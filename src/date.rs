//! Civil dates: the one door to jiff.

use std::fmt;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Strictly `YYYY-MM-DD`; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| {
                if i == 4 || i == 7 {
                    b == b'-'
                } else {
                    b.is_ascii_digit()
                }
            });
        if !shaped {
            return Err("expected a date like `2026-01-31`".to_owned());
        }
        text.parse()
            .map(Self)
            .map_err(|e: jiff::Error| e.to_string())
    }

    /// `YYYY-MM-DD`, or the day of an RFC 3339 time as it is written there.
    pub fn parse_lenient(text: &str) -> Result<Self, String> {
        let text = text.trim();
        match text.as_bytes().get(10) {
            Some(b'T' | b't' | b' ') if text.is_char_boundary(10) => Self::parse(&text[..10]),
            _ => Self::parse(text),
        }
    }

    /// The UTC day of a Unix time in seconds.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        let time = jiff::Timestamp::from_second(seconds).ok()?;
        Some(Self(time.to_zoned_datetime(jiff::tz::TimeZone::UTC).date()))
    }

    /// This day and a span such as `6 months`, `2 weeks`, `10 days`, `1 year`.
    pub fn plus(self, span: &str) -> Result<Self, String> {
        let wrong = || "expected a span like `6 months`".to_owned();
        let (number, unit) = span.trim().split_once(' ').ok_or_else(wrong)?;
        let number: i64 = number
            .parse()
            .ok()
            .filter(|n| (1..=1200).contains(n))
            .ok_or_else(wrong)?;
        let step = match unit.trim().trim_end_matches('s') {
            "day" => jiff::Span::new().try_days(number),
            "week" => jiff::Span::new().try_weeks(number),
            "month" => jiff::Span::new().try_months(number),
            "year" => jiff::Span::new().try_years(number),
            _ => return Err(wrong()),
        };
        step.and_then(|s| self.0.checked_add(s))
            .map(Self)
            .map_err(|e| e.to_string())
    }

    /// Day of the month, from 1.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Month, from 1.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.0.year()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_strict_and_spans_add() {
        let d = Date::parse("2026-01-31").unwrap();
        assert_eq!(d.plus("1 month").unwrap().to_string(), "2026-02-28");
        assert!(Date::parse("2026-02-30").unwrap_err().contains("1..=28"));
        assert!(Date::parse("20260131").is_err());
        assert_eq!(Date::parse_lenient("2026-01-31T10:00:00Z").unwrap(), d);
        assert_eq!(Date::from_unix(0).unwrap().to_string(), "1970-01-01");
    }
}
