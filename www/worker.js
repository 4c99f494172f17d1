// The tagger's worker. Messages that come before the module is ready wait for it.
import init, { start_worker } from './postil.js';

// The names model loads while the module compiles and figures are tagged.
const model = fetch(new URL('./names.model', import.meta.url)).then((response) => {
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.arrayBuffer();
});
model.catch(() => {}); // whoever awaits it says so

const early = [];
self.onmessage = async (event) => {
  if (!(event.data instanceof WebAssembly.Module)) {
    early.push(event);
    return;
  }
  await init({ module_or_path: event.data });
  start_worker(model); // replaces self.onmessage
  for (const message of early) self.onmessage(message);
};
