//! Fetching an article by its address.

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, Url};

use super::page::{document, sleep, window};
use crate::strings::{STRINGS, fill};

/// An article's bytes.
#[derive(Debug)]
pub struct Article {
    /// The last part of its address.
    pub name: String,
    /// What was sent.
    pub bytes: Vec<u8>,
}

/// Fetches an article; the address may be relative to the page's.
///
/// # Errors
/// Why it could not be had, in words for the person: no web address, refused by the page's policy, no answer.
pub async fn article(address: &str) -> Result<Article, String> {
    let base = window().location().href().unwrap_or_default();
    let url = Url::new_with_base(address, &base).map_err(|_| STRINGS.fetch_scheme.to_owned())?;
    if !matches!(&*url.protocol(), "http:" | "https:") {
        return Err(STRINGS.fetch_scheme.to_owned());
    }
    let refused = Rc::new(Cell::new(false));
    let listener = {
        let refused = refused.clone();
        EventListener::new(&document(), "securitypolicyviolation", move |_| refused.set(true))
    };
    let response = JsFuture::from(window().fetch_with_str(&url.href())).await;
    // The event that says that the policy refused it is sent after the promise fails.
    if response.is_err() {
        let _waited = JsFuture::from(sleep(0)).await;
    }
    drop(listener);
    let no_answer = || if refused.get() { STRINGS.fetch_policy } else { STRINGS.fetch_failed }.to_owned();
    let response: Response = response.map_err(|_| no_answer())?.unchecked_into();
    if !response.ok() {
        return Err(fill(STRINGS.fetch_status, &[&response.status().to_string()]));
    }
    let buffer = response.array_buffer().map_err(|_| no_answer())?;
    let buffer = JsFuture::from(buffer).await.map_err(|_| no_answer())?;
    let name = url.pathname().rsplit('/').next().unwrap_or_default().to_owned();
    Ok(Article { name, bytes: Uint8Array::new(&buffer).to_vec() })
}
