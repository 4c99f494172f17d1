//! How a label looks: its classes.

use annotation::{LabelId, LabelSet};

/// The classes of things drawn in a label's colour; its rule is in the style sheet that [`label_colours`] makes.
pub fn label_class(label: LabelId) -> String {
    // Four line styles take turns, so that neighbours in the list differ in more than colour.
    format!("label-{} line-{}", label.0, label.0 % 4)
}

/// A style sheet with the colour of each label.
pub fn label_colours(labels: &LabelSet) -> String {
    labels.iter().map(|(id, label)| format!(".label-{}{{--label:{}}}", id.0, label.colour)).collect()
}
