// What is left to do when the program has stopped: say so, and hand over what the browser's database has, without it.

// What a request to the database gives.
export const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// Every document, or the one of that number, as lines of JSON: exactly what is kept. Postil opens such a file, and
// `postil convert` reads it.
async function kept(number) {
  const open = indexedDB.open('postil');
  const database = await settled(open);
  try {
    const store = (table) => database.transaction(table).objectStore(table);
    const numbers = number === undefined ? await settled(store('documents').getAllKeys()) : [number];
    const lines = [];
    for (const document of numbers) {
      const sequence = async (table) => {
        const range = IDBKeyRange.bound([document], [document, []]);
        const [keys, values] = await Promise.all([settled(store(table).getAllKeys(range)), settled(store(table).getAll(range))]);
        return Object.fromEntries(keys.map(([, at], index) => [at, values[index]]));
      };
      const summary = await settled(store('documents').get(document));
      // A long text lies there in pieces.
      const pieces = [await settled(store('texts').get(document)), ...Object.values(await sequence('texts'))];
      const bytes = pieces[0] && await new Blob(pieces).arrayBuffer();
      const text = bytes ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : null;
      const [snapshots, log] = [await sequence('snapshots'), await sequence('log')];
      const broken = { snapshots: await sequence('broken snapshots'), log: await sequence('broken log') };
      lines.push(JSON.stringify({ format: 'postil-kept', number: document, summary, text, snapshots, log, broken }));
    }
    return lines.map((line) => `${line}\n`);
  } finally {
    database.close();
  }
}

async function download(number) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(await kept(number), { type: 'application/jsonl' }));
  link.download = 'postil-kept.jsonl';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// The program has stopped: whatever it was doing, nothing of it runs any more.
function stopped(message) {
  const fatal = document.getElementById('fatal');
  document.getElementById('loading')?.remove();
  if (!fatal.hidden) return;
  fatal.querySelector('pre').textContent = message;
  fatal.hidden = false;
  document.getElementById('app').inert = true;
  fatal.querySelector('a').focus();
}

document.getElementById('download-kept').addEventListener('click', () => {
  download().catch((error) => { document.querySelector('#fatal pre').textContent += `\n${error}`; });
});
// A trap of the program reaches us as an error that nobody has caught, or as a promise that failed.
const isTrap = (error) => error instanceof WebAssembly.RuntimeError;
addEventListener('error', ({ error }) => { if (isTrap(error)) stopped(String(error)); });
addEventListener('unhandledrejection', ({ reason }) => { if (isTrap(reason)) stopped(String(reason)); });

export const recovery = Object.freeze({
  stopped,
  download,
  kept: async (number) => new TextEncoder().encode((await kept(number)).join('')),
});
