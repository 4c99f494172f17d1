//! All annotations of a document, sorted, with queries that cost the logarithm of their number.
//!
//! [`AnnotationSet`] is a weight-balanced tree in text order in which every node knows the furthest end below it (an
//! interval tree), so overlaps, nesting and crossing are all allowed and found quickly. Balance after Adams, "Efficient
//! sets: a balancing act" (1993), with the parameters of Haskell's `Data.Map`.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use text_size::{TextRange, TextSize};

use crate::{Annotation, AnnotationId, LabelId, Status, sort_by_numbers};

/// A document's annotations: by start, then longest first, then by id.
#[derive(Debug, Clone, Default)]
pub struct AnnotationSet {
    // Invariant: in order of `key`, balanced, `size` and `furthest` true of every subtree.
    root: Tree,
    // Invariant: the ranges of the annotations in the tree, in the order of ids; an empty one of an annotation that was taken
    // out.
    ranges: Vec<(AnnotationId, TextRange)>,
    // Invariant: the number of annotations in the tree by label and status, in their order; no zeros.
    counts: Vec<((LabelId, Status), usize)>,
}

type Tree = Option<Box<Node>>;

/// The start, then the longest first; then the id.
type Key = [u64; 2];

/// Ids of annotations.
pub type AnnotationIds = HashSet<AnnotationId, BuildHasherDefault<IdHasher>>;

/// Spreads ids, which are mostly counted up from 1; quicker than the hasher of the standard library.
#[derive(Debug, Clone, Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u32(byte.into()));
    }

    fn write_u32(&mut self, id: u32) {
        // Fibonacci hashing (Knuth, vol. 3, 6.4).
        self.0 = (self.0 ^ u64::from(id)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26) // the high bits are well mixed, and tables look at the low ones
    }
}

#[derive(Debug, Clone)]
struct Node {
    annotation: Annotation,
    left: Tree,
    right: Tree,
    size: usize,
    furthest: TextSize,
}

/// A stretch of text over which the same annotations lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The stretch.
    pub range: TextRange,
    /// The annotations over it, outermost first; at most [`Segment::DEEPEST`].
    pub covering: Vec<AnnotationId>,
    /// How many more lie over it.
    pub hidden: usize,
}

impl Segment {
    /// The most annotations that a segment names.
    pub const DEEPEST: usize = 6;
}

impl AnnotationSet {
    /// The annotation with that id.
    pub fn get(&self, id: AnnotationId) -> Option<&Annotation> {
        self.find(id).map(|(_, annotation)| annotation)
    }

    /// How many annotations come before this one.
    pub fn rank(&self, id: AnnotationId) -> Option<usize> {
        self.find(id).map(|(rank, _)| rank)
    }

    /// The annotation that has `rank` others before it.
    pub fn nth(&self, rank: usize) -> Option<&Annotation> {
        let mut rank = rank;
        let mut tree = self.root.as_deref();
        while let Some(node) = tree {
            let before = size(&node.left);
            tree = match rank.cmp(&before) {
                Ordering::Equal => return Some(&node.annotation),
                Ordering::Less => node.left.as_deref(),
                Ordering::Greater => {
                    rank -= before + 1;
                    node.right.as_deref()
                }
            };
        }
        None
    }

    /// How many annotations there are.
    pub fn len(&self) -> usize {
        size(&self.root)
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// How many there are of each label and status that there are any of, in the order of labels and statuses.
    pub fn counts(&self) -> &[((LabelId, Status), usize)] {
        &self.counts
    }

    /// All annotations in order.
    pub fn iter(&self) -> impl Iterator<Item = &Annotation> {
        let mut path = Vec::new();
        let mut below = self.root.as_deref();
        std::iter::from_fn(move || {
            while let Some(node) = below {
                path.push(node);
                below = node.left.as_deref();
            }
            let node = path.pop()?;
            below = node.right.as_deref();
            Some(&node.annotation)
        })
    }

    /// The annotations that share at least one character with `range`, in order.
    pub fn overlapping(&self, range: TextRange) -> Vec<&Annotation> {
        let mut found = Vec::new();
        collect(&self.root, u32::from(range.start()), u32::from(range.end()), &mut found);
        found
    }

    /// The annotations that overlap `range` or end or start at its edges, in order.
    pub fn touching(&self, range: TextRange) -> Vec<&Annotation> {
        let mut found = Vec::new();
        let (low, high) = (u32::from(range.start()), u32::from(range.end()));
        collect(&self.root, low.saturating_sub(1), high.saturating_add(1), &mut found);
        found.retain(|annotation| annotation.range.end() >= range.start() && annotation.range.start() <= range.end());
        found
    }

    /// The first annotation in order that starts at or behind `position`.
    pub fn first_from(&self, position: TextSize) -> Option<&Annotation> {
        let mut found = None;
        let mut tree = self.root.as_deref();
        while let Some(node) = tree {
            tree = if node.annotation.range.start() >= position {
                found = Some(&node.annotation);
                node.left.as_deref()
            } else {
                node.right.as_deref()
            };
        }
        found
    }

    /// The last annotation in order that starts before `position`.
    pub fn last_before(&self, position: TextSize) -> Option<&Annotation> {
        let mut found = None;
        let mut tree = self.root.as_deref();
        while let Some(node) = tree {
            tree = if node.annotation.range.start() < position {
                found = Some(&node.annotation);
                node.right.as_deref()
            } else {
                node.left.as_deref()
            };
        }
        found
    }

    /// `range` cut wherever an annotation starts or ends: adjacent segments, in order, together the whole range.
    pub fn segments(&self, range: TextRange) -> Vec<Segment> {
        let over = self.overlapping(range);
        let mut edges: Vec<TextSize> = vec![range.start(), range.end()];
        for annotation in &over {
            edges.push(annotation.range.start().max(range.start()));
            edges.push(annotation.range.end().min(range.end()));
        }
        sort_by_numbers(&mut edges, |edge| [u32::from(*edge).into(), 0]);
        edges.dedup();
        let mut starting = over.iter().enumerate().peekable();
        // In the order of their ranks, which rise as they start.
        let mut active: Vec<(usize, AnnotationId)> = Vec::new();
        let mut ending = BinaryHeap::new();
        let segment = |pair: &[TextSize]| {
            while let Some((rank, annotation)) = starting.next_if(|(_, annotation)| annotation.range.start() <= pair[0])
            {
                active.push((rank, annotation.id));
                ending.push(Reverse((annotation.range.end(), rank)));
            }
            while let Some(&Reverse((_, rank))) = ending.peek().filter(|Reverse((end, _))| *end <= pair[0]) {
                ending.pop();
                if let Ok(place) = active.binary_search_by_key(&rank, |(rank, _)| *rank) {
                    active.remove(place);
                }
            }
            let covering: Vec<AnnotationId> = active.iter().take(Segment::DEEPEST).map(|&(_, id)| id).collect();
            let hidden = active.len() - covering.len();
            Segment { range: TextRange::new(pair[0], pair[1]), covering, hidden }
        };
        edges.windows(2).map(segment).collect()
    }

    /// An annotation with its rank.
    fn find(&self, id: AnnotationId) -> Option<(usize, &Annotation)> {
        let range = self.ranges[place(&self.ranges, id).ok()?].1;
        let wanted = key_of(range, id);
        let mut rank = 0;
        let mut tree = self.root.as_deref();
        while let Some(node) = tree {
            let before = size(&node.left);
            tree = match wanted.cmp(&key(&node.annotation)) {
                Ordering::Equal => return Some((rank + before, &node.annotation)),
                Ordering::Less => node.left.as_deref(),
                Ordering::Greater => {
                    rank += before + 1;
                    node.right.as_deref()
                }
            };
        }
        None
    }

    /// A set of these annotations, built at once; the id, if one is there twice.
    pub(crate) fn of(mut annotations: Vec<Annotation>) -> Result<AnnotationSet, AnnotationId> {
        sort_by_numbers(&mut annotations, key);
        let ranges = by_id(annotations.iter().map(|annotation| (annotation.id, annotation.range)).collect());
        let mut set = AnnotationSet { ranges, ..AnnotationSet::default() };
        if let Some(twice) = set.ranges.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(twice[0].0);
        }
        // Most labels have small ids: those are counted in a table.
        let mut table = [[0isize; Status::ALL.len()]; 64];
        for annotation in &annotations {
            match table.get_mut(usize::from(annotation.label.0)) {
                Some(counts) => counts[annotation.status as usize] += 1,
                None => set.count((annotation.label, annotation.status), 1),
            }
        }
        for (label, counts) in (0..).map(LabelId).zip(table) {
            for status in Status::ALL.into_iter().filter(|&status| counts[status as usize] > 0) {
                set.count((label, status), counts[status as usize]);
            }
        }
        let count = annotations.len();
        set.root = build(&mut annotations.into_iter(), count);
        Ok(set)
    }

    /// Puts an annotation in; false, and no change, if its id is already there.
    pub(crate) fn insert(&mut self, annotation: Annotation) -> bool {
        let known = (annotation.id, annotation.range);
        match place(&self.ranges, annotation.id) {
            Ok(place) if !self.ranges[place].1.is_empty() => return false,
            Ok(place) => self.ranges[place] = known,
            Err(place) => self.ranges.insert(place, known),
        }
        self.count((annotation.label, annotation.status), 1);
        self.root = Some(insert(self.root.take(), annotation));
        true
    }

    /// Puts an annotation in the place of the one with its id, which is there.
    pub(crate) fn replace(&mut self, after: Annotation) {
        if place(&self.ranges, after.id).is_ok_and(|place| self.ranges[place].1 != after.range) {
            self.remove(after.id);
            self.insert(after);
            return;
        }
        let wanted = key(&after);
        let mut tree = self.root.as_deref_mut();
        while let Some(node) = tree {
            tree = match wanted.cmp(&key(&node.annotation)) {
                Ordering::Less => node.left.as_deref_mut(),
                Ordering::Greater => node.right.as_deref_mut(),
                Ordering::Equal => {
                    let before = std::mem::replace(&mut node.annotation, after);
                    let now = (node.annotation.label, node.annotation.status);
                    self.count(now, 1);
                    return self.count((before.label, before.status), -1);
                }
            };
        }
    }

    /// Numbers the annotations from 1 in their order, without the numbers that are `taken`; what `stays`, and what has
    /// the same range, keeps its own. Gives the next number; `None`, and no change, if they are numbered so already.
    pub(crate) fn renumber(&mut self, mut taken: Vec<u32>, stays: impl Fn(&Annotation) -> bool) -> Option<u32> {
        let mut ranges = Vec::with_capacity(self.len());
        let mut stay = Vec::with_capacity(self.len());
        for annotation in self.iter() {
            ranges.push((annotation.id, annotation.range));
            stay.push(stays(annotation));
        }
        let has_the_same = |at: usize| ranges[at].1 == ranges[at - 1].1;
        for at in 1..stay.len() {
            stay[at] |= stay[at - 1] && has_the_same(at);
        }
        for at in (1..stay.len()).rev() {
            stay[at - 1] |= stay[at] && has_the_same(at);
        }
        taken.extend(ranges.iter().zip(&stay).filter(|(_, stays)| **stays).map(|((id, _), _)| id.0));
        sort_by_numbers(&mut taken, |&id| [id.into(), 0]);
        let (mut next, mut is_new) = (1, false);
        let mut skipped = taken.iter().peekable();
        for ((id, _), _) in ranges.iter_mut().zip(stay).filter(|(_, stays)| !stays) {
            while let Some(&number) = skipped.next_if(|number| **number <= next) {
                next += u32::from(number == next);
            }
            is_new |= std::mem::replace(id, AnnotationId(next)).0 != next;
            next += 1;
        }
        if !is_new {
            return None;
        }
        number(&mut self.root, &mut ranges.iter().map(|(id, _)| *id));
        self.ranges = by_id(ranges);
        Some(taken.last().map_or(next, |last| next.max(last.saturating_add(1))))
    }

    /// Takes an annotation out.
    pub(crate) fn remove(&mut self, id: AnnotationId) -> Option<Annotation> {
        let place = place(&self.ranges, id).ok()?;
        let range = std::mem::take(&mut self.ranges[place].1);
        let (root, removed) = remove(self.root.take(), &key_of(range, id));
        self.root = root;
        let removed = removed?;
        self.count((removed.label, removed.status), -1);
        Some(removed)
    }

    fn count(&mut self, counted: (LabelId, Status), change: isize) {
        match self.counts.binary_search_by_key(&counted, |(known, _)| *known) {
            Err(place) => self.counts.insert(place, (counted, change.unsigned_abs())),
            Ok(place) => {
                let count = &mut self.counts[place].1;
                *count = count.saturating_add_signed(change);
                if *count == 0 {
                    self.counts.remove(place);
                }
            }
        }
    }
}

/// Where the range of an annotation is, that was taken out or not; else where it would be.
fn place(ranges: &[(AnnotationId, TextRange)], id: AnnotationId) -> Result<usize, usize> {
    ranges.binary_search_by_key(&id, |(known, _)| *known)
}

/// In the order of ids.
fn by_id(mut ranges: Vec<(AnnotationId, TextRange)>) -> Vec<(AnnotationId, TextRange)> {
    sort_by_numbers(&mut ranges, |(id, _)| [id.0.into(), 0]);
    ranges
}

fn key(annotation: &Annotation) -> Key {
    key_of(annotation.range, annotation.id)
}

fn key_of(range: TextRange, id: AnnotationId) -> Key {
    let [start, end] = [range.start(), range.end()].map(|edge| u64::from(u32::from(edge)));
    [start << 32 | (u64::from(u32::MAX) - end), id.0.into()]
}

/// The annotations below `tree` that start before `high` and end behind `low`.
fn collect<'a>(tree: &'a Tree, low: u32, high: u32, found: &mut Vec<&'a Annotation>) {
    let Some(node) = tree.as_deref().filter(|node| u32::from(node.furthest) > low) else { return };
    collect(&node.left, low, high, found);
    if u32::from(node.annotation.range.start()) < high {
        if u32::from(node.annotation.range.end()) > low {
            found.push(&node.annotation);
        }
        collect(&node.right, low, high, found);
    }
}

fn size(tree: &Tree) -> usize {
    tree.as_ref().map_or(0, |node| node.size)
}

impl Node {
    fn update(&mut self) {
        let furthest = |tree: &Tree| tree.as_ref().map_or(TextSize::new(0), |node| node.furthest);
        self.size = size(&self.left) + size(&self.right) + 1;
        self.furthest = self.annotation.range.end().max(furthest(&self.left)).max(furthest(&self.right));
    }
}

/// Gives the annotations of a tree the next ids, in order.
fn number(tree: &mut Tree, ids: &mut impl Iterator<Item = AnnotationId>) {
    let Some(node) = tree else { return };
    number(&mut node.left, ids);
    node.annotation.id = ids.next().unwrap_or(node.annotation.id);
    number(&mut node.right, ids);
}

/// A balanced tree of the next `count` annotations, which are in order.
fn build(annotations: &mut std::vec::IntoIter<Annotation>, count: usize) -> Tree {
    if count == 0 {
        return None;
    }
    let left_count = count / 2;
    let left = build(annotations, left_count);
    let annotation = annotations.next()?;
    let right = build(annotations, count - left_count - 1);
    let furthest = annotation.range.end();
    let mut node = Box::new(Node { annotation, left, right, size: 1, furthest });
    node.update();
    Some(node)
}

fn insert(tree: Tree, annotation: Annotation) -> Box<Node> {
    let Some(mut node) = tree else {
        let furthest = annotation.range.end();
        return Box::new(Node { annotation, left: None, right: None, size: 1, furthest });
    };
    if key(&annotation) < key(&node.annotation) {
        node.left = Some(insert(node.left.take(), annotation));
    } else {
        node.right = Some(insert(node.right.take(), annotation));
    }
    balance(node)
}

fn remove(tree: Tree, wanted: &Key) -> (Tree, Option<Annotation>) {
    let Some(mut node) = tree else { return (None, None) };
    let removed;
    match wanted.cmp(&key(&node.annotation)) {
        Ordering::Less => (node.left, removed) = remove(node.left.take(), wanted),
        Ordering::Greater => (node.right, removed) = remove(node.right.take(), wanted),
        Ordering::Equal => {
            let (left, right) = (node.left.take(), node.right.take());
            return (join(left, right), Some(node.annotation));
        }
    }
    (Some(balance(node)), removed)
}

/// One tree of two, of which all of the first comes before all of the second.
fn join(left: Tree, right: Tree) -> Tree {
    let Some(right) = right else { return left };
    if left.is_none() {
        return Some(right);
    }
    let (rest, mut first) = take_first(right);
    first.left = left;
    first.right = rest;
    Some(balance(first))
}

fn take_first(mut node: Box<Node>) -> (Tree, Box<Node>) {
    match node.left.take() {
        None => (node.right.take(), node),
        Some(left) => {
            let (rest, first) = take_first(left);
            node.left = rest;
            (Some(balance(node)), first)
        }
    }
}

/// Restores balance and the node's own sums after one side changed by one.
fn balance(mut node: Box<Node>) -> Box<Node> {
    const DELTA: usize = 3;
    const GAMMA: usize = 2;
    let (left, right) = (size(&node.left), size(&node.right));
    if left + right > 1 && right > DELTA * left {
        if let Some(child) = node.right.take_if(|child| size(&child.left) >= GAMMA * size(&child.right)) {
            node.right = Some(rotate_right(child));
        }
        return rotate_left(node);
    }
    if left + right > 1 && left > DELTA * right {
        if let Some(child) = node.left.take_if(|child| size(&child.right) >= GAMMA * size(&child.left)) {
            node.left = Some(rotate_left(child));
        }
        return rotate_right(node);
    }
    node.update();
    node
}

fn rotate_left(mut node: Box<Node>) -> Box<Node> {
    match node.right.take() {
        None => node,
        Some(mut top) => {
            node.right = top.left.take();
            node.update();
            top.left = Some(node);
            top.update();
            top
        }
    }
}

fn rotate_right(mut node: Box<Node>) -> Box<Node> {
    match node.left.take() {
        None => node,
        Some(mut top) => {
            node.left = top.right.take();
            node.update();
            top.right = Some(node);
            top.update();
            top
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Origin;
    use proptest::prelude::*;

    fn annotation(id: u32, start: u32, end: u32) -> Annotation {
        Annotation {
            id: AnnotationId(id),
            range: TextRange::new(start.into(), end.into()),
            label: LabelId(0),
            status: Status::Suggested,
            origin: Origin::Human,
            score: None,
            value: None,
            note: None,
            unknown: None,
        }
    }

    /// Checks the tree's invariants and returns its height.
    fn height(tree: &Tree) -> usize {
        let Some(node) = tree else { return 0 };
        let (left, right) = (size(&node.left), size(&node.right));
        assert_eq!(node.size, left + right + 1);
        assert!(left + right < 2 || (left <= 3 * right && right <= 3 * left), "{left} beside {right}");
        height(&node.left).max(height(&node.right)) + 1
    }

    fn ids<'a>(annotations: impl IntoIterator<Item = &'a Annotation>) -> Vec<u32> {
        annotations.into_iter().map(|annotation| annotation.id.0).collect()
    }

    #[test]
    fn overlaps_nesting_and_crossing_flatten_to_segments() {
        let mut set = AnnotationSet::default();
        for (id, start, end) in [(1, 2, 8), (2, 2, 4), (3, 6, 10)] {
            assert!(set.insert(annotation(id, start, end)));
        }
        assert!(!set.insert(annotation(3, 0, 1)), "an id is given once");
        let segments = set.segments(TextRange::new(0.into(), 12.into()));
        let shown: Vec<(u32, u32, Vec<u32>)> = segments
            .iter()
            .map(|segment| {
                let covering = segment.covering.iter().map(|id| id.0).collect();
                (segment.range.start().into(), segment.range.end().into(), covering)
            })
            .collect();
        let expected = [
            (0, 2, vec![]),
            (2, 4, vec![1, 2]),
            (4, 6, vec![1]),
            (6, 8, vec![1, 3]),
            (8, 10, vec![3]),
            (10, 12, vec![]),
        ];
        assert_eq!(shown, expected);
        assert_eq!(set.segments(TextRange::new(3.into(), 3.into())), []);
    }

    #[test]
    fn ten_thousand_annotations_on_one_word_stay_quick_to_flatten() {
        let mut set = AnnotationSet::default();
        for id in 0..10_000 {
            set.insert(annotation(id, id, 20_000 - id));
        }
        let segments = set.segments(TextRange::new(0.into(), 20_000.into()));
        assert_eq!(segments.len(), 19_999);
        assert_eq!((segments[9_999].covering.len(), segments[9_999].hidden), (6, 9_994));
    }

    proptest! {
        #[test]
        fn the_tree_answers_as_a_list_does(
            spans in prop::collection::vec((0u32..60, 1u32..20), 0..120),
            removed in prop::collection::vec(0u32..120, 0..100),
            replaced in prop::collection::vec((0u32..120, 0u32..60, any::<bool>()), 0..20),
            low in 0u32..60, len in 0u32..20,
        ) {
            let mut set = AnnotationSet::default();
            let mut list: Vec<Annotation> = Vec::new();
            for (at, (start, len)) in spans.into_iter().enumerate() {
                let id = at as u32 * 50 % 121; // each once, in no order
                list.push(annotation(id, start, start + len));
                set.insert(list[at].clone());
            }
            for id in removed {
                let expected = list.iter().position(|annotation| annotation.id.0 == id).map(|at| list.remove(at));
                prop_assert_eq!(set.remove(AnnotationId(id)), expected);
            }
            for (id, start, stays) in replaced {
                let Some(annotation) = list.iter_mut().find(|annotation| annotation.id.0 == id) else { continue };
                let range = if stays { annotation.range } else { TextRange::at(start.into(), 3.into()) };
                *annotation = Annotation { range, label: LabelId(start as u16 % 3), ..annotation.clone() };
                set.replace(annotation.clone());
            }
            list.sort_by_key(key);
            prop_assert!(height(&set.root) <= 2 * (list.len() + 1).ilog2() as usize + 1);
            prop_assert_eq!(set.iter().collect::<Vec<_>>(), list.iter().collect::<Vec<_>>());
            let mut counts: std::collections::BTreeMap<(LabelId, Status), usize> = Default::default();
            list.iter().for_each(|annotation| *counts.entry((annotation.label, annotation.status)).or_default() += 1);
            prop_assert_eq!(set.counts(), counts.into_iter().collect::<Vec<_>>());
            let range = TextRange::new(low.into(), (low + len).into());
            let expected = list.iter().filter(|a| a.range.start() < range.end() && range.start() < a.range.end());
            prop_assert_eq!(ids(set.overlapping(range)), ids(expected));
            let expected = list.iter().filter(|a| a.range.start() <= range.end() && range.start() <= a.range.end());
            prop_assert_eq!(ids(set.touching(range)), ids(expected));
            prop_assert_eq!(set.first_from(range.start()).map(|a| a.id), list.iter().find(|a| a.range.start() >= range.start()).map(|a| a.id));
            prop_assert_eq!(set.last_before(range.start()).map(|a| a.id), list.iter().rfind(|a| a.range.start() < range.start()).map(|a| a.id));
            prop_assert_eq!(set.nth(list.len()), None);
            for (rank, annotation) in list.iter().enumerate() {
                prop_assert_eq!(set.nth(rank), Some(annotation));
                prop_assert_eq!(set.rank(annotation.id), Some(rank));
                prop_assert_eq!(set.get(annotation.id), Some(annotation));
            }
        }
    }
}
