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
    /// The last ones were taken back, by these edits if they are more than their inverse; else none are named.
    ///
    /// A label that goes takes along what a tagger has meanwhile suggested for it.
    Undone(Vec<Edit>),
    /// And done again, likewise.
    Redone(Vec<Edit>),
}

/// The edits of what was performed if they are more than `count`, else none.
pub(super) fn edits_if_more(performed: &Transaction, count: usize) -> Vec<Edit> {
    if performed.edits.len() > count { performed.edits.clone() } else { Vec::new() }
}

/// A transaction with those edits in the place of its own, unless there are none.
fn with_edits(transaction: Transaction, edits: Vec<Edit>) -> Transaction {
    if edits.is_empty() { transaction } else { Transaction { edits, ..transaction } }
}

impl Session {
    /// What was done since this was last called.
    pub fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// Does again what a journal says was done.
    ///
    /// An annotation that an edit names and that is not there is put in first: a tagger had suggested it, and what it
    /// suggested had not been kept yet. A suggestion that has its number was kept before all of them were numbered anew.
    ///
    /// # Errors
    /// [`EditError`] if it does not fit; the session is of no use then.
    pub fn replay(&mut self, change: Change) -> Result<(), EditError> {
        match change {
            Change::Applied(transaction) => {
                let performed = self.perform_again(transaction)?;
                self.recall(Change::Applied(performed));
            }
            Change::Undone(edits) => {
                let transaction = self.done.pop().ok_or(EditError::History)?;
                let performed = self.perform_again(with_edits(transaction.inverse(), edits))?;
                self.undone.push(performed.inverse());
            }
            Change::Redone(edits) => {
                let transaction = self.undone.pop().ok_or(EditError::History)?;
                let performed = self.perform_again(with_edits(transaction, edits))?;
                self.done.push(performed);
            }
        }
        self.revise(TextRange::up_to(self.document.len()));
        Ok(())
    }

    fn perform_again(&mut self, Transaction { kind, edits }: Transaction) -> Result<Transaction, EditError> {
        let mut performed = Vec::with_capacity(edits.len());
        for edit in edits {
            let before = match &edit {
                Edit::Remove(before) | Edit::Replace { before, .. } => Some(before),
                _ => None,
            };
            let there = edit.annotation().and_then(|annotation| self.annotations.get(annotation.id));
            if let Some(other) = there.filter(|there| before != Some(there) && !self.is_decided(there)) {
                self.annotations.remove(other.id);
            }
            if let Some(before) = before.filter(|before| self.annotations.get(before.id).is_none()) {
                self.perform_edit(Edit::Add(before.clone()), &mut Vec::new())?;
            }
            self.perform_edit(edit, &mut performed)?;
        }
        self.note_ids(&performed);
        Ok(Transaction { kind, edits: performed })
    }

    fn note_ids(&mut self, edits: &[Edit]) {
        for id in edits.iter().filter_map(|edit| Some(edit.annotation()?.id)) {
            self.touched.insert(id);
            self.next_id = self.next_id.max(id.0.saturating_add(1));
        }
    }

    /// Takes a change into the history that the annotations already show.
    ///
    /// Where it takes back what is not in the history, nothing is known of what lay before.
    pub fn recall(&mut self, change: Change) {
        match change {
            Change::Applied(transaction) => {
                self.note_ids(&transaction.edits);
                self.done.push(transaction);
                self.undone.clear();
            }
            Change::Undone(edits) => {
                self.note_ids(&edits);
                match self.done.pop() {
                    Some(transaction) => self.undone.push(with_edits(transaction.inverse(), edits).inverse()),
                    None => self.forget_history(),
                }
            }
            Change::Redone(edits) => {
                self.note_ids(&edits);
                match self.undone.pop() {
                    Some(transaction) => self.done.push(with_edits(transaction, edits)),
                    None => self.forget_history(),
                }
            }
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
