// The tagger's worker. Messages that come before the module is ready wait for it.
import init, { start_worker } from './postil.js';

const early = [];
self.onmessage = async (event) => {
  if (!(event.data instanceof WebAssembly.Module)) {
    early.push(event);
    return;
  }
  await init({ module_or_path: event.data });
  start_worker(); // replaces self.onmessage
  for (const message of early) self.onmessage(message);
};
