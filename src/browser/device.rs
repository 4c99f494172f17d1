//! What the page's script knows of this device: its room, and the folders to which projects are saved too.

use js_sys::{Array, Error, Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::state::Room;

#[wasm_bindgen]
extern "C" {
    /// The script's `device`.
    #[derive(Clone)]
    pub type Device;
    #[wasm_bindgen(method)]
    fn estimate(this: &Device) -> Promise;
    #[wasm_bindgen(method)]
    fn persist(this: &Device) -> Promise;
    #[wasm_bindgen(method)]
    fn clear(this: &Device) -> Promise;
    #[wasm_bindgen(method)]
    fn start(this: &Device, listener: &Function) -> Promise;
    #[wasm_bindgen(method)]
    fn bind(this: &Device, project: u32) -> Promise;
    #[wasm_bindgen(method)]
    fn allow(this: &Device, project: u32) -> Promise;
    #[wasm_bindgen(method)]
    fn unbind(this: &Device, project: u32) -> Promise;
    /// Whether the browser lets a page write to a folder.
    #[wasm_bindgen(method, js_name = canBind)]
    fn can_bind(this: &Device) -> bool;
    /// Has a document's file written, if its project has a folder; unless `is_sure`, only if `stamp` is another than that of
    /// the file.
    #[wasm_bindgen(method)]
    pub fn changed(this: &Device, project: u32, number: u32, stamp: f64, is_sure: bool);
}

/// Something that the script does, and the person may have to allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// Promise not to clear what is kept.
    Persist,
    /// Clear all.
    Clear,
    /// Choose a folder for a project.
    Bind(u32),
    /// Write to it again.
    Allow(u32),
    /// Write to it no longer.
    Unbind(u32),
}

impl Device {
    /// How much room there is.
    pub async fn room(&self) -> Option<Room> {
        let told = Array::from(&JsFuture::from(self.estimate()).await.ok()?);
        let bytes = |at| told.get(at).as_f64().unwrap_or_default() as u64;
        Some(Room { used: bytes(0), all: bytes(1), is_promised: told.get(2).is_truthy(), can_bind: self.can_bind() })
    }

    /// Tells `listener` of the folders of projects: a project, what became of its folder, the folder's name, a reason.
    pub async fn listen(&self, listener: impl Fn(u32, String, String, String) + 'static) {
        let text = |value: JsValue| value.as_string().unwrap_or_default();
        let told = Closure::<dyn Fn(u32, JsValue, JsValue, JsValue)>::new(move |project, kind, name, reason| {
            listener(project, text(kind), text(name), text(reason));
        });
        let _no_database = JsFuture::from(self.start(told.into_js_value().unchecked_ref())).await;
    }

    /// Has something done.
    ///
    /// # Errors
    /// Why it was not, unless the person did not want it.
    pub async fn ask(&self, request: Request) -> Result<(), String> {
        let asked = match request {
            Request::Persist => self.persist(),
            Request::Clear => self.clear(),
            Request::Bind(project) => self.bind(project),
            Request::Allow(project) => self.allow(project),
            Request::Unbind(project) => self.unbind(project),
        };
        match JsFuture::from(asked).await.map_err(JsCast::unchecked_into::<Error>) {
            Err(error) if error.name() != "AbortError" => Err(error.message().into()),
            _ => Ok(()),
        }
    }
}
