//! The modules of `src/bin/`: each is loaded when it is first asked for and answers in a worker of its own.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// The modules' workers, which the page's script keeps.
    #[derive(Clone)]
    pub type Modules;

    #[wasm_bindgen(method)]
    fn call(this: &Modules, module: &str, function: &str, given: &Array, report: Option<&Function>) -> Promise;

    /// Finds out by pdf.js where the text of the PDFs among the contents of files stands; `[contents, layouts]`.
    #[wasm_bindgen(method, js_name = layOut)]
    pub fn lay_out(this: &Modules, contents: &JsValue, report: &Function) -> Promise;

    /// Ends a module's worker, whatever it is doing; the next question starts it anew.
    #[wasm_bindgen(method)]
    pub fn stop(this: &Modules, module: &str);
}

impl Modules {
    /// Calls a function of a module with plain values and waits for what it returns; byte arrays are handed over. What
    /// it reports meanwhile goes to `report`, if that is a function.
    ///
    /// # Errors
    /// What the function says, or why the module has stopped or could not be loaded.
    pub async fn ask(
        &self,
        module: &str,
        function: &str,
        given: &Array,
        report: Option<&Function>,
    ) -> Result<JsValue, String> {
        let answer = JsFuture::from(self.call(module, function, given, report)).await;
        answer.map_err(|error| error.unchecked_into::<js_sys::Error>().message().into())
    }
}
