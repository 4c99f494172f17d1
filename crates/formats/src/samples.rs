//! Sessions for tests: generated ones with every kind of character and of overlap, and the golden vector.

use annotation::{
    Annotation, AnnotationId, Document, Extent, LabelId, LabelSet, Modifier, Origin, Score, Session, Software, Status,
    TextRange, Value, ValueKind,
};
use proptest::prelude::*;

use crate::golden;

fn any_value() -> impl Strategy<Value = Option<Box<Value>>> {
    let extent = prop_oneof![
        "-?[0-9]{1,30}(\\.[0-9]{1,4})?".prop_map(Extent::exact),
        Just(Extent::Range { from: None, to: Some("3".into()) }),
        Just(Extent::range("1", "2")),
        Just(Extent::Unknown),
    ];
    let modifier = prop::option::of(prop::sample::select(Modifier::ALL.to_vec()));
    let money = (extent, modifier, any::<bool>()).prop_map(|(extent, modifier, assumed)| {
        let value = Value::new(ValueKind::Money, extent, Some("EUR")).unwrap();
        Some(Box::new(value.with_modifier(modifier).with_assumed(assumed)))
    });
    prop_oneof![Just(None), money]
}

fn any_origin() -> impl Strategy<Value = Origin> {
    let tagger = ("[a-z @|;]{1,6}", "[0-9.@]{0,3}")
        .prop_map(|(name, version)| Origin::Tagger(Software { name: name.into(), version: version.into() }.into()));
    prop_oneof![2 => Just(Origin::Human), 1 => tagger]
}

/// Texts with emoji, joiners, combining marks, CJK, right-to-left letters, line ends, tabs and white space in runs,
/// and with what formats escape.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    "([a-z]{1,4}|[a-z \t\r\n\"'\\\\]|  |\r\n|\n\n|\u{a0}|🗼|👩\u{200d}🚀|🇯🇵|e\u{301}|東京|ע|م|\u{feff}|\0|\u{2028}\
     |[<>&;,|_*#\\[\\](){}=@.:-]|[0-9]|-DOCSTART-|#Text=|\u{85}){0,24}"
}

/// Sessions on such texts, with overlapping and nested annotations that have everything an annotation can have.
pub(crate) fn any_session() -> impl Strategy<Value = Session> {
    let fields = (0u16..18, 0usize..3, any_origin(), prop::option::of(0u16..=1000), any_value(), "(\\PC|[\n\t]){0,5}");
    let annotation = (any::<(u16, u16)>(), fields);
    let date = prop::option::of(Just("2024-05-06".parse().unwrap()));
    (any_text(), date, prop::collection::vec(annotation, 0..12)).prop_map(|(text, date, annotations)| {
        let boundaries: Vec<u32> =
            (0..=text.len()).filter(|&at| text.is_char_boundary(at)).map(|at| at as u32).collect();
        let pick = |number: u16| boundaries[usize::from(number) % boundaries.len()];
        let annotations = annotations.into_iter().enumerate().filter_map(|(index, ((start, end), fields))| {
            let (label, status, origin, score, value, note) = fields;
            let (start, end) = (pick(start).min(pick(end)), pick(start).max(pick(end)));
            (start < end).then(|| Annotation {
                id: AnnotationId(index as u32 + 1),
                range: TextRange::new(start.into(), end.into()),
                label: LabelId(label),
                status: Status::ALL[status],
                origin,
                score: score.and_then(Score::new),
                value,
                note: (!note.is_empty()).then(|| note.into()),
                unknown: None,
            })
        });
        let mut document = Document::new("d", text.as_str().into());
        document.reference_date = date;
        document.is_done = date.is_some_and(|date| date.day() % 2 == 1);
        Session::restore(document, LabelSet::ontonotes(), annotations).unwrap()
    })
}

/// An accepted annotation by a person, with nothing else.
pub(crate) fn plain_annotation(id: u32, range: TextRange, label: LabelId) -> Annotation {
    Annotation {
        id: AnnotationId(id),
        range,
        label,
        status: Status::Accepted,
        origin: Origin::Human,
        score: None,
        value: None,
        note: None,
        unknown: None,
    }
}

/// The golden vector as a session; labels in the order of the default set.
pub(crate) fn golden_session() -> Session {
    let annotations = golden::QUOTES.iter().enumerate().map(|(index, (_, offsets))| {
        let (start, end) = offsets[crate::Unit::Utf8 as usize];
        plain_annotation(index as u32 + 1, TextRange::new(start.into(), end.into()), LabelId(index as u16))
    });
    Session::restore(Document::new("golden", golden::TEXT.into()), LabelSet::ontonotes(), annotations).unwrap()
}
