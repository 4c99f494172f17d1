//! The JavaScript API `window.postil`, as plain objects; `docs/api.md` describes it for its users.

use std::cell::OnceCell;

use annotation::{Annotation, AnnotationId, LabelId, OffsetUnit, Origin, Session, Status};
use formats::native::{ValueRecord, value_record};
use js_sys::{Function, JsString, Promise, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser::reading;
use crate::state::Action;
use crate::store::Store;

thread_local! {
    static STORE: OnceCell<Store> = const { OnceCell::new() };
}

/// Gives the API the store that it works on.
pub fn offer(store: Store) {
    STORE.with(|slot| {
        let offered = slot.set(store);
        debug_assert!(offered.is_ok(), "the page starts once");
    });
}

fn store() -> Result<Store, JsError> {
    STORE.with(|slot| slot.get().cloned()).ok_or_else(|| JsError::new("the page has not started"))
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Options {
    offset_unit: Option<String>,
}

/// The `offsetUnit` of the caller's options.
fn unit(options: JsValue) -> Result<OffsetUnit, JsError> {
    let options: Option<Options> = serde_wasm_bindgen::from_value(options)?;
    match options.unwrap_or_default().offset_unit.as_deref() {
        None => Ok(OffsetUnit::CodePoint),
        Some(name) => OffsetUnit::from_name(name)
            .ok_or_else(|| JsError::new(&format!("offsetUnit \"{name}\" is not code_point, utf16 or utf8"))),
    }
}

/// Opens a text, or Postil's JSON if `name` ends in `.json`; settles when it is tagged.
#[wasm_bindgen]
pub async fn load(contents: JsValue, name: Option<String>) -> Result<(), JsError> {
    let bytes = match contents.dyn_ref::<JsString>() {
        Some(text) if !text.is_valid_utf16() => return Err(JsError::new("the text has a lone surrogate")),
        Some(text) => String::from(text).into_bytes(),
        None => {
            contents.dyn_into::<Uint8Array>().map_err(|_| JsError::new("neither a string nor a Uint8Array"))?.to_vec()
        }
    };
    let name = name.unwrap_or_default();
    let imported = reading::read(&name, &bytes).await?;
    let store = store()?;
    store.dispatch(Action::Open(vec![(name, Ok(imported))]));
    tagged(&store).await;
    Ok(())
}

/// Tags the document that is shown again; settles when that is done.
#[wasm_bindgen]
pub async fn tag() -> Result<(), JsError> {
    let store = store()?;
    store.dispatch(Action::Tag);
    tagged(&store).await;
    Ok(())
}

async fn tagged(store: &Store) {
    let Some(serial) = store.read(|state| state.document().map(|document| document.serial)) else { return };
    let done = Promise::new(&mut |resolve, _| store.when_tagged(serial, resolve));
    let _never_rejected = JsFuture::from(done).await;
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApiAnnotation<'a> {
    id: u32,
    start: u32,
    end: u32,
    quote: &'a str,
    label: &'a str,
    status: &'a str,
    score: Option<u16>,
    value: Option<ValueRecord<'a>>,
    note: Option<&'a str>,
}

/// The annotations of the document that is shown, in the order of the text.
#[wasm_bindgen]
pub fn annotations(options: JsValue) -> Result<JsValue, JsError> {
    let unit = unit(options)?;
    store()?.read(|state| {
        let annotations: Vec<ApiAnnotation<'_>> = match state.session() {
            Some(session) => session.annotations().iter().map(|one| api_annotation(session, one, unit)).collect(),
            None => Vec::new(),
        };
        Ok(serde_wasm_bindgen::to_value(&annotations)?)
    })
}

fn api_annotation<'a>(session: &'a Session, annotation: &'a Annotation, unit: OffsetUnit) -> ApiAnnotation<'a> {
    let document = session.document();
    ApiAnnotation {
        id: annotation.id.0,
        start: document.offset(annotation.range.start(), unit),
        end: document.offset(annotation.range.end(), unit),
        quote: document.slice(annotation.range),
        label: &session.labels().get(annotation.label).name,
        status: annotation.status.name(),
        score: annotation.score.map(annotation::Score::per_mille),
        value: annotation.value.as_deref().map(value_record),
        note: annotation.note.as_deref(),
    }
}

/// The document that is shown as Postil's JSON; `undefined` if there is none.
#[wasm_bindgen]
pub fn export_json(options: JsValue) -> Result<Option<String>, JsError> {
    let unit = unit(options)?;
    Ok(store()?.read(|state| state.session().map(|session| formats::native::write(session, unit))))
}

/// Tells the person of a newer version of the page; called by the page's script with what changes over to it.
#[wasm_bindgen]
pub fn offer_update(update: Function) -> Result<(), JsError> {
    store()?.offer_update(update);
    Ok(())
}

/// Calls `listener` after every change; returns the function that ends that.
#[wasm_bindgen]
pub fn on_change(listener: Function) -> Result<Function, JsError> {
    let store = store()?;
    store.listen(listener.clone());
    let end = Closure::<dyn Fn()>::new(move || store.unlisten(&listener));
    Ok(end.into_js_value().unchecked_into())
}

/// Opens a text in UTF-8 with annotations: for each its start and end in bytes and its label's place in `labels`, whose
/// names are those of the default labels. For benchmarks, which bring their annotations along.
#[wasm_bindgen]
pub async fn open_annotated(text: Vec<u8>, spans: Vec<u32>, labels: Vec<String>) -> Result<(), JsError> {
    let mut imported = reading::read("", &text).await?;
    let session = &imported.session;
    let labels: Option<Vec<LabelId>> = labels.iter().map(|name| session.labels().find(name)).collect();
    let labels = labels.ok_or_else(|| JsError::new("a label is unknown"))?;
    let annotations = spans.as_chunks().0.iter().zip(1..).filter_map(|(&[start, end, label], id)| {
        Some(Annotation {
            id: AnnotationId(id),
            range: session.document().range(start, end, OffsetUnit::Utf8Byte).ok()?,
            label: *labels.get(label as usize)?,
            status: Status::Suggested,
            origin: Origin::Human,
            score: None,
            value: None,
            note: None,
            unknown: None,
        })
    });
    imported.session = Session::restore(session.document().clone(), session.labels().clone(), annotations)?;
    imported.is_plain = false;
    store()?.dispatch(Action::Open(vec![(String::new(), Ok(imported))]));
    Ok(())
}
