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
      await window.postil.load('');
      const bytes = new TextEncoder().encode(window.text);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const tasks = [0];
      const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
      observer.observe({ type: 'longtask' });
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

// From a real key to the frame that shows what it did, beside a key that does nothing: the way of any key through the browser.
console.log('| text | key | median, ms | 95th percentile, ms |\n|---|---|---|---|');
for (const [name, size] of [['100 KB', 1e5], ['1 MB', 1e6], ['10 MB', 1e7]]) {
  const { page, finish } = await open(site);
  await page.evaluate((text) => window.postil.load(text), `${sample}\n\n`.repeat(Math.ceil(size / sample.length)).slice(0, size));
  await page.locator('#text').focus();
  const press = async (key) => {
    await page.evaluate(() => {
      window.shown = new Promise((resolve) => {
        const look = ({ key, timeStamp }) => {
          if (['Control', 'Shift'].includes(key)) return;
          removeEventListener('keydown', look, true);
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - timeStamp);
            port2.postMessage(0);
          });
        };
        addEventListener('keydown', look, true);
      });
    });
    await page.keyboard.press(key);
    const time = await page.evaluate(() => window.shown);
    await page.waitForTimeout(60);
    return time;
  };
  const times = { nothing: [], 'caret by a word': [], 'label a word': [], undo: [], redo: [], 'next annotation': [], accept: [] };
  for (let run = 0; run < 40; run++) {
    times.nothing.push(await press('F9'));
    await press('Escape');
    times['caret by a word'].push(await press('Control+ArrowRight'));
    await press('Control+Shift+ArrowRight');
    times['label a word'].push(await press('1'));
    times.undo.push(await press('Control+z'));
    times.redo.push(await press('Control+Shift+z'));
    times['next annotation'].push(await press('n'));
    times.accept.push(await press('a'));
  }
  for (const [key, all] of Object.entries(times)) {
    console.log(`| ${name} | ${key} | ${median(all).toFixed(1)} | ${all.toSorted((a, b) => a - b)[Math.floor(0.95 * all.length)].toFixed(1)} |`);
  }
  await finish();
}

// All mentions of one name in a megabyte, as one step: from the click to the next painted frame.
{
  const { page, finish } = await open(site);
  const line = 'Then Qerim walked the long way home along the river, past the mill and the old weir, and nobody saw him, or so they said; Qerimova and a fish named Nqerim had gone to the market by the bridge hours before.\n';
  await page.evaluate((text) => window.postil.load(text), line.repeat(5000));
  await page.locator('#text').focus();
  for (const key of ['Control+Home', 'Control+ArrowRight', 'Control+ArrowRight', '1', 'm']) await page.keyboard.press(key);
  await page.waitForFunction(() => document.querySelector('#label-hits')?.textContent === 'Label 5000');
  const painted = (selector, isDone) => page.evaluate(([selector, isDone]) => new Promise((resolve) => {
    const start = performance.now();
    document.querySelector(selector).click();
    const look = () => requestAnimationFrame(() => {
      const undo = document.querySelector('[aria-label^="Undo: "], [aria-label="Nothing to undo"]');
      if (undo.getAttribute('aria-label').includes('4999') === isDone) setTimeout(() => resolve(performance.now() - start));
      else look();
    });
    look();
  }), [selector, isDone]);
  const [label, undo, redo] = [[], [], []];
  label.push(await painted('#label-hits', true));
  for (let run = 0; run < 5; run++) {
    undo.push(await painted('[aria-label^="Undo: "]', false));
    redo.push(await painted('[aria-label^="Redo: "]', true));
  }
  const words = await page.evaluate((text) => {
    const start = performance.now();
    for (const piece of new Intl.Segmenter('en', { granularity: 'word' }).segment(text)) piece.isWordLike;
    return performance.now() - start;
  }, line.repeat(5000));
  console.log(`5,000 mentions in 1 MB: labelled ${label[0].toFixed(0)} ms, undone ${median(undo).toFixed(0)} ms, done again ${median(redo).toFixed(0)} ms; words by Intl.Segmenter ${words.toFixed(0)} ms`);
  await finish();
}
await quit();
await site.close();
