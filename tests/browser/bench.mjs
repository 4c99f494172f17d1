// How long loading and tagging take in the browser: node tests/browser/bench.mjs (after cargo xtask dist)
//
// Every time is beside a yardstick of the same run: splitting the same text into words with Intl.Segmenter.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launch, open, quit, root, serve } from './harness.mjs';

const site = await serve();
const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
const names = ['business', 'science', 'politics', 'sport'];
const sample = (await Promise.all(names.map((name) => readFile(join(root, `www/samples/${name}.txt`), 'utf8')))).join('\n\n');

// From the request for the page to the first highlight on the screen, in a browser that has nothing cached.
const starts = [];
for (let run = 0; run < 5; run++) {
  const context = await (await launch()).newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector('#text mark')) requestAnimationFrame(() => { window.firstHighlight = performance.now(); });
      else requestAnimationFrame(look);
    };
    look();
    window.addEventListener('postil-ready', () => { window.ready = performance.now(); });
  });
  await page.goto(site.url);
  await page.waitForFunction(() => window.firstHighlight && window.ready);
  starts.push(await page.evaluate(() => [window.ready, window.firstHighlight]));
  await context.close();
}
console.log(`page ready ${median(starts.map(([ready]) => ready)).toFixed(0)} ms, first highlight ${median(starts.map(([, first]) => first)).toFixed(0)} ms after the request`);

console.log('| text | annotations | first highlight, ms | tagged, ms | words by Intl.Segmenter, ms | tagged / words | longest task of the page, ms |');
console.log('|---|---|---|---|---|---|---|');
for (const [name, size] of [['10 KB', 1e4], ['1 MB', 1e6], ['10 MB', 1e7]]) {
  const { page, finish } = await open(site);
  const text = `${sample}\n\n`.repeat(Math.ceil(size / sample.length)).slice(0, size);
  await page.evaluate((text) => { window.text = text; }, text);
  const runs = [];
  for (let run = 0; run < (size > 1e6 ? 1 : 3); run++) {
    runs.push(await page.evaluate(async () => {
      const tasks = [0];
      const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
      observer.observe({ type: 'longtask' });
      await window.postil.load('');
      const bytes = new TextEncoder().encode(window.text);
      const start = performance.now();
      const done = window.postil.load(bytes);
      const first = new Promise((resolve) => {
        const look = () => (document.querySelector('#text mark') ? resolve(performance.now() - start) : requestAnimationFrame(look));
        requestAnimationFrame(look);
      });
      await done;
      const tagged = performance.now() - start;
      const annotations = window.postil.annotations({}).length;
      const segmenting = performance.now();
      let words = 0;
      for (const piece of new Intl.Segmenter('en', { granularity: 'word' }).segment(window.text)) words += piece.isWordLike ? 1 : 0;
      observer.disconnect();
      return { first: await first, tagged, annotations, words: performance.now() - segmenting, task: Math.max(...tasks) };
    }));
  }
  const [{ annotations }] = runs;
  const of = (key) => median(runs.map((run) => run[key]));
  console.log(`| ${name} | ${annotations} | ${of('first').toFixed(0)} | ${of('tagged').toFixed(0)} | ${of('words').toFixed(0)} | ${(of('tagged') / of('words')).toFixed(2)} | ${of('task').toFixed(0)} |`);
  await finish();
}
await quit();
await site.close();
