import { checkDataSize } from '../../../lib/checks/schema/values/data-size';

const MEBIBYTE = 2 ** 20;

const checked = (kind: string, parts: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
  checkDataSize({ apiVersion: 'v1', kind, metadata: { name: 'cart' }, ...parts }).map(
    ({ field, message }) => `${field}: ${message}`,
  );

const base64 = (bytes: number) => Buffer.alloc(bytes).toString('base64');

test.each([
  ['ConfigMap', { data: { a: 'ä'.repeat(MEBIBYTE / 2) } }],
  ['ConfigMap', { binaryData: { a: base64(MEBIBYTE) } }],
  ['Secret', { data: { a: base64(MEBIBYTE) } }],
  ['Secret', { data: { a: base64(MEBIBYTE).replaceAll(/.{76}/g, '$&\r\n') } }],
  ['Secret', { data: { a: base64(MEBIBYTE) }, stringData: { a: 'x'.repeat(MEBIBYTE) } }],
  ['Secret', {}],
])('takes a %s with a mebibyte', (kind, parts) => {
  expect(checked(kind, parts)).toEqual([]);
});

test.each([
  ['ConfigMap', { data: { a: 'ä'.repeat(MEBIBYTE / 2), b: 'x' } }],
  ['ConfigMap', { data: { b: 'x' }, binaryData: { a: base64(MEBIBYTE) } }],
  ['Secret', { data: { a: base64(MEBIBYTE + 1) } }],
  ['Secret', { data: { a: base64(MEBIBYTE) }, stringData: { b: 'x' } }],
])('rejects a %s with a byte more', (kind, parts) => {
  expect(checked(kind, parts)).toEqual([
    'data: got 1048577 bytes, allowed at most 1048576: split it, or put it into a volume',
  ]);
});
