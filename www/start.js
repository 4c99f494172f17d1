// Starts the page: compiles the module once, for the page and its worker, and offers the API `window.postil`.
import init, * as postil from './postil.js';
import { lazyModules, startTagger } from './workers.js';
import { recovery } from './recovery.js';
import { device } from './device.js';
import { keepPage } from './offline.js';

const wasm = new URL('./postil_bg.wasm', import.meta.url);

async function compile() {
  const response = await fetch(wasm);
  if (!response.ok) throw new Error(`${wasm.pathname}: ${response.status}`);
  const isTyped = response.headers.get('content-type')?.startsWith('application/wasm');
  return isTyped ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

try {
  const module = await compile();
  await init({ module_or_path: module });
  postil.start_page(() => startTagger(module), lazyModules, recovery, device(recovery.kept, lazyModules.call));
  // docs/api.md describes it.
  window.postil = Object.freeze({
    load: postil.load,
    tag: postil.tag,
    annotations: postil.annotations,
    export: postil.export_json,
    onChange: postil.on_change,
  });
  if (new URLSearchParams(location.search).has('bench')) {
    window.__bench = (await import('./bench.js')).hook(postil);
  }
  window.dispatchEvent(new Event('postil-ready'));
} catch (error) {
  recovery.stopped(String(error));
  throw error;
}

keepPage(postil.offer_update).catch((error) => console.warn(String(error)));
