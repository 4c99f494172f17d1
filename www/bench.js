// Under `?bench`: what a benchmark needs to load a document with annotations and to work on it, as a person would.

const text = () => document.getElementById('text');
const scroller = () => document.getElementById('scroller');
let [article, spans] = [new Uint8Array(), new Uint32Array()];

// Bytes of UTF-8 before each of the ascending UTF-16 offsets.
function byteOffsets(string, offsets) {
  const encoder = new TextEncoder();
  let [from, bytes] = [0, 0];
  return offsets.map((offset) => {
    bytes += encoder.encode(string.slice(from, offset)).length;
    from = offset;
    return bytes;
  });
}

// Selects a word in view that lies in no annotation, for the next edit.
function selectFreeWord() {
  const view = scroller().getBoundingClientRect();
  const walker = document.createTreeWalker(text(), NodeFilter.SHOW_TEXT, (node) =>
    (node.parentElement.closest('mark') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const word = /[A-Za-z]{4,}/.exec(node.data);
    if (!word) continue;
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const box = range.getBoundingClientRect();
    if (box.top < view.top + 50 || box.bottom > view.bottom - 50) continue;
    text().focus({ preventScroll: true });
    getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    return;
  }
}

export const hook = (postil) => ({
  ready: true,
  prep(doc) {
    article = new TextEncoder().encode(doc.text);
    const edges = [...new Set(doc.spans.flatMap(([start, end]) => [start, end]))].sort((a, b) => a - b);
    const bytes = new Map(byteOffsets(doc.text, edges).map((byte, index) => [edges[index], byte]));
    spans = Uint32Array.from(doc.spans.flatMap(([start, end, label]) => [bytes.get(start), bytes.get(end), doc.labels.indexOf(label)]));
  },
  load(doc) {
    setTimeout(selectFreeWord, 400);
    return postil.open_annotated(article, spans, doc.labels);
  },
  firstVisible: () => Boolean(text()?.querySelector('mark')),
  drawn: () => Boolean(text()?.querySelector('mark')),
  scroller: () => scroller() ?? document.scrollingElement,
  count: () => document.querySelectorAll('#text mark').length,
  // The word was selected before, so that what is measured is the key that labels it.
  add() {
    this.own = document.querySelectorAll('#text mark.own').length;
    text().dispatchEvent(new KeyboardEvent('keydown', { key: '1', bubbles: true, cancelable: true }));
  },
  addDone() {
    const isDone = document.querySelectorAll('#text mark.own').length > this.own;
    if (isDone) setTimeout(selectFreeWord, 20);
    return isDone;
  },
  spanPoint(index) {
    const view = scroller().getBoundingClientRect();
    const seen = [...document.querySelectorAll('#text mark.starts:not(.selected)')].filter((mark) => {
      const box = mark.getClientRects()[0];
      return box && box.top > view.top + 60 && box.bottom < view.bottom - 60;
    });
    const box = seen[index % seen.length]?.getClientRects()[0];
    return box && { x: box.left + Math.min(6, box.width / 2), y: box.top + box.height / 2 };
  },
  selDone: () => document.querySelector('#text mark.selected') !== null,
  unselectKey: 'Escape',
  selectFreeWord,
});
