import { fieldsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { type Refusal, together } from './refusal';

/** A name of a file, as keys may become. */
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** Finds keys that the API server refuses in a ConfigMap or a Secret. */
export function checkData({ kind, data, binaryData, stringData }: Manifest): readonly Refusal[] {
  const parts = Object.entries({ data, binaryData, stringData });
  const wrong = parts.flatMap(([part, values]) =>
    Object.keys(fieldsOf(values))
      .filter((key) => !KEY.test(key) || key === '.' || key.startsWith('..'))
      .map((key) => ({
        field: part,
        message: `got the key ${JSON.stringify(key)}, allowed letters, digits, '-', '_' and '.'`,
      })),
  );
  const texts = fieldsOf(data);
  const twice = kind === 'ConfigMap' ? Object.keys(fieldsOf(binaryData)) : [];
  return [
    ...wrong,
    ...twice
      .filter((key) => Object.hasOwn(texts, key))
      .map((key) => together(`binaryData["${key}"]`, ['it in data', 'binaryData'], 'one of them')),
  ];
}
