// Work is kept: through crashes, without a store, without a network, and what is damaged harms nothing else.
//
// CRASHES=200 node --test tests/browser/keep.test.mjs makes two hundred crashes in the place of ten; STARTS=50 as many cold
// starts without a network in the place of three.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { docx, pdf } from './files.mjs';
import { launch, load, open, quit, serve, settled, tagged } from './harness.mjs';
import { crashWhileEditing, kept, removeProfile, saved, start, words } from './keeping.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await quit(); await site.close(); });

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
  for (let run = 0; run < runs; run++) {
    const how = run % 2 ? 'SIGKILL' : 'Page.crash';
    const { acknowledged, begun, found, quotes } = await crashWhileEditing(site, how, 300 + Math.random() * 2500);
    const said = `run ${run}, ${how}: begun ${begun}, acknowledged ${acknowledged}, found ${found}`;
    assert.ok(found >= acknowledged, `an acknowledged edit is lost: ${said}`);
    assert.ok(found >= begun - 1, `more than one edit is lost: ${said}`);
    assert.deepEqual(quotes, words.slice(0, found), said);
    if (runs > 10) console.log(said);
  }
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
    await tagged(page);
    await page.locator('#text mark').first().click();
    await page.keyboard.press('x');
    await page.locator('#text mark.rejected').waitFor();
    assert.ok(JSON.parse(await page.evaluate(() => window.postil.export())).annotations.some(({ status }) => status === 'rejected'));
    await context.close();
  }
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
  await two.close();
  await elsewhere(one).waitFor({ state: 'detached' });
  await finish();
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

test('a program that stops says so, and what is kept is downloaded without it', async () => {
  const { page, finish } = await open(site, { acceptDownloads: true, allow: [/./] });
  await load(page, 'Ana Lima paid $5 million.', 'ana.txt');
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
  assert.ok(lines.some(({ text, log }) => text === 'Ana Lima paid $5 million.' && Object.keys(log).length === 2));
  await page.locator('#fatal a').click();
  await page.waitForFunction(() => window.postil && document.getElementById('fatal').hidden);
  await tagged(page);
  assert.equal(await page.evaluate(() => window.postil.export()), before, 'reloaded as it was');
  await finish();
});

test('the page starts with no network, its modules and the names included', async () => {
  for (let run = 0; run < Number(process.env.STARTS ?? 3); run++) {
    const here = await serve();
    const { context, page, profile } = await start(here);
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
    await saved(page);
    const before = await page.evaluate(() => window.postil.export());
    await context.close();
    await here.close();
    const again = await start(here, profile);
    assert.equal(await again.page.evaluate(() => window.postil.export()), before);
    await load(again.page, 'Ana Lima of Harrow Marine met Bo Chen in Paris.');
    await again.page.locator('#text mark', { hasText: 'Paris' }).waitFor(); // names are tagged
    const spacy = JSON.stringify({ text: 'Cy in Rome', ents: [{ start: 0, end: 2, label: 'PERSON' }] });
    await again.page.locator('#files').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(spacy) });
    await again.page.getByRole('dialog', { name: 'Open files' }).getByRole('button', { name: /^Open/ }).click();
    await again.page.waitForFunction(() => document.getElementById('text').textContent.includes('Cy in Rome'));
    for (const [name, buffer] of [['print.pdf', pdf([['On paper', 'Ana went to Oslo.']])], ['word.docx', docx()]]) {
      await again.page.locator('#files').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
      await again.page.waitForFunction((title) => document.querySelector('#text .title')?.textContent.includes(title), name === 'word.docx' ? 'The tide' : 'On paper');
    }
    await again.context.close();
    await removeProfile(profile);
  }
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
