//! The keys of the text, as a table that the help dialog shows and [`action_for`] reads.

use annotation::{LabelSet, Status};

use super::{Action, Dialog, Edge, Motion, Step};

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

/// A line of the help dialog; the words are in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// `1`…`9`, letters.
    Label,
    /// Enter.
    Enter,
    /// `a`.
    Accept,
    /// `x`.
    Reject,
    /// Delete.
    Delete,
    /// `[`, `]`, then Shift and arrows.
    Edges,
    /// `n`, `p`.
    Step,
    /// Arrows.
    Caret,
    /// Shift and arrows.
    Select,
    /// Ctrl+Z.
    Undo,
    /// Ctrl+Y.
    Redo,
    /// Ctrl+S.
    Export,
    /// Escape.
    Escape,
    /// `?`.
    Help,
}

/// The shortcuts with their keys, in the order of the help dialog.
pub const SHORTCUTS: [(Shortcut, &[&str]); 14] = [
    (Shortcut::Label, &["1", "…", "9", "0", "q", "w", "e"]),
    (Shortcut::Enter, &["Enter"]),
    (Shortcut::Accept, &["a"]),
    (Shortcut::Reject, &["x"]),
    (Shortcut::Delete, &["Delete"]),
    (Shortcut::Edges, &["[", "]", "Shift", "←", "→"]),
    (Shortcut::Step, &["n", "p"]),
    (Shortcut::Caret, &["←", "→", "↑", "↓", "Ctrl"]),
    (Shortcut::Select, &["Shift", "←", "→", "↑", "↓"]),
    (Shortcut::Undo, &["Ctrl", "Z"]),
    (Shortcut::Redo, &["Ctrl", "Shift", "Z"]),
    (Shortcut::Export, &["Ctrl", "S"]),
    (Shortcut::Escape, &["Esc"]),
    (Shortcut::Help, &["?"]),
];

/// What a key pressed in the text does; `None` leaves it to the browser.
///
/// `edge` is the edge of the selected annotation that was chosen to be moved.
pub fn action_for(key: Key<'_>, labels: &LabelSet, edge: Option<Edge>) -> Option<Action> {
    let lower = key.name.to_lowercase();
    if let Some(step) = step(&lower) {
        return arrow(key, step, matches!(&*lower, "arrowup" | "arrowdown"), edge);
    }
    if key.control && !key.alt {
        return match (&*lower, key.shift) {
            ("z", false) => Some(Action::Undo),
            ("z", true) | ("y", false) => Some(Action::Redo),
            ("a", false) => Some(Action::SelectAll),
            ("s", false) => Some(Action::Dialog(Some(Dialog::Export))),
            ("home", extend) => Some(Action::Move { motion: Motion::Document(Step::Back), extend }),
            ("end", extend) => Some(Action::Move { motion: Motion::Document(Step::Forward), extend }),
            _ => None,
        };
    }
    if key.control || key.alt {
        return None;
    }
    match key.name {
        "Enter" => Some(Action::Enter),
        "Escape" => Some(Action::Escape),
        "Delete" | "Backspace" => Some(Action::Delete),
        "a" => Some(Action::Judge(Status::Accepted)),
        "x" => Some(Action::Judge(Status::Rejected)),
        "n" => Some(Action::StepAnnotation(Step::Forward)),
        "p" => Some(Action::StepAnnotation(Step::Back)),
        "[" => Some(Action::ChooseEdge(Edge::Start)),
        "]" => Some(Action::ChooseEdge(Edge::End)),
        "?" => Some(Action::Dialog(Some(Dialog::Help))),
        name => {
            let mut characters = name.chars();
            let (character, None) = (characters.next()?, characters.next()) else { return None };
            labels.iter().find(|(_, label)| label.key == Some(character)).map(|(id, _)| Action::Label(id))
        }
    }
}

fn step(name: &str) -> Option<Step> {
    match name {
        "arrowright" | "arrowdown" => Some(Step::Forward),
        "arrowleft" | "arrowup" => Some(Step::Back),
        _ => None,
    }
}

/// Arrow keys: up and down by lines are the browser's, which alone knows where lines break.
fn arrow(key: Key<'_>, step: Step, vertical: bool, edge: Option<Edge>) -> Option<Action> {
    let jumps = key.control || key.alt;
    let motion = match (vertical, jumps) {
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

    #[test]
    fn labels_do_not_take_the_keys_of_commands() {
        let labels = LabelSet::ontonotes();
        for (id, label) in labels.iter() {
            let name = label.key.unwrap().to_string();
            let key = Key { name: &name, control: false, shift: false, alt: false };
            assert!(matches!(action_for(key, &labels, None), Some(Action::Label(label)) if label == id), "{name}");
        }
    }

    #[test]
    fn control_and_alt_are_left_to_the_browser_but_for_what_the_text_needs() {
        let labels = LabelSet::ontonotes();
        for name in ["1", "x", "n", "f", "r", "t", "w", "l", "p"] {
            let key = Key { name, control: true, shift: false, alt: false };
            assert!(action_for(key, &labels, None).is_none(), "Ctrl+{name}");
            let key = Key { name, control: false, shift: false, alt: true };
            assert!(action_for(key, &labels, None).is_none(), "Alt+{name}");
        }
    }
}
