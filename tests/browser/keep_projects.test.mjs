// Projects: a list of many documents, what they share, a folder on the disk, clearing all, no room left.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { load, open, quit, serve, settled, tagged } from './harness.mjs';
import { removeProfile, saved, start, stopAll } from './keeping.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await stopAll(); await quit(); await site.close(); });

const texts = (count, body = '') => Array.from({ length: count }, (_, index) => ({
  name: `port-${index}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`Port ${index}\n\nAna Lima paid $${index + 1} million to Bo Chen. ${body}`),
}));

async function bring(page, files) {
  await page.locator('#files').setInputFiles(files);
  await page.waitForFunction((count) => Number(document.getElementById('shelf').textContent.split('/')[1]) > count, files.length - 1);
  await page.waitForFunction(() => !document.querySelector('dialog'));
  await tagged(page);
  await saved(page);
}

// Waits until the button of the list says: "place of the article on the page/how many there are".
const counted = (page, place) => page.waitForFunction((place) => window.postil && document.getElementById('shelf')?.textContent.endsWith(` ${place}`), place);

const rows = (page) => page.locator('#shelf-rows .document-title').allTextContents();

test('a project is made, gone through by keys, exported as one zip and opened elsewhere', async () => {
  const { page, finish } = await open(site, { acceptDownloads: true });
  await page.locator('#text').press('Control+k');
  await page.getByRole('button', { name: 'New project' }).click();
  await page.locator('#project-name').fill('Ports of call');
  await page.keyboard.press('Tab');
  await page.locator('dialog').getByRole('button', { name: 'Close' }).click();
  await bring(page, texts(20));
  const visited = await page.evaluate(() => window.postil.annotations({}).length);
  assert.ok(visited > 0, 'the first one is tagged');

  await page.locator('#text').press('Alt+PageDown');
  await page.waitForFunction(() => document.querySelector('#text .block')?.textContent === 'Port 1');
  await tagged(page);
  await page.keyboard.press('n');
  await page.keyboard.press('a');
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => document.querySelector('#text .block')?.textContent === 'Port 2');
  await page.keyboard.press('Alt+PageUp');
  await page.waitForFunction(() => document.querySelector('#text .block')?.textContent === 'Port 1');

  await page.keyboard.press('Control+k');
  await page.locator('#shelf-find').fill('port 1');
  await settled(page);
  assert.deepEqual((await rows(page)).slice(0, 3), ['Port 1', 'Port 10', 'Port 11']);
  await page.locator('#shelf-find').press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#text .block')?.textContent === 'Port 10');
  await page.locator('#text').press('Control+k');
  await page.locator('dialog').getByRole('button', { name: /^Done \d/ }).click();
  assert.deepEqual(await rows(page), ['Port 1']);
  await page.locator('dialog').getByRole('button', { name: /^New \d/ }).click();
  await page.locator('#shelf-rows ul').focus();
  await page.keyboard.press('Delete');
  await counted(page, '1/19');
  await page.getByRole('button', { name: 'Undo deletion' }).click();
  await counted(page, '1/20');

  await page.locator('dialog').getByRole('button', { name: 'Export…' }).click();
  await page.getByLabel('All 20 articles of the project').check();
  await page.locator('.lossless').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()]);
  assert.equal(download.suggestedFilename(), 'Ports of call.zip');
  const zip = await readFile(await download.path());
  await finish();

  const other = await open(site);
  await other.page.locator('#files').setInputFiles({ name: 'Ports of call.zip', mimeType: 'application/zip', buffer: zip });
  await counted(other.page, '1/21');
  await other.finish();
});

test('the labels of a project are those of all its articles', async () => {
  const { page, finish } = await open(site);
  await bring(page, texts(2));
  await page.getByRole('button', { name: 'Labels', exact: true }).click();
  await page.locator('dialog').getByRole('button', { name: /^PERSON/ }).click();
  await page.locator('dialog').getByLabel('Name', { exact: true }).fill('WHO');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await saved(page);
  await page.reload();
  await page.waitForFunction(() => window.postil);
  await tagged(page);
  await page.locator('#text').press('Alt+PageDown');
  await page.waitForFunction(() => document.querySelector('#text .block')?.textContent === 'Port 1');
  await tagged(page);
  const labels = await page.evaluate(() => JSON.parse(window.postil.export()).labels.map(({ name }) => name));
  assert.ok(labels.includes('WHO') && !labels.includes('PERSON'), labels.join());
  await finish();
});

test('a project is saved to a folder too, and it is said when that is no longer allowed', async () => {
  const { page, finish } = await open(site, { allow: [/./] });
  // A folder of the browser's own is the same to the page as one that a person chooses.
  await page.evaluate(() => {
    window.showDirectoryPicker = async () => (await navigator.storage.getDirectory()).getDirectoryHandle('corpus', { create: true });
  });
  await bring(page, texts(2));
  await page.locator('#text').press('Control+k');
  await page.getByRole('button', { name: 'Save to a folder too…' }).click();
  await page.locator('.device', { hasText: 'Saved in the folder corpus too.' }).waitFor();
  const files = () => page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('corpus');
    const found = {};
    for await (const [name, handle] of folder.entries()) if (!name.endsWith('.crswap')) found[name] = await (await handle.getFile()).text();
    return found;
  });
  assert.deepEqual(Object.keys(await files()).sort().slice(-2), ['port-0.json', 'port-1.json']);
  assert.equal(Object.keys(await files()).length, 3);
  await page.keyboard.press('Escape');
  const edited = async () => {
    await page.locator('#text').focus();
    await page.keyboard.press('n');
    await page.keyboard.press('x');
    await saved(page);
    return page.evaluate(() => window.postil.export());
  };
  const one = await edited();
  await page.waitForFunction(async (one) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('corpus');
    return await (await (await folder.getFileHandle('port-0.json')).getFile()).text() === one;
  }, one);

  // The browser takes the permission back.
  await page.evaluate(() => {
    window.write = FileSystemFileHandle.prototype.createWritable;
    FileSystemFileHandle.prototype.createWritable = async () => { throw new DOMException('no', 'NotAllowedError'); };
    FileSystemHandle.prototype.requestPermission = async () => 'granted';
  });
  const two = await edited();
  await page.locator('.notice', { hasText: 'The folder corpus is no longer written' }).waitFor();
  await page.evaluate(() => { FileSystemFileHandle.prototype.createWritable = window.write; });
  await page.locator('.notice').getByRole('button', { name: 'Allow' }).click();
  await page.waitForFunction(async (two) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('corpus');
    return await (await (await folder.getFileHandle('port-0.json')).getFile()).text() === two;
  }, two);
  await finish();
});

test('everything is cleared when somebody is sure, here and in other tabs', async () => {
  const { page, context, finish } = await open(site, { allow: [/./] });
  await load(page, 'Ana Lima paid $5 million.', 'ana.txt');
  await saved(page);
  const two = await context.newPage();
  await two.goto(site.url);
  await counted(two, '0/2');
  await page.bringToFront();
  await page.locator('#text').press('Control+k');
  await page.getByRole('button', { name: 'Clear everything…' }).click();
  assert.ok(await page.locator('#clear').isDisabled());
  await page.locator('#clear-sure').check();
  await page.locator('#clear').click();
  await counted(page, '0/1');
  await tagged(page);
  await saved(page);
  const kept = await page.evaluate(async () => {
    const database = await new Promise((resolve) => { const request = indexedDB.open('postil'); request.onsuccess = () => resolve(request.result); });
    const texts = await new Promise((resolve) => { const request = database.transaction('texts').objectStore('texts').getAll(); request.onsuccess = () => resolve(request.result); });
    database.close();
    return texts.map((bytes) => new TextDecoder().decode(bytes)).join('');
  });
  assert.ok(!kept.includes('Ana Lima'));
  await finish();
});

test('where there is no room, that is said within a second, nothing is dropped, and all is written once there is', async () => {
  for (const megabytes of process.env.ROOMS ? [0.5, 1, 3, 10] : [0.5, 1]) {
    // From the start, for the browser remembers for half a minute how much room a database had.
    const quota = (session, size) => session.send('Storage.overrideQuotaForOrigin', { origin: site.origin, ...size && { quotaSize: size } });
    const { page, session, profile, context } = await start(site, undefined, (session) => quota(session, megabytes * 2 ** 20));
    await page.evaluate(() => {
      const status = document.getElementById('keeping');
      Object.defineProperty(IDBTransaction.prototype, 'onabort', {
        set(listener) { this.addEventListener('abort', (event) => { window.refused ??= performance.now(); listener(event); }); },
      });
      new MutationObserver(() => { if (status.textContent === 'Not saved') window.said ??= performance.now(); }).observe(status, { childList: true, subtree: true, characterData: true });
    });
    // Texts of half a megabyte that do not compress, until there is no room.
    let count = 1;
    while (await page.evaluate(() => window.said === undefined)) {
      const words = Array.from({ length: 60_000 }, () => Math.random().toString(36).slice(2, 10));
      await page.locator('#files').setInputFiles({ name: `room-${count}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`Room ${count} ${words.join(' ')}`) });
      count++;
      await page.waitForFunction((count) => document.getElementById('shelf').textContent.endsWith(`/${count}`), count);
      await page.waitForFunction(() => document.getElementById('keeping').textContent !== 'Saving…');
      assert.ok(count < 60, `no end of room at ${megabytes} MB`);
    }
    const wait = await page.evaluate(() => window.said - window.refused);
    assert.ok(wait < 1000, `said after ${wait} ms`);
    await page.locator('.notice', { hasText: 'there is no room left' }).waitFor();
    await page.waitForFunction((count) => window.postil.export().includes(`Room ${count - 1} `), count);
    await quota(session);
    const began = Date.now();
    await saved(page);
    console.log(`${megabytes} MB: said ${wait.toFixed(0)} ms after the refusal, all written ${Date.now() - began} ms after there was room`);
    await page.reload();
    await page.waitForFunction(() => window.postil);
    const kept = await page.evaluate(async () => {
      const database = await new Promise((resolve) => { const request = indexedDB.open('postil'); request.onsuccess = () => resolve(request.result); });
      const texts = await new Promise((resolve) => { const request = database.transaction('texts').objectStore('texts').getAll(); request.onsuccess = () => resolve(request.result); });
      database.close();
      return texts.map((bytes) => new TextDecoder().decode(bytes.slice(0, 9)));
    });
    for (let number = 1; number < count; number++) assert.ok(kept.some((text) => text.startsWith(`Room ${number} `)), `text ${number} is lost`);
    await context.close();
    await removeProfile(profile);
  }
});
