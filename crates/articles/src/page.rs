//! A web page: its article, found as browsers' reading modes find it, without the menus and notices round it.
//!
//! The rules are those of Mozilla's Readability, as `dom_smoothie` has them. They leave the headline out where it is the
//! page's title; it is part of the text and put back.

use annotation::{CalendarDate, Passage, PassageKind};
use dom_query::Document;
use dom_smoothie::{Config, Readability};

use crate::read::day;
use crate::writer::Writer;
use crate::{Article, Options, ReadError, encoding, html, limits};

/// The most elements of a page whose article is looked for; of larger ones all text is read.
const MOST_ELEMENTS: usize = 100_000;
/// The fewest words of an article; if fewer are found, all text is read.
const FEWEST_WORDS: usize = 20;

/// The most passages between a headline and the article under it.
const MOST_BETWEEN: usize = 12;

/// A text and its passages.
type Content = (String, Vec<Passage>);

/// Reads the bytes of a page.
pub(crate) fn read(bytes: &[u8], options: &Options<'_>) -> Result<Article, ReadError> {
    limits::check("the web page", bytes.len(), limits::MOST_PAGE_BYTES)?;
    let html = encoding::decode(bytes, declared_encoding(bytes).as_deref(), options)?;
    read_html(html.trim_start_matches('\u{feff}'), options.whole_page)
}

/// Reads the text of a page.
pub(crate) fn read_html(source: &str, is_whole: bool) -> Result<Article, ReadError> {
    let document = html::parse(source)?;
    let mut article = about(&document, source);
    let headline = headline(&document, article.title.as_deref().unwrap_or_default());
    let mut whole = Writer::default();
    html::write(&document.root(), &mut whole);
    let whole = whole.finish();
    let found = if is_whole || is_fragment(source.as_bytes()) { None } else { extract(document, &mut article)? };
    (article.text, article.passages) = match found {
        Some(found) => mend(&found, &whole, headline.as_deref()),
        None => whole,
    };
    article.title = headline.or(article.title);
    if article.text.is_empty() {
        return Err(ReadError::NoText { what: "the web page", advice: ": save it once all of it is shown" });
    }
    Ok(article)
}

/// Whether it is a piece copied out of a page, all of which is wanted.
///
/// Browsers mark it, or leave out all that a page begins with.
pub fn is_fragment(source: &[u8]) -> bool {
    let has = |tag: &[u8]| source.windows(tag.len()).any(|part| part.eq_ignore_ascii_case(tag));
    has(b"<!--StartFragment-->") || !has(b"<head") && !has(b"<body") && !has(b"<title")
}

/// The article's text and passages; `None` if there is no more than a line or two.
fn extract(document: Document, about: &mut Article) -> Result<Option<Content>, ReadError> {
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, ..Config::default() };
    let Ok(found) = Readability::with_document(document, None, Some(config)).and_then(|mut page| page.parse()) else {
        return Ok(None);
    };
    let published = found.published_time.as_deref().and_then(day);
    about.date = published.or(about.date.take());
    about.title = Some(found.title).filter(|title| !title.is_empty()).or(about.title.take());
    about.language = about.language.take().or(found.lang);
    about.source = about.source.take().or(found.url.filter(|url| is_address(url)));
    let mut writer = Writer::default();
    html::write(&html::parse(&found.content)?.root(), &mut writer);
    let (text, passages) = writer.finish();
    Ok((text.split_whitespace().count() >= FEWEST_WORDS).then_some((text, passages)))
}

/// The article with its headline and lead, if they stand before what was found, and without the lines at its ends that
/// are no sentences: dates, tags, links to share it.
fn mend(found: &Content, whole: &Content, headline: Option<&str>) -> Content {
    let is_headline = |text: &str| headline.is_some_and(|headline| same(text, headline));
    let (text, passages) = found;
    let is_noise = |passage: &Passage| match passage.kind {
        PassageKind::Paragraph => !is_sentence(&text[passage.range]),
        _ => false,
    };
    let at = passages.iter().take(6).position(|passage| is_headline(&text[passage.range]));
    let body = &passages[at.map_or(0, |at| at + 1)..];
    let start = body.iter().position(|passage| !is_noise(passage)).unwrap_or(0);
    let ends = |passage: &Passage| !is_noise(passage) && !matches!(passage.kind, PassageKind::Heading(_));
    let end = body.iter().rposition(ends).map_or(body.len(), |last| last + 1);
    let body = if start < end { &body[start..end] } else { body };

    let mut writer = Writer::default();
    if let Some(headline) = headline {
        writer.begin(PassageKind::Heading(1));
        writer.text(headline);
    }
    let first = body.first().map_or("", |passage| &text[passage.range]);
    for lead in lead(whole, &is_headline, first) {
        writer.begin(PassageKind::Paragraph);
        writer.verbatim(lead);
    }
    for passage in body {
        writer.begin(passage.kind);
        writer.verbatim(&text[passage.range]);
    }
    writer.finish()
}

/// The sentences between the headline and the first passage that was found.
fn lead<'a>((text, passages): &'a Content, is_headline: &dyn Fn(&str) -> bool, first: &str) -> Vec<&'a str> {
    let texts: Vec<&str> = passages.iter().map(|passage| &text[passage.range]).collect();
    let Some(headline) = texts.iter().position(|text| is_headline(text)) else { return Vec::new() };
    let between = &texts[headline + 1..];
    let Some(body) = between.iter().position(|text| same(text, first)).filter(|&body| body <= MOST_BETWEEN) else {
        return Vec::new();
    };
    let is_lead = |text: &&&str| text.split_whitespace().count() >= FEWEST_WORDS && is_sentence(text);
    between[..body].iter().filter(is_lead).copied().collect()
}

/// Whether a text is long or ends as sentences do.
fn is_sentence(text: &str) -> bool {
    let ends =
        text.trim_end_matches(['"', '”', '’', '»', ')', ']', '\'']).ends_with(['.', '!', '?', ':', '…', ';', '。']);
    ends || text.split_whitespace().count() > 25
}

/// The heading that is the page's title or part of it; else the only one of the first level.
fn headline(document: &Document, title: &str) -> Option<String> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let all = document.select("h1, h2");
    let headings: Vec<(bool, String)> = all
        .iter()
        .map(|heading| (heading.is("h1"), words(&heading.text())))
        .filter(|(_, text)| text.len() > 2)
        .collect();
    let page_title = document.select_single("title").text();
    let is_title = |text: &str| [title, &*page_title].iter().any(|title| title.contains(text) || same(title, text));
    let first_level: Vec<&String> = headings.iter().filter(|(is_first, _)| *is_first).map(|(_, text)| text).collect();
    let titled = headings.iter().find(|(_, text)| text.split(' ').count() > 1 && is_title(text)).map(|(_, text)| text);
    titled.or(if let [only] = first_level[..] { Some(only) } else { None }).cloned()
}

/// Whether two texts have the same letters and digits.
fn same(first: &str, second: &str) -> bool {
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    letters(first) == letters(second)
}

/// What the page's head says.
fn about(document: &Document, source: &str) -> Article {
    let attribute = |selector: &str, name: &str| {
        let value = document.select_single(selector).attr(name)?.trim().to_owned();
        (!value.is_empty()).then_some(value)
    };
    let meta = |names: &[&str]| {
        let find = |name: &&str| {
            attribute(&format!("meta[property=\"{name}\"]"), "content")
                .or_else(|| attribute(&format!("meta[name=\"{name}\"]"), "content"))
        };
        names.iter().find_map(find)
    };
    let addresses = [attribute("link[rel=canonical]", "href"), meta(&["og:url"]), saved_from(source)];
    let dates = [
        "article:published_time",
        "datePublished",
        "date",
        "dc.date",
        "DC.date",
        "dc.date.issued",
        "DC.date.issued",
        "dcterms.date",
        "dcterms.created",
        "pubdate",
        "publishdate",
        "parsely-pub-date",
        "sailthru.date",
        "citation_date",
    ];
    let date = meta(&dates).and_then(|date| day(&date.replace('/', "-")));
    let marked = || {
        let marked = ["[itemprop=datePublished]", "time[pubdate]", "time.published", "time.dt-published"];
        let mut values =
            marked.iter().flat_map(|selector| [attribute(selector, "datetime"), attribute(selector, "content")]);
        values.find_map(|value| day(&value?))
    };
    Article {
        title: meta(&["og:title"]).or_else(|| Some(document.select_single("title").text().to_string())),
        source: addresses.into_iter().flatten().find(|address| is_address(address)),
        language: attribute("html", "lang")
            .or_else(|| attribute("html", "xml:lang"))
            .or_else(|| meta(&["og:locale", "language"])),
        date: date.or_else(marked).or_else(|| only_time(document)),
        ..Article::default()
    }
}

/// The day of the page's `time` elements, if all name the same.
fn only_time(document: &Document) -> Option<CalendarDate> {
    let mut days =
        document.select("time[datetime]").iter().filter_map(|time| day(&time.attr("datetime")?)).collect::<Vec<_>>();
    days.dedup();
    if days.len() == 1 { days.pop() } else { None }
}

/// The address that browsers note when they save a page: `<!-- saved from url=(0024)https://… -->`.
fn saved_from(source: &str) -> Option<String> {
    let head = &source[..source.floor_char_boundary(2048)];
    let (_, note) = head.split_once("saved from url=(")?;
    let (_, address) = note.split_once(')')?;
    Some(address.split([' ', '-', '\n']).next()?.to_owned()).filter(|address| !address.is_empty())
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// The encoding that a page or an XML file names at its beginning.
pub(crate) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let (_, value) = head.split_once("charset=").or_else(|| head.split_once("encoding="))?;
    let value = value.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c))?;
    Some(value[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_says_title_address_language_and_day() {
        let page = "<!-- saved from url=(0021)https://example.org/b --><html lang=en-GB><head><title>The Tide | News</title>\
            <meta property=article:published_time content=2024-05-03T08:00:00Z></head><body><h1>The Tide</h1><p>Short.";
        let article = read(page.as_bytes(), &Options::default()).unwrap();
        assert_eq!(article.text, "The Tide\n\nShort.");
        assert_eq!(article.title.as_deref(), Some("The Tide"));
        assert_eq!(article.source.as_deref(), Some("https://example.org/b"));
        assert_eq!(
            (article.language.as_deref(), article.date.map(|day| day.to_string()).as_deref()),
            (Some("en-GB"), Some("2024-05-03"))
        );
    }

    #[test]
    fn declared_encoding_is_used() {
        let page =
            b"<html><head><meta http-equiv=content-type content='text/html; charset=ISO-8859-1'></head><p>caf\xE9</p>";
        let options = Options { decode: encoding::library, ..Options::default() };
        assert_eq!(read(page, &options).unwrap().text, "café");
        assert!(matches!(read(b"<p>caf\xE9</p>", &options), Err(ReadError::Encoding(_))));
    }
}
