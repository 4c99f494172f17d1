//! The labelling configuration: which labels there are, as XML.
//!
//! <https://labelstud.io/tags/labels>. Read and written for its labels: name, colour, key, and hint as the description.
//!
//! What is lost: documents and annotations (they are in the tasks), kinds of labels, which follow from the default
//! labels' names. Not supported: every other tag, which is read over. No document type, no entity but the five of XML.

use annotation::{Colour, Label, LabelSet, Session};
use quick_xml::events::{BytesStart, Event};

use super::{CONTROL, OBJECT};
use crate::import::{Importer, new_label};
use crate::json::line_at;
use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, Part, ReadError, ReadOptions, Sample, WriteOptions,
    plain_text,
};

/// The labelling configuration.
pub struct LabelStudioConfig;

impl Format for LabelStudioConfig {
    fn info(&self) -> &'static Info {
        &Info {
            id: "label-studio-config",
            name: "Label Studio labelling configuration",
            extensions: &["xml"],
            directions: Directions::Both,
            unit: None,
            is_lines: false,
            is_configuration: true,
            overlaps: true,
            keeps: &[Part::LabelDefinitions],
            summary: "the labels with colours, keys and descriptions; no documents",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        sample.all(&["<View", "<Label"], 95)
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        let text = plain_text::decode(file.bytes)?;
        let mut importer = Importer::new(file.name, options);
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = quick_xml::Reader::from_str(text);
        let mut labels: Vec<Label> = Vec::new();
        let (mut has_view, mut line, mut counted) = (false, 1, 0);
        loop {
            let at = text.floor_char_boundary(reader.buffer_position() as usize);
            (line, counted) = (line + line_at(&text[counted..], at - counted) - 1, at);
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(Event::DocType(_)) => importer.warn(line, "DOCTYPE", "document types are not read; left out"),
                Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                    "View" => has_view = true,
                    "Label" => match label(&tag, labels.len()) {
                        Ok(label) if labels.iter().all(|known| known.name != label.name) => labels.push(label),
                        Ok(label) => importer.warn(line, "Label", format!("{:?} is there twice; left out", label.name)),
                        Err(message) => importer.warn(line, "Label", message),
                    },
                    _ => {}
                },
                Ok(_) => {}
                Err(error) if labels.is_empty() => {
                    return Err(ReadError::NotThis { expected: self.info().name, found: error.to_string() });
                }
                Err(error) => {
                    importer.warn(line, "XML", format!("{error}; what follows is left out"));
                    break;
                }
            }
        }
        if !has_view && labels.is_empty() {
            return Err(ReadError::NotThis { expected: self.info().name, found: "it has no View and no Label".into() });
        }
        match LabelSet::new(labels) {
            Ok(labels) => importer.define(labels),
            Err(error) => importer.warn(1, "Label", error.to_string()),
        }
        Ok(importer.done())
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        let mut labels: Vec<&Label> = Vec::new();
        for (_, label) in sessions.iter().flat_map(|session| session.labels().iter()) {
            if labels.iter().all(|known| known.name != label.name) {
                labels.push(label);
            }
        }
        Exported::one(self.info(), write_config(&labels), Vec::new())
    }
}

fn write_config(labels: &[&Label]) -> String {
    let mut out = format!("<View>\n  <Labels name=\"{CONTROL}\" toName=\"{OBJECT}\">\n");
    for label in labels {
        out.push_str("    <Label");
        let key = label.key.map(String::from).unwrap_or_default();
        let colour = label.colour.to_string();
        let fields = [("value", &*label.name), ("background", &colour), ("hotkey", &key), ("hint", &label.description)];
        for (name, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
            out.push_str(&format!(" {name}=\"{}\"", escape(text)));
        }
        out.push_str("/>\n");
    }
    out.push_str(&format!("  </Labels>\n  <Text name=\"{OBJECT}\" value=\"$text\"/>\n</View>\n"));
    out
}

/// Escaped for an attribute; line ends and tabs as references, since XML turns them into spaces.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push_str(&format!("&#{};", c as u32)),
            c => out.push(c),
        }
    }
    out
}

fn label(tag: &BytesStart<'_>, index: usize) -> Result<Label, String> {
    let mut fields = [const { None }; 4];
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| format!("{error}; left out"))?;
        let names = ["value", "background", "hotkey", "hint"];
        if let Some(field) = names.iter().position(|name| *name == attribute.key.local_name().as_ref()) {
            let text = quick_xml::escape::unescape(&attribute.value).map_err(|error| format!("{error}; left out"))?;
            fields[field] = Some(text.into_owned());
        }
    }
    let [name, background, hotkey, hint] = fields;
    let name = name.filter(|name| !name.is_empty()).ok_or("it has no value; left out")?;
    let mut label = new_label(&name, index);
    if let Some(colour) = background.and_then(|text| text.parse::<Colour>().ok()) {
        label.colour = colour;
    }
    label.key = hotkey.as_deref().and_then(|key| key.chars().next());
    label.description = hint.unwrap_or_default().into();
    Ok(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use annotation::Document;

    fn read(xml: &str) -> Result<ImportedFile, ReadError> {
        let file = File { name: "config.xml", bytes: xml.as_bytes() };
        LabelStudioConfig.read(&file, &ReadOptions::default())
    }

    #[test]
    fn labels_are_written_and_read() {
        let mut labels: Vec<Label> = LabelSet::ontonotes().iter().map(|(_, label)| label.clone()).collect();
        labels[0].description = "<a> & \"b\"\n\tc".into();
        labels[1].key = None;
        let labels = LabelSet::new(labels).unwrap();
        let session = Session::new(Document::new("d", "".into()), labels.clone());
        let exported = LabelStudioConfig.write(&[session], &WriteOptions::default());
        let xml = String::from_utf8(exported.files[0].bytes.clone()).unwrap();
        assert_eq!(read(&xml).unwrap().labels, Some(labels));
    }

    #[test]
    fn entities_and_damage_are_said() {
        let bomb = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><View><Label value=\"&b;\"/><Label value=\"X\"/></View>";
        let imported = read(bomb).unwrap();
        assert_eq!(imported.warnings.len(), 2, "{:?}", imported.warnings);
        assert_eq!(imported.labels.unwrap().iter().map(|(_, label)| &*label.name).collect::<Vec<_>>(), ["X"]);
        let truncated = read("<View><Labels>\n<Label value=\"X\"/>\n<Label value=").unwrap();
        assert_eq!(truncated.warnings[0].line, 3);
        assert!(read("no xml").is_err());
        assert!(read(&"<View>".repeat(100_000)).unwrap().labels.unwrap().is_empty());
    }
}
