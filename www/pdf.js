// Where the text of a PDF stands on its pages, found by Mozilla's pdf.js; what belongs together, the module `articles`
// finds out, as it does for the command line.
import { GlobalWorkerOptions, getDocument } from './pdfjs.js';

const pdfWorker = new URL('./pdfjs_worker.js', import.meta.url).href;
// The most bytes of a PDF; the module says so to the person.
const MOST_BYTES = 64 * 2 ** 20;
const REPORT_EVERY = 250;

// Settles with JSON that `articles::pdf::read_pieces` reads. `report` is called with how many of how many pages are done.
export async function layOutPdf(bytes, startWorker, report) {
  if (bytes.length > MOST_BYTES) return JSON.stringify({ bytes: bytes.length });
  GlobalWorkerOptions.workerPort ??= startWorker(`import ${JSON.stringify(pdfWorker)};`, 'pdf');
  const loading = getDocument({ data: bytes.slice(), isEvalSupported: false, useWorkerFetch: false, disableFontFace: true });
  try {
    return JSON.stringify(await found(await loading.promise, report));
  } catch (error) {
    return JSON.stringify(error.name === 'PasswordException' ? { locked: true } : { damaged: error.message });
  } finally {
    loading.destroy();
  }
}

async function found(pdf, report) {
  const { info } = await pdf.getMetadata();
  const pieces = [];
  let reported = Date.now();
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const [a, b, c, d, e, f] = page.getViewport({ scale: 1 }).transform;
    const { items } = await page.getTextContent({ disableNormalization: true });
    for (const { str, width, height, transform: [, , across, up, x, y] } of items) {
      const size = Math.hypot(across, up) || height;
      const place = [a * x + c * y + e, b * x + d * y + f, width, size].map((length) => Math.round(length * 100) / 100);
      pieces.push([number - 1, ...place, str]);
    }
    page.cleanup();
    if (Date.now() - reported < REPORT_EVERY) continue;
    reported = Date.now();
    report?.([number, pdf.numPages]);
  }
  return { title: info.Title, language: info.Language, date: info.CreationDate, pieces };
}
