// The text pane: pointer, touch, keys of every script, long texts, and what a screen reader and a printer get of it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { drag, load, open, place, quit, serve, settled } from './harness.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await quit(); await site.close(); });

const selected = (page) => settled(page).then(() => page.evaluate(() => getSelection().toString()));
const annotations = (page) => page.evaluate(() => window.postil.annotations({ offsetUnit: 'utf16' }));
const quotes = async (page) => (await settled(page), await annotations(page)).map(({ quote, label }) => `${quote}|${label}`);

// Opens a text with annotations: `marks` are [quote, label].
async function loadMarked(page, text, marks) {
  await load(page, text);
  const file = JSON.parse(await page.evaluate(() => window.postil.export({ offsetUnit: 'utf16' })));
  file.annotations = marks.map(([quote, label], index) => {
    const start = text.indexOf(quote);
    return { id: index + 1, start, end: start + quote.length, quote, label, status: 'suggested', origin: { by: 'human' } };
  });
  await load(page, JSON.stringify(file), 'marked.json');
}

// How much two pictures differ in any pixel, from 0 to 255.
const greatestDifference = (page, ...pictures) => page.evaluate(async (pictures) => {
  const [one, other] = await Promise.all(pictures.map(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.getContext('2d').getImageData(0, 0, image.width, image.height).data;
  }));
  return one.reduce((most, value, index) => Math.max(most, Math.abs(value - other[index])), 0);
}, pictures);

// Moves a handle by mouse so that its edge comes to `to`.
async function pull(page, handle, from, to, key) {
  await settled(page);
  const box = await page.locator(handle).boundingBox();
  const held = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(held.x, held.y);
  await page.mouse.down();
  if (key) await page.keyboard.down(key);
  await page.mouse.move(held.x + (to.x - from.x) / 2, held.y + to.y - from.y);
  await page.mouse.move(held.x + to.x - from.x, held.y + to.y - from.y);
  await settled(page);
  await page.mouse.up();
  if (key) await page.keyboard.up(key);
  await settled(page);
}

test('a third click takes a sentence, handles move the edges, and only Shift labels the signs round a word', async () => {
  const { page, finish } = await open(site);
  const text = 'It rained. Dr. Ana Lima left Harrow (the “old” town). It cleared.';
  await loadMarked(page, text, [['Ana', 'PERSON']]);
  const [[rained], [beforeLeft]] = [await place(page, 'It rained'), await place(page, 'left')];
  await page.mouse.move(20, rained.y);
  await page.mouse.down();
  await page.mouse.move(100, rained.y);
  await page.mouse.move(beforeLeft.x, beforeLeft.y);
  await settled(page);
  assert.equal(await page.locator('.menu-place:not([hidden])').count(), 0, 'the menu waits until the text is selected');
  await page.mouse.up();
  assert.equal(await selected(page), 'It rained. Dr. Ana Lima ', 'a press beside the text selects it too');
  assert.equal(await page.locator('.menu-place:not([hidden])').count(), 1);
  await page.keyboard.press('Escape');
  const [harrow] = await place(page, 'Harrow');
  await page.mouse.click(harrow.x + 4, harrow.y, { clickCount: 2 });
  assert.equal(await selected(page), 'Harrow');
  await page.mouse.down({ clickCount: 3 });
  assert.equal(await selected(page), 'Dr. Ana Lima left Harrow (the “old” town).');
  await page.mouse.up({ clickCount: 3 });
  assert.equal(await selected(page), 'Dr. Ana Lima left Harrow (the “old” town).');
  await page.keyboard.press('Escape');
  await settled(page);
  await page.mouse.move(harrow.x + 4, harrow.y);
  await page.mouse.down();
  await page.mouse.move(harrow.x + 60, harrow.y, { steps: 3 });
  const panel = await page.locator('.panel').boundingBox();
  await page.mouse.move(panel.x + 40, panel.y + panel.height - 20, { steps: 5 });
  await page.mouse.move(panel.x + 40, harrow.y, { steps: 5 });
  await page.mouse.up();
  await settled(page);
  assert.match(await selected(page), /^Harrow .*cleared\.$/, 'beside the text it is the line that counts');
  await page.keyboard.press('Escape');
  await settled(page);
  await page.mouse.move(harrow.x + 4, harrow.y);
  await page.mouse.down();
  await page.mouse.move(harrow.x + 60, harrow.y, { steps: 3 });
  await page.mouse.move(panel.x + 40, 20, { steps: 5 });
  await page.mouse.up();
  await settled(page);
  assert.match(await selected(page), /^It rained.*left $/, 'and above it, its start');

  await page.locator('#text mark').click();
  const [, end] = await place(page, 'Ana');
  const [lima, limaEnd] = await place(page, ' Lima');
  await pull(page, '.handle.end', end, limaEnd);
  assert.deepEqual(await quotes(page), ['Ana Lima|PERSON']);
  const [, left] = await place(page, 'Lima');
  await pull(page, '.handle.end', left, { x: lima.x + 14, y: lima.y }, 'Control');
  assert.deepEqual(await quotes(page), ['Ana Lima|PERSON'], 'with Control to the end of the word');
  await page.keyboard.press('Control+z');
  assert.deepEqual(await quotes(page), ['Ana|PERSON'], 'a drag is one step');

  await drag(page, '(the “old” town)');
  await page.keyboard.press('Shift+Digit4');
  await drag(page, ' left ');
  await page.keyboard.press('Digit5');
  assert.deepEqual(await quotes(page), ['Ana|PERSON', 'left|NORP', '(the “old” town)|LOC']);
  await finish();
});

test('the whole job by touch alone, on a narrow screen', async () => {
  const { page, finish } = await open(site, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, acceptDownloads: true });
  await load(page, 'The great storm hit Harrow. It cost $5 million in 2019.', 'storm.txt');
  const tap = async (quote) => {
    const [from] = await place(page, quote);
    await page.touchscreen.tap(from.x + 5, from.y);
    await page.locator('.handle.end').waitFor(); // a tap becomes a click a little later
    await settled(page);
  };
  const labels = page.locator('.menu-place .label-button');
  await tap('storm');
  assert.equal(await selected(page), 'storm');
  await labels.first().waitFor();
  for (const box of await labels.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))) {
    assert.ok(box.height >= 44 && box.width >= 44 && box.left >= 0 && box.right <= 360, JSON.stringify(box));
  }
  const [great] = await place(page, 'great');
  const [storm] = await place(page, 'storm');
  const box = await page.locator('.handle.start').boundingBox();
  assert.ok(box.width >= 44 && box.height >= 44);
  const cdp = await page.context().newCDPSession(page);
  const finger = (type, x) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y: box.y + box.height / 2 }] });
  const held = box.x + box.width / 2;
  await finger('touchStart', held);
  await finger('touchMove', held - 10);
  await finger('touchMove', held + great.x - storm.x);
  await settled(page);
  await finger('touchEnd');
  assert.equal(await selected(page), 'great storm');
  await labels.filter({ hasText: 'EVENT' }).tap();
  await page.locator('#text mark.own').waitFor();
  assert.ok((await quotes(page)).includes('great storm|EVENT'));

  // Where it is seen, for a handle may lie over a part of it.
  const tapMark = async (quote) => {
    const [x, y] = await page.locator('#text mark', { hasText: quote }).evaluate((mark) => {
      const points = [...mark.getClientRects()].flatMap(({ left, right, top, bottom }) =>
        [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((across) => [0.1, 0.5, 0.9].map((down) => [left + (right - left) * across, top + (bottom - top) * down])));
      return points.find(([x, y]) => document.elementFromPoint(x, y)?.closest('mark') === mark);
    });
    await page.touchscreen.tap(x, y);
    await page.locator('.inspector blockquote', { hasText: quote }).waitFor();
    await settled(page);
  };
  await tapMark('$5 million');
  await page.locator('.inspector').getByRole('button', { name: 'Accept' }).tap();
  await page.locator('#text mark.accepted').waitFor();
  await tapMark('2019');
  await page.locator('.inspector').getByRole('button', { name: 'Delete' }).tap();
  await page.locator('#text mark', { hasText: '2019' }).waitFor({ state: 'detached' });
  // The list makes way for the annotation that is chosen in it, and a tap beside the text lets go of that.
  await page.getByRole('button', { name: 'Show the list' }).tap();
  await page.locator('.list-row', { hasText: 'great storm' }).tap();
  await page.locator('.inspector blockquote', { hasText: 'great storm' }).waitFor();
  await page.touchscreen.tap(355, 200);
  await page.locator('.inspector').waitFor({ state: 'detached' });
  await tap('cost');
  await page.touchscreen.tap(355, 200);
  await page.locator('.menu-place[hidden]').waitFor({ state: 'attached' });
  await page.locator('#export').tap();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).tap()]);
  assert.ok(download.suggestedFilename().endsWith('.json'));
  const made = await annotations(page);
  assert.deepEqual(made.filter((one) => one.status === 'accepted').map((one) => one.quote), ['great storm', '$5 million']);
  assert.ok(!made.some((one) => one.quote === '2019'));
  await finish();
});

test('Arabic letters keep their forms under annotations', async () => {
  const { page, finish } = await open(site);
  const text = 'ذهب محمد إلى وبالقاهرة في 2019 مع Ana Lima إلى مكتبتهم.';
  const plain = { content: 'mark { background: none !important; border-color: transparent !important } mark::after, .caret { display: none !important }' };
  const picture = async (marks) => {
    await loadMarked(page, text, marks);
    await page.evaluate(({ content }) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(content);
      document.adoptedStyleSheets.push(sheet);
    }, plain);
    await settled(page);
    return (await page.locator('#text .block').first().screenshot()).toString('base64');
  };
  const without = await picture([]);
  const within = await picture([['القاهرة', 'GPE'], ['محم', 'PERSON'], ['مكتبت', 'ORG'], ['القا', 'LOC'], ['مع Ana', 'PERSON']]);
  assert.equal(await page.locator('#text mark').count() >= 5, true);
  // The edges of letters may be smoothed a little differently; a letter of another form differs by black and white.
  assert.ok(await greatestDifference(page, without, within) < 100);
  await page.evaluate(() => { const sheet = document.adoptedStyleSheets.at(-1); sheet.insertRule('mark { padding-inline-start: 1px !important }'); });
  const parted = (await page.locator('#text .block').first().screenshot()).toString('base64');
  assert.ok(await greatestDifference(page, without, parted) > 150, 'that would be seen');
  await finish();
});

test('the caret moves in the order in which a text of mixed directions is seen, and by words without spaces', async () => {
  const { page, finish } = await open(site);
  await loadMarked(page, 'שלום עולם abc', [['לום', 'PERSON']]);
  await page.keyboard.press('Control+Home');
  for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowLeft');
  assert.equal(await selected(page), 'שלום');
  // An edge goes where the arrow points, too.
  for (const key of ['Control+Home', 'n', ']', 'Shift+ArrowRight']) await page.keyboard.press(key);
  assert.deepEqual(await quotes(page), ['לו|PERSON']);

  for (const words of ['東京都に行きました', '我们在北京工作', 'ฉันรักประเทศไทย']) {
    await loadMarked(page, words, []);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+Shift+ArrowRight');
    const first = await page.evaluate((words) => [...new Intl.Segmenter([], { granularity: 'word' }).segment(words)][0].segment, words);
    assert.ok(first.length < words.length);
    assert.equal(await selected(page), first);
  }
  await finish();
});

test('a screen reader gets every annotation with its text and label', async () => {
  const { page, finish } = await open(site);
  await loadMarked(page, 'the Bank of Ana Lima, here', [['Bank of Ana', 'ORG'], ['Ana Lima', 'PERSON'], ['here', 'LOC']]);
  const cdp = await page.context().newCDPSession(page);
  const { nodes } = await cdp.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const text = (node) => (node.role?.value === 'StaticText' ? node.name.value : (node.childIds ?? []).map((id) => text(byId.get(id))).join(''));
  const marks = nodes.filter((node) => node.role?.value === 'mark' && node.description?.value).map((node) => [node.description.value, text(node)]);
  assert.deepEqual(marks.map(([description]) => description).sort(), ['LOC, Suggested', 'ORG, Suggested', 'PERSON, Suggested']);
  const of = (label) => marks.find(([description]) => description.startsWith(label))[1];
  assert.match(of('ORG'), /^Bank of Ana/);
  assert.match(of('PERSON'), /^Ana/); // it goes on in another mark, for the bank ends before it does
  assert.match(of('LOC'), /^here/);
  await finish();
});

test('what is not drawn of a long text is selected, copied, printed, linked to and read on to all the same', async () => {
  const { page, context, finish } = await open(site);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const lines = Array.from({ length: 1500 }, (_, index) => `Line ${index + 1}: Ana paid ${index + 10} euros for a very long walk along the shore of the lake, and said nothing of it to Bo.`);
  const text = lines.join('\n');
  await page.evaluate(() => matchMedia('print').addEventListener('change', ({ matches }) => { if (matches) window.printed = document.querySelectorAll('#text .block').length; }));
  await load(page, text);
  assert.ok(await page.locator('#text .block').count() < 200, 'it is drawn in part');

  await page.keyboard.press('Control+a');
  await settled(page);
  await page.keyboard.press('Control+c');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);

  await page.keyboard.press('Escape');
  await settled(page);
  await drag(page, 'very long walk');
  const scroll = (top) => page.evaluate((top) => { document.getElementById('scroller').scrollTop = top; }, top).then(() => settled(page));
  await scroll(50_000);
  assert.equal(await page.locator('#text .block').first().textContent().then((line) => line.startsWith('Line 1:')), false);
  await page.keyboard.press('Control+c');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'very long walk');
  await scroll(0);
  assert.equal(await selected(page), 'very long walk');

  const following = page.getByRole('button', { name: 'Show the text that follows' });
  const last = Number((await page.locator('#text .block').last().textContent()).match(/^Line (\d+)/)[1]);
  await following.evaluate((button) => button.click()); // as a screen reader does
  await page.locator('#text .block', { hasText: `Line ${last + 1}: ` }).waitFor();

  const { id } = (await annotations(page)).findLast((one) => text.slice(one.start).startsWith('1509'));
  await page.evaluate((id) => { location.hash = `annotation-${id}`; }, id);
  await page.locator('#text mark.selected', { hasText: '1509' }).waitFor();
  await settled(page);
  const [mark, view] = [await page.locator('#text mark.selected').first().boundingBox(), await page.locator('#scroller').boundingBox()];
  assert.ok(mark.y > view.y && mark.y + mark.height < view.y + view.height, 'it is in view');

  const pdf = (await page.pdf()).toString('latin1');
  assert.equal(await page.evaluate(() => window.printed), lines.length, 'all lines are there while it is printed');
  assert.ok(pdf.match(/\/Type\s*\/Page\b/g).length > 40, 'on as many pages as they take');
  await settled(page);
  assert.ok(await page.locator('#text .block').count() < 200, 'and gone again');
  await finish();
});

test('ten thousand annotations on one word, and a click while a text is tagged', async () => {
  const { page, finish } = await open(site);
  const text = 'one word here';
  await loadMarked(page, text, Array.from({ length: 10_000 }, () => ['word', 'PERSON']));
  await page.locator('#text mark').first().click();
  for (const key of ['o', 'o', 'x']) await page.keyboard.press(key);
  await settled(page);
  assert.equal((await annotations(page)).filter((one) => one.status === 'rejected').length, 1);
  assert.equal(await page.locator('#text mark.selected.rejected').count(), 1, 'the selected one is seen');

  const line = 'Ana Lima paid $5 million to Bo in May 2019. ';
  const tagging = page.evaluate((text) => window.postil.load(text), line.repeat(25_000)); // one line of a megabyte
  await page.locator('#text mark', { hasText: '$5 million' }).first().waitFor();
  await page.locator('#text mark', { hasText: '$5 million' }).first().click();
  await page.keyboard.press('a');
  await tagging;
  await settled(page);
  assert.equal((await annotations(page)).filter((one) => one.status === 'accepted').length, 1, 'what was done while it was tagged stays');
  await finish();
});

test('a handle that is held at the edge of the pane, and text that is selected up to it, scroll the text', async () => {
  const { page, finish } = await open(site);
  const lines = Array.from({ length: 1500 }, (_, index) => `Line ${index + 1} of a very long text, of which only some is drawn.`);
  await loadMarked(page, lines.join('\n'), [['Line 5 ', 'PERSON']]);
  const top = () => page.evaluate(() => document.getElementById('scroller').scrollTop);
  const bottom = await page.locator('#scroller').evaluate((scroller) => scroller.getBoundingClientRect().bottom);
  await page.locator('#text mark').click();
  const handle = await page.locator('.handle.end').boundingBox();
  await page.mouse.move(handle.x + 12, handle.y + 12);
  await page.mouse.down();
  await page.mouse.move(handle.x + 12, bottom - 3, { steps: 3 });
  await page.waitForFunction(() => document.getElementById('scroller').scrollTop > 2000);
  await page.mouse.up();
  const [{ quote }] = await annotations(page);
  assert.ok(quote.startsWith('Line 5 of') && quote.split('\n').length > 40, `${quote.split('\n').length} lines`);

  await page.keyboard.press('Escape');
  await page.evaluate(() => { document.getElementById('scroller').scrollTop = 0; });
  await settled(page);
  const [from] = await place(page, 'Line 2 ');
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 100, bottom - 3, { steps: 3 });
  await page.waitForFunction(() => document.getElementById('scroller').scrollTop > 8000);
  await page.mouse.up();
  await settled(page);
  assert.ok(await top() > 8000);
  await page.keyboard.press('1');
  await settled(page);
  const all = await annotations(page);
  const made = all.find((one) => one.quote.startsWith('Line 2 of'));
  assert.ok(made.quote.split('\n').length > 150, `${made.quote.split('\n').length} lines`);
  await finish();
});
