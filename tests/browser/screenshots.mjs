// Pictures of the page for a person to look at: node tests/browser/screenshots.mjs [folder]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { drag, open, quit, root, serve, settled } from './harness.mjs';

const folder = process.argv[2] ?? join(root, 'target/screenshots');
await mkdir(folder, { recursive: true });
const site = await serve();
for (const colorScheme of ['light', 'dark']) {
  for (const width of [1440, 1024, 360]) {
    const { page, finish } = await open(site, { viewport: { width, height: width === 360 ? 740 : 900 }, colorScheme });
    const shot = async (name) => (await settled(page), page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) }));
    await shot('start');
    await page.locator('#text mark').nth(3).click();
    await shot('selected');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await drag(page, ' the ');
    await shot('menu');
    if (width === 360) {
      await page.keyboard.press('Escape');
      await page.locator('.panel-toggle').click();
      await shot('list');
      await page.locator('.panel-toggle').click();
    }
    await page.locator('#export').click();
    await shot('export');
    await page.keyboard.press('Escape');
    for (const [name, button] of [['find', 'Find'], ['labels', 'Labels'], ['help', 'Help']]) {
      await page.getByRole('button', { name: button, exact: true }).click();
      await shot(name);
      await page.keyboard.press('Escape');
    }
    await page.locator('#text').press('Control+k');
    await page.locator('#shelf-rows .document').first().waitFor();
    await shot('shelf');
    await finish();
  }
}
await quit();
await site.close();
console.log(folder);
