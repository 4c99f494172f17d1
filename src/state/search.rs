//! Finding text, and doing something to all that was found at once.
//!
//! The search itself runs outside ([`Effect::Search`]): a pattern may be slow, and what it needs is loaded when it is
//! first used. Other mentions of an annotation are found in the same way, with its text as the pattern.

use annotation::{Annotation, Edit, LabelId, Origin, Session, Status, TextRange, Transaction, TransactionKind};

use super::shown::one_line;
use super::{AppState, Effect, Selection, StatusFilter, Step};
use crate::strings::{STRINGS, fill};

/// The most hits that are listed.
pub const MOST_HITS: usize = 100_000;

/// The most hits that are highlighted in the text.
const MOST_SHOWN: usize = 600;

/// The list of hits.
const HITS: &str = "#hits [role=listbox]";

/// How much text is shown before and after a hit, in bytes.
const CONTEXT: usize = 48;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The text or the regular expression.
    pub pattern: String,
    /// Whether the pattern is a regular expression.
    pub is_expression: bool,
    /// Whether capitals and small letters differ.
    pub matches_case: bool,
    /// Whether a hit may not lie in a longer word or number.
    pub is_whole_word: bool,
    /// Whether plural and singular are found too.
    pub is_inflected: bool,
}

/// A search of the document that is shown.
#[derive(Debug, Default)]
pub struct Search {
    /// What is looked for.
    pub query: Query,
    /// What was found, in the order of the text.
    pub hits: Vec<Hit>,
    /// How far it is.
    pub progress: Progress,
    /// The hit that is brought into view.
    pub current: usize,
    /// The label that the checked hits can be given.
    pub label: Option<LabelId>,
    /// Counts searches, so that a late answer is known.
    request: u32,
}

/// Something that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Where.
    pub range: TextRange,
    /// Whether what is done to the hits is done to this one.
    pub is_checked: bool,
}

/// Which hits are shown: the search's number, how many there are and which is in view.
pub type HitsVersion = (u32, usize, usize);

/// A hit as it is shown in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownHit {
    /// Where.
    pub range: TextRange,
    /// Whether it is the one in view.
    pub is_current: bool,
}

/// How far a search is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Progress {
    /// There is no pattern.
    #[default]
    Idle,
    /// No answer yet.
    Running,
    /// All hits are there, or the first [`MOST_HITS`].
    Done,
    /// The pattern was refused, and why.
    Refused(String),
}

/// What can happen to a search.
#[derive(Debug)]
pub enum SearchAction {
    /// Find: with the selected text, if it is short.
    Open,
    /// Find the other mentions of the annotation.
    Mentions,
    /// Look for something else.
    Pattern(String),
    /// Look for it the other way in one respect.
    Toggle(fn(&mut Query) -> &mut bool),
    /// The answer, or why there is none.
    Found {
        /// The search that is answered.
        request: u32,
        /// The hits as starts and ends in bytes.
        found: Result<Vec<u32>, String>,
    },
    /// Bring a hit into view.
    Go(usize),
    /// Bring the next or previous hit into view.
    Step(Step),
    /// Check a hit, or no longer; the one in view if none is named.
    Check(Option<usize>),
    /// Check all or none.
    CheckAll(bool),
    /// Choose the label that the checked hits can be given.
    Choose(LabelId),
    /// Give the checked hits a label.
    Label(LabelId),
    /// Reject the annotations that lie exactly on checked hits.
    Reject,
    /// Close it and select the hit.
    Close,
}

/// A row of the concordance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitRow {
    /// The text before the hit.
    pub before: String,
    /// The hit.
    pub quote: String,
    /// The text behind it.
    pub after: String,
    /// Whether it is checked.
    pub is_checked: bool,
    /// The annotation that lies on it: label, its name, status.
    pub label: Option<(LabelId, Box<str>, StatusFilter)>,
}

impl AppState {
    pub(super) fn search(&mut self, action: SearchAction) -> Vec<Effect> {
        match action {
            SearchAction::Open => return self.open_search(),
            SearchAction::Mentions => return self.open_mentions(),
            SearchAction::Found { request, found } => self.found(request, found),
            // The button may have nothing more to do; the list knows the keys that take it back.
            SearchAction::Label(label) => {
                self.label_hits(label);
                return vec![Effect::Focus(HITS)];
            }
            SearchAction::Reject => {
                self.reject_hits();
                return vec![Effect::Focus(HITS)];
            }
            SearchAction::Close => return self.close_search(),
            SearchAction::Pattern(pattern) => {
                if let Some(search) = &mut self.search {
                    search.query.pattern = pattern;
                }
                return self.start_search();
            }
            SearchAction::Toggle(of) => {
                self.search.iter_mut().for_each(|search| *of(&mut search.query) ^= true);
                return self.start_search();
            }
            SearchAction::Go(index) => self.go_to_hit(index),
            SearchAction::Step(step) => {
                let count = self.search.as_ref().map_or(0, |search| search.hits.len()).max(1);
                let current = self.search.as_ref().map_or(0, |search| search.current);
                self.go_to_hit(if step == Step::Forward { current + 1 } else { current + count - 1 } % count);
            }
            SearchAction::Check(index) => {
                let hits = self.search.as_mut().map(|search| (index.unwrap_or(search.current), &mut search.hits));
                if let Some(hit) = hits.and_then(|(at, hits)| hits.get_mut(at)) {
                    hit.is_checked = !hit.is_checked;
                }
            }
            SearchAction::CheckAll(is_checked) => {
                self.search.iter_mut().flat_map(|search| &mut search.hits).for_each(|hit| hit.is_checked = is_checked);
            }
            SearchAction::Choose(label) => {
                if let Some(search) = &mut self.search {
                    search.label = Some(label);
                }
            }
        }
        Vec::new()
    }

    fn open_search(&mut self) -> Vec<Effect> {
        let Some(session) = self.session() else { return Vec::new() };
        let selected = session.document().slice(self.selection.range());
        let pattern = if selected.len() <= 200 && !selected.contains('\n') { selected } else { "" };
        let query = Query { pattern: pattern.to_owned(), ..Query::default() };
        // The menu at the selection would lie over what is found.
        self.selection = Selection::caret(self.selection.range().start());
        self.begin_search(query, self.last_label)
    }

    fn open_mentions(&mut self) -> Vec<Effect> {
        let Some((target, session)) = self.target().cloned().zip(self.session()) else {
            self.announcement = STRINGS.nothing_selected.to_owned();
            return Vec::new();
        };
        let pattern = session.document().slice(target.range).to_owned();
        let query = Query { pattern, matches_case: true, is_whole_word: true, ..Query::default() };
        self.selection = Selection::caret(target.range.start());
        self.begin_search(query, Some(target.label))
    }

    fn begin_search(&mut self, query: Query, label: Option<LabelId>) -> Vec<Effect> {
        let old = self.search.take().unwrap_or_default();
        let query = if query.pattern.is_empty() { old.query } else { query };
        self.search = Some(Search { query, label, request: old.request, ..Search::default() });
        let mut effects = self.start_search();
        effects.push(Effect::Focus("#find"));
        effects
    }

    /// Looks for what is wanted now, if a search is open.
    pub(super) fn start_search(&mut self) -> Vec<Effect> {
        let document = self.document().map(|document| document.serial);
        self.serial += 1;
        let (Some(document), Some(search), request) = (document, &mut self.search, self.serial) else {
            return Vec::new();
        };
        search.request = request;
        search.hits.clear();
        search.current = 0;
        search.progress = if search.query.pattern.is_empty() { Progress::Idle } else { Progress::Running };
        vec![Effect::Search { document, request, query: search.query.clone() }]
    }

    fn found(&mut self, request: u32, found: Result<Vec<u32>, String>) {
        let Some(session) = self.documents.get(self.current).map(|document| &document.session) else { return };
        let Some(search) = self.search.as_mut().filter(|search| search.request == request) else { return };
        let found = match found {
            Ok(found) => found,
            Err(reason) => return search.progress = Progress::Refused(reason),
        };
        let ranges = found.chunks_exact(2).map(|pair| TextRange::new(pair[0].into(), pair[1].into()));
        search.hits = ranges.map(|range| Hit { range, is_checked: is_free(session, range) }).collect();
        search.progress = Progress::Done;
        let from = self.selection.range().start();
        let next = search.hits.partition_point(|hit| hit.range.start() < from);
        let next = if next < search.hits.len() { next } else { 0 };
        self.go_to_hit(next);
    }

    fn go_to_hit(&mut self, index: usize) {
        let Some(search) = &mut self.search else { return };
        let Some(hit) = search.hits.get(index) else { return };
        search.current = index;
        let start = hit.range.start();
        self.scroll_to(start);
    }

    fn close_search(&mut self) -> Vec<Effect> {
        let Some(search) = self.search.take() else { return Vec::new() };
        if let Some(hit) = search.hits.get(search.current) {
            let selected = self.selected.and_then(|id| self.session()?.annotations().get(id));
            if selected.is_none_or(|annotation| annotation.range != hit.range) {
                self.selected = None;
                self.edge = None;
                self.selection = Selection { anchor: hit.range.start(), focus: hit.range.end() };
            }
        }
        vec![Effect::StopSearch, Effect::FocusText]
    }

    fn label_hits(&mut self, label: LabelId) {
        let Some(name) = self.label_name(label) else { return };
        let edit = |session: &mut Session, range| match on(session, range, label) {
            Some(before) if before.status == Status::Accepted && before.label == label => None,
            Some(before) => Some(Edit::Replace { after: super::command::relabelled(&before, label), before }),
            None => Some(Edit::Add(super::command::made(session, range, label))),
        };
        self.last_label = Some(label);
        self.search.iter_mut().for_each(|search| search.label = Some(label));
        self.edit_hits(TransactionKind::Add, STRINGS.labelled_all, &name, edit);
    }

    fn reject_hits(&mut self) {
        let Some(label) = self.search.as_ref().and_then(|search| search.label) else { return };
        let edit = |session: &mut Session, range| {
            let before = on(session, range, label).filter(|before| before.status != Status::Rejected)?;
            Some(Edit::Replace { after: Annotation { status: Status::Rejected, ..before.clone() }, before })
        };
        self.edit_hits(TransactionKind::Reject, STRINGS.rejected_all, "", edit);
    }

    /// Makes one transaction of the edits of the checked hits, and says how many there were.
    fn edit_hits(
        &mut self,
        kind: TransactionKind,
        template: &str,
        name: &str,
        edit: impl Fn(&mut Session, TextRange) -> Option<Edit>,
    ) {
        let checked = self.search.iter().flat_map(|search| &search.hits).filter(|hit| hit.is_checked);
        let ranges: Vec<TextRange> = checked.map(|hit| hit.range).collect();
        self.edit(|state| {
            let session = state.session_mut()?;
            let edits: Vec<Edit> = ranges.into_iter().filter_map(|range| edit(session, range)).collect();
            let said = fill(template, &[&edits.len().to_string(), name]);
            let adds = edits.iter().any(|edit| matches!(edit, Edit::Add(_)));
            let kind = if kind == TransactionKind::Add && !adds { TransactionKind::Relabel } else { kind };
            Some(session.apply(Transaction { kind, edits }).map(|()| said))
        });
    }

    /// How many hits are checked.
    pub fn checked_hits(&self) -> usize {
        self.search.iter().flat_map(|search| &search.hits).filter(|hit| hit.is_checked).count()
    }

    /// The hits that lie in `range`, in order; those round the one in view, if there are very many.
    pub fn hits_in(&self, range: TextRange) -> Vec<ShownHit> {
        let Some(search) = &self.search else { return Vec::new() };
        let from = search.hits.partition_point(|hit| hit.range.end() <= range.start());
        let to = search.hits.partition_point(|hit| hit.range.start() < range.end()).max(from);
        let from = search.current.saturating_sub(MOST_SHOWN / 2).clamp(from, to.saturating_sub(MOST_SHOWN).max(from));
        let shown = search.hits[from..to].iter().enumerate().take(MOST_SHOWN);
        shown.map(|(at, hit)| ShownHit { range: hit.range, is_current: from + at == search.current }).collect()
    }

    /// Changes whenever other hits are to be shown.
    pub fn hits_shown(&self) -> Option<HitsVersion> {
        self.search.as_ref().map(|search| (search.request, search.hits.len(), search.current))
    }

    /// The rows of the concordance from `from`, at most `count`.
    pub fn hit_rows(&self, from: usize, count: usize) -> Vec<HitRow> {
        let Some((search, session)) = self.search.as_ref().zip(self.session()) else { return Vec::new() };
        let text = session.document().text();
        let row = |hit: &Hit| {
            let (start, end) = (usize::from(hit.range.start()), usize::from(hit.range.end()));
            let before = &text[text.ceil_char_boundary(start.saturating_sub(CONTEXT))..start];
            let after = &text[end..text.floor_char_boundary(text.len().min(end + CONTEXT))];
            let lies_on_it =
                session.annotations().overlapping(hit.range).into_iter().find(|one| one.range == hit.range);
            HitRow {
                before: one_line(before),
                quote: one_line(&text[hit.range]),
                after: one_line(after),
                is_checked: hit.is_checked,
                label: lies_on_it.map(|annotation| {
                    let name = session.labels().get(annotation.label).name.clone();
                    (annotation.label, name, StatusFilter::of(annotation))
                }),
            }
        };
        search.hits.iter().skip(from).take(count).map(row).collect()
    }
}

/// Whether a hit can be labelled without a second thought: nothing but a suggestion or an annotation of just this text
/// lies over it, and nobody has rejected that.
fn is_free(session: &Session, range: TextRange) -> bool {
    let over = session.annotations().overlapping(range);
    over.iter().all(|other| other.range == range && other.status != Status::Rejected)
}

/// The annotation that lies exactly on a range; the one with the label, if there are several.
fn on(session: &Session, range: TextRange, label: LabelId) -> Option<Annotation> {
    let over = session.annotations().overlapping(range).into_iter().filter(|other| other.range == range);
    over.max_by_key(|other| (other.label == label, other.origin == Origin::Human)).cloned()
}
