// The whole job on every article: load, look, correct by mouse and by keyboard, undo, export, open again.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { articles, drag, load, open, postil, quit, root, serve, settled, tagged } from './harness.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await quit(); await site.close(); });

const schema = JSON.parse(await readFile(join(root, 'crates/formats/src/native/native.schema.json'), 'utf8'));
const ajv = new Ajv({ allErrors: true, formats: { uint16: true, uint32: true, uint64: true } });
const validate = ajv.compile(schema);

// Fails unless the file is valid and every quote is the text at its offsets, counted in the file's unit.
function check(json) {
  const file = JSON.parse(json);
  assert.ok(validate(file), JSON.stringify(validate.errors));
  const units = {
    code_point: (text) => [...text],
    utf16: (text) => text.split(''),
    utf8: (text) => [...new TextEncoder().encode(text)],
  }[file.offset_unit];
  const text = units(file.document.text);
  for (const { start, end, quote } of file.annotations) assert.deepEqual(text.slice(start, end), units(quote));
  return file;
}

const exported = (page, offsetUnit) => page.evaluate((offsetUnit) => window.postil.export({ offsetUnit }), offsetUnit);

// What is drawn of the text: every element with its attributes, whose order means nothing, and its text.
const drawn = (page) => settled(page).then(() => page.locator('#text *').evaluateAll((all) => all.map((one) => [
  one.localName, [...one.attributes].map(({ name, value }) => `${name}=${value.replace(' selected', '')}`).sort().join(' '), one.textContent,
])));

// Every text that must give the same answer natively and in wasm.
const naughty = [
  '', 'a', '\u{1f469}\u200d\u{1f680} paid €5.2m in 東京 \u{1f5fc} on 3 May.', 'RMB 858.8 billion\r\nin 2019,\r\n\tup 35–40%', '\0', '\u{feff}Ana',
  'e\u0301 '.repeat(500), 'שלום עולם 2024 مرحبا 3,5 %', `${'9'.repeat(400)}.5 dollars`, 'A '.repeat(30000), '東京'.repeat(20000), '((([[[$$$%%%',
];

test('the page and the command line give the same bytes', async () => {
  const { page, finish } = await open(site);
  for (const { name, path, text } of await articles()) {
    await load(page, text, name);
    assert.equal(await page.locator('#text mark').count() > 20, true, `${name} is highlighted`);
    for (const unit of ['code_point', 'utf16', 'utf8']) {
      const json = await exported(page, unit);
      check(json);
      assert.ok(json === postil('tag', '--offset-unit', unit, path), `${name} in ${unit}`);
    }
  }
  const { mkdtemp, writeFile } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const folder = await mkdtemp(join(tmpdir(), 'postil-'));
  for (const [index, text] of naughty.entries()) {
    const path = join(folder, `${index}.txt`);
    await writeFile(path, text);
    await load(page, text, `${index}.txt`);
    const json = await exported(page, 'utf16');
    check(json);
    assert.ok(json === postil('tag', '--offset-unit', 'utf16', path), JSON.stringify(text.slice(0, 40)));
  }
  await finish();
});

test('every article is corrected by mouse and by keyboard, undone, exported and opened again', async () => {
  const { page, finish } = await open(site, { acceptDownloads: true });
  for (const { name, text } of await articles()) {
    await load(page, text, name);
    const before = await exported(page, 'utf16');

    // By mouse: label a word that nothing covers, relabel and reject a highlight.
    const annotations = await page.evaluate(() => window.postil.annotations({ offsetUnit: 'utf16' }));
    const free = [...text.matchAll(/[a-z]{6,}/g)].find((word) => text.indexOf(word[0]) === word.index && !annotations.some(({ start, end }) => start < word.index + word[0].length && word.index < end));
    await drag(page, free[0]);
    await page.locator('.menu-place').getByRole('button', { name: /^EVENT/ }).click();
    await page.locator('#text mark[data-id]').nth(5).click();
    await page.locator('.inspector').getByRole('button', { name: /^FAC/ }).click();
    await page.locator('#text mark[data-id]').nth(6).click();
    await page.locator('.inspector').getByRole('button', { name: 'Reject' }).click();
    // By keyboard: the next one accepted, the one after it deleted.
    await page.locator('#text').focus();
    await page.keyboard.press('n');
    await page.keyboard.press('a');
    await page.keyboard.press('n');
    await page.keyboard.press('Delete');

    const file = check(await exported(page, 'utf16'));
    const of = (test) => file.annotations.filter(test);
    assert.deepEqual(of((one) => one.origin.by === 'human').map(({ quote, label, status }) => [quote, label, status]), [[free[0], 'EVENT', 'accepted']]);
    assert.equal(of((one) => one.status === 'rejected').length, 1);
    assert.equal(of((one) => one.status === 'accepted').length, 3);
    assert.equal(file.annotations.length, annotations.length, 'one added, one deleted');

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      (async () => { await page.locator('#export').click(); await page.getByRole('button', { name: 'Download' }).click(); })(),
    ]);
    const saved = await readFile(await download.path(), 'utf8');
    check(saved);
    assert.equal(saved, await exported(page, 'code_point'));
    const shown = await drawn(page);
    await page.locator('#files').setInputFiles({ name: download.suggestedFilename(), mimeType: 'application/json', buffer: Buffer.from(saved) });
    await page.waitForFunction(() => document.querySelector('[aria-label="Nothing to undo"]'));
    assert.equal(await exported(page, 'code_point'), saved, 'opens as the same state');
    assert.deepEqual(await drawn(page), shown, 'and looks the same');

    await page.locator('#text').focus();
    await page.keyboard.press('Alt+PageUp');
    for (let step = 0; step < 5; step++) await page.keyboard.press('Control+z');
    assert.equal(await exported(page, 'utf16'), before, 'undone');
  }
  await finish();
});

test('the whole job by keyboard alone', async () => {
  const { page, finish } = await open(site, { acceptDownloads: true });
  const before = JSON.parse(await exported(page, 'utf16'));
  await page.waitForFunction(() => document.activeElement.id === 'text'); // where one starts
  let stops = 0;
  do {
    await page.keyboard.press('Shift+Tab');
    stops += 1;
  } while (stops < 20 && !(await page.evaluate(() => document.activeElement.className === 'skip')));
  assert.ok(stops <= 12, `${stops} tab stops before the text`);
  await page.keyboard.press('Enter');
  const press = async (keys) => { for (const key of keys.split(' ')) await page.keyboard.press(key); };
  await press('Control+Home ArrowDown ArrowDown Home Control+ArrowRight Control+Shift+ArrowRight Control+Shift+ArrowRight 7');
  await press('n 1 n a n x ] Shift+ArrowLeft');
  await press('Control+z Control+Shift+z Escape Escape');
  await press('Control+s Tab Tab Tab');
  const [download] = await Promise.all([page.waitForEvent('download'), (async () => {
    for (let step = 0; step < 6 && !(await page.evaluate(() => document.activeElement.textContent === 'Download')); step++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  })()]);
  const file = check(await readFile(await download.path(), 'utf8'));
  const changed = file.annotations.filter((one) => one.status !== 'suggested');
  assert.deepEqual(changed.map(({ status, origin }) => `${status} ${origin.by}`).sort(), ['accepted human', 'accepted tagger', 'accepted tagger', 'rejected tagger']);
  assert.equal(file.annotations.length, before.annotations.length + 1);
  await page.waitForFunction(() => document.activeElement.id === 'text');
  await finish();
});

test('the list filters, counts and leads to each annotation', async () => {
  const { page, finish } = await open(site);
  const count = async () => settled(page).then(async () => Number.parseInt(await page.locator('.count').textContent(), 10));
  const all = await count();
  await page.locator('#filter-label').selectOption('figure');
  const figures = await count();
  await page.locator('#filter-label').selectOption('entity');
  assert.equal(await count() + figures, all);
  await page.locator('#filter-status').selectOption({ label: 'Own' });
  assert.equal(await count(), 0);
  await page.locator('#filter-status').selectOption({ label: 'Any status' });
  await page.locator('#rows').evaluate((rows) => { rows.scrollTop = rows.scrollHeight; });
  await settled(page);
  const row = page.locator('.list-row').last();
  const quote = await row.locator('.quote').textContent();
  await row.click();
  await settled(page);
  const mark = page.locator('#text mark.selected').first();
  assert.ok(quote.startsWith((await mark.textContent()).slice(0, 5)));
  const [box, view] = [await mark.boundingBox(), await page.locator('#scroller').boundingBox()];
  assert.ok(box.y >= view.y && box.y + box.height <= view.y + view.height, 'it is in view');
  await finish();
});

test('many files open together, and each keeps its work', async () => {
  const { page, finish } = await open(site);
  const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.locator('#files').setInputFiles([file('one.txt', 'Ana Lima paid $5 million.'), file('two.md', '# Two\n\nBo has 3 kg.')]);
  await page.waitForFunction(() => document.getElementById('text').textContent.includes('Ana'));
  await tagged(page);
  await drag(page, 'paid');
  await page.keyboard.press('7');
  await page.locator('#article').selectOption({ label: 'Two' });
  await page.waitForFunction(() => document.getElementById('text').textContent.includes('Bo'));
  await page.locator('#article').selectOption({ label: 'Ana Lima paid $5 million.' });
  await page.locator('#text mark.own', { hasText: 'paid' }).waitFor();
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['Dropped: 7 km.'], 'three.txt', { type: 'text/plain' }));
    return data;
  });
  await page.locator('.app').dispatchEvent('dragover', { dataTransfer: dropped });
  await page.locator('.drop').waitFor();
  await page.locator('.app').dispatchEvent('drop', { dataTransfer: dropped });
  await page.locator('#text mark', { hasText: '7 km' }).waitFor();
  assert.equal(await page.locator('.drop').count(), 0);
  const paste = page.getByRole('button', { name: 'Paste…' });
  await paste.click();
  await page.getByRole('textbox', { name: 'Text' }).fill('Pasted: 40 % of it.');
  await page.keyboard.press('Escape');
  await paste.click();
  await page.locator('dialog').getByRole('button', { name: 'Open', exact: true }).click();
  await page.locator('#text mark', { hasText: '40 %' }).waitFor();
  await finish();
});
