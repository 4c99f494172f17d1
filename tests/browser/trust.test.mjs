// What must never happen: text that becomes markup, a request to elsewhere, work lost to a bad file.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { launch, load, open, quit, serve, tagged } from './harness.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await quit(); await site.close(); });

const hostile = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">{{7*7}}javascript:alert(1)';

test('hostile text in article, title, label and note stays text', async () => {
  const { page, finish } = await open(site);
  const json = JSON.stringify({
    format: 'postil', version: 1, generator: { name: hostile, version: '1' }, offset_unit: 'utf16',
    document: { id: hostile, title: hostile, source: hostile, text: `${hostile}\n\n${hostile}` },
    labels: [{ name: hostile, kind: 'entity', colour: '#ff0000', description: hostile, key: '1' }],
    annotations: [{ id: 1, start: 0, end: 8, quote: '<script>', label: hostile, status: 'accepted', origin: { by: 'tagger', name: hostile, version: hostile }, note: hostile }],
  });
  await load(page, json, `${hostile}.json`);
  await page.locator('#text mark').first().click();
  assert.equal(await page.locator('#text').textContent(), hostile + hostile);
  assert.equal(await page.locator('.inspector textarea').inputValue(), hostile);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator('#app script, #app img').count(), 0);
  await finish();
});

for (const headers of [false, true]) {
  test(`page and worker reach no other origin, ${headers ? 'with' : 'without'} headers from the host, below a sub-path`, async () => {
    const here = await serve({ path: '/some/where/', headers });
    const other = await serve();
    const { page, finish } = await open(here, { allow: [/connect-src|script-src|trusted-types/, /Failed to fetch|Refused to connect|violates|TrustedScript/i] });
    const requests = [];
    page.on('request', (request) => requests.push(request.url()));
    const [worker] = page.workers();
    const reach = (url) => fetch(url).then(() => 'reached', () => 'refused');
    // Later, for what a debugger evaluates at once is exempt from the policy.
    const evaluate = () => new Promise((resolve) => setTimeout(() => {
      try { resolve(new Function('return "ran"')()); } catch { resolve('refused'); }
    }, 1));
    assert.equal(await page.evaluate(reach, other.url), 'refused');
    assert.equal(await worker.evaluate(reach, other.url), 'refused');
    assert.equal(await page.evaluate(evaluate), 'refused');
    assert.equal(await worker.evaluate(evaluate), 'refused');
    assert.deepEqual(requests.filter((url) => url.startsWith(other.origin)), []);
    await load(page, 'Ana paid $5 to Bo.');
    await page.locator('#text mark').first().waitFor();
    await finish();
    await here.close();
    await other.close();
  });
}

test('an article by address: of the same origin it opens, elsewhere it is refused with the reason', async () => {
  const here = await serve({ extra: { 'my article.txt': Buffer.from('Ana paid $5 to Bo.') } });
  const other = await serve({ extra: { 'a.txt': Buffer.from('x') } });
  const opened = await open(here, { query: '?article=my%20article.txt' });
  assert.equal(await opened.page.locator('#text').textContent(), 'Ana paid $5 to Bo.');
  await opened.finish();
  for (const [address, reason] of [
    [`${other.origin}/a.txt`, /Content-Security-Policy/],
    ['javascript:alert(1)', /only http and https/],
    ['missing.txt', /answered 404/],
  ]) {
    const refused = await open(here, { query: `?article=${encodeURIComponent(address)}`, ready: false, allow: [/connect-src|Refused|violates|404/] });
    await refused.page.getByRole('alert').filter({ hasText: reason }).waitFor();
    await refused.finish();
  }
  await here.close();
  await other.close();
});

test('after loading, nothing is requested but the article and the module that are asked for', async () => {
  const { page, finish } = await open(site);
  const requests = [];
  // The page's icon and manifest are part of loading; the browser asks for them when it has time.
  const isLate = (path) => /\/(icon|manifest)-[0-9a-f]+\./.test(path);
  page.on('request', (request) => { const { pathname, protocol } = new URL(request.url()); if (protocol !== 'blob:' && !isLate(pathname)) requests.push(pathname); });
  await load(page, 'Ana paid $5 to Bo.');
  await page.locator('#text mark').first().click();
  await page.keyboard.press('a');
  await page.locator('#export').click();
  await page.keyboard.press('Escape');
  const sample = await page.locator('#article option').evaluateAll((options) => options.find((option) => option.text === 'Sport').value);
  await page.locator('#article').selectOption(sample);
  await page.waitForFunction(() => document.querySelectorAll('#text .block').length > 10);
  await tagged(page);
  // The export dialog asks the module `formats`, which comes with it the first time.
  const formats = ['/formats-HASH.js', '/formats_bg-HASH.wasm', '/module_worker-HASH.js'];
  assert.deepEqual(requests.map((path) => path.replace(/[0-9a-f]{10}/, 'HASH')).sort(), [...formats, '/samples/sport-HASH.txt']);
  await finish();
});

test('files that cannot be read are said, and what is on the page stays', async () => {
  const { page, finish } = await open(site);
  await page.locator('#text mark').first().click();
  await page.keyboard.press('a');
  const before = await page.evaluate(() => window.postil.export());
  const cases = [
    ['newer.json', Buffer.from('{"format":"postil","version":9}'), /version 9, this Postil reads version 1/],
    ['broken.json', Buffer.from('{"format":"postil",\n"version":'), /line 2, column \d+: not JSON/],
    ['surrogate.json', Buffer.from('{"format":"postil","version":1,"x":"\\ud83d"}'), /surrogate\.json: not opened\. line 1/],
  ];
  for (const [name, buffer, message] of cases) {
    await page.locator('#files').setInputFiles({ name, mimeType: 'text/plain', buffer });
    await page.getByRole('alert').filter({ hasText: message }).waitFor();
    assert.equal(await page.evaluate(() => window.postil.export()), before, name);
  }
  await assert.rejects(page.evaluate(() => window.postil.load('a\ud83d')), /lone surrogate/);
  await assert.rejects(page.evaluate(() => window.postil.load(5)), /neither a string nor/);
  await finish();
});

test('every odd text is shown as it is', async () => {
  const { page, finish } = await open(site);
  for (const text of ['', 'x', 'a\r\nb\r\n', 'a\0b', 'e\u0301👩‍🚀🇯🇵', 'שלום עולם 2024', '\ufeffBOM', '  two  spaces\tand a tab ']) {
    await load(page, text);
    const lines = await page.locator('#text .block').allTextContents();
    assert.deepEqual(lines, text.split(/\r?\n/).map((line) => line.replace('\0', '\0')), JSON.stringify(text));
    await page.locator('#text').focus();
    for (const key of ['ArrowRight', 'Control+a', '1', 'n', 'Delete', 'Control+z', 'End', 'ArrowDown', 'Escape']) await page.keyboard.press(key);
  }
  await finish();
});

test('ten megabytes, in lines or in one, are drawn in part and stay quick to edit', async () => {
  const { page, finish } = await open(site);
  const sentence = 'Ana Lima of Harrow Marine paid $5 million to Bo Chen in May 2019, up 35 % on the year. ';
  const lines = `${sentence.repeat(5)}\n`.repeat(Math.ceil(10_000_000 / (sentence.length * 5 + 1)));
  for (const text of [lines, sentence.repeat(Math.ceil(10_000_000 / sentence.length))]) {
    const shown = page.evaluate((text) => window.postil.load(text), text);
    await page.locator('#text mark').first().waitFor({ timeout: 60_000 });
    assert.ok(await page.evaluate(() => document.querySelectorAll('*').length) < 5000, 'few elements');
    await shown;
    await page.locator('#text mark').nth(3).click();
    await page.keyboard.press('x');
    await page.locator('#text mark.rejected').first().waitFor();
    await page.keyboard.press('Control+End');
    await page.waitForFunction(() => Number(document.querySelector('#text .block:last-child').dataset.from) > 9_900_000);
    assert.ok(await page.locator('#text mark').count() > 0, 'the end is highlighted too');
    await page.keyboard.press('Control+z');
    await page.locator('#text mark.selected.suggested').first().waitFor();
    assert.ok(await page.evaluate(() => document.getElementById('scroller').scrollTop) < 2000, 'undo shows what it changed');
  }
  await finish();
});

test('a worker that breaks is said and replaced, and nothing done is lost', async () => {
  const { page, finish } = await open(site, { allow: [/broken on purpose/] });
  await page.locator('#text mark').first().click();
  await page.keyboard.press('a');
  const before = await page.evaluate(() => window.postil.export());
  await page.workers()[0].evaluate(() => setTimeout(() => { throw new Error('broken on purpose'); }));
  await page.getByRole('alert').filter({ hasText: 'The tagger has stopped' }).waitFor();
  assert.equal(await page.evaluate(() => window.postil.export()), before);
  await load(page, 'Ana Lima paid $5 to Bo.');
  await page.locator('#text mark', { hasText: '$5' }).waitFor();
  await finish();
});

test('a browser that keeps nothing and a page in a frame still work', async () => {
  const context = await (await launch()).newContext();
  const page = await context.newPage();
  await page.addInitScript(() => { Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } }); });
  await page.goto(site.url);
  await page.locator('#text mark').first().waitFor();
  await page.getByRole('button', { name: /^Theme/ }).click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
  await context.close();
});
