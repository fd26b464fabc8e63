import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MessageProperties, NO_PROPERTIES } from '../message.ts';
import { readForm } from './form-body.ts';
import { readXml } from './xml-body.ts';

type Read = typeof readXml;

function outcome(read: Read, body: string | Buffer, properties: Partial<MessageProperties> = {}) {
  const verdict = read(Buffer.from(body as string), { ...NO_PROPERTIES, ...properties });
  return verdict.ok ? verdict.object : `${verdict.kind}: ${verdict.reason}`;
}
const xml = (body: string | Buffer, properties?: Partial<MessageProperties>) => outcome(readXml, body, properties);
const form = (body: string | Buffer, properties?: Partial<MessageProperties>) => outcome(readForm, body, properties);

/** Cyrillic capital letters and spaces in windows-1251. */
function windows1251(text: string): Buffer {
  return Buffer.from([...text].map(c => (c >= 'А' && c <= 'я' ? c.charCodeAt(0) - 0x410 + 0xc0 : c.charCodeAt(0))));
}

describe('XML', () => {
  test('elements, attributes, lists, namespaces and references become fields', () => {
    const body = `<?xml version="1.0" encoding="UTF-8"?>
      <s:Envelope xmlns:s="urn:s"><!-- c --><s:Order id="007"><number> 0010 </number><empty/>
      <line qty="&#49;">a &amp;amp; &#1055;&#x41; &nbsp; &#9999999;</line><line><![CDATA[<b>]]></line></s:Order></s:Envelope>`;
    expect(xml(body)).toMatchObject({
      Envelope: {
        Order: {
          '@id': '007',
          number: '0010',
          empty: '',
          line: [{ '@qty': '1', '#text': 'a &amp; ПA &nbsp; &#9999999;' }, '<b>'],
        },
      },
    });
  });

  test.each([`<${'a'.repeat(500_000)}>`, `<r>${'<a>'.repeat(100_000)}`, '<'.repeat(500_000)])(
    'what is wrong with it is said in a few words, however long its names are (%#)',
    body => {
      expect(String(xml(body)).length).toBeLessThan(400);
    },
  );

  test('is read in the encoding that the message or else the document states', () => {
    const document = '<?xml version="1.0" encoding="windows-1251"?><s>НОВЫЙ</s>';
    expect(xml(windows1251(document))).toEqual({ s: 'НОВЫЙ' });
    expect(xml(document, { contentType: 'application/xml; charset=utf-8' })).toEqual({ s: 'НОВЫЙ' });
    expect(xml(windows1251('<s>НОВЫЙ</s>'), { contentType: 'text/xml;charset="windows-1251"' })).toEqual({
      s: 'НОВЫЙ',
    });
  });

  test.each([
    ['', 'empty_body: The body is empty.'],
    ['hello', "not_xml: The body is not XML that can be taken: char 'h' is not expected (line 1, column 1)."],
    [
      '<a><b></a>',
      "not_xml: The body is not XML that can be taken: Expected closing tag 'b' (opened in line 1, col 4) instead of closing tag 'a' (line 1, column 7).",
    ],
    [
      '<a>&#0;</a>',
      'bad_characters: `a` holds a NUL character or half of a surrogate pair, which no database can keep as text; leave it out.',
    ],
    ['<a/><b/>', 'not_xml: The body is not XML that can be taken: it has no single root element.'],
    [
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      'not_xml: The body is not XML that can be taken: it has a DOCTYPE, which is not taken for safety; leave it out.',
    ],
    [
      `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`,
      'too_deep: The XML is nested more than 32 levels deep; at most 32 are taken.',
    ],
    [
      '<?xml version="1.0" encoding="klingon"?><a/>',
      'invalid_utf8: The body says that it is written in "klingon", which is not known here; send it as UTF-8.',
    ],
    [
      Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]),
      'invalid_utf8: The body is not valid UTF-8 text; send it as UTF-8, or let the message say its charset in the content type.',
    ],
  ])('%s', (body, reason) => {
    expect(xml(body)).toBe(reason);
  });

  test('ten megabytes are refused', () => {
    expect(xml(Buffer.alloc(10 * 1024 * 1024, 'x'))).toMatch(/^too_large: /);
  });
});

describe('forms', () => {
  test('names that come again are lists, + is a space, what is escaped is read', () => {
    expect(form('no=%D0%97-1&no=Z+2&empty=&flag&__proto__=x&&a=b=c')).toEqual({
      no: ['З-1', 'Z 2'],
      empty: '',
      flag: '',
      ['__proto__']: 'x',
      a: 'b=c',
    });
  });

  test('are read in the encoding that the message states', () => {
    const contentType = 'application/x-www-form-urlencoded; charset=windows-1251';
    expect(form('s=%CD%CE%C2%DB%C9', { contentType })).toEqual({ s: 'НОВЫЙ' });
  });

  test.each([
    ['', 'empty_body: The body is empty.'],
    ['{"orderId": 1}', 'not_form: The body is no form (name=value&name=value): it has no name=value in it.'],
    ['a=%D0', 'not_form: The body is no form (name=value&name=value): it has a % that begins no character in utf-8.'],
    ['a=5%', 'not_form: The body is no form (name=value&name=value): it has a % that begins no character in utf-8.'],
    [
      'a=%00',
      'bad_characters: `a` holds a NUL character or half of a surrogate pair, which no database can keep as text; leave it out.',
    ],
  ])('%s', (body, reason) => {
    expect(form(body)).toBe(reason);
  });
});

test.each<[string, Read]>([
  ['XML', readXml],
  ['a form', readForm],
])('whatever comes as %s, it is read or refused', (_name, read) => {
  const pieces = [
    '<a>',
    '</a>',
    '&#xd800;',
    '<a b="',
    '"/>',
    '&amp;',
    '&#',
    ';',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?',
    'x',
    '%',
    '=',
    '&',
    '\0',
  ];
  const bodies = fc.oneof(
    fc.uint8Array().map(bytes => Buffer.from(bytes)),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map(parts => Buffer.from(parts.join(''))),
  );
  fc.assert(
    fc.property(bodies, body => {
      const verdict = read(body, NO_PROPERTIES);
      if (!verdict.ok) expect(verdict.reason).toMatch(/^\S.*[.?]$/su);
      else expect(JSON.stringify(verdict.object)).not.toMatch(/\\u(0000|d[89a-f]..)/i);
    }),
    { numRuns: 2_000 },
  );
});
