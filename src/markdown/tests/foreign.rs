//! Marks of other generators: told where they would be printed, left alone where they are meant.

use super::super::{Options, parse};
use super::says;

#[test]
fn each_mark_is_told_at_its_place() {
    says(
        "ü {{< ref \"x\" >}} {{% y %}}",
        &[
            "1:3 foreign-syntax \"{{< ref \\\"x\\\" >}}\"",
            "1:19 foreign-syntax \"{{% y %}}\"",
        ],
    );
    says(
        "{% hint style=\"info\" %}\na\n{% endhint %}",
        &[
            "1:1 foreign-syntax \"{% hint style=\\\"info\\\" %}\"",
            "3:1 foreign-syntax \"{% endhint %}\"",
        ],
    );
    says(
        "a {{ site.title | upcase }}",
        &["1:3 foreign-syntax \"{{ site.title | upcase }}\""],
    );
    says(
        "{{#include x.rs:a}}",
        &["1:1 foreign-syntax \"{{#include x.rs:a}}\""],
    );
    says(
        "> !!! warning \"T\"\n>     a",
        &["1:3 foreign-syntax \"!!! warning \\\"T\\\"\""],
    );
    says(
        "???+ note\n\n=== \"Tab\"",
        &[
            "1:1 foreign-syntax \"???+ note\"",
            "3:1 foreign-syntax \"=== \\\"Tab\\\"\"",
        ],
    );
    says(
        "import Tabs from '@theme/Tabs';",
        &["1:1 foreign-syntax \"import Tabs from '@theme/Tabs';\""],
    );
    says(
        "# A {: .b}\n\n:octicons-alert-16:",
        &[
            "1:5 foreign-syntax \"{: .b}\"",
            "3:1 foreign-syntax \":octicons-alert-16:\"",
        ],
    );
    says("<Tabs>\n\na\n\n</Tabs>", &["1:1 foreign-syntax \"<Tabs>\""]);
    says(
        "<<< @/a.ts\n\n--8<-- \"b.md\"",
        &[
            "1:1 foreign-syntax \"<<< @/a.ts\"",
            "3:1 foreign-syntax \"--8<-- \\\"b.md\\\"\"",
        ],
    );
}

#[test]
fn what_is_meant_is_left_alone() {
    says("`{{ x }}` ![](a)", &[]);
    says("```\n{% x %}\n!!! note\n```\n\n    {{ y }}", &[]);
    says("<!-- {{ x }} -->\n\n`<!--` a `-->`", &[]);
    says(
        "## A {#b .c}\n\n$\\frac{{a}^2}{{b}}$ {a} {{}} !!! wow ??? no",
        &[],
    );
    says(
        "import the goods from a store\n\n- import x\n\nexport is fine. a: b",
        &[],
    );
    says("<B>x</B>", &[]);
}

#[test]
fn the_cure_is_ours() {
    let (_, said) = parse("!!! danger \"Hot\"", Options::default());
    let help = said.iter().next().and_then(|d| d.help.clone());
    assert_eq!(
        help.as_deref(),
        Some("write `:::danger[Hot]`, the text without indentation, and `:::`")
    );
}
