// How fast figures are found in the browser, beside others in the same run: node tests/peers/speed.mjs
//
// In MB (10⁶ bytes of UTF-8) a second of time on the processor, which other programs disturb less than time on the clock.
// The peers get the text of 1 MB; longer ones would take them minutes.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launch, quit, root, serve } from '../browser/harness.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const crate = join(here, 'figures_wasm');
execFileSync('cargo', ['build', '--release', '--target', 'wasm32-unknown-unknown'], { cwd: crate, stdio: 'inherit' });
const bundled = await build({
  stdin: { contents: "export * as chrono from 'chrono-node'; export { default as wink } from 'wink-nlp'; export { default as model } from 'wink-eng-lite-web-model';", resolveDir: here },
  bundle: true, format: 'esm', write: false,
});
const folder = [join(root, '../shared/articles'), join(root, 'www/samples')].find(existsSync);
const seed = readdirSync(folder).sort().map((name) => `${readFileSync(join(folder, name), 'utf8')}\n\n`).join('');

const site = await serve({ extra: {
  'speed.html': '<!doctype html><title>speed</title>',
  'peers.js': bundled.outputFiles[0].contents,
  'figures.wasm': readFileSync(join(crate, 'target/wasm32-unknown-unknown/release/figures_wasm.wasm')),
} });
const page = await (await launch()).newPage();
page.on('pageerror', (error) => console.error(error));
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable', { timeDomain: 'threadTicks' });
await page.goto(`${site.url}speed.html`);
await page.evaluate(async (seed) => {
  const { chrono, wink, model } = await import('/peers.js');
  const { instance: { exports: wasm } } = await WebAssembly.instantiateStreaming(fetch('/figures.wasm'));
  const nlp = wink(model);
  const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
  const encoder = new TextEncoder();
  let text;
  window.take = (size, lines) => {
    const bytes = encoder.encode(seed.repeat(Math.ceil(size / seed.length))).subarray(0, size);
    text = new TextDecoder().decode(bytes).replace(/\uFFFD+$/, '');
    if (!lines) text = text.replace(/\s+/g, ' ');
    const taken = encoder.encode(text);
    const room = wasm.room(taken.length); // may move the memory
    new Uint8Array(wasm.memory.buffer).set(taken, room);
    return taken.length;
  };
  window.runs = {
    figures: wasm.figures,
    zeros: wasm.zeros,
    words: wasm.words,
    segments: () => { let words = 0; for (const { isWordLike } of segmenter.segment(text)) words += isWordLike; return words; },
    chrono: () => chrono.parse(text).length,
    wink: () => nlp.readDoc(text).entities().length(),
  };
}, seed);

// The time on the processor that the page's thread took for so many runs, in seconds.
async function processorTime(name, times) {
  const clock = async () => (await session.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'ThreadTime').value;
  const start = await clock();
  await page.evaluate(([name, times]) => { for (let time = 0; time < times; time++) window.runs[name](); }, [name, times]);
  return (await clock()) - start;
}

// The best of several measurements, each long enough for what surrounds it not to count.
async function best(name, measurements) {
  let [times, best] = [1, Infinity];
  for (let done = 0; done < measurements;) {
    const took = await processorTime(name, times);
    if (took < 0.3) times *= took < 0.03 ? 8 : 2;
    else [best, done] = [Math.min(best, took / times), done + 1];
  }
  return best;
}

const rows = [];
const own = ['figures', 'zeros'];
const all = [...own, 'words', 'segments', 'chrono', 'wink'];
for (const [name, size, lines, what] of [
  ['10 KB', 1e4, true, own], ['1 MB', 1e6, true, all], ['1 MB in one line', 1e6, false, own], ['100 MB', 1e8, true, own],
]) {
  const bytes = await page.evaluate(([size, lines]) => window.take(size, lines), [size, lines]);
  const row = { name, count: await page.evaluate(() => window.runs.figures()) };
  for (const run of what) row[run] = bytes / 1e6 / await best(run, own.includes(run) ? 12 : 2);
  rows.push(row);
}

const cell = (speed) => (speed === undefined ? '' : speed.toFixed(speed < 10 ? 2 : 1));
console.log('| text | found | figures | scan for one byte | UAX #29, unicode-segmentation | words by Intl.Segmenter | chrono-node, dates | wink-nlp, entities |');
console.log('|---|---|---|---|---|---|---|---|');
for (const row of rows) console.log(`| ${row.name} | ${row.count} | ${['figures', 'zeros', 'words', 'segments', 'chrono', 'wink'].map((key) => cell(row[key])).join(' | ')} |`);
await quit();
await site.close();
