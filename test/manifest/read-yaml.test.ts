import { readYaml } from '../../lib/manifest/read-yaml';

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';

/** The data of the one object that a text has. */
function dataOf(text: string): unknown {
  const { manifests, problems } = readYaml('a.yaml', text);
  expect(problems).toEqual([]);
  return manifests.map(({ manifest }) => manifest.data);
}

function problemsOf(text: string): readonly string[] {
  return readYaml('a.yaml', text).problems;
}

describe('takes', () => {
  test.each([
    ['a byte order mark', `\ufeff${head}data: {a: b}\n`, { a: 'b' }],
    ['line breaks of Windows', `${head}data: {a: b}\n`.replaceAll('\n', '\r\n'), { a: 'b' }],
    ['times, which are texts', `${head}data: {a: 2030-01-31}\n`, { a: '2030-01-31' }],
    ['what looks like a time, which is a text', `${head}data:\n  a: 12:30\n`, { a: '12:30' }],
    [
      'what is a number to other readers of YAML 1.1',
      `${head}data: {a: ., b: -., c: +., d: ._, e: e1, f: E10, g: -e3, h: .e1, i: ._1, j: e1234567}\n`,
      {
        ...{ a: '.', b: '-.', c: '+.', d: '._', e: 'e1', f: 'E10', g: '-e3', h: '.e1', i: '._1' },
        j: 'e1234567',
      },
    ],
    [
      'a commit like a number that is too large, as a text',
      `${head}data: {a: 12e34567, b: -1e999}\n`,
      { a: '12e34567', b: '-1e999' },
    ],
    [
      'numbers with a point',
      `${head}data: {a: 1., b: .5, c: -.5, d: 1_000.5, e: 1.5e3, f: .5e+1, g: 1e-2, h: .1_5}\n`,
      { a: 1, b: 0.5, c: -0.5, d: 1000.5, e: 1500, f: 5, g: 0.01, h: 0.15 },
    ],
    // As Go's reader has them: sigs.k8s.io/yaml 1.4.
    [
      'whole numbers to any base',
      `${head}data: {a: 0_, b: +_011, c: 0o7, d: -0o17, e: 0B1_, f: -_0x1, g: 08, h: 0_o7, i: -0}\n`,
      { a: 0, b: 9, c: 7, d: -15, e: 1, f: -1, g: 8, h: 7, i: 0 },
    ],
    [
      'what is no whole number, or too large for one, as a text',
      `${head}data: {a: _1, b: 0o8, c: 0b2, d: 0x, e: 0xfffffffffffffffff, f: -0xffffffffffffffff, g: +-1}\n`,
      {
        ...{ a: '_1', b: '0o8', c: '0b2', d: '0x', e: '0xfffffffffffffffff' },
        ...{ f: '-0xffffffffffffffff', g: '+-1' },
      },
    ],
    [
      'keys of merged maps',
      `${head}data: {a: &a {b: c}, d: {<<: *a}}\n`,
      { a: { b: 'c' }, d: { b: 'c' } },
    ],
    ['keys that are numbers', `${head}data: {1: a, true: b}\n`, { 1: 'a', true: 'b' }],
    ['a text of many lines', `${head}data: {a: "${'\\n'.repeat(1e5)}"}\n`, { a: '\n'.repeat(1e5) }],
    ['a long line', `${head}data:\n  a: ${'x'.repeat(1e7)}\n`, { a: 'x'.repeat(1e7) }],
  ])('%s', (_, text, data) => {
    expect(dataOf(text)).toEqual([data]);
  });

  test('a key that would change all objects, as a key like any other', () => {
    const [data] = [dataOf(`${head}data:\n  __proto__: x\n  constructor: b\n`)].flat();
    expect(Object.entries(data ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'b'],
    ]);
    expect(dataOf(`${head}__proto__: {data: {a: b}}\n`)).toEqual([undefined]);
  });
});

const lists = Array.from({ length: 9 }, (_, index) =>
  index === 0 ? 'a0: &a0 [x,x]' : `a${index}: &a${index} [${Array(9).fill(`*a${index - 1}`)}]`,
);
const many = Array.from(
  { length: 4000 },
  (_, index) => `  k${index}: &a${index} v\n  r${index}: *a${index}\n`,
);
const deep = (depth: number) =>
  Array.from({ length: depth }, (_, index) => `${' '.repeat(index + 2)}a:\n`).join('');
const TOO_DEEP = 'is nested more than 200 levels deep';

describe('refuses, with file and line,', () => {
  test.each([
    [
      'aliases of aliases',
      `${head}data: {${lists}}\n`,
      ['a.yaml:1 Excessive alias count indicates a resource exhaustion attack'],
    ],
    [
      'many aliases',
      `${head}data:\n${many.join('')}`,
      ['a.yaml:1 has 4000 aliases, which are too many for its size'],
    ],
    [
      'an alias in its own anchor',
      `${head}data: &a\n  b: *a\n`,
      ['a.yaml:1 has an alias inside of what it stands for'],
    ],
    ['deep maps', `${head}data:\n${deep(300)}`, [`a.yaml:206 ${TOO_DEEP}`]],
    ['deep lists', `${head}data: ${'['.repeat(1e4)}${']'.repeat(1e4)}\n`, [`a.yaml:5 ${TOO_DEEP}`]],
    ['lists in a line', `${head}data:\n  ${'- '.repeat(250)}x\n`, [`a.yaml:1 ${TOO_DEEP}`]],
    ['a key twice', `${head}data:\n  a: x\n  a: y\n`, ['a.yaml:7 has the key "a" twice']],
    ['a field twice', `${head}kind: Secret\n`, ['a.yaml:5 has the key "kind" twice']],
    ['a key twice in braces', `${head}data: {a: x, "a": y}\n`, ['a.yaml:5 has the key "a" twice']],
    [
      'a list as a key',
      `${head}data:\n  ? [a]\n  : b\n`,
      ['a.yaml:6 has a map or a list as a key'],
    ],
    [
      'tabs',
      'apiVersion: v1\nmetadata:\n\tname: a\n',
      ['a.yaml:3 Tabs are not allowed as indentation'],
    ],
    [
      'control characters',
      `${head}data: {a: "\0"}\n`,
      ['a.yaml:5 holds the control character U+0000, which YAML has not'],
    ],
    [
      'infinity',
      `${head}data:\n  b: 1\n  a: .inf\n`,
      ['a.yaml:7 holds Infinity as data.a, which JSON has not: put a text in quotes'],
    ],
    [
      'what is no number, in lists',
      `${head}spec:\n  a/b:\n  - x\n  - {c: [.nan]}\n`,
      ['a.yaml:8 holds NaN as spec.a/b[1].c[0], which JSON has not: put a text in quotes'],
    ],
    [
      'sets',
      `${head}data: !!set {a, b}\n`,
      ['a.yaml:1 holds what a tag such as !!set or !!binary makes, which JSON has not'],
    ],
    [
      'bytes',
      `${head}data: {a: !!binary aGVsbG8=}\n`,
      ['a.yaml:1 holds what a tag such as !!set or !!binary makes, which JSON has not'],
    ],
    [
      'a text',
      'hello\n',
      ['a.yaml:1 is no Kubernetes object: it needs apiVersion, kind and metadata.name'],
    ],
    [
      'a name that is none',
      'apiVersion: v1\nkind: A\nmetadata: {name: 1}\n',
      ['a.yaml:1 has the number 1 as metadata.name, allowed a text: write "1"'],
    ],
    [
      'a version that is none',
      'apiVersion: 1\nkind: A\nmetadata: {name: a}\n',
      ['a.yaml:1 has the number 1 as apiVersion, allowed a text: write "1"'],
    ],
    [
      'a list with what is no object',
      'apiVersion: v1\nkind: List\nitems: [null]\n',
      ['a.yaml:1 is no Kubernetes object: it needs apiVersion, kind and metadata.name'],
    ],
    [
      'too much text',
      'a'.repeat(17 * 1024 * 1024),
      ['a.yaml:1 got 17825792 characters, allowed at most 16777216: make several files of it'],
    ],
  ])('%s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test('what is broken, by the first mistakes of a document, and reads the others', () => {
    const { manifests, problems } = readYaml(
      'a.yaml',
      `data: [a\n---\n${head}---\na: ${'"'.repeat(1001)}\n`,
    );
    expect(manifests.map(({ origin }) => origin)).toEqual(['a.yaml:3']);
    expect(problems).toHaveLength(2);
    expect(problems.filter((line) => !/^a\.yaml:[28] \w/.test(line))).toEqual([]);
  });
});

test('reads many keys in a time that grows with their number', () => {
  const keys = Array.from({ length: 50_000 }, (_, index) => `  k${index}: é\n`).join('');
  const start = performance.now();
  expect(problemsOf(`${head}data:\n${keys}`)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(10_000);
});
