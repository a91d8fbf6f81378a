import { checkConfig } from '../../lib/config/check';
import { lines, untyped } from '../problem/lines';

function checkFiles(contents: Readonly<Record<string, string>>, mountPath = '/etc/cart') {
  return lines(checkConfig('config', { files: { mountPath, contents } }));
}

describe('configuration', () => {
  test('may be values and files, or nothing', () => {
    expect(lines(checkConfig('config', { values: { A: 1 } }))).toEqual([]);
    expect(checkFiles({ 'a.yaml': 'a: 1\n' })).toEqual([]);
    expect(checkConfig('config')).toEqual([]);
  });

  test('rejects wrong values', () => {
    expect(lines(checkConfig('config', { values: { '9A': Number.NaN } }))).toEqual([
      `config.values: got "9A", allowed a variable name: letters, digits, '-', '_' and '.', with no digit and no '..' in front`,
      'config.values.9A: got NaN, allowed a string, a number, a boolean, an endpoint, secretKey(), configKey(), podField() or containerResource()',
    ]);
  });

  test('rejects wrong names of files', () => {
    expect(checkFiles({ 'a/b': '', '..': '' })).toEqual(
      ['a/b', '..'].map(
        (name) =>
          `config.files: got "${name}", allowed 1 to 253 letters, digits, '-', '_' and '.', with no '..' in front`,
      ),
    );
  });

  test('rejects what is no text', () => {
    expect(checkFiles(untyped({ a: 1, b: '\0' }))).toEqual([
      'config.files.a: got 1, allowed text without NUL characters',
      'config.files.b: got "\\u0000", allowed text without NUL characters',
    ]);
  });

  test.each(['etc', '', '/etc:ro'])('rejects the folder %j', (folder) => {
    expect(checkFiles({ a: '' }, folder)).toEqual([
      `config.files.mountPath: got "${folder}", allowed an absolute path without ':'`,
    ]);
  });

  test('may have a mebibyte in all its files together, and rejects a byte more', () => {
    const half = 'ä'.repeat(2 ** 18);
    expect(checkFiles({ a: half, b: half })).toEqual([]);
    expect(checkFiles({ a: half, b: `${half}b` })).toEqual([
      "config.files: got 1048577, allowed at most 1048576 bytes altogether, a ConfigMap's limit",
    ]);
  });
});
