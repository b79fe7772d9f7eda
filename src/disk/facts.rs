//! The day of a build.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::date::Date;
use crate::diag::Error;

/// The day of the build: of `SOURCE_DATE_EPOCH` (seconds) if it is set, else of the clock, in UTC.
///
/// # Errors
/// `SOURCE_DATE_EPOCH` is set and not a number of seconds.
pub fn today_from_env() -> Result<Date, Error> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => text
            .trim()
            .parse()
            .ok()
            .and_then(Date::from_unix)
            .ok_or_else(|| {
                Error::new(format!(
                    "`SOURCE_DATE_EPOCH` is `{text}`, which is not a number of seconds"
                ))
            }),
        _ => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            let seconds = now.map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(0));
            Date::from_unix(seconds).ok_or_else(|| Error::new("the clock shows no date"))
        }
    }
}
