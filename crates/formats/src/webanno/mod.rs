//! WebAnno TSV 3.3, INCEpTION's older exchange format: a token a line, annotations in columns.
//!
//! <https://inception-project.github.io/releases/36.0/docs/user-guide.html#sect_formats_webannotsv3>; UTF-16 code units.
//! Annotations are DKPro's `NamedEntity` with the label in `value`. Tokens are cut at every edge; overlaps are told apart
//! by numbers in brackets.
//!
//! What is lost: white space between sentences (a gap is read as line ends, unless the text is given), white space at
//! the edges of an annotation, everything beside range and label, rejected annotations.
//! Not supported: other features of a layer than `value` or the first, relations, chains and slots (said when read).

mod read;
mod write;

use annotation::Session;

use crate::{
    Directions, Exported, File, Format, ImportedFile, Info, ReadError, ReadOptions, Sample, Unit, WriteOptions,
};

/// WebAnno TSV 3.3.
pub struct WebAnno;

const NAMED_ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";

impl Format for WebAnno {
    fn info(&self) -> &'static Info {
        &Info {
            id: "webanno",
            name: "WebAnno TSV 3.3",
            extensions: &["tsv"],
            directions: Directions::Both,
            unit: Some(Unit::Utf16),
            is_lines: false,
            is_configuration: false,
            overlaps: true,
            keeps: &[],
            summary: "words, ranges and labels; loses status, values, notes and white space between sentences",
        }
    }

    fn recognise(&self, sample: &Sample<'_>) -> u8 {
        if sample.text.trim_start_matches('\u{feff}').starts_with("#FORMAT=WebAnno TSV 3") { 100 } else { 0 }
    }

    fn read(&self, file: &File<'_>, options: &ReadOptions) -> Result<ImportedFile, ReadError> {
        read::read(file, options)
    }

    fn write(&self, sessions: &[Session], _options: &WriteOptions) -> Exported {
        write::write(self.info(), sessions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> (String, Vec<String>, Vec<String>) {
        let file = File { name: "a.tsv", bytes: content.as_bytes() };
        let imported = WebAnno.read(&file, &ReadOptions::default()).unwrap();
        let session = &imported.sessions[0];
        let shown = |a: &annotation::Annotation| {
            format!("{} {}", session.labels().get(a.label).name, session.document().slice(a.range))
        };
        let warnings = imported.warnings.iter().map(ToString::to_string).collect();
        (session.document().text().to_owned(), session.annotations().iter().map(shown).collect(), warnings)
    }

    #[test]
    fn stacks_subtokens_and_several_layers_are_read() {
        let (text, annotations, warnings) = read(
            "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Pos|coarse|PosValue\n#T_SP=de.x.NamedEntity|identifier|value\n\n\n\
             #Text=I like 😊 NYC.\n1-1\t0-1\tI\t*\tPRON\t_\t_\t\n1-2\t2-6\tlike\t_\t_\t*\t*\t\n\
             1-3\t7-9\t😊\t_\t_\t*[1]|*[2]\tW\\_A[1]|B[2]\t\n1-4\t10-14\tNYC.\t_\t_\t*[2]\tB[2]\t\n\
             1-4.1\t10-13\tNYC\t_\t_\t*\tGPE\t\n\n#Text=Two\\tlines\n#Text=x\n2-1\t16-27\tTwo\t_\t_\t_\t_\t\n",
        );
        assert_eq!(text, "I like 😊 NYC.\n\nTwo\tlines\nx");
        assert_eq!(annotations, ["Pos I", "NamedEntity like", "B 😊 NYC.", "W_A 😊", "GPE NYC"]);
        assert!(warnings.iter().all(|warning| warning.contains("is new")), "{warnings:#?}");
    }

    #[test]
    fn damage_is_said() {
        let head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=a|value\n\n\n#Text=Ana\n";
        for (line, message) in [
            ("1-1\t0-x\tAna\tORG\t", "a.tsv, line 6: offsets: \"0-x\" is not a start and an end; left out"),
            ("1-1\t0-3\tAna", "a.tsv, line 6: columns: it has 0 of 1 columns; left out"),
            ("1-1\t5-9\tAna\tORG\t", "a.tsv, line 6: tokens[0]: offset 9 is past the text (8 in utf16); left out"),
        ] {
            let (_, _, warnings) = read(&format!("{head}{line}\n"));
            assert_eq!(warnings, [message]);
        }
        assert!(WebAnno.read(&File { name: "a", bytes: b"x" }, &ReadOptions::default()).is_err());
    }
}
