// What this device keeps: how much room there is, clearing all of it, and a folder on the disk to which a project is saved too.
//
// A folder is written from what the database has kept, so nothing waits for it: each document is a file of Postil's JSON,
// made by the module of formats. Which folder belongs to which project is kept in a database of its own, for a browser
// lets only that one keep a folder.

import { settled } from './recovery.js';

const FOLDERS = 'postil folders';

async function folders(act) {
  const request = indexedDB.open(FOLDERS, 1);
  request.onupgradeneeded = () => request.result.createObjectStore('folders');
  const database = await settled(request);
  try {
    return await act(database.transaction('folders', 'readwrite').objectStore('folders'));
  } finally {
    database.close();
  }
}

// How long after a change its file is written, and after a failure tried again, in milliseconds.
const DELAY = 1000;
const PAUSE = 5000;

// `kept` gives what the database has of a document; `call` calls a function of a module.
export function device(kept, call) {
  // By project: the folder, and by document the file's name and the time of the change that is in it.
  const bound = new Map();
  // Documents that are to be written, by their numbers.
  const waiting = new Map();
  let tell = () => {};
  let timer;
  let work = Promise.resolve();

  const say = (project, kind, reason = '') => tell(project, kind, bound.get(project)?.handle.name ?? '', reason);
  const keep = (project) => folders((store) => settled(store.put(bound.get(project), project)));

  async function ask(project, how) {
    const isGranted = (await bound.get(project).handle[how]({ mode: 'readwrite' })) === 'granted';
    say(project, isGranted ? 'ready' : 'lost');
  }

  async function write(project, number, stamp) {
    const { handle, files } = bound.get(project);
    const [stem, json] = await call('formats', 'as_file', [await kept(number)]);
    let name = files[number]?.name;
    const taken = new Set(Object.values(files).map((file) => file.name));
    for (let count = 1; !name; count++) {
      const next = `${stem}${count > 1 ? ` ${count}` : ''}.json`;
      if (!taken.has(next)) name = next;
    }
    const file = await (await handle.getFileHandle(name, { create: true })).createWritable();
    await file.write(json);
    await file.close();
    files[number] = { name, stamp };
  }

  // Writes what waits, one document after the other; where that fails, what is left waits on.
  async function writeAll() {
    const touched = new Set();
    for (const [number, { project, stamp }] of waiting) {
      waiting.delete(number);
      if (!bound.has(project)) continue;
      if (!touched.has(project)) say(project, 'saving');
      touched.add(project);
      try {
        await write(project, number, stamp);
      } catch (error) {
        if (!waiting.has(number)) waiting.set(number, { project, stamp });
        const isLost = error.name === 'NotAllowedError';
        say(project, isLost ? 'lost' : 'failed', error.message);
        if (!isLost) later(PAUSE);
        return;
      }
    }
    for (const project of touched) {
      await keep(project);
      say(project, 'saved');
    }
  }

  function later(delay = DELAY) {
    clearTimeout(timer);
    timer = setTimeout(() => { work = work.then(writeAll).catch((error) => console.warn(String(error))); }, delay);
  }

  return Object.freeze({
    // Bytes that are used and that there may be, and whether the browser promises not to clear them by itself.
    async estimate() {
      const { storage } = navigator;
      const { usage = 0, quota = 0 } = (await storage?.estimate?.()) ?? {};
      return [usage, quota, (await storage?.persisted?.()) ?? false];
    },
    async persist() {
      return (await navigator.storage?.persist?.()) ?? false;
    },
    // Everything that a person has put here; the page's own files stay, so that it starts with no network.
    async clear() {
      for (const name of ['postil', FOLDERS]) await settled(indexedDB.deleteDatabase(name));
      localStorage.clear();
      location.reload();
    },
    canBind: () => 'showDirectoryPicker' in globalThis,
    // `tell` is called with a project, what became of its folder ("ready" to be written, "saving", "saved", "lost",
    // "failed"), its name and a reason.
    async start(listener) {
      tell = listener;
      const entries = await folders(async (store) => {
        const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
        return keys.map((key, index) => [key, values[index]]);
      });
      for (const [project, binding] of entries) {
        bound.set(project, binding);
        await ask(project, 'queryPermission');
      }
    },
    async bind(project) {
      const handle = await showDirectoryPicker({ id: 'postil', mode: 'readwrite' });
      bound.set(project, { handle, files: {} });
      await keep(project);
      say(project, 'ready');
    },
    allow: (project) => ask(project, 'requestPermission'),
    async unbind(project) {
      bound.delete(project);
      await folders((store) => settled(store.delete(project)));
      say(project, 'none');
    },
    // A document was written to the database, or may have been since its file was: that is told by the time of its change.
    changed(project, number, stamp, isSure) {
      const binding = bound.get(project);
      if (!binding || (!isSure && binding.files[number]?.stamp === stamp)) return;
      waiting.set(number, { project, stamp });
      later();
    },
  });
}
