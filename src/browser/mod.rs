//! The only code that talks to Web APIs, one file for each; Rust types in the signatures.

pub mod page;
pub mod selection;
pub mod highlight;
pub mod files;
pub mod fetch;
pub mod tagging;
pub mod modules;
pub mod segmenter;
pub mod reading;
pub mod formats;
pub mod articles;
pub mod storage;
pub mod device;
pub mod recovery;
pub mod tabs;
