//! `side` as its template `partials/side.html` receives it: the navigation of one section, rendered once for all its pages.
//!
//! Pages receive the finished HTML as `side`, in which their own link is marked with `aria-current`.

use serde::Serialize;

/// One section's navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SideView {
    /// What the section is called.
    pub title: String,
    /// Its entries, depth-first.
    pub items: Vec<SideItem>,
}

/// One entry. The list is flat, so that no depth of folders is too deep for a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SideItem {
    /// What is shown.
    pub title: String,
    /// The address; a heading may lead nowhere. Its link is written exactly `<a href="URL">`.
    pub url: Option<String>,
    /// The next entry is a child of this one: a list opens here.
    pub opens: bool,
    /// How many lists end behind this entry.
    pub closes: u32,
}

impl SideView {
    /// From title, address and depth (0 first) of each entry, depth-first.
    pub fn new(title: &str, entries: &[(String, Option<String>, usize)]) -> Self {
        let mut items: Vec<SideItem> = Vec::with_capacity(entries.len());
        // A child stands at most one level below the entry before it, whatever the numbers say.
        let mut depth = 0;
        for (i, (title, url, wanted)) in entries.iter().enumerate() {
            let here = (*wanted).min(if i == 0 { 0 } else { depth + 1 });
            if let Some(last) = items.last_mut() {
                last.opens = here > depth;
                last.closes = u32::try_from(depth.saturating_sub(here)).unwrap_or(0);
            }
            depth = here;
            items.push(SideItem {
                title: title.clone(),
                url: url.clone(),
                ..SideItem::default()
            });
        }
        if let Some(last) = items.last_mut() {
            last.closes = u32::try_from(depth).unwrap_or(0);
        }
        Self {
            title: title.to_owned(),
            items,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_open_and_close_in_balance() {
        let entry = |t: &str, depth| (t.to_owned(), None, depth);
        let view = SideView::new(
            "x",
            &[
                entry("a", 0),
                entry("b", 1),
                entry("c", 5),
                entry("d", 0),
                entry("e", 1),
            ],
        );
        let shape: Vec<_> = view.items.iter().map(|i| (i.opens, i.closes)).collect();
        assert_eq!(
            shape,
            [(true, 0), (true, 0), (false, 2), (true, 0), (false, 1)]
        );
    }
}
