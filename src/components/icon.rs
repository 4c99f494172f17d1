//! The icons, drawn on a grid of 24.

use yew::prelude::*;

/// An icon by the path of its strokes; the control that holds it has the name.
pub fn icon(path: &'static str) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={path} /></svg>
    }
}

/// A button that shows an icon and has a name.
pub fn tool(path: &'static str, name: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button class="icon-button" aria-label={name} title={name} {onclick}>{ icon(path) }</button> }
}

pub const UNDO: &str = "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3";
pub const REDO: &str = "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3";
pub const LIST: &str = "M4 6h16M4 12h16M4 18h10";
pub const SHELF: &str = "M5 4h14v16H5zM9 8h6M9 12h6M9 16h3";
pub const HELP: &str = "M9.1 9a3 3 0 1 1 4.4 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.01M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0";
pub const ABOUT: &str = "M12 11v6M12 7.5v.01M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0";
pub const CLOSE: &str = "M6 6l12 12M18 6 6 18";
pub const THEME: &str = "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18";
pub const CHECK: &str = "m5 13 4.5 4.5L19 7";
pub const CROSS: &str = "M7 7l10 10M17 7 7 17";
pub const BIN: &str = "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5";
pub const LEFT: &str = "m14 6-6 6 6 6";
pub const RIGHT: &str = "m10 6 6 6-6 6";
pub const OPEN: &str = "M3 7a2 2 0 0 1 2-2h4l2 2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z";
pub const PASTE: &str = "M9 4h6v3H9zM9 5H6v16h12V5h-3M9 12h6M9 16h4";
pub const EXPORT: &str = "M12 4v11m-4-4 4 4 4-4M5 20h14";
pub const FIND: &str = "M4 10.5a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0M15.5 15.5 21 21";
pub const LABELS: &str = "M3 12V4h8l10 10-8 8zM7.5 8.5v.01";
