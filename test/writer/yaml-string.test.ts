import { emitYaml } from '../../lib/writer/yaml';
import { keyText } from '../../lib/writer/yaml-string';
import { everyKey, everywhere, expectRoundTrip, READERS } from './yaml-readers';

/** What stands after `a: `. */
const written = (value: string) => emitYaml([{ a: value }]).slice('a: '.length, -1);

const PLAIN =
  `
  a A/b_c.d-e nginx:1.27.3 registry.k8s.io/pause@sha256:0a1b2c http://a.b:80/c?d=e&f=g --flag=on
  -c -- --- /bin/sh ./run .dotfile a#b a:b a,b a[0] {{ 100m 1Gi 5s 10.0.0.1 1.2.3 0.0.0.0:80
  25% v1 1a 1st 2024-01-02-backup 0xfg ~/bin $(POD_IP) \${X} (a) a;b >=1 <a> é 日本語 😀 \u{10ffff}
  nope nullable yesterday truely offline ON_CALL infinity NaN inf nan a'b a"b a\\b
  `
    .match(/\S+/g)
    ?.filter((word) => !['---', '{{', '>=1'].includes(word)) ?? [];

const AMBIGUOUS = [
  ...['', '~', 'null', 'Null', 'NULL', '<<', '=', '-', '+', '.'],
  ...['y', 'Y', 'n', 'N', 'yes', 'Yes', 'YES', 'no', 'No', 'NO', 'on', 'On', 'ON', 'off', 'Off'],
  ...['OFF', 'true', 'True', 'TRUE', 'false', 'False', 'FALSE', 'yEs', 'tRUE'],
  ...['0', '8080', '-1', '+1', '1_000', '1,000', '0777', '08', '0o7', '0x1F', '-0x_f', '0b11'],
  ...['0_', '+_011', '0_x1', '0_o7', '+_0b1', '-_1'],
  ...['1.0', '1.', '.5', '-.5', '1e3', '1E3', '1e+21', '12345e7', '1.e+3', 'e1', 'E12', '-e1'],
  ...['.inf', '-.Inf', '+.INF', '.nan', '.NaN', '1:20', '12:30:45', '190:20:30.15', '-1:20'],
  ...['2001-12-14', '2001-1-1', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43'],
];

const INDICATED = [
  ...['---', '--- a', '---a', '...', '... a', '- a', '? a', '?', '?a', ': a', ':', ':8080', '#a'],
  ...['a: b', 'a:', 'a #b', ' a', 'a ', ' ', '{{ .Values.x }}', '{a: b}', '{}', '[a]', '[]', ',a'],
  ...['%a', '@a', '`a`', '!a', '!!str a', '&a', '*', '*.example.com', '|', '>', '>=1', '"a"'],
  ...['{"a":"b"}', 'C:\\ x: y', 'a\u00a0b', '\u00a0', '\u3000a', 'a\u2003'],
];

const ESCAPED: readonly (readonly [string, string])[] = [
  ['a\tb', '"a\\tb"'],
  ['\t', '"\\t"'],
  ['a\rb', '"a\\rb"'],
  ['a\r\nb\r\n', '"a\\r\\nb\\r\\n"'],
  ['\n', '"\\n"'],
  [' \n \n', '" \\n \\n"'],
  ['a\n  ', '"a\\n  "'],
  [' a\n\t\n\n', '" a\\n\\t\\n\\n"'],
  ['a\n\0', '"a\\n\\u0000"'],
  ['\x1b[0m', '"\\u001b[0m"'],
  ['\x7f', '"\\u007f"'],
  ['a\x85b\nc', '"a\\u0085b\\nc"'],
  ['\x9f', '"\\u009f"'],
  ['\u2028', '"\\u2028"'],
  ['a\u2029\nb', '"a\\u2029\\nb"'],
  ['\ufeffa', '"\\ufeffa"'],
  ['\ufffe\uffff', '"\\ufffe\\uffff"'],
  ['zero\u200bwidth', '"zero\\u200bwidth"'],
  ['right-to-left\u202e', '"right-to-left\\u202e"'],
  ['it\'s: "both"\t\\', '"it\'s: \\"both\\"\\t\\\\"'],
];

const BLOCKS: readonly (readonly [string, string])[] = [
  ['a\nb', '|-\n  a\n  b'],
  ['a\nb\n', '|\n  a\n  b'],
  ['a\n\n', '|+\n  a\n'],
  ['a\nb\n\n\n', '|+\n  a\n  b\n\n'],
  ['\n\na\n', '|\n\n\n  a'],
  ['a\n\n\nb\n', '|\n  a\n\n\n  b'],
  [' a\nb\n', '|2\n   a\n  b'],
  ['\n  a\nb', '|2-\n\n    a\n  b'],
  ['  \na\n\n', '|2+\n    \n  a\n'],
  ['\ta\nb\n', '|2\n  \ta\n  b'],
  ['a\n\tb\n', '|\n  a\n  \tb'],
  ['a  \n  \nb  \n', '|\n  a  \n    \n  b  '],
  ['# a: "b"\n- c\n', '|\n  # a: "b"\n  - c'],
  ['---\n...\n%a\n', '|\n  ---\n  ...\n  %a'],
  ['é\n😀\n\u00a0\n', '|\n  é\n  😀\n  \u00a0'],
];

describe('a string', () => {
  test.each(PLAIN)('%j is plain', (value) => {
    expect(written(value)).toBe(value);
    expectRoundTrip([everywhere(value), everyKey(value)]);
  });

  test.each(AMBIGUOUS)(
    '%j, which a parser may take for something else, is in double quotes',
    (value) => {
      expect(written(value)).toBe(`"${value}"`);
      expectRoundTrip([everywhere(value), everyKey(value)]);
    },
  );

  test.each(INDICATED)('%j, which is syntax or has white space, is in single quotes', (value) => {
    expect(written(value)).toBe(`'${value}'`);
    expectRoundTrip([everywhere(value), everyKey(value)]);
  });

  test.each(ESCAPED)('%j has escapes', (value, expected) => {
    expect(written(value)).toBe(expected);
    expectRoundTrip([everywhere(value), everyKey(value)]);
  });

  test.each(BLOCKS)('%j is a literal block', (value, expected) => {
    expect(written(value)).toBe(expected);
    expectRoundTrip([everywhere(value), everyKey(value)]);
  });

  test('with one kind of quotes inside is in the other kind', () => {
    expect(written("it's: x")).toBe(`"it's: x"`);
    expect(written('"it": x')).toBe(`'"it": x'`);
    expect(written(`'it': "x"`)).toBe(`'''it'': "x"'`);
  });
});

describe('a key', () => {
  test.each(['__proto__', 'constructor', 'toString'])('%j is a key like any other', (key) => {
    expect(keyText(key)).toBe(key);
    expectRoundTrip([everyKey(key)]);
  });

  test('of several lines has escapes instead', () => {
    expect(keyText('a\nb\n')).toBe('"a\\nb\\n"');
  });

  test('has at most 1024 characters', () => {
    expectRoundTrip([everyKey('k'.repeat(1024)), everyKey('"'.repeat(1022))]);
    expect(keyText('k'.repeat(1025))).toBeUndefined();
    expect(keyText('"'.repeat(1023))).toBeUndefined();
  });

  test('keeps its text when thousands of others have been written', () => {
    const object = Object.fromEntries(Array.from({ length: 1200 }, (_, n) => [`n${n}`, n]));
    expectRoundTrip([object, { yes: 'on', ...object }]);
  });
});

describe('a long string', () => {
  /** One parser: to read a long string takes them longer than to write it. */
  const read = READERS['js-yaml as 1.2'];

  test.each(['a', 'é'])('of a MiB of %j stays on one line', (part) => {
    const documents = [{ a: part.repeat(2 ** 20) }];
    expect(emitYaml(documents)).toBe(`a: ${part.repeat(2 ** 20)}\n`);
    expect(read?.(emitYaml(documents))).toEqual(documents);
  });

  test.each(['a ', 'a:', '1', '1:', '_', ' #', `'"`, 'a\n', '\n ', '😀', '\u0001'])(
    'of many %j is written in a moment',
    (part) => {
      const documents = [{ a: `${part.repeat(2 ** 17)}!` }];
      const start = performance.now();
      const text = emitYaml(documents);
      expect(performance.now() - start).toBeLessThan(1500);
      expect(read?.(text)).toEqual(documents);
    },
  );
});
