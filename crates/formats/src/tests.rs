//! What every format promises: what is written is what is read, but for the losses that were listed.

use std::collections::HashMap;

use annotation::{Annotation, LabelId, Origin, Session, Status};
use proptest::prelude::*;

use crate::samples::{any_session, golden_session};
use crate::*;

/// The session that an export should give back: the one that went in, with its losses applied.
fn expected(info: &Info, session: &Session, losses: &[Loss]) -> Vec<Annotation> {
    let mut annotations: HashMap<_, Annotation> = session.annotations().iter().map(|a| (a.id, a.clone())).collect();
    for loss in losses {
        let Some(lost) = &loss.annotation else { continue };
        let Some(annotation) = annotations.get_mut(&lost.id) else { continue };
        match &loss.what {
            What::Dropped(_) => _ = annotations.remove(&lost.id),
            What::Moved(range, _) => annotation.range = *range,
            What::Without(parts) => parts.iter().for_each(|part| match part {
                Part::Status => annotation.status = Status::Accepted,
                Part::Origin => annotation.origin = Origin::Human,
                Part::Score => annotation.score = None,
                Part::Value => annotation.value = None,
                Part::Note => annotation.note = None,
                other => panic!("no test knows what is left without {other:?}"),
            }),
            What::Doubtful(_) => {}
            other => panic!("no test knows what {other:?} leaves"),
        }
    }
    let mut annotations: Vec<Annotation> = annotations.into_values().collect();
    annotations.iter_mut().for_each(|annotation| plain_id(info, annotation));
    sorted(annotations)
}

/// Without the id, for formats that number anew.
fn plain_id(info: &Info, annotation: &mut Annotation) {
    if !info.keeps.contains(&Part::Id) {
        annotation.id.0 = 0;
    }
}

fn sorted(mut annotations: Vec<Annotation>) -> Vec<Annotation> {
    annotations.sort_by_cached_key(|a| (a.range.start(), std::cmp::Reverse(a.range.end()), a.label, format!("{a:?}")));
    annotations
}

/// What a format reads of a file.
pub(crate) fn read(format: &dyn Format, name: &str, content: &str) -> ImportedFile {
    import(format, &File { name, bytes: content.as_bytes() }, &ReadOptions::default()).unwrap()
}

/// The one file that a format writes, with no losses.
pub(crate) fn write_lossless(format: &dyn Format, sessions: &[Session]) -> String {
    let exported = export(format, sessions, &WriteOptions::default());
    assert_eq!(exported.losses, []);
    String::from_utf8(exported.files[0].bytes.clone()).unwrap()
}

/// Reads what was written; files that belong together, together.
fn read_back(format: &dyn Format, exported: &Exported, options: &ReadOptions) -> ImportedFile {
    let files: Vec<File<'_>> =
        exported.files.iter().map(|file| File { name: &file.name, bytes: &file.bytes }).collect();
    format.read_together(&files, options)
}

fn check_round_trip(format: &dyn Format, session: &Session) -> Result<(), TestCaseError> {
    let info = format.info();
    let exported = export(format, std::slice::from_ref(session), &WriteOptions::default());
    let keeps_text = info.keeps.contains(&Part::WhiteSpace);
    let text = (!keeps_text).then(|| session.document().text().into());
    let imported = read_back(format, &exported, &ReadOptions { text, ..ReadOptions::default() });
    prop_assert_eq!(&imported.warnings, &[], "{}: {}", info.id, shown(&exported));
    prop_assert_eq!(imported.sessions.len(), 1, "{}", info.id);
    let again = &imported.sessions[0];
    let document = session.document();
    prop_assert_eq!(again.document().text(), document.text(), "{}", info.id);
    for (part, found, wanted) in [
        (Part::DocumentId, Some(&again.document().id), Some(&document.id)),
        (Part::Title, Some(&again.document().title), Some(&document.title)),
        (Part::Source, again.document().source.as_ref(), document.source.as_ref()),
        (Part::Language, again.document().language.as_ref(), document.language.as_ref()),
    ] {
        let says_so = |what: &What| matches!(what, What::Without(parts) if parts.contains(&part));
        let is_lost = exported.losses.iter().any(|loss| loss.annotation.is_none() && says_so(&loss.what));
        prop_assert!(found == wanted || is_lost || !info.keeps.contains(&part), "{} {part:?}", info.id);
    }
    if info.keeps.contains(&Part::ReferenceDate) {
        prop_assert_eq!(again.document().reference_date, document.reference_date, "{}", info.id);
    }
    prop_assert!(again.document().is_done == document.is_done || !info.keeps.contains(&Part::Done), "{}", info.id);
    let name = |session: &Session, label: LabelId| session.labels().get(label).name.clone();
    let same_label = |annotation: &Annotation| Annotation {
        label: session.labels().find(&name(again, annotation.label)).expect("labels keep their names"),
        ..annotation.clone()
    };
    let mut found: Vec<Annotation> = again.annotations().iter().map(same_label).collect();
    found.iter_mut().for_each(|annotation| plain_id(info, annotation));
    let expected = expected(info, session, &exported.losses);
    prop_assert_eq!(sorted(found), expected, "{}: {}", info.id, shown(&exported));

    // What was read is written as it was: the file is canonical. Annotations that were moved may have changed places.
    let bytes = |exported: &Exported| exported.files.iter().map(|file| file.bytes.clone()).collect::<Vec<_>>();
    let mut written = exported;
    if written.losses.iter().any(|loss| matches!(loss.what, What::Moved(..))) {
        written = export(format, &imported.sessions, &WriteOptions::default());
    }
    let options = ReadOptions { text: (!keeps_text).then(|| document.text().into()), ..ReadOptions::default() };
    let again = export(format, &read_back(format, &written, &options).sessions, &WriteOptions::default());
    prop_assert!(bytes(&again) == bytes(&written), "{}: {} became {}", info.id, shown(&written), shown(&again));
    Ok(())
}

fn shown(exported: &Exported) -> String {
    exported.files.iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect()
}

fn readable() -> impl Iterator<Item = &'static dyn Format> {
    FORMATS
        .iter()
        .copied()
        .filter(|format| format.info().directions == Directions::Both && !format.info().is_configuration)
}

#[test]
fn the_golden_vector_comes_back_from_every_format() {
    for format in readable() {
        let info = format.info();
        let exported = export(format, &[golden_session()], &WriteOptions::default());
        let text = (!info.keeps.contains(&Part::WhiteSpace)).then(|| golden::TEXT.into());
        let imported = read_back(format, &exported, &ReadOptions { text, ..ReadOptions::default() });
        let session = &imported.sessions[0];
        let quotes: Vec<&str> = session.annotations().iter().map(|a| session.document().slice(a.range)).collect();
        assert_eq!(quotes, golden::QUOTES.map(|(quote, _)| quote), "{}: {}", info.id, shown(&exported));
        if let (Some(unit), [file]) = (info.unit, &*exported.files) {
            let text = String::from_utf8_lossy(&file.bytes);
            for (quote, offsets) in golden::QUOTES {
                let (start, end) = offsets[unit as usize];
                let number = |number: u32| text.split(|c: char| !c.is_ascii_digit()).any(|n| n == number.to_string());
                assert!(number(start) && (number(end) || number(end - start)), "{}: {quote} in {unit}", info.id);
            }
        }
    }
}

/// How many generated sessions each format is checked with; set `CASES` for more.
pub(crate) fn cases() -> ProptestConfig {
    let cases = std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, max_shrink_iters: 400, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]
    #[test]
    fn what_is_written_is_read_but_for_the_losses_listed(session in any_session()) {
        for format in readable() {
            check_round_trip(format, &session)?;
        }
    }

    #[test]
    fn any_damage_is_survived(session in any_session(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        for format in readable() {
            let mut exported = export(format, std::slice::from_ref(&session), &WriteOptions::default());
            for file in exported.files.iter_mut().filter(|file| !file.bytes.is_empty()) {
                let at = at.index(file.bytes.len());
                file.bytes[at] = byte;
            }
            let _never_panics = read_back(format, &exported, &ReadOptions::default());
            exported.files.iter_mut().for_each(|file| file.bytes.truncate(at.index(file.bytes.len() + 1)));
            let _never_panics = read_back(format, &exported, &ReadOptions::default());
        }
    }
}
