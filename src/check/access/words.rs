//! Texts of links that say nothing without the sentence around them, by language.

/// By the first part of a language's tag; those of English count everywhere.
const EMPTY: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "here",
            "click here",
            "click",
            "press here",
            "see here",
            "right here",
            "this",
            "this link",
            "this page",
            "this article",
            "this document",
            "this site",
            "link",
            "the link",
            "more",
            "read more",
            "see more",
            "learn more",
            "find out more",
            "more info",
            "more information",
            "continue reading",
            "go",
            "go here",
        ],
    ),
    (
        "de",
        &[
            "hier",
            "klick hier",
            "hier klicken",
            "klicken sie hier",
            "siehe hier",
            "mehr",
            "mehr lesen",
            "mehr erfahren",
            "mehr dazu",
            "weiterlesen",
            "weitere informationen",
            "dieser link",
            "diese seite",
            "dieses dokument",
        ],
    ),
    (
        "fr",
        &[
            "ici",
            "cliquez ici",
            "cliquer ici",
            "voir ici",
            "plus",
            "en savoir plus",
            "lire la suite",
            "plus d’informations",
            "lien",
            "ce lien",
            "cette page",
        ],
    ),
    (
        "es",
        &[
            "aquí",
            "haz clic aquí",
            "haga clic aquí",
            "más",
            "leer más",
            "ver más",
            "más información",
            "enlace",
            "este enlace",
            "esta página",
        ],
    ),
    (
        "pt",
        &[
            "aqui",
            "clique aqui",
            "mais",
            "leia mais",
            "ver mais",
            "saiba mais",
            "mais informações",
            "este link",
            "esta página",
        ],
    ),
    (
        "it",
        &[
            "qui",
            "clicca qui",
            "di più",
            "leggi di più",
            "leggi tutto",
            "scopri di più",
            "maggiori informazioni",
            "questo link",
            "questa pagina",
        ],
    ),
    (
        "nl",
        &[
            "hier",
            "klik hier",
            "meer",
            "lees meer",
            "meer lezen",
            "meer informatie",
            "deze link",
            "deze pagina",
        ],
    ),
    (
        "sv",
        &[
            "här",
            "klicka här",
            "mer",
            "läs mer",
            "den här länken",
            "den här sidan",
        ],
    ),
    (
        "da",
        &[
            "her",
            "klik her",
            "mere",
            "læs mere",
            "dette link",
            "denne side",
        ],
    ),
    (
        "nb",
        &[
            "her",
            "klikk her",
            "mer",
            "les mer",
            "denne lenken",
            "denne siden",
        ],
    ),
    (
        "pl",
        &[
            "tutaj",
            "tu",
            "kliknij tutaj",
            "więcej",
            "czytaj więcej",
            "ten link",
            "ta strona",
        ],
    ),
    (
        "ja",
        &[
            "こちら",
            "ここ",
            "こちらをクリック",
            "ここをクリック",
            "詳しくはこちら",
            "詳細はこちら",
            "もっと見る",
            "リンク",
        ],
    ),
    (
        "zh",
        &[
            "这里",
            "点击这里",
            "点此",
            "更多",
            "了解更多",
            "链接",
            "這裡",
            "點擊這裡",
        ],
    ),
];

/// Whether a link's text names nothing in English or in the language of the site.
pub fn says_nothing(text: &str, language: &str) -> bool {
    let own = language.split('-').next().unwrap_or_default();
    let plain = plain(text);
    let counts = |tag: &str| tag == "en" || tag.eq_ignore_ascii_case(own);
    let mut lists = EMPTY.iter().filter(|(tag, _)| counts(tag));
    lists.any(|(_, list)| list.contains(&&*plain))
}

/// In small letters, one space between words, without what stands around them.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace('\'', "’");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let words = words.join(" ");
    words
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_name_nothing_are_known_by_language() {
        for (text, language) in [
            ("here", "en"),
            ("Click  here!", "de-AT"),
            ("Hier", "de"),
            ("Mehr erfahren »", "de"),
            ("Plus d'informations…", "fr"),
            ("こちら", "ja"),
        ] {
            assert!(says_nothing(text, language), "{text}");
        }
        for (text, language) in [
            ("Hier", "en"),
            ("hereby", "en"),
            ("More on roles", "en"),
            ("→", "en"),
        ] {
            assert!(!says_nothing(text, language), "{text}");
        }
    }
}
