// The tagger's worker. Messages that come before the module is ready wait for it.
import init, { start_worker } from './postil.js';
import startNames, * as module from './names.js';

// The names and their model load while the page's module compiles and figures are tagged.
async function loadNames() {
  const model = fetch(new URL('./names.model', import.meta.url)).then((response) => {
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.arrayBuffer();
  });
  const [bytes] = await Promise.all([model, startNames({ module_or_path: new URL('./names_bg.wasm', import.meta.url) })]);
  module.load(new Uint8Array(bytes));
  return module;
}
const names = loadNames();
names.catch(() => {}); // whoever awaits it says so

const early = [];
self.onmessage = async (event) => {
  if (!(event.data instanceof WebAssembly.Module)) {
    early.push(event);
    return;
  }
  await init({ module_or_path: event.data });
  start_worker(names); // replaces self.onmessage
  for (const message of early) self.onmessage(message);
};
