//! Everything that can happen on the page, and everything it can ask for outside.

use annotation::{AnnotationId, LabelId, Status, Suggestion, TextRange, TextSize};
use formats::native::journal::{ReopenError, Reopened, Stored};
use formats::native::{Project, Summary};
use formats::{Imported, ReadError};

use super::segmenter::Unit;
use super::{
    DeviceAction, ExportStep, FilterChange, ImportStep, Keeping, Keymap, LabelEdit, Notice, Offer, ProjectAction,
    Query, SearchAction, Selection, ShelfAction, Shortcut,
};

/// Something that happened: an intent of the person, or news from outside.
#[derive(Debug)]
pub enum Action {
    /// Files, a pasted text or a fetched article were read; the first that could be is shown.
    Open(Vec<(String, Result<Imported, ReadError>)>),
    /// Files were chosen, dropped or pasted: look what they are.
    Look(Vec<(String, Vec<u8>)>),
    /// Files were chosen to take labels from.
    LabelFiles(Vec<(String, Vec<u8>)>),
    /// Something happened to files on their way in.
    Import(ImportStep),
    /// The store has been read.
    Shelf {
        /// The documents in it.
        shelf: Vec<(u32, Summary)>,
        /// The projects.
        projects: Vec<(u32, Project)>,
        /// Whether the one that was shown last is to be shown, if none is.
        shows: bool,
        /// The time, in milliseconds since 1970.
        now: u64,
    },
    /// A document was read from the store.
    Reopened {
        /// The document's number.
        number: u32,
        /// What the store has.
        stored: Stored,
        /// What that is.
        reopened: Result<Box<Reopened>, ReopenError>,
        /// Whether this page may write it; if not, another does.
        leads: bool,
    },
    /// Another page writes a document from now on.
    Follow(u32),
    /// Whether the work is kept has changed.
    Keeping(Keeping),
    /// Show a document, by its number.
    Show(u32),
    /// Delete a document, by its number.
    Close(u32),
    /// Something happened to the list of documents.
    List(ShelfAction),
    /// Something happened to this device.
    Device(DeviceAction),
    /// Something happened to a project.
    Project(ProjectAction),
    /// Show the next or previous document of the list.
    StepDocument(Step),
    /// The shown document is done; show the next one that is not.
    Finish,
    /// Ask for an article by its address.
    Fetch(String),
    /// The tagger has looked at a part of a document.
    Tagged {
        /// The document's number.
        document: u32,
        /// The part.
        part: TextRange,
        /// What it found there.
        suggestions: Vec<Suggestion>,
        /// How many bytes it has looked at so far.
        done: TextSize,
    },
    /// The tagger has finished a document.
    TaggingDone {
        /// The document's number.
        document: u32,
    },
    /// The tagger's worker has stopped.
    TaggingLost,
    /// Tag the document that is shown again.
    Tag,

    /// Select text, or place the caret.
    Select(Selection),
    /// Move the caret, or the end of the selection.
    Move {
        /// By how much and where to.
        motion: Motion,
        /// Whether text is selected on the way.
        extend: bool,
    },
    /// Select all text.
    SelectAll,
    /// Select the word or sentence at a place; where there is none, the caret goes there.
    Take(Unit, TextSize),
    /// Select an annotation and bring it into view.
    SelectAnnotation(AnnotationId),
    /// Select the next or previous annotation, as the list is filtered.
    StepAnnotation(Step),
    /// Select the innermost annotation at the caret, or the next one out if one of them is selected.
    CycleHere,
    /// Leave, one level at a time: the edge, the selected annotation, the selected text.
    Escape,

    /// Selecting with the pointer has ended: the text gets the sticky label, if there is one.
    Selected,
    /// Give the selected text, the selected annotation or the word at the caret this label.
    Label(LabelId),
    /// The same, with white space and punctuation at the ends of the selected text.
    LabelUntrimmed(LabelId),
    /// Go back to the text.
    FocusText,
    /// Go to the menu where a label is chosen by its name.
    ChooseLabel,
    /// Make a label sticky, so that each selection gets it, or no longer; without one, that of the selected annotation or the last.
    Stick(Option<LabelId>),
    /// The same with the label that was applied last; an annotation that is only suggested is accepted.
    Enter,
    /// Accept or reject the annotation, or put it back among the suggestions.
    Judge(Status),
    /// Accept or reject all listed suggestions with the annotation's label; all that are listed, if it is not among them.
    JudgeAll(Status),
    /// Accept or reject all listed suggestions.
    JudgeListed(Status),
    /// Delete the annotation.
    Delete,
    /// Choose the edge of the annotation that the arrow keys move.
    ChooseEdge(Edge),
    /// Move an edge of the annotation by one grapheme or one word.
    MoveEdge {
        /// Which.
        edge: Edge,
        /// Where to.
        motion: Motion,
    },
    /// Go to the field where the annotation's note is written.
    EditNote,
    /// Go to the field where a figure's value is changed.
    EditValue,
    /// Draw an end of the selected annotation or else of the selected text to a place; nothing changes before it is dropped.
    DragEdge {
        /// Which.
        edge: Edge,
        /// Where to.
        to: TextSize,
        /// Whether it goes on to the edge of the word there.
        by_word: bool,
    },
    /// Let the drawn end go where it is.
    DropEdge,
    /// Take over what is being written as note on the annotation: all of it is one step of undo.
    WriteNote(String),
    /// The note on the annotation is written; empty takes it away.
    Note(String),
    /// Change what a figure means, in the compact notation; empty takes the value away.
    Value(String),
    /// Change what is known about the document; empty takes it away.
    Describe(Fact, String),
    /// Hand over the file that the document was read from.
    SaveOriginal,
    /// Show a label's fields in the dialog of the label set.
    EditLabel(LabelId),
    /// Change the label set.
    Labels(LabelEdit),
    /// Download the label set as a file that can be imported.
    ExportLabels,
    /// Find text, and label what was found.
    Search(SearchAction),
    /// Take the last edit back, or bring back what was deleted since.
    Undo,
    /// Do it again.
    Redo,

    /// Filter the list.
    Filter(FilterChange),
    /// Open a dialog, or close the one that is open.
    Dialog(Option<Dialog>),
    /// Open or close the list where the page is narrow.
    TogglePanel,
    /// Show what figures mean in the text, or no longer.
    ToggleValues,
    /// Choose light or dark.
    Theme(Theme),
    /// Take the next key press in the help dialog for this shortcut.
    WaitForKey(Option<Shortcut>),
    /// Give a shortcut another chord; an empty one takes it away.
    Bind(Shortcut, String),
    /// Choose other keys.
    Keys(Keymap),
    /// Something happened to a download on its way out.
    Export(ExportStep),
    /// Tell the person something.
    Notify(Notice),
    /// Do what a notice offers.
    TakeUp(Offer),
    /// Take a notice away.
    Dismiss(u32),
}

/// How far the caret goes, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// A grapheme.
    Character(Step),
    /// A word.
    Word(Step),
    /// A sentence.
    Sentence(Step),
    /// An annotation.
    Annotation(Step),
    /// A paragraph.
    Paragraph(Step),
    /// The whole text.
    Document(Step),
}

/// Forward or back, in the order of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Towards the end.
    Forward,
    /// Towards the start.
    Back,
}

/// An end of an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The first character's.
    Start,
    /// The last character's.
    End,
}

/// Something known about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// What a list shows.
    Title,
    /// Where it comes from.
    Source,
    /// Its language, as a tag.
    Language,
    /// The day it was written.
    ReferenceDate,
}

/// A dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    /// Paste a text.
    Paste,
    /// Look at files before they are opened.
    Import,
    /// Export.
    Export,
    /// The documents of the project.
    Shelf,
    /// Ask before all that is kept is cleared.
    Clear,
    /// The label set.
    Labels,
    /// What is known about the document.
    About,
    /// All shortcuts.
    Help,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Something to be done outside.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Tag a document, the part round a place first.
    Tag {
        /// The document's number.
        document: u32,
        /// The place that is on screen.
        visible: TextSize,
    },
    /// Fetch an article.
    Fetch(String),
    /// Look at files: which formats they have and what is in them.
    Survey(Vec<(String, Vec<u8>)>),
    /// Read the labels that files define or use.
    ReadLabels(Vec<(String, Vec<u8>)>),
    /// Read a group of the files as a format, its offsets as a unit; an empty format: as articles; an empty unit: as they say.
    ReadAs {
        /// The group's place.
        group: usize,
        /// The format's id.
        format: String,
        /// The unit's name.
        unit: String,
    },
    /// Read a group of articles again: pairs of what is chosen and how.
    ReadArticles {
        /// The group's place.
        group: usize,
        /// The pairs.
        chosen: Vec<String>,
    },
    /// Put the annotations of the files on this text, or back on their own.
    Attach(Option<String>),
    /// Hand over the documents of the files; the groups at these places are those of the module `articles`.
    Import(Vec<u32>),
    /// End what is being done to files on their way in.
    StopImport,
    /// List the formats.
    ListFormats,
    /// Write documents in a format, to see what it loses.
    Prepare {
        /// The documents' numbers; none if they are those of the last time.
        documents: Vec<u32>,
        /// The format's id.
        format: String,
        /// The unit's name; empty for the format's own.
        unit: String,
    },
    /// Hand what was prepared to the person, as a file of that name.
    SavePrepared(String),
    /// Put what was prepared on the clipboard.
    CopyPrepared,
    /// Hand the list of losses of what was prepared to the person, as a file of that name.
    SaveLosses(String),
    /// Read a document from the store.
    Reopen(u32),
    /// Have the browser promise not to clear what is kept.
    Persist,
    /// Have the person choose a folder for a project.
    BindFolder(u32),
    /// Ask to write to a project's folder again.
    AllowFolder(u32),
    /// Write to a project's folder no longer.
    UnbindFolder(u32),
    /// Write what has changed to a project's folder.
    FillFolder(u32),
    /// Hand over what the store has of all documents.
    DownloadKept,
    /// Clear all that is kept.
    Clear,
    /// Hand over the file that a document was read from, under this name.
    SaveOriginal(u32, String),
    /// Read from the store which documents there are.
    ReadShelf,
    /// Ask whoever writes a document to let this page do so.
    TakeOver(u32),
    /// Hand over what the store has of a document that is damaged.
    DownloadDamaged(u32),
    /// Load the page anew.
    Reload,
    /// Change over to the newer version of the page.
    Update,
    /// Hand a file to the person.
    Download {
        /// Its name.
        name: String,
        /// What is in it.
        contents: String,
    },
    /// Put text on the clipboard.
    Copy(String),
    /// Put the keyboard's focus on the text.
    FocusText,
    /// Put it on the first element that is shown and matches this selector.
    Focus(&'static str),
    /// Look for something in a document.
    Search {
        /// The document's number.
        document: u32,
        /// The search's number, for the answer.
        request: u32,
        /// What is looked for.
        query: Query,
    },
    /// End the search that goes on, if any.
    StopSearch,
    /// Select the annotation that the page's address names, if it names one.
    FollowLink,
    /// Remember light or dark.
    KeepTheme(Theme),
    /// Show in the text what figures mean, or not, and keep that for the next visit.
    ShowValues(bool),
    /// Remember the keys.
    KeepKeys(Keymap),
}
