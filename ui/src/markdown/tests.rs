//! Texts that somebody wrote to do harm, rendered natively.

use expect_test::expect;
use tokio::task::LocalSet;
use yew::LocalServerRenderer;
use yew::prelude::*;

use super::{MAX_TEXT, bounded, markdown};

#[derive(Properties, PartialEq)]
struct StageProps {
    text: AttrValue,
}

#[component]
fn Stage(props: &StageProps) -> Html {
    markdown(&props.text, 2)
}

async fn rendered(text: impl Into<AttrValue>) -> String {
    let renderer =
        LocalServerRenderer::<Stage>::with_props(StageProps { text: text.into() }).hydratable(false);
    LocalSet::new().run_until(async { renderer.render().await }).await
}

/// Without the classes.
async fn bare(text: &str) -> String {
    let mut out = rendered(text.to_owned()).await;
    while let Some(start) = out.find(" class=\"") {
        let end = out[start + 8..].find('"').map_or(out.len(), |at| start + 8 + at + 1);
        out.replace_range(start..end, "");
    }
    out
}

#[test]
fn a_text_is_cut_between_two_characters() {
    let text = "é".repeat(MAX_TEXT);
    let (read, whole) = bounded(&text);
    assert!(!whole && read.len() <= MAX_TEXT && read.len() > MAX_TEXT - 4);
    assert_eq!(bounded("short"), ("short", true));
}

#[tokio::test(flavor = "current_thread")]
async fn headings_begin_below_that_of_the_page() {
    expect!["<div><h2>A</h2><h3>B</h3><h6>F</h6></div>"].assert_eq(&bare("# A\n## B\n###### F").await);
}

#[tokio::test(flavor = "current_thread")]
async fn lists_tasks_and_tables_are_what_they_are() {
    expect![[r#"<div><ol start="3"><li>a</li><li>b</li></ol><ul><li><input checked type="checkbox" aria-label="Done" disabled="disabled">c</li></ul></div>"#]]
        .assert_eq(&bare("3. a\n4. b\n\n- [x] c").await);
    expect![[r#"<div><div tabindex="0" role="region" aria-label="Table"><table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div></div>"#]]
        .assert_eq(&bare("|a|b|\n|-|-:|\n|1|2|").await);
}

#[tokio::test(flavor = "current_thread")]
async fn markup_is_words_and_pictures_are_links() {
    expect![
        "<div><p>a &lt;b onclick=x&gt;bold&lt;/b&gt;</p><p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p></div>"
    ]
    .assert_eq(&bare("a <b onclick=x>bold</b>\n\n<script>alert(1)</script>\n").await);
    expect![[r#"<div><p><span>Picture: <a href="https://example.org/x.png" target="_blank" rel="noopener noreferrer">it</a></span></p></div>"#]]
        .assert_eq(&bare("![it](https://example.org/x.png)").await);
}

#[tokio::test(flavor = "current_thread")]
async fn no_link_runs_anything() {
    for text in [
        "[a](javascript:alert(1))",
        "[a](JAVASCRIPT:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](<java\\\nscript:alert(1)>)",
        "[a]( javascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](//example.org)",
        "<javascript:alert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        "![a](javascript:alert(1))",
    ] {
        let out = rendered(text).await;
        assert!(!out.contains("href="), "{text}: {out}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_nests_without_end_is_laid_flat() {
    for text in [
        format!("{} deep", ">".repeat(10_000)),
        format!("{}deep", "- ".repeat(10_000)),
        format!("{}deep{}", "*_".repeat(5_000), "_*".repeat(5_000)),
        format!("{}deep{}", "[".repeat(10_000), "](x)".repeat(10_000)),
        format!("{}|a|\n{0}|-|\n{0}|b|", "> ".repeat(200)),
    ] {
        let out = rendered(text.clone()).await;
        let mut depth = 0_i32;
        let mut deepest = 0;
        for tag in out.split('<').skip(1) {
            let void = ["hr", "br"].iter().any(|void| tag.starts_with(void));
            depth += if tag.starts_with('/') { -1 } else { i32::from(!void) };
            deepest = deepest.max(depth);
        }
        assert!(deepest <= 48, "{deepest} for {}", &text[..40]);
        assert!(out.contains("deep") || out.contains("<td>b</td>") || out.contains(">b<"), "{}", &text[..40]);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_table_that_asks_for_millions_of_cells_is_cut() {
    let columns = 2_000;
    let text = format!("{}|\n{}|\n{}", "|a".repeat(columns), "|-".repeat(columns), "|\n".repeat(40_000));
    let out = rendered(text).await;
    assert!(out.contains("only its beginning"), "{} bytes", out.len());
    assert!(out.matches("<td").count() <= 20_000);
}
