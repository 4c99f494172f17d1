// How long keeping work takes: node tests/browser/keep_bench.mjs (after cargo xtask dist)
//
// Beside each time stands that of the bare database in the same page: one strict transaction of 500 characters.
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

// A document of 5,000 annotations and 200 edits, reopened.
const label = { name: 'PERSON', kind: 'entity', colour: '#1b6ec2', description: '' };
const text = 'word '.repeat(5000);
const annotations = Array.from({ length: 5000 }, (_, index) => ({ id: index + 1, start: index * 5, end: index * 5 + 4, quote: 'word', label: 'PERSON', status: 'suggested', origin: { by: 'human' } }));
await load(page, JSON.stringify({ format: 'postil', version: 1, generator: { name: 'bench', version: '1' }, offset_unit: 'utf16', document: { id: 'bench', title: 'bench', text }, labels: [label], annotations }), 'bench.json');
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
console.log(`reopening 5,000 annotations and 200 edits: median ${at(reopened, 0.5)} ms from the request for the page to the first highlight`);

// A thousand documents: until the list is there, and from choosing one to its text.
const files = Array.from({ length: 1000 }, (_, index) => ({ name: `${index}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`Article ${index}\n\n${words.slice(0, 300).join(' ')} ${index}.`) }));
const began = Date.now();
await page.locator('#files').setInputFiles(files);
await page.waitForFunction(() => document.querySelectorAll('#article option').length > 1000, undefined, { timeout: 120_000 });
await saved(page);
console.log(`a thousand documents opened and saved in ${Date.now() - began} ms`);
const lists = [];
for (let run = 0; run < 5; run++) {
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll('#article option').length > 1000);
  lists.push(await page.evaluate(() => performance.now()));
  await shown(page);
}
console.log(`list of a thousand: median ${at(lists, 0.5)} ms from the request for the page`);
const switches = await page.evaluate(async () => {
  const select = document.getElementById('article');
  const times = [];
  for (let count = 0; count < 40; count++) {
    const option = [...select.options].find((option) => option.text === `Article ${count * 20 + 7}`);
    const began = performance.now();
    select.value = option.value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await new Promise((resolve) => {
      const look = () => (document.querySelector('#text .block')?.textContent === option.text ? resolve() : requestAnimationFrame(look));
      look();
    });
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return times;
});
console.log(`switching the document: median ${at(switches, 0.5)}, p95 ${at(switches, 0.95)} ms`);
await context.close();
await removeProfile(profile);
await quit();
await site.close();
process.exit(0);
