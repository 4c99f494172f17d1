// What every browser test starts from: the static folder served as a host would, a browser, and a page that is watched.
//
// A page that breaks its Content-Security-Policy, logs an error or asks another origin for anything fails its test.
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');
const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8', '.json': 'application/json',
};

// Serves dist/ under `path`; with the headers of its _headers file, or without, as a plain host does.
export async function serve({ path = '/', headers = false, extra = {} } = {}) {
  const lines = headers ? (await readFile(join(dist, '_headers'), 'utf8')).split('\n').filter((line) => line.startsWith('  ')) : [];
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    const relative = name.startsWith(path) ? normalize(name.slice(path.length) || 'index.html') : '..';
    try {
      if (relative.startsWith('..')) throw new Error('outside');
      const bytes = extra[relative] ?? await readFile(join(dist, relative));
      for (const line of lines) response.setHeader(...line.trim().split(/: (.*)/s).slice(0, 2));
      response.setHeader('Content-Type', types[extname(relative)] ?? 'application/octet-stream');
      response.end(bytes);
    } catch {
      response.writeHead(404).end('not found');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, url: origin + path, close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
}

let browser;
export async function launch() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  });
  return browser;
}
export const quit = async () => { await browser?.close(); browser = undefined; };

// Opens the page and waits until the tagger is done. `allow` names problems that a test means to cause.
export async function open(site, { query = '', allow = [], ready = true, ...options } = {}) {
  const context = await (await launch()).newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== site.origin && !['blob:', 'data:'].includes(url.protocol)) problems.push(`request to ${url.origin}`);
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(site.url + query);
  await page.waitForFunction(() => window.postil !== undefined);
  if (ready) await tagged(page);
  const finish = async () => {
    problems.push(...await page.evaluate(() => window.violations));
    await context.close();
    assert.deepEqual(problems.filter((problem) => !allow.some((allowed) => allowed.test(problem))), []);
  };
  return { page, context, finish };
}

// Waits until a document is shown and no tagging goes on.
export async function tagged(page) {
  await page.waitForFunction(() => document.querySelector('#text .block') && !document.querySelector('progress'));
  await settled(page);
}

// Waits until what is drawn has not changed for three frames and what the page left for idle moments between them: drawing
// follows the state a little later.
export const settled = (page) => page.evaluate(() => new Promise((resolve) => {
  let [quiet, last] = [0, ''];
  const look = () => {
    const now = document.getElementById('app').innerHTML;
    quiet = now === last ? quiet + 1 : 0;
    last = now;
    if (quiet < 3) requestAnimationFrame(() => requestIdleCallback(look, { timeout: 100 }));
    else resolve();
  };
  look();
}));

// Opens a text or a file by the API and waits until it is tagged.
export async function load(page, contents, name = 'text.txt') {
  await page.evaluate(([contents, name]) => window.postil.load(contents, name), [contents, name]);
  await settled(page);
}

// Where the first occurrence of a quote within one text node is on the screen: its first character's left and its last
// one's right, on the middle of their lines.
export function place(page, quote) {
  return page.evaluate((quote) => {
    const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(quote);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + quote.length);
      let all = [...range.getClientRects()];
      const view = document.getElementById('scroller').getBoundingClientRect();
      if (all[0].top < view.top || all.at(-1).bottom > view.bottom) {
        node.parentElement.scrollIntoView({ block: 'center' });
        all = [...range.getClientRects()];
      }
      const [first, last] = [all[0], all.at(-1)];
      return [{ x: first.left + 1, y: first.top + first.height / 2 }, { x: last.right - 1, y: last.top + last.height / 2 }];
    }
    throw new Error(`no "${quote}"`);
  }, quote);
}

// Selects a quote by dragging the mouse over it.
export async function drag(page, quote) {
  const [from, to] = await place(page, quote);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, to.y);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}

// The articles that the tests read: the samples, and those shared beside the project where there are any.
export async function articles() {
  const folders = [join(root, 'www/samples'), join(root, '../shared/articles')].filter(existsSync);
  const found = [];
  for (const folder of folders) {
    for (const name of (await readdir(folder)).sort()) found.push({ name, path: join(folder, name), text: await readFile(join(folder, name), 'utf8') });
  }
  return found;
}

// The command-line program's answer.
export function postil(...args) {
  const program = process.env.POSTIL ?? join(root, 'target/release/postil');
  return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
}
