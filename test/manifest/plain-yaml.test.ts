import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { LineCounter, parseAllDocuments } from 'yaml';
import type { JsonObject, JsonValue } from '../../lib/manifest/manifest';
import { readPlainYaml } from '../../lib/manifest/plain-yaml';
import { YAML_DIALECT } from '../../lib/manifest/yaml-dialect';
import { emitYaml } from '../../lib/writer/yaml';

/** What the full parser reads; undefined when anything is wrong. */
function readFully(text: string): unknown {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { ...YAML_DIALECT, uniqueKeys: true, lineCounter });
  if (documents.some(({ errors }) => errors.length > 0)) return undefined;
  return [...documents].flatMap((document) => {
    const value: unknown = document.toJS();
    const { line } = lineCounter.linePos(document.contents?.range?.[0] ?? 0);
    return value === null || value === undefined ? [] : [{ value, line }];
  });
}

const DIST = join(__dirname, '../../dist');
const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.yaml'),
);

test('reads nearly all that is written into dist/, as the full parser reads it', () => {
  const texts = files.map((file) => readFileSync(join(DIST, file), 'utf8'));
  const read = texts.filter((text) => readPlainYaml(text) !== undefined);
  expect(read.length / texts.length).toBeGreaterThan(0.8);
  for (const text of read) expect(readPlainYaml(text)).toEqual(readFully(text));
});

test.each([
  ['a list at the column of its key', 'a:\n- 1\n- b: 2\n  c:\n  - d\n- - e\n', undefined],
  [
    'a list further in',
    'a:\n  - 1\n  - b: 2\n    c: 3\n',
    [{ value: { a: [1, { b: 2, c: 3 }] }, line: 1 }],
  ],
  [
    'several documents',
    '---\na: 1\n---\n\n---\n\nb: 2\n',
    [
      { value: { a: 1 }, line: 2 },
      { value: { b: 2 }, line: 7 },
    ],
  ],
  ['nothing', '', []],
  ['keys in quotes', '"on": "off"\n', [{ value: { on: 'off' }, line: 1 }]],
  [
    'empty ones',
    'a: {}\nb: []\nc:\nd: ""\n',
    [{ value: { a: {}, b: [], c: null, d: '' }, line: 1 }],
  ],
  [
    'amounts',
    'a: 50m\nb: 1.5\nc: 0.24.0\nd: 10.0.0.0/8\n',
    [{ value: { a: '50m', b: 1.5, c: '0.24.0', d: '10.0.0.0/8' }, line: 1 }],
  ],
  [
    'words of YAML 1.1',
    'a: yes\nb: "no"\nc: 1e3\nd: 0o7\ne: 012\n',
    [{ value: { a: true, b: 'no', c: 1000, d: 7, e: 10 }, line: 1 }],
  ],
  [
    'what only looks like a number',
    'a: E0\nb: e1234567\nc: .\nd: ._1\ne: 1e999\nf:\n- .\n',
    [{ value: { a: 'E0', b: 'e1234567', c: '.', d: '._1', e: '1e999', f: ['.'] }, line: 1 }],
  ],
  [
    'blocks of text',
    'a: |\n  b: c\n\n    d\n\n---\na: |-\n  b\nc:\n- |\n  d\n',
    [
      { value: { a: 'b: c\n\n  d\n' }, line: 1 },
      { value: { a: 'b', c: ['d\n'] }, line: 7 },
    ],
  ],
  [
    'a date, which is a text to Kubernetes',
    'a: 2001-12-14\n',
    [{ value: { a: '2001-12-14' }, line: 1 }],
  ],
  ['quotes', `a: 'it''s'\nb: "x\\ty"\n`, [{ value: { a: "it's", b: 'x\ty' }, line: 1 }]],
])('reads %s', (_, text, expected) => {
  expect(readPlainYaml(text)).toEqual(expected);
});

test.each([
  ['a comment', 'a: 1 # b\n'],
  ['a block of text that says how far in it is', 'a: |2\n   b\n'],
  ['a block of text that begins with nothing', 'a: |\n\n  b\n'],
  ['a block of text without its end', 'a: |\n  b'],
  ['folded text', 'a: >\n  b\n'],
  ['a text in two lines', 'a: b\n  c\n'],
  ['flow', 'a: {b: c}\n'],
  ['an anchor', 'a: &b c\n'],
  ['a tag', 'a: !!str 1\n'],
  ['a merge', '<<: a\n'],
  ['a number that JSON has not', 'a: .inf\n'],
  ['a key that is no text', 'on: 1\n'],
  ['a key twice', 'a: 1\na: 2\n'],
  ['another encoding', 'a: ü\n'],
  ['wrong columns', 'a:\n    b: 1\n  c: 2\n'],
  ['a key in a value', 'a: b: c\n'],
  ['no end of a quote', 'a: "b\n'],
  ['an end of a document', 'a: 1\n...\n'],
  ['__proto__', '__proto__:\n  a: 1\n'],
])('leaves %s to the full parser', (_, text) => {
  expect(readPlainYaml(text)).toBeUndefined();
});

const scalar = fc.oneof(
  fc.constantFrom<JsonValue>(
    'yes',
    '~',
    '1e3',
    '0x1f',
    '1_000',
    '12:30:45',
    '.5',
    '2001-01-01',
    'a: b',
    '- a',
    '',
    ' a',
  ),
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
);
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('a', 'app.kubernetes.io/name', 'on'), fc.string({ maxLength: 5 })),
      tie('value'),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
}));

test('reads what the writer writes as the full parser does, or leaves it', () => {
  fc.assert(
    fc.property(value, (spec) => {
      const text = written({ apiVersion: 'v1', kind: 'Test', metadata: { name: 'a' }, spec });
      if (text === undefined) return;
      const plain = readPlainYaml(text);
      if (plain !== undefined) expect(plain).toEqual(readFully(text));
    }),
    { numRuns: 1000 },
  );
});

/** Undefined for what the writer refuses. */
function written(manifest: JsonObject): string | undefined {
  try {
    return emitYaml([manifest]);
  } catch (error) {
    expect(error).toHaveProperty('name', 'UnwritableError');
    return undefined;
  }
}

const line = fc
  .tuple(
    fc.constantFrom('', '  ', '    ', '- ', '  - ', '    - ', '- - ', ' '),
    fc.constantFrom('', 'a: ', 'b: ', 'a:', 'b:', '"a": ', 'on: ', 'a:b'),
    fc.oneof(
      fc.constantFrom(
        '',
        'x',
        '1',
        '012',
        'yes',
        '"q"',
        "'q'",
        '{}',
        '[]',
        'a b',
        'x:',
        ':x',
        'x: y',
        '-',
        '-c',
        '--c=d',
        '- x',
        '.',
        '-.',
        '.e1',
        'e1',
        '1e999',
        '._1',
        '.5_0',
        '---',
        '1:2',
        '50m',
        '"',
        "'",
        '|',
        '|-',
        '*a',
        ' x',
      ),
      fc.string({ maxLength: 4 }),
    ),
  )
  .map((parts) => parts.join(''));

test('reads any text as the full parser does, or leaves it', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      const text = `${lines.join('\n')}\n`;
      const plain = readPlainYaml(text);
      if (plain !== undefined)
        expect(plain.filter((one) => one.value !== null)).toEqual(readFully(text));
    }),
    { numRuns: 20_000 },
  );
});
