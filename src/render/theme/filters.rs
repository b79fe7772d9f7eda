//! The filters that templates may use beside tera's own. All are pure: what they know is given to them or stands in the view.

use std::sync::Arc;

use tera::{Error, ErrorKind, Kwargs, Map, State, Tera, TeraResult, Value};

use crate::plan::route::Addressing;
use crate::render::strings::Strings;

/// Gives an engine our filters. `group_by` takes the place of tera's, whose order is random; `safe` and `str` of those that
/// write nothing for a field that is not there.
pub(super) fn register(tera: &mut Tera, language: &str, strings: &Arc<Strings>) {
    tera.register_filter("group_by", group_by);
    tera.register_filter("safe", safe);
    tera.register_filter("str", text);
    tera.register_filter("url", url);
    let english = language == "en" || language.starts_with("en-");
    tera.register_filter("date", move |iso: &str, _: Kwargs, _: &State| {
        date(iso, english)
    });
    let strings = Arc::clone(strings);
    tera.register_filter("word", move |key: &str, kwargs: Kwargs, _: &State| {
        word(&strings, key, &kwargs)
    });
}

/// `{{ page.body | safe }}`: finished HTML.
fn safe(value: &Value, kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    match value.as_str() {
        Some(html) => Ok(Value::safe_string(html)),
        None => text(value, kwargs, state).map(|t| Value::safe_string(&t)),
    }
}

/// `{{ n | str }}`: a number as text.
fn text(value: &Value, _: Kwargs, _: &State) -> TeraResult<String> {
    match value.is_undefined() {
        // The words of the other filters of tera, so that `fault.rs` reads all of them alike.
        true => Err(Error::new(ErrorKind::InvalidArgument {
            expected_type: "string".to_owned(),
            actual_type: "undefined".to_owned(),
        })),
        false => Ok(value.to_string()),
    }
}

/// `{% for key, items in list | group_by(attribute="family") %}`: groups in the order in which they first appear.
fn group_by(list: &[Value], kwargs: Kwargs, _: &State) -> TeraResult<Map> {
    let attribute = kwargs.must_get::<&str>("attribute")?;
    let mut groups: tera::Map = Map::new();
    let mut lists: Vec<Vec<Value>> = Vec::new();
    for (i, item) in list.iter().enumerate() {
        let Some(value) = item.get_from_path(attribute) else {
            return Err(Error::message(format!(
                "value {i} has no attribute `{attribute}`"
            )));
        };
        if value.is_none() {
            continue;
        }
        let key = tera::value::Key::from(value.to_string());
        match groups
            .get(&key)
            .and_then(Value::as_u64)
            .and_then(|n| usize::try_from(n).ok())
        {
            Some(n) => lists
                .get_mut(n)
                .into_iter()
                .for_each(|l| l.push(item.clone())),
            None => {
                groups.insert(key, Value::from(lists.len()));
                lists.push(vec![item.clone()]);
            }
        }
    }
    Ok(groups
        .into_iter()
        .zip(lists)
        .map(|((k, _), l)| (k, Value::from(l)))
        .collect())
}

/// `{{ '/roles/' | url }}`: an address of the site, right under any base path, also with relative links. Reads `page.base`
/// and `page.depth`; in a component, declare `@page`.
fn url(path: &str, _: Kwargs, state: &State) -> TeraResult<String> {
    let page: Option<Value> = state.get("page")?;
    let page = page
        .ok_or_else(|| Error::message("`url` needs `page`: a component declares it as `@page`"))?;
    let base = page
        .get_from_path("base")
        .and_then(Value::as_str)
        .unwrap_or("/");
    let depth = page.get_from_path("depth").and_then(Value::as_u64);
    let addressing = Addressing {
        base: Arc::from(base),
        relative: depth.and_then(|d| usize::try_from(d).ok()),
    };
    let (route, anchor) = path.split_once('#').unwrap_or((path, ""));
    Ok(addressing.href(route, anchor))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `{{ "2026-11-03" | date }}`: `3 November 2026` in English, the date as it is in other languages.
fn date(iso: &str, english: bool) -> String {
    let long = || {
        let (year, rest) = iso.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let name = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
        Some(format!("{} {name} {year}", day.trim_start_matches('0')))
    };
    long().filter(|_| english).unwrap_or_else(|| iso.to_owned())
}

/// `{{ "minutes" | word(n=6) }}`: a word of the theme, the plural chosen by `n`, placeholders filled.
fn word(strings: &Strings, key: &str, kwargs: &Kwargs) -> TeraResult<String> {
    let n = kwargs.get::<u64>("n")?;
    let text = match n {
        Some(n) => strings.form(key, n),
        None => strings.get(key),
    };
    let mut text = text
        .ok_or_else(|| Error::message(format!("the theme has no word `{key}`")))?
        .to_owned();
    for (name, value) in kwargs.iter() {
        text = text.replace(&format!("{{{name}}}"), &value.to_string());
    }
    Ok(text)
}
