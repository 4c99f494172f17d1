// Files of other tools on the page: in and out, with the answers of the module that is loaded for them.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { open, quit, root, serve, settled } from './harness.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await quit(); await site.close(); });

const annotations = (page) => page.evaluate(() => window.postil.annotations().map(({ label, quote }) => `${label} ${quote}`));
const load = async (page, path) => {
  await page.locator('#files').setInputFiles(join(root, path));
  await page.waitForFunction(() => !window.postil.annotations().some(({ status }) => status === 'suggested'));
  await settled(page);
};

test('a module is loaded when it is first asked for, and started anew after it has crashed', async () => {
  const { page, finish } = await open(site, { allow: [/on purpose/] });
  assert.ok(!page.workers().some((worker) => worker.url().includes('formats')));
  await load(page, 'tests/formats/doccano/annotations.jsonl');
  const first = await annotations(page);
  assert.ok(first.length > 5);
  const crashed = page.workers().at(-1);
  await crashed.evaluate(() => { setTimeout(() => { throw new Error('on purpose'); }); });
  await page.waitForTimeout(500);
  await load(page, 'tests/formats/webanno/article-1.tsv');
  assert.deepEqual(await annotations(page), first);
  await finish();
});
