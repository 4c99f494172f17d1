//! Round trips, the schema, and files that are wrong.

use annotation::{AnnotationId, LabelId, OffsetUnit};
use proptest::prelude::*;

use super::record::{AnnotationRecord, FileRecord, LabelRecord};
use super::{SCHEMA, read, write, write_line};
use crate::ReadError;
use crate::samples::any_session;

#[test]
fn the_schema_is_that_of_the_records() {
    let generated =
        schemars::schema_for!(FileRecord<'static, Vec<LabelRecord<'static>>, Vec<AnnotationRecord<'static>>>);
    let generated = serde_json::to_string_pretty(&generated).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/native/native.schema.json"), &generated).unwrap();
    } else {
        assert_eq!(generated, SCHEMA, "run the tests with UPDATE=1 to write the schema anew");
    }
}

/// A file with one annotation whose fields are `fields`.
fn file(fields: &str) -> String {
    format!(
        "{{\n\"format\":\"postil\",\"version\":1,\"generator\":{{\"name\":\"x\",\"version\":\"2\"}},\n\
         \"offset_unit\":\"code_point\",\n\"document\":{{\"id\":\"d\",\"title\":\"t\",\"text\":\"a 🗼 b\"}},\n\
         \"labels\":[],\n\"annotations\":[\n{fields}\n]}}"
    )
}

#[test]
fn what_is_wrong_is_said_and_the_rest_is_read() {
    let one = |changed: &str| {
        let good =
            r#"{"id":7,"start":2,"end":3,"quote":"🗼","label":"FAC","status":"accepted","origin":{"by":"human"}}"#;
        let (from, to) = changed.split_once(" -> ").unwrap();
        assert!(good.contains(from), "{from}");
        file(&good.replace(from, to))
    };
    for (changed, warning) in [
        (r#""end":3 -> "end":9"#, "line 7: annotations[0]: offset 9 is past the text (5 in code_point); left out"),
        (r#""end":3 -> "end":1"#, "line 7: annotations[0]: end 1 is not behind start 2; left out"),
        (r#""end":3 -> "end":-1"#, "line 7: annotations[0]: invalid value: integer `-1`, expected u32; left out"),
        (
            r#""start":2 -> "start":1"#,
            "line 7: annotations[0]: the text from 1 to 3 is \" 🗼\", the quote is \"🗼\"; left out",
        ),
        (r#""label":"FAC" -> "label":"""#, "line 7: annotations[0]: it has no label; left out"),
        (
            r#""accepted" -> "maybe""#,
            "line 7: annotations[0]: status \"maybe\" is not suggested, accepted or rejected; left out",
        ),
        (r#""id":7 -> "id":7,"score":1001"#, "line 7: annotations[0]: score 1001 is above 1000; left out"),
    ] {
        let imported = read(one(changed).as_bytes()).unwrap();
        assert_eq!(imported.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(), [warning]);
        assert!(imported.session.annotations().is_empty());
    }
    for (changed, warning) in [
        ("FAC -> FAC", "line 7: annotations[0]: label \"FAC\" is not in the file's list; added to it"),
        (
            r#""FAC" -> "FAC","value":{"kind":"money","value":"1e5","unit":"EUR"}"#,
            "line 7: annotations[0]: value: \"1e5\" is not a number such as -12.50 or 2/3; read without it",
        ),
    ] {
        let imported = read(one(changed).as_bytes()).unwrap();
        assert_eq!(imported.warnings[0].to_string(), warning);
        assert_eq!(imported.session.annotations().get(AnnotationId(7)).unwrap().label, LabelId(0));
    }
}

#[test]
fn files_that_are_not_ours_are_refused_with_a_reason() {
    let good = file("");
    for (json, message) in [
        (String::new(), "line 1, column 0: not JSON: EOF while parsing a value"),
        ("{\n\"format\"".into(), "line 2, column 8: not JSON: EOF while parsing an object"),
        ("[1]".into(), "this JSON is not a Postil file: it is not an object"),
        ("{\"text\":\"\"}".into(), "this JSON is not a Postil file: it has no field \"format\""),
        ("{\"format\":\"cas\"}".into(), "this JSON is not a Postil file: its format is \"cas\""),
        ("{\"format\":\"postil\"}".into(), "this JSON is not a Postil file: it has no version number"),
        (
            good.replace("\"version\":1", "\"version\":2"),
            "the file has version 2, this Postil reads version 1; use a newer Postil",
        ),
        (good.replace("\"text\"", "\"texts\""), "line 4: missing field `text`"),
        (good.replace("code_point", "bytes"), "line 3: offset_unit \"bytes\" is not code_point, utf16 or utf8"),
        (good.replace('🗼', "\\ud83d"), "line 4: unexpected end of hex escape"),
    ] {
        let error = read(json.as_bytes()).map(|_| ()).unwrap_err().to_string();
        assert_eq!(error, message, "{json}");
    }
    assert_eq!(read(b"{\xFF}").map(|_| ()), Err(ReadError::NotUtf8 { byte: 1 }));
    assert!(read("[".repeat(100_000).as_bytes()).is_err(), "depth is bounded");
}

#[test]
fn unknown_fields_survive() {
    let json = file(
        r#"{"id":1,"start":0,"end":1,"quote":"a","label":"X","status":"accepted","origin":{"by":"human"},"mood":[1]}"#,
    )
    .replace(
        "\"labels\":[]",
        r##""labels":[{"name":"X","kind":"entity","colour":"#000000","icon":"y"}],"extra":{"z":null}"##,
    )
    .replace("\"title\"", "\"desk\":1.50,\"title\"");
    let session = read(json.as_bytes()).unwrap().session;
    let written = write(&session, OffsetUnit::Utf8Byte);
    for kept in [r#""mood":[1]"#, r#""icon":"y""#, r#""extra":{"z":null}"#, r#""desk":1.5"#] {
        assert!(written.contains(kept), "{kept}");
    }
    let again = read(written.as_bytes()).unwrap();
    assert_eq!(again.warnings, []);
    assert_eq!(write(&again.session, OffsetUnit::Utf8Byte), written);
}

proptest! {
    #[test]
    fn write_then_read_is_identity_in_every_unit(session in any_session()) {
        for unit in OffsetUnit::ALL {
            for json in [write(&session, unit), write_line(&session, unit)] {
                let imported = read(json.as_bytes()).unwrap();
                prop_assert_eq!(&imported.warnings, &[]);
                prop_assert_eq!(imported.session.document(), session.document());
                prop_assert_eq!(imported.session.labels(), session.labels());
                prop_assert!(imported.session.annotations().iter().eq(session.annotations().iter()));
            }
        }
    }

    #[test]
    fn any_damage_is_survived(session in any_session(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut json = write(&session, OffsetUnit::CodePoint).into_bytes();
        let at = at.index(json.len());
        json[at] = byte;
        let _never_panics = read(&json);
        let _never_panics = read(&json[..at]);
    }
}
