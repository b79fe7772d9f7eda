//! Colors of a drawing: the library is given colors that nobody else writes, and they become properties of the page's theme.

use mermaid_rs_renderer::Theme;

/// What the library's colors stand for, and the paint of the page. A property that a theme does not have has a fallback.
const PAINTS: &[(&str, &str)] = &[
    ("#f10001", PAPER),
    ("#f10002", "var(--ink,currentColor)"),
    ("#f10003", EDGE),
    ("#f10004", SOFT),
    ("#f10005", SHADE),
    ("#f10006", "var(--rule,#ccc)"),
    ("#f10007", "var(--tint,#eee)"),
    (
        "#f10011",
        "color-mix(in srgb,var(--accent,#888) 42%,var(--paper,#fff))",
    ),
    (
        "#f10012",
        "color-mix(in srgb,var(--accent,#888) 14%,var(--paper,#fff))",
    ),
    (
        "#f10013",
        "color-mix(in srgb,var(--accent,#888) 28%,var(--paper,#fff))",
    ),
    (
        "#f10014",
        "color-mix(in srgb,var(--ink,#888) 14%,var(--paper,#fff))",
    ),
    (
        "#f10015",
        "color-mix(in srgb,var(--accent,#888) 35%,var(--paper,#fff))",
    ),
    (
        "#f10016",
        "color-mix(in srgb,var(--ink,#888) 26%,var(--paper,#fff))",
    ),
];

const PAPER: &str = "var(--paper,#fff)";
const EDGE: &str = "var(--edge,currentColor)";
const SOFT: &str = "var(--soft,currentColor)";
const SHADE: &str = "var(--shade,#eee)";

/// The colors of a drawing, and the name of a font to measure with.
pub(super) fn theme(font: &str) -> Theme {
    let own = |n: u8| format!("#f100{n:02x}");
    let row = |n: usize| own(0x11 + u8::try_from(n % 6).unwrap_or(0));
    let mut theme = Theme::modern();
    theme.font_family = font.to_owned();
    theme.primary_color = own(1);
    theme.primary_text_color = own(2);
    theme.primary_border_color = own(3);
    theme.line_color = own(4);
    theme.secondary_color = own(5);
    theme.tertiary_color = own(5);
    theme.edge_label_background = own(1);
    theme.cluster_background = own(5);
    theme.cluster_border = own(6);
    theme.background = own(1);
    theme.sequence_actor_fill = own(5);
    theme.sequence_actor_border = own(3);
    theme.sequence_actor_line = own(3);
    theme.sequence_note_fill = own(7);
    theme.sequence_note_border = own(3);
    theme.sequence_activation_fill = own(7);
    theme.sequence_activation_border = own(3);
    theme.text_color = own(2);
    theme.git_colors = std::array::from_fn(row);
    theme.git_inv_colors = std::array::from_fn(row);
    theme.git_branch_label_colors = std::array::from_fn(|_| own(2));
    theme.git_commit_label_color = own(2);
    theme.git_commit_label_background = own(5);
    theme.git_tag_label_color = own(2);
    theme.git_tag_label_background = own(7);
    theme.git_tag_label_border = own(3);
    theme.pie_colors = std::array::from_fn(row);
    theme.pie_title_text_color = own(2);
    theme.pie_section_text_color = own(2);
    theme.pie_legend_text_color = own(2);
    theme.pie_stroke_color = own(1);
    theme.pie_outer_stroke_color = own(3);
    theme.pie_title_text_size = 17.0;
    theme.pie_section_text_size = 14.0;
    theme.pie_legend_text_size = 14.0;
    theme.pie_opacity = 1.0;
    theme
}

/// The paint for a color of the library; of one that we did not give, only whether it fills or outlines counts.
pub(super) fn paint(color: &str, fills: bool) -> &'static str {
    let color = color.trim();
    if matches!(color, "none" | "transparent") || color.is_empty() {
        return "none";
    }
    let own = PAINTS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(color));
    match (own, fills) {
        (Some((_, paint)), _) => paint,
        (None, true) => SHADE,
        (None, false) => EDGE,
    }
}

/// Whether it is the color of the page.
pub(super) fn is_paper(color: &str) -> bool {
    color.eq_ignore_ascii_case("#f10001")
}
