// Has the browser keep the page, so that it starts with no network, and tells of a newer version.
import { serviceWorkerAddress } from './workers.js';

// Copying all files takes a processor for about a second, which would be felt under the hand: it waits for a pause of
// this many milliseconds, and no longer than the second number.
const PAUSE = 3000;
const PATIENCE = 30_000;

const pause = () => new Promise((resolve) => {
  const begun = performance.now();
  const inputs = ['keydown', 'pointerdown', 'wheel'];
  let timer = setTimeout(done, PAUSE);
  function done() {
    for (const name of inputs) removeEventListener(name, later, true);
    resolve();
  }
  function later() {
    clearTimeout(timer);
    timer = setTimeout(done, Math.max(0, Math.min(PAUSE, begun + PATIENCE - performance.now())));
  }
  for (const name of inputs) addEventListener(name, later, { capture: true, passive: true });
});

// `offer` is called with a function that changes over to a newer version once one is there, kept whole.
export async function keepPage(offer) {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  await pause();
  const registration = await serviceWorker.register(serviceWorkerAddress(), { updateViaCache: 'none' });
  const look = () => {
    const { waiting } = registration;
    if (!waiting || !serviceWorker.controller) return;
    offer(() => {
      serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage('use this version');
    });
  };
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
}
