// Workers: the tagger's, and one for each module that is loaded when it is first asked for.

const taggerScript = new URL('./worker.js', import.meta.url);
const moduleScript = new URL('./module_worker.js', import.meta.url);
// The glue and the wasm of each module of src/bin/.
const modules = {
  articles: [new URL('./articles.js', import.meta.url), new URL('./articles_bg.wasm', import.meta.url)],
  find: [new URL('./find.js', import.meta.url), new URL('./find_bg.wasm', import.meta.url)],
  formats: [new URL('./formats.js', import.meta.url), new URL('./formats_bg.wasm', import.meta.url)],
};

// The one place where a script's address is made from text; it lets nothing through but the shim below and the service
// worker.
let shim = '';
const serviceWorker = new URL('./service_worker.js', import.meta.url).href;
const policy = globalThis.trustedTypes?.createPolicy('postil-worker', {
  createScriptURL(url) {
    if (url !== shim && url !== serviceWorker) throw new TypeError('not the worker');
    return url;
  },
});

// A worker started from a blob inherits the page's Content-Security-Policy also where the host sends no headers.
function startWorker(script, name) {
  shim = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  return new Worker(policy ? policy.createScriptURL(shim) : shim, { type: 'module', name });
}

export const serviceWorkerAddress = () => (policy ? policy.createScriptURL(serviceWorker) : serviceWorker);

const quoted = (url) => JSON.stringify(url.href);

// Starts the tagger's worker with the page's compiled module.
export function startTagger(module) {
  const worker = startWorker(`import ${quoted(taggerScript)};`, 'tagger');
  worker.postMessage(module);
  return worker;
}

// The modules' workers by name, each with what waits for an answer by the request's number.
const running = new Map();
let requests = 0;

function startModule(name) {
  const [glue, wasm] = modules[name];
  const worker = startWorker(`import init, * as module from ${quoted(glue)};
import serve from ${quoted(moduleScript)};
serve(init, module, ${quoted(wasm)});`, name);
  const waiting = new Map();
  worker.onmessage = ({ data: { request, kind, value } }) => {
    const { resolve, reject, report } = waiting.get(request);
    if (kind === 'report') return report?.(value);
    waiting.delete(request);
    if (kind === 'result') return resolve(value);
    reject(new Error(value));
    if (kind === 'crash') stop(name, value);
  };
  worker.onerror = (event) => stop(name, event.message ?? `${name} could not be loaded`);
  running.set(name, { worker, waiting });
}

// Ends a module's worker; the next call starts it anew.
function stop(name, reason = 'stopped') {
  const { worker, waiting } = running.get(name) ?? {};
  running.delete(name);
  worker?.terminate();
  waiting?.forEach(({ reject }) => reject(new Error(reason)));
}

// Calls a function of a module, with plain values; byte arrays among them are handed over, not copied. Settles with what
// the function returns; `report` is called with what it reports meanwhile.
function call(name, functionName, given, report) {
  if (!running.has(name)) startModule(name);
  const { worker, waiting } = running.get(name);
  return new Promise((resolve, reject) => {
    const request = requests++;
    waiting.set(request, { resolve, reject, report });
    const bytes = given.flat().filter((value) => value instanceof Uint8Array);
    worker.postMessage({ request, functionName, given }, bytes.map((array) => array.buffer));
  });
}

// Finds out where the text of PDFs among the contents of files stands; settles with the contents and what was found
// of each. What reads them is loaded with the first PDF.
async function layOut(contents, report) {
  const isPdf = (bytes) => String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-';
  const layouts = contents.map(() => '');
  for (const [at, bytes] of contents.entries()) {
    if (!isPdf(bytes)) continue;
    const { layOutPdf } = await import('./pdf.js');
    layouts[at] = await layOutPdf(bytes, startWorker, report);
  }
  return [contents, layouts];
}

export const lazyModules = Object.freeze({ call, stop, layOut });
