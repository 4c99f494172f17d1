// Commands that reach further than one annotation, as a person gives them: sticky labels, labels by name, mentions, find,
// the label set, other keys.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { drag, load, open, quit, serve, settled } from './harness.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await quit(); await site.close(); });

// The annotations of the text as `Ana PERSON`, those that are only suggested left out.
const labelled = (page) => page.evaluate(() => window.postil.annotations().filter(({ status }) => status !== 'suggested').map(({ quote, label }) => `${quote} ${label}`));
const press = async (page, keys) => { for (const key of keys.split(' ')) await page.keyboard.press(key); await settled(page); };
const undoName = (page) => page.getByRole('button', { name: /^(Undo: |Nothing to undo)/ }).getAttribute('aria-label');
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className);
const hits = (page) => settled(page).then(() => page.locator('.hit').evaluateAll((rows) => rows.map((row) => `${row.getAttribute('aria-selected') === 'true' ? 'x' : '-'} ${row.querySelector('strong').textContent}`)));

test('a label chosen first goes to every selection, by mouse and by keyboard', async () => {
  const { page, finish } = await open(site);
  await load(page, 'and they met some people there today.');
  await page.locator('.panel').getByRole('button', { name: /^LAW/ }).click();
  for (const quote of ['some', 'people']) {
    await drag(page, quote);
    await settled(page);
  }
  assert.deepEqual(await labelled(page), ['some LAW', 'people LAW']);
  await press(page, 'Control+Home Control+Shift+ArrowRight Enter');
  assert.deepEqual(await labelled(page), ['and LAW', 'some LAW', 'people LAW']);
  await press(page, 'Escape');
  assert.equal(await page.locator('.sticky').count(), 0);
  await drag(page, 'met');
  await settled(page);
  assert.equal((await labelled(page)).length, 3);
  await finish();
});

test('a label is chosen by typing part of its name, among two hundred', async () => {
  const { page, finish } = await open(site);
  const labels = Array.from({ length: 200 }, (_, index) => ({ name: `KIND_${index}`, kind: 'entity', colour: '#1b6ec2', description: index === 137 ? 'Boats and ships' : '' }));
  const file = { format: 'postil', version: 1, generator: { name: 'test', version: '1' }, offset_unit: 'utf16', document: { id: 'd', title: 't', text: 'the ferry left at noon' }, labels, annotations: [] };
  await load(page, JSON.stringify(file), 'a.json');
  await page.locator('#text').focus();
  await press(page, 'Control+Home Control+ArrowRight Control+ArrowRight Space');
  await page.waitForFunction(() => document.activeElement.className === 'label-filter');
  await page.keyboard.type('ships');
  await press(page, 'Enter');
  assert.deepEqual(await labelled(page), ['ferry KIND_137']);
  await page.waitForFunction(() => document.activeElement.id === 'text');
  await press(page, 'Space');
  await page.waitForFunction(() => document.activeElement.className === 'label-filter');
  await page.keyboard.type('kind_19');
  await press(page, 'ArrowDown ArrowDown Enter');
  assert.deepEqual(await labelled(page), ['ferry KIND_190'], 'arrow keys go through what matches');
  await finish();
});

test('all mentions of a name in a megabyte are labelled, undone and done again as one step', async () => {
  const { page, finish } = await open(site);
  const line = 'Then weir walked the long way home along the river, past the mill and the old dam, and nobody saw him, or so they said; weirdly a fish and some noweir had gone to the market by the bridge hours before.\n';
  await load(page, line.repeat(5000));
  await page.locator('#text').focus();
  await press(page, 'Control+Home Control+ArrowRight Control+ArrowRight 1');
  const before = await page.evaluate(() => window.postil.export());
  await press(page, 'm');
  await page.waitForFunction(() => document.querySelector('#label-hits')?.textContent === 'Label 5000');
  await page.waitForFunction(() => document.activeElement.id === 'find');
  assert.ok((await page.locator('.hit').count()) < 100, 'only the rows on screen are drawn');
  await page.getByRole('button', { name: 'Label 5000' }).click();
  await settled(page);
  assert.equal(await undoName(page), 'Undo: label PERSON, 4999 annotations');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await settled(page);
  assert.equal(await page.evaluate(() => window.postil.export()), before);
  await page.getByRole('button', { name: /^Redo/ }).click();
  assert.equal((await labelled(page)).filter((one) => one === 'weir PERSON').length, 5000);
  await finish();
});

test('find by keyboard: text, case, whole words, expressions, and patterns that trap others', async () => {
  const { page, finish } = await open(site);
  await load(page, `The cat saw a Cat and a category. ${'a'.repeat(50000)}!`);
  await page.locator('#text').focus();
  await press(page, 'Control+Home Control+f');
  await page.waitForFunction(() => document.activeElement.id === 'find');
  await page.keyboard.type('cat');
  await page.waitForFunction(() => document.querySelectorAll('.hit').length === 3);
  await page.getByRole('button', { name: 'Whole word' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.hit').length === 2);
  await page.getByRole('button', { name: 'Match case' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.hit').length === 1);
  assert.equal(await page.locator('.search .count').textContent(), '1 of 1');
  for (const name of ['Whole word', 'Match case', 'Regular expression']) await page.getByRole('button', { name }).click();
  await page.locator('#find').fill('(a+)+$|((a|aa)+)+b');
  await page.waitForFunction(() => document.querySelector('.search .count').textContent === 'No hits');
  await settled(page);
  assert.equal(await page.locator('#hits ul').getAttribute('aria-activedescendant'), null, 'there is no row to name');
  await page.locator('#find').fill('((a{1,50}){1,50}){1,9}');
  await page.locator('#find').fill('[');
  await page.waitForFunction(() => document.querySelector('.search .count').textContent === 'unclosed character class');
  await page.locator('#find').fill('c.t');
  await page.waitForFunction(() => document.querySelectorAll('.hit').length === 3);
  await page.locator('#hits ul').focus();
  await press(page, 'ArrowDown Space 2');
  assert.deepEqual(await hits(page), ['x cat', '- Cat', 'x cat']);
  assert.deepEqual(await labelled(page), ['cat ORG', 'cat ORG']);
  await press(page, 'Escape');
  await page.waitForFunction(() => document.activeElement.id === 'text' && getSelection().toString() === 'Cat');
  await press(page, 'Control+z');
  assert.deepEqual(await labelled(page), []);
  await finish();
});

test('what is typed right after the key that leads to a field goes to the field', async () => {
  const { page, finish } = await open(site);
  await load(page, 'Some cats cost $5 and some dogs $7 or so.');
  await page.locator('#text').focus();
  const type = async (keys, text) => { for (const key of keys.split(' ')) await page.keyboard.press(key); await page.keyboard.type(text); };
  await type('n n c', 'Cheap, x a 2');
  assert.equal(await page.locator('#note').inputValue(), 'Cheap, x a 2');
  await type('Escape v', '8 EUR');
  assert.equal(await page.locator('#value').inputValue(), '8 EUR');
  await type('Enter Escape Control+f', 'cat');
  await type('Escape Control+f', 'dog');
  assert.equal(await page.locator('#find').inputValue(), 'dog');
  await press(page, 'Escape');
  const done = await page.evaluate(() => window.postil.annotations().map(({ quote, note, value, status }) => [quote, status, value.value, value.unit, note ?? ''].join(' ')));
  assert.deepEqual(done, ['$5 suggested 5 USD ', '$7 accepted 8 EUR Cheap, x a 2']);
  await type('Control+Home n c', 'half');
  await page.evaluate(() => window.dispatchEvent(new Event('beforeunload')));
  assert.equal(await page.evaluate(() => window.postil.annotations()[0].note), 'half', 'who leaves the page leaves the field');
  await page.waitForFunction(() => document.getElementById('keeping').textContent === 'Saved');
  await page.reload();
  await page.waitForFunction(() => window.postil?.annotations()[0]?.note === 'half', undefined, { timeout: 5000 });
  await page.locator('#text .block').waitFor();
  await page.getByRole('button', { name: /^Undo: change note/ }).focus();
  await press(page, 'Enter Enter Enter Enter Enter Enter');
  assert.equal(await undoName(page), 'Nothing to undo');
  assert.deepEqual(await labelled(page), [], 'pressed once too often it does nothing else');
  const remove = page.getByRole('button', { name: 'Delete this article' });
  await remove.click();
  await page.waitForFunction(() => document.activeElement.id === 'text');
  await press(page, 'Control+z');
  assert.match(await page.locator('#text').textContent(), /^Some cats/);
  await remove.click();
  await settled(page);
  await remove.click();
  await page.waitForFunction(() => !document.querySelector('#text .block') && document.activeElement.id === 'text');
  await press(page, 'Control+z');
  assert.ok(await page.locator('#text .block').count(), 'the keys work where there is no article');
  await finish();
});

test('handles and text stay where they are read when the text is drawn without what figures mean', async () => {
  const { page, finish } = await open(site, { viewport: { width: 360, height: 740 } });
  await load(page, 'It cost $5 million and then $7 million, or 3 % of €9 million, as was said in 2019 and in 2020.\n'.repeat(40));
  await page.evaluate(() => { document.querySelector('#scroller').scrollTop = 3000; });
  await settled(page);
  const at = await page.evaluate(() => {
    const view = document.querySelector('#scroller').getBoundingClientRect();
    const mark = [...document.querySelectorAll('#text mark')].find((mark) => mark.getBoundingClientRect().top > view.top + 40);
    window.seen = mark.closest('.block');
    return mark.getClientRects()[0].toJSON();
  });
  await page.mouse.click(at.left + 3, at.top + 3);
  await page.locator('.handle.start').waitFor();
  await settled(page);
  const places = () => page.evaluate(() => {
    const mark = document.querySelector('#text mark.selected').getClientRects()[0];
    const handle = document.querySelector('.handle.start').getBoundingClientRect();
    return { block: window.seen.getBoundingClientRect().top, height: window.seen.offsetHeight, off: [handle.right - mark.left, handle.top - mark.bottom] };
  });
  const before = await places();
  await press(page, 'Shift+V');
  const after = await places();
  assert.ok(after.height < before.height, 'lines break elsewhere');
  assert.ok(Math.abs(after.block - before.block) <= 1, `moved from ${before.block} to ${after.block}`);
  assert.deepEqual(after.off, before.off);
  await finish();
});

test('the label set is changed, exported and imported, and annotations follow', async () => {
  const { page, finish } = await open(site, { acceptDownloads: true });
  await load(page, 'Ana met Bo in Lima for $5.');
  await drag(page, 'met');
  await page.keyboard.press('7');
  await settled(page);
  const dialog = page.locator('dialog');
  const opens = () => page.getByRole('button', { name: 'Labels', exact: true }).click();
  await opens();
  await dialog.getByRole('button', { name: /^EVENT/ }).click();
  await dialog.getByLabel('Name').fill('MEETING');
  await dialog.getByLabel('Key').fill('z');
  await dialog.getByLabel('Key').press('Tab');
  await dialog.getByRole('button', { name: /^MEETING/ }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Export' }).click()]);
  const file = await readFile(await download.path());
  assert.deepEqual(await labelled(page), ['met MEETING']);
  await dialog.getByRole('button', { name: 'Delete with 1 annotation' }).click();
  await dialog.getByRole('button', { name: /^MEETING/ }).waitFor({ state: 'detached' });
  await dialog.getByLabel('Add a label').fill('THING');
  await dialog.getByLabel('Add a label').press('Enter');
  await dialog.getByRole('button', { name: /^THING/, pressed: true }).waitFor();
  await dialog.getByLabel('Name').fill('ORG');
  await dialog.getByLabel('Name').press('Tab');
  const refused = dialog.locator('.notice', { hasText: 'there twice' });
  await refused.getByRole('button', { name: 'Dismiss' }).click();
  await refused.waitFor({ state: 'detached' });
  const filter = dialog.getByLabel('Type to filter the labels');
  await filter.fill('THING');
  await press(page, 'ArrowDown Escape');
  assert.ok(await filter.evaluate((field) => field === document.activeElement), 'Escape goes back to the field');
  await press(page, 'Shift+Tab');
  assert.equal(await filter.inputValue(), '', 'who leaves the menu leaves the filter');
  await page.keyboard.press('Escape');
  await settled(page);
  assert.deepEqual(await labelled(page), []);
  assert.equal(await undoName(page), 'Undo: add label THING');
  await page.locator('#text').focus();
  await press(page, 'Control+z Control+z');
  assert.deepEqual(await labelled(page), ['met MEETING'], 'a deleted label comes back with its annotations');
  await opens();
  await dialog.getByLabel('Replace by…').selectOption('Figures only');
  await settled(page);
  await page.keyboard.press('Escape');
  await settled(page);
  assert.equal(await page.locator('#text mark').count(), 1);
  await opens();
  await dialog.locator('input[type=file]').setInputFiles({ name: 'labels.json', mimeType: 'application/json', buffer: file });
  await dialog.getByRole('button', { name: /^MEETING/ }).waitFor();
  await finish();
});

test('keys are changed, kept for the next visit, and single ones switched off', async () => {
  const { page, context, finish } = await open(site, { acceptDownloads: true });
  const dialog = page.locator('dialog');
  const bind = async (name, key) => {
    await dialog.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) }).getByRole('button').click();
    await page.keyboard.press(key);
    await settled(page);
  };
  await page.keyboard.press('?');
  await bind('Accept the annotation', 'y');
  await bind('Next annotation', 'Control+j');
  await bind('Reject the annotation', 'Escape');
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Export' }).click()]);
  const keys = await readFile(await download.path());
  assert.equal(JSON.parse(keys).accept, 'y');
  assert.equal(JSON.parse(keys).reject, 'x', 'Escape changes nothing');
  await page.reload();
  await page.waitForFunction(() => document.querySelector('#text mark') && document.activeElement.id === 'text');
  await settled(page);
  await press(page, 'Control+j a');
  assert.deepEqual(await labelled(page), [], 'the old key does nothing');
  await press(page, 'y');
  assert.equal((await labelled(page)).length, 1);
  await page.keyboard.press('?');
  await dialog.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await press(page, 'Control+j y 1');
  assert.equal((await labelled(page)).length, 1, 'single keys are off');
  await page.getByRole('button', { name: 'Help' }).click();
  await dialog.getByRole('button', { name: 'As at first' }).click();
  await dialog.locator('input[type=file]').setInputFiles({ name: 'keys.json', mimeType: 'application/json', buffer: keys });
  await dialog.getByRole('button', { name: 'y', exact: true }).waitFor();
  assert.equal(await context.storageState().then(({ origins }) => JSON.parse(origins[0].localStorage.find(({ name }) => name === 'postil.keys').value).next), 'Ctrl+J');
  await finish();
});
