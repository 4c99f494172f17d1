// Has the browser keep the page, so that it starts with no network, and tells of a newer version.
import { serviceWorkerAddress } from './workers.js';

// `offer` is called with a function that changes over to a newer version once one is there, kept whole.
export async function keepPage(offer) {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
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
