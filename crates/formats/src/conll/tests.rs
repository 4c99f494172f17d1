//! Schemes, columns, and lines that are wrong.

use super::scheme::decode;
use super::*;

/// The annotations of a file as `quote/LABEL`, and its warnings.
fn read(content: &str, text: Option<&str>) -> (String, Vec<String>) {
    let options = ReadOptions { text: text.map(Into::into), ..ReadOptions::default() };
    let imported = Conll2003.read(&File { name: "a.conll", bytes: content.as_bytes() }, &options).unwrap();
    let shown = |session: &Session| {
        let one = |a: &annotation::Annotation| {
            format!("{}/{}", session.document().slice(a.range), session.labels().get(a.label).name)
        };
        session.annotations().iter().map(one).collect::<Vec<_>>().join(" ")
    };
    let sessions: Vec<String> = imported.sessions.iter().map(shown).collect();
    (sessions.join(" | "), imported.warnings.iter().map(ToString::to_string).collect())
}

#[test]
fn every_scheme_tells_neighbours_apart() {
    let chunks = [(0, 2, "A"), (2, 3, "A"), (3, 6, "B"), (7, 8, "A")];
    for scheme in TagScheme::ALL {
        let mut tags = vec!["O".to_owned(); 9];
        for (place, (start, end, label)) in chunks.into_iter().enumerate() {
            let follows_alike = place == 1;
            for (index, tag) in tags[start..end].iter_mut().enumerate() {
                *tag = format!("{}-{label}", scheme.letter(index, end - start, follows_alike));
            }
        }
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        assert_eq!(decode(&tags), chunks, "{scheme:?}: {tags:?}");
    }
    assert_eq!(
        decode(&["I-A", "L-B", "E-B", "U-A", "I-A"]),
        [(0, 1, "A"), (1, 2, "B"), (2, 3, "B"), (3, 4, "A"), (4, 5, "A")]
    );
}

#[test]
fn columns_are_found() {
    let conll2003 = "-DOCSTART- -X- O O\n\nU.N. NNP I-NP I-ORG\nofficial NN I-NP O\n\nEkeus NNP I-NP I-PERSON\n";
    assert_eq!(read(conll2003, None).0, "U.N./ORG Ekeus/PERSON");
    let germeval = "#\tsource\n1\tSony\tB-ORG\tO\n2\tCorp\tI-ORG\tB-LAW\n0\t\n1\tx\tO\tO\n";
    assert_eq!(read(germeval, None).0, "Sony Corp/ORG Corp/LAW");
    assert_eq!(read("-DOCSTART- O\r\n\r\nA\tB-ORG\r\n\r\n-DOCSTART- O\r\nB\tO\r\n", None).0, "A/ORG | ");
    assert_eq!(read("5.2 B-MONEY\nm I-MONEY", Some("\u{feff}€5.2m 🗼")).0, "5.2m/MONEY");
}

#[test]
fn lines_that_are_wrong_are_said() {
    let (found, warnings) = read("Ana B-PERSON\nBo\nCy X-ORG\n \t\nDi S-PERSON\n", None);
    assert_eq!(found, "Ana/PERSON Di/PERSON");
    assert_eq!(
        warnings,
        [
            "a.conll, line 2: line: the word \"Bo\" has no tag; read as O",
            "a.conll, line 3: line: \"X-ORG\" is not a tag such as O, B-ORG or I-ORG; read as O",
        ]
    );
    let (_, warnings) = read("Ana O\n", Some("Bo"));
    assert_eq!(warnings, ["a.conll, line 1: text: the words are not those of the text given; read without it"]);
}
