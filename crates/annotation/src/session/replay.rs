//! What a person did to a session, as a journal keeps it, and doing it again.
//!
//! [`Session::take_changes`] hands over what is to be written down; [`Session::replay`] and [`Session::recall`] take it
//! back in. What a tagger suggested is not among the changes: whoever keeps a journal keeps the annotations as they are
//! once it has finished.

use text_size::TextRange;

use super::Session;
use crate::{Edit, EditError, Transaction};

/// One thing that a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Edits were applied.
    Applied(Transaction),
    /// The last ones were taken back.
    Undone,
    /// And done again.
    Redone,
}

impl Session {
    /// What was done since this was last called.
    pub fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// Does again what a journal says was done.
    ///
    /// An annotation that an edit names and that is not there is put in first: a tagger had suggested it, and what it
    /// suggested had not been kept yet.
    ///
    /// # Errors
    /// [`EditError`] if it does not fit; the session is of no use then.
    pub fn replay(&mut self, change: Change) -> Result<(), EditError> {
        match change {
            Change::Applied(Transaction { kind, edits }) => {
                let mut performed = Vec::with_capacity(edits.len());
                for edit in edits {
                    if let Edit::Remove(before) | Edit::Replace { before, .. } = &edit
                        && self.annotations.get(before.id).is_none()
                    {
                        self.perform_edit(Edit::Add(before.clone()), &mut Vec::new())?;
                    }
                    self.perform_edit(edit, &mut performed)?;
                }
                self.recall(Change::Applied(Transaction { kind, edits: performed }));
            }
            Change::Undone => {
                let transaction = self.done.pop().ok_or(EditError::History)?;
                let undone = self.perform(transaction.inverse())?.inverse();
                self.undone.push(undone);
            }
            Change::Redone => {
                let transaction = self.undone.pop().ok_or(EditError::History)?;
                let redone = self.perform(transaction)?;
                self.done.push(redone);
            }
        }
        self.revise(TextRange::up_to(self.document.len()));
        Ok(())
    }

    /// Takes a change into the history that the annotations already show.
    ///
    /// Where it takes back what is not in the history, nothing is known of what lay before.
    pub fn recall(&mut self, change: Change) {
        let (from, to) = match change {
            Change::Applied(transaction) => {
                for id in transaction.edits.iter().filter_map(|edit| Some(edit.annotation()?.id)) {
                    self.touched.insert(id);
                    self.next_id = self.next_id.max(id.0.saturating_add(1));
                }
                self.done.push(transaction);
                self.undone.clear();
                return;
            }
            Change::Undone => (&mut self.done, &mut self.undone),
            Change::Redone => (&mut self.undone, &mut self.done),
        };
        match from.pop() {
            Some(transaction) => to.push(transaction),
            None => self.forget_history(),
        }
    }

    /// Takes the place of an earlier session of the same document, so that its revision is another.
    pub fn succeed(&mut self, earlier: &Session) {
        self.revision = earlier.revision;
        self.revise(TextRange::up_to(self.document.len()));
    }

    /// Forgets what could be undone and redone.
    pub fn forget_history(&mut self) {
        self.done.clear();
        self.undone.clear();
    }
}
