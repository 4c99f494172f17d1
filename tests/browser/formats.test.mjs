// Files of other tools on the page: what they are taken for, what is asked, what goes out, what would be lost.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, postil, quit, root, serve, settled } from './harness.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await quit(); await site.close(); });

const article = join(root, 'tests/formats/article.json');
const dialog = (page, name) => page.getByRole('dialog', { name });
const quotes = (page) => page.evaluate(() => window.postil.annotations().map(({ label, quote }) => `${label} ${quote}`));
const file = (name, content) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });

// Chooses files, confirms what they are taken for, and waits until their article is shown.
async function choose(page, files) {
  const count = await page.locator('#shelf').textContent();
  await page.locator('#files').setInputFiles(files);
  await dialog(page, 'Open files').getByRole('button', { name: /^Open/ }).click();
  await page.waitForFunction((count) => document.getElementById('shelf').textContent !== count, count);
  await settled(page);
}

// The files of a format: those with annotations, as `postil convert` writes them.
async function fixture(format) {
  const folder = join(root, 'tests/formats', format);
  return (await readdir(folder)).filter((name) => name !== 'losses.txt').map((name) => join(folder, name));
}

test('every format opens with the annotations that the program finds in it', async () => {
  const { page, finish } = await open(site);
  const folders = (await readdir(join(root, 'tests/formats'), { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name } of folders) {
    if (['postil', 'postil-jsonl', 'patterns', 'label-studio-config'].includes(name)) continue; // opened as they are; not read; no article
    const files = await fixture(name);
    const wanted = JSON.parse(postil('convert', ...files, '--to', 'postil')).annotations.map(({ label, quote }) => `${label} ${quote}`);
    await choose(page, files);
    assert.deepEqual(await quotes(page), wanted, name);
  }
  await finish();
});

test('every format is written as the program writes it, and its losses are shown before the download', async () => {
  const { page, finish } = await open(site);
  await page.locator('#files').setInputFiles(article);
  await page.waitForFunction(() => window.postil.annotations().some(({ status }) => status === 'rejected'));
  const exportAs = dialog(page, 'Export');
  await page.locator('#export').click();
  await exportAs.locator('input[value=brat]').waitFor();
  const formats = await exportAs.locator('input[name=format]').evaluateAll((inputs) => inputs.map((input) => input.value));
  assert.equal(formats.length, 25);
  const folder = await mkdtemp(join(tmpdir(), 'postil-'));
  for (const format of formats) {
    if (!await exportAs.isVisible()) await page.locator('#export').click();
    await exportAs.locator(`input[value="${format}"]`).check();
    const download = exportAs.getByRole('button', { name: 'Download' });
    await exportAs.locator('.losses, .lossless').waitFor();
    const shown = await exportAs.locator('.losses li').allTextContents();
    const [saved] = await Promise.all([page.waitForEvent('download'), download.click()]);
    const [out, losses] = [join(folder, saved.suggestedFilename()), join(folder, 'losses.txt')];
    await writeFile(losses, '');
    postil('convert', article, '--to', format, '-o', out, '--losses', losses);
    assert.ok((await readFile(out)).equals(await readFile(await saved.path())), format);
    const lost = (await readFile(losses, 'utf8')).split('\n').filter(Boolean);
    assert.deepEqual(shown, lost, format);
    await settled(page);
  }
  await finish();
});

test('where nothing says what offsets count, the person is asked; bad files are said; all by the keyboard', async () => {
  const { page, finish } = await open(site);
  const text = '👩‍🚀 paid €5.2m in 東京 🗼 on 3 May.';
  const graphemes = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  const line = JSON.stringify({ text, label: [[4, 8, 'VERB'], [9, 14, 'MONEY'], [18, 20, 'GPE']] });
  await page.locator('#files').setInputFiles([file('letters.jsonl', line), file('bad.zip', 'PK\x03\x04 broken'), file('notes.json', '{}')]);
  const asked = dialog(page, 'Open files');
  await asked.waitFor();
  assert.match(await asked.locator('.question').textContent(), /Code points.*VERB “paid”, MONEY “€5.2m”, GPE “東京”/);
  assert.match(await asked.textContent(), /"VERB" is new; added.*bad\.zip.*cut off or damaged.*notes\.json/s);
  const press = async (key, until) => {
    for (let count = 0; count < 20 && !await page.evaluate(until); count++) await page.keyboard.press(key);
    assert.ok(await page.evaluate(until), `${key} leads to ${until}`);
    await settled(page);
  };
  await press('Shift+Tab', () => document.activeElement.name?.startsWith('unit-'));
  await press('ArrowDown', () => document.activeElement.value === 'grapheme');
  await press('Tab', () => document.activeElement.classList.contains('primary'));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.postil.annotations().some(({ label }) => label === 'VERB'));
  assert.deepEqual(await quotes(page), [['VERB', 4, 8], ['MONEY', 9, 14], ['GPE', 18, 20]].map(([label, start, end]) => `${label} ${graphemes.slice(start, end).join('')}`), 'as the person said');
  await finish();
});

test('annotations of another tool are taken for suggestions, and what is undecided is left out of the export', async () => {
  const { page, finish } = await open(site);
  const line = { text: 'Ana paid Bo.', label: [[0, 3, 'PERSON'], [9, 11, 'PERSON']] };
  await page.locator('#files').setInputFiles(file('given.jsonl', JSON.stringify(line)));
  const asked = dialog(page, 'Open files');
  await asked.getByLabel(/^Take the annotations for suggestions/).check();
  await asked.getByRole('button', { name: /^Open/ }).click();
  await page.waitForFunction(() => window.postil.annotations().map(({ status }) => status).join() === 'suggested,suggested');
  await page.locator('#text').focus();
  for (const key of ['n', 'a', 'Control+s']) await page.keyboard.press(key);
  const exportAs = dialog(page, 'Export');
  await exportAs.getByLabel('Leave out suggestions that are undecided').check();
  await exportAs.locator('input[value=doccano]').check();
  await exportAs.locator('.losses, .lossless').waitFor();
  const [saved] = await Promise.all([page.waitForEvent('download'), exportAs.getByRole('button', { name: 'Download' }).click()]);
  assert.deepEqual(JSON.parse(await readFile(await saved.path(), 'utf8')).label, [[0, 3, 'PERSON']]);
  await finish();
});

test('annotations for a text that has changed come to the open article, and what moved is said first', async () => {
  const { page, finish } = await open(site);
  await page.evaluate(() => window.postil.load('Yesterday Ana paid Bo.', 'new.txt'));
  const old = { text: 'Ana paid Bo and Cy.', label: [[0, 3, 'PERSON'], [9, 11, 'PERSON'], [16, 18, 'PERSON']] };
  await page.locator('#files').setInputFiles(file('old.jsonl', JSON.stringify(old)));
  const asked = dialog(page, 'Open files');
  await asked.getByLabel(/On the open article/).check();
  await asked.getByText('Cy”: not in this text').waitFor();
  assert.match(await asked.textContent(), /“Ana”: moved from 0 to 10/);
  await asked.getByRole('button', { name: 'Add the annotations' }).click();
  await page.waitForFunction(() => window.postil.annotations().filter(({ status }) => status === 'accepted').length === 2);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.waitForFunction(() => !window.postil.annotations().some(({ status }) => status === 'accepted'));
  await finish();
});

test('a dropped folder is walked, and files that belong together find each other', async () => {
  const { page, finish } = await open(site);
  const folder = await mkdtemp(join(tmpdir(), 'postil-'));
  for (const [name, person] of [['one', 'Ana'], ['two/deep', 'Bo']]) {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'a.txt'), `${person} came.`);
    await writeFile(join(folder, name, 'a.ann'), `T1\tPERSON 0 ${person.length}\t${person}\n`);
  }
  await mkdir(join(folder, '.hidden'));
  await writeFile(join(folder, '.hidden', 'b.txt'), 'Nobody.');
  // A script cannot make a drop with folders in it; the browser's own protocol can.
  const protocol = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await protocol.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  }
  await dialog(page, 'Open files').getByRole('button', { name: /^Open 2/ }).click();
  await page.waitForFunction(() => window.postil.annotations().length === 1);
  assert.deepEqual(await quotes(page), ['PERSON Ana']);
  await finish();
});

test('a module that has crashed is started anew', async () => {
  const { page, finish } = await open(site, { allow: [/on purpose/] });
  await choose(page, await fixture('doccano'));
  const first = await quotes(page);
  const [crashed] = page.workers().slice(-1);
  const gone = new Promise((resolve) => crashed.once('close', resolve));
  await crashed.evaluate(() => { setTimeout(() => { throw new Error('on purpose'); }); });
  await gone;
  await choose(page, await fixture('webanno'));
  assert.deepEqual(await quotes(page), first);
  await finish();
});
