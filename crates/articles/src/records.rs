//! Many articles in one file: a table with a header, or one JSON object a line.
//!
//! One column or field holds the text. Others with usual names give title, date, language and source.

use serde_json::{Map, Value};

use crate::read::day;
use crate::{Article, Choice, Options, Read, ReadError, limits};

/// The names of the column with the text, the surest first.
const TEXT: [&str; 10] = [
    "text",
    "body",
    "content",
    "article",
    "full_text",
    "fulltext",
    "article_text",
    "document",
    "maintext",
    "plain_text",
];
const TITLE: [&str; 4] = ["title", "headline", "heading", "name"];
const DATE: [&str; 7] =
    ["date", "published", "publish_date", "published_at", "date_published", "pubdate", "reference_date"];
const LANGUAGE: [&str; 3] = ["language", "lang", "locale"];
const SOURCE: [&str; 4] = ["url", "source", "link", "address"];

/// Reads a table; its cells are parted by the one of comma, semicolon and tab that its first line has most of.
pub(crate) fn read_table(source: &str, options: &Options<'_>) -> Result<Read, ReadError> {
    let source = source.trim_start_matches('\u{feff}');
    let first_line = source.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| first_line.bytes().filter(|byte| byte == delimiter).count();
    let delimiter = [b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(source.as_bytes());
    let columns: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().map(|header| header.trim().to_owned()).collect(),
        Err(error) => return Err(ReadError::NotThis { expected: "a table", found: error.to_string() }),
    };
    let mut rows = Vec::new();
    let mut warnings = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => rows.push(record),
            Err(error) => warnings.push(error.to_string()),
        }
    }
    let example = |column: usize| rows.iter().find_map(|row| row.get(column).filter(|cell| !cell.trim().is_empty()));
    let choices: Vec<Choice> = columns.iter().enumerate().map(|(index, name)| choice(name, example(index))).collect();
    let column = column(&columns, &choices, options)?;
    let place = |names: &[&str]| usual(&columns, names).filter(|&other| other != column);
    let (title, date, language, origin) = (place(&TITLE), place(&DATE), place(&LANGUAGE), place(&SOURCE));
    let articles = rows.iter().map(|row| {
        let cell = |place: Option<usize>| place.and_then(|place| row.get(place)).map(str::to_owned);
        Article {
            text: row.get(column).unwrap_or_default().to_owned(),
            title: cell(title),
            date: cell(date).and_then(|date| day(&date)),
            language: cell(language),
            source: cell(origin),
            ..Article::default()
        }
    });
    let column = columns[column].clone();
    finish(Read { articles: articles.collect(), warnings, columns: choices, column })
}

/// Reads lines of JSON objects.
pub(crate) fn read_json_lines(source: &str, options: &Options<'_>) -> Result<Read, ReadError> {
    let mut records: Vec<Map<String, Value>> = Vec::new();
    let mut warnings = Vec::new();
    for (index, line) in source.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(Value::Object(record)) => records.push(record),
            Ok(_) => warnings.push(format!("line {}: no JSON object; left out", index + 1)),
            Err(error) => warnings.push(format!("line {}: {error}; left out", index + 1)),
        }
    }
    let mut fields: Vec<String> = Vec::new();
    for (field, value) in records.iter().take(100).flatten() {
        if value.is_string() && !fields.contains(field) {
            fields.push(field.clone());
        }
    }
    let example = |field: &str| records.iter().find_map(|record| record.get(field)?.as_str());
    let choices: Vec<Choice> = fields.iter().map(|field| choice(field, example(field))).collect();
    let text = &fields[column(&fields, &choices, options)?];
    let place = |names: &[&str]| usual(&fields, names).map(|index| &fields[index]).filter(|&other| other != text);
    let (title, date, language, origin) = (place(&TITLE), place(&DATE), place(&LANGUAGE), place(&SOURCE));
    let articles = records.iter().map(|record| {
        let field = |name: Option<&String>| record.get(name?)?.as_str().map(str::to_owned);
        Article {
            text: field(Some(text)).unwrap_or_default(),
            title: field(title),
            date: field(date).and_then(|date| day(&date)),
            language: field(language),
            source: field(origin),
            ..Article::default()
        }
    });
    finish(Read { articles: articles.collect(), warnings, columns: choices, column: text.clone() })
}

fn choice(name: &str, example: Option<&str>) -> Choice {
    Choice { name: name.to_owned(), preview: example.unwrap_or_default().chars().take(240).collect() }
}

/// The column of the text: the one that was asked for, else one with a usual name, else the only one.
fn column(names: &[String], choices: &[Choice], options: &Options<'_>) -> Result<usize, ReadError> {
    if let Some(asked) = options.column {
        return usual(names, &[asked])
            .ok_or_else(|| ReadError::NoColumn { asked: asked.to_owned(), choices: choices.to_vec() });
    }
    match names {
        [] => Err(ReadError::NoText { what: "the table", advice: "" }),
        [_] => Ok(0),
        _ => usual(names, &TEXT).ok_or_else(|| ReadError::Column(choices.to_vec())),
    }
}

/// The first of these names that there is.
fn usual(names: &[String], usual: &[&str]) -> Option<usize> {
    usual.iter().find_map(|usual| names.iter().position(|name| name.eq_ignore_ascii_case(usual)))
}

fn finish(mut read: Read) -> Result<Read, ReadError> {
    let Read { articles, warnings, .. } = &mut read;
    let count = articles.len();
    articles.retain(|article| !article.text.trim().is_empty());
    if articles.len() < count {
        warnings.push(format!("records left out because they have no text: {}", count - articles.len()));
    }
    if articles.is_empty() {
        return Err(ReadError::NoText { what: "the table", advice: "" });
    }
    if articles.len() > limits::MOST_ARTICLES {
        warnings.push(format!("only the first {} articles were read", limits::MOST_ARTICLES));
        articles.truncate(limits::MOST_ARTICLES);
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(read: Result<Read, ReadError>) -> Vec<String> {
        read.unwrap().articles.into_iter().map(|article| article.text).collect()
    }

    #[test]
    fn the_column_is_found_or_asked_for() {
        let options = Options::default();
        let table = "Title;Text;Date\nA;\"x;\n\"\"y\"\"\";2024-01-02\nB;;\n";
        let read = read_table(table, &options).unwrap();
        assert_eq!(read.articles[0].text, "x;\n\"y\"");
        assert_eq!(
            (read.articles[0].title.as_deref(), read.articles[0].date.map(|day| day.to_string()).as_deref()),
            (Some("A"), Some("2024-01-02"))
        );
        assert_eq!(read.warnings, ["records left out because they have no text: 1"]);

        let Err(ReadError::Column(choices)) = read_table("a\tb\n1\t2\n", &options) else { panic!() };
        assert_eq!(choices[1], Choice { name: "b".into(), preview: "2".into() });
        let with_column = Options { column: Some("B"), ..options };
        assert_eq!(texts(read_table("a,b\n1,2\n", &with_column)), ["2"]);
        assert!(matches!(read_table("a,c\n1,2\n", &with_column), Err(ReadError::NoColumn { .. })));

        let lines = "{\"body\":\"x\",\"lang\":\"en\",\"__proto__\":\"y\"}\n\n[1]\n{bad\n{\"body\":\"z\"}\r\n";
        let read = read_json_lines(lines, &options).unwrap();
        assert_eq!((read.articles.len(), read.warnings.len()), (2, 2));
        assert_eq!(read.articles[0].language.as_deref(), Some("en"));
        assert!(read_json_lines("", &options).is_err() && read_table("", &options).is_err());
        assert!(read_json_lines(&"[".repeat(100_000), &options).is_err());
    }
}
