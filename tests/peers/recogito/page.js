// `@recogito/text-annotator` with the small hook of ../shared/bench: a label is done when its box is drawn, a selection when
// a box has the colour of a selected one.
import { createTextAnnotator } from '@recogito/text-annotator';
import '@recogito/text-annotator/text-annotator.css';

const scroller = document.getElementById('scroller');
const article = document.getElementById('text');
const colours = ['#fdd', '#cfe8ff', '#d8f5d0', '#ffe9b8', '#e6d8ff', '#ffd6f0', '#d4f4f0', '#eee'];
const selected = { fill: '#0066cc', drawn: '0, 102, 204' };
let annotator;
let text;
const words = [];

const annotation = (id, [start, end, label]) => ({
  id,
  bodies: [{ id: `${id}-label`, annotation: id, purpose: 'tagging', value: label }],
  target: { annotation: id, selector: [{ start, end, quote: text.slice(start, end) }] },
});
const boxes = () => [...document.querySelectorAll('.r6o-annotation')];

// Words near the start that lie in no annotation, for the labels.
function freeWords(spans) {
  let next = 0;
  for (const { 0: word, index } of text.slice(0, 6000).matchAll(/[A-Za-z]{5,}/g)) {
    while (next < spans.length && spans[next][1] <= index) next += 1;
    if (next === spans.length || spans[next][0] > index + word.length) words.push([index, index + word.length]);
  }
}

window.__bench = {
  scroller: () => scroller,
  load(doc) {
    text = doc.text;
    for (const line of text.split('\n')) article.append(Object.assign(document.createElement('p'), { textContent: `${line}\n` }));
    const colour = Object.fromEntries(doc.labels.map((label, index) => [label, colours[index]]));
    annotator = createTextAnnotator(article, {
      renderer: 'SPANS',
      style: ({ bodies }, state) => ({ fill: state?.selected ? selected.fill : colour[bodies[0].value], fillOpacity: 0.6 }),
    });
    annotator.setAnnotations(doc.spans.map((span, index) => annotation(`given-${index}`, span)));
    freeWords(doc.spans);
  },
  firstVisible: () => boxes().length > 0,
  drawn: () => boxes().length > 0,
  count: () => boxes().length,
  add(index) { annotator.addAnnotation(annotation(`new-${index}`, [...words[index * 3 % words.length], 'PERSON'])); },
  addDone: (index) => document.querySelector(`.r6o-annotation[data-annotation="new-${index}"]`) !== null,
  spanPoint(index) {
    const view = scroller.getBoundingClientRect();
    const seen = boxes().map((box) => box.getBoundingClientRect()).filter(({ top, bottom, width }) => top > view.top + 60 && bottom < view.bottom - 60 && width > 8);
    const box = seen[index * 5 % seen.length];
    return box && { x: box.left + 4, y: box.top + box.height / 2 };
  },
  selDone: () => annotator.getSelected().length > 0 && boxes().some(({ style }) => style.backgroundColor.includes(selected.drawn)),
  unselect: () => annotator.cancelSelected(),
};
// The script moves the pointer before each click: nothing is selected then.
addEventListener('mousemove', () => { if (annotator?.getSelected().length) annotator.cancelSelected(); }, true);
