//! What tasks have that a session has no place for, as unknown fields: of a document `task` (the task's own fields),
//! `data`, `text` (the name of the field that is the text), `from_name` and `to_name`, `annotations` and `predictions`
//! without their results; of an annotation the fields of its result.

use super::tasks::{ID, Judgement, META_FIELDS, Region};
use super::{CONTROL, OBJECT};
use crate::import::{Draft, Importer};
use crate::json::{Kept, Object, Rest, describe_and_keep, filled, is_per_mille, keep, push_text, unknown};

/// What is kept of a task while it is read.
#[derive(Default)]
pub(super) struct KeptTask<'a> {
    names: Option<Names<'a>>,
    annotations: Judgements,
    predictions: Judgements,
}

/// The annotations or predictions of a task, as they are told apart when they are written, and what is kept of each.
type Judgements = Vec<(String, Option<String>)>;

/// The names of control and object, in JSON.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Names<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
}

impl<'a> Names<'a> {
    /// Those of a result, or those that its task's results share.
    pub(super) fn of(fields: &Rest<'a>) -> Names<'a> {
        Names { from: fields.get("from_name"), to: fields.get("to_name") }
    }

    fn fields(self) -> [(&'static str, Option<&'a str>, &'static str); 2] {
        [("from_name", self.from, CONTROL), ("to_name", self.to, OBJECT)]
    }

    /// Writes them into a result, if it has not kept others.
    pub(super) fn write(self, region: &mut Object<'_>, kept: &Rest<'_>) {
        for (field, shared, own) in self.fields() {
            match kept.get(field).or(shared) {
                Some(json) => region.raw(field, json),
                None => region.text(field, own),
            };
        }
    }

    /// Keeps those that are not the ones that would be written.
    fn keep(self, kept: &mut Object<'_>, shared: Names<'_>, line: usize, importer: &mut Importer<'_>) {
        for ((field, name, own), (_, shared, _)) in self.fields().into_iter().zip(shared.fields()) {
            let mut usual = String::new();
            push_text(&mut usual, own);
            if let Some(name) = name.filter(|&name| name != shared.unwrap_or(&usual)) {
                keep(kept, field, name, line, importer);
            }
        }
    }
}

impl<'a> KeptTask<'a> {
    /// The names that the task's results share: those of the first.
    pub(super) fn names(&mut self, region: &Rest<'a>) -> Names<'a> {
        *self.names.get_or_insert(Names::of(region))
    }

    /// Keeps an annotation of the whole task. One is written of those that were cancelled, and one of the others.
    pub(super) fn annotation(
        &mut self,
        judgement: &Judgement<'a>,
        rest: &Rest<'a>,
        line: usize,
        to: &mut Importer<'_>,
    ) {
        let was_cancelled = judgement.was_cancelled.to_string();
        let is_kept = !rest.is_empty() || judgement.result.is_empty();
        let field = ("annotations", "was_cancelled", is_kept.then_some(&*was_cancelled));
        add(&mut self.annotations, was_cancelled.clone(), field, is_kept.then_some(rest), line, to);
    }

    /// Keeps a prediction. One is written for each `model_version`.
    pub(super) fn prediction(
        &mut self,
        judgement: &Judgement<'a>,
        rest: &Rest<'a>,
        line: usize,
        to: &mut Importer<'_>,
    ) {
        let model = judgement.model_version;
        let is_text = model.0.is_some_and(|json| json.starts_with('"'));
        let is_kept = !rest.is_empty() || judgement.result.is_empty() || !is_text;
        let key = model.text().unwrap_or_default().into_owned();
        add(&mut self.predictions, key, ("predictions", "model_version", model.0), is_kept.then_some(rest), line, to);
    }

    /// What the document keeps, with what its `data` says of it; `text` is the name of the field that is the text.
    pub(super) fn finish(
        self,
        draft: &mut Draft<'a>,
        text: &str,
        data: &Rest<'a>,
        task: &Rest<'a>,
        importer: &mut Importer<'_>,
    ) -> Option<Box<str>> {
        let line = draft.line;
        let mut kept = String::new();
        let mut object = Object::new(&mut kept);
        filled(&mut object, "task", |kept| task.keep(kept, &[], line, importer));
        filled(&mut object, "data", |kept| describe_and_keep(draft, data, kept, importer));
        if text != "text" {
            object.text("text", text);
        }
        let none = Names { from: None, to: None };
        self.names.unwrap_or(none).keep(&mut object, none, line, importer);
        for (name, judgements) in [("annotations", self.annotations), ("predictions", self.predictions)] {
            let mut kept = judgements.into_iter().filter_map(|(_, kept)| kept).peekable();
            if kept.peek().is_some() {
                object.list(name, kept, |out, kept| out.push_str(&kept));
            }
        }
        object.end();
        unknown(ID, kept)
    }
}

/// Keeps one of a task's annotations or predictions, the list, by a field and the rest; says so if it is read as one with another.
fn add(
    judgements: &mut Judgements,
    key: String,
    (list, name, json): (&'static str, &'static str, Option<&str>),
    rest: Option<&Rest<'_>>,
    line: usize,
    importer: &mut Importer<'_>,
) {
    if judgements.iter().any(|(known, _)| *known == key) {
        let message = "several of a task are read as one; what is known of the later ones is left out";
        return importer.warn_once(line, list, format!("{list}: {message}"));
    }
    let kept = rest.map(|rest| {
        let mut kept = String::new();
        let mut object = Object::new(&mut kept);
        if let Some(json) = json {
            keep(&mut object, name, json, line, importer);
        }
        rest.keep(&mut object, &[], line, importer);
        object.end();
        kept
    });
    judgements.push((key, kept));
}

/// What the annotation of a result keeps: the fields of the result, of its value and of its `meta`. Only the first of
/// the result's labels has its id.
pub(super) fn keep_region(
    region: &Region<'_>,
    [rest, value, meta]: [&Rest<'_>; 3],
    is_first: bool,
    shared: Names<'_>,
    line: usize,
    importer: &mut Importer<'_>,
) -> Option<Box<str>> {
    let mut kept = String::new();
    let mut object = Object::new(&mut kept);
    if let Some(id) = region.id.0.filter(|_| is_first && number_of(region.id).is_none()) {
        keep(&mut object, "id", id, line, importer);
    }
    Names::of(rest).keep(&mut object, shared, line, importer);
    if let Some(score) = region.score.filter(|&score| !is_per_mille(score)) {
        object.raw("score", &score.to_string());
    }
    filled(&mut object, "value", |kept| value.keep(kept, &[], line, importer));
    filled(&mut object, "meta", |kept| meta.keep(kept, &META_FIELDS, line, importer));
    rest.keep(&mut object, &["from_name", "to_name"], line, importer);
    object.end();
    unknown(ID, kept)
}

/// The annotation's number in a result's id, if Postil wrote it.
pub(super) fn number_of(id: Kept<'_>) -> Option<u32> {
    let number = crate::json::number_of(&id.text()?)?;
    (id.0 == Some(&*format!("\"a{number}\""))).then_some(number)
}
