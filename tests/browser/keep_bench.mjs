// How long keeping work takes: node tests/browser/keep_bench.mjs (after cargo xtask dist)
//
// Beside each time stands that of the bare database in the same page: one strict transaction of 500 characters.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, quit, serve, settled } from './harness.mjs';
import { edit, removeProfile, saved, shown, start, words } from './keeping.mjs';

const site = await serve();
const { page, context, profile } = await start(site);
const at = (times, share) => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);

// From the key to "Saved" on the screen.
await load(page, words.join(' '), 'words.txt');
await saved(page);
const edits = [];
for (let count = 0; count < 200; count++) edits.push(await edit(page));
const bare = await page.evaluate(async () => {
  const settled = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
  const request = indexedDB.open('bare');
  request.onupgradeneeded = () => request.result.createObjectStore('log');
  const database = await settled(request);
  const times = [];
  for (let count = 0; count < 200; count++) {
    const began = performance.now();
    const transaction = database.transaction('log', 'readwrite', { durability: 'strict' });
    transaction.objectStore('log').put('x'.repeat(500), count);
    await new Promise((resolve) => { transaction.oncomplete = resolve; });
    times.push(performance.now() - began);
  }
  return times;
});
console.log(`edit to "Saved": median ${at(edits, 0.5)}, p95 ${at(edits, 0.95)}, p99 ${at(edits, 0.99)} ms; the bare database ${at(bare, 0.5)}, ${at(bare, 0.95)}, ${at(bare, 0.99)} ms`);

// A document of 5,000 annotations and 200 edits, reopened; one line is drawn as one block.
const label = { name: 'PERSON', kind: 'entity', colour: '#1b6ec2', description: '' };
const annotations = Array.from({ length: 5000 }, (_, index) => ({ id: index + 1, start: index * 5, end: index * 5 + 4, quote: 'word', label: 'PERSON', status: 'suggested', origin: { by: 'human' } }));
for (const [name, line] of [['in lines of 200 characters', 40], ['in one line', 5000]]) {
  const text = `${'word '.repeat(line).slice(0, -1)}\n`.repeat(5000 / line);
  await load(page, JSON.stringify({ format: 'postil', version: 1, generator: { name: 'bench', version: '1' }, offset_unit: 'utf16', document: { id: name, title: name, text }, labels: [label], annotations }), `${name}.json`);
  await page.locator('#text').focus();
  for (let count = 0; count < 200; count++) { await page.keyboard.press('n'); await page.keyboard.press('a'); }
  await settled(page);
  await saved(page);
  const reopened = [];
  for (let run = 0; run < 5; run++) {
    await page.reload();
    await page.waitForFunction(() => document.querySelector('#text mark'));
    reopened.push(await page.evaluate(() => performance.now()));
    await shown(page);
  }
  console.log(`reopening 5,000 annotations ${name} and 200 edits: median ${at(reopened, 0.5)} ms from the request for the page to the first highlight`);
}

// A thousand documents: bringing them in, the list, and from one to another.
// They lie on the disk: handed over by the test they would be one long task of the page.
const folder = await mkdtemp(join(tmpdir(), 'postil-'));
const files = Array.from({ length: 1000 }, (_, index) => join(folder, `${index}.txt`));
await Promise.all(files.map((file, index) => writeFile(file, `Article ${index}\n\n${words.slice(0, 300).join(' ')} ${index}.`)));
await page.evaluate(() => {
  window.longest = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => { window.longest = Math.max(window.longest, duration); })).observe({ type: 'longtask' });
});
const began = Date.now();
await page.locator('#files').setInputFiles(files);
const all = 1004; // with the sample and the three documents above
await page.waitForFunction((all) => document.getElementById('shelf').textContent.endsWith(`/${all}`) && !document.querySelector('dialog'), all, { timeout: 120_000 });
const taken = Date.now() - began;
await rm(folder, { recursive: true });
await saved(page);
console.log(`a thousand documents opened in ${taken} ms, saved in ${Date.now() - began} ms; the longest task took ${await page.evaluate(() => window.longest)} ms`);
const [starts, lists] = [[], []];
for (let run = 0; run < 5; run++) {
  await page.reload();
  await page.waitForFunction((all) => document.getElementById('shelf')?.textContent.endsWith(`/${all}`), all);
  starts.push(await page.evaluate(() => performance.now()));
  await shown(page);
  lists.push(await page.evaluate(() => new Promise((resolve) => {
    const began = performance.now();
    document.getElementById('text').dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }));
    const look = () => (document.querySelectorAll('#shelf-rows .document').length > 10 ? resolve(performance.now() - began) : setTimeout(look, 0));
    look();
  })));
}
console.log(`a project of a thousand: it is known ${at(starts, 0.5)} ms after the request for the page, its list is there ${at(lists, 0.5)} ms (at most ${at(lists, 1)}) after the key`);
await page.keyboard.press('Escape');
const switches = await page.evaluate(async () => {
  const times = [];
  for (let count = 0; count < 60; count++) {
    const text = document.getElementById('text');
    const before = text.querySelector('.block')?.textContent;
    const began = performance.now();
    text.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', altKey: true, bubbles: true, cancelable: true }));
    await new Promise((resolve) => {
      const look = () => {
        const now = document.querySelector('#text .block')?.textContent;
        if (now && now !== before || performance.now() - began > 2000) resolve();
        else requestAnimationFrame(look);
      };
      look();
    });
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return times;
});
console.log(`to the next document: median ${at(switches, 0.5)}, p95 ${at(switches, 0.95)} ms`);
await context.close();
await removeProfile(profile);
await quit();
await site.close();
process.exit(0);
