//! Callbacks that many views need.

use web_sys::{Event, HtmlInputElement};
use yew::prelude::*;

use crate::state::Action;

/// A press of a button that means one thing.
pub fn press(on_action: &Callback<Action>, action: fn() -> Action) -> Callback<MouseEvent> {
    on_action.reform(move |_| action())
}

/// What is written or chosen in a field, as an action.
pub fn field<E: AsRef<Event> + 'static>(on_action: &Callback<Action>, action: fn(String) -> Action) -> Callback<E> {
    on_action.reform(move |event: E| action(value_of(event.as_ref())))
}

/// What the field holds that an event happened to; a menu has a value like any field.
pub fn value_of(event: &Event) -> String {
    event.target_unchecked_into::<HtmlInputElement>().value()
}
