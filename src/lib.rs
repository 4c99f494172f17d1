//! Postil's page: what needs a browser. What does not lives in `crates/`.
//!
//! The page and its worker are one wasm module, entered by [`start_page`] and [`start_worker`]. Read [`state`] first: all
//! that the page knows and how it changes; then [`app`], which shows it.

pub mod state;
pub mod strings;
