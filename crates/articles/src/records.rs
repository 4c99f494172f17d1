//! Many articles in one file: a table with a header, or one JSON object a line.
//!
//! One column or field holds the text. Others with usual names give title, date, language and source.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

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

/// Of how many records the names of fields and an example of each are taken.
const LOOKED_AT: usize = 100;

/// Reads a table; its cells are parted by the one of comma, semicolon and tab that its first line has most of.
pub(crate) fn read_table(source: &str, options: &Options<'_>) -> Result<Read, ReadError> {
    let source = source.trim_start_matches('\u{feff}');
    let first_line = source.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| first_line.bytes().filter(|byte| byte == delimiter).count();
    let delimiter = [b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',');
    if count(&delimiter) > limits::MOST_COLUMNS {
        let found = format!("its first line has more than {} columns", limits::MOST_COLUMNS);
        return Err(ReadError::NotThis { expected: "a table", found });
    }
    let mut settings = csv::ReaderBuilder::new();
    settings.delimiter(delimiter).flexible(true);
    let mut reader = settings.from_reader(source.as_bytes());
    let columns: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().take(limits::MOST_FIELDS).map(|header| header.trim().to_owned()).collect(),
        Err(error) => return Err(ReadError::NotThis { expected: "a table", found: error.to_string() }),
    };
    let cells =
        |record: csv::StringRecord| record.iter().take(columns.len()).map(|cell| Some(cell.to_owned())).collect();
    let rows = || settings.from_reader(source.as_bytes()).into_records();
    read_records(&columns, || rows().map(|row| row.map(cells).map_err(|error| error.to_string())), options)
}

/// Reads lines of JSON objects.
pub(crate) fn read_json_lines(source: &str, options: &Options<'_>) -> Result<Read, ReadError> {
    let objects = || {
        let lines = source.trim_start_matches('\u{feff}').lines().enumerate();
        lines.filter(|(_, line)| !line.trim().is_empty()).map(|(index, line)| {
            let object = serde_json::from_str(line);
            object.map(|Object(fields)| fields).map_err(|error| format!("line {}: {error}; left out", index + 1))
        })
    };
    let mut names: Vec<String> = Vec::new();
    for (name, value) in objects().take(LOOKED_AT).flatten().flatten().take(limits::MOST_FIELDS) {
        if value.is_some() && !names.contains(&name) {
            names.push(name);
        }
    }
    let values = |fields: Vec<Field>| {
        let mut values = vec![None; names.len()];
        for (name, value) in fields {
            if let Some(place) = names.iter().position(|other| *other == name) {
                values[place] = value;
            }
        }
        values
    };
    read_records(&names, || objects().map(|object| object.map(values)), options)
}

/// The name and value of a field; `None` where it is no text.
type Field = (String, Option<String>);

/// The fields of a JSON object; of what is no text nothing is kept.
struct Object(Vec<Field>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Object(Vec::new()))
    }
}

impl<'de> Visitor<'de> for Object {
    type Value = Object;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<Object, M::Error> {
        while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
            if self.0.len() < limits::MOST_FIELDS {
                self.0.push((name, serde_json::from_str(value.get()).ok()));
            }
        }
        Ok(self)
    }
}

/// Makes articles of records, whose values come in the order of `names`.
fn read_records<R: Iterator<Item = Result<Vec<Option<String>>, String>>>(
    names: &[String],
    records: impl Fn() -> R,
    options: &Options<'_>,
) -> Result<Read, ReadError> {
    let mut columns: Vec<Choice> =
        names.iter().map(|name| Choice { name: name.clone(), preview: String::new() }).collect();
    for values in records().take(LOOKED_AT).flatten() {
        for (choice, value) in columns.iter_mut().zip(values) {
            if let Some(value) = value.filter(|value| choice.preview.is_empty() && !value.trim().is_empty()) {
                choice.preview = value.chars().take(240).collect();
            }
        }
    }
    let column = column(names, &columns, options)?;
    let place = |usual_names: &[&str]| usual(names, usual_names).filter(|&other| other != column);
    let (title, date, language, origin) = (place(&TITLE), place(&DATE), place(&LANGUAGE), place(&SOURCE));
    let (mut articles, mut warnings, mut without_text) = (Vec::new(), Vec::new(), 0);
    for (index, record) in records().enumerate() {
        if index == limits::MOST_RECORDS {
            warnings.push(format!("only the first {} records were read", limits::MOST_RECORDS));
            break;
        }
        let mut values = match record {
            Ok(values) => values,
            Err(error) => {
                warnings.push(error);
                continue;
            }
        };
        let mut value = |place: Option<usize>| values.get_mut(place?)?.take();
        let text = value(Some(column)).unwrap_or_default();
        if text.trim().is_empty() {
            without_text += 1;
            continue;
        }
        let date = value(date).and_then(|date| day(&date));
        let (title, language, source) = (value(title), value(language), value(origin));
        articles.push(Article { text, title, date, language, source, ..Article::default() });
    }
    if without_text > 0 {
        warnings.push(format!("records left out because they have no text: {without_text}"));
    }
    if articles.is_empty() {
        return Err(ReadError::NoText { what: "the table", advice: "" });
    }
    Ok(Read { articles, warnings, columns, column: names[column].clone() })
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
