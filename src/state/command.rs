//! The person's edits as transactions.

use annotation::{
    About, Annotation, Edit, EditError, LabelId, Origin, Session, Status, TextRange, TextSize, Transaction,
    TransactionKind, Value, ValueKind,
};

use super::Edge;

/// An annotation made by hand, with an id of its own.
pub fn made(session: &mut Session, range: TextRange, label: LabelId) -> Annotation {
    Annotation {
        id: session.fresh_id(),
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

/// Adds an annotation made by hand.
///
/// # Errors
/// [`EditError`] if the range is empty.
pub fn add(session: &mut Session, range: TextRange, label: LabelId) -> Result<Annotation, EditError> {
    let annotation = made(session, range, label);
    session.apply(Transaction { kind: TransactionKind::Add, edits: vec![Edit::Add(annotation.clone())] })?;
    Ok(annotation)
}

/// Changes what is known about the document.
///
/// # Errors
/// [`EditError`] if it is edited elsewhere.
pub fn describe(session: &mut Session, after: About) -> Result<(), EditError> {
    let before = session.document().about();
    let edits = if before == after { Vec::new() } else { vec![Edit::About { before, after }] };
    session.apply(Transaction { kind: TransactionKind::Describe, edits })
}

/// Deletes an annotation.
///
/// # Errors
/// [`EditError`] if it is gone.
pub fn delete(session: &mut Session, annotation: Annotation) -> Result<(), EditError> {
    session.apply(Transaction { kind: TransactionKind::Delete, edits: vec![Edit::Remove(annotation)] })
}

/// Gives an annotation another label, which also accepts it; a value that belonged to the old label goes.
///
/// # Errors
/// [`EditError`] if it is gone.
pub fn relabel(session: &mut Session, before: Annotation, label: LabelId) -> Result<(), EditError> {
    let after = relabelled(&before, label);
    replace(session, TransactionKind::Relabel, before, after)
}

/// The annotation with another label, and accepted.
pub fn relabelled(before: &Annotation, label: LabelId) -> Annotation {
    let value = before.value.clone().filter(|_| before.label == label);
    Annotation { label, value, status: Status::Accepted, score: None, ..before.clone() }
}

/// Accepts or rejects an annotation, or puts it back among the suggestions.
///
/// # Errors
/// [`EditError`] if it is gone.
pub fn judge(session: &mut Session, before: Annotation, status: Status) -> Result<(), EditError> {
    let after = Annotation { status, ..before.clone() };
    replace(session, judgement(status), before, after)
}

/// Accepts or rejects annotations as one step.
///
/// # Errors
/// [`EditError`] if one is gone.
pub fn judge_all(session: &mut Session, annotations: Vec<Annotation>, status: Status) -> Result<(), EditError> {
    let edit = |before: Annotation| Edit::Replace { after: Annotation { status, ..before.clone() }, before };
    session.apply(Transaction { kind: judgement(status), edits: annotations.into_iter().map(edit).collect() })
}

fn judgement(status: Status) -> TransactionKind {
    if status == Status::Rejected { TransactionKind::Reject } else { TransactionKind::Accept }
}

/// Lets an annotation lie elsewhere, which also accepts a suggestion. Its id, label, value and note stay.
///
/// # Errors
/// [`EditError`] if it is gone or the range is empty.
pub fn stretch(session: &mut Session, before: Annotation, range: TextRange) -> Result<(), EditError> {
    let after = Annotation { range, status: corrected(before.status), ..before.clone() };
    replace(session, TransactionKind::MoveEdge, before, after)
}

/// Who corrects a suggestion takes it for right otherwise.
fn corrected(status: Status) -> Status {
    if status == Status::Suggested { Status::Accepted } else { status }
}

/// A range with one edge moved to a place; `None` if it would become empty.
pub fn with_edge(range: TextRange, edge: Edge, to: TextSize) -> Option<TextRange> {
    match edge {
        Edge::Start => (to < range.end()).then(|| TextRange::new(to, range.end())),
        Edge::End => (range.start() < to).then(|| TextRange::new(range.start(), to)),
    }
}

/// Writes a note on an annotation; empty takes it away.
///
/// # Errors
/// [`EditError`] if it is gone.
pub fn note(session: &mut Session, before: Annotation, note: &str) -> Result<(), EditError> {
    let after = Annotation { note: (!note.is_empty()).then(|| note.into()), ..before.clone() };
    replace(session, TransactionKind::ChangeNote, before, after)
}

/// Changes what a figure means, which also accepts a suggestion; `None` takes the value away.
///
/// # Errors
/// [`EditError`] if it is gone.
pub fn change_value(session: &mut Session, before: Annotation, value: Option<Value>) -> Result<(), EditError> {
    let (value, status) = (value.map(Box::new), corrected(before.status));
    let after = Annotation { value, status, ..before.clone() };
    replace(session, TransactionKind::ChangeValue, before, after)
}

/// The kinds that the values of a label's annotations may have, the likeliest first; of a label that somebody has made all.
pub fn value_kinds(label: &str) -> &'static [ValueKind] {
    use ValueKind::{Date, Money, Number, Ordinal, Percent, Quantity, Time};
    match &*label.to_ascii_uppercase() {
        "ORDINAL" => &[Ordinal],
        "PERCENT" => &[Percent],
        "MONEY" => &[Money],
        "QUANTITY" => &[Quantity],
        "DATE" => &[Date],
        "TIME" => &[Time],
        "CARDINAL" => &[Number],
        _ => &[Number, Money, Date, Time, Quantity],
    }
}

fn replace(
    session: &mut Session,
    kind: TransactionKind,
    before: Annotation,
    after: Annotation,
) -> Result<(), EditError> {
    if before == after {
        return Ok(());
    }
    session.apply(Transaction { kind, edits: vec![Edit::Replace { before, after }] })
}
