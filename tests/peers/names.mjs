// The whole tagger beside wink-nlp and compromise, in the browser: node tests/peers/names.mjs
//
// First how fast each is on the same text, in MB (10⁶ bytes of UTF-8) a second, best runs one after the other; then, where
// the data sets lie beside the checkout, compromise's strict F1 on the two test sets. wink-nlp's English model knows no
// people, organisations or places, so it has no F1. Ours is `postil evaluate`'s.
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
  stdin: { contents: "export { default as compromise } from 'compromise'; export { default as wink } from 'wink-nlp'; export { default as model } from 'wink-eng-lite-web-model';", resolveDir: here },
  bundle: true, format: 'esm', write: false,
});
const folder = [join(root, '../shared/articles'), join(root, 'www/samples')].find(existsSync);
const seed = readdirSync(folder).sort().map((name) => readFileSync(join(folder, name), 'utf8')).join('\n\n');

const site = await serve({ extra: {
  'names.html': '<!doctype html><title>names</title>',
  'peers.js': bundled.outputFiles[0].contents,
  'tagger.wasm': readFileSync(join(crate, 'target/wasm32-unknown-unknown/release/figures_wasm.wasm')),
} });
const page = await (await launch()).newPage();
page.on('pageerror', (error) => console.error(error));
await page.goto(`${site.url}names.html`);
const { ready, rows } = await page.evaluate(async (seed) => {
  const { compromise, wink, model } = await import('/peers.js');
  // The first call is the one that a person waits for: an instance of its own each time.
  const module = await WebAssembly.compileStreaming(fetch('/tagger.wasm'));
  const ready = [];
  let wasm;
  for (let time = 0; time < 5; time++) {
    wasm = (await WebAssembly.instantiate(module)).exports;
    const start = performance.now();
    wasm.ready();
    ready.push(Math.round(performance.now() - start));
  }
  const nlp = wink(model);
  const run = {
    ours: () => wasm.all(),
    wink: (text) => nlp.readDoc(text).entities().length(),
    compromise: (text) => compromise(text).topics().json({ offset: true }).length,
  };
  const rows = [];
  for (const [name, size, runs] of [['10 KB', 1e4, { ours: 400, wink: 5, compromise: 3 }], ['100 KB', 1e5, { ours: 200, wink: 3, compromise: 1 }], ['1 MB', 1e6, { ours: 60, wink: 2, compromise: 1 }]]) {
    const text = seed.repeat(Math.ceil(size / seed.length)).slice(0, size);
    const bytes = new TextEncoder().encode(text);
    const room = wasm.room(bytes.length); // may move the memory
    new Uint8Array(wasm.memory.buffer).set(bytes, room);
    const row = { name };
    for (const [tagger, times] of Object.entries(runs)) {
      let best = Infinity;
      for (let time = 0; time < times; time++) {
        const start = performance.now();
        run[tagger](text);
        best = Math.min(best, performance.now() - start);
      }
      row[tagger] = (bytes.length / 1e3 / best).toFixed(2);
    }
    rows.push(row);
  }
  return { ready, rows };
}, seed);
console.log(`ours is ready after ${ready.join(', ')} ms, from the bytes of its model`);
console.log('| text | the whole tagger | wink-nlp, entities | compromise, topics |\n|---|---|---|---|');
for (const { name, ours, wink, compromise } of rows) console.log(`| ${name} | ${ours} | ${wink} | ${compromise} |`);
await quit();
await site.close();

const { default: compromise } = await import('compromise');
const sets = { 'GUM news': ['gum/news-train', 'gum/news-dev', 'gum/news-test'], 'UNER-EWT test': ['uner-en-ewt/test'] };
const kinds = { PER: 'people', person: 'people', ORG: 'organizations', organization: 'organizations', LOC: 'places', place: 'places' };
for (const [set, parts] of Object.entries(sets)) {
  const files = parts.map((part) => join(root, `../shared/ner/${part}.jsonl`));
  if (!files.every(existsSync)) continue;
  let [right, found, known] = [0, 0, 0];
  for (const line of files.flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))) {
    const { text, spans } = JSON.parse(line);
    const codePoints = [...text];
    const gold = new Set(spans.filter(([, , kind]) => kinds[kind]).map(([start, end, kind]) => `${codePoints.slice(0, start).join('').length} ${codePoints.slice(start, end).join('')} ${kinds[kind]}`));
    known += gold.size;
    const document = compromise(text);
    for (const kind of ['people', 'organizations', 'places']) {
      for (const { text: quote, offset } of document[kind]().json({ offset: true })) {
        const inside = quote.match(/[\p{L}\p{N}].*[\p{L}\p{N}]|[\p{L}\p{N}]/su);
        if (!inside) continue;
        const name = inside[0].replace(/['’]s$/, '');
        found += 1;
        right += gold.has(`${text.indexOf(name, offset.start)} ${name} ${kind}`);
      }
    }
  }
  const share = (whole) => ((100 * right) / whole).toFixed(1);
  console.log(`${set}: compromise P ${share(found)} R ${share(known)} F1 ${share((found + known) / 2)}`);
}
