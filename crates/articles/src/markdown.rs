//! Markdown (CommonMark with tables and a head of `name: value` lines): its text without its marks.
//!
//! HTML in it is read as a page is. Footnotes and tasks keep their text.

use annotation::PassageKind;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::read::day;
use crate::writer::Writer;
use crate::{Article, ReadError, html, limits};

/// Reads a Markdown text.
pub(crate) fn read(source: &str) -> Result<Article, ReadError> {
    limits::check("the Markdown", source.len(), limits::MOST_MARKDOWN_BYTES)?;
    let mut article = Article::default();
    let mut writer = Writer::default();
    let (mut lists, mut depth) = (0u8, 0usize);
    let (mut is_verbatim, mut in_head, mut in_title) = (false, false, false);
    let mut title = String::new();
    let mut page = String::new();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for event in Parser::new_ext(source.trim_start_matches('\u{feff}'), options) {
        let kind = if lists > 0 { PassageKind::ListItem(lists.min(9)) } else { PassageKind::Paragraph };
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > limits::MOST_DEPTH {
                    return Err(ReadError::TooDeep { what: "the Markdown" });
                }
                match tag {
                    Tag::Heading { level, .. } => {
                        in_title = title.is_empty();
                        writer.begin(PassageKind::Heading(level as u8));
                    }
                    Tag::List(_) => lists = lists.saturating_add(1),
                    Tag::Item => writer.begin(kind),
                    Tag::TableHead | Tag::TableRow => writer.begin(PassageKind::TableRow),
                    Tag::CodeBlock(_) => {
                        is_verbatim = true;
                        writer.begin(kind);
                    }
                    Tag::MetadataBlock(_) => in_head = true,
                    Tag::Paragraph | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => writer.begin(kind),
                    _ => {}
                }
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                match tag {
                    TagEnd::Heading(_) => {
                        in_title = false;
                        writer.end();
                    }
                    TagEnd::List(_) => lists = lists.saturating_sub(1),
                    TagEnd::TableCell => writer.next_cell(),
                    TagEnd::CodeBlock => {
                        is_verbatim = false;
                        writer.end();
                    }
                    TagEnd::MetadataBlock(_) => in_head = false,
                    TagEnd::HtmlBlock => {
                        writer.end();
                        html::write(&html::parse(&std::mem::take(&mut page))?.root(), &mut writer);
                        writer.end();
                    }
                    TagEnd::Paragraph | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => writer.end(),
                    _ => {}
                }
            }
            Event::Text(text) if in_head => read_head(&text, &mut article),
            Event::Text(text) if is_verbatim => writer.verbatim(&text),
            Event::Text(text) | Event::Code(text) => {
                if in_title {
                    title.push_str(&text);
                }
                writer.text(&text);
            }
            Event::Html(html) => page.push_str(&html),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => writer.line_break(),
            Event::SoftBreak => writer.text(" "),
            Event::HardBreak => writer.line_break(),
            _ => {}
        }
    }
    article.title = article.title.or(Some(title));
    (article.text, article.passages) = writer.finish();
    Ok(article)
}

/// The `name: value` lines at the top.
fn read_head(text: &str, article: &mut Article) {
    for (name, value) in text.lines().filter_map(|line| line.split_once(':')) {
        let value = Some(value.trim().trim_matches(['"', '\'']).to_owned());
        match name.trim().to_ascii_lowercase().as_str() {
            "title" => article.title = value,
            "lang" | "language" => article.language = value,
            "date" | "published" => article.date = value.and_then(|date| day(&date)),
            "source" | "url" | "canonical" => article.source = value,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_text_stays() {
        let source = "---\ntitle: \"Ebb\"\ndate: 2024-01-02\nlang: en\n---\n# The *tide*\n\nIt [rose](x.html) `3 m`\nby noon.  \nThen fell.\n\n\
            1. one\n   - two\n2. three\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n```\n  x\n```\n<div>raw <b>html</b></div>\n\n> said \\*he\\* &amp; <i>she</i>\n";
        let article = read(source).unwrap();
        assert_eq!(
            article.text,
            "The tide\n\nIt rose 3 m by noon.\nThen fell.\n\none\ntwo\nthree\n\na\tb\n1\t2\n\n  x\n\nraw html\n\nsaid *he* & she"
        );
        assert_eq!(article.title.as_deref(), Some("Ebb"));
        assert_eq!(
            (article.date.map(|day| day.to_string()).as_deref(), article.language.as_deref()),
            (Some("2024-01-02"), Some("en"))
        );
        let kinds: Vec<String> = article.passages.iter().map(|passage| passage.kind.name()).collect();
        assert_eq!(kinds[..4], ["heading1", "paragraph", "item1", "item2"]);
        assert!(read(&">".repeat(100_000)).is_err());
    }
}
