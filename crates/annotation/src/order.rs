//! The one way in which things are put in order.

/// Puts items in the order of their keys; those with equal keys stay in the order in which they are.
///
/// One kind of key for all items: a program that is loaded before the text is seen has no room for a sort of each kind.
pub fn sort_by_numbers<T>(items: &mut Vec<T>, key: impl Fn(&T) -> [u64; 2]) {
    let mut order: Vec<([u64; 2], usize)> = items.iter().enumerate().map(|(at, item)| (key(item), at)).collect();
    if order.is_sorted() {
        return;
    }
    order.sort_unstable();
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.iter().filter_map(|&(_, at)| taken[at].take()));
}
