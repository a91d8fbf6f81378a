import type { JsonObject, JsonValue } from '../manifest/manifest';
import { documentContext, itemContext, type KeyContext, mapContext } from './key-context';
import { orderedKeys } from './key-order';
import {
  enter,
  enterDocument,
  type Place,
  refuse,
  refuseKey,
  UnwritableError,
} from './yaml-refusal';
import { blockText, keyText, lineText } from './yaml-string';

/**
 * Writes objects as one YAML file that a YAML 1.1 and a YAML 1.2 parser read as the same data:
 * block style, two spaces a level, list dashes in their parent's column, keys in the order of
 * `key-order.ts`. The text depends on the data alone, not on insertion order or locale.
 *
 * @param documents one object per document, separated by `---`; properties that are `undefined`
 *   are left out
 * @returns the file's text, ending in a newline; the empty string for no documents
 * @throws UnwritableError for a value that is not JSON data (a number that is not finite, a
 *   function, a class instance, `undefined` in a list), for half a surrogate pair, a key too long
 *   for a YAML key, data nested too deep or in a cycle
 * @see https://yaml.org/spec/1.2.2/ and https://yaml.org/spec/1.1/
 */
export function emitYaml(documents: readonly JsonObject[]): string {
  if (!Array.isArray(documents))
    throw new UnwritableError('', 0, 'got no list, allowed a list of objects');
  return documents.map(emitDocument).join('---\n');
}

function emitDocument(document: JsonObject, index: number): string {
  const place = enterDocument(document, index);
  return emitMap(document, place, TOP, TOP, documentContext(document.kind)) || '{}\n';
}

/** How far lines are indented, and what they begin with: the same few keys come again and again. */
interface Level {
  readonly indent: string;
  readonly dash: string;
  /** By key, with the colon. */
  readonly starts: Map<string, string>;
  inner: Level | undefined;
}

/** Beyond this many keys of a level it starts anew. */
const MAX_STARTS = 1000;

const TOP = levelAt('');

function levelAt(indent: string): Level {
  return { indent, dash: `${indent}- `, starts: new Map(), inner: undefined };
}

function innerOf(level: Level): Level {
  level.inner ??= levelAt(`${level.indent}  `);
  return level.inner;
}

/** What stands before a value: indent, key and colon. */
function startOf(key: string, place: Place, { indent, starts }: Level): string {
  const known = starts.get(key);
  if (known !== undefined) return known;
  const start = `${indent}${keyText(key) ?? refuseKey(key, place)}:`;
  if (starts.size === MAX_STARTS) starts.clear();
  starts.set(key, start);
  return start;
}

/** The first entry stands at a level of its own: behind a dash, at none. Nothing for no entries. */
function emitMap(
  map: JsonObject,
  place: Place,
  first: Level,
  level: Level,
  context: KeyContext,
): string {
  let text = '';
  for (const key of orderedKeys(map, context)) {
    const value = map[key];
    if (value === undefined) continue;
    text += startOf(key, place, text === '' ? first : level);
    text +=
      typeof value === 'object' && value !== null
        ? emitChild(value, key, place, level, context)
        : ` ${emitScalar(value, key, place, level)}\n`;
  }
  return text;
}

/** What follows `key:` when the value is a map or a list. */
function emitChild(
  value: JsonObject | readonly JsonValue[],
  key: string,
  place: Place,
  level: Level,
  context: KeyContext,
): string {
  const inside = enter(value, key, place);
  if (isList(value)) {
    const items = emitList(value, inside, level, level, itemContext(context, key));
    return items === '' ? ' []\n' : `\n${items}`;
  }
  const inner = innerOf(level);
  const entries = emitMap(value, inside, inner, inner, mapContext(context, key));
  return entries === '' ? ' {}\n' : `\n${entries}`;
}

function emitList(
  list: readonly JsonValue[],
  place: Place,
  first: Level,
  level: Level,
  context: KeyContext,
): string {
  let text = '';
  let index = 0;
  // Not forEach: it would pass over the holes of a sparse list.
  for (const item of list) {
    text += index === 0 ? first.dash : level.dash;
    text += emitItem(item, index, place, level, context);
    index += 1;
  }
  return text;
}

/** What follows a list's dash. */
function emitItem(
  item: JsonValue,
  index: number,
  place: Place,
  level: Level,
  context: KeyContext,
): string {
  if (typeof item !== 'object' || item === null) {
    return `${emitScalar(item, index, place, level)}\n`;
  }
  const inside = enter(item, index, place);
  const inner = innerOf(level);
  return isList(item)
    ? emitList(item, inside, TOP, inner, context) || '[]\n'
    : emitMap(item, inside, TOP, inner, context) || '{}\n';
}

function emitScalar(
  value: Exclude<JsonValue, object>,
  key: string | number,
  place: Place,
  level: Level,
): string {
  if (typeof value === 'string') {
    return lineText(value) ?? blockText(value, innerOf(level).indent) ?? refuse(value, key, place);
  }
  if (typeof value === 'boolean' || value === null) return String(value);
  return Number.isFinite(value) ? numberText(value) : refuse(value, key, place);
}

/** YAML 1.1 takes `1e+21` for a string: its floats have a dot. And only a float keeps `-0`. */
function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}

function isList(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}
