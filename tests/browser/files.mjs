// Small files of every kind of article, made here.
import { deflateRawSync, gzipSync } from 'node:zlib';

const table = Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? 0xedb88320 ^ (byte >>> 1) : byte >>> 1;
  return byte >>> 0;
});
const crc32 = (bytes) => ~bytes.reduce((sum, byte) => table[(sum ^ byte) & 255] ^ (sum >>> 8), ~0) >>> 0;

// A zip of `{ name: content }`.
export function zip(files) {
  const [locals, centrals] = [[], []];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const [bytes, title] = [Buffer.from(content), Buffer.from(name)];
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(26);
    [20, 0x0800, 8, 0, 0].forEach((value, index) => head.writeUInt16LE(value, 2 * index));
    [crc32(bytes), packed.length, bytes.length].forEach((value, index) => head.writeUInt32LE(value, 10 + 4 * index));
    head.writeUInt16LE(title.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    locals.push(Buffer.from('PK\x03\x04'), head, title, packed);
    centrals.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, title);
    at += 4 + head.length + title.length + packed.length;
  }
  const count = Object.keys(files).length;
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  [count, count].forEach((value, index) => end.writeUInt16LE(value, 8 + 2 * index));
  [directory.length, at].forEach((value, index) => end.writeUInt32LE(value, 12 + 4 * index));
  return Buffer.concat([...locals, directory, end]);
}

// A PDF with a page for each list of lines; `trailer` goes into its trailer.
export function pdf(pages, { title = 'The tide', trailer = '' } = {}) {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', `<< /Title (${title}) /CreationDate (D:20240503080000Z) >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'];
  const kids = pages.map((lines) => {
    const drawn = lines.map((line, index) => `BT /F1 ${index ? 11 : 20} Tf 72 ${720 - 16 * index} Td (${line}) Tj ET`).join('\n');
    objects.push(`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`);
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents ${objects.length} 0 R >>`);
    return `${objects.length} 0 R`;
  });
  objects[1] = `<< /Type /Pages /Count ${kids.length} /Kids [${kids.join(' ')}] >>`;
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return String(place).padStart(10, '0');
  });
  const start = text.length;
  text += `xref\n0 ${places.length + 1}\n0000000000 65535 f \n${places.map((place) => `${place} 00000 n \n`).join('')}`;
  text += `trailer << /Size ${places.length + 1} /Root 1 0 R /Info 3 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

const story = ['The harbour council of Lowmouth met on 3 May 2024 and agreed to raise the sea wall by 1.5 metres, said Ana Lima, who leads it.',
  'Work starts in June, costs €5.2 million and is paid by Harrow Marine; yesterday Bo Chen of the firm called it a fair price.',
  'Two in three of the 1,200 people who live behind the wall were for it, and the rest want to see the plans before they say so.'];

const paragraph = (style, text) => `<w:p><w:pPr>${style && `<w:pStyle w:val="${style}"/>`}</w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
export const docx = () => zip({
  '[Content_Types].xml': '<Types/>',
  '_rels/.rels': '<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
  'word/document.xml': `<w:document><w:body>${paragraph('Heading1', 'The tide')}${story.map((text) => paragraph('', text)).join('')}</w:body></w:document>`,
  'word/styles.xml': '<w:styles><w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
  'docProps/core.xml': '<cp:coreProperties><dc:title>The tide</dc:title><dcterms:created>2024-05-03T01:02:03Z</dcterms:created></cp:coreProperties>',
});
const epub = () => zip({
  mimetype: 'application/epub+zip',
  'META-INF/container.xml': '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
  'book.opf': '<package xmlns:dc="x"><metadata><dc:title>The book</dc:title><dc:language>en</dc:language><dc:date>2024-05-03</dc:date></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
  'a.xhtml': `<html><body><h1>The tide</h1><p>${story.join('</p><p>')}</p></body></html>`,
});
export const webPage = `<!doctype html><html lang="en-GB"><head><title>The tide | The Lowmouth Post</title><link rel="canonical" href="https://example.org/tide">
<meta property="article:published_time" content="2024-05-03T08:00:00Z"></head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">Weather</a></li></ul></nav>
<article><h1>The tide</h1><p>${story.join('</p><p>')}</p></article><footer><p>All rights reserved. Cookies.</p></footer></body></html>`;

// Each file's name, its bytes, and what `postil tag` is told besides.
export const articles = () => [
  ['page.html', webPage],
  ['whole.html', webPage, '--whole-page'],
  ['note.md', `# The tide\n\n${story[0]}\n\n* one *big* €3\n* two\n\n| year | m |\n|--|--|\n| 2020 | 5 |\n`],
  ['word.docx', docx()],
  ['book.epub', epub()],
  ['rich.rtf', `{\\rtf1\\ansi\\ansicpg1252 {\\b The tide}\\par ${story[0]}\\par caf\\'e9 \\u8364?5\\par}`],
  ['mail.eml', `Subject: The tide\r\nDate: Fri, 3 May 2024 08:00:00 +0000\r\nFrom: Ana <ana@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${story[0]}\r\n`],
  ['table.csv', `headline,body,published\nThe tide,"${story[0]}",2024-05-03\n`],
  ['lines.jsonl', `${JSON.stringify({ headline: 'The tide', body: story[0], lang: 'en' })}\n`],
  ['packed.html.gz', gzipSync(webPage)],
  ['old.txt', Buffer.from(`Der B\xfcrgermeister von M\xfcnchen zahlte am 3. Mai 5 Millionen f\xfcr die Br\xfccke, sagte Ana Lima.`, 'latin1'), '--encoding', 'windows-1252'],
  ['print.pdf', pdf([['The tide', ...story.map((text) => text.replace('€', '\\200'))]])],
];
