//! What a drawing may hold, what is told, and what hostile texts come to.

use crate::markdown::{Document, Kind, Options, parse};

fn read(text: &str) -> (Document, Vec<String>) {
    let (doc, said) = parse(text, Options::default());
    let line = |at: u32| text[..at as usize].matches('\n').count() + 1;
    let said = said
        .iter()
        .map(|d| format!("{}: {}", line(d.place.span.start), d.message))
        .collect();
    (doc, said)
}

/// The drawing of a text, if there is one.
fn drawing(language: &str, text: &str) -> Result<String, String> {
    let (doc, said) = read(&format!("```{language}\n{text}\n```\n"));
    let drawn = doc.nodes.iter().find_map(|n| match &n.kind {
        Kind::CodeBlock(code) if !code.drawing.is_empty() => Some(doc.str(code.drawing).to_owned()),
        _ => None,
    });
    match drawn {
        Some(drawn) => {
            assert!(said.is_empty(), "{said:?}");
            harmless(&drawn);
            Ok(drawn)
        }
        None => Err(said.join("\n")),
    }
}

/// Nothing but shapes and text: no script, style, link, id or color of its own.
fn harmless(svg: &str) {
    for piece in svg.split('<').skip(1) {
        let name = piece.split([' ', '>', '/']).find(|n| !n.is_empty());
        let known = [
            "g", "text", "tspan", "rect", "circle", "ellipse", "line", "polyline", "polygon",
            "path", "svg",
        ];
        assert!(name.is_some_and(|n| known.contains(&n)), "{piece}");
        let tag = piece.split('>').next().unwrap();
        for word in [" id=", " style", "href", " on", "url(", "class", "#f1"] {
            assert!(!tag.contains(word), "{tag}");
        }
    }
    assert!(svg.ends_with("</svg>"));
}

const FLOW: &str =
    "flowchart LR\n  a[Ask] -->|later| b{Is it?}\n  subgraph t [Team]\n  b --> c((End))\n  end";
const TALK: &str = "sequenceDiagram\n  Ann->>Ben: Hello\n  Note over Ann: thinks\n  loop each day\n  Ben-->>Ann: Bye\n  end";

#[test]
fn both_languages_are_drawn() {
    let flow = drawing("mermaid", FLOW).unwrap();
    for word in ["Ask", "later", "Is it?", "Team", "End"] {
        assert!(flow.contains(&format!(">{word}<")), "{word}\n{flow}");
    }
    assert!(flow.contains("fill=\"var(--paper,#fff)\""));
    let talk = drawing("mermaid", TALK).unwrap();
    assert!(talk.contains(">Hello<") && talk.contains(">thinks<"));
    // The head of an arrow stands where the line ends.
    assert!(talk.contains("<g transform=\"translate("), "{talk}");
    let dot = "// who asks whom\ndigraph \"x\" {\n# a comment\nrankdir=LR; node [shape=box]\na [label=\"Ask\\nnow\"]; a -> {b c} [label=\"later\", style=dashed]\nsubgraph cluster_t { label=\"Team\"; c -> d -> \"e f\":n }\nd -> a [weight=-1]}";
    let dot = drawing("dot", dot).unwrap();
    for word in ["Ask", "now", "later", "Team", "e f"] {
        assert!(dot.contains(&format!(">{word}<")), "{word}\n{dot}");
    }
}

#[test]
fn many_kinds_are_drawn() {
    for text in [
        "classDiagram\nAnimal <|-- Duck\nAnimal : +int age",
        "stateDiagram-v2\n[*] --> Still\nStill --> [*]",
        "erDiagram\nCUSTOMER ||--o{ ORDER : places",
        "gantt\ntitle A\ndateFormat YYYY-MM-DD\nsection S\nOne :a1, 2024-01-01, 30d",
        "pie title Pets\n\"Dogs\" : 386\n\"Cats\" : 85",
        "journey\ntitle Day\nsection Go\nMake tea: 5: Me",
        "mindmap\n  root((m))\n    a",
        "gitGraph\ncommit\nbranch x\ncheckout x\ncommit",
        "timeline\ntitle T\n2020 : a\n2021 : b",
        "quadrantChart\nx-axis Low --> High\ny-axis Low --> High\nA: [0.3, 0.6]",
    ] {
        assert!(drawing("mermaid", text).is_ok(), "{text}");
    }
}

#[test]
fn equal_texts_have_equal_drawings() {
    let first = (drawing("mermaid", FLOW), drawing("mermaid", TALK));
    for _ in 0..5 {
        assert_eq!((drawing("mermaid", FLOW), drawing("mermaid", TALK)), first);
    }
}

#[test]
fn what_cannot_be_drawn_is_told_at_its_line() {
    for (text, told) in [
        (
            "a\n\n```mermaid\nflowchart TD\n  a -->\n```",
            "5: the diagram cannot be drawn: `a -->` is no line between boxes",
        ),
        (
            "> ```mermaid\n> flowchart TD\n> subgraph x\n> a\n> ```",
            "3: the diagram cannot be drawn: a block begins here and never ends",
        ),
        (
            "```mermaid\nhello\n```",
            "2: the diagram cannot be drawn: `hello` is no kind of diagram",
        ),
        (
            "```dot\ngraph {\na -- b\n",
            "3: the diagram cannot be drawn: it ends too early: a `}` is missing",
        ),
        (
            "```dot\ngraph {\na <- b\n}\n```",
            "3: the diagram cannot be drawn: `<` is not expected here",
        ),
        (
            "```dot\n```",
            "1: the diagram cannot be drawn: it begins with `graph` or `digraph`",
        ),
    ] {
        assert_eq!(read(text).1, [told], "{text}");
    }
    assert!(read("```rust\nflowchart\n```\n").1.is_empty());
}

#[test]
fn hostile_texts_end_as_drawing_or_code() {
    let sneaky = drawing(
        "mermaid",
        "flowchart TD\na[\"</svg><script>alert(1)</script>\"] --> b[\"<img src=x onerror=alert(1)>\"]\nclick a \"javascript:alert(1)\"\nstyle a fill:url(https://x.example/),stroke:red",
    )
    .unwrap();
    assert!(sneaky.contains("&lt;script&gt;") && !sneaky.contains("javascript"));
    assert!(
        drawing(
            "dot",
            "graph { \"</text><script>\" [URL=\"javascript:x\", label=\"<b>x</b>\"] }"
        )
        .is_ok()
    );
    let many: String = (0..10_000).map(|n| format!("a{n}-->b\n")).collect();
    assert!(
        drawing("mermaid", &format!("flowchart TD\n{many}"))
            .unwrap_err()
            .contains("20,000")
    );
    let boxes: String = (0..400).map(|n| format!("a{n};\n")).collect();
    assert!(
        drawing("dot", &format!("graph {{{boxes}}}"))
            .unwrap_err()
            .contains("400 boxes")
    );
    let deep = format!(
        "flowchart TD\n{}a\n{}",
        "subgraph x\n".repeat(200),
        "end\n".repeat(200)
    );
    let _ = drawing("mermaid", &deep);
    for text in [
        &format!("graph {}", "{".repeat(10_000)),
        "graph { a -- ",
        "digraph { \"a }",
        "graph { a [label=",
        "\0",
        "-",
    ] {
        assert!(drawing("dot", text).is_err(), "{text}");
    }
    for text in [
        "flowchart TD\n[[[",
        "sequenceDiagram\nloop\nloop",
        "%%{init: {",
        "pie\n\"a\" : -1",
        "gantt\nx :, , ,",
        "flowchart TD\na@{",
    ] {
        let _ = drawing("mermaid", text);
    }
}
