//! `postil convert` as it is called: what goes in, what comes out, what is said.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn postil(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_postil")).current_dir(folder).args(arguments).output().expect("the program starts")
}

/// A new folder for the files of one test.
fn folder(name: &str) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _it_may_not_be_there = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

#[test]
fn bad_records_are_said_with_their_lines_and_the_rest_goes_on() {
    let folder = folder("bad_records");
    let mut lines: Vec<u8> = Vec::new();
    // More than one piece, so that lines are counted on from piece to piece.
    let good = format!("{{\"text\":\"Ana {}\",\"label\":[[0,3,\"PERSON\"]]}}\n", "🗼".repeat(300));
    lines.extend(b"{\"text\":\"cut o\n");
    for _ in 0..6000 {
        lines.extend(good.as_bytes());
    }
    lines.extend(
        b"broken\n{\"text\":\"\xff\",\"label\":[]}\n{\"text\":\"Bo\",\"label\":[[0,9,\"PERSON\"],[0,2,\"PERSON\"]]}\n",
    );
    fs::write(folder.join("in.jsonl"), lines).unwrap();
    let done = postil(&folder, &["convert", "in.jsonl", "--to", "prodigy", "-o", "out.jsonl"]);
    assert_eq!(
        String::from_utf8(done.stderr).unwrap(),
        "in.jsonl, line 1: record: EOF while parsing a string; left out\n\
         in.jsonl, line 6003: line: byte 9 of the line is not UTF-8; the line is left out\n\
         in.jsonl, line 6002: record: expected value; left out\n\
         in.jsonl, line 6004: label[0]: offset 9 is past the text (2 in utf16); left out\n\
         postil: 6001 documents, 6001 annotations; 4 warnings, 0 losses\n"
    );
    assert!(done.status.success());
    assert_eq!(fs::read_to_string(folder.join("out.jsonl")).unwrap().lines().count(), 6001);
}

#[test]
fn folders_and_zips_are_taken_and_losses_listed() {
    let folder = folder("losses");
    fs::create_dir_all(folder.join("in/deep")).unwrap();
    fs::write(folder.join("in/deep/a.txt"), "Ana 🗼\nBo").unwrap();
    fs::write(folder.join("in/deep/a.ann"), "T1\tPERSON 0 3\tAna\nT2\tORG 0 5\tAna 🗼\n").unwrap();
    let done = postil(&folder, &["convert", "in", "--to", "postil", "-o", "a.zip"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let done = postil(&folder, &["convert", "a.zip", "--to", "conll2002", "--losses", "losses.txt"]);
    assert_eq!(String::from_utf8(done.stdout).unwrap(), "-DOCSTART- O\n\nAna B-ORG\n🗼 I-ORG\n\nBo O\n\n");
    let losses = fs::read_to_string(folder.join("losses.txt")).unwrap();
    assert!(losses.contains("a: annotation 1 (PERSON \"Ana\" at 0–3): dropped: it shares a word"), "{losses}");
    let done = postil(&folder, &["convert", "nothing", "--to", "csv"]);
    assert_eq!(done.status.code(), Some(1));
}
