// What Recognizers-Text's own JavaScript package passes of its cases: node tests/peers/recognizers.mjs [FILE]
//
// A span is right if start and end are; a value, if value, unit and currency are too. With the name of a file (Ordinal),
// its cases that fail are shown.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import suite from '@microsoft/recognizers-text-suite';

const folder = fileURLToPath(new URL('../../../shared/figures/recognizers/', import.meta.url));
if (!existsSync(folder)) {
  console.log('skipped: no shared/figures/recognizers beside the checkout');
  process.exit();
}
const culture = 'en-us';
const recognize = {
  Number: suite.recognizeNumber, Ordinal: suite.recognizeOrdinal, Percent: suite.recognizePercentage,
  Currency: suite.recognizeCurrency, Dimension: suite.recognizeDimension, Age: suite.recognizeAge,
  Temperature: suite.recognizeTemperature,
  DateTime: (text, culture, day) => suite.recognizeDateTime(text, culture, 0, day),
};

const sameSpan = (found, wanted) => found.start === wanted.Start && found.end === wanted.End;
const readings = (resolution) => (resolution.values ?? []).map(({ timex, value }) => `${timex} ${value}`).join();
const sameValue = (file, found, wanted) => {
  if (file === 'DateTime') return readings(found) === readings(wanted);
  return ['value', 'unit', 'isoCurrency'].every((key) => wanted[key] === undefined || (found[key] ?? null) === wanted[key]);
};

for (const [file, read] of Object.entries(recognize)) {
  const cases = JSON.parse(readFileSync(`${folder}${file}Model.json`, 'utf8').replace(/^\uFEFF/, ''));
  let [spans, values] = [0, 0];
  for (const { Input, Context, Results } of cases) {
    const found = read(Input, culture, Context?.ReferenceDateTime ? new Date(Context.ReferenceDateTime) : new Date(0));
    const span = found.length === Results.length && Results.every((wanted, at) => sameSpan(found[at], wanted));
    const value = span && Results.every((wanted, at) => sameValue(file, found[at].resolution ?? {}, wanted.Resolution ?? {}));
    spans += span;
    values += value;
    if (process.argv[2] === file && !value) console.log(JSON.stringify({ Input, wanted: Results.map(({ Text }) => Text), found: found.map(({ text }) => text) }));
  }
  const share = (right) => `${right} = ${((100 * right) / cases.length).toFixed(1)} %`;
  console.log(`${file.padEnd(12)} ${cases.length} cases: span ${share(spans)}, value ${share(values)}`);
}
