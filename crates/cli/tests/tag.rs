//! `postil tag` as it is called.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn postil(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    let command = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

#[test]
fn standard_input_is_tagged_in_the_unit_that_was_asked_for() {
    let output = postil(&["tag", "--offset-unit", "utf16", "--format", "jsonl"], "🗼 €5 million");
    let file: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let annotation = &file["annotations"][0];
    assert_eq!(
        (&annotation["start"], &annotation["end"], &annotation["label"]),
        (&3.into(), &13.into(), &"MONEY".into())
    );
    assert_eq!(annotation["value"], serde_json::json!({"kind": "money", "value": "5000000", "unit": "EUR"}));
    assert!(output.status.success());
}

#[test]
fn relative_dates_are_counted_from_the_day_the_document_was_written() {
    let value = |output: &Output| {
        let file: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (file["document"]["reference_date"].clone(), file["annotations"][0]["value"]["value"].clone())
    };
    let first = postil(&["tag", "--date", "2024-05-06"], "Yesterday it rained.");
    assert_eq!(value(&first), ("2024-05-06".into(), "2024-05-05".into()));
    // The file says its own day, and keeps it.
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dated.json");
    std::fs::write(&path, &first.stdout).unwrap();
    let again = postil(&["tag", "--date", "1999-01-01", &path.to_string_lossy()], "");
    assert_eq!(value(&again), ("2024-05-06".into(), "2024-05-05".into()));
    assert_eq!(value(&postil(&["tag"], "Yesterday it rained.")), (().into(), ().into()));
    assert_eq!(postil(&["tag", "--date", "2024-02-30"], "").status.code(), Some(2), "a usage error");
}

#[test]
fn what_a_text_leaves_open_is_read_as_asked() {
    let values = |arguments: &[&str]| {
        let output = postil(&[&["tag"], arguments].concat(), "1/2/2024: 1.234,5 people; the last sentence");
        let file: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let annotations = file["annotations"].as_array().unwrap().iter();
        annotations.map(|one| one["value"]["value"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(values(&[])[0], "2024-01-02");
    assert_eq!(values(&["--day-first", "--decimal-comma", "--relative-places"]), ["2024-02-01", "1234.5", "-1"]);
}

#[test]
fn a_bad_file_is_reported_and_the_rest_goes_on() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tag");
    std::fs::create_dir_all(&folder).unwrap();
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    std::fs::write(path("bad.docx"), b"a\xFF").unwrap();
    std::fs::write(path("old.txt"), b"caf\xE9 in 2018").unwrap();
    std::fs::write(path("good.txt"), "In 2019.").unwrap();
    let output = postil(
        &["tag", &path("bad.docx"), &path("none.txt"), &path("old.txt"), &path("good.txt"), "--out", &path("out")],
        "",
    );
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("bad.docx: this is not a Word document") && errors.contains("none.txt: "), "{errors}");
    assert!(errors.contains("old.txt: not UTF-8; read as windows-1252, which is a guess"), "{errors}");
    assert!(std::fs::read_to_string(folder.join("out/old.json")).unwrap().contains("café in"));
    assert_eq!(output.status.code(), Some(1));
    assert!(std::fs::read_to_string(folder.join("out/good.json")).unwrap().contains("\"quote\":\"2019\""));
    assert_eq!(postil(&["tag", "--offset-unit", "words"], "").status.code(), Some(2), "a usage error");
}
