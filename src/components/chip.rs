//! How a label looks: its classes.

use annotation::{LabelId, LabelSet};

/// The classes of things drawn in a label's colour; its rule is in the style sheet that [`label_colours`] makes.
pub fn label_class(label: LabelId) -> String {
    // Four line styles take turns, so that neighbours in the list differ in more than colour.
    format!("label-{} line-{}", label.0, label.0 % 4)
}

/// A style sheet with the colour of each label, made readable on the page.
///
/// The tone is registered as a colour, so that it is mixed once for the page and not for each highlight.
pub fn label_colours(labels: &LabelSet) -> String {
    let rules = labels.iter().map(|(id, label)| {
        let (id, colour) = (id.0, label.colour);
        format!(
            "@property --tone-{id}{{syntax:'<color>';inherits:true;initial-value:gray}}:root{{--tone-{id}:light-dark(\
             color-mix(in oklab,{colour} 90%,black),color-mix(in oklab,{colour} 45%,white))}}\
             .label-{id}{{--tone:var(--tone-{id})}}"
        )
    });
    rules.collect()
}
