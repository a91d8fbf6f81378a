import type { JsonObject, JsonValue } from '../../lib';

/**
 * The least that YAML takes: strings plain where no parser could take them for anything else, in JSON's
 * quotes otherwise, keys as they come. A text of several lines is one line with escapes: correct, and
 * nothing that one would review.
 */
export function emitUnordered(documents: readonly JsonObject[]): string {
  return documents
    .map((document) => emitMap(document, '\n').slice(1))
    .join('\n---\n')
    .concat('\n');
}

function emitMap(map: JsonObject, lead: string): string {
  let text = '';
  for (const key in map) {
    const value = map[key];
    if (value !== undefined) text += `${lead}${emitString(key)}:${emitValue(value, lead)}`;
  }
  return text;
}

function emitValue(value: JsonValue, lead: string): string {
  if (typeof value === 'string') return ` ${emitString(value)}`;
  if (typeof value !== 'object' || value === null) return ` ${String(value)}`;
  const inner = `${lead}  `;
  if (!isList(value)) return emitMap(value, inner) || ' {}';
  let text = '';
  for (const item of value) text += `${lead}-${emitItem(item, inner)}`;
  return text || ' []';
}

/** A list's item begins on the line of its dash. */
function emitItem(item: JsonValue, inner: string): string {
  const text = emitValue(item, inner);
  return text.startsWith(inner) ? ` ${text.slice(inner.length)}` : text;
}

const PLAIN = /^[a-zA-Z/_][\w./-]*$/;
const RESERVED = /^(?:[yn]|yes|no|on|off|true|false|null)$/i;

function emitString(text: string): string {
  return PLAIN.test(text) && (text.length > 5 || !RESERVED.test(text))
    ? text
    : JSON.stringify(text);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
