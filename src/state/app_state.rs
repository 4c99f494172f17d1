//! What the page knows.

use annotation::{Annotation, AnnotationId, LabelId, Session, TextRange, TextSize};

use formats::native::{Project, Summary};

use super::journal::{Journal, Write};
use super::list::List;
use super::movement::{has_right_to_left, is_right_to_left};
use super::segmenter::Segmenter;
use super::{
    Dialog, Edge, Exporting, Filter, Fold, Folder, Importing, Keymap, Room, Search, ShelfList, Shortcut, Theme,
};

/// The state of the whole page.
#[derive(Debug, Default)]
pub struct AppState {
    /// All documents, as the list shows them, in the order in which they came.
    pub shelf: Vec<(u32, Summary)>,
    /// The projects, but for the first one while it has neither a name nor labels.
    pub projects: Vec<(u32, Project)>,
    /// The one that is shown.
    pub project: u32,
    /// What the list of documents shows.
    pub shelf_list: ShelfList,
    /// The folders of projects, by the projects' numbers.
    pub folders: Vec<(u32, Folder)>,
    /// How much room this device has.
    pub room: Room,
    /// Whether the person is sure that all is to be cleared.
    pub may_clear: bool,
    /// How names are compared.
    pub fold: Fold,
    /// The open ones, in the order in which they were opened.
    pub documents: Vec<OpenDocument>,
    /// The one that is shown; past the end while there is none.
    pub current: usize,
    /// The selected text or, where both ends are one, the caret.
    pub selection: Selection,
    /// The selected annotation.
    pub selected: Option<AnnotationId>,
    /// The edge of it that the arrow keys move.
    pub edge: Option<Edge>,
    /// What is drawn at one end by a handle: where the annotation or selection would lie.
    pub dragged: Option<TextRange>,
    /// The label that was applied last.
    pub last_label: Option<LabelId>,
    /// The label that each selection gets, if one was chosen first.
    pub sticky: Option<LabelId>,
    /// The search that is open.
    pub search: Option<Search>,
    /// What the list shows.
    pub filter: Filter,
    /// What the filter lets through.
    pub(super) list: List,
    /// The dialog that is open.
    pub dialog: Option<Dialog>,
    /// The last notice before it was opened.
    pub dialog_since: u32,
    /// The label whose fields the dialog of the label set shows.
    pub edited_label: Option<LabelId>,
    /// The shortcut that the next key press in the help dialog is for.
    pub waiting_for_key: Option<Shortcut>,
    /// Every format; none until they were asked for.
    pub formats: Vec<crate::exchange::FormatEntry>,
    /// Files that are looked at before they are opened.
    pub importing: Option<Importing>,
    /// The download that is being decided on.
    pub exporting: Exporting,
    /// Whether the list is open where the page is too narrow for both.
    pub panel_open: bool,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// Whether the text shows only that there are figures, and not what they mean.
    pub hides_values: bool,
    /// How often the keyboard's focus has been wanted for a field.
    pub fields_wanted: u32,
    /// The keys.
    pub keymap: Keymap,
    /// What happened that the person should know.
    pub notices: Vec<Notice>,
    /// What a screen reader says next.
    pub announcement: String,
    /// Where the text should be scrolled to.
    pub scroll: ScrollTarget,
    /// How text is cut into words and sentences.
    pub segmenter: Segmenter,
    /// Whether the work is kept on this device.
    pub keeping: Keeping,
    /// What must be written besides what happened to the open documents.
    pub(super) unwritten: Vec<Vec<Write>>,
    /// The document that was shown when `writes` was last called.
    pub(super) shown: Option<u32>,
    /// The documents whose summary has changed besides.
    pub(super) unwritten_summaries: Vec<u32>,
    /// The documents that were deleted, each time some, and those of them that were open.
    pub(super) deleted: (Vec<Vec<u32>>, Vec<OpenDocument>),
    /// What was done last, if it is no edit of a document.
    pub(super) last: Option<Last>,
    /// Whether a note is being written, with what undo would take back.
    pub(super) is_writing_note: bool,
    /// Counts documents and notices, so that each has its own number.
    pub(super) serial: u32,
}

/// What undo takes back besides edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// Documents were deleted.
    Deletion,
    /// The document of this number was said to be done.
    Done(u32),
}

/// A document that is open.
#[derive(Debug)]
pub struct OpenDocument {
    /// Its number; never another document's.
    pub serial: u32,
    /// Its text, annotations and history.
    pub session: Session,
    /// How far the tagger is.
    pub tagging: Tagging,
    /// The session's revision when it was last exported or opened.
    pub saved_revision: u64,
    /// How far the store knows it.
    pub(super) journal: Journal,
}

/// Whether the work is kept on this device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Keeping {
    /// The store is being opened.
    #[default]
    Opening,
    /// All of it.
    Saved,
    /// What happened last is being written.
    Saving,
    /// Writing failed, for the reason that is given, and is tried again.
    Failed(String),
    /// There is no store, for the reason that is given: all is gone when the page is left.
    Never(String),
}

/// How far the tagger is with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tagging {
    /// It was asked for when the document is first shown.
    Waiting,
    /// So many bytes of the text have been looked at.
    Running(TextSize),
    /// All of it has, or none needs to be.
    Done,
}

/// A stretch of text between the place where selecting began and the caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Selection {
    /// Where it began.
    pub anchor: TextSize,
    /// The caret.
    pub focus: TextSize,
}

impl Selection {
    /// A caret and nothing selected.
    pub fn caret(position: TextSize) -> Selection {
        Selection { anchor: position, focus: position }
    }

    /// The text that is selected.
    pub fn range(self) -> TextRange {
        TextRange::new(self.anchor.min(self.focus), self.anchor.max(self.focus))
    }
}

/// A place to scroll to; a new serial means that it is asked for anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScrollTarget {
    /// How many times scrolling was asked for.
    pub serial: u32,
    /// The place.
    pub position: TextSize,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its number.
    pub serial: u32,
    /// How bad it is.
    pub kind: NoticeKind,
    /// One line.
    pub text: String,
    /// More lines, one thing each.
    pub details: Vec<String>,
    /// What the person can do about it.
    pub offer: Option<Offer>,
}

impl Notice {
    /// A notice of one line; its number is given when it is shown.
    pub fn new(kind: NoticeKind, text: String) -> Notice {
        Notice { serial: 0, kind, text, details: Vec::new(), offer: None }
    }
}

/// What a notice offers to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Bring back what was deleted last.
    Restore,
    /// Take the last edit back.
    Undo,
    /// Say that a document is not done after all, by its number, and show it.
    NotDone(u32),
    /// Write a document here that another tab writes, by its number.
    TakeOver(u32),
    /// Download what the store has of a document, by its number.
    Damaged(u32),
    /// Ask to write to the project's folder again.
    AllowFolder,
    /// Load the page anew.
    Reload,
    /// Change over to the newer version of the page.
    Update,
}

/// How bad a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// It worked.
    Done,
    /// It was refused, or took more than one might think: said until something else is done.
    Passing,
    /// Part of it did not.
    Warning,
    /// It did not.
    Error,
}

impl AppState {
    /// The document that is shown.
    pub fn document(&self) -> Option<&OpenDocument> {
        self.documents.get(self.current)
    }

    /// Its session.
    pub fn session(&self) -> Option<&Session> {
        self.document().map(|document| &document.session)
    }

    /// The annotation that commands act on: the selected one, else the innermost one under the caret.
    pub fn target(&self) -> Option<&Annotation> {
        let annotations = self.session()?.annotations();
        if let Some(id) = self.selected {
            return annotations.get(id);
        }
        let caret = self.selection.range();
        annotations
            .touching(caret)
            .into_iter()
            .filter(|annotation| caret.is_empty() && self.filter.is_sure_enough(annotation))
            .min_by_key(|annotation| annotation.range.len())
    }

    /// Whether the paragraph at the caret, or at the edge that the arrow keys move, is read from right to left.
    pub fn is_right_to_left(&self) -> bool {
        let edge = self.edge.and(self.target()).map(|target| target.range.start());
        let at = edge.unwrap_or(self.selection.focus);
        self.session().is_some_and(|session| is_right_to_left(session.document().text(), at))
    }

    /// Whether any of the paragraph at the caret is read from right to left.
    pub fn has_right_to_left(&self) -> bool {
        self.session().is_some_and(|session| has_right_to_left(session.document().text(), self.selection.focus))
    }

    /// A state whose documents and notices are numbered from `serial` on.
    pub fn starting_at(serial: u32) -> AppState {
        AppState { serial, ..AppState::default() }
    }

    /// Whether a document has edits that are neither kept on this device nor exported.
    pub fn has_unsaved_work(&self) -> bool {
        let is_unsaved = |document: &OpenDocument| {
            document.session.next_undo().is_some() && document.session.revision() != document.saved_revision
        };
        self.keeping != Keeping::Saved && self.documents.iter().any(is_unsaved)
    }
}
