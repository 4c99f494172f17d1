// Work is kept: through crashes, without a store, without a network, and what is damaged harms nothing else.
//
// CRASHES=200 node --test tests/browser/keep.test.mjs makes two hundred crashes in the place of ten, OPERATIONS=1000 a thousand
// edits in two tabs in the place of sixty, STARTS=50 as many cold starts without a network in the place of three.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { docx, pdf } from './files.mjs';
import { launch, load, open, quit, serve, settled, tagged } from './harness.mjs';
import { crashWhileEditing, edit, kept, removeProfile, saved, start, stopAll, words } from './keeping.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await stopAll(); await quit(); await site.close(); });

test('the page that is reloaded is as it was, and what was done can be undone', async () => {
  const { page, finish } = await open(site);
  await load(page, 'Ana Lima paid $5 million to Bo Chen.', 'ana.txt');
  await page.locator('#text mark').first().click();
  for (const key of ['x', 'n', 'a']) await page.keyboard.press(key);
  await saved(page);
  const before = await page.evaluate(() => window.postil.export());
  await page.reload();
  await page.waitForFunction(() => window.postil);
  await tagged(page);
  assert.equal(await page.evaluate(() => window.postil.export()), before);
  await page.locator('#text').focus();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await saved(page);
  const undone = JSON.parse(await page.evaluate(() => window.postil.export()));
  assert.ok(undone.annotations.every(({ status }) => status === 'suggested'));
  await page.reload();
  await page.waitForFunction(() => window.postil);
  await tagged(page);
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Control+Shift+z');
  await settled(page);
  assert.equal(await page.evaluate(() => window.postil.export()), before, 'redone after another reload');
  await finish();
});

test('crashes at any moment lose nothing that was said to be saved', async () => {
  const runs = Number(process.env.CRASHES ?? 10);
  let running = await start(site);
  for (let run = 0; run < runs; run++) {
    const how = run % 2 ? 'SIGKILL' : 'Page.crash';
    const { again, begun, acknowledged, found, text, quotes, isWhole, documents, keeping, notices } = await crashWhileEditing(site, running, how, 100 + Math.random() * 1500);
    running = again;
    const said = `run ${run}, ${how}: begun ${begun}, acknowledged ${acknowledged}, found ${found}, ${documents} documents, “${keeping}”, ${notices}`;
    assert.equal(text, words.join(' '), `another document is shown: ${said}`);
    assert.ok(found >= acknowledged, `an acknowledged edit is lost: ${said}`);
    assert.ok(found >= begun - 1, `more than one edit is lost: ${said}`);
    assert.deepEqual(quotes, words.slice(0, found), said);
    assert.ok(isWhole, said);
    assert.equal(documents, run + 2, 'the sample and one article of each run');
    if (runs > 10) console.log(said);
  }
  await running.context.close();
  await removeProfile(running.profile);
});

test('a store that the browser refuses, or that does not answer, is said within a second, and one goes on', async () => {
  const broken = {
    missing: () => { Object.defineProperty(window, 'indexedDB', { value: undefined }); },
    refused: () => { IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }; },
    hanging: () => { IDBFactory.prototype.open = () => new EventTarget(); },
  };
  for (const [name, breakIt] of Object.entries(broken)) {
    const context = await (await launch()).newContext();
    const page = await context.newPage();
    await page.addInitScript(breakIt);
    await page.addInitScript(() => {
      new MutationObserver(() => {
        if (document.querySelector('.notice')?.textContent.includes('Not saved on this device')) window.said ??= performance.now() - window.ready;
      }).observe(document, { childList: true, subtree: true });
      window.addEventListener('postil-ready', () => { window.ready = performance.now(); });
    });
    await page.goto(site.url);
    await page.waitForFunction(() => window.said !== undefined);
    console.log(`${name}: said after ${(await page.evaluate(() => window.said)).toFixed(0)} ms`);
    assert.equal(await page.locator('#keeping').textContent(), 'Not saved');
    // One that hangs may still answer, with the article that was shown last: until then there is no sample.
    if (name === 'hanging') await load(page, 'Ana Lima paid $5 million.', 'ana.txt');
    await tagged(page);
    await page.locator('#text mark').first().click();
    await page.keyboard.press('x');
    await page.locator('#text mark.rejected').waitFor();
    assert.ok(JSON.parse(await page.evaluate(() => window.postil.export())).annotations.some(({ status }) => status === 'rejected'));
    await context.close();
  }
});

test('that the browser has emptied a damaged database is said', async () => {
  let running = await start(site);
  await load(running.page, 'Ana Lima paid $5 million.', 'ana.txt');
  await saved(running.page);
  await running.kill();
  const [folder] = (await readdir(join(running.profile, 'Default/IndexedDB'))).filter((name) => name.endsWith('.leveldb'));
  const files = (await readdir(join(running.profile, 'Default/IndexedDB', folder))).filter((name) => name.startsWith('MANIFEST'));
  for (const file of files) await writeFile(join(running.profile, 'Default/IndexedDB', folder, file), 'damaged');
  running = await start(site, running.profile);
  await running.page.locator('.notice', { hasText: 'found its storage damaged and emptied it' }).waitFor();
  await running.context.close();
  await removeProfile(running.profile);
});

test('where the database answers late, that is said, and then the article that was shown last is there, not the sample', async () => {
  const { page, finish } = await open(site);
  await load(page, 'Ana Lima paid $5 million.', 'ana.txt');
  await saved(page);
  await page.addInitScript(() => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...given) {
      const request = open.apply(this, given);
      Object.defineProperty(request, 'onsuccess', { set: (listener) => { request.addEventListener('success', (event) => setTimeout(() => listener(event), 2000)); } });
      return request;
    };
  });
  await page.reload();
  await page.locator('.notice', { hasText: 'Not saved on this device' }).waitFor();
  await tagged(page);
  await saved(page);
  assert.equal(await page.locator('#text .block').first().textContent(), 'Ana Lima paid $5 million.');
  await finish();
});

test('a damaged document is set aside, said and downloadable, and every other one opens', async () => {
  const damages = [
    ['log', 'slice'], ['log', 'seven'], ['snapshots', 'replace'], ['snapshots', undefined], ['texts', undefined], ['documents', 'x'],
  ];
  for (const [table, change] of damages) {
    const { page, finish } = await open(site, { allow: [/./] });
    await load(page, 'Ana Lima paid $5 million.', 'first.txt');
    await page.locator('#text mark').first().click();
    await page.keyboard.press('x');
    await page.keyboard.press('a');
    await saved(page);
    const number = Number(await page.locator('#article').inputValue());
    await load(page, 'Bo Chen has 3 kg.', 'second.txt');
    await saved(page);
    const before = await page.evaluate(() => window.postil.export());
    await kept(page, table, number, change);
    await page.reload();
    await page.waitForFunction(() => window.postil);
    await tagged(page);
    assert.equal(await page.evaluate(() => window.postil.export()), before, 'another document');
    await page.locator('#article').selectOption(String(number));
    if (table === 'texts') {
      await page.getByRole('alert').filter({ hasText: 'its text is damaged' }).waitFor();
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download what is there' }).click()]);
      assert.equal(download.suggestedFilename(), 'postil-kept.jsonl');
    } else {
      await page.waitForFunction(() => document.getElementById('text').textContent.includes('Ana'));
      await tagged(page);
      assert.equal(await page.locator('.notice', { hasText: 'damaged' }).count(), table === 'documents' ? 0 : 1, table);
    }
    await finish();
  }
});

test('of two tabs one writes and the other follows, until it takes over', async () => {
  const { page: one, context, finish } = await open(site);
  await saved(one);
  const two = await context.newPage();
  await two.goto(site.url);
  await two.waitForFunction(() => window.postil);
  await tagged(two);
  const state = (page) => page.evaluate(() => window.postil.export());
  const elsewhere = (page) => page.locator('.notice', { hasText: 'is being edited in another tab' });
  await elsewhere(two).waitFor();
  const mark = (page, index) => page.locator('#text mark').nth(index);
  await one.bringToFront();
  await mark(one, 0).click();
  await one.keyboard.press('x');
  const edited = await state(one);
  await two.waitForFunction((edited) => window.postil.export() === edited, edited);
  await two.bringToFront();
  await mark(two, 2).click();
  await two.keyboard.press('x');
  await two.locator('.notice', { hasText: 'edited elsewhere' }).waitFor();
  assert.equal(await state(two), edited, 'who follows does not edit');
  await two.getByRole('button', { name: 'Edit here' }).click();
  await elsewhere(one).waitFor();
  await elsewhere(two).waitFor({ state: 'detached' });
  await mark(two, 2).click();
  await two.keyboard.press('x');
  const taken = await state(two);
  assert.notEqual(taken, edited);
  await one.waitForFunction((taken) => window.postil.export() === taken, taken);
  // To and fro within the second that a tab is given to let go: who has it keeps it.
  for (const tab of [one, two]) {
    await tab.bringToFront();
    await tab.getByRole('button', { name: 'Edit here' }).click();
    await elsewhere(tab).waitFor({ state: 'detached' });
  }
  assert.ok(await elsewhere(two).waitFor({ timeout: 1500 }).then(() => false, () => true), 'it was taken away');
  await two.locator('#text').press('Control+z');
  await one.waitForFunction((edited) => window.postil.export() === edited, edited);
  await two.close();
  await elsewhere(one).waitFor({ state: 'detached' });
  await finish();
});

test('edits in two tabs, taken over again and again and with a crash, lose nothing', async () => {
  // OPERATIONS=1000 makes a thousand.
  const all = Number(process.env.OPERATIONS ?? 60);
  const running = await start(site);
  const { context, page } = running;
  await load(page, words.join(' '), 'words.txt');
  await saved(page);
  const tabs = [{ page, session: running.session }, await running.show()];
  const state = (tab) => tab.page.evaluate(() => window.postil.export());
  const [equal, taken] = [[], []];
  let [count, writer, edited] = [0, 0, undefined];
  while (count < all) {
    const tab = tabs[writer];
    await tab.page.bringToFront();
    // Some edits, some of them taken back: each when the one before is said to be saved.
    for (let burst = 0; burst < 10 && count < all; burst++, count++) {
      if (burst % 5 === 4) {
        await tab.page.locator('#text').press('Control+z');
        await saved(tab.page);
      } else await edit(tab.page);
    }
    edited = await state(tab);
    const began = performance.now();
    const other = tabs[1 - writer];
    await other.page.waitForFunction((edited) => window.postil.export() === edited, edited, { polling: 10, timeout: 5000 });
    equal.push(performance.now() - began);
    const over = performance.now();
    if (count * 2 >= all && count * 2 < all + 20) {
      // The tab that writes dies: the other one writes without being asked to.
      tab.session.send('Page.crash').catch(() => {});
      await other.page.locator('.notice', { hasText: 'is being edited in another tab' }).waitFor({ state: 'detached', timeout: 5000 });
      taken.push(performance.now() - over);
      tab.page.close().catch(() => {});
      tabs[writer] = await running.show();
    } else {
      await other.page.bringToFront();
      await other.page.getByRole('button', { name: 'Edit here' }).click();
      await other.page.locator('.notice', { hasText: 'is being edited in another tab' }).waitFor({ state: 'detached', timeout: 5000 });
      taken.push(performance.now() - over);
    }
    assert.equal(await state(other), edited, `after ${count} edits`);
    writer = 1 - writer;
  }
  console.log(`views equal after at most ${Math.max(...equal).toFixed(0)} ms, taken over after at most ${Math.max(...taken).toFixed(0)} ms`);
  const left = await running.show();
  assert.equal(await state(left), edited, 'what a new tab reads');
  await context.close();
  await removeProfile(running.profile);
});

test('a newer store is not written to', async () => {
  const { page, finish } = await open(site, { allow: [/404/] });
  await saved(page);
  await page.goto('about:blank');
  await page.goto(`${site.url}manifest.webmanifest`).catch(() => {});
  await page.evaluate(() => new Promise((resolve) => {
    const request = indexedDB.open('postil', 99);
    request.onsuccess = () => { request.result.close(); resolve(); };
  }));
  const before = await kept(page, 'all');
  await page.goto(site.url);
  await page.locator('.notice', { hasText: 'newer version' }).waitFor();
  await tagged(page);
  await page.locator('#text mark').first().click();
  await page.keyboard.press('x');
  await settled(page);
  assert.equal(await kept(page, 'all'), before);
  await finish();
});

test('a store of the version before is taken over', async () => {
  const { page, finish } = await open(site, { allow: [/404/] });
  await page.locator('#text mark').first().click();
  await page.keyboard.press('x');
  await saved(page);
  const before = await page.evaluate(() => window.postil.export());
  await page.goto(`${site.url}manifest.webmanifest`).catch(() => {});
  await page.evaluate(async () => {
    const settled = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
    const tables = ['documents', 'texts', 'log', 'snapshots', 'broken log', 'broken snapshots'];
    const now = await settled(indexedDB.open('postil'));
    const all = await Promise.all(tables.map(async (name) => {
      const store = now.transaction(name).objectStore(name);
      return Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
    }));
    now.close();
    await settled(indexedDB.deleteDatabase('postil'));
    const request = indexedDB.open('postil', 1);
    request.onupgradeneeded = () => tables.forEach((name) => request.result.createObjectStore(name));
    const older = await settled(request);
    const transaction = older.transaction(tables, 'readwrite');
    tables.forEach((name, index) => all[index][0].forEach((key, at) => transaction.objectStore(name).put(all[index][1][at], key)));
    await new Promise((resolve) => { transaction.oncomplete = resolve; });
    older.close();
  });
  await page.goto(site.url);
  await page.waitForFunction(() => window.postil);
  await tagged(page);
  await saved(page);
  assert.equal(await page.evaluate(() => window.postil.export()), before);
  await finish();
});

test('a program that stops says so, and what is kept is downloaded without it', async () => {
  const { page, finish } = await open(site, { acceptDownloads: true, allow: [/./] });
  // Longer than what is handed to the database in one piece.
  const long = `Ana Lima paid $5 million.\n${'Große Füße.\n'.repeat(100_000)}`;
  await load(page, long, 'ana.txt');
  await page.locator('#text mark').first().click();
  await page.keyboard.press('x');
  await saved(page);
  const before = await page.evaluate(() => window.postil.export());
  // The clock fails in the middle of an action, which the program does not survive.
  await page.evaluate(() => { Date.now = () => { throw new Error('broken on purpose'); }; });
  await page.keyboard.press('a');
  await page.keyboard.press('n');
  await page.locator('#fatal').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#download-kept').click()]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(lines.some(({ text, log }) => text === long && Object.keys(log).length === 2));
  await page.locator('#fatal a').click();
  await page.waitForFunction(() => window.postil && document.getElementById('fatal').hidden);
  await tagged(page);
  assert.equal(await page.evaluate(() => window.postil.export()), before, 'reloaded as it was');
  await finish();
});

test('the page starts with no network, its modules and the names included', async () => {
  const here = await serve();
  let running = await start(here);
  await running.page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
  await saved(running.page);
  let before = await running.page.evaluate(() => window.postil.export());
  await here.close();
  for (let run = 0; run < Number(process.env.STARTS ?? 3); run++) {
    await running.context.close();
    running = await start(here, running.profile);
    assert.equal(await running.page.evaluate(() => window.postil.export()), before, `cold start ${run}`);
    await load(running.page, 'Ana Lima of Harrow Marine met Bo Chen in Paris.');
    await running.page.locator('#text mark', { hasText: 'Paris' }).waitFor(); // names are tagged
    const spacy = JSON.stringify({ text: 'Cy in Rome', ents: [{ start: 0, end: 2, label: 'PERSON' }] });
    await running.page.locator('#files').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(spacy) });
    await running.page.getByRole('dialog', { name: 'Open files' }).getByRole('button', { name: /^Open/ }).click();
    await running.page.waitForFunction(() => document.getElementById('text').textContent.includes('Cy in Rome'));
    for (const [name, buffer] of [['print.pdf', pdf([['On paper', 'Ana went to Oslo.']])], ['word.docx', docx()]]) {
      await running.page.locator('#files').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
      await running.page.waitForFunction((title) => document.querySelector('#text .title')?.textContent.includes(title), name === 'word.docx' ? 'The tide' : 'On paper');
    }
    await tagged(running.page);
    await saved(running.page);
    before = await running.page.evaluate(() => window.postil.export());
  }
  await running.context.close();
  await removeProfile(running.profile);
});

test('a new version waits until it is asked for, whole, and keeps the work', async () => {
  const { join } = await import('node:path');
  const { root } = await import('./harness.mjs');
  const extra = {};
  const here = await serve({ extra });
  const { page, finish } = await open(here);
  await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
  await page.reload();
  await page.waitForFunction(() => window.postil && navigator.serviceWorker.controller);
  await tagged(page);
  await saved(page);
  const before = await page.evaluate(() => window.postil.export());
  const index = await readFile(join(root, 'dist/index.html'), 'utf8');
  const worker = await readFile(join(root, 'dist/service_worker.js'), 'utf8');
  extra['index.html'] = Buffer.from(index.replace('<title>Postil</title>', '<title>Postil, newer</title>'));
  extra['service_worker.js'] = Buffer.from(worker.replace(/VERSION = '\w+'/, "VERSION = 'newer'"));
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.locator('.notice', { hasText: 'new version' }).waitFor();
  assert.equal(await page.title(), 'Postil');
  await page.reload();
  await page.waitForFunction(() => window.postil);
  assert.equal(await page.title(), 'Postil', 'a reload keeps the version');
  await page.getByRole('button', { name: 'Change over' }).click();
  await page.waitForFunction(() => document.title === 'Postil, newer' && window.postil);
  await tagged(page);
  assert.equal(await page.evaluate(() => window.postil.export()), before);
  await finish();
  await here.close();
});
