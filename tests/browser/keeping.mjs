// What the tests of keeping work share: a browser with a profile of its own that can be killed, and edits that can be counted.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { load, tagged } from './harness.mjs';

// Words that the tagger has nothing to say about; each edit labels the next one.
export const words = Array.from({ length: 1000 }, (_, index) => `w${[...String(index)].map((digit) => 'abcdefghij'[digit]).join('')}x`);

export const saved = (page) => page.waitForFunction(() => document.getElementById('keeping')?.textContent === 'Saved');

// Waits until the page shows a document, from wherever it comes.
export async function shown(page) {
  await page.waitForFunction(() => window.postil !== undefined);
  await tagged(page);
}

const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--remote-debugging-port=0', 'about:blank'];

// Browsers that were started and not closed, with their profiles.
const started = new Map();

// Ends what a test that failed has left: without it node would wait for ever.
export async function stopAll() {
  for (const [program, profile] of started) {
    if (program.exitCode === null && program.signalCode === null) {
      const gone = new Promise((resolve) => program.once('exit', resolve));
      process.kill(-program.pid, 'SIGKILL');
      await gone;
    }
    await removeProfile(profile);
  }
}

// Starts a browser with a profile on disk and opens the page in it, after what `prepare` does.
export async function start(site, profile, prepare = async () => {}) {
  profile ??= await mkdtemp(join(tmpdir(), 'postil-profile-'));
  await rm(join(profile, 'DevToolsActivePort'), { force: true });
  const program = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [`--user-data-dir=${profile}`, ...flags], { stdio: 'ignore', detached: true });
  started.set(program, profile);
  let port;
  while (!port) {
    await sleep(50);
    port = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').then((text) => text.split('\n')[0], () => undefined);
  }
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const context = browser.contexts()[0];
  // A page of its own, as in a new tab.
  const show = async () => {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await prepare(session);
    await page.goto(site.url);
    await shown(page);
    return { page, session };
  };
  const { page, session } = await show();
  const gone = new Promise((resolve) => program.once('exit', resolve));
  const forget = async () => { await gone; await browser.close().catch(() => {}); started.delete(program); };
  const kill = async () => { process.kill(-program.pid, 'SIGKILL'); await forget(); };
  // Closed as a person does it, so that all is on the disk.
  const close = async () => { await (await browser.newBrowserCDPSession()).send('Browser.close').catch(() => {}); await forget(); };
  return { page, context: { close }, session, profile, kill, show };
}

export const removeProfile = (profile) => rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

// Labels the next word, by the keys that a person would press; gives the time until "Saved" stands there, in milliseconds.
export const edit = (page) => page.evaluate(() => new Promise((resolve) => {
  const text = document.getElementById('text');
  const status = document.getElementById('keeping');
  const press = (key, ctrlKey = false) => text.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }));
  const count = window.postil.annotations({}).length;
  // The caret may still be where it was; from the end of the text it goes back to what was passed over.
  let tries = 0;
  const doIt = () => {
    if (++tries % 1200 === 0) press('Home', true);
    else if (count) press('ArrowRight', true);
    const began = performance.now();
    press('1');
    if (window.postil.annotations({}).length === count) return void setTimeout(doIt, 5);
    let seen = false;
    const look = () => {
      const isSaved = status.textContent === 'Saved';
      seen ||= !isSaved;
      if (seen && isSaved || performance.now() - began > 1000) resolve(performance.now() - began);
      else setTimeout(look, 0);
    };
    look();
  };
  doIt();
}));

// Edits up to twenty times a second, each edit when the one before is said to be saved, and crashes after some time; then
// looks at what is there. Takes and gives a browser as `start` gives it: after a SIGKILL it is another one with the same
// profile, after a Page.crash the same one with another page.
export async function crashWhileEditing(site, running, how, after) {
  const { page, session } = running;
  await load(page, words.join(' '), 'words.txt');
  await saved(page);
  let [begun, acknowledged] = [0, 0];
  page.on('console', (message) => {
    const [what, count] = message.text().split(' ');
    if (what === 'begun') begun = Math.max(begun, Number(count));
    if (what === 'saved') acknowledged = Math.max(acknowledged, Number(count));
  });
  // What is on the screen as "Saved" counts as acknowledged.
  await page.evaluate(() => {
    const text = document.getElementById('text');
    const press = (key, ctrlKey = false) => text.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }));
    let [count, began, seen] = [0, 0, true];
    const isSaved = () => document.getElementById('keeping').textContent === 'Saved';
    // "Saved" from before may still stand there for a moment.
    new MutationObserver(() => { seen ||= !isSaved(); }).observe(document.getElementById('keeping'), { childList: true, subtree: true, characterData: true });
    let acknowledged = 0;
    setInterval(() => {
      if (acknowledged < count && isSaved() && (seen || performance.now() - began > 300)) {
        acknowledged = count;
        console.log(`saved ${count}`);
      }
      if (acknowledged < count || performance.now() - began < 50 || count >= 390) return;
      if (count) press('ArrowRight', true);
      press('1');
      // The caret may have been where it was; what counts is what the page has done.
      const now = window.postil.annotations({}).length;
      if (now === count) return;
      [count, began, seen] = [now, performance.now(), false];
      console.log(`begun ${count}`);
    }, 5);
  });
  await sleep(after);
  let again;
  if (how === 'SIGKILL') {
    await running.kill();
    again = await start(site, running.profile);
  } else {
    session.send('Page.crash').catch(() => {}); // never answered
    await sleep(100);
    page.close().catch(() => {});
    again = { ...running, ...await running.show() };
  }
  const { annotations, text, texts, ...said } = await again.page.evaluate(() => {
    const { annotations, document: { text } } = JSON.parse(window.postil.export({ offsetUnit: 'utf16' }));
    return { annotations, text, texts: document.getElementById('shelf').textContent, keeping: document.getElementById('keeping').textContent, notices: [...document.querySelectorAll('.notice')].map((notice) => notice.textContent).join(' | ') };
  });
  const human = annotations.filter(({ origin }) => origin.by === 'human');
  // What holds of every state: ranges lie on the text and say what is there, and no id is there twice.
  const isWhole = annotations.every(({ start, end, quote }) => start < end && text.slice(start, end) === quote)
    && new Set(annotations.map(({ id }) => id)).size === annotations.length;
  return { again, begun, acknowledged, found: human.length, text, quotes: human.map(({ quote }) => quote), isWhole, documents: Number(texts.split('/')[1]), ...said };
}

// Changes the last value that a table has for a document; without a change, deletes its values. `all` gives everything there is.
export const kept = (page, table, number, change) => page.evaluate(async ([table, number, change]) => {
  const settled = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
  const database = await settled(indexedDB.open('postil'));
  try {
    if (table === 'all') {
      const all = [];
      for (const name of database.objectStoreNames) {
        const store = database.transaction(name).objectStore(name);
        all.push(name, await settled(store.getAllKeys()), (await settled(store.getAll())).map(String));
      }
      return JSON.stringify(all);
    }
    const store = database.transaction(table, 'readwrite').objectStore(table);
    const range = table === 'texts' || table === 'documents' ? number : IDBKeyRange.bound([number], [number, []]);
    const key = (await settled(store.getAllKeys(range))).at(-1);
    if (!change) return void await settled(store.delete(range));
    const value = await settled(store.get(key));
    const changes = { slice: (value) => value.slice(0, -3), seven: () => 7, replace: (value) => value.replace('start', 'stort'), x: () => 'x' };
    return void await settled(store.put(changes[change](value), key));
  } finally {
    database.close();
  }
}, [table, number, change]);
