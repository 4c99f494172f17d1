// Starts the page: compiles the module once, for the page and its worker, and offers the API `window.postil`.
import init, * as postil from './postil.js';

const wasm = new URL('./postil_bg.wasm', import.meta.url);
const workerScript = new URL('./worker.js', import.meta.url);

// The one place where a script's address is made from text; it lets nothing through but the shim below.
let shim = '';
const policy = globalThis.trustedTypes?.createPolicy('postil-worker', {
  createScriptURL(url) {
    if (url !== shim) throw new TypeError('not the worker');
    return url;
  },
});

// A worker started from a blob inherits the page's Content-Security-Policy also where the host sends no headers.
function startWorker(module) {
  shim = URL.createObjectURL(new Blob([`import ${JSON.stringify(workerScript.href)};`], { type: 'text/javascript' }));
  const worker = new Worker(policy ? policy.createScriptURL(shim) : shim, { type: 'module', name: 'tagger' });
  worker.postMessage(module);
  return worker;
}

async function compile() {
  const response = await fetch(wasm);
  if (!response.ok) throw new Error(`${wasm.pathname}: ${response.status}`);
  const isTyped = response.headers.get('content-type')?.startsWith('application/wasm');
  return isTyped ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

try {
  const module = await compile();
  await init({ module_or_path: module });
  postil.start_page(() => startWorker(module));
  // docs/api.md describes it.
  window.postil = Object.freeze({
    load: postil.load,
    tag: postil.tag,
    annotations: postil.annotations,
    export: postil.export_json,
    onChange: postil.on_change,
  });
  window.dispatchEvent(new Event('postil-ready'));
} catch (error) {
  document.getElementById('loading')?.remove();
  const fatal = document.getElementById('fatal');
  fatal.querySelector('pre').textContent = String(error);
  fatal.hidden = false;
  throw error;
}
