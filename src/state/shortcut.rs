//! The keys of the text: which chord stands for which shortcut, and what that does.
//!
//! A chord is written as it is shown: `a`, `Shift+A`, `Ctrl+Shift+Z`, `[`, `Space`. A person can give each shortcut
//! another; the keys of labels belong to the label set, and arrows move the caret.

use annotation::{LabelSet, Status};

use super::{Action, Dialog, Edge, Motion, SearchAction, Step};

/// A key press, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key<'a> {
    /// The DOM's `key`.
    pub name: &'a str,
    /// Ctrl, or Cmd on a Mac.
    pub control: bool,
    /// Shift.
    pub shift: bool,
    /// Alt, or Option on a Mac.
    pub alt: bool,
}

/// Something that a chord stands for; the words are in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table below and the catalogue say it")]
pub enum Shortcut {
    Enter,
    ChooseLabel,
    Sticky,
    Accept,
    Reject,
    AcceptAll,
    RejectAll,
    Mentions,
    Delete,
    Note,
    Value,
    Values,
    StartEdge,
    EndEdge,
    Next,
    Previous,
    Here,
    SelectNext,
    SelectPrevious,
    Find,
    Undo,
    Redo,
    SelectAll,
    Export,
    Finish,
    NextDocument,
    PreviousDocument,
    Shelf,
    Escape,
    Help,
}

/// Every shortcut with its name in files and the chord that it has at first, in the order of the help dialog.
pub const SHORTCUTS: [(Shortcut, &str, &str); 30] = [
    (Shortcut::Enter, "enter", "Enter"),
    (Shortcut::ChooseLabel, "choose_label", "Space"),
    (Shortcut::Sticky, "sticky", "s"),
    (Shortcut::Accept, "accept", "a"),
    (Shortcut::Reject, "reject", "x"),
    (Shortcut::AcceptAll, "accept_all", "Shift+A"),
    (Shortcut::RejectAll, "reject_all", "Shift+X"),
    (Shortcut::Mentions, "mentions", "m"),
    (Shortcut::Delete, "delete", "Delete"),
    (Shortcut::Note, "note", "c"),
    (Shortcut::Value, "value", "v"),
    (Shortcut::Values, "values", "Shift+V"),
    (Shortcut::StartEdge, "start_edge", "["),
    (Shortcut::EndEdge, "end_edge", "]"),
    (Shortcut::Next, "next", "n"),
    (Shortcut::Previous, "previous", "p"),
    (Shortcut::Here, "here", "o"),
    (Shortcut::SelectNext, "select_next", "Shift+N"),
    (Shortcut::SelectPrevious, "select_previous", "Shift+P"),
    (Shortcut::Find, "find", "Ctrl+F"),
    (Shortcut::Undo, "undo", "Ctrl+Z"),
    (Shortcut::Redo, "redo", "Ctrl+Shift+Z"),
    (Shortcut::SelectAll, "select_all", "Ctrl+A"),
    (Shortcut::Export, "export", "Ctrl+S"),
    (Shortcut::Finish, "finish", "Ctrl+Enter"),
    (Shortcut::NextDocument, "next_document", "Alt+PageDown"),
    (Shortcut::PreviousDocument, "previous_document", "Alt+PageUp"),
    (Shortcut::Shelf, "documents", "Ctrl+K"),
    (Shortcut::Escape, "escape", "Escape"),
    (Shortcut::Help, "help", "?"),
];

/// Second chords, which hold unless they were given to another shortcut.
const SECOND: [(&str, Shortcut); 2] = [("Ctrl+Y", Shortcut::Redo), ("Backspace", Shortcut::Delete)];

/// The name under which files keep whether single characters do anything.
const SINGLE_KEYS: &str = "single_keys";

/// Which chord stands for which shortcut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    // Invariant: one for each of `SHORTCUTS`, in that order; only the empty one, which is no chord, is there twice.
    chords: Vec<Box<str>>,
    /// Whether letters, digits and signs without Ctrl or Alt do anything (WCAG 2.1.4).
    pub single_keys: bool,
}

impl Default for Keymap {
    fn default() -> Keymap {
        Keymap { chords: SHORTCUTS.iter().map(|(.., chord)| (*chord).into()).collect(), single_keys: true }
    }
}

impl Keymap {
    /// The chord of a shortcut; empty if it has none.
    pub fn chord(&self, shortcut: Shortcut) -> &str {
        &self.chords[shortcut as usize]
    }

    /// Gives a shortcut a chord; another one that had it is left without.
    pub fn bind(&mut self, shortcut: Shortcut, chord: &str) {
        self.chords.iter_mut().filter(|other| &***other == chord).for_each(|other| *other = "".into());
        self.chords[shortcut as usize] = chord.into();
    }

    /// The keymap as names and chords, for files.
    pub fn entries(&self) -> Vec<(&'static str, &str)> {
        let chords = SHORTCUTS.iter().zip(&self.chords).map(|((_, name, _), chord)| (*name, &**chord));
        chords.chain([(SINGLE_KEYS, if self.single_keys { "on" } else { "off" })]).collect()
    }

    /// The keymap of such names and chords; what is not among them stays as it is at first, and unknown names are left out.
    pub fn of(entries: &[(String, String)]) -> Keymap {
        let mut keymap = Keymap::default();
        for (name, chord) in entries {
            match SHORTCUTS.iter().find(|(_, known, _)| known == name) {
                Some((shortcut, ..)) => keymap.bind(*shortcut, chord),
                None => keymap.single_keys &= !(name == SINGLE_KEYS && chord == "off"),
            }
        }
        keymap
    }

    /// The shortcut that a label's key would stand for, which comes before the label.
    pub(super) fn command(&self, key: char) -> Option<Shortcut> {
        let mut name = [0; 4];
        let shift = key.is_uppercase();
        let key = Key { name: key.encode_utf8(&mut name), control: false, shift, alt: false };
        self.shortcut(&chord(key)?)
    }

    /// Whether a key does it, for each shortcut and then each label: a shortcut's key comes before a label's.
    pub(super) fn keyed(&self, labels: &LabelSet) -> Vec<bool> {
        let has_second =
            |shortcut| SECOND.iter().any(|(chord, other)| *other == shortcut && self.shortcut(chord) == Some(shortcut));
        let shortcuts = SHORTCUTS.iter().zip(&self.chords);
        let shortcuts = shortcuts.map(|((shortcut, ..), chord)| !chord.is_empty() || has_second(*shortcut));
        shortcuts
            .chain(labels.iter().map(|(_, label)| label.key.is_some_and(|key| self.command(key).is_none())))
            .collect()
    }

    fn shortcut(&self, chord: &str) -> Option<Shortcut> {
        match self.chords.iter().position(|bound| &**bound == chord) {
            Some(index) => Some(SHORTCUTS[index].0),
            None => SECOND.iter().find(|(second, _)| *second == chord).map(|&(_, shortcut)| shortcut),
        }
    }
}

/// The chord of a key press; `None` for keys that only modify others, and those that move the caret or the focus.
pub fn chord(key: Key<'_>) -> Option<String> {
    let mut characters = key.name.chars();
    let single = characters.next().filter(|_| characters.next().is_none());
    let is_letter = single.is_some_and(char::is_alphabetic);
    if matches!(key.name, "Control" | "Shift" | "Alt" | "Meta" | "Tab" | "Dead") || key.name.starts_with("Arrow") {
        return None;
    }
    let mut chord = String::new();
    chord += if key.control { "Ctrl+" } else { "" };
    chord += if key.alt { "Alt+" } else { "" };
    // The Shift of other signs differs from keyboard to keyboard.
    chord += if key.shift && (is_letter || single.is_none() || single == Some(' ')) { "Shift+" } else { "" };
    chord += &match key.name {
        " " => "Space".to_owned(),
        letter if is_letter && chord.is_empty() => letter.to_ascii_lowercase(),
        letter if is_letter => letter.to_ascii_uppercase(),
        name => name.to_owned(),
    };
    Some(chord)
}

/// What a key pressed in the text does; `None` leaves it to the browser.
///
/// `edge` is the edge of the selected annotation that was chosen to be moved.
pub fn action_for(key: Key<'_>, keymap: &Keymap, labels: &LabelSet, edge: Option<Edge>) -> Option<Action> {
    if let Some(step) = step(key.name) {
        return arrow(key, step, matches!(key.name, "ArrowUp" | "ArrowDown"), edge);
    }
    match (key.name, key.control, key.alt) {
        ("Home", true, false) => {
            return Some(Action::Move { motion: Motion::Document(Step::Back), extend: key.shift });
        }
        ("End", true, false) => {
            return Some(Action::Move { motion: Motion::Document(Step::Forward), extend: key.shift });
        }
        _ => {}
    }
    let mut characters = key.name.chars();
    let single = characters.next().filter(|first| characters.next().is_none() && *first != ' ');
    let single = single.filter(|_| !key.control && !key.alt);
    if single.is_some() && !keymap.single_keys {
        return None;
    }
    if let Some(shortcut) = keymap.shortcut(&chord(key)?) {
        return Some(does(shortcut));
    }
    let of = |typed: char| labels.iter().find(|(_, label)| label.key == Some(typed)).map(|(id, _)| id);
    let (typed, lower) = (single?, single?.to_ascii_lowercase());
    if !key.shift {
        // Caps Lock is not Shift.
        return of(lower).map(Action::Label);
    }
    // A label may have a capital or sign of its own as its key.
    of(typed)
        .filter(|_| typed != lower || !typed.is_alphanumeric())
        .map(Action::Label)
        .or_else(|| of(lower).map(Action::LabelUntrimmed))
}

fn does(shortcut: Shortcut) -> Action {
    match shortcut {
        Shortcut::Enter => Action::Enter,
        Shortcut::ChooseLabel => Action::ChooseLabel,
        Shortcut::Sticky => Action::Stick(None),
        Shortcut::Accept => Action::Judge(Status::Accepted),
        Shortcut::Reject => Action::Judge(Status::Rejected),
        Shortcut::AcceptAll => Action::JudgeAll(Status::Accepted),
        Shortcut::RejectAll => Action::JudgeAll(Status::Rejected),
        Shortcut::Mentions => Action::Search(SearchAction::Mentions),
        Shortcut::Delete => Action::Delete,
        Shortcut::Note => Action::EditNote,
        Shortcut::Value => Action::EditValue,
        Shortcut::Values => Action::ToggleValues,
        Shortcut::StartEdge => Action::ChooseEdge(Edge::Start),
        Shortcut::EndEdge => Action::ChooseEdge(Edge::End),
        Shortcut::Next => Action::StepAnnotation(Step::Forward),
        Shortcut::Previous => Action::StepAnnotation(Step::Back),
        Shortcut::Here => Action::CycleHere,
        Shortcut::SelectNext => Action::Move { motion: Motion::Annotation(Step::Forward), extend: true },
        Shortcut::SelectPrevious => Action::Move { motion: Motion::Annotation(Step::Back), extend: true },
        Shortcut::Find => Action::Search(SearchAction::Open),
        Shortcut::Undo => Action::Undo,
        Shortcut::Redo => Action::Redo,
        Shortcut::SelectAll => Action::SelectAll,
        Shortcut::Export => Action::Dialog(Some(Dialog::Export)),
        Shortcut::Finish => Action::Finish,
        Shortcut::NextDocument => Action::StepDocument(Step::Forward),
        Shortcut::PreviousDocument => Action::StepDocument(Step::Back),
        Shortcut::Shelf => Action::Dialog(Some(Dialog::Shelf)),
        Shortcut::Escape => Action::Escape,
        Shortcut::Help => Action::Dialog(Some(Dialog::Help)),
    }
}

fn step(name: &str) -> Option<Step> {
    match name {
        "ArrowRight" | "ArrowDown" => Some(Step::Forward),
        "ArrowLeft" | "ArrowUp" => Some(Step::Back),
        _ => None,
    }
}

/// Arrow keys: up and down by lines are the browser's, which alone knows where lines break.
fn arrow(key: Key<'_>, step: Step, vertical: bool, edge: Option<Edge>) -> Option<Action> {
    let jumps = key.control || key.alt;
    let motion = match (vertical, jumps) {
        (true, true) if key.alt => Motion::Sentence(step),
        (true, true) => Motion::Paragraph(step),
        (true, false) => return None,
        (false, true) => Motion::Word(step),
        (false, false) => Motion::Character(step),
    };
    match edge {
        Some(edge) if key.shift && !vertical => Some(Action::MoveEdge { edge, motion }),
        _ => Some(Action::Move { motion, extend: key.shift }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Key<'_> {
        Key { name, control: false, shift: false, alt: false }
    }

    #[test]
    fn labels_do_not_take_the_keys_of_commands() {
        let keymap = Keymap::default();
        for labels in [LabelSet::ontonotes(), LabelSet::conll()] {
            for (id, label) in labels.iter() {
                let name = label.key.unwrap().to_string();
                let action = action_for(key(&name), &keymap, &labels, None);
                assert!(matches!(action, Some(Action::Label(label)) if label == id), "{name}");
            }
        }
    }

    #[test]
    fn control_and_alt_are_left_to_the_browser_but_for_what_the_text_needs() {
        let labels = LabelSet::ontonotes();
        for name in ["1", "x", "n", "r", "t", "w", "l", "p"] {
            let control = Key { control: true, ..key(name) };
            assert!(action_for(control, &Keymap::default(), &labels, None).is_none(), "Ctrl+{name}");
            let alt = Key { alt: true, ..key(name) };
            assert!(action_for(alt, &Keymap::default(), &labels, None).is_none(), "Alt+{name}");
        }
    }

    #[test]
    fn chords_are_bound_again_kept_and_switched_off() {
        for (index, (shortcut, ..)) in SHORTCUTS.iter().enumerate() {
            assert_eq!(*shortcut as usize, index, "the table is in the order of the enum");
        }
        let labels = LabelSet::ontonotes();
        let mut keymap = Keymap::default();
        let does = |keymap: &Keymap, key| format!("{:?}", action_for(key, keymap, &labels, None));
        let shift_a = Key { shift: true, ..key("A") };
        assert_eq!(does(&keymap, shift_a), "Some(JudgeAll(Accepted))");
        assert_eq!(does(&keymap, key("A")), "Some(Judge(Accepted))", "Caps Lock is not Shift");
        keymap.bind(Shortcut::Accept, "1");
        assert_eq!(does(&keymap, key("1")), "Some(Judge(Accepted))", "a shortcut comes before a label");
        keymap.bind(Shortcut::Delete, "Ctrl+Z");
        assert_eq!((keymap.chord(Shortcut::Undo), keymap.chord(Shortcut::Delete)), ("", "Ctrl+Z"));
        keymap.single_keys = false;
        assert_eq!((does(&keymap, key("1")), does(&keymap, key("q"))), ("None".into(), "None".into()));
        assert_eq!(does(&keymap, key(" ")), "Some(ChooseLabel)");
        let kept: Vec<(String, String)> =
            keymap.entries().into_iter().map(|(name, chord)| (name.to_owned(), chord.to_owned())).collect();
        assert_eq!(Keymap::of(&kept), keymap);
        assert_eq!(Keymap::of(&[("unknown".into(), "a".into())]), Keymap::default());
    }
}
