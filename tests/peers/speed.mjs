// How fast figures are found in the browser, beside others in the same run: node tests/peers/speed.mjs
//
// Best of several runs each, one after the other, in MB (10⁶ bytes of UTF-8) a second. The peers get the text that is
// 1 MB long; longer ones would take them minutes.
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
await page.goto(`${site.url}speed.html`);
const rows = await page.evaluate(async (seed) => {
  const { chrono, wink, model } = await import('/peers.js');
  const { instance: { exports: wasm } } = await WebAssembly.instantiateStreaming(fetch('/figures.wasm'));
  const nlp = wink(model);
  const entities = (text) => nlp.readDoc(text).entities().length();
  const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
  const segments = (text) => { let words = 0; for (const { isWordLike } of segmenter.segment(text)) words += isWordLike; return words; };
  const encoder = new TextEncoder();

  // The best time of one run in milliseconds; short ones are run in rows, since the clock is coarse.
  const best = (run, least, runs) => {
    let [times, best] = [1, Infinity];
    for (let done = 0; done < runs;) {
      const start = performance.now();
      for (let time = 0; time < times; time++) run();
      const took = performance.now() - start;
      if (took < least) times *= 2;
      else [best, done] = [Math.min(best, took / times), done + 1];
    }
    return best;
  };
  const of = (size) => {
    const bytes = encoder.encode(seed.repeat(Math.ceil(size / seed.length))).subarray(0, size);
    return new TextDecoder().decode(bytes).replace(/\uFFFD+$/, '');
  };
  const texts = { '10 KB': of(1e4), '1 MB': of(1e6), '1 MB in one line': of(1e6).replace(/\s+/g, ' '), '100 MB': of(1e8) };
  const rows = [];
  for (const [name, text] of Object.entries(texts)) {
    const bytes = encoder.encode(text);
    const room = wasm.room(bytes.length); // may move the memory
    new Uint8Array(wasm.memory.buffer).set(bytes, room);
    const runs = bytes.length > 1e7 ? 5 : 15;
    const speed = (run, runs) => bytes.length / 1e3 / best(run, 20, runs);
    const row = { name, count: wasm.figures(), figures: speed(wasm.figures, runs), zeros: speed(wasm.zeros, runs) };
    if (bytes.length < 1e7) Object.assign(row, { words: speed(wasm.words, 5), segments: speed(() => segments(text), 3) });
    if (name === '1 MB') Object.assign(row, { chrono: speed(() => chrono.parse(text), 2), wink: speed(() => entities(text), 2) });
    rows.push(row);
  }
  return rows;
}, seed);

const cell = (speed) => (speed === undefined ? '' : speed.toFixed(speed < 10 ? 2 : 1));
console.log('| text | found | figures | scan for one byte | UAX #29, unicode-segmentation | words by Intl.Segmenter | chrono-node, dates | wink-nlp, entities |');
console.log('|---|---|---|---|---|---|---|---|');
for (const row of rows) console.log(`| ${row.name} | ${row.count} | ${['figures', 'zeros', 'words', 'segments', 'chrono', 'wink'].map((key) => cell(row[key])).join(' | ')} |`);
await quit();
await site.close();
