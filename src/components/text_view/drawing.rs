//! The drawn blocks, each kept as it was drawn until something in it changes.
//!
//! Blocks are drawn in groups, which Yew passes over as a whole when nothing in them has changed: a key press costs a
//! group or two, not all that is drawn.

use std::ops::Range;
use std::rc::Rc;

use annotation::TextRange;
use yew::prelude::*;

use super::blocks::Blocks;
use super::window::GROUP;

/// The blocks that were drawn last.
#[derive(Default)]
pub struct Drawing {
    first: usize,
    // Invariant: of the blocks from `first` on; `None` where something has changed.
    blocks: Vec<Option<Html>>,
    // Invariant: no block of these has changed.
    groups: Vec<(Range<usize>, Html)>,
}

impl Drawing {
    /// Forgets the blocks that are not as they were under the properties before.
    pub fn forget(&mut self, blocks: &Blocks, props: &super::Props, old: &super::Props) {
        if (props.serial, props.least_score) != (old.serial, old.least_score) {
            *self = Drawing::default();
            return;
        }
        let selection = |props: &super::Props| props.selected.map(|(_, range)| range);
        let selections = [selection(old), selection(props)].into_iter().filter(|_| props.selected != old.selected);
        for range in selections.flatten().chain(props.changed_since.emit(old.revision)) {
            self.forget_in(blocks, range);
        }
    }

    fn forget_in(&mut self, blocks: &Blocks, range: TextRange) {
        let drawn = self.first..self.first + self.blocks.len();
        let (from, to) = (blocks.at(range.start()).max(drawn.start), (blocks.at(range.end()) + 1).min(drawn.end));
        for index in from..to {
            self.blocks[index - drawn.start] = None;
        }
        self.groups.retain(|(group, _)| group.end <= from || to <= group.start);
    }

    /// The blocks of whole groups that are to be drawn, those that are not kept made by `draw`.
    pub fn draw(&mut self, wanted: Range<usize>, mut draw: impl FnMut(usize) -> Html) -> Vec<Html> {
        let mut known = std::mem::take(&mut self.blocks);
        let first = std::mem::replace(&mut self.first, wanted.start);
        self.blocks.resize(wanted.len(), None);
        let groups = std::mem::take(&mut self.groups);
        for number in wanted.start / GROUP..wanted.end.div_ceil(GROUP) {
            let range = number * GROUP..((number + 1) * GROUP).min(wanted.end);
            for index in range.clone() {
                let kept = index.checked_sub(first).and_then(|at| known.get_mut(at)?.take());
                self.blocks[index - wanted.start] = Some(kept.unwrap_or_else(|| draw(index)));
            }
            let kept = groups.iter().find(|(group, _)| *group == range).map(|(_, html)| html.clone());
            let html = kept.unwrap_or_else(|| {
                let drawn = &self.blocks[range.start - wanted.start..range.end - wanted.start];
                let blocks = Rc::new(drawn.iter().flatten().cloned().collect());
                html! { <Group key={number} {blocks} /> }
            });
            self.groups.push((range, html));
        }
        self.groups.iter().map(|(_, html)| html.clone()).collect()
    }
}

#[derive(Properties)]
struct GroupProps {
    blocks: Rc<Vec<Html>>,
}

impl PartialEq for GroupProps {
    fn eq(&self, other: &GroupProps) -> bool {
        Rc::ptr_eq(&self.blocks, &other.blocks)
    }
}

#[component]
fn Group(props: &GroupProps) -> Html {
    html! { <>{ for props.blocks.iter().cloned() }</> }
}
