import { checkConfig } from '../../lib/config/check';
import type { ConfigFiles } from '../../lib/config/spec';
import { lines, untyped } from '../problem/lines';

function checkFiles(contents: ConfigFiles['contents'], mountPath = '/etc/cart', mode?: number) {
  return lines(checkConfig('config', { files: { mountPath, contents, mode } }));
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

  test('rejects what is neither text nor bytes', () => {
    const allowed = 'allowed text without NUL characters, or bytes: a Buffer, or any Uint8Array';
    expect(checkFiles(untyped({ a: 1, b: '\0', c: [0], d: new Uint16Array(1) }))).toEqual([
      `config.files.a: got 1, ${allowed}`,
      `config.files.b: got text, which isn't shown here, ${allowed}`,
      `config.files.c: got a list of 1, ${allowed}`,
      `config.files.d: got an object, ${allowed}`,
    ]);
  });

  test('may be bytes of any kind', () => {
    expect(checkFiles({ a: Buffer.from([0, 255]), b: new Uint8Array() })).toEqual([]);
  });

  test('may be seen by mounts alone', () => {
    expect(checkConfig('config', { files: { contents: { a: '' } } })).toEqual([]);
  });

  test.each([0, 0o777])('may have the mode %d', (mode) => {
    expect(checkFiles({ a: '' }, '/etc', mode)).toEqual([]);
  });

  test.each([-1, 0o1000, 0.5])('rejects the mode %d', (mode) => {
    expect(checkFiles({ a: '' }, '/etc', mode)).toEqual([
      `config.files.mode: got ${mode}, allowed permission bits from 0o000 to 0o777`,
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
    const line =
      "config.files: got 1048577, allowed at most 1048576 bytes altogether, a ConfigMap's limit";
    expect(checkFiles({ a: half, b: `${half}b` })).toEqual([line]);
    expect(checkFiles({ a: half, b: new Uint8Array(2 ** 19) })).toEqual([]);
    expect(checkFiles({ a: half, b: new Uint8Array(2 ** 19 + 1) })).toEqual([line]);
  });
});
