// Articles in every kind of file: the page reads what `postil tag` reads, asks what only a person knows, and says what is wrong
// with what it does not read.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, open, postil, quit, serve, settled, tagged } from './harness.mjs';
import { articles, docx, pdf, webPage, zip } from './files.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await quit(); await site.close(); });

const asked = (page) => page.getByRole('dialog', { name: 'Open files' });
const file = (name, content) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
const exported = (page) => page.evaluate(() => window.postil.export());
// How many articles there are.
const count = () => Number(document.getElementById('shelf').textContent.split('/')[1]);

// Chooses files, decides what is asked, and waits until the first of them is shown.
async function choose(page, files, decide = async () => {}) {
  await page.waitForFunction(() => !document.querySelector('dialog'));
  const before = await exported(page);
  await page.locator('#files').setInputFiles(files);
  // A dialog that only says how far the reading is closes by itself.
  await page.waitForFunction((before) => document.querySelector('dialog .primary:enabled') || window.postil.export() !== before, before);
  if (await asked(page).count()) {
    await decide(asked(page));
    await asked(page).getByRole('button', { name: /^Open/ }).click();
  }
  await page.waitForFunction((before) => window.postil.export() !== before, before);
  await tagged(page);
}

test('every kind of file gives the text, the title, the date and the annotations that the program gives', async () => {
  const { page, finish } = await open(site);
  const folder = await mkdtemp(join(tmpdir(), 'postil-'));
  const hasPdf = (() => { try { execFileSync('pdftotext', ['-v'], { stdio: 'ignore' }); return true; } catch { return false; } })();
  for (const [name, content, ...options] of articles()) {
    const path = join(folder, name);
    await writeFile(path, content);
    await choose(page, path, async (dialog) => {
      if (options.includes('--whole-page')) await dialog.getByLabel('All text').check();
      await settled(page);
    });
    if (name.endsWith('.pdf')) {
      const { document } = JSON.parse(await exported(page));
      assert.deepEqual([document.title, document.reference_date, document.passages], ['The tide', '2024-05-03', [[0, 8, 'heading1']]]);
      if (!hasPdf) continue;
    }
    assert.equal(await exported(page), postil('tag', path, ...options), name);
  }
  await finish();
});

test('what only a person knows is asked, with a taste of each answer', async () => {
  const { page, finish } = await open(site);
  const text = 'Вчера городской совет решил построить новый мост через реку.';
  const cyrillic = Buffer.from([...text].map((letter) => { // windows-1251
    const code = letter.codePointAt(0);
    return code >= 0x410 && code <= 0x44f ? code - 0x350 : code;
  }));
  await choose(page, [file('old.txt', cyrillic)], async (dialog) => {
    await dialog.getByRole('radio', { name: /windows-1251.*Вчера/ }).waitFor();
    await dialog.locator('select').last().selectOption('koi8-r');
    await dialog.getByRole('group', { name: 'The first article' }).getByText('БВЕПЮ').waitFor();
    await dialog.getByRole('radio', { name: /windows-1251/ }).check();
    await dialog.getByRole('group', { name: 'The first article' }).getByText(text).waitFor();
  });
  assert.equal(JSON.parse(await exported(page)).document.text, text);

  await choose(page, [file('shop.csv', 'item,note\nAna,She paid five euros.\nBo,He did not pay at all.\n')], async (dialog) => {
    await dialog.getByRole('radio', { name: /^item/ }).check();
    await dialog.getByRole('group', { name: 'The first article' }).getByText('Ana').first().waitFor();
    assert.match(await dialog.textContent(), /note.*She paid five euros/s);
  });
  assert.equal(JSON.parse(await exported(page)).document.text, 'Ana');

  await choose(page, [file('page.html', webPage)], async (dialog) => {
    await dialog.getByText('en-GB · https://example.org/tide').waitFor();
    assert.doesNotMatch(await dialog.locator('.preview').textContent(), /Weather/);
    await dialog.getByLabel('All text').check();
    await dialog.locator('.preview').getByText('Weather').waitFor();
    await dialog.getByLabel('The article').check();
    await settled(page);
  });
  assert.doesNotMatch(JSON.parse(await exported(page)).document.text, /Weather/);
  await finish();
});

test('what is copied from a page is pasted with its headings, lists and tables', async () => {
  const { page, finish } = await open(site);
  await page.locator('#paste').click();
  await page.locator('dialog textarea').evaluate((field) => {
    const data = new DataTransfer();
    data.setData('text/html', '<!--StartFragment--><h2>The tide</h2><ul><li>one</li></ul><table><tr><td>2020</td><td>5 m</td></tr></table><img src=x onerror="window.broken=1"><!--EndFragment-->');
    data.setData('text/plain', 'The tide\none\n2020 5 m');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    field.value = 'The tide\none\n2020 5 m';
  });
  await page.getByLabel('Keep headings').waitFor();
  await page.locator('dialog').getByRole('button', { name: 'Open', exact: true }).click();
  await page.waitForFunction(() => document.getElementById('text')?.textContent.includes('2020'));
  await tagged(page);
  const { document } = JSON.parse(await exported(page));
  assert.equal(document.text, 'The tide\n\none\n\n2020\t5 m');
  assert.deepEqual(document.passages.map(([, , kind]) => kind), ['heading2', 'item1', 'row']);
  assert.equal(await page.evaluate(() => window.broken), undefined);
  await finish();
});

test('a thousand articles in a zip, and a thousand in lines, are opened while the page answers', async () => {
  const { page, finish } = await open(site);
  const texts = Array.from({ length: 1000 }, (_, index) => `# Article ${index}\n\nAna paid €${index} to Bo on 3 May 2024.\n`);
  for (const [name, content] of [
    ['many.zip', zip(Object.fromEntries(texts.map((text, index) => [`a/${index}.md`, text])))],
    ['many.jsonl', texts.map((text, index) => `${JSON.stringify({ id: `${index}`, body: text })}\n`).join('')],
  ]) {
    const before = await page.evaluate(count);
    await page.evaluate(() => {
      window.longest = 0;
      new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => { window.longest = Math.max(window.longest, duration); })).observe({ entryTypes: ['longtask'] });
    });
    await choose(page, [file(name, content)]);
    await page.waitForFunction((all) => Number(document.getElementById('shelf').textContent.split('/')[1]) === all, before + 1000);
    console.log(`${name}: longest task ${await page.evaluate(() => window.longest)} ms`);
  }
  await finish();
});

// A zip whose only member says to be `bytes` long and unpacks to as many zeros.
const bomb = (bytes) => zip({ 'a.html': Buffer.alloc(bytes) });

// A PDF that only a password opens (standard handler, 40-bit RC4): the keys are those of a password that nobody knows.
const locked = () => {
  const key = createHash('sha256').update('nobody').digest('hex');
  return pdf([['secret']], { trailer: `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >> /ID [<${key.slice(0, 32)}> <${key.slice(0, 32)}>]` });
};

test('bad files are refused, or read within the limits, with a line that says what to do', async () => {
  const { page, finish } = await open(site);
  const odd = '../..\\‮con:<b>\u0000"*?|' + 'x'.repeat(300);
  const cases = [
    ['locked.pdf', locked(), /locked with a password: save it without one/],
    ['scanned.pdf', pdf([[], []]), /pages are pictures; run it through text recognition/],
    ['cut.pdf', '%PDF-1.4 cut', /not a PDF that can be read/],
    ['not.docx', 'PK\x03\x04 no', /cut off or damaged/],
    ['other.docx', zip({ 'a.txt': 'x' }), /not a Word document/],
    ['old.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /save it as \.docx/],
    ['big.html', Buffer.alloc(50 << 20, '<p>x</p>'), /the most is 16 MiB: split it/],
    ['deep.html', '<div>'.repeat(100_000) + 'x', /nested more than 256 deep/],
    ['deep.docx', zip({ '[Content_Types].xml': '', 'word/document.xml': '<w:p>'.repeat(100_000) }), /nested more than 256 deep|not a Word document/],
    ['bomb.zip', bomb(16 << 20), /unpacks to more than is allowed/],
    ['entities.docx', zip({ '[Content_Types].xml': '<Types/>', '_rels/.rels': '<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>', 'word/document.xml': '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>' }), /unknown entity &c;/],
    ['picture.png', Buffer.from('89504e470d0a1a0a', 'hex'), /run it through text recognition/],
    ['sheet.xlsx', zip({ 'xl/workbook.xml': '<x/>' }), /save it as \.csv/],
    [`${odd}.md`, '# Tide\n\nIt rose.', null],
  ];
  const folder = await mkdtemp(join(tmpdir(), 'postil-'));
  for (const [name, content, message] of cases) {
    const started = Date.now();
    if (!message) {
      await choose(page, [file(name, content)]);
      assert.equal(JSON.parse(await exported(page)).document.text, 'Tide\n\nIt rose.');
      continue;
    }
    if (content.length > 40 << 20) await writeFile(join(folder, name), content);
    await page.locator('#files').setInputFiles(content.length > 40 << 20 ? join(folder, name) : file(name, content));
    await asked(page).locator('.lines').waitFor().catch(async (error) => {
      throw new Error(`${name}: ${await page.locator('dialog, .notice').allTextContents()}`, { cause: error });
    });
    const said = await asked(page).textContent();
    assert.match(said, message, name);
    assert.ok(await asked(page).getByRole('button', { name: /^Open/ }).isDisabled(), `${name}: nothing to open`);
    await page.keyboard.press('Escape');
    await asked(page).waitFor({ state: 'detached' });
    console.log(`${name}: ${Date.now() - started} ms`);
  }
  await writeFile(join(folder, 'huge.rtf'), Buffer.alloc(100 << 20, '{\\rtf1 '));
  await page.locator('#files').setInputFiles(join(folder, 'huge.rtf'));
  await page.locator('.notice', { hasText: '“huge.rtf” has more than 64 MB: split it' }).waitFor();
  // The page and its modules still answer.
  await choose(page, [file('word.docx', docx())]);
  await finish();
});

test('the file that an article was read from is kept as it was, and handed over', async () => {
  const { page, finish } = await open(site);
  const about = page.getByRole('dialog', { name: 'About the article' });
  for (const [name, content] of [['tide.docx', docx()], ['tide.pdf', pdf([['The tide', 'Ana went to Oslo.']])]]) {
    await choose(page, [file(name, content)]);
    await page.waitForFunction(() => document.getElementById('keeping').textContent === 'Saved');
    await page.reload();
    await page.waitForFunction(() => window.postil);
    await tagged(page);
    await page.getByRole('button', { name: 'About the article' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), about.getByRole('button', { name: 'Save this file' }).click()]);
    assert.equal(download.suggestedFilename(), name);
    assert.deepEqual(await readFile(await download.path()), Buffer.from(content));
    await page.keyboard.press('Escape');
    await about.waitFor({ state: 'detached' });
  }
  // A plain text is its own file.
  await load(page, 'Bo paid.', 'note.txt');
  await page.getByRole('button', { name: 'About the article' }).click();
  assert.equal(await about.getByRole('button', { name: 'Save this file' }).count(), 0);
  await finish();
});

test('what is known about an article is edited, undone and kept, and its date gives relative dates their values', async () => {
  const { page, finish } = await open(site);
  await load(page, 'Bo paid yesterday.', 'note.txt');
  await tagged(page);
  const values = () => page.evaluate(() => window.postil.annotations().map(({ quote, value }) => `${quote} ${value?.timex ?? value?.date ?? JSON.stringify(value)}`).join());
  const unknown = await values();
  const about = page.getByRole('dialog', { name: 'About the article' });
  await page.getByRole('button', { name: 'About the article' }).click();
  await about.getByLabel('Written on').fill('2024-05-03');
  await about.getByLabel('Written on').blur();
  await about.getByLabel('Title').fill('A note');
  await page.waitForFunction(() => JSON.stringify(window.postil.annotations()).includes('2024-05-02'));
  await settled(page);
  assert.equal(await about.getByLabel('Title').inputValue(), 'A note', 'the tagger’s answer leaves what is being written');
  await about.getByLabel('Language').fill('en-GB');
  await about.getByLabel('Language').blur();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => JSON.stringify(window.postil.annotations()).includes('2024-05-02'));
  await tagged(page);
  await page.waitForFunction(() => document.getElementById('keeping').textContent === 'Saved');
  const before = await exported(page);
  assert.match(before, /"title":"A note"/);
  await page.reload();
  await page.waitForFunction(() => window.postil);
  await tagged(page);
  assert.equal(await exported(page), before);
  for (let count = 0; count < 3; count++) {
    await page.getByRole('button', { name: 'Undo: change what is known' }).click();
    await settled(page);
  }
  await tagged(page);
  assert.equal(await values(), unknown);
  assert.doesNotMatch(await exported(page), /reference_date|en-GB/);
  await finish();
});
