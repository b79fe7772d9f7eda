//! A finished page's elements, for those who check it: names and the attributes that matter, nothing else kept.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// A start tag of a page.
#[derive(Debug, Default)]
pub struct Element {
    /// Lower-case name.
    pub name: String,
    /// The wanted attributes: lower-case name and decoded value, in the order of the page.
    pub attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(n, _)| n == name)?;
        Some(&found.1)
    }
}

/// Hands every element of `html` that has one of the `wanted` attributes to `take`, in order.
pub fn elements(html: &str, wanted: &[&str], take: &mut dyn FnMut(&Element)) {
    let mut element = Element::default();
    let mut waits = false;
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                element.attributes.clear();
                element.name.clear();
                element.name.push_str(&String::from_utf8_lossy(name));
            }
            CallbackEvent::AttributeName { name } => {
                waits = wanted.iter().any(|w| w.as_bytes() == name);
                if waits {
                    let name = String::from_utf8_lossy(name).into_owned();
                    element.attributes.push((name, String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } if waits => {
                if let Some(last) = element.attributes.last_mut() {
                    last.1.push_str(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::CloseStartTag { .. } if !element.attributes.is_empty() => take(&element),
            _ => {}
        }
        None
    });
    // Else the text of a script would be read as tags.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).for_each(drop);
}

#[cfg(test)]
mod tests {
    use super::elements;

    #[test]
    fn only_wanted_attributes_of_real_tags_are_handed_out() {
        let html = "<p class=x><a class=y href='/a&amp;b' id=\"n\">t</a><script>'<a href=no>'</script><br id>";
        let mut seen = Vec::new();
        elements(html, &["href", "id"], &mut |e| {
            seen.push(format!("{} {:?}", e.name, e.attributes));
        });
        assert_eq!(
            seen,
            [r#"a [("href", "/a&b"), ("id", "n")]"#, r#"br [("id", "")]"#]
        );
    }
}
