// Accessibility and layout: axe-core finds nothing, nothing scrolls sideways, targets are large enough.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { webPage } from './files.mjs';
import { drag, load, open, quit, serve, settled } from './harness.mjs';

let site;
before(async () => { site = await serve(); });
after(async () => { await quit(); await site.close(); });

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// The page's views, each as the steps that lead to it.
const views = {
  long: async (page) => { await load(page, 'Ana paid $5 million.\n'.repeat(9000)); },
  start: async () => {},
  selected: async (page) => { await page.locator('#text mark').nth(3).click(); },
  menu: async (page) => { await drag(page, ' the '); },
  shelf: async (page) => {
    await load(page, 'Ana paid $5 million.', 'ana.txt');
    await page.locator('#text').press('Control+k');
    await page.locator('#shelf-rows .document').nth(1).waitFor();
    await settled(page);
  },
  clear: async (page) => {
    await page.locator('#text').press('Control+k');
    await page.getByRole('button', { name: 'Clear everything…' }).click();
    await page.locator('#clear-sure').waitFor();
  },
  paste: async (page) => { await page.locator('#paste').click(); },
  about: async (page) => { await page.getByRole('button', { name: 'About the article' }).click(); },
  import: async (page) => {
    const old = Buffer.from('Der B\xfcrgermeister zahlte 5 Millionen f\xfcr die Br\xfccke.', 'latin1');
    const files = { 'page.html': webPage, 'old.txt': old, 'table.csv': 'a,b\n1,two words\n', 'bad.docx': 'no' };
    await page.locator('#files').setInputFiles(Object.entries(files).map(([name, content]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })));
    await page.getByRole('dialog', { name: 'Open files' }).locator('.preview').nth(2).waitFor();
  },
  export: async (page) => { await page.locator('#export').click(); },
  sticky: async (page) => {
    await page.locator('#text').focus();
    await page.keyboard.press('n');
    await page.keyboard.press('s');
    await page.locator('.sticky').waitFor();
  },
  find: async (page) => {
    await page.getByRole('button', { name: 'Find' }).click();
    await page.locator('#find').fill('the');
    await page.locator('.hit').nth(2).waitFor();
    await settled(page);
  },
  labels: async (page) => {
    await page.getByRole('button', { name: 'Labels', exact: true }).click();
    await page.locator('dialog').getByRole('button', { name: /^ORG/ }).click();
    await page.locator('dialog').getByLabel('Key').waitFor();
  },
  help: async (page) => { await page.getByRole('button', { name: 'Help' }).click(); },
};

for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }]) {
  test(`axe-core finds nothing: ${JSON.stringify(options)}`, async () => {
    const found = [];
    for (const [name, steps] of Object.entries(views)) {
      for (const width of [1280, 400]) {
        const { page, finish } = await open(site, { ...options, reducedMotion: 'reduce', viewport: { width, height: 800 } });
        await steps(page);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
        found.push(...violations.map(({ id, nodes }) => [`${name} at ${width}`, id, nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`)]));
        await finish();
      }
    }
    assert.deepEqual(found, []);
  });
}

test('nothing scrolls sideways and every control is at least 24 pixels, down to 320 pixels wide', async () => {
  for (const width of [1440, 1024, 360, 320]) {
    for (const [name, steps] of Object.entries(views)) {
      const { page, finish } = await open(site, { viewport: { width, height: 700 } });
      await steps(page);
      const wide = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('*')].filter((one) => one.scrollWidth > one.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(one).overflowX)).map((one) => one.outerHTML.slice(0, 80)));
      assert.deepEqual(wide, [], `${name} at ${width}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} at ${width}`);
      const small = await page.evaluate(() => [...document.querySelectorAll('button, select, textarea, .choice')].filter((one) => one.offsetParent && one.className !== 'visually-hidden' && (one.offsetWidth < 24 || one.offsetHeight < 24)).map((one) => one.outerHTML.slice(0, 80)));
      assert.deepEqual(small, [], `${name} at ${width}`);
      await finish();
    }
  }
});
