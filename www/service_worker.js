// Keeps the page's own files, so that it starts with no network; the names and the version are put in when it is built.
//
// A version is kept whole under its own name before it is used, and is first used when no page of an older one is open or
// the person asks for it. Files but the page itself have their content's hash in their names, so that no page ever gets
// another version's. The work is in IndexedDB, which nothing here touches.

const VERSION = '{version}';
const FILES = ['{files}'];
const CACHE = `postil ${VERSION}`;

self.addEventListener('install', (event) => {
  // One after another, so that what the page itself asks for meanwhile need not wait.
  const fill = async () => {
    const cache = await caches.open(CACHE);
    for (const name of FILES) await cache.add(new Request(name, { cache: 'no-cache' }));
  };
  const clear = async (error) => {
    await caches.delete(CACHE);
    throw error;
  };
  event.waitUntil(fill().catch(clear));
});

self.addEventListener('activate', (event) => {
  // The version before stays for pages of it that are still open.
  const clear = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith('postil ') && name !== CACHE);
    await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
  };
  event.waitUntil(clear());
});

self.addEventListener('message', (event) => {
  if (event.data === 'use this version') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return;
  const answer = async () => {
    if (request.mode === 'navigate') {
      const cache = await caches.open(CACHE);
      return (await cache.match('./')) ?? fetch(request);
    }
    return (await caches.match(request)) ?? fetch(request);
  };
  event.respondWith(answer());
});
