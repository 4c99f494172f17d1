//! Files on their way in: what they were taken for is shown and can be changed before anything is opened.

use annotation::{Annotation, Edit, LabelId, Session, Status, Transaction, TransactionKind};
use formats::{Imported, ReadError};

use super::project::anew;
use super::{Action, AppState, Dialog, Effect, NoticeKind, Original};
use crate::exchange::{FileGroup, FormatEntry, Question};
use crate::strings::{STRINGS, fill};

/// Files that are looked at before they are opened.
#[derive(Debug, Default)]
pub struct Importing {
    /// The files by format, with what is in them.
    pub groups: Vec<FileGroup>,
    /// Whether the annotations go on the article that is shown, in the place of an article of their own.
    pub attaches: bool,
    /// Whether the annotations are suggestions, to be looked at one by one.
    pub suggests: bool,
    /// Whether an answer is waited for.
    pub is_busy: bool,
    /// How many of how many files or articles are done, while that takes long.
    pub progress: (usize, usize),
    /// What is to go on the shown article, by title.
    received: Vec<(String, Result<Imported, ReadError>)>,
    /// The number of the first document that was taken in.
    first: Option<u32>,
}

impl Importing {
    /// How many articles will be opened.
    pub fn documents(&self) -> usize {
        self.groups.iter().map(|group| group.documents).sum()
    }

    /// How many annotations there are.
    pub fn annotations(&self) -> usize {
        self.groups.iter().map(|group| group.annotations).sum()
    }

    /// Whether there is nothing to decide and nothing to say.
    fn is_plain(&self) -> bool {
        // Files that say their encoding may be read in another, which is no question for most.
        let is_asked = |question: &Question| {
            question.about != "encoding" || question.answers.iter().any(|[.., taste]| !taste.is_empty())
        };
        let is_plain = |group: &FileGroup| match &*group.format {
            "" => !group.questions.iter().any(is_asked),
            format => format == "postil",
        };
        self.groups.iter().all(|group| group.note_count == 0 && is_plain(group))
    }
}

/// What happens to files on their way in.
#[derive(Debug)]
pub enum ImportStep {
    /// They are being looked at.
    Looking,
    /// So many of so many files or pages were read.
    Progress(usize, usize),
    /// They were looked at.
    Surveyed(Vec<FormatEntry>, Vec<FileGroup>),
    /// Read a group as this format; an empty one: as articles.
    ReadAs(usize, String),
    /// Read a group with this answer to a question about it.
    Answer(usize, String, String),
    /// A group was read so.
    WasRead(usize, Box<FileGroup>),
    /// Put the annotations on the article that is shown, or leave them on their own.
    Attach(bool),
    /// Take the annotations for suggestions, or as they are.
    Suggest(bool),
    /// All groups were read so.
    Attached(Vec<FileGroup>),
    /// Open the articles.
    Start,
    /// One of them was handed over, with the file that it was read from if it is to be kept.
    Received(String, Box<Result<Imported, ReadError>>, Option<Original>),
    /// All were.
    Done,
    /// It could not be done.
    Failed(String),
}

impl AppState {
    pub(super) fn import_step(&mut self, step: ImportStep) -> Vec<Effect> {
        if let ImportStep::Looking = step {
            self.importing = Some(Importing { is_busy: true, ..Importing::default() });
            return Vec::new();
        }
        // Without one, the person has left the dialog.
        let Some(importing) = &mut self.importing else { return Vec::new() };
        match step {
            ImportStep::Progress(done, total) => {
                importing.progress = (done, total);
                self.dialog = Some(Dialog::Import);
            }
            ImportStep::Surveyed(formats, groups) => {
                self.formats = formats;
                if groups.is_empty() {
                    self.importing = None;
                    self.notify(NoticeKind::Warning, STRINGS.nothing_in_it.to_owned(), Vec::new());
                    return Vec::new();
                }
                *importing = Importing { groups, ..Importing::default() };
                if importing.is_plain() {
                    return self.import_step(ImportStep::Start);
                }
                self.dialog = Some(Dialog::Import);
            }
            ImportStep::ReadAs(group, format) => {
                importing.is_busy = true;
                return vec![Effect::ReadAs { group, format, unit: String::new() }];
            }
            ImportStep::Answer(index, about, answer) => {
                let Some(group) = importing.groups.get_mut(index) else { return Vec::new() };
                importing.is_busy = true;
                for question in group.questions.iter_mut().filter(|question| question.about == about) {
                    question.chosen.clone_from(&answer);
                }
                if !group.is_article {
                    return vec![Effect::ReadAs { group: index, format: group.format.clone(), unit: answer }];
                }
                let chosen = group.questions.iter().flat_map(|one| [one.about.clone(), one.chosen.clone()]).collect();
                return vec![Effect::ReadArticles { group: index, chosen }];
            }
            ImportStep::WasRead(index, read) => {
                importing.is_busy = false;
                if let Some(group) = importing.groups.get_mut(index) {
                    *group = *read;
                }
            }
            ImportStep::Attach(attaches) => {
                (importing.attaches, importing.is_busy) = (attaches, true);
                let onto = self.session().filter(|_| attaches).map(|session| session.document().text().to_owned());
                return vec![Effect::Attach(onto)];
            }
            ImportStep::Suggest(suggests) => importing.suggests = suggests,
            ImportStep::Attached(groups) => {
                importing.is_busy = false;
                for (group, read) in importing.groups.iter_mut().zip(groups).filter(|(group, _)| !group.is_article) {
                    *group = read;
                }
            }
            ImportStep::Start => {
                importing.is_busy = true;
                importing.progress = (0, 0);
                let articles = importing.groups.iter().enumerate().filter(|(_, group)| group.is_article);
                return vec![Effect::Import(articles.map(|(at, _)| at as u32).collect())];
            }
            ImportStep::Received(title, mut read, original) => {
                if let (Ok(imported), true) = (&mut *read, importing.suggests && !importing.attaches) {
                    suggest(&mut imported.session);
                }
                importing.progress = (importing.progress.0 + 1, importing.documents());
                if importing.attaches {
                    importing.received.push((title, *read));
                    return Vec::new();
                }
                // Each is taken in, and kept, as it comes.
                let serial = self.take_in(&title, *read, original);
                self.importing.iter_mut().for_each(|importing| importing.first = importing.first.or(serial));
            }
            // Others were chosen just before the last ones were through: the word is not about them.
            ImportStep::Done if importing.groups.is_empty() => {}
            ImportStep::Done => {
                let Importing { received, attaches, first, .. } = self.importing.take().unwrap_or_default();
                self.dialog = None;
                return match first {
                    _ if attaches => self.put_on_article(received),
                    Some(serial) => self.show_by_number(serial),
                    None => Vec::new(),
                };
            }
            ImportStep::Failed(reason) => {
                self.importing = None;
                self.notify(NoticeKind::Error, fill(STRINGS.import_failed, &[&reason]), Vec::new());
                return self.reduce(Action::Dialog(None));
            }
            ImportStep::Looking => {}
        }
        Vec::new()
    }

    /// Leaves off looking at files, or reading them.
    pub(super) fn leave_import(&mut self) -> Vec<Effect> {
        self.importing.take().map_or_else(Vec::new, |_| vec![Effect::StopImport])
    }

    /// Adds annotations that were put on the text of the article that is shown to those it has; one undo takes them back.
    fn put_on_article(&mut self, received: Vec<(String, Result<Imported, ReadError>)>) -> Vec<Effect> {
        let sessions = received.into_iter().filter_map(|(_, read)| Some(read.ok()?.session));
        let mut added = 0;
        for session in sessions {
            self.edit(|state| {
                let merged = merge(state.session_mut()?, &session);
                added += merged.as_ref().copied().unwrap_or_default();
                Some(merged.map(|count| fill(STRINGS.attached, &[&count.to_string()])))
            });
        }
        self.notify(NoticeKind::Done, fill(STRINGS.attached, &[&added.to_string()]), Vec::new());
        vec![Effect::FocusText]
    }
}

/// Adds the annotations of a session on the same text, and the labels that they need; they take the place of equal
/// suggestions, and leave what a person has decided as it is.
fn merge(session: &mut Session, other: &Session) -> Result<usize, annotation::EditError> {
    if session.document().text() != other.document().text() {
        return Ok(0);
    }
    let before = session.labels().clone();
    let mut labels: Vec<(LabelId, annotation::Label)> = before.iter().map(|(id, label)| (id, label.clone())).collect();
    let mut next = before.fresh_id();
    let mut edits = Vec::new();
    let mut ids: Vec<(LabelId, LabelId)> = Vec::new();
    for annotation in other.annotations().iter() {
        let label = other.labels().get(annotation.label);
        let known = before
            .find(&label.name)
            .or_else(|| ids.iter().find(|(other, _)| *other == annotation.label).map(|(_, id)| *id))
            .or(next);
        let Some(id) = known else { continue };
        if next == Some(id) {
            labels.push((id, label.clone()));
            ids.push((annotation.label, id));
            next = id.0.checked_add(1).map(LabelId);
        }
        let mut there = session.annotations().overlapping(annotation.range).into_iter();
        let same = there.find(|known| (known.range, known.label) == (annotation.range, id)).cloned();
        let read = |number| Annotation { id: number, label: id, ..annotation.clone() };
        match same {
            None => edits.push(Edit::Add(read(session.fresh_id()))),
            Some(before) if before.status == Status::Suggested => {
                let after = read(before.id);
                edits.push(Edit::Replace { before, after });
            }
            Some(_) => {}
        }
    }
    let count = edits.len();
    if labels.len() > before.len() {
        let after = annotation::LabelSet::with_ids(labels)?;
        edits.insert(0, Edit::Labels { before, after });
    }
    session.apply(Transaction { kind: TransactionKind::Add, edits }).map(|()| count)
}

/// Makes suggestions of the annotations that nobody has rejected.
fn suggest(session: &mut Session) {
    let suggested = |one: &Annotation| match one.status {
        Status::Rejected => one.clone(),
        Status::Suggested | Status::Accepted => Annotation { status: Status::Suggested, ..one.clone() },
    };
    if let Some(anew) = anew(session, |one| Some(suggested(one))) {
        *session = anew;
    }
}
